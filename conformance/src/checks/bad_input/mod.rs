//! What no honest client sends: broken frames, lying batches, damaged requests. Each gets the answer that Kafka gives.
//!
//! `golden/bad-input.txt` holds Kafka's answers; with `UPDATE_GOLDEN=1` a run against Kafka writes it anew.

mod batches;
mod frames;
mod mutants;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use super::expect;
use crate::brokers::Broker;
use crate::report::Outcome;
use crate::{Failure, root};

/// Where our answer is another one, and why. Anything else that differs is a mistake.
const ON_PURPOSE: [(&str, &str, &str); 28] = {
    const REFUSED: &str = "INVALID_RECORD";
    const LYING: &str =
        "an offset that lies would send a consumer astray; Kafka stores it as it is";
    const INFLATE: &str =
        "the batch is at fault, not the server: Kafka lets an exception of the codec through";
    const OVERFLOW: &str =
        "the batch is at fault, not the server: Kafka lets an exception of its own through";
    const NO_CODEC: &str =
        "the codec is at fault, not the server: Kafka lets an exception of its own through";
    [
        ("batch, first offset delta not zero", REFUSED, LYING),
        ("batch, first offset delta beyond the last", REFUSED, LYING),
        ("batch, first offset delta negative", REFUSED, LYING),
        ("batch, descending offsets", REFUSED, LYING),
        ("batch, null records", REFUSED, "Kafka never answers"),
        ("batch, length of 2 GiB", REFUSED, OVERFLOW),
        ("batch, record length of seven bytes", REFUSED, OVERFLOW),
        (
            "batch, unknown codec 5",
            "UNSUPPORTED_COMPRESSION_TYPE",
            NO_CODEC,
        ),
        (
            "batch, unknown codec 7",
            "UNSUPPORTED_COMPRESSION_TYPE",
            NO_CODEC,
        ),
        ("batch, gzip, nothing", REFUSED, INFLATE),
        ("batch, gzip, plain records", REFUSED, INFLATE),
        ("batch, gzip, noise from the first byte", REFUSED, INFLATE),
        ("batch, gzip, noise in the middle", REFUSED, INFLATE),
        ("batch, gzip, cut short", REFUSED, INFLATE),
        ("batch, snappy, nothing", REFUSED, INFLATE),
        ("batch, snappy, plain records", REFUSED, INFLATE),
        ("batch, snappy, noise from the first byte", REFUSED, INFLATE),
        ("batch, snappy, noise in the middle", REFUSED, INFLATE),
        ("batch, snappy, cut short", REFUSED, INFLATE),
        ("batch, lz4, nothing", REFUSED, INFLATE),
        ("batch, lz4, plain records", REFUSED, INFLATE),
        ("batch, lz4, noise from the first byte", REFUSED, INFLATE),
        ("batch, lz4, noise in the middle", REFUSED, INFLATE),
        ("batch, lz4, cut short", REFUSED, INFLATE),
        ("batch, zstd, plain records", REFUSED, INFLATE),
        ("batch, zstd, noise from the first byte", REFUSED, INFLATE),
        ("batch, zstd, noise in the middle", REFUSED, INFLATE),
        ("batch, zstd, cut short", REFUSED, INFLATE),
    ]
};

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
    }
    outcomes
}

fn golden() -> PathBuf {
    root().join("conformance/golden/bad-input.txt")
}

fn compare(broker: &Broker) -> Result<Vec<Outcome>, Failure> {
    let mut answers = frames::answers(&broker.bootstrap());
    answers.extend(batches::answers(&broker.bootstrap())?);
    let is_kafka = !broker.kind().is_ours();
    if is_kafka && std::env::var_os("UPDATE_GOLDEN").is_some() {
        let lines: String = answers
            .iter()
            .map(|(sent, got)| format!("{sent}: {got}\n"))
            .collect();
        fs::write(golden(), lines).map_err(|error| error.to_string())?;
    }
    let text = fs::read_to_string(golden()).map_err(|error| error.to_string())?;
    let kafka_s: BTreeMap<&str, &str> = text
        .lines()
        .filter_map(|line| line.split_once(": "))
        .collect();
    let outcome = |(sent, got): &(String, String)| {
        let wanted = kafka_s
            .get(sent.as_str())
            .copied()
            .unwrap_or("nothing that is known");
        let meant = ON_PURPOSE
            .iter()
            .find(|(name, _, _)| !is_kafka && name == sent);
        let wanted = meant.map_or(wanted, |(_, ours, _)| *ours);
        Outcome::of(
            format!("bad input: {sent}"),
            expect(got == wanted, format!("{got}, not {wanted}")),
        )
    };
    Ok(answers.iter().map(outcome).collect())
}
