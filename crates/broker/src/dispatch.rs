//! From the bytes of a request to its handler: exhaustive over every API that is served.

use bytes::Bytes;
use protocol::{
    ApiKey, HeaderError, Reader, Request as WireRequest, RequestHeader, decode_request,
    decode_request_header,
};
use types::Now;
use world::{ConnectionInfo, Output, Reply, RequestId};

use crate::broker::Broker;
use crate::request::{Request, ReturnAddress};
use crate::versions;
use crate::waiting::Effects;

/// What handlers may cause beside their answer.
pub(crate) struct Causes<'a> {
    pub(crate) effects: &'a mut Effects,
    pub(crate) out: &'a mut Vec<Output>,
}

impl Broker {
    /// Decodes a request and hands it to its handler.
    pub(crate) fn dispatch(
        &self,
        now: Now,
        from: &ConnectionInfo,
        id: RequestId,
        frame: Bytes,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) -> Reply {
        let (header, reader) = match decode_request_header(frame.clone()) {
            Ok(decoded) => decoded,
            Err(error) => return self.refuse_header(id, &error),
        };
        let Some(api) = ApiKey::from_code(header.api_key) else {
            return Reply::Close(format!("unknown API key {}", header.api_key));
        };
        let version = header.api_version;
        if !versions::serves(api, version) {
            let error = HeaderError::UnsupportedVersion {
                api,
                api_version: version,
                correlation_id: header.correlation_id,
            };
            return self.refuse_header(id, &error);
        }
        self.counters.request(api);
        let to = ReturnAddress {
            id,
            api,
            version,
            correlation_id: header.correlation_id,
        };
        let request = Request {
            now,
            from,
            to,
            client_id: header.client_id.clone(),
        };
        let mut causes = Causes { effects, out };
        self.route(&request, &header, reader, frame, &mut causes)
    }

    fn route(
        &self,
        request: &Request<'_>,
        header: &RequestHeader,
        reader: Reader,
        frame: Bytes,
        causes: &mut Causes<'_>,
    ) -> Reply {
        macro_rules! to {
            ($handler:ident) => {
                match decoded(header, reader) {
                    Ok(body) => self.$handler(request, body, causes),
                    Err(reply) => reply,
                }
            };
        }
        match request.to.api {
            ApiKey::Produce => to!(produce),
            ApiKey::Fetch => to!(fetch),
            ApiKey::ListOffsets => to!(list_offsets),
            ApiKey::Metadata => to!(metadata),
            ApiKey::ApiVersions => to!(api_versions),
            ApiKey::InitProducerId => to!(init_producer_id),
            ApiKey::OffsetForLeaderEpoch => to!(offset_for_leader_epoch),
            ApiKey::DeleteRecords => to!(delete_records),
            ApiKey::DescribeAcls => to!(describe_acls),
            ApiKey::CreateAcls => to!(create_acls),
            ApiKey::DeleteAcls => to!(delete_acls),
            ApiKey::DescribeConfigs => to!(describe_configs),
            ApiKey::ListConfigResources => to!(list_config_resources),
            ApiKey::AlterReplicaLogDirs => to!(alter_replica_log_dirs),
            ApiKey::DescribeLogDirs => to!(describe_log_dirs),
            ApiKey::DescribeCluster => to!(describe_cluster),
            ApiKey::DescribeProducers => to!(describe_producers),
            ApiKey::DescribeTopicPartitions => to!(describe_topic_partitions),
            ApiKey::FindCoordinator => to!(find_coordinator),
            ApiKey::JoinGroup => to!(join_group),
            ApiKey::SyncGroup => to!(sync_group),
            ApiKey::Heartbeat => to!(heartbeat),
            ApiKey::LeaveGroup => to!(leave_group),
            ApiKey::DescribeGroups => to!(describe_groups),
            ApiKey::ListGroups => to!(list_groups),
            ApiKey::DeleteGroups => to!(delete_groups),
            ApiKey::OffsetCommit => to!(offset_commit),
            ApiKey::OffsetFetch => to!(offset_fetch),
            ApiKey::OffsetDelete => to!(offset_delete),
            ApiKey::CreateTopics
            | ApiKey::DeleteTopics
            | ApiKey::CreatePartitions
            | ApiKey::AlterConfigs
            | ApiKey::IncrementalAlterConfigs
            | ApiKey::ElectLeaders
            | ApiKey::AlterPartitionReassignments
            | ApiKey::ListPartitionReassignments
            | ApiKey::UnregisterBroker
            | ApiKey::DescribeQuorum => self.forward(request, frame, causes),
            api => Reply::Close(format!("{} is not served", api.name())),
        }
    }

    /// What a request gets whose header leads nowhere: clients learn the versions from ApiVersions, and for everything else
    /// Kafka closes the connection.
    fn refuse_header(&self, id: RequestId, error: &HeaderError) -> Reply {
        match *error {
            HeaderError::UnsupportedVersion {
                api: ApiKey::ApiVersions,
                correlation_id,
                ..
            } => {
                let to = ReturnAddress {
                    id,
                    api: ApiKey::ApiVersions,
                    version: 0,
                    correlation_id,
                };
                self.api_versions_unsupported(to)
            }
            _ => Reply::Close(error.to_string()),
        }
    }
}

/// The body of a request. One that cannot be decoded ends the connection, as in Kafka: nothing after it can be trusted.
fn decoded<R: WireRequest>(header: &RequestHeader, reader: Reader) -> Result<R, Reply> {
    decode_request(header, reader).map_err(|error| {
        Reply::Close(format!(
            "{} version {} cannot be decoded: {error}",
            R::KEY.name(),
            header.api_version
        ))
    })
}
