//! Seeded damage to bytes that were whole.

/// A seeded source of numbers (xorshift), the same on every machine.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// The source of a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`; zero when that is zero.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from((self.next() >> 33) % end).unwrap_or(0)
    }

    /// One of them.
    pub(crate) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Lengths and counts that have harmed parsers: null, below null, huge, just beyond, overlong; and their like in text.
const EVIL: [&[u8]; 18] = [
    &[0xff, 0xff, 0xff, 0xff],
    &[0xff, 0xff, 0xff, 0xfe],
    &[0x7f, 0xff, 0xff, 0xff],
    &[0x80, 0, 0, 0],
    &[0, 1, 0, 0],
    &[0, 0, 0, 0],
    &[0x7f, 0xff],
    &[0xff, 0xff],
    &[0xff, 0xff, 0xff, 0xff, 0x0f],
    &[0xff, 0xff, 0xff, 0xff, 0x7f],
    &[0x80, 0x80, 0x80, 0x80, 0x00],
    &[
        0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01,
    ],
    &[0xff, 0x7f],
    &[0x80, 0x80, 0x04],
    b"-1",
    b"9223372036854775807",
    b"9223372036854775808",
    b"\n\n0 ",
];

/// CRC-32C, bit by bit: slow, and of nobody else.
pub(crate) fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0x82f6_3b78 & (crc & 1).wrapping_neg())
        })
    })
}

/// Damages bytes in one to four places.
pub(crate) fn damage(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let place = random.below(bytes.len() + 1);
        match random.below(8) {
            0 if place < bytes.len() => bytes[place] ^= 1 << random.below(8),
            1 if place < bytes.len() => bytes[place] = *random.one_of(&[0, 1, 0x7f, 0x80, 0xff]),
            2 if place < bytes.len() => bytes[place] = random.next().to_le_bytes()[0],
            3 => bytes.truncate(place),
            4 => {
                let evil = random.one_of(&EVIL);
                let end = (place + evil.len()).min(bytes.len());
                bytes.splice(place..end, evil.iter().copied());
            }
            5 => {
                let evil = random.one_of(&EVIL);
                bytes.splice(place..place, evil.iter().copied());
            }
            6 => {
                let end = (place + random.below(40)).min(bytes.len());
                let copied: Vec<u8> = bytes[place..end].to_vec();
                let target = random.below(bytes.len() + 1);
                bytes.splice(target..target, copied);
            }
            _ => {
                let filler = *random.one_of(&[0, 1, 2, 0xff]);
                let count = random.below(200);
                bytes.splice(place..place, std::iter::repeat_n(filler, count));
            }
        }
    }
}
