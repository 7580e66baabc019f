//! Reads the message schemas that ship as JSON inside Kafka's jars, and keeps their facts.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::Files;
use super::schema::{Field, Message, Shared, Type, Versions, print};

/// The release whose jars are read.
const RELEASE: &str = "4.3.1";
const JARS: [&str; 6] = [
    "kafka-clients",
    "kafka-metadata",
    "kafka-raft",
    "kafka-group-coordinator",
    "kafka-transaction-coordinator",
    "kafka-share-coordinator",
];
/// Records of control batches, in the order in which they are printed.
const CONTROL: [&str; 7] = [
    "ControlRecordTypeSchema",
    "EndTxnMarker",
    "LeaderChangeMessage",
    "SnapshotHeaderRecord",
    "SnapshotFooterRecord",
    "KRaftVersionRecord",
    "VotersRecord",
];

/// Coordinators: the jar, the file and what is in it.
const COORDINATORS: [(&str, &str, &str); 3] = [
    (
        "kafka-group-coordinator",
        "group",
        "Records of __consumer_offsets",
    ),
    (
        "kafka-transaction-coordinator",
        "transaction",
        "Records of __transaction_state",
    ),
    (
        "kafka-share-coordinator",
        "share",
        "Records of __share_group_state",
    ),
];

