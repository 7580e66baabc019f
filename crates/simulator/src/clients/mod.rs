//! Clients of a cluster: producers, readers and administrators that go on over every fault and write down what they were told.
//!
//! All run in one [`Clients`] node. Each is a [`Task`] that asks one thing at a time; they share what is known of leaders, as
//! the clients of one application do.

mod admin;
mod deleter;
mod producer;
mod reader;
mod recorder;
mod wire;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use codec::Frame;
use protocol::ErrorCode;
use types::{BrokerId, Instant, Now};
use world::{
    Call, CallError, CallId, ConnectionInfo, Endpoint, Event, Node, Output, Reply, RequestId,
};
use world_sim::Random;

pub use admin::{Admin, Wish};
use deleter::Deleter;
pub use deleter::{Deletion, Deletions};
pub use producer::{Producer, ProducerSettings};
pub use reader::{LastReader, Reader};
pub use recorder::Recorder;

/// A topic and a partition.
pub type Place = (Arc<str>, i32);

/// What a task does when it is its turn.
pub(crate) enum Turn {
    /// Nothing, for so long.
    Wait(Duration),
    /// Ask somebody.
    Ask(Ask),
    /// Never anything again.
    Done,
}

/// A request of a task.
pub(crate) struct Ask {
    pub(crate) to: BrokerId,
    pub(crate) frame: Frame,
    pub(crate) patience: Duration,
}

/// Why a request got no answer that helps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Failure {
    /// No answer.
    Call(CallError),
    /// The broker says so.
    Code(ErrorCode),
    /// The answer makes no sense.
    Odd(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Call(error) => write!(f, "{error:?}"),
            Self::Code(code) => write!(f, "{code:?}"),
            Self::Odd(what) => f.write_str(what),
        }
    }
}

/// What a task may use.
pub(crate) struct Context<'a> {
    pub(crate) now: Now,
    pub(crate) random: &'a mut Random,
    pub(crate) shared: &'a mut Shared,
    pub(crate) recorder: &'a Recorder,
}

/// One client.
pub(crate) trait Task: Send {
    /// It is free to act.
    fn turn(&mut self, context: &mut Context<'_>) -> Turn;

    /// What it asked last has an outcome; it acts again after the time that it returns.
    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration;
}

/// Who leads a partition.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Leader {
    pub(crate) broker: BrokerId,
    pub(crate) epoch: i32,
}

/// What the tasks know together.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    brokers: i32,
    leaders: BTreeMap<Place, Leader>,
    is_stale: bool,
    /// No new sends, and no new wishes.
    pub(crate) winds_down: bool,
    errors: BTreeMap<String, u64>,
    contradictions: Vec<String>,
    acknowledged: u64,
    unfinished: u64,
    /// Batches that are under way to a topic, and when the last one ended.
    sends: BTreeMap<Arc<str>, (u64, Instant)>,
    deletions: Deletions,
}

impl Shared {
    pub(crate) fn leader(&self, place: &Place) -> Option<Leader> {
        self.leaders.get(place).copied()
    }

    /// Takes what a broker knows, but for what is older than what is known (KIP-320): a broker that is cut off from the
    /// controllers does not know better.
    fn learn(&mut self, leaders: BTreeMap<Place, Leader>) {
        for (place, leader) in leaders {
            let known = self.leaders.entry(place).or_insert(leader);
            if leader.epoch >= known.epoch {
                *known = leader;
            }
        }
    }

    pub(crate) fn any_broker(&self, random: &mut Random) -> BrokerId {
        let place = random.below(u64::try_from(self.brokers).unwrap_or(1));
        BrokerId(i32::try_from(place).unwrap_or(0) + 1)
    }

    /// Notes an answer that nobody may give.
    pub(crate) fn contradict(&mut self, what: String) {
        self.contradictions.push(what);
    }

    /// Counts what went wrong, and has leaders looked up again where that may help.
    pub(crate) fn note(&mut self, who: &str, failure: &Failure) {
        *self.errors.entry(format!("{who}: {failure}")).or_default() += 1;
        self.is_stale = true;
    }
}

