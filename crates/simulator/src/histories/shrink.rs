//! Makes a plan that breaks a promise smaller.

use super::plan::Plan;
use super::run::run;

/// Leaves out faults, clients and topics one after the other for as long as a promise is broken still, in so many runs at
/// most.
#[must_use]
pub fn shrink(plan: &Plan, runs_max: usize) -> Plan {
    let mut smallest = plan.clone();
    let mut runs = 0;
    let mut breaks = |candidate: &Plan| {
        runs += 1;
        runs <= runs_max && !run(candidate, false).violations.is_empty()
    };
    // All faults behind the last that matters at once, then each alone.
    for count in 0..smallest.faults.len() {
        let mut candidate = smallest.clone();
        candidate.faults.truncate(count);
        if breaks(&candidate) {
            smallest = candidate;
            break;
        }
    }
    for number in (0..smallest.faults.len()).rev() {
        let mut candidate = smallest.clone();
        candidate.faults.remove(number);
        if breaks(&candidate) {
            smallest = candidate;
        }
    }
    for number in (0..smallest.producers.len()).rev() {
        let mut candidate = smallest.clone();
        candidate.producers.remove(number);
        if breaks(&candidate) {
            smallest = candidate;
        }
    }
    let mut candidate = smallest.clone();
    candidate.group = false;
    if breaks(&candidate) {
        smallest = candidate;
    }
    smallest
}
