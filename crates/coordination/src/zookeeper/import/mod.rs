//! The tree of a stopped Kafka 3: what a cluster of ours takes over of it, and what has to be written before that. Pure: it looks at
//! a tree that was read, and says. Nothing in it ever removes a znode.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use bytes::Bytes;
use metadata::{Image, PartitionRegistration, Position, Topic};
use types::{BrokerId, ControllerEpoch, Offset, Uuid};
use world::{Stat, Write};

use super::znodes::content::MalformedZnode;
use super::znodes::{Picture, content, paths, read_whole, registrations};

/// Znodes by their path below the chroot.
pub type Tree = BTreeMap<String, (Bytes, Stat)>;

/// Kafka 3.9 writes no other: above it is a cluster on its way to KRaft.
const MIGRATION: &str = "/migration";

/// The run of a broker that was none of ours.
pub(super) const NO_RUN: Uuid = Uuid([0; 16]);

/// Something that stands in the way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Obstacle {
    /// The znode, below the chroot.
    pub path: String,
    /// What is wrong, and what to do about it.
    pub why: String,
}

impl Obstacle {
    fn new(path: impl Into<String>, why: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            why: why.into(),
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.why)
    }
}

impl std::error::Error for Obstacle {}

impl From<MalformedZnode> for Obstacle {
    fn from(error: MalformedZnode) -> Self {
        let why = format!("{}; repair it with ZooKeeper's shell", error.why);
        Self::new(error.path, why)
    }
}

/// What stays behind.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftBehind {
    /// The znode, or the one above all of a kind.
    pub path: String,
    /// How many there are.
    pub count: usize,
    /// Why.
    pub why: &'static str,
}

/// What a tree holds for us.
#[derive(Clone, Debug)]
pub struct Survey {
    /// `/cluster/id`.
    pub cluster_id: String,
    /// `/controller_epoch`.
    pub controller_epoch: ControllerEpoch,
    /// The cluster as our controllers will read it.
    pub image: Image,
    /// Whether the tree is ours already.
    pub is_ready: bool,
    /// Topics that are marked to be removed: that goes on.
    pub removals: Vec<String>,
    /// What is not taken over.
    pub left_behind: Vec<LeftBehind>,
    /// What makes the tree ready, each of the lists as a whole. Nothing where it is.
    pub writes: Vec<Vec<Write>>,
}

impl Survey {
    /// The brokers that keep a replica.
    #[must_use]
    pub fn brokers(&self) -> BTreeSet<BrokerId> {
        let partitions = self
            .image
            .topics()
            .iter()
            .flat_map(|topic| topic.partitions.values());
        partitions
            .flat_map(|partition| partition.replicas.clone())
            .collect()
    }
}

/// Looks at a tree.
///
/// # Errors
/// Everything that stands in the way of a takeover.
pub fn survey(tree: &Tree) -> Result<Survey, Vec<Obstacle>> {
    let mut obstacles = Vec::new();
    let cluster_id = keep(&mut obstacles, cluster_id(tree));
    let controller_epoch = keep(&mut obstacles, controller_epoch(tree));
    living(tree, &mut obstacles);
    let epoch = controller_epoch.unwrap_or(ControllerEpoch(i32::MAX));
    let picture: Picture = tree.clone();
    let (records, malformed) = read_whole(&picture, epoch);
    obstacles.extend(malformed.into_iter().map(Obstacle::from));
    let position = Position {
        epoch,
        offset: Offset::ZERO,
    };
    let image = Image::from_snapshot(position, records).map_err(|error| {
        Obstacle::new(
            "/",
            format!("what the znodes say contradicts itself: {error}"),
        )
    });
    let image = keep(&mut obstacles, image);
    if let Some(image) = &image {
        for topic in image.topics().iter() {
            check_topic(topic, &mut obstacles);
        }
    }
    let (Some(cluster_id), Some(controller_epoch), Some(image), []) =
        (cluster_id, controller_epoch, image, obstacles.as_slice())
    else {
        return Err(obstacles);
    };
    let mut survey = Survey {
        cluster_id,
        controller_epoch,
        is_ready: tree.contains_key(paths::COMMIT),
        removals: names(tree, paths::DELETIONS),
        left_behind: left_behind(tree),
        image,
        writes: Vec::new(),
    };
    survey.writes = preparation(tree, &survey);
    Ok(survey)
}

