//! How a command fails: what went wrong, what to do next, and the exit code.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

use crate::client::ClientError;

/// Something went wrong.
pub(crate) const FAILED: u8 = 1;
/// The arguments make no sense.
pub(crate) const USAGE: u8 = 2;
/// The cluster understood and says no.
pub(crate) const REFUSED: u8 = 3;
/// Some of it was done.
pub(crate) const PARTIAL: u8 = 4;

/// Why a command ends without success.
#[derive(Debug)]
pub(crate) struct Failure {
    code: u8,
    message: String,
    remedy: String,
}

impl Failure {
    pub(crate) fn new(code: u8, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    pub(crate) fn failed(message: impl Into<String>) -> Self {
        Self::new(FAILED, message, "")
    }

    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, message, "See --help.")
    }

    /// A failure of which everything has been said.
    pub(crate) fn silent(code: u8) -> Self {
        Self::new(code, "", "")
    }

    /// Some of several things were done, and this is how the others failed.
    pub(crate) fn partial(done: usize, failures: Vec<Self>) -> Result<(), Self> {
        let Some(worst) = failures.iter().map(|failure| failure.code).max() else {
            return Ok(());
        };
        let code = if done > 0 { PARTIAL } else { worst };
        let messages: Vec<&str> = failures
            .iter()
            .map(|failure| failure.message.as_str())
            .collect();
        let remedy = failures.iter().find(|failure| !failure.remedy.is_empty());
        let remedy = remedy
            .map(|failure| failure.remedy.clone())
            .unwrap_or_default();
        Err(Self {
            code,
            message: messages.join("\n       "),
            remedy,
        })
    }

    /// The same failure after something was done.
    pub(crate) fn after(mut self, code: u8, done: &str) -> Self {
        self.code = code;
        self.message = format!("{}; {done}", self.message);
        self
    }

    /// What to do next; empty when that is not known.
    #[cfg(test)]
    pub(crate) fn remedy(&self) -> &str {
        &self.remedy
    }

    /// Says what went wrong on standard error, and returns the exit code. A reader of standard output that has gone is no
    /// failure.
    pub(crate) fn report(&self) -> u8 {
        if self.message.is_empty() {
            return self.code;
        }
        let mut out = io::stderr();
        let (red, plain) = match out.is_terminal() {
            true => ("\x1b[31m", "\x1b[0m"),
            false => ("", ""),
        };
        // Without standard error there is nobody to tell.
        let _ = writeln!(out, "{red}error{plain}: {}", self.message);
        if !self.remedy.is_empty() {
            let _ = writeln!(out, "       {}", self.remedy);
        }
        self.code
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        let code = if error.is_refusal() { REFUSED } else { FAILED };
        Self::new(code, error.to_string(), error.remedy().unwrap_or_default())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self {
                code: 0,
                message: String::new(),
                remedy: String::new(),
            },
            _ => Self::failed(error.to_string()),
        }
    }
}
