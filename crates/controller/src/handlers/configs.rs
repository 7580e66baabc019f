//! IncrementalAlterConfigs (44), AlterConfigs (33) and UpdateFeatures (57).

use controller_core::{
    AlterConfigError, ConfigAlteration, ConfigOperation, FeatureUpdate, UpgradeType,
    decide_alter_configs, decide_incremental_alter_configs, decide_update_features,
};
use metadata::{ConfigResource, ConfigResourceType};
use protocol::messages::alter_configs::{AlterConfigsRequest, AlterConfigsResponse};
use protocol::messages::incremental_alter_configs::{
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
};
use protocol::messages::update_features::response::UpdatableFeatureResult;
use protocol::messages::update_features::{UpdateFeaturesRequest, UpdateFeaturesResponse};
use protocol::messages::{alter_configs, incremental_alter_configs};
use protocol::{ErrorCode, Text};
use types::TopicName;

use crate::error_map::ToErrorCode;
use crate::job::{Decide, Outcome, Situation};

fn resource(resource_type: i8, name: &Text) -> ConfigResource {
    ConfigResource::new(ConfigResourceType(resource_type), name.as_str())
}

fn code_and_message(
    resource_type: i8,
    name: &Text,
    answer: &Result<(), AlterConfigError>,
) -> (i16, Option<Text>) {
    let Err(error) = answer else {
        return (ErrorCode::None.code(), None);
    };
    let is_broker = resource_type == ConfigResourceType::BROKER.0;
    let code = match error {
        AlterConfigError::UnknownTopic(_) if name.is_empty() => ErrorCode::InvalidRequest,
        AlterConfigError::UnknownTopic(_) if TopicName::new(name).is_err() => {
            ErrorCode::InvalidTopicException
        }
        AlterConfigError::Invalid(_) if is_broker => ErrorCode::InvalidRequest,
        error => error.error_code(),
    };
    (code.code(), Some(error.to_string().into()))
}

/// What the request wants done with a value; none for a number that means nothing.
fn operation(number: i8, value: Option<&Text>) -> Option<ConfigOperation> {
    let text = || value.map(|value| value.as_str().to_owned());
    Some(match number {
        0 => ConfigOperation::Set(text()),
        1 => ConfigOperation::Delete,
        2 => ConfigOperation::Append(text()?),
        3 => ConfigOperation::Subtract(text()?),
        _ => return None,
    })
}

