//! ZooKeeper's wire protocol: requests as bytes, and bytes as what they answer.
//!
//! All numbers are big-endian; texts and buffers have their length before them, −1 for none.

use std::fmt;

use bytes::{Buf, BufMut, Bytes, BytesMut};
use world::{Access, Answer, Change, EnsembleError, Grant, Operation, Stat, Write};

const CREATE2: i32 = 15;
const DELETE: i32 = 2;
const GET_DATA: i32 = 4;
const SET_DATA: i32 = 5;
const GET_CHILDREN: i32 = 8;
const SYNC: i32 = 9;
const CHECK: i32 = 13;
const MULTI: i32 = 14;
const REMOVE_WATCHES: i32 = 18;
const SASL: i32 = 102;
const ADD_WATCH: i32 = 106;
const ERROR: i32 = -1;

const PING_XID: i32 = -2;
const NOTIFICATION_XID: i32 = -1;
const CLOSE_XID: i32 = 0;

/// Everything that is not about one request in the tree.
const ALL_PERMISSIONS: i32 = 31;
const READ: i32 = 1;
/// Removes whatever watches a path.
const ANY_WATCHER: i32 = 3;
/// The server knows of no such watch: it went with an earlier connection.
const NO_WATCHER: i32 = -121;

/// What is not ZooKeeper's protocol.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Malformed(String);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "what the server sent is not ZooKeeper's protocol: {}",
            self.0
        )
    }
}

type Read<T> = Result<T, Malformed>;

fn malformed<T>(what: &str) -> Read<T> {
    Err(Malformed(what.to_owned()))
}

fn text(buffer: &mut BytesMut, text: &str) {
    buffer.put_i32(i32::try_from(text.len()).unwrap_or(i32::MAX));
    buffer.put_slice(text.as_bytes());
}

fn data(buffer: &mut BytesMut, data: &[u8]) {
    buffer.put_i32(i32::try_from(data.len()).unwrap_or(i32::MAX));
    buffer.put_slice(data);
}

fn frame(write: impl FnOnce(&mut BytesMut)) -> Bytes {
    let mut buffer = BytesMut::new();
    buffer.put_i32(0);
    write(&mut buffer);
    let length = i32::try_from(buffer.len() - 4).unwrap_or(i32::MAX);
    if let Some(place) = buffer.get_mut(..4) {
        place.copy_from_slice(&length.to_be_bytes());
    }
    buffer.freeze()
}

/// The session that a connection is to speak for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Credentials {
    /// Zero for a new one.
    pub(super) session: i64,
    pub(super) password: Bytes,
}

/// The first frame of a connection.
pub(super) fn connect(credentials: &Credentials, timeout_ms: i32, last_zxid: i64) -> Bytes {
    frame(|buffer| {
        buffer.put_i32(0);
        buffer.put_i64(last_zxid);
        buffer.put_i32(timeout_ms);
        buffer.put_i64(credentials.session);
        if credentials.password.is_empty() {
            data(buffer, &[0; 16]);
        } else {
            data(buffer, &credentials.password);
        }
        // A server without a majority is of no use.
        buffer.put_u8(0);
    })
}

/// The answer to the first frame: the session and its time-out in milliseconds; none for a session that has ended.
pub(super) fn read_connect(mut frame: Bytes) -> Read<Option<(Credentials, i32)>> {
    let _version = i32(&mut frame)?;
    let timeout_ms = i32(&mut frame)?;
    let session = i64(&mut frame)?;
    let password = buffer(&mut frame)?;
    Ok((timeout_ms > 0).then_some((Credentials { session, password }, timeout_ms)))
}

pub(super) fn ping() -> Bytes {
    frame(|buffer| {
        buffer.put_i32(PING_XID);
        buffer.put_i32(11);
    })
}

/// A step of proving who the session is.
pub(super) fn sasl(xid: i32, token: &[u8]) -> Bytes {
    frame(|buffer| {
        buffer.put_i32(xid);
        buffer.put_i32(SASL);
        data(buffer, token);
    })
}

/// The server's token in the answer to [`sasl`]; empty where it has none.
pub(super) fn read_sasl(mut body: Bytes) -> Read<Bytes> {
    buffer(&mut body)
}

/// Ends the session. Its answer has the number zero, as no operation has.
pub(super) fn close() -> Bytes {
    frame(|buffer| {
        buffer.put_i32(CLOSE_XID);
        buffer.put_i32(-11);
    })
}

/// An operation as a frame.
pub(super) fn request(xid: i32, operation: &Operation, access: &Access) -> Bytes {
    frame(|buffer| {
        buffer.put_i32(xid);
        match operation {
            Operation::Get(path) => {
                buffer.put_i32(GET_DATA);
                text(buffer, path);
                buffer.put_u8(0);
            }
            Operation::Children(path) => {
                buffer.put_i32(GET_CHILDREN);
                text(buffer, path);
                buffer.put_u8(0);
            }
            Operation::Sync => {
                buffer.put_i32(SYNC);
                text(buffer, "/");
            }
            Operation::Watch { path, recursive } => {
                buffer.put_i32(ADD_WATCH);
                text(buffer, path);
                buffer.put_i32(i32::from(*recursive));
            }
            Operation::Unwatch { path, .. } => {
                buffer.put_i32(REMOVE_WATCHES);
                text(buffer, path);
                buffer.put_i32(ANY_WATCHER);
            }
            Operation::Write(writes) => {
                buffer.put_i32(MULTI);
                for write in writes {
                    put_write(buffer, write, access);
                }
                header(buffer, ERROR, true);
            }
        }
    })
}

