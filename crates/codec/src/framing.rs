//! Length-prefixed frames on a stream of bytes: cut out of what arrives, queued for what leaves.

use std::collections::VecDeque;
use std::fmt;
use std::io::IoSlice;

use bytes::buf::Limit;
use bytes::{Buf, BufMut, Bytes, BytesMut};

use crate::{FileRange, Frame, Piece};

/// Bytes of the length in front of a frame.
pub const PREFIX_BYTES: usize = 4;

/// Frames up to this size are copied out of the reading buffer, so that what is kept of one keeps no more than itself.
const COPY_BYTES_MAX: usize = 4 << 10;
const READ_BYTES_MIN: usize = 16 << 10;
const READ_AHEAD_BYTES_MAX: usize = 256 << 10;
const READ_BYTES_MAX: usize = (1 << 20) + (64 << 10);
/// Frames that used a small part of the reading buffer before it is halved.
const SMALL_FRAMES_MAX: u32 = 64;

/// Why what arrives cannot be cut into frames. The stream is useless from here on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FrameError {
    /// The length is below zero.
    Negative(i32),
    /// The length is zero: no header fits in.
    Empty,
    /// The length is above the limit.
    TooLarge {
        /// What was announced, in bytes.
        len: usize,
        /// What is allowed, in bytes.
        max: usize,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Negative(len) => write!(f, "the length {len} is below zero"),
            Self::Empty => write!(f, "the length is zero"),
            Self::TooLarge { len, max } => {
                write!(f, "the length {len} is above the limit of {max} bytes")
            }
        }
    }
}

impl std::error::Error for FrameError {}

/// Cuts frames out of a stream. One frame is one slice of memory; nothing is reserved for bytes that did not arrive, beyond
/// twice what did (and at most about one megabyte at first).
#[derive(Debug)]
pub struct FrameReader {
    buffer: BytesMut,
    frame_bytes_max: usize,
    read_bytes: usize,
    small_frames: u32,
}

impl FrameReader {
    /// A reader of frames up to `frame_bytes_max`, without the prefix.
    #[must_use]
    pub fn new(frame_bytes_max: usize) -> Self {
        Self {
            buffer: BytesMut::new(),
            frame_bytes_max,
            read_bytes: READ_BYTES_MIN,
            small_frames: 0,
        }
    }

    /// Bytes that arrived and are not cut yet.
    #[must_use]
    pub fn buffered(&self) -> usize {
        self.buffer.len()
    }

    /// The capacity that a reading buffer should have when none is held.
    #[must_use]
    pub fn buffer_bytes_wanted(&self) -> usize {
        self.read_bytes
    }

    /// Length of the next frame with its prefix, once the prefix is there.
    fn next_total(&self) -> Option<Result<usize, FrameError>> {
        let prefix = self.buffer.first_chunk::<PREFIX_BYTES>()?;
        let announced = i32::from_be_bytes(*prefix);
        Some(match usize::try_from(announced) {
            Err(_) => Err(FrameError::Negative(announced)),
            Ok(0) => Err(FrameError::Empty),
            Ok(len) if len > self.frame_bytes_max => Err(FrameError::TooLarge {
                len,
                max: self.frame_bytes_max,
            }),
            Ok(len) => Ok(len + PREFIX_BYTES),
        })
    }

    /// The next whole frame without its prefix, when it is there.
    ///
    /// # Errors
    /// When the length in front of it is not allowed.
    pub fn next_frame(&mut self) -> Result<Option<Bytes>, FrameError> {
        let Some(total) = self.next_total().transpose()? else {
            return Ok(None);
        };
        if self.buffer.len() < total {
            return Ok(None);
        }
        self.adapt(total);
        if total - PREFIX_BYTES <= COPY_BYTES_MAX {
            let frame =
                Bytes::copy_from_slice(self.buffer.get(PREFIX_BYTES..total).unwrap_or_default());
            self.buffer.advance(total);
            return Ok(Some(frame));
        }
        let mut frame = self.buffer.split_to(total);
        frame.advance(PREFIX_BYTES);
        Ok(Some(frame.freeze()))
    }

