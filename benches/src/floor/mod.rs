//! The least that a broker can do: the same system calls, and no broker.
//!
//! One thread with epoll. A produce request is received, its checksum computed, its bytes written at the end of a file whose
//! room is reserved ahead, and an answer of a broker's size sent. A fetch request is answered with the next megabyte of the
//! file, sent by `sendfile`. Nothing is decoded, checked, indexed or remembered.
//!
//! With followers a produce request is answered when all of them have asked for what comes after it.

pub(crate) mod follower;
mod log;

use std::collections::{BTreeMap, VecDeque};
use std::io::{ErrorKind, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use conformance::Failure;
use rustix::buffer::spare_capacity;
use rustix::event::epoll;
use rustix::net::{SendFlags, sockopt};

use crate::requests::FETCH_BYTES;
use log::Log;

const PRODUCE: [u8; 2] = [0, 0];
const FETCH: [u8; 2] = [0, 1];
const CREATE_TOPICS: [u8; 2] = [0, 19];
/// A follower's: which file it copies, and where its copy ends.
const REPLICATE: [u8; 2] = [0, 99];
const REPLICATE_BYTES: usize = 100;
/// Size of a broker's answer to a produce request, and of what stands before the records in one to a fetch request.
const PRODUCE_ANSWER_BYTES: usize = 60;
const FETCH_ANSWER_BYTES: usize = 90;
/// What is received at a time.
const RECEIVE_BYTES: usize = 256 << 10;
/// What the system holds of an answer that is being sent, as a broker's `socket.send.buffer.bytes` is by default.
const SEND_BUFFER_BYTES: usize = 102_400;
const LISTENER: u64 = 0;

/// Serves until it is killed, with so many followers.
pub(crate) fn run(port: &str, folder: &str, followers: usize) -> Result<(), Failure> {
    serve(port, Path::new(folder), followers).map_err(|error| format!("the floor: {error}"))
}

/// What is written, and how far it was copied.
struct Leader {
    log: Log,
    /// The number of the file.
    generation: u32,
    followers: usize,
    /// Where the followers' copies end, by connection.
    positions: BTreeMap<u64, u64>,
}

impl Leader {
    /// Where what all have ends.
    fn replicated(&self) -> u64 {
        if self.positions.len() < self.followers {
            return 0;
        }
        let copied = self.positions.values().copied().min();
        copied.unwrap_or(self.log.end)
    }

    fn begin_anew(&mut self) -> std::io::Result<()> {
        self.generation += 1;
        self.positions.clear();
        self.log.clear()
    }
}

struct Peer {
    name: u64,
    stream: TcpStream,
    buffer: Vec<u8>,
    from: usize,
    to: usize,
    readable: bool,
    answers: Vec<u8>,
    /// Where the next fetch reads, and what is left of the one that is being answered.
    position: u64,
    left: usize,
    /// Where the produce requests end that are not answered yet.
    unanswered: VecDeque<u64>,
    /// What a follower asked for and does not have yet: the file, and from where.
    parked: Option<(u32, u64)>,
}

fn serve(port: &str, folder: &Path, followers: usize) -> std::io::Result<()> {
    let port: u16 = port.parse().map_err(std::io::Error::other)?;
    let listener = TcpListener::bind(("127.0.0.1", port))?;
    let poll = epoll::create(epoll::CreateFlags::CLOEXEC)?;
    epoll::add(
        &poll,
        &listener,
        epoll::EventData::new_u64(LISTENER),
        epoll::EventFlags::IN,
    )?;
    let mut leader = Leader {
        log: Log::new(folder)?,
        generation: 0,
        followers,
        positions: BTreeMap::new(),
    };
    let mut peers: BTreeMap<u64, Peer> = BTreeMap::new();
    let mut next_peer = LISTENER + 1;
    let mut events: Vec<epoll::Event> = Vec::with_capacity(64);
    loop {
        events.clear();
        epoll::wait(&poll, spare_capacity(&mut events), None)?;
        for event in &events {
            let name = event.data.u64();
            if name == LISTENER {
                let peer = Peer::accept(next_peer, &listener)?;
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
                turn(&mut peers, name, &mut leader);
            }
        }
        // What one sent may be what others wait for.
        loop {
            let due = |(name, peer): (&u64, &Peer)| peer.is_due(&leader).then_some(*name);
            let due: Vec<u64> = peers.iter().filter_map(due).collect();
            if due.is_empty() {
                break;
            }
            for name in due {
                turn(&mut peers, name, &mut leader);
            }
        }
    }
}

fn turn(peers: &mut BTreeMap<u64, Peer>, name: u64, leader: &mut Leader) {
    let peer = peers.get_mut(&name);
    if peer.is_some_and(|peer| !peer.turn(leader).unwrap_or(false)) {
        peers.remove(&name);
        leader.positions.remove(&name);
    }
}

impl Peer {
    fn accept(name: u64, listener: &TcpListener) -> std::io::Result<Self> {
        let (stream, _) = listener.accept()?;
        stream.set_nonblocking(true)?;
        stream.set_nodelay(true)?;
        sockopt::set_socket_send_buffer_size(&stream, SEND_BUFFER_BYTES)?;
        Ok(Self {
            name,
            stream,
            buffer: vec![0; 2 * RECEIVE_BYTES],
            from: 0,
            to: 0,
            readable: true,
            answers: Vec::new(),
            position: 0,
            left: 0,
            unanswered: VecDeque::new(),
            parked: None,
        })
    }

    /// Whether there is something to tell it.
    fn is_due(&self, leader: &Leader) -> bool {
        let copied = self.unanswered.front();
        copied.is_some_and(|end| *end <= leader.replicated())
            || self.parked.is_some_and(|(generation, from)| {
                generation != leader.generation || from < leader.log.end
            })
    }

    /// Answers what can be answered now.
    fn answer(&mut self, leader: &Leader) {
        while let Some(end) = self.unanswered.front()
            && *end <= leader.replicated()
        {
            self.unanswered.pop_front();
            self.head(PRODUCE_ANSWER_BYTES, 0);
        }
        if let Some((generation, from)) = self.parked
            && self.is_due(leader)
        {
            self.parked = None;
            self.position = from;
            let there = usize::try_from(leader.log.end.saturating_sub(from)).unwrap_or(0);
            if generation == leader.generation {
                self.left = there.min(FETCH_BYTES);
            }
            self.head(FETCH_ANSWER_BYTES, leader.generation);
        }
    }

    /// What stands before the bytes of an answer, with the number of the file.
    fn head(&mut self, bytes: usize, generation: u32) {
        let length = u32::try_from(bytes + self.left).unwrap_or(0);
        self.answers.extend_from_slice(&length.to_be_bytes());
        self.answers.extend_from_slice(&generation.to_be_bytes());
        self.answers.resize(self.answers.len() + bytes - 4, 0);
    }

    /// Does what can be done now; whether the connection goes on.
    fn turn(&mut self, leader: &mut Leader) -> std::io::Result<bool> {
        loop {
            if !self.send(&leader.log)? {
                return Ok(true);
            }
            while self.left == 0 && self.next(leader)? {}
            if self.left == 0 {
                self.answer(leader);
            }
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
    fn next(&mut self, leader: &mut Leader) -> std::io::Result<bool> {
        let held = self.buffer.get(self.from..self.to).unwrap_or_default();
        let Some((length, rest)) = held.split_first_chunk::<4>() else {
            return Ok(false);
        };
        let length = u32::from_be_bytes(*length) as usize;
        let Some(request) = rest.get(..length) else {
            return Ok(false);
        };
        let key: Option<&[u8; 2]> = request.first_chunk();
        match key {
            Some(&PRODUCE) => {
                std::hint::black_box(crc32c::crc32c(request));
                leader.log.append(request)?;
                self.unanswered.push_back(leader.log.end);
            }
            Some(&FETCH) => {
                if self.position + FETCH_BYTES as u64 > leader.log.end {
                    self.position = 0;
                }
                self.left = FETCH_BYTES;
                self.head(FETCH_ANSWER_BYTES, 0);
            }
            Some(&REPLICATE) => {
                let asked = asked(request).ok_or(ErrorKind::InvalidData)?;
                let is_this = asked.0 == leader.generation;
                let copied = if is_this { asked.1 } else { 0 };
                leader.positions.insert(self.name, copied);
                self.parked = Some(asked);
            }
            Some(&CREATE_TOPICS) => {
                leader.begin_anew()?;
                self.head(PRODUCE_ANSWER_BYTES, 0);
            }
            _ => return Err(ErrorKind::InvalidData.into()),
        }
        self.from += 4 + length;
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

/// The file that a follower copies, and where its copy ends.
fn asked(request: &[u8]) -> Option<(u32, u64)> {
    let (generation, rest) = request.get(2..)?.split_first_chunk()?;
    let position = rest.first_chunk()?;
    Some((
        u32::from_be_bytes(*generation),
        u64::from_be_bytes(*position),
    ))
}
