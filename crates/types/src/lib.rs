//! Ids, epochs, offsets and time: a type of its own for each.
//!
//! Nothing here does IO, fails late or knows the wire; a type that only one crate uses lives in that crate.

mod epochs;
mod ids;
mod offsets;
mod time;

pub use epochs::{BrokerEpoch, ControllerEpoch, LeaderEpoch, PartitionEpoch};
pub use ids::{
    BrokerId, DirectoryId, IncarnationId, PartitionIndex, ProducerEpoch, ProducerId, TopicId,
    TopicName, TopicNameError, TopicPartition, Uuid,
};
pub use offsets::Offset;
pub use time::{Instant, Now, Timestamp};
