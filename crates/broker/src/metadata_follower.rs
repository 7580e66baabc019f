//! Following the metadata log: fetch the committed records, or a snapshot of them, and replay.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use codec::Text;
use metadata::{Delta, Image, Position, Record, Removal, replay};
use protocol::ErrorCode;
use protocol::messages::fetch::{
    FetchPartition, FetchRequest, FetchResponse, FetchTopic, ReplicaState, response::PartitionData,
};
use protocol::messages::fetch_snapshot::request::{PartitionSnapshot, SnapshotId, TopicSnapshot};
use protocol::messages::fetch_snapshot::{FetchSnapshotRequest, FetchSnapshotResponse};
use records::Batch;
use types::{BrokerId, ControllerEpoch, Instant, Now, Offset, TopicId, Uuid};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, LANE_METADATA, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// Id of the metadata topic, the same in every cluster (KIP-500).
const METADATA_TOPIC_ID: Uuid = Uuid::from_u128(1);
const METADATA_TOPIC: &str = "__cluster_metadata";
/// How long the controller may hold a fetch that has nothing to tell.
const LONG_POLL: Duration = Duration::from_millis(500);
/// How long a piece of a snapshot may take.
const SNAPSHOT_PATIENCE: Duration = Duration::from_secs(4);
/// What one record of metadata may inflate to; records are small and never compressed by our controllers.
const INFLATED_BYTES_MAX: u64 = 64 << 20;

/// Where this broker stands in the metadata log. A leaf lock.
#[derive(Debug)]
pub(crate) struct Following {
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    next: Offset,
    last_epoch: ControllerEpoch,
    leader_epoch: ControllerEpoch,
    under_way: Option<Question>,
    /// Questions so far.
    asked: u64,
    not_before: Instant,
    snapshot: Option<Snapshot>,
    /// Whether what metadata says is acted on: once it contains the registration of this run. What was decided before is
    /// history, and acting on it step by step would lead partitions under epochs that are long gone.
    acts: bool,
    /// Topics that a record removed before that.
    removed_before: BTreeMap<TopicId, Arc<metadata::Topic>>,
}

/// A question for the next metadata.
#[derive(Debug)]
struct Question {
    number: u64,
    to: BrokerId,
    /// Its answer is being applied.
    is_answered: bool,
}

/// Whether metadata is acted on.
pub(crate) enum Acting {
    NotYet,
    /// These topics were removed meanwhile.
    FromNow(Vec<Arc<metadata::Topic>>),
    Already,
}

#[derive(Debug)]
struct Snapshot {
    end_offset: Offset,
    epoch: ControllerEpoch,
    received: BytesMut,
}

impl Following {
    /// From the beginning of the log of no older controller than that of `epoch`.
    pub(crate) fn of(epoch: ControllerEpoch) -> Self {
        let state = State {
            next: Offset::ZERO,
            last_epoch: ControllerEpoch(0),
            leader_epoch: epoch,
            under_way: None,
            asked: 0,
            not_before: Instant(0),
            snapshot: None,
            acts: false,
            removed_before: BTreeMap::new(),
        };
        Self {
            state: Mutex::new(state),
        }
    }

    /// The answer is applied: the next question may be asked. Not before, or another thread would ask from where this answer
    /// begins, and it would be applied twice.
    fn end_fetch(&self) {
        locked(&self.state).under_way = None;
    }

    /// This controller is to be asked now. What another one answers to an open question counts no longer.
    pub(crate) fn turn_to(&self, controller: BrokerId) {
        let mut state = locked(&self.state);
        let is_open = |question: &Question| !question.is_answered;
        let elsewhere = |question: &Question| is_open(question) && question.to != controller;
        if state.under_way.as_ref().is_some_and(elsewhere) {
            state.under_way = None;
            state.snapshot = None;
        }
        state.not_before = Instant(0);
    }

    /// Whether an answer is the one that is waited for. If so it is being applied from now on.
    fn takes_answer(&self, number: u64) -> bool {
        let mut state = locked(&self.state);
        let question = state.under_way.as_mut();
        let waited_for = question.filter(|it| it.number == number && !it.is_answered);
        waited_for
            .map(|question| question.is_answered = true)
            .is_some()
    }
}

