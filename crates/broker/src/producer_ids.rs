//! Producer ids for idempotence: handed out from blocks that the controller gives (KIP-730).

use std::collections::VecDeque;
use std::ops::Range;

use protocol::ErrorCode;
use protocol::messages::allocate_producer_ids::{
    AllocateProducerIdsRequest, AllocateProducerIdsResponse,
};
use protocol::messages::init_producer_id::{InitProducerIdRequest, InitProducerIdResponse};
use types::{BrokerEpoch, BrokerId, Now};
use world::{CallError, Output, Reply};

use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::dispatch::Causes;
use crate::locked;
use crate::request::{Request, ReturnAddress};
use crate::sync::Mutex;

/// The block in use and who waits for the next. A leaf lock.
#[derive(Debug, Default)]
pub(crate) struct ProducerIds {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    block: Range<i64>,
    asking: bool,
    waiting: VecDeque<ReturnAddress>,
}

impl Broker {
    pub(crate) fn init_producer_id(
        &self,
        request: &Request<'_>,
        body: InitProducerIdRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        if let Some(id) = &body.transactional_id {
            let error = if id.is_empty() {
                ErrorCode::InvalidRequest
            } else {
                ErrorCode::UnsupportedVersion
            };
            return request.reply(&failed(error));
        }
        if (body.producer_id == -1) != (body.producer_epoch == -1) {
            return request.reply(&failed(ErrorCode::InvalidRequest));
        }
        let next = locked(&self.producer_ids.state).block.next();
        if let Some(id) = next {
            return request.reply(&given(id));
        }
        locked(&self.producer_ids.state)
            .waiting
            .push_back(request.to);
        self.ask_for_producer_ids(request.now, causes.out);
        Reply::Later
    }

    fn ask_for_producer_ids(&self, now: Now, out: &mut Vec<Output>) {
        if std::mem::replace(&mut locked(&self.producer_ids.state).asking, true) {
            return;
        }
        let broker_epoch = self.lifecycle.broker_epoch().unwrap_or(BrokerEpoch::NONE).0;
        let request = AllocateProducerIdsRequest {
            broker_id: self.id.0,
            broker_epoch,
        };
        let (controller, patience) = (self.lifecycle.controller(), self.config.request_timeout);
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            patience,
            Purpose::AllocateProducerIds,
            &request,
            out,
        );
    }

    pub(crate) fn on_producer_ids(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<AllocateProducerIdsResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let block = match answer {
            Ok(response) if response.error_code == 0 => {
                let len = i64::from(response.producer_id_len);
                response.producer_id_start..response.producer_id_start.saturating_add(len)
            }
            _ => {
                self.lifecycle.not_active(controller, None);
                0..0
            }
        };
        let (answers, again) = {
            let mut state = locked(&self.producer_ids.state);
            state.asking = false;
            state.block = block;
            let mut answers = Vec::new();
            if state.block.is_empty() {
                // Clients ask again by themselves; they must not wait for a controller that is not there.
                answers.extend(
                    state
                        .waiting
                        .drain(..)
                        .map(|to| (to, failed(ErrorCode::CoordinatorNotAvailable))),
                );
            }
            while let Some(to) = state.waiting.pop_front() {
                let Some(id) = state.block.next() else {
                    state.waiting.push_front(to);
                    break;
                };
                answers.push((to, given(id)));
            }
            (answers, !state.waiting.is_empty())
        };
        for (to, response) in answers {
            to.send(&response, out);
        }
        if again {
            self.ask_for_producer_ids(now, out);
        }
    }
}

fn given(id: i64) -> InitProducerIdResponse {
    InitProducerIdResponse {
        producer_id: id,
        producer_epoch: 0,
        ..InitProducerIdResponse::default()
    }
}

fn failed(error: ErrorCode) -> InitProducerIdResponse {
    InitProducerIdResponse {
        error_code: error.code(),
        producer_epoch: -1,
        ..InitProducerIdResponse::default()
    }
}
