//! Metadata: brokers, topics, leaders. A topic that is to be made on demand is made before the answer leaves.

use std::collections::BTreeSet;

use codec::Text;
use metadata::{Image, PartitionRegistration, Topic};
use protocol::ErrorCode;
use protocol::messages::metadata::{
    MetadataRequest, MetadataRequestTopic, MetadataResponse, MetadataResponseBroker,
    MetadataResponsePartition, MetadataResponseTopic,
};
use types::{BrokerId, TopicName, Uuid};
use world::Reply;

use super::operations;
use crate::broker::Broker;
use crate::creation::{Parked, ParkedRequest};
use crate::dispatch::Causes;
use crate::request::{Request, ReturnAddress};
use crate::suspects::Question;

/// From here on topics may be named by their ids (KIP-516).
const TOPIC_ID_VERSION: i16 = 12;
/// Topics that only the brokers write.
pub(crate) const INTERNAL_TOPICS: [&str; 3] = [
    "__consumer_offsets",
    "__transaction_state",
    "__share_group_state",
];

impl Broker {
    pub(crate) fn metadata(
        &self,
        request: &Request<'_>,
        body: MetadataRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let is_unclear = |topic: &MetadataRequestTopic| {
            let by_id = !topic.topic_id.is_zero();
            topic.name.is_none() && !by_id || by_id && request.version() < TOPIC_ID_VERSION
        };
        if body.topics.iter().flatten().any(is_unclear) {
            return request.reply(&refused(&body, ErrorCode::InvalidRequest));
        }
        let image = self.image.load();
        let missing = if self.config.replica.auto_create_topics && body.allow_auto_topic_creation {
            missing_topics(&image, request.version(), &body)
        } else {
            BTreeSet::new()
        };
        drop(image);
        if missing.is_empty() {
            let (to, listener) = (request.to, &request.from.listener);
            let question = Question::Metadata(body);
            let question = self.keep_if_suspected(request.now, to, listener, question, causes.out);
            return match question {
                Some(Question::Metadata(body)) => {
                    request.reply(&self.metadata_response(to, listener, &body))
                }
                _ => Reply::Later,
            };
        }
        let waits_for: Vec<TopicName> = missing.into_iter().collect();
        let parked = Parked {
            to: request.to,
            listener: request.from.listener.clone(),
            request: ParkedRequest::Metadata(body),
            waits_for,
        };
        self.create_and_park(request.now, parked, causes.out);
        Reply::Later
    }

    /// The answer from the present image.
    pub(crate) fn metadata_response(
        &self,
        to: ReturnAddress,
        listener: &str,
        body: &MetadataRequest,
    ) -> MetadataResponse {
        let image = self.image.load();
        let active = image.brokers().values().filter(|broker| !broker.fenced);
        let brokers = active.filter_map(|broker| {
            let endpoint = broker.endpoint(listener)?;
            Some(MetadataResponseBroker {
                node_id: broker.id.0,
                host: Text::from(&*endpoint.host),
                port: i32::from(endpoint.port),
                rack: broker.rack.as_deref().map(Text::from),
            })
        });
        let topics = match &body.topics {
            None => self.all_topics(&image, listener),
            // Version 0 has no null: an empty list asks for all.
            Some(topics) if topics.is_empty() && to.version == 0 => {
                self.all_topics(&image, listener)
            }
            Some(topics) => {
                let mut once = BTreeSet::new();
                let topics = topics
                    .iter()
                    .filter(|asked| once.insert((&asked.name, asked.topic_id)));
                topics
                    .map(|asked| self.asked_topic(&image, listener, asked))
                    .collect()
            }
        };
        let mut topics = topics;
        if body.include_topic_authorized_operations {
            for topic in &mut topics {
                topic.topic_authorized_operations = operations::TOPIC;
            }
        }
        MetadataResponse {
            brokers: brokers.collect(),
            cluster_id: self.cluster_id().map(Text::from),
            controller_id: self.shown_controller(&image).0,
            topics,
            cluster_authorized_operations: if body.include_cluster_authorized_operations {
                operations::CLUSTER
            } else {
                operations::NOT_ASKED
            },
            ..MetadataResponse::default()
        }
    }

    /// In a quorum brokers forward to the controller, so any of them may be named as such; Kafka names one at random. In ZooKeeper
    /// the controller is a broker, and Kafka names it.
    pub(crate) fn shown_controller(&self, image: &Image) -> BrokerId {
        if self.config.zookeeper.is_some() {
            return self.lifecycle.controller().0;
        }
        if image.is_active(self.id) {
            return self.id;
        }
        let active = image.brokers().values().find(|broker| broker.is_active());
        active.map_or(BrokerId::NONE, |broker| broker.id)
    }

    fn all_topics(&self, image: &Image, listener: &str) -> Vec<MetadataResponseTopic> {
        image
            .topics()
            .iter()
            .map(|topic| described(image, listener, topic))
            .collect()
    }

