//! Runs programs with a time limit, and ends them by their id.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::Failure;

/// One run of a program: what to start, what to feed it, how long to wait.
#[derive(Debug)]
pub struct Run {
    command: Command,
    stdin: Vec<u8>,
    limit: Duration,
}

/// How a run ended.
#[derive(Clone, Debug)]
pub struct Output {
    /// Its exit code; none when it was killed, also by the time limit.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: Vec<u8>,
    /// What it complained about.
    pub stderr: Vec<u8>,
}

impl Output {
    /// What it printed, as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.stdout).into_owned()
    }

    /// What it printed and complained about, as text.
    #[must_use]
    pub fn all(&self) -> String {
        self.text() + &String::from_utf8_lossy(&self.stderr)
    }

    /// Whether it ended with exit code zero.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.code == Some(0)
    }

    /// The output, if the run was a success.
    ///
    /// # Errors
    /// The exit code and the end of what it said.
    pub fn success(self) -> Result<Self, Failure> {
        if self.is_success() {
            Ok(self)
        } else {
            Err(self.complaint())
        }
    }

    /// The exit code and the end of what it said, on one line.
    #[must_use]
    pub fn complaint(&self) -> Failure {
        let all = self.all();
        let lines: Vec<&str> = all.lines().filter(|line| !line.trim().is_empty()).collect();
        let tail = lines
            .iter()
            .skip(lines.len().saturating_sub(6))
            .copied()
            .collect::<Vec<_>>();
        let code = self
            .code
            .map_or("killed or out of time".to_owned(), |code| {
                format!("exit {code}")
            });
        let text: String = tail.join(" | ").chars().take(600).collect();
        format!("{code}: {text}")
    }
}

impl Run {
    /// A run of `program`, for a minute at most.
    #[must_use]
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        Self {
            command: Command::new(program),
            stdin: Vec::new(),
            limit: Duration::from_secs(60),
        }
    }

    /// Adds arguments.
    #[must_use]
    pub fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    /// Sets a variable of its environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Where to run.
    #[must_use]
    pub fn folder(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// What it reads.
    #[must_use]
    pub fn stdin(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.stdin = bytes.into();
        self
    }

    /// Runs it by another program, which takes it as its last arguments.
    #[must_use]
    pub fn within(self, other: &[&str]) -> Self {
        let Some((program, arguments)) = other.split_first() else {
            return self;
        };
        let mut command = Command::new(program);
        command.args(arguments).arg(self.command.get_program());
        command.args(self.command.get_args());
        for (name, value) in self.command.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        if let Some(folder) = self.command.get_current_dir() {
            command.current_dir(folder);
        }
        Self { command, ..self }
    }

    /// How long to wait before it is killed.
    #[must_use]
    pub fn limit_seconds(mut self, seconds: u64) -> Self {
        self.limit = Duration::from_secs(seconds);
        self
    }

    /// Runs it to its end.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn output(mut self) -> Result<Output, Failure> {
        let name = self.command.get_program().to_string_lossy().into_owned();
        self.command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self
            .command
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        let feed = child.stdin.take().map(|mut stdin| {
            let bytes = std::mem::take(&mut self.stdin);
            // A program that stops reading ends the feed; its exit code tells.
            thread::spawn(move || drop(stdin.write_all(&bytes)))
        });
        let stdout = child.stdout.take().map(collect);
        let stderr = child.stderr.take().map(collect);
        let status = wait(&mut child, self.limit);
        let gather = |pipe: Option<thread::JoinHandle<Vec<u8>>>| {
            pipe.and_then(|pipe| pipe.join().ok()).unwrap_or_default()
        };
        let output = Output {
            code: status.and_then(|status| status.code()),
            stdout: gather(stdout),
            stderr: gather(stderr),
        };
        drop(feed.map(thread::JoinHandle::join));
        Ok(output)
    }

    /// Runs it, and hands over each line that it prints.
    ///
    /// # Errors
    /// It cannot be started, or does not end well in time.
    pub fn lines(mut self, mut each: impl FnMut(&[u8])) -> Result<(), Failure> {
        let name = self.command.get_program().to_string_lossy().into_owned();
        self.command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = self
            .command
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        let stderr = child.stderr.take().map(collect);
        let stdout = child.stdout.take();
        let limit = self.limit;
        let waiter = thread::spawn(move || wait(&mut child, limit));
        if let Some(stdout) = stdout {
            let mut reader = BufReader::with_capacity(1 << 16, stdout);
            let mut line = Vec::new();
            while reader.read_until(b'\n', &mut line).is_ok_and(|len| len > 0) {
                each(line.strip_suffix(b"\n").unwrap_or(&line));
                line.clear();
            }
        }
        let code = waiter
            .join()
            .ok()
            .flatten()
            .and_then(|status| status.code());
        let stderr = stderr.and_then(|pipe| pipe.join().ok()).unwrap_or_default();
        Output {
            code,
            stdout: Vec::new(),
            stderr,
        }
        .success()
        .map(drop)
    }

    /// Starts it with its output going to a file, and leaves it running.
    ///
    /// # Errors
    /// It cannot be started, or the file cannot be made.
    pub fn start(mut self, log: &Path) -> Result<Running, Failure> {
        let name = self.command.get_program().to_string_lossy().into_owned();
        let file = std::fs::File::options().create(true).append(true).open(log);
        let file = file.map_err(|error| format!("{}: {error}", log.display()))?;
        let copy = file.try_clone().map_err(|error| error.to_string())?;
        self.command.stdin(Stdio::null()).stdout(file).stderr(copy);
        let child = self
            .command
            .spawn()
            .map_err(|error| format!("{name}: {error}"))?;
        Ok(Running {
            child,
            log: log.to_owned(),
        })
    }

    /// Starts it with its input left open for the caller, its output going to a file.
    ///
    /// # Errors
    /// As [`Run::start`].
    pub fn start_fed(mut self, log: &Path) -> Result<(Running, std::process::ChildStdin), Failure> {
        let file =
            std::fs::File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
        let copy = file.try_clone().map_err(|error| error.to_string())?;
        self.command.stdin(Stdio::piped()).stdout(file).stderr(copy);
        let mut child = self.command.spawn().map_err(|error| error.to_string())?;
        let stdin = child.stdin.take().ok_or("no standard input")?;
        Ok((
            Running {
                child,
                log: log.to_owned(),
            },
            stdin,
        ))
    }
}

