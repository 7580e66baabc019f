//! `highwater server`: a node from its properties file.

use std::fs;
use std::path::Path;

use settings::{BrokerConfig, Properties};

use super::arguments::ServerCommand;
use super::failure::USAGE;
use super::{Failure, log, stop};
use crate::wiring;

pub(crate) fn run(command: &ServerCommand) -> Result<(), Failure> {
    log::start("info");
    if let Some(parent) = command.stop_with_parent
        && !stop::stop_with_parent(parent)
    {
        return Ok(());
    }
    let mut properties = read(&command.file)?;
    for (key, value) in &command.overrides {
        properties.set(key, value);
    }
    let config = config(&properties, &command.file.display().to_string())?;
    wiring::run(config).map_err(Failure::failed)
}

pub(super) fn read(file: &Path) -> Result<Properties, Failure> {
    let shown = file.display();
    let text = fs::read_to_string(file).map_err(|error| {
        Failure::new(
            USAGE,
            format!("cannot read {shown}: {error}"),
            "Name a Kafka server.properties, or try `highwater dev`.",
        )
    })?;
    Properties::parse(&text)
        .map_err(|error| Failure::new(USAGE, format!("{shown}, {error}"), "Correct that line."))
}

/// Makes values of properties; tells all that is wrong at once, and warns of what has no effect.
pub(super) fn config(properties: &Properties, origin: &str) -> Result<BrokerConfig, Failure> {
    match BrokerConfig::from_properties(properties, &wiring::host_name()) {
        Ok((config, _)) if !config.node_id_is_set && wiring::known_node(&config).is_some() => {
            // The directories say whose they are; the file need not.
            let mut properties = properties.clone();
            properties.set("node.id", wiring::known_node(&config).unwrap_or_default());
            self::config(&properties, origin)
        }
        Ok((config, warnings)) => {
            for warning in warnings {
                tracing::warn!("{warning}");
            }
            Ok(config)
        }
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
            let message = format!(
                "{origin} cannot be used:\n       {}",
                lines.join("\n       ")
            );
            Err(Failure::new(
                USAGE,
                message,
                "`highwater docs config` lists all settings.",
            ))
        }
    }
}
