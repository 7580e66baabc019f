//! The controller's store: an asynchronous port and its implementations.
//!
//! A store commits batches of records under an epoch, and says who may. It decides nothing about the cluster: that is the
//! controller's part, which reads what is committed and writes what follows from it. [`Memory`] is the reference, and the
//! contract that all stores keep is a test suite that runs against each; [`Embedded`] is a KRaft quorum whose log is
//! `__cluster_metadata-0`; [`Zookeeper`] keeps the cluster in the znodes of a ZooKeeper ensemble.

mod batch;
mod embedded;
mod memory;
mod port;
mod zookeeper;

#[cfg(test)]
mod tests;

pub use batch::{BatchDecodeError, decode_batch, encode_batch};
pub use embedded::wire;
pub use embedded::{Embedded, EmbeddedError, EmbeddedSettings, SnapshotPart};
pub use memory::{Memory, MemoryFaults};
pub use port::{
    CommittedBatch, Effects, FetchedLog, LogFetch, SessionEpoch, Store, StoreEvent, Ticket,
    TrackedReplica,
};
pub use zookeeper::TOPIC_BYTES_MAX;
pub use zookeeper::{
    BrokerAddress, LeftBehind, Obstacle, Survey, Tree, Zookeeper, ZookeeperSettings, secure_access,
    survey,
};
