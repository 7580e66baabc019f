//! What a driver runs: a node takes requests, events and time, and answers with replies and outputs.

use std::io;
use std::sync::Arc;

use bytes::Bytes;
use codec::Frame;
use types::{BrokerId, Instant, Now};

use crate::{EnsembleEvent, EnsembleRequest, File};

/// One accepted connection, never used again in the life of the process.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ConnectionId(pub u64);

/// One request: the connection that it came on and its place there. Replies leave in the order of `sequence`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RequestId {
    /// Where it came from.
    pub connection: ConnectionId,
    /// Counted from zero for each connection.
    pub sequence: u64,
}

/// What is known of the other end of an accepted connection.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConnectionInfo {
    /// The connection.
    pub id: ConnectionId,
    /// Name of the listener that accepted it, such as `PLAINTEXT`.
    pub listener: Arc<str>,
    /// Whether requests that only brokers and controllers may send are accepted here: true on the inter-broker and controller
    /// listeners.
    pub privileged: bool,
    /// Address of the other end, without the port.
    pub host: Arc<str>,
}

/// What becomes of a request at once.
#[derive(Debug)]
pub enum Reply {
    /// The answer.
    Now(Frame),
    /// The answer follows as [`Output::Reply`].
    Later,
    /// There will be none, as for `acks=0`.
    Never,
    /// The connection is to be closed: what arrived is not the protocol, or not allowed.
    Close(String),
}

/// Where to dial.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Endpoint {
    /// Host name or address.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

/// One request that the node makes, counted by the node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CallId(pub u64);

/// A request to another node (or to the other half of this process).
///
/// Calls of one `lane` to one peer share a connection and arrive in order; a lane whose answer is waited for holds up no other.
#[derive(Clone, Debug)]
pub struct Call {
    /// Comes back with the answer.
    pub id: CallId,
    /// Whom to ask.
    pub peer: BrokerId,
    /// Where it listens.
    pub endpoint: Endpoint,
    /// Keeps long polls apart from short requests.
    pub lane: u8,
    /// Header and body; the correlation id in it is the caller's and must be unique on its lane.
    pub frame: Frame,
    /// When to give up and report [`CallError::TimedOut`].
    pub deadline: Instant,
}

/// Why a call has no answer. Whether the other side acted on it is unknown, except after `Refused`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CallError {
    /// Nobody listens there.
    Refused,
    /// The connection could not be made, or ended before the answer.
    Disconnected,
    /// The deadline passed.
    TimedOut,
}

/// Comes back with a finished flush.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FlushTicket(pub u64);

/// What a node wants done.
#[derive(Debug)]
pub enum Output {
    /// Answer a request that was left with [`Reply::Later`]; `Reply::Later` must not be used for it.
    Reply(RequestId, Reply),
    /// Ask another node. Ends with exactly one [`Event::Called`].
    Call(Call),
    /// Flush these files off the calling thread. Ends with exactly one [`Event::Flushed`].
    Flush(FlushTicket, Vec<Arc<dyn File>>),
    /// Ask the ZooKeeper ensemble that the cluster is kept in.
    Ensemble(EnsembleRequest),
    /// Call [`Node::tick`] no later than this.
    WakeAt(Instant),
    /// End the process with this message: it cannot go on.
    Exit(String),
    /// The answer to [`Event::Stop`]: nothing is left to do, the process may end.
    Stopped,
}

/// What happened outside.
#[derive(Debug)]
pub enum Event {
    /// A call ended: the response with its header, or why there is none.
    Called(CallId, Result<Bytes, CallError>),
    /// A flush ended.
    Flushed(FlushTicket, io::Result<()>),
    /// An accepted connection ended: nobody waits for its answers.
    Disconnected(ConnectionId),
    /// The ZooKeeper ensemble says something.
    Ensemble(EnsembleEvent),
    /// The process is asked to end: hand over, flush, mark the stop clean, then answer [`Output::Stopped`]. Requests and
    /// calls go on until then.
    Stop,
}

/// A broker or controller as its driver sees it: runtime-free, shared between threads.
///
/// A node never waits: it may write to and read from the disk port, everything else is an [`Output`]. The driver calls
/// [`Node::tick`] when a `WakeAt` is due; the requests of one connection come in their order, from one thread at a time.
pub trait Node: Send + Sync {
    /// Handles one request: header and body, without the length prefix.
    fn handle(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply;

    /// Takes in one event.
    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>);

    /// Does what is due. Called once at the start, before any request.
    fn tick(&self, now: Now, out: &mut Vec<Output>);
}
