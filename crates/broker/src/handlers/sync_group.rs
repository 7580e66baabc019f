//! SyncGroup: a member asks for its part of the generation; the leader brings everybody's.

use codec::Text;
use group_core::{Answer, Generation, Sync};
use protocol::ErrorCode;
use protocol::messages::sync_group::{SyncGroupRequest, SyncGroupResponse};
use world::Reply;

use super::groups::{detached, instance, reply_of, shared, teller, told};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::request::Request;

/// From here on a request must say what it takes the group's protocol for (KIP-559).
const PROTOCOL_VERSION: i16 = 5;

impl Broker {
    pub(crate) fn sync_group(
        &self,
        request: &Request<'_>,
        body: SyncGroupRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let says_protocol = body.protocol_type.is_some() && body.protocol_name.is_some();
        if request.version() >= PROTOCOL_VERSION && !says_protocol {
            return request.reply(&failed(ErrorCode::InconsistentGroupProtocol));
        }
        let assignments = body.assignments.iter();
        let assignments =
            assignments.map(|given| ((&*given.member_id).into(), detached(&given.assignment)));
        let sync = Sync {
            group: (&*body.group_id).into(),
            member: (&*body.member_id).into(),
            instance: instance(body.group_instance_id.as_ref()),
            generation: Generation(body.generation_id),
            protocol_type: body.protocol_type.as_ref().map(shared),
            protocol: body.protocol_name.as_ref().map(shared),
            assignments: assignments.collect(),
        };
        self.ask_group(
            request.now,
            &body.group_id,
            teller(request.to, response),
            |groups, ticket, decided| groups.sync(request.now, ticket, sync, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

fn response(answer: Result<Answer, NotServed>) -> SyncGroupResponse {
    let outcome = told(answer, |answer| match answer {
        Answer::Sync(outcome) => Some(outcome),
        _ => None,
    });
    match outcome {
        Ok(synced) => SyncGroupResponse {
            protocol_type: synced.protocol_type.as_deref().map(Text::from),
            protocol_name: synced.protocol.as_deref().map(Text::from),
            assignment: synced.assignment,
            ..SyncGroupResponse::default()
        },
        Err(error) => failed(error),
    }
}

fn failed(error: ErrorCode) -> SyncGroupResponse {
    SyncGroupResponse {
        error_code: error.code(),
        ..SyncGroupResponse::default()
    }
}
