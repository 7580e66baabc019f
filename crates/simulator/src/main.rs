//! Runs seeded histories for so long, on all cores, and says what it found.

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    simulator::fleet::main(&arguments)
}
