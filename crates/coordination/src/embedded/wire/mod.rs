//! The quorum's messages in Kafka's wire structs, and back.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use codec::{DecodeError, EncodeError, Frame, Text};
use protocol::messages::{
    begin_quorum_epoch, end_quorum_epoch, fetch, fetch_snapshot, vote as votes,
};
use protocol::{ErrorCode, decode_response, encode_request};
use quorum_core::{EpochRefusal, Request, Response};
use types::{BrokerId, Uuid};
use world::{CallId, Endpoint};

mod epoch;
mod log;
mod vote;

pub(crate) use epoch::{
    begin_invalid, begin_response, end_invalid, end_response, read_begin, read_end,
};
pub use log::{
    AskedLog, fetch_response, read_fetch_request, read_snapshot_request, snapshot_refused,
    snapshot_response,
};
pub(crate) use vote::{read_vote, vote_invalid, vote_response};

/// The name of the metadata topic.
pub const TOPIC: &str = "__cluster_metadata";
/// Its id.
pub const TOPIC_ID: Uuid = Uuid::from_u128(1);

const VOTE: i16 = 2;
const BEGIN: i16 = 1;
const END: i16 = 1;
const FETCH: i16 = 17;
const FETCH_SNAPSHOT: i16 = 1;
/// Most bytes of a fetch or of a part of a snapshot between voters.
const BYTES_MAX: i32 = 8 << 20;

type Voters = BTreeMap<BrokerId, Endpoint>;

/// What the voters ask each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Api {
    /// Vote (52).
    Vote,
    /// BeginQuorumEpoch (53).
    BeginQuorumEpoch,
    /// EndQuorumEpoch (54).
    EndQuorumEpoch,
    /// Fetch (1).
    Fetch,
    /// FetchSnapshot (59).
    FetchSnapshot,
}

impl Api {
    pub(crate) fn of(request: &Request) -> Self {
        match request {
            Request::Vote(_) => Self::Vote,
            Request::BeginQuorumEpoch(_) => Self::BeginQuorumEpoch,
            Request::EndQuorumEpoch(_) => Self::EndQuorumEpoch,
            Request::Fetch(_) => Self::Fetch,
            Request::FetchSnapshot(_) => Self::FetchSnapshot,
        }
    }
}

fn text(value: &Option<String>) -> Option<Text> {
    value.as_deref().map(Text::from)
}

fn string(value: &Option<Text>) -> Option<String> {
    value.as_ref().map(|value| value.as_str().to_owned())
}

fn id(node: Option<BrokerId>) -> i32 {
    node.unwrap_or(BrokerId::NONE).0
}

fn node(id: i32) -> Option<BrokerId> {
    (id >= 0).then_some(BrokerId(id))
}

/// The request as a frame.
pub(crate) fn encode(
    request: &Request,
    to: BrokerId,
    call: CallId,
    wait: Duration,
    voters: &Voters,
) -> Result<Frame, EncodeError> {
    // Unique among those under way: they are few, and the counter goes round after two thousand million.
    let correlation = i32::try_from(call.0 & 0x7fff_ffff).unwrap_or(0);
    let client = Some("raft-client");
    match request {
        Request::Vote(request) => {
            encode_request(VOTE, correlation, client, &vote::vote_request(request, to))
        }
        Request::BeginQuorumEpoch(request) => encode_request(
            BEGIN,
            correlation,
            client,
            &epoch::begin_request(request, to, voters),
        ),
        Request::EndQuorumEpoch(request) => encode_request(
            END,
            correlation,
            client,
            &epoch::end_request(request, voters),
        ),
        Request::Fetch(request) => encode_request(
            FETCH,
            correlation,
            client,
            &log::fetch_request(request, wait),
        ),
        Request::FetchSnapshot(request) => encode_request(
            FETCH_SNAPSHOT,
            correlation,
            client,
            &log::snapshot_request(request),
        ),
    }
}

