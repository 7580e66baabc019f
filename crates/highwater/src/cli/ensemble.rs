//! The ZooKeeper ensemble that keeps the metadata, as `highwater cluster describe` shows it.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use settings::{BrokerConfig, Properties};

use crate::client::{self, Cluster, Member, Resource};

/// How long it may take to answer.
const LIMIT: Duration = Duration::from_secs(3);
const CONNECT: &str = "zookeeper.connect";
const SESSION_TIMEOUT: &str = "zookeeper.session.timeout.ms";

/// The ensemble.
pub(super) struct Ensemble {
    connect: String,
    /// What the brokers ask for, in milliseconds; the ensemble has the last word.
    asked: String,
    /// What it gives who asks for that; none where it is not reached from here.
    given: Option<Duration>,
}

impl Ensemble {
    /// The one that a live broker's settings name, if they name one.
    pub(super) fn of(members: &[Member], cluster: &mut Cluster) -> Option<Self> {
        let live = members.iter().find(|member| !member.fenced);
        let configs = live.and_then(|member| {
            let resource = Resource::Broker(member.broker.id);
            cluster.describe_configs(&resource).ok()
        });
        let configs = configs.unwrap_or_default();
        let value = |name: &str| {
            let entry = configs.iter().find(|entry| entry.name == name);
            let value = entry.and_then(|entry| entry.value.clone());
            value.filter(|value| !value.is_empty())
        };
        let (connect, asked) = (value(CONNECT)?, value(SESSION_TIMEOUT).unwrap_or_default());
        Some(Self {
            given: given(&connect, &asked),
            connect,
            asked,
        })
    }

    pub(super) fn as_json(&self) -> Value {
        let given = self.given.map(|given| given.as_millis());
        json!({
            "connect": self.connect,
            "session_timeout_ms_asked": self.asked.parse::<i64>().ok(),
            "session_timeout_ms": given.and_then(|given| i64::try_from(given).ok()),
        })
    }
}

/// The time-out that the ensemble gives a session of its own.
fn given(connect: &str, asked: &str) -> Option<Duration> {
    let lines = format!("broker.id=0\n{CONNECT}={connect}\n{SESSION_TIMEOUT}={asked}\n");
    let properties = Properties::parse(&lines).ok()?;
    let (config, _) = BrokerConfig::from_properties(&properties, "localhost").ok()?;
    let ensemble = client::Ensemble::connect(config.zookeeper.as_ref()?, LIMIT).ok()?;
    let given = ensemble.session_timeout();
    ensemble.close();
    Some(given)
}

impl fmt::Display for Ensemble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (connect, asked) = (&self.connect, &self.asked);
        write!(
            f,
            "ZooKeeper at {connect} (sessions of {asked} ms are asked for, "
        )?;
        match self.given {
            Some(given) => write!(f, "and of {} ms given)", given.as_millis()),
            None => f.write_str("and it is not reached from here)"),
        }
    }
}
