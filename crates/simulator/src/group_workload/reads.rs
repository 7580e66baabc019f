//! Committed offsets as they are read: never before what was acknowledged, unless who answered coordinates no longer.

use std::collections::BTreeMap;

use types::BrokerId;

/// What was read, and what that puts in doubt.
///
/// A coordinator that is cut off from its cluster answers from what it knew: it leads no more, and cannot know. Nothing is lost
/// by that, and it can take no commit either. So a read from before what was acknowledged is a suspicion only. It is void once
/// any read is as late as it has to be, and it holds if the broker that answered so takes a commit, or if nothing ever clears it.
#[derive(Debug, Default)]
pub(super) struct CommittedReads {
    latest: BTreeMap<i32, i64>,
    suspicions: BTreeMap<BrokerId, Vec<String>>,
    /// How many reads were answered.
    pub(super) count: u64,
}

impl CommittedReads {
    /// Offsets that a broker answered with, to a read that was sent when `acknowledged` was known.
    pub(super) fn on_read(
        &mut self,
        from: BrokerId,
        offsets: &BTreeMap<i32, i64>,
        acknowledged: &BTreeMap<i32, i64>,
    ) {
        self.count += 1;
        let mut behind = Vec::new();
        for (partition, offset) in offsets {
            let latest = self.latest.entry(*partition).or_insert(-1);
            let told = acknowledged.get(partition).copied().unwrap_or(-1);
            if *offset < *latest {
                behind.push(format!(
                    "partition {partition}: read {latest} first and {offset} later, from broker {}",
                    from.0
                ));
            }
            if *offset < told {
                behind.push(format!(
                    "partition {partition}: {told} was acknowledged, and {offset} read from broker {}",
                    from.0
                ));
            }
            *latest = (*latest).max(*offset);
        }
        match behind.is_empty() {
            true => self.suspicions.clear(),
            false => self.suspicions.entry(from).or_default().append(&mut behind),
        }
    }

    /// A broker has taken a commit: so it does coordinate, and what it answered is so.
    pub(super) fn on_commit(&mut self, by: BrokerId) -> Vec<String> {
        self.suspicions.remove(&by).unwrap_or_default()
    }

    /// What was never cleared.
    pub(super) fn open(&self) -> impl Iterator<Item = &String> {
        self.suspicions.values().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: BrokerId = BrokerId(1);
    const OTHER: BrokerId = BrokerId(2);

    fn at(offset: i64) -> BTreeMap<i32, i64> {
        BTreeMap::from([(0, offset)])
    }

    #[test]
    fn one_that_coordinates_no_more_may_be_behind() {
        let mut reads = CommittedReads::default();
        reads.on_read(ONE, &at(41), &at(41));
        reads.on_read(OTHER, &at(29), &at(41));
        assert!(reads.on_commit(ONE).is_empty());
        assert_eq!(reads.open().count(), 2);
        reads.on_read(ONE, &at(41), &at(41));
        assert_eq!(reads.open().count(), 0);
    }

    #[test]
    fn one_that_takes_commits_may_not() {
        let mut reads = CommittedReads::default();
        reads.on_read(OTHER, &at(29), &at(41));
        assert_eq!(reads.on_commit(OTHER).len(), 1);
    }

    #[test]
    fn what_is_never_read_again_is_lost() {
        let mut reads = CommittedReads::default();
        reads.on_read(ONE, &at(41), &at(41));
        reads.on_read(OTHER, &at(29), &at(40));
        reads.on_read(OTHER, &at(29), &at(41));
        assert_eq!(reads.open().count(), 4);
    }
}
