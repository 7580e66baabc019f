//! The same topics and events in a Kafka 3.9 and in our own brokers, both kept in ZooKeeper, and the trees that they leave, as
//! ZooKeeper's shell shows them, side by side; and what ours do where a tree is spoilt, and where the servers ask who they are.

mod acls;
mod compare;
mod spoilt;
mod tls;

use std::time::Duration;

pub use compare::{Difference, Meant, differences};

use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Admin, Cluster, Layout, NewTopic, until};
use crate::report::Outcome;
use crate::tools::{Java, Tree};

const LIMIT: Duration = Duration::from_secs(60);
/// The broker that goes and comes back. It is not the controller, which is the one that was started first.
const VICTIM: i32 = 2;

/// What is different on purpose.
pub const MEANT: [Meant; 5] = [
    Meant {
        act: "",
        path: "/config/changes/*",
        field: "",
        so: |_, ours| ours.is_null(),
        why: "Kafka's brokers leave each other notices of changed settings, which they remove after a quarter of an hour; ours read \
              the settings themselves",
    },
    Meant {
        act: "",
        path: "/config/brokers/<default>",
        field: "config.min.insync.replicas",
        so: |kafka, ours| kafka.is_null() && ours == "1",
        why: "with eligible leaders (KIP-966) the setting has to be the same for all, and is recorded when the cluster begins",
    },
    Meant {
        act: "",
        path: "/brokers/topics/*/partitions/*/state",
        field: "leader_epoch",
        so: |kafka, ours| (0..kafka.as_i64().unwrap_or(0)).contains(&ours.as_i64().unwrap_or(-1)),
        why: "a follower that leaves or moves begins no new leadership, as in Kafka 4; in Kafka 3.9 with ZooKeeper it does",
    },
    Meant {
        act: LAST_ACT,
        path: "/brokers/topics/*/partitions/*/state",
        field: "isr",
        so: |kafka, ours| {
            let count = |value: &serde_json::Value| value.as_array().map(Vec::len);
            count(kafka) == Some(1) && count(ours) == Some(0)
        },
        why: "the last one that leaves in order stays eligible (KIP-966), which is kept below /highwater",
    },
    Meant {
        act: LAST_ACT,
        path: "/brokers/topics/*/partitions/*/state",
        field: "leader",
        so: |kafka, ours| kafka.as_i64() >= Some(0) && *ours == -1,
        why: "as for the ISR: whoever left in order leads nothing",
    },
];

/// A cluster of one of the two, and the trees after each act.
struct Play<'a> {
    shell: &'a Java,
    cluster: Cluster,
}

const LAST_ACT: &str = "all stop in order";

type Act = (&'static str, fn(&mut Play<'_>) -> Result<(), Failure>);

const ACTS: [Act; 6] = [
    ("topics are made, set and deleted", topics),
    ("a block of producer ids is given out", producer_ids),
    ("a broker dies", dies),
    ("it comes back", returns),
    ("a replica moves", moves),
    (LAST_ACT, stops),
];

impl<'a> Play<'a> {
    fn begin(kind: &Kind, shell: &'a Java) -> Result<Self, Failure> {
        let mut cluster = Cluster::prepare(kind, &Layout::in_zookeeper(3, 1))?;
        for id in cluster.brokers() {
            cluster.node(id)?.up()?;
            until(LIMIT, "a controller is active", || {
                let controller = cluster.active_controller()?;
                Ok((controller == 0).then_some(()))
            })?;
        }
        cluster.wait_until_formed()?;
        Ok(Self { shell, cluster })
    }

    fn tree(&mut self) -> Result<Tree, Failure> {
        let connect = self.cluster.ensemble()?.connect();
        until(LIMIT, "the tree can be shown", || {
            self.shell.tree(&connect).map(Some)
        })
    }

    /// Waits until a znode holds what is wanted.
    fn until_shown(&mut self, path: &str, wanted: &[&str]) -> Result<(), Failure> {
        let connect = self.cluster.ensemble()?.connect();
        let mut last = String::new();
        let found = until(LIMIT, path, || {
            last = self.shell.ask_shell(&connect, &format!("get {path}\n"))?;
            let there = wanted.iter().all(|part| last.contains(part));
            Ok(there.then_some(()))
        });
        found.map_err(|why| format!("{why}; last seen {last}"))
    }
}

fn topics(play: &mut Play<'_>) -> Result<(), Failure> {
    let admin = play.cluster.admin();
    let orders = NewTopic::placed("orders", &[&[0, 1, 2], &[1, 2, 0], &[2, 0, 1]])
        .with("min.insync.replicas", "2")
        .with("retention.ms", "-1");
    admin.create(&orders)?;
    admin.create(&NewTopic::placed("with.dots_1", &[&[1, 2], &[2, 1]]))?;
    admin.create(&NewTopic::placed("gone", &[&[0], &[1]]))?;
    admin.set_topic("orders", "cleanup.policy", "compact")?;
    admin.set_cluster("message.max.bytes", "2000000")?;
    admin.set_broker(1, "log.cleaner.threads", "2")?;
    admin.delete("gone")?;
    play.until_gone("/brokers/topics", "gone")
}

impl Play<'_> {
    /// Waits until a znode has no such child.
    fn until_gone(&mut self, path: &str, child: &str) -> Result<(), Failure> {
        let connect = self.cluster.ensemble()?.connect();
        until(LIMIT, "a znode is gone", || {
            let listed = self.shell.ask_shell(&connect, &format!("ls {path}\n"))?;
            Ok((!listed.contains(child)).then_some(()))
        })
    }
}

