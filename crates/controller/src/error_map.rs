//! From what was decided to Kafka's error codes: the only place in this room that knows both.

use controller_core::{
    AllocateProducerIdsError, AlterConfigError, AlterPartitionError, AssignDirectoryError,
    CreatePartitionsError, CreateTopicError, ElectLeaderError, ReassignError, RegistrationError,
    UpdateFeaturesError,
};
use protocol::ErrorCode;

/// Kafka's code for a typed outcome.
pub(crate) trait ToErrorCode {
    fn error_code(&self) -> ErrorCode;
}

impl ToErrorCode for RegistrationError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::InconsistentClusterId { .. } => ErrorCode::InconsistentClusterId,
            Self::DuplicateBrokerRegistration(_) => ErrorCode::DuplicateBrokerRegistration,
            Self::NoDirectories
            | Self::ReservedDirectory(_)
            | Self::DuplicateDirectory(_)
            | Self::DirectoryOfAnotherBroker(..) => ErrorCode::InvalidRegistration,
            Self::UnsupportedFeature { .. } => ErrorCode::UnsupportedVersion,
        }
    }
}

impl ToErrorCode for AlterPartitionError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic(_) => ErrorCode::UnknownTopicId,
            Self::UnknownPartition(_) => ErrorCode::UnknownTopicOrPartition,
            Self::ControllerIsBehind => ErrorCode::NotController,
            Self::FencedLeaderEpoch { .. } => ErrorCode::FencedLeaderEpoch,
            Self::StalePartitionEpoch { .. } => ErrorCode::InvalidUpdateVersion,
            Self::NotLeader { .. }
            | Self::NotReplicas
            | Self::WithoutLeader
            | Self::RecoveringWithOthers
            | Self::RecoveryTakenBack => ErrorCode::InvalidRequest,
            Self::IneligibleReplicas(_) => ErrorCode::IneligibleReplica,
            Self::NewLeaderElected { .. } => ErrorCode::NewLeaderElected,
        }
    }
}

impl ToErrorCode for AssignDirectoryError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic => ErrorCode::UnknownTopicId,
            Self::UnknownPartition => ErrorCode::UnknownTopicOrPartition,
            Self::NotAReplica => ErrorCode::NotLeaderOrFollower,
        }
    }
}

impl ToErrorCode for AllocateProducerIdsError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::StaleBrokerEpoch(_) => ErrorCode::StaleBrokerEpoch,
            Self::Exhausted(_) => ErrorCode::UnknownServerError,
        }
    }
}

impl ToErrorCode for CreateTopicError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::InvalidName(_) | Self::NameCollides { .. } => ErrorCode::InvalidTopicException,
            Self::AlreadyExists(_) => ErrorCode::TopicAlreadyExists,
            Self::NamedTwice(_) | Self::AssignmentsAndNumber(_) => ErrorCode::InvalidRequest,
            Self::PartitionsNotConsecutive
            | Self::PartitionTwice(_)
            | Self::InvalidAssignment(_)
            | Self::AssignedBrokersFenced(_) => ErrorCode::InvalidReplicaAssignment,
            Self::InvalidPartitionCount(_) => ErrorCode::InvalidPartitions,
            Self::InvalidReplicationFactor(_) | Self::CannotPlace { .. } => {
                ErrorCode::InvalidReplicationFactor
            }
            Self::TooManyPartitions(_) => ErrorCode::PolicyViolation,
            Self::NullConfig(_) | Self::InvalidConfig(_) => ErrorCode::InvalidConfig,
        }
    }
}

impl ToErrorCode for CreatePartitionsError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic(_) => ErrorCode::UnknownTopicOrPartition,
            Self::NamedTwice(_) => ErrorCode::InvalidRequest,
            Self::NothingToAdd(_) | Self::NotAnIncrease { .. } => ErrorCode::InvalidPartitions,
            Self::TooManyPartitions(_) | Self::TooLarge { .. } => ErrorCode::PolicyViolation,
            Self::AssignmentCount { .. }
            | Self::InvalidAssignment(_)
            | Self::AssignedBrokersFenced(_) => ErrorCode::InvalidReplicaAssignment,
            Self::CannotPlace { .. } => ErrorCode::InvalidReplicationFactor,
        }
    }
}

impl ToErrorCode for AlterConfigError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic(_) => ErrorCode::UnknownTopicOrPartition,
            Self::UnservedResource(_)
            | Self::NotABrokerId(_)
            | Self::NamedTwice(_)
            | Self::NullValue(_) => ErrorCode::InvalidRequest,
            Self::Invalid(_)
            | Self::NotAList(_)
            | Self::ValueTooLong(_)
            | Self::MinimumOfOneBroker
            | Self::MinimumOfClusterRemoved => ErrorCode::InvalidConfig,
        }
    }
}

impl ToErrorCode for ElectLeaderError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic(_) | Self::UnknownPartition(_) => ErrorCode::UnknownTopicOrPartition,
            Self::NotNeeded => ErrorCode::ElectionNotNeeded,
            Self::PreferredLeaderNotAvailable => ErrorCode::PreferredLeaderNotAvailable,
            Self::EligibleLeadersNotAvailable => ErrorCode::EligibleLeadersNotAvailable,
        }
    }
}

impl ToErrorCode for ReassignError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::UnknownTopic(_) | Self::UnknownPartition(..) => {
                ErrorCode::UnknownTopicOrPartition
            }
            Self::NoReassignmentInProgress => ErrorCode::NoReassignmentInProgress,
            Self::InvalidAssignment(_) | Self::WouldBeUnclean(..) => {
                ErrorCode::InvalidReplicaAssignment
            }
            Self::ReplicationFactorChanges { .. } => ErrorCode::InvalidReplicationFactor,
        }
    }
}

impl ToErrorCode for UpdateFeaturesError {
    fn error_code(&self) -> ErrorCode {
        match self {
            Self::Unsupported { .. } | Self::WrongDirection { .. } | Self::Negative(..) => {
                ErrorCode::InvalidUpdateVersion
            }
            Self::NamedTwice(_) => ErrorCode::InvalidRequest,
        }
    }
}
