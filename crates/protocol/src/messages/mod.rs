//! Requests and responses, one module for each API.

/// The AddOffsetsToTxn API.
pub mod add_offsets_to_txn;
/// The AddPartitionsToTxn API.
pub mod add_partitions_to_txn;
/// The AddRaftVoter API.
pub mod add_raft_voter;
/// The AllocateProducerIds API.
pub mod allocate_producer_ids;
/// The AlterClientQuotas API.
pub mod alter_client_quotas;
/// The AlterConfigs API.
pub mod alter_configs;
/// The AlterPartition API.
pub mod alter_partition;
/// The AlterPartitionReassignments API.
pub mod alter_partition_reassignments;
/// The AlterReplicaLogDirs API.
pub mod alter_replica_log_dirs;
/// The AlterShareGroupOffsets API.
pub mod alter_share_group_offsets;
/// The AlterUserScramCredentials API.
pub mod alter_user_scram_credentials;
/// The ApiVersions API.
pub mod api_versions;
/// The AssignReplicasToDirs API.
pub mod assign_replicas_to_dirs;
/// The BeginQuorumEpoch API.
pub mod begin_quorum_epoch;
/// The BrokerHeartbeat API.
pub mod broker_heartbeat;
/// The BrokerRegistration API.
pub mod broker_registration;
/// The ConsumerGroupDescribe API.
pub mod consumer_group_describe;
/// The ConsumerGroupHeartbeat API.
pub mod consumer_group_heartbeat;
/// The ControllerRegistration API.
pub mod controller_registration;
/// The CreateAcls API.
pub mod create_acls;
/// The CreateDelegationToken API.
pub mod create_delegation_token;
/// The CreatePartitions API.
pub mod create_partitions;
/// The CreateTopics API.
pub mod create_topics;
/// The DeleteAcls API.
pub mod delete_acls;
/// The DeleteGroups API.
pub mod delete_groups;
/// The DeleteRecords API.
pub mod delete_records;
/// The DeleteShareGroupOffsets API.
pub mod delete_share_group_offsets;
/// The DeleteShareGroupState API.
pub mod delete_share_group_state;
/// The DeleteTopics API.
pub mod delete_topics;
/// The DescribeAcls API.
pub mod describe_acls;
/// The DescribeClientQuotas API.
pub mod describe_client_quotas;
/// The DescribeCluster API.
pub mod describe_cluster;
/// The DescribeConfigs API.
pub mod describe_configs;
/// The DescribeDelegationToken API.
pub mod describe_delegation_token;
/// The DescribeGroups API.
pub mod describe_groups;
/// The DescribeLogDirs API.
pub mod describe_log_dirs;
/// The DescribeProducers API.
pub mod describe_producers;
/// The DescribeQuorum API.
pub mod describe_quorum;
/// The DescribeShareGroupOffsets API.
pub mod describe_share_group_offsets;
/// The DescribeTopicPartitions API.
pub mod describe_topic_partitions;
/// The DescribeTransactions API.
pub mod describe_transactions;
/// The DescribeUserScramCredentials API.
pub mod describe_user_scram_credentials;
/// The ElectLeaders API.
pub mod elect_leaders;
/// The EndQuorumEpoch API.
pub mod end_quorum_epoch;
/// The EndTxn API.
pub mod end_txn;
/// The Envelope API.
pub mod envelope;
/// The ExpireDelegationToken API.
pub mod expire_delegation_token;
/// The Fetch API.
pub mod fetch;
/// The FetchSnapshot API.
pub mod fetch_snapshot;
/// The FindCoordinator API.
pub mod find_coordinator;
/// The GetTelemetrySubscriptions API.
pub mod get_telemetry_subscriptions;
/// The Heartbeat API.
pub mod heartbeat;
/// The IncrementalAlterConfigs API.
pub mod incremental_alter_configs;
/// The InitProducerId API.
pub mod init_producer_id;
/// The InitializeShareGroupState API.
pub mod initialize_share_group_state;
/// The JoinGroup API.
pub mod join_group;
/// The LeaveGroup API.
pub mod leave_group;
/// The ListConfigResources API.
pub mod list_config_resources;
/// The ListGroups API.
pub mod list_groups;
/// The ListOffsets API.
pub mod list_offsets;
/// The ListPartitionReassignments API.
pub mod list_partition_reassignments;
/// The ListTransactions API.
pub mod list_transactions;
/// The Metadata API.
pub mod metadata;
/// The OffsetCommit API.
pub mod offset_commit;
/// The OffsetDelete API.
pub mod offset_delete;
/// The OffsetFetch API.
pub mod offset_fetch;
/// The OffsetForLeaderEpoch API.
pub mod offset_for_leader_epoch;
/// The Produce API.
pub mod produce;
/// The PushTelemetry API.
pub mod push_telemetry;
/// The ReadShareGroupState API.
pub mod read_share_group_state;
/// The ReadShareGroupStateSummary API.
pub mod read_share_group_state_summary;
/// The RemoveRaftVoter API.
pub mod remove_raft_voter;
/// The RenewDelegationToken API.
pub mod renew_delegation_token;
/// The SaslAuthenticate API.
pub mod sasl_authenticate;
/// The SaslHandshake API.
pub mod sasl_handshake;
/// The ShareAcknowledge API.
pub mod share_acknowledge;
/// The ShareFetch API.
pub mod share_fetch;
/// The ShareGroupDescribe API.
pub mod share_group_describe;
/// The ShareGroupHeartbeat API.
pub mod share_group_heartbeat;
/// The StreamsGroupDescribe API.
pub mod streams_group_describe;
/// The StreamsGroupHeartbeat API.
pub mod streams_group_heartbeat;
/// The SyncGroup API.
pub mod sync_group;
/// The TxnOffsetCommit API.
pub mod txn_offset_commit;
/// The UnregisterBroker API.
pub mod unregister_broker;
/// The UpdateFeatures API.
pub mod update_features;
/// The UpdateRaftVoter API.
pub mod update_raft_voter;
/// The Vote API.
pub mod vote;
/// The WriteShareGroupState API.
pub mod write_share_group_state;
/// The WriteTxnMarkers API.
pub mod write_txn_markers;

