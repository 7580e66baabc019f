//! Clients that produce and consume, and remember what they were told.

mod requests;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use types::{BrokerId, Instant, Now};
use world::{
    Call, CallError, CallId, ConnectionInfo, Endpoint, Event, Node, Output, Reply, RequestId,
};
use world_sim::Random;

/// What the clients do.
#[derive(Clone, Debug)]
pub struct WorkloadSettings {
    /// The topic; made if it is not there.
    pub topic: String,
    /// Its partitions.
    pub partitions: i32,
    /// Its replication factor.
    pub replication_factor: i16,
    /// Its own configs.
    pub configs: Vec<(String, String)>,
    /// `acks` of every produce request: 1 or -1.
    pub acks: i16,
    /// Most records in a batch.
    pub batch_records_max: u64,
    /// Most time between an answer and the next batch.
    pub pause_max: Duration,
    /// The rack of the consumers; none where it is empty.
    pub rack: String,
    /// Bytes of a record's value, beyond the eight that tell it apart.
    pub padding_bytes_max: u64,
}

impl Default for WorkloadSettings {
    fn default() -> Self {
        Self {
            topic: "events".into(),
            partitions: 3,
            replication_factor: 1,
            configs: Vec::new(),
            acks: -1,
            batch_records_max: 5,
            pause_max: Duration::from_millis(5),
            padding_bytes_max: 2000,
            rack: String::new(),
        }
    }
}

/// Partition and offset.
pub type Place = (i32, i64);

