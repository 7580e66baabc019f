//! Commits: sent one behind the other, each resting on the one before it, and told when they are answered.

use types::{Now, Offset};
use world::{Answer, EnsembleError, Operation};

use super::asking::Asked;
use super::lead::Flying;
use super::{Role, Zookeeper};
use crate::{CommittedBatch, Effects, StoreEvent};

/// Writes in flight at once.
const FLIGHT_MAX: usize = 8;

impl Zookeeper {
    /// Sends what waits.
    pub(super) fn pump(&mut self, now: Now, effects: &mut Effects) {
        loop {
            let Role::Active(lead) = &mut self.role else {
                return;
            };
            if !self.connected || lead.ending || lead.is_in_doubt || lead.flight.len() >= FLIGHT_MAX
            {
                break;
            }
            let planned = lead.plan(now);
            effects.events.append(&mut lead.broken);
            let Some(flying) = planned else { break };
            self.send(flying, effects);
        }
        self.end_when_answered(now, effects);
    }

    fn send(&mut self, flying: Flying, effects: &mut Effects) {
        let asked = Asked::Commit(flying.sequence);
        self.ask(asked, Operation::Write(flying.writes), effects);
    }

    pub(super) fn on_committed(
        &mut self,
        now: Now,
        sequence: u64,
        result: Result<Answer, EnsembleError>,
        effects: &mut Effects,
    ) {
        let Role::Active(lead) = &mut self.role else {
            return;
        };
        match result {
            Ok(_) => self.confirm(sequence, effects),
            Err(error) => {
                if !lead.ending {
                    tracing::warn!("a commit is refused, the controllership is over: {error}");
                }
                // Every later write rests on this one: none of them is made.
                lead.ending = true;
                lead.ground();
            }
        }
        self.pump(now, effects);
    }

    /// Everything in flight up to a write is committed.
    fn confirm(&mut self, sequence: u64, effects: &mut Effects) {
        let Role::Active(lead) = &mut self.role else {
            return;
        };
        while lead
            .flight
            .front()
            .is_some_and(|flying| flying.sequence <= sequence)
        {
            let Some(flying) = lead.flight.pop_front() else {
                return;
            };
            if flying.records.is_empty() {
                continue;
            }
            let count = flying.records.len();
            let last_offset = flying.base_offset + (i64::try_from(count).unwrap_or(i64::MAX) - 1);
            let batch = CommittedBatch {
                base_offset: flying.base_offset,
                last_offset,
                epoch: lead.term.epoch,
                written_at: flying.written_at,
                records: flying.records,
            };
            lead.log.append(&batch);
            effects.events.push(StoreEvent::Batch(batch));
            effects.events.extend(lead.told(count, last_offset));
        }
    }

    /// What became of the commits in flight when the connection ended: `last` is the last commit that the ensemble has. What
    /// it lacks was not made, and nothing of the old connection can make it any more.
    pub(super) fn resolve_doubt(
        &mut self,
        now: Now,
        last: Option<(types::ControllerEpoch, u64)>,
        effects: &mut Effects,
    ) {
        let Role::Active(lead) = &mut self.role else {
            return;
        };
        if !std::mem::take(&mut lead.is_in_doubt) {
            return;
        }
        match last {
            Some((epoch, sequence)) if epoch == lead.term.epoch => self.confirm(sequence, effects),
            // A successor's commit has covered the trace of ours.
            _ => return self.lose(now, effects),
        }
        let Role::Active(lead) = &mut self.role else {
            return;
        };
        if lead.ending {
            lead.ground();
        } else {
            let again: Vec<_> = lead.flight.iter().cloned().collect();
            for flying in again {
                self.send(flying, effects);
            }
        }
        self.pump(now, effects);
    }

    /// The end of the log that is served, for whoever asks.
    pub(super) fn log_end(&self) -> Option<Offset> {
        match &self.role {
            Role::Active(lead) => Some(lead.log.end()),
            _ => None,
        }
    }
}
