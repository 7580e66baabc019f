//! DescribeLogDirs: what lies where, and how much room is left (KIP-113, KIP-827).

use std::collections::{BTreeMap, BTreeSet};

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::describe_log_dirs::{
    DescribeLogDirsPartition, DescribeLogDirsRequest, DescribeLogDirsResponse,
    DescribeLogDirsResult, DescribeLogDirsTopic,
};
use replica_core::Role;
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::locked;
use crate::request::Request;

impl Broker {
    pub(crate) fn describe_log_dirs(
        &self,
        request: &Request<'_>,
        body: DescribeLogDirsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let asked: Option<BTreeSet<(Text, i32)>> = body.topics.map(|topics| {
            let pairs = topics.into_iter().flat_map(|topic| {
                let name = topic.topic;
                topic
                    .partitions
                    .into_iter()
                    .map(move |partition| (name.clone(), partition))
            });
            pairs.collect()
        });
        let mut by_directory = self.sizes_by_directory(asked.as_ref());
        let directories = locked(&self.directories);
        let results = directories
            .iter()
            .enumerate()
            .filter_map(|(place, directory)| {
                let directory = directory.as_ref()?;
                let usage = directory.usage().unwrap_or_default();
                let topics = by_directory.remove(&place).unwrap_or_default();
                let topics = topics
                    .into_iter()
                    .map(|(name, partitions)| DescribeLogDirsTopic {
                        name: Text::from(name),
                        partitions,
                    });
                Some(DescribeLogDirsResult {
                    log_dir: Text::from(directory.path().display().to_string()),
                    topics: topics.collect(),
                    total_bytes: i64::try_from(usage.total).unwrap_or(i64::MAX),
                    usable_bytes: i64::try_from(usage.available).unwrap_or(i64::MAX),
                    ..DescribeLogDirsResult::default()
                })
            });
        // What was in a directory that failed cannot be told.
        let offline = self.offline.paths().into_iter();
        let offline = offline.map(|path| DescribeLogDirsResult {
            error_code: ErrorCode::KafkaStorageError.code(),
            log_dir: Text::from(path.display().to_string()),
            ..DescribeLogDirsResult::default()
        });
        let results = results.chain(offline).collect();
        request.reply(&DescribeLogDirsResponse {
            results,
            ..DescribeLogDirsResponse::default()
        })
    }

    fn sizes_by_directory(
        &self,
        asked: Option<&BTreeSet<(Text, i32)>>,
    ) -> BTreeMap<usize, BTreeMap<String, Vec<DescribeLogDirsPartition>>> {
        let mut by_directory: BTreeMap<usize, BTreeMap<_, Vec<_>>> = BTreeMap::new();
        for hosted in self.partitions.all() {
            let name = Text::from(hosted.name.topic.as_str());
            let index = hosted.name.partition.0;
            if asked.is_some_and(|asked| !asked.contains(&(name, index))) {
                continue;
            }
            let state = hosted.lock();
            let marks = state.replica.marks();
            let lag = match state.replica.role() {
                Role::Leader(_) => 0,
                Role::Follower(_) | Role::Leaderless => {
                    (marks.high_watermark - marks.log_end).max(0)
                }
            };
            let partition = DescribeLogDirsPartition {
                partition_index: index,
                partition_size: i64::try_from(state.log.size_bytes()).unwrap_or(i64::MAX),
                offset_lag: lag,
                is_future_key: false,
            };
            let topics = by_directory.entry(hosted.directory).or_default();
            topics
                .entry(hosted.name.topic.to_string())
                .or_default()
                .push(partition);
        }
        by_directory
    }
}
