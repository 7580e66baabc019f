//! What is wrong with a setting, and what to do about it.

use std::fmt;

/// A value that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigError {
    /// Which setting.
    pub key: String,
    /// The value; none when it is missing or must not be shown.
    pub value: Option<String>,
    /// What is wrong with it.
    pub reason: String,
    /// What to do; empty when the reason says it.
    pub remedy: String,
}

impl ConfigError {
    pub(crate) fn new(key: &str, value: Option<&str>, reason: impl Into<String>) -> Self {
        Self {
            key: key.to_owned(),
            value: value.map(str::to_owned),
            reason: reason.into(),
            remedy: String::new(),
        }
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = remedy.into();
        self
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(
                out,
                "Invalid value {value} for configuration {}: {}",
                self.key, self.reason
            )?,
            None => write!(out, "{}", self.reason)?,
        }
        if !self.remedy.is_empty() {
            write!(out, ". {}", self.remedy)?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}

/// A setting that was accepted and has no effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Warning {
    /// Which setting.
    pub key: String,
    /// Why it has none.
    pub reason: String,
}

impl fmt::Display for Warning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} has no effect: {}", self.key, self.reason)
    }
}
