//! Development commands of the workspace.

mod bench;
mod codegen;
mod conform;
mod evidence;
mod failover;
mod floors;
mod fuzz;
mod mutants;
mod simulate;
mod steps;
mod tidy;
mod verify;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask COMMAND
  verify [STEP …]        everything that must hold; writes nothing outside the target folder
  fix                    generated code, docs/CONFIG.md, docs/METRICS.md and formatting, written anew
  codegen [--check | --golden] [--jars DIR]
  conformance [--only highwater|kafka] [--nodes N] [SUITE …]
                         real clients against us and against Kafka, side by side
  conformance mission [--store quorum|zookeeper] [--with-kafka | --only-kafka] [--no-breaks] [SENTENCE …]
                         every sentence of the mission against clusters; all of them write docs/MISSION.md
  sim [--minutes N] [--seed S] [--from S] [--trace FILE]
                         histories of whole clusters, a seed for each; with --seed that one, shrunk if it breaks a promise
  conformance riders [--with-kafka | --only-kafka] [CLIENT …]
                         five clients over kills and restarts; all of them write docs/CLIENTS.md
  conformance main-job [--store quorum|zookeeper] [--seconds N] [--rate BYTES_PER_SECOND]
                         real text over minutes of kills, stops and pauses; writes docs/MAIN-JOB.md
  conformance chaos [--all | --rest] [--kafka] [--minutes N] [--rate RECORDS_PER_SECOND | --measure] [CASE …]
                         clusters that are hurt while three clients write and read; writes docs/CHAOS.md
  conformance cluster-input
                         what no honest broker sends, against a cluster
  conformance interop    our broker among Kafka's, and Kafka's under our controller; writes docs/INTEROP.md
  conformance zookeeper | takeover
                         our znodes beside those of a Kafka 3.9, and a Kafka 3.9 that is taken over
  failover [--store quorum|zookeeper] [--with-kafka | --only-kafka] [--times N] [ROW …]
                         how long a producer waits when something breaks; writes docs/FAILOVER.md
  mutants [NUMBER | WORD …]
                         bugs planted in a copy of the tree, and what of the simulation finds each
  fuzz [--seconds N | --inputs N | --for-ever] [--from N] [TARGET …]
                         damaged input for every parser; without a target, docs/FUZZ.md is written
  bench one-broker | cluster | micro | pairs N | start | memory
                         figures; the first two write docs/BENCHMARKS.md
  evidence one-broker | cluster | zookeeper | proof [--resume]
                         runs what shows that something does its job, and writes it down";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => ("help", [].as_slice()),
    };
    let result = match command {
        "verify" => verify::run(rest),
        "fix" => verify::fix(),
        "codegen" => codegen::run(rest),
        "conformance" => conform::run(rest),
        "sim" => simulate::run(rest),
        "mutants" => mutants::run(rest),
        "bench" => bench::run(rest),
        "failover" => failover::run(rest),
        "fuzz" => fuzz::run(rest),
        "evidence" => evidence::run(rest),
        _ => Err(USAGE.into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
