//! What a seed stands for.

use std::fmt;
use std::time::Duration;

use coordination::MemoryFaults;
use world_sim::{Crash, DiskOperation, EnsembleModel, NetworkSettings, Random};

use super::combination::{
    combination, deleting_combination, lost_while_proposed, rare_combination,
};
use super::fault::{DiskTrouble, Fault, Target, any_target};
use super::{ensembles, memory};

/// What acknowledged records rest on, which decides what may go wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// Page caches, as in Kafka; no machine ever crashes.
    ProcessesOnly,
    /// Page caches of two in-sync replicas; one machine at a time may lose what it did not flush, or its disk.
    PageCache,
    /// Flushed before acknowledged; any machines may crash, and keep their disks.
    Flushed,
}

/// A topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicPlan {
    /// Its name.
    pub name: String,
    /// Its partitions.
    pub partitions: i32,
    /// Replicas of each.
    pub replication_factor: i16,
    /// Its own configs.
    pub configs: Vec<(String, String)>,
}

/// A producer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProducerPlan {
    /// Place of its topic.
    pub topic: usize,
    /// Its partition.
    pub partition: i32,
    /// 0, 1 or −1.
    pub acks: i16,
    /// Whether it numbers its batches.
    pub idempotent: bool,
    /// Most time from an answer to the next batch.
    pub pause_max: Duration,
    /// Most bytes of padding.
    pub padding_max: u64,
}

/// A topic that is written to, deleted, and made again under its name when all that was sent has arrived or never will: a cut
/// holds it back for less than 20 seconds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TopicAgain {
    /// How long somebody writes to it.
    pub written_for: Duration,
    /// When it is deleted and made again; nobody writes to it after.
    pub made_anew_after: Duration,
}

/// The edition of what seeds stand for where none is told: the newest that many histories have shown to be sound.
pub const EDITION: u32 = 8;
/// The newest edition.
pub const NEWEST_EDITION: u32 = 9;

/// A history before it is lived.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// Where it came from, and the source of all chance within it.
    pub seed: u64,
    /// Nodes.
    pub nodes: usize,
    /// So many of them, the first, vote.
    pub controllers: usize,
    /// The ZooKeeper ensemble that the cluster is kept in, in place of a quorum; every node is a controller then.
    pub ensemble: Option<EnsembleModel>,
    /// How the store in memory is that the cluster is kept in, in place of a quorum.
    pub memory: Option<MemoryFaults>,
    /// What acknowledged records rest on.
    pub durability: Durability,
    /// Whether leaders may be elected who lack what is committed: what was acknowledged may be lost, and all the rest holds.
    pub unclean: bool,
    /// Lines of every node's `server.properties`.
    pub properties: Vec<String>,
    /// The topics.
    pub topics: Vec<TopicPlan>,
    /// The producers.
    pub producers: Vec<ProducerPlan>,
    /// Whether readers say where they are, and read from followers there.
    pub follower_reads: bool,
    /// Whether a group of consumers joins and commits.
    pub group: bool,
    /// How the network is when nothing is wrong with it.
    pub network: NetworkSettings,
    /// How long a flush takes, at least and at most.
    pub flush: (Duration, Duration),
    /// How long faults last.
    pub faulty_for: Duration,
    /// Whether a topic is deleted and made again under its name.
    pub again: Option<TopicAgain>,
    /// What goes wrong, and when, from the moment when the clients begin.
    pub faults: Vec<(Duration, Fault)>,
}

pub(super) fn millis(random: &mut Random, least: u64, most: u64) -> Duration {
    Duration::from_millis(least + random.below(most - least + 1))
}

pub(super) fn pick<T: Copy>(random: &mut Random, choices: &[T]) -> T {
    choices[usize::try_from(random.below(choices.len() as u64)).unwrap_or(0)]
}

