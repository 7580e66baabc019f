//! From the start of `highwater dev` until it says that its three brokers are ready.

use std::time::{Duration, Instant};

use conformance::brokers::Kind;
use conformance::process::{Run, signal};
use conformance::{Failure, target};

use crate::brokers::highwater;

const STARTS: usize = 10;
const LIMIT: Duration = Duration::from_secs(30);
const READY: &str = "is ready";

/// Milliseconds of each start.
pub(super) fn run() -> Result<Vec<f64>, Failure> {
    (0..STARTS).map(start).collect()
}

fn start(number: usize) -> Result<f64, Failure> {
    let Kind::Highwater(program) = highwater() else {
        return Err("not our binary".to_owned());
    };
    let folder = target().join("brokers");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let log = folder.join(format!("dev-{}-{number}.log", std::process::id()));
    let begun = Instant::now();
    let mut running = Run::new(program).args(["dev"]).start(&log)?;
    let took = loop {
        if running.log_text().contains(READY) {
            break Ok(begun.elapsed());
        }
        if !running.is_alive() || begun.elapsed() > LIMIT {
            break Err(format!("dev is not ready: {}", running.log_text()));
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    // As Ctrl-C does: it stops its brokers and removes their data.
    signal(running.id(), "INT")?;
    running.wait(LIMIT);
    drop(std::fs::remove_file(&log));
    took.map(|took| took.as_secs_f64() * 1000.0)
}
