//! Consumers of one group that join, commit, fall silent, leave and come back, and a reader of what they committed.
//!
//! Every offset that is committed is larger than all before it, whoever commits it. A member that does not know what became
//! of a commit goes and comes back under another id: its old commit is then fenced by the generation. So of a partition's
//! committed offset must hold, at every moment: it never goes back, and it is never below what was acknowledged.

mod observed;
mod reads;
mod requests;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use codec::Frame;
use protocol::ErrorCode;
use types::{BrokerId, Instant, Now};
use world::{
    Call, CallError, CallId, ConnectionInfo, Endpoint, Event, Node, Output, Reply, RequestId,
};
use world_sim::Random;

pub use observed::GroupObserved;
use reads::CommittedReads;

/// What the consumers do.
#[derive(Clone, Debug)]
pub struct GroupSettings {
    /// The topic that they have offsets in; made if it is not there.
    pub topic: String,
    /// Its partitions.
    pub partitions: i32,
    /// How many consumers there are.
    pub members: usize,
    /// Most time between an answer and the next request of a consumer.
    pub pause_max: Duration,
}

impl Default for GroupSettings {
    fn default() -> Self {
        Self {
            topic: "read".into(),
            partitions: 4,
            members: 3,
            pause_max: Duration::from_millis(20),
        }
    }
}

/// What a consumer does next.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Doing {
    Find,
    Join,
    Sync { members: Vec<String> },
    Own,
}

#[derive(Debug)]
struct Consumer {
    member: String,
    generation: i32,
    partitions: Vec<i32>,
    /// Who it was before its group went on without it.
    before: Option<(String, i32)>,
    coordinator: Option<(BrokerId, Endpoint)>,
    doing: Doing,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Purpose {
    Create,
    Find,
    Join,
    Sync,
    Heartbeat,
    Leave,
    Commit {
        partition: i32,
        offset: i64,
        to: BrokerId,
    },
    /// By a member, or for a generation, that is no more.
    LateCommit {
        generation: i32,
        now: i32,
    },
    /// With what was acknowledged when it was sent, and to whom.
    Read {
        acknowledged: BTreeMap<i32, i64>,
        from: BrokerId,
    },
}

/// Who calls: a consumer, or the reader.
type Caller = Option<usize>;

#[derive(Debug)]
struct State {
    random: Random,
    observed: GroupObserved,
    consumers: Vec<Consumer>,
    under_way: BTreeMap<CallId, (Caller, Purpose)>,
    due: BTreeMap<(Instant, u64), Caller>,
    next: u64,
    next_offset: i64,
    newest_generation: i32,
    created: bool,
    coordinator: Option<(BrokerId, Endpoint)>,
    reads: CommittedReads,
    commits: bool,
}

/// The consumers of one group, and a reader of its offsets.
#[derive(Debug)]
pub struct GroupWorkload {
    settings: GroupSettings,
    bootstrap: Vec<Endpoint>,
    state: Mutex<State>,
}

/// Longer than a rebalance takes.
const PATIENCE: Duration = Duration::from_secs(12);
const RETRY_MAX: Duration = Duration::from_millis(100);

impl GroupWorkload {
    /// Consumers that find their coordinator through any of `bootstrap`.
    #[must_use]
    pub fn new(settings: GroupSettings, bootstrap: Vec<Endpoint>, random: Random) -> Self {
        let consumer = || Consumer {
            member: String::new(),
            generation: -1,
            partitions: Vec::new(),
            before: None,
            coordinator: None,
            doing: Doing::Find,
        };
        let state = State {
            random,
            observed: GroupObserved::default(),
            consumers: (0..settings.members).map(|_| consumer()).collect(),
            under_way: BTreeMap::new(),
            due: BTreeMap::new(),
            next: 0,
            next_offset: 0,
            newest_generation: -1,
            created: false,
            coordinator: None,
            reads: CommittedReads::default(),
            commits: true,
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
    pub fn observed(&self) -> GroupObserved {
        let state = self.state();
        let mut observed = state.observed.clone();
        observed.contradictions.extend(state.reads.open().cloned());
        observed
    }

    /// How many commits were acknowledged so far.
    #[must_use]
    pub fn commits(&self) -> u64 {
        self.state().observed.commits
    }

    /// How many times the offsets were read.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.state().reads.count
    }

    /// Commits no more, so that what is read settles.
    pub fn stop_committing(&self) {
        self.state().commits = false;
    }
}

impl State {
    fn plan_within(&mut self, now: Instant, most: Duration, caller: Caller, out: &mut Vec<Output>) {
        let at = now + self.random.between(Duration::from_micros(10), most);
        self.next += 1;
        self.due.insert((at, self.next), caller);
        out.push(Output::WakeAt(at));
    }

