//! The broker's life with its controller: fetch metadata, register, send signs of life, stop in order.
//!
//! STARTING until the metadata that it has applied contains its own registration; then it asks to be unfenced; RUNNING once
//! the controller says so. Nothing here waits for a timer that an event could replace: an applied registration causes the
//! next heartbeat at once.

mod giving_up;
mod registration;

use std::time::Duration;

use metadata::Endpoint;
use partition_log::{LogDirectory, Restart};
use protocol::ErrorCode;
use protocol::messages::broker_heartbeat::{BrokerHeartbeatRequest, BrokerHeartbeatResponse};
use settings::BrokerConfig;
use types::{BrokerEpoch, BrokerId, DirectoryId, IncarnationId, Instant, Now};
use world::{CallError, Output};

use self::registration::Run;
use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;
use crate::sync::Mutex;
use crate::waiting::Effects;

/// A controller and where it listens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Voter {
    /// Its node id.
    pub id: BrokerId,
    /// Its controller listener.
    pub endpoint: world::Endpoint,
}

/// Pause before the voters are asked again, none of whom is the active controller.
const RETRY: Duration = Duration::from_millis(20);
/// Heartbeats while the broker waits to be let in.
const HEARTBEAT_WHILE_STARTING: Duration = Duration::from_millis(10);

/// Where the broker stands with its controller. A leaf lock.
#[derive(Debug)]
pub(crate) struct Lifecycle {
    run: Run,
    endpoints: Vec<Endpoint>,
    directories: Vec<DirectoryId>,
    previous_epoch: BrokerEpoch,
    heartbeat_interval: Duration,
    session_timeout: Duration,
    patience: Duration,
    /// How long the first registration may take before the process gives up.
    first_registration_within: Duration,
    /// How long a failed directory may stay unknown to the controller.
    directory_failure_told_within: Duration,
    rack: Option<String>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    voters: Vec<Voter>,
    active: usize,
    /// How many voters in a row were not the active controller.
    asked_in_vain: usize,
    begun: bool,
    broker_epoch: Option<BrokerEpoch>,
    /// Whether it is written down what is asked for.
    asked: bool,
    registering: bool,
    register_at: Instant,
    /// When the process gives up; never, once it was registered.
    give_up_at: Instant,
    /// What the controller said last to a registration that it did not take.
    refused: String,
    /// How many failed directories the heartbeat under way names, and how many the controller was told of.
    directories_named: usize,
    directories_told: usize,
    heartbeat_under_way: bool,
    heartbeat_at: Instant,
    heartbeat_again: bool,
    /// When the controller last answered a heartbeat, or the broker was asked to stop.
    answered_at: Instant,
    applied_own_registration: bool,
    /// Whether the applied metadata ever had this broker as one that serves.
    let_in: bool,
    running: bool,
    stopping: bool,
    stopped: bool,
}

impl Lifecycle {
    pub(crate) fn new(
        config: &BrokerConfig,
        fresh: IncarnationId,
        endpoints: Vec<Endpoint>,
        voters: Vec<Voter>,
        directories: &[LogDirectory],
    ) -> Self {
        // One directory that was not left in order makes the whole broker's word about its past worthless.
        let epochs = directories
            .iter()
            .map(|directory| match directory.restart() {
                Restart::Clean { broker_epoch } | Restart::Warm { broker_epoch } => broker_epoch,
                Restart::New | Restart::Unclean => BrokerEpoch::NONE,
            });
        let previous_epoch = epochs.min().unwrap_or(BrokerEpoch::NONE);
        let state = State {
            voters,
            active: 0,
            asked_in_vain: 0,
            begun: false,
            broker_epoch: None,
            asked: false,
            registering: false,
            register_at: Instant(0),
            give_up_at: Instant::NEVER,
            refused: "nobody answers".to_owned(),
            directories_named: 0,
            directories_told: 0,
            heartbeat_under_way: false,
            heartbeat_at: Instant(0),
            heartbeat_again: false,
            answered_at: Instant(0),
            applied_own_registration: false,
            let_in: false,
            running: false,
            stopping: false,
            stopped: false,
        };
        Self {
            run: Run::of(fresh, config, &endpoints, directories),
            endpoints,
            directories: directories.iter().map(LogDirectory::id).collect(),
            previous_epoch,
            heartbeat_interval: config.heartbeat_interval,
            session_timeout: config.session_timeout,
            patience: config.session_timeout.min(config.quorum.fetch_timeout),
            first_registration_within: config.initial_registration_timeout,
            directory_failure_told_within: config.log.directory_failure_timeout,
            rack: config.rack.clone(),
            state: Mutex::new(state),
        }
    }

