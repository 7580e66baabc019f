//! DeleteGroups: empty groups go, with their offsets.

use std::sync::Arc;

use group_core::Answer;
use protocol::ErrorCode;
use protocol::messages::delete_groups::{
    DeletableGroupResult, DeleteGroupsRequest, DeleteGroupsResponse,
};
use world::Reply;

use super::groups::{reply_of, told};
use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::locked;
use crate::request::Request;
use crate::sync::Mutex;

/// The results so far. A leaf lock.
struct Pending {
    results: Vec<DeletableGroupResult>,
    open: usize,
}

impl Broker {
    pub(crate) fn delete_groups(
        &self,
        request: &Request<'_>,
        body: DeleteGroupsRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let results = body.groups_names.iter();
        let results: Vec<_> = results
            .map(|group| DeletableGroupResult {
                group_id: group.clone(),
                ..DeletableGroupResult::default()
            })
            .collect();
        if results.is_empty() {
            return request.reply(&DeleteGroupsResponse::default());
        }
        let to = request.to;
        let pending = Arc::new(Mutex::new(Pending {
            open: results.len(),
            results,
        }));
        for (place, group) in body.groups_names.iter().enumerate() {
            let pending = pending.clone();
            let teller = Box::new(move |answer, out: &mut Vec<_>| {
                let outcome = told(answer, |answer| match answer {
                    Answer::DeleteGroup(outcome) => Some(outcome),
                    _ => None,
                });
                let error = outcome.err().unwrap_or(ErrorCode::None);
                let mut pending = locked(&pending);
                if let Some(result) = pending.results.get_mut(place) {
                    result.error_code = error.code();
                }
                pending.open -= 1;
                if pending.open == 0 {
                    let results = std::mem::take(&mut pending.results);
                    to.send(
                        &DeleteGroupsResponse {
                            results,
                            ..DeleteGroupsResponse::default()
                        },
                        out,
                    );
                }
            });
            self.ask_group(
                request.now,
                group,
                teller,
                |groups, ticket, decided| {
                    groups.delete_group(request.now, ticket, &(&**group).into(), decided)
                },
                causes.effects,
                causes.out,
            );
        }
        reply_of(request, causes.out)
    }
}