/// What the clients were told.
#[derive(Clone, Debug, Default)]
pub struct Observed {
    /// Values that were sent at least once.
    pub sent: BTreeSet<u64>,
    /// Where values are, by the broker's word for it.
    pub acknowledged: BTreeMap<Place, u64>,
    /// All that was ever read.
    pub read: BTreeMap<Place, u64>,
    /// What the last pass over all partitions read.
    pub last_read: BTreeMap<Place, u64>,
    /// Reads of one place that differed.
    pub contradictions: Vec<String>,
    /// How often a leader named a replica to read from, and how many records came from such a one.
    pub sent_elsewhere: u64,
    /// Records that were read where a leader had sent the consumer.
    pub read_elsewhere: u64,
    /// How often each error came.
    pub errors: BTreeMap<String, u64>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Purpose {
    Create,
    Produce {
        partition: i32,
    },
    Fetch {
        partition: i32,
    },
    /// Where the partition ends, by its leader's word: a follower may be behind.
    End {
        partition: i32,
    },
}

#[derive(Debug)]
struct UnderWay {
    purpose: Purpose,
    /// Who was asked.
    place: usize,
    /// The values of a batch.
    values: Vec<u64>,
    /// The pass over all partitions in which a fetch was made.
    pass: u64,
}

#[derive(Debug)]
struct State {
    random: Random,
    observed: Observed,
    under_way: BTreeMap<CallId, UnderWay>,
    /// What is to be done at what time, with a number that keeps equal times apart.
    due: BTreeMap<(Instant, u64), Purpose>,
    next: u64,
    next_value: u64,
    created: bool,
    produces: bool,
    pass: u64,
    /// Who took the last batch of each partition: asked first for the next.
    leaders: BTreeMap<i32, usize>,
    /// Where a leader has sent the consumer of each partition.
    readers: BTreeMap<i32, usize>,
    /// Where each partition is read next.
    positions: BTreeMap<i32, i64>,
    /// End of each partition, since nothing more is sent.
    ends: BTreeMap<i32, i64>,
}

/// Producers and consumers of one topic, one of each for every partition.
#[derive(Debug)]
pub struct Workload {
    settings: WorkloadSettings,
    bootstrap: Vec<Endpoint>,
    state: Mutex<State>,
}

const TIMEOUT: Duration = Duration::from_secs(5);
const RETRY_MAX: Duration = Duration::from_millis(100);

impl Workload {
    pub(crate) fn new(
        settings: WorkloadSettings,
        bootstrap: Vec<Endpoint>,
        random: Random,
    ) -> Self {
        let state = State {
            random,
            observed: Observed::default(),
            under_way: BTreeMap::new(),
            due: BTreeMap::new(),
            next: 0,
            next_value: 0,
            created: false,
            produces: true,
            pass: 0,
            leaders: BTreeMap::new(),
            readers: BTreeMap::new(),
            positions: (0..settings.partitions)
                .map(|partition| (partition, 0))
                .collect(),
            ends: BTreeMap::new(),
        };
        Self {
            settings,
            bootstrap,
            state: Mutex::new(state),
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was seen so far.
    #[must_use]
    pub fn observed(&self) -> Observed {
        self.state().observed.clone()
    }

    /// How many records were acknowledged so far.
    #[must_use]
    pub fn acknowledged(&self) -> usize {
        self.state().observed.acknowledged.len()
    }

    /// Produces no more and, once the last batch has its answer, reads all partitions again from the start.
    pub fn read_back(&self) {
        self.state().produces = false;
    }

    /// The high watermark of each partition, once nothing more is sent and its leader has said.
    #[must_use]
    pub fn high_watermarks(&self) -> BTreeMap<i32, i64> {
        self.state().ends.clone()
    }

    /// Whether all partitions were read to their ends since [`Workload::read_back`].
    #[must_use]
    pub fn has_read_all(&self) -> bool {
        let state = self.state();
        let is_read = |partition| {
            let (end, position) = (state.ends.get(partition), state.positions.get(partition));
            end.is_some() && position >= end
        };
        state.pass > 0 && state.positions.keys().all(is_read)
    }
}

impl State {
    /// What was read while batches were on their way says nothing of where a partition ends.
    fn begin_last_pass_if_quiet(&mut self, now: Instant, out: &mut Vec<Output>) {
        let writes = |call: &UnderWay| matches!(call.purpose, Purpose::Produce { .. });
        if self.produces || self.pass > 0 || self.under_way.values().any(writes) {
            return;
        }
        self.pass = 1;
        self.observed.last_read.clear();
        self.positions
            .values_mut()
            .for_each(|position| *position = 0);
        let partitions: Vec<i32> = self.positions.keys().copied().collect();
        for partition in partitions {
            self.plan_within(now, RETRY_MAX, Purpose::End { partition }, out);
        }
    }

    fn plan(&mut self, at: Instant, purpose: Purpose, out: &mut Vec<Output>) {
        self.next += 1;
        self.due.insert((at, self.next), purpose);
        out.push(Output::WakeAt(at));
    }

    fn plan_within(
        &mut self,
        now: Instant,
        most: Duration,
        purpose: Purpose,
        out: &mut Vec<Output>,
    ) {
        let at = now + self.random.between(Duration::from_micros(10), most);
        self.plan(at, purpose, out);
    }

    fn count(&mut self, error: impl Into<String>) {
        *self.observed.errors.entry(error.into()).or_default() += 1;
    }
}

impl Workload {
    /// Makes the call that a purpose asks for.
    fn act(&self, state: &mut State, now: Now, purpose: Purpose, out: &mut Vec<Output>) {
        state.next += 1;
        let id = CallId(state.next);
        let correlation_id = i32::try_from(state.next % (1 << 30)).unwrap_or(0);
        let (frame, values, lane) = match purpose {
            Purpose::Create => (
                requests::create(&self.settings, correlation_id),
                Vec::new(),
                0,
            ),
            Purpose::Produce { partition } if state.produces => {
                let count = 1 + state.random.below(self.settings.batch_records_max);
                let values: Vec<u64> = (1..=count).map(|n| state.next_value + n).collect();
                state.next_value += count;
                state.observed.sent.extend(&values);
                let padding = state.random.below(self.settings.padding_bytes_max + 1);
                let frame = requests::produce(
                    &self.settings,
                    correlation_id,
                    partition,
                    &values,
                    padding,
                    now,
                );
                (frame, values, lane(partition, 0))
            }
            Purpose::Produce { .. } => return,
            Purpose::Fetch { partition } => {
                let from = state.positions.get(&partition).copied().unwrap_or(0);
                (
                    requests::fetch(&self.settings, correlation_id, partition, from),
                    Vec::new(),
                    lane(partition, 1),
                )
            }
            Purpose::End { partition } => (
                requests::end(&self.settings, correlation_id, partition),
                Vec::new(),
                lane(partition, 1),
            ),
        };
        let place = self.whom_to_ask(state, purpose);
        let Some(endpoint) = self.bootstrap.get(place).cloned() else {
            return;
        };
        let pass = state.pass;
        state.under_way.insert(
            id,
            UnderWay {
                purpose,
                place,
                values,
                pass,
            },
        );
        let peer = BrokerId(i32::try_from(place).unwrap_or(0));
        out.push(Output::Call(Call {
            id,
            peer,
            endpoint,
            lane,
            frame,
            deadline: now.instant + TIMEOUT,
        }));
    }

    fn whom_to_ask(&self, state: &mut State, purpose: Purpose) -> usize {
        let any = usize::try_from(state.random.below(self.bootstrap.len() as u64)).unwrap_or(0);
        match purpose {
            // Taken out: without an answer it is somebody else's turn.
            Purpose::Produce { partition } => state.leaders.remove(&partition).unwrap_or(any),
            Purpose::Fetch { partition } => state.readers.get(&partition).copied().unwrap_or(any),
            Purpose::Create | Purpose::End { .. } => any,
        }
    }

    fn on_answer(
        &self,
        state: &mut State,
        now: Instant,
        call: UnderWay,
        answer: Bytes,
        out: &mut Vec<Output>,
    ) {
        let purpose = call.purpose;
        match self.take_answer(state, now, call, answer, out) {
            Ok(true) => state.plan_within(now, self.settings.pause_max, purpose, out),
            Ok(false) => {}
            Err(error) => {
                if let Purpose::Fetch { partition } = purpose {
                    state.readers.remove(&partition);
                }
                state.count(error);
                state.plan_within(now, RETRY_MAX, purpose, out);
            }
        }
    }

    /// Whether to do the same again.
    fn take_answer(
        &self,
        state: &mut State,
        now: Instant,
        call: UnderWay,
        answer: Bytes,
        out: &mut Vec<Output>,
    ) -> Result<bool, String> {
        match call.purpose {
            Purpose::Create => {
                requests::created(answer)?;
                state.created = true;
                for partition in 0..self.settings.partitions {
                    state.plan_within(now, RETRY_MAX, Purpose::Produce { partition }, out);
                    state.plan_within(now, RETRY_MAX, Purpose::Fetch { partition }, out);
                }
                return Ok(false);
            }
            Purpose::Produce { partition } => {
                let base_offset = requests::produced(answer)?;
                state.leaders.insert(partition, call.place);
                for (offset, value) in (base_offset..).zip(call.values) {
                    let place = (partition, offset);
                    let before = state.observed.acknowledged.insert(place, value);
                    if let Some(before) = before {
                        state.observed.contradictions.push(format!(
                            "partition {partition} offset {offset}: acknowledged for {before} and for {value}"
                        ));
                    }
                }
            }
            Purpose::Fetch { partition } => match requests::fetched(answer)? {
                _ if call.pass < state.pass => {}
                (_, Some(elsewhere)) => {
                    state.observed.sent_elsewhere += 1;
                    state.readers.insert(partition, elsewhere);
                }
                (records, None) => {
                    if state.readers.contains_key(&partition) {
                        state.observed.read_elsewhere += records.len() as u64;
                    }
                    self.on_records(state, partition, records);
                }
            },
            Purpose::End { partition } => {
                let end = requests::ended(answer)?;
                state.ends.insert(partition, end);
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn on_records(&self, state: &mut State, partition: i32, records: Vec<(i64, u64)>) {
        for (offset, value) in records {
            let position = state.positions.entry(partition).or_default();
            if offset < *position {
                continue;
            }
            *position = offset + 1;
            let place = (partition, offset);
            state.observed.last_read.insert(place, value);
            let before = *state.observed.read.entry(place).or_insert(value);
            if before != value {
                state.observed.contradictions.push(format!(
                    "partition {partition} offset {offset}: read {before} first and {value} later"
                ));
            }
        }
    }
}

/// Producers and consumers have connections of their own.
fn lane(partition: i32, which: i32) -> u8 {
    u8::try_from((partition * 2 + which + 1) % 250).unwrap_or(0)
}

impl Node for Workload {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Close("clients take no requests".into())
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        let mut state = self.state();
        match event {
            Event::Called(id, outcome) => {
                let Some(call) = state.under_way.remove(&id) else {
                    return;
                };
                match outcome {
                    Ok(answer) => self.on_answer(&mut state, now.instant, call, answer, out),
                    Err(
                        error
                        @ (CallError::Refused | CallError::Disconnected | CallError::TimedOut),
                    ) => {
                        if let Purpose::Fetch { partition } = call.purpose {
                            state.readers.remove(&partition);
                        }
                        state.count(format!("{error:?}"));
                        state.plan_within(now.instant, RETRY_MAX, call.purpose, out);
                    }
                }
            }
            Event::Stop => out.push(Output::Stopped),
            Event::Flushed(..) | Event::Disconnected(_) | Event::Ensemble(_) => {}
        }
        state.begin_last_pass_if_quiet(now.instant, out);
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        let mut state = self.state();
        if state.next == 0 {
            state.plan(now.instant, Purpose::Create, out);
        }
        while let Some((&key, &purpose)) = state.due.first_key_value() {
            if key.0 > now.instant {
                out.push(Output::WakeAt(key.0));
                return;
            }
            state.due.remove(&key);
            self.act(&mut state, now, purpose, out);
        }
    }
}
