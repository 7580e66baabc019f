//! What was to be reached, and what was: one line of a program's output, and one row of a table of evidence.
//!
//! A program that measures prints `GOAL figure | goal | measured | met | reason` for each goal. `cargo xtask evidence`
//! gathers these lines from whatever it runs.

use std::fmt;

/// What a line of a goal begins with.
const MARK: &str = "GOAL ";
/// Between the fields of a line.
const BETWEEN: &str = " | ";

/// Whether a goal was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// It was.
    Met,
    /// It was measured, and it was not.
    Missed,
    /// It was not measured.
    Missing,
}

impl Verdict {
    /// Met where `held`, else missed.
    #[must_use]
    pub fn of(held: bool) -> Self {
        if held { Self::Met } else { Self::Missed }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Met, Self::Missed, Self::Missing]
            .into_iter()
            .find(|verdict| verdict.to_string() == word)
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Met => "met",
            Self::Missed => "missed",
            Self::Missing => "missing",
        })
    }
}

/// One goal, and what came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Goal {
    /// What is measured or checked.
    pub figure: String,
    /// What it must reach.
    pub goal: String,
    /// What it reached.
    pub measured: String,
    /// Whether that is enough.
    pub verdict: Verdict,
    /// Why not, where that is known; else empty.
    pub reason: String,
}

impl Goal {
    /// A goal that needs no reason.
    #[must_use]
    pub fn new(
        figure: impl Into<String>,
        goal: impl Into<String>,
        measured: impl Into<String>,
        verdict: Verdict,
    ) -> Self {
        Self {
            figure: figure.into(),
            goal: goal.into(),
            measured: measured.into(),
            verdict,
            reason: String::new(),
        }
    }

    /// The same, with the reason why it is missed.
    #[must_use]
    pub fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = reason.into();
        self
    }

    /// The goal of a printed line; none of a line that is not one.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut fields = line.strip_prefix(MARK)?.splitn(5, BETWEEN).map(str::trim);
        let mut next = || fields.next().map(str::to_owned);
        Some(Self {
            figure: next()?,
            goal: next()?,
            measured: next()?,
            verdict: Verdict::parse(&next()?)?,
            reason: next().unwrap_or_default(),
        })
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A field must not look like two, nor a goal like two lines.
        let plain = |text: &str| text.replace('|', "/").replace('\n', " ");
        let fields = [&self.figure, &self.goal, &self.measured].map(|text| plain(text));
        write!(f, "{MARK}{}{BETWEEN}{}", fields.join(BETWEEN), self.verdict)?;
        if self.reason.is_empty() {
            return Ok(());
        }
        write!(f, "{BETWEEN}{}", plain(&self.reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_printed_goal_is_read_again() {
        let met = Goal::new("time to start", "≤ 100 ms", "98.9 ms", Verdict::Met);
        assert_eq!(Goal::parse(&met.to_string()), Some(met));
        let missed =
            Goal::new("cost", "≤ 0.5", "0.59", Verdict::Missed).because("the floor is at 0.57");
        let line = missed.to_string();
        assert_eq!(
            line,
            "GOAL cost | ≤ 0.5 | 0.59 | missed | the floor is at 0.57"
        );
        assert_eq!(Goal::parse(&line), Some(missed));
        assert_eq!(Goal::parse("GOAL half a line"), None);
        assert_eq!(Goal::parse("GOAL a | b | c | perhaps"), None);
    }

    #[test]
    fn no_field_runs_into_the_next() {
        let odd = Goal::new("a|b", "c", "two\nlines", Verdict::Missing);
        let read = Goal::parse(&odd.to_string()).expect("a goal");
        assert_eq!(
            (read.figure.as_str(), read.measured.as_str()),
            ("a/b", "two lines")
        );
    }
}
