//! The five codecs: bytes in, bytes out, with a cap on what comes out.

use std::io::{self, Read, Write};

use bytes::Bytes;

use crate::error::BatchError;
use crate::snappy;

/// How the records of a batch are compressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Compression {
    /// Not at all.
    #[default]
    None,
    /// Gzip members.
    Gzip,
    /// Snappy blocks in the framing of snappy-java; read without framing too.
    Snappy,
    /// An LZ4 frame of independent blocks.
    Lz4,
    /// Zstandard frames.
    Zstd,
}

impl Compression {
    /// All of them, in the order of their numbers.
    pub const ALL: [Self; 5] = [Self::None, Self::Gzip, Self::Snappy, Self::Lz4, Self::Zstd];

    /// The codec with this number in the attributes.
    #[must_use]
    pub fn from_id(id: u8) -> Option<Self> {
        Self::ALL.get(usize::from(id)).copied()
    }

    /// The number in the attributes.
    #[must_use]
    pub fn id(self) -> u8 {
        match self {
            Self::None => 0,
            Self::Gzip => 1,
            Self::Snappy => 2,
            Self::Lz4 => 3,
            Self::Zstd => 4,
        }
    }

    /// Kafka's name for it (`compression.type`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Gzip => "gzip",
            Self::Snappy => "snappy",
            Self::Lz4 => "lz4",
            Self::Zstd => "zstd",
        }
    }

    /// A reader of what `bytes` inflate to. Its output is not capped: the caller counts.
    pub(crate) fn reader<'a>(self, bytes: &'a [u8]) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::None => Box::new(bytes),
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(bytes)),
            Self::Snappy => Box::new(snappy::Reader::new(bytes)),
            Self::Lz4 => Box::new(lz4_flex::frame::FrameDecoder::new(bytes)),
            Self::Zstd => Box::new(zstd::stream::read::Decoder::with_buffer(bytes)?),
        })
    }

    /// Inflates `bytes`; the very same bytes where there is no codec.
    ///
    /// # Errors
    /// The data does not inflate, or to more than `bytes_max`.
    pub fn inflate(self, bytes: &Bytes, bytes_max: u64) -> Result<Bytes, BatchError> {
        if self == Self::None {
            return Ok(bytes.clone());
        }
        let mut out = Vec::new();
        let cap = bytes_max.saturating_add(1);
        self.reader(bytes)
            .and_then(|reader| reader.take(cap).read_to_end(&mut out))
            .map_err(|error| self.inflate_error(&error))?;
        if out.len() as u64 > bytes_max {
            return Err(BatchError::InflatedTooLarge { bytes_max });
        }
        Ok(out.into())
    }

    pub(crate) fn inflate_error(self, error: &io::Error) -> BatchError {
        BatchError::Inflate {
            codec: self.name(),
            reason: error.to_string(),
        }
    }

    /// Compresses `bytes` as Kafka's own clients do by default.
    #[must_use]
    pub(crate) fn deflate(self, bytes: &[u8]) -> Vec<u8> {
        self.deflate_at(None, bytes)
    }

    /// Compresses `bytes`, at a level where the codec has levels: gzip 0 to 9, zstd as the library has them.
    #[must_use]
    pub(crate) fn deflate_at(self, level: Option<i32>, bytes: &[u8]) -> Vec<u8> {
        // Writing to memory: the only errors there are would be wrong settings of our own.
        match self.try_deflate(level, bytes) {
            Ok(out) => out,
            Err(error) => panic!(
                "{} cannot compress {} bytes: {error}",
                self.name(),
                bytes.len()
            ),
        }
    }

    fn try_deflate(self, level: Option<i32>, bytes: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::None => Ok(bytes.to_vec()),
            Self::Gzip => {
                let level = level.and_then(|level| u32::try_from(level).ok());
                let level =
                    level.map_or_else(flate2::Compression::default, flate2::Compression::new);
                let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
                encoder.write_all(bytes)?;
                encoder.finish()
            }
            Self::Snappy => Ok(snappy::deflate(bytes)),
            Self::Lz4 => {
                let info = lz4_flex::frame::FrameInfo::new()
                    .block_size(lz4_flex::frame::BlockSize::Max64KB)
                    .block_mode(lz4_flex::frame::BlockMode::Independent);
                let mut encoder = lz4_flex::frame::FrameEncoder::with_frame_info(info, Vec::new());
                encoder.write_all(bytes)?;
                encoder.finish().map_err(io::Error::other)
            }
            Self::Zstd => {
                zstd::bulk::compress(bytes, level.unwrap_or(zstd::DEFAULT_COMPRESSION_LEVEL))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_compressed_inflates_to_the_same_bytes() {
        let text: Vec<u8> = (0..200_000_u32)
            .flat_map(|n| (n % 977).to_le_bytes())
            .collect();
        for codec in Compression::ALL {
            for len in [0, 1, 100, 32 * 1024, 32 * 1024 + 1, text.len()] {
                let small: Bytes = codec.deflate(&text[..len]).into();
                let back = codec.inflate(&small, len as u64);
                assert_eq!(
                    back.as_deref(),
                    Ok(&text[..len]),
                    "{} of {len}",
                    codec.name()
                );
                assert_eq!(Compression::from_id(codec.id()), Some(codec));
            }
        }
    }

    #[test]
    fn an_inflate_stops_at_its_cap() {
        let zeros = vec![0; 10 << 20];
        for codec in [
            Compression::Gzip,
            Compression::Snappy,
            Compression::Lz4,
            Compression::Zstd,
        ] {
            let small: Bytes = codec.deflate(&zeros).into();
            let error = Err(BatchError::InflatedTooLarge { bytes_max: 1000 });
            assert_eq!(codec.inflate(&small, 1000), error, "{}", codec.name());
        }
    }

    #[test]
    fn damaged_data_is_an_error_and_no_panic() {
        let text = b"the same words again and again, the same words again and again".repeat(50);
        for codec in [
            Compression::Gzip,
            Compression::Snappy,
            Compression::Lz4,
            Compression::Zstd,
        ] {
            let small = codec.deflate(&text);
            for at in 0..small.len() {
                let mut bad = small.clone();
                bad[at] ^= 0x5a;
                let _ = codec.inflate(&bad.into(), 1 << 20);
                // The end mark of an LZ4 frame may be missing: every block was there.
                let whole = codec == Compression::Lz4 && small.len() - at <= 4;
                let cut = codec.inflate(&small[..at].to_vec().into(), 1 << 20);
                assert!(whole || cut.is_err() || cut.is_ok_and(|cut| cut.len() < text.len()));
            }
        }
    }
}
