//! Where things are in the tree. Kafka's own paths first; what Kafka has no znode for is under `/highwater`.

use metadata::ConfigResourceType;
use metadata::{ConfigResource, Record};
use types::{BrokerId, PartitionIndex};
use world::Access;

pub(crate) const CLUSTER_ID: &str = "/cluster/id";
pub(crate) const CONTROLLER: &str = "/controller";
pub(crate) const CONTROLLER_EPOCH: &str = "/controller_epoch";
pub(crate) const NO_FEATURES: &str = "/feature";
pub(crate) const BROKER_IDS: &str = "/brokers/ids";
pub(crate) const TOPICS: &str = "/brokers/topics";
pub(crate) const TOPIC_CONFIGS: &str = "/config/topics";
pub(crate) const BROKER_CONFIGS: &str = "/config/brokers";
pub(crate) const PRODUCER_IDS: &str = "/latest_producer_id_block";
pub(crate) const DELETIONS: &str = "/admin/delete_topics";
pub(crate) const OURS: &str = "/highwater";
/// Which commit was the last: changed by every one, so that a commit whose answer was lost can be found out about.
pub(crate) const COMMIT: &str = "/highwater/commit";
pub(crate) const BROKERS: &str = "/highwater/brokers";
pub(crate) const CONTROLLERS: &str = "/highwater/controllers";
pub(crate) const FEATURES: &str = "/highwater/features";
/// How far producer ids are given out: Kafka's own znode of it may be removed or restored from an older state by hand.
pub(crate) const NEXT_PRODUCER_ID: &str = "/highwater/producer_ids";
pub(crate) const TOPIC_EXTRAS: &str = "/highwater/topics";
pub(crate) const OTHER_CONFIGS: &str = "/highwater/config";
pub(crate) const SECURITY: &str = "/highwater/security";

/// The name that Kafka gives the configuration of all brokers.
pub(crate) const DEFAULT_ENTITY: &str = "<default>";

/// Persistent znodes that a cluster begins with: those that Kafka makes, in an order in which each has its parent.
pub(crate) const FOUNDATIONS: [&str; 28] = [
    "/cluster",
    "/brokers",
    BROKER_IDS,
    TOPICS,
    "/brokers/seqid",
    "/config",
    TOPIC_CONFIGS,
    BROKER_CONFIGS,
    "/config/clients",
    "/config/users",
    "/config/ips",
    "/config/changes",
    "/admin",
    DELETIONS,
    "/consumers",
    "/isr_change_notification",
    "/log_dir_event_notification",
    PRODUCER_IDS,
    OURS,
    COMMIT,
    BROKERS,
    CONTROLLERS,
    FEATURES,
    TOPIC_EXTRAS,
    OTHER_CONFIGS,
    "/highwater/config/client-metrics",
    "/highwater/config/groups",
    SECURITY,
];

/// Kafka leaves this one to clients, which made znodes of their own below it.
const OPEN: [&str; 1] = ["/consumers"];
/// Where passwords, keys and settings of brokers are: Kafka's paths, and what we have of the kind.
const SECRET: [&str; 4] = [
    "/config/users",
    BROKER_CONFIGS,
    "/delegation_token/tokens",
    SECURITY,
];

/// Who may do what with the znodes of a cluster below a chroot with `zookeeper.set.acl`, as in Kafka 3.9: brokers everything, the
/// others read what is not secret.
pub fn secure_access(chroot: &str) -> Access {
    let below = |paths: &[&str]| {
        let paths = paths.iter().map(|path| format!("{chroot}{path}"));
        paths.collect()
    };
    Access::Secure {
        open: below(&OPEN),
        secret: below(&SECRET),
    }
}

/// What a standby watches and reads, each with all below it.
pub(crate) const WATCHED: [&str; 5] = [TOPICS, "/config", DELETIONS, PRODUCER_IDS, "/highwater"];

pub(crate) fn broker_id(broker: BrokerId) -> String {
    format!("{BROKER_IDS}/{broker}")
}

pub(crate) fn topic(name: &str) -> String {
    format!("{TOPICS}/{name}")
}

pub(crate) fn partitions(topic: &str) -> String {
    format!("{TOPICS}/{topic}/partitions")
}

pub(crate) fn partition(topic: &str, partition: PartitionIndex) -> String {
    format!("{TOPICS}/{topic}/partitions/{partition}")
}

pub(crate) fn state(topic: &str, partition: PartitionIndex) -> String {
    format!("{TOPICS}/{topic}/partitions/{partition}/state")
}

pub(crate) fn topic_extras(topic: &str) -> String {
    format!("{TOPIC_EXTRAS}/{topic}")
}

pub(crate) fn partition_extras(topic: &str, partition: PartitionIndex) -> String {
    format!("{TOPIC_EXTRAS}/{topic}/{partition}")
}

pub(crate) fn deletion(topic: &str) -> String {
    format!("{DELETIONS}/{topic}")
}

pub(crate) fn broker(broker: BrokerId) -> String {
    format!("{BROKERS}/{broker}")
}

pub(crate) fn controller(controller: BrokerId) -> String {
    format!("{CONTROLLERS}/{controller}")
}

