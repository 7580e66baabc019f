//! Two trees side by side: what a Kafka 3.9 wrote and what we did.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::tools::{Shown, Tree};

/// Fields that differ from run to run: times, and where somebody listens.
const OF_THE_RUN: [&str; 5] = ["timestamp", "host", "port", "endpoints", "jmx_port"];
/// Names that are made by chance.
const BY_CHANCE: [&str; 2] = ["topic_id", "id"];
/// What a path begins with that is not Kafka's or not of the cluster.
const APART: [&str; 2] = ["/zookeeper", "/highwater"];

/// What is different on purpose: the path (a star is any name), the field or a word, and why.
#[derive(Clone, Copy, Debug)]
pub struct Meant {
    /// Where.
    pub path: &'static str,
    /// The field; empty for the znode itself.
    pub field: &'static str,
    /// Why.
    pub why: &'static str,
}

/// One thing that is not the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    /// Where.
    pub path: String,
    /// The field; empty for the znode itself.
    pub field: String,
    /// What Kafka has and what we have.
    pub text: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.path, self.field, self.text)
    }
}

impl Difference {
    /// Whether it is one that is meant.
    #[must_use]
    pub fn is(&self, meant: &Meant) -> bool {
        let (path, pattern) = (self.path.split('/'), meant.path.split('/'));
        let same_length = path.clone().count() == pattern.clone().count();
        let alike = |(part, wanted): (&str, &str)| wanted == "*" || part == wanted;
        same_length && path.zip(pattern).all(alike) && self.field == meant.field
    }
}

/// Everything in which our tree differs from Kafka's.
#[must_use]
pub fn differences(kafka: &Tree, ours: &Tree) -> Vec<Difference> {
    let counts = |path: &&String| !APART.iter().any(|apart| path.starts_with(apart));
    let paths: BTreeSet<&String> = kafka.keys().chain(ours.keys()).filter(counts).collect();
    let mut found = Vec::new();
    for path in paths {
        let mut say = |field: &str, text: String| {
            found.push(Difference {
                path: path.clone(),
                field: field.to_owned(),
                text,
            });
        };
        match (kafka.get(path), ours.get(path)) {
            (Some(_), None) => say("", "Kafka has it and we have not".to_owned()),
            (None, Some(_)) => say("", "we have it and Kafka has not".to_owned()),
            (Some(kafka), Some(ours)) => fields(kafka, ours, &mut say),
            (None, None) => {}
        }
    }
    found
}

fn fields(kafka: &Shown, ours: &Shown, say: &mut impl FnMut(&str, String)) {
    if kafka.is_ephemeral != ours.is_ephemeral {
        let ends = |shown: &Shown| match shown.is_ephemeral {
            true => "ends with a session",
            false => "stays",
        };
        say("", format!("Kafka's {}, ours {}", ends(kafka), ends(ours)));
    }
    let parse = |shown: &Shown| {
        let text = shown.data.as_deref().unwrap_or("null");
        serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
    };
    let (kafka, ours) = (parse(kafka), parse(ours));
    let (Value::Object(kafka), Value::Object(ours)) = (&kafka, &ours) else {
        if kafka != ours {
            say("", format!("Kafka {kafka}, ours {ours}"));
        }
        return;
    };
    let names: BTreeSet<&String> = kafka.keys().chain(ours.keys()).collect();
    for name in names {
        match (kafka.get(name), ours.get(name)) {
            (Some(kafka), Some(ours)) if same(name, kafka, ours) => {}
            (kafka, ours) => {
                let show =
                    |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
                say(name, format!("Kafka {}, ours {}", show(kafka), show(ours)));
            }
        }
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
    if OF_THE_RUN.contains(&name) || BY_CHANCE.contains(&name) {
        kind(kafka) == kind(ours)
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
            path: "/brokers/topics/*/partitions/*/state",
            field: "leader_epoch",
            why: "",
        };
        let mut difference = Difference {
            path: "/brokers/topics/t/partitions/0/state".to_owned(),
            field: "leader_epoch".to_owned(),
            text: String::new(),
        };
        assert!(difference.is(&meant));
        difference.field = "leader".to_owned();
        assert!(!difference.is(&meant));
    }
}
