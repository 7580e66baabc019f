//! There and back: what was written is read as what was recorded.

use std::collections::BTreeSet;

use metadata::records::{
    AccessControlEntryRecord, BrokerRegistrationChangeRecord, ClientQuotaRecord, ConfigRecord,
    EntityData, FeatureLevelRecord, PartitionChangeRecord, PartitionRecord, ProducerIdsRecord,
    RegisterBrokerRecord, RegisterControllerRecord, RemoveAccessControlEntryRecord,
    RemoveTopicRecord, TopicRecord, UnregisterBrokerRecord,
};
use metadata::{Image, Position, Record, replay};
use types::{ControllerEpoch, Instant, Offset, Uuid};
use world::Write;
use world_sim::{Ensemble, EnsembleModel, Random};

use super::*;

const EPOCH: ControllerEpoch = ControllerEpoch(3);

/// A tree, the image that it shows, and the code between them.
struct Scene {
    tree: Ensemble,
    image: Image,
    known: Known,
    next: Offset,
}

impl Scene {
    fn new() -> Self {
        let mut scene = Self {
            tree: Ensemble::new(EnsembleModel::default()),
            image: Image::empty(),
            known: Known::new(),
            next: Offset::ZERO,
        };
        for path in paths::FOUNDATIONS {
            let create = Write::Create {
                path: path.to_owned(),
                data: bytes::Bytes::new(),
                ephemeral: false,
            };
            scene.write(&[create]);
            scene.known.insert(path.to_owned());
        }
        scene
    }

    fn write(&mut self, writes: &[Write]) {
        self.tree
            .write_by_hand(Instant(1), writes)
            .unwrap_or_else(|error| panic!("{error}: {writes:?}"));
    }

    fn commit(&mut self, records: &[Record]) -> Planned {
        let (after, delta) = replay(&self.image, self.next, EPOCH, records)
            .unwrap_or_else(|error| panic!("{error}: {records:?}"));
        let change = Change {
            before: &self.image,
            after: &after,
            delta: &delta,
            records,
            epoch: EPOCH,
        };
        let planned = writes(&change, &self.known).expect("a place for everything");
        self.write(&planned.writes);
        self.known.retain(|path| !planned.removed.contains(path));
        self.known.extend(planned.made.iter().cloned());
        self.image = after;
        self.next = self.next + i64::try_from(records.len()).expect("few");
        planned
    }

    fn picture(&self) -> Picture {
        let paths = self.tree.paths().into_iter();
        let nodes = paths.map(|path| {
            let node = self.tree.get(&path).expect("it is there");
            (path, node)
        });
        nodes.collect()
    }

    /// What a successor reads is what was recorded.
    fn check(&self) {
        let records = read_records(&self.picture(), EPOCH).expect("readable");
        let position = Position {
            epoch: EPOCH,
            offset: Offset(1),
        };
        let image = Image::from_snapshot(position, records.clone()).expect("an image");
        let sorted = |image: &Image| {
            let mut records: Vec<_> = image
                .records()
                .map(|record| format!("{record:?}"))
                .collect();
            records.sort();
            records
        };
        assert_eq!(sorted(&image), sorted(&self.image));
    }
}

fn topic(name: &str, id: u128) -> Record {
    TopicRecord {
        name: name.into(),
        topic_id: Uuid::from_u128(id),
    }
    .into()
}

fn partition(id: u128, index: i32, replicas: &[i32]) -> Record {
    PartitionRecord {
        partition_id: index,
        topic_id: Uuid::from_u128(id),
        replicas: replicas.to_vec(),
        isr: replicas.to_vec(),
        leader: replicas[0],
        leader_epoch: 0,
        partition_epoch: 0,
        directories: replicas
            .iter()
            .map(|id| Uuid::from_u128(1_000 + u128::try_from(*id).expect("few")))
            .collect(),
        ..PartitionRecord::default()
    }
    .into()
}

