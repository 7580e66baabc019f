//! DescribeConfigs and ListConfigResources: settings, each with where its value comes from (KIP-133, KIP-226, KIP-1142).

use std::cell::OnceCell;
use std::collections::BTreeSet;

use codec::Text;
use metadata::{Config, ConfigResource, ConfigResourceType, Image};
use protocol::ErrorCode;
use protocol::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
    DescribeConfigsResponse, DescribeConfigsResult, DescribeConfigsSynonym,
};
use protocol::messages::list_config_resources::{
    ConfigResource as ListedResource, ListConfigResourcesRequest, ListConfigResourcesResponse,
};
use settings::{Described, Kind, Source};
use types::{PartitionIndex, TopicName, TopicPartition};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::losses;
use crate::request::Request;

const BROKER_LOGGER: i8 = 8;
const CLIENT_METRICS: i8 = ConfigResourceType::CLIENT_METRICS.0;
const TOPIC: i8 = ConfigResourceType::TOPIC.0;
const BROKER: i8 = ConfigResourceType::BROKER.0;
const GROUP: i8 = ConfigResourceType::GROUP.0;
/// With the number of a partition behind it: what of a topic's partition is asked for beside its settings.
const LOSSES: &str = "highwater.losses.";

/// What a resource that cannot be described gets.
type Refusal = (ErrorCode, String);

impl Broker {
    pub(crate) fn describe_configs(
        &self,
        request: &Request<'_>,
        body: DescribeConfigsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let image = self.image.load();
        let written_losses = OnceCell::new();
        let results = body.resources.iter().map(|resource| {
            let described = self.describe_resource(&image, resource);
            let base = DescribeConfigsResult {
                resource_type: resource.resource_type,
                resource_name: resource.resource_name.clone(),
                ..DescribeConfigsResult::default()
            };
            match described {
                Err((error, why)) => DescribeConfigsResult {
                    error_code: error.code(),
                    error_message: Some(Text::from(why)),
                    ..base
                },
                Ok(described) => DescribeConfigsResult {
                    configs: described
                        .iter()
                        .filter(|setting| wanted(resource, &setting.name))
                        .map(|setting| answered(setting, &body))
                        .chain(self.losses_asked_for(&image, resource, &written_losses))
                        .collect(),
                    ..base
                },
            }
        });
        let results = results.collect();
        request.reply(&DescribeConfigsResponse {
            results,
            ..DescribeConfigsResponse::default()
        })
    }

    fn describe_resource(
        &self,
        image: &Image,
        resource: &DescribeConfigsResource,
    ) -> Result<Vec<Described>, Refusal> {
        let name = &*resource.resource_name;
        match resource.resource_type {
            TOPIC => {
                TopicName::new(name)
                    .map_err(|error| (ErrorCode::InvalidTopicException, error.to_string()))?;
                if image.topic(name).is_none() {
                    let why = format!("The topic '{name}' does not exist.");
                    return Err((ErrorCode::UnknownTopicOrPartition, why));
                }
                Ok(self.describe_topic_configs(image, name))
            }
            BROKER if name.is_empty() => {
                let all = image.config(&ConfigResource::all_brokers());
                let names = all.into_iter().flat_map(Config::keys).map(|key| &**key);
                Ok(settings::describe_broker_default(names, &|key| {
                    look_up(all, key)
                }))
            }
            BROKER if name == self.id.to_string() => {
                let node = image.config(&ConfigResource::broker(self.id));
                let all = image.config(&ConfigResource::all_brokers());
                Ok(settings::describe_broker(
                    &|key| look_up(node, key),
                    &|key| look_up(all, key),
                    &self.config,
                ))
            }
            BROKER => {
                let why = format!(
                    "Unexpected broker id, expected {} or empty string, but received {name}: ask that broker itself",
                    self.id
                );
                Err((ErrorCode::InvalidRequest, why))
            }
            GROUP | CLIENT_METRICS => {
                let stored = image.config(&ConfigResource::new(
                    ConfigResourceType(resource.resource_type),
                    name,
                ));
                Ok(stored
                    .into_iter()
                    .flatten()
                    .map(|(key, value)| stored_setting(key, value))
                    .collect())
            }
            BROKER_LOGGER if name == self.id.to_string() => Ok(Vec::new()),
            BROKER_LOGGER => {
                let why = format!(
                    "Unexpected broker id, expected {} but received {name}: ask that broker itself",
                    self.id
                );
                Err((ErrorCode::InvalidRequest, why))
            }
            other => Err((
                ErrorCode::InvalidRequest,
                format!("Unsupported resource type: {other}"),
            )),
        }
    }

    /// What replicas here had to give up, of each partition of a topic whose losses are asked for by name. It is no setting, so
    /// nobody else is told of it; a broker that does not know it leaves it out, as it does any other name.
    fn losses_asked_for(
        &self,
        image: &Image,
        resource: &DescribeConfigsResource,
        written: &OnceCell<Vec<String>>,
    ) -> Vec<DescribeConfigsResourceResult> {
        let topic = image.topic(&resource.resource_name);
        let (TOPIC, Some(topic), Some(keys)) =
            (resource.resource_type, topic, &resource.configuration_keys)
        else {
            return Vec::new();
        };
        let asked = keys.iter().filter_map(|key| {
            let index = PartitionIndex(key.strip_prefix(LOSSES)?.parse().ok()?);
            topic.partition(index)?;
            let partition = TopicPartition {
                topic: topic.name.clone(),
                partition: index,
            };
            let written = written.get_or_init(|| self.written_losses());
            let lines = losses::newest_of(written, topic.id, &partition);
            let told = Described {
                name: key.to_string(),
                value: Some(lines.join("\n")),
                source: Source::Default,
                read_only: true,
                sensitive: false,
                kind: Some(Kind::Text),
                synonyms: Vec::new(),
                documentation: "",
            };
            Some(answered(&told, &DescribeConfigsRequest::default()))
        });
        asked.collect()
    }

