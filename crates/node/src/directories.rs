//! The log directories of a node, opened, and the cluster that they belong to.

use std::path::PathBuf;
use std::sync::Arc;

use partition_log::{
    ClusterIdentity, DirectoryKind, FileCache, LogDirectory, LogError, OpenedDirectories,
};
use settings::BrokerConfig;
use types::ControllerEpoch;

use crate::Ports;
use crate::assembly::random_id;
use crate::parts::metadata_partition;

/// The directories, held by this process for as long as the value lives.
pub(crate) struct Directories {
    /// Those of `log.dirs`: some may be offline.
    pub(crate) log_dirs: OpenedDirectories,
    /// `metadata.log.dir` where it is none of them.
    pub(crate) apart: Option<LogDirectory>,
    of_metadata: PathBuf,
    /// The cluster that all of them belong to; none where they are new, and the node has to learn it from others.
    pub(crate) cluster_id: Option<String>,
}

impl Directories {
    pub(crate) fn open(config: &BrokerConfig, ports: &Ports) -> Result<Self, LogError> {
        let open_files = usize::try_from(config.log.open_files_max).unwrap_or(usize::MAX);
        let files = Arc::new(FileCache::new(Arc::clone(&ports.disk), open_files));
        let of_metadata = config.metadata_log_dir.clone();
        let mut paths = config.log_dirs.iter().chain([&config.metadata_log_dir]);
        let known = paths.find_map(|path| LogDirectory::cluster_id_at(&*ports.disk, path));
        let identity = ClusterIdentity {
            cluster_id: known.or_else(|| founded_alone(config, ports)),
            node_id: config.node_id,
        };
        let entropy = &*ports.entropy;
        let log_dirs = OpenedDirectories::open(&files, entropy, &config.log_dirs, &identity)?;
        let apart = match config.log_dirs.contains(&of_metadata) {
            true => None,
            false => Some(LogDirectory::open(files, entropy, &of_metadata, &identity)?),
        };
        Ok(Self {
            log_dirs,
            apart,
            of_metadata,
            cluster_id: identity.cluster_id,
        })
    }

    /// The newest controller that was heard of.
    pub(crate) fn controller_epoch(&self) -> ControllerEpoch {
        let written = self
            .log_dirs
            .open
            .iter()
            .map(LogDirectory::controller_epoch);
        written.max().unwrap_or(ControllerEpoch::NONE)
    }

    /// What was found in need of a person's eye.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let all = self.log_dirs.open.iter().chain(&self.apart);
        all.flat_map(LogDirectory::warnings).cloned().collect()
    }

    /// The directory of some partition that is kept here, other than the metadata log's.
    pub(crate) fn any_partition(&self) -> Option<PathBuf> {
        let metadata = metadata_partition();
        let all = self.log_dirs.open.iter().chain(&self.apart);
        let mut partitions = all.flat_map(|directory| {
            let listed = directory.listed().iter();
            let logs = listed.filter(|listed| listed.kind == DirectoryKind::Log);
            logs.map(move |listed| (listed, directory.path()))
        });
        let (found, path) = partitions.find(|(listed, _)| listed.partition != metadata)?;
        Some(path.join(&found.name))
    }

    /// The directory of the metadata log.
    pub(crate) fn of_metadata(&self) -> Result<&LogDirectory, LogError> {
        match &self.apart {
            Some(apart) => Ok(apart),
            None => self.log_dirs.at(&self.of_metadata),
        }
    }
}

/// The id of a new cluster that has one voter, this node: there is nobody to agree with.
fn founded_alone(config: &BrokerConfig, ports: &Ports) -> Option<String> {
    let votes_alone = config.roles.controller && config.quorum.voters.len() == 1;
    let alone = votes_alone && config.zookeeper.is_none();
    alone.then(|| random_id(&*ports.entropy).to_string())
}
