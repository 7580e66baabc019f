//! The few minutes of real clients that every change must pass, against our binary alone.

use crate::Failure;
use crate::brokers::{Broker, Kind, highwater};
use crate::chaos;
use crate::checks::{bad_input, fetch, kcat_smoke, program};
use crate::disks;
use crate::mission;
use crate::report::{Ending, Outcome};
use crate::tools;

/// kcat over a `kill -9`, one Java client and one Go client. What is missing is skipped.
///
/// # Errors
/// Our binary does not build or does not come up.
pub fn run() -> Result<Vec<Outcome>, Failure> {
    let kind = highwater()?;
    let mut broker = Broker::start(kind.clone(), &[])?;
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
    outcomes.extend(disks::suite(&kind));
    outcomes.push(several_at_once(&kind));
    outcomes.push(on_zookeeper(&kind));
    Ok(outcomes)
}

/// Three brokers that are written to and read from by several clients at once, while a leader is killed.
fn several_at_once(kind: &Kind) -> Outcome {
    const NAME: &str = "smoke: several clients on three brokers, a leader killed";
    match tools::go_client() {
        Ok(go) => Outcome::of(NAME, chaos::several_clients(kind, &go)),
        Err(missing) => Outcome::skipped(NAME, missing),
    }
}

/// Three brokers on a ZooKeeper, one of which is killed.
fn on_zookeeper(kind: &Kind) -> Outcome {
    const NAME: &str = "smoke: three brokers on a ZooKeeper";
    if let Err(missing) = tools::zookeeper() {
        return Outcome::skipped(NAME, missing);
    }
    let shown = mission::serves_on_zookeeper(kind);
    match shown.ending {
        Ending::Passed => Outcome::of(NAME, Ok(())),
        Ending::Failed(why) => Outcome::of::<()>(NAME, Err(why)),
        Ending::Skipped(why) => Outcome::skipped(NAME, why),
    }
}
