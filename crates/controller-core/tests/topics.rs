//! Scenarios of topics, their configuration and their placement, and of what brokers get from the
//! controller.

mod cluster;

use std::collections::{BTreeMap, BTreeSet};

use cluster::{World, id, ids};
use controller_core::{
    AlterConfigError, AssignmentError, ConfigAlteration, ConfigOperation, CreatePartitionsError,
    CreateTopicError, FeatureUpdate, NewPartitions, NewTopic, PlacementError, UpgradeType,
    decide_activation, decide_allocate_producer_ids, decide_alter_configs,
    decide_create_partitions, decide_create_topics, decide_delete_topics,
    decide_incremental_alter_configs, decide_update_features, random_topic_id,
};
use metadata::{ConfigResource, Record};
use types::{BrokerEpoch, PartitionIndex, ProducerId};

fn wanted(world: &mut World, name: &str, partitions: i32, factor: i16) -> NewTopic {
    NewTopic {
        name: name.into(),
        id: world.topic_id(),
        partition_count: Some(partitions),
        replication_factor: Some(factor),
        seed: 5,
        ..NewTopic::default()
    }
}

fn create(
    world: &mut World,
    topic: NewTopic,
) -> Result<controller_core::CreatedTopic, CreateTopicError> {
    let decision = decide_create_topics(world.cluster(), &[topic], false);
    world.apply(decision).pop().expect("one answer")
}

#[test]
fn a_topic_is_its_record_then_its_configuration_then_its_partitions() {
    let mut world = World::with_brokers(3);
    let mut topic = wanted(&mut world, "t", 2, 3);
    topic.configs = vec![("retention.ms".into(), Some("1000".into()))];
    let decision = decide_create_topics(world.cluster(), std::slice::from_ref(&topic), false);
    let kinds: Vec<_> = decision.records.iter().map(Record::name).collect();
    assert_eq!(
        kinds,
        [
            "TopicRecord",
            "ConfigRecord",
            "ConfigRecord",
            "PartitionRecord",
            "PartitionRecord"
        ]
    );
    let validated = decide_create_topics(world.cluster(), &[topic], true);
    assert_eq!(
        (validated.records.len(), &validated.outcome),
        (0, &decision.outcome)
    );
    let created = world
        .apply(decision)
        .pop()
        .expect("one answer")
        .expect("created");
    assert_eq!(
        (created.partition_count, created.replication_factor),
        (2, 3)
    );
    // Three replicas: nothing is acknowledged that only one of them has, unless somebody says
    // otherwise.
    assert_eq!(
        created
            .config
            .get("min.insync.replicas")
            .map(|value| &**value),
        Some("2")
    );
}

#[test]
fn the_safe_minimum_is_for_three_replicas_and_only_where_nobody_chose() {
    let mut world = World::with_brokers(3);
    let minimum = |created: Result<controller_core::CreatedTopic, _>| {
        created
            .expect("created")
            .config
            .get("min.insync.replicas")
            .map(ToString::to_string)
    };
    let two = wanted(&mut world, "two", 1, 2);
    assert_eq!(minimum(create(&mut world, two)), None);
    let mut own = wanted(&mut world, "own", 1, 3);
    own.configs = vec![("min.insync.replicas".into(), Some("1".into()))];
    assert_eq!(minimum(create(&mut world, own)).as_deref(), Some("1"));
    world.settings.min_in_sync_replicas = Some(1);
    let file = wanted(&mut world, "file", 1, 3);
    assert_eq!(minimum(create(&mut world, file)), None);
    world.settings.min_in_sync_replicas = None;
    set(
        &mut world,
        ConfigResource::all_brokers(),
        "min.insync.replicas",
        "3",
    )
    .expect("it may be set");
    let cluster = wanted(&mut world, "cluster", 1, 3);
    assert_eq!(minimum(create(&mut world, cluster)), None);
}