    fn count(&mut self, purpose: &Purpose, error: &str) {
        let purpose = format!("{purpose:?}");
        let name = purpose.split([' ', '{']).next().unwrap_or_default();
        *self
            .observed
            .errors
            .entry(format!("{name}: {error}"))
            .or_default() += 1;
    }

    fn contradict(&mut self, what: String) {
        self.observed.contradictions.push(what);
    }

    /// The consumer is as one that has never been there.
    fn forget(&mut self, number: usize) {
        if let Some(consumer) = self.consumers.get_mut(number) {
            if consumer.generation >= 0 {
                consumer.before = Some((consumer.member.clone(), consumer.generation));
            }
            consumer.member.clear();
            consumer.generation = -1;
            consumer.partitions.clear();
            consumer.doing = Doing::Find;
        }
    }

    fn own(&mut self, number: usize, partitions: Vec<i32>) {
        let Some(consumer) = self.consumers.get_mut(number) else {
            return;
        };
        consumer.partitions.clone_from(&partitions);
        consumer.doing = Doing::Own;
        let (generation, member) = (consumer.generation, consumer.member.clone());
        for partition in partitions {
            self.newest_generation = self.newest_generation.max(generation);
            let owner = self
                .observed
                .owners
                .entry((generation, partition))
                .or_insert(member.clone());
            if *owner != member {
                let what = format!(
                    "generation {generation}: {owner} and {member} own partition {partition}"
                );
                self.contradict(what);
            }
        }
    }

    fn on_joined(&mut self, caller: Caller, answer: Bytes) -> Result<(), ErrorCode> {
        let joined = requests::joined(answer);
        let Some(consumer) = caller.and_then(|number| self.consumers.get_mut(number)) else {
            return Ok(());
        };
        match joined {
            Ok(joined) => {
                if consumer.generation >= 0 && consumer.generation < joined.generation {
                    consumer.before = Some((consumer.member.clone(), consumer.generation));
                }
                consumer.member = joined.member;
                consumer.generation = joined.generation;
                consumer.doing = Doing::Sync {
                    members: joined.members,
                };
            }
            Err((ErrorCode::MemberIdRequired, member)) => consumer.member = member,
            Err((error, _)) => return Err(error),
        }
        Ok(())
    }

    fn on_read(
        &mut self,
        from: BrokerId,
        offsets: &BTreeMap<i32, i64>,
        acknowledged: &BTreeMap<i32, i64>,
    ) {
        self.reads.on_read(from, offsets, acknowledged);
        for (partition, offset) in offsets {
            if *offset > self.next_offset {
                self.contradict(format!(
                    "partition {partition}: {offset} was never committed"
                ));
            }
        }
    }
}

impl GroupWorkload {
    fn act(&self, state: &mut State, now: Now, caller: Caller, out: &mut Vec<Output>) {
        let Some((purpose, frame, place)) = self.request(state, caller) else {
            return state.plan_within(now.instant, self.settings.pause_max, caller, out);
        };
        state.next += 1;
        let id = CallId(state.next);
        state.under_way.insert(id, (caller, purpose));
        let lane = caller.map_or(0, |number| u8::try_from(number % 200 + 1).unwrap_or(0));
        let (peer, endpoint) = place;
        out.push(Output::Call(Call {
            id,
            peer,
            endpoint,
            lane,
            frame,
            deadline: now.instant + PATIENCE,
        }));
    }

    fn any_broker(&self, state: &mut State) -> Option<(BrokerId, Endpoint)> {
        let place = usize::try_from(state.random.below(self.bootstrap.len() as u64)).unwrap_or(0);
        let endpoint = self.bootstrap.get(place).cloned()?;
        Some((BrokerId(i32::try_from(place).unwrap_or(0) + 1), endpoint))
    }

