//! `meta.properties`: which cluster and node a log directory belongs to.

use std::path::Path;

use types::{BrokerId, DirectoryId, Uuid};
use world::{Disk, Entropy};

use super::read_if_present;
use crate::error::{Doing, LogError};
use crate::text::{property, write_properties};

const FILE: &str = "meta.properties";

/// Whose directory it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterIdentity {
    /// The cluster; none while it is not known yet.
    pub cluster_id: Option<String>,
    /// This node.
    pub node_id: BrokerId,
}

/// What `meta.properties` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Identity {
    pub(crate) cluster_id: Option<String>,
    pub(crate) node_id: BrokerId,
    pub(crate) directory_id: DirectoryId,
    /// Whether the directory was formatted just now.
    pub(crate) is_new: bool,
}

impl Identity {
    /// Reads the file, or writes it where the directory is not in use yet.
    pub(crate) fn take(
        disk: &dyn Disk,
        entropy: &dyn Entropy,
        path: &Path,
        wanted: &ClusterIdentity,
        has_partitions: bool,
    ) -> Result<Self, LogError> {
        let Some(content) = read_if_present(disk, &path.join(FILE))? else {
            if has_partitions {
                return Err(LogError::Inconsistent(format!(
                    "{} holds partitions but no {FILE}, so it is not known whose they are: restore the file, or name an empty \
                     directory in log.dirs",
                    path.display()
                )));
            }
            let identity = Self {
                cluster_id: wanted.cluster_id.clone(),
                node_id: wanted.node_id,
                directory_id: new_directory_id(entropy),
                is_new: true,
            };
            identity.write(disk, path)?;
            return Ok(identity);
        };
        let text = String::from_utf8_lossy(&content);
        let stored = Stored::parse(&text).ok_or_else(|| {
            LogError::Inconsistent(format!(
                "{} does not say whose directory it is: restore it from a copy",
                path.join(FILE).display()
            ))
        })?;
        check(
            "node.id",
            "node.id",
            path,
            Some(&stored.node_id.0.to_string()),
            &wanted.node_id.0.to_string(),
        )?;
        if let Some(cluster) = &wanted.cluster_id {
            check(
                "cluster.id",
                "the cluster",
                path,
                stored.cluster_id.as_deref(),
                cluster,
            )?;
        }
        let complete = stored.directory_id.is_some()
            && stored.version == 1
            && (stored.cluster_id.is_some() || wanted.cluster_id.is_none());
        let identity = Self {
            cluster_id: stored.cluster_id.or_else(|| wanted.cluster_id.clone()),
            node_id: stored.node_id,
            directory_id: stored
                .directory_id
                .unwrap_or_else(|| new_directory_id(entropy)),
            is_new: false,
        };
        if !complete {
            identity.write(disk, path)?;
        }
        Ok(identity)
    }

    pub(crate) fn set_cluster_id(
        &mut self,
        disk: &dyn Disk,
        path: &Path,
        cluster_id: &str,
    ) -> Result<(), LogError> {
        check(
            "cluster.id",
            "the cluster",
            path,
            self.cluster_id.as_deref(),
            cluster_id,
        )?;
        if self.cluster_id.is_none() {
            self.cluster_id = Some(cluster_id.to_owned());
            self.write(disk, path)?;
        }
        Ok(())
    }

    fn write(&self, disk: &dyn Disk, path: &Path) -> Result<(), LogError> {
        let (node, directory) = (self.node_id.0.to_string(), self.directory_id.to_string());
        let mut properties = Vec::new();
        if let Some(cluster) = &self.cluster_id {
            properties.push(("cluster.id", cluster.as_str()));
        }
        properties.extend([
            ("directory.id", directory.as_str()),
            ("node.id", &node),
            ("version", "1"),
        ]);
        let path = path.join(FILE);
        disk.write_atomically(&path, &write_properties(&properties))
            .doing(|| format!("writing {}", path.display()))
    }
}

/// The cluster that the file at `path` names, if there is one that can be read.
pub(crate) fn stored_cluster_id(disk: &dyn Disk, path: &Path) -> Option<String> {
    let content = disk.read(&path.join(FILE)).ok()?;
    Stored::parse(&String::from_utf8_lossy(&content))?.cluster_id
}

struct Stored {
    version: u8,
    cluster_id: Option<String>,
    node_id: BrokerId,
    directory_id: Option<DirectoryId>,
}

impl Stored {
    fn parse(text: &str) -> Option<Self> {
        let version = property(text, "version")?.parse().ok()?;
        let node = match version {
            0 => property(text, "broker.id")?,
            1 => property(text, "node.id")?,
            _ => return None,
        };
        Some(Self {
            version,
            cluster_id: property(text, "cluster.id").map(str::to_owned),
            node_id: BrokerId(node.parse().ok()?),
            directory_id: property(text, "directory.id").and_then(|id| id.parse().ok()),
        })
    }
}

fn check(
    key: &str,
    what: &str,
    path: &Path,
    stored: Option<&str>,
    wanted: &str,
) -> Result<(), LogError> {
    match stored {
        Some(stored) if stored != wanted => Err(LogError::Inconsistent(format!(
            "{} belongs to {key}={stored}, but {what} here is {wanted}: name another directory in log.dirs, or correct the \
             configuration",
            path.display()
        ))),
        _ => Ok(()),
    }
}

/// A random id that has no meaning of its own and does not look like an option on a command line.
fn new_directory_id(entropy: &dyn Entropy) -> DirectoryId {
    loop {
        let mut bytes = [0; 16];
        entropy.fill(&mut bytes);
        // Version 4, as Kafka's ids are.
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let id = Uuid(bytes);
        if !id.is_reserved() && !id.to_string().starts_with('-') {
            return id;
        }
    }
}