#[test]
fn names_numbers_and_assignments_are_checked_topic_by_topic() {
    let mut world = World::with_brokers(2);
    world.topic("a.b", &[1], 1);
    let mut refused = |change: &dyn Fn(&mut NewTopic)| {
        let mut topic = wanted(&mut world, "new", 1, 1);
        change(&mut topic);
        let decision = decide_create_topics(world.cluster(), &[topic], false);
        assert!(decision.records.is_empty());
        decision
            .outcome
            .into_iter()
            .next()
            .expect("one answer")
            .expect_err("it cannot be")
    };
    let manual = |assignments: &[(i32, &[i32])]| -> Vec<_> {
        assignments
            .iter()
            .map(|(index, replicas)| (PartitionIndex(*index), ids(replicas)))
            .collect()
    };
    let by_hand = |topic: &mut NewTopic, assignments: &[(i32, &[i32])]| {
        (topic.partition_count, topic.replication_factor) = (None, None);
        topic.assignments = manual(assignments);
    };
    assert!(matches!(
        refused(&|topic| topic.name = "no spaces".into()),
        CreateTopicError::InvalidName(_)
    ));
    assert!(matches!(
        refused(&|topic| topic.name = "a.b".into()),
        CreateTopicError::AlreadyExists(_)
    ));
    assert!(matches!(
        refused(&|topic| topic.name = "a_b".into()),
        CreateTopicError::NameCollides { .. }
    ));
    assert_eq!(
        refused(&|topic| topic.partition_count = Some(0)),
        CreateTopicError::InvalidPartitionCount(0)
    );
    assert_eq!(
        refused(&|topic| topic.replication_factor = Some(-2)),
        CreateTopicError::InvalidReplicationFactor(-2)
    );
    assert_eq!(
        refused(&|topic| topic.replication_factor = Some(3)),
        CreateTopicError::CannotPlace {
            factor: 3,
            why: PlacementError::TooFewBrokers {
                factor: 3,
                brokers: 2
            }
        }
    );
    assert_eq!(
        refused(&|topic| topic.partition_count = Some(10_001)),
        CreateTopicError::TooManyPartitions(10_001)
    );
    assert_eq!(
        refused(&|topic| topic.partition_count = Some(i32::MAX)),
        CreateTopicError::TooManyPartitions(i32::MAX as usize)
    );
    assert!(matches!(
        refused(&|topic| topic.configs = vec![("no.such".into(), Some("1".into()))]),
        CreateTopicError::InvalidConfig(_)
    ));
    assert!(matches!(
        refused(&|topic| topic.configs = vec![("retention.ms".into(), None)]),
        CreateTopicError::NullConfig(_)
    ));
    assert!(matches!(
        refused(&|topic| topic.assignments = manual(&[(0, &[1])])),
        CreateTopicError::AssignmentsAndNumber(_)
    ));
    assert_eq!(
        refused(&|topic| by_hand(topic, &[(0, &[1]), (2, &[1])])),
        CreateTopicError::PartitionsNotConsecutive
    );
    assert_eq!(
        refused(&|topic| by_hand(topic, &[(0, &[1]), (0, &[2])])),
        CreateTopicError::PartitionTwice(PartitionIndex(0))
    );
    assert_eq!(
        refused(&|topic| by_hand(topic, &[(0, &[1]), (1, &[1, 2])])),
        CreateTopicError::InvalidAssignment(AssignmentError::OtherFactor {
            given: 2,
            others: 1
        })
    );
    world.fence(&[2]);
    let mut fenced = wanted(&mut world, "new", 1, 1);
    by_hand(&mut fenced, &[(0, &[2])]);
    assert_eq!(
        create(&mut world, fenced),
        Err(CreateTopicError::AssignedBrokersFenced(PartitionIndex(0)))
    );
    let twice = [
        wanted(&mut world, "x", 1, 1),
        wanted(&mut world, "x", 1, 1),
        wanted(&mut world, "y", 1, 1),
    ];
    let decision = decide_create_topics(world.cluster(), &twice, false);
    let created: Vec<_> = decision.outcome.iter().map(Result::is_ok).collect();
    assert_eq!(created, [false, false, true]);
    let alike = [
        wanted(&mut world, "x.y", 1, 1),
        wanted(&mut world, "x_y", 1, 1),
    ];
    let decision = decide_create_topics(world.cluster(), &alike, false);
    let created: Vec<_> = decision.outcome.iter().map(Result::is_ok).collect();
    assert_eq!(created, [true, false]);
}

