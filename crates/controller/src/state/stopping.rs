//! The end of a controller that is asked to stop.

use std::time::Duration;

use coordination::Effects;
use types::Now;
use world::Output;

use super::State;
use crate::settings::ControllerStore;

/// How long a controller that stops waits until the others know that it leads no longer.
const HAND_OVER_MAX: Duration = Duration::from_millis(500);

impl State {
    /// Hands over what it leads; the rest follows when the others know.
    pub(super) fn begin_stop(&mut self, now: Now, effects: &mut Effects) {
        self.stopping = Some(now.instant + HAND_OVER_MAX);
        if let Some(epoch) = self.active {
            self.store.port().resign(now, epoch, effects);
        }
    }

    pub(super) fn finish_stop(&mut self, now: Now, out: &mut Vec<Output>) {
        let Some(until) = self.stopping else { return };
        let hands_over = match &self.store {
            ControllerStore::Embedded(store) => store.is_handing_over(),
            ControllerStore::Zookeeper(store) => store.is_handing_over(),
            ControllerStore::Memory(_) => false,
        };
        if hands_over && until > now.instant {
            return out.push(Output::WakeAt(until));
        }
        self.stopping = None;
        if self.active.is_some() {
            // A store that is closed would cut whatever is decided, for ever anew.
            let mut effects = Effects::default();
            self.become_standby(&mut effects);
            out.append(&mut effects.outputs);
        }
        match &mut self.store {
            ControllerStore::Embedded(store) => {
                if let Err(error) = store.close() {
                    tracing::error!("the metadata log was not closed cleanly: {error}");
                }
            }
            ControllerStore::Zookeeper(store) => {
                let mut effects = Effects::default();
                store.close(&mut effects);
                out.append(&mut effects.outputs);
            }
            ControllerStore::Memory(_) => {}
        }
        out.push(Output::Stopped);
    }
}
