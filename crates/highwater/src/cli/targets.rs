//! Topics and partitions as people name them: `orders` for all partitions of a topic, `orders-3` for one.

use std::collections::BTreeSet;

use super::failure::REFUSED;
use super::{Failure, shown};
use crate::client::{PartitionName, TopicState};

/// The partitions that are meant. A topic that is there goes before a partition of another one.
pub(crate) fn partitions(
    words: &[String],
    topics: &[TopicState],
) -> Result<BTreeSet<PartitionName>, Failure> {
    let mut found = BTreeSet::new();
    for word in words {
        if let Some(topic) = topics.iter().find(|topic| topic.name == *word) {
            found.extend(all(topic));
        } else {
            found.insert(partition(word, topics)?);
        }
    }
    Ok(found)
}

/// All partitions of a topic.
pub(crate) fn all(topic: &TopicState) -> impl Iterator<Item = PartitionName> {
    topic.partitions.iter().map(|partition| PartitionName {
        topic: topic.name.clone(),
        index: partition.index,
    })
}

/// The one partition that is meant by `TOPIC-PARTITION`.
pub(crate) fn partition(word: &str, topics: &[TopicState]) -> Result<PartitionName, Failure> {
    let unknown = |name: &str| {
        Failure::new(
            REFUSED,
            format!("there is no topic {name}"),
            "`highwater topic list` shows what there is.",
        )
    };
    let Some(name) = split(word) else {
        return Err(unknown(word));
    };
    let Some(topic) = topics.iter().find(|topic| topic.name == name.topic) else {
        return Err(unknown(&name.topic));
    };
    if topic.partitions.iter().any(|it| it.index == name.index) {
        return Ok(name);
    }
    Err(Failure::new(
        REFUSED,
        format!(
            "topic {} has no partition {}: it has {}, counted from 0",
            name.topic,
            name.index,
            shown::count(topic.partitions.len(), "partition")
        ),
        format!("`highwater topic describe {}` shows them.", name.topic),
    ))
}

/// Takes `TOPIC-PARTITION` apart.
pub(crate) fn split(word: &str) -> Option<PartitionName> {
    let (topic, index) = word.rsplit_once(['-', ':'])?;
    let index: i32 = index.parse().ok().filter(|index| *index >= 0)?;
    Some(PartitionName {
        topic: topic.to_owned(),
        index,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::health::tests::partition as state;

    fn topic(name: &str, partitions: i32) -> TopicState {
        let partitions = (0..partitions).map(|index| {
            let mut state = state(1, &[1], &[]);
            state.index = index;
            state
        });
        TopicState {
            name: name.to_owned(),
            id: String::new(),
            internal: false,
            partitions: partitions.collect(),
        }
    }

    fn named(words: &[&str]) -> Vec<String> {
        let topics = [topic("a", 2), topic("a-1", 1)];
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        match partitions(&words, &topics) {
            Ok(found) => found.iter().map(ToString::to_string).collect(),
            Err(failure) => vec![failure.to_string()],
        }
    }

    #[test]
    fn a_word_is_a_topic_or_one_partition_of_it() {
        assert_eq!(named(&["a"]), ["a-0", "a-1"]);
        assert_eq!(named(&["a-0", "a:1", "a-0"]), ["a-0", "a-1"]);
        // There is a topic of this name.
        assert_eq!(named(&["a-1"]), ["a-1-0"]);
    }

    #[test]
    fn what_is_not_there_is_said_and_where_to_look() {
        assert_eq!(named(&["b"]), ["there is no topic b"]);
        assert_eq!(named(&["b-2"]), ["there is no topic b"]);
        assert_eq!(
            named(&["a-7"]),
            ["topic a has no partition 7: it has 2 partitions, counted from 0"]
        );
    }
}