impl Broker {
    /// Asks for what comes next in the metadata log, unless a question is open.
    pub(crate) fn fetch_metadata_if_idle(&self, now: Now, out: &mut Vec<Output>) {
        let controller = self.lifecycle.controller();
        let (position, snapshot) = {
            let mut state = locked(&self.following.state);
            if state.under_way.is_some() || now.instant < state.not_before {
                return;
            }
            state.asked += 1;
            state.under_way = Some(Question {
                number: state.asked,
                to: controller.0,
                is_answered: false,
            });
            let snapshot = state
                .snapshot
                .as_ref()
                .map(|snapshot| (snapshot.end_offset, snapshot.epoch, snapshot.received.len()));
            let position = (state.next, state.last_epoch, state.leader_epoch);
            ((state.asked, position), snapshot)
        };
        let (number, (next, last_epoch, leader_epoch)) = position;
        if let Some((end_offset, epoch, received)) = snapshot {
            let request = self.snapshot_request(end_offset, epoch, leader_epoch, received);
            let purpose = Purpose::FetchSnapshot(number);
            self.calls.call(
                now,
                controller,
                LANE_METADATA,
                SNAPSHOT_PATIENCE,
                purpose,
                &request,
                out,
            );
            return;
        }
        let request = self.metadata_fetch((next, last_epoch, leader_epoch), LONG_POLL);
        self.calls.call(
            now,
            controller,
            LANE_METADATA,
            LONG_POLL + self.lifecycle.patience(),
            Purpose::FetchMetadata(number),
            &request,
            out,
        );
    }

    /// Where this node is a voter too, its controller fetches under the node's id, and only that position may count: the
    /// broker reads like a client.
    fn metadata_replica_id(&self) -> i32 {
        let mut voters = self.config.quorum.voters.iter();
        let votes = voters.any(|voter| voter.id == self.id);
        if votes && self.config.zookeeper.is_none() {
            BrokerId::NONE.0
        } else {
            self.id.0
        }
    }

    fn metadata_fetch(
        &self,
        (next, last_epoch, leader_epoch): (Offset, ControllerEpoch, ControllerEpoch),
        wait: Duration,
    ) -> FetchRequest {
        let partition = FetchPartition {
            partition: 0,
            current_leader_epoch: leader_epoch.0,
            fetch_offset: next.0,
            last_fetched_epoch: last_epoch.0.max(0),
            log_start_offset: 0,
            partition_max_bytes: 8 << 20,
            ..FetchPartition::default()
        };
        let topic = FetchTopic {
            topic: Text::from(METADATA_TOPIC),
            topic_id: METADATA_TOPIC_ID,
            partitions: vec![partition],
        };
        FetchRequest {
            cluster_id: self.cluster_id().map(Text::from),
            replica_state: ReplicaState {
                replica_id: self.metadata_replica_id(),
                replica_epoch: -1,
            },
            max_wait_ms: i32::try_from(wait.as_millis()).unwrap_or(i32::MAX),
            min_bytes: i32::from(!wait.is_zero()),
            max_bytes: 8 << 20,
            topics: vec![topic],
            ..FetchRequest::default()
        }
    }

