//! Replay, snapshots and differences of images, on logs from a seed.

use std::collections::BTreeSet;

use metadata::records::{
    AbortTransactionRecord, AccessControlEntryRecord, BeginTransactionRecord,
    BrokerRegistrationChangeRecord, ClearElrRecord, ConfigRecord, EndTransactionRecord,
    FeatureLevelRecord, NoOpRecord, PartitionChangeRecord, PartitionRecord, ProducerIdsRecord,
    RegisterBrokerRecord, RemoveAccessControlEntryRecord, RemoveTopicRecord, TopicRecord,
    UnregisterBrokerRecord,
};
use metadata::{
    ConfigResource, Delta, Image, METADATA_VERSION, Position, Record, Removal, ReplayProblem,
    decode_record, encode_record, replay,
};
use types::{BrokerId, ControllerEpoch, Offset, PartitionIndex, Uuid};

const EPOCH: ControllerEpoch = ControllerEpoch(3);

struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn broker(&mut self) -> i32 {
        i32::try_from(self.below(5)).expect("small")
    }

    fn brokers(&mut self) -> Vec<i32> {
        (0..5).filter(|_| self.below(2) == 0).collect()
    }
}

/// One batch that can follow `image`.
fn batch(dice: &mut Dice, image: &Image) -> Vec<Record> {
    if image.open_transaction().is_some() {
        return match dice.below(4) {
            0 => vec![AbortTransactionRecord::default().into()],
            1 => vec![
                EndTransactionRecord::default().into(),
                NoOpRecord::default().into(),
            ],
            _ => vec![config(dice), config(dice)],
        };
    }
    match dice.below(14) {
        0 | 1 => vec![register(dice)],
        2 => change_broker(dice, image),
        3 | 4 => new_topic(dice, image),
        5..8 => change_partition(dice, image),
        8 => {
            let topics: Vec<_> = image.topics().iter().map(|topic| topic.id).collect();
            let doomed = if topics.len() > 4 {
                topics.get(dice.below(5) as usize)
            } else {
                None
            };
            doomed
                .map(|&topic_id| RemoveTopicRecord { topic_id }.into())
                .into_iter()
                .collect()
        }
        9 => vec![config(dice)],
        10 => vec![BeginTransactionRecord::default().into(), config(dice)],
        11 => {
            let next_producer_id = image.next_producer_id().0 + 1_000;
            vec![
                ProducerIdsRecord {
                    next_producer_id,
                    ..Default::default()
                }
                .into(),
            ]
        }
        12 => {
            let id = Uuid::from_u128(u128::from(dice.below(4)) + 700);
            let name = "user".into();
            vec![match dice.below(3) {
                0 => RemoveAccessControlEntryRecord { id }.into(),
                _ => AccessControlEntryRecord {
                    id,
                    resource_name: name,
                    ..Default::default()
                }
                .into(),
            }]
        }
        _ => {
            let feature_level = i16::try_from(dice.below(3)).expect("small");
            let name = if dice.below(2) == 0 {
                "group.version"
            } else {
                METADATA_VERSION
            };
            vec![
                FeatureLevelRecord {
                    name: name.into(),
                    feature_level,
                }
                .into(),
                NoOpRecord::default().into(),
            ]
        }
    }
}

fn register(dice: &mut Dice) -> Record {
    RegisterBrokerRecord {
        broker_id: dice.broker(),
        broker_epoch: i64::try_from(dice.below(1_000)).expect("small"),
        incarnation_id: Uuid::from_u128(u128::from(dice.below(9))),
        rack: (dice.below(2) == 0).then(|| "rack".into()),
        log_dirs: vec![Uuid::from_u128(200)],
        ..Default::default()
    }
    .into()
}

fn change_broker(dice: &mut Dice, image: &Image) -> Vec<Record> {
    let Some(broker) = image.broker(BrokerId(dice.broker())) else {
        return Vec::new();
    };
    let (broker_id, broker_epoch) = (broker.id.0, broker.epoch.0);
    vec![match dice.below(3) {
        0 => UnregisterBrokerRecord {
            broker_id,
            broker_epoch,
        }
        .into(),
        1 => BrokerRegistrationChangeRecord {
            broker_id,
            broker_epoch,
            fenced: -1,
            ..Default::default()
        }
        .into(),
        _ => BrokerRegistrationChangeRecord {
            broker_id,
            broker_epoch,
            in_controlled_shutdown: 1,
            ..Default::default()
        }
        .into(),
    }]
}

