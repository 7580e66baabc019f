//! What no honest client sends: broken frames, lying batches, damaged requests. Each gets the answer that Kafka gives.
//!
//! `golden/bad-input.txt` holds Kafka's answers; with `UPDATE_GOLDEN=1` a run against Kafka writes it anew.
//! `golden/bad-input-ours.txt` holds those answers of ours that differ, below the reason. `golden/bad-input-three.txt` holds
//! those of Kafka's answers that differ where it has two other brokers beside it.

mod batches;
mod frames;
mod hang_up;
mod mutants;
mod requests;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::expect;
use crate::brokers::Broker;
use crate::report::Outcome;
use crate::{Failure, root};

/// Kafka's answers, and those that differ among three.
const ALONE: &str = "bad-input.txt";
const AMONG_THREE: &str = "bad-input-three.txt";

/// What was sent, and what came back: in words that are the same for every run.
type Answers = Vec<(String, String)>;

/// Sends all of it. Only our own broker gets the damaged requests.
pub(super) fn suite(broker: &mut Broker) -> Vec<Outcome> {
    let mut outcomes =
        compare(broker).unwrap_or_else(|why| vec![Outcome::of::<()>("bad input", Err(why))]);
    if broker.kind().is_ours() {
        outcomes.push(Outcome::of(
            "bad input: damaged requests harm nothing",
            mutants::run(broker),
        ));
        outcomes.push(Outcome::of(
            "bad input: who hangs up ends the wait",
            hang_up::run(broker),
        ));
    }
    outcomes
}

fn golden(name: &str) -> PathBuf {
    root().join("conformance/golden").join(name)
}

/// Answers from a file, by what was sent.
fn read(name: &str) -> Result<BTreeMap<String, String>, Failure> {
    let text = fs::read_to_string(golden(name)).map_err(|error| format!("{name}: {error}"))?;
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    Ok(lines
        .filter_map(|line| line.split_once(": "))
        .map(|(sent, got)| (sent.to_owned(), got.to_owned()))
        .collect())
}

/// Writes down what Kafka says; of one among three, what it says otherwise than one that is alone.
fn update(answers: &Answers, among: bool) -> Result<(), Failure> {
    let (name, known) = match among {
        true => (AMONG_THREE, read(ALONE)?),
        false => (ALONE, BTreeMap::new()),
    };
    let differ = answers
        .iter()
        .filter(|(sent, got)| known.get(sent) != Some(got));
    let lines: String = differ
        .map(|(sent, got)| format!("{sent}: {got}\n"))
        .collect();
    fs::write(golden(name), lines).map_err(|error| error.to_string())
}

fn compare(broker: &Broker) -> Result<Vec<Outcome>, Failure> {
    let mut answers = frames::answers(&broker.bootstrap());
    answers.extend(batches::answers(broker)?);
    answers.extend(requests::answers(broker)?);
    let is_kafka = !broker.kind().is_ours();
    let among = broker.is_among_others();
    if is_kafka && std::env::var_os("UPDATE_GOLDEN").is_some() {
        update(&answers, among)?;
    }
    let mut wanted = read(ALONE)?;
    if among {
        wanted.extend(read(AMONG_THREE)?);
    }
    if !is_kafka {
        wanted.extend(read("bad-input-ours.txt")?);
    }
    let outcome = |(sent, got): &(String, String)| {
        let wanted = wanted
            .get(sent)
            .map_or("nothing that is known", String::as_str);
        let same = got == wanted || !is_kafka && says_more(got, wanted);
        Outcome::of(
            format!("bad input: {sent}"),
            expect(same, format!("{got}, not {wanted}")),
        )
    };
    Ok(answers.iter().map(outcome).collect())
}

/// Whether answers differ only in errors that are explained where Kafka is silent.
fn says_more(got: &str, wanted: &str) -> bool {
    const FIELD: &str = "error_message: ";
    const SAID: &str = "Some(\"said\")";
    let (got, wanted) = (got.split(FIELD), wanted.split(FIELD));
    let mut is_error = false;
    got.clone().count() == wanted.clone().count()
        && got.zip(wanted).all(|(got, wanted)| {
            let silent = ["None", "Some(\"\")"];
            let rest = got.strip_prefix(SAID).filter(|_| is_error);
            let more = rest.is_some_and(|rest| {
                let mut silences = silent.iter().filter_map(|it| wanted.strip_prefix(it));
                silences.any(|wanted| wanted == rest)
            });
            is_error = !got.trim_end().ends_with("error_code: 0,");
            more || got == wanted
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_may_be_explained_where_kafka_is_silent() {
        let answer = |code: i16, message: &str| {
            format!("R {{ error_code: {code}, error_message: {message}, name: 1 }}")
        };
        let (said, none, empty) = ("Some(\"said\")", "None", "Some(\"\")");
        assert!(says_more(&answer(3, said), &answer(3, none)));
        assert!(says_more(&answer(3, said), &answer(3, empty)));
        assert!(!says_more(&answer(3, none), &answer(3, said)));
        assert!(!says_more(&answer(3, none), &answer(3, empty)));
        assert!(!says_more(&answer(0, said), &answer(0, none)));
        assert!(!says_more(&answer(4, said), &answer(3, none)));
    }
}
