//! The simulated doors: one thread, one seed, faults.
