//! From typed outcomes to Kafka's error codes: the one place where a decision becomes a number.

use group_core::GroupError;
use log_state::SequenceError;
use partition_log::LogError;
use protocol::ErrorCode;
use records::BatchErrorKind;
use replica_core::{AckOutcome, AppendRefusal};
use types::TopicPartition;

use crate::coordinators::NotServed;
use crate::partitions::{AppendFailure, ReadFailure};
use crate::waiting::SessionError;

/// Code and message for an append that failed.
pub(crate) fn append_failure(
    partition: &TopicPartition,
    failure: &AppendFailure,
) -> (ErrorCode, String) {
    match failure {
        AppendFailure::Refused(refusal) => append_refusal(partition, refusal),
        AppendFailure::Batch(error) => (batch_kind(error.kind()), error.to_string()),
        AppendFailure::Sequence(error) => (sequence_error(error), error.to_string()),
        AppendFailure::Log(error) => (log_error(error), error.to_string()),
    }
}

fn append_refusal(partition: &TopicPartition, refusal: &AppendRefusal) -> (ErrorCode, String) {
    match refusal {
        AppendRefusal::NotLeader => (
            ErrorCode::NotLeaderOrFollower,
            format!("this broker does not lead {partition}"),
        ),
        AppendRefusal::NotEnoughInSync { in_sync, required } => (
            ErrorCode::NotEnoughReplicas,
            format!(
                "{partition} has {in_sync} in-sync replicas, min.insync.replicas={required} asks for more: bring the \
                 other replicas back, or lower min.insync.replicas of the topic"
            ),
        ),
    }
}

pub(crate) fn batch_kind(kind: BatchErrorKind) -> ErrorCode {
    match kind {
        BatchErrorKind::Corrupt => ErrorCode::CorruptMessage,
        BatchErrorKind::Invalid => ErrorCode::InvalidRecord,
        BatchErrorKind::InvalidTimestamp => ErrorCode::InvalidTimestamp,
        BatchErrorKind::TooLarge => ErrorCode::MessageTooLarge,
        BatchErrorKind::UnsupportedCompression => ErrorCode::UnsupportedCompressionType,
    }
}

fn sequence_error(error: &SequenceError) -> ErrorCode {
    match error {
        SequenceError::InvalidProducerEpoch { .. } => ErrorCode::InvalidProducerEpoch,
        SequenceError::OutOfOrderSequence { .. } => ErrorCode::OutOfOrderSequenceNumber,
        SequenceError::NotInTransaction { .. } => ErrorCode::InvalidTxnState,
        SequenceError::CoordinatorFenced { .. } => ErrorCode::TransactionCoordinatorFenced,
    }
}

pub(crate) fn log_error(error: &LogError) -> ErrorCode {
    match error {
        LogError::Storage { .. } | LogError::Closed => ErrorCode::KafkaStorageError,
        // Retriable for every client: the disk may have room again, and another broker may lead meanwhile.
        LogError::DiskFull { .. } => ErrorCode::KafkaStorageError,
        LogError::Damaged { .. } => ErrorCode::KafkaStorageError,
        LogError::OutOfRange { .. } => ErrorCode::OffsetOutOfRange,
        LogError::NotContiguous { .. } | LogError::InvalidBatch(_) => ErrorCode::CorruptMessage,
        LogError::Inconsistent(_) => ErrorCode::UnknownServerError,
    }
}

pub(crate) fn read_failure(failure: &ReadFailure) -> ErrorCode {
    match failure {
        ReadFailure::NotLeader => ErrorCode::NotLeaderOrFollower,
        ReadFailure::FencedLeaderEpoch => ErrorCode::FencedLeaderEpoch,
        ReadFailure::UnknownLeaderEpoch => ErrorCode::UnknownLeaderEpoch,
        ReadFailure::OutOfRange { .. } => ErrorCode::OffsetOutOfRange,
        ReadFailure::Log(error) => log_error(error),
    }
}

