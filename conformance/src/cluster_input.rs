//! What no honest broker sends: requests of an earlier run, of another cluster, of a broker that is not one. Each is refused,
//! and the cluster is afterwards as it was before.

use std::time::Duration;

use codec::Text;
use protocol::messages::alter_partition::request::{PartitionData, TopicData};
use protocol::messages::alter_partition::{AlterPartitionRequest, BrokerState};
use protocol::messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest;
use protocol::messages::assign_replicas_to_dirs::request::DirectoryData;
use protocol::messages::broker_heartbeat::BrokerHeartbeatRequest;
use protocol::messages::broker_registration::BrokerRegistrationRequest;
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic, ReplicaState};
use protocol::messages::vote::{VoteRequest, request as vote};
use protocol::{ErrorCode, Uuid};

use crate::Failure;
use crate::brokers::{Kind, free_address};
use crate::cluster::{Cluster, FIRST_CONTROLLER, Layout, NewTopic, PartitionView};
use crate::report::Outcome;
use crate::wire::Connection;

const TOPIC: &str = "t";
/// How long a refusal may take.
const LIMIT: Duration = Duration::from_secs(10);
/// A listener of the leader that brokers do not use.
const CLIENTS: &str = "CLIENTS";

/// What the forged requests are made with.
struct Stage {
    cluster: Cluster,
    /// The leader's listener for clients alone.
    clients: String,
    id: Uuid,
    view: PartitionView,
}