    /// Room for the next bytes: at least one, at most `bytes_max` beyond what is buffered when that is given.
    pub fn room(&mut self, bytes_max: Option<usize>) -> Limit<&mut BytesMut> {
        let buffered = self.buffer.len();
        let target = match self.next_total() {
            Some(Ok(total)) if total > self.read_bytes => {
                total.min(READ_BYTES_MAX.max(buffered.saturating_mul(2)))
            }
            _ => self.read_bytes,
        };
        let room = target.max(buffered + 1) - buffered;
        let room = bytes_max.map_or(room, |max| room.min(max.max(1)));
        if buffered == 0 {
            self.rewind();
        }
        if self.buffer.capacity() - buffered < room {
            self.buffer.reserve(room);
        }
        (&mut self.buffer).limit(room)
    }

    /// Starts an empty buffer from its front again, where memory is still in the cache, unless frames of it still live.
    fn rewind(&mut self) {
        let beyond = self.buffer.capacity() + 1;
        let _in_use = !self.buffer.try_reclaim(beyond);
    }

    /// Hands the reading buffer out while nothing is in it, for use by another connection.
    pub fn take_buffer(&mut self) -> Option<BytesMut> {
        if !self.buffer.is_empty() {
            return None;
        }
        self.rewind();
        let buffer = std::mem::take(&mut self.buffer);
        (buffer.capacity() >= READ_BYTES_MIN).then_some(buffer)
    }

    /// Whether a reading buffer is held.
    #[must_use]
    pub fn holds_buffer(&self) -> bool {
        self.buffer.capacity() > 0
    }

    /// Gives a reading buffer to a reader that holds none.
    pub fn give_buffer(&mut self, buffer: BytesMut) {
        debug_assert!(buffer.is_empty());
        if self.buffer.is_empty() {
            self.buffer = buffer;
        }
    }

    /// Grows the reading buffer to several frames of the size that is being sent, and shrinks it when they stay small.
    fn adapt(&mut self, total: usize) {
        let wanted = total
            .max(total.saturating_mul(4).min(READ_AHEAD_BYTES_MAX))
            .next_multiple_of(4096);
        let wanted = wanted.clamp(READ_BYTES_MIN, READ_BYTES_MAX);
        if wanted >= self.read_bytes {
            self.read_bytes = wanted;
            self.small_frames = 0;
        } else if wanted <= self.read_bytes / 2 {
            self.small_frames += 1;
            if self.small_frames > SMALL_FRAMES_MAX {
                self.read_bytes = (self.read_bytes / 2).max(READ_BYTES_MIN);
                self.small_frames = 0;
            }
        }
    }
}

/// The frame does not fit behind a four-byte length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrameTooLong {
    /// Its length in bytes.
    pub len: u64,
}

impl fmt::Display for FrameTooLong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a frame of {} bytes is above the protocol's limit of {} bytes",
            self.len,
            i32::MAX
        )
    }
}

impl std::error::Error for FrameTooLong {}

#[derive(Debug)]
enum Part {
    Prefix([u8; PREFIX_BYTES]),
    Bytes(Bytes),
    File(FileRange),
}

impl Part {
    fn len(&self) -> u64 {
        match self {
            Self::Prefix(prefix) => prefix.len() as u64,
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File(range) => range.len,
        }
    }
}

/// Frames on their way out, each behind its length, with the progress of a stream that takes a part at a time.
#[derive(Debug, Default)]
pub struct FrameWriter {
    parts: VecDeque<Part>,
    /// Bytes of the first part that have left.
    front_written: u64,
    len: u64,
}

