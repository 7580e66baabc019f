//! Files of coordinator records and of metadata records.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ALLOW, Files, IMPORTS, Message, emit, grouped, stem};

/// What is gathered for each `@place@` of a template.
#[derive(Default)]
struct Places(BTreeMap<&'static str, String>);

impl Places {
    fn add(&mut self, place: &'static str, line: &str) {
        let text = self.0.entry(place).or_default();
        text.push_str(line);
        text.push('\n');
    }

    fn fill(&self, template: &str) -> String {
        let fill = |code: String, (place, text): (&&str, &String)| {
            code.replace(&format!("@{place}@"), text.trim_end())
        };
        self.0.iter().fold(template.to_owned(), fill)
    }
}

/// The files of one coordinator's records: one for each type, and one with the enums over them.
pub(super) fn coordinator(
    files: &mut Files,
    family: &str,
    topic: &str,
    messages: &[Message],
) -> Result<(), String> {
    let mut pairs: BTreeMap<i16, (Option<&Message>, Option<&Message>)> = BTreeMap::new();
    for message in messages {
        let pair = pairs
            .entry(message.key.ok_or("a record without a type")?)
            .or_default();
        match message.kind.as_str() {
            "coordinator-key" => pair.0 = Some(message),
            _ => pair.1 = Some(message),
        }
    }
    let mut places = Places::default();
    places.add("topic", topic);
    for (kind, pair) in pairs {
        let (Some(key), Some(value)) = pair else {
            return Err(format!("type {kind} lacks its key or value"));
        };
        let (name, module) = (stem(key), emit::snake(stem(key)));
        let what = format!("Record type {kind} of {topic}.");
        let modules = [("key".to_owned(), key), ("value".to_owned(), value)];
        let path = format!("crates/protocol/src/records/{family}/{module}.rs");
        files.insert(path, grouped(&what, &modules)?);
        let (key, value) = (&key.name, &value.name);
        places.add("modules", &format!("/// {what}\npub mod {module};"));
        places.add("uses", &format!("pub use {module}::{{{key}, {value}}};"));
        places.add("key_variants", &format!("/// Type {kind}.\n{name}({key}),"));
        places.add(
            "value_variants",
            &format!("/// Type {kind}.\n{name}({value}),"),
        );
        places.add("key_kind", &format!("Self::{name}(_) => {kind},"));
        places.add(
            "key_encode",
            &format!("Self::{name}(key) => encode_key(key),"),
        );
        let decode = |version| format!("Message::decode(&mut reader, {version})?");
        places.add(
            "key_decode",
            &format!("{kind} => Key::{name}({}),", decode("0")),
        );
        places.add(
            "value_decode",
            &format!("{kind} => Value::{name}({}),", decode("version")),
        );
        places.add(
            "impls",
            &format!(
                "impl CoordinatorKey for {key} {{\n\
                 const TYPE: i16 = {kind};\ntype Value = {value};\n}}\n"
            ),
        );
    }
    let code = places.fill(include_str!("../templates/coordinator.txt"));
    files.insert(format!("crates/protocol/src/records/{family}/mod.rs"), code);
    Ok(())
}

/// The file that holds all families of records.
pub(super) fn records_mod() -> String {
    let mut code = String::from("//! Records of coordinators and control batches.\n\n");
    for family in [
        "consumer",
        "control",
        "group",
        "principal",
        "share",
        "transaction",
    ] {
        let _ = writeln!(code, "pub mod {family};");
    }
    code.push_str(
        "\npub use crate::coordinator::{CoordinatorKey, decode_value, encode_key, encode_value};\n",
    );
    code
}

/// The files of the metadata records: one for each type, and one with the enum over them.
pub(super) fn metadata(files: &mut Files, messages: &[Message]) -> Result<(), String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in messages.iter().flat_map(emit::struct_names) {
        *count.entry(name).or_default() += 1;
    }
    let mut places = Places::default();
    for message in messages {
        let name = &message.name;
        let kind = message.key.ok_or("a record without a type")?;
        let short = name.strip_suffix("Record").unwrap_or(name);
        let module = emit::snake(short);
        let head = format!("//! Metadata record {kind}, `{name}`.\n\n{ALLOW}{IMPORTS}");
        let path = format!("crates/metadata/src/records/{module}.rs");
        files.insert(path, head + &emit::message(message)?);
        let mut exported = emit::struct_names(message);
        exported.retain(|name| count[name] == 1);
        places.add("modules", &format!("/// Record {kind}.\npub mod {module};"));
        places.add(
            "uses",
            &format!("pub use {module}::{{{}}};", exported.join(", ")),
        );
        places.add("variants", &format!("/// Record {kind}.\n{short}({name}),"));
        places.add("kinds", &format!("Self::{short}(_) => {kind},"));
        places.add("names", &format!("Self::{short}(_) => \"{name}\","));
        places.add("highest", &format!("{kind} => {name}::HIGHEST_VERSION,"));
        let decode = "Message::decode(reader, version)?";
        places.add("decode", &format!("{kind} => Self::{short}({decode}),"));
        let encode = "record.encode(writer, version)";
        places.add("encode", &format!("Self::{short}(record) => {encode},"));
        places.add(
            "from",
            &format!(
                "impl From<{name}> for Record {{\n\
                 fn from(record: {name}) -> Self {{\nSelf::{short}(record)\n}}\n}}\n"
            ),
        );
    }
    let code = places.fill(include_str!("../templates/metadata.txt"));
    files.insert("crates/metadata/src/records/mod.rs".into(), code);
    Ok(())
}
