//! Highwater: broker, controller and command line in one binary.
fn main() {}