/// The folder of a kind of configuration; none for a kind that has no place.
fn config_folder(kind: ConfigResourceType) -> Option<&'static str> {
    match kind {
        ConfigResourceType::TOPIC => Some(TOPIC_CONFIGS),
        ConfigResourceType::BROKER => Some(BROKER_CONFIGS),
        ConfigResourceType::CLIENT_METRICS => Some("/highwater/config/client-metrics"),
        ConfigResourceType::GROUP => Some("/highwater/config/groups"),
        _ => None,
    }
}

/// The kinds of configuration that have a place.
const CONFIG_KINDS: [ConfigResourceType; 4] = [
    ConfigResourceType::TOPIC,
    ConfigResourceType::BROKER,
    ConfigResourceType::CLIENT_METRICS,
    ConfigResourceType::GROUP,
];

/// The folders of all configurations.
pub(crate) fn config_folders() -> impl Iterator<Item = &'static str> {
    CONFIG_KINDS.into_iter().filter_map(config_folder)
}

pub(crate) fn config(resource: &ConfigResource) -> Option<String> {
    let folder = config_folder(resource.resource_type)?;
    let name = if resource.name.is_empty() {
        DEFAULT_ENTITY.to_owned()
    } else {
        escape(&resource.name)
    };
    Some(format!("{folder}/{name}"))
}

/// What a znode configures; none when the path is no configuration's.
pub(crate) fn configured(path: &str) -> Option<ConfigResource> {
    let (folder, name) = path.rsplit_once('/')?;
    let kind = CONFIG_KINDS
        .into_iter()
        .find(|kind| config_folder(*kind) == Some(folder))?;
    let name = if name == DEFAULT_ENTITY {
        String::new()
    } else {
        unescape(name)
    };
    Some(ConfigResource::new(kind, &name))
}

/// Where a record of access control, credentials, tokens or quotas is kept; none for other records. A record that removes has
/// the path of what it removes.
pub(crate) fn security(record: &Record) -> Option<String> {
    let name = match record {
        Record::AccessControlEntry(entry) => format!("acl:{}", entry.id),
        Record::RemoveAccessControlEntry(entry) => format!("acl:{}", entry.id),
        Record::UserScramCredential(it) => format!("scram:{}:{}", it.mechanism, escape(&it.name)),
        Record::RemoveUserScramCredential(it) => {
            format!("scram:{}:{}", it.mechanism, escape(&it.name))
        }
        Record::DelegationToken(token) => format!("token:{}", escape(&token.token_id)),
        Record::RemoveDelegationToken(token) => format!("token:{}", escape(&token.token_id)),
        Record::ClientQuota(quota) => {
            let mut entities: Vec<_> = quota.entity.iter().collect();
            entities.sort_by(|one, other| one.entity_type.as_str().cmp(other.entity_type.as_str()));
            let part = |kind: &str, name: Option<&str>| match name {
                Some(name) => format!("{}={}", escape(kind), escape(name)),
                None => escape(kind),
            };
            let parts: Vec<_> = entities
                .iter()
                .map(|it| part(&it.entity_type, it.entity_name.as_deref()))
                .collect();
            format!("quota:{}:{}", parts.join(","), escape(&quota.key))
        }
        _ => return None,
    };
    Some(format!("{SECURITY}/{name}"))
}

/// A name of any text as a name of a znode: everything but letters, digits, `_` and `-`, and dots that are not first, is
/// written in per cent, as Kafka does.
fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for (place, byte) in name.bytes().enumerate() {
        if byte.is_ascii_alphanumeric() || b"_-".contains(&byte) || byte == b'.' && place > 0 {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

fn unescape(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let [first, after @ ..] = rest {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use world::Grant;

    use super::*;

    #[test]
    fn with_acls_everybody_reads_what_is_not_secret_and_changes_only_what_is_left_to_clients() {
        let access = secure_access("/a");
        assert_eq!(access.grant("/a/brokers/topics/t"), Grant::Readers);
        assert_eq!(access.grant("/a"), Grant::Readers);
        assert_eq!(access.grant("/a/config/brokers/1"), Grant::Creator);
        assert_eq!(access.grant("/a/highwater/security"), Grant::Creator);
        assert_eq!(access.grant("/a/consumers"), Grant::Everybody);
        assert_eq!(access.grant("/a/consumers/group"), Grant::Readers);
        assert_eq!(access.grant("/consumers"), Grant::Readers);
        assert_eq!(Access::Open.grant("/a/config/users"), Grant::Everybody);
    }

    #[test]
    fn any_name_is_the_name_of_one_znode() {
        for name in ["plain", "a.b", ".", "..", "with/slash", "ä %41", "-"] {
            let escaped = escape(name);
            assert!(
                !escaped.contains('/') && escaped != "." && escaped != "..",
                "{escaped}"
            );
            assert_eq!(unescape(&escaped), name);
        }
        assert_eq!(escape("my.topic-1_x"), "my.topic-1_x");
    }

    #[test]
    fn a_configuration_s_path_says_what_it_configures() {
        let resources = [
            ConfigResource::topic("orders.v1"),
            ConfigResource::broker(BrokerId(4)),
            ConfigResource::all_brokers(),
            ConfigResource::new(ConfigResourceType::GROUP, "a/b"),
        ];
        for resource in resources {
            let path = config(&resource).expect("a place");
            assert_eq!(configured(&path), Some(resource));
        }
        assert_eq!(
            config(&ConfigResource::all_brokers()).as_deref(),
            Some("/config/brokers/<default>")
        );
    }
}
