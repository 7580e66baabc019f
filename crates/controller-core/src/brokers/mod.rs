//! Brokers: how they join, report, stop, and are taken out of service.

pub(crate) mod controllers;
pub(crate) mod directories;
pub(crate) mod fence;
pub(crate) mod heartbeat;
pub(crate) mod register;
pub(crate) mod unregister;

use std::fmt;
use std::sync::Arc;

use metadata::{BrokerRegistration, Image};
use types::{BrokerEpoch, BrokerId};

/// The request is from another registration of the broker than the one that stands (KIP-903).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StaleBrokerEpoch {
    /// Who asked.
    pub broker: BrokerId,
    /// The registration that it named.
    pub given: BrokerEpoch,
    /// The registration that stands; `None` when there is none.
    pub registered: Option<BrokerEpoch>,
}

impl fmt::Display for StaleBrokerEpoch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.registered {
            None => write!(
                f,
                "No broker registration found for broker id {}",
                self.broker
            ),
            Some(epoch) => write!(
                f,
                "Expected broker epoch {epoch}, but got broker epoch {}",
                self.given
            ),
        }
    }
}

impl std::error::Error for StaleBrokerEpoch {}

/// The registration of `broker`, if it is the one it names.
///
/// # Errors
/// When it is not registered, or under another epoch.
pub fn check_broker_epoch(
    image: &Image,
    broker: BrokerId,
    given: BrokerEpoch,
) -> Result<&Arc<BrokerRegistration>, StaleBrokerEpoch> {
    let registration = image.broker(broker);
    match registration {
        Some(registration) if registration.epoch == given => Ok(registration),
        other => Err(StaleBrokerEpoch {
            broker,
            given,
            registered: other.map(|other| other.epoch),
        }),
    }
}
