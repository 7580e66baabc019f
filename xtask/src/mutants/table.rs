//! The bugs that are planted, each as replacements of text in production files.
//!
//! `MUTATED` stands for whether the bug is switched on. All are built into one program, so that each costs a run and no build.

/// One replacement.
pub(super) struct Edit {
    /// The file, below `crates`.
    pub(super) file: &'static str,
    /// What stands there, once.
    pub(super) find: &'static str,
    /// What stands there instead.
    pub(super) replace: &'static str,
}

/// One bug.
pub(super) struct Mutant {
    /// What goes wrong.
    pub(super) name: &'static str,
    /// How.
    pub(super) edits: &'static [Edit],
}

const fn edit(file: &'static str, find: &'static str, replace: &'static str) -> Edit {
    Edit {
        file,
        find,
        replace,
    }
}

const WATERMARK: &str = "replica-core/src/leader/high_watermark.rs";
const LEADER_ISR: &str = "replica-core/src/leader/isr.rs";
const IN_SYNC: &str = "replica-core/src/in_sync.rs";
const PROGRESS: &str = "replica-core/src/leader/progress.rs";
const REPLICA: &str = "replica-core/src/replica.rs";
const ACKS: &str = "replica-core/src/leader/append.rs";
const FOLLOWER: &str = "replica-core/src/follower/fetch.rs";
const TRUNCATE: &str = "replica-core/src/follower/truncate.rs";
const EPOCHS: &str = "log-state/src/leader_epochs.rs";
const PRODUCERS: &str = "log-state/src/producer_entry.rs";
const CONTROLLER_ISR: &str = "controller-core/src/partitions/isr.rs";
const ELECTION: &str = "controller-core/src/partitions/election.rs";
const CHANGE: &str = "controller-core/src/partitions/change.rs";

