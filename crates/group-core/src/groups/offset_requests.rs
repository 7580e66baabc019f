//! Offsets are committed, read and deleted.

use std::sync::Arc;

use types::{Now, Timestamp, TopicName};

use super::Groups;
use super::appends::{Then, in_batches};
use crate::group::Group;
use crate::offsets::tombstone;
use crate::{
    Answer, Commit, CommittedOffset, DeleteOffsets, Effects, FetchOffsets, Generation, GroupError,
    GroupRecord, GroupState, OffsetToCommit, PartitionOutcome, Ticket,
};

impl Groups {
    /// A member, or somebody who keeps offsets without being one, commits.
    pub fn commit(&mut self, now: Now, ticket: Ticket, request: Commit, out: &mut Effects) {
        let check = match self.groups.get(&request.group) {
            Some(group) => check_commit(group, &request),
            // Whoever only keeps offsets makes a group by it.
            None if request.generation < Generation(0) => Ok(()),
            None => Err(GroupError::GroupNotFound),
        };
        if let Err(error) = check {
            return out.answer(ticket, Answer::Commit(Err(error)));
        }
        if let Some(mut step) = self.step(&request.group, now, out)
            && matches!(
                step.group.state,
                GroupState::Stable | GroupState::PreparingRebalance
            )
        {
            step.restart_session(&request.member);
        }
        let expire_timestamp = request
            .retention_ms
            .map(|retention| Timestamp(now.wall.0.saturating_add(retention)));
        let mut outcomes = Vec::with_capacity(request.offsets.len());
        let mut records = Vec::with_capacity(request.offsets.len());
        for offset in request.offsets {
            let metadata_max = self.settings.offset_metadata_max;
            let too_large = is_longer(&offset.metadata, metadata_max);
            outcomes.push(PartitionOutcome {
                topic: offset.topic.clone(),
                partition: offset.partition,
                error: too_large.then_some(GroupError::OffsetMetadataTooLarge { metadata_max }),
            });
            if !too_large {
                records.push(GroupRecord::Offset {
                    group: request.group.clone(),
                    topic: offset.topic.clone(),
                    partition: offset.partition,
                    value: Some(committed_offset(offset, now.wall, expire_timestamp)),
                });
            }
        }
        let answer = Answer::Commit(Ok(outcomes));
        if records.is_empty() {
            return out.answer(ticket, answer);
        }
        let deadline = now.instant + self.settings.commit_timeout;
        self.appends
            .propose(records, vec![Then::Answer(ticket, answer)], deadline, out);
    }

    /// Somebody asks for committed offsets.
    pub fn fetch_offsets(&mut self, ticket: Ticket, request: FetchOffsets, out: &mut Effects) {
        if request.require_stable && !self.appends.is_empty() {
            self.appends.then(Then::Fetch(ticket, request));
        } else {
            self.answer_fetch(ticket, &request, out);
        }
    }

    pub(super) fn answer_fetch(&self, ticket: Ticket, request: &FetchOffsets, out: &mut Effects) {
        let fetched = self
            .offsets
            .fetch(&request.group, request.topics.as_deref());
        out.answer(ticket, Answer::Fetch(Ok(fetched)));
    }

    /// An administrator removes offsets.
    pub fn delete_offsets(
        &mut self,
        now: Now,
        ticket: Ticket,
        request: &DeleteOffsets,
        out: &mut Effects,
    ) {
        let group = match self.check_delete_offsets(request) {
            Ok(group) => group,
            Err(error) => return out.answer(ticket, Answer::DeleteOffsets(Err(error))),
        };
        let mut outcomes = Vec::new();
        let mut records = Vec::new();
        for (topic, partitions) in &request.topics {
            let error = group
                .is_subscribed(topic)
                .then_some(GroupError::SubscribedToTopic);
            for &partition in partitions {
                outcomes.push(PartitionOutcome {
                    topic: topic.clone(),
                    partition,
                    error,
                });
                if error.is_none() && self.offsets.has(&request.group, topic, partition) {
                    records.push(tombstone(&request.group, topic, partition));
                }
            }
        }
        let before = self.appends.count();
        self.propose_in_batches(now, records, out);
        self.answer_after(before, ticket, Answer::DeleteOffsets(Ok(outcomes)), out);
    }

    fn check_delete_offsets(&self, request: &DeleteOffsets) -> Result<&Group, GroupError> {
        if request.group.is_empty() {
            return Err(GroupError::InvalidGroupId);
        }
        let group = self
            .groups
            .get(&request.group)
            .filter(|group| group.state != GroupState::Dead);
        let group = group.ok_or(GroupError::GroupNotFound)?;
        // What other members than consumers read is not known.
        if group.state != GroupState::Empty && !group.is_of_consumers() {
            return Err(GroupError::NonEmptyGroup);
        }
        Ok(group)
    }

    /// Topics are gone: so are the offsets in them.
    pub fn topics_deleted(&mut self, now: Now, topics: &[TopicName], out: &mut Effects) {
        let mut records = Vec::new();
        for (group, offsets) in self.offsets.groups() {
            for topic in topics {
                let slots = offsets.get(topic).into_iter().flatten();
                records.extend(slots.map(|(partition, _)| tombstone(group, topic, *partition)));
            }
        }
        self.propose_in_batches(now, records, out);
    }

    pub(super) fn propose_in_batches(
        &mut self,
        now: Now,
        records: Vec<GroupRecord>,
        out: &mut Effects,
    ) {
        let deadline = now.instant + self.settings.commit_timeout;
        for batch in in_batches(records) {
            self.appends.propose(batch, Vec::new(), deadline, out);
        }
    }
}

/// Whether a group takes a commit from this sender now.
fn check_commit(group: &Group, request: &Commit) -> Result<(), GroupError> {
    if group.state == GroupState::Dead {
        return Err(GroupError::NotAvailable);
    }
    let claims_generation = request.generation >= Generation(0);
    if !claims_generation && group.state == GroupState::Empty {
        return Ok(());
    }
    if !claims_generation && request.member.is_empty() && request.instance.is_none() {
        // No member, while the group has some.
        return Err(GroupError::UnknownMember);
    }
    group.check_member(&request.member, request.instance.as_ref())?;
    if request.generation != group.generation {
        return Err(GroupError::IllegalGeneration);
    }
    if group.state == GroupState::CompletingRebalance {
        // It knows of the new generation and does not own anything in it yet.
        return Err(GroupError::RebalanceInProgress);
    }
    Ok(())
}

fn committed_offset(
    from: OffsetToCommit,
    now: Timestamp,
    expire_timestamp: Option<Timestamp>,
) -> CommittedOffset {
    CommittedOffset {
        offset: from.offset,
        leader_epoch: from.leader_epoch,
        metadata: from.metadata,
        commit_timestamp: now,
        expire_timestamp,
        topic_id: from.topic_id,
    }
}

/// Compares the length in UTF-16 units, as Kafka counts.
fn is_longer(text: &Arc<str>, limit: usize) -> bool {
    text.len() > limit && text.encode_utf16().count() > limit
}
