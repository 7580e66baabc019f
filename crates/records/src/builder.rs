//! Builds a batch, record by record.

use bytes::Bytes;
use types::{LeaderEpoch, Offset, ProducerEpoch, ProducerId, Timestamp};

use crate::compression::Compression;
use crate::header::{
    ATTRIBUTES_AT, BATCH_PREFIX, BatchHeader, CONTROL, HEADER_LEN, LOG_APPEND_TIME, NO_SEQUENCE,
    TRANSACTIONAL, TimestampType,
};
use crate::varint::{len_of, put_varint, put_varlong};

/// A batch in the making.
#[derive(Clone, Debug)]
pub struct BatchBuilder {
    header: BatchHeader,
    compression: Compression,
    records: Vec<u8>,
}

impl BatchBuilder {
    /// An empty batch that will start at `base_offset`: no codec, no producer, no leader epoch.
    #[must_use]
    pub fn new(base_offset: Offset) -> Self {
        let header = BatchHeader {
            base_offset,
            length: 0,
            leader_epoch: LeaderEpoch::NONE,
            crc: 0,
            attributes: 0,
            last_offset_delta: -1,
            base_timestamp: Timestamp::NONE,
            max_timestamp: Timestamp::NONE,
            producer_id: ProducerId::NONE,
            producer_epoch: ProducerEpoch::NONE,
            base_sequence: NO_SEQUENCE,
            record_count: 0,
        };
        Self {
            header,
            compression: Compression::None,
            records: Vec::new(),
        }
    }

    /// Sets the leader epoch.
    #[must_use]
    pub fn leader_epoch(mut self, leader_epoch: LeaderEpoch) -> Self {
        self.header.leader_epoch = leader_epoch;
        self
    }

    /// Compresses the records.
    #[must_use]
    pub fn compression(mut self, compression: Compression) -> Self {
        self.compression = compression;
        self.header.attributes |= i16::from(compression.id());
        self
    }

    /// Names the producer, with the sequence of the first record ([`NO_SEQUENCE`] for control batches).
    #[must_use]
    pub fn producer(mut self, id: ProducerId, epoch: ProducerEpoch, base_sequence: i32) -> Self {
        self.header.producer_id = id;
        self.header.producer_epoch = epoch;
        self.header.base_sequence = base_sequence;
        self
    }

    /// Makes it part of a transaction.
    #[must_use]
    pub fn transactional(mut self) -> Self {
        self.header.attributes |= TRANSACTIONAL;
        self
    }

    /// Makes it a control batch.
    #[must_use]
    pub fn control(mut self) -> Self {
        self.header.attributes |= CONTROL;
        self
    }

    /// Who sets the time; with log-append time the latest timestamp appended stands for all.
    #[must_use]
    pub fn timestamp_type(mut self, timestamp_type: TimestampType) -> Self {
        if timestamp_type == TimestampType::LogAppendTime {
            self.header.attributes |= LOG_APPEND_TIME;
        }
        self
    }

    /// Appends a record at the next offset, and returns that offset.
    pub fn append(
        &mut self,
        timestamp: Timestamp,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[(&[u8], Option<&[u8]>)],
    ) -> Offset {
        let offset = self.next_offset();
        self.append_at(offset, timestamp, key, value, headers);
        offset
    }

    /// Appends a record at an offset of its own: compaction leaves gaps.
    ///
    /// # Panics
    /// When the offset is not above the last one, or too far from the first for the format.
    pub fn append_at(
        &mut self,
        offset: Offset,
        timestamp: Timestamp,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
        headers: &[(&[u8], Option<&[u8]>)],
    ) {
        assert!(offset >= self.next_offset(), "offsets must rise: {offset}");
        let Ok(offset_delta) = i32::try_from(offset - self.header.base_offset) else {
            panic!(
                "offset {offset} is too far from {}",
                self.header.base_offset
            );
        };
        if self.header.record_count == 0 {
            self.header.base_timestamp = timestamp;
        }
        let timestamp_delta = timestamp.0.wrapping_sub(self.header.base_timestamp.0);
        let body = 1
            + len_of(timestamp_delta)
            + len_of(i64::from(offset_delta))
            + nullable_len(key)
            + nullable_len(value)
            + len_of(len_i64(headers.len()))
            + headers
                .iter()
                .map(|(k, v)| nullable_len(Some(k)) + nullable_len(*v))
                .sum::<usize>();
        self.records.reserve(body + 5);
        put_varlong(&mut self.records, len_i64(body));
        self.records.push(0);
        put_varlong(&mut self.records, timestamp_delta);
        put_varint(&mut self.records, offset_delta);
        put_nullable(&mut self.records, key);
        put_nullable(&mut self.records, value);
        put_varlong(&mut self.records, len_i64(headers.len()));
        for (key, value) in headers {
            put_nullable(&mut self.records, Some(key));
            put_nullable(&mut self.records, *value);
        }
        self.header.record_count += 1;
        self.header.last_offset_delta = offset_delta;
        self.header.max_timestamp = self.header.max_timestamp.max(timestamp);
    }

    /// The offset that the next record would get.
    #[must_use]
    pub fn next_offset(&self) -> Offset {
        self.header.base_offset + i64::from(self.header.last_offset_delta) + 1
    }

    /// Records so far.
    #[must_use]
    pub fn record_count(&self) -> i32 {
        self.header.record_count
    }

    /// Whether there is no record yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.header.record_count == 0
    }

    /// The batch so far in bytes, before compression.
    #[must_use]
    pub fn size_in_bytes(&self) -> usize {
        HEADER_LEN + self.records.len()
    }

    /// The finished batch.
    ///
    /// # Panics
    /// Above 2 GiB, which the format cannot say.
    #[must_use]
    pub fn build(mut self) -> Bytes {
        let mut out = Vec::with_capacity(self.size_in_bytes());
        out.resize(HEADER_LEN, 0);
        if self.compression == Compression::None {
            out.append(&mut self.records);
        } else {
            out.extend_from_slice(&self.compression.deflate(&self.records));
        }
        let Ok(length) = i32::try_from(out.len() - BATCH_PREFIX) else {
            panic!("a batch of {} bytes", out.len());
        };
        self.header.length = length;
        out[..HEADER_LEN].copy_from_slice(&self.header.to_bytes());
        self.header.crc = crc32c::crc32c(&out[ATTRIBUTES_AT..]);
        out[..HEADER_LEN].copy_from_slice(&self.header.to_bytes());
        out.into()
    }
}

fn len_i64(len: usize) -> i64 {
    // A vector never holds more than isize::MAX bytes.
    i64::try_from(len).unwrap_or(i64::MAX)
}

fn nullable_len(bytes: Option<&[u8]>) -> usize {
    bytes.map_or(1, |bytes| len_of(len_i64(bytes.len())) + bytes.len())
}

fn put_nullable(out: &mut Vec<u8>, bytes: Option<&[u8]>) {
    match bytes {
        None => put_varint(out, -1),
        Some(bytes) => {
            put_varlong(out, len_i64(bytes.len()));
            out.extend_from_slice(bytes);
        }
    }
}
