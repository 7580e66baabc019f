//! What settings a topic or a broker has, each with where its value comes from.

use crate::broker::BrokerConfig;
use crate::setting::{Kind, Setting, UpdateMode};
use crate::table::{broker_setting, broker_settings, topic_setting, topic_settings};
use crate::topic::Levels;

/// Where a value comes from, the strongest first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The topic's own.
    Topic,
    /// Set for this broker while it runs.
    DynamicBroker,
    /// Set for all brokers while they run.
    DynamicDefault,
    /// The broker's properties file.
    Static,
    /// Nobody set it.
    Default,
}

/// One level at which a setting has a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Synonym {
    /// The key at that level.
    pub name: String,
    /// The value there; none when it must not be shown.
    pub value: Option<String>,
    /// Which level.
    pub source: Source,
}

/// One setting as it holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Described {
    /// Its key.
    pub name: String,
    /// The value that holds; none when there is none or it must not be shown.
    pub value: Option<String>,
    /// Where it comes from.
    pub source: Source,
    /// Whether only a restart changes it.
    pub read_only: bool,
    /// Whether the value must not be shown.
    pub sensitive: bool,
    /// What the value is made of; none for a key that no setting has.
    pub kind: Option<Kind>,
    /// All levels that have a value, the strongest first.
    pub synonyms: Vec<Synonym>,
    /// What it does, in a sentence.
    pub documentation: &'static str,
}

/// Looks a key up at one level.
pub type Lookup<'l, 'a> = &'l dyn Fn(&str) -> Option<&'a str>;

/// Keys of a broker that set the same thing, in the order in which they hold.
const SAME: [&[&str]; 4] = [
    &["log.roll.ms", "log.roll.hours"],
    &["log.roll.jitter.ms", "log.roll.jitter.hours"],
    &[
        "log.retention.ms",
        "log.retention.minutes",
        "log.retention.hours",
    ],
    &["log.flush.interval.ms", "log.flush.scheduler.interval.ms"],
];

/// All settings of a topic. `own` answers for the topic's own settings, `node` for this broker's
/// dynamic ones, `cluster` for those of all brokers.
pub fn describe_topic<'a>(
    own: Lookup<'_, 'a>,
    node: Lookup<'_, 'a>,
    cluster: Lookup<'_, 'a>,
    broker: &'a BrokerConfig,
) -> Vec<Described> {
    let dynamic = |name: &str| node(name).or_else(|| cluster(name));
    let levels = Levels {
        topic: own,
        dynamic: &dynamic,
        broker,
    };
    let describe = |setting: &Setting| {
        let value = levels.effective(setting).map(std::borrow::Cow::into_owned);
        let mut synonyms = Vec::new();
        if own(setting.name).is_some() {
            let name = setting.name.to_owned();
            synonyms.push(Synonym {
                name,
                value: value.clone(),
                source: Source::Topic,
            });
        }
        if let Some(&(first, _)) = setting.synonyms.first() {
            synonyms.extend(broker_levels(first, node, cluster, broker));
        }
        described(setting, value, synonyms, false)
    };
    let shown = |setting: &&Setting| !setting.internal || own(setting.name).is_some();
    topic_settings().filter(shown).map(describe).collect()
}

