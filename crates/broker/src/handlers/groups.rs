//! What the handlers of the group APIs share: answers that come at once or later, and texts.

use std::sync::Arc;

use bytes::Bytes;
use codec::Text;
use group_core::{Answer, GroupError, InstanceId};
use protocol::{ErrorCode, Message};
use world::{Output, Reply};

use crate::coordinators::{NotServed, Teller};
use crate::error_map;
use crate::request::{Request, ReturnAddress};

/// What came of a request to a coordinator, as a code where it failed.
pub(super) fn told<T>(
    answer: Result<Answer, NotServed>,
    pick: impl FnOnce(Answer) -> Option<Result<T, GroupError>>,
) -> Result<T, ErrorCode> {
    let answer = answer.map_err(error_map::not_served)?;
    // A coordinator answers a request with an answer to such a request.
    let outcome = pick(answer).unwrap_or(Err(GroupError::NotAppended));
    outcome.map_err(error_map::group_error)
}

/// A teller that sends what `respond` makes of the answer.
pub(super) fn teller<M: Message>(
    to: ReturnAddress,
    respond: impl FnOnce(Result<Answer, NotServed>) -> M + Send + 'static,
) -> Teller {
    Box::new(move |answer, out| to.send(&respond(answer), out))
}

/// The reply to a request whose answer goes by a teller: the answer, where it has come already.
pub(super) fn reply_of(request: &Request<'_>, out: &mut Vec<Output>) -> Reply {
    let is_ours = |output: &Output| matches!(output, Output::Reply(id, _) if *id == request.to.id);
    let Some(place) = out.iter().rposition(is_ours) else {
        return Reply::Later;
    };
    match out.remove(place) {
        Output::Reply(_, reply) => reply,
        other => {
            out.insert(place, other);
            Reply::Later
        }
    }
}

/// Bytes in a buffer of their own, for what outlives the request.
pub(super) fn detached(bytes: &Bytes) -> Bytes {
    Bytes::copy_from_slice(bytes)
}

pub(super) fn instance(text: Option<&Text>) -> Option<InstanceId> {
    text.map(|text| InstanceId::new(text))
}

pub(super) fn instance_text(instance: Option<&InstanceId>) -> Option<Text> {
    instance.map(|instance| Text::from(instance.as_str()))
}

pub(super) fn shared(text: &Text) -> Arc<str> {
    Arc::from(text.as_str())
}
