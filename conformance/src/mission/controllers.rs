//! The controller: one is active, another takes over, an old one changes nothing, and without a majority nothing changes.

use std::time::{Duration, Instant};

use bytes::Bytes;
use codec::Text;
use protocol::encode_request;
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::messages::envelope::EnvelopeRequest;

use super::Sentence;
use super::stage::{CHANGE_LIMIT, Stage, Store, no_election};
use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, QuorumView, until};
use crate::wire::Connection;

pub(super) const SENTENCES: [Sentence; 3] = [
    Sentence {
        name: "controller-killed",
        says: "The active controller is killed: another one is active at the next epoch, or at a later one where all in between had an election without a winner, and changes go on",
        broken_by: "a single controller",
        networked: false,
        run: killed,
    },
    Sentence {
        name: "controller-paused",
        says: "The active controller is paused: another one is active, at an epoch as before; when the old one resumes, the write that it was asked for is refused",
        broken_by: "the controller is not paused",
        networked: false,
        run: paused,
    },
    Sentence {
        name: "no-majority",
        says: "Two of three controllers are down: nobody is elected, and writes go on; when one returns, the election is made",
        broken_by: "one of three controllers is down",
        networked: false,
        run: no_majority,
    },
];

/// How long nothing may happen while there is no majority.
const QUIET: Duration = Duration::from_secs(6);

/// Waits for an active controller other than `before`, as the other controllers say.
fn successor(cluster: &Cluster, before: &QuorumView) -> Result<QuorumView, Failure> {
    let others = cluster.controllers_but(before.leader);
    until(CHANGE_LIMIT, "another controller is active", || {
        let after = others.quorum()?;
        let is_new = after.leader != before.leader && after.epoch > before.epoch;
        Ok(is_new.then_some(after))
    })
}

/// What a node logs when it stands for election, before the epoch and behind it.
fn standing(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::Highwater(_) => ("stands for election at epoch ", ""),
        Kind::Kafka(_) => ("transition to CandidateState(", "epoch="),
    }
}

/// Whether a line says that its node stood for election at `epoch`.
fn stands(line: &str, (words, before): (&str, &str), epoch: i32) -> bool {
    let behind = line.split_once(words).map(|(_, behind)| behind);
    let number = behind.and_then(|behind| behind.split_once(before));
    let digits = number.map(|(_, number)| number.split(|c: char| !c.is_ascii_digit()));
    digits.and_then(|mut digits| digits.next()) == Some(epoch.to_string().as_str())
}

/// An election adds one to the epoch. The quorum passes an epoch over only when somebody stood at it and nobody won, which
/// is what the others' logs say; in ZooKeeper nobody stands, and who raises the epoch has won.
fn passed_over(
    store: Store,
    cluster: &mut Cluster,
    before: &QuorumView,
    after: &QuorumView,
) -> Result<String, Failure> {
    if store == Store::Zookeeper {
        return match after.epoch == before.epoch + 1 {
            true => Ok(String::new()),
            false => Err(format!(
                "from epoch {} to {} in one election",
                before.epoch, after.epoch
            )),
        };
    }
    let words = standing(cluster.kind());
    let mut said = String::new();
    for epoch in before.epoch + 1..=after.epoch {
        let mut stood = Vec::new();
        for id in cluster.controllers() {
            let log = cluster.node(id)?.log_text();
            if log.lines().any(|line| stands(line, words, epoch)) {
                stood.push(id);
            }
        }
        if stood.is_empty() {
            return Err(format!(
                "from epoch {} to {}, and nobody stood for election at {epoch}",
                before.epoch, after.epoch
            ));
        }
        if epoch < after.epoch {
            said.push_str(&format!(
                "; {stood:?} stood at epoch {epoch}, and nobody won"
            ));
        }
    }
    Ok(said)
}

/// Longest wait until a broker has left a controller that hangs; Kafka's waits half a minute for an answer.
const LEAVE_LIMIT: Duration = Duration::from_secs(90);

fn killed(stage: &Stage<'_>) -> Result<String, Failure> {
    let controllers = if stage.broken { 1 } else { 3 };
    let mut cluster = stage.cluster(Layout::separate(1, controllers))?;
    let before = cluster.admin().quorum()?;
    let begun = Instant::now();
    cluster.node(before.leader)?.kill();
    let after = successor(&cluster, &before)?;
    let took = begun.elapsed().as_millis();
    let passed = passed_over(stage.store, &mut cluster, &before, &after)?;
    cluster.admin().create(&NewTopic::spread("after", 1, 1))?;
    Ok(format!(
        "{} at epoch {}, {took} ms later {} at epoch {}{passed}; a topic is made",
        before.leader, before.epoch, after.leader, after.epoch
    ))
}

