//! Znodes that another hand has spoilt: a broker of ours says which one and what is to be done, changes nothing, and goes on when
//! that has been done.

use std::fmt::Write as _;
use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::report::Outcome;
use crate::tools::{Java, Tree};

const LIMIT: Duration = Duration::from_secs(60);
const BROKER: i32 = 0;
const TOPIC: &str = "/brokers/topics/orders";
const STATE: &str = "/brokers/topics/orders/partitions/0/state";
const EPOCH: &str = "/controller_epoch";
const CLUSTER_ID: &str = "/cluster/id";
/// What every election changes.
const OF_ELECTIONS: [&str; 3] = ["/controller", EPOCH, "/highwater/commit"];

/// What a znode is made to hold, nothing for one that is removed; and what is said of it then.
struct Spoilt {
    path: &'static str,
    data: Option<&'static str>,
    says: &'static str,
}

const fn spoilt(path: &'static str, data: &'static str, says: &'static str) -> Spoilt {
    Spoilt {
        path,
        data: Some(data),
        says,
    }
}

const fn removed(path: &'static str) -> Spoilt {
    Spoilt {
        path,
        data: None,
        says: "it is missing",
    }
}

const FOREIGN: [Spoilt; 16] = [
    spoilt(TOPIC, r#"{"version":3"#, "it holds no JSON"),
    spoilt(TOPIC, "[1,2]", "it holds a list"),
    spoilt(STATE, "true", "it holds a truth value"),
    spoilt(
        STATE,
        r#"{"version":1,"leader":"first","leader_epoch":0,"controller_epoch":1,"isr":[0]}"#,
        r#""leader" is "first""#,
    ),
    spoilt(
        STATE,
        r#"{"version":1,"leader":0,"leader_epoch":0,"controller_epoch":1,"isr":[0,7]}"#,
        "is [0, 7] and names broker 7, which is no replica",
    ),
    spoilt(
        STATE,
        r#"{"version":1,"leader":7,"leader_epoch":0,"controller_epoch":1,"isr":[0]}"#,
        "is broker 7, which is no replica",
    ),
    spoilt(
        "/config/topics/orders",
        r#"{"version":1,"config":{"retention.ms":5}}"#,
        "the value of retention.ms is a number",
    ),
    spoilt("/config/brokers/<default>", "7", "it holds a number"),
    spoilt(
        "/latest_producer_id_block",
        r#"{"version":1,"broker":0,"block_start":"0","block_end":"x"}"#,
        r#""block_end" is no producer id"#,
    ),
    spoilt("/highwater/features", "null", "it holds null"),
    spoilt(
        "/highwater/producer_ids",
        r#"{"version":1}"#,
        r#"the field "next_producer_id" is missing"#,
    ),
    spoilt(
        "/highwater/brokers/0",
        "{}",
        r#"the field "version" is missing"#,
    ),
    spoilt("/highwater/controllers/0", "words", "it holds no JSON"),
    spoilt("/highwater/topics/orders", "7", "it holds a number"),
    spoilt("/highwater/topics/orders/0", "[]", "it holds a list"),
    spoilt(EPOCH, "many", r#""many" is no epoch"#),
];

const REMOVED: [Spoilt; 3] = [removed(STATE), removed("/highwater/commit"), removed(EPOCH)];

const VERSIONS: [Spoilt; 5] = [
    spoilt(
        TOPIC,
        r#"{"version":9,"partitions":{}}"#,
        r#"its "version" is 9"#,
    ),
    spoilt(
        STATE,
        r#"{"version":2,"leader":0,"leader_epoch":0,"controller_epoch":1,"isr":[0]}"#,
        r#"its "version" is 2"#,
    ),
    spoilt(
        STATE,
        r#"{"version":1,"leader":0,"leader_epoch":0,"controller_epoch":2000000000,"isr":[0]}"#,
        "a controller of epoch 2000000000 wrote it",
    ),
    spoilt(
        "/config/topics/orders",
        r#"{"version":7,"config":{}}"#,
        r#"its "version" is 7"#,
    ),
    spoilt(
        "/highwater/topics/orders/0",
        r#"{"version":2}"#,
        r#"its "version" is 2"#,
    ),
];

/// A broker of ours, and a shell to spoil what it has.
struct Scene<'a> {
    shell: &'a Java,
    cluster: Cluster,
    /// What an epoch is repaired with: always more than there was.
    next_epoch: i32,
}

/// Spoils it, kind by kind.
///
/// # Errors
/// The broker does not come up, or the shell does not answer.
pub(super) fn run(ours: &Kind, shell: &Java) -> Result<Vec<Outcome>, Failure> {
    let cluster = Cluster::start(ours, &Layout::in_zookeeper(1, 1))?;
    cluster
        .admin()
        .create(&NewTopic::spread("orders", 1, 1).with("retention.ms", "-1"))?;
    cluster.admin().producer_id()?;
    let mut scene = Scene {
        shell,
        cluster,
        next_epoch: 1_000,
    };
    let kinds: [(&str, &[Spoilt]); 3] = [
        ("malformed and foreign content", &FOREIGN),
        ("removed znodes", &REMOVED),
        ("unknown versions and epochs to come", &VERSIONS),
    ];
    let mut outcomes = Vec::new();
    for (name, all) in kinds {
        let count = all.len();
        let name = format!(
            "{name}, {count} of them: nobody leads, the znode and the remedy are named, nothing is changed, and repaired it goes on"
        );
        outcomes.push(Outcome::of(name, scene.spoil(all)));
    }
    outcomes.push(Outcome::of(
        "/latest_producer_id_block is removed: no producer id is given out twice",
        scene.producer_ids_go_on(),
    ));
    outcomes.push(Outcome::of(
        "the tree of another cluster, or one that does not say which: the broker stops with the reason, and leaves no trace",
        scene.another_cluster(),
    ));
    Ok(outcomes)
}

impl Scene<'_> {
    fn tell(&mut self, commands: &str) -> Result<(), Failure> {
        let connect = self.cluster.ensemble()?.connect();
        // The shell ends as its last command does, and there may be no controller to be removed.
        let commands = format!("{commands}ls /\n");
        self.shell.ask_shell(&connect, &commands).map(drop)
    }

    fn tree(&mut self) -> Result<Tree, Failure> {
        let connect = self.cluster.ensemble()?.connect();
        until(LIMIT, "the tree can be shown", || {
            self.shell.tree(&connect).map(Some)
        })
    }

    fn log(&mut self) -> Result<String, Failure> {
        Ok(self.cluster.node(BROKER)?.log_text())
    }

    /// Waits until a line is logged after so much that has all of this in it.
    fn until_logged(&mut self, after: usize, parts: &[&str]) -> Result<(), Failure> {
        let what = format!("the log says {parts:?}");
        until(LIMIT, &what, || {
            let log = self.log()?;
            let is_it = |line: &str| parts.iter().all(|part| line.contains(part));
            Ok(log
                .get(after..)
                .unwrap_or_default()
                .lines()
                .any(is_it)
                .then_some(()))
        })
    }

    /// What the shell is told to undo it.
    fn repair(&mut self, spoilt: &Spoilt, before: &Tree) -> String {
        let known = before.get(spoilt.path).and_then(|shown| shown.data.clone());
        let mut data = known.unwrap_or_else(|| "\"\"".to_owned());
        if spoilt.path == EPOCH {
            data = self.next_epoch.to_string();
            self.next_epoch += 1_000;
        }
        let verb = match spoilt.data {
            Some(_) => "set",
            None => "create",
        };
        format!("{verb} {} {data}\n", spoilt.path)
    }

    fn spoil(&mut self, all: &[Spoilt]) -> Result<(), Failure> {
        let before = self.tree()?;
        let mut repair = String::new();
        for spoilt in all {
            let after = self.log()?.len();
            let mut commands = std::mem::take(&mut repair);
            let _ = match spoilt.data {
                Some(data) => writeln!(commands, "set {} {data}", spoilt.path),
                None => writeln!(commands, "delete {}", spoilt.path),
            };
            commands.push_str("delete /controller\n");
            self.tell(&commands)?;
            self.until_logged(after, &[spoilt.path, spoilt.says, "Nothing was changed"])?;
            repair = self.repair(spoilt, &before);
        }
        let after = self.log()?.len();
        self.tell(&repair)?;
        self.until_logged(after, &["active controller of epoch"])?;
        let now = self.tree()?;
        match contents(&now) == contents(&before) {
            true => Ok(()),
            false => Err(format!("the tree was {before:?} and is {now:?}")),
        }
    }

    fn producer_ids_go_on(&mut self) -> Result<(), Failure> {
        let before = self.cluster.admin().producer_id()?;
        self.tell("delete /latest_producer_id_block\n")?;
        // The next block is asked for by a broker that has none.
        let node = self.cluster.node(BROKER)?;
        node.stop()?;
        node.up()?;
        self.cluster.wait_until_formed()?;
        let after = self.cluster.admin().producer_id()?;
        match after > before {
            true => Ok(()),
            false => Err(format!("{before} was given out, and {after} after it")),
        }
    }

    fn another_cluster(&mut self) -> Result<(), Failure> {
        self.cluster.node(BROKER)?.stop()?;
        let known = self.tree()?;
        let own = known.get(CLUSTER_ID).and_then(|shown| shown.data.clone());
        let own = own.ok_or("the cluster has no id")?;
        let another = r#"{"version":"1","id":"AAAAAAAAAAAAAAAAAAAAAA"}"#;
        let cases = [
            (
                format!("set {CLUSTER_ID} {another}\n"),
                "points at the cluster AAAAAAAAAAAAAAAAAAAAAA",
            ),
            (format!("set {CLUSTER_ID} 7\n"), "it holds a number"),
            (format!("delete {CLUSTER_ID}\n"), "it does not exist"),
        ];
        for (commands, says) in cases {
            self.tell(&commands)?;
            let before = self.tree()?;
            let after = self.log()?.len();
            let node = self.cluster.node(BROKER)?;
            node.spawn()?;
            until(LIMIT, "the broker has stopped by itself", || {
                Ok((!node.is_alive()).then_some(()))
            })?;
            self.until_logged(after, &[says, "Nothing was changed"])?;
            let now = self.tree()?;
            if now != before {
                return Err(format!("{says}: the tree was {before:?} and is {now:?}"));
            }
        }
        self.tell(&format!("create {CLUSTER_ID} {own}\n"))?;
        self.cluster.launch()
    }
}

/// What a tree holds but for what every election changes.
fn contents(tree: &Tree) -> Vec<(&String, &Option<String>)> {
    let others = tree
        .iter()
        .filter(|(path, _)| !OF_ELECTIONS.contains(&path.as_str()));
    others.map(|(path, shown)| (path, &shown.data)).collect()
}
