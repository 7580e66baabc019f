//! Over the tree of a real Kafka 3.9.1 with three brokers, stopped in order: `kafka-3.9.1.txt` has path, version and content of
//! each znode, as ZooKeeper's shell showed them.

use types::TopicId;
use world_sim::Random;

use super::*;

fn tree_of_kafka() -> Tree {
    let line = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let path = words.next().unwrap_or_default().to_owned();
        let version = words.next().and_then(|word| word.parse().ok());
        let data = words.next().filter(|data| *data != "-").unwrap_or_default();
        let stat = Stat {
            version: version.expect("a version"),
            ..Stat::default()
        };
        (path, (Bytes::from(data.to_owned()), stat))
    };
    include_str!("kafka-3.9.1.txt").lines().map(line).collect()
}

fn put(tree: &mut Tree, path: &str, data: &str) {
    let data = Bytes::from(data.to_owned());
    tree.entry(path.to_owned()).or_default().0 = data;
}

fn obstacles(tree: &Tree) -> Vec<Obstacle> {
    survey(tree).expect_err("something stands in the way")
}

#[test]
fn everything_that_a_real_kafka_left_is_taken_over() {
    let tree = tree_of_kafka();
    let survey = survey(&tree).expect("nothing stands in the way");
    assert_eq!(survey.cluster_id, "hQgOW922Qku8vVDq8NDs5w");
    assert_eq!(survey.controller_epoch, ControllerEpoch(1));
    assert_eq!(survey.left_behind, []);
    assert!(!survey.is_ready);
    assert_eq!(survey.brokers(), [0, 1, 2].map(BrokerId).into());
    let orders = survey.image.topic("orders").expect("a topic");
    let id: TopicId = "eWv0zwh2S7ONK7bADjR8rg".parse().expect("an id");
    assert_eq!((orders.id, orders.partition_count()), (id, 3));
    let first = orders.partitions.iter().next().expect("a partition").1;
    assert_eq!(first.replicas, [0, 2, 1].map(BrokerId));
    assert_eq!(first.in_sync, [BrokerId(2)]);
    assert_eq!((first.leader_epoch.0, first.partition_epoch.0), (2, 2));
    assert_eq!(survey.image.next_producer_id().0, 1_000);
    let offsets = survey.image.topic("__consumer_offsets");
    assert_eq!(offsets.map(|topic| topic.partition_count()), Some(4));
}

#[test]
fn what_makes_a_tree_ready_adds_and_nothing_else_and_is_whole_at_the_end() {
    let mut tree = tree_of_kafka();
    let before = tree.clone();
    for write in survey(&tree).expect("a survey").writes.concat() {
        let Write::Create {
            path,
            data,
            ephemeral: false,
        } = write
        else {
            panic!("{write:?}");
        };
        let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
        let is_below = parent.is_empty() || tree.contains_key(parent);
        assert!(is_below, "{path} has no parent");
        assert!(!tree.contains_key(&path), "{path} was there");
        assert!(!survey(&tree).expect("a survey").is_ready);
        tree.insert(path, (data, Stat::default()));
    }
    for (path, node) in &before {
        assert_eq!(tree.get(path), Some(node));
    }
    let after = survey(&tree).expect("a survey");
    assert!(after.is_ready && after.writes.is_empty());
    let brokers = after.image.brokers();
    assert_eq!(brokers.len(), 3);
    assert!(brokers.values().all(|broker| broker.fenced));
}

#[test]
fn a_cluster_that_lives_or_moves_elsewhere_is_left_alone() {
    let mut tree = tree_of_kafka();
    put(&mut tree, "/brokers/ids/2", "{}");
    put(
        &mut tree,
        "/controller",
        r#"{"version":2,"brokerid":2,"timestamp":"1","kraftControllerEpoch":-1}"#,
    );
    put(&mut tree, "/migration", "{}");
    let found = obstacles(&tree);
    let paths: Vec<_> = found.iter().map(|it| it.path.as_str()).collect();
    assert_eq!(paths, ["/brokers/ids/2", "/controller", "/migration"]);
    assert!(found[0].why.contains("broker 2 runs: stop every broker"));
    assert!(found[1].why.contains("broker 2 is the controller"));
}

