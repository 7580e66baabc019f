//! A line on the terminal that says how far a long command is.

use std::io::{self, IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

const EVERY: Duration = Duration::from_millis(250);

/// Records and bytes so far; silent where standard error is no terminal.
#[derive(Debug)]
pub(crate) struct Progress {
    verb: &'static str,
    since: Instant,
    next: Instant,
    shown: bool,
    terminal: bool,
}

impl Progress {
    pub(crate) fn new(verb: &'static str) -> Self {
        let now = Instant::now();
        // Records printed to the same terminal are progress enough.
        let terminal =
            io::stderr().is_terminal() && (verb == "sent" || !io::stdout().is_terminal());
        Self {
            verb,
            since: now,
            next: now + EVERY,
            shown: false,
            terminal,
        }
    }

    /// Shows the numbers when it is time to.
    pub(crate) fn show(&mut self, records: u64, bytes: u64) {
        let now = Instant::now();
        if self.terminal && now >= self.next {
            self.next = now + EVERY;
            self.shown = true;
            // Progress that cannot be shown is not worth a failure.
            let _ = write!(io::stderr(), "\r{}\x1b[K", self.line(records, bytes));
        }
    }

    /// Shows the last numbers, where standard error is a terminal.
    pub(crate) fn finish(&self, records: u64, bytes: u64) {
        if self.terminal {
            let start = if self.shown { "\r" } else { "" };
            let _ = writeln!(io::stderr(), "{start}{}\x1b[K", self.line(records, bytes));
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "shown with one digit behind the point"
    )]
    fn line(&self, records: u64, bytes: u64) -> String {
        let seconds = self.since.elapsed().as_secs_f64().max(0.001);
        let megabytes = bytes as f64 / 1e6;
        format!(
            "{} {records} records, {megabytes:.1} MB, {seconds:.1} s, {:.1} MB/s",
            self.verb,
            megabytes / seconds
        )
    }
}
