//! The znodes of a cluster, all that a controller reads when it takes over.

use std::sync::OnceLock;

use bytes::Bytes;
use coordination::{Tree, survey};
use world::{Stat, Write};

use super::Target;
use crate::damage::{Random, damage};

pub(super) const ZNODES: Target = Target {
    name: "znodes",
    about: "the znodes of a cluster that is kept in ZooKeeper",
    make,
    read,
    bytes_per_byte: 256,
    bytes_beside: 256 << 10,
};

/// The tree of a Kafka 3.9.1, as ZooKeeper's shell shows it: path, version and content in a line.
const KAFKAS: &str =
    include_str!("../../../crates/coordination/src/zookeeper/import/kafka-3.9.1.txt");
/// What we have beside.
const OURS: &str = r#"/highwater/features 1 {"version":1,"features":{"metadata.version":29}}
/highwater/producer_ids 0 {"version":1,"next_producer_id":1000}
/highwater/topics/orders 0 {"version":1,"topic_id":"eWv0zwh2S7ONK7bADjR8rg"}
/highwater/topics/orders/0 2 {"version":1,"directories":["eWv0zwh2S7ONK7bADjR8rg"],"eligible_leaders":[1],"last_known_eligible_leaders":[]}
/highwater/controllers/1 0 {"version":1,"incarnation_id":"eWv0zwh2S7ONK7bADjR8rg","endpoints":[{"name":"A","host":"h","port":9,"security_protocol":0}],"features":{"a":[1,2]}}
/highwater/config/groups/g 0 {"version":1,"config":{"a":"b"}}
/controller 0 {"version":2,"brokerid":2,"timestamp":"1","kraftControllerEpoch":-1}
"#;

/// Kafka's tree alone, and one that was ours already.
fn whole() -> &'static [Vec<u8>] {
    static WHOLE: OnceLock<Vec<Vec<u8>>> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let writes = survey(&parse(KAFKAS)).map(|survey| survey.writes.concat());
        let mut ours = format!("{KAFKAS}{OURS}");
        for write in writes.unwrap_or_default() {
            if let Write::Create { path, data, .. } = write {
                let data = String::from_utf8_lossy(&data).into_owned();
                ours.push_str(&format!("{path} 0 {data}\n"));
            }
        }
        vec![KAFKAS.as_bytes().to_vec(), ours.into_bytes()]
    })
}

fn parse(text: &str) -> Tree {
    let line = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let path = words.next().unwrap_or_default().to_owned();
        let version = words.next().and_then(|word| word.parse().ok());
        let data = words.next().filter(|data| *data != "-").unwrap_or_default();
        let stat = Stat {
            version: version.unwrap_or(0),
            ..Stat::default()
        };
        (path, (Bytes::from(data.to_owned()), stat))
    };
    text.lines().map(line).collect()
}

fn make(random: &mut Random) -> Vec<u8> {
    let mut bytes = random.one_of(whole()).clone();
    damage(random, &mut bytes);
    bytes
}

fn read(input: &Bytes) -> bool {
    let tree = parse(&String::from_utf8_lossy(input));
    match survey(&tree) {
        Ok(survey) => {
            let adds = |write: &Write| match write {
                Write::Create { path, .. } => !tree.contains_key(path),
                _ => false,
            };
            assert!(survey.writes.concat().iter().all(adds), "it only adds");
            true
        }
        Err(obstacles) => {
            assert!(!obstacles.is_empty(), "a refusal has a reason");
            false
        }
    }
}
