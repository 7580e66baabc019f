//! Frames that are broken, or ask for what nobody has.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use super::Answers;

/// How long to wait for an answer that should not come.
const SILENCE: Duration = Duration::from_millis(1500);

/// Sends each on a connection of its own.
pub(super) fn answers(bootstrap: &str) -> Answers {
    let cases = cases();
    let answer = |(name, bytes): &(&str, Vec<u8>)| {
        let hang_up = name.contains("cut short");
        let got = ask(bootstrap, bytes, hang_up).unwrap_or_else(|error| error.to_string());
        (format!("frame, {name}"), got)
    };
    cases.iter().map(answer).collect()
}

fn framed(body: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(body.len())
        .unwrap_or(0)
        .to_be_bytes()
        .to_vec();
    bytes.extend_from_slice(body);
    bytes
}

/// A request header of version 1 with a client id, and a body.
fn request(key: i16, version: i16, body: &[u8]) -> Vec<u8> {
    let mut bytes = key.to_be_bytes().to_vec();
    bytes.extend_from_slice(&version.to_be_bytes());
    bytes.extend_from_slice(&7_i32.to_be_bytes());
    bytes.extend_from_slice(&[0, 1, b'x']);
    bytes.extend_from_slice(body);
    framed(&bytes)
}

fn cases() -> Vec<(&'static str, Vec<u8>)> {
    let metadata = request(3, 1, &[0xff, 0xff, 0xff, 0xff]);
    let length = |length: i32| {
        let mut bytes = metadata.clone();
        bytes[..4].copy_from_slice(&length.to_be_bytes());
        bytes
    };
    vec![
        ("a good one", metadata.clone()),
        ("length -1", length(-1)),
        ("length 0", length(0)),
        ("length of 2 GiB", length(i32::MAX)),
        ("length above socket.request.max.bytes", length(104_857_601)),
        ("cut short", metadata[..metadata.len() - 3].to_vec()),
        ("cut short in the length", vec![0, 0]),
        ("three bytes", framed(&[0, 3, 0])),
        ("an unknown key", request(9999, 0, &[])),
        ("a negative key", request(-1, 0, &[])),
        ("a removed key", request(4, 0, &[])),
        ("an unknown version of Metadata", request(3, 99, &[])),
        ("a negative version of Metadata", request(3, -1, &[])),
        (
            "an unknown version of ApiVersions",
            request(18, 99, &[0, 2, b'x', 2, b'1', 0]),
        ),
        ("a negative version of ApiVersions", request(18, -1, &[])),
        ("Produce 0", request(0, 0, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0])),
        ("Produce 2", request(0, 2, &[0, 1, 0, 0, 0, 0, 0, 0, 0, 0])),
        ("Fetch 3", request(1, 3, &[0; 30])),
        ("no body", request(3, 1, &[])),
        (
            "bytes after the body",
            request(3, 1, &[0xff, 0xff, 0xff, 0xff, 1, 2, 3]),
        ),
        ("a negative count", request(3, 1, &[0xff, 0xff, 0xff, 0xf0])),
        (
            "a count of 2 billion",
            request(3, 1, &[0x7f, 0xff, 0xff, 0xff]),
        ),
        (
            "a negative text length",
            request(3, 1, &[0, 0, 0, 1, 0xff, 0xf0]),
        ),
        (
            "a client id that is no UTF-8",
            framed(&[0, 3, 0, 1, 0, 0, 0, 7, 0, 1, 0xff, 0xff, 0xff, 0xff, 0xff]),
        ),
    ]
}

/// What the broker does with the bytes.
fn ask(bootstrap: &str, bytes: &[u8], hang_up: bool) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(bootstrap)?;
    stream.set_read_timeout(Some(SILENCE))?;
    stream.write_all(bytes)?;
    if hang_up {
        stream.shutdown(Shutdown::Write)?;
    }
    let mut head = [0; 10];
    let answer = match stream.read_exact(&mut head[..8]) {
        Ok(()) => {
            // Only answers of the first versions are looked into: an error code follows the correlation id.
            let is_api_versions = bytes.get(4..6) == Some(&[0, 18]);
            if is_api_versions && stream.read_exact(&mut head[8..]).is_ok() {
                format!("answered, error {}", i16::from_be_bytes([head[8], head[9]]))
            } else {
                "answered".to_owned()
            }
        }
        Err(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
            ) =>
        {
            "silence".to_owned()
        }
        Err(_) => "closed".to_owned(),
    };
    Ok(answer)
}
