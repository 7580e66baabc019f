//! Snappy as Kafka's clients send it: blocks behind the stream header of snappy-java, or one bare block.

use std::io::{self, Read};

/// Eight bytes of magic, then two versions.
const MAGIC: [u8; 8] = [0x82, b'S', b'N', b'A', b'P', b'P', b'Y', 0];
const STREAM_HEADER: usize = 16;
/// Uncompressed bytes of a block that we write: the default of snappy-java.
const BLOCK_BYTES: usize = 32 * 1024;
/// A block of which the length field says more can only be a lie: snappy cannot shrink further than this.
const RATIO_MAX: usize = 64;

/// Compresses into the framing of snappy-java.
pub(crate) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend_from_slice(&1_i32.to_be_bytes());
    out.extend_from_slice(&1_i32.to_be_bytes());
    let mut encoder = snap::raw::Encoder::new();
    let mut block = vec![0; snap::raw::max_compress_len(BLOCK_BYTES)];
    for chunk in bytes.chunks(BLOCK_BYTES) {
        // The buffer is as large as the worst case, so there is no error to have.
        let len = encoder.compress(chunk, &mut block).unwrap_or(0);
        out.extend_from_slice(&u32::try_from(len).unwrap_or(0).to_be_bytes());
        out.extend_from_slice(block.get(..len).unwrap_or_default());
    }
    out
}

/// Inflates block by block.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
    framed: bool,
    block: Vec<u8>,
    position: usize,
    decoder: snap::raw::Decoder,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        let framed = bytes.starts_with(&MAGIC) && bytes.len() >= STREAM_HEADER;
        let rest = if framed {
            bytes.get(STREAM_HEADER..).unwrap_or_default()
        } else {
            bytes
        };
        Self {
            rest,
            framed,
            block: Vec::new(),
            position: 0,
            decoder: snap::raw::Decoder::new(),
        }
    }

    /// The next compressed block, if one is left.
    fn next_block(&mut self) -> io::Result<Option<&'a [u8]>> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        if !self.framed {
            return Ok(Some(std::mem::take(&mut self.rest)));
        }
        // Streams that were joined repeat the header between blocks.
        if self.rest.starts_with(&MAGIC) {
            self.rest = self.rest.get(STREAM_HEADER..).ok_or_else(cut_short)?;
            return self.next_block();
        }
        let (len, rest) = self.rest.split_first_chunk::<4>().ok_or_else(cut_short)?;
        let len = usize::try_from(i32::from_be_bytes(*len))
            .map_err(|_| io::Error::other("a block has a negative length"))?;
        let (block, rest) = rest.split_at_checked(len).ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(Some(block))
    }

    fn inflate(&mut self, block: &[u8]) -> io::Result<()> {
        let len = snap::raw::decompress_len(block).map_err(io::Error::other)?;
        if len > block.len().saturating_mul(RATIO_MAX) {
            return Err(io::Error::other(
                "a block claims more bytes than it can hold",
            ));
        }
        self.block.resize(len, 0);
        self.position = 0;
        self.decoder
            .decompress(block, &mut self.block)
            .map_err(io::Error::other)?;
        Ok(())
    }
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the stream is cut short")
}

impl Read for Reader<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            let ready = self.block.get(self.position..).unwrap_or_default();
            if !ready.is_empty() || out.is_empty() {
                let len = ready.len().min(out.len());
                out[..len].copy_from_slice(&ready[..len]);
                self.position += len;
                return Ok(len);
            }
            match self.next_block()? {
                Some(block) => self.inflate(block)?,
                None => return Ok(0),
            }
        }
    }
}
