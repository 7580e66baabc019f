//! From settings and ports to the broker and the controller that the roles ask for.

use std::fmt;
use std::sync::Arc;

use broker::{Broker, StartError};
use controller::ControllerError;
use partition_log::{LogDirectory, LogError};
use settings::BrokerConfig;
use types::Uuid;
use world::Entropy;

use crate::Ports;
use crate::combined::Combined;
use crate::directories::Directories;
use crate::parts::{
    ControllerParts, make_broker, make_controller, make_controller_on_zookeeper, voters,
};

/// The parts of a node. Where there are both, the broker is stopped first: it hands its leaderships over to a controller.
pub struct Assembled {
    /// Keeps partitions.
    pub broker: Option<Arc<Broker>>,
    /// Votes, and may lead; with what it wanted done when it was made.
    pub controller: Option<ControllerParts>,
    /// Both as one node, where the controller is reached on the broker's listeners.
    pub combined: Option<Arc<Combined>>,
    /// Directories that are no broker's: to be let go of after all else.
    pub kept: Vec<LogDirectory>,
    /// What was found on the disk in need of a person's eye.
    pub warnings: Vec<String>,
}

/// Why a node cannot start.
#[derive(Debug)]
pub enum AssemblyError {
    /// A log directory is held, damaged, or another's.
    Log(LogError),
    /// The controller cannot.
    Controller(ControllerError),
    /// The broker cannot.
    Broker(StartError),
}

impl fmt::Display for AssemblyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log(error) => error.fmt(f),
            Self::Controller(error) => error.fmt(f),
            Self::Broker(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for AssemblyError {}

impl From<LogError> for AssemblyError {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl From<ControllerError> for AssemblyError {
    fn from(error: ControllerError) -> Self {
        Self::Controller(error)
    }
}

impl From<StartError> for AssemblyError {
    fn from(error: StartError) -> Self {
        Self::Broker(error)
    }
}

/// Opens the directories and makes what the roles ask for.
///
/// # Errors
/// What the process is to say before it ends.
pub fn assemble(config: BrokerConfig, ports: &Ports) -> Result<Assembled, AssemblyError> {
    let directories = Directories::open(&config, ports)?;
    let warnings = directories.warnings();
    let cluster_id = directories.cluster_id.clone();
    let voters = voters(&config);
    let on_zookeeper = config.zookeeper.as_ref();
    let controller = match (on_zookeeper, config.roles.controller) {
        (Some(zookeeper), _) => {
            let known = (cluster_id.clone(), directories.controller_epoch());
            Some(make_controller_on_zookeeper(
                &config, zookeeper, ports, &voters, known,
            )?)
        }
        (None, true) => Some(make_controller(&config, ports, &directories, &voters)?),
        (None, false) => None,
    };
    let combines = on_zookeeper.is_some();
    let Directories {
        log_dirs, apart, ..
    } = directories;
    let mut kept = Vec::from_iter(apart);
    let broker = if config.roles.broker {
        Some(make_broker(config, ports, cluster_id, log_dirs, voters)?)
    } else {
        kept.extend(log_dirs.open);
        None
    };
    let combined = match (&broker, &controller) {
        (Some(broker), Some(controller)) if combines => Some(Arc::new(Combined::new(
            Arc::clone(broker),
            Arc::clone(&controller.node),
        ))),
        _ => None,
    };
    Ok(Assembled {
        broker,
        controller,
        combined,
        kept,
        warnings,
    })
}

/// A random id, none of those that are reserved.
pub(crate) fn random_id(entropy: &dyn Entropy) -> Uuid {
    loop {
        let mut id = [0; 16];
        entropy.fill(&mut id);
        let id = Uuid(id);
        // A dash at the start would look like an option on a command line.
        if !id.is_reserved() && !id.to_string().starts_with('-') {
            return id;
        }
    }
}
