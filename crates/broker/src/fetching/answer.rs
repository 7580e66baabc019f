//! What a leader's answer to a fetch does, partition by partition: none of them stops the others.

use codec::Records;
use metadata::Image;
use protocol::ErrorCode;
use protocol::messages::fetch::{FetchResponse, PartitionData};
use records::{Batch, BatchError};
use replica_core::{DivergingEpoch, FetchRefusal};
use types::{LeaderEpoch, Now, Offset, PartitionIndex};
use world::{CallError, Output};

use super::{Asked, Key, SessionId};
use crate::broker::{Broker, ImageView};
use crate::partitions::{Fetched, HostedPartition, Outcome};
use crate::waiting::Effects;

impl Broker {
    /// Takes the end of the fetch `serial` of a session, and makes the next.
    pub(crate) fn on_fetched(
        &self,
        now: Now,
        (id, serial): (SessionId, u64),
        answer: Result<FetchResponse, CallError>,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let known = self.fetching.with(id, |session| session.end(serial));
        if known != Some(true) {
            return;
        }
        match answer {
            Err(error) => {
                self.suspect(now, id.leader, &error, out);
                self.fetch_failed(now, id, serial, &format!("{error:?}"), out);
            }
            Ok(response) => match ErrorCode::from_code(response.error_code) {
                Some(ErrorCode::None) => {
                    self.trust(now, id.leader, out);
                    self.fetching.with(id, |session| {
                        session.answered(serial, response.session_id);
                    });
                    self.take_answer(now, id, serial, response, effects, out);
                }
                Some(ErrorCode::FetchSessionIdNotFound | ErrorCode::InvalidFetchSessionEpoch) => {
                    self.fetching.with(id, |session| session.restart(serial));
                }
                error => self.fetch_failed(now, id, serial, &format!("{error:?}"), out),
            },
        }
        self.send_fetch(now, id, out);
    }

    /// A fetch had no usable answer: what the leader knows of the session is not known any more.
    fn fetch_failed(&self, now: Now, id: SessionId, serial: u64, why: &str, out: &mut Vec<Output>) {
        let pause_max = self.config.replica.fetch_backoff;
        let failed = self.fetching.with(id, |session| {
            let first = session.restart(serial);
            first.then(|| session.fail(now.instant, pause_max))
        });
        let Some((until, failures)) = failed.flatten() else {
            return;
        };
        if failures == 1 {
            tracing::info!(leader = %id.leader, why, "cannot fetch from a leader: trying again");
        }
        self.enter_fetch_due(until, id, out);
    }

