//! A floor that follows another: it asks for what comes after its own end, computes the checksum, and writes.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;

use conformance::Failure;

use super::log::Log;
use super::{FETCH_ANSWER_BYTES, REPLICATE, REPLICATE_BYTES};
use crate::requests::FETCH_BYTES;

/// What stands before the bytes of an answer: its length, and what a broker says of the partition.
const HEAD_BYTES: usize = 4 + FETCH_ANSWER_BYTES;

/// Follows until it is killed, or its leader is.
pub(crate) fn run(leader: &str, folder: &str) -> Result<(), Failure> {
    follow(leader, Path::new(folder)).map_err(|error| format!("a follower of the floor: {error}"))
}

fn follow(leader: &str, folder: &Path) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(leader)?;
    stream.set_nodelay(true)?;
    let mut log = Log::new(folder)?;
    let mut generation = 0;
    let mut buffer = vec![0; HEAD_BYTES + FETCH_BYTES];
    loop {
        stream.write_all(&request(generation, log.end))?;
        let bytes = receive(&mut stream, &mut buffer)?;
        let answer = buffer.get(..bytes).unwrap_or_default();
        let (head, body) = answer.split_at_checked(HEAD_BYTES).unwrap_or_default();
        let named = head.get(4..).and_then(<[u8]>::first_chunk);
        let named = u32::from_be_bytes(*named.ok_or(ErrorKind::InvalidData)?);
        if named == generation {
            std::hint::black_box(crc32c::crc32c(body));
            log.append(body)?;
        } else {
            generation = named;
            log.clear()?;
        }
    }
}

/// As long as a broker's request that only tells one position.
fn request(generation: u32, position: u64) -> Vec<u8> {
    let length = u32::try_from(REPLICATE_BYTES).unwrap_or(0);
    let mut request = length.to_be_bytes().to_vec();
    request.extend_from_slice(&REPLICATE);
    request.extend_from_slice(&generation.to_be_bytes());
    request.extend_from_slice(&position.to_be_bytes());
    request.resize(4 + REPLICATE_BYTES, 0);
    request
}

/// One whole answer; how long it is.
fn receive(stream: &mut TcpStream, buffer: &mut [u8]) -> std::io::Result<usize> {
    let (mut have, mut whole) = (0, HEAD_BYTES);
    while have < whole {
        match stream.read(buffer.get_mut(have..).unwrap_or_default())? {
            0 => return Err(ErrorKind::UnexpectedEof.into()),
            bytes => have += bytes,
        }
        if let Some(length) = buffer.first_chunk::<4>().filter(|_| have >= 4) {
            whole = 4 + u32::from_be_bytes(*length) as usize;
        }
    }
    Ok(whole)
}
