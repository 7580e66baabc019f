//! Every API key with its versions.

use crate::api_key::{Listener, Row, VersionRange};

/// What a request asks for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(i16)]
pub enum ApiKey {
    /// Key 0.
    Produce = 0,
    /// Key 1.
    Fetch = 1,
    /// Key 2.
    ListOffsets = 2,
    /// Key 3.
    Metadata = 3,
    /// Key 8.
    OffsetCommit = 8,
    /// Key 9.
    OffsetFetch = 9,
    /// Key 10.
    FindCoordinator = 10,
    /// Key 11.
    JoinGroup = 11,
    /// Key 12.
    Heartbeat = 12,
    /// Key 13.
    LeaveGroup = 13,
    /// Key 14.
    SyncGroup = 14,
    /// Key 15.
    DescribeGroups = 15,
    /// Key 16.
    ListGroups = 16,
    /// Key 17.
    SaslHandshake = 17,
    /// Key 18.
    ApiVersions = 18,
    /// Key 19.
    CreateTopics = 19,
    /// Key 20.
    DeleteTopics = 20,
    /// Key 21.
    DeleteRecords = 21,
    /// Key 22.
    InitProducerId = 22,
    /// Key 23.
    OffsetForLeaderEpoch = 23,
    /// Key 24.
    AddPartitionsToTxn = 24,
    /// Key 25.
    AddOffsetsToTxn = 25,
    /// Key 26.
    EndTxn = 26,
    /// Key 27.
    WriteTxnMarkers = 27,
    /// Key 28.
    TxnOffsetCommit = 28,
    /// Key 29.
    DescribeAcls = 29,
    /// Key 30.
    CreateAcls = 30,
    /// Key 31.
    DeleteAcls = 31,
    /// Key 32.
    DescribeConfigs = 32,
    /// Key 33.
    AlterConfigs = 33,
    /// Key 34.
    AlterReplicaLogDirs = 34,
    /// Key 35.
    DescribeLogDirs = 35,
    /// Key 36.
    SaslAuthenticate = 36,
    /// Key 37.
    CreatePartitions = 37,
    /// Key 38.
    CreateDelegationToken = 38,
    /// Key 39.
    RenewDelegationToken = 39,
    /// Key 40.
    ExpireDelegationToken = 40,
    /// Key 41.
    DescribeDelegationToken = 41,
    /// Key 42.
    DeleteGroups = 42,
    /// Key 43.
    ElectLeaders = 43,
    /// Key 44.
    IncrementalAlterConfigs = 44,
    /// Key 45.
    AlterPartitionReassignments = 45,
    /// Key 46.
    ListPartitionReassignments = 46,
    /// Key 47.
    OffsetDelete = 47,
    /// Key 48.
    DescribeClientQuotas = 48,
    /// Key 49.
    AlterClientQuotas = 49,
    /// Key 50.
    DescribeUserScramCredentials = 50,
    /// Key 51.
    AlterUserScramCredentials = 51,
    /// Key 52.
    Vote = 52,
    /// Key 53.
    BeginQuorumEpoch = 53,
    /// Key 54.
    EndQuorumEpoch = 54,
    /// Key 55.
    DescribeQuorum = 55,
    /// Key 56.
    AlterPartition = 56,
    /// Key 57.
    UpdateFeatures = 57,
    /// Key 58.
    Envelope = 58,
    /// Key 59.
    FetchSnapshot = 59,
    /// Key 60.
    DescribeCluster = 60,
    /// Key 61.
    DescribeProducers = 61,
    /// Key 62.
    BrokerRegistration = 62,
    /// Key 63.
    BrokerHeartbeat = 63,
    /// Key 64.
    UnregisterBroker = 64,
    /// Key 65.
    DescribeTransactions = 65,
    /// Key 66.
    ListTransactions = 66,
    /// Key 67.
    AllocateProducerIds = 67,
    /// Key 68.
    ConsumerGroupHeartbeat = 68,
    /// Key 69.
    ConsumerGroupDescribe = 69,
    /// Key 70.
    ControllerRegistration = 70,
    /// Key 71.
    GetTelemetrySubscriptions = 71,
    /// Key 72.
    PushTelemetry = 72,
    /// Key 73.
    AssignReplicasToDirs = 73,
    /// Key 74.
    ListConfigResources = 74,
    /// Key 75.
    DescribeTopicPartitions = 75,
    /// Key 76.
    ShareGroupHeartbeat = 76,
    /// Key 77.
    ShareGroupDescribe = 77,
    /// Key 78.
    ShareFetch = 78,
    /// Key 79.
    ShareAcknowledge = 79,
    /// Key 80.
    AddRaftVoter = 80,
    /// Key 81.
    RemoveRaftVoter = 81,
    /// Key 82.
    UpdateRaftVoter = 82,
    /// Key 83.
    InitializeShareGroupState = 83,
    /// Key 84.
    ReadShareGroupState = 84,
    /// Key 85.
    WriteShareGroupState = 85,
    /// Key 86.
    DeleteShareGroupState = 86,
    /// Key 87.
    ReadShareGroupStateSummary = 87,
    /// Key 88.
    StreamsGroupHeartbeat = 88,
    /// Key 89.
    StreamsGroupDescribe = 89,
    /// Key 90.
    DescribeShareGroupOffsets = 90,
    /// Key 91.
    AlterShareGroupOffsets = 91,
    /// Key 92.
    DeleteShareGroupOffsets = 92,
}

