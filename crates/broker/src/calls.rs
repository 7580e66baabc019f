//! Requests that this broker makes: what each is for, until its answer comes.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use protocol::messages::allocate_producer_ids::AllocateProducerIdsRequest;
use protocol::messages::alter_partition::AlterPartitionRequest;
use protocol::messages::assign_replicas_to_dirs::AssignReplicasToDirsRequest;
use protocol::messages::broker_heartbeat::BrokerHeartbeatRequest;
use protocol::messages::broker_registration::BrokerRegistrationRequest;
use protocol::messages::create_topics::CreateTopicsRequest;
use protocol::messages::describe_cluster::DescribeClusterRequest;
use protocol::messages::envelope::EnvelopeRequest;
use protocol::messages::fetch::FetchRequest;
use protocol::messages::fetch_snapshot::FetchSnapshotRequest;
use protocol::messages::list_offsets::ListOffsetsRequest;
use protocol::{Request, decode_response, encode_request};
use types::{BrokerId, Now};
use world::{Call, CallError, CallId, Endpoint, Output};

use crate::broker::Broker;
use crate::fetching::{Outside, SessionId};
use crate::locked;
use crate::metadata_follower::metadata_end;
use crate::repairing::Wanted;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// What a call is for.
#[derive(Debug)]
pub(crate) enum Purpose {
    /// The next metadata records, by the number of the question.
    FetchMetadata(u64),
    /// A piece of a metadata snapshot, by the number of the question.
    FetchSnapshot(u64),
    /// Which cluster this is.
    ClusterId,
    /// Registration with the controller.
    Register,
    /// A sign of life.
    Heartbeat,
    /// Proposed changes of in-sync sets.
    AlterPartition,
    /// An admin request of a client.
    Forward(u64),
    /// Where the metadata log ends after an admin request.
    MetadataEnd(u64),
    /// Records of the partitions that another broker leads, by session and number.
    Fetch(SessionId, u64),
    /// Where a leader's log is.
    LeaderOffsets(Box<Outside>),
    /// Topics that are made on demand.
    CreateTopics,
    /// The next block of producer ids.
    AllocateProducerIds,
    /// Which directories hold replicas.
    AssignReplicasToDirs,
    /// Records in place of damaged ones.
    Repair(Box<Wanted>),
}

/// The lane of short requests, heartbeats among them: whoever runs the broker lets nothing that a disk does hold it up. Long
/// polls have the next.
pub const LANE_CONTROL: u8 = 0;
/// Metadata is fetched with a long poll.
pub(crate) const LANE_METADATA: u8 = 1;
/// Admin requests may take their time.
pub(crate) const LANE_FORWARD: u8 = 2;
/// Partitions are fetched with a long poll.
pub(crate) const LANE_FETCH: u8 = 3;
/// So are those whose records count only when they are flushed.
pub(crate) const LANE_FETCH_FLUSHED: u8 = 4;
/// Records that are to be put back are in no hurry.
pub(crate) const LANE_REPAIR: u8 = 5;

/// All calls that are under way. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    next: u64,
    /// Who was asked, and what for.
    under_way: BTreeMap<CallId, (BrokerId, Purpose)>,
}

impl Calls {
    /// Makes a request, and remembers what it is for.
    #[allow(
        clippy::too_many_arguments,
        reason = "a call is addressed, bounded and remembered in one place"
    )]
    pub(crate) fn call<R: Request>(
        &self,
        now: Now,
        peer: (BrokerId, Endpoint),
        lane: u8,
        patience: Duration,
        purpose: Purpose,
        request: &R,
        out: &mut Vec<Output>,
    ) {
        let mut state = locked(&self.state);
        state.next += 1;
        let id = CallId(state.next);
        let correlation_id = i32::try_from(state.next & 0x7fff_ffff).unwrap_or(0);
        let version = latest_version::<R>();
        match encode_request(version, correlation_id, Some("highwater"), request) {
            Ok(frame) => {
                let (peer, endpoint) = peer;
                state.under_way.insert(id, (peer, purpose));
                let deadline = now.instant + patience;
                out.push(Output::Call(Call {
                    id,
                    peer,
                    endpoint,
                    lane,
                    frame,
                    deadline,
                }));
            }
            Err(error) => panic!("a request of our own cannot be encoded: {error}"),
        }
    }

    fn take(&self, id: CallId) -> Option<(BrokerId, Purpose)> {
        locked(&self.state).under_way.remove(&id)
    }
}

