//! Message schemas: the model, and the compact text in which they are committed.
//!
//! A schema file is a list of messages. A line without indentation begins a message: its kind, name
//! and facts. Deeper lines are fields (name, type, versions, facts), a struct's fields below the
//! field that introduces it; `struct Name versions` introduces one that several fields share.

use std::fmt::Write as _;

/// A range of versions, both ends included; empty when `min > max`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Versions {
    pub(crate) min: i16,
    pub(crate) max: i16,
}

impl Versions {
    pub(crate) const NONE: Self = Self { min: 0, max: -1 };

    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let number = |text: &str| {
            text.parse::<i16>()
                .map_err(|_| format!("{text:?} is not a version"))
        };
        match text {
            "none" => Ok(Self::NONE),
            _ => match (text.strip_suffix('+'), text.split_once('-')) {
                (Some(min), _) => Ok(Self {
                    min: number(min)?,
                    max: i16::MAX,
                }),
                (None, Some((min, max))) => Ok(Self {
                    min: number(min)?,
                    max: number(max)?,
                }),
                (None, None) => Ok(Self {
                    min: number(text)?,
                    max: number(text)?,
                }),
            },
        }
    }

    pub(crate) fn text(self) -> String {
        match self {
            _ if self.is_empty() => "none".into(),
            Self { min, max: i16::MAX } => format!("{min}+"),
            Self { min, max } if min == max => format!("{min}"),
            Self { min, max } => format!("{min}-{max}"),
        }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.min > self.max
    }

    pub(crate) fn intersect(self, other: Self) -> Self {
        let both = Self {
            min: self.min.max(other.min),
            max: self.max.min(other.max),
        };
        if both.is_empty() { Self::NONE } else { both }
    }

    pub(crate) fn contains(self, version: i16) -> bool {
        self.min <= version && version <= self.max
    }

    pub(crate) fn covers(self, other: Self) -> bool {
        other.is_empty() || self.intersect(other) == other
    }
}

/// What a field holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Type {
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint16,
    Uint32,
    Float64,
    Uuid,
    String,
    Bytes,
    Records,
    Struct(String),
    Array(Box<Type>),
}

impl Type {
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "bool" => Self::Bool,
            "int8" => Self::Int8,
            "int16" => Self::Int16,
            "int32" => Self::Int32,
            "int64" => Self::Int64,
            "uint16" => Self::Uint16,
            "uint32" => Self::Uint32,
            "float64" => Self::Float64,
            "uuid" => Self::Uuid,
            "string" => Self::String,
            "bytes" => Self::Bytes,
            "records" => Self::Records,
            _ => match text.strip_prefix("[]") {
                Some(element) => Self::Array(Box::new(Self::parse(element))),
                None => Self::Struct(text.into()),
            },
        }
    }

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Bool => "bool".into(),
            Self::Int8 => "int8".into(),
            Self::Int16 => "int16".into(),
            Self::Int32 => "int32".into(),
            Self::Int64 => "int64".into(),
            Self::Uint16 => "uint16".into(),
            Self::Uint32 => "uint32".into(),
            Self::Float64 => "float64".into(),
            Self::Uuid => "uuid".into(),
            Self::String => "string".into(),
            Self::Bytes => "bytes".into(),
            Self::Records => "records".into(),
            Self::Struct(name) => name.clone(),
            Self::Array(element) => format!("[]{}", element.text()),
        }
    }

    /// The struct that it is or holds.
    pub(crate) fn struct_name(&self) -> Option<&str> {
        match self {
            Self::Struct(name) => Some(name),
            Self::Array(element) => element.struct_name(),
            _ => None,
        }
    }
}

/// One field of a message or struct.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: Type,
    pub(crate) versions: Versions,
    pub(crate) nullable: Versions,
    pub(crate) tag: Option<(u32, Versions)>,
    pub(crate) default: Option<String>,
    pub(crate) ignorable: bool,
    /// Written in the old form even where the message is flexible.
    pub(crate) never_flexible: bool,
    /// The fields of the struct that this field introduces.
    pub(crate) fields: Vec<Field>,
}

/// A struct that several fields share.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shared {
    pub(crate) name: String,
    pub(crate) versions: Versions,
    pub(crate) fields: Vec<Field>,
}

/// One message or record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Message {
    /// `request`, `response`, `header`, `data`, `metadata`, `coordinator-key` or
    /// `coordinator-value`.
    pub(crate) kind: String,
    pub(crate) name: String,
    /// API key or record type.
    pub(crate) key: Option<i16>,
    pub(crate) versions: Versions,
    pub(crate) flexible: Versions,
    pub(crate) listeners: Vec<String>,
    pub(crate) latest_unstable: bool,
    pub(crate) fields: Vec<Field>,
    pub(crate) shared: Vec<Shared>,
}

/// Writes messages as the text that is committed.
pub(crate) fn print(head: &str, messages: &[Message]) -> String {
    let mut text = format!("# {head}\n");
    for message in messages {
        let _ = write!(text, "\n{} {}", message.kind, message.name);
        if let Some(key) = message.key {
            let _ = write!(text, " key={key}");
        }
        let _ = write!(
            text,
            " versions={} flexible={}",
            message.versions.text(),
            message.flexible.text()
        );
        if !message.listeners.is_empty() {
            let _ = write!(text, " listeners={}", message.listeners.join(","));
        }
        text.push_str(if message.latest_unstable {
            " latest-unstable\n"
        } else {
            "\n"
        });
        print_fields(&mut text, &message.fields, 1);
        for shared in &message.shared {
            let _ = writeln!(text, "  struct {} {}", shared.name, shared.versions.text());
            print_fields(&mut text, &shared.fields, 2);
        }
    }
    text
}

