//! One connection: requests out, answers in, in the same order.

use std::collections::{BTreeMap, VecDeque};
use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

use bytes::Bytes;
use protocol::messages::api_versions::ApiVersionsRequest;
use protocol::{ApiKey, ErrorCode, Message, Request, decode_response, encode_request};

use super::ClientError;

/// Longest answer that is read.
const ANSWER_BYTES_MAX: usize = 512 << 20;

/// An open connection whose versions are agreed.
#[derive(Debug)]
pub(crate) struct Connection {
    stream: TcpStream,
    address: String,
    client_id: String,
    timeout: Duration,
    versions: BTreeMap<i16, (i16, i16)>,
    correlation_id: i32,
    waiting: VecDeque<Waiting>,
}

/// A request that has no answer yet.
#[derive(Debug)]
struct Waiting {
    api: ApiKey,
    version: i16,
    correlation_id: i32,
}

impl Connection {
    /// Connects and asks which versions the broker serves.
    pub(crate) fn open(
        host: &str,
        port: u16,
        client_id: &str,
        timeout: Duration,
    ) -> Result<Self, ClientError> {
        let address = format!("{host}:{port}");
        let fail = |error: io::Error| ClientError::Disconnected {
            address: address.clone(),
            reason: told(&error),
        };
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
        let mut stream = None;
        for candidate in (host, port).to_socket_addrs().map_err(fail)? {
            match TcpStream::connect_timeout(&candidate, timeout.min(Duration::from_secs(10))) {
                Ok(open) => {
                    stream = Some(open);
                    break;
                }
                Err(error) => last = error,
            }
        }
        let Some(stream) = stream else {
            return Err(fail(last));
        };
        stream.set_nodelay(true).map_err(fail)?;
        stream.set_write_timeout(Some(timeout)).map_err(fail)?;
        let mut connection = Self {
            stream,
            address: address.clone(),
            client_id: client_id.to_owned(),
            timeout,
            versions: BTreeMap::new(),
            correlation_id: 0,
            waiting: VecDeque::new(),
        };
        connection.agree()?;
        Ok(connection)
    }