    /// The controller that is believed to be active.
    pub(crate) fn controller(&self) -> (BrokerId, world::Endpoint) {
        let state = locked(&self.state);
        let voter = &state.voters[state.active % state.voters.len()];
        (voter.id, voter.endpoint.clone())
    }

    /// `from` is not the active controller: the next call goes to `hint`, or to the next in turn.
    pub(crate) fn not_active(&self, from: BrokerId, hint: Option<BrokerId>) {
        let mut state = locked(&self.state);
        let turn = state.active % state.voters.len();
        if state.voters[turn].id != from {
            return;
        }
        state.asked_in_vain += 1;
        let hinted = hint.and_then(|hint| state.voters.iter().position(|voter| voter.id == hint));
        state.active =
            hinted.filter(|place| *place != turn).unwrap_or(turn + 1) % state.voters.len();
    }

    /// This is the active controller. Beside it only this node's own, which is the first, is asked.
    fn turn_to(&self, active: Voter) {
        let mut state = locked(&self.state);
        let is_own = state.voters.first().is_some_and(|own| own.id == active.id);
        state.voters.truncate(1);
        state.active = usize::from(!is_own);
        state.asked_in_vain = 0;
        if !is_own {
            state.voters.push(active);
        }
    }

    /// The controller that is believed to be active has answered as such.
    pub(crate) fn note_active(&self) {
        locked(&self.state).asked_in_vain = 0;
    }

    /// How long to wait before a request is made again that found no active controller: not at all while there is a voter that
    /// was not asked yet.
    pub(crate) fn pause(&self) -> Duration {
        let state = locked(&self.state);
        if state.asked_in_vain.is_multiple_of(state.voters.len()) {
            RETRY
        } else {
            Duration::ZERO
        }
    }

    /// The registration is open again, from `at` on.
    pub(crate) fn register_no_earlier(&self, at: Instant) {
        let mut state = locked(&self.state);
        state.registering = false;
        state.register_at = at;
    }

    /// How long a short request to a controller may take. One that is slower is one that the voters have given up, too.
    pub(crate) fn patience(&self) -> Duration {
        self.patience
    }

    /// This registration's epoch; none before it.
    pub(crate) fn broker_epoch(&self) -> Option<BrokerEpoch> {
        locked(&self.state).broker_epoch
    }

    /// Whether the process was asked to end.
    pub(crate) fn is_stopping(&self) -> bool {
        locked(&self.state).stopping
    }

    /// Whether the logs are closed: nothing is acted on any more.
    pub(crate) fn has_stopped(&self) -> bool {
        locked(&self.state).stopped
    }

    /// Names this run of the process, or with it those before that have asked for the same registration in vain.
    pub(crate) fn incarnation(&self) -> IncarnationId {
        self.run.incarnation
    }
}

impl Broker {
    /// Begins the broker's life with its first tick.
    pub(crate) fn begin_once(&self, now: Now, out: &mut Vec<Output>) {
        let give_up_at = now.instant + self.lifecycle.first_registration_within;
        {
            let mut state = locked(&self.lifecycle.state);
            if std::mem::replace(&mut state.begun, true) {
                return;
            }
            state.give_up_at = give_up_at;
        }
        self.deadlines
            .enter(give_up_at, Due::Task(Task::Lifecycle), out);
        self.enter_regular_tasks(now, out);
        self.advance_lifecycle(now, out);
    }

