//! Scenarios and seeded histories.
