//! How bytes travel between processes.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use types::Instant;

use crate::{ProcessId, Random};

/// How the network behaves.
///
/// Within a connection nothing is lost, doubled or reordered: it ends, or falls silent. Between connections all of that
/// happens: a request that was sent before its connection broke may arrive after the one that replaced it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NetworkSettings {
    /// Least time from end to end.
    pub delay_min: Duration,
    /// Most time from end to end, as a rule.
    pub delay_max: Duration,
    /// Sends in a million that are slow.
    pub slow_per_million: u32,
    /// Most time of a slow one.
    pub slow_max: Duration,
    /// Sends in a million that break their connection; what was under way is lost, or arrives while the sender is told that
    /// the connection ended.
    pub break_per_million: u32,
    /// Sends in a million after which that direction of the connection is silent for ever.
    pub stall_per_million: u32,
    /// Dials in a million that are refused although somebody listens.
    pub refuse_per_million: u32,
    /// Dials in a million that nobody answers.
    pub hang_per_million: u32,
    /// Sends in a million that arrive in several parts.
    pub split_per_million: u32,
}

impl Default for NetworkSettings {
    /// A quiet data centre.
    fn default() -> Self {
        Self {
            delay_min: Duration::from_micros(50),
            delay_max: Duration::from_micros(500),
            slow_per_million: 0,
            slow_max: Duration::from_millis(500),
            break_per_million: 0,
            stall_per_million: 0,
            refuse_per_million: 0,
            hang_per_million: 0,
            split_per_million: 50_000,
        }
    }
}

impl NetworkSettings {
    pub(crate) fn delay(&self, random: &mut Random) -> Duration {
        if random.chance(self.slow_per_million) {
            random.between(self.delay_min, self.slow_max)
        } else {
            random.between(self.delay_min, self.delay_max)
        }
    }

    /// Cuts what is sent into what arrives together.
    pub(crate) fn split(&self, mut bytes: Bytes, random: &mut Random) -> Vec<Bytes> {
        let mut parts = Vec::new();
        while bytes.len() > 1 && random.chance(self.split_per_million) {
            let len = 1 + usize::try_from(random.below(bytes.len() as u64 - 1)).unwrap_or(0);
            parts.push(bytes.split_to(len));
        }
        parts.push(bytes);
        parts
    }
}

/// What travels in one direction of a connection.
#[derive(Debug)]
pub(crate) enum Parcel {
    Bytes(Bytes),
    /// The connection ends here.
    End,
}

/// One direction of a connection: first in, first out.
#[derive(Debug, Default)]
pub(crate) struct Direction {
    last_arrival: Instant,
    /// What cannot get through at present.
    pub(crate) held: VecDeque<Parcel>,
    /// Nothing gets through any more.
    pub(crate) is_silent: bool,
}

impl Direction {
    /// When something that is sent now with this delay arrives.
    pub(crate) fn arrival(&mut self, at: Instant) -> Instant {
        self.last_arrival = self.last_arrival.max(at);
        self.last_arrival
    }
}

/// Which ways are cut.
#[derive(Debug, Default)]
pub(crate) struct Cuts {
    ways: BTreeSet<(ProcessId, ProcessId)>,
}

impl Cuts {
    pub(crate) fn cut(&mut self, from: ProcessId, to: ProcessId) {
        self.ways.insert((from, to));
    }

    pub(crate) fn heal(&mut self) {
        self.ways.clear();
    }

    pub(crate) fn heal_way(&mut self, from: ProcessId, to: ProcessId) {
        self.ways.remove(&(from, to));
    }

    pub(crate) fn is_cut(&self, from: ProcessId, to: ProcessId) -> bool {
        self.ways.contains(&(from, to))
    }
}
