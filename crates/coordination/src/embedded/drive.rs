//! Carrying out what the quorum wants: storing, appending, flushing, sending, and telling the controller.

use std::collections::VecDeque;
use std::fmt::Display;
use std::sync::Arc;

use bytes::Bytes;
use partition_log::LogError;
use quorum_core::{Action, Failure, LogPosition, Request, RequestTag};
use types::{BrokerId, ControllerEpoch, Now, Offset};
use world::{Call, CallError, CallId, FlushTicket, Output};

use super::{Asked, Embedded, EmbeddedError, snapshot_event, wire};
use crate::{Effects, StoreEvent};

/// Calls and flushes of this store count from zero; those of its owner keep clear of them.
const LANE_SHORT: u8 = 0;
const LANE_FETCH: u8 = 1;

impl Embedded {
    /// Carries out actions in order, and reports back to the quorum what they changed.
    pub(crate) fn carry_out(&mut self, now: Now, actions: Vec<Action>, effects: &mut Effects) {
        let mut queue: VecDeque<Action> = actions.into();
        loop {
            let (mut appended, mut truncated) = (false, false);
            while let Some(action) = queue.pop_front() {
                if self.failed {
                    return;
                }
                match self.carry_out_one(now, action, effects) {
                    Ok(Changed::Nothing) => {}
                    Ok(Changed::Appended) => appended = true,
                    Ok(Changed::Truncated) => truncated = true,
                    Err(error) => return self.fail(&error, effects),
                }
            }
            if let Err(error) = self.save() {
                return self.fail(&error, effects);
            }
            let mut more = Vec::new();
            if truncated {
                self.quorum.on_truncated(now.instant, &self.log, &mut more);
            }
            if appended {
                self.quorum.on_appended(now.instant, &self.log, &mut more);
            }
            if more.is_empty() {
                break;
            }
            queue.extend(more);
        }
        if let Err(error) = self.flush_when_needed(effects) {
            self.fail(&error, effects);
        }
    }

    fn carry_out_one(
        &mut self,
        now: Now,
        action: Action,
        effects: &mut Effects,
    ) -> Result<Changed, EmbeddedError> {
        match action {
            Action::PersistElection(election) => {
                if election.voted == Some(self.settings.node) && election.leader.is_none() {
                    tracing::info!(name: "a voter stands for election", "stands for election at epoch {}", election.epoch);
                }
                self.unsaved_election = Some(election);
            }
            Action::PersistStanding(standing) => self.unsaved_standing = Some(standing),
            Action::Send { tag, to, request } => {
                self.save()?;
                self.send(now, tag, to, &request, effects);
            }
            Action::AppendLeaderChange {
                epoch,
                voters,
                granting,
            } => {
                self.save()?;
                let leader = self.settings.node;
                self.log
                    .append_leader_change(epoch, leader, &voters, &granting, now)?;
                return Ok(Changed::Appended);
            }
            Action::AppendFetched => {
                self.save()?;
                return self.append_fetched(now);
            }
            Action::Truncate(to) => {
                self.save()?;
                self.log.truncate(to, now)?;
                self.limit_flush(to);
                return Ok(Changed::Truncated);
            }
            Action::KeepSnapshotChunk {
                snapshot,
                position,
                last,
            } => {
                self.save()?;
                return self.keep_chunk(now, snapshot, position, last, effects);
            }
            Action::HighWatermark(high_watermark) => self.tell_committed(high_watermark, effects),
            Action::LeaderChanged { epoch, leader } => {
                let epoch = ControllerEpoch(epoch.0);
                effects
                    .events
                    .push(StoreEvent::LeaderChanged { epoch, leader });
            }
            Action::Won(epoch) => {
                let epoch = ControllerEpoch(epoch.0);
                self.won = Some(epoch);
                effects.events.push(StoreEvent::Won { epoch });
            }
            Action::Lost(_) => self.tell_lost(effects),
            Action::Fail(why) => return Err(EmbeddedError::Damaged(why)),
        }
        Ok(Changed::Nothing)
    }

    /// Stores what must be durable before anything that rests on it leaves. Several changes in a row are one write.
    fn save(&mut self) -> Result<(), EmbeddedError> {
        let disk = Arc::clone(&self.log.disk);
        if let Some(election) = self.unsaved_election.take() {
            let voters = self.settings.voters.keys().copied();
            self.files.store_election(&*disk, election, voters)?;
        }
        if let Some(standing) = self.unsaved_standing.take() {
            if let (true, Some(cluster_id)) = (standing.settled, &standing.cluster_id) {
                self.log.set_cluster_id(cluster_id)?;
            }
            self.files.store_standing(&*disk, &standing)?;
        }
        Ok(())
    }

