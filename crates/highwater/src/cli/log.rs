//! What a node says while it runs, on standard error.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Which lines are wanted, such as `info` or `warn,broker=debug`.
const VARIABLE: &str = "HIGHWATER_LOG";

/// Begins to write log lines: those of `level`, unless the environment variable names others.
pub(crate) fn start(level: &str) {
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(level));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // A second start in one process changes nothing.
    let _ = subscriber.try_init();
}
