//! Damaged records and what is done about them: a leader lets an intact replica lead first, then the records are fetched from
//! another replica and put back.
//!
//! A record that the controller has of the directory `LOST` takes the replica out of the in-sync set and its leadership to
//! another, as for a disk that failed (KIP-858); the real directory is told again when everything is whole.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use codec::Records;
use metadata::{Image, PartitionRegistration};
use partition_log::{LogError, Repair};
use protocol::ErrorCode;
use protocol::messages::fetch::{
    FetchPartition, FetchRequest, FetchResponse, FetchTopic, ReplicaState,
};
use records::Batch;
use replica_core::Role;
use types::{BrokerId, Now, Offset, PartitionIndex, TopicId};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::calls::{LANE_REPAIR, Purpose};
use crate::deadlines::{Due, Task};
use crate::directory_assignments::Withdrawn;
use crate::locked;
use crate::partitions::HostedPartition;
use crate::storage_work::StorageWork;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// Before the first try, which may have to wait for another leader.
const PAUSE_MIN: Duration = Duration::from_millis(100);
/// Between tries that found nobody who could help.
const PAUSE_MAX: Duration = Duration::from_secs(60);
/// Bytes that are fetched at once; one batch may be larger.
const FETCH_BYTES: i32 = 1 << 20;
const PATIENCE: Duration = Duration::from_secs(30);

type Key = (TopicId, PartitionIndex);

/// Names a request for records that are to be put back.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted {
    key: Key,
    serial: u64,
    from: Offset,
    asked: BrokerId,
}

/// Replicas with damage. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Repairs {
    state: Mutex<BTreeMap<Key, Case>>,
}

#[derive(Debug)]
struct Case {
    hosted: Arc<HostedPartition>,
    /// Tries in a row that came to nothing.
    tries: u32,
    under_way: bool,
}

impl Broker {
    /// A replica has damage, or a reader took something for it.
    pub(crate) fn on_damaged(
        &self,
        now: Now,
        hosted: &Arc<HostedPartition>,
        out: &mut Vec<Output>,
    ) {
        let is_damaged = !hosted.lock().log.damaged().is_empty();
        if !is_damaged {
            return self.scrub_at_once(now, hosted, out);
        }
        let key = (hosted.topic_id, hosted.name.partition);
        let case = Case {
            hosted: Arc::clone(hosted),
            tries: 0,
            under_way: false,
        };
        {
            let mut cases = locked(&self.repairs.state);
            if cases
                .get(&key)
                .is_some_and(|known| known.hosted.serial == hosted.serial)
            {
                return;
            }
            cases.insert(key, case);
        }
        self.deadlines
            .enter(now.instant + PAUSE_MIN, Due::Task(Task::Repair), out);
    }

    /// Tries to repair whatever nothing is under way for.
    pub(crate) fn repair_due(&self, now: Now, out: &mut Vec<Output>) {
        let idle: Vec<_> = {
            let cases = locked(&self.repairs.state);
            let idle = cases.iter().filter(|(_, case)| !case.under_way);
            idle.map(|(key, case)| (*key, Arc::clone(&case.hosted), case.tries))
                .collect()
        };
        let mut fewest_tries = None;
        for (key, hosted, tries) in idle {
            let is_hosted = self
                .partitions
                .get(key.0, key.1)
                .is_some_and(|known| known.serial == hosted.serial);
            if !is_hosted {
                locked(&self.repairs.state).remove(&key);
                continue;
            }
            if self.try_repair(now, key, &hosted, tries, out) {
                fewest_tries = Some(fewest_tries.map_or(tries, |fewest: u32| fewest.min(tries)));
            }
        }
        self.send_directory_assignments(now, out);
        if let Some(tries) = fewest_tries {
            let pause = (PAUSE_MIN * (1 << tries.min(10))).min(PAUSE_MAX);
            self.deadlines
                .enter(now.instant + pause, Due::Task(Task::Repair), out);
        }
    }

