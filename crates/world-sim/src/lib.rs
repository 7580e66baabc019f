//! The simulated doors: one thread, one seed, faults.
//!
//! A [`World`] runs the nodes of any number of processes on a virtual clock, through the same connection machines as the
//! real doors. Everything that may go either way — delays, broken connections, what a crash leaves on a disk — is drawn from
//! one seed, so that a seed is a history: the same seed gives the same [`Trace`], byte for byte.
//!
//! Clients of a simulated cluster are nodes too: they make calls and take no requests.

mod clock;
mod disk;
mod ensemble;
mod network;
mod process;
mod random;
mod trace;
mod world;

pub use clock::{SimClock, SimEntropy};
pub use disk::{
    Crash, DiskCopy, DiskDamage, DiskDelay, DiskFault, DiskOperation, SimDisk, SimFile,
};
pub use ensemble::{Ensemble, EnsembleClient, EnsembleModel};
pub use network::NetworkSettings;
pub use process::{NodeSpec, Ports, ProcessId, SimListener};
pub use random::Random;
pub use trace::Trace;
pub use world::{World, WorldSettings};