fn collect(mut pipe: impl Read + Send + 'static) -> thread::JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before an error is still worth showing.
        drop(pipe.read_to_end(&mut bytes));
        bytes
    })
}

/// Waits for the end, and kills at the limit: none then.
fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let end = Instant::now() + limit;
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if Instant::now() >= end {
            drop(child.kill());
            drop(child.wait());
            return None;
        }
        thread::sleep(Duration::from_millis(5));
    }
}

/// Sends a signal, as `kill -NAME ID` does.
///
/// # Errors
/// There is no such process.
pub fn signal(id: u32, name: &str) -> Result<(), Failure> {
    let sent = Command::new("kill")
        .args([format!("-{name}"), id.to_string()])
        .status();
    match sent {
        Ok(status) if status.success() => Ok(()),
        _ => Err(format!("process {id} takes no signal {name}")),
    }
}

/// A process that was started and left running; killed when this is dropped.
#[derive(Debug)]
pub struct Running {
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Its process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it has not ended yet.
    pub fn is_alive(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Kills it, as `kill -9` does, and waits until it is gone.
    pub fn kill(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }

    /// Asks it to end (SIGTERM) and waits; killed at the limit. Whether it ended by itself.
    pub fn terminate(&mut self, limit: Duration) -> bool {
        signal(self.id(), "TERM").is_ok() && wait(&mut self.child, limit).is_some()
    }

    /// Waits for its end: its exit code, none at the limit or when it was killed.
    pub fn wait(&mut self, limit: Duration) -> Option<i32> {
        wait(&mut self.child, limit).and_then(|status| status.code())
    }

    /// What it has printed so far.
    #[must_use]
    pub fn log_text(&self) -> String {
        let bytes = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}
