//! A small blocking Kafka client for the command line: one thread, one request after the other where that is enough.
//!
//! It speaks the protocol only through the rooms that the broker uses too, and works against any Kafka from 3.0 on.

mod admin;
mod cluster;
mod configs;
mod connection;
mod ensemble;
mod error;
mod fetcher;
mod group;
mod group_admin;
mod losses;
mod nodes;
mod partitioner;
mod partitions;
mod probe;
mod producer;

pub(crate) use admin::{NewTopic, OffsetSpec, PartitionState, TopicState};
pub(crate) use cluster::{Broker, Cluster, Options};
pub(crate) use configs::{ConfigChange, ConfigEntry, Resource};
pub(crate) use ensemble::Ensemble;
pub(crate) use error::ClientError;
pub(crate) use fetcher::{Fetched, Fetcher};
pub(crate) use group::Membership;
pub(crate) use group_admin::{GroupMember, GroupOffset, GroupState};
pub(crate) use losses::Loss;
#[cfg(test)]
pub(crate) use losses::tests::LINE as A_LOSS;
pub(crate) use nodes::{Member, Quorum, QuorumReplica};
pub(crate) use partitions::{Answers, Election, PartitionName, Reassignment};
pub(crate) use probe::{EpochEnd, ReplicaLog};
pub(crate) use producer::{Delivered, Producer, ProducerOptions};