impl Decide for IncrementalAlterConfigsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<IncrementalAlterConfigsResponse> {
        use incremental_alter_configs::response::AlterConfigsResourceResponse;
        let mut alterations = Vec::with_capacity(self.resources.len());
        let mut readable = Vec::with_capacity(self.resources.len());
        for asked in &self.resources {
            let keys: Option<Vec<_>> = asked
                .configs
                .iter()
                .map(|config| {
                    let operation = operation(config.config_operation, config.value.as_ref())?;
                    Some((config.name.as_str().to_owned(), operation))
                })
                .collect();
            readable.push(keys.is_some());
            if let Some(keys) = keys {
                let resource = resource(asked.resource_type, &asked.resource_name);
                alterations.push(ConfigAlteration { resource, keys });
            }
        }
        let cluster = situation.cluster();
        let decision = decide_incremental_alter_configs(cluster, &alterations, self.validate_only);
        let mut answers = decision.outcome.iter();
        let responses = self
            .resources
            .iter()
            .zip(readable)
            .map(|(asked, readable)| {
                let answer = if readable { answers.next() } else { None };
                let (error_code, error_message) = match answer {
                    Some(answer) => {
                        code_and_message(asked.resource_type, &asked.resource_name, answer)
                    }
                    None => {
                        let message = "Unknown config operation, or one without its value.";
                        (ErrorCode::InvalidRequest.code(), Some(message.into()))
                    }
                };
                AlterConfigsResourceResponse {
                    error_code,
                    error_message,
                    resource_type: asked.resource_type,
                    resource_name: asked.resource_name.clone(),
                }
            });
        let response = IncrementalAlterConfigsResponse {
            responses: responses.collect(),
            ..IncrementalAlterConfigsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> IncrementalAlterConfigsResponse {
        use incremental_alter_configs::response::AlterConfigsResourceResponse;
        let responses = self
            .resources
            .iter()
            .map(|asked| AlterConfigsResourceResponse {
                error_code: error.code(),
                error_message: None,
                resource_type: asked.resource_type,
                resource_name: asked.resource_name.clone(),
            });
        IncrementalAlterConfigsResponse {
            responses: responses.collect(),
            ..IncrementalAlterConfigsResponse::default()
        }
    }
}

impl Decide for AlterConfigsRequest {
    fn decide(&self, _version: i16, situation: &Situation<'_>) -> Outcome<AlterConfigsResponse> {
        use alter_configs::response::AlterConfigsResourceResponse;
        let alterations: Vec<_> = self
            .resources
            .iter()
            .map(|asked| {
                let value =
                    |value: &Option<Text>| value.as_ref().map(|value| value.as_str().to_owned());
                let keys = asked.configs.iter();
                let keys = keys.map(|it| (it.name.as_str().to_owned(), value(&it.value)));
                ConfigAlteration {
                    resource: resource(asked.resource_type, &asked.resource_name),
                    keys: keys.collect(),
                }
            })
            .collect();
        let cluster = situation.cluster();
        let decision = decide_alter_configs(cluster, &alterations, self.validate_only);
        let responses = self
            .resources
            .iter()
            .zip(&decision.outcome)
            .map(|(asked, answer)| {
                let (error_code, error_message) =
                    code_and_message(asked.resource_type, &asked.resource_name, answer);
                AlterConfigsResourceResponse {
                    error_code,
                    error_message,
                    resource_type: asked.resource_type,
                    resource_name: asked.resource_name.clone(),
                }
            });
        let response = AlterConfigsResponse {
            responses: responses.collect(),
            ..AlterConfigsResponse::default()
        };
        Outcome::new(decision.records, response)
    }

    fn refuse(&self, error: ErrorCode) -> AlterConfigsResponse {
        use alter_configs::response::AlterConfigsResourceResponse;
        let responses = self
            .resources
            .iter()
            .map(|asked| AlterConfigsResourceResponse {
                error_code: error.code(),
                error_message: None,
                resource_type: asked.resource_type,
                resource_name: asked.resource_name.clone(),
            });
        AlterConfigsResponse {
            responses: responses.collect(),
            ..AlterConfigsResponse::default()
        }
    }
}

impl Decide for UpdateFeaturesRequest {
    fn decide(&self, version: i16, situation: &Situation<'_>) -> Outcome<UpdateFeaturesResponse> {
        let mut updates = Vec::with_capacity(self.feature_updates.len());
        for update in &self.feature_updates {
            let upgrade_type = match (version, update.upgrade_type) {
                (0, _) if update.allow_downgrade => UpgradeType::SafeDowngrade,
                (0, _) | (_, 1) => UpgradeType::Upgrade,
                (_, 2) => UpgradeType::SafeDowngrade,
                (_, 3) => UpgradeType::UnsafeDowngrade,
                _ => return Outcome::answer(self.refuse(ErrorCode::InvalidRequest)),
            };
            updates.push(FeatureUpdate {
                feature: update.feature.as_str().to_owned(),
                level: update.max_version_level,
                upgrade_type,
            });
        }
        match decide_update_features(situation.cluster(), &updates, self.validate_only) {
            Ok(decision) => {
                // From version 2 on the results are left out: all or nothing is changed.
                let results = self.feature_updates.iter().filter(|_| version < 2);
                let results = results.map(|update| UpdatableFeatureResult {
                    feature: update.feature.clone(),
                    ..UpdatableFeatureResult::default()
                });
                let response = UpdateFeaturesResponse {
                    results: results.collect(),
                    ..UpdateFeaturesResponse::default()
                };
                Outcome::new(decision.records, response)
            }
            Err(error) => Outcome::answer(UpdateFeaturesResponse {
                error_message: Some(error.to_string().into()),
                ..self.refuse(error.error_code())
            }),
        }
    }

    fn refuse(&self, error: ErrorCode) -> UpdateFeaturesResponse {
        UpdateFeaturesResponse {
            error_code: error.code(),
            ..UpdateFeaturesResponse::default()
        }
    }
}