fn keep<T>(obstacles: &mut Vec<Obstacle>, read: Result<T, Obstacle>) -> Option<T> {
    read.map_err(|obstacle| obstacles.push(obstacle)).ok()
}

fn missing(path: &str) -> Obstacle {
    let why = "it is missing: this is no tree of a Kafka cluster; point zookeeper.connect at the right ensemble and chroot";
    Obstacle::new(path, why)
}

fn read<T>(
    tree: &Tree,
    path: &str,
    read: impl FnOnce(&[u8]) -> Result<T, String>,
) -> Result<T, Obstacle> {
    let (data, _) = tree.get(path).ok_or_else(|| missing(path))?;
    content::at(path, read(data)).map_err(Obstacle::from)
}

fn cluster_id(tree: &Tree) -> Result<String, Obstacle> {
    read(tree, paths::CLUSTER_ID, content::read_cluster_id)
}

fn controller_epoch(tree: &Tree) -> Result<ControllerEpoch, Obstacle> {
    read(
        tree,
        paths::CONTROLLER_EPOCH,
        content::read_controller_epoch,
    )
}

/// Names of the children of a znode.
fn names(tree: &Tree, parent: &str) -> Vec<String> {
    let prefix = format!("{parent}/");
    let below = tree.range(prefix.clone()..);
    let below = below.map_while(|(path, _)| path.strip_prefix(&prefix));
    below
        .filter(|name| !name.is_empty() && !name.contains('/'))
        .map(str::to_owned)
        .collect()
}

/// Whoever still runs, and what a cluster has that is on its way elsewhere.
fn living(tree: &Tree, obstacles: &mut Vec<Obstacle>) {
    for broker in names(tree, paths::BROKER_IDS) {
        let why = format!(
            "broker {broker} runs: stop every broker first; one that was killed is gone when its session has ended \
             (zookeeper.session.timeout.ms)"
        );
        obstacles.push(Obstacle::new(
            format!("{}/{broker}", paths::BROKER_IDS),
            why,
        ));
    }
    if let Some((data, _)) = tree.get(paths::CONTROLLER) {
        let who = match content::read_controller(data) {
            Ok(broker) => format!("broker {broker} is the controller"),
            Err(why) => format!("there is a controller, and {why}"),
        };
        let why = format!("{who}: stop every broker first");
        obstacles.push(Obstacle::new(paths::CONTROLLER, why));
    }
    if tree.contains_key(MIGRATION) {
        let why = "the cluster's move to KRaft has begun: end it, or take it back, with Kafka's own tools first";
        obstacles.push(Obstacle::new(MIGRATION, why));
    }
    for path in [paths::BROKER_IDS, paths::TOPICS] {
        if !tree.contains_key(path) {
            obstacles.push(missing(path));
        }
    }
}

/// What no Kafka writes, though each znode by itself can be read.
fn check_topic(topic: &Topic, obstacles: &mut Vec<Obstacle>) {
    let name = topic.name.as_str();
    let path = paths::topic(name);
    let below = format!("{path}/");
    if obstacles
        .iter()
        .any(|it| it.path == path || it.path.starts_with(&below))
    {
        // A partition that cannot be read is missing here, and that has been said.
        return;
    }
    for (place, (index, partition)) in topic.partitions.iter().enumerate() {
        if i32::try_from(place) != Ok(index.0) {
            let why = format!("partition {place} is missing, and there is partition {index}");
            obstacles.push(Obstacle::new(&path, why));
            return;
        }
        let wrong = wrong_state(partition);
        obstacles.extend(wrong.map(|why| Obstacle::new(paths::state(name, *index), why)));
    }
}