/// All schemas in the jars: by name, with the jar they were in.
struct Jars(BTreeMap<String, (&'static str, Message)>);

impl Jars {
    fn read(folder: &Path) -> Result<Self, String> {
        let mut by_name = BTreeMap::new();
        for jar in JARS {
            let path = folder.join(format!("{jar}-{RELEASE}.jar"));
            for (file, text) in entries(&path)? {
                let message = message(&text).map_err(|e| format!("{jar}: {file}: {e}"))?;
                by_name.insert(message.name.clone(), (jar, message));
            }
        }
        Ok(Self(by_name))
    }

    fn named(&self, name: &str) -> Result<&Message, String> {
        self.0
            .get(name)
            .map(|(_, message)| message)
            .ok_or(format!("{name} is in no jar"))
    }

    /// Those that are wanted, in the order of their keys.
    fn chosen(&self, wanted: impl Fn(&str, &Message) -> bool) -> Vec<&Message> {
        let chosen = self
            .0
            .values()
            .filter(|(jar, message)| wanted(jar, message));
        let mut chosen: Vec<&Message> = chosen.map(|(_, message)| message).collect();
        chosen.sort_by_key(|message| (message.key, message.kind.clone()));
        chosen
    }
}

/// Schema files by path, made from the jars.
///
/// # Errors
/// When a jar or a schema in it cannot be read.
pub(crate) fn schemas(folder: &Path) -> Result<Files, String> {
    let jars = Jars::read(folder)?;
    let mut files = Files::new();
    let mut add = |path: &str, what: &str, messages: &[&Message]| {
        let head =
            format!("{what}, as in Kafka {RELEASE}. Written by `cargo xtask codegen --jars`.");
        let messages: Vec<Message> = messages.iter().map(|&message| message.clone()).collect();
        files.insert(format!("crates/{path}.schema"), print(&head, &messages));
    };
    for request in
        jars.chosen(|_, message| message.kind == "request" && !message.versions.is_empty())
    {
        let stem = request
            .name
            .strip_suffix("Request")
            .ok_or("a request without the suffix")?;
        let response = jars.named(&format!("{stem}Response"))?;
        let path = format!("protocol/schemas/messages/{}", super::emit::snake(stem));
        add(&path, &format!("The {stem} API"), &[request, response]);
    }
    let several = |names: &[&str]| {
        names
            .iter()
            .map(|name| jars.named(name))
            .collect::<Result<Vec<_>, _>>()
    };
    add(
        "protocol/schemas/records/control",
        "Records of control batches",
        &several(&CONTROL)?,
    );
    let consumer = several(&["ConsumerProtocolSubscription", "ConsumerProtocolAssignment"])?;
    let what = "What consumers tell each other through the classic protocol";
    add("protocol/schemas/records/consumer", what, &consumer);
    let principal = several(&["DefaultPrincipalData"])?;
    add(
        "protocol/schemas/records/principal",
        "Who sent a forwarded request",
        &principal,
    );
    for (wanted, file, what) in COORDINATORS {
        let messages = jars.chosen(|jar, _| jar == wanted);
        add(&format!("protocol/schemas/records/{file}"), what, &messages);
    }
    let metadata = jars.chosen(|_, message| message.kind == "metadata");
    add(
        "metadata/schemas/records",
        "Records of __cluster_metadata",
        &metadata,
    );
    Ok(files)
}

/// The JSON files in a jar, with their text.
fn entries(jar: &Path) -> Result<Vec<(String, String)>, String> {
    let unzip = |arguments: &[&str], member: &str| -> Result<String, String> {
        let output = Command::new("unzip")
            .args(arguments)
            .arg(jar)
            .arg(member)
            .output()
            .map_err(|e| format!("unzip: {e}"))?;
        if !output.status.success() {
            return Err(format!(
                "{}: {}",
                jar.display(),
                String::from_utf8_lossy(&output.stderr)
            ));
        }
        String::from_utf8(output.stdout).map_err(|e| e.to_string())
    };
    let mut entries = Vec::new();
    for member in unzip(&["-Z1"], "common/*.json")?.lines() {
        entries.push((member.to_owned(), unzip(&["-p"], member)?));
    }
    Ok(entries)
}

fn message(text: &str) -> Result<Message, String> {
    let without_comments: Vec<&str> = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect();
    let json: Value =
        serde_json::from_str(&without_comments.join("\n")).map_err(|e| e.to_string())?;
    let mut shared = Vec::new();
    for json in array(&json, "commonStructs") {
        let (name, versions) = (text_of(json, "name")?, versions(json, "versions")?);
        shared.push(Shared {
            name,
            versions,
            fields: fields(json)?,
        });
    }
    let key = match json.get("apiKey") {
        Some(key) => Some(
            key.as_i64()
                .and_then(|key| i16::try_from(key).ok())
                .ok_or("apiKey")?,
        ),
        None => None,
    };
    Ok(Message {
        kind: text_of(&json, "type")?,
        name: text_of(&json, "name")?,
        key,
        versions: versions(&json, "validVersions")?,
        flexible: versions(&json, "flexibleVersions")?,
        listeners: array(&json, "listeners")
            .iter()
            .filter_map(|l| l.as_str().map(Into::into))
            .collect(),
        latest_unstable: json
            .get("latestVersionUnstable")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        fields: fields(&json)?,
        shared,
    })
}

fn fields(json: &Value) -> Result<Vec<Field>, String> {
    array(json, "fields").iter().map(field).collect()
}

fn field(json: &Value) -> Result<Field, String> {
    let name = text_of(json, "name")?;
    let tagged = versions(json, "taggedVersions")?;
    let present = if json.get("versions").is_some() {
        versions(json, "versions")?
    } else {
        tagged
    };
    let tag = json
        .get("tag")
        .and_then(Value::as_u64)
        .and_then(|tag| u32::try_from(tag).ok());
    let tag = tag.map(|tag| (tag, tagged));
    let default = match json.get("default") {
        None => None,
        // Only the text "null" means null: a JSON null is no default at all to Kafka.
        Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(other) => Some(other.to_string()),
    };
    if default
        .as_ref()
        .is_some_and(|default: &String| default.contains(char::is_whitespace))
    {
        return Err(format!("{name}: the default {default:?} has a space in it"));
    }
    Ok(Field {
        kind: Type::parse(&text_of(json, "type")?),
        versions: present,
        nullable: versions(json, "nullableVersions")?,
        tag,
        default,
        ignorable: json
            .get("ignorable")
            .and_then(Value::as_bool)
            .unwrap_or(false),
        never_flexible: json.get("flexibleVersions").and_then(Value::as_str) == Some("none"),
        fields: fields(json)?,
        name,
    })
}

fn array<'a>(json: &'a Value, key: &str) -> &'a [Value] {
    json.get(key)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn text_of(json: &Value, key: &str) -> Result<String, String> {
    json.get(key)
        .and_then(Value::as_str)
        .map(Into::into)
        .ok_or(format!("no {key:?} in {json}"))
}

fn versions(json: &Value, key: &str) -> Result<Versions, String> {
    json.get(key)
        .and_then(Value::as_str)
        .map_or(Ok(Versions::NONE), Versions::parse)
}
