//! The table, in parts by what the settings are about.

mod groups;
mod log;
mod network;
mod nodes;
mod own;
mod producers;
mod replication;
mod security;
mod tiered;
mod topic;
mod why;
mod zookeeper;

use crate::setting::Setting;

pub(crate) use replication::RACK_AWARE_SELECTOR;

/// Milliseconds of an hour.
pub(crate) const HOUR_MS: i64 = 3_600_000;
/// Milliseconds of a minute.
pub(crate) const MINUTE_MS: i64 = 60_000;

/// All settings of a broker or controller, in the order of the generated document.
pub fn broker_settings() -> impl Iterator<Item = &'static Setting> {
    parts().into_iter().flat_map(|(_, part)| part)
}

/// The settings of a broker by chapter.
pub(crate) fn parts() -> [(&'static str, &'static [Setting]); 10] {
    [
        ("Highwater's own", own::SETTINGS),
        ("ZooKeeper", zookeeper::SETTINGS),
        ("Nodes, listeners, quorum and metadata", nodes::SETTINGS),
        ("Sockets, limits and metrics", network::SETTINGS),
        ("Logs", log::SETTINGS),
        ("Topics, replicas and leadership", replication::SETTINGS),
        ("Groups and offsets", groups::SETTINGS),
        (
            "Producers, transactions and share groups",
            producers::SETTINGS,
        ),
        ("Encryption, identity and permission", security::SETTINGS),
        ("Tiered storage", tiered::SETTINGS),
    ]
}

/// All settings that a topic can have, in the order of their names.
pub fn topic_settings() -> impl Iterator<Item = &'static Setting> {
    topic::SETTINGS.iter()
}

/// One setting of a broker.
pub fn broker_setting(name: &str) -> Option<&'static Setting> {
    broker_settings().find(|setting| setting.name == name)
}

/// One setting of a topic.
pub fn topic_setting(name: &str) -> Option<&'static Setting> {
    topic_settings().find(|setting| setting.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_unique_and_defaults_are_valid() {
        for settings in [
            broker_settings().collect::<Vec<_>>(),
            topic_settings().collect(),
        ] {
            let mut seen = BTreeSet::new();
            for setting in settings {
                assert!(seen.insert(setting.name), "{} twice", setting.name);
                assert!(
                    setting.doc.ends_with('.'),
                    "{}: {}",
                    setting.name,
                    setting.doc
                );
                for value in [setting.default, setting.kafka_default]
                    .into_iter()
                    .flatten()
                {
                    setting.validate(value).expect(setting.name);
                }
            }
        }
    }

    #[test]
    fn every_synonym_of_a_topic_is_a_setting_of_the_broker() {
        for setting in topic_settings() {
            for (name, _) in setting.synonyms {
                assert!(
                    broker_setting(name).is_some(),
                    "{} from {name}",
                    setting.name
                );
            }
        }
    }
}
