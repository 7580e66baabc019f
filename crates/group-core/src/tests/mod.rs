//! Scenarios and seeded histories.

mod history;
mod membership;
mod offsets;
mod world;
