//! The few minutes of real clients that every change must pass, against our binary alone.

use crate::Failure;
use crate::brokers::{Broker, highwater};
use crate::checks::{bad_input, fetch, kcat_smoke, program};
use crate::report::Outcome;
use crate::tools;

/// kcat over a `kill -9`, one Java client and one Go client. What is missing is skipped.
///
/// # Errors
/// Our binary does not build or does not come up.
pub fn run() -> Result<Vec<Outcome>, Failure> {
    let mut broker = Broker::start(highwater()?, &[])?;
    let mut outcomes = match tools::kcat() {
        Ok(kcat) => kcat_smoke(&kcat, &mut broker),
        Err(missing) => vec![Outcome::skipped("smoke: kcat", missing)],
    };
    let bootstrap = broker.bootstrap();
    outcomes.extend(match tools::java() {
        Ok(java) => {
            let run = java.checks().args(["smoke", &bootstrap, "smoke-java"]);
            program("smoke: java", run.limit_seconds(180).output())
        }
        Err(missing) => vec![Outcome::skipped("smoke: java", missing)],
    });
    outcomes.extend(match tools::go_client() {
        Ok(go) => {
            let run = go.run().args(["smoke", &bootstrap, "smoke-go"]);
            program("smoke: go", run.limit_seconds(180).output())
        }
        Err(missing) => vec![Outcome::skipped("smoke: go", missing)],
    });
    outcomes.extend(fetch(&mut broker));
    outcomes.extend(bad_input(&mut broker));
    outcomes.push(Outcome::of("smoke: a clean stop", broker.stop()));
    Ok(outcomes)
}