fn change(id: u128, index: i32) -> PartitionChangeRecord {
    PartitionChangeRecord {
        partition_id: index,
        topic_id: Uuid::from_u128(id),
        ..PartitionChangeRecord::default()
    }
}

#[test]
fn whoever_keeps_no_replica_may_not_lead_whatever_was_left_behind() {
    let mut scene = Scene::new();
    scene.commit(&[topic("t", 1), partition(1, 0, &[1, 2])]);
    let mut picture = scene.picture();
    let left = r#"{"version":1,"directories":[],"eligible_leaders":[7,2],"last_known_eligible_leaders":[7]}"#;
    let stat = world::Stat::default();
    picture.insert("/highwater/topics/t/0".to_owned(), (left.into(), stat));
    let records = read_records(&picture, EPOCH).expect("it is well formed");
    let partition = records.iter().find_map(|record| match record {
        Record::Partition(partition) => Some(partition),
        _ => None,
    });
    let partition = partition.expect("there is one");
    assert_eq!(partition.eligible_leader_replicas, Some(vec![2]));
    assert_eq!(partition.last_known_elr, None);
}

#[test]
fn kafka_s_znodes_have_kafka_s_json() {
    let mut scene = Scene::new();
    scene.commit(&[topic("orders", 7), partition(7, 0, &[1, 2, 3])]);
    let json = |path: &str| {
        let (data, _) = scene
            .tree
            .get(path)
            .unwrap_or_else(|| panic!("{path} is missing"));
        serde_json::from_slice::<serde_json::Value>(&data).expect("JSON")
    };
    assert_eq!(
        json("/brokers/topics/orders"),
        serde_json::json!({
            "version": 3, "topic_id": "AAAAAAAAAAAAAAAAAAAABw", "partitions": {"0": [1, 2, 3]},
            "adding_replicas": {}, "removing_replicas": {},
        })
    );
    assert_eq!(
        json("/brokers/topics/orders/partitions/0/state"),
        serde_json::json!({"version": 1, "leader": 1, "leader_epoch": 0, "controller_epoch": 3, "isr": [1, 2, 3]})
    );
    assert_eq!(
        json("/config/topics/orders"),
        serde_json::json!({"version": 1, "config": {}})
    );
}

#[test]
fn the_version_of_a_state_is_the_partition_s_epoch() {
    let mut scene = Scene::new();
    scene.commit(&[topic("t", 1), partition(1, 0, &[1, 2])]);
    let shrink = PartitionChangeRecord {
        isr: Some(vec![2]),
        leader: 2,
        eligible_leader_replicas: Some(vec![1]),
        ..change(1, 0)
    };
    let again = PartitionChangeRecord {
        leader: 2,
        ..change(1, 0)
    };
    scene.commit(&[shrink.into(), again.into()]);
    let (data, stat) = scene
        .tree
        .get("/brokers/topics/t/partitions/0/state")
        .expect("a state");
    assert_eq!(stat.version, 2);
    let state = content::read_state(&data).expect("readable");
    assert_eq!((state.leader.0, state.leader_epoch.0), (2, 2));
    scene.check();
}

#[test]
fn whatever_is_recorded_is_read_as_it_was_recorded() {
    for seed in 0..150 {
        let mut scene = Scene::new();
        let mut random = Random::new(seed);
        let mut ids = 100;
        for _ in 0..40 {
            let mut records = Vec::new();
            let mut image = scene.image.clone();
            for _ in 0..=random.below(4) {
                let more = one_of(&mut random, &image, &mut ids);
                let at = image.position().offset.next();
                if let Ok((after, _)) = replay(&image, at, EPOCH, &more) {
                    image = after;
                    records.extend(more);
                }
            }
            if !records.is_empty() {
                scene.commit(&records);
                scene.check();
            }
        }
    }
}

