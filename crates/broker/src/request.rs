//! A decoded request on its way through the broker, and where its answer goes.

use codec::Text;
use protocol::{ApiKey, Message, encode_response};
use types::Now;
use world::{ConnectionInfo, Output, Reply, RequestId};

/// What every handler is told beside the body of the request.
pub(crate) struct Request<'a> {
    pub(crate) now: Now,
    pub(crate) from: &'a ConnectionInfo,
    pub(crate) to: ReturnAddress,
    pub(crate) client_id: Option<Text>,
}

impl Request<'_> {
    /// The answer, at once.
    pub(crate) fn reply<M: Message>(&self, response: &M) -> Reply {
        self.to.reply(response)
    }

    /// The version that the client speaks.
    pub(crate) fn version(&self) -> i16 {
        self.to.version
    }
}

/// Where an answer goes: kept by everything that waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReturnAddress {
    pub(crate) id: RequestId,
    pub(crate) api: ApiKey,
    pub(crate) version: i16,
    pub(crate) correlation_id: i32,
}

impl ReturnAddress {
    /// Encodes the answer. One that cannot be encoded is a fault of ours: the connection is closed, so that the client asks
    /// again instead of waiting.
    pub(crate) fn reply<M: Message>(&self, response: &M) -> Reply {
        match encode_response(self.api, self.version, self.correlation_id, response) {
            Ok(frame) => Reply::Now(frame),
            Err(error) => {
                tracing::error!(api = self.api.name(), version = self.version, %error, "an answer cannot be encoded");
                Reply::Close(format!(
                    "the answer to {} cannot be encoded: {error}",
                    self.api.name()
                ))
            }
        }
    }

    /// Answers a request that was parked.
    pub(crate) fn send<M: Message>(&self, response: &M, out: &mut Vec<Output>) {
        out.push(Output::Reply(self.id, self.reply(response)));
    }
}
