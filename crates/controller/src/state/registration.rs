//! A standby makes itself known to the active controller (KIP-919), so that clients and features count it in.

use std::time::Duration;

use bytes::Bytes;
use coordination::Effects;
use protocol::messages::controller_registration::ControllerRegistrationRequest;
use protocol::messages::controller_registration::request::{Feature, Listener};
use protocol::{ErrorCode, decode_response, encode_request};
use types::{Instant, Now};
use world::{Call, CallError, CallId, Output};

use super::State;
use controller_core::supported_features;

const VERSION: i16 = 0;
const AGAIN_AFTER: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(1);
/// Keeps these calls apart from those of the store and of a broker, which count from zero, and from dials, which are above.
pub(super) const LANE: u8 = 6;
pub(crate) const FIRST_CALL: u64 = 1 << 61;

/// What is known of the own registration.
#[derive(Debug)]
pub(crate) struct Registration {
    next_at: Instant,
    under_way: Option<CallId>,
    calls: u64,
}

impl Default for Registration {
    fn default() -> Self {
        Self {
            next_at: Instant::NEVER,
            under_way: None,
            calls: 0,
        }
    }
}

impl Registration {
    /// There is another active controller: it may not know this one.
    pub(crate) fn due(&mut self, now: Instant) {
        self.next_at = now;
        self.under_way = None;
    }

    pub(crate) fn next_deadline(&self) -> Instant {
        if self.under_way.is_some() {
            Instant::NEVER
        } else {
            self.next_at
        }
    }
}

impl State {
    pub(super) fn register_with_active(&mut self, now: Now, effects: &mut Effects) {
        if self.registration.next_deadline() > now.instant {
            return;
        }
        self.registration.next_at = Instant::NEVER;
        let own = self.settings.node_id;
        let known = self.image.controllers().get(&own);
        if known.is_some_and(|known| known.incarnation_id == self.settings.incarnation_id) {
            return;
        }
        let Some(leader) = self.leader.1.filter(|leader| *leader != own) else {
            return;
        };
        let Some(endpoint) = self.endpoint_of(leader) else {
            return;
        };
        let id = CallId(FIRST_CALL + self.registration.calls);
        let correlation = i32::try_from(self.registration.calls & 0x7fff_ffff).unwrap_or(0);
        self.registration.calls += 1;
        let Ok(frame) = encode_request(VERSION, correlation, None, &self.own_registration()) else {
            return;
        };
        self.registration.under_way = Some(id);
        let deadline = now.instant + PATIENCE;
        let call = Call {
            id,
            peer: leader,
            endpoint,
            lane: LANE,
            frame,
            deadline,
        };
        effects.outputs.push(Output::Call(call));
    }

    fn own_registration(&self) -> ControllerRegistrationRequest {
        let own = self.endpoint_of(self.settings.node_id);
        let listener = own.map(|own| Listener {
            name: (&*self.settings.listener_name).into(),
            host: own.host.as_str().into(),
            port: own.port,
            security_protocol: 0,
        });
        let features = supported_features()
            .into_iter()
            .map(|(name, range)| Feature {
                name: (&*name).into(),
                min_supported_version: range.min,
                max_supported_version: range.max,
            });
        ControllerRegistrationRequest {
            controller_id: self.settings.node_id.0,
            incarnation_id: self.settings.incarnation_id,
            zk_migration_ready: false,
            listeners: listener.into_iter().collect(),
            features: features.collect(),
        }
    }

    pub(super) fn registration_ended(
        &mut self,
        now: Now,
        call: CallId,
        result: &Result<Bytes, CallError>,
    ) {
        if self.registration.under_way != Some(call) {
            return;
        }
        self.registration.under_way = None;
        let accepted = result.as_ref().is_ok_and(|bytes| {
            let response = decode_response::<ControllerRegistrationRequest>(VERSION, bytes.clone());
            response.is_ok_and(|(_, response)| response.error_code == ErrorCode::None.code())
        });
        let again = now.instant + AGAIN_AFTER;
        self.registration.next_at = if accepted { Instant::NEVER } else { again };
    }
}