impl Plan {
    /// The plan of a seed.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self::of_edition(EDITION, seed)
    }

    /// The plan that a seed stood for in an edition: what later ones add is left out, so that a seed that found a bug stands for
    /// the same plan for ever.
    #[must_use]
    pub fn of_edition(edition: u32, seed: u64) -> Self {
        let random = &mut Random::new(seed);
        let mut plan = Self::first(seed, random);
        if edition >= 2 {
            plan.add_rare(random);
        }
        if edition >= 3 {
            plan.add_damage(random);
        }
        if edition >= 4 && random.below(3) == 0 {
            plan.again = Some(TopicAgain {
                written_for: millis(random, 4_000, 12_000),
                made_anew_after: millis(random, 36_000, 55_000),
            });
        }
        if edition >= 5 {
            plan.add_deletions(random);
        }
        if edition >= 6 {
            plan.add_lost_members(random);
        }
        if edition >= 7 {
            plan.add_slow_disks(random);
        }
        if edition >= 8 && plan.ensemble.is_none() {
            plan.memory = memory::of(random, plan.faulty_for, &mut plan.faults);
        }
        if edition >= 9
            && let Some(memory) = &mut plan.memory
        {
            memory.unknown_one_in = 10 + random.below(50);
        }
        plan.faults.sort_by_key(|(at, _)| *at);
        plan
    }

    /// What belongs to edition 1.
    fn first(seed: u64, random: &mut Random) -> Self {
        let nodes = pick(random, &[3, 3, 3, 4, 5]);
        let controllers = pick(random, if nodes == 5 { &[1, 3, 5] } else { &[1, 3, 3] });
        let durability = pick(
            random,
            &[
                Durability::ProcessesOnly,
                Durability::PageCache,
                Durability::PageCache,
                Durability::Flushed,
            ],
        );
        let unclean = random.below(6) == 0;
        let topics = topics(random, durability, unclean);
        let producers = producers(random, &topics);
        let properties = properties(random, durability);
        let network = NetworkSettings {
            delay_max: pick(random, &[200, 500, 2_000]).micros(),
            slow_per_million: pick(random, &[0, 500, 5_000]),
            slow_max: millis(random, 5, 300),
            split_per_million: pick(random, &[0, 20_000]),
            ..NetworkSettings::default()
        };
        let flush = (Duration::from_micros(200), millis(random, 1, 20));
        let faulty_for = millis(random, 57_000, 64_000);
        let mut faults = faults(random, faulty_for, (nodes, controllers), durability);
        let ensemble = ensembles::of(seed, faulty_for, &mut faults);
        faults.sort_by_key(|(at, _)| *at);
        Self {
            seed,
            nodes,
            controllers: if ensemble.is_some() {
                nodes
            } else {
                controllers
            },
            ensemble,
            memory: None,
            durability,
            unclean,
            properties,
            topics,
            producers,
            follower_reads: random.below(2) == 0,
            group: random.below(3) == 0 && !unclean,
            network,
            flush,
            faulty_for,
            again: None,
            faults,
        }
    }
}

/// What follows the first edition.
impl Plan {
    /// Faults that seldom amount to anything, and what they need.
    fn add_rare(&mut self, random: &mut Random) {
        if random.below(2) == 0 {
            return;
        }
        if random.below(2) == 0 {
            self.properties.push("replica.fetch.max.bytes=1".to_owned());
        }
        self.producers.push(ProducerPlan {
            topic: 0,
            partition: 0,
            acks: 1,
            idempotent: false,
            pause_max: millis(random, 100, 400),
            padding_max: 100,
        });
        for _ in 0..1 + random.below(2) {
            let last = self.faulty_for - Duration::from_secs(15);
            let at = random.between(Duration::from_secs(2), last);
            let together = rare_combination(random, self.controllers, self.durability);
            self.faults.extend(
                together
                    .into_iter()
                    .map(|(after, fault)| (at + after, fault)),
            );
        }
    }

