//! JoinGroup: a member wants in, or to take part in the next generation.

use std::sync::Arc;

use codec::Text;
use group_core::{Answer, Join, JoinProtocol, Joined};
use protocol::ErrorCode;
use protocol::messages::join_group::{
    JoinGroupRequest, JoinGroupResponse, JoinGroupResponseMember,
};
use world::Reply;

use super::groups::{detached, instance, instance_text, reply_of, shared, teller};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

/// From here on a request says how long its member needs to rejoin.
const REBALANCE_TIMEOUT_VERSION: i16 = 1;
/// From here on a new member gets its id first (KIP-394).
const KNOWN_MEMBER_ID_VERSION: i16 = 4;
/// From here on no protocol can be said.
const NULLABLE_PROTOCOL_VERSION: i16 = 7;
/// From here on a leader can be told not to assign (KIP-814).
const SKIP_ASSIGNMENT_VERSION: i16 = 9;

impl Broker {
    pub(crate) fn join_group(
        &self,
        request: &Request<'_>,
        body: JoinGroupRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let version = request.version();
        let protocols = body.protocols.iter().map(|protocol| JoinProtocol {
            name: shared(&protocol.name),
            metadata: detached(&protocol.metadata),
        });
        let has_rebalance_timeout = version >= REBALANCE_TIMEOUT_VERSION;
        let join = Join {
            group: (&*body.group_id).into(),
            member: (&*body.member_id).into(),
            instance: instance(body.group_instance_id.as_ref()),
            client_id: request
                .client_id
                .as_ref()
                .map_or_else(|| Arc::from(""), shared),
            // As Java writes an address.
            client_host: format!("/{}", request.from.host).into(),
            session_timeout_ms: body.session_timeout_ms,
            rebalance_timeout_ms: if has_rebalance_timeout {
                body.rebalance_timeout_ms
            } else {
                body.session_timeout_ms
            },
            protocol_type: shared(&body.protocol_type),
            protocols: protocols.collect(),
            requires_known_member_id: version >= KNOWN_MEMBER_ID_VERSION,
            supports_skipping_assignment: version >= SKIP_ASSIGNMENT_VERSION,
            random: self.random_id(),
        };
        let member = body.member_id.detached();
        let teller = teller(request.to, move |answer| response(version, member, answer));
        self.ask_group(
            request.now,
            &body.group_id,
            teller,
            |groups, ticket, decided| groups.join(request.now, ticket, join, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

fn response(version: i16, asked: Text, answer: Result<Answer, NotServed>) -> JoinGroupResponse {
    match answer {
        Ok(Answer::Join(Ok(joined))) => joined_response(version, joined),
        Ok(Answer::Join(Err(refused))) => {
            let code = error_map::group_error(refused.error);
            failed(version, Text::from(refused.member.as_str()), code)
        }
        Ok(_) => failed(version, asked, ErrorCode::UnknownServerError),
        Err(error) => failed(version, asked, error_map::not_served(error)),
    }
}

fn failed(version: i16, member_id: Text, error: ErrorCode) -> JoinGroupResponse {
    JoinGroupResponse {
        error_code: error.code(),
        protocol_name: nullable_name(version, None),
        member_id,
        ..JoinGroupResponse::default()
    }
}

/// Before there was null, no protocol was an empty one.
fn nullable_name(version: i16, name: Option<Text>) -> Option<Text> {
    if version < NULLABLE_PROTOCOL_VERSION {
        Some(name.unwrap_or_default())
    } else {
        name
    }
}

fn joined_response(version: i16, joined: Joined) -> JoinGroupResponse {
    let protocol_name = joined.protocol.as_deref().map(Text::from);
    let members = joined
        .members
        .into_iter()
        .map(|member| JoinGroupResponseMember {
            member_id: Text::from(member.member.as_str()),
            group_instance_id: instance_text(member.instance.as_ref()),
            metadata: member.metadata,
        });
    JoinGroupResponse {
        generation_id: joined.generation.0,
        protocol_type: joined.protocol_type.as_deref().map(Text::from),
        protocol_name: nullable_name(version, protocol_name),
        leader: Text::from(joined.leader.as_str()),
        skip_assignment: joined.skip_assignment,
        member_id: Text::from(joined.member.as_str()),
        members: members.collect(),
        ..JoinGroupResponse::default()
    }
}
