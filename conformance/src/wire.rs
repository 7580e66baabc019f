//! A connection that speaks the protocol itself, version by version, where clients would hide what a broker says.

use std::fmt;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use bytes::Bytes;
use protocol::{Request, decode_response, encode_request};

use crate::Failure;

/// Longest wait for an answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(20);
/// The largest answer that is taken.
const ANSWER_BYTES_MAX: usize = 16 << 20;

/// One connection; requests on it are answered in order.
#[derive(Debug)]
pub struct Connection {
    stream: TcpStream,
    correlation_id: i32,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn open(bootstrap: &str) -> Result<Self, Failure> {
        Self::open_within(bootstrap, ANSWER_LIMIT)
    }

    /// As [`Connection::open`], with another longest wait for an answer.
    ///
    /// # Errors
    /// Nobody listens there.
    pub fn open_within(bootstrap: &str, limit: Duration) -> Result<Self, Failure> {
        let open = || {
            let address: SocketAddr = bootstrap
                .parse()
                .map_err(|_| std::io::Error::other("not an address and a port"))?;
            let stream = TcpStream::connect_timeout(&address, limit)?;
            stream.set_read_timeout(Some(limit))?;
            stream.set_nodelay(true)?;
            Ok(Self {
                stream,
                correlation_id: 0,
            })
        };
        open().map_err(|error: std::io::Error| format!("{bootstrap}: {error}"))
    }

    /// Sends a request.
    ///
    /// # Errors
    /// The version cannot say it, or the connection has ended.
    pub fn send<R: Request>(&mut self, version: i16, request: &R) -> Result<(), Failure> {
        self.correlation_id += 1;
        let say = |error: &dyn fmt::Display| format!("{} v{version}: {error}", R::NAME);
        let frame = encode_request(version, self.correlation_id, Some("wire"), request)
            .map_err(|e| say(&e))?;
        let bytes = frame.into_bytes().map_err(|e| say(&e))?;
        let length = i32::try_from(bytes.len()).map_err(|e| say(&e))?;
        self.stream
            .write_all(&length.to_be_bytes())
            .map_err(|e| say(&e))?;
        self.stream.write_all(&bytes).map_err(|e| say(&e))
    }

    /// Takes the next answer, which is one to a request of this kind.
    ///
    /// # Errors
    /// There is none in time, or it is something else.
    pub fn receive<R: Request>(&mut self, version: i16) -> Result<R::Response, Failure> {
        let say = |error: &dyn fmt::Display| format!("{} v{version}: {error}", R::NAME);
        let mut length = [0; 4];
        self.stream.read_exact(&mut length).map_err(|e| say(&e))?;
        let length = usize::try_from(i32::from_be_bytes(length)).map_err(|e| say(&e))?;
        if length > ANSWER_BYTES_MAX {
            return Err(say(&format!("an answer of {length} bytes")));
        }
        let mut bytes = vec![0; length];
        self.stream.read_exact(&mut bytes).map_err(|e| say(&e))?;
        let (_, response) =
            decode_response::<R>(version, Bytes::from(bytes)).map_err(|e| say(&e))?;
        Ok(response)
    }

    /// Sends a request and takes its answer.
    ///
    /// # Errors
    /// As [`Connection::send`] and [`Connection::receive`].
    pub fn call<R: Request>(&mut self, version: i16, request: &R) -> Result<R::Response, Failure> {
        self.send(version, request)?;
        self.receive::<R>(version)
    }
}

/// What a broker said, in lines that two brokers' runs have in common: names that are made by chance are numbered in the order
/// of their first appearance.
#[derive(Debug, Default)]
pub struct Transcript {
    lines: Vec<String>,
    names: Vec<String>,
}

impl Transcript {
    /// Adds what was said to `what`.
    pub fn note(&mut self, what: &str, said: &impl fmt::Debug) {
        let said = format!("{said:?}")
            .replace("throttle_time_ms: 0, ", "")
            .replace("throttle_time_ms: 0", "");
        let said = self.numbered(&said);
        self.lines.push(format!("{what}: {said}"));
    }

    /// All lines.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = self.lines.join("\n");
        text.push('\n');
        text
    }

    fn numbered(&mut self, text: &str) -> String {
        let mut rest = text;
        let mut result = String::new();
        while let Some(at) = rest
            .char_indices()
            .map(|(at, _)| at)
            .find(|&at| is_uuid(&rest[at..]))
        {
            let (before, from) = rest.split_at(at);
            let (uuid, after) = from.split_at(UUID_LENGTH);
            let number = self
                .names
                .iter()
                .position(|name| name == uuid)
                .unwrap_or_else(|| {
                    self.names.push(uuid.to_owned());
                    self.names.len() - 1
                });
            result.push_str(before);
            result.push_str(&format!("<{number}>"));
            rest = after;
        }
        result.push_str(rest);
        result
    }
}

/// Length of a UUID in its usual form.
const UUID_LENGTH: usize = 36;

fn is_uuid(text: &str) -> bool {
    let Some(text) = text.as_bytes().get(..UUID_LENGTH) else {
        return false;
    };
    text.iter().enumerate().all(|(at, byte)| match at {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_made_by_chance_are_numbered() {
        let mut transcript = Transcript::default();
        let (a, b) = (
            "a-01234567-89ab-4def-8123-456789abcdef",
            "b-11111111-2222-4333-8444-555555555555",
        );
        transcript.note("x", &[a, b, a]);
        assert_eq!(transcript.text(), "x: [\"a-<0>\", \"b-<1>\", \"a-<0>\"]\n");
    }
}
