//! Waiting for what a cluster does by itself.

use std::time::{Duration, Instant};

use crate::Failure;

/// Asks until there is an answer: what `ask` says in the end.
///
/// # Errors
/// There is none in time; the last complaint says why.
pub fn until<T>(
    limit: Duration,
    what: &str,
    mut ask: impl FnMut() -> Result<Option<T>, Failure>,
) -> Result<T, Failure> {
    let end = Instant::now() + limit;
    loop {
        let complaint = match ask() {
            Ok(Some(found)) => return Ok(found),
            Ok(None) => String::new(),
            Err(why) => format!(" ({why})"),
        };
        if Instant::now() > end {
            return Err(format!(
                "not within {} s: {what}{complaint}",
                limit.as_secs()
            ));
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Watches that nothing happens for a while.
///
/// # Errors
/// What `ask` says happened.
pub fn throughout(
    time: Duration,
    mut ask: impl FnMut() -> Result<(), Failure>,
) -> Result<(), Failure> {
    let end = Instant::now() + time;
    while Instant::now() < end {
        ask()?;
        std::thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}
