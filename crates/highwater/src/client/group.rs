//! Membership of a consumer group by the classic protocol: join, assignment by ranges, heartbeats, commits.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use bytes::Bytes;
use protocol::messages::heartbeat::HeartbeatRequest;
use protocol::messages::join_group::{
    JoinGroupRequest, JoinGroupRequestProtocol, JoinGroupResponse,
};
use protocol::messages::leave_group::{LeaveGroupRequest, MemberIdentity};
use protocol::messages::offset_commit::{
    OffsetCommitRequest, OffsetCommitRequestPartition, OffsetCommitRequestTopic,
};
use protocol::messages::sync_group::{SyncGroupRequest, SyncGroupRequestAssignment};
use protocol::records::consumer::consumer_protocol_assignment::TopicPartition;
use protocol::records::consumer::{ConsumerProtocolAssignment, ConsumerProtocolSubscription};

use protocol::records::{decode_value, encode_value};
use protocol::{ErrorCode, Message, Request};

use super::{ClientError, Cluster};

const PROTOCOL: &str = "range";
/// The last version of OffsetCommit that names topics by name.
pub(super) const COMMIT_VERSION: i16 = 9;
const SESSION_TIMEOUT: Duration = Duration::from_secs(45);
const REBALANCE_TIMEOUT: Duration = Duration::from_secs(60);
const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(3);

/// One member of a group that reads one topic.
#[derive(Debug)]
pub(crate) struct Membership {
    group: String,
    topic: String,
    coordinator: i32,
    member_id: String,
    generation: i32,
    assigned: Vec<i32>,
    next_heartbeat: Instant,
}

impl Membership {
    /// Joins the group and waits for its assignment.
    pub(crate) fn join(
        cluster: &mut Cluster,
        group: &str,
        topic: &str,
    ) -> Result<Self, ClientError> {
        let mut membership = Self {
            group: group.to_owned(),
            topic: topic.to_owned(),
            coordinator: -1,
            member_id: String::new(),
            generation: -1,
            assigned: Vec::new(),
            next_heartbeat: Instant::now(),
        };
        membership.rejoin(cluster)?;
        Ok(membership)
    }

    /// The partitions that this member reads.
    pub(crate) fn assigned(&self) -> &[i32] {
        &self.assigned
    }

    /// Joins again after the group has changed, until there is an assignment.
    pub(crate) fn rejoin(&mut self, cluster: &mut Cluster) -> Result<(), ClientError> {
        let deadline = Instant::now() + cluster.timeout() + REBALANCE_TIMEOUT;
        loop {
            match self.try_join(cluster) {
                Err(error) if self.may_pass(&error) && Instant::now() < deadline => {
                    if !error.code().is_some_and(is_rebalance) {
                        std::thread::sleep(Duration::from_millis(100));
                    }
                }
                other => return other,
            }
        }
    }

    fn may_pass(&mut self, error: &ClientError) -> bool {
        match error.code() {
            Some(ErrorCode::UnknownMemberId) => {
                self.member_id.clear();
                true
            }
            Some(ErrorCode::IllegalGeneration | ErrorCode::RebalanceInProgress) => true,
            _ => error.is_retriable(),
        }
    }

    fn try_join(&mut self, cluster: &mut Cluster) -> Result<(), ClientError> {
        self.coordinator = cluster.coordinator(&self.group)?;
        let mut joined = self.send_join(cluster)?;
        if joined.error_code == ErrorCode::MemberIdRequired.code() {
            self.member_id = joined.member_id.to_string();
            joined = self.send_join(cluster)?;
        }
        self.checked("joining", joined.error_code)?;
        self.member_id = joined.member_id.to_string();
        self.generation = joined.generation_id;
        let leads = joined.leader == joined.member_id.as_str();
        let assignments = match leads && !joined.skip_assignment {
            true => self.assign(cluster, &joined)?,
            false => Vec::new(),
        };
        let request = SyncGroupRequest {
            group_id: self.group.as_str().into(),
            generation_id: self.generation,
            member_id: self.member_id.as_str().into(),
            protocol_type: Some("consumer".into()),
            protocol_name: Some(PROTOCOL.into()),
            assignments,
            ..Default::default()
        };
        let synced = self.call_long(cluster, &request)?;
        self.checked("joining", synced.error_code)?;
        self.assigned = self.own_partitions(synced.assignment)?;
        self.next_heartbeat = Instant::now() + HEARTBEAT_INTERVAL;
        Ok(())
    }

