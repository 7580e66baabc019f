//! Every message in every version, requests and answers.

use std::sync::OnceLock;

use bytes::Bytes;
use codec::{DECODED_BYTES_BASE, DECODED_BYTES_PER_FRAME_BYTE, Message, Reader};

use super::{Target, golden};
use crate::damage::{Random, damage};

pub(super) const MESSAGES: Target = Target {
    name: "messages",
    about: "requests and answers of every version",
    make,
    read,
    bytes_per_byte: DECODED_BYTES_PER_FRAME_BYTE,
    // The frame's own handle, the place that texts share, and what is written to be read again are small beside it.
    bytes_beside: DECODED_BYTES_BASE + 4096,
};

/// Messages of Kafka's own serializers.
fn whole() -> &'static [(&'static str, i16, Vec<u8>)] {
    static WHOLE: OnceLock<Vec<(&str, i16, Vec<u8>)>> = OnceLock::new();
    WHOLE.get_or_init(|| golden(include_str!("../../../crates/protocol/tests/golden.txt")))
}

/// The place in the list of whole messages, then the damaged bytes.
fn make(random: &mut Random) -> Vec<u8> {
    let place = random.below(whole().len());
    let mut bytes = whole()[place].2.clone();
    damage(random, &mut bytes);
    let mut input = u32::try_from(place).unwrap_or(0).to_be_bytes().to_vec();
    input.extend_from_slice(&bytes);
    input
}

fn read(input: &Bytes) -> bool {
    let Some((place, bytes)) = input.split_first_chunk::<4>() else {
        return false;
    };
    let place = usize::try_from(u32::from_be_bytes(*place)).unwrap_or(usize::MAX);
    let Some((name, version, _)) = whole().get(place) else {
        return false;
    };
    let mut reader = Reader::new(input.slice_ref(bytes));
    macro_rules! when_named {
        ($message:ty) => {
            if *name == <$message>::NAME {
                return <$message>::decode(&mut reader, *version).is_ok();
            }
        };
    }
    protocol::for_each_message!(when_named);
    false
}