    /// Bytes on disks that are others than those that were written. Such damage is found within seconds, and there is something
    /// that it may befall: what is known to be flushed.
    fn add_damage(&mut self, random: &mut Random) {
        if self.unclean || random.below(4) > 0 {
            return;
        }
        for line in [
            "highwater.scrub.interval.ms=8000",
            "log.flush.interval.ms=1500",
            "replica.high.watermark.checkpoint.interval.ms=2000",
        ] {
            self.properties.push(line.to_owned());
        }
        for _ in 0..2 + random.below(4) {
            let last = self.faulty_for - Duration::from_secs(1);
            let at = random.between(Duration::from_secs(8), last);
            let choices = [
                DiskTrouble::BitFlip,
                DiskTrouble::Misdirected,
                DiskTrouble::LostWrite,
            ];
            let trouble = pick(random, &choices);
            let target = any_target(random, self.nodes);
            self.faults.push((at, Fault::Disk(target, trouble)));
        }
    }
}

/// What deletes records.
impl Plan {
    /// Records that are deleted, and segments small enough in time for files to go with them. Not where disks are damaged: what
    /// is damaged below the start of a log is neither read nor repaired, so that nothing would say when it has healed.
    fn add_deletions(&mut self, random: &mut Random) {
        let is_damage =
            |fault: &Fault| matches!(fault, Fault::Disk(_, trouble) if trouble.is_damage());
        if self.faults.iter().any(|(_, fault)| is_damage(fault)) || random.below(2) == 0 {
            return;
        }
        let topic = &mut self.topics[0];
        for (key, least, most) in [
            ("segment.ms", 1_000, 8_000),
            ("file.delete.delay.ms", 100, 3_000),
        ] {
            let value = millis(random, least, most).as_millis().to_string();
            topic.configs.push((key.to_owned(), value));
        }
        for _ in 0..1 + random.below(5) {
            let last = self.faulty_for - Duration::from_secs(1);
            let at = random.between(Duration::from_secs(5), last);
            let share = pick(random, &[None, None, Some(100)]);
            self.faults.push((at, Fault::DeleteRecords(share)));
        }
        for _ in 0..1 + random.below(2) {
            let last = self.faulty_for - Duration::from_secs(18);
            let at = random.between(Duration::from_secs(5), last);
            let together = deleting_combination(random, self.durability);
            let together = together.into_iter();
            self.faults
                .extend(together.map(|(after, fault)| (at + after, fault)));
        }
    }
}

/// Who loses everything while it is proposed.
impl Plan {
    /// Members that are lost between their proposal and the word of the controller, and what they need to be proposed late.
    fn add_lost_members(&mut self, random: &mut Random) {
        let may_lose = self.durability == Durability::PageCache && self.controllers > 1;
        if !may_lose || random.below(2) == 0 {
            return;
        }
        let one_by_one = "replica.fetch.max.bytes=1".to_owned();
        if !self.properties.contains(&one_by_one) {
            self.properties.push(one_by_one);
        }
        for _ in 0..2 {
            let last = self.faulty_for - Duration::from_secs(12);
            let at = random.between(Duration::from_secs(2), last);
            let together = lost_while_proposed(random).into_iter();
            self.faults
                .extend(together.map(|(after, fault)| (at + after, fault)));
        }
    }
}

/// Disks that are of no use.
impl Plan {
    /// Disks that keep no pace, where acknowledgements wait for them.
    fn add_slow_disks(&mut self, random: &mut Random) {
        if self.durability != Durability::Flushed || random.below(2) == 0 {
            return;
        }
        for _ in 0..1 + random.below(2) {
            let last = self.faulty_for - Duration::from_secs(5);
            let at = random.between(Duration::from_secs(2), last);
            let trouble = DiskTrouble::KeepsNoPace(millis(random, 1_000, 16_000));
            let target = match random.below(2) {
                0 => Target::Leader,
                _ => any_target(random, self.nodes),
            };
            self.faults.push((at, Fault::Disk(target, trouble)));
        }
    }
}

trait Micros {
    fn micros(self) -> Duration;
}

impl Micros for u64 {
    fn micros(self) -> Duration {
        Duration::from_micros(self)
    }
}

