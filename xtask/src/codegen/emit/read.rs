//! How a struct is read.

use std::fmt::Write as _;

use super::condition::{Condition, condition};
use super::{Emitter, Field, Shape, Type, Versions, field_name, label, primitive};

impl Emitter<'_> {
    pub(super) fn read_field(
        &self,
        code: &mut String,
        shape: &Shape<'_>,
        field: &Field,
    ) -> Result<(), String> {
        let versions = self.untagged(field)?;
        let condition = condition(versions, shape.versions);
        if condition == Condition::Never {
            return Ok(());
        }
        let flexible = self.flexible(shape, field);
        let present = versions.intersect(shape.versions);
        let read = |nullable| self.read_expression(shape, field, flexible, nullable, false);
        let nullable = self.nullable_condition(field, present);
        let expression = match (self.is_nullable(shape, field), nullable) {
            (false, _) => format!("{}?", read(false)?),
            (true, Condition::Always) => format!("{}?", read(true)?),
            (true, Condition::Never) => format!("Some({}?)", read(false)?),
            (true, Condition::Partly(when)) => {
                format!(
                    "if {when} {{ {}? }} else {{ Some({}?) }}",
                    read(true)?,
                    read(false)?
                )
            }
        };
        let assignment = format!("value.{} = {expression};", field_name(field));
        match condition.partly() {
            Some(when) => {
                let _ = writeln!(code, "if {when} {{ {assignment} }}");
            }
            None => {
                let _ = writeln!(code, "{assignment}");
            }
        }
        Ok(())
    }

    pub(super) fn nullable_condition(&self, field: &Field, present: Versions) -> Condition {
        condition(field.nullable, present)
    }

    fn read_expression(
        &self,
        shape: &Shape<'_>,
        field: &Field,
        flexible: &str,
        nullable: bool,
        tagged: bool,
    ) -> Result<String, String> {
        let label = label(shape, field);
        let prefix = if nullable { "nullable_" } else { "" };
        Ok(match &field.kind {
            Type::Struct(name) if nullable && tagged => {
                format!("reader.nullable_tagged_struct::<{name}>({label}, version)")
            }
            Type::Struct(name) if nullable => {
                format!("reader.nullable_struct::<{name}>({label}, version)")
            }
            Type::Struct(name) => format!("{name}::read(reader, version)"),
            Type::String => format!("reader.{prefix}text({label}, {flexible})"),
            Type::Bytes => format!("reader.{prefix}bytes({label}, {flexible})"),
            Type::Records => format!("reader.{prefix}records({label}, {flexible})"),
            Type::Array(element) => match element.as_ref() {
                Type::Struct(name) => {
                    let least = self.struct_bytes_min(self.shape_of(name)?)?;
                    format!("reader.{prefix}structs({label}, {flexible}, {least}, version)")
                }
                Type::Array(_) | Type::Records => {
                    return Err("an array of that is not supported".into());
                }
                _ => format!("reader.{prefix}values({label}, {flexible})"),
            },
            _ if nullable => return Err(format!("{} cannot be null", field.name)),
            kind => format!("reader.{}({label})", primitive(kind)),
        })
    }

    pub(super) fn read_tags(&self, code: &mut String, shape: &Shape<'_>) -> Result<(), String> {
        let flexible = condition(self.message.flexible, shape.versions);
        if flexible == Condition::Never {
            return Ok(());
        }
        let mut arms = String::new();
        for field in shape.fields {
            let Some((tag, tagged)) = field.tag else {
                continue;
            };
            let present = tagged
                .intersect(shape.versions)
                .intersect(self.message.flexible);
            let when = match condition(present, shape.versions.intersect(self.message.flexible)) {
                Condition::Never => continue,
                Condition::Always => String::new(),
                Condition::Partly(when) => format!("if {when}"),
            };
            let nullable = self.is_nullable(shape, field);
            if nullable && self.nullable_condition(field, present) != Condition::Always {
                return Err(format!(
                    "the tagged field {} is nullable in some versions only",
                    field.name
                ));
            }
            let expression = self.read_expression(shape, field, "true", nullable, true)?;
            let _ = writeln!(
                arms,
                "{tag} {when} => value.{} = {expression}?,",
                field_name(field)
            );
        }
        let name = shape.name;
        let body = if arms.is_empty() {
            format!("reader.skip_tags(\"{name}\")?;")
        } else {
            format!(
                "let mut tags = reader.tags(\"{name}\")?;\nwhile let Some(tag) = tags.next(reader)? {{\n\
                 match tag {{\n{arms}_ => tags.skip(reader)?,\n}}\n}}"
            )
        };
        match flexible {
            Condition::Partly(_) => writeln!(code, "if flexible {{ {body} }}"),
            _ => writeln!(code, "{body}"),
        }
        .map_err(|e| e.to_string())
    }
}