    fn asked_topic(
        &self,
        image: &Image,
        listener: &str,
        asked: &MetadataRequestTopic,
    ) -> MetadataResponseTopic {
        let by_id = !asked.topic_id.is_zero();
        let known = match &asked.name {
            _ if by_id => image.topics().by_id(asked.topic_id),
            Some(name) => image.topic(name),
            None => None,
        };
        if let Some(topic) = known {
            return described(image, listener, topic);
        }
        let error = match &asked.name {
            _ if by_id => ErrorCode::UnknownTopicId,
            Some(name) if TopicName::new(name).is_err() => ErrorCode::InvalidTopicException,
            Some(name) => self
                .creation_error(name)
                .unwrap_or(ErrorCode::UnknownTopicOrPartition),
            None => ErrorCode::InvalidRequest,
        };
        MetadataResponseTopic {
            error_code: error.code(),
            // Where an id is given it alone counts.
            name: asked.name.clone().filter(|_| !by_id),
            topic_id: asked.topic_id,
            is_internal: asked
                .name
                .as_ref()
                .is_some_and(|name| INTERNAL_TOPICS.contains(&&**name)),
            topic_authorized_operations: operations::NOT_ASKED,
            ..MetadataResponseTopic::default()
        }
    }

    /// Where clients find a broker, by the listener that brokers use among themselves.
    pub(crate) fn client_endpoint(
        &self,
        image: &Image,
        broker: BrokerId,
    ) -> Option<(Text, i32, Option<Text>)> {
        let broker = image.broker(broker).filter(|broker| !broker.fenced)?;
        let endpoint = broker
            .endpoint(&self.config.inter_broker_listener_name)
            .or_else(|| broker.endpoints.first())?;
        let rack = broker.rack.as_deref().map(Text::from);
        Some((Text::from(&*endpoint.host), i32::from(endpoint.port), rack))
    }
}

/// The whole request refused for one reason.
fn refused(body: &MetadataRequest, error: ErrorCode) -> MetadataResponse {
    let topics = body.topics.iter().flatten();
    let topics = topics.map(|asked| MetadataResponseTopic {
        error_code: error.code(),
        name: Some(asked.name.clone().unwrap_or_default()),
        topic_id: asked.topic_id,
        topic_authorized_operations: operations::NOT_ASKED,
        ..MetadataResponseTopic::default()
    });
    MetadataResponse {
        cluster_id: None,
        controller_id: BrokerId::NONE.0,
        topics: topics.collect(),
        cluster_authorized_operations: operations::NOT_ASKED,
        ..MetadataResponse::default()
    }
}

/// Topics that the request names, that do not exist, and that may be made.
fn missing_topics(image: &Image, version: i16, body: &MetadataRequest) -> BTreeSet<TopicName> {
    // Before version 4 every request for a topic made it.
    let may_create = version < 4 || body.allow_auto_topic_creation;
    let asked = body
        .topics
        .iter()
        .flatten()
        .filter(|topic| may_create && topic.topic_id == Uuid::ZERO);
    asked
        .filter_map(|topic| topic.name.as_ref())
        .filter(|name| image.topic(name).is_none())
        .filter_map(|name| TopicName::new(name).ok())
        .collect()
}

/// Whether a replica serves nobody on a listener: its broker is fenced or not there, or its log directory is offline.
pub(super) fn is_offline(
    image: &Image,
    listener: &str,
    partition: &PartitionRegistration,
    replica: BrokerId,
) -> bool {
    let Some(broker) = image.broker(replica) else {
        return true;
    };
    let is_stored = partition
        .directory(replica)
        .is_none_or(|directory| broker.has_online_directory(directory));
    broker.fenced || broker.endpoint(listener).is_none() || !is_stored
}

fn described(image: &Image, listener: &str, topic: &Topic) -> MetadataResponseTopic {
    let partitions = topic.partitions.iter().map(|(index, registered)| {
        let ids = |brokers: &[BrokerId]| brokers.iter().map(|id| id.0).collect::<Vec<i32>>();
        let online = |id: BrokerId| image.broker(id).is_some_and(|broker| !broker.fenced);
        let leader = registered.leader;
        let reachable = image
            .broker(leader)
            .is_some_and(|broker| broker.endpoint(listener).is_some());
        let error = if !registered.has_leader() || !online(leader) {
            ErrorCode::LeaderNotAvailable
        } else if !reachable {
            ErrorCode::ListenerNotFound
        } else {
            ErrorCode::None
        };
        MetadataResponsePartition {
            error_code: error.code(),
            partition_index: index.0,
            leader_id: if error.is_none() {
                leader.0
            } else {
                BrokerId::NONE.0
            },
            leader_epoch: registered.leader_epoch.0,
            replica_nodes: ids(&registered.replicas),
            isr_nodes: ids(&registered.in_sync),
            offline_replicas: registered
                .replicas
                .iter()
                .filter(|id| is_offline(image, listener, registered, **id))
                .map(|id| id.0)
                .collect(),
        }
    });
    MetadataResponseTopic {
        name: Some(Text::from(topic.name.as_str())),
        topic_id: topic.id,
        is_internal: INTERNAL_TOPICS.contains(&topic.name.as_str()),
        partitions: partitions.collect(),
        topic_authorized_operations: operations::NOT_ASKED,
        ..MetadataResponseTopic::default()
    }
}
