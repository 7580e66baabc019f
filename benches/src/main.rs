//! Figures of one broker and of three: small loops over the hot code, and whole brokers side by side.
//!
//! Run by `cargo xtask bench`. Processor time is compared, not speed: on a machine that others use too, it is what two
//! runs have in common.

mod brokers;
mod burst;
mod cluster;
mod document;
mod figures;
mod floor;
mod measure;
mod memory;
mod micro;
mod pairs;
mod report;
mod requests;
mod start;

use std::process::ExitCode;

use conformance::Failure;

const USAGE: &str =
    "usage: cargo xtask bench one-broker | cluster | micro | pairs N | start | memory | burst HOST:PORT
  one-broker   everything of one broker, written to docs/BENCHMARKS.md
  cluster      three brokers: produce with acks=all beside a floor and Kafka, idle, and the start of dev; written there too
  micro        loops over codec, checksum, append and read
  pairs N      N rounds of produce and fetch: floor, ours, Kafka
  start        from the start of the process to the first acknowledged record
  burst HOST   one burst against a broker that runs already, for profilers
  memory       resident memory with 100 partitions";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[&str]) -> Result<(), Failure> {
    match arguments {
        ["one-broker", date] => report::one_broker(date),
        ["cluster", date] => cluster::run(date),
        ["micro", ..] => {
            micro::run()?.iter().for_each(|line| println!("{line}"));
            Ok(())
        }
        ["pairs", rounds, ..] => {
            let rounds = rounds.parse().map_err(|_| USAGE.to_owned())?;
            println!("{:#?}", pairs::run(rounds)?);
            Ok(())
        }
        ["start", ..] => {
            println!("{:#?}", start::run()?);
            Ok(())
        }
        ["memory", ..] => {
            println!("{:#?}", memory::run()?);
            Ok(())
        }
        ["burst", bootstrap, ..] => brokers::only_burst(bootstrap),
        ["floor", port, folder, followers] => {
            floor::run(port, folder, followers.parse().unwrap_or(0))
        }
        ["floor-follower", leader, folder] => floor::follower::run(leader, folder),
        _ => Err(USAGE.to_owned()),
    }
}