    /// What a caller asks next, and whom; nothing when it lets this turn pass.
    fn request(
        &self,
        state: &mut State,
        caller: Caller,
    ) -> Option<(Purpose, Frame, (BrokerId, Endpoint))> {
        let topic = &self.settings.topic;
        let Some(number) = caller else {
            if !state.created {
                let any = self.any_broker(state)?;
                return Some((
                    Purpose::Create,
                    requests::create(topic, self.settings.partitions),
                    any,
                ));
            }
            let Some(place) = state.coordinator.clone() else {
                return Some((Purpose::Find, requests::find(), self.any_broker(state)?));
            };
            let acknowledged = state.observed.acknowledged.clone();
            let stable = state.random.below(2) == 0;
            let frame = requests::read(topic, self.settings.partitions, stable);
            let from = place.0;
            return Some((Purpose::Read { acknowledged, from }, frame, place));
        };
        let consumer = state.consumers.get(number)?;
        let (member, generation) = (consumer.member.clone(), consumer.generation);
        let Some(place) = consumer
            .coordinator
            .clone()
            .filter(|_| consumer.doing != Doing::Find)
        else {
            return Some((Purpose::Find, requests::find(), self.any_broker(state)?));
        };
        match &consumer.doing {
            Doing::Find | Doing::Join => {
                Some((Purpose::Join, requests::join(&member, topic), place))
            }
            Doing::Sync { members } => {
                let given = assignments(members, self.settings.partitions);
                Some((
                    Purpose::Sync,
                    requests::sync(&member, generation, &given),
                    place,
                ))
            }
            Doing::Own => {
                let partitions = consumer.partitions.clone();
                self.own_turn(state, number, &member, generation, &partitions)
                    .map(|(purpose, frame)| (purpose, frame, place))
            }
        }
    }

    fn own_turn(
        &self,
        state: &mut State,
        number: usize,
        member: &str,
        generation: i32,
        partitions: &[i32],
    ) -> Option<(Purpose, Frame)> {
        match state.random.below(200) {
            0 => {
                // Falls silent: its session has to end.
                state.forget(number);
                None
            }
            1 => Some((Purpose::Leave, requests::leave(member))),
            2 => {
                let consumer = state.consumers.get_mut(number)?;
                consumer.doing = Doing::Join;
                None
            }
            3..10 => self
                .late_commit(state, number)
                .or_else(|| Some((Purpose::Heartbeat, requests::heartbeat(member, generation)))),
            10..80 => Some((Purpose::Heartbeat, requests::heartbeat(member, generation))),
            _ if !state.commits || partitions.is_empty() => {
                Some((Purpose::Heartbeat, requests::heartbeat(member, generation)))
            }
            _ => {
                let place =
                    usize::try_from(state.random.below(partitions.len() as u64)).unwrap_or(0);
                let partition = *partitions.get(place)?;
                let to = state.consumers.get(number)?.coordinator.as_ref()?.0;
                state.next_offset += 1;
                let offset = state.next_offset;
                let frame =
                    requests::commit(member, generation, &self.settings.topic, partition, offset);
                Some((
                    Purpose::Commit {
                        partition,
                        offset,
                        to,
                    },
                    frame,
                ))
            }
        }
    }

    /// A commit of who the consumer was before: its group has gone on, and must not take it.
    fn late_commit(&self, state: &mut State, number: usize) -> Option<(Purpose, Frame)> {
        let newest = state.newest_generation;
        let (member, generation) = state.consumers.get_mut(number)?.before.take()?;
        if generation >= newest {
            return None;
        }
        let partition = i32::try_from(state.random.below(4)).ok()?;
        let frame = requests::commit(&member, generation, &self.settings.topic, partition, 0);
        let purpose = Purpose::LateCommit {
            generation,
            now: newest,
        };
        Some((purpose, frame))
    }

