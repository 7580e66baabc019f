//! Rust for one message: its structs, defaults, reading and writing.

mod condition;
mod read;
mod write;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::schema::{Field, Message, Type, Versions};
use condition::{Condition, condition};

/// Kafka's `CamelCase` as `snake_case`; `KRaft` is one word.
pub(crate) fn snake(name: &str) -> String {
    let name = name.replace("KRaft", "Kraft");
    let characters: Vec<char> = name.chars().collect();
    let mut snake = String::new();
    for (place, &character) in characters.iter().enumerate() {
        if character.is_uppercase() {
            let after_lower = place > 0 && !characters[place - 1].is_uppercase();
            let before_lower = place > 0
                && characters
                    .get(place + 1)
                    .is_some_and(|next| next.is_lowercase());
            if after_lower || before_lower {
                snake.push('_');
            }
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

fn field_name(field: &Field) -> String {
    let name = snake(&field.name);
    match name.as_str() {
        "type" | "match" | "move" | "ref" | "use" | "where" => format!("r#{name}"),
        _ => name,
    }
}

/// One struct to be written: the message itself, or one within it.
struct Shape<'a> {
    name: &'a str,
    versions: Versions,
    fields: &'a [Field],
}

/// The names of all structs of a message, the message first.
pub(crate) fn struct_names(message: &Message) -> Vec<String> {
    Emitter::new(message)
        .shapes
        .iter()
        .map(|shape| shape.name.to_owned())
        .collect()
}

/// All Rust of one message, without imports.
///
/// # Errors
/// When the schema uses something that is not supported.
pub(crate) fn message(message: &Message) -> Result<String, String> {
    let emitter = Emitter::new(message);
    let mut code = String::new();
    for shape in &emitter.shapes {
        emitter
            .shape(&mut code, shape)
            .map_err(|e| format!("{}.{}: {e}", message.name, shape.name))?;
    }
    emitter.message_impl(&mut code);
    Ok(code)
}

struct Emitter<'a> {
    message: &'a Message,
    shapes: Vec<Shape<'a>>,
    by_name: BTreeMap<&'a str, usize>,
}

impl<'a> Emitter<'a> {
    fn new(message: &'a Message) -> Self {
        let mut emitter = Self {
            message,
            shapes: Vec::new(),
            by_name: BTreeMap::new(),
        };
        emitter.add(&message.name, message.versions, &message.fields);
        for shared in &message.shared {
            let versions = message.versions.intersect(shared.versions);
            emitter.add(&shared.name, versions, &shared.fields);
        }
        emitter
    }

    fn add(&mut self, name: &'a str, versions: Versions, fields: &'a [Field]) {
        self.by_name.insert(name, self.shapes.len());
        self.shapes.push(Shape {
            name,
            versions,
            fields,
        });
        for field in fields {
            if let (false, Some(name)) = (field.fields.is_empty(), field.kind.struct_name()) {
                self.add(name, versions.intersect(field.versions), &field.fields);
            }
        }
    }

    fn shape_of(&self, name: &str) -> Result<&Shape<'a>, String> {
        self.by_name
            .get(name)
            .map(|&place| &self.shapes[place])
            .ok_or(format!("no struct {name}"))
    }

    fn is_nullable(&self, shape: &Shape<'_>, field: &Field) -> bool {
        !field
            .nullable
            .intersect(field.versions)
            .intersect(shape.versions)
            .is_empty()
    }

    fn rust_type(&self, shape: &Shape<'_>, field: &Field) -> String {
        let plain = plain_type(&field.kind);
        if self.is_nullable(shape, field) {
            format!("Option<{plain}>")
        } else {
            plain
        }
    }

    fn default(&self, shape: &Shape<'_>, field: &Field) -> Result<String, String> {
        let null = field.default.as_deref() == Some("null") || field.kind == Type::Records;
        if self.is_nullable(shape, field) {
            if null {
                return Ok("None".into());
            }
            return Ok(format!("Some({})", plain_default(field)?));
        }
        if field.default.as_deref() == Some("null") {
            return Err(format!(
                "{} is null by default but never nullable",
                field.name
            ));
        }
        plain_default(field)
    }

    fn shape(&self, code: &mut String, shape: &Shape<'_>) -> Result<(), String> {
        let name = shape.name;
        let mut defaults = Vec::new();
        for field in shape.fields {
            defaults.push((field_name(field), self.default(shape, field)?));
        }
        let derived = defaults.iter().all(|(_, default)| {
            matches!(
                default.as_str(),
                "0" | "0.0" | "false" | "None" | "Default::default()"
            )
        });
        let what = if name == self.message.name {
            "message"
        } else {
            "struct"
        };
        let _ = writeln!(
            code,
            "/// The {what} `{name}`, versions {}.",
            shape.versions.text()
        );
        let default = if derived { ", Default" } else { "" };
        let _ = writeln!(
            code,
            "#[derive(Clone, Debug, PartialEq{default})]\npub struct {name} {{"
        );
        for field in shape.fields {
            let _ = writeln!(code, "/// {}", describe(field));
            let _ = writeln!(
                code,
                "pub {}: {},",
                field_name(field),
                self.rust_type(shape, field)
            );
        }
        code.push_str("}\n\n");
        if !derived {
            let _ = writeln!(
                code,
                "impl Default for {name} {{\nfn default() -> Self {{\nSelf {{"
            );
            for (field, default) in &defaults {
                let _ = writeln!(code, "{field}: {default},");
            }
            code.push_str("}\n}\n}\n\n");
        }
        let _ = writeln!(code, "impl Struct for {name} {{");
        code.push_str(
            "fn read(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {\n",
        );
        self.flexible_line(code, shape);
        code.push_str("let mut value = Self::default();\n");
        for field in shape.fields {
            self.read_field(code, shape, field)?;
        }
        self.read_tags(code, shape)?;
        code.push_str("Ok(value)\n}\n\n");
        code.push_str(
            "fn write(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {\n",
        );
        self.flexible_line(code, shape);
        for field in shape.fields {
            self.write_field(code, shape, field)?;
        }
        self.write_tags(code, shape)?;
        code.push_str("Ok(())\n}\n}\n\n");
        Ok(())
    }

    fn flexible_line(&self, code: &mut String, shape: &Shape<'_>) {
        if let Some(condition) = condition(self.message.flexible, shape.versions).partly() {
            let _ = writeln!(code, "let flexible = {condition};");
        }
    }

    /// The expression that says whether the field is written in the flexible form.
    fn flexible(&self, shape: &Shape<'_>, field: &Field) -> &'static str {
        if field.never_flexible {
            return "false";
        }
        match condition(self.message.flexible, shape.versions) {
            Condition::Always => "true",
            Condition::Never => "false",
            Condition::Partly(_) => "flexible",
        }
    }

    fn untagged(&self, field: &Field) -> Result<Versions, String> {
        match field.tag {
            None => Ok(field.versions),
            Some((_, tagged)) if tagged.covers(field.versions.intersect(self.message.versions)) => {
                Ok(Versions::NONE)
            }
            Some(_) => Err(format!("{} is tagged in some versions only", field.name)),
        }
    }

    /// The expression that says whether the field differs from its default.
    fn is_set(&self, shape: &Shape<'_>, field: &Field) -> Result<String, String> {
        let place = format!("self.{}", field_name(field));
        let default = self.default(shape, field)?;
        if default == "None" {
            return Ok(format!("{place}.is_some()"));
        }
        let nullable = self.is_nullable(shape, field);
        let text = field.default.as_deref().unwrap_or_default();
        Ok(match (&field.kind, nullable) {
            (Type::String, true) => format!("{place}.as_deref() != Some(\"{text}\")"),
            (Type::String, false) if text.is_empty() => format!("!{place}.is_empty()"),
            (Type::String, false) => format!("{place} != \"{text}\""),
            (Type::Bytes | Type::Array(_), true) => {
                format!("{place}.as_ref().is_none_or(|value| !value.is_empty())")
            }
            (Type::Bytes | Type::Array(_) | Type::Records, false) => format!("!{place}.is_empty()"),
            (Type::Struct(name), true) => format!("{place} != Some({name}::default())"),
            (Type::Struct(name), false) => format!("{place} != {name}::default()"),
            (Type::Uuid, _) => format!("!{place}.is_zero()"),
            (Type::Bool, _) if default == "false" => place,
            (Type::Bool, _) => format!("!{place}"),
            _ => format!("{place} != {default}"),
        })
    }

    /// The fewest bytes that the struct takes on the wire, in any of its versions.
    fn struct_bytes_min(&self, shape: &Shape<'a>) -> Result<usize, String> {
        let mut least = usize::MAX;
        for version in shape.versions.min..=shape.versions.max.min(self.message.versions.max) {
            let flexible = self.message.flexible.contains(version);
            let mut bytes = usize::from(flexible);
            for field in shape.fields {
                if field.versions.contains(version) && field.tag.is_none() {
                    bytes += self.field_bytes_min(field, version, flexible)?;
                }
            }
            least = least.min(bytes);
        }
        Ok(if least == usize::MAX { 1 } else { least.max(1) })
    }

    fn field_bytes_min(
        &self,
        field: &Field,
        version: i16,
        flexible: bool,
    ) -> Result<usize, String> {
        Ok(match &field.kind {
            Type::Bool | Type::Int8 => 1,
            Type::Int16 | Type::Uint16 => 2,
            Type::Int32 | Type::Uint32 => 4,
            Type::Int64 | Type::Float64 => 8,
            Type::Uuid => 16,
            Type::Struct(_) if field.nullable.contains(version) => 1,
            Type::Struct(name) => self.struct_bytes_min(self.shape_of(name)?)?,
            _ if flexible => 1,
            Type::String => 2,
            Type::Bytes | Type::Records | Type::Array(_) => 4,
        })
    }

    fn message_impl(&self, code: &mut String) {
        let message = self.message;
        let Versions { min, max } = message.versions;
        let _ = write!(
            code,
            "impl Message for {name} {{\n\
             const NAME: &'static str = \"{name}\";\n\
             const LOWEST_VERSION: i16 = {min};\n\
             const HIGHEST_VERSION: i16 = {max};\n\n\
             fn decode(reader: &mut Reader, version: i16) -> Result<Self, DecodeError> {{\n\
             if !({min}..={max}).contains(&version) {{\n\
             return Err(reader.error(\"{name}\", Problem::Version(version)));\n}}\n\
             Self::read(reader, version)\n}}\n\n\
             fn encode(&self, writer: &mut Writer, version: i16) -> Result<(), EncodeError> {{\n\
             if !({min}..={max}).contains(&version) {{\n\
             return Err(EncodeError::Version {{ message: \"{name}\", version }});\n}}\n\
             self.write(writer, version)\n}}\n}}\n\n",
            name = message.name,
        );
    }
}

fn label(shape: &Shape<'_>, field: &Field) -> String {
    format!("\"{}.{}\"", shape.name, field.name)
}

fn primitive(kind: &Type) -> &'static str {
    match kind {
        Type::Bool => "bool",
        Type::Int8 => "i8",
        Type::Int16 => "i16",
        Type::Int32 => "i32",
        Type::Int64 => "i64",
        Type::Uint16 => "u16",
        Type::Uint32 => "u32",
        Type::Float64 => "f64",
        Type::Uuid => "uuid",
        Type::String | Type::Bytes | Type::Records | Type::Struct(_) | Type::Array(_) => {
            "unsupported"
        }
    }
}

