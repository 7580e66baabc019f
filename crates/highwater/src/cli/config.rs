//! `highwater config`, and the settings of `highwater topic config`.

use serde_json::{Value, json};

use super::Failure;
use super::arguments::ConfigCommand;
use super::output::{self, Output};
use crate::client::{Cluster, ConfigChange, ConfigEntry, Resource};

pub(crate) fn run(
    command: &ConfigCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    match command {
        ConfigCommand::Describe {
            whose,
            all,
            explain,
        } => {
            let (resource, rest) = resource(whose)?;
            if !rest.is_empty() {
                return Err(Failure::usage(format!("unexpected {}", rest.join(" "))));
            }
            describe(&resource, *all, *explain, cluster, output)
        }
        ConfigCommand::Set {
            whose_and_what,
            dry_run,
        } => {
            let (resource, rest) = resource(whose_and_what)?;
            let change = |pair: &String| match pair.split_once('=') {
                Some((key, value)) => Ok(ConfigChange::Set(key.to_owned(), value.to_owned())),
                None => Err(Failure::usage(format!("{pair} is not KEY=VALUE"))),
            };
            let changes = rest.iter().map(change).collect::<Result<Vec<_>, _>>()?;
            self::change(&resource, &changes, *dry_run, cluster, output)
        }
        ConfigCommand::Delete {
            whose_and_what,
            dry_run,
        } => {
            let (resource, rest) = resource(whose_and_what)?;
            let changes: Vec<_> = rest.iter().cloned().map(ConfigChange::Delete).collect();
            self::change(&resource, &changes, *dry_run, cluster, output)
        }
    }
}

/// Reads `topic NAME`, `broker ID` or `brokers` off the front.
fn resource(words: &[String]) -> Result<(Resource, &[String]), Failure> {
    let words: (&str, &[String]) = match words {
        [kind, rest @ ..] => (kind.as_str(), rest),
        [] => ("", &[]),
    };
    match words {
        ("brokers", rest) => Ok((Resource::AllBrokers, rest)),
        ("topic", [name, rest @ ..]) => Ok((Resource::Topic(name.clone()), rest)),
        ("broker", [id, rest @ ..]) => {
            let id = id
                .parse()
                .map_err(|_| Failure::usage(format!("{id} is no broker's number")))?;
            Ok((Resource::Broker(id), rest))
        }
        _ => Err(Failure::usage("expected topic NAME, broker ID or brokers")),
    }
}

pub(crate) fn describe(
    resource: &Resource,
    all: bool,
    explain: bool,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let mut entries = cluster.describe_configs(resource)?;
    let hidden = entries.len();
    entries.retain(|entry| all || entry.source != "default");
    let hidden = hidden - entries.len();
    let mut columns = vec!["key", "value", "source", "change"];
    if explain {
        columns.push("what it does");
    }
    let mut notes = Vec::new();
    let mut rows = Vec::new();
    for entry in entries {
        if let Some(note) = note(&entry) {
            notes.push(format!(
                "note: {}={}: {note}\n",
                entry.name,
                entry.value.as_deref().unwrap_or("")
            ));
        }
        let value = match entry.sensitive {
            true => Value::from("(hidden)"),
            false => entry.value.map_or(Value::Null, Value::from),
        };
        let change = if entry.read_only { "restart" } else { "live" };
        let mut row = vec![entry.name.into(), value, entry.source.into(), change.into()];
        if explain {
            row.push(entry.documentation.unwrap_or_default().into());
        }
        rows.push(row);
    }
    if output.is_json() {
        let settings = output::objects(&columns, rows);
        let notes: Vec<&str> = notes.iter().map(|note| note.trim()).collect();
        return output.object(&json!({"settings": settings, "notes": notes}));
    }
    let mut text = output::table(&columns, &rows);
    text.push_str(&notes.concat());
    if hidden > 0 {
        text.push_str(&format!(
            "{hidden} more are at their default; --all shows them\n"
        ));
    }
    output::text(&text)
}

/// What must be said of a value, when the broker is one of ours: it documents the setting in our words.
fn note(entry: &ConfigEntry) -> Option<&'static str> {
    let ours = settings::topic_setting(&entry.name)
        .is_some_and(|setting| entry.documentation.as_deref() == Some(setting.doc));
    if ours {
        settings::note(&entry.name, entry.value.as_deref()?)
    } else {
        None
    }
}

pub(crate) fn change(
    resource: &Resource,
    changes: &[ConfigChange],
    dry_run: bool,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    cluster.alter_configs(resource, changes, dry_run)?;
    let told = |change: &ConfigChange| match change {
        ConfigChange::Set(key, value) => format!("{key}={value}"),
        ConfigChange::Delete(key) => format!("{key} deleted"),
    };
    let told: Vec<String> = changes.iter().map(told).collect();
    let how = if dry_run {
        "would be changed"
    } else {
        "changed"
    };
    let value = json!({"changed": told, "dry_run": dry_run});
    output.done(&format!("{how}: {}", told.join(", ")), &value)
}
