//! Reading: offsets, epochs and sessions that are not there.

use protocol::messages::delete_records::{
    DeleteRecordsPartition, DeleteRecordsRequest, DeleteRecordsTopic,
};
use protocol::messages::describe_producers::{
    DescribeProducersRequest, TopicRequest as ProducersTopic,
};
use protocol::messages::fetch::{FetchPartition, FetchRequest, FetchTopic};
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsTopic,
};
use protocol::messages::offset_for_leader_epoch::{
    OffsetForLeaderEpochRequest, OffsetForLeaderPartition, OffsetForLeaderTopic,
};

use super::{Asker, FIRST_TIME_MS, MISSING, MISSING_ID, TOPIC, text};
use crate::Failure;

pub(super) fn ask(asker: &mut Asker) -> Result<(), Failure> {
    fetch(asker)?;
    fetch_limits(asker)?;
    fetch_sessions(asker)?;
    offsets(asker)?;
    epochs(asker)?;
    delete_records(asker)?;
    for (what, topic, partition) in [
        ("an unknown topic", MISSING, 0),
        ("a name that is none", "a b", 0),
        ("an unknown partition", TOPIC, 9),
        ("a negative partition", TOPIC, -1),
        ("a partition", TOPIC, 0),
    ] {
        let topic = ProducersTopic {
            name: text(topic),
            partition_indexes: vec![partition],
        };
        let request = DescribeProducersRequest {
            topics: vec![topic],
        };
        asker.ask(what, 0, &request)?;
    }
    Ok(())
}

fn partition(partition: i32, fetch_offset: i64) -> FetchPartition {
    FetchPartition {
        partition,
        fetch_offset,
        current_leader_epoch: -1,
        last_fetched_epoch: -1,
        partition_max_bytes: 1 << 20,
        ..FetchPartition::default()
    }
}

fn fetching(topic: &str, topic_id: protocol::Uuid, partition: FetchPartition) -> FetchRequest {
    let topic = FetchTopic {
        topic: text(topic),
        topic_id,
        partitions: vec![partition],
    };
    FetchRequest {
        max_bytes: 1 << 20,
        session_epoch: -1,
        topics: vec![topic],
        ..FetchRequest::default()
    }
}

fn fetch(asker: &mut Asker) -> Result<(), Failure> {
    let id = asker.topic_id;
    let at_epoch = |epoch| FetchPartition {
        current_leader_epoch: epoch,
        ..partition(0, 0)
    };
    let after_epoch = |epoch, offset| FetchPartition {
        last_fetched_epoch: epoch,
        ..partition(0, offset)
    };
    let no_bytes = FetchPartition {
        partition_max_bytes: -5,
        ..partition(0, 0)
    };
    let cases = [
        ("an unknown topic", MISSING, MISSING_ID, partition(0, 0)),
        (
            "a name that is none, or no id",
            "a b",
            protocol::Uuid::ZERO,
            partition(0, 0),
        ),
        ("an unknown partition", TOPIC, id, partition(9, 0)),
        ("a negative partition", TOPIC, id, partition(-1, 0)),
        ("the end", TOPIC, id, partition(0, 3)),
        ("beyond the end", TOPIC, id, partition(0, 4)),
        ("a negative offset", TOPIC, id, partition(0, -1)),
        ("a later leader epoch", TOPIC, id, at_epoch(5)),
        ("a negative leader epoch", TOPIC, id, at_epoch(-7)),
        ("after a later epoch", TOPIC, id, after_epoch(5, 3)),
        (
            "after the epoch, beyond the end",
            TOPIC,
            id,
            after_epoch(0, 9),
        ),
        ("negative bytes", TOPIC, id, no_bytes),
    ];
    for version in [4, 11, 12, 18] {
        for (what, topic, id, partition) in &cases {
            if version < 12 && partition.last_fetched_epoch >= 0 {
                continue;
            }
            let request = fetching(topic, *id, partition.clone());
            asker.ask_for(what, version, &request, shorter)?;
        }
    }
    Ok(())
}

fn fetch_limits(asker: &mut Asker) -> Result<(), Failure> {
    let id = asker.topic_id;
    let good = || fetching(TOPIC, id, partition(0, 0));
    let cases = [
        (
            "negative bytes in all",
            FetchRequest {
                max_bytes: -1,
                ..good()
            },
        ),
        (
            "a negative wait",
            FetchRequest {
                max_wait_ms: -1,
                min_bytes: 1 << 19,
                ..good()
            },
        ),
        (
            "more than comes",
            FetchRequest {
                max_wait_ms: 50,
                min_bytes: i32::MAX,
                ..good()
            },
        ),
        (
            "an unknown isolation level",
            FetchRequest {
                isolation_level: 9,
                ..good()
            },
        ),
        (
            "no topics",
            FetchRequest {
                topics: Vec::new(),
                ..good()
            },
        ),
        (
            "as an unknown replica",
            FetchRequest {
                replica_id: 7,
                ..good()
            },
        ),
    ];
    for (what, request) in cases {
        asker.ask_for(what, 11, &request, shorter)?;
    }
    Ok(())
}

/// Without the records: where they are served, others look at them.
fn shorter(response: &mut protocol::messages::fetch::FetchResponse) {
    for partition in response
        .responses
        .iter_mut()
        .flat_map(|topic| &mut topic.partitions)
    {
        if partition
            .records
            .as_ref()
            .is_some_and(|records| !records.is_empty())
        {
            partition.records = None;
        }
    }
}