fn topics(random: &mut Random, durability: Durability, unclean: bool) -> Vec<TopicPlan> {
    let count = 1 + random.below(2);
    (0..count)
        .map(|number| {
            let min_in_sync = match durability {
                Durability::ProcessesOnly => 1 + random.below(2),
                Durability::PageCache => 2,
                Durability::Flushed => 1 + random.below(2),
            };
            let mut configs = vec![("min.insync.replicas".to_owned(), min_in_sync.to_string())];
            if durability == Durability::Flushed {
                configs.push(("flush.messages".to_owned(), "1".to_owned()));
            }
            if unclean {
                configs.push((
                    "unclean.leader.election.enable".to_owned(),
                    "true".to_owned(),
                ));
            }
            if random.below(3) == 0 {
                configs.push(("segment.bytes".to_owned(), "1048576".to_owned()));
            }
            TopicPlan {
                name: format!("t{number}"),
                partitions: 1 + i32::try_from(random.below(3)).unwrap_or(0),
                replication_factor: 3,
                configs,
            }
        })
        .collect()
}

fn producers(random: &mut Random, topics: &[TopicPlan]) -> Vec<ProducerPlan> {
    let mut producers = Vec::new();
    for (topic, plan) in topics.iter().enumerate() {
        for partition in 0..plan.partitions {
            for _ in 0..1 + random.below(2) {
                let (acks, idempotent) = pick(
                    random,
                    &[(-1, true), (-1, true), (-1, false), (1, false), (0, false)],
                );
                producers.push(ProducerPlan {
                    topic,
                    partition,
                    acks,
                    idempotent,
                    pause_max: millis(random, 200, 1_500),
                    padding_max: pick(random, &[0, 100, 100, 5_000]),
                });
            }
        }
    }
    producers[0].acks = -1;
    producers
}

fn properties(random: &mut Random, durability: Durability) -> Vec<String> {
    let mut lines = vec![
        format!(
            "broker.session.timeout.ms={}",
            pick(random, &[2_000, 3_000, 6_000])
        ),
        "broker.heartbeat.interval.ms=500".to_owned(),
        format!(
            "replica.lag.time.max.ms={}",
            pick(random, &[2_000, 5_000, 10_000])
        ),
        "offsets.topic.num.partitions=2".to_owned(),
        "default.replication.factor=3".to_owned(),
        "group.initial.rebalance.delay.ms=500".to_owned(),
        format!("replica.fetch.wait.max.ms={}", pick(random, &[100, 500])),
        format!(
            "replica.high.watermark.checkpoint.interval.ms={}",
            pick(random, &[5_000, 5_000, 60_000])
        ),
        "unclean.leader.election.enable=false".to_owned(),
        "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector"
            .to_owned(),
    ];
    if durability == Durability::Flushed {
        lines.push("log.flush.interval.messages=1".to_owned());
    }
    if random.below(3) == 0 {
        lines.push("metadata.log.max.record.bytes.between.snapshots=2000".to_owned());
    }
    if random.below(4) == 0 {
        lines.push("highwater.fence.on.refused=false".to_owned());
    }
    lines
}

fn faults(
    random: &mut Random,
    faulty_for: Duration,
    (nodes, controllers): (usize, usize),
    durability: Durability,
) -> Vec<(Duration, Fault)> {
    let count = 4 + random.below(12);
    let mut faults: Vec<(Duration, Fault)> = (0..count)
        .map(|_| {
            let at = random.between(Duration::from_secs(1), faulty_for - Duration::from_secs(2));
            (at, fault(random, nodes, controllers, durability))
        })
        .collect();
    for _ in 0..1 + random.below(3) {
        let last = faulty_for - Duration::from_secs(15);
        let at = random.between(Duration::from_secs(2), last);
        let together = combination(random, controllers, durability);
        faults.extend(
            together
                .into_iter()
                .map(|(after, fault)| (at + after, fault)),
        );
    }
    for _ in 0..random.below(8) {
        let at = random.between(Duration::from_secs(8), faulty_for - Duration::from_secs(1));
        faults.push((at, Fault::LateProposals));
    }
    faults
}