    /// Whether to come back later.
    fn try_repair(
        &self,
        now: Now,
        key: Key,
        hosted: &Arc<HostedPartition>,
        tries: u32,
        out: &mut Vec<Output>,
    ) -> bool {
        let image = self.image.load();
        let Some(registration) = image.partition(key.0, key.1) else {
            return true;
        };
        let (first, leads) = {
            let hosted = hosted.lock();
            let first = hosted.log.damaged().first().cloned();
            (first, matches!(hosted.replica.role(), Role::Leader(_)))
        };
        let Some(first) = first else {
            // Retention or a truncation may have taken it too.
            self.end_repair(key, hosted);
            return false;
        };
        if let Some(case) = locked(&self.repairs.state).get_mut(&key) {
            case.tries = case.tries.saturating_add(1);
        }
        if leads && self.may_hand_over(&image, registration) {
            if self.hand_over(hosted, Withdrawn::Damaged) {
                tracing::warn!(name: "a damaged leader hands over", partition = %hosted.name, "handing the leadership over to a replica that is not damaged");
            }
            return true;
        }
        let sources = self.sources(&image, registration);
        let Some(&source) = sources.get(tries as usize % sources.len().max(1)) else {
            return true;
        };
        let Some(endpoint) = self.replication_endpoint(&image, source) else {
            return true;
        };
        let wanted = Wanted {
            key,
            serial: hosted.serial,
            from: first.start,
            asked: source,
        };
        if let Some(case) = locked(&self.repairs.state).get_mut(&key) {
            case.under_way = true;
        }
        let purpose = Purpose::Repair(Box::new(wanted));
        let peer = (source, endpoint);
        self.calls.call(
            now,
            peer,
            LANE_REPAIR,
            PATIENCE,
            purpose,
            &request(&wanted),
            out,
        );
        false
    }

    /// Whether another member of the in-sync set can lead.
    pub(crate) fn may_hand_over(
        &self,
        image: &Image,
        registration: &PartitionRegistration,
    ) -> bool {
        let can_lead = |id: &BrokerId| {
            let broker = image.broker(*id).filter(|broker| broker.is_active());
            let directory = registration.directory(*id);
            let has = |broker: &metadata::BrokerRegistration| {
                directory.is_none_or(|directory| broker.has_online_directory(directory))
            };
            *id != self.id && broker.is_some_and(|broker| has(broker))
        };
        registration.in_sync.iter().any(can_lead)
    }

    /// Who may have what is missing here: the leader first, then who is in sync, then the others.
    fn sources(&self, image: &Image, registration: &PartitionRegistration) -> Vec<BrokerId> {
        let is_there = |id: &BrokerId| {
            *id != self.id && image.broker(*id).is_some_and(|broker| !broker.fenced)
        };
        let mut sources: Vec<BrokerId> = Vec::new();
        let leader = registration.has_leader().then_some(registration.leader);
        let in_order = leader
            .into_iter()
            .chain(registration.in_sync.iter().copied())
            .chain(registration.replicas.iter().copied());
        for id in in_order.filter(is_there) {
            if !sources.contains(&id) {
                sources.push(id);
            }
        }
        sources
    }

    pub(crate) fn on_repair_fetched(
        &self,
        now: Now,
        wanted: Wanted,
        answer: Result<FetchResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let known = self.partitions.get(wanted.key.0, wanted.key.1);
        let Some(hosted) = known.filter(|known| known.serial == wanted.serial) else {
            locked(&self.repairs.state).remove(&wanted.key);
            return;
        };
        let put_back = batches(answer).map(|batches| {
            let mut hosted = hosted.lock();
            hosted.log.repair(wanted.from, &batches)
        });
        let why = match put_back {
            Ok(Ok(repair)) => {
                let files = vec![repair.file()];
                let work = StorageWork::Repair(hosted, repair);
                return self.begin_storage_work(now, work, files, out);
            }
            Ok(Err(error)) if error.is_disk_failure() => {
                let failed = (hosted.directory, error.to_string());
                effects.failed_directories.push(failed);
                return;
            }
            Ok(Err(LogError::InvalidBatch(why))) | Err(why) => why,
            Ok(Err(error)) => error.to_string(),
        };
        tracing::warn!(name: "damage cannot be repaired yet", partition = %hosted.name, from = %wanted.from, asked = %wanted.asked, why, "damaged records cannot be put back yet");
        self.come_back(now, wanted.key, out);
    }

