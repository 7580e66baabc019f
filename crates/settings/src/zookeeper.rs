//! Where a cluster is kept that lives in a ZooKeeper ensemble.

use std::fmt;
use std::time::Duration;

use crate::error::ConfigError;
use crate::listeners::split_address;
use crate::read::Read;
use crate::setting::list;
use crate::zookeeper_tls::{IDENTITY, ZookeeperTls, tls};

const CONNECT: &str = "zookeeper.connect";
const SET_ACL: &str = "zookeeper.set.acl";
const USER: &str = "highwater.zookeeper.sasl.username";
const PASSWORD: &str = "highwater.zookeeper.sasl.password";
/// The port of a server that is named without one, as ZooKeeper's own clients have it.
const DEFAULT_PORT: u16 = 2181;
/// What belongs to a quorum of controllers, and cannot be said beside an ensemble.
const OF_A_QUORUM: [&str; 4] = [
    "process.roles",
    "controller.quorum.voters",
    "controller.quorum.bootstrap.servers",
    "controller.listener.names",
];

/// How a node reaches the ensemble that its cluster is kept in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZookeeperConfig {
    /// Hosts and ports of `zookeeper.connect`; never empty.
    pub servers: Vec<(String, u16)>,
    /// The part of the tree that is the cluster's: empty, or a path without a slash at its end.
    pub chroot: String,
    /// `zookeeper.session.timeout.ms`: what the ensemble is asked for.
    pub session_timeout: Duration,
    /// `zookeeper.connection.timeout.ms`, which is the session's time-out where it is not set.
    pub connection_timeout: Duration,
    /// `zookeeper.set.acl`: only who has this node's name may change what it creates.
    pub set_acl: bool,
    /// Who this node is.
    pub login: Option<ZookeeperLogin>,
    /// How connections are encrypted; without it they are plain.
    pub tls: Option<ZookeeperTls>,
}

/// A name that ZooKeeper's servers know, with its password.
#[derive(Clone, PartialEq, Eq)]
pub struct ZookeeperLogin {
    /// `highwater.zookeeper.sasl.username`.
    pub user: String,
    /// `highwater.zookeeper.sasl.password`.
    pub password: String,
}

impl fmt::Debug for ZookeeperLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZookeeperLogin")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

fn login(read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) -> Option<ZookeeperLogin> {
    let missing = |key: &str, other: &str| {
        let reason = format!("{key} is missing: {other} is of no use without it");
        ConfigError::new(key, None, reason).remedy(format!("Set {key}, or remove {other}"))
    };
    match (read.set_text(USER), read.set_text(PASSWORD)) {
        (Some(user), Some(password)) => {
            return Some(ZookeeperLogin {
                user: user.to_owned(),
                password: password.to_owned(),
            });
        }
        (Some(_), None) => errors.push(missing(PASSWORD, USER)),
        (None, Some(_)) => errors.push(missing(USER, PASSWORD)),
        (None, None) => {}
    }
    None
}

fn set_acl(read: &Read<'_, '_>, has_name: bool, errors: &mut Vec<ConfigError>) -> bool {
    let set = read.boolean(SET_ACL);
    if set && !has_name {
        let reason = "ZooKeeper has to know who creates a znode before nobody else may change it";
        let error = ConfigError::new(SET_ACL, Some("true"), reason);
        errors.push(error.remedy(format!(
            "Set {USER} and {PASSWORD}, or {IDENTITY} for encrypted connections, or remove {SET_ACL}"
        )));
    }
    set
}

/// Reads it; none where no `zookeeper.connect` is set.
pub(crate) fn zookeeper(
    read: &Read<'_, '_>,
    errors: &mut Vec<ConfigError>,
) -> Option<ZookeeperConfig> {
    let connect = read.set_text(CONNECT)?;
    for key in OF_A_QUORUM {
        if let Some(value) = read.set_text(key) {
            let reason = "It belongs to a quorum of controllers, and zookeeper.connect keeps the cluster in ZooKeeper";
            errors.push(
                ConfigError::new(key, Some(value), reason)
                    .remedy(format!("Remove {key}, or remove zookeeper.connect")),
            );
        }
    }
    let (addresses, chroot) = match connect.split_once('/') {
        Some((addresses, path)) => (addresses, format!("/{path}")),
        None => (connect, String::new()),
    };
    let refuse = |part: &str, reason: &str| {
        ConfigError::new(CONNECT, Some(part), reason)
            .remedy("Write host:port,host:port/path, where the path may be left out")
    };
    let mut servers = Vec::new();
    for entry in list(addresses) {
        // A bare address of version 6 has colons and no port.
        let address = match split_address(entry) {
            Some(address) => Some(address),
            None if !entry.contains(':') => Some((entry, DEFAULT_PORT)),
            None => None,
        };
        match address.filter(|(host, port)| !host.is_empty() && *port != 0) {
            Some((host, port)) => servers.push((host.to_owned(), port)),
            None => errors.push(refuse(entry, "Expected host:port")),
        }
    }
    if servers.is_empty() {
        errors.push(refuse(connect, "It names no server"));
    }
    let chroot = chroot.trim_end_matches('/').to_owned();
    let is_path = |name: &str| !name.is_empty() && name != "." && name != "..";
    if !chroot.split('/').skip(1).all(is_path) {
        errors.push(refuse(
            &chroot,
            "The path of a tree has names between its slashes",
        ));
    }
    let session_timeout = read.duration("zookeeper.session.timeout.ms");
    let connection_timeout = match read.set_text("zookeeper.connection.timeout.ms") {
        Some(_) => read.duration("zookeeper.connection.timeout.ms"),
        None => session_timeout,
    };
    let (login, tls) = (login(read, errors), tls(read, errors));
    let has_name = login.is_some() || tls.as_ref().is_some_and(|tls| tls.identity.is_some());
    let set_acl = set_acl(read, has_name, errors);
    Some(ZookeeperConfig {
        servers,
        chroot,
        session_timeout,
        connection_timeout,
        set_acl,
        login,
        tls,
    })
}

/// Without an id of its own a node would take the place of another.
pub(crate) fn require_id(is_set: bool, known: bool, errors: &mut Vec<ConfigError>) {
    if known && !is_set {
        let reason = "broker.id is missing: ZooKeeper knows a broker by it";
        errors.push(ConfigError::new("broker.id", None, reason).remedy(
            "Set broker.id (or node.id) to a number that no other broker of the cluster has",
        ));
    }
}
