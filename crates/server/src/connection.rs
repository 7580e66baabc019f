//! One accepted connection, from its first byte to its last.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::buf::Limit;
use bytes::{BufMut, Bytes, BytesMut};
use codec::framing::{FrameError, FrameReader, FrameWriter};
use types::Instant;
use world::{ConnectionId, Reply, RequestId};

use crate::{Budget, SMALL_BYTES_MAX};

/// How long a frame that holds much memory may stand still while the budget is used up.
const STALLED_MAX: Duration = Duration::from_secs(30);

/// What a connection may do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// `socket.request.max.bytes`: largest request, in bytes.
    pub request_bytes_max: usize,
    /// `connections.max.idle.ms`: how long nothing may be sent or received while no reply is owed.
    pub idle_max: Duration,
    /// Requests that are taken in ahead of their replies.
    pub pipelined_requests_max: usize,
    /// Bytes of replies that wait for the client to read them before no more requests are taken.
    pub outgoing_bytes_max: u64,
}

impl Default for Limits {
    /// Kafka's defaults where Kafka has the setting.
    fn default() -> Self {
        Self {
            request_bytes_max: 100 << 20,
            idle_max: Duration::from_secs(600),
            pipelined_requests_max: 64,
            outgoing_bytes_max: 1 << 20,
        }
    }
}

/// Why a connection is closed from this side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CloseReason {
    /// A length that is not allowed.
    Frame(FrameError),
    /// The node refused to go on.
    Node(String),
    /// A reply is longer than a length can say.
    ReplyTooLong(u64),
    /// Nothing happened for `connections.max.idle.ms`.
    Idle(Duration),
    /// A large request stood still half sent while others wait for its memory.
    Stalled,
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Frame(error @ FrameError::TooLarge { .. }) => {
                write!(
                    f,
                    "a request was refused: {error}; raise socket.request.max.bytes if it is legitimate"
                )
            }
            Self::Frame(error) => write!(f, "not the protocol: {error}"),
            Self::Node(reason) => f.write_str(reason),
            Self::ReplyTooLong(len) => write!(
                f,
                "the reply of {len} bytes is longer than the protocol allows"
            ),
            Self::Idle(max) => {
                write!(
                    f,
                    "idle for {} ms, the limit of connections.max.idle.ms",
                    max.as_millis()
                )
            }
            Self::Stalled => {
                write!(
                    f,
                    "a request stood still half sent for {} s while its memory was needed",
                    STALLED_MAX.as_secs()
                )
            }
        }
    }
}

/// A request whose turn to be answered has not come.
#[derive(Debug)]
struct Slot {
    charged: usize,
    /// `None` until it is known.
    reply: Option<Reply>,
}

/// The state of one accepted connection.
///
/// The driver reads into [`Connection::room`] and reports it, takes requests until there is none, completes them in any
/// order, and sends what [`Connection::writer`] holds. After each of these, [`Connection::closing`] may have a reason.
#[derive(Debug)]
pub struct Connection {
    id: ConnectionId,
    limits: Arc<Limits>,
    budget: Arc<Budget>,
    reader: FrameReader,
    writer: FrameWriter,
    slots: VecDeque<Slot>,
    /// Sequence number of the first slot.
    first_sequence: u64,
    charged_unanswered: usize,
    holds_overdraft: bool,
    last_progress: Instant,
    stall_looked_at: Instant,
    closing: Option<CloseReason>,
}

