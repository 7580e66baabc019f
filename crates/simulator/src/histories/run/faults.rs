//! Has things go wrong, and right again.

use std::sync::Arc;
use std::time::Duration;

use types::{BrokerId, PartitionIndex};
use world_sim::{Crash, DiskDelay, DiskFault, DiskOperation, NetworkSettings, ProcessId};

use super::{Action, Loss, Run, Stopping};
use crate::clients::Wish;
use crate::histories::fault::{DiskTrouble, Fault, Target};
use crate::histories::plan::Durability;

/// A stop that takes longer is followed by a kill, as operators do.
const STOP_MAX: Duration = Duration::from_secs(20);

impl Run {
    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::Begin(number) => {
                let fault = self.plan.faults[number].1.clone();
                self.begin(&fault);
            }
            Action::Start(member) => self.start(member),
            Action::Heal(ways) => {
                for (from, to) in ways {
                    self.cluster.world.heal_way(from, to);
                }
            }
            Action::CalmNetwork => self.calm(),
            Action::CalmEnsemble => self.calm_ensemble(),
            Action::Hasten(member) => {
                let process = self.cluster.process(member);
                self.cluster.world.set_slowness(process, Duration::ZERO);
            }
            Action::FreeDisk(member) => {
                let process = self.cluster.process(member);
                self.cluster.world.disk(process).forgive();
            }
            Action::DeleteTopic(topic) => self.clients.wish(Wish::Delete { topic }),
            Action::RollOn(member) => {
                if member < self.plan.nodes {
                    let is_back = self.is_whole();
                    if is_back {
                        self.stop(member, Duration::from_millis(100), true);
                    } else {
                        self.at(Duration::from_millis(500), Action::RollOn(member));
                    }
                }
            }
            Action::MakeAnew => self.make_anew(),
            Action::CopyDisks => {
                for member in 0..self.plan.nodes {
                    let process = self.cluster.process(member);
                    let copy = self.cluster.world.disk(process).copy();
                    self.copies.insert(member, copy);
                }
            }
        }
    }

    /// Whether every replica is in sync and every broker in service.
    pub(super) fn is_whole(&self) -> bool {
        let sight = self.sight();
        let Some(image) = sight.newest_image() else {
            return false;
        };
        let in_service = sight.nodes.iter().all(|node| image.is_active(node.id));
        let mut partitions = image
            .topics()
            .iter()
            .flat_map(|topic| topic.partitions.iter());
        in_service && partitions.all(|(_, it)| it.in_sync.len() >= it.replicas.len())
    }

    pub(super) fn target(&mut self, target: Target) -> usize {
        let sight = self.sight();
        let image = sight.newest_image();
        let topic = image.and_then(|image| image.topic(&self.plan.topics[0].name));
        let partition = topic.and_then(|topic| topic.partition(PartitionIndex(0)));
        let broker = match target {
            Target::Node(member) => return member,
            Target::Leader => partition.map(|it| it.leader),
            Target::Follower => partition.and_then(|it| {
                let follows = |id: &&BrokerId| **id != it.leader;
                it.in_sync.iter().find(follows).copied()
            }),
            Target::Behind => partition.and_then(|it| {
                let lags = |id: &&BrokerId| !it.in_sync.contains(*id);
                it.replicas.iter().find(lags).copied()
            }),
            Target::Eligible => partition.and_then(|it| it.eligible_leaders.first().copied()),
            Target::Controller => self.a_controller(true),
            Target::Standby => self.a_controller(false),
        };
        let member = broker.and_then(|id| usize::try_from(id.0 - 1).ok());
        let any = usize::try_from(self.random.below(self.plan.nodes as u64)).unwrap_or(0);
        member
            .filter(|member| *member < self.plan.nodes)
            .unwrap_or(any)
    }

    /// A controller that runs and is the active one, or is not.
    fn a_controller(&self, is_active: bool) -> Option<BrokerId> {
        let member = (0..self.plan.nodes).find(|member| {
            let controller = self.cluster.controller(*member);
            controller.is_some_and(|it| it.is_active() == is_active)
        })?;
        BrokerId(i32::try_from(member).ok()? + 1).into()
    }

    fn begin(&mut self, fault: &Fault) {
        self.note(format!("fault: {fault:?}"));
        let done = match fault {
            Fault::Crash(target, crash, down) => {
                let member = self.target(*target);
                self.crash(member, *crash, *down)
            }
            Fault::AllCrash(crash, down) => {
                let crashes: Vec<bool> = (0..self.plan.nodes)
                    .map(|member| self.crash(member, *crash, *down))
                    .collect();
                crashes.contains(&true)
            }
            Fault::Stop(target, down) => {
                let member = self.target(*target);
                self.stop(member, *down, false)
            }
            Fault::RollingRestart => self.stop(0, Duration::from_millis(100), true),
            Fault::Pause(target, time) => {
                let member = self.target(*target);
                let process = self.cluster.process(member);
                self.cluster.world.pause(process, *time);
                true
            }
            Fault::Slow(target, slowness, time) => {
                let member = self.target(*target);
                let process = self.cluster.process(member);
                self.cluster.world.set_slowness(process, *slowness);
                self.at(*time, Action::Hasten(member));
                true
            }
            Fault::Isolate(target, time) => self.isolate(*target, *time, true, true),
            Fault::Deaf(target, time) => self.isolate(*target, *time, true, false),
            Fault::Mute(target, time) => self.isolate(*target, *time, false, true),
            Fault::CutPair(one, other, time) => self.cut_pair(*one, *other, *time),
            Fault::CutFollower(time) => {
                let (one, other) = (self.target(Target::Leader), self.target(Target::Follower));
                self.cut_pair(one, other, *time)
            }
            Fault::CutFollowers(time) => self.cut_followers(*time),
            Fault::Unheard(target, time) => {
                let (from, to) = (self.target(*target), self.target(Target::Controller));
                let way = (self.cluster.process(from), self.cluster.process(to));
                self.cut(vec![way], *time);
                from != to
            }
            Fault::LateProposals => self.cluster.world.repeat_requests() > 0,
            Fault::Bridge(time) => self.bridge(*time),
            Fault::Reset(target) => {
                let member = self.target(*target);
                self.reset(member);
                true
            }
            Fault::BadNetwork(time) => {
                self.worsen_network(*time);
                true
            }
            Fault::Disk(target, trouble) => {
                let member = self.target(*target);
                self.trouble(member, *trouble)
            }
            Fault::Ensemble(trouble) => self.trouble_ensemble(*trouble),
            Fault::Deposed => self.cluster.depose(),
            Fault::ClockStep(..) | Fault::Drift(..) => self.put_clocks_wrong(fault),
            change => self.change(change),
        };
        if done {
            self.count(fault.class());
        }
    }

    fn put_clocks_wrong(&mut self, fault: &Fault) -> bool {
        let (Fault::ClockStep(target, by) | Fault::Drift(target, by)) = fault else {
            return false;
        };
        let member = self.target(*target);
        let process = self.cluster.process(member);
        if matches!(fault, Fault::Drift(..)) {
            self.cluster.world.set_drift(process, *by);
        } else {
            self.cluster.world.set_wall_error_ms(process, *by);
        }
        true
    }

    /// Whether a node may lose what it has not flushed, or its disk: not while another has not yet made up for such a loss.
    fn may_lose(&mut self, member: usize) -> bool {
        if self.plan.durability == Durability::ProcessesOnly {
            return false;
        }
        self.forget_made_up();
        self.lost.keys().all(|lost| *lost == member)
            && !self.are_others_damaged(member)
            && self.do_others_know_all(member)
            && (self.lost.contains_key(&member) || self.is_whole())
    }

    /// Whether all other voters know everything that is committed of the metadata: a voter whose disk is an old copy has
    /// forgotten what it said that it had, and nothing tells it or anybody else.
    fn do_others_know_all(&self, member: usize) -> bool {
        if self.plan.ensemble.is_some() || self.plan.memory.is_some() {
            return true;
        }
        let voters = 0..self.plan.controllers;
        let known = |voter| self.cluster.controller(voter).map(|it| it.position());
        let Some(newest) = voters.clone().filter_map(known).max() else {
            return false;
        };
        let mut others = voters.filter(|voter| *voter != member);
        others.all(|voter| known(voter) == Some(newest))
    }

    /// Whether a machine may lose what it has not flushed: of all that it may hold alone, another keeps everything, and nobody
    /// else lost something without the controller knowing. Two of those can make up the minimum of an in-sync set, which
    /// whoever has it all may then leave.
    fn may_lose_unflushed(&mut self, member: usize) -> bool {
        // Where a flush failed and a node began again all the same, later flushes told it of more than its disk has.
        let process = self.cluster.process(member);
        let is_to_be_replaced = self.cluster.world.disk(process).is_falsely_clean();
        if self.plan.durability == Durability::ProcessesOnly || is_to_be_replaced {
            return false;
        }
        self.forget_made_up();
        if self.plan.unclean {
            return true;
        }
        let untold = |(place, loss): (&usize, &Loss)| *place != member && !loss.is_told;
        if self.lost.iter().any(untold) {
            return false;
        }
        let sight = self.sight();
        let id = sight.nodes[member].id;
        // What a controller knows that is not the newest says nothing of who holds what.
        let image = sight.active_image();
        let Some(image) = image.filter(|image| Some(image.position()) >= self.noted.0) else {
            return false;
        };
        let mut partitions = image
            .topics()
            .iter()
            .flat_map(|topic| topic.partitions.iter());
        partitions.all(|(_, it)| {
            let keeps = |holder: &BrokerId| {
                let place = usize::try_from(holder.0 - 1).unwrap_or(usize::MAX);
                place != member && !self.lost.contains_key(&place) && !self.is_damaged(place)
            };
            let mut holders = it.in_sync.iter().chain(&it.eligible_leaders);
            !holders.clone().any(|holder| *holder == id) || holders.any(keeps)
        })
    }

    /// What was lost is no loss any more where every replica is in sync again, and the controller knows who had lost it.
    pub(super) fn forget_made_up(&mut self) {
        if !self.lost.is_empty() && self.is_whole() && self.lost_are_told() {
            self.lost.clear();
        }
    }

    /// Whether all that lost something have registered since.
    fn lost_are_told(&self) -> bool {
        self.lost.values().all(|loss| loss.is_told)
    }

    fn lose(&mut self, member: usize) {
        let run = self.cluster.broker(member).map(|it| it.incarnation());
        let is_told = false;
        self.lost.insert(member, Loss { run, is_told });
    }

    /// Whether a process that ends for want of room may count as one that lost something, while another really did. That is so
    /// before its registration is answered, where there was no room to write down what it asks for. Of members that are all
    /// suspected, the one that led last leads (KIP-966).
    fn would_be_suspected(&self, member: usize) -> bool {
        let broker = self.cluster.broker(member);
        !self.lost.is_empty() && broker.is_none_or(|broker| !broker.is_registered())
    }

    fn crash(&mut self, member: usize, crash: Crash, down: Duration) -> bool {
        let is_running = self.cluster.world.is_running(self.cluster.process(member));
        if crash == Crash::Process && !is_running {
            return false;
        }
        if crash == Crash::Machine {
            if self.plan.durability == Durability::Flushed && !self.plan.unclean {
                // Nothing is lost that matters: who is in sync has flushed what is committed. Who leads after an unclean election
                // leads with all that it has, flushed or not.
            } else if self.may_lose_unflushed(member) {
                self.lose(member);
            } else {
                return false;
            }
        }
        self.stopping.remove(&member);
        self.cluster.crash(member, crash);
        self.at(down, Action::Start(member));
        true
    }

    fn stop(&mut self, member: usize, down: Duration, rolls: bool) -> bool {
        let process = self.cluster.process(member);
        if !self.cluster.world.is_running(process) || self.stopping.contains_key(&member) {
            if rolls {
                self.at(Duration::from_secs(1), Action::RollOn(member + 1));
            }
            return false;
        }
        let part = self.cluster.parts(member) - 1;
        self.cluster.world.stop(process, part);
        let stopping = Stopping {
            part,
            since: self.now(),
            down,
            rolls,
        };
        self.stopping.insert(member, stopping);
        true
    }

    pub(super) fn go_on_stopping(&mut self) {
        for (member, stopping) in self.stopping.clone() {
            let process = self.cluster.process(member);
            let is_late = self.now().since(stopping.since) > STOP_MAX;
            if self.cluster.world.has_stopped(process, stopping.part) || is_late {
                if stopping.part > 0 && !is_late {
                    let part = stopping.part - 1;
                    self.cluster.world.stop(process, part);
                    self.stopping.insert(member, Stopping { part, ..stopping });
                    continue;
                }
                if is_late {
                    self.count("a stop that takes too long");
                }
                self.stopping.remove(&member);
                self.cluster.crash(member, Crash::Process);
                self.at(stopping.down, Action::Start(member));
                if stopping.rolls {
                    let next = stopping.down + Duration::from_secs(1);
                    self.at(next, Action::RollOn(member + 1));
                }
            }
        }
    }

    fn cut(&mut self, ways: Vec<(ProcessId, ProcessId)>, time: Duration) {
        for (from, to) in &ways {
            self.cluster.world.cut(*from, *to);
        }
        self.at(time, Action::Heal(ways));
    }

    fn cut_pair(&mut self, one: usize, other: usize, time: Duration) -> bool {
        let (from, to) = (self.cluster.process(one), self.cluster.process(other));
        if one != other {
            self.cut(vec![(from, to), (to, from)], time);
        }
        one != other
    }

    fn cut_followers(&mut self, time: Duration) -> bool {
        let sight = self.sight();
        let partition = sight.newest_image().and_then(|image| {
            let topic = image.topic(&self.plan.topics[0].name)?;
            topic.partition(PartitionIndex(0))
        });
        let follows = |id: &&BrokerId| partition.is_some_and(|it| it.leader != **id);
        let followers = partition.into_iter().flat_map(|it| &it.replicas);
        let places = followers
            .filter(follows)
            .filter_map(|id| usize::try_from(id.0 - 1).ok());
        let places: Vec<usize> = places.collect();
        match places.as_slice() {
            [one, other, ..] => self.cut_pair(*one, *other, time),
            _ => false,
        }
    }

    fn isolate(&mut self, target: Target, time: Duration, inward: bool, outward: bool) -> bool {
        let member = self.target(target);
        let process = self.cluster.process(member);
        let with_clients = self.random.below(2) == 0;
        let clients = with_clients.then_some(self.clients_process);
        let others = (0..self.plan.nodes).filter(|other| *other != member);
        let others: Vec<ProcessId> = others.map(|other| self.cluster.process(other)).collect();
        let mut ways = Vec::new();
        for other in others.into_iter().chain(clients) {
            if inward {
                ways.push((other, process));
            }
            if outward {
                ways.push((process, other));
            }
        }
        self.cut(ways, time);
        if inward && outward {
            self.cut_from_ensemble(member, time);
        }
        true
    }

    fn bridge(&mut self, time: Duration) -> bool {
        let (bridge, half) = (self.plan.nodes - 1, (self.plan.nodes - 1) / 2);
        let mut ways = Vec::new();
        for one in 0..half.max(1) {
            for other in half.max(1)..bridge {
                let (one, other) = (self.cluster.process(one), self.cluster.process(other));
                ways.extend([(one, other), (other, one)]);
            }
        }
        self.cut(ways, time);
        true
    }

    fn reset(&mut self, member: usize) {
        let process = self.cluster.process(member);
        for other in 0..self.plan.nodes {
            let other = self.cluster.process(other);
            if other != process {
                self.cluster.world.break_links(process, other);
            }
        }
        self.cluster
            .world
            .break_links(process, self.clients_process);
    }

    fn worsen_network(&mut self, time: Duration) {
        let mut chance = |most: u64| u32::try_from(self.random.below(most)).unwrap_or(0);
        let network = NetworkSettings {
            slow_per_million: chance(100_000),
            slow_max: Duration::from_millis(800),
            break_per_million: chance(20_000),
            stall_per_million: chance(3_000),
            refuse_per_million: chance(100_000),
            hang_per_million: chance(100_000),
            split_per_million: chance(200_000),
            ..self.plan.network.clone()
        };
        self.note(format!("{network:?}"));
        self.cluster.world.set_network(network);
        self.at(time, Action::CalmNetwork);
    }

    fn trouble(&mut self, member: usize, trouble: DiskTrouble) -> bool {
        let process = self.cluster.process(member);
        match trouble {
            DiskTrouble::Slow(time) => {
                let (operation, flush) = (Duration::from_millis(2), Duration::from_millis(300));
                self.slow_down_disk(member, DiskDelay { operation, flush }, time)
            }
            DiskTrouble::KeepsNoPace(time) => {
                // Longer than any plan lets a follower lag.
                let (operation, flush) = (Duration::ZERO, Duration::from_secs(12));
                self.slow_down_disk(member, DiskDelay { operation, flush }, time)
            }
            // Who is not in the cluster yet may end for want of room right after its registration.
            DiskTrouble::Full(_) if self.would_be_suspected(member) => false,
            DiskTrouble::Full(time) => {
                self.cluster.world.set_disk_room(process, 2_000);
                self.at(time, Action::FreeDisk(member));
                true
            }
            DiskTrouble::Fails(operation) => self.fail_disk(member, operation),
            DiskTrouble::BitFlip | DiskTrouble::Misdirected | DiskTrouble::LostWrite => {
                self.damage(member, trouble)
            }
            DiskTrouble::Gone(time) | DiskTrouble::Stale(time) => {
                if !self.may_lose(member) {
                    return false;
                }
                self.lose(member);
                self.stopping.remove(&member);
                self.cluster.crash(member, Crash::Machine);
                match (trouble, self.copies.get(&member)) {
                    (DiskTrouble::Stale(_), Some(copy)) => {
                        self.cluster.world.restore_disk(process, copy);
                    }
                    _ => self.cluster.world.lose_disk(process),
                }
                self.at(time, Action::Start(member));
                true
            }
        }
    }

    fn slow_down_disk(&mut self, member: usize, delay: DiskDelay, time: Duration) -> bool {
        let process = self.cluster.process(member);
        self.cluster.world.set_disk_delay(process, delay);
        self.at(time, Action::FreeDisk(member));
        true
    }

    fn fail_disk(&mut self, member: usize, operation: DiskOperation) -> bool {
        if !self.may_lose(member) {
            return false;
        }
        self.lose(member);
        let process = self.cluster.process(member);
        let topic = &self.plan.topics[0].name;
        let fault = DiskFault {
            operation,
            path_contains: format!("/{topic}-"),
            error: std::io::ErrorKind::Other,
            times: 1,
        };
        self.cluster.world.inject(process, fault);
        true
    }

    /// Changes that administrators make.
    fn change(&mut self, fault: &Fault) -> bool {
        let topic: Arc<str> = self.plan.topics[0].name.as_str().into();
        match fault {
            Fault::Reassign => {
                let count = self.plan.nodes as u64;
                let first = self.random.below(count);
                let replicas = (0..3).map(|n| (first + n) % count + 1);
                let replicas = replicas.map(|id| i32::try_from(id).unwrap_or(1)).collect();
                self.clients.wish(Wish::Reassign {
                    place: (topic, 0),
                    replicas: Some(replicas),
                });
            }
            Fault::CancelReassignment => self.clients.wish(Wish::Reassign {
                place: (topic, 0),
                replicas: None,
            }),
            Fault::ElectPreferred => self.clients.wish(Wish::ElectPreferred),
            Fault::MinInSync(minimum) => self.clients.wish(Wish::Set {
                topic,
                key: "min.insync.replicas".into(),
                value: minimum.to_string(),
            }),
            Fault::ShortTopic(time) => {
                let topic: Arc<str> = format!("short{}", self.next).into();
                self.clients.wish(Wish::Create {
                    topic: topic.clone(),
                    partitions: 2,
                    replication_factor: 3,
                    configs: Vec::new(),
                });
                self.at(*time, Action::DeleteTopic(topic));
            }
            Fault::Grow => self.clients.wish(Wish::Grow {
                partitions: self.plan.topics[0].partitions + 1,
                topic,
            }),
            Fault::DeleteRecords(share) => self.clients.delete_records((topic, 0), *share),
            _ => return false,
        }
        true
    }
}