/// A response frame: what it means to the quorum, and the records that came along.
pub(crate) fn decode(what: Api, frame: Bytes) -> Result<(Response, Option<Bytes>), DecodeError> {
    Ok(match what {
        Api::Vote => {
            let (_, response) = decode_response::<votes::VoteRequest>(VOTE, frame)?;
            (Response::Vote(vote::read_vote_response(&response)), None)
        }
        Api::BeginQuorumEpoch => {
            let (_, response) =
                decode_response::<begin_quorum_epoch::BeginQuorumEpochRequest>(BEGIN, frame)?;
            let partition = response
                .topics
                .first()
                .and_then(|topic| topic.partitions.first());
            let facts = partition.map(|it| (it.error_code, it.leader_id, it.leader_epoch));
            (
                Response::Epoch(epoch::read_epoch(response.error_code, facts)),
                None,
            )
        }
        Api::EndQuorumEpoch => {
            let (_, response) =
                decode_response::<end_quorum_epoch::EndQuorumEpochRequest>(END, frame)?;
            let partition = response
                .topics
                .first()
                .and_then(|topic| topic.partitions.first());
            let facts = partition.map(|it| (it.error_code, it.leader_id, it.leader_epoch));
            (
                Response::Epoch(epoch::read_epoch(response.error_code, facts)),
                None,
            )
        }
        Api::Fetch => {
            let (_, response) = decode_response::<fetch::FetchRequest>(FETCH, frame)?;
            let (response, records) = log::read_fetch_response(response);
            (Response::Fetch(response), records)
        }
        Api::FetchSnapshot => {
            let (_, response) =
                decode_response::<fetch_snapshot::FetchSnapshotRequest>(FETCH_SNAPSHOT, frame)?;
            let (chunk, bytes) = log::read_snapshot_response(response);
            (Response::Snapshot(chunk), bytes)
        }
    })
}

/// Kafka's code for a refusal.
#[must_use]
pub fn refusal_code(refusal: EpochRefusal) -> ErrorCode {
    match refusal {
        EpochRefusal::Fenced => ErrorCode::FencedLeaderEpoch,
        EpochRefusal::Unknown => ErrorCode::UnknownLeaderEpoch,
        EpochRefusal::ClusterId => ErrorCode::InconsistentClusterId,
        EpochRefusal::VoterSet => ErrorCode::InconsistentVoterSet,
        EpochRefusal::Invalid => ErrorCode::InvalidRequest,
        EpochRefusal::NotLeader => ErrorCode::NotLeaderOrFollower,
        EpochRefusal::NoSnapshot => ErrorCode::SnapshotNotFound,
        EpochRefusal::Position => ErrorCode::PositionOutOfRange,
    }
}

fn read_refusal(code: i16) -> Option<EpochRefusal> {
    const ALL: [EpochRefusal; 8] = [
        EpochRefusal::Fenced,
        EpochRefusal::Unknown,
        EpochRefusal::ClusterId,
        EpochRefusal::VoterSet,
        EpochRefusal::Invalid,
        EpochRefusal::NotLeader,
        EpochRefusal::NoSnapshot,
        EpochRefusal::Position,
    ];
    if code == 0 {
        return None;
    }
    let known = ALL
        .into_iter()
        .find(|refusal| refusal_code(*refusal) as i16 == code);
    Some(known.unwrap_or(EpochRefusal::Invalid))
}

/// A refusal that names the whole request and not a partition of it.
fn is_top_level(refusal: EpochRefusal) -> bool {
    refusal == EpochRefusal::ClusterId
}

fn codes(refusal: Option<EpochRefusal>) -> (i16, i16) {
    let code = refusal.map_or(0, |refusal| refusal_code(refusal) as i16);
    if refusal.is_some_and(is_top_level) {
        (code, 0)
    } else {
        (0, code)
    }
}

fn leader_endpoint(leader: Option<BrokerId>, voters: &Voters) -> Option<(i32, Text, u16)> {
    let leader = leader?;
    let endpoint = voters.get(&leader)?;
    Some((leader.0, endpoint.host.as_str().into(), endpoint.port))
}