fn header(buffer: &mut BytesMut, kind: i32, done: bool) {
    buffer.put_i32(kind);
    buffer.put_u8(u8::from(done));
    buffer.put_i32(-1);
}

fn put_write(buffer: &mut BytesMut, write: &Write, access: &Access) {
    let any = |version: &Option<i32>| version.unwrap_or(-1);
    match write {
        Write::Create {
            path,
            data: content,
            ephemeral,
        } => {
            header(buffer, CREATE2, false);
            text(buffer, path);
            data(buffer, content);
            match access.grant(path) {
                Grant::Everybody => {
                    buffer.put_i32(1);
                    entry(buffer, ALL_PERMISSIONS, "world", "anyone");
                }
                Grant::Readers => {
                    buffer.put_i32(2);
                    entry(buffer, ALL_PERMISSIONS, "auth", "");
                    entry(buffer, READ, "world", "anyone");
                }
                Grant::Creator => {
                    buffer.put_i32(1);
                    entry(buffer, ALL_PERMISSIONS, "auth", "");
                }
            }
            buffer.put_i32(i32::from(*ephemeral));
        }
        Write::Set {
            path,
            data: content,
            version,
        } => {
            header(buffer, SET_DATA, false);
            text(buffer, path);
            data(buffer, content);
            buffer.put_i32(any(version));
        }
        Write::Delete { path, version } => {
            header(buffer, DELETE, false);
            text(buffer, path);
            buffer.put_i32(any(version));
        }
        Write::Check { path, version } => {
            header(buffer, CHECK, false);
            text(buffer, path);
            buffer.put_i32(*version);
        }
    }
}

fn entry(buffer: &mut BytesMut, permissions: i32, scheme: &str, id: &str) {
    buffer.put_i32(permissions);
    text(buffer, scheme);
    text(buffer, id);
}

fn i32(frame: &mut Bytes) -> Read<i32> {
    match frame.remaining() {
        4.. => Ok(frame.get_i32()),
        _ => malformed("a frame ends within a number"),
    }
}

fn i64(frame: &mut Bytes) -> Read<i64> {
    match frame.remaining() {
        8.. => Ok(frame.get_i64()),
        _ => malformed("a frame ends within a number"),
    }
}

fn bool(frame: &mut Bytes) -> Read<bool> {
    match frame.remaining() {
        1.. => Ok(frame.get_u8() != 0),
        _ => malformed("a frame ends within a truth value"),
    }
}

fn buffer(frame: &mut Bytes) -> Read<Bytes> {
    let length = i32(frame)?;
    match usize::try_from(length) {
        Ok(length) if length <= frame.remaining() => Ok(frame.split_to(length)),
        Ok(_) => malformed("a frame ends within a buffer"),
        Err(_) => Ok(Bytes::new()),
    }
}

fn string(frame: &mut Bytes) -> Read<String> {
    match String::from_utf8(buffer(frame)?.to_vec()) {
        Ok(text) => Ok(text),
        Err(_) => malformed("a text is not UTF-8"),
    }
}

fn stat(frame: &mut Bytes) -> Read<Stat> {
    let (created, modified) = (i64(frame)?, i64(frame)?);
    let (_made_at, _changed_at) = (i64(frame)?, i64(frame)?);
    let (version, _children_version, _access_version) = (i32(frame)?, i32(frame)?, i32(frame)?);
    let owner = i64(frame)?;
    let (_bytes, children) = (i32(frame)?, i32(frame)?);
    let _children_modified = i64(frame)?;
    Ok(Stat {
        created,
        modified,
        version,
        owner,
        children,
    })
}

/// What a frame is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Received {
    Pong,
    Changed(String, Change),
    /// The answer to the request of that number, and the last transaction that the server has applied.
    Reply {
        xid: i32,
        zxid: i64,
        code: i32,
        body: Bytes,
    },
    /// A notice that means nothing here.
    Nothing,
}

pub(super) fn receive(mut frame: Bytes) -> Read<Received> {
    let (xid, zxid, code) = (i32(&mut frame)?, i64(&mut frame)?, i32(&mut frame)?);
    match xid {
        PING_XID => Ok(Received::Pong),
        NOTIFICATION_XID => {
            let (kind, _state) = (i32(&mut frame)?, i32(&mut frame)?);
            let path = string(&mut frame)?;
            let change = match kind {
                1 => Change::Created,
                2 => Change::Deleted,
                3 => Change::Data,
                4 => Change::Children,
                _ => return Ok(Received::Nothing),
            };
            Ok(Received::Changed(path, change))
        }
        xid => Ok(Received::Reply {
            xid,
            zxid,
            code,
            body: frame,
        }),
    }
}