pub use add_offsets_to_txn::{AddOffsetsToTxnRequest, AddOffsetsToTxnResponse};
pub use add_partitions_to_txn::{AddPartitionsToTxnRequest, AddPartitionsToTxnResponse};
pub use add_raft_voter::{AddRaftVoterRequest, AddRaftVoterResponse};
pub use allocate_producer_ids::{AllocateProducerIdsRequest, AllocateProducerIdsResponse};
pub use alter_client_quotas::{AlterClientQuotasRequest, AlterClientQuotasResponse};
pub use alter_configs::{AlterConfigsRequest, AlterConfigsResponse};
pub use alter_partition::{AlterPartitionRequest, AlterPartitionResponse};
pub use alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse,
};
pub use alter_replica_log_dirs::{AlterReplicaLogDirsRequest, AlterReplicaLogDirsResponse};
pub use alter_share_group_offsets::{
    AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse,
};
pub use alter_user_scram_credentials::{
    AlterUserScramCredentialsRequest, AlterUserScramCredentialsResponse,
};
pub use api_versions::{ApiVersionsRequest, ApiVersionsResponse};
pub use assign_replicas_to_dirs::{AssignReplicasToDirsRequest, AssignReplicasToDirsResponse};
pub use begin_quorum_epoch::{BeginQuorumEpochRequest, BeginQuorumEpochResponse};
pub use broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
pub use broker_registration::{BrokerRegistrationRequest, BrokerRegistrationResponse};
pub use consumer_group_describe::{ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse};
pub use consumer_group_heartbeat::{ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse};
pub use controller_registration::{ControllerRegistrationRequest, ControllerRegistrationResponse};
pub use create_acls::{CreateAclsRequest, CreateAclsResponse};
pub use create_delegation_token::{CreateDelegationTokenRequest, CreateDelegationTokenResponse};
pub use create_partitions::{CreatePartitionsRequest, CreatePartitionsResponse};
pub use create_topics::{CreateTopicsRequest, CreateTopicsResponse};
pub use delete_acls::{DeleteAclsRequest, DeleteAclsResponse};
pub use delete_groups::{DeleteGroupsRequest, DeleteGroupsResponse};
pub use delete_records::{DeleteRecordsRequest, DeleteRecordsResponse};
pub use delete_share_group_offsets::{
    DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse,
};
pub use delete_share_group_state::{DeleteShareGroupStateRequest, DeleteShareGroupStateResponse};
pub use delete_topics::{DeleteTopicsRequest, DeleteTopicsResponse};
pub use describe_acls::{DescribeAclsRequest, DescribeAclsResponse};
pub use describe_client_quotas::{DescribeClientQuotasRequest, DescribeClientQuotasResponse};
pub use describe_cluster::{DescribeClusterRequest, DescribeClusterResponse};
pub use describe_configs::{DescribeConfigsRequest, DescribeConfigsResponse};
pub use describe_delegation_token::{
    DescribeDelegationTokenRequest, DescribeDelegationTokenResponse,
};
pub use describe_groups::{DescribeGroupsRequest, DescribeGroupsResponse};
pub use describe_log_dirs::{DescribeLogDirsRequest, DescribeLogDirsResponse};
pub use describe_producers::{DescribeProducersRequest, DescribeProducersResponse};
pub use describe_quorum::{DescribeQuorumRequest, DescribeQuorumResponse};
pub use describe_share_group_offsets::{
    DescribeShareGroupOffsetsRequest, DescribeShareGroupOffsetsResponse,
};
pub use describe_topic_partitions::{
    DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse,
};
pub use describe_transactions::{DescribeTransactionsRequest, DescribeTransactionsResponse};
pub use describe_user_scram_credentials::{
    DescribeUserScramCredentialsRequest, DescribeUserScramCredentialsResponse,
};
pub use elect_leaders::{ElectLeadersRequest, ElectLeadersResponse};
pub use end_quorum_epoch::{EndQuorumEpochRequest, EndQuorumEpochResponse};
pub use end_txn::{EndTxnRequest, EndTxnResponse};
pub use envelope::{EnvelopeRequest, EnvelopeResponse};
pub use expire_delegation_token::{ExpireDelegationTokenRequest, ExpireDelegationTokenResponse};
pub use fetch::{FetchRequest, FetchResponse};
pub use fetch_snapshot::{FetchSnapshotRequest, FetchSnapshotResponse};
pub use find_coordinator::{FindCoordinatorRequest, FindCoordinatorResponse};
pub use get_telemetry_subscriptions::{
    GetTelemetrySubscriptionsRequest, GetTelemetrySubscriptionsResponse,
};
pub use heartbeat::{HeartbeatRequest, HeartbeatResponse};
pub use incremental_alter_configs::{
    IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse,
};
pub use init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
pub use initialize_share_group_state::{
    InitializeShareGroupStateRequest, InitializeShareGroupStateResponse,
};
pub use join_group::{JoinGroupRequest, JoinGroupResponse};
pub use leave_group::{LeaveGroupRequest, LeaveGroupResponse};
pub use list_config_resources::{ListConfigResourcesRequest, ListConfigResourcesResponse};
pub use list_groups::{ListGroupsRequest, ListGroupsResponse};
pub use list_offsets::{ListOffsetsRequest, ListOffsetsResponse};
pub use list_partition_reassignments::{
    ListPartitionReassignmentsRequest, ListPartitionReassignmentsResponse,
};
pub use list_transactions::{ListTransactionsRequest, ListTransactionsResponse};
pub use metadata::{MetadataRequest, MetadataResponse};
pub use offset_commit::{OffsetCommitRequest, OffsetCommitResponse};
pub use offset_delete::{OffsetDeleteRequest, OffsetDeleteResponse};
pub use offset_fetch::{OffsetFetchRequest, OffsetFetchResponse};
pub use offset_for_leader_epoch::{OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse};
pub use produce::{ProduceRequest, ProduceResponse};
pub use push_telemetry::{PushTelemetryRequest, PushTelemetryResponse};
pub use read_share_group_state::{ReadShareGroupStateRequest, ReadShareGroupStateResponse};
pub use read_share_group_state_summary::{
    ReadShareGroupStateSummaryRequest, ReadShareGroupStateSummaryResponse,
};
pub use remove_raft_voter::{RemoveRaftVoterRequest, RemoveRaftVoterResponse};
pub use renew_delegation_token::{RenewDelegationTokenRequest, RenewDelegationTokenResponse};
pub use sasl_authenticate::{SaslAuthenticateRequest, SaslAuthenticateResponse};
pub use sasl_handshake::{SaslHandshakeRequest, SaslHandshakeResponse};
pub use share_acknowledge::{ShareAcknowledgeRequest, ShareAcknowledgeResponse};
pub use share_fetch::{ShareFetchRequest, ShareFetchResponse};
pub use share_group_describe::{ShareGroupDescribeRequest, ShareGroupDescribeResponse};
pub use share_group_heartbeat::{ShareGroupHeartbeatRequest, ShareGroupHeartbeatResponse};
pub use streams_group_describe::{StreamsGroupDescribeRequest, StreamsGroupDescribeResponse};
pub use streams_group_heartbeat::{StreamsGroupHeartbeatRequest, StreamsGroupHeartbeatResponse};
pub use sync_group::{SyncGroupRequest, SyncGroupResponse};
pub use txn_offset_commit::{TxnOffsetCommitRequest, TxnOffsetCommitResponse};
pub use unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
pub use update_features::{UpdateFeaturesRequest, UpdateFeaturesResponse};
pub use update_raft_voter::{UpdateRaftVoterRequest, UpdateRaftVoterResponse};
pub use vote::{VoteRequest, VoteResponse};
pub use write_share_group_state::{WriteShareGroupStateRequest, WriteShareGroupStateResponse};
pub use write_txn_markers::{WriteTxnMarkersRequest, WriteTxnMarkersResponse};