fn fetch_sessions(asker: &mut Asker) -> Result<(), Failure> {
    let id = asker.topic_id;
    let cases = [
        ("an unknown session", 4711, 1),
        ("a negative session", -1, 1),
        ("no session, but an epoch", 0, 5),
        ("an unknown session closed", 4711, -1),
        ("a session and a negative epoch", 4711, -5),
    ];
    for version in [7, 18] {
        for (what, session_id, session_epoch) in cases {
            let request = FetchRequest {
                session_id,
                session_epoch,
                ..fetching(TOPIC, id, partition(0, 3))
            };
            asker.ask(what, version, &request)?;
        }
    }
    Ok(())
}

fn offsets(asker: &mut Asker) -> Result<(), Failure> {
    let listing = |topic: &str, partition_index, current_leader_epoch, timestamp| {
        let partition = ListOffsetsPartition {
            partition_index,
            current_leader_epoch,
            timestamp,
        };
        let topic = ListOffsetsTopic {
            name: text(topic),
            partitions: vec![partition],
        };
        ListOffsetsRequest {
            replica_id: -1,
            topics: vec![topic],
            ..ListOffsetsRequest::default()
        }
    };
    let cases = [
        ("an unknown topic", listing(MISSING, 0, -1, -1)),
        ("a name that is none", listing("a b", 0, -1, -1)),
        ("an unknown partition", listing(TOPIC, 9, -1, -1)),
        ("a negative partition", listing(TOPIC, -1, -1, -1)),
        ("a later leader epoch", listing(TOPIC, 0, 5, -1)),
        ("the latest", listing(TOPIC, 0, -1, -1)),
        ("the earliest", listing(TOPIC, 0, -1, -2)),
        ("the greatest time", listing(TOPIC, 0, -1, -3)),
        ("the earliest here", listing(TOPIC, 0, -1, -4)),
        ("the latest elsewhere", listing(TOPIC, 0, -1, -5)),
        ("the earliest to go elsewhere", listing(TOPIC, 0, -1, -6)),
        ("time -7", listing(TOPIC, 0, -1, -7)),
        ("time -100", listing(TOPIC, 0, -1, -100)),
        ("time zero", listing(TOPIC, 0, -1, 0)),
        (
            "the time of the first",
            listing(TOPIC, 0, -1, FIRST_TIME_MS),
        ),
        (
            "just after the first",
            listing(TOPIC, 0, -1, FIRST_TIME_MS + 1),
        ),
        ("after the last", listing(TOPIC, 0, -1, FIRST_TIME_MS + 11)),
        (
            "the greatest time of an empty one",
            listing(TOPIC, 1, -1, -3),
        ),
        ("a time of an empty one", listing(TOPIC, 1, -1, 5)),
    ];
    for version in [1, 6, 7, 8, 9, 10] {
        for (what, request) in &cases {
            asker.ask(what, version, request)?;
        }
    }
    for replica_id in [-2, 0, 7] {
        let request = ListOffsetsRequest {
            replica_id,
            ..listing(TOPIC, 0, -1, -1)
        };
        asker.ask(&format!("as replica {replica_id}"), 7, &request)?;
    }
    let isolated = ListOffsetsRequest {
        isolation_level: 9,
        ..listing(TOPIC, 0, -1, -1)
    };
    asker.ask("an unknown isolation level", 7, &isolated)
}

fn epochs(asker: &mut Asker) -> Result<(), Failure> {
    let cases = [
        ("an unknown topic", MISSING, 0, -1, 0),
        ("a name that is none", "a b", 0, -1, 0),
        ("an unknown partition", TOPIC, 9, -1, 0),
        ("a negative partition", TOPIC, -1, -1, 0),
        ("the first epoch", TOPIC, 0, -1, 0),
        ("a later epoch", TOPIC, 0, -1, 5),
        ("a negative epoch", TOPIC, 0, -1, -1),
        ("an epoch of an empty one", TOPIC, 1, -1, 0),
        ("a later leader epoch", TOPIC, 0, 5, 0),
    ];
    for version in [2, 4] {
        for (what, topic, partition, current_leader_epoch, leader_epoch) in cases {
            let partition = OffsetForLeaderPartition {
                partition,
                current_leader_epoch,
                leader_epoch,
            };
            let topic = OffsetForLeaderTopic {
                topic: text(topic),
                partitions: vec![partition],
            };
            let request = OffsetForLeaderEpochRequest {
                replica_id: -1,
                topics: vec![topic],
            };
            asker.ask(what, version, &request)?;
        }
    }
    Ok(())
}

fn delete_records(asker: &mut Asker) -> Result<(), Failure> {
    for (what, topic, partition_index, offset) in [
        ("an unknown topic", MISSING, 0, 1),
        ("a name that is none", "a b", 0, 1),
        ("an unknown partition", TOPIC, 9, 1),
        ("a negative partition", TOPIC, -1, 1),
        ("beyond the end", TOPIC, 0, 4),
        ("offset -2", TOPIC, 0, -2),
        ("none", TOPIC, 0, 0),
        ("the end of an empty one", TOPIC, 1, -1),
        ("the first", TOPIC, 0, 1),
        ("before the first", TOPIC, 0, 0),
    ] {
        let partition = DeleteRecordsPartition {
            partition_index,
            offset,
        };
        let topic = DeleteRecordsTopic {
            name: text(topic),
            partitions: vec![partition],
        };
        let request = DeleteRecordsRequest {
            topics: vec![topic],
            timeout_ms: 5000,
        };
        asker.ask(what, 2, &request)?;
    }
    let id = asker.topic_id;
    asker.ask_for(
        "what was deleted",
        11,
        &fetching(TOPIC, id, partition(0, 0)),
        shorter,
    )
}
