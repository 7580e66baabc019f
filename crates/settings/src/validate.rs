//! Whether a change of settings is allowed while the broker runs.

use crate::error::ConfigError;
use crate::setting::{Setting, Treatment, UpdateMode};
use crate::table::{broker_setting, topic_setting};

/// Checks one setting that a topic is to have of its own.
///
/// # Errors
/// When topics have no such setting, or it does not take this value, or this value cannot be honoured.
pub fn validate_topic(key: &str, value: &str) -> Result<(), ConfigError> {
    let Some(setting) = topic_setting(key) else {
        return Err(ConfigError::new(
            key,
            None,
            format!("Unknown topic config name: {key}"),
        ));
    };
    setting.validate(value)?;
    refuse_unserved(setting, value)
}

/// Checks all settings that a topic is to have of its own, each for itself and together.
///
/// # Errors
/// The first thing that is wrong.
pub fn validate_topic_all<'a>(
    settings: impl Iterator<Item = (&'a str, &'a str)>,
) -> Result<(), ConfigError> {
    let (mut least, mut most) = (None, None);
    for (key, value) in settings {
        validate_topic(key, value)?;
        match key {
            "min.compaction.lag.ms" => least = value.trim().parse::<i64>().ok(),
            "max.compaction.lag.ms" => most = value.trim().parse::<i64>().ok(),
            _ => {}
        }
    }
    match (least, most) {
        (Some(least), Some(most)) if least > most => Err(ConfigError::new(
            "min.compaction.lag.ms",
            None,
            format!(
                "conflict topic config setting min.compaction.lag.ms ({least}) > max.compaction.lag.ms ({most})"
            ),
        )),
        _ => Ok(()),
    }
}

/// Checks a change of one setting of a running broker, or of all of them.
///
/// # Errors
/// When there is no such setting, it needs a restart, it cannot be set for all brokers at once, it does
/// not take this value, or this value cannot be honoured.
pub fn validate_broker_dynamic(
    key: &str,
    value: &str,
    per_broker: bool,
) -> Result<(), ConfigError> {
    let Some(setting) = broker_setting(key) else {
        return Err(ConfigError::new(
            key,
            None,
            format!("Unknown broker config name: {key}"),
        ));
    };
    match (setting.update, setting.treatment) {
        (UpdateMode::ReadOnly, _) => {
            let reason = format!("Cannot update these configs dynamically: [{key}]");
            return Err(ConfigError::new(key, None, reason)
                .remedy("Set it in the broker's properties file and restart the broker"));
        }
        (UpdateMode::PerBroker, Treatment::Ignored(why)) => {
            return Err(ConfigError::new(
                key,
                None,
                format!("Cannot set {key}: {why}"),
            ));
        }
        (UpdateMode::PerBroker, _) if !per_broker => {
            let reason = format!("Cannot update these configs at default cluster level: [{key}]");
            return Err(ConfigError::new(key, None, reason).remedy("Set it for each broker"));
        }
        _ => {}
    }
    setting.validate(value)?;
    refuse_unserved(setting, value)
}

fn refuse_unserved(setting: &Setting, value: &str) -> Result<(), ConfigError> {
    match setting.treatment {
        Treatment::Refused(why) if !setting.is_default(value) => {
            Err(ConfigError::new(setting.name, Some(value), why))
        }
        _ => Ok(()),
    }
}
