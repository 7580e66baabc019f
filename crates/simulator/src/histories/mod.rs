//! Seeded histories of whole clusters.
//!
//! A seed gives a [`Plan`]: how many nodes, which settings, which clients, and what goes wrong when. [`run`] carries it out in
//! two phases: with faults, in which nothing that was promised may break, and without, in which everything has to heal. The
//! same plan gives the same history, byte for byte.

mod combination;
mod ensembles;
mod fault;
mod memory;
mod plan;
mod run;
mod shrink;

pub use fault::{DiskTrouble, EnsembleTrouble, Fault, Target};
pub use plan::{Durability, EDITION, NEWEST_EDITION, Plan, TopicAgain, TopicPlan};
pub use run::{Outcome, Run, run};
pub use shrink::shrink;