    fn send_join(&self, cluster: &mut Cluster) -> Result<JoinGroupResponse, ClientError> {
        let subscription = ConsumerProtocolSubscription {
            topics: vec![self.topic.as_str().into()],
            ..Default::default()
        };
        let millis = |duration: Duration| i32::try_from(duration.as_millis()).unwrap_or(i32::MAX);
        let request = JoinGroupRequest {
            group_id: self.group.as_str().into(),
            session_timeout_ms: millis(SESSION_TIMEOUT),
            rebalance_timeout_ms: millis(REBALANCE_TIMEOUT),
            member_id: self.member_id.as_str().into(),
            protocol_type: "consumer".into(),
            protocols: vec![JoinGroupRequestProtocol {
                name: PROTOCOL.into(),
                metadata: encode_value(&subscription, 1).map_err(|error| broken(&error))?,
            }],
            ..Default::default()
        };
        self.call_long(cluster, &request)
    }

    fn call_long<R: Request>(
        &self,
        cluster: &mut Cluster,
        request: &R,
    ) -> Result<R::Response, ClientError> {
        let limit = REBALANCE_TIMEOUT + cluster.timeout();
        let node = self.coordinator;
        let answer = cluster
            .connection(node)
            .and_then(|connection| connection.call_within(request, i16::MAX, limit));
        if answer.is_err() {
            cluster.drop_connection(node);
        }
        answer
    }

    /// Deals out the partitions of all topics that members ask for: each member a range of each topic.
    fn assign(
        &self,
        cluster: &mut Cluster,
        joined: &JoinGroupResponse,
    ) -> Result<Vec<SyncGroupRequestAssignment>, ClientError> {
        let mut by_topic: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for member in &joined.members {
            let asked: ConsumerProtocolSubscription = decode(member.metadata.clone())?;
            for topic in &asked.topics {
                by_topic
                    .entry(topic.to_string())
                    .or_default()
                    .push(member.member_id.as_str());
            }
        }
        let mut dealt: BTreeMap<&str, Vec<TopicPartition>> = joined
            .members
            .iter()
            .map(|member| (member.member_id.as_str(), Vec::new()))
            .collect();
        for (topic, mut members) in by_topic {
            members.sort_unstable();
            let partitions = cluster.find_topic(&topic, false).unwrap_or(0);
            for (member, range) in members.iter().zip(ranges(partitions, members.len())) {
                if range.is_empty() {
                    continue;
                }
                let partitions = range
                    .filter_map(|index| i32::try_from(index).ok())
                    .collect();
                let topic = topic.as_str().into();
                let part = TopicPartition { topic, partitions };
                dealt.entry(member).or_default().push(part);
            }
        }
        let assignment = |(member, assigned_partitions): (&str, Vec<TopicPartition>)| {
            let assignment = ConsumerProtocolAssignment {
                assigned_partitions,
                ..Default::default()
            };
            Ok(SyncGroupRequestAssignment {
                member_id: member.into(),
                assignment: encode_value(&assignment, 1).map_err(|error| broken(&error))?,
            })
        };
        dealt.into_iter().map(assignment).collect()
    }

    fn own_partitions(&self, assignment: Bytes) -> Result<Vec<i32>, ClientError> {
        if assignment.is_empty() {
            return Ok(Vec::new());
        }
        let assigned: ConsumerProtocolAssignment = decode(assignment)?;
        let own = assigned
            .assigned_partitions
            .iter()
            .filter(|part| part.topic == self.topic.as_str());
        Ok(own
            .flat_map(|part| part.partitions.iter().copied())
            .collect())
    }

    /// Sends a heartbeat when one is due. False when the group is being dealt out anew and this member must join again.
    pub(crate) fn heartbeat(&mut self, cluster: &mut Cluster) -> Result<bool, ClientError> {
        if Instant::now() < self.next_heartbeat {
            return Ok(true);
        }
        self.next_heartbeat = Instant::now() + HEARTBEAT_INTERVAL;
        let request = HeartbeatRequest {
            group_id: self.group.as_str().into(),
            generation_id: self.generation,
            member_id: self.member_id.as_str().into(),
            ..Default::default()
        };
        let answer = cluster.call(self.coordinator, &request, i16::MAX);
        self.still_member(answer.map(|answer| answer.error_code), "heartbeat")
    }

