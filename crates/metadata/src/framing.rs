//! A metadata record as the value of a log record: a frame version, type and version, then the
//! body.

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Problem, Reader, Writer};

use crate::records::Record;

/// The only version of the frame.
const FRAME_VERSION: u32 = 1;

/// The value of the log record that carries `record`, at the highest version of its type.
///
/// # Errors
/// When a field is longer than the format can say.
pub fn encode_record(record: &Record) -> Result<Bytes, EncodeError> {
    let kind = record.kind();
    let version = Record::highest_version(kind).unwrap_or_default();
    let mut writer = Writer::new();
    writer.uvarint(FRAME_VERSION);
    writer.uvarint(u32::from(kind.unsigned_abs()));
    writer.uvarint(u32::from(version.unsigned_abs()));
    record.encode_body(&mut writer, version)?;
    Ok(writer.finish().into_bytes().unwrap_or_default())
}

/// The record in the value of a log record.
///
/// # Errors
/// When it is damaged, or of a type or version that is not known: written by a newer version of the
/// software.
pub fn decode_record(value: Bytes) -> Result<Record, DecodeError> {
    let mut reader = Reader::trusting(value);
    let frame = reader.uvarint("frame version")?;
    if frame != FRAME_VERSION {
        return Err(reader.error("frame version", Problem::Unknown(frame.into())));
    }
    let kind = number(&mut reader, "metadata record type")?;
    let version = number(&mut reader, "metadata record version")?;
    Record::decode_body(&mut reader, kind, version)
}

fn number(reader: &mut Reader, field: &'static str) -> Result<i16, DecodeError> {
    let number = reader.uvarint(field)?;
    i16::try_from(number).map_err(|_| reader.error(field, Problem::Unknown(number.into())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::FeatureLevelRecord;

    #[test]
    fn a_record_is_framed_as_in_kafka_s_metadata_log() {
        let record: Record = FeatureLevelRecord {
            name: "metadata.version".into(),
            feature_level: 30,
        }
        .into();
        let mut expected = vec![1, 12, 0, 17];
        expected.extend_from_slice(b"metadata.version\x00\x1e\x00");
        let bytes = encode_record(&record).expect("short");
        assert_eq!(bytes, expected);
        assert_eq!(decode_record(bytes), Ok(record));
    }

    #[test]
    fn what_is_not_a_record_is_an_error() {
        for bytes in [
            &[][..],
            &[1],
            &[2, 12, 0, 0],
            &[1, 6, 0],
            &[1, 12, 9, 1, 0, 0, 0],
            &[1, 12, 0, 60],
        ] {
            assert!(
                decode_record(Bytes::copy_from_slice(bytes)).is_err(),
                "{bytes:?}"
            );
        }
    }
}