#[test]
fn replicas_and_leaders_are_spread_evenly_over_brokers() {
    let mut world = World::with_brokers(5);
    let topic = wanted(&mut world, "t", 50, 3);
    create(&mut world, topic).expect("created");
    assert!(
        world.leaderships().values().all(|&led| led == 10),
        "{:?}",
        world.leaderships()
    );
    let mut kept = BTreeMap::<_, usize>::new();
    let mut sets = BTreeSet::new();
    for index in 0..50 {
        let partition = world.partition_of("t", index);
        sets.insert(partition.replicas.clone());
        partition
            .replicas
            .iter()
            .for_each(|&replica| *kept.entry(replica).or_default() += 1);
    }
    assert!(kept.values().all(|&kept| kept == 30), "{kept:?}");
    assert!(sets.len() > 5, "the pattern repeats");
}

#[test]
fn every_rack_has_a_replica_and_leaders_are_spread_over_all_brokers() {
    let mut world = World::fresh();
    for broker in 1..=9 {
        world.start_in_rack(broker, ["a", "b", "c"][(broker as usize - 1) / 3]);
    }
    let topic = wanted(&mut world, "t", 27, 3);
    create(&mut world, topic).expect("created");
    for index in 0..27 {
        let partition = world.partition_of("t", index);
        let racks: BTreeSet<_> = partition
            .replicas
            .iter()
            .map(|replica| (replica.0 - 1) / 3)
            .collect();
        assert_eq!(racks.len(), 3, "{partition:?}");
    }
    assert_eq!(world.leaderships().len(), 9);
    assert!(
        world.leaderships().values().all(|&led| led == 3),
        "{:?}",
        world.leaderships()
    );
}

#[test]
fn fenced_brokers_get_replicas_last_and_never_lead() {
    let mut world = World::with_brokers(4);
    world.fence(&[1, 2]);
    let two = wanted(&mut world, "two", 8, 2);
    create(&mut world, two).expect("created");
    assert!((0..8).all(|index| {
        world
            .partition_of("two", index)
            .replicas
            .iter()
            .all(|replica| replica.0 > 2)
    }));
    let three = wanted(&mut world, "three", 8, 3);
    create(&mut world, three).expect("created");
    assert!((0..8).all(|index| world.partition_of("three", index).leader.0 > 2));
    assert!((0..8).all(|index| world.partition_of("three", index).in_sync.len() == 2));
    world.fence(&[3, 4]);
    let none = wanted(&mut world, "none", 1, 1);
    let error = CreateTopicError::CannotPlace {
        factor: 1,
        why: PlacementError::AllFenced,
    };
    assert_eq!(create(&mut world, none), Err(error));
}

#[test]
fn partitions_are_added_and_never_taken_away() {
    let mut world = World::with_brokers(3);
    world.topic_with("t", &[&[1, 2], &[2, 3]], &[]);
    let more = |count, assignments: Option<&[&[i32]]>| NewPartitions {
        topic: "t".into(),
        count,
        assignments: assignments.map(|list| list.iter().map(|replicas| ids(replicas)).collect()),
        seed: 1,
    };
    let mut add = |wanted: NewPartitions| {
        let decision = decide_create_partitions(world.cluster(), &[wanted], false);
        world.apply(decision).pop().expect("one answer")
    };
    assert_eq!(
        add(more(2, None)),
        Err(CreatePartitionsError::NothingToAdd(2))
    );
    assert!(matches!(
        add(more(1, None)),
        Err(CreatePartitionsError::NotAnIncrease { .. })
    ));
    assert!(matches!(
        add(more(-1, None)),
        Err(CreatePartitionsError::NotAnIncrease { .. })
    ));
    assert_eq!(
        add(more(4, Some(&[&[1, 2]]))),
        Err(CreatePartitionsError::AssignmentCount { added: 2, given: 1 })
    );
    assert!(matches!(
        add(more(3, Some(&[&[1, 2, 3]]))),
        Err(CreatePartitionsError::InvalidAssignment(_))
    ));
    assert_eq!(add(more(3, Some(&[&[3, 1]]))), Ok(()));
    assert_eq!(add(more(5, None)), Ok(()));
    assert_eq!(world.partition_of("t", 2).replicas, ids(&[3, 1]));
    assert_eq!(
        world.image.topic("t").expect("it exists").partition_count(),
        5
    );
    assert_eq!(world.partition_of("t", 4).replicas.len(), 2);
}

