//! The same records under another codec, for topics whose `compression.type` is not `producer`.

use crate::batch::Batch;
use crate::compression::Compression;
use crate::error::BatchError;
use crate::header::{BATCH_PREFIX, HEADER_LEN};

/// The bits of a batch's attributes that name its codec.
const CODEC_BITS: i16 = 0x07;

impl Batch {
    /// The batch with its records stored under `codec`: itself where they are already. Offsets, times and the producer's
    /// sequence stay as they are. `level` is for gzip and zstd; none is the codec's own.
    ///
    /// # Errors
    /// The records do not inflate, or to more than `inflated_bytes_max`.
    pub fn recompressed(
        &self,
        codec: Compression,
        level: Option<i32>,
        inflated_bytes_max: u64,
    ) -> Result<Self, BatchError> {
        let present = self.header().compression()?;
        if present == codec {
            return Ok(self.clone());
        }
        let records = present.inflate(&self.body(), inflated_bytes_max)?;
        let body = if codec == Compression::None {
            records
        } else {
            codec.deflate_at(level, &records).into()
        };
        let size = HEADER_LEN + body.len();
        let too_large = |_| BatchError::InflatedTooLarge {
            bytes_max: inflated_bytes_max,
        };
        let mut header = *self.header();
        header.length = i32::try_from(size - BATCH_PREFIX).map_err(too_large)?;
        header.attributes = (header.attributes & !CODEC_BITS) | i16::from(codec.id());
        Ok(Self::assembled(header, &body))
    }
}

#[cfg(test)]
mod tests {
    use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

    use super::*;
    use crate::BatchBuilder;

    #[test]
    fn the_same_records_come_out_under_every_codec() {
        for (from, to) in [
            (Compression::None, Compression::Zstd),
            (Compression::Gzip, Compression::Lz4),
            (Compression::Snappy, Compression::None),
        ] {
            let mut builder = BatchBuilder::new(Offset::ZERO).compression(from).producer(
                ProducerId(7),
                ProducerEpoch(1),
                3,
            );
            for time in 0..50 {
                builder.append(Timestamp(time), Some(b"key"), Some(&[b'v'; 200]), &[]);
            }
            let batch = Batch::first(&builder.build()).expect("whole");
            let again = batch.recompressed(to, None, 1 << 20).expect("inflates");
            assert_eq!(again.verify_crc(), Ok(()));
            assert_eq!(again.header().compression(), Ok(to));
            assert_eq!(again.header().base_sequence, 3);
            let list = |batch: &Batch| -> Vec<_> {
                let records = batch.records(1 << 20).expect("inflates");
                records.map(|record| record.expect("whole")).collect()
            };
            assert_eq!(list(&again), list(&batch));
        }
    }

    #[test]
    fn a_higher_level_takes_less_room() {
        let mut builder = BatchBuilder::new(Offset::ZERO);
        for time in 0..2000 {
            let value = format!("{} {} {}", time, time * 7919 % 10_007, time * time % 9973);
            builder.append(Timestamp(time), None, Some(value.as_bytes()), &[]);
        }
        let batch = Batch::first(&builder.build()).expect("whole");
        for (codec, low, high) in [(Compression::Gzip, 1, 9), (Compression::Zstd, -50, 19)] {
            let size = |level| {
                let again = batch.recompressed(codec, level, 1 << 20).expect("inflates");
                let records = again.records(1 << 20).expect("inflates").count();
                assert_eq!(records, 2000);
                again.bytes().len()
            };
            assert!(size(Some(high)) < size(Some(low)), "{}", codec.name());
            assert!(size(None) <= size(Some(low)), "{}", codec.name());
        }
    }

    #[test]
    fn records_that_inflate_beyond_the_bound_are_refused() {
        let mut builder = BatchBuilder::new(Offset::ZERO).compression(Compression::Zstd);
        builder.append(Timestamp(0), None, Some(&vec![0; 1 << 20]), &[]);
        let batch = Batch::first(&builder.build()).expect("whole");
        let refused = batch.recompressed(Compression::None, None, 1000);
        assert!(matches!(
            refused,
            Err(BatchError::InflatedTooLarge { bytes_max: 1000 })
        ));
    }
}
