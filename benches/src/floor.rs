//! The least that a broker can do: the same system calls, and no broker.
//!
//! One thread with epoll. A produce request is received, its checksum computed, its bytes written at the end of a file whose
//! room is reserved ahead, and an answer of a broker's size sent. A fetch request is answered with the next megabyte of the
//! file, sent by `sendfile`. Nothing is decoded, checked, indexed or remembered.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use conformance::Failure;
use rustix::buffer::spare_capacity;
use rustix::event::epoll;
use rustix::fs::FallocateFlags;
use rustix::net::SendFlags;

use crate::requests::FETCH_BYTES;

const PRODUCE: [u8; 2] = [0, 0];
const FETCH: [u8; 2] = [0, 1];
const CREATE_TOPICS: [u8; 2] = [0, 19];
/// Size of a broker's answer to a produce request, and of what stands before the records in one to a fetch request.
const PRODUCE_ANSWER_BYTES: usize = 60;
const FETCH_ANSWER_BYTES: usize = 90;
/// What is received at a time.
const RECEIVE_BYTES: usize = 256 << 10;
const RESERVE_BYTES: u64 = 64 << 20;
const LISTENER: u64 = 0;

/// Serves until it is killed.
pub(crate) fn run(port: &str, folder: &str) -> Result<(), Failure> {
    serve(port, Path::new(folder)).map_err(|error| format!("the floor: {error}"))
}

struct Log {
    path: PathBuf,
    file: File,
    end: u64,
    reserved: u64,
}

impl Log {
    fn new(folder: &Path) -> std::io::Result<Self> {
        let path = folder.join("floor.log");
        let mut options = File::options();
        let file = options
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(&path)?;
        Ok(Self {
            path,
            file,
            end: 0,
            reserved: 0,
        })
    }

    fn append(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let end = self.end + bytes.len() as u64;
        if end > self.reserved {
            self.reserved = end + RESERVE_BYTES;
            rustix::fs::fallocate(&self.file, FallocateFlags::KEEP_SIZE, 0, self.reserved)?;
        }
        self.file.write_all_at(bytes, self.end)?;
        self.end = end;
        Ok(())
    }
}

struct Peer {
    stream: TcpStream,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    readable: bool,
    answers: Vec<u8>,
    /// Where the next fetch reads, and what is left of the one that is being answered.
    position: u64,
    left: usize,
}

fn serve(port: &str, folder: &Path) -> std::io::Result<()> {
    let port: u16 = port.parse().map_err(std::io::Error::other)?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let poll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    epoll::add(
        &poll,
        &listener,
        epoll::EventData::new_u64(LISTENER),
        epoll::EventFlags::IN,
    )?;
    let mut log = Log::new(folder)?;
    let mut peers: BTreeMap<u64, Peer> = BTreeMap::new();
    let mut next_peer = LISTENER + 1;
    let mut events: Vec<epoll::Event> = Vec::with_capacity(64);
    loop {
        events.clear();
        epoll::wait(&poll, spare_capacity(&mut events), None)?;
        for event in &events {
            let name = event.data.u64();
            if name == LISTENER {
                let peer = Peer::accept(&listener)?;
                let flags = epoll::EventFlags::IN | epoll::EventFlags::OUT | epoll::EventFlags::ET;
                epoll::add(
                    &poll,
                    &peer.stream,
                    epoll::EventData::new_u64(next_peer),
                    flags,
                )?;
                peers.insert(next_peer, peer);
                next_peer += 1;
            } else if let Some(peer) = peers.get_mut(&name) {
                let flags = event.flags;
                peer.readable |= flags.contains(epoll::EventFlags::IN);
                if !peer.turn(&mut log).unwrap_or(false) {
                    peers.remove(&name);
                }
            }
        }
    }
}

impl Peer {
    fn accept(listener: &TcpListener) -> std::io::Result<Self> {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: vec![0; 2 * RECEIVE_BYTES],
            from: 0,
            to: 0,
            readable: true,
            answers: Vec::new(),
            position: 0,
            left: 0,
        })
    }

    /// Does what can be done now; whether the connection goes on.
    fn turn(&mut self, log: &mut Log) -> std::io::Result<bool> {
        loop {
            if !self.send(log)? {
                return Ok(true);
            }
            while self.left == 0 && self.next(log)? {}
            if !self.answers.is_empty() || self.left > 0 {
                continue;
            }
            if !self.readable {
                return Ok(true);
            }
            if !self.receive()? {
                return Ok(false);
            }
        }
    }

    /// Receives once; false at the end of the stream.
    fn receive(&mut self) -> std::io::Result<bool> {
        if self.from == self.to {
            (self.from, self.to) = (0, 0);
        } else if self.buffer.len() - self.to < RECEIVE_BYTES {
            self.buffer.copy_within(self.from..self.to, 0);
            (self.from, self.to) = (0, self.to - self.from);
        }
        let end = self.to + RECEIVE_BYTES;
        let room = self.buffer.get_mut(self.to..end).unwrap_or_default();
        match self.stream.read(room) {
            Ok(0) => Ok(false),
            Ok(bytes) => {
                self.to += bytes;
                self.readable = bytes == RECEIVE_BYTES;
                Ok(true)
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                self.readable = false;
                Ok(true)
            }
            Err(error) => Err(error),
        }
    }

    /// Takes the next whole request; false when there is none.
    fn next(&mut self, log: &mut Log) -> std::io::Result<bool> {
        let held = self.buffer.get(self.from..self.to).unwrap_or_default();
        let Some((length, rest)) = held.split_first_chunk::<4>() else {
            return Ok(false);
        };
        let length = u32::from_be_bytes(*length) as usize;
        let Some(request) = rest.get(..length) else {
            return Ok(false);
        };
        let key: Option<&[u8; 2]> = request.first_chunk();
        let answer_bytes = match key {
            Some(&PRODUCE) => {
                std::hint::black_box(crc32c::crc32c(request));
                log.append(request)?;
                PRODUCE_ANSWER_BYTES
            }
            Some(&FETCH) => {
                if self.position + FETCH_BYTES as u64 > log.end {
                    self.position = 0;
                }
                self.left = FETCH_BYTES;
                FETCH_ANSWER_BYTES
            }
            Some(&CREATE_TOPICS) => {
                std::fs::remove_file(&log.path)?;
                let folder = log.path.parent().unwrap_or(Path::new(".")).to_owned();
                *log = Log::new(&folder)?;
                PRODUCE_ANSWER_BYTES
            }
            _ => return Err(ErrorKind::InvalidData.into()),
        };
        self.from += 4 + length;
        let length = u32::try_from(answer_bytes + self.left).unwrap_or(0);
        self.answers.extend_from_slice(&length.to_be_bytes());
        self.answers.resize(self.answers.len() + answer_bytes, 0);
        Ok(true)
    }

    /// Sends what is to be sent; whether all of it has left.
    fn send(&mut self, log: &Log) -> std::io::Result<bool> {
        if !self.answers.is_empty() {
            if self.left > 0 {
                rustix::net::send(
                    &self.stream,
                    &self.answers,
                    SendFlags::MORE | SendFlags::NOSIGNAL,
                )?;
            } else {
                // A few bytes to a client that reads: there is room.
                self.stream.write_all(&self.answers)?;
            }
            self.answers.clear();
        }
        while self.left > 0 {
            match rustix::fs::sendfile(&self.stream, &log.file, Some(&mut self.position), self.left)
            {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(sent) => self.left -= sent.min(self.left),
                Err(rustix::io::Errno::AGAIN) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
        Ok(true)
    }
}
