//! The checks, by client. Each is made the same way against either broker.

mod bad_input;
mod disk;
mod fetch;
mod go;
mod groups;
mod java;
mod kcat;
mod python;

use crate::Failure;
use crate::brokers::Broker;
use crate::process::Output;
use crate::report::{Outcome, parse};
use crate::tools::{self, GoClient, Java, Kcat, Missing, Python};

/// The clients that are there.
#[derive(Clone, Debug)]
pub struct Clients {
    /// The command-line client over librdkafka.
    pub kcat: Result<Kcat, Missing>,
    /// Kafka's own tools and client.
    pub java: Result<Java, Missing>,
    /// franz-go.
    pub go: Result<GoClient, Missing>,
    /// confluent-kafka and kafka-python.
    pub python: Result<Python, Missing>,
}

impl Clients {
    /// Finds or fetches all of them.
    #[must_use]
    pub fn find() -> Self {
        Self {
            kcat: tools::kcat(),
            java: tools::java(),
            go: tools::go_client(),
            python: tools::python(),
        }
    }

    /// What they say about themselves.
    #[must_use]
    pub fn versions(&self) -> Vec<String> {
        fn one<T>(tool: &Result<T, Missing>, version: impl Fn(&T) -> String) -> String {
            tool.as_ref().map_or_else(ToString::to_string, version)
        }
        vec![
            one(&self.kcat, |kcat| kcat.version.clone()),
            one(&self.java, |java| {
                format!(
                    "Kafka {} tools, Java {}",
                    tools::KAFKA_VERSION,
                    java.version
                )
            }),
            one(&self.go, |go| go.version.clone()),
            one(&self.python, |python| python.version.clone()),
        ]
    }
}

/// All checks of one client.
type Suite = fn(&Clients, &mut Broker) -> Vec<Outcome>;

/// The suites by name, in the order they are made in. The last one stops the broker.
pub const SUITES: [(&str, Suite); 9] = [
    ("groups", |_, broker| groups::suite(broker)),
    ("fetch", |_, broker| fetch::suite(broker)),
    ("kcat", kcat::suite),
    ("java", java::suite),
    ("java-tools", java::tools_suite),
    ("go", go::suite),
    ("python", python::suite),
    ("bad-input", |_, broker| bad_input::suite(broker)),
    ("disk", disk::suite),
];

/// One thing to check against a broker with one client.
struct Check<C> {
    name: &'static str,
    run: fn(&C, &mut Broker, &str) -> Result<(), Failure>,
}

/// Makes the checks of one client; each gets a name for topics and groups of its own.
fn make<C>(
    client: &str,
    tool: &Result<C, Missing>,
    checks: &[Check<C>],
    broker: &mut Broker,
) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (number, check) in checks.iter().enumerate() {
        let name = format!("{client}: {}", check.name);
        outcomes.push(match tool {
            Ok(tool) => {
                let unique = format!("{}-{number}", client.replace(' ', "-"));
                Outcome::of(name, (check.run)(tool, broker, &unique))
            }
            Err(missing) => Outcome::skipped(name, missing),
        });
    }
    outcomes
}

/// An error unless `held`.
fn expect(held: bool, what: impl Into<String>) -> Result<(), Failure> {
    if held { Ok(()) } else { Err(what.into()) }
}

/// The smoke test of kcat: round trips and a kill.
pub(crate) fn kcat_smoke(kcat: &Kcat, broker: &mut Broker) -> Vec<Outcome> {
    kcat::smoke(kcat, broker)
}

/// Fetch sessions on the wire.
pub(crate) fn fetch(broker: &mut Broker) -> Vec<Outcome> {
    fetch::suite(broker)
}

/// The bad input that every change must stand.
pub(crate) fn bad_input(broker: &mut Broker) -> Vec<Outcome> {
    bad_input::suite(broker)
}

/// What one of our client programs printed, and a failure where it did not come to its end.
pub(crate) fn program(client: &str, output: Result<Output, Failure>) -> Vec<Outcome> {
    let output = match output {
        Ok(output) => output,
        Err(why) => return vec![Outcome::of::<()>(client, Err(why))],
    };
    let mut outcomes = parse(client, &output.text());
    if !output.is_success() || outcomes.is_empty() {
        let name = format!("{client}: runs to its end");
        outcomes.push(Outcome::of::<()>(name, Err(output.complaint())));
    }
    outcomes
}
