//! From one image to the next by what the metadata log says. Brokers, standby controllers and the
//! active one use nothing else.

mod apply;

use std::fmt;
use std::sync::Arc;

use types::{BrokerEpoch, BrokerId, ControllerEpoch, Offset, PartitionIndex, TopicId};

use crate::delta::Delta;
use crate::image::{Image, OpenTransaction, Position};
use crate::records::Record;
use apply::Successor;

/// A record that contradicts the image it is replayed on: the log or the image is not what it
/// should be, and whoever replays cannot go on with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReplayError {
    /// Where the record is.
    pub offset: Offset,
    /// What is wrong with it.
    pub problem: ReplayProblem,
}

/// What is wrong with a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReplayProblem {
    /// It was replayed before.
    Behind(Position),
    /// It names a topic that does not exist.
    UnknownTopic(TopicId),
    /// It names a topic that does not exist.
    UnknownTopicName(String),
    /// It creates a topic whose name or id is taken.
    TopicExists(String),
    /// It changes a partition that does not exist.
    UnknownPartition(TopicId, PartitionIndex),
    /// It says another number of directories than of replicas.
    DirectoriesDoNotMatchReplicas(TopicId, PartitionIndex),
    /// A field has a number that stands for nothing.
    UnknownValue {
        /// The field.
        field: &'static str,
        /// What it holds.
        value: i64,
    },
    /// It names a broker that is not registered.
    UnknownBroker(BrokerId),
    /// It is about another registration of the broker.
    OtherBrokerEpoch {
        /// The broker.
        broker: BrokerId,
        /// The registration that the record names.
        record: BrokerEpoch,
        /// The registration that stands.
        registered: BrokerEpoch,
    },
    /// A transaction begins within another.
    NestedTransaction(Offset),
    /// A transaction ends that never began.
    NoTransaction,
}

impl fmt::Display for ReplayError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the metadata record at offset {} cannot be replayed: ",
            self.offset
        )?;
        match &self.problem {
            ReplayProblem::Behind(position) => {
                write!(f, "the image contains offset {} already", position.offset)
            }
            ReplayProblem::UnknownTopic(id) => write!(f, "no topic has the id {id}"),
            ReplayProblem::UnknownTopicName(name) => write!(f, "no topic is called {name}"),
            ReplayProblem::TopicExists(name) => write!(f, "topic {name} or its id exists already"),
            ReplayProblem::UnknownPartition(id, index) => {
                write!(f, "topic {id} has no partition {index}")
            }
            ReplayProblem::DirectoriesDoNotMatchReplicas(id, index) => {
                write!(
                    f,
                    "partition {index} of topic {id} has not as many directories as replicas"
                )
            }
            ReplayProblem::UnknownValue { field, value } => {
                write!(f, "{value} is no known value of {field}")
            }
            ReplayProblem::UnknownBroker(id) => write!(f, "broker {id} is not registered"),
            ReplayProblem::OtherBrokerEpoch {
                broker,
                record,
                registered,
            } => write!(
                f,
                "it is about epoch {record} of broker {broker}, which is registered with epoch {registered}"
            ),
            ReplayProblem::NestedTransaction(began) => {
                write!(
                    f,
                    "it begins a transaction within the one that began at offset {began}"
                )
            }
            ReplayProblem::NoTransaction => write!(f, "it ends a transaction, and none is open"),
        }
    }
}

impl std::error::Error for ReplayError {}

/// The image after `records`, the first of which is at `offset`, and what differs. `image` stays as
/// it is.
///
/// Records of a transaction (KIP-868) show only once its end is replayed, all at once and in that
/// delta; an abort drops them.
///
/// # Errors
/// When a record contradicts the image. Nothing of the batch counts then.
pub fn replay(
    image: &Image,
    offset: Offset,
    epoch: ControllerEpoch,
    records: &[Record],
) -> Result<(Image, Delta), ReplayError> {
    let behind = match image.open_transaction() {
        Some(_) => false,
        None => offset <= image.position().offset,
    };
    if behind {
        return Err(ReplayError {
            offset,
            problem: ReplayProblem::Behind(image.position()),
        });
    }
    let mut successor = Successor::new(image);
    let mut transaction = image.transaction.as_deref().cloned();
    let mut at = offset;
    for record in records {
        let problem = |problem| ReplayError {
            offset: at,
            problem,
        };
        match (record, &mut transaction) {
            (Record::BeginTransaction(_), Some(open)) => {
                return Err(problem(ReplayProblem::NestedTransaction(open.started_at)));
            }
            (Record::BeginTransaction(_), None) => {
                transaction = Some(OpenTransaction {
                    started_at: at,
                    records: Vec::new(),
                });
            }
            (Record::EndTransaction(_), open) => {
                let open = open
                    .take()
                    .ok_or(ReplayProblem::NoTransaction)
                    .map_err(problem)?;
                for (at, record) in &open.records {
                    successor
                        .apply(*at, record)
                        .map_err(|problem| ReplayError {
                            offset: *at,
                            problem,
                        })?;
                }
                successor.image.position = Position { epoch, offset: at };
            }
            (Record::AbortTransaction(_), open) => {
                open.take()
                    .ok_or(ReplayProblem::NoTransaction)
                    .map_err(problem)?;
                successor.image.position = Position { epoch, offset: at };
            }
            (record, Some(open)) => open.records.push((at, record.clone())),
            (record, None) => {
                successor.apply(at, record).map_err(problem)?;
                successor.image.position = Position { epoch, offset: at };
            }
        }
        at = at.next();
    }
    successor.image.transaction = transaction.map(Arc::new);
    Ok((successor.image, successor.delta))
}

impl Image {
    /// The image that a snapshot holds which ends with the record at `position`.
    ///
    /// # Errors
    /// When its records contradict each other.
    pub fn from_snapshot(
        position: Position,
        records: impl IntoIterator<Item = Record>,
    ) -> Result<Self, ReplayError> {
        let empty = Self::empty();
        let mut successor = Successor::new(&empty);
        for record in records {
            let offset = position.offset;
            successor
                .apply(offset, &record)
                .map_err(|problem| ReplayError { offset, problem })?;
        }
        successor.image.position = position;
        Ok(successor.image)
    }
}
