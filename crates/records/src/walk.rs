//! Steps over one record without looking at its key, value and headers.

use crate::error::BatchError;
use crate::source::Source;
use crate::varint::unzigzag;

/// What a record says about itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RecordShape {
    pub(crate) timestamp_delta: i64,
    pub(crate) offset_delta: i32,
    pub(crate) has_key: bool,
}

const ENDS_EARLY: &str = "it ends in the middle";
const BAD_VARINT: &str = "a variable-length integer is longer than its type";

/// Passes over the record that starts here, the `index`th of its batch.
pub(crate) fn walk_record<S: Source>(
    source: &mut S,
    index: i32,
) -> Result<RecordShape, BatchError> {
    let bad = |reason| BatchError::BadRecord { index, reason };
    let length = varint(source, index)?;
    if length < 0 {
        return Err(bad("its length is negative"));
    }
    let start = source.position();
    source.byte()?.ok_or_else(|| bad(ENDS_EARLY))?;
    let timestamp_delta = varlong(source, index)?;
    let offset_delta = varint(source, index)?;
    let has_key = skip_nullable(source, index)?;
    skip_nullable(source, index)?;
    let headers = varint(source, index)?;
    if headers < 0 {
        return Err(bad("its number of headers is negative"));
    }
    for _ in 0..headers {
        if !skip_nullable(source, index)? {
            return Err(bad("the length of a header's key is negative"));
        }
        skip_nullable(source, index)?;
    }
    if source.position() - start != u64::from(length.unsigned_abs()) {
        return Err(bad(
            "its fields take more or fewer bytes than its length says",
        ));
    }
    Ok(RecordShape {
        timestamp_delta,
        offset_delta,
        has_key,
    })
}

/// Passes over bytes with their length before them; false where they are null. As in Kafka every negative length is.
#[inline]
fn skip_nullable<S: Source>(source: &mut S, index: i32) -> Result<bool, BatchError> {
    let Ok(length) = usize::try_from(varint(source, index)?) else {
        return Ok(false);
    };
    if source.skip(length)? {
        Ok(true)
    } else {
        Err(BatchError::BadRecord {
            index,
            reason: ENDS_EARLY,
        })
    }
}

#[inline]
fn varint<S: Source>(source: &mut S, index: i32) -> Result<i32, BatchError> {
    let bits = unsigned(source, index, 5)?;
    let bits = u32::try_from(bits).map_err(|_| BatchError::BadRecord {
        index,
        reason: BAD_VARINT,
    })?;
    // 32 bits of zig-zag always fit.
    Ok(i32::try_from(unzigzag(u64::from(bits))).unwrap_or(i32::MIN))
}

#[inline]
fn varlong<S: Source>(source: &mut S, index: i32) -> Result<i64, BatchError> {
    Ok(unzigzag(unsigned(source, index, 10)?))
}

#[inline]
fn unsigned<S: Source>(source: &mut S, index: i32, bytes_max: u32) -> Result<u64, BatchError> {
    let mut bits = 0_u64;
    for place in 0..bytes_max {
        let Some(byte) = source.byte()? else {
            return Err(BatchError::BadRecord {
                index,
                reason: ENDS_EARLY,
            });
        };
        bits |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 == 0 {
            return Ok(bits);
        }
    }
    Err(BatchError::BadRecord {
        index,
        reason: BAD_VARINT,
    })
}
