//! The rules of one replica, each as a short story.

mod follower;

use std::collections::BTreeMap;
use std::time::Duration;

use types::{BrokerEpoch, BrokerId, Instant, LeaderEpoch, Offset, PartitionEpoch};

use crate::*;

const LAG: Duration = Duration::from_secs(10);

fn ids(ids: &[i32]) -> Vec<BrokerId> {
    ids.iter().map(|&id| BrokerId(id)).collect()
}

fn second(at: u64) -> Instant {
    Instant(at * 1_000_000_000)
}

/// Leader 1 of replicas 1, 2 and 3, with broker epochs 11, 12 and 13.
struct Story {
    replica: Replica,
    alive: BTreeMap<BrokerId, BrokerEpoch>,
    now: Instant,
}

impl Story {
    fn led(in_sync: &[i32], log_end: i64, min_in_sync: usize) -> Self {
        let end = Offset(log_end);
        let marks = Marks {
            log_end: end,
            flushed_end: end,
            ..Marks::default()
        };
        let settings = ReplicaSettings {
            min_in_sync,
            lag_max: LAG,
            durability: Durability::PageCache,
        };
        let alive = (1..=3)
            .map(|id| (BrokerId(id), BrokerEpoch(10 + i64::from(id))))
            .collect();
        let mut story = Self {
            replica: Replica::new(BrokerId(1), marks, settings),
            alive,
            now: second(1),
        };
        story.assign(in_sync, 1, 5, 20);
        story
    }

    fn assign(&mut self, in_sync: &[i32], leader: i32, leader_epoch: i32, partition_epoch: i32) {
        let assignment = Assignment {
            replicas: ids(&[1, 2, 3]),
            in_sync: ids(in_sync),
            leader: Some(BrokerId(leader)),
            leader_epoch: LeaderEpoch(leader_epoch),
            partition_epoch: PartitionEpoch(partition_epoch),
            ..Assignment::default()
        };
        let alive = self.alive.clone();
        let _ = self
            .replica
            .apply_assignment(self.now, &assignment, &|id| alive.get(&id).copied());
    }

    fn append(&mut self, log_end: i64) -> Consequences {
        let alive = self.alive.clone();
        self.replica
            .on_appended(self.now, Offset(log_end), &|id| alive.get(&id).copied())
    }

    fn fetch(&mut self, broker: i32, offset: i64) -> Option<Consequences> {
        self.fetch_with_epoch(broker, offset, 10 + i64::from(broker))
    }

    fn fetch_with_epoch(&mut self, broker: i32, offset: i64, epoch: i64) -> Option<Consequences> {
        self.take(&FollowerFetch {
            broker: BrokerId(broker),
            broker_epoch: BrokerEpoch(epoch),
            offset: Offset(offset),
            log_start: Offset::ZERO,
        })
    }

    /// A fetch of a follower that keeps what is above `log_start`.
    fn fetch_from(&mut self, broker: i32, offset: i64, log_start: i64) -> Option<Consequences> {
        self.take(&FollowerFetch {
            broker: BrokerId(broker),
            broker_epoch: BrokerEpoch(10 + i64::from(broker)),
            offset: Offset(offset),
            log_start: Offset(log_start),
        })
    }

    fn take(&mut self, fetch: &FollowerFetch) -> Option<Consequences> {
        let alive = self.alive.clone();
        self.replica
            .on_follower_fetch(self.now, fetch, &|id| alive.get(&id).copied())
    }

    fn answer(&mut self, proposal: &IsrProposal, answer: ProposalAnswer) -> Consequences {
        let alive = self.alive.clone();
        self.replica
            .on_proposal_answer(self.now, proposal, answer, &|id| alive.get(&id).copied())
    }

    fn committed(&mut self, proposal: &IsrProposal) -> Consequences {
        let answer = ProposalAnswer::Committed {
            in_sync: proposal.members.iter().map(|(id, _)| *id).collect(),
            leader_epoch: proposal.leader_epoch,
            partition_epoch: proposal.partition_epoch.next(),
        };
        self.answer(proposal, answer)
    }

    fn set(&mut self, change: impl FnOnce(&mut ReplicaSettings)) {
        let mut settings = self.replica.settings();
        change(&mut settings);
        let alive = self.alive.clone();
        let view = |id| alive.get(&id).copied();
        let _ = self.replica.apply_settings(self.now, settings, &view);
    }

