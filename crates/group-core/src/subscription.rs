//! The one thing that a coordinator reads in a consumer's metadata: the topics it subscribes to.

use std::collections::BTreeSet;

use bytes::{Buf, Bytes};
use types::TopicName;

/// The protocol type whose metadata is a subscription.
pub(crate) const CONSUMER_PROTOCOL_TYPE: &str = "consumer";

/// The topics of a subscription. Every version of it starts with the fields of version 0, and only those are read.
/// `None`: the bytes are something else.
pub(crate) fn subscribed_topics(metadata: &Bytes) -> Option<BTreeSet<TopicName>> {
    let mut bytes: &[u8] = metadata;
    let version = bytes.try_get_i16().ok()?;
    let count = bytes.try_get_i32().ok()?;
    if version < 0 || count < 0 {
        return None;
    }
    let mut topics = BTreeSet::new();
    for _ in 0..count {
        let length = usize::try_from(bytes.try_get_i16().ok()?).ok()?;
        let (name, rest) = bytes.split_at_checked(length)?;
        topics.insert(TopicName::trusted(std::str::from_utf8(name).ok()?));
        bytes = rest;
    }
    Some(topics)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_read_and_what_follows_them_is_not() {
        let bytes = b"\x00\x03\x00\x00\x00\x02\x00\x01a\x00\x02bc\xff\xff\xff\xff";
        let topics = subscribed_topics(&Bytes::from_static(bytes)).expect("a subscription");
        assert_eq!(
            topics.iter().map(TopicName::as_str).collect::<Vec<_>>(),
            ["a", "bc"]
        );
    }

    #[test]
    fn other_bytes_are_no_subscription() {
        for bytes in [
            &b""[..],
            b"\x00\x00",
            b"\x00\x00\x7f\xff\xff\xff",
            b"\x00\x00\x00\x00\x00\x01\xff\xff",
        ] {
            assert_eq!(
                subscribed_topics(&Bytes::copy_from_slice(bytes)),
                None,
                "{bytes:?}"
            );
        }
    }
}
