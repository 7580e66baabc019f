//! BrokerRegistration (62), BrokerHeartbeat (63), UnregisterBroker (64), AllocateProducerIds (67), ControllerRegistration (70),
//! AssignReplicasToDirs (73).

use std::sync::Arc;

use controller_core::{
    BrokerRegistrationRequest as Registration, BrokerState,
    ControllerRegistrationRequest as OwnRegistration, DirectoryAssignment, Heartbeat, Liveness,
    RegistrationTerms, decide_allocate_producer_ids, decide_assign_replicas_to_directories,
    decide_heartbeat, decide_register_broker, decide_register_controller, decide_unregister_broker,
};
use coordination::{SessionEpoch, Store};
use metadata::{Endpoint, FeatureRange, SecurityProtocol};
use protocol::ErrorCode;
use protocol::messages::allocate_producer_ids::{
    AllocateProducerIdsRequest, AllocateProducerIdsResponse,
};
use protocol::messages::assign_replicas_to_dirs::response::{
    DirectoryData, PartitionData, TopicData,
};
use protocol::messages::assign_replicas_to_dirs::{
    AssignReplicasToDirsRequest, AssignReplicasToDirsResponse,
};
use protocol::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use protocol::messages::broker_registration::{
    BrokerRegistrationRequest, BrokerRegistrationResponse,
};
use protocol::messages::controller_registration::{
    ControllerRegistrationRequest, ControllerRegistrationResponse,
};
use protocol::messages::unregister_broker::{UnregisterBrokerRequest, UnregisterBrokerResponse};
use types::{BrokerEpoch, BrokerId, Offset, PartitionIndex};
use world::Reply;

use super::{Incoming, read};
use crate::error_map::ToErrorCode;
use crate::job::{After, Decide, Job, Outcome, Requested, Situation};
use crate::state::State;

