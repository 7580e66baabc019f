//! How a record is printed: a format as in kcat, or a line of JSON.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::Failure;
use crate::client::Fetched;

/// A format, taken apart.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Format {
    /// A line of JSON for each record.
    Json,
    /// Parts one after the other.
    Parts(Vec<Part>),
}

/// A part of a format.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    Text(Vec<u8>),
    Value,
    Key,
    Headers,
    Topic,
    Partition,
    Offset,
    Time,
    ValueLength,
    KeyLength,
}

impl Format {
    /// Takes a format apart: `%` and a letter, `\n`, `\t`, `\r`, `\0`, `\\`, and text.
    pub(crate) fn parse(format: &str) -> Result<Self, Failure> {
        let mut parts = Vec::new();
        let mut text = Vec::new();
        let mut characters = format.chars();
        while let Some(character) = characters.next() {
            let part = match character {
                '\\' => {
                    text.push(match characters.next() {
                        Some('n') => b'\n',
                        Some('t') => b'\t',
                        Some('r') => b'\r',
                        Some('0') => 0,
                        Some('\\') => b'\\',
                        other => return Err(unknown('\\', other)),
                    });
                    continue;
                }
                '%' => match characters.next() {
                    Some('s') => Part::Value,
                    Some('k') => Part::Key,
                    Some('h') => Part::Headers,
                    Some('t') => Part::Topic,
                    Some('p') => Part::Partition,
                    Some('o') => Part::Offset,
                    Some('T') => Part::Time,
                    Some('S') => Part::ValueLength,
                    Some('K') => Part::KeyLength,
                    Some('%') => {
                        text.push(b'%');
                        continue;
                    }
                    other => return Err(unknown('%', other)),
                },
                other => {
                    text.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes());
                    continue;
                }
            };
            if !text.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut text)));
            }
            parts.push(part);
        }
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        Ok(Self::Parts(parts))
    }

    /// Prints one record.
    pub(crate) fn write(
        &self,
        out: &mut impl Write,
        topic: &str,
        read: &Fetched,
    ) -> io::Result<()> {
        match self {
            Self::Json => writeln!(out, "{}", as_json(topic, read)),
            Self::Parts(parts) => parts
                .iter()
                .try_for_each(|part| part.write(out, topic, read)),
        }
    }
}

impl Part {
    fn write(&self, out: &mut impl Write, topic: &str, read: &Fetched) -> io::Result<()> {
        let record = &read.record;
        let length = |bytes: &Option<bytes::Bytes>| {
            bytes
                .as_ref()
                .map_or("-1".to_owned(), |bytes| bytes.len().to_string())
        };
        match self {
            Self::Text(text) => out.write_all(text),
            Self::Value => out.write_all(record.value.as_deref().unwrap_or_default()),
            Self::Key => out.write_all(record.key.as_deref().unwrap_or_default()),
            Self::Topic => out.write_all(topic.as_bytes()),
            Self::Partition => write!(out, "{}", read.partition),
            Self::Offset => write!(out, "{}", record.offset.0),
            Self::Time => write!(out, "{}", record.timestamp.0),
            Self::ValueLength => out.write_all(length(&record.value).as_bytes()),
            Self::KeyLength => out.write_all(length(&record.key).as_bytes()),
            Self::Headers => {
                for (index, header) in record.headers.iter().enumerate() {
                    if index > 0 {
                        out.write_all(b",")?;
                    }
                    out.write_all(&header.key)?;
                    out.write_all(b"=")?;
                    out.write_all(header.value.as_deref().unwrap_or(b"NULL"))?;
                }
                Ok(())
            }
        }
    }
}

fn unknown(before: char, letter: Option<char>) -> Failure {
    let shown = letter.map_or_else(String::new, String::from);
    Failure::usage(format!(
        "the format has {before}{shown}, which means nothing"
    ))
}

fn as_json(topic: &str, read: &Fetched) -> Value {
    let record = &read.record;
    let mut object = Map::new();
    object.insert("topic".to_owned(), topic.into());
    object.insert("partition".to_owned(), read.partition.into());
    object.insert("offset".to_owned(), record.offset.0.into());
    object.insert("timestamp".to_owned(), record.timestamp.0.into());
    put(&mut object, "key", record.key.as_deref());
    put(&mut object, "value", record.value.as_deref());
    if !record.headers.is_empty() {
        let headers = record.headers.iter().map(|header| {
            let mut object = Map::new();
            put(&mut object, "key", Some(&header.key));
            put(&mut object, "value", header.value.as_deref());
            Value::Object(object)
        });
        object.insert("headers".to_owned(), json!(headers.collect::<Vec<_>>()));
    }
    Value::Object(object)
}

/// Bytes that are no text go under another name, as hexadecimal digits.
fn put(object: &mut Map<String, Value>, name: &str, bytes: Option<&[u8]>) {
    match bytes.map(std::str::from_utf8) {
        None => object.insert(name.to_owned(), Value::Null),
        Some(Ok(text)) => object.insert(name.to_owned(), text.into()),
        Some(Err(_)) => {
            let digits: String = bytes
                .unwrap_or_default()
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            object.insert(format!("{name}_hex"), digits.into())
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use records::{Record, RecordHeader};
    use types::{Offset, Timestamp};

    fn fetched(value: &'static [u8]) -> Fetched {
        let header = RecordHeader {
            key: Bytes::from_static(b"h"),
            value: None,
        };
        let record = Record {
            offset: Offset(7),
            timestamp: Timestamp(9),
            key: None,
            value: Some(Bytes::from_static(value)),
            headers: vec![header],
        };
        Fetched {
            partition: 3,
            record,
        }
    }

    fn printed(format: &Format, value: &'static [u8]) -> String {
        let mut out = Vec::new();
        format
            .write(&mut out, "t", &fetched(value))
            .expect("memory");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn formats_print_what_they_name() {
        let format = Format::parse("%t-%p@%o %T [%k|%s] %K %S %h 100%%\\t\\\\\\n").expect("known");
        assert_eq!(
            printed(&format, b"v"),
            "t-3@7 9 [|v] -1 1 h=NULL 100%\t\\\n"
        );
        assert!(Format::parse("%z").is_err() && Format::parse("%").is_err());
    }

    #[test]
    fn bytes_that_are_no_text_are_digits_in_json() {
        let line = printed(&Format::Json, &[0xff, 0x00]);
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["value_hex"], "ff00");
        assert_eq!(value["key"], Value::Null);
        assert_eq!(value["headers"][0]["key"], "h");
    }
}
