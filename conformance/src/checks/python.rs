//! confluent-kafka and kafka-python: the programs in `conformance/python`.

use super::{Clients, program};
use crate::brokers::Broker;
use crate::report::Outcome;

/// All of their checks.
pub(super) fn suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    let programs = [
        ("confluent-kafka", "confluent_checks.py", "confluent"),
        ("kafka-python", "kafka_python_checks.py", "kpython"),
    ];
    let mut outcomes = Vec::new();
    for (client, file, prefix) in programs {
        match &clients.python {
            Ok(python) => {
                let run = python
                    .run(file)
                    .args(["checks", &broker.bootstrap(), prefix]);
                outcomes.extend(program(client, run.limit_seconds(600).output()));
            }
            Err(missing) => outcomes.push(Outcome::skipped(client, missing)),
        }
    }
    outcomes
}