    fn append_fetched(&mut self, now: Now) -> Result<Changed, EmbeddedError> {
        let payload = self.payload.take().unwrap_or_default();
        match self.log.append_fetched(payload, now) {
            Ok(()) => Ok(Changed::Appended),
            // Nothing was appended, and the next fetch asks for the same again. While there is no room the others commit without
            // this voter.
            Err(
                error @ (EmbeddedError::BadRecords(_)
                | EmbeddedError::Log(LogError::DiskFull { .. })),
            ) => {
                tracing::warn!("the leader cannot be followed for now: {error}");
                self.quorum.on_append_refused(now.instant);
                Ok(Changed::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    fn keep_chunk(
        &mut self,
        now: Now,
        snapshot: LogPosition,
        position: u64,
        last: bool,
        effects: &mut Effects,
    ) -> Result<Changed, EmbeddedError> {
        let payload = self.payload.take().unwrap_or_default();
        let disk = Arc::clone(&self.log.disk);
        self.log
            .checkpoints
            .write_part(&*disk, snapshot, position, &payload)?;
        if !last {
            return Ok(Changed::Nothing);
        }
        tracing::info!(name: "a voter takes a snapshot", "behind what the leader keeps: the snapshot at {snapshot:?} is taken");
        let records = self.log.begin_behind(snapshot, now)?;
        self.limit_flush(Offset::ZERO);
        effects.events.push(snapshot_event(snapshot, records));
        Ok(Changed::Truncated)
    }

    /// What is cut from under a flush is not flushed by it, and what comes in its place is neither.
    fn limit_flush(&mut self, to: Offset) {
        if let Some((_, up_to)) = &mut self.flush {
            *up_to = to.min(*up_to);
        }
    }

    fn flush_when_needed(&mut self, effects: &mut Effects) -> Result<(), EmbeddedError> {
        if self.flush.is_some() || self.failed {
            return Ok(());
        }
        if let Some(flush) = self.log.begin_flush()? {
            let ticket = FlushTicket(self.next_flush);
            self.next_flush += 1;
            self.flush = Some((ticket, flush.up_to));
            effects.outputs.push(Output::Flush(ticket, flush.files));
        }
        Ok(())
    }

    fn tell_committed(&mut self, high_watermark: Offset, effects: &mut Effects) {
        for batch in self.log.take_committed(high_watermark) {
            let last_offset = batch.last_offset;
            effects.events.push(StoreEvent::Batch(batch));
            while let Some((ticket, last)) = self.pending.front().copied() {
                if last > last_offset {
                    break;
                }
                self.pending.pop_front();
                effects.events.push(StoreEvent::Committed {
                    ticket,
                    last_offset: last,
                });
            }
        }
    }

    fn tell_lost(&mut self, effects: &mut Effects) {
        for (ticket, _) in self.pending.drain(..) {
            effects.events.push(StoreEvent::Unknown { ticket });
        }
        if let Some(epoch) = self.won.take() {
            effects.events.push(StoreEvent::Lost { epoch });
        }
    }

    /// The member cannot go on. What it has not told stays unknown, and the process ends.
    pub(crate) fn fail(&mut self, error: &dyn Display, effects: &mut Effects) {
        if !self.failed {
            self.failed = true;
            self.tell_lost(effects);
            effects.outputs.push(Output::Exit(error.to_string()));
        }
    }

    fn send(
        &mut self,
        now: Now,
        tag: RequestTag,
        to: BrokerId,
        request: &Request,
        effects: &mut Effects,
    ) {
        let Some(endpoint) = self.settings.voters.get(&to).cloned() else {
            return;
        };
        let id = CallId(self.next_call);
        self.next_call += 1;
        let what = wire::Api::of(request);
        let lane = match what {
            wire::Api::Fetch | wire::Api::FetchSnapshot => LANE_FETCH,
            wire::Api::Vote | wire::Api::BeginQuorumEpoch | wire::Api::EndQuorumEpoch => LANE_SHORT,
        };
        let wait = self.settings.fetch_timeout / 2;
        let patience = if lane == LANE_FETCH {
            self.settings.fetch_timeout
        } else {
            wait
        };
        let frame = match wire::encode(request, to, id, wait, &self.settings.voters) {
            Ok(frame) => frame,
            Err(error) => {
                tracing::error!("a request of the quorum cannot be written: {error}");
                return;
            }
        };
        self.calls.insert(id, Asked { tag, what });
        let deadline = now.instant + patience;
        effects.outputs.push(Output::Call(Call {
            id,
            peer: to,
            endpoint,
            lane,
            frame,
            deadline,
        }));
    }

    pub(crate) fn take_answer(
        &mut self,
        now: Now,
        asked: Asked,
        result: &Result<Bytes, CallError>,
        effects: &mut Effects,
    ) {
        if self.failed {
            return;
        }
        let answer = match result {
            Ok(bytes) => wire::decode(asked.what, bytes.clone()).map_err(|error| {
                tracing::warn!("an answer of another voter cannot be read: {error}");
                Failure::Rejected
            }),
            Err(CallError::Refused) => Err(Failure::Refused),
            Err(CallError::Disconnected) => Err(Failure::Disconnected),
            Err(CallError::TimedOut) => Err(Failure::TimedOut),
        };
        let mut actions = Vec::new();
        match answer {
            Ok((response, payload)) => {
                self.payload = payload;
                let quorum = &mut self.quorum;
                quorum.on_response(now.instant, asked.tag, &response, &self.log, &mut actions);
            }
            Err(failure) => {
                self.quorum
                    .on_failure(now.instant, asked.tag, failure, &self.log, &mut actions);
            }
        }
        self.carry_out(now, actions, effects);
        self.payload = None;
    }
}

enum Changed {
    Nothing,
    Appended,
    Truncated,
}