    /// Asks the controller where its committed log ends, beside the long poll: for the answer to request `number`.
    pub(crate) fn ask_metadata_end(&self, now: Now, number: u64, out: &mut Vec<Output>) {
        let position = {
            let state = locked(&self.following.state);
            (state.next, state.last_epoch, state.leader_epoch)
        };
        let request = self.metadata_fetch(position, Duration::ZERO);
        let (controller, purpose) = (self.lifecycle.controller(), Purpose::MetadataEnd(number));
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            self.lifecycle.patience(),
            purpose,
            &request,
            out,
        );
    }

    fn snapshot_request(
        &self,
        end_offset: Offset,
        epoch: ControllerEpoch,
        leader_epoch: ControllerEpoch,
        position: usize,
    ) -> FetchSnapshotRequest {
        let partition = PartitionSnapshot {
            partition: 0,
            current_leader_epoch: leader_epoch.0,
            snapshot_id: SnapshotId {
                end_offset: end_offset.0,
                epoch: epoch.0,
            },
            position: i64::try_from(position).unwrap_or(i64::MAX),
            ..PartitionSnapshot::default()
        };
        let name = Text::from(METADATA_TOPIC);
        FetchSnapshotRequest {
            cluster_id: self.cluster_id().map(Text::from),
            replica_id: self.metadata_replica_id(),
            max_bytes: 8 << 20,
            topics: vec![TopicSnapshot {
                name,
                partitions: vec![partition],
            }],
        }
    }

    /// Takes an answer of the controller, then asks for the next.
    pub(crate) fn on_metadata_fetched(
        &self,
        now: Now,
        (controller, number): (BrokerId, u64),
        answer: Result<FetchResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        if !self.following.takes_answer(number) {
            return;
        }
        let partition = answer.ok().and_then(|response| {
            let error = ErrorCode::from_code(response.error_code);
            let topic = response.responses.into_iter().next();
            let partition = topic.and_then(|topic| topic.partitions.into_iter().next());
            partition.filter(|_| error == Some(ErrorCode::None))
        });
        let Some(partition) = partition else {
            self.lifecycle.not_active(controller, None);
            return self.pause_metadata(now, out);
        };
        let learned = self.note_controller(controller, &partition);
        if ErrorCode::from_code(partition.error_code) != Some(ErrorCode::None) {
            // Told the epoch that was missing, the question can be asked again at once.
            return if learned {
                self.following.end_fetch();
                self.fetch_metadata_if_idle(now, out)
            } else {
                self.pause_metadata(now, out)
            };
        }
        self.lifecycle.note_active();
        if partition.snapshot_id.end_offset >= 0 {
            let snapshot = Snapshot {
                end_offset: Offset(partition.snapshot_id.end_offset),
                epoch: ControllerEpoch(partition.snapshot_id.epoch),
                received: BytesMut::new(),
            };
            locked(&self.following.state).snapshot = Some(snapshot);
        } else if partition.diverging_epoch.epoch >= 0 {
            // What was applied was committed; only an empty log of a foreign quorum says otherwise.
            return self.refuse_metadata(
                "the controller's metadata log does not contain what this broker has applied",
                out,
            );
        } else if let Some(records) = partition.records
            && let Err(why) =
                self.apply_records(now, records.into_bytes().unwrap_or_default(), effects, out)
        {
            return self.refuse_metadata(&why, out);
        }
        self.following.end_fetch();
        self.note_applied(now, out);
        self.advance_lifecycle(now, out);
    }

    fn refuse_metadata(&self, why: &str, out: &mut Vec<Output>) {
        out.push(Output::Exit(format!(
            "broker {} cannot follow the metadata: {why}; if this is the wrong controller, correct {}",
            self.id,
            self.finds_controllers_by()
        )));
    }

    fn pause_metadata(&self, now: Now, out: &mut Vec<Output>) {
        let at = now.instant + self.lifecycle.pause();
        {
            let mut state = locked(&self.following.state);
            state.not_before = at;
            state.under_way = None;
        }
        self.deadlines.enter(at, Due::Task(Task::Lifecycle), out);
    }

    /// Learns from any answer who leads the quorum; says whether it is of an epoch that was not known.
    fn note_controller(&self, asked: BrokerId, partition: &PartitionData) -> bool {
        let leader = &partition.current_leader;
        let mut learned = false;
        if leader.leader_epoch >= 0 {
            let mut state = locked(&self.following.state);
            learned = ControllerEpoch(leader.leader_epoch) > state.leader_epoch;
            state.leader_epoch = state.leader_epoch.max(ControllerEpoch(leader.leader_epoch));
        }
        // A quorum keeps the epoch of its leader in its own logs.
        if learned && self.config.zookeeper.is_some() {
            self.write_controller_epoch(ControllerEpoch(leader.leader_epoch));
        }
        let hint = (leader.leader_id >= 0).then_some(BrokerId(leader.leader_id));
        let refused = ErrorCode::from_code(partition.error_code) != Some(ErrorCode::None);
        if refused && hint != Some(asked) {
            self.lifecycle.not_active(asked, hint);
        }
        learned
    }

    /// Takes a piece of a snapshot; the last one is loaded as a difference.
    pub(crate) fn on_snapshot_fetched(
        &self,
        now: Now,
        number: u64,
        answer: Result<FetchSnapshotResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        if !self.following.takes_answer(number) {
            return;
        }
        let piece = answer.ok().and_then(|response| {
            let topic = response.topics.into_iter().next()?;
            topic.partitions.into_iter().next()
        });
        let whole = {
            let mut state = locked(&self.following.state);
            match (piece, &mut state.snapshot) {
                (Some(piece), Some(snapshot))
                    if piece.error_code == 0
                        && usize::try_from(piece.position) == Ok(snapshot.received.len()) =>
                {
                    let bytes = piece.unaligned_records.into_bytes().unwrap_or_default();
                    snapshot.received.extend_from_slice(&bytes);
                    let whole = u64::try_from(piece.size) == Ok(snapshot.received.len() as u64);
                    whole.then(|| state.snapshot.take()).flatten()
                }
                _ => {
                    state.snapshot = None;
                    drop(state);
                    return self.pause_metadata(now, out);
                }
            }
        };
        if let Some(snapshot) = whole
            && let Err(why) = self.load_snapshot(now, snapshot, effects, out)
        {
            return self.refuse_metadata(&why, out);
        }
        self.following.end_fetch();
        self.note_applied(now, out);
        self.advance_lifecycle(now, out);
    }

    fn load_snapshot(
        &self,
        now: Now,
        snapshot: Snapshot,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) -> Result<(), String> {
        let Snapshot {
            end_offset,
            epoch,
            received,
        } = snapshot;
        let mut all = Vec::new();
        for batch in Batch::split(received.freeze()) {
            all.extend(decoded_records(&batch.map_err(|error| error.to_string())?)?);
        }
        let position = Position {
            epoch,
            offset: Offset(end_offset.0 - 1),
        };
        tracing::info!(name: "a broker takes a snapshot", "behind what the controller keeps: its snapshot at {position:?} is taken");
        let image = Image::from_snapshot(position, all).map_err(|error| error.to_string())?;
        let delta = Delta::between(&self.image.load(), &image);
        {
            let mut state = locked(&self.following.state);
            (state.next, state.last_epoch) = (end_offset, epoch);
        }
        self.apply(now, image, &delta, effects, out);
        Ok(())
    }

    fn apply_records(
        &self,
        now: Now,
        records: Bytes,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) -> Result<(), String> {
        for batch in Batch::split_lenient(records) {
            let batch = batch.map_err(|error| error.to_string())?;
            let header = *batch.header();
            let epoch = ControllerEpoch(header.leader_epoch.0);
            if !header.is_control() {
                let records = decoded_records(&batch)?;
                let image = self.image.load_full();
                let (image, delta) = replay(&image, header.base_offset, epoch, &records)
                    .map_err(|error| error.to_string())?;
                self.apply(now, image, &delta, effects, out);
            } else {
                let position = Position {
                    epoch,
                    offset: header.last_offset(),
                };
                self.image
                    .store(Arc::new(self.image.load().passed(position)));
            }
            let mut state = locked(&self.following.state);
            (state.next, state.last_epoch) = (header.next_offset(), epoch);
        }
        Ok(())
    }

    /// Whether this broker acts on metadata yet: from its own registration on.
    pub(crate) fn begin_to_act(&self, image: &Image, delta: &Delta) -> Acting {
        let mut state = locked(&self.following.state);
        if state.acts {
            return Acting::Already;
        }
        for (id, removed) in &delta.removed_topics {
            if removed.removal == Removal::ByRecord {
                state.removed_before.insert(*id, removed.last.clone());
            }
        }
        let registered = image.broker(self.id).map(|known| known.incarnation_id);
        if registered != Some(self.lifecycle.incarnation()) {
            return Acting::NotYet;
        }
        state.acts = true;
        Acting::FromNow(
            std::mem::take(&mut state.removed_before)
                .into_values()
                .collect(),
        )
    }
}

/// Where the committed metadata log ends, if the answer says so.
pub(crate) fn metadata_end(answer: Result<FetchResponse, CallError>) -> Option<Offset> {
    let topic = answer.ok()?.responses.into_iter().next()?;
    let partition = topic.partitions.into_iter().next()?;
    (partition.error_code == 0 && partition.high_watermark >= 0)
        .then_some(Offset(partition.high_watermark))
}

/// The metadata records of one batch.
fn decoded_records(batch: &Batch) -> Result<Vec<Record>, String> {
    if batch.header().is_control() {
        return Ok(Vec::new());
    }
    batch.verify_crc().map_err(|error| error.to_string())?;
    let records = batch
        .records(INFLATED_BYTES_MAX)
        .map_err(|error| error.to_string())?;
    records
        .map(|record| {
            let value = record
                .map_err(|error| error.to_string())?
                .value
                .unwrap_or_default();
            Record::decode(value).map_err(|error| error.to_string())
        })
        .collect()
}
