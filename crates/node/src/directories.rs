//! The log directories of a node, opened, and the cluster that they belong to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use partition_log::{ClusterIdentity, FileCache, LogDirectory, LogError};
use settings::BrokerConfig;

use crate::Ports;
use crate::assembly::random_id;

/// The directories, held by this process for as long as the value lives.
pub(crate) struct Directories {
    /// Those of `log.dirs` in their order, then `metadata.log.dir` where it is none of them.
    all: Vec<LogDirectory>,
    log_dirs: usize,
    metadata: usize,
    /// The cluster that all of them belong to; none where they are new, and the node has to learn it from others.
    pub(crate) cluster_id: Option<String>,
}

impl Directories {
    pub(crate) fn open(config: &BrokerConfig, ports: &Ports) -> Result<Self, LogError> {
        let open_files = usize::try_from(config.log.open_files_max).unwrap_or(usize::MAX);
        let files = Arc::new(FileCache::new(Arc::clone(&ports.disk), open_files));
        let mut paths: Vec<&Path> = config.log_dirs.iter().map(PathBuf::as_path).collect();
        let log_dirs = paths.len();
        let of_metadata = config.metadata_log_dir.as_path();
        let metadata = paths.iter().position(|path| *path == of_metadata);
        if metadata.is_none() {
            paths.push(of_metadata);
        }
        let mut known = paths.iter();
        let known = known.find_map(|path| LogDirectory::cluster_id_at(&*ports.disk, path));
        let identity = ClusterIdentity {
            cluster_id: known.or_else(|| founded_alone(config, ports)),
            node_id: config.node_id,
        };
        let open = |path| LogDirectory::open(Arc::clone(&files), &*ports.entropy, path, &identity);
        let all = paths.into_iter().map(open);
        Ok(Self {
            all: all.collect::<Result<_, _>>()?,
            log_dirs,
            metadata: metadata.unwrap_or(log_dirs),
            cluster_id: identity.cluster_id,
        })
    }

    /// What was found in need of a person's eye.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let warnings = self.all.iter().flat_map(LogDirectory::warnings);
        warnings.cloned().collect()
    }

    /// The directory of the metadata log.
    pub(crate) fn of_metadata(&self) -> &LogDirectory {
        &self.all[self.metadata]
    }

    /// Those of `log.dirs`, and the one that is none of them.
    pub(crate) fn split(mut self) -> (Vec<LogDirectory>, Vec<LogDirectory>) {
        let apart = self.all.split_off(self.log_dirs);
        (self.all, apart)
    }
}

/// The id of a new cluster that has one voter, this node: there is nobody to agree with.
fn founded_alone(config: &BrokerConfig, ports: &Ports) -> Option<String> {
    let alone = config.roles.controller && config.quorum.voters.len() == 1;
    alone.then(|| random_id(&*ports.entropy).to_string())
}
