//! What was delivered once is there for ever, and the same.

use crate::Observed;

/// Compares all reads with the last one.
#[must_use]
pub fn reads_never_change(observed: &Observed) -> Vec<String> {
    let mut found = observed.contradictions.clone();
    for (place, value) in &observed.read {
        let (partition, offset) = place;
        if observed.last_read.get(place) != Some(value) {
            found.push(format!(
                "partition {partition} offset {offset}: value {value} was delivered and is not there any more"
            ));
        }
    }
    found
}
