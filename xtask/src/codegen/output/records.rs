//! Files of coordinator records and of metadata records.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{ALLOW, Files, IMPORTS, Message, emit, grouped, stem};

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
    let mut uses = String::new();
    let mut modules = String::new();
    let (mut key_variants, mut value_variants) = (String::new(), String::new());
    let (mut key_decode, mut value_decode) = (String::new(), String::new());
    let (mut key_encode, mut value_type) = (String::new(), String::new());
    let mut impls = String::new();
    for (kind, pair) in pairs {
        let (Some(key), Some(value)) = pair else {
            return Err(format!("type {kind} lacks its key or value"));
        };
        let (name, module) = (stem(key), emit::snake(stem(key)));
        let what = format!("Record type {kind} of {topic}.");
        let code = grouped(
            &what,
            &[("key".to_owned(), key), ("value".to_owned(), value)],
        )?;
        files.insert(
            format!("crates/protocol/src/records/{family}/{module}.rs"),
            code,
        );
        let (key, value) = (&key.name, &value.name);
        let _ = writeln!(modules, "/// {what}\npub mod {module};");
        let _ = writeln!(uses, "pub use {module}::{{{key}, {value}}};");
        let _ = writeln!(key_variants, "/// Type {kind}.\n{name}({key}),");
        let _ = writeln!(value_variants, "/// Type {kind}.\n{name}({value}),");
        let _ = writeln!(
            key_decode,
            "{kind} => Key::{name}(Message::decode(&mut reader, 0)?),"
        );
        let _ = writeln!(
            value_decode,
            "{kind} => Value::{name}(Message::decode(&mut reader, version)?),"
        );
        let _ = writeln!(key_encode, "Key::{name}(key) => encode_key(key),");
        let _ = writeln!(value_type, "Key::{name}(_) => {kind},");
        let _ = writeln!(
            impls,
            "impl CoordinatorKey for {key} {{ const TYPE: i16 = {kind}; type Value = {value}; }}\n"
        );
    }
    let code = format!(
        "//! Records of {topic}.\n\n\
         {modules}\n{uses}\n\
         use bytes::Bytes;\nuse codec::{{DecodeError, EncodeError, Message, Problem, Reader}};\n\n\
         use crate::coordinator::{{CoordinatorKey, encode_key}};\n\n\
         /// A record's key.\n#[derive(Clone, Debug, PartialEq)]\npub enum Key {{\n{key_variants}}}\n\n\
         /// A record's value.\n#[derive(Clone, Debug, PartialEq)]\npub enum Value {{\n{value_variants}}}\n\n\
         impl Key {{\n\
         /// The record's type, which its key begins with.\n#[must_use]\n\
         pub fn kind(&self) -> i16 {{\nmatch self {{\n{value_type}}}\n}}\n\n\
         /// The key as it is stored.\n///\n/// # Errors\n/// When a string in it is too long.\n\
         pub fn to_bytes(&self) -> Result<Bytes, EncodeError> {{\nmatch self {{\n{key_encode}}}\n}}\n}}\n\n\
         /// Reads a record's key.\n///\n/// # Errors\n\
         /// When it is damaged; [`Problem::Unknown`] when its type is not known, and the record may be passed over.\n\
         pub fn decode_key(bytes: Bytes) -> Result<Key, DecodeError> {{\n\
         let mut reader = Reader::trusting(bytes);\n\
         let kind = reader.i16(\"{topic} key\")?;\n\
         Ok(match kind {{\n{key_decode}_ => return Err(reader.error(\"{topic} key\", Problem::Unknown(kind.into()))),\n}})\n}}\n\n\
         /// Reads the value of a record whose key has the type `kind`.\n///\n/// # Errors\n\
         /// When it is damaged, or the type or version is not known.\n\
         pub fn decode_value(kind: i16, bytes: Bytes) -> Result<Value, DecodeError> {{\n\
         let mut reader = Reader::trusting(bytes);\n\
         let version = reader.i16(\"{topic} value\")?;\n\
         Ok(match kind {{\n{value_decode}_ => return Err(reader.error(\"{topic} value\", Problem::Unknown(kind.into()))),\n}})\n}}\n\n\
         {impls}"
    );
    files.insert(format!("crates/protocol/src/records/{family}/mod.rs"), code);
    Ok(())
}

pub(super) fn records_mod() -> String {
    "//! Records of coordinators and control batches.\n\n\
     pub mod consumer;\npub mod control;\npub mod group;\npub mod principal;\npub mod share;\npub mod transaction;\n\n\
     pub use crate::coordinator::{CoordinatorKey, decode_value, encode_key, encode_value};\n"
        .into()
}

