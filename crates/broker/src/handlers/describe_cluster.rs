//! DescribeCluster: the brokers, or none of the controllers (which answer for themselves) (KIP-700, KIP-919, KIP-1073).

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::describe_cluster::{
    DescribeClusterBroker, DescribeClusterRequest, DescribeClusterResponse,
};
use world::Reply;

use super::operations;
use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::request::Request;

const BROKERS: i8 = 1;
const CONTROLLERS: i8 = 2;

impl Broker {
    pub(crate) fn describe_cluster(
        &self,
        request: &Request<'_>,
        body: DescribeClusterRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        if request.version() >= 1 && body.endpoint_type != BROKERS {
            let (error, why) = match body.endpoint_type {
                CONTROLLERS => (
                    ErrorCode::MismatchedEndpointType,
                    "controllers are described by a controller: connect to its listener with --bootstrap-controller",
                ),
                _ => (
                    ErrorCode::UnsupportedEndpointType,
                    "there are two types of endpoints: 1 for brokers, 2 for controllers",
                ),
            };
            return request.reply(&DescribeClusterResponse {
                error_code: error.code(),
                error_message: Some(Text::from(why)),
                ..DescribeClusterResponse::default()
            });
        }
        let image = self.image.load();
        let brokers = image
            .brokers()
            .values()
            .filter(|broker| body.include_fenced_brokers || !broker.fenced);
        let brokers = brokers.filter_map(|broker| {
            let endpoint = broker.endpoint(&request.from.listener)?;
            Some(DescribeClusterBroker {
                broker_id: broker.id.0,
                host: Text::from(&*endpoint.host),
                port: i32::from(endpoint.port),
                rack: broker.rack.as_deref().map(Text::from),
                is_fenced: broker.fenced,
            })
        });
        request.reply(&DescribeClusterResponse {
            endpoint_type: BROKERS,
            cluster_id: Text::from(self.cluster_id().unwrap_or_default()),
            controller_id: self.shown_controller(&image).0,
            brokers: brokers.collect(),
            cluster_authorized_operations: if body.include_cluster_authorized_operations {
                operations::CLUSTER
            } else {
                operations::NOT_ASKED
            },
            ..DescribeClusterResponse::default()
        })
    }
}