impl Connection {
    /// A fresh connection.
    #[must_use]
    pub fn new(id: ConnectionId, limits: Arc<Limits>, budget: Arc<Budget>, now: Instant) -> Self {
        Self {
            id,
            reader: FrameReader::new(limits.request_bytes_max),
            limits,
            budget,
            writer: FrameWriter::default(),
            slots: VecDeque::new(),
            first_sequence: 0,
            charged_unanswered: 0,
            holds_overdraft: false,
            last_progress: now,
            stall_looked_at: now,
            closing: None,
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> ConnectionId {
        self.id
    }

    /// Why it is to be closed: nothing is read, taken or answered any more. What [`Connection::writer`] holds may be sent
    /// if that needs no waiting.
    #[must_use]
    pub fn closing(&self) -> Option<&CloseReason> {
        self.closing.as_ref()
    }

    /// Ends it from this side.
    pub fn close(&mut self, reason: CloseReason) {
        self.closing.get_or_insert(reason);
    }

    /// Whether the client is ahead of its replies, so that neither reading nor taking requests goes on.
    fn is_ahead(&self) -> bool {
        self.closing.is_some()
            || self.slots.len() >= self.limits.pipelined_requests_max
            || self.writer.len() > self.limits.outgoing_bytes_max
    }

    /// Where to read into; `None` while reading is to pause. When [`Connection::waits_for_memory`] it may go on once the
    /// budget wakes, otherwise after progress on this connection.
    pub fn room(&mut self) -> Option<Limit<&mut BytesMut>> {
        if self.is_ahead() {
            return None;
        }
        if self.holds_overdraft || !self.budget.is_used_up() {
            return Some(self.reader.room(None));
        }
        let held = self.reader.buffered() + self.charged_unanswered;
        if held < SMALL_BYTES_MAX {
            return Some(self.reader.room(Some(SMALL_BYTES_MAX - held)));
        }
        // Answers to what is owed will free memory; only an unfinished request alone needs the overdraft.
        if self.slots.is_empty() && self.budget.take_overdraft() {
            self.holds_overdraft = true;
            return Some(self.reader.room(None));
        }
        None
    }

    /// Whether reading pauses because the budget is used up.
    #[must_use]
    pub fn waits_for_memory(&self) -> bool {
        !self.is_ahead()
            && !self.holds_overdraft
            && self.budget.is_used_up()
            && self.reader.buffered() + self.charged_unanswered >= SMALL_BYTES_MAX
    }

    /// Notes that `bytes` were read into [`Connection::room`].
    pub fn on_read(&mut self, now: Instant, bytes: usize) {
        self.budget.charge(bytes);
        self.last_progress = now;
    }

    /// The next request, when one is there and the client is not too far ahead.
    pub fn next_request(&mut self) -> Option<(RequestId, Bytes)> {
        if self.is_ahead() {
            return None;
        }
        let before = self.reader.buffered();
        match self.reader.next_frame() {
            Ok(None) => None,
            Ok(Some(frame)) => {
                let charged = before - self.reader.buffered();
                let sequence = self.first_sequence + self.slots.len() as u64;
                self.charged_unanswered += charged;
                self.slots.push_back(Slot {
                    charged,
                    reply: None,
                });
                Some((
                    RequestId {
                        connection: self.id,
                        sequence,
                    },
                    frame,
                ))
            }
            Err(error) => {
                self.close(CloseReason::Frame(error));
                None
            }
        }
    }

    /// Takes the reply to a request. It leaves once all earlier ones have; [`Reply::Later`] changes nothing, and a second
    /// reply to the same request is dropped.
    pub fn complete(&mut self, sequence: u64, reply: Reply) {
        let slot = sequence
            .checked_sub(self.first_sequence)
            .and_then(|place| usize::try_from(place).ok())
            .and_then(|place| self.slots.get_mut(place));
        let Some(slot) = slot else { return };
        if matches!(reply, Reply::Later) || slot.reply.is_some() {
            return;
        }
        slot.reply = Some(reply);
        while self.closing.is_none() && self.slots.front().is_some_and(|slot| slot.reply.is_some())
        {
            let Some(Slot { charged, reply }) = self.slots.pop_front() else {
                return;
            };
            self.first_sequence += 1;
            self.charged_unanswered -= charged;
            self.budget.release(charged);
            if self.holds_overdraft {
                self.holds_overdraft = false;
                self.budget.return_overdraft();
            }
            match reply {
                Some(Reply::Now(frame)) => {
                    if let Err(error) = self.writer.push(frame) {
                        self.close(CloseReason::ReplyTooLong(error.len));
                    }
                }
                Some(Reply::Close(reason)) => self.close(CloseReason::Node(reason)),
                Some(Reply::Never | Reply::Later) | None => {}
            }
        }
    }

    /// What is to be sent.
    #[must_use]
    pub fn writer(&self) -> &FrameWriter {
        &self.writer
    }

    /// Notes that `bytes` of [`Connection::writer`] were sent.
    pub fn on_written(&mut self, now: Instant, bytes: u64) {
        self.writer.advance(bytes);
        self.last_progress = now;
    }

    /// Whether all that arrived was taken in and answered, and the answers were sent.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.slots.is_empty() && self.writer.is_empty()
    }

    fn holds_much_unfinished(&self) -> bool {
        self.reader.buffered() > SMALL_BYTES_MAX
    }

    /// When [`Connection::on_deadline`] is to be called next. It moves on with every progress: a driver may look only when
    /// the one that it knows is due.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        let idle = self.last_progress + self.limits.idle_max;
        if self.holds_much_unfinished() {
            idle.min(self.stall_deadline())
        } else {
            idle
        }
    }

    fn stall_deadline(&self) -> Instant {
        self.last_progress.max(self.stall_looked_at) + STALLED_MAX
    }

    /// Closes the connection when it stood still too long.
    pub fn on_deadline(&mut self, now: Instant) {
        if self.holds_much_unfinished() && now >= self.stall_deadline() {
            self.stall_looked_at = now;
            if !self.is_ahead() && (self.holds_overdraft || self.budget.is_used_up()) {
                return self.close(CloseReason::Stalled);
            }
        }
        if now >= self.last_progress + self.limits.idle_max {
            if !self.slots.is_empty() && self.writer.is_empty() {
                // Replies are owed, and not by the client: that is no idleness.
                self.last_progress = now;
            } else {
                self.close(CloseReason::Idle(self.limits.idle_max));
            }
        }
    }

    /// The capacity that a reading buffer should have; `None` when one is held.
    #[must_use]
    pub fn buffer_bytes_wanted(&self) -> Option<usize> {
        (!self.reader.holds_buffer()).then(|| self.reader.buffer_bytes_wanted())
    }

    /// Hands out the reading buffer of a connection that waits with nothing in it.
    pub fn take_buffer(&mut self) -> Option<BytesMut> {
        self.reader.take_buffer()
    }

    /// Lends a reading buffer.
    pub fn give_buffer(&mut self, buffer: BytesMut) {
        self.reader.give_buffer(buffer);
    }

    /// Copies `bytes` in, as far as there is room, and says how many: for drivers whose network is memory.
    pub fn feed(&mut self, now: Instant, bytes: &[u8]) -> usize {
        let Some(mut room) = self.room() else {
            return 0;
        };
        let taken = bytes.len().min(room.remaining_mut());
        room.put_slice(bytes.get(..taken).unwrap_or_default());
        self.on_read(now, taken);
        taken
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.budget
            .release(self.reader.buffered() + self.charged_unanswered);
        if self.holds_overdraft {
            self.budget.return_overdraft();
        }
    }
}

#[cfg(test)]
mod tests;
