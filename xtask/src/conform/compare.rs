//! Kafka's outcomes beside ours: what is worse, and the document of both.

use std::fmt::Write as _;

use conformance::goal::{Goal, Verdict};
use conformance::report::{Ending, Outcome, Tally};
use conformance::third_party::not_served;

use super::today;

/// What only Kafka's directory can be asked has another name on our side.
const ONLY_THEIRS: &str = "Highwater opens";

/// One suite; none of a side that was not asked.
pub(super) struct Suite {
    pub(super) name: String,
    /// How many brokers it met.
    pub(super) nodes: usize,
    pub(super) kafka: Option<Made>,
    pub(super) ours: Option<Made>,
}

/// What came of a suite on one side.
pub(super) struct Made {
    /// The checks that are known by name.
    pub(super) outcomes: Vec<Outcome>,
    /// All of them.
    pub(super) tally: Tally,
}

impl Made {
    pub(super) fn of(outcomes: Vec<Outcome>) -> Self {
        let tally = Tally::of(&outcomes);
        Self { outcomes, tally }
    }
}

impl Suite {
    fn kafka(&self) -> &[Outcome] {
        self.kafka.as_ref().map_or(&[], |made| &made.outcomes)
    }

    fn ours(&self) -> &[Outcome] {
        self.ours.as_ref().map_or(&[], |made| &made.outcomes)
    }

    /// What we do not pass, unless Kafka does not pass it either or it needs what is not served; and what Kafka passes
    /// and nobody asked us.
    pub(super) fn worse(&self) -> Vec<String> {
        let passes = |ending: &Ending| matches!(ending, Ending::Passed);
        let mut worse = Vec::new();
        for outcome in self
            .ours()
            .iter()
            .filter(|outcome| !passes(&outcome.ending))
        {
            let same_there =
                ending(self.kafka(), &outcome.name).is_some_and(|theirs| !passes(theirs));
            if !same_there && not_served(&outcome.name, self.nodes).is_none() {
                worse.push(format!("{}: {}", outcome.name, outcome.ending));
            }
        }
        let passed = self
            .kafka()
            .iter()
            .filter(|outcome| passes(&outcome.ending));
        let not_asked = passed.filter(|outcome| {
            let asked =
                ending(self.ours(), &outcome.name).is_some() || outcome.name.contains(ONLY_THEIRS);
            self.ours.is_some() && !asked
        });
        worse.extend(not_asked.map(|outcome| format!("{}: not made", outcome.name)));
        worse
    }

    /// What the suite shows.
    pub(super) fn goal(&self) -> Goal {
        let tally = |made: &Option<Made>| {
            made.as_ref()
                .map_or("not asked".to_owned(), |made| made.tally.to_string())
        };
        let apart = self
            .ours()
            .iter()
            .filter(|outcome| outcome.ending != Ending::Passed);
        let apart = apart
            .filter(|outcome| not_served(&outcome.name, self.nodes).is_some())
            .count();
        let apart = if apart == 0 {
            String::new()
        } else {
            format!(" ({apart} need what is not there)")
        };
        let measured = format!(
            "Kafka: {}; Highwater: {}{apart}",
            tally(&self.kafka),
            tally(&self.ours)
        );
        let worse = self.worse();
        let goal = "what Kafka passes, Highwater passes";
        // Where a side passes nothing, it was not the brokers that were compared.
        let sides = [&self.kafka, &self.ours];
        let verdict = if sides
            .into_iter()
            .flatten()
            .any(|made| made.tally.passed == 0)
        {
            Verdict::Missing
        } else {
            Verdict::of(worse.is_empty())
        };
        Goal::new(&self.name, goal, measured, verdict).because(worse.join("; "))
    }
}

fn ending<'a>(outcomes: &'a [Outcome], name: &str) -> Option<&'a Ending> {
    let found = outcomes.iter().find(|outcome| outcome.name == name);
    found.map(|outcome| &outcome.ending)
}

/// The count of all suites of one side.
pub(super) fn tally(suites: &[Suite], side: fn(&Suite) -> Option<&Made>) -> Tally {
    suites.iter().filter_map(side).map(|made| made.tally).sum()
}