    fn on_answer(
        &self,
        state: &mut State,
        caller: Caller,
        purpose: &Purpose,
        answer: Bytes,
    ) -> Result<(), ErrorCode> {
        match purpose {
            Purpose::Create => {
                requests::created(answer)?;
                state.created = true;
            }
            Purpose::Find => {
                let found = requests::found(answer)?;
                match caller.and_then(|number| state.consumers.get_mut(number)) {
                    Some(consumer) => {
                        consumer.coordinator = Some(found);
                        consumer.doing = Doing::Join;
                    }
                    None => state.coordinator = Some(found),
                }
            }
            Purpose::Join => state.on_joined(caller, answer)?,
            Purpose::Sync => {
                let partitions = requests::synced(answer)?;
                if let Some(number) = caller {
                    state.own(number, partitions);
                }
            }
            Purpose::Heartbeat => requests::beaten(answer)?,
            Purpose::Leave => {
                if let Some(number) = caller {
                    state.forget(number);
                }
            }
            Purpose::Commit {
                partition,
                offset,
                to,
            } => {
                requests::committed(answer)?;
                state.observed.commits += 1;
                let held = state.reads.on_commit(*to);
                state.observed.contradictions.extend(held);
                let acknowledged = state
                    .observed
                    .acknowledged
                    .entry(*partition)
                    .or_insert(*offset);
                *acknowledged = (*acknowledged).max(*offset);
            }
            Purpose::LateCommit { generation, now } => {
                if requests::committed(answer).is_ok() {
                    state.contradict(format!(
                        "generation {now} was formed, and a commit of generation {generation} was taken"
                    ));
                }
            }
            Purpose::Read { acknowledged, from } => {
                let offsets = requests::offsets(answer)?;
                state.on_read(*from, &offsets, acknowledged);
            }
        }
        Ok(())
    }

    /// What a caller makes of an error.
    fn on_error(&self, state: &mut State, caller: Caller, purpose: &Purpose, error: ErrorCode) {
        state.count(purpose, error.name());
        let Some(number) = caller else {
            state.coordinator = None;
            return;
        };
        match error {
            ErrorCode::UnknownMemberId | ErrorCode::FencedInstanceId => state.forget(number),
            ErrorCode::RebalanceInProgress | ErrorCode::IllegalGeneration => {
                if let Some(consumer) = state.consumers.get_mut(number) {
                    consumer.doing = Doing::Join;
                }
            }
            // What became of a commit that failed for another reason is not known.
            _ if matches!(purpose, Purpose::Commit { .. }) => state.forget(number),
            _ => {
                if let Some(consumer) = state.consumers.get_mut(number) {
                    consumer.doing = Doing::Find;
                }
            }
        }
    }
}

/// Every partition to one member, in turn.
fn assignments(members: &[String], partitions: i32) -> Vec<(String, String)> {
    if members.is_empty() {
        return Vec::new();
    }
    let mut given: Vec<(String, String)> = members
        .iter()
        .map(|member| (member.clone(), String::new()))
        .collect();
    for (partition, place) in (0..partitions).zip((0..members.len()).cycle()) {
        if let Some((_, text)) = given.get_mut(place) {
            text.push_str(&format!("{partition} "));
        }
    }
    given
}

impl Node for GroupWorkload {
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
                let Some((caller, purpose)) = state.under_way.remove(&id) else {
                    return;
                };
                let outcome = match outcome {
                    Ok(answer) => self.on_answer(&mut state, caller, &purpose, answer),
                    Err(CallError::Refused | CallError::Disconnected | CallError::TimedOut) => {
                        Err(ErrorCode::NetworkException)
                    }
                };
                let pause = if outcome.is_ok() {
                    self.settings.pause_max
                } else {
                    RETRY_MAX
                };
                if let Err(error) = outcome {
                    self.on_error(&mut state, caller, &purpose, error);
                }
                state.plan_within(now.instant, pause, caller, out);
            }
            Event::Stop => out.push(Output::Stopped),
            Event::Flushed(..) | Event::Disconnected(_) | Event::Ensemble(_) => {}
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        let mut state = self.state();
        if state.next == 0 {
            state.plan_within(now.instant, RETRY_MAX, None, out);
            for number in 0..self.settings.members {
                state.plan_within(now.instant, RETRY_MAX, Some(number), out);
            }
        }
        while let Some((&key, &caller)) = state.due.first_key_value() {
            if key.0 > now.instant {
                out.push(Output::WakeAt(key.0));
                return;
            }
            state.due.remove(&key);
            self.act(&mut state, now, caller, out);
        }
    }
}
