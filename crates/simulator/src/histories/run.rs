//! Carries out a plan.

mod damage;
mod ensemble;
mod faults;
mod phases;
mod pulse;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use history::Entry;
use metadata::Position;
use types::{BrokerId, ControllerEpoch, IncarnationId, Instant};
use world_sim::{DiskCopy, NetworkSettings, ProcessId, Random, WorldSettings};

use super::plan::Plan;
use crate::branches;
use crate::checkers::{Marks, NodeSight, Sight, Watch};
use crate::clients::{Clients, Recorder};
use crate::group_workload::GroupWorkload;
use crate::{Cluster, ClusterSettings};
use pulse::Pulse;

/// What came of a history.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// What must not be, a line for each violation.
    pub violations: Vec<String>,
    /// Things that happened in the world.
    pub events: u64,
    /// Time that passed in it.
    pub simulated: Duration,
    /// Records that were acknowledged.
    pub acknowledged: u64,
    /// Leaderships that were seen.
    pub leaderships: u64,
    /// How often each fault class and each thing worth seeing was hit.
    pub sometimes: BTreeMap<&'static str, u64>,
    /// Errors that clients were told, and how often.
    pub errors: BTreeMap<String, u64>,
    /// Digest of the trace.
    pub digest: u64,
    /// The trace, when its lines are kept.
    pub trace: Vec<String>,
    /// What clients saw.
    pub history: Vec<Entry>,
}

/// Something that is to be done at some moment.
#[derive(Clone, PartialEq, Debug)]
enum Action {
    Begin(usize),
    Start(usize),
    Heal(Vec<(ProcessId, ProcessId)>),
    CalmNetwork,
    CalmEnsemble,
    Hasten(usize),
    FreeDisk(usize),
    DeleteTopic(Arc<str>),
    RollOn(usize),
    CopyDisks,
    MakeAnew,
}

/// A node that stops in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stopping {
    part: usize,
    since: Instant,
    down: Duration,
    /// Whether the next node is to be stopped once this one is back.
    rolls: bool,
}

/// What a disk lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Loss {
    /// The run of the process in which it did; none while it was down.
    run: Option<IncarnationId>,
    /// Whether a later run has registered.
    is_told: bool,
}

/// A plan while it is carried out.
pub struct Run {
    plan: Plan,
    cluster: Cluster,
    clients: Arc<Clients>,
    clients_process: ProcessId,
    group: Option<Arc<GroupWorkload>>,
    recorder: Recorder,
    watch: Watch,
    marks: Vec<Marks>,
    actions: BTreeMap<(Instant, u64), Action>,
    next: u64,
    stopping: BTreeMap<usize, Stopping>,
    /// Nodes whose disks lost something since all was well last.
    lost: BTreeMap<usize, Loss>,
    copies: BTreeMap<usize, DiskCopy>,
    /// Partitions as they were noted last, and the metadata that they were in.
    noted: (Option<Position>, BTreeMap<String, String>),
    random: Random,
    outcome: Outcome,
}

/// The request that proposes a change of an in-sync set.
const ALTER_PARTITION: i16 = 56;
/// How long to wait between two looks at the cluster.
const LOOK_EVERY: Duration = Duration::from_millis(250);

/// Carries out a plan to its end.
#[must_use]
pub fn run(plan: &Plan, keeps_trace: bool) -> Outcome {
    let mut run = Run::new(plan, keeps_trace);
    run.live();
    run.outcome()
}

impl Run {
    fn new(plan: &Plan, keeps_trace: bool) -> Self {
        let world = WorldSettings {
            seed: plan.seed,
            network: plan.network.clone(),
            flush: plan.flush,
            keeps_trace,
            repeats: &[ALTER_PARTITION],
            ..WorldSettings::default()
        };
        let settings = ClusterSettings {
            nodes: plan.nodes,
            properties: plan.properties.join("\n"),
            world,
        };
        let mut cluster = match (plan.ensemble, plan.memory) {
            (Some(ensemble), _) => Cluster::on_zookeeper(&settings, ensemble),
            (None, Some(memory)) => Cluster::in_memory(&settings, plan.controllers, memory),
            (None, None) => Cluster::with_controllers(&settings, plan.controllers),
        };
        let recorder = Recorder::default();
        let (clients_process, clients) = cluster.start_clients(recorder.clone());
        let random = cluster.world.random().fork(0x00fa_0175);
        // What a history before this one left behind is not of this one.
        let _ = branches::take();
        Self {
            plan: plan.clone(),
            cluster,
            clients,
            clients_process,
            group: None,
            recorder,
            watch: Watch::default(),
            marks: (0..plan.nodes).map(|_| Marks::default()).collect(),
            actions: BTreeMap::new(),
            next: 0,
            stopping: BTreeMap::new(),
            lost: BTreeMap::new(),
            copies: BTreeMap::new(),
            noted: (None, BTreeMap::new()),
            random,
            outcome: Outcome::default(),
        }
    }

