//! Settings: described and changed as nobody should.

use codec::Text;
use protocol::messages::alter_configs::{
    AlterConfigsRequest, AlterConfigsResource as OldResource, AlterableConfig as OldConfig,
};
use protocol::messages::describe_configs::{DescribeConfigsRequest, DescribeConfigsResource};
use protocol::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use protocol::messages::list_config_resources::ListConfigResourcesRequest;

use super::{Asker, MISSING, TOPIC, text};
use crate::Failure;

const TOPICS: i8 = 2;
const BROKERS: i8 = 4;

pub(super) fn ask(asker: &mut Asker) -> Result<(), Failure> {
    describe(asker)?;
    incremental(asker)?;
    incremental_resources(asker)?;
    whole(asker)?;
    for (what, types) in [
        ("an unknown type", vec![7]),
        ("a negative type", vec![-1]),
        ("type zero", vec![0]),
        ("brokers and an unknown type", vec![BROKERS, 99]),
        ("brokers", vec![BROKERS]),
    ] {
        let request = ListConfigResourcesRequest {
            resource_types: types,
        };
        asker.ask(what, 1, &request)?;
    }
    asker.ask("an old version", 0, &ListConfigResourcesRequest::default())
}

fn describe(asker: &mut Asker) -> Result<(), Failure> {
    let cases: [(&str, i8, &str, Option<&[&str]>); 13] = [
        ("an unknown topic", TOPICS, MISSING, None),
        ("a name that is none", TOPICS, "a b", None),
        ("an empty topic", TOPICS, "", None),
        ("one setting", TOPICS, TOPIC, Some(&["retention.ms"])),
        (
            "an unknown setting",
            TOPICS,
            TOPIC,
            Some(&["no.such.setting"]),
        ),
        ("no setting", TOPICS, TOPIC, Some(&[])),
        ("another broker", BROKERS, "7", None),
        ("a broker that is no number", BROKERS, "seven", None),
        (
            "a setting of the broker",
            BROKERS,
            "0",
            Some(&["log.retention.bytes"]),
        ),
        (
            "a setting of all brokers",
            BROKERS,
            "",
            Some(&["log.retention.bytes"]),
        ),
        ("type zero", 0, "x", None),
        ("an unknown type", 99, "x", None),
        ("a logger of another broker", 8, "7", None),
    ];
    for (what, resource_type, name, keys) in cases {
        for version in [1, 4] {
            let resource = DescribeConfigsResource {
                resource_type,
                resource_name: text(name),
                configuration_keys: keys.map(|keys| keys.iter().map(|key| text(key)).collect()),
            };
            let request = DescribeConfigsRequest {
                resources: vec![resource],
                include_synonyms: true,
                include_documentation: false,
            };
            asker.ask_for(what, version, &request, |response| {
                // Of all settings one is enough.
                for resource in &mut response.results {
                    resource.configs.retain(|config| {
                        &*config.name == "retention.ms"
                            || keys.is_some_and(|keys| keys.contains(&&*config.name))
                    });
                }
            })?;
        }
    }
    Ok(())
}

fn set(name: &str, config_operation: i8, value: Option<&str>) -> AlterableConfig {
    AlterableConfig {
        name: text(name),
        config_operation,
        value: value.map(text),
    }
}

fn change(resource_type: i8, name: &str, configs: Vec<AlterableConfig>) -> AlterConfigsResource {
    AlterConfigsResource {
        resource_type,
        resource_name: text(name),
        configs,
    }
}

fn changes(resources: Vec<AlterConfigsResource>) -> IncrementalAlterConfigsRequest {
    IncrementalAlterConfigsRequest {
        resources,
        validate_only: true,
    }
}

