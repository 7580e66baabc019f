//! From empty disks to the last read.

use std::sync::Arc;
use std::time::Duration;

use history::{Promises, check};
use types::Instant;
use world_sim::Crash;

use super::{Action, Run};
use crate::checkers::{equal_replicas, what_is_not_healed};
use crate::clients::{Place, ProducerSettings, Wish};
use crate::group_workload::GroupSettings;
use crate::histories::plan::TopicAgain;

/// How long a healthy cluster may take to form, and to heal.
const HEAL_MAX: Duration = Duration::from_secs(90);

/// A topic that is deleted and made again, and its producers.
const AGAIN: &str = "again";
const AGAIN_PARTITIONS: i32 = 2;
const FIRST_OF_AGAIN: u32 = 1000;

/// What was sent is held back by a cut for less than this.
const LATE_MAX: Duration = Duration::from_secs(20);

fn again_wish() -> Wish {
    Wish::Create {
        topic: AGAIN.into(),
        partitions: AGAIN_PARTITIONS,
        replication_factor: 3,
        configs: Vec::new(),
    }
}

impl Run {
    pub(super) fn live(&mut self) {
        self.form();
        if self.is_broken() {
            return;
        }
        self.begin_clients();
        for number in 0..self.plan.faults.len() {
            let at = self.plan.faults[number].0;
            self.at(at, Action::Begin(number));
        }
        self.at(Duration::from_secs(5), Action::CopyDisks);
        self.pass(self.plan.faulty_for);
        self.calm_down();
        self.heal();
        self.pass(Duration::from_secs(2));
        self.read_back();
    }

    /// Waits until something holds; when it does not in time, says what is wrong.
    fn wait(&mut self, what: &str, mut wrong: impl FnMut(&mut Self) -> Vec<String>) {
        let end = self.now() + HEAL_MAX;
        loop {
            if self.is_broken() {
                return;
            }
            let found = wrong(self);
            if found.is_empty() {
                return;
            }
            if self.now() >= end {
                for line in found {
                    self.violate(format!("{what}: {line}"));
                }
                return;
            }
            self.pass(Duration::from_millis(500));
        }
    }

    fn form(&mut self) {
        for member in 0..self.plan.nodes {
            self.start(member);
        }
        self.wait("a cluster forms", |run| what_is_not_healed(&run.sight()));
        for topic in self.plan.topics.clone() {
            self.clients.wish(Wish::Create {
                topic: topic.name.as_str().into(),
                partitions: topic.partitions,
                replication_factor: topic.replication_factor,
                configs: topic.configs,
            });
        }
        if self.plan.again.is_some() {
            self.clients.wish(again_wish());
        }
        self.wait("topics are made", Self::what_is_unfinished);
    }

    fn what_is_unfinished(&mut self) -> Vec<String> {
        match self.clients.unfinished() {
            0 => Vec::new(),
            count => vec![format!(
                "{count} requests of clients are not answered; errors so far: {:?}",
                self.clients.errors()
            )],
        }
    }

    fn places(&self) -> Vec<Place> {
        let topics = self.plan.topics.iter();
        topics
            .flat_map(|topic| {
                let name: Arc<str> = topic.name.as_str().into();
                (0..topic.partitions).map(move |partition| (name.clone(), partition))
            })
            .collect()
    }

    fn begin_clients(&mut self) {
        for (number, producer) in (1..).zip(self.plan.producers.clone()) {
            let topic = &self.plan.topics[producer.topic];
            self.clients.produce(ProducerSettings {
                number,
                place: (topic.name.as_str().into(), producer.partition),
                acks: producer.acks,
                idempotent: producer.idempotent,
                batch_records_max: 4,
                padding_max: producer.padding_max,
                pause_max: producer.pause_max,
                until: Instant::NEVER,
            });
        }
        if let Some(again) = self.plan.again {
            self.begin_topic_again(again);
        }
        for (number, place) in (1..).zip(self.places()) {
            let rack = self.plan.follower_reads.then(|| {
                let node = self.random.below(self.plan.nodes as u64);
                crate::cluster::rack(usize::try_from(node).unwrap_or(0))
            });
            self.clients.read(&format!("reader-{number}"), place, rack);
        }
        if self.plan.group {
            let settings = GroupSettings {
                pause_max: Duration::from_millis(300),
                ..GroupSettings::default()
            };
            self.group = Some(self.cluster.start_group(settings));
        }
    }

    /// Has a topic written to, and made anew when nothing of that is under way any more.
    fn begin_topic_again(&mut self, again: TopicAgain) {
        for partition in 0..AGAIN_PARTITIONS {
            self.clients.produce(ProducerSettings {
                number: FIRST_OF_AGAIN + partition.unsigned_abs(),
                place: (AGAIN.into(), partition),
                acks: -1,
                idempotent: true,
                batch_records_max: 4,
                padding_max: 100,
                pause_max: Duration::from_millis(300),
                until: self.now() + again.written_for,
            });
        }
        self.at(again.made_anew_after, Action::MakeAnew);
    }

    /// Makes the topic anew, once nothing that was sent to it can come any more.
    pub(super) fn make_anew(&mut self) {
        let quiet = self.clients.quiet_since(AGAIN);
        if quiet.is_none_or(|since| self.now().since(since) < LATE_MAX) {
            self.at(Duration::from_secs(1), Action::MakeAnew);
            return;
        }
        self.count("topic made again under its name");
        let topic = Arc::from(AGAIN);
        self.clients
            .wish_in_turn([Wish::Delete { topic }, again_wish()]);
    }

    /// Nothing fails from now on.
    fn calm_down(&mut self) {
        self.note("faults end".to_owned());
        self.actions.clear();
        self.calm();
        self.calm_ensemble();
        self.cluster.world.heal();
        for member in 0..self.plan.nodes {
            let process = self.cluster.process(member);
            self.cluster.world.set_slowness(process, Duration::ZERO);
            self.cluster.world.resume_paused(process);
            self.cluster.world.set_drift(process, 0);
            self.cluster.world.disk(process).forgive();
        }
        let stopping: Vec<usize> = self.stopping.keys().copied().collect();
        for member in stopping {
            self.stopping.remove(&member);
            self.cluster.crash(member, Crash::Process);
        }
        for member in 0..self.plan.nodes {
            self.start(member);
        }
    }

    fn heal(&mut self) {
        self.wait("everything heals", |run| {
            let mut found = what_is_not_healed(&run.sight());
            found.extend(run.what_is_damaged());
            found
        });
        self.clients.wind_down();
        self.wait("requests end", Self::what_is_unfinished);
    }

    fn read_back(&mut self) {
        if self.is_broken() {
            return;
        }
        if let Some(group) = &self.group {
            group.stop_committing();
        }
        for place in self.places() {
            self.clients.read_last("last", place);
        }
        self.wait("everything is read", Self::what_is_unfinished);
        // A fetch that hangs on a connection that fell silent has to end first.
        self.wait("replicas become equal", |run| equal_replicas(&run.sight()));
        let promises = Promises {
            committed_survives: !self.plan.unclean,
            only_requests_delete: true,
            ..Promises::default()
        };
        let report = check(&self.recorder.entries(), &promises);
        for anomaly in report.anomalies {
            self.violate(anomaly.to_string());
        }
        self.outcome
            .violations
            .extend(self.clients.contradictions());
        if let Some(group) = &self.group {
            let found = group.observed().contradictions;
            self.outcome.violations.extend(found);
        }
    }
}