fn new_topic(dice: &mut Dice, image: &Image) -> Vec<Record> {
    let name = format!("t{}", dice.below(40));
    if image.topic(&name).is_some() {
        return Vec::new();
    }
    let topic_id = Uuid::from_u128(u128::from(dice.below(u64::MAX)) << 64 | 0x1_0000);
    let mut records = vec![
        TopicRecord {
            name: name.as_str().into(),
            topic_id,
        }
        .into(),
    ];
    for partition_id in 0..=i32::try_from(dice.below(3)).expect("small") {
        let replicas = dice.brokers();
        let directories = replicas.iter().map(|_| Uuid::from_u128(200)).collect();
        let isr = replicas.clone();
        let leader = isr.first().copied().unwrap_or(-1);
        let (leader_epoch, partition_epoch) = (0, 0);
        let partition = PartitionRecord {
            partition_id,
            topic_id,
            replicas,
            isr,
            leader,
            leader_epoch,
            partition_epoch,
            directories,
            ..Default::default()
        };
        records.push(partition.into());
    }
    records
}

fn change_partition(dice: &mut Dice, image: &Image) -> Vec<Record> {
    let topics: Vec<_> = image.topics().iter().collect();
    if topics.is_empty() {
        return Vec::new();
    }
    let topic = topics[dice.below(topics.len() as u64) as usize];
    let partition_id = i32::try_from(dice.below(topic.partition_count() as u64)).expect("small");
    let mut change = PartitionChangeRecord {
        topic_id: topic.id,
        partition_id,
        ..Default::default()
    };
    match dice.below(5) {
        0 => change.isr = Some(dice.brokers()),
        1 => change.leader = dice.broker(),
        2 => change.eligible_leader_replicas = Some(dice.brokers()),
        3 => {
            let replicas = dice.brokers();
            change.directories = Some(replicas.iter().map(|_| Uuid::from_u128(300)).collect());
            change.replicas = Some(replicas);
            change.adding_replicas = Some(dice.brokers());
        }
        _ => {
            let name = if dice.below(2) == 0 {
                topic.name.as_str()
            } else {
                ""
            };
            return vec![
                ClearElrRecord {
                    topic_name: name.into(),
                }
                .into(),
            ];
        }
    }
    vec![change.into()]
}

fn config(dice: &mut Dice) -> Record {
    ConfigRecord {
        resource_type: 4,
        resource_name: dice.broker().to_string().into(),
        name: format!("key{}", dice.below(3)).into(),
        value: (dice.below(3) > 0).then(|| dice.below(9).to_string().into()),
    }
    .into()
}

/// A log: its batches, and the image after each.
fn log(seed: u64, batches: usize) -> Vec<(Offset, Vec<Record>, Image)> {
    let mut dice = Dice(seed);
    let mut log: Vec<(Offset, Vec<Record>, Image)> = Vec::new();
    let (mut image, mut offset) = (Image::empty(), Offset(0));
    while log.len() < batches {
        let records = batch(&mut dice, &image);
        if records.is_empty() {
            continue;
        }
        image = replay(&image, offset, EPOCH, &records)
            .expect("it can follow")
            .0;
        let count = i64::try_from(records.len()).expect("small");
        log.push((offset, records, image.clone()));
        offset = offset + count;
    }
    log
}

/// Images that say the same have the same records. When an image was made from a snapshot it does
/// not know at which record a broker registered, so images themselves may differ.
fn assert_same(left: &Image, right: &Image, what: &str) {
    assert_eq!(left.to_records(), right.to_records(), "{what}");
    assert_eq!(left.position(), right.position(), "{what}");
    assert_eq!(left.open_transaction(), right.open_transaction(), "{what}");
}

#[test]
fn a_snapshot_and_what_follows_it_is_the_whole_log_at_every_offset() {
    for seed in 0..12 {
        let log = log(seed, 120);
        for (place, (_, _, image)) in log.iter().enumerate().step_by(7) {
            // A snapshot is taken of what shows: an open transaction is read again from its
            // beginning.
            let mut restored = Image::from_snapshot(image.position(), image.to_records())
                .expect("it agrees with itself");
            assert_eq!(restored.to_records(), image.to_records());
            let behind = |offset: Offset| offset <= image.position().offset;
            for (offset, records, expected) in &log {
                let unseen = records
                    .iter()
                    .zip(offset.0..)
                    .filter(|(_, at)| !behind(Offset(*at)));
                let unseen: Vec<_> = unseen.map(|(record, _)| record.clone()).collect();
                if unseen.is_empty() {
                    continue;
                }
                let offset = offset.0 + i64::try_from(records.len() - unseen.len()).expect("small");
                restored = replay(&restored, Offset(offset), EPOCH, &unseen)
                    .expect("it can follow")
                    .0;
                assert_same(
                    &restored,
                    expected,
                    &format!("seed {seed}, snapshot {place}, offset {offset}"),
                );
            }
        }
    }
}

