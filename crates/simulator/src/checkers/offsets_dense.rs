//! Offsets follow each other without a gap, and what is read was once sent.

use crate::Observed;

/// Looks through the last read of every partition.
#[must_use]
pub fn offsets_dense(observed: &Observed) -> Vec<String> {
    let mut found = Vec::new();
    let mut next = (-1, 0);
    for (&(partition, offset), value) in &observed.last_read {
        if partition != next.0 {
            next = (partition, 0);
        }
        if offset != next.1 {
            found.push(format!(
                "partition {partition}: offset {} is missing before {offset}",
                next.1
            ));
        }
        next.1 = offset + 1;
        if !observed.sent.contains(value) {
            found.push(format!(
                "partition {partition} offset {offset}: value {value} was never sent"
            ));
        }
    }
    found
}
