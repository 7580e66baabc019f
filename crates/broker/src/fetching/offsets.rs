//! Where a leader's log is, asked when a fetch was outside of it: first its end, then its start, as two questions, for a
//! partition may be named once in each.

use std::collections::BTreeMap;

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::list_offsets::{
    ListOffsetsPartition, ListOffsetsRequest, ListOffsetsResponse, ListOffsetsTopic,
};
use replica_core::FetchRefusal;
use types::{Now, Offset, PartitionIndex};
use world::{CallError, Output};

use super::{Asked, Key, SessionId};
use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::waiting::Effects;

const LATEST: i64 = -1;
const EARLIEST: i64 = -2;

/// Partitions whose fetch was outside of the leader's log.
#[derive(Debug)]
pub(crate) struct Outside {
    id: SessionId,
    partitions: Vec<(Key, Asked)>,
    /// The leader's ends, once they are known.
    ends: Option<BTreeMap<Key, Offset>>,
}

impl Broker {
    /// Asks for the ends of these logs. Until the answer is there the partitions are not fetched.
    pub(super) fn ask_where_logs_end(
        &self,
        now: Now,
        id: SessionId,
        partitions: Vec<(Key, Asked)>,
        out: &mut Vec<Output>,
    ) {
        for (key, asked) in &partitions {
            self.pause_following(now, (id, *key), asked, out);
        }
        self.ask_offsets(
            now,
            Outside {
                id,
                partitions,
                ends: None,
            },
            out,
        );
    }

    fn ask_offsets(&self, now: Now, outside: Outside, out: &mut Vec<Output>) {
        let image = self.image.load();
        let Some(endpoint) = self.replication_endpoint(&image, outside.id.leader) else {
            return;
        };
        let timestamp = if outside.ends.is_none() {
            LATEST
        } else {
            EARLIEST
        };
        let mut topics: Vec<ListOffsetsTopic> = Vec::new();
        for ((topic, partition), asked) in &outside.partitions {
            let Some(topic) = image.topics().by_id(*topic) else {
                continue;
            };
            let partition = ListOffsetsPartition {
                partition_index: partition.0,
                current_leader_epoch: asked.leader_epoch.0,
                timestamp,
            };
            match topics
                .last_mut()
                .filter(|last| *last.name == *topic.name.as_str())
            {
                Some(last) => last.partitions.push(partition),
                None => topics.push(ListOffsetsTopic {
                    name: Text::from(topic.name.as_str()),
                    partitions: vec![partition],
                }),
            }
        }
        let request = ListOffsetsRequest {
            replica_id: self.id.0,
            topics,
            ..ListOffsetsRequest::default()
        };
        let peer = (outside.id.leader, endpoint);
        let patience = self.fetch_patience();
        let purpose = Purpose::LeaderOffsets(Box::new(outside));
        self.calls
            .call(now, peer, LANE_CONTROL, patience, purpose, &request, out);
    }

    /// Takes the leader's ends, or its starts and with them the decision.
    pub(crate) fn on_leader_offsets(
        &self,
        now: Now,
        outside: Outside,
        answer: Result<ListOffsetsResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        // Without an answer the fetch is tried again after its pause, and is outside again.
        let Ok(response) = answer else { return };
        let offsets = self.offsets_by_key(&response);
        let Outside {
            id,
            partitions,
            ends,
        } = outside;
        let Some(ends) = ends else {
            let ends = Some(offsets);
            return self.ask_offsets(
                now,
                Outside {
                    id,
                    partitions,
                    ends,
                },
                out,
            );
        };
        for (key, asked) in partitions {
            let (Some(&leader_log_start), Some(&leader_log_end)) =
                (offsets.get(&key), ends.get(&key))
            else {
                continue;
            };
            let Some(hosted) = self.partitions.get(key.0, key.1) else {
                continue;
            };
            let refusal = FetchRefusal::OffsetOutOfRange {
                leader_log_start,
                leader_log_end,
            };
            tracing::info!(
                name: "a follower is outside of its leader's log",
                partition = %hosted.name, offset = %asked.offset, %leader_log_start, %leader_log_end,
                "where this replica ends is no place in the leader's log"
            );
            let turns = &self.fetching.turns;
            let (epoch, offset) = (asked.leader_epoch, asked.offset);
            let unclean = self.losses.last_unclean_election(key.0, key.1);
            let outcome = hosted.take_refused(now, epoch, offset, refusal, unclean, turns, effects);
            self.settle(now, &hosted, (id, key), &asked, outcome, effects, out);
        }
        self.send_fetch(now, id, out);
    }

    fn offsets_by_key(&self, response: &ListOffsetsResponse) -> BTreeMap<Key, Offset> {
        let image = self.image.load();
        let mut offsets = BTreeMap::new();
        for topic in &response.topics {
            let Some(id) = image.topics().id_of(&topic.name) else {
                continue;
            };
            for partition in &topic.partitions {
                let found = ErrorCode::from_code(partition.error_code) == Some(ErrorCode::None);
                if found && partition.offset >= 0 {
                    let key = (id, PartitionIndex(partition.partition_index));
                    offsets.insert(key, Offset(partition.offset));
                }
            }
        }
        offsets
    }
}