/// Suite by suite and check by check.
pub(super) fn document(versions: &[String], suites: &[Suite]) -> String {
    let mut text = String::from(
        "# Conformance\n\nThe same checks with the same clients against Kafka and against Highwater, one broker each, \
         written by `cargo xtask conformance`. What Kafka passes, Highwater must pass. An answer to bad input passes where \
         it is Kafka's, or one of [ours that differ on purpose](../conformance/golden/bad-input-ours.txt), each with its \
         reason. Suites of other projects are compared by difference, apart from what needs something \
         [that is not there](../conformance/third-party-not-served.txt); of some of them only the tests that did not pass are \
         known by name.\n\n",
    );
    let _ = writeln!(text, "Made on {} with {}.\n", today(), versions.join("; "));
    let _ = writeln!(text, "| | Kafka | Highwater | |\n|---|---|---|---|");
    for suite in suites {
        let side = |made: &Option<Made>| made.as_ref().map(|made| made.tally).unwrap_or_default();
        let (theirs, mine) = (side(&suite.kafka), side(&suite.ours));
        let _ = writeln!(
            text,
            "| {} | {theirs} | {mine} | {} |",
            suite.name,
            suite.goal().verdict
        );
    }
    let theirs = tally(suites, |suite| suite.kafka.as_ref());
    let mine = tally(suites, |suite| suite.ours.as_ref());
    let _ = writeln!(
        text,
        "| all checks | {theirs} | {mine} | |\n\n| check | Kafka | Highwater |\n|---|---|---|"
    );
    for suite in suites {
        let mut names: Vec<&str> = suite
            .kafka()
            .iter()
            .map(|outcome| outcome.name.as_str())
            .collect();
        let ours = suite.ours().iter().map(|outcome| outcome.name.as_str());
        names.extend(ours.filter(|name| ending(suite.kafka(), name).is_none()));
        for name in names {
            let cell =
                |outcomes| ending(outcomes, name).map_or("–".to_owned(), ToString::to_string);
            let plain = |text: String| text.replace('|', "/").replace('\n', " ");
            let mine = match (ending(suite.ours(), name), not_served(name, suite.nodes)) {
                (Some(Ending::Passed), _) | (_, None) => cell(suite.ours()),
                (_, Some(what)) => format!("needs what is not there: {what}"),
            };
            let _ = writeln!(
                text,
                "| {name} | {} | {} |",
                plain(cell(suite.kafka())),
                plain(mine)
            );
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(of: &[(&str, Ending)]) -> Option<Made> {
        let outcome = |(name, ending): &(&str, Ending)| Outcome {
            name: (*name).to_owned(),
            ending: ending.clone(),
        };
        Some(Made::of(of.iter().map(outcome).collect()))
    }

    fn failed() -> Ending {
        Ending::Failed("why".to_owned())
    }

    fn suite(kafka: &[(&str, Ending)], ours: &[(&str, Ending)]) -> Suite {
        Suite {
            name: "suite".to_owned(),
            nodes: 1,
            kafka: made(kafka),
            ours: made(ours),
        }
    }

    fn worse(kafka: &[(&str, Ending)], ours: &[(&str, Ending)]) -> Vec<String> {
        suite(kafka, ours).worse()
    }

    #[test]
    fn a_suite_that_no_broker_passes_shows_nothing() {
        let verdict = |kafka, ours| suite(&[("a", kafka)], &[("a", ours)]).goal().verdict;
        assert_eq!(verdict(failed(), failed()), Verdict::Missing);
        assert_eq!(verdict(failed(), Ending::Passed), Verdict::Missing);
        assert_eq!(verdict(Ending::Passed, failed()), Verdict::Missing);
        assert_eq!(verdict(Ending::Passed, Ending::Passed), Verdict::Met);
    }

    #[test]
    fn what_kafka_does_not_pass_is_not_held_against_us() {
        assert!(worse(&[("a", failed())], &[("a", failed())]).is_empty());
        assert!(worse(&[("a", failed())], &[("a", Ending::Passed)]).is_empty());
        let skipped = Ending::Skipped("no share groups".to_owned());
        assert_eq!(
            worse(&[("a", Ending::Passed)], &[("a", skipped)]),
            ["a: skip: no share groups"]
        );
        assert_eq!(
            worse(&[("a", Ending::Passed)], &[("a", failed())]),
            ["a: FAIL: why"]
        );
        assert_eq!(worse(&[], &[("a", failed())]), ["a: FAIL: why"]);
    }

    #[test]
    fn what_nobody_asked_us_is_not_passed() {
        assert_eq!(worse(&[("a", Ending::Passed)], &[]), ["a: not made"]);
        assert!(worse(&[("disk: Highwater opens it", Ending::Passed)], &[]).is_empty());
    }
}