pub(crate) const ROWS: &[Row] = &[
    Row {
        key: ApiKey::Produce,
        name: "Produce",
        versions: VersionRange {
            lowest: 3,
            highest: 13,
            unstable: None,
        },
        flexible_from: 9,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::Fetch,
        name: "Fetch",
        versions: VersionRange {
            lowest: 4,
            highest: 18,
            unstable: None,
        },
        flexible_from: 12,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::ListOffsets,
        name: "ListOffsets",
        versions: VersionRange {
            lowest: 1,
            highest: 11,
            unstable: None,
        },
        flexible_from: 6,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::Metadata,
        name: "Metadata",
        versions: VersionRange {
            lowest: 0,
            highest: 13,
            unstable: None,
        },
        flexible_from: 9,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::OffsetCommit,
        name: "OffsetCommit",
        versions: VersionRange {
            lowest: 2,
            highest: 10,
            unstable: None,
        },
        flexible_from: 8,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::OffsetFetch,
        name: "OffsetFetch",
        versions: VersionRange {
            lowest: 1,
            highest: 10,
            unstable: None,
        },
        flexible_from: 6,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::FindCoordinator,
        name: "FindCoordinator",
        versions: VersionRange {
            lowest: 0,
            highest: 6,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::JoinGroup,
        name: "JoinGroup",
        versions: VersionRange {
            lowest: 0,
            highest: 9,
            unstable: None,
        },
        flexible_from: 6,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::Heartbeat,
        name: "Heartbeat",
        versions: VersionRange {
            lowest: 0,
            highest: 4,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::LeaveGroup,
        name: "LeaveGroup",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::SyncGroup,
        name: "SyncGroup",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeGroups,
        name: "DescribeGroups",
        versions: VersionRange {
            lowest: 0,
            highest: 6,
            unstable: None,
        },
        flexible_from: 5,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ListGroups,
        name: "ListGroups",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::SaslHandshake,
        name: "SaslHandshake",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 32767,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::ApiVersions,
        name: "ApiVersions",
        versions: VersionRange {
            lowest: 0,
            highest: 4,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::CreateTopics,
        name: "CreateTopics",
        versions: VersionRange {
            lowest: 2,
            highest: 7,
            unstable: None,
        },
        flexible_from: 5,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DeleteTopics,
        name: "DeleteTopics",
        versions: VersionRange {
            lowest: 1,
            highest: 6,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DeleteRecords,
        name: "DeleteRecords",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::InitProducerId,
        name: "InitProducerId",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: Some(6),
        },
        flexible_from: 2,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::OffsetForLeaderEpoch,
        name: "OffsetForLeaderEpoch",
        versions: VersionRange {
            lowest: 2,
            highest: 4,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AddPartitionsToTxn,
        name: "AddPartitionsToTxn",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AddOffsetsToTxn,
        name: "AddOffsetsToTxn",
        versions: VersionRange {
            lowest: 0,
            highest: 4,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::EndTxn,
        name: "EndTxn",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::WriteTxnMarkers,
        name: "WriteTxnMarkers",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::TxnOffsetCommit,
        name: "TxnOffsetCommit",
        versions: VersionRange {
            lowest: 0,
            highest: 5,
            unstable: None,
        },
        flexible_from: 3,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeAcls,
        name: "DescribeAcls",
        versions: VersionRange {
            lowest: 1,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::CreateAcls,
        name: "CreateAcls",
        versions: VersionRange {
            lowest: 1,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DeleteAcls,
        name: "DeleteAcls",
        versions: VersionRange {
            lowest: 1,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeConfigs,
        name: "DescribeConfigs",
        versions: VersionRange {
            lowest: 1,
            highest: 4,
            unstable: None,
        },
        flexible_from: 4,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::AlterConfigs,
        name: "AlterConfigs",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::AlterReplicaLogDirs,
        name: "AlterReplicaLogDirs",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeLogDirs,
        name: "DescribeLogDirs",
        versions: VersionRange {
            lowest: 1,
            highest: 5,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::SaslAuthenticate,
        name: "SaslAuthenticate",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::CreatePartitions,
        name: "CreatePartitions",
        versions: VersionRange {
            lowest: 0,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::CreateDelegationToken,
        name: "CreateDelegationToken",
        versions: VersionRange {
            lowest: 1,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::RenewDelegationToken,
        name: "RenewDelegationToken",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::ExpireDelegationToken,
        name: "ExpireDelegationToken",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeDelegationToken,
        name: "DescribeDelegationToken",
        versions: VersionRange {
            lowest: 1,
            highest: 3,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DeleteGroups,
        name: "DeleteGroups",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ElectLeaders,
        name: "ElectLeaders",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 2,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::IncrementalAlterConfigs,
        name: "IncrementalAlterConfigs",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::AlterPartitionReassignments,
        name: "AlterPartitionReassignments",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::ListPartitionReassignments,
        name: "ListPartitionReassignments",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::OffsetDelete,
        name: "OffsetDelete",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 32767,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeClientQuotas,
        name: "DescribeClientQuotas",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AlterClientQuotas,
        name: "AlterClientQuotas",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeUserScramCredentials,
        name: "DescribeUserScramCredentials",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::AlterUserScramCredentials,
        name: "AlterUserScramCredentials",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::Vote,
        name: "Vote",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::BeginQuorumEpoch,
        name: "BeginQuorumEpoch",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::EndQuorumEpoch,
        name: "EndQuorumEpoch",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 1,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeQuorum,
        name: "DescribeQuorum",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::AlterPartition,
        name: "AlterPartition",
        versions: VersionRange {
            lowest: 2,
            highest: 3,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::UpdateFeatures,
        name: "UpdateFeatures",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::Envelope,
        name: "Envelope",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::FetchSnapshot,
        name: "FetchSnapshot",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeCluster,
        name: "DescribeCluster",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeProducers,
        name: "DescribeProducers",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::BrokerRegistration,
        name: "BrokerRegistration",
        versions: VersionRange {
            lowest: 0,
            highest: 4,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::BrokerHeartbeat,
        name: "BrokerHeartbeat",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::UnregisterBroker,
        name: "UnregisterBroker",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker, Listener::Controller],
    },
    Row {
        key: ApiKey::DescribeTransactions,
        name: "DescribeTransactions",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ListTransactions,
        name: "ListTransactions",
        versions: VersionRange {
            lowest: 0,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AllocateProducerIds,
        name: "AllocateProducerIds",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::ConsumerGroupHeartbeat,
        name: "ConsumerGroupHeartbeat",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ConsumerGroupDescribe,
        name: "ConsumerGroupDescribe",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ControllerRegistration,
        name: "ControllerRegistration",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::GetTelemetrySubscriptions,
        name: "GetTelemetrySubscriptions",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::PushTelemetry,
        name: "PushTelemetry",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AssignReplicasToDirs,
        name: "AssignReplicasToDirs",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::ListConfigResources,
        name: "ListConfigResources",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeTopicPartitions,
        name: "DescribeTopicPartitions",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ShareGroupHeartbeat,
        name: "ShareGroupHeartbeat",
        versions: VersionRange {
            lowest: 1,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ShareGroupDescribe,
        name: "ShareGroupDescribe",
        versions: VersionRange {
            lowest: 1,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ShareFetch,
        name: "ShareFetch",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ShareAcknowledge,
        name: "ShareAcknowledge",
        versions: VersionRange {
            lowest: 1,
            highest: 2,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AddRaftVoter,
        name: "AddRaftVoter",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller, Listener::Broker],
    },
    Row {
        key: ApiKey::RemoveRaftVoter,
        name: "RemoveRaftVoter",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller, Listener::Broker],
    },
    Row {
        key: ApiKey::UpdateRaftVoter,
        name: "UpdateRaftVoter",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Controller],
    },
    Row {
        key: ApiKey::InitializeShareGroupState,
        name: "InitializeShareGroupState",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ReadShareGroupState,
        name: "ReadShareGroupState",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::WriteShareGroupState,
        name: "WriteShareGroupState",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DeleteShareGroupState,
        name: "DeleteShareGroupState",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::ReadShareGroupStateSummary,
        name: "ReadShareGroupStateSummary",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::StreamsGroupHeartbeat,
        name: "StreamsGroupHeartbeat",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::StreamsGroupDescribe,
        name: "StreamsGroupDescribe",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DescribeShareGroupOffsets,
        name: "DescribeShareGroupOffsets",
        versions: VersionRange {
            lowest: 0,
            highest: 1,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::AlterShareGroupOffsets,
        name: "AlterShareGroupOffsets",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
    Row {
        key: ApiKey::DeleteShareGroupOffsets,
        name: "DeleteShareGroupOffsets",
        versions: VersionRange {
            lowest: 0,
            highest: 0,
            unstable: None,
        },
        flexible_from: 0,
        listeners: &[Listener::Broker],
    },
];
