//! An administrator and what it wishes for.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use codec::Frame;
use protocol::ErrorCode;
use protocol::messages::alter_partition_reassignments::{
    AlterPartitionReassignmentsRequest, ReassignablePartition, ReassignableTopic,
};
use protocol::messages::create_partitions::{CreatePartitionsRequest, CreatePartitionsTopic};
use protocol::messages::create_topics::{
    CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::delete_topics::{DeleteTopicState, DeleteTopicsRequest};
use protocol::messages::elect_leaders::ElectLeadersRequest;
use protocol::messages::incremental_alter_configs::{
    AlterConfigsResource, AlterableConfig, IncrementalAlterConfigsRequest,
};
use world::CallError;

use super::wire::{check, decode, encode, missing};
use super::{Ask, Context, Failure, Place, Task, Turn};

/// What an administrator wants.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// A topic.
    Create {
        /// Its name.
        topic: Arc<str>,
        /// Its partitions.
        partitions: i32,
        /// Replicas of each.
        replication_factor: i16,
        /// Its own configs.
        configs: Vec<(String, String)>,
    },
    /// That a topic is no more.
    Delete {
        /// Its name.
        topic: Arc<str>,
    },
    /// More partitions.
    Grow {
        /// Its name.
        topic: Arc<str>,
        /// So many in all.
        partitions: i32,
    },
    /// Other replicas of a partition; none cancels what is under way.
    Reassign {
        /// Which.
        place: Place,
        /// The brokers.
        replicas: Option<Vec<i32>>,
    },
    /// Preferred leaders for all.
    ElectPreferred,
    /// A config of a topic.
    Set {
        /// Its name.
        topic: Arc<str>,
        /// The key.
        key: String,
        /// The value.
        value: String,
    },
}

/// An administrator, until its wishes are granted one after the other, or make no sense.
pub struct Admin {
    wishes: VecDeque<Wish>,
    tries: u32,
}

const TRIES_MAX: u32 = 200;
const PATIENCE: Duration = Duration::from_secs(5);

impl Admin {
    pub(super) fn new(wishes: impl IntoIterator<Item = Wish>) -> Self {
        Self {
            wishes: wishes.into_iter().collect(),
            tries: 0,
        }
    }
}

impl Wish {
    fn request(&self) -> Frame {
        match self {
            Self::Create {
                topic,
                partitions,
                replication_factor,
                configs,
            } => create(topic, *partitions, *replication_factor, configs),
            Self::Delete { topic } => encode(&DeleteTopicsRequest {
                topics: vec![DeleteTopicState {
                    name: Some((&**topic).into()),
                    ..DeleteTopicState::default()
                }],
                timeout_ms: 2000,
                ..DeleteTopicsRequest::default()
            }),
            Self::Grow { topic, partitions } => encode(&CreatePartitionsRequest {
                topics: vec![CreatePartitionsTopic {
                    name: (&**topic).into(),
                    count: *partitions,
                    assignments: None,
                }],
                timeout_ms: 2000,
                ..CreatePartitionsRequest::default()
            }),
            Self::Reassign { place, replicas } => encode(&AlterPartitionReassignmentsRequest {
                timeout_ms: 2000,
                topics: vec![ReassignableTopic {
                    name: (&*place.0).into(),
                    partitions: vec![ReassignablePartition {
                        partition_index: place.1,
                        replicas: replicas.clone(),
                    }],
                }],
                ..AlterPartitionReassignmentsRequest::default()
            }),
            Self::ElectPreferred => encode(&ElectLeadersRequest {
                election_type: 0,
                topic_partitions: None,
                timeout_ms: 2000,
            }),
            Self::Set { topic, key, value } => encode(&IncrementalAlterConfigsRequest {
                resources: vec![AlterConfigsResource {
                    resource_type: 2,
                    resource_name: (&**topic).into(),
                    configs: vec![AlterableConfig {
                        name: key.into(),
                        config_operation: 0,
                        value: Some(value.into()),
                    }],
                }],
                validate_only: false,
            }),
        }
    }

    fn outcome(&self, answer: Bytes) -> Result<(), Failure> {
        let code = match self {
            Self::Create { .. } => {
                let response = decode::<CreateTopicsRequest>(answer)?;
                response.topics.first().map(|topic| topic.error_code)
            }
            Self::Delete { .. } => {
                let response = decode::<DeleteTopicsRequest>(answer)?;
                response.responses.first().map(|topic| topic.error_code)
            }
            Self::Grow { .. } => {
                let response = decode::<CreatePartitionsRequest>(answer)?;
                response.results.first().map(|topic| topic.error_code)
            }
            Self::Reassign { .. } => {
                let response = decode::<AlterPartitionReassignmentsRequest>(answer)?;
                check(response.error_code)?;
                let topic = response.responses.first();
                let partition = topic.and_then(|topic| topic.partitions.first());
                partition.map(|partition| partition.error_code)
            }
            Self::ElectPreferred => {
                let response = decode::<ElectLeadersRequest>(answer)?;
                Some(response.error_code)
            }
            Self::Set { .. } => {
                let response = decode::<IncrementalAlterConfigsRequest>(answer)?;
                response
                    .responses
                    .first()
                    .map(|resource| resource.error_code)
            }
        };
        check(code.ok_or_else(|| missing("result"))?)
    }
}

fn create(
    topic: &str,
    partitions: i32,
    replication_factor: i16,
    configs: &[(String, String)],
) -> Frame {
    let configs = configs.iter().map(|(name, value)| CreatableTopicConfig {
        name: name.into(),
        value: Some(value.into()),
    });
    let topic = CreatableTopic {
        name: topic.into(),
        num_partitions: partitions,
        replication_factor,
        configs: configs.collect(),
        ..CreatableTopic::default()
    };
    encode(&CreateTopicsRequest {
        topics: vec![topic],
        timeout_ms: 2000,
        ..CreateTopicsRequest::default()
    })
}

/// Whether asking again can help.
fn passes(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::Call(_)
            | Failure::Code(
                ErrorCode::NotController
                    | ErrorCode::RequestTimedOut
                    | ErrorCode::CoordinatorNotAvailable
                    | ErrorCode::InvalidReplicationFactor
                    | ErrorCode::BrokerNotAvailable
                    | ErrorCode::LeaderNotAvailable
                    | ErrorCode::NetworkException
                    | ErrorCode::UnknownServerError
            )
    )
}

impl Task for Admin {
    fn turn(&mut self, context: &mut Context<'_>) -> Turn {
        let wish = self.wishes.front().filter(|_| self.tries <= TRIES_MAX);
        let Some(wish) = wish else {
            context.shared.unfinished -= 1;
            return Turn::Done;
        };
        self.tries += 1;
        Turn::Ask(Ask {
            to: context.shared.any_broker(context.random),
            frame: wish.request(),
            patience: PATIENCE,
        })
    }

    fn heard(&mut self, context: &mut Context<'_>, outcome: Result<Bytes, CallError>) -> Duration {
        let Some(wish) = self.wishes.front() else {
            return Duration::ZERO;
        };
        let outcome = outcome.map_err(Failure::Call);
        let is_settled = match outcome.and_then(|answer| wish.outcome(answer)) {
            Ok(()) => true,
            Err(failure) => {
                context.shared.note("admin", &failure);
                !passes(&failure)
            }
        };
        if is_settled {
            self.wishes.pop_front();
            self.tries = 0;
        }
        context.shared.is_stale = true;
        Duration::from_millis(100)
    }
}
