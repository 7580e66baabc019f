//! Deleting topics.

use std::collections::BTreeSet;
use std::fmt;

use metadata::records::RemoveTopicRecord;
use types::{TopicId, TopicName};

use crate::decision::Decision;
use crate::policy::Cluster;

/// No topic has that id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct UnknownTopicId(
    /// The id.
    pub TopicId,
);

impl fmt::Display for UnknownTopicId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "This server does not host this topic ID: {}.", self.0)
    }
}

impl std::error::Error for UnknownTopicId {}

/// Deletes the topics of these ids: one answer for each, in order, with the name that the topic
/// had. The record is all that allows a broker to delete what it keeps of them.
pub fn decide_delete_topics(
    cluster: Cluster<'_>,
    ids: &[TopicId],
) -> Decision<Vec<Result<TopicName, UnknownTopicId>>> {
    let mut records = Vec::new();
    let mut answers = Vec::with_capacity(ids.len());
    let mut removed = BTreeSet::new();
    for &id in ids {
        let topic = cluster
            .image
            .topics()
            .by_id(id)
            .filter(|_| removed.insert(id));
        answers.push(
            topic
                .map(|topic| topic.name.clone())
                .ok_or(UnknownTopicId(id)),
        );
        if topic.is_some() {
            records.push(RemoveTopicRecord { topic_id: id }.into());
        }
    }
    Decision::atomic(records, answers)
}
