//! Who a node is in the cluster, and who votes.

use types::BrokerId;

use crate::error::ConfigError;
use crate::listeners::{Listener, split_address};
use crate::setting::list;

/// What a process is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Roles {
    /// It keeps partitions.
    pub broker: bool,
    /// It votes and may lead the quorum.
    pub controller: bool,
}

/// One controller of the quorum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voter {
    /// Its node id.
    pub id: BrokerId,
    /// Host name or address of its controller listener.
    pub host: String,
    /// Port of its controller listener.
    pub port: u16,
}

const VOTERS: &str = "controller.quorum.voters";
const BOOTSTRAP: &str = "controller.quorum.bootstrap.servers";

pub(crate) fn roles(value: Option<&str>) -> Roles {
    let has = |role| value.is_some_and(|value| list(value).any(|entry| entry == role));
    match value.is_none_or(|value| list(value).next().is_none()) {
        true => Roles {
            broker: true,
            controller: true,
        },
        false => Roles {
            broker: has("broker"),
            controller: has("controller"),
        },
    }
}

fn parse_voters(value: &str) -> Result<Vec<Voter>, ConfigError> {
    let mut voters: Vec<Voter> = Vec::new();
    for entry in list(value) {
        let refuse = |reason| ConfigError::new(VOTERS, Some(entry), reason);
        let (id, address) = entry
            .split_once('@')
            .ok_or_else(|| refuse("Expected id@host:port"))?;
        let id = id
            .parse()
            .map(BrokerId)
            .map_err(|_| refuse("The id must be a number"))?;
        let (host, port) = split_address(address).ok_or_else(|| refuse("Expected id@host:port"))?;
        if voters.iter().any(|voter| voter.id == id) {
            return Err(refuse("Each voter must have a different id"));
        }
        voters.push(Voter {
            id,
            host: host.to_owned(),
            port,
        });
    }
    Ok(voters)
}

/// Finds the voters. `own` is where this node's controller is reached.
pub(crate) fn voters(
    node: BrokerId,
    roles: Roles,
    voters: Option<&str>,
    bootstrap: Option<&str>,
    own: Option<&Listener>,
) -> Result<Vec<Voter>, ConfigError> {
    let given = parse_voters(voters.unwrap_or_default())?;
    let servers: Vec<&str> = list(bootstrap.unwrap_or_default()).collect();
    if !given.is_empty() {
        let included = given.iter().any(|voter| voter.id == node);
        return match (roles.controller, included) {
            (true, false) => Err(ConfigError::new(
                VOTERS,
                voters,
                format!(
                    "The node id {} of this controller must be among the voters",
                    node.0
                ),
            )
            .remedy("Add it, or leave controller out of process.roles")),
            (false, true) => Err(ConfigError::new(
                VOTERS,
                voters,
                format!(
                    "The node id {} of this broker must not be among the voters",
                    node.0
                ),
            )
            .remedy("Add controller to process.roles, or give this broker another node.id")),
            _ => Ok(given),
        };
    }
    if servers.len() > 1 {
        return Err(ConfigError::new(
            BOOTSTRAP,
            bootstrap,
            "Several addresses do not say who votes",
        )
        .remedy("Name all controllers in controller.quorum.voters, each as id@host:port"));
    }
    if !roles.controller {
        return Err(ConfigError::new(
            VOTERS,
            None,
            "controller.quorum.voters is missing: this broker cannot find its controllers",
        )
        .remedy("Name all controllers in controller.quorum.voters, each as id@host:port"));
    }
    let (host, port) = match servers.first() {
        Some(server) => split_address(server)
            .ok_or_else(|| ConfigError::new(BOOTSTRAP, Some(server), "Expected host:port"))?,
        None => own.map_or(("", 0), |listener| (listener.host.as_str(), listener.port)),
    };
    Ok(vec![Voter {
        id: node,
        host: host.to_owned(),
        port,
    }])
}
