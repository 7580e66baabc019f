//! Topics: made, grown, deleted and described as nobody should.

use protocol::messages::create_partitions::{
    CreatePartitionsAssignment, CreatePartitionsRequest, CreatePartitionsTopic,
};
use protocol::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::describe_topic_partitions::request::Cursor;
use protocol::messages::describe_topic_partitions::{DescribeTopicPartitionsRequest, TopicRequest};
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};

use super::{Asker, MISSING, MISSING_ID, TOPIC, text};
use crate::Failure;

pub(super) fn ask(asker: &mut Asker) -> Result<(), Failure> {
    create(asker)?;
    create_with_settings(asker)?;
    create_assigned(asker)?;
    delete(asker)?;
    partitions(asker)?;
    metadata(asker)?;
    allowed_operations(asker)?;
    describe(asker)
}

fn topic(name: &str, partitions: i32, replicas: i16) -> CreatableTopic {
    CreatableTopic {
        name: text(name),
        num_partitions: partitions,
        replication_factor: replicas,
        ..CreatableTopic::default()
    }
}

fn creation(topics: Vec<CreatableTopic>, validate_only: bool) -> CreateTopicsRequest {
    CreateTopicsRequest {
        topics,
        timeout_ms: 10_000,
        validate_only,
    }
}

fn create(asker: &mut Asker) -> Result<(), Failure> {
    let long = "x".repeat(250);
    for name in [
        "",
        ".",
        "..",
        "a b",
        "a/b",
        &long,
        "ü",
        TOPIC,
        "__cluster_metadata",
    ] {
        let what = format!("a topic named {:.20}", format!("{name:?}"));
        asker.ask(&what, 7, &creation(vec![topic(name, 1, 1)], true))?;
    }
    for (partitions, replicas) in [
        (0, 1),
        (-2, 1),
        (1, 0),
        (1, -2),
        (1, 7),
        (20_000, 1),
        (0, 0),
    ] {
        let what = format!("{partitions} partitions of {replicas} replicas");
        asker.ask(
            &what,
            7,
            &creation(vec![topic("new", partitions, replicas)], true),
        )?;
    }
    let twice = vec![topic("twice", 1, 1), topic("twice", 2, 1), topic("", 2, 1)];
    asker.ask("a name twice", 7, &creation(twice, true))?;
    asker.ask("no topics", 7, &creation(Vec::new(), false))?;
    asker.ask(
        "an old version",
        2,
        &creation(vec![topic(TOPIC, 1, 1)], false),
    )?;
    asker.ask(
        "validated only",
        4,
        &creation(vec![topic("new", 3, 1)], true),
    )?;
    asker.ask_for(
        "validated only",
        7,
        &creation(vec![topic("new", 3, 1)], true),
        |response| {
            for topic in &mut response.topics {
                topic.topic_id = protocol::Uuid::ZERO;
                topic.configs.iter_mut().for_each(Vec::clear);
            }
        },
    )?;
    asker.ask(
        "a dotted name",
        4,
        &creation(vec![topic("alike.name", 1, 1)], false),
    )?;
    asker.ask(
        "a name alike",
        4,
        &creation(vec![topic("alike_name", 1, 1)], false),
    )?;
    Ok(())
}

fn create_with_settings(asker: &mut Asker) -> Result<(), Failure> {
    let with = |name: &str, value: Option<&str>| CreatableTopic {
        configs: vec![CreatableTopicConfig {
            name: text(name),
            value: value.map(text),
        }],
        ..topic("new", 1, 1)
    };
    for (name, value) in [
        ("no.such.setting", Some("1")),
        ("retention.ms", Some("soon")),
        ("retention.ms", Some("-2")),
        ("retention.ms", None),
        ("cleanup.policy", Some("nothing")),
        ("min.insync.replicas", Some("0")),
        ("", Some("1")),
    ] {
        let what = format!("{name:?} set to {value:?}");
        asker.ask(&what, 7, &creation(vec![with(name, value)], true))?;
    }
    Ok(())
}

