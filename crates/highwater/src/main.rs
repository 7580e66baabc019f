//! Highwater: broker, controller and command line in one binary.
//!
//! This room decides nothing: it reads arguments and settings, puts the other rooms together and lets them run.

mod cli;
mod client;
mod process;
mod scrape;
mod wiring;

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(cli::run())
}
