//! LeaveGroup: members leave, or are removed by an administrator (KIP-345).

use codec::Text;
use group_core::{Answer, Leave, LeaveOutcome, LeavingMember};
use protocol::ErrorCode;
use protocol::messages::leave_group::{LeaveGroupRequest, LeaveGroupResponse, MemberResponse};
use world::Reply;

use super::groups::{instance, instance_text, reply_of, teller, told};
use crate::broker::Broker;
use crate::coordinators::NotServed;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

/// From here on a request names many members, and each has its own outcome.
const BATCHED_VERSION: i16 = 3;

impl Broker {
    pub(crate) fn leave_group(
        &self,
        request: &Request<'_>,
        body: LeaveGroupRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let version = request.version();
        let members = if version < BATCHED_VERSION {
            vec![LeavingMember {
                member: (&*body.member_id).into(),
                instance: None,
            }]
        } else {
            let members = body.members.iter().map(|member| LeavingMember {
                member: (&*member.member_id).into(),
                instance: instance(member.group_instance_id.as_ref()),
            });
            members.collect()
        };
        let leave = Leave {
            group: (&*body.group_id).into(),
            members,
        };
        self.ask_group(
            request.now,
            &body.group_id,
            teller(request.to, move |answer| response(version, answer)),
            |groups, ticket, decided| groups.leave(request.now, ticket, &leave, decided),
            causes.effects,
            causes.out,
        );
        reply_of(request, causes.out)
    }
}

fn response(version: i16, answer: Result<Answer, NotServed>) -> LeaveGroupResponse {
    let outcome = told(answer, |answer| match answer {
        Answer::Leave(outcome) => Some(outcome),
        _ => None,
    });
    let code = |outcome: &LeaveOutcome| {
        outcome
            .error
            .map_or(ErrorCode::None, error_map::group_error)
            .code()
    };
    match outcome {
        Ok(outcomes) if version < BATCHED_VERSION => {
            let error_code = outcomes.first().map_or(0, code);
            LeaveGroupResponse {
                error_code,
                ..LeaveGroupResponse::default()
            }
        }
        Ok(outcomes) => {
            let members = outcomes.iter().map(|outcome| MemberResponse {
                member_id: Text::from(outcome.member.as_str()),
                group_instance_id: instance_text(outcome.instance.as_ref()),
                error_code: code(outcome),
            });
            LeaveGroupResponse {
                members: members.collect(),
                ..LeaveGroupResponse::default()
            }
        }
        Err(error) => LeaveGroupResponse {
            error_code: error.code(),
            ..LeaveGroupResponse::default()
        },
    }
}
