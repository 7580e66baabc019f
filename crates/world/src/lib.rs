//! The ports to the outside: clock, disk, entropy, ensemble, and the node that a driver runs.
//!
//! No implementation lives here. A driver (real or simulated) owns sockets, threads and time; a [`Node`] owns decisions
//! and state. The driver calls the node, the node answers with a [`Reply`] and with [`Output`]s, and the driver carries
//! those out and reports back with [`Event`]s.

mod disk;
mod ensemble;
mod node;

pub use disk::{Disk, DiskUsage, Entry, File, OpenMode};
pub use ensemble::{
    Access, Answer, Change, EnsembleError, EnsembleEvent, EnsembleRequest, EnsembleSettings,
    EnsembleTls, Grant, Login, Operation, OperationId, SessionNumber, SessionState, Stat, Write,
};
pub use node::{
    Call, CallError, CallId, ConnectionId, ConnectionInfo, Endpoint, Event, FlushTicket, Node,
    Output, Reply, RequestId,
};

use types::Now;

/// Reads both clocks. Only a driver calls it, once per event.
pub trait Clock: Send + Sync {
    /// The moment of the event that is about to be handled.
    fn now(&self) -> Now;
}

/// Where unpredictable bytes come from: incarnation ids, topic ids, member ids, seeds of cores.
pub trait Entropy: Send + Sync {
    /// Fills `buffer`.
    fn fill(&self, buffer: &mut [u8]);
}
