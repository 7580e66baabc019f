//! The one table of what this broker serves: what ApiVersions answers, and what dispatch lets through.

use protocol::ApiKey;

/// One served API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Served {
    pub(crate) api: ApiKey,
    pub(crate) lowest: i16,
    pub(crate) highest: i16,
}

/// Everything with a handler, with all stable versions of it.
const SERVED: &[ApiKey] = &[
    ApiKey::Produce,
    ApiKey::Fetch,
    ApiKey::ListOffsets,
    ApiKey::Metadata,
    ApiKey::OffsetCommit,
    ApiKey::OffsetFetch,
    ApiKey::FindCoordinator,
    ApiKey::JoinGroup,
    ApiKey::Heartbeat,
    ApiKey::LeaveGroup,
    ApiKey::SyncGroup,
    ApiKey::DescribeGroups,
    ApiKey::ListGroups,
    ApiKey::ApiVersions,
    ApiKey::CreateTopics,
    ApiKey::DeleteTopics,
    ApiKey::DeleteRecords,
    ApiKey::InitProducerId,
    ApiKey::OffsetForLeaderEpoch,
    ApiKey::DescribeAcls,
    ApiKey::CreateAcls,
    ApiKey::DeleteAcls,
    ApiKey::DescribeConfigs,
    ApiKey::AlterConfigs,
    ApiKey::AlterReplicaLogDirs,
    ApiKey::DescribeLogDirs,
    ApiKey::CreatePartitions,
    ApiKey::DeleteGroups,
    ApiKey::ElectLeaders,
    ApiKey::IncrementalAlterConfigs,
    ApiKey::AlterPartitionReassignments,
    ApiKey::ListPartitionReassignments,
    ApiKey::OffsetDelete,
    ApiKey::DescribeQuorum,
    ApiKey::DescribeCluster,
    ApiKey::DescribeProducers,
    ApiKey::UnregisterBroker,
    ApiKey::ListConfigResources,
    ApiKey::DescribeTopicPartitions,
];

/// What is served, by key.
pub(crate) fn served() -> impl Iterator<Item = Served> {
    SERVED.iter().map(|&api| {
        let versions = api.versions();
        Served {
            api,
            lowest: versions.lowest,
            highest: versions.highest,
        }
    })
}

/// Whether a version of an API is served.
pub(crate) fn serves(api: ApiKey, version: i16) -> bool {
    SERVED.contains(&api) && api.versions().is_stable(version)
}

/// What clients are told. Produce is told from version 0, as Kafka does: librdkafka takes its versions for a sign of which
/// codecs the broker knows. A request in version 0 to 2 ends its connection, as in Kafka (decision 0021).
pub(crate) fn advertised() -> impl Iterator<Item = Served> {
    served().map(|served| match served.api {
        ApiKey::Produce => Served {
            lowest: 0,
            ..served
        },
        _ => served,
    })
}