impl Decide for BrokerRegistrationRequest {
    fn decide(
        &self,
        version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<BrokerRegistrationResponse> {
        let broker = BrokerId(self.broker_id);
        if broker < BrokerId(0) {
            return Outcome::answer(self.refuse(ErrorCode::InvalidRequest));
        }
        let request = Registration {
            id: broker,
            cluster_id: self.cluster_id.as_str().to_owned(),
            incarnation_id: self.incarnation_id,
            rack: self.rack.as_ref().map(|rack| rack.as_str().into()),
            endpoints: self
                .listeners
                .iter()
                .map(|listener| Endpoint {
                    name: listener.name.as_str().into(),
                    host: listener.host.as_str().into(),
                    port: listener.port,
                    security_protocol: SecurityProtocol(listener.security_protocol),
                })
                .collect(),
            features: self
                .features
                .iter()
                .map(|feature| {
                    let range = FeatureRange {
                        min: feature.min_supported_version,
                        max: feature.max_supported_version,
                    };
                    (Arc::from(feature.name.as_str()), range)
                })
                .collect(),
            log_dirs: self.log_dirs.clone(),
            previous_broker_epoch: (version >= 3)
                .then_some(BrokerEpoch(self.previous_broker_epoch)),
        };
        let Some(terms) = terms(broker, situation) else {
            tracing::debug!("broker {broker} is not registered: the store has no session of it");
            return Outcome::answer(self.refuse(ErrorCode::BrokerNotAvailable));
        };
        match decide_register_broker(situation.cluster(), &request, terms) {
            Ok(decision) => {
                let broker_epoch = decision.outcome.epoch.0;
                let response = BrokerRegistrationResponse {
                    broker_epoch,
                    ..BrokerRegistrationResponse::default()
                };
                let after = After::Registered(broker);
                Outcome {
                    records: decision.records,
                    response,
                    after,
                }
            }
            Err(error) => {
                tracing::info!("broker {broker} is not registered: {error}");
                Outcome::answer(self.refuse(error.error_code()))
            }
        }
    }

    fn refuse(&self, error: ErrorCode) -> BrokerRegistrationResponse {
        BrokerRegistrationResponse {
            error_code: error.code(),
            broker_epoch: -1,
            ..BrokerRegistrationResponse::default()
        }
    }
}

/// What a registration rests on; none where the store keeps sessions and has none of this broker.
fn terms(broker: BrokerId, situation: &Situation<'_>) -> Option<RegistrationTerms> {
    match situation.store.session_epoch(broker) {
        SessionEpoch::Offset => {
            let (own, now) = (situation.node_id, situation.now.instant);
            Some(RegistrationTerms {
                epoch: BrokerEpoch(situation.next_offset.0),
                session_is_alive: situation.sessions.is_alive(broker, own, now),
                renews_epoch: false,
            })
        }
        // Another run of the process has another session: with the same one it cannot be.
        SessionEpoch::Session(epoch) => Some(RegistrationTerms {
            epoch,
            session_is_alive: situation
                .image
                .broker(broker)
                .is_some_and(|registered| registered.epoch == epoch),
            renews_epoch: true,
        }),
        SessionEpoch::None => None,
    }
}

/// Whether a registration of this epoch is one of the session that the store has now; none where it has no session.
fn is_of_session(broker: BrokerId, epoch: BrokerEpoch, store: &dyn Store) -> Option<bool> {
    match store.session_epoch(broker) {
        SessionEpoch::Offset => Some(true),
        SessionEpoch::Session(session) => Some(session == epoch),
        SessionEpoch::None => None,
    }
}

/// A heartbeat counts when it arrives. One that changes nothing is answered at once, whatever is under way.
pub(super) fn heartbeat(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let (now, to, connection) = (incoming.now, incoming.to, incoming.from.id);
    let request = match read::<BrokerHeartbeatRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let broker = BrokerId(request.broker_id);
    let epoch = BrokerEpoch(request.broker_epoch);
    let known = state
        .image()
        .broker(broker)
        .is_some_and(|known| known.epoch == epoch)
        && is_of_session(broker, epoch, state.store.view()) != Some(false);
    let job = Requested { request, to };
    if state.is_active() && known {
        let offset = Offset(job.request.current_metadata_offset);
        state.heard_of(broker);
        let sessions = &mut state.sessions;
        sessions.touch(broker, epoch, offset, connection, now.instant);
        let decided = job.decide(&state.situation(now));
        if decided.records.is_empty() {
            let reached = state.image().position().offset;
            state.remember(now, vec![(decided.after, reached)]);
            return decided.reply.unwrap_or(Reply::Never);
        }
    }
    state.submit(now, Box::new(job))
}

impl Decide for BrokerHeartbeatRequest {
    fn decide(&self, _version: i16, situation: &Situation<'_>) -> Outcome<BrokerHeartbeatResponse> {
        let (broker, broker_epoch) = (BrokerId(self.broker_id), BrokerEpoch(self.broker_epoch));
        let is_of_session = is_of_session(broker, broker_epoch, situation.store);
        if is_of_session == Some(false) {
            tracing::debug!("a heartbeat of broker {broker} is refused: its session is another");
            return Outcome::answer(self.refuse(ErrorCode::StaleBrokerEpoch));
        }
        let heartbeat = Heartbeat {
            broker,
            broker_epoch,
            metadata_offset: Offset(self.current_metadata_offset),
            wants_fence: self.want_fence,
            wants_shutdown: self.want_shut_down,
            offline_log_dirs: self.offline_log_dirs.clone(),
            cordoned_log_dirs: self.cordoned_log_dirs.clone(),
        };
        let liveness = Liveness {
            may_unfence: is_of_session == Some(true),
            shutdown_offset: situation.sessions.shutdown_offset(broker),
            lowest_active_offset: situation.sessions.lowest_active_offset(situation.image),
        };
        match decide_heartbeat(situation.cluster(), &heartbeat, liveness) {
            Ok(decision) => {
                let outcome = decision.outcome;
                let response = BrokerHeartbeatResponse {
                    is_caught_up: outcome.is_caught_up,
                    is_fenced: outcome.is_fenced(),
                    should_shut_down: outcome.should_shut_down(),
                    ..BrokerHeartbeatResponse::default()
                };
                let begins = outcome.state == BrokerState::ControlledShutdown
                    && (outcome.before != outcome.state
                        || situation.sessions.shutdown_offset(broker).is_none());
                let after = if begins {
                    After::HandedOver(broker)
                } else {
                    After::Nothing
                };
                Outcome {
                    records: decision.records,
                    response,
                    after,
                }
            }
            Err(error) => {
                tracing::debug!("a heartbeat of broker {broker} is refused: {error}");
                Outcome::answer(self.refuse(ErrorCode::StaleBrokerEpoch))
            }
        }
    }

    fn refuse(&self, error: ErrorCode) -> BrokerHeartbeatResponse {
        BrokerHeartbeatResponse {
            error_code: error.code(),
            is_fenced: true,
            ..BrokerHeartbeatResponse::default()
        }
    }
}

impl Decide for UnregisterBrokerRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<UnregisterBrokerResponse> {
        match decide_unregister_broker(situation.cluster(), BrokerId(self.broker_id)) {
            Ok(decision) => Outcome::new(decision.records, UnregisterBrokerResponse::default()),
            Err(error) => Outcome::answer(UnregisterBrokerResponse {
                error_code: ErrorCode::BrokerIdNotRegistered.code(),
                error_message: Some(error.to_string().into()),
                ..UnregisterBrokerResponse::default()
            }),
        }
    }

