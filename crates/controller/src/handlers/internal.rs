//! Jobs that nobody asks for: taking over, registering itself, fencing, sweeping.

use std::collections::BTreeMap;
use std::sync::Arc;

use controller_core::{
    ControllerRegistrationRequest, decide_activation, decide_fence, decide_leaders_for_leaderless,
    decide_preferred_leaders, decide_register_controller, supported_features,
};
use coordination::SessionEpoch;
use metadata::{Endpoint, SecurityProtocol};
use protocol::ErrorCode;
use types::BrokerId;
use world::Reply;

use crate::job::{After, Decided, Job, Situation, Sweep};
use crate::reply::ReplyTo;
use crate::settings::ControllerSettings;

/// Elections in one decision of a sweep.
const ELECTIONS_PER_SWEEP: usize = 1_000;

macro_rules! silent {
    () => {
        fn reply_to(&self) -> Option<ReplyTo> {
            None
        }

        fn refuse(&self, _error: ErrorCode) -> Option<Reply> {
            None
        }
    };
}

/// The first thing that a new active controller does.
#[derive(Debug)]
pub(crate) struct Activation;

impl Job for Activation {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let decision = decide_activation(situation.cluster());
        Decided::silent(decision.records, After::Activated)
    }

    silent!();
}

/// The controller makes itself known.
#[derive(Debug)]
pub(crate) struct OwnRegistration(ControllerRegistrationRequest);

impl OwnRegistration {
    pub(crate) fn of(settings: &ControllerSettings, own: Option<world::Endpoint>) -> Self {
        let endpoint = own.map(|own| Endpoint {
            name: Arc::clone(&settings.listener_name),
            host: own.host.as_str().into(),
            port: own.port,
            security_protocol: SecurityProtocol::PLAINTEXT,
        });
        let features: BTreeMap<_, _> = supported_features();
        Self(ControllerRegistrationRequest {
            id: settings.node_id,
            incarnation_id: settings.incarnation_id,
            endpoints: endpoint.into_iter().collect(),
            features,
        })
    }
}

impl Job for OwnRegistration {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let decision = decide_register_controller(situation.cluster(), self.0.clone());
        Decided::silent(decision.records, After::Nothing)
    }

    silent!();
}

/// Sessions of brokers are over.
#[derive(Debug)]
pub(crate) struct Fencing(pub(crate) Vec<BrokerId>);

impl Job for Fencing {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let decision = decide_fence(situation.cluster(), &self.0);
        Decided::silent(decision.records, After::Fenced(self.0.clone()))
    }

    silent!();
}

/// A broker's session with the store has ended. One that has another by now, and is registered with it, stays.
#[derive(Debug)]
pub(crate) struct SessionEnded(pub(crate) BrokerId);

impl Job for SessionEnded {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let registered = situation.image.broker(self.0).map(|broker| broker.epoch);
        let session = match situation.store.session_epoch(self.0) {
            SessionEpoch::Session(epoch) => Some(epoch),
            SessionEpoch::Offset | SessionEpoch::None => None,
        };
        if registered.is_none() || registered == session {
            return Decided::silent(Vec::new(), After::Nothing);
        }
        Fencing(vec![self.0]).decide(situation)
    }

    silent!();
}

/// Elections over all partitions, some at a time.
#[derive(Debug)]
pub(crate) struct SweepPartitions(pub(crate) Sweep);

impl Job for SweepPartitions {
    fn decide(&self, situation: &Situation<'_>) -> Decided {
        let cluster = situation.cluster();
        let decision = match self.0 {
            Sweep::Leaderless => decide_leaders_for_leaderless(cluster, ELECTIONS_PER_SWEEP),
            Sweep::Preferred => decide_preferred_leaders(cluster, ELECTIONS_PER_SWEEP),
        };
        let after = if decision.outcome.more {
            After::Again(self.0)
        } else {
            After::Nothing
        };
        Decided::silent(decision.records, after)
    }

    silent!();
}