#[test]
fn a_deleted_topic_is_gone_with_its_configuration_and_its_name_is_free() {
    let mut world = World::with_brokers(1);
    world.topic("t", &[1], 1);
    let old = world.image.topic("t").expect("it exists").id;
    let decision = decide_delete_topics(world.cluster(), &[old, old]);
    let answers = world.apply(decision);
    assert!(matches!(answers.as_slice(), [Ok(_), Err(_)]));
    assert!(world.image.topic("t").is_none() && world.image.topic_config("t").is_none());
    world.topic("t", &[1], 1);
    assert_ne!(world.image.topic("t").expect("it exists").id, old);
}

fn set(
    world: &mut World,
    resource: ConfigResource,
    key: &str,
    value: &str,
) -> Result<(), AlterConfigError> {
    alter(
        world,
        resource,
        key,
        ConfigOperation::Set(Some(value.into())),
    )
}

fn alter(
    world: &mut World,
    resource: ConfigResource,
    key: &str,
    operation: ConfigOperation,
) -> Result<(), AlterConfigError> {
    let alteration = ConfigAlteration {
        resource,
        keys: vec![(key.into(), operation)],
    };
    let decision = decide_incremental_alter_configs(world.cluster(), &[alteration], false);
    world.apply(decision).pop().expect("one answer")
}

#[test]
fn single_keys_are_set_deleted_and_lists_changed() {
    let mut world = World::with_brokers(1);
    world.topic("t", &[1], 1);
    let topic = ConfigResource::topic("t");
    let value = |world: &World, key: &str| {
        world
            .image
            .topic_config("t")
            .and_then(|config| config.get(key))
            .map(ToString::to_string)
    };
    set(&mut world, topic.clone(), "retention.ms", "5").expect("set");
    assert_eq!(value(&world, "retention.ms").as_deref(), Some("5"));
    alter(
        &mut world,
        topic.clone(),
        "retention.ms",
        ConfigOperation::Delete,
    )
    .expect("deleted");
    assert_eq!(value(&world, "retention.ms"), None);
    alter(
        &mut world,
        topic.clone(),
        "cleanup.policy",
        ConfigOperation::Append("compact".into()),
    )
    .expect("added");
    assert_eq!(
        value(&world, "cleanup.policy").as_deref(),
        Some("delete,compact")
    );
    alter(
        &mut world,
        topic.clone(),
        "cleanup.policy",
        ConfigOperation::Subtract("delete".into()),
    )
    .expect("taken");
    assert_eq!(value(&world, "cleanup.policy").as_deref(), Some("compact"));
    // What is so already is not recorded again.
    let before = world.next_offset;
    set(&mut world, topic.clone(), "cleanup.policy", "compact").expect("the same");
    assert_eq!(world.next_offset, before);
    let append = ConfigOperation::Append("1".into());
    assert!(matches!(
        alter(&mut world, topic.clone(), "retention.ms", append),
        Err(AlterConfigError::NotAList(_))
    ));
    assert!(matches!(
        set(&mut world, topic.clone(), "retention.ms", "x"),
        Err(AlterConfigError::Invalid(_))
    ));
    assert!(matches!(
        set(&mut world, topic.clone(), "no.such", "x"),
        Err(AlterConfigError::Invalid(_))
    ));
    let null = ConfigOperation::Set(None);
    assert!(matches!(
        alter(&mut world, topic, "retention.ms", null),
        Err(AlterConfigError::NullValue(_))
    ));
    let gone = set(
        &mut world,
        ConfigResource::topic("gone"),
        "retention.ms",
        "1",
    );
    assert!(matches!(gone, Err(AlterConfigError::UnknownTopic(_))));
    let odd = ConfigResource::new(metadata::ConfigResourceType::BROKER, "x");
    assert!(matches!(
        set(&mut world, odd, "log.cleaner.threads", "1"),
        Err(AlterConfigError::NotABrokerId(_))
    ));
}