type Due = BTreeMap<(Instant, u64), usize>;

struct State {
    random: Random,
    shared: Shared,
    tasks: Vec<Option<Box<dyn Task>>>,
    under_way: BTreeMap<CallId, usize>,
    due: Due,
    next: u64,
}

/// The node of all clients.
pub struct Clients {
    recorder: Recorder,
    state: Mutex<State>,
}

/// How a client reaches a broker.
#[must_use]
pub(crate) fn endpoint_of(broker: BrokerId) -> Endpoint {
    Endpoint {
        host: format!("n{}", broker.0),
        port: crate::cluster::PORT,
    }
}

const LOOKUP: usize = 0;

impl Clients {
    pub(crate) fn new(brokers: usize, random: Random, recorder: Recorder) -> Self {
        let shared = Shared {
            brokers: i32::try_from(brokers).unwrap_or(1),
            ..Shared::default()
        };
        let state = State {
            random,
            shared,
            tasks: Vec::new(),
            under_way: BTreeMap::new(),
            due: BTreeMap::new(),
            next: 0,
        };
        let clients = Self {
            recorder,
            state: Mutex::new(state),
        };
        clients.add(Box::new(Lookup));
        clients
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, task: Box<dyn Task>) {
        let mut state = self.state();
        state.tasks.push(Some(task));
        let number = state.tasks.len() - 1;
        state.next += 1;
        let key = (Instant(0), state.next);
        state.due.insert(key, number);
    }

    /// Adds a producer. Clients that are added while the node runs begin when it is woken next.
    pub fn produce(&self, settings: ProducerSettings) {
        self.add(Box::new(Producer::new(settings)));
    }

    /// Adds a reader that follows a partition for ever; with a rack, perhaps from a follower there.
    pub fn read(&self, name: &str, place: Place, rack: Option<String>) {
        self.add(Box::new(Reader::new(name, place, rack)));
    }

    /// Adds a reader that reads a partition to its end once.
    pub fn read_last(&self, name: &str, place: Place) {
        self.state().shared.unfinished += 1;
        self.add(Box::new(LastReader::new(name, place)));
    }

    /// Has so many percent of what is committed in a partition deleted, or as much as chance has it.
    pub fn delete_records(&self, place: Place, share: Option<u8>) {
        self.state().shared.unfinished += 1;
        self.add(Box::new(Deleter::new(place, share)));
    }

    /// What was asked to be deleted so far.
    #[must_use]
    pub fn deletions(&self) -> Deletions {
        self.state().shared.deletions.clone()
    }

    /// Adds an administrator with one wish, which is asked for until it is granted or makes no sense.
    pub fn wish(&self, wish: Wish) {
        self.wish_in_turn([wish]);
    }

    /// Adds an administrator with several wishes: each is asked for once the one before it is granted or makes no sense.
    pub fn wish_in_turn(&self, wishes: impl IntoIterator<Item = Wish>) {
        self.state().shared.unfinished += 1;
        self.add(Box::new(Admin::new(wishes)));
    }

    /// Since when nothing is sent to a topic; none while something is.
    #[must_use]
    pub fn quiet_since(&self, topic: &str) -> Option<Instant> {
        let sends = self.state().shared.sends.get(topic).copied();
        let (under_way, ended) = sends.unwrap_or((0, Instant(0)));
        (under_way == 0).then_some(ended)
    }

    /// Has producers send nothing new.
    pub fn wind_down(&self) {
        self.state().shared.winds_down = true;
    }

    /// Wishes, last reads and batches under way that are not finished.
    #[must_use]
    pub fn unfinished(&self) -> u64 {
        self.state().shared.unfinished
    }

    /// Records that were acknowledged.
    #[must_use]
    pub fn acknowledged(&self) -> u64 {
        self.state().shared.acknowledged
    }

