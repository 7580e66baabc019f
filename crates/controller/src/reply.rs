//! Where an answer goes, and the frame that carries it.

use codec::Frame;
use codec::Message;
use protocol::messages::envelope::EnvelopeResponse;
use protocol::{ApiKey, ErrorCode, RequestHeader, encode_response};
use world::{Output, Reply, RequestId};

/// A request that came wrapped in another: its answer goes back wrapped too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Wrapped {
    pub(crate) version: i16,
    pub(crate) correlation_id: i32,
}

/// Whom an answer is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct ReplyTo {
    pub(crate) request: RequestId,
    pub(crate) api: ApiKey,
    pub(crate) version: i16,
    pub(crate) correlation_id: i32,
    pub(crate) envelope: Option<Wrapped>,
}

impl ReplyTo {
    pub(crate) fn new(request: RequestId, api: ApiKey, header: &RequestHeader) -> Self {
        Self {
            request,
            api,
            version: header.api_version,
            correlation_id: header.correlation_id,
            envelope: None,
        }
    }

    /// The answer as it is sent.
    pub(crate) fn reply<M: Message>(&self, message: &M) -> Reply {
        match encode_response(self.api, self.version, self.correlation_id, message) {
            Ok(frame) => self.wrap(frame, ErrorCode::None),
            Err(error) => {
                tracing::error!(
                    "an answer to {} cannot be written: {error}",
                    self.api.name()
                );
                Reply::Close(format!(
                    "an answer to {} cannot be written: {error}",
                    self.api.name()
                ))
            }
        }
    }

    fn wrap(&self, frame: Frame, error: ErrorCode) -> Reply {
        let Some(envelope) = self.envelope else {
            return Reply::Now(frame);
        };
        let Ok(response_data) = frame.into_bytes() else {
            return Reply::Close("an answer cannot be read".to_owned());
        };
        let response = EnvelopeResponse {
            response_data: Some(response_data),
            error_code: error.code(),
        };
        envelope.reply(&response)
    }

    /// The answer that the whole request failed here: for a wrapped one, the wrapping says so.
    pub(crate) fn not_controller<M: Message>(&self, message: &M) -> Reply {
        match self.envelope {
            Some(envelope) => envelope.reply(&EnvelopeResponse {
                response_data: None,
                error_code: ErrorCode::NotController.code(),
            }),
            None => self.reply(message),
        }
    }

    /// As an output, for an answer that comes later.
    pub(crate) fn output(&self, reply: Reply) -> Output {
        Output::Reply(self.request, reply)
    }
}

impl Wrapped {
    pub(crate) fn reply(self, response: &EnvelopeResponse) -> Reply {
        match encode_response(
            ApiKey::Envelope,
            self.version,
            self.correlation_id,
            response,
        ) {
            Ok(frame) => Reply::Now(frame),
            Err(error) => Reply::Close(format!("an answer to Envelope cannot be written: {error}")),
        }
    }
}
