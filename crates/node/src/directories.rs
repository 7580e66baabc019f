//! The log directories of a node, opened, and the cluster that they belong to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use partition_log::{ClusterIdentity, FileCache, LogDirectory, LogError};
use settings::BrokerConfig;
use types::BrokerId;

use crate::Ports;

/// The directories, held by this process for as long as the value lives.
pub(crate) struct Directories {
    /// Those of `log.dirs` in their order, then `metadata.log.dir` where it is none of them.
    all: Vec<LogDirectory>,
    log_dirs: usize,
    metadata: usize,
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
        let open = |path: &Path| open(&files, ports, path, config.node_id);
        let all = paths.into_iter().map(open);
        Ok(Self {
            all: all.collect::<Result<_, _>>()?,
            log_dirs,
            metadata: metadata.unwrap_or(log_dirs),
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

    /// The cluster that one of them is known to belong to.
    pub(crate) fn cluster_id(&self) -> Option<String> {
        let mut known = self.all.iter().filter_map(LogDirectory::cluster_id);
        known.next().map(str::to_owned)
    }

    /// Writes down in all of them the cluster that they belong to.
    pub(crate) fn set_cluster_id(&mut self, cluster_id: &str) -> Result<(), LogError> {
        let mut all = self.all.iter_mut();
        all.try_for_each(|directory| directory.set_cluster_id(cluster_id))
    }

    /// Those of `log.dirs`, and the one that is none of them.
    pub(crate) fn split(mut self) -> (Vec<LogDirectory>, Vec<LogDirectory>) {
        let apart = self.all.split_off(self.log_dirs);
        (self.all, apart)
    }
}

fn open(
    files: &Arc<FileCache>,
    ports: &Ports,
    path: &Path,
    node_id: BrokerId,
) -> Result<LogDirectory, LogError> {
    let identity = ClusterIdentity {
        cluster_id: None,
        node_id,
    };
    LogDirectory::open(Arc::clone(files), &*ports.entropy, path, &identity)
}
