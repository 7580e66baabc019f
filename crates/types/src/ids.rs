//! Names and numbers of brokers, topics, partitions, producers and directories.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// A broker or controller: `node.id`, zero or more. Minus one stands for "none".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct BrokerId(pub i32);

impl BrokerId {
    /// Nobody: the leader of a partition that has none, the replica id of a client.
    pub const NONE: Self = Self(-1);
}

/// The number of a partition within its topic, from zero.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct PartitionIndex(pub i32);

/// Names one producer session for idempotence (KIP-98).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ProducerId(pub i64);

impl ProducerId {
    /// A producer without idempotence.
    pub const NONE: Self = Self(-1);
}

/// Fences older incarnations of the same producer id.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ProducerEpoch(pub i16);

impl ProducerEpoch {
    /// A producer without idempotence.
    pub const NONE: Self = Self(-1);
}

macro_rules! display_inner {
    ($($name:ident),*) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}
display_inner!(BrokerId, PartitionIndex, ProducerId, ProducerEpoch);

/// Sixteen bytes that name something for ever. Its text form is Kafka's: 22 characters of URL-safe base64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Uuid(pub [u8; 16]);

const BASE64_URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Uuid {
    /// All zero: Kafka's "no id".
    pub const ZERO: Self = Self([0; 16]);

    /// The id whose 128-bit value is `value`; Kafka reserves the first hundred.
    #[must_use]
    pub const fn from_u128(value: u128) -> Self {
        Self(value.to_be_bytes())
    }

    /// Whether Kafka gives the id a meaning of its own (the first hundred values), so that nothing may be named by it.
    #[must_use]
    pub fn is_reserved(self) -> bool {
        u128::from_be_bytes(self.0) < 100
    }

    /// Whether this is [`Uuid::ZERO`].
    #[must_use]
    pub fn is_zero(self) -> bool {
        self == Self::ZERO
    }
}

impl fmt::Display for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut value = u128::from_be_bytes(self.0);
        let mut text = [0_u8; 22];
        // 22 digits of 6 bits hold 132 bits: the last digit carries the lowest two, moved up by four.
        for (place, digit) in text.iter_mut().rev().enumerate() {
            let bits = if place == 0 {
                (value & 0x3) << 4
            } else {
                value & 0x3f
            };
            value >>= if place == 0 { 2 } else { 6 };
            *digit = BASE64_URL[usize::try_from(bits).unwrap_or(0)];
        }
        f.write_str(std::str::from_utf8(&text).unwrap_or_default())
    }
}

impl fmt::Debug for Uuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Uuid {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim_end_matches('=');
        let error = || format!("\"{text}\" is not an id: 22 characters of URL-safe base64 are");
        if text.len() != 22 {
            return Err(error());
        }
        let mut value = 0_u128;
        for (place, digit) in text.bytes().enumerate() {
            let bits = BASE64_URL
                .iter()
                .position(|&known| known == digit)
                .ok_or_else(error)?;
            let bits = u128::try_from(bits).map_err(|_| error())?;
            value = if place == 21 {
                value << 2 | bits >> 4
            } else {
                value << 6 | bits
            };
        }
        Ok(Self(value.to_be_bytes()))
    }
}

/// Names a topic for ever (KIP-516): a topic that is deleted and made again has another.
pub type TopicId = Uuid;
/// Names one log directory of one broker (KIP-858).
pub type DirectoryId = Uuid;
/// Names one run of a broker process.
pub type IncarnationId = Uuid;

/// A topic's name; cheap to clone. Checked where it enters with [`TopicName::new`].
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TopicName(Arc<str>);

/// Why a text cannot name a topic.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TopicNameError(String);

impl fmt::Display for TopicNameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TopicNameError {}

impl TopicName {
    /// The longest name, in characters: a directory is called after the topic and the partition.
    pub const LENGTH_MAX: usize = 249;

    /// Checks Kafka's rule for names.
    ///
    /// # Errors
    /// Empty, `.` or `..`, longer than [`TopicName::LENGTH_MAX`], or with a character other than ASCII letters, digits, `.`, `_` and `-`.
    pub fn new(name: &str) -> Result<Self, TopicNameError> {
        let error = |why: String| Err(TopicNameError(format!("Topic name is invalid: {why}")));
        if name.is_empty() {
            return error("the empty string is not allowed".into());
        }
        if name == "." || name == ".." {
            return error(format!("'{name}' is not allowed"));
        }
        if name.len() > Self::LENGTH_MAX {
            return error(format!(
                "the length {} is above the limit of {} characters",
                name.len(),
                Self::LENGTH_MAX
            ));
        }
        let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        if !name.chars().all(legal) {
            return error(format!(
                "'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'"
            ));
        }
        Ok(Self(name.into()))
    }

    /// The name as it was checked before: from our own records or files.
    #[must_use]
    pub fn trusted(name: &str) -> Self {
        Self(name.into())
    }

    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for TopicName {
    /// A map by name is searched with any text: it orders and hashes as its text does.
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TopicName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for TopicName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&*self.0, f)
    }
}

/// One partition by name. Its text form `topic-3` is also the name of its directory.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct TopicPartition {
    /// The topic.
    pub topic: TopicName,
    /// The partition of it.
    pub partition: PartitionIndex,
}

impl fmt::Display for TopicPartition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.topic, self.partition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_reads_back_what_it_writes_in_kafka_s_form() {
        assert_eq!(Uuid::from_u128(1).to_string(), "AAAAAAAAAAAAAAAAAAAAAQ");
        for value in [
            0,
            1,
            99,
            u128::MAX,
            0x0123_4567_89ab_cdef_0123_4567_89ab_cdef,
        ] {
            let id = Uuid::from_u128(value);
            assert_eq!(id.to_string().parse(), Ok(id));
        }
        assert!("AAAA".parse::<Uuid>().is_err());
        assert!("AAAAAAAAAAAAAAAAAAAAA!".parse::<Uuid>().is_err());
    }

    #[test]
    fn names_that_cannot_be_a_directory_are_refused() {
        for bad in ["", ".", "..", "a b", "a/b", "ä", &"x".repeat(250)] {
            assert!(TopicName::new(bad).is_err(), "{bad}");
        }
        for good in ["a", "a.b_c-D9", &"x".repeat(249)] {
            assert!(TopicName::new(good).is_ok(), "{good}");
        }
    }
}
