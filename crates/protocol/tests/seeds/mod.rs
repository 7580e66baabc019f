//! Messages of Kafka's own serializers, and seeded damage to them.
#![allow(dead_code, reason = "each test takes what it needs")]

/// Messages as lines of name, version and hex.
pub(crate) const GOLDEN: &str = include_str!("../golden.txt");

/// One message that Kafka wrote.
#[derive(Clone, Debug)]
pub(crate) struct Golden {
    /// Kafka's name of it.
    pub(crate) name: &'static str,
    /// The version it is written in.
    pub(crate) version: i16,
    /// The message without a header.
    pub(crate) bytes: Vec<u8>,
}

/// All of them, in the order of the file.
pub(crate) fn golden() -> Vec<Golden> {
    let bytes_of = |hex: &str| {
        let digit = |place: usize| u8::from_str_radix(&hex[place..place + 2], 16).expect("hex");
        (0..hex.len()).step_by(2).map(digit).collect()
    };
    let parse = |line: &'static str| {
        let mut words = line.split(' ');
        Golden {
            name: words.next().expect("name"),
            version: words.next().expect("version").parse().expect("a number"),
            bytes: bytes_of(words.next().unwrap_or_default()),
        }
    };
    GOLDEN.lines().map(parse).collect()
}

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
        if end == 0 {
            0
        } else {
            (self.next() >> 33) as usize % end
        }
    }
}

/// Lengths and counts that have harmed decoders: null, below null, huge, just beyond, overlong.
const EVIL: [&[u8]; 14] = [
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
];

/// Damages a message in one to four places.
pub(crate) fn mutate(random: &mut Random, bytes: &mut Vec<u8>) {
    for _ in 0..=random.below(4) {
        let place = random.below(bytes.len() + 1);
        match random.below(8) {
            0 if place < bytes.len() => bytes[place] ^= 1 << random.below(8),
            1 if place < bytes.len() => bytes[place] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)],
            2 if place < bytes.len() => bytes[place] = random.next() as u8,
            3 => bytes.truncate(place),
            4 => {
                let evil = EVIL[random.below(EVIL.len())];
                let end = (place + evil.len()).min(bytes.len());
                bytes.splice(place..end, evil.iter().copied());
            }
            5 => {
                let evil = EVIL[random.below(EVIL.len())];
                bytes.splice(place..place, evil.iter().copied());
            }
            6 => {
                let end = (place + random.below(40)).min(bytes.len());
                let copied: Vec<u8> = bytes[place..end].to_vec();
                let target = random.below(bytes.len() + 1);
                bytes.splice(target..target, copied);
            }
            _ => {
                let filler = [0, 1, 2, 0xff][random.below(4)];
                let count = random.below(200);
                bytes.splice(place..place, std::iter::repeat_n(filler, count));
            }
        }
    }
}