/// All settings of a broker. `node` answers for its own dynamic settings, `cluster` for those of all
/// brokers.
pub fn describe_broker<'a>(
    node: Lookup<'_, 'a>,
    cluster: Lookup<'_, 'a>,
    broker: &BrokerConfig,
) -> Vec<Described> {
    let describe = |setting: &Setting| {
        let name = setting.name;
        let set = node(name)
            .or_else(|| cluster(name))
            .or_else(|| broker.set_value(name));
        let value = match name {
            "node.id" => Some(broker.node_id.0.to_string()),
            _ => set.or(setting.default).map(str::to_owned),
        };
        let synonyms = broker_levels(name, node, cluster, broker);
        described(
            setting,
            value,
            synonyms,
            setting.update == UpdateMode::ReadOnly,
        )
    };
    let shown = |setting: &&Setting| !setting.internal || broker.set_value(setting.name).is_some();
    let mut all: Vec<Described> = broker_settings().filter(shown).map(describe).collect();
    for (key, _) in broker
        .set_values()
        .filter(|(key, _)| broker_setting(key).is_none())
    {
        let name = key.to_owned();
        all.push(Described {
            name: name.clone(),
            value: None,
            source: Source::Static,
            read_only: true,
            sensitive: true,
            kind: None,
            synonyms: vec![Synonym {
                name,
                value: None,
                source: Source::Static,
            }],
            documentation: "",
        });
    }
    all
}

/// The dynamic settings of all brokers: those that `cluster` has, which `names` lists.
pub fn describe_broker_default<'n, 'a>(
    names: impl Iterator<Item = &'n str>,
    cluster: Lookup<'_, 'a>,
) -> Vec<Described> {
    let describe = |name: &str| {
        let setting = broker_setting(name)?;
        let value = cluster(name)?.to_owned();
        let level = Synonym {
            name: name.to_owned(),
            value: (!setting.is_sensitive()).then(|| value.clone()),
            source: Source::DynamicDefault,
        };
        let read_only = setting.update == UpdateMode::ReadOnly;
        Some(described(setting, Some(value), vec![level], read_only))
    };
    names.filter_map(describe).collect()
}

fn described(
    setting: &Setting,
    value: Option<String>,
    synonyms: Vec<Synonym>,
    read_only: bool,
) -> Described {
    Described {
        name: setting.name.to_owned(),
        value: value.filter(|_| !setting.is_sensitive()),
        source: synonyms
            .first()
            .map_or(Source::Default, |first| first.source),
        read_only,
        sensitive: setting.is_sensitive(),
        kind: Some(setting.kind),
        synonyms,
        documentation: setting.doc,
    }
}

/// All levels of a broker's setting and of those that set the same, the strongest first. Defaults of
/// others that come before the first level of its own say nothing and are left out.
fn broker_levels<'a>(
    name: &str,
    node: Lookup<'_, 'a>,
    cluster: Lookup<'_, 'a>,
    broker: &BrokerConfig,
) -> Vec<Synonym> {
    let alone = [name];
    let names = SAME
        .into_iter()
        .find(|same| same.contains(&name))
        .unwrap_or(&alone);
    let sensitive = broker_setting(name).is_none_or(Setting::is_sensitive);
    let mut levels = Vec::new();
    let mut add = |name: &str, value: Option<&str>, source| {
        if let Some(value) = value {
            let value = (!sensitive).then(|| value.to_owned());
            levels.push(Synonym {
                name: name.to_owned(),
                value,
                source,
            });
        }
    };
    for &name in names {
        add(name, node(name), Source::DynamicBroker);
    }
    for &name in names {
        add(name, cluster(name), Source::DynamicDefault);
    }
    for &name in names {
        add(name, broker.set_value(name), Source::Static);
    }
    for &name in names {
        add(
            name,
            broker_setting(name).and_then(|setting| setting.default),
            Source::Default,
        );
    }
    let useless = |level: &&Synonym| level.source == Source::Default && level.name != name;
    let skipped = levels.iter().take_while(useless).count();
    levels.drain(..skipped);
    levels
}

/// What must be said of a topic's value that is accepted and does not have its whole effect yet.
pub fn note(key: &str, value: &str) -> Option<&'static str> {
    let compacts = key == "cleanup.policy" && value.split(',').any(|word| word.trim() == "compact");
    let setting = topic_setting(key)?;
    match setting.treatment {
        crate::Treatment::Ignored(why) if !setting.is_default(value) => Some(why),
        _ if compacts => Some("compaction is not served yet: every record is kept"),
        _ => None,
    }
}
