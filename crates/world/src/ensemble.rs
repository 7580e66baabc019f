//! A ZooKeeper ensemble as a node sees it: a session, and operations on a tree of znodes.
//!
//! The driver owns connections, pings and the search for a server that answers. A node opens a session and asks; operations of
//! one session take effect in the order in which they were asked for, and their answers come in that order too. What a watch
//! sees is told before the answer to any operation that sees it. A watch ends with the connection: what changes before the
//! session is connected again is told by nobody, so whoever is told of a new connection watches and reads anew.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use types::Instant;

use crate::Endpoint;

/// One session of a node, counted by the node. What is told of an earlier one no longer matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SessionNumber(pub u64);

/// One operation, counted by the node from one on and without a gap, over all its sessions: operations are made in the order of
/// their numbers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OperationId(pub u64);

/// Who may read and change the znodes that a session creates.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Access {
    /// Everybody: ZooKeeper's `world:anyone:cdrwa`.
    #[default]
    Open,
    /// The creator may do everything and everybody may read, but for some paths: Kafka's `zookeeper.set.acl`. The creator is
    /// whoever the session has proved to be; a session that has proved nothing cannot create anything.
    Secure {
        /// Znodes that everybody may change.
        open: Vec<String>,
        /// What the paths begin with of znodes that nobody else may even read.
        secret: Vec<String>,
    },
}

/// Who may do what with one znode.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Grant {
    /// Everybody everything.
    Everybody,
    /// The creator everything, the others read.
    Readers,
    /// The creator everything, the others nothing.
    Creator,
}

impl Access {
    /// Who may do what with a znode of this path.
    #[must_use]
    pub fn grant(&self, path: &str) -> Grant {
        match self {
            Self::Open => Grant::Everybody,
            Self::Secure { open, .. } if open.iter().any(|it| it == path) => Grant::Everybody,
            Self::Secure { secret, .. } if secret.iter().any(|it| path.starts_with(it)) => {
                Grant::Creator
            }
            Self::Secure { .. } => Grant::Readers,
        }
    }
}

/// A name, and what proves it.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// `highwater.zookeeper.sasl.username`.
    pub user: String,
    /// `highwater.zookeeper.sasl.password`.
    pub password: String,
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user)
            .finish_non_exhaustive()
    }
}

/// How connections to an ensemble are encrypted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnsembleTls {
    /// `zookeeper.ssl.truststore.location`: a PEM file of the certificates that sign those of the servers.
    pub trust: PathBuf,
    /// `zookeeper.ssl.keystore.location`: a PEM file of this node's certificate and its private key. Servers that ask for one
    /// know the node by it.
    pub identity: Option<PathBuf>,
    /// Whether a server's certificate must name the host that was connected to:
    /// `zookeeper.ssl.endpoint.identification.algorithm`.
    pub verifies_host: bool,
    /// Whether version 1.2 will do: `zookeeper.ssl.enabled.protocols`.
    pub allows_1_2: bool,
    /// Whether version 1.3 will do.
    pub allows_1_3: bool,
}

/// How to reach an ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EnsembleSettings {
    /// `zookeeper.connect`, without the chroot.
    pub servers: Vec<Endpoint>,
    /// `zookeeper.session.timeout.ms`: what to ask for; the ensemble has the last word.
    pub session_timeout: Duration,
    /// `zookeeper.connection.timeout.ms`: how long one server may take to answer.
    pub connection_timeout: Duration,
    /// `zookeeper.set.acl`.
    pub access: Access,
    /// Who the session is, by SASL with DIGEST-MD5; without it, nobody.
    pub login: Option<Login>,
    /// How connections are encrypted; without it they are plain.
    pub tls: Option<EnsembleTls>,
}

impl EnsembleSettings {
    /// For servers that ask nobody who they are, and znodes that everybody may change.
    #[must_use]
    pub fn open(
        servers: Vec<Endpoint>,
        session_timeout: Duration,
        connection_timeout: Duration,
    ) -> Self {
        Self {
            servers,
            session_timeout,
            connection_timeout,
            access: Access::Open,
            login: None,
            tls: None,
        }
    }
}

/// What a node wants of its ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EnsembleRequest {
    /// Begins a session. One that the node had before is closed; operations that wait in it end as disconnected.
    Open(SessionNumber, EnsembleSettings),
    /// Ends the session, and with it its ephemeral znodes. Nothing more is told of it.
    Close(SessionNumber),
    /// Asks for an operation in the session that is open. Ends with exactly one [`EnsembleEvent::Done`].
    Do(OperationId, Operation),
}

/// An operation. Paths are absolute.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Operation {
    /// Reads a znode. A read may be answered by a server that is behind, but never behind what this session has seen.
    Get(String),
    /// Lists the names of the children of a znode.
    Children(String),
    /// Changes the tree: all of it or nothing.
    Write(Vec<Write>),
    /// Waits until the server has everything that was committed before.
    Sync,
    /// Begins to tell of every change to a znode, or to all below it too, until the connection ends.
    Watch {
        /// The znode, which need not exist.
        path: String,
        /// Whether everything below is watched too.
        recursive: bool,
    },
    /// Ends a watch.
    Unwatch {
        /// The path of the watch.
        path: String,
        /// Which of the two it was.
        recursive: bool,
    },
}

