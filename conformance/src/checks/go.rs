//! franz-go: the program in `conformance/go`.

use super::{Clients, program};
use crate::brokers::Broker;
use crate::report::Outcome;

/// All of its checks.
pub(super) fn suite(clients: &Clients, broker: &mut Broker) -> Vec<Outcome> {
    match &clients.go {
        Ok(go) => program(
            "franz-go",
            go.run()
                .args(["checks", &broker.bootstrap(), "go"])
                .limit_seconds(600)
                .output(),
        ),
        Err(missing) => vec![Outcome::skipped("franz-go", missing)],
    }
}
