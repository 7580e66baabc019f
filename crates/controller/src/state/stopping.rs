//! The end of a controller that is asked to stop.

use std::time::Duration;

use coordination::Effects;
use types::Now;
use world::Output;

use super::State;

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
        let Some(embedded) = self.store.embedded() else {
            self.stopping = None;
            return out.push(Output::Stopped);
        };
        if embedded.is_handing_over() && until > now.instant {
            return out.push(Output::WakeAt(until));
        }
        self.stopping = None;
        if let Err(error) = embedded.close() {
            tracing::error!("the metadata log was not closed cleanly: {error}");
        }
        out.push(Output::Stopped);
    }
}
