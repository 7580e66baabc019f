//! How checks ended.

use std::fmt;

/// How one check ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ending {
    /// As it should.
    Passed,
    /// Not as it should, and why.
    Failed(String),
    /// Not at all, and why.
    Skipped(String),
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Passed => f.write_str("pass"),
            Self::Failed(why) => write!(f, "FAIL: {why}"),
            Self::Skipped(why) => write!(f, "skip: {why}"),
        }
    }
}

/// One check by its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The client and what it does.
    pub name: String,
    /// How it ended.
    pub ending: Ending,
}

impl Outcome {
    /// The outcome of something that can fail.
    #[must_use]
    pub fn of<T>(name: impl Into<String>, result: Result<T, String>) -> Self {
        let ending = match result {
            Ok(_) => Ending::Passed,
            Err(why) => Ending::Failed(why),
        };
        Self {
            name: name.into(),
            ending,
        }
    }

    /// A check that was not made; a failure where nothing may be skipped.
    #[must_use]
    pub fn skipped(name: impl Into<String>, why: impl fmt::Display) -> Self {
        let ending = if nothing_may_be_skipped() {
            Ending::Failed(format!("{why}, and CI is set"))
        } else {
            Ending::Skipped(why.to_string())
        };
        Self {
            name: name.into(),
            ending,
        }
    }
}

impl Outcome {
    /// A check that this machine does not allow, whatever is installed on it: skipped also where nothing else may be.
    #[must_use]
    pub fn impossible(name: impl Into<String>, why: impl fmt::Display) -> Self {
        Self {
            name: name.into(),
            ending: Ending::Skipped(why.to_string()),
        }
    }
}

/// Whether this is a run that must not skip anything: the variable `CI` is set.
#[must_use]
pub fn nothing_may_be_skipped() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty())
}

/// Reads the lines `PASS name`, `FAIL name: why` and `SKIP name: why` that our client programs print.
#[must_use]
pub fn parse(client: &str, printed: &str) -> Vec<Outcome> {
    let outcome = |line: &str| {
        let (word, rest) = line.split_once(' ')?;
        let (name, why) = rest.split_once(": ").unwrap_or((rest, ""));
        let ending = match word {
            "PASS" => Ending::Passed,
            "FAIL" => Ending::Failed(why.chars().take(300).collect()),
            "SKIP" => Ending::Skipped(why.to_owned()),
            _ => return None,
        };
        Some(Outcome {
            name: format!("{client}: {name}"),
            ending,
        })
    };
    printed.lines().filter_map(outcome).collect()
}

/// How many ended how.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Tally {
    /// As they should.
    pub passed: usize,
    /// Not as they should.
    pub failed: usize,
    /// Not made.
    pub skipped: usize,
}

impl Tally {
    /// Reads `N passed, N failed, N skipped`; none where a line says something else.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let number = |part: Option<&str>, word: &str| part?.strip_suffix(word)?.trim().parse().ok();
        let mut parts = line.split(',');
        Some(Self {
            passed: number(parts.next(), "passed")?,
            failed: number(parts.next(), "failed")?,
            skipped: number(parts.next(), "skipped")?,
        })
    }

    /// Counts outcomes.
    #[must_use]
    pub fn of(outcomes: &[Outcome]) -> Self {
        let mut tally = Self::default();
        for outcome in outcomes {
            match outcome.ending {
                Ending::Passed => tally.passed += 1,
                Ending::Failed(_) => tally.failed += 1,
                Ending::Skipped(_) => tally.skipped += 1,
            }
        }
        tally
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |all, one| Self {
            passed: all.passed + one.passed,
            failed: all.failed + one.failed,
            skipped: all.skipped + one.skipped,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_read_as_it_is_written() {
        let tally = Tally {
            passed: 41,
            failed: 2,
            skipped: 0,
        };
        assert_eq!(Tally::parse(&tally.to_string()), Some(tally));
        assert_eq!(Tally::parse("nothing ran"), None);
    }

    #[test]
    fn the_lines_of_a_client_are_read() {
        let printed = "noise\nPASS produce\nFAIL consume: 3 of 5\nSKIP share groups: not served\n";
        let outcomes = parse("go", printed);
        assert_eq!(outcomes[0], Outcome::of("go: produce", Ok(())));
        assert_eq!(outcomes[1].ending, Ending::Failed("3 of 5".into()));
        assert_eq!(
            Tally::of(&outcomes),
            Tally {
                passed: 1,
                failed: 1,
                skipped: 1
            }
        );
    }
}
