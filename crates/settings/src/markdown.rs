//! The table as a document for readers.

use std::fmt::Write as _;

use crate::setting::{Check, Setting, Treatment, UpdateMode};
use crate::table::{parts, topic_settings};

/// The whole table in Markdown.
pub fn markdown() -> String {
    let mut out = String::from(
        "# Settings\n\n\
         Generated from the table in `crates/settings` by `cargo xtask fix`.\n\n\
         A broker reads Kafka's `server.properties`. A key that nothing here has is accepted with one warning, and so is a \
         key marked *no effect*. A key marked *refused* stops the start unless it is at its default. *live* means that it \
         can be changed while the broker runs, for all brokers or for one; *live, one broker* means for one only.\n\n\
         ## Where a default differs from Kafka's\n\n| key | default | Kafka's |\n|---|---|---|\n",
    );
    let differing = parts().into_iter().flat_map(|(_, part)| part);
    for setting in differing.filter(|setting| setting.kafka_default.is_some()) {
        let ours = setting.default.unwrap_or_default();
        let theirs = setting.kafka_default.unwrap_or_default();
        let _ = writeln!(out, "| `{}` | {ours} | {theirs} |", setting.name);
    }
    out.push_str("\n## Topics\n\nA topic takes a value that it has not from the broker's key of the last column.\n\n");
    out.push_str(
        "| key | kind | default | values | what it does | from |\n|---|---|---|---|---|---|\n",
    );
    for setting in topic_settings().filter(|setting| !setting.internal) {
        let from: Vec<String> = setting
            .synonyms
            .iter()
            .map(|(name, _)| format!("`{name}`"))
            .collect();
        row(&mut out, setting, &from.join(", "));
    }
    out.push_str("\n# Brokers and controllers\n");
    for (title, settings) in parts() {
        let _ = write!(out, "\n## {title}\n\n");
        out.push_str("| key | kind | default | values | what it does | change |\n|---|---|---|---|---|---|\n");
        for setting in settings.iter().filter(|setting| !setting.internal) {
            let change = match setting.update {
                UpdateMode::ReadOnly => "restart",
                UpdateMode::PerBroker => "live, one broker",
                UpdateMode::ClusterWide => "live",
            };
            row(&mut out, setting, change);
        }
    }
    out
}

fn row(out: &mut String, setting: &Setting, last: &str) {
    let default = setting.default.map_or_else(String::new, readable);
    let mut doc = setting.doc.to_owned();
    match setting.treatment {
        Treatment::Honoured => {}
        Treatment::Ignored(why) => {
            let _ = write!(doc, " *No effect: {why}.*");
        }
        Treatment::Refused(why) => {
            let _ = write!(doc, " *Refused: {why}.*");
        }
    }
    let kind = setting.kind.name().to_ascii_lowercase();
    let _ = writeln!(
        out,
        "| `{}` | {kind} | {default} | {} | {doc} | {last} |",
        setting.name,
        values(setting.check)
    );
}

fn values(check: Check) -> String {
    match check {
        Check::Any => String::new(),
        Check::AtLeast(least) => format!("≥ {least}"),
        Check::Between(least, most) => format!("{least} to {most}"),
        Check::GzipLevel => "1 to 9, -1".to_owned(),
        Check::OneOf(words) => words.join(", "),
        Check::EachOf(words) => format!("any of {}", words.join(", ")),
        Check::Throttled => "`*`, partition:broker, …".to_owned(),
    }
}

fn readable(default: &str) -> String {
    match default {
        "9223372036854775807" => "2^63−1".to_owned(),
        "2147483647" => "2^31−1".to_owned(),
        "" => "(empty)".to_owned(),
        _ => format!("`{default}`"),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_setting_is_listed_once() {
        let text = super::markdown();
        for setting in crate::broker_settings().filter(|setting| !setting.internal) {
            let row = format!(
                "| `{}` | {} |",
                setting.name,
                setting.kind.name().to_lowercase()
            );
            assert!(text.contains(&row), "{row}");
        }
    }
}
