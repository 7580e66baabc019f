//! Blocks of producer ids (KIP-730).

use std::fmt;

use metadata::records::ProducerIdsRecord;
use types::{BrokerEpoch, BrokerId, ProducerId};

use crate::brokers::{StaleBrokerEpoch, check_broker_epoch};
use crate::decision::Decision;
use crate::policy::Cluster;

/// How many ids a broker gets at once.
pub const PRODUCER_ID_BLOCK: i64 = 1_000;

/// Ids that only one broker may hand out, and that nobody had before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProducerIdBlock {
    /// The first of them.
    pub first: ProducerId,
    /// How many.
    pub count: i32,
}

/// Why no ids are handed out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AllocateProducerIdsError {
    /// The broker is not registered with that epoch.
    StaleBrokerEpoch(StaleBrokerEpoch),
    /// There are none left.
    Exhausted(ProducerId),
}

impl fmt::Display for AllocateProducerIdsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StaleBrokerEpoch(error) => error.fmt(f),
            Self::Exhausted(next) => {
                write!(
                    f,
                    "Exhausted all producerIds as the next block's end producerId has exceeded the \
                     int64 type limit: \
                           the next would be {next}."
                )
            }
        }
    }
}

impl std::error::Error for AllocateProducerIdsError {}

/// Hands the next block to a broker.
///
/// # Errors
/// When the broker is not registered with that epoch, or no block is left.
pub fn decide_allocate_producer_ids(
    cluster: Cluster<'_>,
    broker: BrokerId,
    broker_epoch: BrokerEpoch,
) -> Result<Decision<ProducerIdBlock>, AllocateProducerIdsError> {
    check_broker_epoch(cluster.image, broker, broker_epoch)
        .map_err(AllocateProducerIdsError::StaleBrokerEpoch)?;
    let first = cluster.image.next_producer_id();
    let next_producer_id = first
        .0
        .checked_add(PRODUCER_ID_BLOCK)
        .ok_or(AllocateProducerIdsError::Exhausted(first))?;
    let record = ProducerIdsRecord {
        broker_id: broker.0,
        broker_epoch: broker_epoch.0,
        next_producer_id,
    };
    let count = i32::try_from(PRODUCER_ID_BLOCK).unwrap_or(i32::MAX);
    Ok(Decision::atomic(
        vec![record.into()],
        ProducerIdBlock { first, count },
    ))
}
