//! Offsets that nobody needs any more, and groups that hold nothing (KIP-211).
//!
//! | group | an offset expires |
//! |---|---|
//! | kept for offsets only | when its retention has passed since the commit |
//! | had members, is empty | when the retention has passed since it became empty |
//! | stable, of consumers | when no member subscribes to its topic and the retention has passed since the commit |
//! | any other | never |
//!
//! An offset whose sender chose a time of its own expires then, where one could expire at all.

use types::{Now, Timestamp};

use super::Groups;
use super::appends::{Then, in_batches};
use crate::group::Group;
use crate::offsets::{Offsets, Slot, tombstone};
use crate::{CommittedOffset, Effects, GroupId, GroupRecord, GroupSettings, GroupState};

impl Groups {
    pub(super) fn expire_offsets(&mut self, now: Now, out: &mut Effects) {
        let mut records = Vec::new();
        let mut emptied: Vec<GroupId> = Vec::new();
        for group in self.groups.values() {
            let all = expired(group, &self.offsets, &self.settings, now.wall, &mut records);
            let is_gone = all
                && group.state == GroupState::Empty
                && group.is_durable
                && group.pending_joins.is_empty();
            if is_gone {
                emptied.push(group.id.clone());
            }
        }
        self.propose_in_batches(now, records, out);
        let ends = emptied
            .iter()
            .map(|id| GroupRecord::Group {
                group: id.clone(),
                value: None,
            })
            .collect();
        let deadline = now.instant + self.settings.commit_timeout;
        for batch in in_batches(ends) {
            let mut then = Vec::with_capacity(batch.len());
            for record in &batch {
                let (GroupRecord::Group { group, .. } | GroupRecord::Offset { group, .. }) = record;
                if let Some(found) = self.groups.get_mut(group) {
                    found.enter(GroupState::Dead, now.wall);
                }
                then.push(Then::GroupDeleted(group.clone()));
            }
            self.appends.propose(batch, then, deadline, out);
        }
    }
}

/// Adds the tombstones of a group's expired offsets; true when nothing is left then.
fn expired(
    group: &Group,
    offsets: &Offsets,
    settings: &GroupSettings,
    now: Timestamp,
    records: &mut Vec<GroupRecord>,
) -> bool {
    let Some(topics) = offsets.of(&group.id) else {
        return true;
    };
    let had_members = group.protocol_type.is_some();
    let empty_since = group
        .state_since
        .filter(|_| had_members && group.state == GroupState::Empty);
    let may_expire = match group.state {
        GroupState::Empty => true,
        GroupState::Stable => group.subscribed.is_some(),
        GroupState::PreparingRebalance | GroupState::CompletingRebalance | GroupState::Dead => {
            false
        }
    };
    if !may_expire {
        return false;
    }
    let retention_ms = i64::try_from(settings.offsets_retention.as_millis()).unwrap_or(i64::MAX);
    let is_over = |offset: &CommittedOffset| {
        let since = empty_since.unwrap_or(offset.commit_timestamp);
        let retained = now.0.saturating_sub(since.0) < retention_ms;
        offset
            .expire_timestamp
            .map_or(!retained, |until| now >= until)
    };
    let mut all = true;
    for (topic, slots) in topics {
        let subscribed = group.is_subscribed(topic);
        for (partition, slot) in slots {
            let Slot {
                committed: Some(offset),
                writes_pending: 0,
            } = slot
            else {
                all = false;
                continue;
            };
            if !subscribed && is_over(offset) {
                records.push(tombstone(&group.id, topic, *partition));
            } else {
                all = false;
            }
        }
    }
    all
}
