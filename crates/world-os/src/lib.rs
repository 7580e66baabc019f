//! The real doors: files, sockets, clock and threads.
//!
//! [`Driver`] runs the nodes of one process: it accepts and dials, calls [`world::Node`], and carries out what comes back.
//! It decides nothing. The data path has no queue and no hand-off: the task of a connection reads, calls the node, and
//! writes. Controllers, and the lanes that a node names, run on a thread of their own, so that no disk can hold them up.

mod clock;
mod disk;
mod driver;

pub use clock::{OsClock, OsEntropy};
pub use disk::{OsDisk, OsFile};
pub use driver::{Bound, Driver, DriverSettings, Ended, Hosted, ListenerSpec};
pub use peers::Limits as PeerLimits;
pub use server::Limits as ConnectionLimits;