/// Code and message for an append whose wait is over.
pub(crate) fn ack_outcome(
    partition: &TopicPartition,
    outcome: AckOutcome,
) -> (ErrorCode, Option<String>) {
    match outcome {
        AckOutcome::Done => (ErrorCode::None, None),
        AckOutcome::Waiting => (ErrorCode::RequestTimedOut, Some(timed_out(partition))),
        AckOutcome::LeadershipEnded => {
            let why = format!(
                "the leadership of {partition} ended before the record was committed: send it again"
            );
            (ErrorCode::NotLeaderOrFollower, Some(why))
        }
        AckOutcome::DoneBelowMinimum { in_sync, required } => {
            let why = format!(
                "the record was written to {partition}, but only {in_sync} in-sync replicas are left and \
                 min.insync.replicas={required}"
            );
            (ErrorCode::NotEnoughReplicasAfterAppend, Some(why))
        }
    }
}

/// The text of a produce that took longer than its time-out.
pub(crate) fn timed_out(partition: &TopicPartition) -> String {
    format!("the in-sync replicas of {partition} did not confirm within the request's time-out")
}

pub(crate) fn session_error(error: SessionError) -> ErrorCode {
    match error {
        SessionError::NotFound => ErrorCode::FetchSessionIdNotFound,
        SessionError::InvalidEpoch => ErrorCode::InvalidFetchSessionEpoch,
    }
}

/// Why a group is not served here now.
pub(crate) fn not_served(why: NotServed) -> ErrorCode {
    match why {
        NotServed::NotCoordinator => ErrorCode::NotCoordinator,
        NotServed::Loading => ErrorCode::CoordinatorLoadInProgress,
    }
}

/// Why a coordinator refused.
pub(crate) fn group_error(error: GroupError) -> ErrorCode {
    match error {
        GroupError::InvalidGroupId => ErrorCode::InvalidGroupId,
        GroupError::InvalidSessionTimeout { .. } => ErrorCode::InvalidSessionTimeout,
        GroupError::UnknownMember => ErrorCode::UnknownMemberId,
        GroupError::FencedInstance => ErrorCode::FencedInstanceId,
        GroupError::IllegalGeneration => ErrorCode::IllegalGeneration,
        GroupError::InconsistentProtocol => ErrorCode::InconsistentGroupProtocol,
        GroupError::RebalanceInProgress => ErrorCode::RebalanceInProgress,
        GroupError::MemberIdRequired => ErrorCode::MemberIdRequired,
        GroupError::GroupFull { .. } => ErrorCode::GroupMaxSizeReached,
        GroupError::GroupNotFound => ErrorCode::GroupIdNotFound,
        GroupError::NonEmptyGroup => ErrorCode::NonEmptyGroup,
        GroupError::SubscribedToTopic => ErrorCode::GroupSubscribedToTopic,
        GroupError::OffsetMetadataTooLarge { .. } => ErrorCode::OffsetMetadataTooLarge,
        GroupError::NotAvailable => ErrorCode::CoordinatorNotAvailable,
        GroupError::NotCoordinator => ErrorCode::NotCoordinator,
        GroupError::NotAppended => ErrorCode::UnknownServerError,
    }
}

/// What it means for a group that its records were not appended.
pub(crate) fn group_append_failure(failure: &AppendFailure) -> GroupError {
    match failure {
        AppendFailure::Refused(AppendRefusal::NotLeader) => GroupError::NotCoordinator,
        AppendFailure::Refused(AppendRefusal::NotEnoughInSync { .. }) => GroupError::NotAvailable,
        AppendFailure::Batch(_) | AppendFailure::Sequence(_) => GroupError::NotAppended,
        // Another broker may lead meanwhile.
        AppendFailure::Log(error) if log_error(error) == ErrorCode::KafkaStorageError => {
            GroupError::NotCoordinator
        }
        AppendFailure::Log(_) => GroupError::NotAppended,
    }
}
