//! Envelope (58): a client's administrative request that a broker hands on, with the client's principal (KIP-590).

use coordination::Effects;
use protocol::messages::envelope::{EnvelopeRequest, EnvelopeResponse};
use protocol::{ApiKey, ErrorCode, decode_request_header};
use world::Reply;

use super::{Incoming, read, route};
use crate::reply::{ReplyTo, Wrapped};
use crate::state::State;

/// What clients may ask of a controller through a broker.
fn is_forwardable(api: ApiKey) -> bool {
    matches!(
        api,
        ApiKey::CreateTopics
            | ApiKey::DeleteTopics
            | ApiKey::CreatePartitions
            | ApiKey::IncrementalAlterConfigs
            | ApiKey::AlterConfigs
            | ApiKey::ElectLeaders
            | ApiKey::AlterPartitionReassignments
            | ApiKey::ListPartitionReassignments
            | ApiKey::UnregisterBroker
            | ApiKey::UpdateFeatures
            | ApiKey::DescribeQuorum
    )
}

pub(super) fn handle(state: &mut State, incoming: Incoming<'_>, effects: &mut Effects) -> Reply {
    let (now, from, to) = (incoming.now, incoming.from, incoming.to);
    let envelope = Wrapped {
        version: to.version,
        correlation_id: to.correlation_id,
    };
    let request = match read::<EnvelopeRequest>(incoming) {
        Ok(request) => request,
        Err(reply) => return reply,
    };
    let refuse = |error: ErrorCode| {
        envelope.reply(&EnvelopeResponse {
            response_data: None,
            error_code: error.code(),
        })
    };
    if !from.privileged || to.envelope.is_some() {
        return refuse(ErrorCode::ClusterAuthorizationFailed);
    }
    let Ok((header, reader)) = decode_request_header(request.request_data) else {
        return refuse(ErrorCode::InvalidRequest);
    };
    let api = ApiKey::from_code(header.api_key).filter(|api| is_forwardable(*api));
    let Some(api) = api else {
        return refuse(ErrorCode::InvalidRequest);
    };
    let to = ReplyTo {
        envelope: Some(envelope),
        ..ReplyTo::new(to.request, api, &header)
    };
    let inner = Incoming {
        now,
        from,
        header: &header,
        to,
        reader,
    };
    match route(state, inner, effects) {
        // What cannot be read inside is the client's fault, not the broker's: its connection stays.
        Reply::Close(why) => {
            tracing::debug!("a forwarded request is refused: {why}");
            refuse(ErrorCode::InvalidRequest)
        }
        other => other,
    }
}