pub(super) const MUTANTS: &[Mutant] = &[
    Mutant {
        name: "KIP-966: the watermark moves below min.insync.replicas",
        edits: &[edit(
            WATERMARK,
            "if committed < self.effective_min_in_sync(settings.min_in_sync) {",
            "if !MUTATED && committed < self.effective_min_in_sync(settings.min_in_sync) {",
        )],
    },
    Mutant {
        name: "KIP-497: who is proposed to join does not hold the watermark back",
        edits: &[
            edit(
                IN_SYNC,
                "let proposed = matches!(",
                "let proposed = !MUTATED && matches!(",
            ),
            edit(
                WATERMARK,
                "progress.is_caught_up(now, own_end, settings.lag_max) && self.may_join(id, brokers)",
                "!MUTATED && progress.is_caught_up(now, own_end, settings.lag_max) && self.may_join(id, brokers)",
            ),
        ],
    },
    Mutant {
        name: "a shrink counts before it is committed",
        edits: &[edit(
            IN_SYNC,
            "proposed || self.committed().contains(broker)",
            "proposed || (self.committed().contains(broker) && !(MUTATED && matches!(self, Self::PendingShrink(_, leaving, _) if leaving.contains(&broker))))",
        )],
    },
    Mutant {
        name: "KAFKA-7128: who joins need not have reached the start of the epoch",
        edits: &[edit(
            LEADER_ISR,
            "log_end >= high_watermark && log_end >= self.epoch_start",
            "log_end >= high_watermark && (MUTATED || log_end >= self.epoch_start)",
        )],
    },
    Mutant {
        name: "KIP-903: broker epochs of members are not compared",
        edits: &[
            edit(
                CONTROLLER_ISR,
                "Some(broker) if epoch != BrokerEpoch::NONE && epoch != broker.epoch => {",
                "Some(broker) if !MUTATED && epoch != BrokerEpoch::NONE && epoch != broker.epoch => {",
            ),
            edit(
                LEADER_ISR,
                "progress.broker_epoch() == BrokerEpoch::NONE || progress.broker_epoch() == epoch",
                "MUTATED || progress.broker_epoch() == BrokerEpoch::NONE || progress.broker_epoch() == epoch",
            ),
            edit(
                PROGRESS,
                "if fetch.broker_epoch != BrokerEpoch::NONE && fetch.broker_epoch < known {",
                "if !MUTATED && fetch.broker_epoch != BrokerEpoch::NONE && fetch.broker_epoch < known {",
            ),
        ],
    },
    Mutant {
        name: "KIP-841: who is fenced or stopping may be in sync",
        edits: &[
            edit(
                CONTROLLER_ISR,
                "Some(broker) if broker.fenced =>",
                "Some(broker) if broker.fenced && !MUTATED =>",
            ),
            edit(
                CONTROLLER_ISR,
                "Some(broker) if broker.in_controlled_shutdown =>",
                "Some(broker) if broker.in_controlled_shutdown && !MUTATED =>",
            ),
            edit(
                "broker/src/broker.rs",
                ".filter(|known| known.is_active())",
                ".filter(|known| MUTATED || known.is_active())",
            ),
        ],
    },
    Mutant {
        name: "anybody may be elected",
        edits: &[edit(
            ELECTION,
            "holds_everything && (self.is_up)(replica)",
            "(MUTATED || holds_everything) && (self.is_up)(replica)",
        )],
    },
    Mutant {
        name: "KIP-966: who restarted uncleanly stays eligible",
        edits: &[edit(
            CHANGE,
            "!in_sync.contains(member) && !lost_data.contains(member) && replicas.contains(member)",
            "!in_sync.contains(member) && (MUTATED || !lost_data.contains(member)) && replicas.contains(member)",
        )],
    },
    Mutant {
        name: "KIP-966: an unclean restart is taken for a clean one",
        edits: &[
            edit(
                "controller-core/src/brokers/register.rs",
                "let may_have_lost = existing.is_none() || says_otherwise;",
                "let may_have_lost = !MUTATED && (existing.is_none() || says_otherwise);",
            ),
            edit(
                "partition-log/src/directory/restart.rs",
                "Some(epoch) if same_boot => Restart::Warm {",
                "Some(epoch) if same_boot || MUTATED => Restart::Warm {",
            ),
        ],
    },
    Mutant {
        name: "KIP-101: a follower that diverges is cut at its own watermark",
        edits: &[edit(
            FOLLOWER,
            "return NextStep::Truncate(offset);",
            "return NextStep::Truncate(if MUTATED { self.marks.high_watermark } else { offset });",
        )],
    },
    Mutant {
        name: "KIP-101: a follower that diverges is not cut",
        edits: &[edit(
            FOLLOWER,
            "if let Some(diverging) = diverging {",
            "if let Some(diverging) = diverging.filter(|_| !MUTATED) {",
        )],
    },
    Mutant {
        name: "KIP-279: epochs that the leader does not know are not cut",
        edits: &[edit(
            TRUNCATE,
            "own.end_offset.min(own_end)",
            "if MUTATED { self.end_offset.min(own_end) } else { own.end_offset.min(own_end) }",
        )],
    },
    Mutant {
        name: "KIP-320: requests of other leader epochs are served",
        edits: &[
            edit(
                REPLICA,
                "epoch if epoch < self.leader_epoch => EpochCheck::RequesterBehind,",
                "epoch if epoch < self.leader_epoch && !MUTATED => EpochCheck::RequesterBehind,",
            ),
            edit(
                REPLICA,
                "epoch if epoch > self.leader_epoch => EpochCheck::RequesterAhead,",
                "epoch if epoch > self.leader_epoch && !MUTATED => EpochCheck::RequesterAhead,",
            ),
        ],
    },
    Mutant {
        name: "KAFKA-7415: a new leader does not write its epoch down",
        edits: &[edit(
            "broker/src/partitions/hosted.rs",
            "if leads && epoch > before {",
            "if leads && epoch > before && !MUTATED {",
        )],
    },
    Mutant {
        name: "epochs of records that were cut stay known",
        edits: &[edit(
            EPOCHS,
            ".partition_point(|entry| entry.start_offset < end_offset);",
            ".partition_point(|entry| MUTATED || entry.start_offset < end_offset);",
        )],
    },
    Mutant {
        name: "acks=all answers when the leader has written",
        edits: &[edit(
            ACKS,
            "AppendTerms::Committed => self.marks.high_watermark >= until,",
            "AppendTerms::Committed => MUTATED || self.marks.high_watermark >= until,",
        )],
    },
    Mutant {
        name: "consumers see what is not committed",
        edits: &[edit(
            REPLICA,
            "Isolation::ReadUncommitted => self.marks.high_watermark,",
            "Isolation::ReadUncommitted => if MUTATED { self.counted_end() } else { self.marks.high_watermark },",
        )],
    },
    Mutant {
        name: "a follower counts for what it was sent",
        edits: &[edit(
            PROGRESS,
            "self.log_end = Some(fetch.offset);",
            "self.log_end = Some(if MUTATED { leader_end } else { fetch.offset });",
        )],
    },
    Mutant {
        name: "batches are not recognized when they come again",
        edits: &[
            edit(
                PRODUCERS,
                "if append.producer_epoch != self.epoch {\n            return None;",
                "if MUTATED || append.producer_epoch != self.epoch {\n            return None;",
            ),
            edit(
                PRODUCERS,
                "if append.base_sequence == next {",
                "if MUTATED || append.base_sequence == next {",
            ),
        ],
    },
    Mutant {
        name: "followers do not remember what producers sent",
        edits: &[
            edit(
                "partition-log/src/append.rs",
                "if let Some(aborted) = note_producer(producers, header, marker) {",
                "if let Some(aborted) = (if MUTATED && placed.patched.is_none() { None } else { note_producer(producers, header, marker) }) {",
            ),
            edit(
                PRODUCERS,
                "let (producer_id, base_sequence) = (append.producer_id, append.base_sequence);",
                "if MUTATED { return Ok(()); } let (producer_id, base_sequence) = (append.producer_id, append.base_sequence);",
            ),
        ],
    },
    Mutant {
        name: "what is not flushed counts as flushed",
        edits: &[edit(
            "replica-core/src/marks.rs",
            "Durability::Flushed => self.flushed_end.max(self.log_start),",
            "Durability::Flushed => if MUTATED { self.log_end } else { self.flushed_end.max(self.log_start) },",
        )],
    },
    Mutant {
        name: "recovery scans nothing",
        edits: &[edit(
            "partition-log/src/recovery.rs",
            "while index < self.segments.len() {\n            if index > first {",
            "while index < self.segments.len() && !MUTATED {\n            if index > first {",
        )],
    },
    Mutant {
        name: "a voter votes twice in one epoch",
        edits: &[edit(
            "quorum-core/src/vote.rs",
            "&& self.election.voted.is_none_or(|voted| voted == candidate)",
            "&& (MUTATED || self.election.voted.is_none_or(|voted| voted == candidate))",
        )],
    },
    Mutant {
        name: "a candidate with a shorter log gets votes",
        edits: &[edit(
            "quorum-core/src/vote.rs",
            "let log_suffices = request.log_end >= log.end();",
            "let log_suffices = MUTATED || request.log_end >= log.end();",
        )],
    },
    Mutant {
        name: "metadata is committed by one voter",
        edits: &[edit(
            "quorum-core/src/leader.rs",
            "let committed = positions[self.settings.majority() - 1].min(log.end().offset);",
            "let committed = positions[if MUTATED { 0 } else { self.settings.majority() - 1 }].min(log.end().offset);",
        )],
    },
    Mutant {
        name: "proposals of an older partition state are taken",
        edits: &[edit(
            CONTROLLER_ISR,
            "if proposal.partition_epoch < partition.partition_epoch {",
            "if !MUTATED && proposal.partition_epoch < partition.partition_epoch {",
        )],
    },
    Mutant {
        name: "proposals of a former leader are taken",
        edits: &[
            edit(
                CONTROLLER_ISR,
                "if proposal.leader_epoch < partition.leader_epoch {",
                "if !MUTATED && proposal.leader_epoch < partition.leader_epoch {",
            ),
            edit(
                CONTROLLER_ISR,
                "if broker != partition.leader {",
                "if !MUTATED && broker != partition.leader {",
            ),
            edit(
                CONTROLLER_ISR,
                "if proposal.partition_epoch < partition.partition_epoch {",
                "if !MUTATED && proposal.partition_epoch < partition.partition_epoch {",
            ),
        ],
    },
    Mutant {
        name: "a new leader tells an end that may go back",
        edits: &[edit(
            REPLICA,
            ".is_some_and(|leader| self.marks.high_watermark >= leader.epoch_start())",
            ".is_some_and(|leader| MUTATED || self.marks.high_watermark >= leader.epoch_start())",
        )],
    },
    Mutant {
        name: "commits of an older generation, or of nobody, are taken",
        edits: &[
            edit(
                "group-core/src/groups/offset_requests.rs",
                "if request.generation != group.generation {",
                "if !MUTATED && request.generation != group.generation {",
            ),
            edit(
                "group-core/src/groups/offset_requests.rs",
                "group.check_member(&request.member, request.instance.as_ref())?;\n    if",
                "if !MUTATED { group.check_member(&request.member, request.instance.as_ref())?; }\n    if",
            ),
            edit(
                "group-core/src/groups/offset_requests.rs",
                "if group.state == GroupState::CompletingRebalance {",
                "if !MUTATED && group.state == GroupState::CompletingRebalance {",
            ),
        ],
    },
    Mutant {
        // Each of the three alone is enough to keep a broker from writing: without one, nothing can be seen from outside.
        name: "something is written behind the marker of a clean stop",
        edits: &[
            edit(
                "partition-log/src/open.rs",
                "if environment.is_closed_for(&self.files.partition) {",
                "if !MUTATED && environment.is_closed_for(&self.files.partition) {",
            ),
            edit(
                "broker/src/partitions/hosting.rs",
                "let _ = hosted.resign(now);",
                "if !MUTATED { let _ = hosted.resign(now); }",
            ),
            edit(
                "broker/src/lifecycle.rs",
                "self.fetching.stop();",
                "if !MUTATED { self.fetching.stop(); }",
            ),
        ],
    },
];
