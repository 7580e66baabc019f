//! Two trees side by side: what a Kafka 3.9 wrote and what we did.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::tools::{Shown, Tree};

/// Fields that differ from run to run: times, and where somebody listens.
const OF_THE_RUN: [&str; 5] = ["timestamp", "host", "port", "endpoints", "jmx_port"];
/// Names that are made by chance.
const BY_CHANCE: [&str; 2] = ["topic_id", "id"];
/// What a path begins with that is not Kafka's or not of the cluster.
const APART: [&str; 2] = ["/zookeeper", "/highwater"];

/// What is different on purpose.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    /// After which act alone; empty for any.
    pub act: &'static str,
    /// Where; a star is any name.
    pub path: &'static str,
    /// The field; empty for the znode itself.
    pub field: &'static str,
    /// Whether Kafka's and ours may differ so; null is what is not there.
    pub so: fn(&Value, &Value) -> bool,
    /// Why.
    pub why: &'static str,
}

/// One thing that is not the same. What is not there is null.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// Where.
    pub path: String,
    /// The field; empty for the znode itself.
    pub field: String,
    /// What Kafka has.
    pub kafka: Value,
    /// What we have.
    pub ours: Value,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (kafka, ours) = (&self.kafka, &self.ours);
        write!(
            f,
            "{} {}: Kafka {kafka}, ours {ours}",
            self.path, self.field
        )
    }
}

impl Difference {
    /// Whether it is one that is meant.
    #[must_use]
    pub fn is(&self, meant: &Meant) -> bool {
        let (path, pattern) = (self.path.split('/'), meant.path.split('/'));
        let same_length = path.clone().count() == pattern.clone().count();
        let alike = |(part, wanted): (&str, &str)| wanted == "*" || part == wanted;
        let there = same_length && path.zip(pattern).all(alike) && self.field == meant.field;
        there && (meant.so)(&self.kafka, &self.ours)
    }
}

/// Everything in which our tree differs from Kafka's.
#[must_use]
pub fn differences(kafka: &Tree, ours: &Tree) -> Vec<Difference> {
    let counts = |path: &&String| !APART.iter().any(|apart| path.starts_with(apart));
    let paths: BTreeSet<&String> = kafka.keys().chain(ours.keys()).filter(counts).collect();
    let mut found = Vec::new();
    for path in paths {
        let (kafka, ours) = (seen(kafka.get(path)), seen(ours.get(path)));
        fields(path, "", &kafka, &ours, &mut found);
    }
    found
}

/// A znode as a value: null when it is not there.
fn seen(shown: Option<&Shown>) -> Value {
    let Some(shown) = shown else {
        return Value::Null;
    };
    let text = shown.data.as_deref().unwrap_or_default();
    let content = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    match (content, shown.is_ephemeral) {
        (content, false) => content,
        (Value::Object(mut fields), true) => {
            // No field of Kafka's has such a name.
            fields.insert("(ends with a session)".to_owned(), Value::Bool(true));
            Value::Object(fields)
        }
        (content, true) => Value::from(format!("{content} (ends with a session)")),
    }
}

fn fields(path: &str, name: &str, kafka: &Value, ours: &Value, found: &mut Vec<Difference>) {
    if let (Value::Object(kafka), Value::Object(ours)) = (kafka, ours) {
        let names: BTreeSet<&String> = kafka.keys().chain(ours.keys()).collect();
        for field in names {
            let of = |object: &Map<String, Value>| object.get(field).cloned().unwrap_or_default();
            let field = match name {
                "" => field.clone(),
                name => format!("{name}.{field}"),
            };
            fields(path, &field, &of(kafka), &of(ours), found);
        }
    } else if !same(name, kafka, ours) {
        found.push(Difference {
            path: path.to_owned(),
            field: name.to_owned(),
            kafka: kafka.clone(),
            ours: ours.clone(),
        });
    }
}

/// Whether two values of a field are the same, as far as they can be.
fn same(name: &str, kafka: &Value, ours: &Value) -> bool {
    let kind = |value: &Value| match value {
        Value::String(text) if BY_CHANCE.contains(&name) => text.len(),
        Value::String(_) => 1,
        Value::Number(_) => 2,
        Value::Array(values) => 100 + values.len(),
        _ => 3,
    };
    let sorted = |value: &Value| {
        let mut names: Vec<String> = value
            .as_array()
            .into_iter()
            .flatten()
            .map(Value::to_string)
            .collect();
        names.sort();
        names
    };
    if OF_THE_RUN.contains(&name) || BY_CHANCE.contains(&name) {
        kind(kafka) == kind(ours)
    } else if name == "isr" {
        // A set: who leads is looked for in the order of the replicas.
        kind(kafka) == kind(ours) && sorted(kafka) == sorted(ours)
    } else {
        kafka == ours
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(nodes: &[(&str, &str)]) -> Tree {
        let shown = |data: &str| Shown {
            data: (!data.is_empty()).then(|| data.to_owned()),
            version: 0,
            is_ephemeral: false,
        };
        nodes
            .iter()
            .map(|(path, data)| ((*path).to_owned(), shown(data)))
            .collect()
    }

    fn told(kafka: &Tree, ours: &Tree) -> Vec<String> {
        let all = differences(kafka, ours);
        all.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_planted_difference_is_seen_and_one_of_the_run_is_not() {
        let kafka = tree(&[
            ("/controller", r#"{"brokerid":0,"timestamp":"1"}"#),
            ("/cluster/id", r#"{"id":"hQgOW922Qku8vVDq8NDs5w"}"#),
            ("/controller_epoch", "1"),
            ("/consumers", ""),
        ]);
        let same = tree(&[
            ("/controller", r#"{"timestamp":"2","brokerid":0}"#),
            ("/cluster/id", r#"{"id":"AQgOW922Qku8vVDq8NDs5w"}"#),
            ("/controller_epoch", "1"),
            ("/consumers", ""),
            ("/highwater/commit", "7"),
        ]);
        assert_eq!(told(&kafka, &same), [""; 0]);
        let planted = [
            ("/controller", r#"{"brokerid":1,"timestamp":"1"}"#),
            ("/controller", r#"{"brokerid":0,"timestamp":1}"#),
            ("/controller", r#"{"brokerid":0}"#),
            ("/cluster/id", r#"{"id":"short"}"#),
            ("/controller_epoch", "2"),
            ("/consumers", "{}"),
            ("/more", ""),
        ];
        for (path, data) in planted {
            let mut other = kafka.clone();
            other.extend(tree(&[(path, data)]));
            let seen = told(&kafka, &other);
            assert!(seen.len() == 1 && seen[0].starts_with(path), "{seen:?}");
            assert_eq!(told(&other, &kafka).len(), 1);
        }
    }

    #[test]
    fn what_is_meant_is_told_apart() {
        let meant = Meant {
            act: "",
            path: "/brokers/topics/*/partitions/*/state",
            field: "leader_epoch",
            so: |kafka, ours| ours.as_i64() < kafka.as_i64(),
            why: "",
        };
        let mut difference = Difference {
            path: "/brokers/topics/t/partitions/0/state".to_owned(),
            field: "leader_epoch".to_owned(),
            kafka: Value::from(2),
            ours: Value::from(1),
        };
        assert!(difference.is(&meant));
        std::mem::swap(&mut difference.kafka, &mut difference.ours);
        assert!(!difference.is(&meant));
        std::mem::swap(&mut difference.kafka, &mut difference.ours);
        difference.field = "leader".to_owned();
        assert!(!difference.is(&meant));
    }
}