/// What is to leave next.
#[derive(Debug)]
pub enum Outgoing<'a> {
    /// Nothing.
    Nothing,
    /// That many of the slices that were filled in.
    Memory {
        /// Slices that hold something.
        slices: usize,
        /// Whether the rest of the frame follows from a file: best sent in one packet with it.
        more: bool,
    },
    /// The rest of a range of a file.
    File {
        /// The whole range.
        range: &'a FileRange,
        /// Bytes of it that have left.
        written: u64,
    },
}

impl FrameWriter {
    /// Queues a frame.
    ///
    /// # Errors
    /// When it is longer than a length can say; nothing is queued then.
    pub fn push(&mut self, frame: Frame) -> Result<(), FrameTooLong> {
        let len = frame.len();
        let prefix = i32::try_from(len).map_err(|_| FrameTooLong { len })?;
        self.parts.push_back(Part::Prefix(prefix.to_be_bytes()));
        for piece in frame.pieces {
            match piece {
                piece if piece.is_empty() => {}
                Piece::Bytes(bytes) => self.parts.push_back(Part::Bytes(bytes)),
                Piece::File(range) => self.parts.push_back(Part::File(range)),
            }
        }
        self.len += len + PREFIX_BYTES as u64;
        Ok(())
    }

    /// Bytes that wait to leave.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What is to leave next; memory is filled into `slices` up to the next file or the end of the array.
    pub fn front<'a>(&'a self, slices: &mut [IoSlice<'a>]) -> Outgoing<'a> {
        if let Some(Part::File(range)) = self.parts.front() {
            return Outgoing::File {
                range,
                written: self.front_written,
            };
        }
        let mut filled = 0;
        let mut more = false;
        let mut skip = usize::try_from(self.front_written).unwrap_or(usize::MAX);
        for part in &self.parts {
            let bytes: &[u8] = match part {
                Part::Prefix(prefix) => prefix,
                Part::Bytes(bytes) => bytes,
                Part::File(_) => {
                    more = true;
                    break;
                }
            };
            let Some(slot) = slices.get_mut(filled) else {
                more = true;
                break;
            };
            *slot = IoSlice::new(bytes.get(skip..).unwrap_or_default());
            skip = 0;
            filled += 1;
        }
        if filled == 0 {
            Outgoing::Nothing
        } else {
            Outgoing::Memory {
                slices: filled,
                more,
            }
        }
    }

    /// The range of a file that is to leave next, as long as none of it has left.
    #[must_use]
    pub fn front_file(&self) -> Option<&FileRange> {
        match self.parts.front() {
            Some(Part::File(range)) if self.front_written == 0 => Some(range),
            _ => None,
        }
    }

    /// Notes that `written` more bytes have left.
    ///
    /// # Panics
    /// When more left than waited: the stream would be out of step.
    pub fn advance(&mut self, mut written: u64) {
        assert!(
            written <= self.len,
            "{written} bytes left of {} that waited",
            self.len
        );
        self.len -= written;
        while let Some(front) = self.parts.front() {
            let rest = front.len() - self.front_written;
            if written < rest {
                self.front_written += written;
                return;
            }
            written -= rest;
            self.front_written = 0;
            self.parts.pop_front();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(reader: &mut FrameReader, mut bytes: &[u8], step: usize) -> Vec<Bytes> {
        let mut frames = Vec::new();
        while !bytes.is_empty() {
            let mut room = reader.room(None);
            let n = room.remaining_mut().min(bytes.len()).min(step);
            room.put_slice(&bytes[..n]);
            bytes = &bytes[n..];
            while let Some(frame) = reader.next_frame().expect("well-formed") {
                frames.push(frame);
            }
        }
        frames
    }

    #[test]
    fn frames_come_out_whole_however_they_arrive() {
        let sizes = [1, 5, 4096, 4097, 70_000, 3, 3_000_000, 200_000, 1];
        let mut stream = Vec::new();
        for (number, &size) in sizes.iter().enumerate() {
            stream.extend_from_slice(&u32::try_from(size).expect("small").to_be_bytes());
            stream.extend(std::iter::repeat_n(
                u8::try_from(number).expect("few"),
                size,
            ));
        }
        for step in [1 << 30, 100_000, 4097, 1013] {
            let frames = feed(&mut FrameReader::new(3_000_000), &stream, step);
            assert_eq!(frames.iter().map(Bytes::len).collect::<Vec<_>>(), sizes);
            for (number, frame) in frames.iter().enumerate() {
                assert!(frame.iter().all(|&b| usize::from(b) == number));
            }
        }
    }

    #[test]
    fn lengths_that_are_not_allowed_end_the_stream() {
        for (length, error) in [
            (-1_i32, FrameError::Negative(-1)),
            (0, FrameError::Empty),
            (101, FrameError::TooLarge { len: 101, max: 100 }),
            (
                i32::MAX,
                FrameError::TooLarge {
                    len: 0x7fff_ffff,
                    max: 100,
                },
            ),
        ] {
            let mut reader = FrameReader::new(100);
            reader.room(None).put_slice(&length.to_be_bytes());
            assert_eq!(reader.next_frame(), Err(error));
        }
    }

    #[test]
    fn an_announced_length_reserves_little() {
        let mut reader = FrameReader::new(i32::MAX as usize);
        reader.room(None).put_slice(&i32::MAX.to_be_bytes());
        assert_eq!(reader.next_frame(), Ok(None));
        assert!(reader.room(None).remaining_mut() <= READ_BYTES_MAX);
        assert!(reader.buffer.capacity() <= 2 * READ_BYTES_MAX);
    }

    #[test]
    fn the_buffer_is_used_again_once_its_frames_are_gone() {
        let mut reader = FrameReader::new(1 << 20);
        let mut stream = 60_000_u32.to_be_bytes().to_vec();
        stream.resize(60_004, 7);
        drop(feed(&mut reader, &stream, usize::MAX));
        drop(feed(&mut reader, &stream, usize::MAX));
        let place = reader.room(None).get_mut().as_ptr() as usize;
        for _ in 0..10 {
            drop(feed(&mut reader, &stream, usize::MAX));
            let buffer = reader.take_buffer().expect("nobody else uses it");
            assert_eq!(buffer.as_ptr() as usize, place);
            reader.give_buffer(buffer);
        }
        let kept = feed(&mut reader, &stream, usize::MAX);
        assert_ne!(
            reader.take_buffer().map(|buffer| buffer.as_ptr() as usize),
            Some(place)
        );
        assert!(kept[0].iter().all(|&b| b == 7));
    }

    #[test]
    fn a_writer_survives_any_partial_progress() {
        let mut writer = FrameWriter::default();
        let mut expected = Vec::new();
        for frame in [vec![&b"abc"[..], b"", b"defgh"], vec![b"i"], vec![]] {
            let joined = frame.concat();
            expected.extend_from_slice(&u32::try_from(joined.len()).expect("small").to_be_bytes());
            expected.extend_from_slice(&joined);
            let pieces = frame
                .into_iter()
                .map(|b| Piece::Bytes(Bytes::from_static(b)))
                .collect();
            writer.push(Frame { pieces }).expect("short");
        }
        let mut written = Vec::new();
        for step in [1, 2, 3, 5].into_iter().cycle() {
            let mut slices = [IoSlice::new(&[]); 2];
            match writer.front(&mut slices) {
                Outgoing::Nothing => break,
                Outgoing::File { .. } => unreachable!("no file was queued"),
                Outgoing::Memory { slices: filled, .. } => {
                    let joined: Vec<u8> = slices[..filled]
                        .iter()
                        .flat_map(|s| s.iter().copied())
                        .take(step)
                        .collect();
                    writer.advance(joined.len() as u64);
                    written.extend(joined);
                }
            }
        }
        assert_eq!(written, expected);
        assert!(writer.is_empty());
    }
}