    /// Sends what is due: a registration, a heartbeat, the next fetch of metadata.
    pub(crate) fn advance_lifecycle(&self, now: Now, out: &mut Vec<Output>) {
        if locked(&self.lifecycle.state).stopped {
            return;
        }
        if self.is_forgotten_while_stopping(now) {
            tracing::warn!("no controller answers: stopping without having handed over");
            return self.finish_stop(now, &mut Effects::default(), out);
        }
        if let Some(why) = self.why_to_give_up(now) {
            return out.push(Output::Exit(why));
        }
        let known = self.cluster_id().is_some();
        if known {
            self.fetch_metadata_if_idle(now, out);
        }
        let (register, heartbeat) = {
            let mut state = locked(&self.lifecycle.state);
            let register = state.broker_epoch.is_none()
                && !state.registering
                && now.instant >= state.register_at;
            let heartbeat = state.broker_epoch.is_some()
                && !state.heartbeat_under_way
                && now.instant >= state.heartbeat_at;
            state.registering |= register;
            state.heartbeat_under_way |= heartbeat;
            (register, heartbeat)
        };
        if register && known {
            self.register(now, out);
        } else if register {
            self.ask_cluster_id(now, out);
        }
        if heartbeat {
            self.send_heartbeat(now, out);
        }
    }

    /// This node's own controller has found out which one is active. It is asked at once, whoever is being asked now.
    pub fn note_active_controller(&self, now: Now, active: Voter, out: &mut Vec<Output>) {
        self.lifecycle.turn_to(active);
        self.following.turn_to(self.lifecycle.controller().0);
        if locked(&self.lifecycle.state).begun {
            self.advance_lifecycle(now, out);
        }
    }