/// The frame around a metadata record, and the versions that Kafka 4.3.1 writes at its latest metadata.version.
const RECORD_FRAME: &str = r#"
    /// The version in which the record is written under metadata.version 4.3-IV0, as Kafka 4.3.1 does.
    #[must_use]
    pub fn write_version(&self) -> i16 {
        match self {
            Self::RegisterBroker(_) => 4,
            Self::Partition(_) | Self::PartitionChange(_) => 2,
            // The lowest version that can carry what changed.
            Self::BrokerRegistrationChange(record) => {
                if record.cordoned_log_dirs.is_some() {
                    3
                } else if !record.log_dirs.is_empty() {
                    2
                } else {
                    i16::from(record.in_controlled_shutdown != 0)
                }
            }
            _ => 0,
        }
    }

    /// The record as it lies in the metadata log: frame version, type and version, then the body.
    ///
    /// # Errors
    /// When a field is set that the version cannot carry, or a string is too long.
    pub fn encode(&self) -> Result<Bytes, EncodeError> {
        self.encode_at(self.write_version())
    }

    /// The record as it lies in the metadata log, in a given version.
    ///
    /// # Errors
    /// When a field is set that the version cannot carry, or a string is too long.
    pub fn encode_at(&self, version: i16) -> Result<Bytes, EncodeError> {
        let mut writer = Writer::with_capacity(128);
        writer.uvarint(1);
        writer.uvarint(self.kind().cast_unsigned().into());
        writer.uvarint(version.cast_unsigned().into());
        self.encode_body(&mut writer, version)?;
        Ok(writer.finish().into_bytes().expect("a record in memory"))
    }

    /// Reads a record of the metadata log.
    ///
    /// # Errors
    /// When it is damaged, has bytes left over, or is of a frame version, type or version that is not known.
    pub fn decode(bytes: Bytes) -> Result<Self, DecodeError> {
        let mut reader = Reader::trusting(bytes);
        let mut prefix = |field| {
            let value = reader.uvarint(field)?;
            i16::try_from(value).map_err(|_| reader.error(field, Problem::Unknown(value.into())))
        };
        let frame = prefix("metadata record frame version")?;
        let kind = prefix("metadata record type")?;
        let version = prefix("metadata record version")?;
        if frame != 1 {
            return Err(reader.error("metadata record frame version", Problem::Unknown(frame.into())));
        }
        let record = Self::decode_body(&mut reader, kind, version)?;
        if reader.remaining() > 0 {
            return Err(reader.error(record.name(), Problem::LeftOver(reader.remaining())));
        }
        Ok(record)
    }
"#;

pub(super) fn metadata(files: &mut Files, messages: &[Message]) -> Result<(), String> {
    let mut code = String::from(
        "//! Metadata records, one module for each, and the enum over all of them.\n\n",
    );
    let (mut modules, mut uses) = (String::new(), String::new());
    let (mut variants, mut kinds, mut names) = (String::new(), String::new(), String::new());
    let (mut decode, mut encode, mut highest, mut from) =
        (String::new(), String::new(), String::new(), String::new());
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for name in messages.iter().flat_map(emit::struct_names) {
        *count.entry(name).or_default() += 1;
    }
    for message in messages {
        let name = &message.name;
        let kind = message.key.ok_or("a record without a type")?;
        let short = name.strip_suffix("Record").unwrap_or(name);
        let module = emit::snake(short);
        let text = format!(
            "//! Metadata record {kind}, `{name}`.\n\n{ALLOW}{IMPORTS}{}",
            emit::message(message)?
        );
        files.insert(format!("crates/metadata/src/records/{module}.rs"), text);
        let _ = writeln!(modules, "/// Record {kind}.\npub mod {module};");
        let exported: Vec<String> = emit::struct_names(message)
            .into_iter()
            .filter(|name| count[name] == 1)
            .collect();
        let _ = writeln!(uses, "pub use {module}::{{{}}};", exported.join(", "));
        let _ = writeln!(variants, "/// Record {kind}.\n{short}({name}),");
        let _ = writeln!(kinds, "Self::{short}(_) => {kind},");
        let _ = writeln!(names, "Self::{short}(_) => \"{name}\",");
        let _ = writeln!(
            decode,
            "{kind} => Self::{short}(Message::decode(reader, version)?),"
        );
        let _ = writeln!(
            encode,
            "Self::{short}(record) => record.encode(writer, version),"
        );
        let _ = writeln!(highest, "{kind} => {name}::HIGHEST_VERSION,");
        let _ = writeln!(
            from,
            "impl From<{name}> for Record {{ fn from(record: {name}) -> Self {{ Self::{short}(record) }} }}\n"
        );
    }
    let _ = write!(
        code,
        "{modules}\n{uses}\nuse bytes::Bytes;\nuse codec::{{DecodeError, EncodeError, Message, Problem, Reader, Writer}};\n\n\
         /// One fact about the cluster.\n#[derive(Clone, Debug, PartialEq)]\npub enum Record {{\n{variants}}}\n\n\
         impl Record {{\n\
         /// The record's type on the wire.\n#[must_use]\npub fn kind(&self) -> i16 {{\nmatch self {{\n{kinds}}}\n}}\n\n\
         /// Kafka's name of it.\n#[must_use]\npub fn name(&self) -> &'static str {{\nmatch self {{\n{names}}}\n}}\n\n\
         /// The highest version of a record type that there is; nothing for a type that is not known.\n#[must_use]\n\
         pub fn highest_version(kind: i16) -> Option<i16> {{\nSome(match kind {{\n{highest}_ => return None,\n}})\n}}\n\n\
         /// Reads the body of a record of this type.\n///\n/// # Errors\n/// When it is damaged or of a type or version that is not known.\n\
         pub fn decode_body(reader: &mut Reader, kind: i16, version: i16) -> Result<Self, DecodeError> {{\n\
         Ok(match kind {{\n{decode}_ => return Err(reader.error(\"metadata record type\", Problem::Unknown(kind.into()))),\n}})\n}}\n\n\
         /// Writes the body of the record.\n///\n/// # Errors\n/// When the version cannot carry it.\n\
         pub fn encode_body(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {{\n\
         match self {{\n{encode}}}\n}}\n\n{RECORD_FRAME}}}\n\n{from}"
    );
    files.insert("crates/metadata/src/records/mod.rs".into(), code);
    Ok(())
}
