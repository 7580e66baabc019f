//! What a decision looks at: the image, and the settings that hold where the image says nothing.

use metadata::{ConfigResource, Image, Topic};
use types::{BrokerId, DirectoryId};

/// Kafka's key for how many replicas must be in sync before `acks=all` is accepted.
pub(crate) const MIN_IN_SYNC_REPLICAS: &str = "min.insync.replicas";
/// Kafka's key for whether a replica that may lack committed records may lead.
pub(crate) const UNCLEAN_LEADER_ELECTION: &str = "unclean.leader.election.enable";
/// What `min.insync.replicas` is when nobody sets it.
pub(crate) const MIN_IN_SYNC_REPLICAS_DEFAULT: usize = 1;

/// The controller's own settings that decisions need.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClusterSettings {
    /// The cluster's id; a broker that names another is refused.
    pub cluster_id: String,
    /// `default.replication.factor`: for topics created without one.
    pub default_replication_factor: i16,
    /// `num.partitions`: for topics created without a number.
    pub default_partition_count: i32,
    /// `min.insync.replicas`, if the controller's file sets it.
    pub min_in_sync_replicas: Option<i32>,
    /// `unclean.leader.election.enable`.
    pub unclean_leader_election_enabled: bool,
    /// Most bytes that the assignment of one topic may take as JSON, where the store keeps it in one piece.
    pub topic_bytes_max: Option<usize>,
}

/// The cluster as a decision sees it.
#[derive(Clone, Copy, Debug)]
pub struct Cluster<'a> {
    /// What is so.
    pub image: &'a Image,
    /// What holds where the image says nothing.
    pub settings: &'a ClusterSettings,
}

/// What one topic's configuration means for its partitions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct TopicPolicy {
    /// `min.insync.replicas`, as configured; a partition with fewer replicas needs only those.
    pub(crate) min_in_sync_replicas: usize,
    /// Whether a replica outside the in-sync and eligible sets may lead when nobody else can.
    pub(crate) unclean_leader_election: bool,
}

impl<'a> Cluster<'a> {
    /// A value that is set for a topic: its own, else the cluster's default at run time.
    fn topic_value(&self, topic: &str, key: &str) -> Option<&'a str> {
        let own = self
            .image
            .topic_config(topic)
            .and_then(|config| config.get(key));
        let value = own.or_else(|| self.image.config(&ConfigResource::all_brokers())?.get(key));
        value.map(|value| &**value)
    }

    /// What a topic's configuration means now.
    pub(crate) fn topic_policy(&self, topic: &Topic) -> TopicPolicy {
        let name = topic.name.as_str();
        let min = self
            .topic_value(name, MIN_IN_SYNC_REPLICAS)
            .and_then(|value| value.trim().parse().ok());
        let unclean = self.topic_value(name, UNCLEAN_LEADER_ELECTION);
        TopicPolicy {
            min_in_sync_replicas: min.unwrap_or_else(|| self.static_min_in_sync_replicas()),
            unclean_leader_election: match unclean {
                Some(value) => value.trim().eq_ignore_ascii_case("true"),
                None => self.settings.unclean_leader_election_enabled,
            },
        }
    }

    /// `min.insync.replicas` where no record sets it.
    pub(crate) fn static_min_in_sync_replicas(&self) -> usize {
        let own = self
            .settings
            .min_in_sync_replicas
            .and_then(|min| usize::try_from(min).ok());
        own.unwrap_or(MIN_IN_SYNC_REPLICAS_DEFAULT)
    }

    /// Whether `replica` may lead as far as its broker and `directory` go: registered, unfenced, not
    /// about to stop, and the directory online, or none recorded. `returning` counts as unfenced:
    /// its unfencing is part of the same decision.
    pub(crate) fn may_host_leader(
        &self,
        replica: BrokerId,
        directory: Option<DirectoryId>,
        returning: Option<BrokerId>,
    ) -> bool {
        let Some(broker) = self.image.broker(replica) else {
            return false;
        };
        let available = broker.is_active() || returning == Some(replica);
        available && directory.is_none_or(|directory| broker.has_online_directory(directory))
    }

    /// The directory to record for a new replica on `broker`.
    pub(crate) fn default_directory(&self, broker: BrokerId) -> DirectoryId {
        self.image
            .broker(broker)
            .map_or(metadata::UNASSIGNED_DIRECTORY, |broker| {
                broker.default_directory()
            })
    }
}
