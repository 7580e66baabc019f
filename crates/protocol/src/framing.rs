//! Whole frames: a header and a message. The length before a frame on a connection is not part of
//! it.

use std::fmt;

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Frame, Message, Problem, Reader, Text, Writer};

use crate::ApiKey;

/// A message that is sent to a server.
pub trait Request: Message {
    /// What it asks for.
    const KEY: ApiKey;
    /// What answers it.
    type Response: Message;
}

/// What comes before every request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestHeader {
    /// The number of the API: one that is known, when the header was decoded without an error.
    pub api_key: i16,
    /// The version of the request and of its response.
    pub api_version: i16,
    /// Comes back with the response.
    pub correlation_id: i32,
    /// What the client calls itself.
    pub client_id: Option<Text>,
}

/// Why a request's header leads to no request.
#[derive(Clone, Debug, PartialEq)]
pub enum HeaderError {
    /// The bytes are no header.
    Malformed(DecodeError),
    /// There is no such API.
    UnknownApiKey {
        /// The number given.
        api_key: i16,
        /// The version given.
        api_version: i16,
        /// The request's correlation id.
        correlation_id: i32,
    },
    /// The API has no such version. ApiVersions is then answered in version 0 with
    /// UNSUPPORTED_VERSION (KIP-511).
    UnsupportedVersion {
        /// The API.
        api: ApiKey,
        /// The version given.
        api_version: i16,
        /// The request's correlation id.
        correlation_id: i32,
    },
}

impl fmt::Display for HeaderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => write!(f, "the request has no valid header: {error}"),
            Self::UnknownApiKey {
                api_key,
                api_version,
                ..
            } => {
                write!(
                    f,
                    "the request has the unknown API key {api_key} (version {api_version})"
                )
            }
            Self::UnsupportedVersion {
                api, api_version, ..
            } => {
                let versions = api.versions();
                write!(
                    f,
                    "{api} has no version {api_version}; versions {} to {} are known",
                    versions.lowest, versions.highest
                )
            }
        }
    }
}

impl std::error::Error for HeaderError {}

impl From<DecodeError> for HeaderError {
    fn from(error: DecodeError) -> Self {
        Self::Malformed(error)
    }
}

/// Reads a request's header. The reader stands at the request, which is of a key and version that
/// are known.
///
/// # Errors
/// When the bytes are no header, or the key or version is not known.
pub fn decode_request_header(frame: Bytes) -> Result<(RequestHeader, Reader), HeaderError> {
    let mut reader = Reader::new(frame);
    let api_key = reader.i16("RequestHeader.RequestApiKey")?;
    let api_version = reader.i16("RequestHeader.RequestApiVersion")?;
    let correlation_id = reader.i32("RequestHeader.CorrelationId")?;
    let Some(api) = ApiKey::from_code(api_key) else {
        return Err(HeaderError::UnknownApiKey {
            api_key,
            api_version,
            correlation_id,
        });
    };
    if !api.versions().contains(api_version) {
        return Err(HeaderError::UnsupportedVersion {
            api,
            api_version,
            correlation_id,
        });
    }
    let client_id = reader.nullable_text("RequestHeader.ClientId", false)?;
    if api.request_header_version(api_version) >= 2 {
        reader.skip_tags("RequestHeader")?;
    }
    Ok((
        RequestHeader {
            api_key,
            api_version,
            correlation_id,
            client_id,
        },
        reader,
    ))
}

/// Writes a response with its header.
///
/// # Errors
/// When the version cannot carry the message.
pub fn encode_response<M: Message>(
    api: ApiKey,
    version: i16,
    correlation_id: i32,
    message: &M,
) -> Result<Frame, EncodeError> {
    let mut writer = Writer::new();
    writer.i32(correlation_id);
    if api.response_header_version(version) >= 1 {
        writer.uvarint(0);
    }
    message.encode(&mut writer, version)?;
    Ok(writer.finish())
}

/// Writes a request with its header.
///
/// # Errors
/// When the version cannot carry the message.
pub fn encode_request<R: Request>(
    version: i16,
    correlation_id: i32,
    client_id: Option<&str>,
    request: &R,
) -> Result<Frame, EncodeError> {
    let mut writer = Writer::new();
    writer.i16(R::KEY.code());
    writer.i16(version);
    writer.i32(correlation_id);
    match client_id {
        Some(client_id) => writer.text("RequestHeader.ClientId", false, client_id)?,
        None => writer.i16(-1),
    }
    if R::KEY.request_header_version(version) >= 2 {
        writer.uvarint(0);
    }
    request.encode(&mut writer, version)?;
    Ok(writer.finish())
}

/// Reads a response with its header: the correlation id and the message.
///
/// # Errors
/// When the bytes are no response to such a request.
pub fn decode_response<R: Request>(
    version: i16,
    frame: Bytes,
) -> Result<(i32, R::Response), DecodeError> {
    let mut reader = Reader::trusting(frame);
    let correlation_id = reader.i32("ResponseHeader.CorrelationId")?;
    if R::KEY.response_header_version(version) >= 1 {
        reader.skip_tags("ResponseHeader")?;
    }
    let response = R::Response::decode(&mut reader, version)?;
    Ok((correlation_id, response))
}

/// Reads the request that a header announced.
///
/// # Errors
/// When the bytes are not such a request.
pub fn decode_request<R: Request>(
    header: &RequestHeader,
    mut reader: Reader,
) -> Result<R, DecodeError> {
    if header.api_key != R::KEY.code() {
        return Err(reader.error(R::NAME, Problem::Unknown(header.api_key.into())));
    }
    R::decode(&mut reader, header.api_version)
}
