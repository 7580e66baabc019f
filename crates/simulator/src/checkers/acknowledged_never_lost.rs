//! A record that was acknowledged is read in the end, where the acknowledgement said.

use crate::Observed;

/// Compares acknowledgements with the last read of every partition.
#[must_use]
pub fn acknowledged_never_lost(observed: &Observed) -> Vec<String> {
    let lost = observed.acknowledged.iter().filter_map(|(place, value)| {
        let (partition, offset) = place;
        match observed.last_read.get(place) {
            Some(read) if read == value => None,
            Some(read) => Some(format!(
                "partition {partition} offset {offset}: value {value} was acknowledged, {read} is there"
            )),
            None => Some(format!(
                "partition {partition} offset {offset}: value {value} was acknowledged, nothing is there"
            )),
        }
    });
    lost.collect()
}