#[test]
fn a_whole_configuration_is_replaced() {
    let mut world = World::with_brokers(1);
    world.topic_with(
        "t",
        &[&[1]],
        &[("retention.ms", "5"), ("segment.ms", "100000")],
    );
    let keys = vec![
        ("retention.bytes".to_owned(), Some("7".to_owned())),
        ("segment.ms".to_owned(), Some("100000".to_owned())),
    ];
    let alteration = ConfigAlteration {
        resource: ConfigResource::topic("t"),
        keys,
    };
    let decision = decide_alter_configs(world.cluster(), &[alteration], false);
    assert_eq!(decision.records.len(), 2);
    world
        .apply(decision)
        .pop()
        .expect("one answer")
        .expect("altered");
    let config = world.image.topic_config("t").expect("it has one").clone();
    let config: Vec<_> = config
        .iter()
        .map(|(key, value)| (&**key, &**value))
        .collect();
    assert_eq!(config, [("retention.bytes", "7"), ("segment.ms", "100000")]);
}

#[test]
fn the_minimum_belongs_to_topics_and_the_cluster_while_leaders_can_be_eligible() {
    let mut world = World::with_brokers(3);
    let key = "min.insync.replicas";
    let one = set(&mut world, ConfigResource::broker(id(1)), key, "2");
    assert_eq!(one, Err(AlterConfigError::MinimumOfOneBroker));
    let gone = alter(
        &mut world,
        ConfigResource::all_brokers(),
        key,
        ConfigOperation::Delete,
    );
    assert_eq!(gone, Err(AlterConfigError::MinimumOfClusterRemoved));
    // Lowering it lets the leader commit alone: nobody else is eligible from then on. Raising it
    // changes nothing.
    world.topic("t", &[1, 2, 3], 2);
    world.alter("t", &[1]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2,3]");
    set(&mut world, ConfigResource::topic("t"), key, "3").expect("raised");
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2,3]");
    set(&mut world, ConfigResource::topic("t"), key, "1").expect("lowered");
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
    // The same through the cluster's default, for topics without their own.
    set(&mut world, ConfigResource::all_brokers(), key, "2").expect("raised");
    alter(
        &mut world,
        ConfigResource::topic("t"),
        key,
        ConfigOperation::Delete,
    )
    .expect("deleted");
    world.alter("t", &[1, 2]);
    world.alter("t", &[1]);
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible [2]");
    set(&mut world, ConfigResource::all_brokers(), key, "1").expect("lowered");
    assert_eq!(world.state("t"), "leader 1 in sync [1] eligible []");
}

#[test]
fn producer_ids_come_in_blocks_that_nobody_had_before() {
    let mut world = World::with_brokers(2);
    let mut firsts = Vec::new();
    for broker in [1, 2, 1] {
        let decision =
            decide_allocate_producer_ids(world.cluster(), id(broker), world.epoch(broker))
                .expect("its epoch");
        let block = world.apply(decision);
        assert_eq!(block.count, 1_000);
        firsts.push(block.first);
    }
    assert_eq!(
        firsts,
        [ProducerId(0), ProducerId(1_000), ProducerId(2_000)]
    );
    assert!(decide_allocate_producer_ids(world.cluster(), id(1), BrokerEpoch(0)).is_err());
}