fn wrong_state(partition: &PartitionRegistration) -> Option<String> {
    let nobody = partition.in_sync.is_empty() && partition.eligible_leaders.is_empty();
    if nobody && partition.last_known_eligible_leaders.is_empty() {
        return Some("\"isr\" names nobody, so it is not known who has the records".to_owned());
    }
    let leader = partition.leader;
    if partition.has_leader() && !partition.in_sync.contains(&leader) {
        return Some(format!("the leader, broker {leader}, is not in \"isr\""));
    }
    (partition.leader_epoch.0 < 0).then(|| "\"leader_epoch\" is negative".to_owned())
}

/// What has no meaning to us, by the znode above it.
const UNKNOWN_TO_US: [(&str, &str); 9] = [
    (
        "/kafka-acl",
        "permissions are not served: whoever can connect may do everything",
    ),
    (
        "/kafka-acl-extended",
        "permissions are not served: whoever can connect may do everything",
    ),
    (
        "/config/users",
        "quotas and passwords of users are not served",
    ),
    ("/config/clients", "quotas of clients are not served"),
    ("/config/ips", "limits of addresses are not served"),
    (
        "/delegation_token/tokens",
        "delegation tokens are not served",
    ),
    (
        "/consumers",
        "consumers that keep their offsets in ZooKeeper are older than Kafka 0.9 and are not served",
    ),
    (
        "/admin/reassign_partitions",
        "it is the request of an old tool; what it began is in the topics, and goes on",
    ),
    (
        "/admin/preferred_replica_election",
        "it is the request of an old tool; ask again with `highwater cluster elect-leaders`",
    ),
];

fn left_behind(tree: &Tree) -> Vec<LeftBehind> {
    let mut left = Vec::new();
    let mut say = |path: &str, count: usize, why| {
        if count > 0 {
            let path = path.to_owned();
            left.push(LeftBehind { path, count, why });
        }
    };
    for (path, why) in UNKNOWN_TO_US {
        let below = format!("{path}/");
        let leaves = tree
            .iter()
            .filter(|(node, (data, stat))| {
                let is_one = node.starts_with(&below) || **node == path && !data.is_empty();
                is_one && stat.children == 0
            })
            .count();
        say(path, leaves, why);
    }
    for name in names(tree, "") {
        let path = format!("/{name}");
        if !is_known(&path) {
            say(&path, 1, "it is nothing of Kafka's");
        }
    }
    left
}

/// Whether a znode of the highest level is Kafka's, ours or ZooKeeper's.
fn is_known(path: &str) -> bool {
    let kafkas = [
        "/kafka-acl",
        "/kafka-acl-changes",
        "/kafka-acl-extended",
        "/kafka-acl-extended-changes",
    ];
    let others = [
        "/controller",
        "/controller_epoch",
        paths::NO_FEATURES,
        "/delegation_token",
        "/zookeeper",
    ];
    paths::FOUNDATIONS.contains(&path) || kafkas.contains(&path) || others.contains(&path)
}

/// The znodes that we begin with, where they are not there, and what is known of each broker: that its next run is the first
/// with us, and that it has lost nothing if its log directories were closed in order.
fn preparation(tree: &Tree, survey: &Survey) -> Vec<Vec<Write>> {
    if survey.is_ready {
        return Vec::new();
    }
    let create = |path: String, data: Bytes| Write::Create {
        path,
        data,
        ephemeral: false,
    };
    // The mark of a tree that is ours comes last: a takeover that is cut short is made again.
    let foundations = paths::FOUNDATIONS
        .into_iter()
        .filter(|path| *path != paths::COMMIT && !tree.contains_key(*path))
        .map(|path| create(path.to_owned(), Bytes::new()));
    let brokers = survey.brokers().into_iter().filter_map(|broker| {
        let path = paths::broker(broker);
        let registration = registrations::of_kafka(broker);
        (!tree.contains_key(&path)).then(|| create(path, registration))
    });
    let all: Vec<Write> = foundations.chain(brokers).collect();
    let mut writes: Vec<Vec<Write>> = all.chunks(WRITES_AT_ONCE).map(<[Write]>::to_vec).collect();
    writes.push(vec![create(paths::COMMIT.to_owned(), Bytes::new())]);
    writes
}

/// A write of ZooKeeper's has room for 1 MB by default; one of these takes a hundred bytes.
const WRITES_AT_ONCE: usize = 1_000;