    /// Who is at the other end.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    fn agree(&mut self) -> Result<(), ClientError> {
        let request = ApiVersionsRequest {
            client_software_name: "highwater".into(),
            client_software_version: env!("CARGO_PKG_VERSION").into(),
        };
        let timeout = self.timeout;
        self.post_as(&request, 3)?;
        let mut answer = self.receive_within::<ApiVersionsRequest>(timeout);
        let unsupported = ErrorCode::UnsupportedVersion.code();
        if !matches!(&answer, Ok(answer) if answer.error_code != unsupported) {
            self.post_as(&ApiVersionsRequest::default(), 0)?;
            answer = self.receive_within::<ApiVersionsRequest>(timeout);
        }
        let answer = answer?;
        if answer.error_code != 0 {
            return Err(ClientError::refused("ApiVersions", answer.error_code, None));
        }
        for api in answer.api_keys {
            self.versions
                .insert(api.api_key, (api.min_version, api.max_version));
        }
        Ok(())
    }

    /// Sends a request without waiting, in the highest version that both sides have and that is not above `highest`.
    pub(crate) fn post<R: Request>(
        &mut self,
        request: &R,
        highest: i16,
    ) -> Result<(), ClientError> {
        let ours = R::KEY.versions();
        let Some(&(lowest, theirs)) = self.versions.get(&R::KEY.code()) else {
            return Err(self.unserved(R::KEY));
        };
        let version = ours.highest.min(theirs).min(highest);
        if version < lowest || version < ours.lowest {
            return Err(self.unserved(R::KEY));
        }
        self.post_as(request, version)
    }

    /// Sends a request that is never answered.
    pub(crate) fn post_unanswered<R: Request>(
        &mut self,
        request: &R,
        highest: i16,
    ) -> Result<(), ClientError> {
        self.post(request, highest)?;
        self.waiting.pop_back();
        Ok(())
    }

    fn unserved(&self, api: ApiKey) -> ClientError {
        ClientError::Unserved {
            what: api.name().to_owned(),
            address: self.address.clone(),
        }
    }

    fn post_as<R: Request>(&mut self, request: &R, version: i16) -> Result<(), ClientError> {
        self.correlation_id = self.correlation_id.wrapping_add(1);
        let correlation_id = self.correlation_id;
        let frame = encode_request(version, correlation_id, Some(&self.client_id), request)
            .map_err(|error| ClientError::Protocol {
                what: R::KEY.name().to_owned(),
                reason: error.to_string(),
            })?;
        let body = frame.into_bytes().map_err(|error| self.ended(&error))?;
        let mut message = Vec::with_capacity(body.len() + 4);
        let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
        message.extend_from_slice(&length.to_be_bytes());
        message.extend_from_slice(&body);
        self.stream
            .write_all(&message)
            .map_err(|error| self.ended(&error))?;
        self.waiting.push_back(Waiting {
            api: R::KEY,
            version,
            correlation_id,
        });
        Ok(())
    }

    /// Reads the answer to the oldest request, which must have been one of this kind.
    pub(crate) fn receive<R: Request>(&mut self) -> Result<R::Response, ClientError> {
        self.receive_within::<R>(self.timeout)
    }

    fn receive_within<R: Request>(&mut self, limit: Duration) -> Result<R::Response, ClientError> {
        let Some(waiting) = self.waiting.pop_front() else {
            panic!("an answer is read that no request waits for");
        };
        assert_eq!(
            waiting.api,
            R::KEY,
            "answers come in the order of the requests"
        );
        let what = waiting.api.name();
        self.stream
            .set_read_timeout(Some(limit))
            .map_err(|error| self.ended(&error))?;
        let frame = self.read_frame().map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => ClientError::TimedOut {
                what: format!("{what} at {}", self.address),
                limit,
            },
            _ => self.ended(&error),
        })?;
        let wrong = |reason: String| ClientError::Protocol {
            what: what.to_owned(),
            reason,
        };
        let version = match answered_in_version_zero(waiting.api, &frame) {
            true => 0,
            false => waiting.version,
        };
        let (correlation_id, response) =
            decode_response::<R>(version, frame).map_err(|error| wrong(error.to_string()))?;
        if correlation_id != waiting.correlation_id {
            return Err(wrong(format!(
                "the answer has the number {correlation_id} instead of {}",
                waiting.correlation_id
            )));
        }
        Ok(response)
    }

    /// Sends a request and waits for its answer.
    pub(crate) fn call<R: Request>(
        &mut self,
        request: &R,
        highest: i16,
    ) -> Result<R::Response, ClientError> {
        self.post(request, highest)?;
        self.receive::<R>()
    }

    /// As [`Connection::call`], for a request that the broker may hold for long.
    pub(crate) fn call_within<R: Request>(
        &mut self,
        request: &R,
        highest: i16,
        limit: Duration,
    ) -> Result<R::Response, ClientError> {
        self.post(request, highest)?;
        self.receive_within::<R>(limit)
    }

    fn read_frame(&mut self) -> io::Result<Bytes> {
        let mut length = [0; 4];
        self.stream.read_exact(&mut length)?;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        if length > ANSWER_BYTES_MAX {
            return Err(io::Error::other(format!(
                "an answer of {length} bytes is announced"
            )));
        }
        let mut frame = Vec::new();
        let got = Read::by_ref(&mut self.stream)
            .take(length as u64)
            .read_to_end(&mut frame)?;
        if got < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(frame.into())
    }

    fn ended(&self, error: &io::Error) -> ClientError {
        ClientError::Disconnected {
            address: self.address.clone(),
            reason: told(error),
        }
    }
}

/// A broker that does not know the version of ApiVersions answers in version 0 with UNSUPPORTED_VERSION (KIP-511).
fn answered_in_version_zero(api: ApiKey, frame: &Bytes) -> bool {
    let code = frame
        .get(4..6)
        .and_then(|code| code.try_into().ok())
        .map(i16::from_be_bytes);
    api == ApiKey::ApiVersions && code == Some(ErrorCode::UnsupportedVersion.code())
}

fn told(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => "the other side closed it".to_owned(),
        io::ErrorKind::ConnectionRefused => "nobody listens there".to_owned(),
        io::ErrorKind::TimedOut => "it took too long".to_owned(),
        _ => error.to_string(),
    }
}

/// Text of a message's kind, for errors.
pub(crate) fn name_of<R: Request>() -> &'static str {
    <R as Message>::NAME.trim_end_matches("Request")
}