fn fault(random: &mut Random, nodes: usize, controllers: usize, durability: Durability) -> Fault {
    let target = any_target(random, nodes);
    let down = millis(random, 100, 6_000);
    let node = |random: &mut Random| usize::try_from(random.below(nodes as u64)).unwrap_or(0);
    match random.below(100) {
        0..20 => Fault::Crash(target, Crash::Process, down),
        20..30 if durability != Durability::ProcessesOnly => {
            Fault::Crash(target, Crash::Machine, down)
        }
        30..34 => {
            let crash = match durability {
                Durability::Flushed => Crash::Machine,
                Durability::ProcessesOnly | Durability::PageCache => Crash::Process,
            };
            Fault::AllCrash(crash, down)
        }
        34..40 => Fault::Stop(target, down),
        40..42 => Fault::RollingRestart,
        42..49 => Fault::Pause(target, millis(random, 200, 9_000)),
        49..52 => Fault::Slow(target, millis(random, 1, 10), down),
        52..59 => Fault::Isolate(target, millis(random, 500, 9_000)),
        59..62 => Fault::Deaf(target, down),
        62..65 => Fault::Mute(target, down),
        65 | 66 => Fault::CutPair(node(random), node(random), down),
        67 => Fault::CutFollower(millis(random, 500, 14_000)),
        68..70 => Fault::Bridge(down),
        70..73 => Fault::Reset(target),
        73..78 => Fault::BadNetwork(down),
        78..80 => Fault::ClockStep(
            target,
            pick(random, &[-86_400_000, -5_000, 5_000, 3_600_000]),
        ),
        80..82 => Fault::Drift(target, pick(random, &[-50_000, -500, 500, 50_000])),
        82..90 => disk_fault(random, target, controllers, durability),
        90..93 => Fault::Reassign,
        93 => Fault::CancelReassignment,
        94..96 => Fault::ElectPreferred,
        96 => Fault::MinInSync(2),
        97 => Fault::ShortTopic(down),
        98 => Fault::Grow,
        _ => Fault::Crash(Target::Leader, Crash::Process, down),
    }
}

fn disk_fault(
    random: &mut Random,
    target: Target,
    controllers: usize,
    durability: Durability,
) -> Fault {
    let time = millis(random, 500, 6_000);
    let may_lose = durability == Durability::PageCache && controllers > 1;
    let trouble = match random.below(10) {
        0 | 1 => DiskTrouble::Slow(time),
        2 => DiskTrouble::Full(time),
        3 if may_lose => DiskTrouble::Fails(DiskOperation::Read),
        4 if may_lose => DiskTrouble::Fails(DiskOperation::Write),
        5 if may_lose => DiskTrouble::Fails(DiskOperation::Flush),
        6 if may_lose => DiskTrouble::Gone(time),
        7 if may_lose => DiskTrouble::Stale(time),
        _ => DiskTrouble::Slow(time),
    };
    Fault::Disk(target, trouble)
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "seed {}: {} nodes, {} of them vote, {:?}, unclean elections {}, faults for {:?}",
            self.seed,
            self.nodes,
            self.controllers,
            self.durability,
            if self.unclean { "allowed" } else { "forbidden" },
            self.faulty_for
        )?;
        if let Some(ensemble) = &self.ensemble {
            writeln!(f, "  in ZooKeeper: {ensemble:?}")?;
        }
        if let Some(memory) = &self.memory {
            writeln!(f, "  in memory: {memory:?}")?;
        }
        writeln!(f, "  {}", self.properties.join(" "))?;
        for topic in &self.topics {
            writeln!(
                f,
                "  topic {} of {} partitions, replication factor {}, {:?}",
                topic.name, topic.partitions, topic.replication_factor, topic.configs
            )?;
        }
        for producer in &self.producers {
            writeln!(f, "  {producer:?}")?;
        }
        if let Some(again) = self.again {
            writeln!(f, "  {again:?}")?;
        }
        writeln!(f, "  {:?}", self.network)?;
        for (at, fault) in &self.faults {
            writeln!(f, "  after {at:?}: {fault:?}")?;
        }
        Ok(())
    }
}