    fn watermark(&self) -> i64 {
        self.replica.marks().high_watermark.0
    }
}

#[test]
fn a_record_is_committed_when_every_in_sync_replica_has_it() {
    let mut story = Story::led(&[1, 2, 3], 0, 2);
    let _ = story.append(10);
    assert_eq!(story.watermark(), 0);
    let _ = story.fetch(2, 10);
    assert_eq!(story.watermark(), 0, "broker 3 has not shown anything");
    let _ = story.fetch(3, 7);
    assert_eq!(story.watermark(), 7);
    let _ = story.fetch(3, 10);
    assert_eq!(story.watermark(), 10);
}

#[test]
fn below_the_minimum_nothing_is_committed_and_acks_all_is_refused() {
    let mut story = Story::led(&[1], 0, 2);
    let _ = story.append(10);
    assert_eq!(story.watermark(), 0, "not even for acks=1");
    let refusal = AppendRefusal::NotEnoughInSync {
        in_sync: 1,
        required: 2,
    };
    assert_eq!(story.replica.decide_append(Acks::AllInSync), Err(refusal));
    assert_eq!(
        story.replica.decide_append(Acks::Leader),
        Ok(AppendTerms::Written)
    );
}

#[test]
fn the_minimum_is_never_more_than_there_are_replicas() {
    let story = Story::led(&[1, 2, 3], 0, 9);
    assert_eq!(
        story.replica.decide_append(Acks::AllInSync),
        Ok(AppendTerms::Committed)
    );
}

#[test]
fn a_follower_joins_only_with_all_that_is_older_than_the_leadership() {
    let mut story = Story::led(&[1], 10, 1);
    let _ = story.append(20);
    let joined = story.fetch(2, 9).expect("a replica");
    assert_eq!(
        joined.proposal, None,
        "KAFKA-7128: below the start of the epoch"
    );
    let joined = story.fetch(2, 20).expect("a replica");
    let proposal = joined.proposal.expect("it has everything");
    let members = vec![
        (BrokerId(1), BrokerEpoch::NONE),
        (BrokerId(2), BrokerEpoch(12)),
    ];
    assert_eq!(proposal.members, members);
}

#[test]
fn a_proposed_member_gates_the_watermark_before_it_is_recorded() {
    let mut story = Story::led(&[1], 0, 1);
    let _ = story.append(10);
    assert_eq!(story.watermark(), 10);
    let proposal = story
        .fetch(2, 10)
        .and_then(|c| c.proposal)
        .expect("caught up");
    let _ = story.append(20);
    assert_eq!(story.watermark(), 10, "broker 2 may already be recorded");
    let _ = story.answer(&proposal, ProposalAnswer::Refused);
    assert!(matches!(
        story.replica.leader().unwrap().in_sync(),
        InSync::Committed(_)
    ));
}

#[test]
fn a_shrink_moves_the_watermark_only_when_the_metadata_tells_it() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.append(10);
    story.now = second(12);
    let proposal = story
        .replica
        .decide_shrink(story.now)
        .proposal
        .expect("broker 2 lags");
    assert_eq!(proposal.members, vec![(BrokerId(1), BrokerEpoch::NONE)]);
    assert_eq!(story.watermark(), 0);
    assert_eq!(story.committed(&proposal).high_watermark, None);
    let told = story.replica.partition_epoch().0;
    story.assign(&[1], 1, 5, told);
    assert_eq!(story.watermark(), 10);
}

/// The controller has raised the minimum before it took the proposal, and keeps broker 2 eligible by it.
#[test]
fn a_minimum_that_is_raised_below_a_shrink_holds_before_the_shrink_counts() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.append(10);
    story.now = second(12);
    let proposal = story.replica.decide_shrink(story.now).proposal;
    let _ = story.committed(&proposal.expect("broker 2 lags"));
    let told = story.replica.partition_epoch().0;
    story.set(|settings| settings.min_in_sync = 2);
    story.assign(&[1], 1, 5, told);
    assert_eq!(story.watermark(), 0);
}

#[test]
fn a_member_with_the_leaders_own_end_never_leaves() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.fetch(2, 0);
    story.now = second(100);
    assert_eq!(story.replica.decide_shrink(story.now).proposal, None);
}

#[test]
fn a_member_that_had_everything_while_nothing_came_is_behind_only_from_then_on() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.fetch(2, 0);
    story.now = second(1000);
    let _ = story.append(10);
    assert_eq!(story.replica.decide_shrink(story.now).proposal, None);
    story.now = second(1011);
    assert!(story.replica.decide_shrink(story.now).proposal.is_some());
}