type Forgery = (&'static str, fn(&mut Stage) -> Result<(), Failure>);

const FORGERIES: [Forgery; 9] = [
    (
        "a replica's fetch from a listener for clients",
        replica_fetch_of_a_client,
    ),
    (
        "a controller's request at a listener for clients",
        alter_partition_at_a_broker,
    ),
    ("a fetch with a stale leader epoch", |stage| {
        fetch_at(stage, -1, ErrorCode::FencedLeaderEpoch)
    }),
    ("a fetch with a leader epoch that nobody has", |stage| {
        fetch_at(stage, 1, ErrorCode::UnknownLeaderEpoch)
    }),
    (
        "an in-sync set of a stale broker epoch",
        stale_alter_partition,
    ),
    ("a heartbeat of a stale broker epoch", stale_heartbeat),
    ("a registration with a foreign cluster id", |stage| {
        register(
            stage,
            "another-cluster-of-theirs",
            ErrorCode::InconsistentClusterId,
        )
    }),
    ("a vote with a foreign cluster id", foreign_vote),
    ("directories of a stale broker epoch", wrong_directory),
];

/// Sends all of it to a cluster of ours.
///
/// # Errors
/// The cluster does not come up.
pub fn run(kind: &Kind) -> Result<Vec<Outcome>, Failure> {
    let mut cluster = Cluster::prepare(kind, &Layout::separate(3, 1))?;
    let clients = free_address()?.to_string();
    for id in cluster.brokers() {
        let address = if id == 0 {
            clients.clone()
        } else {
            free_address()?.to_string()
        };
        cluster.node(id)?.add_listener(CLIENTS, &address)?;
    }
    cluster.launch()?;
    cluster
        .admin()
        .create(&NewTopic::placed(TOPIC, &[&[0, 1, 2]]))?;
    let view = cluster.admin().topic(TOPIC)?;
    let partition = view.partitions.into_iter().next().ok_or("no partition")?;
    let mut stage = Stage {
        cluster,
        clients,
        id: view.id,
        view: partition,
    };
    let mut outcomes = Vec::new();
    for (name, forge) in FORGERIES {
        outcomes.push(Outcome::of(
            format!("from brokers: {name} is refused"),
            forge(&mut stage),
        ));
    }
    let after = stage.cluster.admin().partition(TOPIC);
    let same = after.and_then(|after| match after == stage.view {
        true => Ok(()),
        false => Err(format!("{:?} became {after:?}", stage.view)),
    });
    outcomes.push(Outcome::of(
        "from brokers: leader, epoch and in-sync set are as before",
        same,
    ));
    Ok(outcomes)
}

/// Refused is an error, or a connection that ends.
fn refused(said: Result<i16, Failure>) -> Result<(), Failure> {
    match said {
        Ok(0) => Err("it was taken".to_owned()),
        Ok(_) => Ok(()),
        Err(why) if why.contains("temporarily unavailable") => {
            Err("there was no answer".to_owned())
        }
        Err(_) => Ok(()),
    }
}

/// Refused with this error and no other.
fn refused_with(said: Result<i16, Failure>, expected: ErrorCode) -> Result<(), Failure> {
    let said = said?;
    if said == expected.code() {
        return Ok(());
    }
    Err(format!("error {said} instead of {}", expected.code()))
}

impl Stage {
    fn controller(&mut self) -> Result<Connection, Failure> {
        Connection::open_within(&self.cluster.node(FIRST_CONTROLLER)?.controller(), LIMIT)
    }

    fn fetch(&self, replica: (i32, i64), leader_epoch: i32) -> FetchRequest {
        FetchRequest {
            replica_state: ReplicaState {
                replica_id: replica.0,
                replica_epoch: replica.1,
            },
            max_wait_ms: 100,
            max_bytes: 1 << 20,
            session_epoch: -1,
            topics: vec![FetchTopic {
                topic_id: self.id,
                partitions: vec![FetchPartition {
                    current_leader_epoch: leader_epoch,
                    partition_max_bytes: 1 << 20,
                    ..FetchPartition::default()
                }],
                ..FetchTopic::default()
            }],
            ..FetchRequest::default()
        }
    }

    /// The first error of the answer to a fetch.
    fn fetched(&self, address: &str, request: &FetchRequest) -> Result<i16, Failure> {
        let answer = Connection::open_within(address, LIMIT)?.call(17, request)?;
        let partitions = answer.responses.iter().flat_map(|topic| &topic.partitions);
        let errors = std::iter::once(answer.error_code)
            .chain(partitions.map(|partition| partition.error_code));
        Ok(errors.into_iter().find(|error| *error != 0).unwrap_or(0))
    }

    fn in_sync(&self, broker_epoch: i64) -> AlterPartitionRequest {
        let alone = BrokerState {
            broker_id: 1,
            broker_epoch: -1,
        };
        AlterPartitionRequest {
            broker_id: 1,
            broker_epoch,
            topics: vec![TopicData {
                topic_id: self.id,
                partitions: vec![PartitionData {
                    leader_epoch: self.view.leader_epoch,
                    new_isr_with_epochs: vec![alone],
                    ..PartitionData::default()
                }],
            }],
        }
    }
}

fn replica_fetch_of_a_client(stage: &mut Stage) -> Result<(), Failure> {
    let request = stage.fetch((1, -1), stage.view.leader_epoch);
    refused(stage.fetched(&stage.clients, &request))
}

fn alter_partition_at_a_broker(stage: &mut Stage) -> Result<(), Failure> {
    let request = stage.in_sync(1);
    let answer = Connection::open_within(&stage.clients, LIMIT)?.call(3, &request);
    refused(answer.map(|answer| answer.error_code))
}

fn fetch_at(stage: &mut Stage, ahead: i32, expected: ErrorCode) -> Result<(), Failure> {
    // The leader's epoch must have one before it.
    let request = stage.fetch((-1, -1), stage.view.leader_epoch + ahead);
    let address = stage.cluster.node(0)?.bootstrap();
    if stage.view.leader_epoch + ahead < 0 {
        // The first epoch is 0, and -1 says that the client knows none: one election makes room.
        stage.cluster.admin().reassign(TOPIC, &[(0, &[1, 0, 2])])?;
        stage.cluster.admin().elect_preferred(TOPIC, &[0])?;
        stage.view = stage
            .cluster
            .admin()
            .until_partition(TOPIC, LIMIT, "1 leads", |view| view.leader == 1)?;
        let leader = stage.cluster.node(1)?.bootstrap();
        let request = stage.fetch((-1, -1), stage.view.leader_epoch + ahead);
        return refused_with(stage.fetched(&leader, &request), expected);
    }
    let address = match stage.view.leader {
        0 => address,
        leader => stage.cluster.node(leader)?.bootstrap(),
    };
    refused_with(stage.fetched(&address, &request), expected)
}

fn stale_alter_partition(stage: &mut Stage) -> Result<(), Failure> {
    let request = stage.in_sync(0);
    let answer = stage.controller()?.call(3, &request);
    refused_with(
        answer.map(|answer| answer.error_code),
        ErrorCode::StaleBrokerEpoch,
    )
}

fn stale_heartbeat(stage: &mut Stage) -> Result<(), Failure> {
    let request = BrokerHeartbeatRequest {
        broker_id: 1,
        broker_epoch: 0,
        want_fence: true,
        ..BrokerHeartbeatRequest::default()
    };
    let answer = stage.controller()?.call(1, &request);
    refused_with(
        answer.map(|answer| answer.error_code),
        ErrorCode::StaleBrokerEpoch,
    )
}

fn register(stage: &mut Stage, cluster: &str, expected: ErrorCode) -> Result<(), Failure> {
    let request = BrokerRegistrationRequest {
        broker_id: 1,
        cluster_id: Text::from(cluster),
        incarnation_id: Uuid::from_u128(77),
        log_dirs: vec![Uuid::from_u128(1 << 100)],
        previous_broker_epoch: -1,
        ..BrokerRegistrationRequest::default()
    };
    let answer = stage.controller()?.call(4, &request);
    refused_with(answer.map(|answer| answer.error_code), expected)
}

fn foreign_vote(stage: &mut Stage) -> Result<(), Failure> {
    let request = VoteRequest {
        cluster_id: Some(Text::from("another-cluster-of-theirs")),
        voter_id: FIRST_CONTROLLER,
        topics: vec![vote::TopicData {
            topic_name: Text::from("__cluster_metadata"),
            partitions: vec![vote::PartitionData {
                replica_epoch: 1_000,
                replica_id: FIRST_CONTROLLER + 1,
                last_offset: 1_000,
                ..vote::PartitionData::default()
            }],
        }],
    };
    let answer = stage.controller()?.call(2, &request);
    refused_with(
        answer.map(|answer| answer.error_code),
        ErrorCode::InconsistentClusterId,
    )
}

fn wrong_directory(stage: &mut Stage) -> Result<(), Failure> {
    let directory = DirectoryData {
        id: Uuid::from_u128(1 << 100),
        topics: Vec::new(),
    };
    let request = AssignReplicasToDirsRequest {
        broker_id: 1,
        broker_epoch: 0,
        directories: vec![directory],
    };
    let answer = stage.controller()?.call(0, &request);
    refused_with(
        answer.map(|answer| answer.error_code),
        ErrorCode::StaleBrokerEpoch,
    )
}