    /// Answers that nobody may give.
    #[must_use]
    pub fn contradictions(&self) -> Vec<String> {
        self.state().shared.contradictions.clone()
    }

    /// How often each error came.
    #[must_use]
    pub fn errors(&self) -> BTreeMap<String, u64> {
        self.state().shared.errors.clone()
    }
}

impl State {
    fn plan(&mut self, task: usize, at: Instant) {
        self.next += 1;
        self.due.insert((at, self.next), task);
    }

    /// Lets a task act, or hear what came of what it asked.
    fn with_task<T>(
        &mut self,
        number: usize,
        recorder: &Recorder,
        now: Now,
        act: impl FnOnce(&mut dyn Task, &mut Context<'_>) -> T,
    ) -> Option<T> {
        let mut task = self.tasks.get_mut(number)?.take()?;
        let mut context = Context {
            now,
            random: &mut self.random,
            shared: &mut self.shared,
            recorder,
        };
        let result = act(&mut *task, &mut context);
        self.tasks[number] = Some(task);
        Some(result)
    }

    fn hurry_lookup(&mut self, now: Instant) {
        if !self.shared.is_stale {
            return;
        }
        let planned = self.due.iter().find(|(_, task)| **task == LOOKUP);
        if let Some((&key, _)) = planned
            && key.0 > now + LOOKUP_PAUSE
        {
            self.due.remove(&key);
            self.plan(LOOKUP, now + LOOKUP_PAUSE);
        }
    }
}

impl Node for Clients {
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
                let Some(number) = state.under_way.remove(&id) else {
                    return;
                };
                let pause = state.with_task(number, &self.recorder, now, |task, context| {
                    task.heard(context, outcome)
                });
                if let Some(pause) = pause {
                    state.plan(number, now.instant + pause);
                }
            }
            Event::Stop => out.push(Output::Stopped),
            Event::Flushed(..) | Event::Disconnected(_) | Event::Ensemble(_) => {}
        }
        state.hurry_lookup(now.instant);
        if let Some(((at, _), _)) = state.due.first_key_value() {
            out.push(Output::WakeAt(*at));
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        let mut state = self.state();
        while let Some((&key, &number)) = state.due.first_key_value() {
            if key.0 > now.instant {
                break;
            }
            state.due.remove(&key);
            let turn = state.with_task(number, &self.recorder, now, |task, context| {
                task.turn(context)
            });
            match turn {
                Some(Turn::Wait(pause)) => state.plan(number, now.instant + pause),
                Some(Turn::Ask(ask)) => {
                    state.next += 1;
                    let id = CallId(state.next);
                    state.under_way.insert(id, number);
                    out.push(Output::Call(Call {
                        id,
                        peer: ask.to,
                        endpoint: endpoint_of(ask.to),
                        lane: u8::try_from(number % 250).unwrap_or(0),
                        frame: ask.frame,
                        deadline: now.instant + ask.patience,
                    }));
                }
                Some(Turn::Done) => state.tasks[number] = None,
                None => {}
            }
        }
        // Tasks may be added from outside at any time.
        let soon = now.instant + Duration::from_secs(1);
        let next = state
            .due
            .first_key_value()
            .map_or(soon, |(key, _)| key.0.min(soon));
        out.push(Output::WakeAt(next));
    }
}

const LOOKUP_PAUSE: Duration = Duration::from_millis(50);

/// Looks up who leads what, now and then, and soon after something went wrong.
struct Lookup;

impl Task for Lookup {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        context.shared.is_stale = false;
        Turn::Ask(Ask {
            to: context.shared.any_broker(context.random),
            frame: wire::metadata(),
            patience: Duration::from_secs(1),
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let leaders = outcome.map_err(Failure::Call).and_then(wire::leaders);
        match leaders {
            Ok(leaders) => {
                context.shared.learn(leaders);
                Duration::from_secs(2)
            }
            Err(failure) => {
                context.shared.note("lookup", &failure);
                LOOKUP_PAUSE
            }
        }
    }
}