fn error(code: i32) -> EnsembleError {
    match code {
        -4 | -118 => EnsembleError::Disconnected,
        -101 => EnsembleError::NoNode,
        -103 => EnsembleError::BadVersion,
        -110 => EnsembleError::NodeExists,
        -111 => EnsembleError::NotEmpty,
        -112 => EnsembleError::Expired,
        other => EnsembleError::Other(other),
    }
}

/// What a reply says to the operation that it answers.
pub(super) fn answer(
    operation: &Operation,
    code: i32,
    mut body: Bytes,
) -> Read<Result<Answer, EnsembleError>> {
    if code == NO_WATCHER && matches!(operation, Operation::Unwatch { .. }) {
        return Ok(Ok(Answer::Done));
    }
    if code != 0 {
        return Ok(Err(error(code)));
    }
    Ok(match operation {
        Operation::Get(_) => {
            let data = buffer(&mut body)?;
            // The frame is larger than what is kept of it.
            let data = Bytes::copy_from_slice(&data);
            Ok(Answer::Node(data, stat(&mut body)?))
        }
        Operation::Children(_) => {
            let count = i32(&mut body)?;
            let mut names = Vec::new();
            for _ in 0..count {
                names.push(string(&mut body)?);
            }
            names.sort();
            Ok(Answer::Children(names))
        }
        Operation::Write(_) => written(&mut body)?,
        Operation::Sync | Operation::Watch { .. } | Operation::Unwatch { .. } => Ok(Answer::Done),
    })
}

fn written(body: &mut Bytes) -> Read<Result<Answer, EnsembleError>> {
    let mut stats = Vec::new();
    let mut refused = None;
    loop {
        let (kind, done, _code) = (i32(body)?, bool(body)?, i32(body)?);
        if done {
            break;
        }
        let index = stats.len();
        stats.push(match kind {
            CREATE2 => {
                let _path = string(body)?;
                Some(stat(body)?)
            }
            SET_DATA => Some(stat(body)?),
            DELETE | CHECK => None,
            ERROR => {
                let code = i32(body)?;
                // Those before the one that failed have no error, those after it say only that they were not tried.
                if code != 0 && refused.is_none() {
                    refused = Some((index, error(code)));
                }
                None
            }
            other => return malformed(&format!("a result of kind {other}")),
        });
    }
    Ok(match refused {
        Some((index, error)) => Err(EnsembleError::Refused {
            index,
            error: Box::new(error),
        }),
        None => Ok(Answer::Written(stats)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_framed_as_zookeeper_s_client_does() {
        let bytes = request(7, &Operation::Get("/a".to_owned()), &Access::Open);
        let expected = [
            0, 0, 0, 15, 0, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, 2, b'/', b'a', 0,
        ];
        assert_eq!(bytes, expected[..]);
    }

    #[test]
    fn a_write_ends_with_a_header_of_its_own() {
        let write = Write::Delete {
            path: "/a".to_owned(),
            version: None,
        };
        let bytes = request(1, &Operation::Write(vec![write]), &Access::Open);
        let expected = [
            &[0, 0, 0, 36, 0, 0, 0, 1, 0, 0, 0, 14][..],
            &[
                0, 0, 0, 2, 0, 255, 255, 255, 255, 0, 0, 0, 2, b'/', b'a', 255, 255, 255, 255,
            ],
            &[255, 255, 255, 255, 1, 255, 255, 255, 255],
        ];
        assert_eq!(bytes, expected.concat());
    }

    #[test]
    fn the_change_that_failed_is_named() {
        let result = |code: i32| {
            let mut result = vec![255, 255, 255, 255, 0];
            result.extend(code.to_be_bytes());
            result.extend(code.to_be_bytes());
            result
        };
        let end = vec![255, 255, 255, 255, 1, 255, 255, 255, 255];
        let body: Vec<u8> = [result(0), result(-103), result(-2), end].concat();
        let expected = EnsembleError::Refused {
            index: 1,
            error: Box::new(EnsembleError::BadVersion),
        };
        assert_eq!(
            answer(&Operation::Write(Vec::new()), 0, body.into()),
            Ok(Err(expected))
        );
    }

    #[test]
    fn what_is_cut_short_is_an_error_and_takes_no_memory() {
        let count = Bytes::from_static(&[0x7f, 255, 255, 255]);
        assert!(answer(&Operation::Children("/".to_owned()), 0, count).is_err());
        for length in 0..16 {
            let bytes = Bytes::from(vec![255; length]);
            assert!(receive(bytes.clone()).is_err());
            assert!(read_connect(bytes).is_err());
        }
        let (get, write) = (Operation::Get("/".to_owned()), Operation::Write(Vec::new()));
        assert!(answer(&get, 0, Bytes::from_static(&[0, 0, 0, 9, 1])).is_err());
        assert!(answer(&write, 0, Bytes::from_static(&[0, 0, 0, 15, 0])).is_err());
    }
}
