//! How a struct is written.

use std::fmt::Write as _;

use super::condition::{Condition, condition};
use super::{Emitter, Field, Shape, Type, Versions, field_name, label, primitive};

impl Emitter<'_> {
    pub(super) fn write_field(
        &self,
        code: &mut String,
        shape: &Shape<'_>,
        field: &Field,
    ) -> Result<(), String> {
        let versions = self.untagged(field)?;
        let flexible = self.flexible(shape, field);
        let present = versions.intersect(shape.versions);
        let write = |nullable, required| {
            self.write_expression(shape, field, flexible, nullable, required, false)
        };
        let statement = if self.is_nullable(shape, field) {
            match self.nullable_condition(field, present) {
                Condition::Always => write(true, false)?,
                Condition::Never => write(false, true)?,
                Condition::Partly(when) => {
                    format!(
                        "if {when} {{ {} }} else {{ {} }}",
                        write(true, false)?,
                        write(false, true)?
                    )
                }
            }
        } else {
            write(false, false)?
        };
        let otherwise = if field.ignorable {
            None
        } else {
            let (set, label) = (self.is_set(shape, field)?, label(shape, field));
            let error =
                format!("return Err(EncodeError::NotInVersion {{ field: {label}, version }});");
            Some((set, error))
        };
        // Where the field is tagged in the version, it is written with the tags.
        let lacking = match field.tag {
            Some((_, tagged)) => condition(tagged, shape.versions),
            None => condition(versions, shape.versions),
        };
        let tagged = field.tag.is_some();
        match (lacking, otherwise) {
            (Condition::Always, _) if tagged => {}
            (Condition::Always, _) => {
                let _ = writeln!(code, "{statement}");
            }
            (Condition::Never, Some((set, error))) => {
                let _ = writeln!(code, "if {set} {{ {error} }}");
            }
            (Condition::Never, None) => {}
            (Condition::Partly(when), Some((set, error))) if tagged => {
                let _ = writeln!(code, "if !({when}) && {set} {{ {error} }}");
            }
            (Condition::Partly(_), None) if tagged => {}
            (Condition::Partly(when), Some((set, error))) => {
                let _ = writeln!(
                    code,
                    "if {when} {{ {statement} }} else if {set} {{ {error} }}"
                );
            }
            (Condition::Partly(when), None) => {
                let _ = writeln!(code, "if {when} {{ {statement} }}");
            }
        }
        Ok(())
    }

    fn write_expression(
        &self,
        shape: &Shape<'_>,
        field: &Field,
        flexible: &str,
        nullable: bool,
        required: bool,
        tagged: bool,
    ) -> Result<String, String> {
        let label = label(shape, field);
        let place = format!("self.{}", field_name(field));
        let prefix = if nullable { "nullable_" } else { "" };
        // A reference to the value, or an optional one where it may be null here.
        let value = match (nullable, required) {
            (true, _) => format!("{place}.as_ref()"),
            (false, true) => format!("required({label}, version, {place}.as_ref())?"),
            (false, false) => format!("&{place}"),
        };
        Ok(match &field.kind {
            Type::Struct(_) if nullable && tagged => {
                format!("writer.nullable_tagged_struct({value}, version)?;")
            }
            Type::Struct(_) if nullable => format!("writer.nullable_struct({value}, version)?;"),
            Type::Struct(_) if required => format!("{value}.write(writer, version)?;"),
            Type::Struct(_) => format!("{place}.write(writer, version)?;"),
            Type::String => format!("writer.{prefix}text({label}, {flexible}, {value})?;"),
            Type::Bytes => format!("writer.{prefix}bytes({label}, {flexible}, {value})?;"),
            Type::Records => format!("writer.{prefix}records({label}, {flexible}, {value})?;"),
            Type::Array(element) => match element.as_ref() {
                Type::Struct(_) => {
                    format!("writer.{prefix}structs({label}, {flexible}, {value}, version)?;")
                }
                _ => format!("writer.{prefix}values({label}, {flexible}, {value})?;"),
            },
            kind => format!("writer.{}({place});", primitive(kind)),
        })
    }

    pub(super) fn write_tags(&self, code: &mut String, shape: &Shape<'_>) -> Result<(), String> {
        let flexible = condition(self.message.flexible, shape.versions);
        if flexible == Condition::Never {
            return Ok(());
        }
        let mut tagged: Vec<(u32, &Field, Versions)> = Vec::new();
        for field in shape.fields {
            if let Some((tag, versions)) = field.tag {
                tagged.push((tag, field, versions.intersect(shape.versions)));
            }
        }
        tagged.sort_by_key(|(tag, ..)| *tag);
        let mut fields = String::new();
        for (tag, field, versions) in tagged {
            let when = match condition(versions, shape.versions.intersect(self.message.flexible)) {
                Condition::Never => continue,
                Condition::Always => String::new(),
                Condition::Partly(when) => format!("{when} && "),
            };
            let nullable = self.is_nullable(shape, field);
            let statement = self.write_expression(shape, field, "true", nullable, false, true)?;
            let set = self.is_set(shape, field)?;
            let set = if when.is_empty() || !set.contains("||") {
                set
            } else {
                format!("({set})")
            };
            let _ = writeln!(
                fields,
                "if {when}{set} {{\nlet start = writer.begin_tag(&count, {tag});\n{statement}\nwriter.end_tag(start);\n}}"
            );
        }
        let body = if fields.is_empty() {
            "writer.uvarint(0);".to_owned()
        } else {
            format!("let count = writer.begin_tags();\n{fields}")
        };
        match flexible {
            Condition::Partly(_) => writeln!(code, "if flexible {{ {body} }}"),
            _ => writeln!(code, "{body}"),
        }
        .map_err(|e| e.to_string())
    }
}
