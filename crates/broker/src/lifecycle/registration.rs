//! How a broker registers, and as which run.
//!
//! A run that was never answered may be registered all the same. Its successor, if nothing was lost in between, asks for the same
//! registration under the same incarnation id: the controller keeps the one that it has, as if one request had come twice
//! (KIP-631), and does not take the epoch that the successor knows of, that of the registration before, for a sign of a loss
//! (KIP-966).

use codec::Text;
use metadata::Endpoint;
use partition_log::LogDirectory;
use protocol::ErrorCode;
use protocol::messages::broker_registration::{
    BrokerRegistrationRequest, BrokerRegistrationResponse, Feature, Listener,
};
use settings::BrokerConfig;
use types::{BrokerEpoch, BrokerId, IncarnationId, Instant, Now};
use world::{CallError, Output};

use super::controller_features;
use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;

/// Who registers.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) incarnation: IncarnationId,
    /// All that its registration says, on one line. The request of a run before may arrive after that of the next: under one
    /// incarnation id both say the same.
    asks: String,
}

impl Run {
    /// The run that every directory knows to have asked for the same in vain; or else a fresh one.
    pub(super) fn of(
        fresh: IncarnationId,
        config: &BrokerConfig,
        endpoints: &[Endpoint],
        directories: &[LogDirectory],
    ) -> Self {
        let ids: Vec<_> = directories.iter().map(LogDirectory::id).collect();
        let says = format!(
            "{endpoints:?} {:?} {ids:?} {:?}",
            config.rack,
            controller_features()
        );
        let before = directories.first().and_then(LogDirectory::asked);
        let is_known_to_all = directories.iter().all(|it| it.asked() == before);
        let asked = before
            .filter(|_| is_known_to_all)
            .and_then(|before| before.split_once(' '))
            .filter(|(_, said)| *said == says)
            .and_then(|(incarnation, _)| incarnation.parse().ok());
        if let Some(incarnation) = asked {
            tracing::info!(name: "a registration is asked for again", %incarnation, "the process before has heard no answer");
        }
        let incarnation = asked.unwrap_or(fresh);
        Self {
            incarnation,
            asks: format!("{incarnation} {says}"),
        }
    }
}

impl Broker {
    /// Writes down, once and before it leaves, what is asked for.
    fn note_asked(&self) {
        let life = &self.lifecycle;
        if std::mem::replace(&mut locked(&life.state).asked, true) {
            return;
        }
        for directory in locked(&self.directories).iter().flatten() {
            if let Err(error) = directory.note_asked(&life.run.asks) {
                tracing::warn!(%error, "a registration cannot be written down: a restart before it is answered will count as unclean");
            }
        }
    }

    pub(super) fn register(&self, now: Now, out: &mut Vec<Output>) {
        self.note_asked();
        let life = &self.lifecycle;
        let listeners = life.endpoints.iter().map(|endpoint| Listener {
            name: Text::from(&*endpoint.name),
            host: Text::from(&*endpoint.host),
            port: endpoint.port,
            security_protocol: endpoint.security_protocol.0,
        });
        let features = controller_features()
            .into_iter()
            .map(|(name, min, max)| Feature {
                name: Text::from(name),
                min_supported_version: min,
                max_supported_version: max,
            });
        let request = BrokerRegistrationRequest {
            broker_id: self.id.0,
            cluster_id: Text::from(self.cluster_id().unwrap_or_default()),
            incarnation_id: life.run.incarnation,
            listeners: listeners.collect(),
            features: features.collect(),
            rack: life.rack.as_deref().map(Text::from),
            is_migrating_zk_broker: false,
            log_dirs: self.online_directories(),
            previous_broker_epoch: life.previous_epoch.0,
        };
        let controller = life.controller();
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            life.session_timeout,
            Purpose::Register,
            &request,
            out,
        );
    }

    pub(crate) fn on_registered(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<BrokerRegistrationResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let error = answer
            .as_ref()
            .map(|response| ErrorCode::from_code(response.error_code))
            .map_err(Clone::clone);
        match (error, answer) {
            (Ok(Some(ErrorCode::None)), Ok(response)) => {
                let epoch = BrokerEpoch(response.broker_epoch);
                {
                    let mut state = locked(&self.lifecycle.state);
                    state.registering = false;
                    state.broker_epoch = Some(epoch);
                    state.give_up_at = Instant::NEVER;
                    state.heartbeat_at = now.instant;
                }
                self.fetching.begin_anew();
                self.write_broker_epoch(epoch);
                tracing::info!(
                    broker_epoch = epoch.0,
                    "registered with controller {controller}"
                );
                self.note_applied(now, out);
                self.advance_lifecycle(now, out);
                // What leaders wished for while the broker had no epoch has waited for one.
                self.send_proposals(now, out);
            }
            (Ok(Some(ErrorCode::InconsistentClusterId)), _) => {
                let why = format!(
                    "controller {controller} belongs to another cluster than the log directories, which belong to \
                     {}: check {} and log.dirs",
                    self.cluster_id().unwrap_or_default(),
                    self.finds_controllers_by()
                );
                out.push(Output::Exit(why));
            }
            (error, _) => {
                // These two are the active controller's own word.
                let waits = matches!(
                    error,
                    Ok(Some(
                        ErrorCode::DuplicateBrokerRegistration | ErrorCode::BrokerNotAvailable
                    ))
                );
                if !waits {
                    self.lifecycle.not_active(controller, None);
                }
                tracing::debug!(?error, "not registered yet");
                locked(&self.lifecycle.state).refused = match error {
                    Ok(error) => format!("controller {controller} answers {error:?}"),
                    Err(error) => format!("controller {controller}: {error:?}"),
                };
                self.retry_registration(now, out);
            }
        }
    }

    pub(super) fn retry_registration(&self, now: Now, out: &mut Vec<Output>) {
        let at = now.instant + self.lifecycle.pause();
        {
            let mut state = locked(&self.lifecycle.state);
            state.registering = false;
            state.broker_epoch = None;
            state.register_at = at;
        }
        self.deadlines.enter(at, Due::Task(Task::Lifecycle), out);
    }
}