#[test]
fn a_reader_is_sent_to_an_in_sync_follower_next_to_it_that_has_what_it_asks_for() {
    let mut story = Story::led(&[1, 2], 10, 1);
    let preferred = |story: &Story, offset, near: &[i32]| {
        let near = ids(near);
        let reader = story
            .replica
            .preferred_reader(Offset(offset), &|id| near.contains(&id));
        reader.map(|id| id.0)
    };
    assert_eq!(preferred(&story, 5, &[2]), None, "it has not fetched yet");
    let _ = story.fetch(2, 10);
    let _ = story.append(20);
    assert_eq!(preferred(&story, 5, &[2]), Some(2));
    assert_eq!(preferred(&story, 11, &[2]), None, "it is not that far");
    assert_eq!(preferred(&story, 5, &[1, 2]), None, "the leader is as near");
    let _ = story.fetch(3, 5);
    assert_eq!(preferred(&story, 5, &[3]), None, "not in sync");
    story.assign(&[1, 2, 3], 1, 5, 21);
    assert_eq!(preferred(&story, 5, &[3]), Some(3));
    assert_eq!(
        preferred(&story, 5, &[2, 3]),
        Some(2),
        "the one that is further"
    );
    story.assign(&[1, 2, 3], 2, 6, 22);
    assert_eq!(preferred(&story, 5, &[2]), None, "only a leader knows");
}

#[test]
fn only_one_change_is_open_at_a_time() {
    let mut story = Story::led(&[1], 0, 1);
    let first = story.fetch(2, 0).and_then(|c| c.proposal).expect("joins");
    assert_eq!(story.fetch(3, 0).and_then(|c| c.proposal), None);
    let next = story.committed(&first).proposal.expect("the other joins");
    let members: Vec<_> = next.members.iter().map(|(id, _)| *id).collect();
    assert_eq!(members, ids(&[1, 2, 3]));
}

#[test]
fn who_could_not_join_when_it_fetched_joins_when_it_can() {
    let mut story = Story::led(&[1], 0, 2);
    let epoch = story.alive.remove(&BrokerId(2)).expect("alive");
    assert_eq!(story.fetch(2, 0).and_then(|c| c.proposal), None);
    let join = |story: &mut Story| {
        let alive = story.alive.clone();
        let eligible = |id| alive.get(&id).copied();
        story.replica.decide_join(story.now, &eligible).proposal
    };
    assert_eq!(join(&mut story), None, "still fenced");
    story.alive.insert(BrokerId(2), epoch);
    let proposal = join(&mut story).expect("nothing has to be fetched again for it");
    let refused = story.answer(&proposal, ProposalAnswer::Refused);
    assert_eq!(refused.proposal, None);
    assert!(join(&mut story).is_some(), "a refusal is not for ever");

    let _ = story.answer(&proposal, ProposalAnswer::Refused);
    let _ = story.append(10);
    story.now = second(12);
    assert_eq!(join(&mut story), None, "it has fallen silent since");
}

/// The answer to a proposal tells of a partition state before the metadata does.
#[test]
fn metadata_that_is_known_already_leaves_the_open_proposal_alone() {
    let mut story = Story::led(&[1], 0, 2);
    let _ = story.append(10);
    let first = story.fetch(2, 4).and_then(|c| c.proposal).expect("joins");
    let _ = story.committed(&first);
    assert_eq!(story.watermark(), 4);
    let open = story.fetch(3, 4).and_then(|c| c.proposal).expect("joins");
    story.assign(&[1, 2], 1, 5, 21);
    let in_sync = story.replica.leader().unwrap().in_sync();
    assert_eq!(in_sync.proposal(), Some(&open));
    let _ = story.fetch(2, 10);
    assert_eq!(story.watermark(), 4, "broker 3 may be in sync by now");
    let _ = story.fetch(3, 10);
    assert_eq!(story.watermark(), 10);
    story.assign(&[1, 2, 3], 1, 5, 22);
    let in_sync = story.replica.leader().unwrap().in_sync();
    assert_eq!(in_sync.proposal(), None);
}