#[test]
fn a_delta_names_exactly_what_differs() {
    for seed in 20..32 {
        let mut before = Image::empty();
        for (offset, records, after) in log(seed, 120) {
            let delta = replay(&before, offset, EPOCH, &records)
                .expect("it can follow")
                .1;
            check_delta(&delta, &before, &after);
            // A comparison that sees only the two images finds the same, but cannot know that a
            // record removed something, and not what was set to what it was.
            let compared = Delta::between(&before, &after);
            check_delta(&compared, &before, &after);
            assert!(
                compared
                    .removed_topics
                    .values()
                    .all(|gone| gone.removal == Removal::AbsentFromSnapshot)
            );
            assert!(
                delta
                    .removed_topics
                    .values()
                    .all(|gone| gone.removal == Removal::ByRecord)
            );
            let ids =
                |delta: &Delta| -> BTreeSet<_> { delta.removed_topics.keys().copied().collect() };
            assert!(ids(&compared).is_subset(&ids(&delta)));
            before = after;
        }
    }
}

/// Everything that differs is named, with what was and what is.
fn check_delta(delta: &Delta, before: &Image, after: &Image) {
    let ids: BTreeSet<_> = before
        .topics()
        .iter()
        .chain(after.topics().iter())
        .map(|topic| topic.id)
        .collect();
    for id in ids {
        let (was, is) = (before.topics().by_id(id), after.topics().by_id(id));
        assert_eq!(delta.removed_topics.contains_key(&id), is.is_none());
        let Some(is) = is else { continue };
        for (&index, now) in is.partitions.iter() {
            let then = was.and_then(|was| was.partition(index));
            let change = delta
                .topics
                .get(&id)
                .and_then(|change| change.partitions.get(&index));
            match change {
                None => assert_eq!(then, Some(now)),
                Some(change) => assert_eq!((change.before.as_ref(), &change.after), (then, now)),
            }
        }
        let created = delta.topics.get(&id).is_some_and(|change| change.created);
        assert_eq!(created, was.is_none());
    }
    for id in (0..5).map(BrokerId) {
        let (was, is) = (before.broker(id), after.broker(id));
        match delta.brokers.get(&id) {
            None => assert_eq!(was, is),
            Some(change) => assert_eq!((change.before.as_ref(), change.after.as_ref()), (was, is)),
        }
    }
    for broker in (0..5).map(BrokerId) {
        let resource = ConfigResource::broker(broker);
        for key in ["key0", "key1", "key2"] {
            let value = |image: &Image| {
                image
                    .config(&resource)
                    .and_then(|config| config.get(key).cloned())
            };
            let named = delta
                .configs
                .get(&resource)
                .is_some_and(|keys| keys.contains(key));
            assert!(named || value(before) == value(after), "{resource} {key}");
        }
    }
    let level = |image: &Image, name: &str| image.feature_level(name);
    for name in ["group.version", METADATA_VERSION] {
        assert!(delta.features.contains(name) || level(before, name) == level(after, name));
    }
    assert!(delta.producer_ids || before.next_producer_id() == after.next_producer_id());
    assert!(
        delta.security_or_quotas || before.security_and_quotas() == after.security_and_quotas()
    );
}

#[test]
fn a_snapshot_loaded_over_an_older_image_is_a_difference_and_removes_nothing_by_record() {
    let log = log(50, 300);
    let (old, new) = (&log[80].2, &log[299].2);
    let loaded =
        Image::from_snapshot(new.position(), new.to_records()).expect("it agrees with itself");
    let delta = Delta::between(old, &loaded);
    check_delta(&delta, old, &loaded);
    assert!(!delta.removed_topics.is_empty());
    assert!(
        delta
            .removed_topics
            .values()
            .all(|gone| gone.removal == Removal::AbsentFromSnapshot)
    );
    // What is the same is no difference, although nothing is shared.
    let again = Image::from_snapshot(loaded.position(), loaded.to_records())
        .expect("it agrees with itself");
    assert!(Delta::between(&loaded, &again).is_empty());
    assert!(Delta::between(&loaded, &loaded.clone()).is_empty());
}