fn plain_type(kind: &Type) -> String {
    match kind {
        Type::Uuid => "Uuid".into(),
        Type::String => "Text".into(),
        Type::Bytes => "Bytes".into(),
        Type::Records => "Records".into(),
        Type::Struct(name) => name.clone(),
        Type::Array(element) => format!("Vec<{}>", plain_type(element)),
        kind => primitive(kind).into(),
    }
}

fn plain_default(field: &Field) -> Result<String, String> {
    let text = field.default.as_deref().unwrap_or_default();
    let unexpected = || format!("{} cannot have the default {text:?}", field.name);
    Ok(match &field.kind {
        Type::Bool => if text == "true" { "true" } else { "false" }.into(),
        Type::Float64 if text.is_empty() => "0.0".into(),
        Type::Float64 => text
            .parse::<f64>()
            .map(|number| format!("{number:?}"))
            .map_err(|_| unexpected())?,
        Type::Int8 | Type::Int16 | Type::Int32 | Type::Int64 | Type::Uint16 | Type::Uint32 => {
            let number = match text.strip_prefix("0x") {
                _ if text.is_empty() => 0,
                Some(digits) => i64::from_str_radix(digits, 16).map_err(|_| unexpected())?,
                None => text.parse().map_err(|_| unexpected())?,
            };
            match (&field.kind, number) {
                (Type::Int64, i64::MAX) => "i64::MAX".into(),
                (Type::Int32, 0x7fff_ffff) => "i32::MAX".into(),
                (Type::Int32, -0x8000_0000) => "i32::MIN".into(),
                _ => number.to_string(),
            }
        }
        Type::String if !text.is_empty() => format!("\"{text}\".into()"),
        _ if text.is_empty() || text == "null" => "Default::default()".into(),
        _ => return Err(unexpected()),
    })
}

/// The facts of a field in one line.
fn describe(field: &Field) -> String {
    let mut text = format!(
        "`{}`, {}, versions {}",
        field.name,
        field.kind.text().replace("[]", "array of "),
        field.versions.text()
    );
    if !field.nullable.is_empty() {
        let _ = write!(text, ", nullable {}", field.nullable.text());
    }
    if let Some((tag, _)) = field.tag {
        let _ = write!(text, ", tag {tag}");
    }
    if let Some(default) = &field.default {
        let _ = write!(text, ", default {default}");
    }
    if field.ignorable {
        text.push_str(", ignorable");
    }
    text.push('.');
    text
}
