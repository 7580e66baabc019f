//! Small text files: offsets per partition, a topic's id, and properties.

use std::fmt::Write as _;

use types::{Offset, PartitionIndex, TopicId, TopicName, TopicPartition};

/// A checkpoint file: version zero, the number of lines, the lines.
fn write_lines(lines: impl ExactSizeIterator<Item = String>) -> Vec<u8> {
    let mut text = format!("0\n{}\n", lines.len());
    for line in lines {
        text.push_str(&line);
        text.push('\n');
    }
    text.into_bytes()
}

/// The lines of a checkpoint file; none when it is not one, or not whole.
fn read_lines(content: &[u8]) -> Option<Vec<&str>> {
    let mut lines = std::str::from_utf8(content).ok()?.lines();
    if lines.next()?.trim() != "0" {
        return None;
    }
    let count: usize = lines.next()?.trim().parse().ok()?;
    let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
    (lines.len() == count).then_some(lines)
}

/// Offsets of partitions: "topic partition offset".
pub(crate) fn write_offsets<'a>(
    offsets: impl ExactSizeIterator<Item = (&'a TopicPartition, &'a Offset)>,
) -> Vec<u8> {
    write_lines(offsets.map(|(key, offset)| format!("{} {} {offset}", key.topic, key.partition)))
}

pub(crate) fn read_offsets(content: &[u8]) -> Option<Vec<(TopicPartition, Offset)>> {
    let parse = |line: &str| {
        let mut words = line.split_whitespace();
        let topic = TopicName::new(words.next()?).ok()?;
        let partition = PartitionIndex(words.next()?.parse().ok()?);
        let offset = Offset(words.next()?.parse().ok()?);
        words
            .next()
            .is_none()
            .then_some((TopicPartition { topic, partition }, offset))
    };
    read_lines(content)?.into_iter().map(parse).collect()
}

/// `partition.metadata`, without a newline at the end.
pub(crate) fn write_partition_metadata(topic_id: TopicId) -> Vec<u8> {
    format!("version: 0\ntopic_id: {topic_id}").into_bytes()
}

pub(crate) fn read_partition_metadata(content: &[u8]) -> Option<TopicId> {
    let mut lines = std::str::from_utf8(content).ok()?.lines();
    if lines.next()?.split_once(':')?.1.trim() != "0" {
        return None;
    }
    let (key, id) = lines.next()?.split_once(':')?;
    (key.trim() == "topic_id")
        .then(|| id.trim().parse().ok())
        .flatten()
}

/// The value of `key` in a file of properties.
pub(crate) fn property<'a>(content: &'a str, key: &str) -> Option<&'a str> {
    content
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .filter_map(|line| line.split_once('='))
        .find(|(name, _)| name.trim() == key)
        .map(|(_, value)| value.trim())
}

/// A file of properties.
pub(crate) fn write_properties(properties: &[(&str, &str)]) -> Vec<u8> {
    let mut text = String::new();
    for (key, value) in properties {
        // Writing into a string does not fail.
        let _ = writeln!(text, "{key}={value}");
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checkpoints_read_back_and_a_cut_one_is_refused() {
        let key = TopicPartition {
            topic: TopicName::trusted("a-b"),
            partition: PartitionIndex(3),
        };
        let offset = Offset(17);
        let content = write_offsets([(&key, &offset)].into_iter());
        assert_eq!(content, b"0\n1\na-b 3 17\n");
        assert_eq!(read_offsets(&content), Some(vec![(key, offset)]));
        for len in 0..content.len() - 1 {
            let read = read_offsets(&content[..len]);
            assert!(
                read.is_none_or(|offsets| !offsets.is_empty() && len > 10),
                "{len}"
            );
        }
    }

    #[test]
    fn partition_metadata_has_kafka_s_bytes() {
        let id = TopicId::from_u128(1);
        let content = write_partition_metadata(id);
        assert_eq!(content, b"version: 0\ntopic_id: AAAAAAAAAAAAAAAAAAAAAQ");
        assert_eq!(read_partition_metadata(&content), Some(id));
        assert_eq!(read_partition_metadata(b""), None);
    }
}
