//! Results as columns for people or as JSON for programs.

use std::io::{self, Write as _};

use serde_json::{Map, Value};

use super::Failure;
use super::arguments::OutputFormat;

/// How results are printed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Output {
    format: OutputFormat,
}

impl Output {
    pub(crate) fn new(format: OutputFormat) -> Self {
        Self { format }
    }

    pub(crate) fn is_json(self) -> bool {
        self.format == OutputFormat::Json
    }

    /// Prints rows under columns; in JSON each row is an object with the columns as keys.
    pub(crate) fn listing(self, columns: &[&str], rows: Vec<Vec<Value>>) -> Result<(), Failure> {
        match self.format {
            OutputFormat::Json => self.object(&Value::Array(objects(columns, rows))),
            OutputFormat::Table => text(&table(columns, &rows)),
        }
    }

    /// Prints one JSON value.
    pub(crate) fn object(self, value: &Value) -> Result<(), Failure> {
        text(&format!("{value:#}\n"))
    }

    /// Says what was done: a sentence for people, an object for programs.
    pub(crate) fn done(self, sentence: &str, value: &Value) -> Result<(), Failure> {
        match self.format {
            OutputFormat::Json => self.object(value),
            OutputFormat::Table => text(&format!("{sentence}\n")),
        }
    }
}

/// Prints text as it is.
pub(crate) fn text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Rows as JSON objects.
pub(crate) fn objects(columns: &[&str], rows: Vec<Vec<Value>>) -> Vec<Value> {
    let object = |row: Vec<Value>| {
        let keys = columns
            .iter()
            .map(|column| column.to_lowercase().replace([' ', '-'], "_"));
        Value::Object(keys.zip(row).collect::<Map<_, _>>())
    };
    rows.into_iter().map(object).collect()
}

/// Rows as columns of text, two spaces apart.
pub(crate) fn table(columns: &[&str], rows: &[Vec<Value>]) -> String {
    let head = columns.iter().map(|column| column.to_uppercase()).collect();
    let cells: Vec<Vec<String>> = std::iter::once(head)
        .chain(rows.iter().map(|row| row.iter().map(cell).collect()))
        .collect();
    let width = |column: usize| {
        cells
            .iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..columns.len())
        .map(|column| width(column).unwrap_or(0))
        .collect();
    let mut out = String::new();
    for row in &cells {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(&format!("{cell:<width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "-".to_owned(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(","),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_objects_have_keys() {
        let rows = vec![
            vec![Value::from("a"), Value::from(vec![1, 2])],
            vec!["long".into(), Value::Null],
        ];
        assert_eq!(
            table(&["name", "in sync"], &rows),
            "NAME  IN SYNC\na     1,2\nlong  -\n"
        );
        assert_eq!(
            objects(&["name", "in sync"], rows)[1]["in_sync"],
            Value::Null
        );
    }
}
