//! The ZooKeeper of `highwater dev --zookeeper`: one server, whose jars are looked for beside the binary or fetched once.

use std::fs::{self, File};
use std::io;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::cli::Failure;
use crate::cli::failure::FAILED;
use crate::cli::stop::Stop;

/// The release that the tests run too.
const VERSION: &str = "3.9.4";
/// What a server needs beside its own jar.
const BESIDE: [[&str; 3]; 3] = [
    ["org.xerial.snappy", "snappy-java", "1.1.10.5"],
    ["io.dropwizard.metrics", "metrics-core", "4.1.12.1"],
    ["commons-cli", "commons-cli", "1.5.0"],
];
const SERVER: &str = "org.apache.zookeeper.server.ZooKeeperServerMain";
const READY_MAX: Duration = Duration::from_secs(30);
const LOOK_EVERY: Duration = Duration::from_millis(20);
const JAVA_REMEDY: &str = "Install a Java runtime (17 or later) and put `java` on the path, or run `highwater dev` without --zookeeper: it \
     needs nothing else.";

/// One server, ended when this is dropped.
#[derive(Debug)]
pub(super) struct Zookeeper {
    process: Child,
    port: u16,
}

impl Drop for Zookeeper {
    fn drop(&mut self) {
        // It keeps a log of every change, and has nothing to put in order.
        let _: io::Result<()> = self.process.kill();
        let _: io::Result<_> = self.process.wait();
    }
}

impl Zookeeper {
    /// Starts a server that keeps its data in a directory, and waits until it serves; none if the user has had enough.
    pub(super) fn start(
        directory: &Path,
        port: u16,
        jars: Option<&Path>,
        stop: &Stop,
    ) -> Result<Option<Self>, Failure> {
        if !runs("java") {
            return Err(Failure::new(
                FAILED,
                "ZooKeeper needs `java`, and there is none",
                JAVA_REMEDY,
            ));
        }
        let jars = match jars {
            Some(named) => has_server(named).then(|| named.to_owned()).ok_or_else(|| {
                let message = format!("{} has no zookeeper-*.jar", named.display());
                let remedy = "Name the folder `lib` of a ZooKeeper 3.6 or later, or leave --zookeeper-jars away.";
                Failure::new(FAILED, message, remedy)
            })?,
            None => find_or_fetch()?,
        };
        let home = directory.join("zookeeper");
        fs::create_dir_all(home.join("data"))?;
        let settings = home.join("zoo.cfg");
        let text = format!(
            "tickTime=500\nminSessionTimeout=1000\nmaxSessionTimeout=60000\nmaxClientCnxns=0\nadmin.enableServer=false\n\
             clientPortAddress=127.0.0.1\nclientPort={port}\ndataDir={}\n",
            home.join("data").display()
        );
        fs::write(&settings, text)?;
        let log = home.join("log");
        let output = File::options().create(true).append(true).open(&log)?;
        let process = Command::new(std::env::current_exe()?)
            .args(["with-parent", &std::process::id().to_string(), "java"])
            .args(["-Xmx256m", "-XX:+UseSerialGC", "-cp"])
            .arg(format!("{}/*", jars.display()))
            .arg(SERVER)
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()?;
        let mut started = Self { process, port };
        let ready = started.wait_until_ready(&log, stop)?;
        Ok(ready.then_some(started))
    }

    fn wait_until_ready(&mut self, log: &Path, stop: &Stop) -> Result<bool, Failure> {
        let deadline = Instant::now() + READY_MAX;
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if stop.is_asked() {
                return Ok(false);
            }
            let ended = self.process.try_wait()?.is_some();
            if ended || Instant::now() >= deadline {
                let how = if ended { "has ended" } else { "does not serve" };
                let remedy = format!("Its log is {}.", log.display());
                return Err(Failure::new(FAILED, format!("ZooKeeper {how}"), remedy));
            }
            thread::sleep(LOOK_EVERY);
        }
        Ok(true)
    }

    /// The line of the greeting.
    pub(super) fn shown(&self) -> String {
        let (port, process) = (self.port, self.process.id());
        format!("  ZooKeeper  127.0.0.1:{port}   process {process}")
    }
}

fn runs(program: &str) -> bool {
    let mut version = Command::new(program);
    version.arg("-version");
    let quiet = version.stdin(Stdio::null()).stdout(Stdio::null());
    quiet.stderr(Stdio::null()).status().is_ok()
}

fn has_server(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let is_server = |name: String| name.starts_with("zookeeper-") && name.ends_with(".jar");
    names.into_iter().any(is_server)
}

/// Where the tests keep them too, when the binary lies in cargo's target folder; else in the user's cache.
fn find_or_fetch() -> Result<PathBuf, Failure> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    let target = target.filter(|target| target.join("CACHEDIR.TAG").exists());
    let variable = |name| std::env::var_os(name).map(PathBuf::from);
    let cache = || {
        let cache = variable("XDG_CACHE_HOME");
        let cache = cache.or_else(|| Some(variable("HOME")?.join(".cache")));
        cache.map(|cache| cache.join("highwater"))
    };
    let tools = target.map(|target| target.join("tools")).or_else(cache);
    let tools = tools.unwrap_or_else(std::env::temp_dir);
    let folder = tools.join(format!("zookeeper-{VERSION}"));
    let jars = folder.join("lib");
    if folder.join("ready").exists() && has_server(&jars) {
        return Ok(jars);
    }
    fetch(&folder).map_err(|why| {
        let remedy = "Install Maven and let it reach Maven Central, or name a folder that has the jars of a ZooKeeper 3.6 or \
                      later with --zookeeper-jars.";
        Failure::new(FAILED, format!("ZooKeeper's jars cannot be fetched: {why}"), remedy)
    })?;
    Ok(jars)
}

fn fetch(folder: &Path) -> Result<(), String> {
    let text = |error: io::Error| error.to_string();
    if !runs("mvn") {
        return Err("there is no `mvn`".to_owned());
    }
    fs::create_dir_all(folder).map_err(text)?;
    let server = [["org.apache.zookeeper", "zookeeper", VERSION]];
    let dependencies = server.iter().chain(&BESIDE).map(|[group, artifact, version]| {
        format!("<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>")
    });
    let dependencies: String = dependencies.collect();
    let project = format!(
        "<project><modelVersion>4.0.0</modelVersion><groupId>highwater</groupId><artifactId>jars</artifactId>\
         <version>1</version><dependencies>{dependencies}</dependencies></project>\n"
    );
    fs::write(folder.join("pom.xml"), project).map_err(text)?;
    eprintln!(
        "fetching ZooKeeper {VERSION} into {}, once",
        folder.display()
    );
    let fetched = Command::new("mvn")
        .args([
            "-q",
            "-B",
            "dependency:copy-dependencies",
            "-DoutputDirectory=lib",
        ])
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .map_err(text)?;
    if !fetched.status.success() {
        let said = String::from_utf8_lossy(&fetched.stdout).into_owned();
        let first = said.lines().find(|line| line.contains("ERROR"));
        return Err(first.unwrap_or("mvn failed").to_owned());
    }
    fs::write(folder.join("ready"), "").map_err(text)
}
