//! How soon a dead broker's partitions are led again, by the clock of the simulated world.
//!
//! The times are those of the simulation: what is measured is how many waits, dials, flushes and messages lie between a death
//! and its mend, not how fast a machine is.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use metadata::Image;
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::{decode_response, encode_request};
use simulator::{Cluster, ClusterSettings, WorkloadSettings};
use types::{BrokerId, Instant, Now};
use world::{Call, CallId, ConnectionInfo, Endpoint, Event, Node, Output, Reply, RequestId};
use world_sim::{Crash, NodeSpec, WorldSettings};

const NODES: usize = 3;
const TOPIC: &str = "events";
const STEP: Duration = Duration::from_millis(1);

fn id(member: usize) -> BrokerId {
    BrokerId(i32::try_from(member + 1).expect("few"))
}

struct Story {
    cluster: Cluster,
}

impl Story {
    /// A cluster whose replicas are all in sync while a client writes.
    fn begin(seed: u64) -> Self {
        let world = WorldSettings {
            seed,
            ..WorldSettings::default()
        };
        let mut cluster = Cluster::new(&ClusterSettings {
            nodes: NODES,
            properties: String::new(),
            world,
        });
        for member in 0..NODES {
            cluster.start(member).expect("an empty disk starts");
        }
        cluster.start_workload(WorkloadSettings {
            topic: TOPIC.into(),
            replication_factor: 3,
            ..WorkloadSettings::default()
        });
        let mut story = Self { cluster };
        let whole = |image: &Image| {
            let topic = image.topic(TOPIC);
            topic.is_some_and(|topic| {
                let mut partitions = topic.partitions.values();
                partitions.all(|partition| partition.has_leader() && partition.in_sync.len() == 3)
            })
        };
        story.until(&[0, 1, 2], Duration::from_secs(20), whole);
        story.cluster.world.run_for(Duration::from_secs(2));
        story
    }

    /// Runs until the metadata of these nodes is so; how long that took.
    fn until(
        &mut self,
        members: &[usize],
        limit: Duration,
        is_so: impl Fn(&Image) -> bool,
    ) -> Duration {
        let began = self.cluster.world.now();
        loop {
            let image = |member: &usize| self.cluster.controller(*member).map(|it| it.image());
            let mut images = members.iter().filter_map(image);
            if images.all(|image| is_so(&image)) {
                return self.cluster.world.now().since(began);
            }
            assert!(
                self.cluster.world.now().since(began) < limit,
                "not so in {limit:?}"
            );
            self.cluster.world.run_for(STEP);
        }
    }

    fn active(&self) -> usize {
        let is_active = |member: &usize| {
            let controller = self.cluster.controller(*member);
            controller.is_some_and(|controller| controller.is_active())
        };
        (0..NODES).find(is_active).expect("somebody leads")
    }

    /// Kills a node; how long until the others know new leaders for all that it led.
    fn kill(&mut self, victim: usize) -> Duration {
        self.cluster.crash(victim, Crash::Process);
        let others: Vec<_> = (0..NODES).filter(|member| *member != victim).collect();
        self.until(&others, Duration::from_secs(20), |image| {
            let topic = image.topic(TOPIC).expect("the topic");
            let mut partitions = topic.partitions.values();
            partitions.all(|partition| {
                partition.has_leader()
                    && partition.leader != id(victim)
                    && !partition.in_sync.contains(&id(victim))
            })
        })
    }
}

#[test]
fn a_dead_broker_is_replaced_as_soon_as_its_death_is_proved() {
    for seed in 0..20 {
        let mut story = Story::begin(seed);
        let victim = (story.active() + 1) % NODES;
        let took = story.kill(victim);
        // Fifty milliseconds of dials, one commit.
        assert!(took < Duration::from_millis(100), "seed {seed}: {took:?}");
    }
}

#[test]
fn a_dead_broker_that_was_the_active_controller_is_replaced_by_the_first_commit_of_the_next() {
    for seed in 0..20 {
        let mut story = Story::begin(seed);
        let victim = story.active();
        let took = story.kill(victim);
        // The dials go on while the next controller is elected.
        assert!(took < Duration::from_millis(150), "seed {seed}: {took:?}");
    }
}

