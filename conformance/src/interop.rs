//! A broker of ours among Kafka's: it registers with a Java controller, follows, leads, is followed, and hands back. And Java
//! brokers under a controller of ours.

use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Admin, Cluster, FIRST_CONTROLLER, Layout, NewTopic, until};
use crate::process::Output;
use crate::report::Outcome;

const TOPIC: &str = "shared";
/// Ours among theirs.
const OURS: i32 = 2;
/// Longest wait for anything that a cluster does by itself.
const LIMIT: Duration = Duration::from_secs(60);

/// What both experiments work with.
struct Stage<'a> {
    clients: &'a Clients,
    cluster: Cluster,
    /// Lines that were acknowledged so far.
    written: usize,
}

/// One step; those after one that failed are not made.
type Step = (&'static str, fn(&mut Stage<'_>) -> Result<(), Failure>);

const AMONG_THEIRS: [Step; 8] = [
    (
        "registers with the Java controller and is let in",
        registers,
    ),
    ("follows a Java leader and enters the ISR", follows),
    ("has the same bytes as the Java replicas", same_bytes),
    (
        "is elected, and takes writes with acks=all that Java brokers follow",
        leads,
    ),
    (
        "shrinks the ISR when a Java follower dies, and expands it when that returns",
        proposes,
    ),
    ("hands its leadership back when it is stopped", hands_back),
    ("joins again after it", joins_again),
    (
        "dies as the leader, and a Java broker leads with all that was acknowledged",
        dies,
    ),
];

const UNDER_OURS: [Step; 3] = [
    (
        "a Java broker registers with a controller of ours",
        registers_under_ours,
    ),
    (
        "a Java broker follows a leader of ours and enters the ISR",
        follows,
    ),
    (
        "a Java broker leads and is followed by one of ours",
        java_leads,
    ),
];

/// A broker of ours in a cluster of Kafka's.
///
/// # Errors
/// The cluster of Java nodes does not come up.
pub fn among_theirs(ours: &Kind, kafka: &Kind, clients: &Clients) -> Result<Vec<Outcome>, Failure> {
    let mut layout = Layout::separate(3, 1);
    layout.features = NOT_SERVED.map(str::to_owned).to_vec();
    let mut cluster = Cluster::prepare(kafka, &layout)?;
    cluster.node(OURS)?.become_kind(ours.clone());
    for id in [FIRST_CONTROLLER, 0, 1] {
        cluster.node(id)?.spawn()?;
    }
    cluster.wait_until_formed()?;
    let stage = Stage {
        clients,
        cluster,
        written: 0,
    };
    Ok(make("among Java brokers", &AMONG_THEIRS, stage))
}

/// Features of Kafka that we do not serve, at the level that turns them off.
pub const NOT_SERVED: [&str; 4] = [
    "group.version=0",
    "share.version=0",
    "streams.version=0",
    "transaction.version=0",
];

/// A Java broker in a cluster whose controller and other broker are ours.
///
/// # Errors
/// Our nodes do not come up.
pub fn under_ours(ours: &Kind, kafka: &Kind, clients: &Clients) -> Result<Vec<Outcome>, Failure> {
    let mut layout = Layout::separate(2, 1);
    layout.features = NOT_SERVED.map(str::to_owned).to_vec();
    // Formatted by Kafka, so that all agree on the id of the cluster.
    let mut cluster = Cluster::prepare(kafka, &layout)?;
    for id in [FIRST_CONTROLLER, 0] {
        cluster.node(id)?.become_kind(ours.clone());
        cluster.node(id)?.spawn()?;
    }
    cluster.wait_until_formed()?;
    let stage = Stage {
        clients,
        cluster,
        written: 0,
    };
    Ok(make("under our controller", &UNDER_OURS, stage))
}

fn make(where_: &str, steps: &[Step], mut stage: Stage<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for (name, step) in steps {
        let made = step(&mut stage);
        let failed = made.is_err();
        outcomes.push(Outcome::of(format!("{where_}: {name}"), made));
        if failed {
            break;
        }
    }
    outcomes
}

