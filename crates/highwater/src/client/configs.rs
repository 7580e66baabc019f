//! Settings of topics and brokers: what holds, and changes.

use std::collections::BTreeMap;

use protocol::messages::describe_configs::{
    DescribeConfigsRequest, DescribeConfigsResource, DescribeConfigsResourceResult,
};
use protocol::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};

use super::admin::{check, empty};
use super::{ClientError, Cluster};

/// Whose settings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Resource {
    /// A topic's.
    Topic(String),
    /// A broker's.
    Broker(i32),
    /// Those of all brokers.
    AllBrokers,
}

/// A change of one setting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum ConfigChange {
    /// It is to have this value.
    Set(String, String),
    /// It is to have no value of its own.
    Delete(String),
}

/// A setting as the broker tells of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ConfigEntry {
    pub(crate) name: String,
    /// None when there is none or it is not shown.
    pub(crate) value: Option<String>,
    /// Where the value comes from, in a word or two.
    pub(crate) source: &'static str,
    pub(crate) read_only: bool,
    pub(crate) sensitive: bool,
    pub(crate) documentation: Option<String>,
}

impl Resource {
    fn kind(&self) -> i8 {
        match self {
            Self::Topic(_) => 2,
            Self::Broker(_) | Self::AllBrokers => 4,
        }
    }

    fn name(&self) -> String {
        match self {
            Self::Topic(name) => name.clone(),
            Self::Broker(id) => id.to_string(),
            Self::AllBrokers => String::new(),
        }
    }

    fn told(&self) -> String {
        match self {
            Self::Topic(name) => format!("topic {name}"),
            Self::Broker(id) => format!("broker {id}"),
            Self::AllBrokers => "all brokers".to_owned(),
        }
    }
}

impl Cluster {
    /// The settings that hold for something; a broker's are asked of that broker.
    pub(crate) fn describe_configs(
        &mut self,
        resource: &Resource,
    ) -> Result<Vec<ConfigEntry>, ClientError> {
        let request = DescribeConfigsRequest {
            resources: vec![DescribeConfigsResource {
                resource_type: resource.kind(),
                resource_name: resource.name().into(),
                configuration_keys: None,
            }],
            include_synonyms: false,
            include_documentation: true,
        };
        let answer = self.retrying(|cluster| match resource {
            Resource::Broker(id) => cluster.call(*id, &request, i16::MAX),
            Resource::Topic(_) | Resource::AllBrokers => cluster.call_any(&request, i16::MAX),
        })?;
        let told = answer
            .results
            .into_iter()
            .next()
            .ok_or_else(|| empty("DescribeConfigs"))?;
        let what = format!("settings of {}", resource.told());
        check(what, told.error_code, told.error_message.as_deref())?;
        let mut entries: Vec<ConfigEntry> = told.configs.into_iter().map(entry).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(entries)
    }

    /// The values of one setting for each of some topics; those without a value are left out.
    pub(crate) fn topic_setting(
        &mut self,
        topics: &[&str],
        key: &str,
    ) -> Result<BTreeMap<String, String>, ClientError> {
        let resource = |name: &&str| DescribeConfigsResource {
            resource_type: 2,
            resource_name: (*name).into(),
            configuration_keys: Some(vec![key.into()]),
        };
        let request = DescribeConfigsRequest {
            resources: topics.iter().map(resource).collect(),
            ..Default::default()
        };
        if topics.is_empty() {
            return Ok(BTreeMap::new());
        }
        let answer = self.retrying(|cluster| cluster.call_any(&request, i16::MAX))?;
        let mut values = BTreeMap::new();
        for told in answer.results {
            let what = format!("settings of topic {}", told.resource_name);
            check(what, told.error_code, told.error_message.as_deref())?;
            let value = told
                .configs
                .iter()
                .find(|config| config.name.as_str() == key);
            if let Some(value) = value.and_then(|config| config.value.as_ref()) {
                values.insert(told.resource_name.to_string(), value.to_string());
            }
        }
        Ok(values)
    }

    /// How many replicas must be in sync for a write with acks=all, for each of some topics.
    pub(crate) fn min_in_sync(
        &mut self,
        topics: &[&str],
    ) -> Result<BTreeMap<String, usize>, ClientError> {
        let values = self.topic_setting(topics, "min.insync.replicas")?;
        let number = |(topic, value): (String, String)| Some((topic, value.parse().ok()?));
        Ok(values.into_iter().filter_map(number).collect())
    }

    /// Changes settings, all or none.
    pub(crate) fn alter_configs(
        &mut self,
        resource: &Resource,
        changes: &[ConfigChange],
        validate_only: bool,
    ) -> Result<(), ClientError> {
        let config = |change: &ConfigChange| match change {
            ConfigChange::Set(name, value) => AlterableConfig {
                name: name.into(),
                config_operation: 0,
                value: Some(value.into()),
            },
            ConfigChange::Delete(name) => AlterableConfig {
                name: name.into(),
                config_operation: 1,
                value: None,
            },
        };
        let request = IncrementalAlterConfigsRequest {
            resources: vec![AlterConfigsResource {
                resource_type: resource.kind(),
                resource_name: resource.name().into(),
                configs: changes.iter().map(config).collect(),
            }],
            validate_only,
        };
        let answer = self.retrying(|cluster| match resource {
            Resource::Broker(id) => cluster.call(*id, &request, i16::MAX),
            Resource::Topic(_) | Resource::AllBrokers => cluster.call_any(&request, i16::MAX),
        })?;
        let told = answer
            .responses
            .first()
            .ok_or_else(|| empty("IncrementalAlterConfigs"))?;
        let what = format!("changing settings of {}", resource.told());
        check(what, told.error_code, told.error_message.as_deref())
    }
}

fn entry(told: DescribeConfigsResourceResult) -> ConfigEntry {
    ConfigEntry {
        name: told.name.to_string(),
        value: told.value.as_ref().map(ToString::to_string),
        source: match told.config_source {
            1 => "topic",
            2 => "broker (live)",
            3 => "all brokers (live)",
            4 => "broker file",
            5 => "default",
            _ => "other",
        },
        read_only: told.read_only,
        sensitive: told.is_sensitive,
        documentation: told.documentation.as_ref().map(ToString::to_string),
    }
}