/// What is odd, the numbers of partitions and replicas, and the replicas of each partition.
type AssignedCase = (&'static str, i32, i16, &'static [(i32, &'static [i32])]);

fn create_assigned(asker: &mut Asker) -> Result<(), Failure> {
    let assigned = |name: &str, partitions: i32, replicas: i16, lists: &[(i32, &[i32])]| {
        let assignments = lists
            .iter()
            .map(|(index, brokers)| CreatableReplicaAssignment {
                partition_index: *index,
                broker_ids: brokers.to_vec(),
            });
        CreatableTopic {
            assignments: assignments.collect(),
            ..topic(name, partitions, replicas)
        }
    };
    let cases: [AssignedCase; 8] = [
        ("assigned, and a number of partitions", 1, -1, &[(0, &[0])]),
        ("assigned, and a number of replicas", -1, 1, &[(0, &[0])]),
        ("assigned to nobody", -1, -1, &[(0, &[])]),
        ("assigned to an unknown broker", -1, -1, &[(0, &[7])]),
        ("assigned to a negative broker", -1, -1, &[(0, &[-1])]),
        ("assigned to a broker twice", -1, -1, &[(0, &[0, 0])]),
        ("assigned with a gap", -1, -1, &[(0, &[0]), (2, &[0])]),
        (
            "a partition assigned twice",
            -1,
            -1,
            &[(0, &[0]), (0, &[0])],
        ),
    ];
    for (what, partitions, replicas, lists) in cases {
        let topic = assigned("new", partitions, replicas, lists);
        asker.ask(what, 7, &creation(vec![topic], true))?;
    }
    Ok(())
}

fn delete(asker: &mut Asker) -> Result<(), Failure> {
    let named = |name: Option<&str>, topic_id| DeleteTopicState {
        name: name.map(text),
        topic_id,
    };
    let zero = protocol::Uuid::ZERO;
    let cases = [
        ("an unknown name", vec![named(Some(MISSING), zero)]),
        ("a name that is none", vec![named(Some("a b"), zero)]),
        ("an empty name", vec![named(Some(""), zero)]),
        ("an unknown id", vec![named(None, MISSING_ID)]),
        ("name and id", vec![named(Some(MISSING), MISSING_ID)]),
        ("neither name nor id", vec![named(None, zero)]),
        (
            "an unknown name twice",
            vec![named(Some(MISSING), zero), named(Some(MISSING), zero)],
        ),
        (
            "an unknown id twice",
            vec![named(None, MISSING_ID), named(None, MISSING_ID)],
        ),
        (
            "a topic by name and by id",
            vec![named(Some(TOPIC), zero), named(None, asker.topic_id)],
        ),
        (
            "a topic by name twice",
            vec![named(Some(TOPIC), zero), named(Some(TOPIC), zero)],
        ),
        ("nothing", Vec::new()),
    ];
    for (what, topics) in cases {
        let request = DeleteTopicsRequest {
            topics,
            timeout_ms: 10_000,
            ..DeleteTopicsRequest::default()
        };
        asker.ask_for(what, 6, &request, |response| {
            // Some of them come in no order.
            response
                .responses
                .sort_by_key(|response| format!("{response:?}"));
        })?;
    }
    let old = DeleteTopicsRequest {
        topic_names: vec![text(MISSING)],
        timeout_ms: 10_000,
        ..DeleteTopicsRequest::default()
    };
    asker.ask("an unknown name", 5, &old)?;
    asker.ask("an unknown name", 1, &old)
}

fn partitions(asker: &mut Asker) -> Result<(), Failure> {
    let grown = |name: &str, count: i32, lists: Option<&[&[i32]]>| CreatePartitionsTopic {
        name: text(name),
        count,
        assignments: lists.map(|lists| {
            let lists = lists.iter().map(|brokers| CreatePartitionsAssignment {
                broker_ids: brokers.to_vec(),
            });
            lists.collect()
        }),
    };
    let cases = [
        ("an unknown topic", vec![grown(MISSING, 3, None)]),
        ("a name that is none", vec![grown("a b", 3, None)]),
        ("as many as there are", vec![grown(TOPIC, 2, None)]),
        ("fewer than there are", vec![grown(TOPIC, 1, None)]),
        ("no partitions", vec![grown(TOPIC, 0, None)]),
        ("a negative count", vec![grown(TOPIC, -5, None)]),
        ("far too many", vec![grown(TOPIC, 20_000, None)]),
        ("too few lists", vec![grown(TOPIC, 4, Some(&[&[0]]))]),
        ("too many lists", vec![grown(TOPIC, 3, Some(&[&[0], &[0]]))]),
        ("no lists", vec![grown(TOPIC, 3, Some(&[]))]),
        ("an unknown broker", vec![grown(TOPIC, 3, Some(&[&[7]]))]),
        ("an empty list", vec![grown(TOPIC, 3, Some(&[&[]]))]),
        ("a broker twice", vec![grown(TOPIC, 3, Some(&[&[0, 0]]))]),
        (
            "a topic twice",
            vec![
                grown(TOPIC, 3, None),
                grown(TOPIC, 4, None),
                grown(MISSING, 4, None),
            ],
        ),
        ("a good one", vec![grown(TOPIC, 3, None)]),
        ("nothing", Vec::new()),
    ];
    for (what, topics) in cases {
        let request = CreatePartitionsRequest {
            topics,
            timeout_ms: 10_000,
            validate_only: true,
        };
        asker.ask_for(what, 3, &request, |response| {
            response.results.sort_by_key(|result| format!("{result:?}"));
        })?;
    }
    Ok(())
}

fn metadata(asker: &mut Asker) -> Result<(), Failure> {
    let of = |name: Option<&str>, topic_id| MetadataRequestTopic {
        name: name.map(text),
        topic_id,
    };
    let zero = protocol::Uuid::ZERO;
    let cases = [
        (12, "an unknown name", vec![of(Some(MISSING), zero)]),
        (12, "a name that is none", vec![of(Some("a b"), zero)]),
        (12, "an empty name", vec![of(Some(""), zero)]),
        (12, "an unknown id", vec![of(None, MISSING_ID)]),
        (
            12,
            "an unknown name with an id",
            vec![of(Some(MISSING), MISSING_ID)],
        ),
        (
            12,
            "a name with an unknown id",
            vec![of(Some(TOPIC), MISSING_ID)],
        ),
        (
            12,
            "an id with an unknown name",
            vec![of(Some(MISSING), asker.topic_id)],
        ),
        (12, "an id", vec![of(None, asker.topic_id)]),
        (12, "neither name nor id", vec![of(None, zero)]),
        (
            12,
            "a name twice",
            vec![of(Some(TOPIC), zero), of(Some(TOPIC), zero)],
        ),
        (12, "nothing", Vec::new()),
        (
            10,
            "an id before its time",
            vec![of(Some(TOPIC), MISSING_ID)],
        ),
        (4, "an unknown name", vec![of(Some(MISSING), zero)]),
        (4, "a topic", vec![of(Some(TOPIC), zero)]),
        (9, "a topic", vec![of(Some(TOPIC), zero)]),
        (13, "a topic", vec![of(Some(TOPIC), zero)]),
        (1, "nothing", Vec::new()),
    ];
    for (version, what, topics) in cases {
        let request = MetadataRequest {
            topics: Some(topics),
            allow_auto_topic_creation: version < 4,
            ..MetadataRequest::default()
        };
        asker.ask_for(what, version, &request, |response| {
            response.topics.sort_by_key(|topic| format!("{topic:?}"));
            for topic in &mut response.topics {
                topic
                    .partitions
                    .sort_by_key(|partition| partition.partition_index);
            }
        })?;
    }
    Ok(())
}

fn allowed_operations(asker: &mut Asker) -> Result<(), Failure> {
    let of = |name: &str| MetadataRequestTopic {
        name: Some(text(name)),
        ..MetadataRequestTopic::default()
    };
    for version in [8, 12] {
        let operations = MetadataRequest {
            topics: Some(vec![of(TOPIC), of(MISSING)]),
            allow_auto_topic_creation: false,
            include_cluster_authorized_operations: version <= 10,
            include_topic_authorized_operations: true,
        };
        asker.ask_for("allowed operations", version, &operations, |response| {
            response.topics.sort_by_key(|topic| format!("{topic:?}"));
            for topic in &mut response.topics {
                topic.partitions.clear();
            }
        })?;
    }
    Ok(())
}

fn describe(asker: &mut Asker) -> Result<(), Failure> {
    let cursor = |topic: &str, partition_index| {
        let topic_name = text(topic);
        Some(Cursor {
            topic_name,
            partition_index,
        })
    };
    let cases = [
        ("an unknown topic", vec![MISSING], 10, None),
        ("a name that is none", vec!["a b"], 10, None),
        ("an empty name", vec![""], 10, None),
        ("a limit of none", vec![TOPIC], 0, None),
        ("a negative limit", vec![TOPIC], -3, None),
        ("a limit of one", vec![TOPIC], 1, None),
        ("a name twice", vec![TOPIC, TOPIC], 10, None),
        ("from the second", vec![TOPIC], 10, cursor(TOPIC, 1)),
        ("from beyond the last", vec![TOPIC], 10, cursor(TOPIC, 9)),
        (
            "from a negative partition",
            vec![TOPIC],
            10,
            cursor(TOPIC, -1),
        ),
        ("from an unknown topic", vec![TOPIC], 10, cursor(MISSING, 0)),
        ("from an earlier topic", vec![TOPIC], 10, cursor("a", 0)),
        (
            "from an unknown topic that is asked for",
            vec![MISSING],
            10,
            cursor(MISSING, 0),
        ),
    ];
    for (what, names, response_partition_limit, cursor) in cases {
        let topics = names
            .into_iter()
            .map(|name| TopicRequest { name: text(name) });
        let request = DescribeTopicPartitionsRequest {
            topics: topics.collect(),
            response_partition_limit,
            cursor,
        };
        asker.ask(what, 0, &request)?;
    }
    Ok(())
}