    /// The settings of a topic as they hold; also what a successful creation is answered with.
    pub(crate) fn describe_topic_configs(&self, image: &Image, topic: &str) -> Vec<Described> {
        let own = image.topic_config(topic);
        let node = image.config(&ConfigResource::broker(self.id));
        let all = image.config(&ConfigResource::all_brokers());
        settings::describe_topic(
            &|key| look_up(own, key),
            &|key| look_up(node, key),
            &|key| look_up(all, key),
            &self.config,
        )
    }

    pub(crate) fn list_config_resources(
        &self,
        request: &Request<'_>,
        body: ListConfigResourcesRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let known = [TOPIC, BROKER, BROKER_LOGGER, CLIENT_METRICS, GROUP];
        // Version 0 lists client metrics only and has no field to ask for others.
        let asked: BTreeSet<i8> = match (request.version(), body.resource_types.as_slice()) {
            (0, _) => BTreeSet::from([CLIENT_METRICS]),
            (_, []) => known.into(),
            (_, types) => types.iter().copied().collect(),
        };
        if asked.iter().any(|kind| !known.contains(kind)) {
            let error_code = ErrorCode::UnsupportedVersion.code();
            return request.reply(&ListConfigResourcesResponse {
                error_code,
                ..ListConfigResourcesResponse::default()
            });
        }
        let image = self.image.load();
        let mut listed = BTreeSet::new();
        let brokers = image.brokers().keys().map(ToString::to_string);
        let of = |kind: i8| asked.contains(&kind);
        listed.extend(
            image
                .topics()
                .iter()
                .filter(|_| of(TOPIC))
                .map(|topic| (TOPIC, topic.name.to_string())),
        );
        for broker in brokers {
            listed.extend(
                [BROKER, BROKER_LOGGER]
                    .into_iter()
                    .filter(|kind| of(*kind))
                    .map(|kind| (kind, broker.clone())),
            );
        }
        for resource in image.configs().keys() {
            let kind = resource.resource_type.0;
            if [GROUP, CLIENT_METRICS].contains(&kind) && of(kind) {
                listed.insert((kind, resource.name.to_string()));
            }
        }
        let config_resources = listed
            .into_iter()
            .map(|(resource_type, name)| ListedResource {
                resource_name: Text::from(name),
                resource_type,
            })
            .collect();
        request.reply(&ListConfigResourcesResponse {
            config_resources,
            ..ListConfigResourcesResponse::default()
        })
    }
}

fn look_up<'a>(config: Option<&'a Config>, key: &str) -> Option<&'a str> {
    config
        .and_then(|config| config.get(key))
        .map(|value| &**value)
}

fn wanted(resource: &DescribeConfigsResource, name: &str) -> bool {
    resource
        .configuration_keys
        .as_ref()
        .is_none_or(|keys| keys.is_empty() || keys.iter().any(|key| &**key == name))
}

/// A setting of a resource whose keys are not in the table of settings.
fn stored_setting(key: &str, value: &str) -> Described {
    Described {
        name: key.to_owned(),
        value: Some(value.to_owned()),
        source: Source::Topic,
        read_only: false,
        sensitive: false,
        kind: None,
        synonyms: Vec::new(),
        documentation: "",
    }
}

fn answered(setting: &Described, body: &DescribeConfigsRequest) -> DescribeConfigsResourceResult {
    let synonyms = setting
        .synonyms
        .iter()
        .filter(|_| body.include_synonyms)
        .map(|synonym| DescribeConfigsSynonym {
            name: Text::from(synonym.name.as_str()),
            value: synonym.value.as_deref().map(Text::from),
            source: source(synonym.source),
        });
    DescribeConfigsResourceResult {
        name: Text::from(setting.name.as_str()),
        value: setting.value.as_deref().map(Text::from),
        read_only: setting.read_only,
        config_source: source(setting.source),
        is_sensitive: setting.sensitive,
        synonyms: synonyms.collect(),
        config_type: setting.kind.map_or(0, kind),
        documentation: body
            .include_documentation
            .then(|| Text::from(setting.documentation)),
    }
}

/// Kafka's `DescribeConfigsResponse.ConfigSource`.
fn source(source: Source) -> i8 {
    match source {
        Source::Topic => 1,
        Source::DynamicBroker => 2,
        Source::DynamicDefault => 3,
        Source::Static => 4,
        Source::Default => 5,
    }
}

/// Kafka's `DescribeConfigsResponse.ConfigType`.
fn kind(kind: Kind) -> i8 {
    match kind {
        Kind::Boolean => 1,
        Kind::Text => 2,
        Kind::Int => 3,
        Kind::Short => 4,
        Kind::Long => 5,
        Kind::Double => 6,
        Kind::List => 7,
        Kind::Class => 8,
        Kind::Password => 9,
    }
}
