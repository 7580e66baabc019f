//! A controller: it contests, keeps the brokers' sessions, decides, and serves the metadata log.
//!
//! One [`Controller`] is one node of the quorum (or of another store). Whether it is the active one is for the store to say;
//! all follow the log and replay it, only the active one decides. It decides nothing here either: requests, sessions and
//! time become *jobs*, `controller-core` turns a job and the image into records, the store commits them, replay makes them
//! true, and then the answer leaves.
//!
//! Invariants:
//! * a decision is made on the image after everything that was committed or is about to be, in one order;
//! * an answer that reports a change leaves after the change is committed and replayed;
//! * a broker's session is touched when its heartbeat arrives, not when its turn comes.

mod asked;
mod counting;
mod death_proof;
mod driver;
mod error_map;
mod handlers;
mod job;
mod node;
mod publisher;
mod reply;
mod sessions;
mod settings;
mod state;

#[cfg(test)]
mod tests;

pub use asked::is_for_controller;
pub use node::Controller;
pub use settings::{ControllerError, ControllerSettings, ControllerStore};
pub use state::LANES;
