//! One connection to another node.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::buf::Limit;
use bytes::{BufMut, Bytes, BytesMut};
use codec::framing::{FrameReader, FrameWriter};
use codec::{Frame, Piece};
use types::{BrokerId, Instant};
use world::{Call, CallError, CallId, Endpoint};

/// What a connection to another node may do.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Largest response, in bytes.
    pub response_bytes_max: usize,
    /// How long dialling may take.
    pub dial_max: Duration,
    /// From one dial to the next, at least.
    pub redial_after: Duration,
    /// How long it is kept without a call.
    pub idle_max: Duration,
}

impl Default for Limits {
    /// Kafka closes its outgoing connections a minute before the other side would.
    fn default() -> Self {
        Self {
            response_bytes_max: i32::MAX as usize,
            dial_max: Duration::from_secs(10),
            redial_after: Duration::from_millis(1),
            idle_max: Duration::from_secs(540),
        }
    }
}

/// Names one connection. A peer that moved is another one: calls to its old address end as they end there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct PeerKey {
    /// Whom it is meant to reach.
    pub peer: BrokerId,
    /// Where.
    pub endpoint: Endpoint,
    /// Keeps long polls apart from short requests.
    pub lane: u8,
}

impl PeerKey {
    /// The connection that a call takes.
    #[must_use]
    pub fn of(call: &Call) -> Self {
        Self {
            peer: call.peer,
            endpoint: call.endpoint.clone(),
            lane: call.lane,
        }
    }
}

/// What the driver has to do for a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Want {
    /// Nothing but what the socket brings and the deadline.
    Wait,
    /// Dial, and say how it went.
    Dial,
    /// Close the socket, or stop dialling.
    Hang,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Down,
    Dialling {
        until: Instant,
    },
    Up,
    /// Was given up; the driver has not heard of it yet.
    Broken,
}

#[derive(Debug)]
struct InFlight {
    id: CallId,
    correlation_id: i32,
    deadline: Instant,
}

/// The state of one outgoing connection.
///
/// The driver hands in calls, does what [`Peer::want`] says, reads into [`Peer::room`], sends what [`Peer::writer`] holds,
/// and takes outcomes until there is none.
#[derive(Debug)]
pub struct Peer {
    limits: Arc<Limits>,
    state: State,
    reader: FrameReader,
    writer: FrameWriter,
    /// Calls that wait for the connection.
    queued: VecDeque<(CallId, Frame, Instant)>,
    /// Calls that were written (or queued to be), in order.
    in_flight: VecDeque<InFlight>,
    outcomes: VecDeque<(CallId, Result<Bytes, CallError>)>,
    dial_not_before: Instant,
    last_used: Instant,
}

impl Peer {
    /// A connection that is not made yet.
    #[must_use]
    pub fn new(limits: Arc<Limits>, now: Instant) -> Self {
        Self {
            reader: FrameReader::new(limits.response_bytes_max),
            limits,
            state: State::Down,
            writer: FrameWriter::default(),
            queued: VecDeque::new(),
            in_flight: VecDeque::new(),
            outcomes: VecDeque::new(),
            dial_not_before: now,
            last_used: now,
        }
    }

    /// Takes a call.
    pub fn call(&mut self, now: Instant, call: Call) {
        self.last_used = now;
        match self.state {
            State::Up => self.send(call.id, call.frame, call.deadline),
            State::Down | State::Dialling { .. } | State::Broken => {
                self.queued.push_back((call.id, call.frame, call.deadline));
            }
        }
    }

    fn send(&mut self, id: CallId, frame: Frame, deadline: Instant) {
        let sent = correlation_id(&frame).filter(|_| self.writer.push(frame).is_ok());
        match sent {
            Some(correlation_id) => self.in_flight.push_back(InFlight {
                id,
                correlation_id,
                deadline,
            }),
            None => self.outcomes.push_back((id, Err(CallError::Disconnected))),
        }
    }

    /// What the driver has to do now. [`Want::Dial`] and [`Want::Hang`] are said once.
    pub fn want(&mut self, now: Instant) -> Want {
        match self.state {
            State::Broken => {
                self.state = State::Down;
                Want::Hang
            }
            State::Down if !self.queued.is_empty() && now >= self.dial_not_before => {
                self.state = State::Dialling {
                    until: now + self.limits.dial_max,
                };
                self.dial_not_before = now + self.limits.redial_after;
                Want::Dial
            }
            State::Down | State::Dialling { .. } | State::Up => Want::Wait,
        }
    }

    /// The dial succeeded.
    pub fn on_connected(&mut self, now: Instant) {
        self.state = State::Up;
        self.last_used = now;
        for (id, frame, deadline) in std::mem::take(&mut self.queued) {
            self.send(id, frame, deadline);
        }
    }