fn print_fields(text: &mut String, fields: &[Field], depth: usize) {
    for field in fields {
        let _ = write!(
            text,
            "{}{} {} {}",
            "  ".repeat(depth),
            field.name,
            field.kind.text(),
            field.versions.text()
        );
        if !field.nullable.is_empty() {
            let _ = write!(text, " null={}", field.nullable.text());
        }
        if let Some((tag, versions)) = field.tag {
            let _ = write!(text, " tag={tag}@{}", versions.text());
        }
        if let Some(default) = &field.default {
            let _ = write!(text, " default={default}");
        }
        if field.ignorable {
            text.push_str(" ignorable");
        }
        if field.never_flexible {
            text.push_str(" never-flexible");
        }
        text.push('\n');
        print_fields(text, &field.fields, depth + 1);
    }
}

struct Line<'a> {
    number: usize,
    depth: usize,
    words: Vec<&'a str>,
}

/// Reads the text that is committed.
///
/// # Errors
/// The line that is not understood.
pub(crate) fn parse(text: &str) -> Result<Vec<Message>, String> {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let depth = (line.len() - line.trim_start().len()) / 2;
        lines.push(Line {
            number: index + 1,
            depth,
            words: line.split_whitespace().collect(),
        });
    }
    let mut rest = lines.as_slice();
    let mut messages = Vec::new();
    while let Some((line, below)) = rest.split_first() {
        let end = below
            .iter()
            .position(|line| line.depth == 0)
            .unwrap_or(below.len());
        messages.push(
            parse_message(line, &below[..end]).map_err(|e| format!("line {}: {e}", line.number))?,
        );
        rest = &below[end..];
    }
    Ok(messages)
}

fn parse_message(line: &Line<'_>, below: &[Line<'_>]) -> Result<Message, String> {
    let [kind, name, facts @ ..] = line.words.as_slice() else {
        return Err("a message has a kind and a name".into());
    };
    let mut message = Message {
        kind: (*kind).into(),
        name: (*name).into(),
        key: None,
        versions: Versions::NONE,
        flexible: Versions::NONE,
        listeners: Vec::new(),
        latest_unstable: false,
        fields: Vec::new(),
        shared: Vec::new(),
    };
    for fact in facts {
        match fact.split_once('=') {
            Some(("key", key)) => {
                message.key = Some(key.parse().map_err(|_| format!("{key:?} is not a key"))?)
            }
            Some(("versions", versions)) => message.versions = Versions::parse(versions)?,
            Some(("flexible", versions)) => message.flexible = Versions::parse(versions)?,
            Some(("listeners", listeners)) => {
                message.listeners = listeners.split(',').map(Into::into).collect()
            }
            None if *fact == "latest-unstable" => message.latest_unstable = true,
            _ => return Err(format!("{fact:?} is not known")),
        }
    }
    let mut rest = below;
    while let Some((line, after)) = rest.split_first() {
        let end = after
            .iter()
            .position(|below| below.depth <= 1)
            .unwrap_or(after.len());
        if let ["struct", name, versions] = line.words.as_slice() {
            let versions = Versions::parse(versions)?;
            let fields = parse_fields(&after[..end], 2)?;
            message.shared.push(Shared {
                name: (*name).into(),
                versions,
                fields,
            });
        } else {
            message.fields.extend(parse_fields(&rest[..=end], 1)?);
        }
        rest = &after[end..];
    }
    Ok(message)
}

fn parse_fields(lines: &[Line<'_>], depth: usize) -> Result<Vec<Field>, String> {
    let mut fields = Vec::new();
    let mut rest = lines;
    while let Some((line, after)) = rest.split_first() {
        let end = after
            .iter()
            .position(|below| below.depth <= depth)
            .unwrap_or(after.len());
        let mut field = parse_field(line).map_err(|e| format!("line {}: {e}", line.number))?;
        field.fields = parse_fields(&after[..end], depth + 1)?;
        fields.push(field);
        rest = &after[end..];
    }
    Ok(fields)
}

fn parse_field(line: &Line<'_>) -> Result<Field, String> {
    let [name, kind, versions, facts @ ..] = line.words.as_slice() else {
        return Err("a field has a name, a type and versions".into());
    };
    let mut field = Field {
        name: (*name).into(),
        kind: Type::parse(kind),
        versions: Versions::parse(versions)?,
        nullable: Versions::NONE,
        tag: None,
        default: None,
        ignorable: false,
        never_flexible: false,
        fields: Vec::new(),
    };
    for fact in facts {
        match (fact.split_once('='), *fact) {
            (Some(("null", versions)), _) => field.nullable = Versions::parse(versions)?,
            (Some(("tag", tag)), _) => {
                let (tag, versions) = tag.split_once('@').ok_or("a tag has versions")?;
                let tag = tag.parse().map_err(|_| format!("{tag:?} is not a tag"))?;
                field.tag = Some((tag, Versions::parse(versions)?));
            }
            (Some(("default", default)), _) => field.default = Some(default.into()),
            (None, "ignorable") => field.ignorable = true,
            (None, "never-flexible") => field.never_flexible = true,
            _ => return Err(format!("{fact:?} is not known")),
        }
    }
    Ok(field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_prints_as_it_was_read() {
        let text = concat!(
            "# head\n\nrequest AbcRequest key=3 versions=1-4 flexible=2+ listeners=broker latest-unstable\n",
            "  A []B 0+ null=2+\n    C string 1-2 default=x ignorable\n  D int32 3+ tag=0@3+\n",
            "  struct E 0+\n    F uuid 0+\n",
        );
        let messages = parse(text).expect("a schema");
        assert_eq!(print("head", &messages), text);
        assert_eq!(messages[0].shared[0].fields.len(), 1);
    }
}
