//! The requests of the controllers' listener: one file for each group of them.

mod api_versions;
mod brokers;
mod configs;
mod describe;
mod envelope;
pub(crate) mod internal;
mod metadata_log;
mod partitions;
mod quorum;
mod topics;

use bytes::Bytes;
use codec::Reader;
use coordination::Effects;
use protocol::{ApiKey, HeaderError, RequestHeader, decode_request, decode_request_header};
use types::Now;
use world::{ConnectionInfo, Reply, RequestId};

use crate::job::{Decide, Requested};
use crate::reply::ReplyTo;
use crate::state::State;

/// What is served here, by this file's `dispatch`.
pub(crate) const SERVED: [ApiKey; 25] = [
    ApiKey::Fetch,
    ApiKey::ApiVersions,
    ApiKey::CreateTopics,
    ApiKey::DeleteTopics,
    ApiKey::AlterConfigs,
    ApiKey::CreatePartitions,
    ApiKey::ElectLeaders,
    ApiKey::IncrementalAlterConfigs,
    ApiKey::AlterPartitionReassignments,
    ApiKey::ListPartitionReassignments,
    ApiKey::Vote,
    ApiKey::BeginQuorumEpoch,
    ApiKey::EndQuorumEpoch,
    ApiKey::DescribeQuorum,
    ApiKey::AlterPartition,
    ApiKey::UpdateFeatures,
    ApiKey::Envelope,
    ApiKey::FetchSnapshot,
    ApiKey::DescribeCluster,
    ApiKey::BrokerRegistration,
    ApiKey::BrokerHeartbeat,
    ApiKey::UnregisterBroker,
    ApiKey::AllocateProducerIds,
    ApiKey::ControllerRegistration,
    ApiKey::AssignReplicasToDirs,
];

/// One request on its way through the handlers.
pub(crate) struct Incoming<'a> {
    pub(crate) now: Now,
    pub(crate) from: &'a ConnectionInfo,
    pub(crate) header: &'a RequestHeader,
    pub(crate) to: ReplyTo,
    pub(crate) reader: Reader,
}

/// Reads a request and hands it to its handler.
pub(crate) fn dispatch(
    state: &mut State,
    now: Now,
    from: &ConnectionInfo,
    id: RequestId,
    request: Bytes,
    effects: &mut Effects,
) -> Reply {
    let (header, reader) = match decode_request_header(request) {
        Ok(decoded) => decoded,
        Err(HeaderError::UnsupportedVersion {
            api: ApiKey::ApiVersions,
            correlation_id,
            ..
        }) => {
            return api_versions::unsupported(id, correlation_id);
        }
        Err(error) => return Reply::Close(error.to_string()),
    };
    let Some(api) = ApiKey::from_code(header.api_key) else {
        return Reply::Close(format!("the API key {} is not known", header.api_key));
    };
    let to = ReplyTo::new(id, api, &header);
    let incoming = Incoming {
        now,
        from,
        header: &header,
        to,
        reader,
    };
    route(state, incoming, effects)
}

/// To the handler of an API. Those that a client may ask for through a broker come here unwrapped too.
fn route(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    use protocol::messages as m;
    match incoming.to.api {
        ApiKey::ApiVersions => api_versions::handle(state, incoming),
        ApiKey::Fetch => metadata_log::fetch(state, incoming, effects),
        ApiKey::FetchSnapshot => metadata_log::fetch_snapshot(state, incoming),
        ApiKey::Vote => quorum::vote(state, incoming, effects),
        ApiKey::BeginQuorumEpoch => quorum::begin_epoch(state, incoming, effects),
        ApiKey::EndQuorumEpoch => quorum::end_epoch(state, incoming, effects),
        ApiKey::DescribeQuorum => quorum::describe(state, incoming),
        ApiKey::DescribeCluster => describe::cluster(state, incoming),
        ApiKey::Envelope => envelope::handle(state, incoming, effects),
        ApiKey::BrokerHeartbeat => brokers::heartbeat(state, incoming),
        ApiKey::BrokerRegistration => {
            submit::<m::broker_registration::BrokerRegistrationRequest>(state, incoming)
        }
        ApiKey::UnregisterBroker => {
            submit::<m::unregister_broker::UnregisterBrokerRequest>(state, incoming)
        }
        ApiKey::AllocateProducerIds => {
            submit::<m::allocate_producer_ids::AllocateProducerIdsRequest>(state, incoming)
        }
        ApiKey::AssignReplicasToDirs => {
            submit::<m::assign_replicas_to_dirs::AssignReplicasToDirsRequest>(state, incoming)
        }
        ApiKey::ControllerRegistration => {
            submit::<m::controller_registration::ControllerRegistrationRequest>(state, incoming)
        }
        ApiKey::AlterPartition => {
            submit::<m::alter_partition::AlterPartitionRequest>(state, incoming)
        }
        ApiKey::CreateTopics => submit::<m::create_topics::CreateTopicsRequest>(state, incoming),
        ApiKey::DeleteTopics => submit::<m::delete_topics::DeleteTopicsRequest>(state, incoming),
        ApiKey::CreatePartitions => {
            submit::<m::create_partitions::CreatePartitionsRequest>(state, incoming)
        }
        ApiKey::IncrementalAlterConfigs => {
            submit::<m::incremental_alter_configs::IncrementalAlterConfigsRequest>(state, incoming)
        }
        ApiKey::AlterConfigs => submit::<m::alter_configs::AlterConfigsRequest>(state, incoming),
        ApiKey::ElectLeaders => submit::<m::elect_leaders::ElectLeadersRequest>(state, incoming),
        ApiKey::AlterPartitionReassignments => {
            type Request = m::alter_partition_reassignments::AlterPartitionReassignmentsRequest;
            submit::<Request>(state, incoming)
        }
        ApiKey::ListPartitionReassignments => {
            type Request = m::list_partition_reassignments::ListPartitionReassignmentsRequest;
            submit::<Request>(state, incoming)
        }
        ApiKey::UpdateFeatures => {
            submit::<m::update_features::UpdateFeaturesRequest>(state, incoming)
        }
        other => Reply::Close(format!("{} is not served by controllers", other.name())),
    }
}

/// Reads a request of this kind; closes the connection where it is none.
fn read<R: protocol::Request>(incoming: Incoming<'_>) -> Result<R, Reply> {
    decode_request::<R>(incoming.header, incoming.reader)
        .map_err(|error| Reply::Close(format!("{} cannot be read: {error}", R::KEY.name())))
}

/// A request that is answered by a decision.
fn submit<R: Decide + 'static>(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let (now, to) = (incoming.now, incoming.to);
    match read::<R>(incoming) {
        Ok(request) => state.submit(now, Box::new(Requested { request, to })),
        Err(reply) => reply,
    }
}