    /// The dial failed: with [`CallError::Refused`] when nobody listens there.
    pub fn on_dial_failed(&mut self, error: &CallError) {
        self.state = State::Down;
        for (id, ..) in std::mem::take(&mut self.queued) {
            self.outcomes.push_back((id, Err(error.clone())));
        }
    }

    /// The connection ended.
    pub fn on_disconnected(&mut self) {
        self.fail();
        self.state = State::Down;
    }

    fn fail(&mut self) {
        self.reader = FrameReader::new(self.limits.response_bytes_max);
        self.writer = FrameWriter::default();
        for lost in std::mem::take(&mut self.in_flight) {
            self.outcomes
                .push_back((lost.id, Err(CallError::Disconnected)));
        }
    }

    /// Where to read into.
    pub fn room(&mut self) -> Limit<&mut BytesMut> {
        self.reader.room(None)
    }

    /// Notes that bytes were read into [`Peer::room`], and takes the responses in them.
    pub fn on_read(&mut self, now: Instant) {
        self.last_used = now;
        loop {
            match self.reader.next_frame() {
                Ok(None) => return,
                Ok(Some(response)) => {
                    let correlation_id = response.first_chunk().map(|id| i32::from_be_bytes(*id));
                    // A server answers in order: any other response is out of step, and so is all that follows.
                    match self.in_flight.front() {
                        Some(first) if Some(first.correlation_id) == correlation_id => {
                            self.outcomes.push_back((first.id, Ok(response)));
                            self.in_flight.pop_front();
                        }
                        _ => break,
                    }
                }
                Err(_) => break,
            }
        }
        self.fail();
        self.state = State::Broken;
    }

    /// The next outcome of a call.
    pub fn next_outcome(&mut self) -> Option<(CallId, Result<Bytes, CallError>)> {
        self.outcomes.pop_front()
    }

    /// What is to be sent.
    #[must_use]
    pub fn writer(&self) -> &FrameWriter {
        &self.writer
    }

    /// Notes that `bytes` of [`Peer::writer`] were sent.
    pub fn on_written(&mut self, now: Instant, bytes: u64) {
        self.last_used = now;
        self.writer.advance(bytes);
    }

    /// When [`Peer::on_deadline`] and [`Peer::want`] are to be looked at next.
    #[must_use]
    pub fn deadline(&self) -> Instant {
        let queued = self.queued.iter().map(|(_, _, deadline)| *deadline);
        let in_flight = self.in_flight.iter().map(|call| call.deadline);
        let own = match self.state {
            State::Dialling { until } => until,
            State::Down if !self.queued.is_empty() => self.dial_not_before,
            State::Broken => Instant(0),
            State::Down | State::Up if self.in_flight.is_empty() => {
                self.last_used + self.limits.idle_max
            }
            State::Down | State::Up => Instant::NEVER,
        };
        queued.chain(in_flight).fold(own, Instant::min)
    }

    /// Ends what is due: calls, a dial, or the connection when it was not used.
    pub fn on_deadline(&mut self, now: Instant) {
        let outcomes = &mut self.outcomes;
        self.queued.retain(|(id, _, deadline)| {
            let due = *deadline <= now;
            if due {
                outcomes.push_back((*id, Err(CallError::TimedOut)));
            }
            !due
        });
        let in_flight = self.in_flight.len();
        self.in_flight.retain(|call| {
            let due = call.deadline <= now;
            if due {
                outcomes.push_back((call.id, Err(CallError::TimedOut)));
            }
            !due
        });
        if self.in_flight.len() < in_flight {
            // Its response would still come first: the others would only wait behind it.
            self.fail();
            self.state = State::Broken;
            return;
        }
        match self.state {
            State::Dialling { until } if until <= now || self.queued.is_empty() => {
                self.on_dial_failed(&CallError::Disconnected);
                self.state = State::Broken;
            }
            State::Up if self.is_idle(now) => self.state = State::Broken,
            State::Dialling { .. } | State::Up | State::Down | State::Broken => {}
        }
    }

    fn is_idle(&self, now: Instant) -> bool {
        self.queued.is_empty()
            && self.in_flight.is_empty()
            && now >= self.last_used + self.limits.idle_max
    }