#[test]
fn a_fresh_cluster_begins_with_its_features_in_one_transaction_and_only_once() {
    let world = World::fresh();
    let levels: Vec<_> = world
        .image
        .features()
        .iter()
        .map(|(name, &level)| (&**name, level))
        .collect();
    assert_eq!(
        levels,
        [
            ("eligible.leader.replicas.version", 1),
            ("metadata.version", 30)
        ]
    );
    assert!(decide_activation(world.cluster()).records.is_empty());
}

#[test]
fn a_level_that_some_node_does_not_support_is_refused() {
    let mut world = World::with_brokers(1);
    let update = |feature: &str, level, upgrade_type| FeatureUpdate {
        feature: feature.into(),
        level,
        upgrade_type,
    };
    for refused in [
        update("group.version", 1, UpgradeType::Upgrade),
        update("metadata.version", 31, UpgradeType::Upgrade),
        update("metadata.version", 29, UpgradeType::Upgrade),
        update("no.such.feature", 1, UpgradeType::Upgrade),
        update("group.version", -1, UpgradeType::UnsafeDowngrade),
    ] {
        let decided =
            decide_update_features(world.cluster(), std::slice::from_ref(&refused), false);
        assert!(decided.is_err(), "{refused:?}");
    }
    let off = update(
        "eligible.leader.replicas.version",
        0,
        UpgradeType::SafeDowngrade,
    );
    let decision = decide_update_features(world.cluster(), &[off], false).expect("allowed");
    world.apply(decision);
    assert!(!world.image.eligible_leader_replicas_enabled());
}

#[test]
fn topic_ids_are_random_ids_that_no_command_line_takes_for_an_option() {
    let random = |first| {
        let mut bytes = [0xff; 16];
        bytes[0] = first;
        random_topic_id(bytes)
    };
    for first in 0..=u8::MAX {
        let text = random(first).to_string();
        assert!(!text.starts_with('-'), "{text}");
        assert!(!random(first).is_reserved());
    }
    assert_ne!(random_topic_id([0; 16]), random_topic_id([1; 16]));
    assert!(!random_topic_id([0; 16]).is_reserved());
}

#[test]
fn a_topic_that_the_store_cannot_write_is_refused_before_it_is_too_late() {
    let mut world = World::with_brokers(3);
    world.settings.topic_bytes_max = Some(200);
    let topic = wanted(&mut world, "t", 4, 3);
    let made = decide_create_topics(world.cluster(), &[topic], false);
    world.apply(made);
    let mut add = |count: i32| {
        let more = NewPartitions {
            topic: "t".into(),
            count,
            ..NewPartitions::default()
        };
        let decision = decide_create_partitions(world.cluster(), &[more], false);
        world.apply(decision).pop().expect("one answer")
    };
    // Four take 48 bytes, the next six as much each, and those behind the tenth one more.
    assert_eq!(add(10), Ok(()));
    let refused = add(17).expect_err("too large");
    let expected = CreatePartitionsError::TooLarge {
        partitions: 17,
        bytes: 211,
        limit: 200,
    };
    assert_eq!(refused, expected);
    assert!(refused.to_string().contains("jute.maxbuffer"), "{refused}");
}

#[test]
fn a_minimum_of_in_sync_replicas_that_a_cluster_brings_along_is_kept() {
    let mut world = World::fresh();
    let brought = metadata::records::ConfigRecord {
        resource_type: metadata::ConfigResourceType::BROKER.0,
        resource_name: "".into(),
        name: "min.insync.replicas".into(),
        value: Some("2".into()),
    };
    let position = world.image.position();
    world.image =
        metadata::Image::from_snapshot(position, [Record::from(brought)]).expect("an image");
    let decision = decide_activation(world.cluster());
    assert!(!decision.records.is_empty());
    world.apply(decision);
    let config = world.image.config(&ConfigResource::all_brokers());
    let minimum = config.and_then(|config| config.get("min.insync.replicas"));
    assert_eq!(minimum.map(|value| &**value), Some("2"));
}