/// What it has below was compared with nobody's records, and whoever leads shows all that it has.
#[test]
fn who_has_records_that_were_deleted_joins_without_them() {
    let mut story = Story::led(&[1], 10, 1);
    let _ = story.append(12);
    let _ = story.replica.on_log_start(Offset(11));
    let refused = story.fetch_from(2, 12, 3).expect("counts");
    assert_eq!(refused.proposal, None);
    let joins = story.fetch_from(2, 12, 11).expect("counts");
    assert!(joins.proposal.is_some());
}

#[test]
fn a_deletion_is_answered_when_nobody_in_sync_has_records_below() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.append(10);
    let _ = story.fetch(2, 10);
    let _ = story.replica.on_log_start(Offset(7));
    let ask = |story: &Story| {
        let terms = AppendTerms::Deleted;
        story.replica.ack_outcome(terms, Offset(7), LeaderEpoch(5))
    };
    assert_eq!(ask(&story), AckOutcome::Waiting);
    let _ = story.fetch_from(2, 10, 6);
    assert_eq!(ask(&story), AckOutcome::Waiting);
    let _ = story.fetch_from(2, 10, 7);
    assert_eq!(ask(&story), AckOutcome::Done, "broker 3 is not in sync");
    story.assign(&[1, 2], 3, 6, 30);
    assert_eq!(ask(&story), AckOutcome::LeadershipEnded);
}

#[test]
fn an_answer_that_was_lost_is_asked_for_again_and_a_late_one_changes_nothing() {
    let mut story = Story::led(&[1], 0, 1);
    let proposal = story.fetch(2, 0).and_then(|c| c.proposal).expect("joins");
    let again = story.answer(&proposal, ProposalAnswer::Unknown).proposal;
    assert_eq!(again.as_ref(), Some(&proposal));
    story.assign(&[1, 2], 1, 6, 30);
    let before = story.replica.leader().unwrap().in_sync().clone();
    let _ = story.committed(&proposal);
    assert_eq!(story.replica.leader().unwrap().in_sync(), &before);
}

#[test]
fn a_fetch_of_an_earlier_life_of_the_broker_does_not_count() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.append(10);
    assert_eq!(story.fetch_with_epoch(2, 10, 3), None, "KIP-903");
    assert_eq!(story.watermark(), 0);
}

#[test]
fn a_fenced_or_restarted_broker_is_not_proposed() {
    let mut story = Story::led(&[1], 0, 1);
    story.alive.remove(&BrokerId(2));
    assert_eq!(story.fetch(2, 0).and_then(|c| c.proposal), None, "KIP-841");
    assert_eq!(
        story.fetch_with_epoch(3, 0, 99).and_then(|c| c.proposal),
        None,
        "metadata is behind"
    );
}

#[test]
fn an_append_is_answered_by_the_leadership_that_wrote_it_or_not_at_all() {
    let mut story = Story::led(&[1, 2], 0, 1);
    let _ = story.append(10);
    let ask = |story: &Story| {
        story
            .replica
            .ack_outcome(AppendTerms::Committed, Offset(10), LeaderEpoch(5))
    };
    assert_eq!(ask(&story), AckOutcome::Waiting);
    let _ = story.fetch(2, 10);
    assert_eq!(ask(&story), AckOutcome::Done);
    story.assign(&[1, 2], 1, 6, 30);
    assert_eq!(ask(&story), AckOutcome::LeadershipEnded);
}

#[test]
fn with_flushed_durability_only_flushed_records_count() {
    let mut story = Story::led(&[1], 0, 1);
    story.set(|settings| settings.durability = Durability::Flushed);
    let _ = story.append(10);
    assert_eq!(story.watermark(), 0);
    assert_eq!(
        story.replica.decide_append(Acks::Leader),
        Ok(AppendTerms::Flushed)
    );
    let none = |_: BrokerId| None;
    let flushed = story.replica.on_flushed(story.now, Offset(10), &none);
    assert_eq!(flushed.high_watermark, Some(Offset(10)));
}

#[test]
fn a_new_leader_does_not_tell_an_end_below_the_start_of_its_epoch() {
    let mut story = Story::led(&[1, 2], 10, 1);
    assert!(!story.replica.may_tell_end());
    let _ = story.fetch(2, 10);
    assert!(story.replica.may_tell_end());
}

#[test]
fn older_metadata_is_ignored() {
    let mut story = Story::led(&[1, 2], 0, 1);
    story.assign(&[1], 2, 4, 19);
    assert!(story.replica.leader().is_some());
    assert_eq!(story.replica.leader_epoch(), LeaderEpoch(5));
}