fn one_of(random: &mut Random, image: &Image, ids: &mut u128) -> Vec<Record> {
    let number =
        |random: &mut Random, below: u64| i32::try_from(random.below(below)).expect("small");
    let topics: Vec<_> = image.topics().iter().cloned().collect();
    let some_topic = (!topics.is_empty()).then(|| {
        let place = random.below(topics.len() as u64);
        topics[usize::try_from(place).expect("small")].clone()
    });
    let broker = number(random, 4);
    match (random.below(12), some_topic) {
        (0 | 1, _) => {
            *ids += 1;
            let mut records = vec![topic(&format!("t.{}", random.below(5)), *ids)];
            records.extend(
                (0..number(random, 4)).map(|index| partition(*ids, index, &[broker, broker + 1])),
            );
            records
        }
        (2, Some(topic)) => vec![RemoveTopicRecord { topic_id: topic.id }.into()],
        (3..=5, Some(topic)) if topic.partition_count() > 0 => {
            let index = number(random, topic.partition_count() as u64);
            let partition = topic
                .partition(types::PartitionIndex(index))
                .expect("it is there");
            let mut replicas = [0, 1].map(|place| partition.replicas[place].0);
            if random.below(2) == 0 {
                replicas.reverse();
            }
            let [replica, other] = replicas;
            let record = PartitionChangeRecord {
                partition_id: index,
                topic_id: topic.id,
                leader: [-2, -1, replica][usize::try_from(random.below(3)).expect("small")],
                isr: (random.below(2) == 0).then(|| vec![replica]),
                leader_recovery_state: i8::try_from(random.below(3)).expect("small") - 1,
                eligible_leader_replicas: (random.below(2) == 0).then(|| vec![other]),
                last_known_elr: (random.below(3) == 0).then(|| vec![replica]),
                adding_replicas: (random.below(4) == 0).then(|| vec![broker]),
                removing_replicas: (random.below(4) == 0).then(Vec::new),
                ..PartitionChangeRecord::default()
            };
            vec![record.into()]
        }
        (6, _) => {
            let value = (random.below(3) > 0).then(|| "a \"value\"".into());
            let (resource_type, resource_name) = match (random.below(4), topics.first()) {
                (0, Some(topic)) => (2, topic.name.as_str().into()),
                (1, _) => (4, broker.to_string().as_str().into()),
                (2, _) => (4, "".into()),
                _ => (32, "a/group".into()),
            };
            let name = if random.below(2) == 0 {
                "one.key"
            } else {
                "other.key"
            };
            let name = name.into();
            vec![
                ConfigRecord {
                    resource_type,
                    resource_name,
                    name,
                    value,
                }
                .into(),
            ]
        }
        (7, _) => {
            let record = RegisterBrokerRecord {
                broker_id: broker,
                incarnation_id: Uuid::from_u128(u128::from(random.next_u64())),
                broker_epoch: i64::from(number(random, 1_000)),
                rack: (random.below(2) == 0).then(|| "a".into()),
                fenced: random.below(2) == 0,
                log_dirs: vec![Uuid::from_u128(500)],
                cordoned_log_dirs: (random.below(2) == 0).then(Vec::new),
                ..RegisterBrokerRecord::default()
            };
            vec![record.into()]
        }
        (8, _) => {
            let epoch = image
                .broker(types::BrokerId(broker))
                .map_or(0, |broker| broker.epoch.0);
            if random.below(4) == 0 {
                let (broker_id, broker_epoch) = (broker, epoch);
                return vec![
                    UnregisterBrokerRecord {
                        broker_id,
                        broker_epoch,
                    }
                    .into(),
                ];
            }
            let record = BrokerRegistrationChangeRecord {
                broker_id: broker,
                broker_epoch: epoch,
                fenced: 1,
                ..BrokerRegistrationChangeRecord::default()
            };
            vec![record.into()]
        }
        (9, _) => {
            let feature_level = i16::try_from(random.below(3)).expect("small");
            let name =
                ["metadata.version", "group.version"][usize::from(random.below(2) == 0)].into();
            let controller = RegisterControllerRecord {
                controller_id: broker,
                incarnation_id: Uuid::from_u128(9),
                ..RegisterControllerRecord::default()
            };
            vec![
                FeatureLevelRecord {
                    name,
                    feature_level,
                }
                .into(),
                controller.into(),
            ]
        }
        (10, _) => {
            let next_producer_id = image.next_producer_id().0 + 1_000;
            let (broker_id, broker_epoch) = (broker, 4);
            vec![
                ProducerIdsRecord {
                    broker_id,
                    broker_epoch,
                    next_producer_id,
                }
                .into(),
            ]
        }
        _ => {
            let id = Uuid::from_u128(u128::from(random.below(3)));
            let entity_name = (random.below(2) == 0).then(|| "a name".into());
            let quota = ClientQuotaRecord {
                entity: vec![EntityData {
                    entity_type: "user".into(),
                    entity_name,
                }],
                key: "producer_byte_rate".into(),
                value: 12.5,
                remove: random.below(3) == 0,
            };
            let entry = match random.below(2) {
                0 => RemoveAccessControlEntryRecord { id }.into(),
                _ => AccessControlEntryRecord {
                    id,
                    ..AccessControlEntryRecord::default()
                }
                .into(),
            };
            vec![quota.into(), entry]
        }
    }
}