#[test]
fn a_transaction_shows_when_it_ends_and_never_when_it_is_aborted() {
    let set = |value: &str| -> Record {
        ConfigRecord {
            resource_type: 4,
            name: "key".into(),
            value: Some(value.into()),
            ..Default::default()
        }
        .into()
    };
    let value = |image: &Image| {
        image
            .config(&ConfigResource::all_brokers())
            .and_then(|config| config.get("key"))
            .map(ToString::to_string)
    };
    let begin: Record = BeginTransactionRecord::default().into();
    let end: Record = EndTransactionRecord::default().into();
    let abort: Record = AbortTransactionRecord::default().into();
    let step = |image: &Image, offset: i64, records: &[Record]| {
        replay(image, Offset(offset), EPOCH, records)
    };
    let image = step(&Image::empty(), 0, &[set("a"), begin.clone(), set("b")])
        .expect("it can follow")
        .0;
    assert_eq!(
        (value(&image).as_deref(), image.position().offset),
        (Some("a"), Offset(0))
    );
    assert_eq!(image.open_transaction(), Some(Offset(1)));
    let (image, delta) = step(&image, 3, &[set("c")]).expect("it can follow");
    assert!(value(&image).as_deref() == Some("a") && delta.is_empty());
    let (aborted, delta) = step(&image, 4, &[abort.clone(), set("d")]).expect("it can follow");
    assert_eq!(
        (value(&aborted).as_deref(), aborted.position().offset),
        (Some("d"), Offset(5))
    );
    assert_eq!(delta.configs.len(), 1);
    let (ended, delta) = step(&image, 4, std::slice::from_ref(&end)).expect("it can follow");
    assert_eq!(
        (value(&ended).as_deref(), ended.position().offset),
        (Some("c"), Offset(4))
    );
    assert_eq!((delta.configs.len(), ended.open_transaction()), (1, None));
    let problem = |image: &Image, records: &[Record]| {
        step(image, 9, records).expect_err("it cannot be").problem
    };
    assert_eq!(
        problem(&image, &[begin]),
        ReplayProblem::NestedTransaction(Offset(1))
    );
    assert_eq!(problem(&ended, &[end]), ReplayProblem::NoTransaction);
    assert_eq!(problem(&ended, &[abort]), ReplayProblem::NoTransaction);
}

#[test]
fn a_record_that_contradicts_the_image_is_an_error_and_changes_nothing() {
    let topic_id = Uuid::from_u128(1_000);
    let topic: Record = TopicRecord {
        name: "t".into(),
        topic_id,
    }
    .into();
    let image = replay(
        &Image::empty(),
        Offset(0),
        EPOCH,
        std::slice::from_ref(&topic),
    )
    .expect("it can follow")
    .0;
    let other = Uuid::from_u128(2_000);
    let bad: Vec<Record> = vec![
        topic,
        TopicRecord {
            name: "t".into(),
            topic_id: other,
        }
        .into(),
        TopicRecord {
            name: "u".into(),
            topic_id,
        }
        .into(),
        PartitionRecord {
            topic_id: other,
            ..Default::default()
        }
        .into(),
        PartitionRecord {
            topic_id,
            replicas: vec![1, 2],
            directories: vec![other],
            ..Default::default()
        }
        .into(),
        PartitionRecord {
            topic_id,
            leader_recovery_state: 7,
            ..Default::default()
        }
        .into(),
        PartitionChangeRecord {
            topic_id,
            partition_id: 0,
            ..Default::default()
        }
        .into(),
        RemoveTopicRecord { topic_id: other }.into(),
        ClearElrRecord {
            topic_name: "u".into(),
        }
        .into(),
        UnregisterBrokerRecord {
            broker_id: 1,
            broker_epoch: 1,
        }
        .into(),
        BrokerRegistrationChangeRecord {
            broker_id: 1,
            ..Default::default()
        }
        .into(),
    ];
    for record in bad {
        let error = replay(&image, Offset(1), EPOCH, std::slice::from_ref(&record))
            .expect_err("it cannot be");
        assert_eq!(error.offset, Offset(1), "{record:?}");
        assert!(
            error.to_string().contains("offset 1 cannot be replayed"),
            "{error}"
        );
    }
    let again = replay(&image, Offset(0), EPOCH, &[NoOpRecord::default().into()])
        .expect_err("it was replayed");
    assert_eq!(
        again.problem,
        ReplayProblem::Behind(Position {
            epoch: EPOCH,
            offset: Offset(0)
        })
    );
    assert!(image.partition(topic_id, PartitionIndex(0)).is_none());
}

#[test]
fn every_record_of_a_snapshot_survives_the_log_s_encoding() {
    for seed in 60..64 {
        for record in log(seed, 200).pop().expect("a log").2.records() {
            assert_eq!(
                decode_record(encode_record(&record).expect("short")),
                Ok(record)
            );
        }
    }
}