    fn now(&self) -> Instant {
        self.cluster.world.now()
    }

    fn at(&mut self, after: Duration, action: Action) {
        self.next += 1;
        let key = (self.now() + after, self.next);
        self.actions.insert(key, action);
    }

    fn count(&mut self, what: &'static str) {
        *self.outcome.sometimes.entry(what).or_default() += 1;
    }

    fn note(&mut self, what: String) {
        self.cluster.world.note(format_args!("{what}"));
        let now = self.now();
        self.recorder.note(now, what);
    }

    fn violate(&mut self, what: String) {
        self.outcome.violations.push(what);
    }

    fn is_broken(&self) -> bool {
        !self.outcome.violations.is_empty() || !self.watch.violations().is_empty()
    }

    /// Everything that can be seen of the cluster now.
    fn sight(&self) -> Sight<'_> {
        let nodes = (0..self.plan.nodes).map(|member| {
            let process = self.cluster.process(member);
            let broker = self.cluster.broker(member);
            NodeSight {
                id: BrokerId(i32::try_from(member).unwrap_or(0) + 1),
                runs: broker.is_some(),
                replicas: broker.map(|it| it.replica_views()).unwrap_or_default(),
                disk: self.cluster.world.disk(process),
                marks: &self.marks[member],
                seen: Default::default(),
                image: self.cluster.controller(member).map(|it| it.image()),
                is_active: self
                    .cluster
                    .controller(member)
                    .is_some_and(|it| it.is_active()),
                quorum_leader: self.leader_known_to(member),
                incarnation: broker.map(|it| it.incarnation()),
                has_lost: self.lost.get(&member).is_some_and(|loss| !loss.is_told),
            }
        });
        Sight {
            nodes: nodes.collect(),
            now: self.now(),
            deletions: self.clients.deletions(),
        }
    }

    /// The newest epoch of controllers that the controller of a node knows of, and who is the active one in it. In ZooKeeper the
    /// two are read one after the other, and only the active one knows that they belong together.
    fn leader_known_to(&self, member: usize) -> Option<(ControllerEpoch, Option<BrokerId>)> {
        let controller = self.cluster.controller(member)?;
        let counts = self.plan.ensemble.is_none() || controller.is_active();
        counts.then(|| controller.leader())
    }

    /// Notes whose losses the cluster knows of.
    fn hear_of_losses(&mut self) {
        if self.lost.values().all(|loss| loss.is_told) {
            return;
        }
        let sight = self.sight();
        let image = sight.newest_image();
        let registered = |member: usize, run| {
            let broker = image.and_then(|image| image.broker(sight.nodes[member].id));
            broker.is_some_and(|broker| broker.incarnation_id == run)
        };
        let told = self.lost.iter().filter_map(|(&member, loss)| {
            let run = self.cluster.broker(member)?.incarnation();
            (loss.run != Some(run) && registered(member, run)).then_some(member)
        });
        for member in told.collect::<Vec<_>>() {
            if let Some(loss) = self.lost.get_mut(&member) {
                loss.is_told = true;
            }
        }
    }

    fn look(&mut self) {
        self.hear_of_losses();
        let mut watch = std::mem::take(&mut self.watch);
        watch.look(&self.sight());
        self.watch = watch;
        self.note_partitions();
    }

    /// Writes down how partitions have changed.
    fn note_partitions(&mut self) {
        let sight = self.sight();
        let Some(image) = sight.newest_image() else {
            return;
        };
        if self.noted.0 >= Some(image.position()) {
            return;
        }
        let position = image.position();
        let mut changes = Vec::new();
        for topic in image.topics().iter() {
            for (partition, known) in topic.partitions.iter() {
                let ids = |ids: &[BrokerId]| ids.iter().map(|id| id.0).collect::<Vec<_>>();
                let name = format!("{}-{}", topic.name, partition.0);
                let state = format!(
                    "leader {} epochs {}/{} ISR {:?} ELR {:?}",
                    known.leader.0,
                    known.leader_epoch.0,
                    known.partition_epoch.0,
                    ids(&known.in_sync),
                    ids(&known.eligible_leaders)
                );
                if self.noted.1.get(&name) != Some(&state) {
                    changes.push((name, state));
                }
            }
        }
        self.noted.0 = Some(position);
        for (name, state) in changes {
            self.note(format!("{name}: {state}"));
            self.noted.1.insert(name, state);
        }
    }

    /// Starts a node that is down.
    fn start(&mut self, member: usize) {
        if self.cluster.world.is_running(self.cluster.process(member)) {
            return;
        }
        if let Err(why) = self.cluster.start(member) {
            // It may be that its disk still fails: it is tried again.
            self.count("a start that fails");
            self.note(format!("n{} does not start: {why}", member + 1));
            self.at(Duration::from_secs(1), Action::Start(member));
        }
    }

    /// Notices nodes that ended by themselves, and has them started again.
    fn reap(&mut self) {
        for member in 0..self.plan.nodes {
            if let Some(why) = self.cluster.reap(member) {
                self.count("a process that ends itself");
                self.note(format!("n{} ended: {why}", member + 1));
                self.stopping.remove(&member);
                let pause = self
                    .random
                    .between(Duration::from_millis(200), Duration::from_secs(3));
                self.at(pause, Action::Start(member));
            }
        }
    }

    /// Lets time pass, and what is due be done; looks at the cluster now and then.
    fn pass(&mut self, duration: Duration) {
        let end = self.now() + duration;
        while self.now() < end && !self.is_broken() {
            let next = (self.now() + LOOK_EVERY).min(end);
            let due = self.actions.keys().next().map_or(next, |(at, _)| *at);
            self.pass_until(due.min(next));
            self.reap();
            if self
                .actions
                .keys()
                .next()
                .is_some_and(|key| key.0 <= self.now())
            {
                // Before what is due changes anything.
                self.look();
            }
            self.go_on_stopping();
            while let Some((&key, _)) = self.actions.first_key_value() {
                if key.0 > self.now() {
                    break;
                }
                if let Some(action) = self.actions.remove(&key) {
                    self.act(action);
                }
            }
            self.look();
        }
    }

    /// Lets time pass, and looks at the cluster whenever something has changed that a checker holds on to.
    fn pass_until(&mut self, end: Instant) {
        while self.now() < end && !self.is_broken() {
            let pulse = Pulse::of(&self.cluster);
            let left = end.since(self.now());
            let stirred = self.cluster.world.run_until(left, |_| pulse.has_changed());
            if stirred {
                self.look();
            }
        }
    }

    fn calm(&mut self) {
        let network: NetworkSettings = self.plan.network.clone();
        self.cluster.world.set_network(network);
    }

    fn outcome(mut self) -> Outcome {
        let mut outcome = std::mem::take(&mut self.outcome);
        outcome
            .violations
            .extend_from_slice(self.watch.violations());
        outcome.events = self.cluster.world.happened();
        outcome.simulated = self.now().since(Instant(1_000_000_000));
        outcome.acknowledged = self.clients.acknowledged();
        outcome.leaderships = self.watch.leaderships();
        let (unclean, lost) = self.watch.unclean();
        for (what, count) in [
            ("an unclean election", unclean),
            ("a committed record lost to an unclean election", lost),
        ] {
            if count > 0 {
                outcome.sometimes.insert(what, count);
            }
        }
        outcome.sometimes.extend(branches::take());
        outcome.errors = self.clients.errors();
        let trace = self.cluster.world.trace();
        outcome.digest = trace.digest();
        outcome.trace = trace.lines().to_vec();
        outcome.history = self.recorder.take();
        outcome
    }
}
