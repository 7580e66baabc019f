//! A blocking client of a ZooKeeper ensemble, over the session that brokers have.

use std::collections::BTreeMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use types::Now;
use world::{
    Answer, ConnectionInfo, EnsembleError, EnsembleEvent, EnsembleRequest, Event, Node, Operation,
    OperationId, Output, Reply, RequestId, SessionNumber, SessionState, Stat, Write,
};
use world_os::{Driver, DriverSettings, Hosted, OsClock};

/// How many operations are on their way at once.
const AT_ONCE: usize = 500;

type Outcome = Result<Answer, EnsembleError>;

/// What the session has said.
#[derive(Default)]
struct Told {
    /// The time-out that the ensemble has given, while the session is connected.
    connected: Option<Duration>,
    failed: Option<String>,
    done: BTreeMap<u64, Outcome>,
}

/// Takes in what is told.
#[derive(Default)]
struct Listener {
    told: Mutex<Told>,
    changed: Condvar,
}

impl Listener {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn wait(
        &self,
        limit: Duration,
        until: impl Fn(&Told) -> bool,
    ) -> Result<MutexGuard<'_, Told>, String> {
        let end = Instant::now() + limit;
        let mut told = self.told();
        loop {
            if let Some(why) = &told.failed {
                return Err(why.clone());
            }
            if until(&told) {
                return Ok(told);
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(format!(
                    "no server of zookeeper.connect has answered for {limit:?}"
                ));
            }
            let waited = self.changed.wait_timeout(told, left);
            told = waited.map_or_else(|poisoned| poisoned.into_inner().0, |(told, _)| told);
        }
    }
}

impl Node for Listener {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Never
    }

    fn on(&self, _: Now, event: Event, out: &mut Vec<Output>) {
        let mut told = self.told();
        match event {
            Event::Ensemble(EnsembleEvent::Session(_, state)) => match state {
                SessionState::Connected { timeout, .. } => told.connected = Some(timeout),
                SessionState::Disconnected { .. } => told.connected = None,
                SessionState::Expired => told.failed = Some("the session has expired".to_owned()),
                SessionState::Failed(why) => told.failed = Some(why),
            },
            Event::Ensemble(EnsembleEvent::Done(id, result)) => {
                told.done.insert(id.0, result);
            }
            Event::Stop => out.push(Output::Stopped),
            _ => {}
        }
        self.changed.notify_all();
    }

    fn tick(&self, _: Now, _: &mut Vec<Output>) {}
}

/// A session.
pub(crate) struct Ensemble {
    driver: Driver,
    listener: Arc<Listener>,
    chroot: String,
    session_timeout: Duration,
    limit: Duration,
    next: u64,
}

impl Ensemble {
    /// Opens a session, and waits for a server to answer.
    pub(crate) fn connect(
        config: &settings::ZookeeperConfig,
        limit: Duration,
    ) -> Result<Self, String> {
        let listener = Arc::new(Listener::default());
        let hosted = Hosted {
            name: "ensemble",
            node: listener.clone(),
            first: Vec::new(),
            listeners: Vec::new(),
            control: true,
            control_lanes: Vec::new(),
        };
        let driver = Driver::start(vec![hosted], OsClock::new(), DriverSettings::default());
        let driver = driver.map_err(|error| error.to_string())?;
        let open = EnsembleRequest::Open(SessionNumber(1), node::ensemble_settings(config));
        driver.execute(0, vec![Output::Ensemble(open)]);
        let connected = listener
            .wait(limit, |told| told.connected.is_some())?
            .connected;
        Ok(Self {
            driver,
            listener,
            chroot: config.chroot.clone(),
            session_timeout: connected.unwrap_or(config.session_timeout),
            limit,
            next: 0,
        })
    }

    /// The session's time-out, as the ensemble has given it.
    pub(crate) fn session_timeout(&self) -> Duration {
        self.session_timeout
    }

    /// Asks for operations on paths below the chroot, many at once: what came of each, in their order.
    fn ask(&mut self, operations: Vec<Operation>) -> Result<Vec<Outcome>, String> {
        let mut outcomes = Vec::with_capacity(operations.len());
        let mut operations = operations.into_iter().peekable();
        while operations.peek().is_some() {
            let first = self.next + 1;
            let requests = operations.by_ref().take(AT_ONCE).map(|operation| {
                self.next += 1;
                Output::Ensemble(EnsembleRequest::Do(OperationId(self.next), operation))
            });
            let requests: Vec<Output> = requests.collect();
            let count = requests.len();
            self.driver.execute(0, requests);
            let mut told = self
                .listener
                .wait(self.limit, |told| told.done.len() >= count)?;
            let done = std::mem::take(&mut told.done);
            outcomes.extend((first..=self.next).map(|id| match done.get(&id) {
                Some(outcome) => outcome.clone(),
                None => Err(EnsembleError::Disconnected),
            }));
        }
        Ok(outcomes)
    }

    /// Everything below the chroot.
    pub(crate) fn tree(&mut self) -> Result<BTreeMap<String, (Bytes, Stat)>, String> {
        self.ask(vec![Operation::Sync])?;
        let mut tree = BTreeMap::new();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let path = |path: &String| match (self.chroot.as_str(), path.as_str()) {
                ("", "") => "/".to_owned(),
                (chroot, path) => format!("{chroot}{path}"),
            };
            let asked = level.iter().map(path);
            let asked =
                asked.flat_map(|path| [Operation::Get(path.clone()), Operation::Children(path)]);
            let answers = self.ask(asked.collect())?;
            let mut below = Vec::new();
            for (path, answers) in level.iter().zip(answers.chunks(2)) {
                match answers {
                    [Ok(Answer::Node(data, stat)), Ok(Answer::Children(names))] => {
                        // ZooKeeper's own part is none of a cluster's.
                        let names = names
                            .iter()
                            .filter(|name| !path.is_empty() || *name != "zookeeper");
                        below.extend(names.map(|name| format!("{path}/{name}")));
                        tree.insert(path.clone(), (data.clone(), *stat));
                    }
                    [Err(EnsembleError::NoNode), ..] | [_, Err(EnsembleError::NoNode)]
                        if path.is_empty() =>
                    {
                        return Err(format!(
                            "there is no znode {}: correct the chroot of zookeeper.connect",
                            self.chroot
                        ));
                    }
                    // It went while it was looked at.
                    [Err(EnsembleError::NoNode), ..] | [_, Err(EnsembleError::NoNode)] => {}
                    other => return Err(format!("the znode {path} cannot be read: {other:?}")),
                }
            }
            level = below;
        }
        tree.remove("");
        Ok(tree)
    }

    /// Makes one write.
    pub(crate) fn write(&mut self, mut writes: Vec<Write>) -> Result<(), String> {
        for write in &mut writes {
            match write {
                Write::Create { path, .. }
                | Write::Set { path, .. }
                | Write::Delete { path, .. }
                | Write::Check { path, .. } => path.insert_str(0, &self.chroot),
            }
        }
        let answers = self.ask(vec![Operation::Write(writes)])?;
        match answers.into_iter().next() {
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("nothing was answered".to_owned()),
        }
    }

    /// Ends the session.
    pub(crate) fn close(self) {
        let close = EnsembleRequest::Close(SessionNumber(1));
        self.driver.execute(0, vec![Output::Ensemble(close)]);
        self.driver.stop(Duration::from_secs(2));
    }
}