    fn send_heartbeat(&self, now: Now, out: &mut Vec<Output>) {
        let life = &self.lifecycle;
        let offline_log_dirs = self.offline.ids();
        let request = {
            let mut state = locked(&life.state);
            state.directories_named = offline_log_dirs.len();
            BrokerHeartbeatRequest {
                broker_id: self.id.0,
                broker_epoch: state.broker_epoch.unwrap_or(BrokerEpoch::NONE).0,
                current_metadata_offset: self.image.load().position().offset.0,
                want_fence: !state.applied_own_registration,
                want_shut_down: state.stopping,
                offline_log_dirs,
                ..BrokerHeartbeatRequest::default()
            }
        };
        let controller = life.controller();
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            life.patience,
            Purpose::Heartbeat,
            &request,
            out,
        );
    }

    pub(crate) fn on_heartbeat_answered(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<BrokerHeartbeatResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let error = match &answer {
            Ok(response) => ErrorCode::from_code(response.error_code),
            Err(_) => Some(ErrorCode::NetworkException),
        };
        let mut next = Duration::ZERO;
        let mut shut_down = false;
        {
            let mut state = locked(&self.lifecycle.state);
            state.heartbeat_under_way = false;
            if let (Some(ErrorCode::None), Ok(response)) = (error, &answer) {
                state.answered_at = now.instant;
                state.asked_in_vain = 0;
                state.directories_told = state.directories_named;
                if state.running == response.is_fenced {
                    tracing::info!(
                        fenced = response.is_fenced,
                        "the controller's word on this broker"
                    );
                }
                state.running = !response.is_fenced;
                shut_down = state.stopping && response.should_shut_down;
                let waits = !state.running || state.stopping;
                next = if waits {
                    HEARTBEAT_WHILE_STARTING
                } else {
                    self.lifecycle.heartbeat_interval
                };
                if std::mem::take(&mut state.heartbeat_again) {
                    next = Duration::ZERO;
                }
            }
        }
        match error {
            Some(ErrorCode::None) if shut_down => return self.finish_stop(now, effects, out),
            Some(ErrorCode::None) => {}
            Some(ErrorCode::StaleBrokerEpoch | ErrorCode::BrokerIdNotRegistered) => {
                locked(&self.lifecycle.state).applied_own_registration = false;
                return self.retry_registration(now, out);
            }
            _ => {
                self.lifecycle.not_active(controller, None);
                next = self.lifecycle.pause();
            }
        }
        let at = now.instant + next;
        locked(&self.lifecycle.state).heartbeat_at = at;
        if next.is_zero() {
            return self.advance_lifecycle(now, out);
        }
        self.deadlines.enter(at, Due::Task(Task::Lifecycle), out);
    }

    /// Looks whether the applied metadata contains this registration; when it does for the first time, a heartbeat says so
    /// at once.
    pub(crate) fn note_applied(&self, now: Now, out: &mut Vec<Output>) {
        let image = self.image.load();
        let registered = image.broker(self.id).map(|known| known.epoch);
        let (caught_up, let_in) = {
            let mut state = locked(&self.lifecycle.state);
            let own = state.broker_epoch.is_some() && registered == state.broker_epoch;
            let first = own && !state.applied_own_registration;
            state.applied_own_registration |= own;
            let fenced = image.broker(self.id).is_some_and(|known| known.fenced);
            if own && !fenced && !state.running {
                state.running = true;
                tracing::info!("this broker is in the cluster");
            }
            if first {
                state.heartbeat_at = now.instant;
                state.heartbeat_again = state.heartbeat_under_way;
            }
            let serves = own && !fenced;
            let let_in = serves && !state.let_in;
            state.let_in |= serves;
            (first, let_in)
        };
        if caught_up {
            self.set_aside_what_went_elsewhere(now);
            if let Some(registered) = registered {
                self.write_broker_epoch(registered);
            }
            self.advance_lifecycle(now, out);
        }
        if let_in {
            self.admit(now, out);
        }
    }

    /// A broker hands over and waits until all others know: tells the controller at once how far this one is.
    pub(crate) fn report_applied(&self, now: Now, out: &mut Vec<Output>) {
        {
            let mut state = locked(&self.lifecycle.state);
            state.heartbeat_at = now.instant;
            state.heartbeat_again = state.heartbeat_under_way;
        }
        self.advance_lifecycle(now, out);
    }

    fn online_directories(&self) -> Vec<DirectoryId> {
        let offline = self.offline.ids();
        let all = self.lifecycle.directories.iter().copied();
        all.filter(|id| !offline.contains(id)).collect()
    }

    /// There is news that the controller must have at once.
    pub(crate) fn heartbeat_now(&self, now: Now, out: &mut Vec<Output>) {
        {
            let mut state = locked(&self.lifecycle.state);
            state.heartbeat_at = now.instant;
            state.heartbeat_again = state.heartbeat_under_way;
        }
        self.advance_lifecycle(now, out);
    }

    /// Asks the controller to take the leaderships away, unless `controlled.shutdown.enable` is off; ends the process when it
    /// has.
    pub(crate) fn begin_stop(&self, now: Now, out: &mut Vec<Output>) {
        let registered = {
            let mut state = locked(&self.lifecycle.state);
            state.stopping = true;
            state.answered_at = now.instant;
            state.heartbeat_at = now.instant;
            state.heartbeat_again = state.heartbeat_under_way;
            state.broker_epoch.is_some()
        };
        if registered && self.config.controlled_shutdown_enable {
            let forgotten_at = now.instant + self.lifecycle.session_timeout;
            self.deadlines
                .enter(forgotten_at, Due::Task(Task::Lifecycle), out);
            return self.advance_lifecycle(now, out);
        }
        self.finish_stop(now, &mut Effects::default(), out);
    }

    /// Whether the broker is to stop and no controller has answered for a whole session: whichever there is takes it for gone.
    /// The last of several that stop together finds no majority of controllers.
    fn is_forgotten_while_stopping(&self, now: Now) -> bool {
        let state = locked(&self.lifecycle.state);
        state.stopping && now.instant.since(state.answered_at) >= self.lifecycle.session_timeout
    }

    fn finish_stop(&self, now: Now, effects: &mut Effects, out: &mut Vec<Output>) {
        let first = {
            let mut state = locked(&self.lifecycle.state);
            state.running = false;
            !std::mem::replace(&mut state.stopped, true)
        };
        if first {
            self.fetching.stop();
            self.close_logs(now, effects);
            out.push(Output::Stopped);
        }
    }
}

/// The features that this build can serve, with their ranges: what it registers and tells clients.
pub(crate) fn controller_features() -> Vec<(&'static str, i16, i16)> {
    metadata::supported_features()
        .map(|(name, range)| (name, range.min, range.max))
        .collect()
}