impl Stage<'_> {
    fn write(&mut self, count: usize) -> Result<(), Failure> {
        let kcat = self.clients.kcat.as_ref().map_err(ToString::to_string)?;
        let lines: String = (self.written..self.written + count)
            .map(|number| format!("{number}\n"))
            .collect();
        kcat.run(&self.cluster.bootstrap())
            .args(["-P", "-t", TOPIC, "-p", "0", "-X", "acks=all"])
            .args(["-X", "message.timeout.ms=30000"])
            .stdin(lines)
            .output()
            .and_then(Output::success)?;
        self.written += count;
        Ok(())
    }

    /// Waits until a reader finds all that was written, in order.
    fn read(&self) -> Result<(), Failure> {
        let kcat = self.clients.kcat.as_ref().map_err(ToString::to_string)?;
        until(LIMIT, "a reader finds all that was written", || {
            let output = kcat
                .run(&self.cluster.bootstrap())
                .args(["-C", "-t", TOPIC, "-p", "0", "-o", "beginning", "-e", "-q"])
                .output()
                .and_then(Output::success)?;
            let read: Vec<usize> = output
                .text()
                .lines()
                .filter_map(|line| line.parse().ok())
                .collect();
            let all = read.iter().copied().eq(0..self.written);
            if all {
                return Ok(Some(()));
            }
            Err(format!("{} of {} lines", read.len(), self.written))
        })
    }

    fn until_isr(&self, wanted: &[i32]) -> Result<(), Failure> {
        let what = format!("in sync are {wanted:?}");
        let admin = self.cluster.admin();
        admin
            .until_partition(TOPIC, LIMIT, &what, |view| view.isr == wanted)
            .map(drop)
    }

    fn until_leader(&self, wanted: i32) -> Result<(), Failure> {
        let what = format!("{wanted} leads");
        let admin = self.cluster.admin();
        admin
            .until_partition(TOPIC, LIMIT, &what, |view| view.leader == wanted)
            .map(drop)
    }

    fn have_lead(&self, order: &[i32]) -> Result<(), Failure> {
        let admin = self.cluster.admin();
        admin.reassign(TOPIC, &[(0, order)])?;
        until(LIMIT, "the reassignment ends", || {
            Ok((admin.moving()? == 0).then_some(()))
        })?;
        admin.elect_preferred(TOPIC, &[0])?;
        self.until_leader(order.first().copied().unwrap_or(-1))
    }
}

fn let_in(stage: &mut Stage<'_>, id: i32) -> Result<(), Failure> {
    stage.cluster.node(id)?.up()?;
    let admin = stage.cluster.admin();
    until(LIMIT, "the controller lets it in", || {
        Ok(admin.brokers()?.contains(&id).then_some(()))
    })?;
    let own = Admin::of(vec![stage.cluster.node(id)?.bootstrap()]);
    until(LIMIT, "it knows of the others", || {
        Ok((own.brokers()?.len() >= 2).then_some(()))
    })
}

fn registers(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let_in(stage, OURS)
}

fn registers_under_ours(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let_in(stage, 1)
}

fn follows(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let replicas = stage.cluster.brokers();
    let topic = NewTopic::placed(TOPIC, &[&replicas]).with("min.insync.replicas", "2");
    stage.cluster.admin().create(&topic)?;
    stage.write(500)?;
    stage.until_isr(&replicas)?;
    stage.read()
}

fn same_bytes(stage: &mut Stage<'_>) -> Result<(), Failure> {
    let ids = stage.cluster.brokers();
    until(LIMIT, "the logs are the same", || {
        let mut logs = Vec::new();
        for id in &ids {
            logs.push(stage.cluster.node(*id)?.log_bytes(TOPIC, 0)?);
        }
        let lengths: Vec<usize> = logs.iter().map(Vec::len).collect();
        let same = logs.iter().all(|log| Some(log) == logs.first());
        if same {
            return Ok(Some(()));
        }
        Err(format!("{lengths:?} bytes"))
    })
}

fn leads(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.have_lead(&[OURS, 0, 1])?;
    stage.write(500)?;
    stage.until_isr(&[0, 1, 2])?;
    stage.read()?;
    same_bytes(stage)
}

fn java_leads(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.have_lead(&[1, 0])?;
    stage.write(500)?;
    stage.until_isr(&[0, 1])?;
    stage.read()?;
    same_bytes(stage)
}

fn proposes(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.cluster.node(1)?.kill();
    stage.until_isr(&[0, 2])?;
    stage.write(100)?;
    stage.cluster.node(1)?.up()?;
    stage.until_isr(&[0, 1, 2])?;
    stage.read()
}

fn hands_back(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.cluster.node(OURS)?.stop()?;
    stage.until_isr(&[0, 1])?;
    stage.write(100)?;
    stage.read()
}

fn joins_again(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.cluster.node(OURS)?.up()?;
    stage.until_isr(&[0, 1, 2])?;
    same_bytes(stage)
}

fn dies(stage: &mut Stage<'_>) -> Result<(), Failure> {
    stage.have_lead(&[OURS, 0, 1])?;
    stage.write(100)?;
    stage.cluster.node(OURS)?.kill();
    stage.until_isr(&[0, 1])?;
    stage.write(100)?;
    stage.read()?;
    stage.cluster.node(OURS)?.up()?;
    stage.until_isr(&[0, 1, 2])?;
    same_bytes(stage)
}