/// The version that this broker speaks to controllers and brokers.
pub(crate) fn latest_version<R: Request>() -> i16 {
    R::KEY.versions().highest
}

/// Decodes an answer; one that cannot be decoded counts as a broken connection.
pub(crate) fn decoded<R: Request>(
    answer: Result<Bytes, CallError>,
) -> Result<R::Response, CallError> {
    let bytes = answer?;
    match decode_response::<R>(latest_version::<R>(), bytes) {
        Ok((_, response)) => Ok(response),
        Err(error) => {
            tracing::warn!(api = R::KEY.name(), %error, "an answer cannot be decoded");
            Err(CallError::Disconnected)
        }
    }
}

impl Broker {
    pub(crate) fn on_called(
        &self,
        now: Now,
        id: CallId,
        answer: Result<Bytes, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some((asked, purpose)) = self.calls.take(id) else {
            return;
        };
        match purpose {
            Purpose::FetchMetadata(number) => {
                let answer = decoded::<FetchRequest>(answer);
                self.on_metadata_fetched(now, (asked, number), answer, effects, out);
            }
            Purpose::FetchSnapshot(number) => {
                let answer = decoded::<FetchSnapshotRequest>(answer);
                self.on_snapshot_fetched(now, number, answer, effects, out);
            }
            Purpose::ClusterId => {
                let answer = decoded::<DescribeClusterRequest>(answer);
                self.on_cluster_described(now, asked, answer, out);
            }
            Purpose::Register => {
                let answer = decoded::<BrokerRegistrationRequest>(answer);
                self.on_registered(now, asked, answer, out);
            }
            Purpose::Heartbeat => {
                let answer = decoded::<BrokerHeartbeatRequest>(answer);
                self.on_heartbeat_answered(now, asked, answer, effects, out);
            }
            Purpose::AlterPartition => {
                let answer = decoded::<AlterPartitionRequest>(answer);
                self.on_isr_answered(now, asked, answer, effects, out);
            }
            Purpose::MetadataEnd(number) => {
                let end = metadata_end(decoded::<FetchRequest>(answer));
                self.on_metadata_end(now, number, end, out);
            }
            Purpose::Forward(number) => {
                let answer = decoded::<EnvelopeRequest>(answer);
                self.on_forwarded(now, (asked, number), answer, out);
            }
            Purpose::Fetch(session, serial) => {
                let answer = decoded::<FetchRequest>(answer);
                self.on_fetched(now, (session, serial), answer, effects, out);
            }
            Purpose::LeaderOffsets(outside) => {
                let answer = decoded::<ListOffsetsRequest>(answer);
                self.on_leader_offsets(now, *outside, answer, effects, out);
            }
            Purpose::CreateTopics => {
                self.on_topics_created(now, asked, decoded::<CreateTopicsRequest>(answer), out)
            }
            Purpose::AllocateProducerIds => {
                let answer = decoded::<AllocateProducerIdsRequest>(answer);
                self.on_producer_ids(now, asked, answer, out);
            }
            Purpose::Repair(wanted) => {
                let answer = decoded::<FetchRequest>(answer);
                self.on_repair_fetched(now, *wanted, answer, effects, out);
            }
            Purpose::AssignReplicasToDirs => {
                let answer = decoded::<AssignReplicasToDirsRequest>(answer);
                self.on_directories_assigned(now, asked, answer, out);
            }
        }
    }
}