#[test]
fn a_large_topic_is_removed_when_it_is_marked_and_cleared_away_after() {
    let mut scene = Scene::new();
    let mut records = vec![topic("large", 1)];
    records.extend((0..700).map(|index| partition(1, index, &[1, 2])));
    scene.commit(&records);
    let planned = scene.commit(&[RemoveTopicRecord {
        topic_id: Uuid::from_u128(1),
    }
    .into()]);
    assert_eq!(planned.marked, ["large"]);
    scene.check();
    let left: BTreeSet<_> = scene.tree.paths().into_iter().collect();
    for writes in cleanup("large", &left).chunks(100) {
        scene.write(writes);
        scene.check();
    }
    let left: Vec<_> = scene
        .tree
        .paths()
        .into_iter()
        .filter(|path| path.contains("large"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn what_is_no_znode_of_ours_or_kafka_s_is_an_error_that_names_it() {
    let cases: [(&str, &str, &str); 15] = [
        ("/brokers/topics/t", "", "no JSON"),
        ("/brokers/topics/t", "[]", "not a JSON object"),
        (
            "/brokers/topics/t",
            r#"{"version":2,"partitions":{"0":[1]}}"#,
            "2.8",
        ),
        (
            "/brokers/topics/t",
            r#"{"version":3,"topic_id":"x","partitions":{}}"#,
            "id",
        ),
        (
            "/brokers/topics/t",
            r#"{"version":3,"topic_id":"AAAAAAAAAAAAAAAAAAAAAQ","partitions":{"0":[]}}"#,
            "partition 0: it has no replica",
        ),
        (
            "/brokers/topics/t",
            r#"{"version":3,"topic_id":"AAAAAAAAAAAAAAAAAAAAAQ","partitions":{"0":[1,1]}}"#,
            "partition 0: a broker is named twice",
        ),
        (
            "/brokers/topics/t/partitions/0/state",
            r#"{"version":1,"leader":"1"}"#,
            "leader",
        ),
        (
            "/brokers/topics/t/partitions/0/state",
            r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":9,"isr":[1]}"#,
            "/controller_epoch is 3",
        ),
        (
            "/config/topics/t",
            r#"{"version":1,"config":{"a":1}}"#,
            "not a text",
        ),
        (
            "/latest_producer_id_block",
            r#"{"version":1,"block_end":"-5"}"#,
            "block_end",
        ),
        (
            "/brokers/topics/t/partitions/0/state",
            r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":3,"isr":[1,7]}"#,
            "is [1, 7] and names broker 7, which is no replica: write only brokers of [1] there",
        ),
        (
            "/brokers/topics/t/partitions/0/state",
            r#"{"version":1,"leader":7,"leader_epoch":0,"controller_epoch":3,"isr":[1]}"#,
            "\"leader\" is broker 7, which is no replica: write one of [1] there",
        ),
        (
            "/highwater/producer_ids",
            r#"{"version":1,"next_producer_id":"5"}"#,
            "next_producer_id",
        ),
        ("/highwater/producer_ids", "", "no JSON"),
        ("/highwater/brokers/x", "{}", "no broker"),
    ];
    for (path, data, why) in cases {
        let mut scene = Scene::new();
        scene.commit(&[topic("t", 1), partition(1, 0, &[1])]);
        let mut picture = scene.picture();
        picture.insert(
            path.to_owned(),
            (data.to_owned().into(), world::Stat::default()),
        );
        let error = read_records(&picture, EPOCH).expect_err(path);
        assert_eq!(error.path, path);
        assert!(error.to_string().contains(why), "{error}");
    }
    let mut scene = Scene::new();
    scene.commit(&[topic("t", 1), partition(1, 0, &[1])]);
    let mut picture = scene.picture();
    picture.remove("/brokers/topics/t/partitions/0/state");
    assert!(
        read_records(&picture, EPOCH)
            .expect_err("incomplete")
            .why
            .contains("missing")
    );
}

#[test]
fn no_producer_id_is_given_out_twice_whatever_becomes_of_kafka_s_znode() {
    let block = |next| ProducerIdsRecord {
        broker_id: 1,
        broker_epoch: 4,
        next_producer_id: next,
    };
    let mut scene = Scene::new();
    scene.commit(&[block(1_000).into()]);
    scene.commit(&[block(2_000).into()]);
    let path = "/latest_producer_id_block";
    let (newest, _) = scene.tree.get(path).expect("it is there");
    let older = content::producer_ids(1, 0, 1_000);
    let next = |data: Option<bytes::Bytes>| {
        let mut picture = scene.picture();
        picture.remove(path);
        if let Some(data) = data {
            picture.insert(path.to_owned(), (data, world::Stat::default()));
        }
        read_records(&picture, EPOCH).expect("readable")
    };
    let expected = ProducerIdsRecord {
        broker_id: -1,
        broker_epoch: -1,
        next_producer_id: 2_000,
    };
    for data in [None, Some(bytes::Bytes::new()), Some(older), Some(newest)] {
        assert_eq!(next(data), [expected.clone().into()]);
    }
    // Somebody else has given out more meanwhile.
    let more = next(Some(content::producer_ids(2, 2_000, 5_000)));
    let expected = ProducerIdsRecord {
        next_producer_id: 5_000,
        ..expected
    };
    assert_eq!(more, [expected.into()]);
}

#[test]
fn a_tree_that_kafka_wrote_needs_nothing_of_ours() {
    let mut scene = Scene::new();
    scene.commit(&[topic("t", 1), partition(1, 0, &[1, 2])]);
    let mut picture = scene.picture();
    picture.retain(|path, _| !path.starts_with("/highwater"));
    let records = read_records(&picture, EPOCH).expect("readable");
    assert_eq!(records.len(), 2);
}

#[test]
fn a_broker_s_address_is_read_as_it_was_written() {
    let endpoint = |name: &str, host: &str, port, protocol| metadata::Endpoint {
        name: name.into(),
        host: host.into(),
        port,
        security_protocol: metadata::SecurityProtocol(protocol),
    };
    let address = registrations::BrokerAddress {
        endpoints: vec![
            endpoint("INTERNAL", "::1", 9092, 0),
            endpoint("OUT", "example.org", 9093, 1),
        ],
        rack: Some("r".to_owned()),
    };
    let written = registrations::broker_id(&address, 5);
    assert_eq!(registrations::read_broker_id(&written), Ok(address));
}
