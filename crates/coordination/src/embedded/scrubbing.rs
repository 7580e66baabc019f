//! Reading the metadata log again and again, to find what the disk has damaged while its records are still known.
//!
//! Every voter has in memory what all committed records amount to. So damage is answered with a snapshot at once, which takes
//! the place of the log below it; nothing is cut, and no other voter is needed.

use std::io;
use std::time::Duration;

use partition_log::{Scrub, ScrubPlace};
use types::{Instant, Now};
use world::{FlushTicket, Output};

use super::{Embedded, EmbeddedError};
use crate::Effects;

/// Bytes of one slice.
const SLICE_BYTES: u64 = 1 << 20;
/// Between two slices of a pass.
const PAUSE: Duration = Duration::from_secs(1);
/// The first pass begins no later after a start.
const FIRST_MAX: Duration = Duration::from_secs(3600);

/// Where the present pass stands.
#[derive(Debug)]
pub(crate) struct Scrubbing {
    /// Between two passes; none where nobody wants them.
    every: Option<Duration>,
    /// When the next slice is due.
    pub(crate) due: Instant,
    place: Option<ScrubPlace>,
    under_way: Option<(FlushTicket, Scrub)>,
    /// Whether a reader has met damage since the last pass: who meets it again and again has the log read once.
    suspected: bool,
}

impl Scrubbing {
    /// Passes take half of the interval in which everything is to be read.
    pub(crate) fn new(interval: Option<Duration>, now: Instant) -> Self {
        let every = interval.map(|interval| interval / 2);
        Self {
            every,
            due: every.map_or(Instant::NEVER, |every| now + every.min(FIRST_MAX)),
            place: None,
            under_way: None,
            suspected: false,
        }
    }

    /// A reader met damage: the log is read at once, unless that was done at its word already.
    pub(crate) fn suspect(&mut self) {
        if !self.suspected {
            self.suspected = true;
            self.due = Instant(0);
        }
    }
}

impl Embedded {
    /// Reads the next slice, when it is due.
    pub(crate) fn scrub_when_due(&mut self, now: Now, effects: &mut Effects) {
        if self.scrubbing.due > now.instant || self.scrubbing.under_way.is_some() {
            return;
        }
        match self.log.begin_scrub(self.scrubbing.place, SLICE_BYTES) {
            Ok(Some(scrub)) => {
                let ticket = FlushTicket(self.next_flush);
                self.next_flush += 1;
                let files = vec![scrub.file()];
                self.scrubbing.due = Instant::NEVER;
                self.scrubbing.under_way = Some((ticket, scrub));
                effects.outputs.push(Output::Flush(ticket, files));
            }
            Ok(None) => self.end_pass(now, effects),
            Err(error) => self.fail(&EmbeddedError::Log(error), effects),
        }
    }

    /// The log is read; what it stands on is a small file.
    fn end_pass(&mut self, now: Now, effects: &mut Effects) {
        match self.log.check_snapshot() {
            Ok(None) => {}
            Ok(Some(why)) => {
                tracing::error!(name: "scrubbing finds a damaged snapshot", why, "the snapshot of the metadata is damaged: another is to take its place");
            }
            Err(error) => self.fail(&EmbeddedError::Io(error), effects),
        }
        self.scrubbing.place = None;
        let every = self.scrubbing.every;
        self.scrubbing.due = every.map_or(Instant::NEVER, |every| now.instant + every);
        self.scrubbing.suspected = false;
    }

    /// A slice was read, if that is what the ticket is for.
    pub(crate) fn on_scrubbed(
        &mut self,
        now: Now,
        ticket: FlushTicket,
        result: &io::Result<()>,
        effects: &mut Effects,
    ) -> bool {
        let under_way = &mut self.scrubbing.under_way;
        let Some((_, scrub)) = under_way.take_if(|(pending, _)| *pending == ticket) else {
            return false;
        };
        if let Err(error) = result {
            let error = io::Error::new(error.kind(), format!("reading failed: {error}"));
            self.fail(&EmbeddedError::Io(error), effects);
            return true;
        }
        match self.log.finish_scrub(&scrub) {
            Ok(scrubbed) => {
                if let Some(found) = scrubbed.found {
                    tracing::error!(
                        name: "scrubbing finds damage in the metadata", from = %found.start, up_to = %found.end,
                        "records of the metadata log are damaged on the disk: a snapshot is to take their place"
                    );
                }
                self.scrubbing.place = scrubbed.next;
                self.scrubbing.due = now.instant + PAUSE;
                if scrubbed.next.is_none() {
                    self.end_pass(now, effects);
                }
            }
            Err(error) => self.fail(&EmbeddedError::Log(error), effects),
        }
        true
    }
}