    /// Whether it was not used for so long that it may be forgotten.
    #[must_use]
    pub fn is_forgettable(&self, now: Instant) -> bool {
        self.state == State::Down && self.outcomes.is_empty() && self.is_idle(now)
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

    /// Copies `bytes` in: for drivers whose network is memory.
    pub fn feed(&mut self, now: Instant, mut bytes: &[u8]) {
        while self.state == State::Up && !bytes.is_empty() {
            let mut room = self.room();
            let (some, rest) = bytes.split_at(bytes.len().min(room.remaining_mut()));
            room.put_slice(some);
            bytes = rest;
            self.on_read(now);
        }
    }
}

/// Bytes 4 to 8 of a request, which may lie in several pieces.
fn correlation_id(frame: &Frame) -> Option<i32> {
    let mut head = [0_u8; 8];
    let mut filled = 0;
    for piece in &frame.pieces {
        let Piece::Bytes(bytes) = piece else {
            return None;
        };
        for (place, byte) in head.iter_mut().skip(filled).zip(bytes) {
            *place = *byte;
            filled += 1;
        }
    }
    let [.., a, b, c, d] = head;
    (filled == 8).then(|| i32::from_be_bytes([a, b, c, d]))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Instant = Instant(1_000_000_000);

    fn call(id: u64, correlation_id: i32, deadline: Instant) -> Call {
        let mut head = vec![0, 18, 0, 4];
        head.extend(correlation_id.to_be_bytes());
        let pieces = vec![
            Piece::Bytes(head[..6].to_vec().into()),
            Piece::Bytes(head[6..].to_vec().into()),
        ];
        let endpoint = Endpoint {
            host: "b".into(),
            port: 9,
        };
        Call {
            id: CallId(id),
            peer: BrokerId(2),
            endpoint,
            lane: 0,
            frame: Frame { pieces },
            deadline,
        }
    }

    fn response(correlation_id: i32) -> Vec<u8> {
        let mut bytes = vec![0, 0, 0, 6];
        bytes.extend(correlation_id.to_be_bytes());
        bytes.extend(b"ok");
        bytes
    }

    fn outcomes(peer: &mut Peer) -> Vec<(u64, Result<usize, CallError>)> {
        std::iter::from_fn(|| peer.next_outcome())
            .map(|(id, r)| (id.0, r.map(|b| b.len())))
            .collect()
    }

    fn up() -> Peer {
        let mut peer = Peer::new(Arc::new(Limits::default()), NOW);
        peer.call(NOW, call(1, 11, NOW + Duration::from_secs(5)));
        assert_eq!(peer.want(NOW), Want::Dial);
        assert_eq!(peer.want(NOW), Want::Wait);
        peer.on_connected(NOW);
        peer.call(NOW, call(2, 12, NOW + Duration::from_secs(3)));
        assert_eq!(peer.writer().len(), 24);
        peer
    }

    #[test]
    fn responses_find_their_calls_however_they_arrive() {
        let mut peer = up();
        let stream = [response(11), response(12)].concat();
        for byte in stream {
            peer.feed(NOW, &[byte]);
        }
        assert_eq!(outcomes(&mut peer), [(1, Ok(6)), (2, Ok(6))]);
    }

    #[test]
    fn a_response_out_of_step_breaks_the_connection() {
        let mut peer = up();
        peer.feed(NOW, &[response(11), response(99), response(12)].concat());
        assert_eq!(
            outcomes(&mut peer),
            [(1, Ok(6)), (2, Err(CallError::Disconnected))]
        );
        assert_eq!(peer.want(NOW), Want::Hang);
        assert_eq!(peer.want(NOW), Want::Wait);
    }

    #[test]
    fn a_call_that_is_late_breaks_the_connection_too() {
        let mut peer = up();
        assert_eq!(peer.deadline(), NOW + Duration::from_secs(3));
        peer.on_deadline(NOW + Duration::from_secs(3));
        assert_eq!(
            outcomes(&mut peer),
            [
                (2, Err(CallError::TimedOut)),
                (1, Err(CallError::Disconnected))
            ]
        );
        assert_eq!(peer.want(NOW), Want::Hang);
    }

    #[test]
    fn a_refused_dial_ends_what_waited_and_the_next_call_dials_again() {
        let mut peer = Peer::new(Arc::new(Limits::default()), NOW);
        let deadline = NOW + Duration::from_secs(5);
        peer.call(NOW, call(1, 1, deadline));
        peer.call(NOW, call(2, 2, NOW));
        assert_eq!(peer.want(NOW), Want::Dial);
        peer.on_deadline(NOW);
        peer.on_dial_failed(&CallError::Refused);
        assert_eq!(
            outcomes(&mut peer),
            [(2, Err(CallError::TimedOut)), (1, Err(CallError::Refused))]
        );
        peer.call(NOW, call(3, 3, deadline));
        assert_eq!(peer.want(NOW), Want::Wait);
        assert_eq!(peer.want(peer.deadline()), Want::Dial);
    }

    #[test]
    fn an_ended_connection_ends_its_calls_and_an_idle_one_is_hung_up() {
        let mut peer = up();
        peer.on_disconnected();
        assert_eq!(
            outcomes(&mut peer),
            [
                (1, Err(CallError::Disconnected)),
                (2, Err(CallError::Disconnected))
            ]
        );
        let mut peer = up();
        peer.feed(NOW, &[response(11), response(12)].concat());
        let idle = peer.deadline();
        assert_eq!(idle, NOW + Duration::from_secs(540));
        peer.on_deadline(idle);
        assert_eq!(outcomes(&mut peer).len(), 2);
        assert_eq!(peer.want(idle), Want::Hang);
        assert!(peer.is_forgettable(idle));
    }
}