    fn refuse(&self, error: ErrorCode) -> UnregisterBrokerResponse {
        UnregisterBrokerResponse {
            error_code: error.code(),
            ..UnregisterBrokerResponse::default()
        }
    }
}

impl Decide for AllocateProducerIdsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<AllocateProducerIdsResponse> {
        let (broker, epoch) = (BrokerId(self.broker_id), BrokerEpoch(self.broker_epoch));
        match decide_allocate_producer_ids(situation.cluster(), broker, epoch) {
            Ok(decision) => {
                let response = AllocateProducerIdsResponse {
                    producer_id_start: decision.outcome.first.0,
                    producer_id_len: decision.outcome.count,
                    ..AllocateProducerIdsResponse::default()
                };
                Outcome::new(decision.records, response)
            }
            Err(error) => Outcome::answer(self.refuse(error.error_code())),
        }
    }

    fn refuse(&self, error: ErrorCode) -> AllocateProducerIdsResponse {
        AllocateProducerIdsResponse {
            error_code: error.code(),
            ..AllocateProducerIdsResponse::default()
        }
    }
}

impl Decide for ControllerRegistrationRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<ControllerRegistrationResponse> {
        let request = OwnRegistration {
            id: BrokerId(self.controller_id),
            incarnation_id: self.incarnation_id,
            endpoints: self
                .listeners
                .iter()
                .map(|listener| Endpoint {
                    name: listener.name.as_str().into(),
                    host: listener.host.as_str().into(),
                    port: listener.port,
                    security_protocol: SecurityProtocol(listener.security_protocol),
                })
                .collect(),
            features: self
                .features
                .iter()
                .map(|feature| {
                    let range = FeatureRange {
                        min: feature.min_supported_version,
                        max: feature.max_supported_version,
                    };
                    (Arc::from(feature.name.as_str()), range)
                })
                .collect(),
        };
        let decision = decide_register_controller(situation.cluster(), request);
        Outcome::new(decision.records, ControllerRegistrationResponse::default())
    }

    fn refuse(&self, error: ErrorCode) -> ControllerRegistrationResponse {
        ControllerRegistrationResponse {
            error_code: error.code(),
            ..ControllerRegistrationResponse::default()
        }
    }
}

impl Decide for AssignReplicasToDirsRequest {
    fn decide(
        &self,
        _version: i16,
        situation: &Situation<'_>,
    ) -> Outcome<AssignReplicasToDirsResponse> {
        let mut assignments = Vec::new();
        for directory in &self.directories {
            for topic in &directory.topics {
                assignments.extend(
                    topic
                        .partitions
                        .iter()
                        .map(|partition| DirectoryAssignment {
                            directory: directory.id,
                            topic: topic.topic_id,
                            partition: PartitionIndex(partition.partition_index),
                        }),
                );
            }
        }
        let (broker, epoch) = (BrokerId(self.broker_id), BrokerEpoch(self.broker_epoch));
        let cluster = situation.cluster();
        match decide_assign_replicas_to_directories(cluster, broker, epoch, &assignments) {
            Ok(decision) => {
                let mut answers = decision.outcome.into_iter();
                let mut next = || match answers.next() {
                    Some(Err(error)) => error.error_code(),
                    _ => ErrorCode::None,
                };
                let response = self.answer(&mut next);
                Outcome::new(decision.records, response)
            }
            Err(_) => Outcome::answer(self.refuse(ErrorCode::StaleBrokerEpoch)),
        }
    }

    fn refuse(&self, error: ErrorCode) -> AssignReplicasToDirsResponse {
        AssignReplicasToDirsResponse {
            error_code: error.code(),
            ..AssignReplicasToDirsResponse::default()
        }
    }
}

/// Answers in the shape of the request.
trait InShape {
    fn answer(&self, next: &mut dyn FnMut() -> ErrorCode) -> AssignReplicasToDirsResponse;
}

impl InShape for AssignReplicasToDirsRequest {
    fn answer(&self, next: &mut dyn FnMut() -> ErrorCode) -> AssignReplicasToDirsResponse {
        let mut directories = Vec::new();
        for directory in &self.directories {
            let mut topics = Vec::new();
            for topic in &directory.topics {
                let partitions = topic.partitions.iter().map(|partition| PartitionData {
                    partition_index: partition.partition_index,
                    error_code: next().code(),
                });
                let partitions = partitions.collect();
                topics.push(TopicData {
                    topic_id: topic.topic_id,
                    partitions,
                });
            }
            directories.push(DirectoryData {
                id: directory.id,
                topics,
            });
        }
        AssignReplicasToDirsResponse {
            directories,
            ..AssignReplicasToDirsResponse::default()
        }
    }
}