/// One change within a [`Operation::Write`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Makes a znode, whose parent must exist.
    Create {
        /// Where.
        path: String,
        /// Its content.
        data: Bytes,
        /// Whether it ends with the session.
        ephemeral: bool,
    },
    /// Replaces the content of a znode.
    Set {
        /// Where.
        path: String,
        /// Its content.
        data: Bytes,
        /// The version that it must have, if that matters.
        version: Option<i32>,
    },
    /// Removes a znode, which must have no children.
    Delete {
        /// Where.
        path: String,
        /// The version that it must have, if that matters.
        version: Option<i32>,
    },
    /// Changes nothing, and fails the whole if the version differs.
    Check {
        /// Where.
        path: String,
        /// The version that it must have.
        version: i32,
    },
}

impl Write {
    /// What it is about.
    #[must_use]
    pub fn path(&self) -> &str {
        match self {
            Self::Create { path, .. }
            | Self::Set { path, .. }
            | Self::Delete { path, .. }
            | Self::Check { path, .. } => path,
        }
    }
}

/// What ZooKeeper says of a znode beside its content.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Stat {
    /// The transaction that created it.
    pub created: i64,
    /// The transaction that changed its content last.
    pub modified: i64,
    /// How often its content was replaced.
    pub version: i32,
    /// The session that it ends with; zero for one that is persistent.
    pub owner: i64,
    /// How many children it has.
    pub children: i32,
}

/// The answer to an operation that succeeded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Answer {
    /// To [`Operation::Get`].
    Node(Bytes, Stat),
    /// To [`Operation::Children`], sorted.
    Children(Vec<String>),
    /// To [`Operation::Write`]: for each change in order the stat of the znode after it; none for a deletion or check.
    Written(Vec<Option<Stat>>),
    /// To the others.
    Done,
}

/// Why an operation did not succeed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EnsembleError {
    /// There is no such znode, or no parent for a new one.
    NoNode,
    /// There is one already.
    NodeExists,
    /// Its version is another one.
    BadVersion,
    /// It has children.
    NotEmpty,
    /// One of the changes of a write failed, so none was made.
    Refused {
        /// Its place in the write.
        index: usize,
        /// Why.
        error: Box<EnsembleError>,
    },
    /// The connection ended first: whether a write was made is unknown. Once the session is connected again it is decided, and
    /// after [`Operation::Sync`] it can be seen.
    Disconnected,
    /// The session has ended; nothing was done in it since.
    Expired,
    /// Anything else that ZooKeeper refuses, by its code.
    Other(i32),
}

impl fmt::Display for EnsembleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNode => f.write_str("there is no such znode"),
            Self::NodeExists => f.write_str("the znode exists already"),
            Self::BadVersion => f.write_str("the znode has another version"),
            Self::NotEmpty => f.write_str("the znode has children"),
            Self::Refused { index, error } => write!(f, "change {index} of a write: {error}"),
            Self::Disconnected => f.write_str("the connection to ZooKeeper ended"),
            Self::Expired => f.write_str("the ZooKeeper session has expired"),
            Self::Other(-102) => {
                f.write_str("ZooKeeper refuses access (-102): check the ACLs of the znode and zookeeper.set.acl")
            }
            Self::Other(-114) => f.write_str(
                "ZooKeeper does not know who this session is, which zookeeper.set.acl needs (-114): set \
                 highwater.zookeeper.sasl.username and highwater.zookeeper.sasl.password, and in the servers' zoo.cfg \
                 authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider",
            ),
            Self::Other(-124) => f.write_str(
                "ZooKeeper asks for SASL (-124): set highwater.zookeeper.sasl.username and highwater.zookeeper.sasl.password",
            ),
            Self::Other(code) => write!(f, "ZooKeeper's error {code}"),
        }
    }
}

impl std::error::Error for EnsembleError {}

/// What became of a session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SessionState {
    /// It is there, on some server, and nothing is watched. Told again after each time without a connection.
    Connected {
        /// The ensemble's id of it, which is the `owner` of its ephemeral znodes.
        id: i64,
        /// The time-out that was negotiated.
        timeout: Duration,
    },
    /// No server answers, and operations that are asked for now end at once. The session goes on, or ends unheard.
    Disconnected {
        /// When a server was last heard: the session may have ended a time-out after that.
        last_heard: Instant,
    },
    /// It has ended, and its ephemeral znodes with it. The driver opens no other by itself.
    Expired,
    /// It cannot be had: the reason names setting and remedy.
    Failed(String),
}

/// How a watched znode changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// It was created.
    Created,
    /// It was removed.
    Deleted,
    /// Its content was replaced.
    Data,
    /// It has other children; told by a watch that is not recursive.
    Children,
}

/// What a node is told of its ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum EnsembleEvent {
    /// The state of a session.
    Session(SessionNumber, SessionState),
    /// An operation ended.
    Done(OperationId, Result<Answer, EnsembleError>),
    /// A watch of a session saw a change.
    Changed(SessionNumber, String, Change),
}
