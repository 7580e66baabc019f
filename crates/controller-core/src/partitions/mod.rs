//! Partitions: who is in sync, who may lead, who leads, who keeps a copy.

pub(crate) mod change;
pub(crate) mod elect;
pub(crate) mod election;
pub(crate) mod isr;
pub(crate) mod leadership;
pub(crate) mod reassignment;
pub(crate) mod sweep;
