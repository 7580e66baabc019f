//! The names of files and directories, as Kafka gives them.

use std::path::{Path, PathBuf};

use types::{Offset, PartitionIndex, TopicName, TopicPartition};

/// What a file of a segment holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(crate) enum FileKind {
    /// The batches.
    Log,
    /// Offset to position.
    OffsetIndex,
    /// Time to offset.
    TimeIndex,
    /// Aborted transactions.
    TransactionIndex,
    /// What producers wrote below the base offset.
    Snapshot,
    /// The batches of each producer that a snapshot has no room for; ours, derived, ignored by
    /// Kafka.
    Window,
}

impl FileKind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Log,
        Self::OffsetIndex,
        Self::TimeIndex,
        Self::TransactionIndex,
        Self::Snapshot,
        Self::Window,
    ];

    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::OffsetIndex => "index",
            Self::TimeIndex => "timeindex",
            Self::TransactionIndex => "txnindex",
            Self::Snapshot => "snapshot",
            Self::Window => "window",
        }
    }

    fn from_suffix(suffix: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.suffix() == suffix)
    }
}

/// Appended to a file that is dropped and removed after a delay.
pub(crate) const DELETED: &str = ".deleted";
/// Appended to a file that compaction has not finished.
pub(crate) const CLEANED: &str = ".cleaned";
/// Appended to a file that is about to replace others.
pub(crate) const SWAP: &str = ".swap";
/// Of a file that was being replaced.
pub(crate) const TEMPORARY: &str = ".tmp";
/// Epochs of leaders and their first offsets, per partition.
pub(crate) const LEADER_EPOCHS: &str = "leader-epoch-checkpoint";
/// The topic's id, per partition.
pub(crate) const PARTITION_METADATA: &str = "partition.metadata";
/// What was found damaged; ours, derived, ignored by Kafka.
pub(crate) const DAMAGED_RANGES: &str = "damaged-ranges";

/// The name of a segment's file.
pub(crate) fn file_name(base: Offset, kind: FileKind) -> String {
    format!("{:020}.{}", base.0, kind.suffix())
}

/// What a segment's file is called after.
pub(crate) fn parse_file_name(name: &str) -> Option<(Offset, FileKind)> {
    let (base, suffix) = name.split_once('.')?;
    let digits = base.len() == 20 && base.bytes().all(|digit| digit.is_ascii_digit());
    let base = if digits {
        base.parse().ok()?
    } else {
        return None;
    };
    Some((Offset(base), FileKind::from_suffix(suffix)?))
}

/// What a directory within a log directory is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DirectoryKind {
    /// The log of a partition.
    Log,
    /// Dropped; to be removed.
    Delete,
    /// The log of a partition that this node was not assigned; set aside.
    Stray,
    /// A copy that is still being made, to replace the log in another directory.
    Future,
}

/// The partition and purpose that a directory is called after.
pub(crate) fn parse_directory_name(name: &str) -> Option<(TopicPartition, DirectoryKind)> {
    let marked = [
        ("-delete", DirectoryKind::Delete),
        ("-stray", DirectoryKind::Stray),
        ("-future", DirectoryKind::Future),
    ];
    for (suffix, kind) in marked {
        if let Some(rest) = name.strip_suffix(suffix) {
            // A topic may itself be called so: what is set aside has a unique part of 32
            // hexadecimal digits too.
            let Some((partition, unique)) = rest.rsplit_once('.') else {
                continue;
            };
            if unique.len() == 32 && unique.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                return Some((parse_partition(partition)?, kind));
            }
        }
    }
    Some((parse_partition(name)?, DirectoryKind::Log))
}

fn parse_partition(name: &str) -> Option<TopicPartition> {
    let (topic, partition) = name.rsplit_once('-')?;
    let plain = !partition.is_empty() && partition.bytes().all(|digit| digit.is_ascii_digit());
    let partition = if plain {
        partition.parse().ok()?
    } else {
        return None;
    };
    Some(TopicPartition {
        topic: TopicName::new(topic).ok()?,
        partition: PartitionIndex(partition),
    })
}

/// The name of a directory that is set aside. Kafka cuts the topic where the name would be too long
/// for a file system.
pub(crate) fn marked_directory_name(
    partition: &TopicPartition,
    unique: &str,
    kind: DirectoryKind,
) -> String {
    const NAME_LENGTH_MAX: usize = 255;
    let suffix = match kind {
        DirectoryKind::Log => return partition.to_string(),
        DirectoryKind::Delete => "-delete",
        DirectoryKind::Stray => "-stray",
        DirectoryKind::Future => "-future",
    };
    let tail = format!("-{}.{unique}{suffix}", partition.partition);
    let topic: String = partition
        .topic
        .as_str()
        .chars()
        .take(NAME_LENGTH_MAX.saturating_sub(tail.len()))
        .collect();
    format!("{topic}{tail}")
}

/// The path of a segment's file.
pub(crate) fn file_path(directory: &Path, base: Offset, kind: FileKind) -> PathBuf {
    directory.join(file_name(base, kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        assert_eq!(
            file_name(Offset(42), FileKind::TimeIndex),
            "00000000000000000042.timeindex"
        );
        for kind in FileKind::ALL {
            assert_eq!(
                parse_file_name(&file_name(Offset(7), kind)),
                Some((Offset(7), kind))
            );
        }
        for other in [
            "00000000000000000042.log.deleted",
            "42.log",
            "leader-epoch-checkpoint",
            ".log",
        ] {
            assert_eq!(parse_file_name(other), None, "{other}");
        }
    }

    #[test]
    fn directories_are_told_apart() {
        let unique = "0123456789abcdef0123456789abcdef";
        let partition = parse_partition("a-b.c-12").expect("a partition");
        assert_eq!(partition.topic.as_str(), "a-b.c");
        for kind in [
            DirectoryKind::Log,
            DirectoryKind::Delete,
            DirectoryKind::Stray,
            DirectoryKind::Future,
        ] {
            let name = marked_directory_name(&partition, unique, kind);
            assert_eq!(
                parse_directory_name(&name),
                Some((partition.clone(), kind)),
                "{name}"
            );
        }
        for other in ["a", "a-", "-1", "a-1.kafka", "a-+1", "lost+found"] {
            assert_eq!(parse_directory_name(other), None, "{other}");
        }
    }

    #[test]
    fn a_long_topic_still_makes_a_legal_name() {
        let partition = parse_partition(&format!("{}-7", "t".repeat(249))).expect("a partition");
        let name = marked_directory_name(&partition, &"0".repeat(32), DirectoryKind::Delete);
        assert_eq!(name.len(), 255);
        assert_eq!(
            parse_directory_name(&name).map(|(_, kind)| kind),
            Some(DirectoryKind::Delete)
        );
    }
}