#[test]
fn a_paused_node_that_was_the_active_controller_is_replaced_and_nobody_else_is_fenced() {
    for seed in 0..10 {
        let mut story = Story::begin(seed);
        let victim = story.active();
        let process = story.cluster.process(victim);
        story.cluster.world.pause(process, Duration::from_secs(10));
        let others: Vec<_> = (0..NODES).filter(|member| *member != victim).collect();
        let took = story.until(&others, Duration::from_secs(9), |image| {
            let topic = image.topic(TOPIC).expect("the topic");
            let mut partitions = topic.partitions.values();
            partitions.all(|partition| partition.has_leader() && partition.leader != id(victim))
        });
        // Until the voters give the leader up, an election, a session.
        let limit = Duration::from_millis(1_000 + 500 + 3_000 + 300);
        assert!(took < limit, "seed {seed}: {took:?}");
        for member in others {
            let image = story.cluster.controller(member).expect("runs").image();
            let fenced = |it: &usize| image.broker(id(*it)).is_none_or(|broker| broker.fenced);
            let fenced: Vec<_> = (0..NODES).filter(fenced).collect();
            assert_eq!(fenced, [victim], "seed {seed}");
        }
    }
}

#[test]
fn a_node_that_is_told_to_stop_hands_over_without_waiting_for_heartbeats() {
    for seed in 0..10 {
        let mut story = Story::begin(seed);
        let victim = (story.active() + 1) % NODES;
        let began = story.cluster.world.now();
        assert!(story.cluster.stop(victim, Duration::from_secs(10)));
        let took = story.cluster.world.now().since(began);
        // Two commits, and one heartbeat of each broker between them.
        assert!(took < Duration::from_millis(150), "seed {seed}: {took:?}");
    }
}

/// A client that asks one broker who leads, again and again, and remembers the answers.
struct Asker {
    of: Endpoint,
    answers: Mutex<Vec<(Instant, Vec<i32>)>>,
}

impl Asker {
    const VERSION: i16 = 12;
    const EVERY: Duration = Duration::from_millis(10);

    fn ask(&self, now: Instant, out: &mut Vec<Output>) {
        let topic = MetadataRequestTopic {
            name: Some(TOPIC.into()),
            ..MetadataRequestTopic::default()
        };
        let request = MetadataRequest {
            topics: Some(vec![topic]),
            ..MetadataRequest::default()
        };
        let number = now.0;
        let correlation = i32::try_from(number % 1_000_000_007).expect("small");
        let frame = encode_request(Self::VERSION, correlation, None, &request);
        out.push(Output::Call(Call {
            id: CallId(number),
            peer: BrokerId(-1),
            endpoint: self.of.clone(),
            lane: 0,
            frame: frame.expect("a request"),
            deadline: now + Duration::from_secs(5),
        }));
    }
}

impl Node for Asker {
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

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        if let Event::Called(_, answer) = event {
            let answer = answer.expect("the broker lives");
            let decoded = decode_response::<MetadataRequest>(Self::VERSION, answer);
            let (_, response) = decoded.expect("an answer");
            let partitions = response.topics[0].partitions.iter();
            let leaders = partitions.map(|partition| partition.leader_id).collect();
            let mut answers = self.answers.lock().expect("whole");
            answers.push((now.instant, leaders));
            out.push(Output::WakeAt(now.instant + Self::EVERY));
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        self.ask(now.instant, out);
    }
}

#[test]
fn who_asks_after_a_death_is_told_of_the_living_and_not_again_of_the_dead() {
    for seed in 0..10 {
        let mut story = Story::begin(seed);
        let victim = (story.active() + 1) % NODES;
        let asked = (story.active() + 2) % NODES;
        let asker = Arc::new(Asker {
            of: Endpoint {
                host: format!("n{}", asked + 1),
                port: 9092,
            },
            answers: Mutex::default(),
        });
        let process = story.cluster.world.add_process("asker");
        let node = NodeSpec {
            name: "asker",
            node: asker.clone(),
            first: Vec::new(),
            listeners: Vec::new(),
        };
        story.cluster.world.start(process, vec![node]);
        story.cluster.world.run_for(Duration::from_millis(200));
        let died = story.cluster.world.now();
        story.kill(victim);
        story.cluster.world.run_for(Duration::from_millis(500));
        let answers = asker.answers.lock().expect("whole");
        // What was under way in the moment of the death may still name the dead.
        let told = answers
            .iter()
            .filter(|(at, _)| died.since(*at) == Duration::ZERO);
        let told: Vec<_> = told.map(|(_, leaders)| leaders).skip(2).collect();
        let dead = id(victim).0;
        assert!(told.len() > 10, "seed {seed}: {told:?}");
        let named = told
            .iter()
            .filter(|leaders| leaders.contains(&dead))
            .count();
        assert_eq!(named, 0, "seed {seed}: {told:?}");
    }
}