    fn take_answer(
        &self,
        now: Now,
        id: SessionId,
        serial: u64,
        response: FetchResponse,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let image = self.image.load();
        let mut outside = Vec::new();
        for topic in response.responses {
            for data in topic.partitions {
                let key = (topic.topic_id, PartitionIndex(data.partition_index));
                let asked = self.fetching.with(id, |session| session.asked(serial, key));
                let Some(asked) = asked.flatten() else {
                    continue;
                };
                if ErrorCode::from_code(data.error_code) == Some(ErrorCode::OffsetOutOfRange) {
                    outside.push((key, asked));
                    continue;
                }
                self.take_partition(now, &image, (id, key), &asked, data, effects, out);
            }
        }
        if !outside.is_empty() {
            self.ask_where_logs_end(now, id, outside, out);
        }
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one partition of one answer of one session"
    )]
    fn take_partition(
        &self,
        now: Now,
        image: &Image,
        (id, key): (SessionId, Key),
        asked: &Asked,
        data: PartitionData,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let Some(hosted) = self.partitions.get(key.0, key.1) else {
            return self.fetching.forget(key);
        };
        let turns = &self.fetching.turns;
        let unclean = self.losses.last_unclean_election(key.0, key.1);
        let refusal = match ErrorCode::from_code(data.error_code) {
            Some(ErrorCode::None) => None,
            Some(ErrorCode::FencedLeaderEpoch) => Some(FetchRefusal::FencedLeaderEpoch),
            error => {
                self.note_failure(&hosted, id, key, &format!("{error:?}"));
                Some(FetchRefusal::Transient)
            }
        };
        let outcome = match refusal {
            Some(refusal) => hosted.take_refused(
                now,
                asked.leader_epoch,
                asked.offset,
                refusal,
                unclean,
                turns,
                effects,
            ),
            None => match fetched(asked, data) {
                Ok(fetched) => {
                    let bytes = fetched
                        .batches
                        .iter()
                        .map(|batch| batch.bytes().len() as u64);
                    self.counters.replication_bytes_in.add(bytes.sum());
                    hosted.take_fetched(now, &fetched, unclean, turns, &ImageView(image), effects)
                }
                Err(error) => {
                    self.note_failure(&hosted, id, key, &error.to_string());
                    Outcome::Retry
                }
            },
        };
        self.settle(now, &hosted, (id, key), asked, outcome, effects, out);
    }

    /// Notes what became of one partition's answer.
    #[allow(
        clippy::too_many_arguments,
        reason = "one partition of one answer of one session"
    )]
    pub(super) fn settle(
        &self,
        now: Now,
        hosted: &HostedPartition,
        (id, key): (SessionId, Key),
        asked: &Asked,
        outcome: Outcome,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        match outcome {
            Outcome::Stands(standing) => {
                let home = self.fetching.take(key, standing);
                if let Some(home) = home.filter(|home| *home != id) {
                    self.send_fetch(now, home, out);
                }
            }
            Outcome::Failed(error) if error.is_disk_failure() => {
                let failed = (hosted.directory, error.to_string());
                effects.failed_directories.push(failed);
            }
            Outcome::Failed(error) => {
                self.note_failure(hosted, id, key, &error.to_string());
                self.pause_following(now, (id, key), asked, out);
            }
            Outcome::Retry => self.pause_following(now, (id, key), asked, out),
        }
    }

    /// Leaves a partition out of its session for a while.
    pub(super) fn pause_following(
        &self,
        now: Now,
        (id, key): (SessionId, Key),
        asked: &Asked,
        out: &mut Vec<Output>,
    ) {
        let pause_max = self.config.replica.fetch_backoff;
        let until = self.fetching.with(id, |session| {
            session.pause(now.instant, key, asked.turn, pause_max)
        });
        if let Some(until) = until.flatten() {
            self.enter_fetch_due(until, id, out);
        }
    }

    /// The first failures are those of a leader that does not know yet that it leads.
    fn note_failure(&self, hosted: &HostedPartition, id: SessionId, key: Key, why: &str) {
        const WORTH_A_WARNING: u32 = 6;
        let failures = self.fetching.with(id, |session| session.failures_of(key));
        let partition = &hosted.name;
        if failures == Some(WORTH_A_WARNING) {
            tracing::warn!(%partition, leader = %id.leader, why, "cannot follow: trying again");
        } else {
            tracing::debug!(%partition, leader = %id.leader, why, "cannot follow yet");
        }
    }
}

/// Checks what was received: whole batches with good checksums.
fn fetched(asked: &Asked, data: PartitionData) -> Result<Fetched, BatchError> {
    let diverging = (data.diverging_epoch.epoch >= 0).then_some(DivergingEpoch {
        epoch: LeaderEpoch(data.diverging_epoch.epoch),
        end_offset: Offset(data.diverging_epoch.end_offset),
    });
    let bytes = data.records.map(Records::into_bytes);
    let bytes = bytes.and_then(Result::ok).unwrap_or_default();
    let batches: Vec<Batch> = Batch::split_lenient(bytes).collect::<Result<_, _>>()?;
    for batch in &batches {
        batch.verify_crc()?;
    }
    Ok(Fetched {
        fetched_under: asked.leader_epoch,
        fetched_at: asked.offset,
        diverging,
        batches,
        high_watermark: Offset(data.high_watermark),
        log_start: Offset(data.log_start_offset),
    })
}
