//! AlterReplicaLogDirs: where replicas of this broker shall lie (KIP-113). Nothing is moved yet: a replica may be told to
//! stay where it is, and every other place is refused with a code of its own.

use std::path::Path;

use codec::Text;
use partition_log::LogDirectory;
use protocol::ErrorCode;
use protocol::messages::alter_replica_log_dirs::{
    AlterReplicaLogDirPartitionResult, AlterReplicaLogDirTopicResult, AlterReplicaLogDirsRequest,
    AlterReplicaLogDirsResponse,
};
use types::PartitionIndex;
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::locked;
use crate::request::Request;

impl Broker {
    pub(crate) fn alter_replica_log_dirs(
        &self,
        request: &Request<'_>,
        body: AlterReplicaLogDirsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let mut results: Vec<AlterReplicaLogDirTopicResult> = Vec::new();
        for directory in &body.dirs {
            for topic in &directory.topics {
                let answer = |index: &i32| AlterReplicaLogDirPartitionResult {
                    partition_index: *index,
                    error_code: self.place(&topic.name, *index, &directory.path).code(),
                };
                let partitions = topic.partitions.iter().map(answer);
                match results
                    .iter_mut()
                    .find(|result| result.topic_name == topic.name)
                {
                    Some(result) => result.partitions.extend(partitions),
                    None => results.push(AlterReplicaLogDirTopicResult {
                        topic_name: topic.name.clone(),
                        partitions: partitions.collect(),
                    }),
                }
            }
        }
        request.reply(&AlterReplicaLogDirsResponse {
            results,
            ..AlterReplicaLogDirsResponse::default()
        })
    }

    /// Whether a replica lies, or may lie, in a directory.
    fn place(&self, topic: &Text, index: i32, path: &str) -> ErrorCode {
        let path = Path::new(path);
        if !self.config.log_dirs.iter().any(|known| known == path) {
            return ErrorCode::LogDirNotFound;
        }
        let is_named =
            |open: &Option<LogDirectory>| open.as_ref().is_some_and(|open| open.path() == path);
        // One that is offline may have no place among them.
        let Some(named) = locked(&self.directories).iter().position(is_named) else {
            return ErrorCode::KafkaStorageError;
        };
        let index = PartitionIndex(index);
        let image = self.image.load();
        let Some(known) = image
            .topic(topic)
            .filter(|known| known.partition(index).is_some())
        else {
            return ErrorCode::UnknownTopicOrPartition;
        };
        match self.partitions.get(known.id, index) {
            // The old code for a replica of another broker, which Kafka keeps here alone.
            None => ErrorCode::ReplicaNotAvailable,
            Some(hosted) if hosted.directory == named => ErrorCode::None,
            Some(_) => ErrorCode::UnsupportedVersion,
        }
    }
}