fn producer_ids(play: &mut Play<'_>) -> Result<(), Failure> {
    let asked = play.cluster.node(1)?.bootstrap();
    Admin::of(vec![asked]).producer_id().map(drop)
}

fn dies(play: &mut Play<'_>) -> Result<(), Failure> {
    play.cluster.node(VICTIM)?.kill();
    let state = "/brokers/topics/orders/partitions/2/state";
    play.until_shown(state, &["\"leader\":0"])?;
    play.until_shown(
        "/brokers/topics/with.dots_1/partitions/1/state",
        &["\"isr\":[1]"],
    )?;
    // We have fenced it at once; its session ends later.
    play.until_gone("/brokers/ids", &format!(", {VICTIM}]"))
}

fn returns(play: &mut Play<'_>) -> Result<(), Failure> {
    play.cluster.node(VICTIM)?.up()?;
    play.cluster.wait_until_formed()?;
    let admin = play.cluster.admin();
    for topic in ["orders", "with.dots_1"] {
        until(LIMIT, "all replicas are in sync", || {
            let view = admin.topic(topic)?;
            let whole =
                |view: &crate::cluster::PartitionView| view.isr.len() == view.replicas.len();
            Ok(view.partitions.iter().all(whole).then_some(()))
        })?;
    }
    Ok(())
}

fn moves(play: &mut Play<'_>) -> Result<(), Failure> {
    let admin = play.cluster.admin();
    admin.reassign("with.dots_1", &[(0, &[1, 0])])?;
    until(LIMIT, "the replica has moved", || {
        Ok((admin.moving()? == 0).then_some(()))
    })
}

fn stops(play: &mut Play<'_>) -> Result<(), Failure> {
    for id in [2, 1, 0] {
        play.cluster.node(id)?.stop()?;
    }
    Ok(())
}

/// What became of each act in a cluster of one kind.
fn play(kind: &Kind, shell: &Java) -> Result<Vec<(&'static str, Tree)>, Failure> {
    let mut play = Play::begin(kind, shell)?;
    let mut trees = Vec::new();
    for (name, act) in ACTS {
        act(&mut play).map_err(|why| format!("{}: {name}: {why}", kind.name()))?;
        trees.push((name, play.tree()?));
    }
    Ok(trees)
}

/// What is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Both trees after every act.
    Trees,
    /// What ours do where a tree is spoilt.
    Spoilt,
    /// What ours do where the servers ask who is there.
    Acls,
    /// What ours do where the servers want TLS.
    Tls,
}

impl Part {
    /// All, with their names.
    pub const ALL: [(&'static str, Self); 4] = [
        ("trees", Self::Trees),
        ("spoilt", Self::Spoilt),
        ("acls", Self::Acls),
        ("tls", Self::Tls),
    ];
}

/// Looks at one part.
///
/// # Errors
/// A cluster does not come up, or an act does not come to its end.
pub fn run(part: Part, ours: &Kind, kafka: &Java) -> Result<Vec<Outcome>, Failure> {
    match part {
        Part::Trees => compare_trees(ours, kafka),
        Part::Spoilt => spoilt::run(ours, kafka),
        Part::Acls => acls::run(ours, kafka),
        Part::Tls => tls::run(ours, kafka),
    }
}

/// Makes a topic, as soon as that can be done: an answer may be lost, so it may be there before it is asked for again.
fn make_topic(cluster: &Cluster, name: &str) -> Result<(), Failure> {
    let admin = cluster.admin();
    until(LIMIT, "a topic is made", || {
        let made = admin.create(&NewTopic::spread(name, 1, 1));
        made.or_else(|why| admin.topic(name).map(drop).map_err(|_| why))
            .map(Some)
    })
}

/// Starts the first broker, which has to stop by itself and to say all of this.
fn stops_saying(cluster: &mut Cluster, parts: &[&str]) -> Result<(), Failure> {
    let node = cluster.node(0)?;
    let after = node.log_text().len();
    node.spawn()?;
    until(LIMIT, "the broker has stopped by itself", || {
        Ok((!node.is_alive()).then_some(()))
    })?;
    let log = node.log_text();
    let said = log.get(after..).unwrap_or_default();
    match parts.iter().all(|part| said.contains(part)) {
        true => Ok(()),
        false => Err(format!("it said {said}, and not {parts:?}")),
    }
}

/// Plays it in both, and compares after every act.
fn compare_trees(ours: &Kind, kafka: &Java) -> Result<Vec<Outcome>, Failure> {
    let theirs = play(&Kind::Kafka(kafka.clone()), kafka)?;
    let ours = play(ours, kafka)?;
    let mut outcomes = Vec::new();
    for ((name, kafka), (_, ours)) in theirs.iter().zip(&ours) {
        let found = differences(kafka, ours).into_iter();
        let (meant, others): (Vec<_>, Vec<_>) = found.partition(|difference| {
            let here = MEANT
                .iter()
                .filter(|meant| meant.act.is_empty() || meant.act == *name);
            here.into_iter().any(|meant| difference.is(meant))
        });
        let told: Vec<String> = others.iter().map(Difference::to_string).collect();
        let result = match told.is_empty() {
            true => Ok(()),
            false => Err(told.join("\n    ")),
        };
        let name = format!(
            "after the act \"{name}\" {} znodes are as Kafka's, {} fields differ on purpose",
            kafka.len(),
            meant.len()
        );
        outcomes.push(Outcome::of(name, result));
    }
    Ok(outcomes)
}