fn incremental(asker: &mut Asker) -> Result<(), Failure> {
    let cases = [
        ("a good one", vec![set("retention.ms", 0, Some("1000"))]),
        (
            "an unknown setting",
            vec![set("no.such.setting", 0, Some("1"))],
        ),
        (
            "an unknown setting deleted",
            vec![set("no.such.setting", 1, None)],
        ),
        (
            "a value that is none",
            vec![set("retention.ms", 0, Some("soon"))],
        ),
        ("an empty value", vec![set("retention.ms", 0, Some(""))]),
        (
            "a value below the least",
            vec![set("min.insync.replicas", 0, Some("0"))],
        ),
        ("no value", vec![set("retention.ms", 0, None)]),
        (
            "an unknown operation",
            vec![set("retention.ms", 9, Some("1"))],
        ),
        (
            "a negative operation",
            vec![set("retention.ms", -1, Some("1"))],
        ),
        (
            "appended to what is no list",
            vec![set("retention.ms", 2, Some("1"))],
        ),
        (
            "taken from what is no list",
            vec![set("retention.ms", 3, Some("1"))],
        ),
        (
            "appended to a list",
            vec![set("cleanup.policy", 2, Some("compact"))],
        ),
        (
            "appended what cannot be",
            vec![set("cleanup.policy", 2, Some("x"))],
        ),
        ("appended nothing", vec![set("cleanup.policy", 2, None)]),
        ("an empty name", vec![set("", 0, Some("1"))]),
        (
            "a setting twice",
            vec![
                set("retention.ms", 0, Some("1")),
                set("retention.ms", 1, None),
            ],
        ),
        ("nothing", Vec::new()),
    ];
    for (what, configs) in cases {
        asker.ask(what, 1, &changes(vec![change(TOPICS, TOPIC, configs)]))?;
    }
    Ok(())
}

fn incremental_resources(asker: &mut Asker) -> Result<(), Failure> {
    let good = || vec![set("retention.ms", 0, Some("1000"))];
    let broker = || vec![set("log.retention.ms", 0, Some("1000"))];
    let cases = [
        ("an unknown topic", vec![change(TOPICS, MISSING, good())]),
        ("a topic that is none", vec![change(TOPICS, "a b", good())]),
        ("an empty topic", vec![change(TOPICS, "", good())]),
        ("type zero", vec![change(0, "x", good())]),
        ("an unknown type", vec![change(99, "x", good())]),
        (
            "a broker that is no number",
            vec![change(BROKERS, "seven", broker())],
        ),
        ("a negative broker", vec![change(BROKERS, "-1", broker())]),
        ("the broker", vec![change(BROKERS, "0", broker())]),
        ("all brokers", vec![change(BROKERS, "", broker())]),
        (
            "a setting of the broker that cannot change",
            vec![change(BROKERS, "0", vec![set("log.dirs", 0, Some("x"))])],
        ),
        (
            "a value of the broker that is none",
            vec![change(
                BROKERS,
                "0",
                vec![set("log.retention.ms", 0, Some("x"))],
            )],
        ),
        (
            "a topic twice",
            vec![change(TOPICS, TOPIC, good()), change(TOPICS, TOPIC, good())],
        ),
        (
            "an unknown operation before a good one",
            vec![
                change(TOPICS, TOPIC, vec![set("retention.ms", 9, Some("1"))]),
                change(BROKERS, "", broker()),
            ],
        ),
        ("no resource", Vec::new()),
    ];
    for (what, resources) in cases {
        asker.ask_for(what, 1, &changes(resources), |response| {
            response
                .responses
                .sort_by_key(|response| format!("{response:?}"));
        })?;
    }
    Ok(())
}

fn whole(asker: &mut Asker) -> Result<(), Failure> {
    let set = |name: &str, value: Option<&str>| OldConfig {
        name: text(name),
        value: value.map(Text::from),
    };
    let resource = |resource_type, name: &str, configs| OldResource {
        resource_type,
        resource_name: text(name),
        configs,
    };
    let good = || vec![set("retention.ms", Some("-1"))];
    let cases = [
        ("a good one", vec![resource(TOPICS, TOPIC, good())]),
        ("an unknown topic", vec![resource(TOPICS, MISSING, good())]),
        (
            "a topic that is none",
            vec![resource(TOPICS, "a b", good())],
        ),
        ("an unknown type", vec![resource(99, "x", good())]),
        (
            "an unknown setting",
            vec![resource(
                TOPICS,
                TOPIC,
                vec![set("no.such.setting", Some("1"))],
            )],
        ),
        (
            "a value that is none",
            vec![resource(
                TOPICS,
                TOPIC,
                vec![set("retention.ms", Some("soon"))],
            )],
        ),
        (
            "no value",
            vec![resource(TOPICS, TOPIC, vec![set("retention.ms", None)])],
        ),
        (
            "a setting twice",
            vec![resource(TOPICS, TOPIC, [good(), good()].concat())],
        ),
    ];
    for (what, resources) in cases {
        let request = AlterConfigsRequest {
            resources,
            validate_only: true,
        };
        asker.ask_for(what, 2, &request, |response| {
            response
                .responses
                .sort_by_key(|response| format!("{response:?}"));
        })?;
    }
    Ok(())
}