    fn come_back(&self, now: Now, key: Key, out: &mut Vec<Output>) {
        let tries = {
            let mut cases = locked(&self.repairs.state);
            let Some(case) = cases.get_mut(&key) else {
                return;
            };
            case.under_way = false;
            case.tries
        };
        let pause = (PAUSE_MIN * (1 << tries.min(10))).min(PAUSE_MAX);
        self.deadlines
            .enter(now.instant + pause, Due::Task(Task::Repair), out);
    }

    /// What was put back is flushed.
    pub(crate) fn on_repaired(
        &self,
        now: Now,
        hosted: &Arc<HostedPartition>,
        repair: &Repair,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let finished = hosted.lock().log.finish_repair(repair);
        match finished {
            Ok(true) => {
                let offsets = repair.offsets();
                tracing::info!(name: "damage is repaired", partition = %hosted.name, from = %offsets.start, up_to = %offsets.end, "damaged records are whole again");
            }
            Ok(false) => {}
            Err(error) if error.is_disk_failure() => {
                let failed = (hosted.directory, error.to_string());
                effects.failed_directories.push(failed);
                return;
            }
            // It is whole; that it was damaged stays written down until there is room, and a start looks at it again.
            Err(error) => {
                tracing::warn!(partition = %hosted.name, %error, "what is left of the damage is not written down");
            }
        }
        let key = (hosted.topic_id, hosted.name.partition);
        if let Some(case) = locked(&self.repairs.state).get_mut(&key) {
            case.under_way = false;
            case.tries = 0;
        }
        self.repair_due(now, out);
    }

    fn end_repair(&self, key: Key, hosted: &HostedPartition) {
        locked(&self.repairs.state).remove(&key);
        tracing::info!(partition = %hosted.name, "nothing of the log is damaged any more");
        self.take_back(hosted, Withdrawn::Damaged);
    }
}

/// A consumer's fetch: a replica's own would move what the leader knows of it.
fn request(wanted: &Wanted) -> FetchRequest {
    let partition = FetchPartition {
        partition: wanted.key.1.0,
        current_leader_epoch: -1,
        fetch_offset: wanted.from.0,
        last_fetched_epoch: -1,
        log_start_offset: -1,
        partition_max_bytes: FETCH_BYTES,
        ..FetchPartition::default()
    };
    FetchRequest {
        replica_state: ReplicaState {
            replica_id: -1,
            replica_epoch: -1,
        },
        max_wait_ms: 0,
        min_bytes: 0,
        max_bytes: FETCH_BYTES,
        session_epoch: -1,
        topics: vec![FetchTopic {
            topic_id: wanted.key.0,
            partitions: vec![partition],
            ..FetchTopic::default()
        }],
        ..FetchRequest::default()
    }
}

fn batches(answer: Result<FetchResponse, CallError>) -> Result<Vec<Batch>, String> {
    let response =
        answer.map_err(|error| format!("the other replica does not answer: {error:?}"))?;
    let topics = response.responses.into_iter();
    let partition = topics.flat_map(|topic| topic.partitions).next();
    let code = partition
        .as_ref()
        .map_or(response.error_code, |data| data.error_code);
    let Some(data) = partition.filter(|_| code == ErrorCode::None.code()) else {
        let code = ErrorCode::from_code(code);
        return Err(format!("the other replica cannot serve them: {code:?}"));
    };
    let bytes = data.records.map(Records::into_bytes);
    let bytes = bytes.and_then(Result::ok).unwrap_or_default();
    Batch::split_lenient(bytes)
        .collect::<Result<_, _>>()
        .map_err(|error| error.to_string())
}
