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
#[inline(always)]
pub(crate) fn walk_record<S: Source>(
    source: &mut S,
    index: i32,
) -> Result<RecordShape, BatchError> {
    match walk_window(source.window()?) {
        Some((shape, len)) => {
            source.skip(len)?;
            Ok(shape)
        }
        None => walk_bytes(source, index),
    }
}

/// The record at the start of `window` and its length, where it is whole and in order: nearly always. All else is
/// left to [`walk_bytes`], which also says what is wrong.
#[inline(always)]
fn walk_window(window: &[u8]) -> Option<(RecordShape, usize)> {
    let mut at = 0;
    let length = usize::try_from(window_varint(window, &mut at)?).ok()?;
    let end = at.checked_add(length)?;
    let record = window.get(..end)?;
    at += 1;
    let timestamp_delta = window_varint(record, &mut at)?;
    let offset_delta = i32::try_from(window_varint(record, &mut at)?).ok()?;
    let has_key = window_skip(record, &mut at)?;
    window_skip(record, &mut at)?;
    for _ in 0..u32::try_from(window_varint(record, &mut at)?).ok()? {
        window_skip(record, &mut at)?.then_some(())?;
        window_skip(record, &mut at)?;
    }
    (at == end).then_some((
        RecordShape {
            timestamp_delta,
            offset_delta,
            has_key,
        },
        end,
    ))
}

/// Up to nine bytes of varint; a tenth is as rare as can be.
#[inline(always)]
fn window_varint(bytes: &[u8], at: &mut usize) -> Option<i64> {
    let first = *bytes.get(*at)?;
    *at += 1;
    let mut bits = u64::from(first & 0x7f);
    let mut shift = 7;
    let mut more = first & 0x80 != 0;
    while more {
        let byte = *bytes.get(*at)?;
        *at += 1;
        bits |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        more = byte & 0x80 != 0;
        if more && shift > 56 {
            return None;
        }
    }
    Some(unzigzag(bits))
}

/// Passes over bytes with their length before them; false where they are null.
#[inline(always)]
fn window_skip(bytes: &[u8], at: &mut usize) -> Option<bool> {
    let length = i32::try_from(window_varint(bytes, at)?).ok()?;
    let Ok(length) = usize::try_from(length) else {
        return Some(false);
    };
    *at = at.checked_add(length).filter(|end| *end <= bytes.len())?;
    Some(true)
}

/// As [`walk_record`], byte by byte.
#[cold]
fn walk_bytes<S: Source>(source: &mut S, index: i32) -> Result<RecordShape, BatchError> {
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
