//! Decides for the cluster: brokers, topics, partitions, configurations.
//!
//! Every `decide_*` function looks at a [`Cluster`] (an image and the controller's settings), at
//! what it is asked and at what it is told of the moment, and returns a [`Decision`]: the records
//! that make it true and what to answer. Nothing is changed here, and nothing is true before the
//! records are committed and replayed.
//!
//! What never enters: clocks, randomness (ids and seeds are arguments), wire structs and error
//! codes, liveness (sessions and heartbeats belong to the crate `controller`, which passes in what
//! a decision needs of them).

mod activation;
mod brokers;
mod configs;
mod decision;
mod features;
mod partitions;
mod policy;
mod producer_ids;
mod topics;

pub use activation::decide_activation;
pub use brokers::controllers::{ControllerRegistrationRequest, decide_register_controller};
pub use brokers::directories::{
    AssignDirectoryError, DirectoryAssignment, decide_assign_replicas_to_directories,
};
pub use brokers::fence::{Fenced, decide_fence};
pub use brokers::heartbeat::{
    BrokerState, Heartbeat, HeartbeatOutcome, Liveness, decide_heartbeat,
};
pub use brokers::register::{
    BrokerRegistrationRequest, Registered, RegistrationError, RegistrationTerms,
    decide_register_broker,
};
pub use brokers::unregister::{UnknownBroker, decide_unregister_broker};
pub use brokers::{StaleBrokerEpoch, check_broker_epoch};
pub use configs::{
    AlterConfigAnswers, AlterConfigError, ConfigAlteration, ConfigOperation, decide_alter_configs,
    decide_incremental_alter_configs,
};
pub use decision::Decision;
pub use features::{
    FeatureUpdate, UpdateFeaturesError, UpgradeType, decide_update_features, supported_features,
};
pub use partitions::elect::{
    ElectLeaderError, ElectionTarget, ElectionType, PartitionsToElect, decide_elect_leaders,
};
pub use partitions::isr::{AlterPartitionError, IsrProposal, decide_alter_partitions};
pub use partitions::reassignment::{
    OngoingReassignment, ReassignAnswers, ReassignError, ReassignmentTarget,
    decide_alter_reassignments, list_reassignments,
};
pub use partitions::sweep::{Swept, decide_leaders_for_leaderless, decide_preferred_leaders};
pub use policy::{Cluster, ClusterSettings};
pub use producer_ids::{
    AllocateProducerIdsError, PRODUCER_ID_BLOCK, ProducerIdBlock, decide_allocate_producer_ids,
};
pub use topics::create::{
    CreateTopicAnswers, CreateTopicError, CreatedTopic, NewTopic, PARTITIONS_PER_REQUEST_MAX,
    decide_create_topics,
};
pub use topics::create_partitions::{
    CreatePartitionsError, NewPartitions, decide_create_partitions,
};
pub use topics::delete::{UnknownTopicId, decide_delete_topics};
pub use topics::place::PlacementError;
pub use topics::{AssignmentError, random_topic_id};
