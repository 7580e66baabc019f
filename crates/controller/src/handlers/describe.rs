//! DescribeCluster (60), which on this listener tells of the controllers (KIP-919).

use protocol::ErrorCode;
use protocol::messages::describe_cluster::response::DescribeClusterBroker;
use protocol::messages::describe_cluster::{DescribeClusterRequest, DescribeClusterResponse};
use world::Reply;

use super::{Incoming, read};
use crate::state::State;

/// The endpoint type of controllers in the request.
const CONTROLLERS: i8 = 2;
/// What stands for "not asked for".
const NO_OPERATIONS: i32 = i32::MIN;

pub(super) fn cluster(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let to = incoming.to;
    let request = match read::<DescribeClusterRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    if to.version >= 1 && request.endpoint_type != CONTROLLERS {
        let message = "The request was sent to an endpoint of type CONTROLLER, but we wanted an \
                       endpoint of type BROKER";
        return to.reply(&DescribeClusterResponse {
            error_code: ErrorCode::MismatchedEndpointType.code(),
            error_message: Some(message.into()),
            cluster_authorized_operations: NO_OPERATIONS,
            ..DescribeClusterResponse::default()
        });
    }
    let cluster_id = state.cluster_id().unwrap_or_default();
    let controller_id = state.leader().1.map_or(-1, |leader| leader.0);
    let controllers = state.controllers();
    let brokers = controllers
        .iter()
        .map(|(id, endpoint)| DescribeClusterBroker {
            broker_id: id.0,
            host: endpoint.host.as_str().into(),
            port: i32::from(endpoint.port),
            ..DescribeClusterBroker::default()
        });
    to.reply(&DescribeClusterResponse {
        endpoint_type: CONTROLLERS,
        cluster_id: cluster_id.into(),
        controller_id,
        brokers: brokers.collect(),
        cluster_authorized_operations: NO_OPERATIONS,
        ..DescribeClusterResponse::default()
    })
}