fn paused(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(1, 3))?;
    let before = cluster.admin().quorum()?;
    let old = cluster.node(before.leader)?;
    let mut connection = Connection::open(&old.controller())?;
    let mut after = before.clone();
    if !stage.broken {
        old.pause()?;
        after = successor(&cluster, &before)?;
    }
    // It waits in the socket of the paused one, which still believes to be the active controller when it reads it.
    let late = CreatableTopic {
        name: Text::from("late"),
        num_partitions: 1,
        replication_factor: 1,
        ..CreatableTopic::default()
    };
    let request = CreateTopicsRequest {
        topics: vec![late],
        timeout_ms: 10_000,
        validate_only: false,
    };
    // A broker behind the same listener would ask the new controller instead.
    let wrapped = match stage.store {
        Store::Quorum => None,
        Store::Zookeeper => Some(in_envelope(&request)?),
    };
    match &wrapped {
        Some(envelope) => connection.send(0, envelope)?,
        None => connection.send(7, &request)?,
    }
    let begun = Instant::now();
    until(LEAVE_LIMIT, "the broker asks the new controller", || {
        cluster
            .admin()
            .create(&NewTopic::spread("after", 1, 1))
            .map(Some)
    })?;
    let took = begun.elapsed().as_millis();
    if !stage.broken {
        cluster.node(before.leader)?.resume()?;
    }
    let refused = answered(&mut connection, wrapped.is_some());
    if refused == 0 {
        return Err("the old controller confirmed a write".to_owned());
    }
    until(CHANGE_LIMIT, "the old controller follows", || {
        let now = cluster.admin().quorum()?;
        let end = now
            .voters
            .iter()
            .find(|(id, _)| *id == before.leader)
            .map_or(-1, |(_, end)| *end);
        Ok((end >= after.high_watermark).then_some(()))
    })?;
    if cluster.admin().topic("late").is_ok() {
        return Err("what the old controller refused was done".to_owned());
    }
    let passed = passed_over(stage.store, &mut cluster, &before, &after)?;
    Ok(format!(
        "epoch {} becomes {}{passed}, {took} ms later a topic is made; the old one answers error {refused}, and follows",
        before.epoch, after.epoch
    ))
}

/// The error that a controller answers with; −1 for one that hangs up, which has not confirmed anything either.
fn answered(connection: &mut Connection, is_wrapped: bool) -> i16 {
    let error = match is_wrapped {
        true => connection
            .receive::<EnvelopeRequest>(0)
            .map(|answer| answer.error_code),
        false => connection
            .receive::<CreateTopicsRequest>(7)
            .map(|answer| answer.topics.first().map_or(0, |topic| topic.error_code)),
    };
    error.unwrap_or(-1)
}

/// What a broker makes of a client's request for a controller.
fn in_envelope(request: &CreateTopicsRequest) -> Result<EnvelopeRequest, Failure> {
    let frame = encode_request(7, 1, Some("conformance"), request);
    let frame = frame.map_err(|error| error.to_string())?;
    let request_data = frame.into_bytes().map_err(|error| error.to_string())?;
    Ok(EnvelopeRequest {
        request_data,
        request_principal: None,
        client_host_address: Bytes::from_static(&[127, 0, 0, 1]),
    })
}

fn no_majority(stage: &Stage<'_>) -> Result<String, Failure> {
    let mut cluster = stage.cluster(Layout::separate(3, 3))?;
    let admin = cluster.admin();
    admin.create(&NewTopic::placed("written", &[&[0, 1]]))?;
    admin.create(&NewTopic::placed("led", &[&[2, 0, 1]]))?;
    let before = admin.partition("led")?;
    let mut rider = stage.ride(&cluster, "written", "all")?;
    rider.acknowledged_more(100)?;
    let active = admin.quorum()?.leader;
    let mut down = vec![active];
    if !stage.broken {
        down.extend(cluster.controllers().into_iter().find(|id| *id != active));
    }
    for id in &down {
        cluster.node(*id)?.kill();
    }
    cluster.node(2)?.kill();
    let ridden = no_election(&cluster, rider, "led", &before, QUIET)?;
    for id in down.iter().skip(1) {
        cluster.node(*id)?.up()?;
    }
    let after = cluster
        .admin()
        .until_partition("led", CHANGE_LIMIT, "another leader", |now| {
            now.leader >= 0 && now.leader != before.leader
        })?;
    Ok(format!(
        "{} writes acknowledged meanwhile, none failed; leader {} stays for {} s, then {}",
        ridden.acks.len(),
        before.leader,
        QUIET.as_secs(),
        after.leader
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_at_which_a_node_stood_is_read_from_its_log() {
        let ours = ("stands for election at epoch ", "");
        let line = "INFO coordination: stands for election at epoch 12";
        assert!(stands(line, ours, 12));
        assert!(!stands(line, ours, 1));
        let kafka = ("transition to CandidateState(", "epoch=");
        let line = "INFO Completed transition to CandidateState(localId=101, epoch=3, retries=1) from Prospective(epoch=2)";
        assert!(stands(line, kafka, 3));
        assert!(!stands(line, kafka, 2));
    }
}
