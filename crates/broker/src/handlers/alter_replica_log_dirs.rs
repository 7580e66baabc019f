//! AlterReplicaLogDirs: where replicas of this broker shall lie (KIP-113). One that is not here yet comes there when it does;
//! one that is here may be told to stay where it is. Nothing is moved, so that every other place is refused.

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

    /// Whether a replica lies in a directory, or will.
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
            None => {
                self.wishes.add(known.id, index, named);
                ErrorCode::ReplicaNotAvailable
            }
            Some(hosted) if hosted.directory == named => ErrorCode::None,
            Some(hosted) => {
                // The answer has no room for a reason.
                tracing::warn!(
                    partition = %hosted.name, to = %path.display(),
                    "a replica stays in its log directory: moving one between directories of a broker is not served; reassign it \
                     to another broker, name the directory while it is away, and reassign it back"
                );
                ErrorCode::UnsupportedVersion
            }
        }
    }
}