/// A znode, what it holds, and a part of what is said of it.
const WRONG: [(&str, &str, &str); 26] = [
    ("/cluster/id", "", "no JSON"),
    ("/cluster/id", r#"{"version":"1"}"#, "\"id\" is missing"),
    ("/cluster/id", r#"{"version":"2","id":"x"}"#, "only 1 to 1"),
    ("/controller_epoch", "", "no epoch"),
    ("/controller_epoch", "-3", "no epoch"),
    ("/controller_epoch", "99999999999", "no epoch"),
    ("/latest_producer_id_block", "{", "no JSON"),
    (
        "/latest_producer_id_block",
        r#"{"version":1,"block_end":"9223372036854775807"}"#,
        "no producer id",
    ),
    (
        "/latest_producer_id_block",
        r#"{"version":4,"block_end":"9"}"#,
        "only 1 to 1",
    ),
    ("/brokers/topics/orders", "\u{0}", "no JSON"),
    (
        "/brokers/topics/orders",
        r#"{"version":2,"partitions":{"0":[1]}}"#,
        "2.8",
    ),
    ("/brokers/topics/orders", r#"{"version":9}"#, "only 1 to 3"),
    (
        "/brokers/topics/orders",
        r#"{"version":3,"topic_id":"eWv0zwh2S7ONK7bADjR8rg","partitions":[]}"#,
        "not an object",
    ),
    (
        "/brokers/topics/orders",
        r#"{"version":3,"topic_id":"eWv0zwh2S7ONK7bADjR8rg","partitions":{"-1":[]}}"#,
        "no partition",
    ),
    (
        "/brokers/topics/orders",
        r#"{"version":3,"topic_id":"eWv0zwh2S7ONK7bADjR8rg","partitions":{"0":[2],"2":[2]}}"#,
        "partition 1 is missing",
    ),
    (
        "/brokers/topics/orders",
        r#"{"version":3,"topic_id":"eWv0zwh2S7ONK7bADjR8rg","partitions":{"0":[2,2]}}"#,
        "named twice",
    ),
    (
        "/brokers/topics/orders",
        r#"{"version":3,"topic_id":"eWv0zwh2S7ONK7bADjR8rg","partitions":{"0":[]}}"#,
        "no replica",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        "null",
        "null, not a JSON object",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":2}"#,
        "only 1 to 1",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":9,"isr":[1]}"#,
        "epoch 9",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":1,"isr":[7]}"#,
        "broker 7, which is no replica",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":1,"isr":[]}"#,
        "nobody",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":1,"leader":1,"leader_epoch":0,"controller_epoch":1,"isr":[2]}"#,
        "not in \"isr\"",
    ),
    (
        "/brokers/topics/orders/partitions/1/state",
        r#"{"version":1,"leader":1e99,"leader_epoch":0,"controller_epoch":1,"isr":[2]}"#,
        "\"leader\" is",
    ),
    (
        "/config/topics/orders",
        r#"{"version":1,"config":{"retention.ms":5}}"#,
        "not a text",
    ),
    (
        "/config/brokers/<default>",
        r#"{"version":1}"#,
        "\"config\" is missing",
    ),
];

#[test]
fn what_no_kafka_wrote_is_named_and_so_is_what_to_do() {
    for (path, data, why) in WRONG {
        let mut tree = tree_of_kafka();
        put(&mut tree, path, data);
        let found = obstacles(&tree);
        assert!(
            found
                .iter()
                .any(|it| it.path == path && it.why.contains(why)),
            "{path} {data}: {found:?}"
        );
    }
    let needed = [
        "/cluster/id",
        "/controller_epoch",
        "/brokers/ids",
        "/brokers/topics",
        "/brokers/topics/orders/partitions/1/state",
    ];
    for path in needed {
        let mut tree = tree_of_kafka();
        tree.remove(path);
        let found = obstacles(&tree);
        assert!(
            found
                .iter()
                .any(|it| it.path == path && it.why.contains("missing")),
            "{path}: {found:?}"
        );
    }
    assert!(!obstacles(&Tree::new()).is_empty());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let mut tree = tree_of_kafka();
    put(&mut tree, "/brokers/topics/orders", "{}");
    put(
        &mut tree,
        "/brokers/topics/__consumer_offsets/partitions/0/state",
        "[]",
    );
    put(
        &mut tree,
        "/brokers/topics/__consumer_offsets/partitions/3/state",
        "[]",
    );
    assert_eq!(obstacles(&tree).len(), 3);
}

#[test]
fn what_is_not_taken_over_is_counted() {
    let mut tree = tree_of_kafka();
    for path in [
        "/kafka-acl",
        "/kafka-acl/Topic",
        "/kafka-acl/Topic/a",
        "/kafka-acl/Topic/b",
        "/mine",
        "/config/users/u",
    ] {
        put(&mut tree, path, "{}");
    }
    put(&mut tree, "/admin/reassign_partitions", "{\"version\":1}");
    put(&mut tree, "/admin/delete_topics/orders", "");
    for (path, children) in [("/kafka-acl", 1), ("/kafka-acl/Topic", 2)] {
        tree.get_mut(path).expect("it is there").1.children = children;
    }
    let survey = survey(&tree).expect("nothing stands in the way");
    let left: Vec<_> = survey
        .left_behind
        .iter()
        .map(|it| (it.path.as_str(), it.count))
        .collect();
    assert_eq!(
        left,
        [
            ("/kafka-acl", 2),
            ("/config/users", 1),
            ("/admin/reassign_partitions", 1),
            ("/mine", 1)
        ]
    );
    assert_eq!(survey.removals, ["orders"]);
    assert!(survey.image.topic("orders").is_none());
}

#[test]
fn damage_anywhere_is_an_obstacle_or_nothing_and_never_a_panic() {
    let whole = tree_of_kafka();
    let paths: Vec<String> = whole.keys().cloned().collect();
    let mut random = Random::new(7);
    let mut below = |count: usize| {
        let place = random.below(u64::try_from(count.max(1)).expect("small"));
        usize::try_from(place).expect("small")
    };
    for _ in 0..4_000 {
        let mut tree = whole.clone();
        let path = &paths[below(paths.len())];
        let node = tree.get_mut(path).expect("it is there");
        let mut data = node.0.to_vec();
        match below(4) {
            0 => data.truncate(below(data.len())),
            1 if !data.is_empty() => {
                let at = below(data.len());
                data[at] = u8::try_from(below(256)).expect("a byte");
            }
            2 => data.extend_from_slice(b"}"),
            _ => data = whole[&paths[below(paths.len())]].0.to_vec(),
        }
        node.0 = data.into();
        if let Err(found) = survey(&tree) {
            assert!(
                found
                    .iter()
                    .all(|it| it.path.starts_with('/') && !it.why.is_empty())
            );
        }
    }
}
