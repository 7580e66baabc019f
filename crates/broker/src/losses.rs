//! What replicas here had to give up: records that were committed, or may have been, and that their leader does not have.
//!
//! That is what an unclean election costs, and nobody but the replica that still had the records can say what they were.
//! Each loss is logged, counted, kept for as long as the process runs, and written beside the logs, from where it is told to
//! whoever asks (`handlers/configs.rs`).

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::ops::Range;

use metadata::{Delta, LeaderRecoveryState};
use metrics::{Exposition, metric};
use partition_log::{Extent, LogDirectory};
use types::{BrokerId, LeaderEpoch, Offset, PartitionIndex, Timestamp, TopicId, TopicPartition};

use crate::broker::Broker;
use crate::locked;
use crate::sync::Mutex;

/// Losses that metrics tell one by one.
const TOLD_MAX: usize = 100;
/// Losses that whoever asks for a partition's is told.
const ASKED_MAX: usize = 5;
/// Losses that are kept in memory.
const KEPT_MAX: usize = 1_000;

/// One loss of one replica.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// When it was found.
    pub at: Timestamp,
    /// Of which partition.
    pub partition: TopicPartition,
    /// Of which topic: a later one may have the same name.
    pub topic_id: TopicId,
    /// The log directory that the replica is in, by its place in `log.dirs`.
    pub directory: usize,
    /// Who leads and does not have them.
    pub leader: BrokerId,
    /// Since which epoch.
    pub leader_epoch: LeaderEpoch,
    /// The offsets that were cut.
    pub offsets: Range<Offset>,
    /// Below this they were known to be committed here.
    pub committed_below: Offset,
    /// What they held.
    pub extent: Extent,
    /// Whether the partition is known to have had an unclean election since they were written. If not, something is wrong.
    pub is_unclean: bool,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Extent {
            bytes,
            records,
            first_timestamp,
            last_timestamp,
        } = self.extent;
        write!(
            f,
            "at.ms={} partition={} topic.id={} leader={} leader.epoch={} first.offset={} last.offset={} committed.below={} \
             records={records} bytes={bytes} first.timestamp={first_timestamp} last.timestamp={last_timestamp} \
             unclean.election={}",
            self.at,
            self.partition,
            self.topic_id,
            self.leader,
            self.leader_epoch,
            self.offsets.start,
            self.offsets.end.0 - 1,
            self.committed_below,
            self.is_unclean
        )
    }
}

/// All losses of this broker. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    recent: VecDeque<Loss>,
    records: u64,
    /// The last unclean election of each partition that had one.
    unclean: BTreeMap<(TopicId, PartitionIndex), LeaderEpoch>,
}

impl Losses {
    /// Notes the unclean elections in a change of the metadata, also those from before this broker acts on any.
    pub(crate) fn note_elections(&self, delta: &Delta) {
        let changed = delta.topics.iter().flat_map(|(topic, change)| {
            let partitions = change.partitions.iter();
            partitions.map(|(index, change)| ((*topic, *index), &change.after))
        });
        let unclean = changed
            .filter(|(_, after)| after.leader_recovery_state == LeaderRecoveryState::Recovering)
            .map(|(key, after)| (key, after.leader_epoch));
        let mut unclean = unclean.peekable();
        if unclean.peek().is_some() || !delta.removed_topics.is_empty() {
            let mut state = locked(&self.state);
            state.unclean.extend(unclean);
            let removed = &delta.removed_topics;
            state
                .unclean
                .retain(|(topic, _), _| !removed.contains_key(topic));
        }
    }

    /// The epoch of the partition's last unclean election that is known.
    pub(crate) fn last_unclean_election(
        &self,
        topic: TopicId,
        partition: PartitionIndex,
    ) -> LeaderEpoch {
        let state = locked(&self.state);
        let known = state.unclean.get(&(topic, partition));
        known.copied().unwrap_or(LeaderEpoch::NONE)
    }
}

/// The newest of some lines of losses that are of one partition, oldest first.
pub(crate) fn newest_of<'a>(
    lines: &'a [String],
    topic: TopicId,
    partition: &TopicPartition,
) -> Vec<&'a str> {
    let wanted = [
        format!("partition={partition}"),
        format!("topic.id={topic}"),
    ];
    let is_of = |line: &&str| {
        wanted
            .iter()
            .all(|word| line.split(' ').any(|it| it == word))
    };
    let lines = lines.iter().rev().map(String::as_str);
    let mut newest: Vec<&str> = lines.filter(is_of).take(ASKED_MAX).collect();
    newest.reverse();
    newest
}

impl Broker {
    /// Losses since the process started, oldest first; of many the newest.
    pub fn losses(&self) -> Vec<Loss> {
        locked(&self.losses.state).recent.iter().cloned().collect()
    }

    /// Records that were lost since the process started.
    pub fn lost_records(&self) -> u64 {
        locked(&self.losses.state).records
    }

    /// All lines beside the logs of all directories that can be read.
    pub(crate) fn written_losses(&self) -> Vec<String> {
        let directories = locked(&self.directories);
        let read = directories.iter().flatten().map(LogDirectory::losses);
        read.flat_map(|lines| {
            lines.unwrap_or_else(|error| {
                tracing::warn!(%error, "what was lost cannot be read");
                Vec::new()
            })
        })
        .collect()
    }

    /// Writes down what was lost: the sum, and the newest losses one by one.
    pub(crate) fn expose_losses(&self, text: &mut Exposition) {
        text.value(&metric::LOST_RECORDS, self.lost_records());
        for loss in self.losses().iter().rev().take(TOLD_MAX) {
            let labels = [
                loss.partition.topic.to_string(),
                loss.partition.partition.to_string(),
                loss.leader_epoch.to_string(),
                loss.offsets.start.to_string(),
                (loss.offsets.end.0 - 1).to_string(),
                loss.extent.bytes.to_string(),
                loss.extent.first_timestamp.to_string(),
                loss.extent.last_timestamp.to_string(),
            ];
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            text.labelled(&metric::LOSS, &labels, loss.extent.records);
        }
    }

    /// Tells of a loss everywhere.
    pub(crate) fn report_loss(&self, loss: Loss) {
        if loss.is_unclean {
            tracing::error!(name: "a loss is told", %loss, "an unclean election has cost records");
        } else {
            tracing::error!(
                %loss,
                "the leader lacks records that were committed here, and no unclean election is known to be the reason"
            );
        }
        let line = loss.to_string();
        let written = {
            let directories = locked(&self.directories);
            let directory = directories.get(loss.directory).and_then(Option::as_ref);
            directory.map(|directory: &LogDirectory| directory.add_loss(&line))
        };
        if let Some(Err(error)) = written {
            tracing::error!(%error, "a loss cannot be written down");
        }
        let mut state = locked(&self.losses.state);
        state.records += loss.extent.records;
        if state.recent.len() == KEPT_MAX {
            state.recent.pop_front();
        }
        state.recent.push_back(loss);
    }
}
