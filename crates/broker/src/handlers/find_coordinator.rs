//! FindCoordinator: which broker leads the partition that a group is kept in. The topic is made when it is first asked for.

use codec::Text;
use metadata::Image;
use protocol::ErrorCode;
use protocol::messages::find_coordinator::{
    Coordinator, FindCoordinatorRequest, FindCoordinatorResponse,
};
use types::{Now, TopicName};
use world::Reply;

use crate::broker::Broker;
use crate::coordinators::OFFSETS_TOPIC;
use crate::creation::{Parked, ParkedRequest};
use crate::dispatch::Causes;
use crate::request::{Request, ReturnAddress};
use crate::suspects::Question;

/// The kinds of coordinators, as they are numbered in requests.
const GROUP: i8 = 0;
const TRANSACTION: i8 = 1;
const SHARE: i8 = 2;
/// From here on a request names many keys.
const BATCHED_VERSION: i16 = 4;

/// Where a coordinator is.
struct Place {
    node_id: i32,
    host: Text,
    port: i32,
}

impl Broker {
    pub(crate) fn find_coordinator(
        &self,
        request: &Request<'_>,
        body: FindCoordinatorRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let is_missing = self.image.load().topic(OFFSETS_TOPIC).is_none();
        if body.key_type == GROUP && is_missing {
            let parked = Parked {
                to: request.to,
                listener: request.from.listener.clone(),
                request: ParkedRequest::FindCoordinator(body),
                waits_for: vec![TopicName::trusted(OFFSETS_TOPIC)],
            };
            self.create_and_park(request.now, parked, causes.out);
            return Reply::Later;
        }
        let (now, to, listener) = (request.now, request.to, &request.from.listener);
        let question = Question::FindCoordinator(body);
        match self.keep_if_suspected(now, to, listener, question, causes.out) {
            Some(Question::FindCoordinator(body)) => {
                request.reply(&self.coordinator_response(now, to, listener, &body))
            }
            _ => Reply::Later,
        }
    }

    /// The answer from the present image.
    pub(crate) fn coordinator_response(
        &self,
        _: Now,
        to: ReturnAddress,
        listener: &str,
        body: &FindCoordinatorRequest,
    ) -> FindCoordinatorResponse {
        let image = self.image.load();
        let find = |key: &str| self.find_one(&image, listener, body.key_type, key);
        if to.version < BATCHED_VERSION {
            return match find(&body.key) {
                Ok(Place {
                    node_id,
                    host,
                    port,
                }) => FindCoordinatorResponse {
                    error_message: Some(Text::from("NONE")),
                    node_id,
                    host,
                    port,
                    ..FindCoordinatorResponse::default()
                },
                Err(error) => FindCoordinatorResponse {
                    error_code: error.code(),
                    error_message: Some(Text::from(message(error))),
                    node_id: -1,
                    port: -1,
                    ..FindCoordinatorResponse::default()
                },
            };
        }
        let coordinators = body.coordinator_keys.iter().map(|key| match find(key) {
            Ok(Place {
                node_id,
                host,
                port,
            }) => Coordinator {
                key: key.clone(),
                node_id,
                host,
                port,
                ..Coordinator::default()
            },
            Err(error) => Coordinator {
                key: key.clone(),
                node_id: -1,
                port: -1,
                error_code: error.code(),
                error_message: Some(Text::from(message(error))),
                ..Coordinator::default()
            },
        });
        FindCoordinatorResponse {
            coordinators: coordinators.collect(),
            ..FindCoordinatorResponse::default()
        }
    }

    fn find_one(
        &self,
        image: &Image,
        listener: &str,
        key_type: i8,
        key: &str,
    ) -> Result<Place, ErrorCode> {
        match key_type {
            GROUP => {}
            // Without transactions every transactional id is one that nobody may use.
            TRANSACTION => return Err(ErrorCode::TransactionalIdAuthorizationFailed),
            SHARE => return Err(ErrorCode::InvalidRequest),
            _ => return Err(ErrorCode::InvalidRequest),
        }
        let topic = image.topic(OFFSETS_TOPIC);
        let partition = self.group_partition(image, key);
        let partition = topic
            .zip(partition)
            .and_then(|(topic, partition)| topic.partition(partition));
        let leader = partition
            .filter(|partition| partition.has_leader())
            .map(|partition| partition.leader);
        let broker = leader
            .and_then(|leader| image.broker(leader))
            .filter(|broker| !broker.fenced);
        let broker = broker.ok_or(ErrorCode::CoordinatorNotAvailable)?;
        let endpoint = broker
            .endpoint(listener)
            .ok_or(ErrorCode::CoordinatorNotAvailable)?;
        Ok(Place {
            node_id: broker.id.0,
            host: Text::from(&*endpoint.host),
            port: i32::from(endpoint.port),
        })
    }
}

fn message(error: ErrorCode) -> &'static str {
    match error {
        ErrorCode::CoordinatorNotAvailable => "The coordinator is not available.",
        ErrorCode::TransactionalIdAuthorizationFailed => "Transactions are not served.",
        _ => "The kind of coordinator is not served.",
    }
}