    /// Commits the next offset to read of each partition. False as for [`Membership::heartbeat`].
    pub(crate) fn commit(
        &mut self,
        cluster: &mut Cluster,
        offsets: &BTreeMap<i32, i64>,
    ) -> Result<bool, ClientError> {
        if offsets.is_empty() {
            return Ok(true);
        }
        let request = OffsetCommitRequest {
            generation_id_or_member_epoch: self.generation,
            member_id: self.member_id.as_str().into(),
            ..commit_request(&self.group, &self.topic, offsets)
        };
        let answer = cluster.call(self.coordinator, &request, COMMIT_VERSION);
        let code = answer.map(|answer| {
            let partitions = answer.topics.iter().flat_map(|topic| &topic.partitions);
            partitions
                .map(|partition| partition.error_code)
                .find(|&code| code != 0)
                .unwrap_or(0)
        });
        self.still_member(code, "committing offsets")
    }

    fn still_member(
        &mut self,
        code: Result<i16, ClientError>,
        what: &str,
    ) -> Result<bool, ClientError> {
        match code.and_then(|code| self.checked(what, code)) {
            Ok(()) => Ok(true),
            Err(error) if self.may_pass(&error) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Leaves the group, so that the others need not wait for the session to end.
    pub(crate) fn leave(&self, cluster: &mut Cluster) -> Result<(), ClientError> {
        let request = LeaveGroupRequest {
            group_id: self.group.as_str().into(),
            members: vec![MemberIdentity {
                member_id: self.member_id.as_str().into(),
                ..Default::default()
            }],
            ..Default::default()
        };
        let answer = cluster.call(self.coordinator, &request, i16::MAX)?;
        self.checked("leaving", answer.error_code)
    }

    fn checked(&self, what: &str, code: i16) -> Result<(), ClientError> {
        super::admin::check(format!("{what}, group {}", self.group), code, None)
    }
}

fn is_rebalance(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::RebalanceInProgress | ErrorCode::UnknownMemberId
    )
}

/// Cuts `partitions` into as many ranges as there are members, the first ones longer by one where it does not divide.
fn ranges(partitions: usize, members: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    let (each, more) = (partitions / members.max(1), partitions % members.max(1));
    (0..members).scan(0, move |start, index| {
        let end = *start + each + usize::from(index < more);
        Some(std::mem::replace(start, end)..end)
    })
}

/// A commit outside of any generation.
pub(super) fn commit_request(
    group: &str,
    topic: &str,
    offsets: &BTreeMap<i32, i64>,
) -> OffsetCommitRequest {
    let partition = |(&partition_index, &committed_offset)| OffsetCommitRequestPartition {
        partition_index,
        committed_offset,
        committed_leader_epoch: -1,
        committed_metadata: Some("".into()),
    };
    OffsetCommitRequest {
        group_id: group.into(),
        generation_id_or_member_epoch: -1,
        topics: vec![OffsetCommitRequestTopic {
            name: topic.into(),
            partitions: offsets.iter().map(partition).collect(),
            ..Default::default()
        }],
        ..Default::default()
    }
}

/// Reads what a consumer says to others.
pub(super) fn decode<M: Message>(bytes: Bytes) -> Result<M, ClientError> {
    decode_value(bytes).map_err(|error| broken(&error))
}

fn broken(error: &dyn std::fmt::Display) -> ClientError {
    ClientError::Protocol {
        what: "consumer protocol".to_owned(),
        reason: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_all_partitions_once() {
        for partitions in 0..20 {
            for members in 1..7 {
                let all: Vec<usize> = ranges(partitions, members).flatten().collect();
                assert_eq!(all, (0..partitions).collect::<Vec<_>>());
                let lengths: Vec<usize> = ranges(partitions, members).map(|r| r.len()).collect();
                assert!(
                    lengths.is_sorted_by(|a, b| a >= b) && lengths[0] - lengths[members - 1] <= 1
                );
            }
        }
    }
}
