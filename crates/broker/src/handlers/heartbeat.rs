//! Heartbeat: a member says that it lives, and learns of a rebalance.

use group_core::{Answer, Generation, Heartbeat};
use protocol::ErrorCode;
use protocol::messages::heartbeat::{HeartbeatRequest, HeartbeatResponse};
use world::Reply;

use super::groups::{instance, reply_of, teller, told};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::request::Request;

impl Broker {
    pub(crate) fn heartbeat(
        &self,
        request: &Request<'_>,
        body: HeartbeatRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let heartbeat = Heartbeat {
            group: (&*body.group_id).into(),
            member: (&*body.member_id).into(),
            instance: instance(body.group_instance_id.as_ref()),
            generation: Generation(body.generation_id),
        };
        self.ask_group(
            request.now,
            &body.group_id,
            teller(request.to, response),
            |groups, ticket, decided| groups.heartbeat(request.now, ticket, &heartbeat, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

fn response(answer: Result<Answer, NotServed>) -> HeartbeatResponse {
    let error_code = match answer {
        // The sessions start anew when the groups are loaded: until then every member lives.
        Err(NotServed::Loading) => ErrorCode::None,
        answer => told(answer, |answer| match answer {
            Answer::Heartbeat(outcome) => Some(outcome),
            _ => None,
        })
        .err()
        .unwrap_or_default(),
    };
    HeartbeatResponse {
        error_code: error_code.code(),
        ..HeartbeatResponse::default()
    }
}
