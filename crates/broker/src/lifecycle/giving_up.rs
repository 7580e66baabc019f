//! When a broker ends because no controller hears of it, and what it then says.

use types::Now;
use world::Output;

use crate::broker::Broker;
use crate::deadlines::{Due, Task};
use crate::locked;

impl Broker {
    /// The setting that says where the controllers are.
    pub(crate) fn finds_controllers_by(&self) -> &'static str {
        match self.config.zookeeper {
            Some(_) => "zookeeper.connect",
            None => "controller.quorum.voters",
        }
    }

    /// What the controllers were not told in the time that the settings give.
    pub(super) fn why_to_give_up(&self, now: Now) -> Option<String> {
        let life = &self.lifecycle;
        let state = locked(&life.state);
        if now.instant >= state.give_up_at && !state.stopping {
            let needed = match self.config.zookeeper {
                Some(_) => "the ensemble of zookeeper.connect, and the controller that it names,",
                None => "a majority of controller.quorum.voters",
            };
            return Some(format!(
                "broker {} is not registered after initial.broker.registration.timeout.ms={}: {}; {needed} must run and be \
                 reached from here: see to that and start the broker again",
                self.id,
                life.first_registration_within.as_millis(),
                state.refused
            ));
        }
        let untold = self.offline.failed_at(state.directories_told)?;
        (now.instant >= untold + life.directory_failure_told_within).then(|| {
            format!(
                "a log directory has failed, and in log.dir.failure.timeout.ms={} no controller could be told, so that its \
                 partitions stay without a leader: replace the disk, or remove the directory from log.dirs, and start again",
                life.directory_failure_told_within.as_millis()
            )
        })
    }

    /// A directory has failed: the controller is to know at once, and within a time at the latest.
    pub(crate) fn report_failed_directory(&self, now: Now, out: &mut Vec<Output>) {
        let told_by = now.instant + self.lifecycle.directory_failure_told_within;
        self.deadlines
            .enter(told_by, Due::Task(Task::Lifecycle), out);
        self.heartbeat_now(now, out);
    }
}
