//! Taking partitions in and letting them go: logs are opened, closed, removed; directories are kept in order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use metadata::{Image, PartitionRegistration};
use partition_log::{LogError, PartitionLog, Recovery};
use replica_core::{Marks, Replica, Role};
use types::{Now, Offset, TopicId, TopicPartition};
use world::Output;

use super::HostedPartition;
use crate::broker::{Broker, ImageView};
use crate::deadlines::{Due, Task};
use crate::directories::NotHosted;
use crate::locked;
use crate::waiting::Effects;

/// How often `flush.ms` is looked at, where `log.flush.scheduler.interval.ms` does not say.
const FLUSH_INTERVAL: Duration = Duration::from_millis(500);
/// The shortest of the latter: it costs a look at every partition.
const FLUSH_INTERVAL_MIN: Duration = Duration::from_millis(10);
/// How often members of in-sync sets that lag are looked for.
const LAG_INTERVAL: Duration = Duration::from_secs(1);

impl Broker {
    /// Opens the log of a partition and hosts it.
    pub(crate) fn host(
        &self,
        now: Now,
        image: &Image,
        topic_id: TopicId,
        name: TopicPartition,
        registration: &PartitionRegistration,
    ) -> Result<Arc<HostedPartition>, NotHosted> {
        let settings = self.partition_settings(image, name.topic.as_str());
        let place = self.directory_for(now.wall, topic_id, &name, registration)?;
        let failed = |error| NotHosted::Log(place, error);
        let directories = locked(&self.directories);
        let Some(Some(directory)) = directories.get(place) else {
            let why = format!("the log directory of {name} is closed");
            return Err(failed(LogError::Inconsistent(why)));
        };
        let (mut log, recovery) = directory
            .open_log(&name, Some(topic_id), settings.log.clone(), now)
            .map_err(failed)?;
        tell_recovery(&name, &recovery);
        // What is beyond may be what the leader had this replica cut, and must not be shown as committed. The leader says anew
        // how far it is.
        let believed = recovery.flushed_end.unwrap_or(Offset(i64::MAX));
        let high_watermark = directory.checkpointed_high_watermark(&name);
        drop(directories);
        let marks = Marks {
            log_start: log.log_start_offset(),
            high_watermark: high_watermark.unwrap_or(Offset::ZERO).min(believed),
            log_end: log.log_end_offset(),
            flushed_end: log.flushed_end().max(log.log_start_offset()),
        };
        let replica = Replica::new(self.id, marks, settings.replica);
        let serial = self.partitions.next_serial();
        log.producers_mut()
            .map_err(failed)?
            .on_high_watermark(marks.high_watermark);
        let hosted = HostedPartition::new(topic_id, name, place, serial, replica, log, settings);
        self.partitions.insert(hosted.clone());
        Ok(hosted)
    }

    /// Enters the tasks that come round.
    pub(crate) fn enter_regular_tasks(&self, now: Now, out: &mut Vec<Output>) {
        self.begin_scrubbing(now, out);
        let checkpoint = self.config.replica.high_watermark_checkpoint_interval;
        for (task, interval) in [
            (Task::Retention, self.config.log.initial_task_delay),
            (Task::Flush, self.flush_interval()),
            (Task::Checkpoint, checkpoint),
            (Task::Lag, LAG_INTERVAL),
        ] {
            self.deadlines
                .enter(now.instant + interval, Due::Task(task), out);
        }
    }

    fn retention_interval(&self) -> Duration {
        self.config.log.retention_check_interval
    }

    fn flush_interval(&self) -> Duration {
        let set = self.config.log.flush_scheduler_interval;
        set.map_or(FLUSH_INTERVAL, |set| set.max(FLUSH_INTERVAL_MIN))
    }

    /// Drops what retention no longer keeps, and removes what was dropped before.
    pub(crate) fn enforce_retention(&self, now: Now, effects: &mut Effects, out: &mut Vec<Output>) {
        let expiration_ms = self.config.log.producer_id_expiration_ms;
        let mut next_removal = None;
        for hosted in self.partitions.all() {
            let kept = hosted.maintain(now, expiration_ms, effects);
            match kept {
                Ok(next) => next_removal = [next_removal, next].into_iter().flatten().min(),
                Err(error) if error.is_disk_failure() => {
                    effects
                        .failed_directories
                        .push((hosted.directory, error.to_string()));
                }
                Err(error) => tracing::warn!(partition = %hosted.name, %error, "retention failed"),
            }
        }
        for directory in locked(&self.directories).iter().flatten() {
            let kept_ms = self.config.log.stray_retention_ms;
            match directory.delete_strays(now.wall, kept_ms) {
                Ok(0) => {}
                Ok(strays) => {
                    tracing::info!(path = %directory.path().display(), strays, "deleted what was set aside")
                }
                Err(error) => tracing::warn!(%error, "what is set aside stays"),
            }
            match directory.delete_due(now.instant) {
                Ok(next) => next_removal = [next_removal, next].into_iter().flatten().min(),
                Err(error) => tracing::warn!(%error, "deleted partitions cannot be removed"),
            }
        }
        let regular = now.instant + self.retention_interval();
        let next = next_removal.map_or(regular, |at| {
            at.clamp(now.instant + FLUSH_INTERVAL, regular)
        });
        self.deadlines.enter(next, Due::Task(Task::Retention), out);
    }

    /// Flushes what `flush.ms` makes due.
    pub(crate) fn flush_due(&self, now: Now, effects: &mut Effects, out: &mut Vec<Output>) {
        for hosted in self.partitions.all() {
            hosted.flush_if_due(now, effects);
        }
        self.deadlines.enter(
            now.instant + self.flush_interval(),
            Due::Task(Task::Flush),
            out,
        );
    }

    /// Looks for members of in-sync sets that lag, and for followers that could join.
    pub(crate) fn review_in_sync_sets(
        &self,
        now: Now,
        effects: &mut Effects,
        out: &mut Vec<Output>,
    ) {
        let image = self.image.load();
        for hosted in self.partitions.all() {
            if !hosted.lock().replica.has_laggards() {
                continue;
            }
            hosted.change(now, effects, |hosted| {
                let shrunk = hosted.replica.decide_shrink(now.instant);
                match shrunk.proposal {
                    Some(_) => ((), shrunk),
                    None => {
                        let view = ImageView(&image);
                        ((), hosted.replica.decide_join(now.instant, &view))
                    }
                }
            });
        }
        self.deadlines
            .enter(now.instant + LAG_INTERVAL, Due::Task(Task::Lag), out);
    }

    /// Looks for followers that could join an in-sync set.
    pub(crate) fn let_followers_join(&self, now: Now, effects: &mut Effects) {
        let image = self.image.load();
        for hosted in self.partitions.all() {
            if !hosted.lock().replica.has_laggards() {
                continue;
            }
            hosted.change(now, effects, |hosted| {
                let view = ImageView(&image);
                ((), hosted.replica.decide_join(now.instant, &view))
            });
        }
    }

    /// Writes high watermarks, recovery points and log starts.
    pub(crate) fn checkpoint(&self, now: Now, effects: &mut Effects, out: &mut Vec<Output>) {
        for (place, error) in self.write_checkpoints() {
            if error.is_disk_failure() {
                effects.failed_directories.push((place, error.to_string()));
            } else {
                // The checkpoints of before still hold: they say less, and nothing that is wrong.
                tracing::warn!(%error, "checkpoints cannot be written; trying again");
            }
        }
        let interval = self.config.replica.high_watermark_checkpoint_interval;
        self.deadlines
            .enter(now.instant + interval, Due::Task(Task::Checkpoint), out);
    }

    /// Writes where all logs and replicas stand; the places of the directories that failed, and why.
    fn write_checkpoints(&self) -> Vec<(usize, LogError)> {
        let mut marks = vec![BTreeMap::new(); locked(&self.directories).len()];
        for hosted in self.partitions.all() {
            let state = hosted.lock();
            if state.log.exists()
                && let Some(marks) = marks.get_mut(hosted.directory)
            {
                marks.insert(hosted.name.clone(), state.replica.marks().high_watermark);
            }
        }
        let mut failed = Vec::new();
        for ((place, directory), marks) in locked(&self.directories).iter().enumerate().zip(marks) {
            let Some(directory) = directory else { continue };
            let written = directory
                .write_high_watermarks(marks)
                .and_then(|()| directory.write_checkpoints());
            if let Err(error) = written {
                failed.push((place, error));
            }
        }
        failed
    }

    /// Writes down the registration under which the broker runs: what a later start reports.
    pub(crate) fn write_broker_epoch(&self, epoch: types::BrokerEpoch) {
        for directory in locked(&self.directories).iter().flatten() {
            if let Err(error) = directory.set_broker_epoch(epoch) {
                tracing::warn!(%error, "the broker epoch cannot be written down: a restart will count as unclean");
            }
        }
    }

    /// Writes down the newest controller that was heard of: no older one is followed after a restart.
    pub(crate) fn write_controller_epoch(&self, epoch: types::ControllerEpoch) {
        // Under one lock, so that of two that are heard of at once the newer one stays.
        for directory in locked(&self.directories).iter().flatten() {
            if let Err(error) = directory.set_controller_epoch(epoch) {
                tracing::warn!(%error, "the controller's epoch cannot be written down");
            }
        }
    }

    /// Closes every log; directories whose logs all closed in order are marked so.
    pub(crate) fn close_logs(&self, now: Now, _effects: &mut Effects) {
        let mut failed = Vec::new();
        for hosted in self.partitions.all() {
            if let Err(error) = hosted.close(now) {
                tracing::error!(partition = %hosted.name, %error, "a log cannot be closed in order");
                failed.push(hosted.directory);
            }
        }
        let epoch = self
            .lifecycle
            .broker_epoch()
            .unwrap_or(types::BrokerEpoch::NONE);
        failed.extend(self.write_checkpoints().into_iter().map(|(place, _)| place));
        for (place, directory) in locked(&self.directories).iter_mut().enumerate() {
            let Some(open) = directory.take() else {
                continue;
            };
            if failed.contains(&place) {
                continue;
            }
            if let Err(error) = open.close_clean(epoch) {
                tracing::error!(%error, at = now.wall.0, "a log directory cannot be closed in order");
            }
        }
    }
}

fn tell_recovery(name: &TopicPartition, recovery: &Recovery) {
    if recovery.scanned {
        tracing::info!(name: "a log is recovered", partition = %name, cut_bytes = recovery.cut_bytes, "recovered");
    }
    if recovery.cut_bytes > 0 {
        tracing::info!(name: "a tail is cut by recovery", partition = %name, at = ?recovery.cut_at, "what was not flushed is gone");
    }
    if !recovery.damaged.is_empty() {
        tracing::error!(
            name: "recovery finds damage", partition = %name, damaged = ?recovery.damaged,
            "records are damaged on the disk: they are not served from here, and are looked for on another replica"
        );
    }
}

impl HostedPartition {
    /// Retention, removal of dropped files, producers that are gone. Returns when the next removal is due.
    fn maintain(
        self: &Arc<Self>,
        now: Now,
        producer_expiration_ms: i64,
        effects: &mut Effects,
    ) -> Result<Option<types::Instant>, LogError> {
        // Only what the leader has dropped goes from a follower; it learns of it with its next fetch.
        self.change(now, effects, |hosted| {
            let mut work = || {
                let high_watermark = hosted.replica.marks().high_watermark;
                if matches!(hosted.replica.role(), Role::Leader(_)) {
                    let retained = hosted.log.enforce_retention(high_watermark, now)?;
                    if retained.dropped_segments > 0 {
                        let start = hosted.log.log_start_offset();
                        hosted.replica.on_log_start(start);
                    }
                }
                hosted
                    .log
                    .expire_producers(now.wall, producer_expiration_ms);
                hosted.log.delete_due(now.instant)
            };
            (work(), replica_core::Consequences::default())
        })
    }

    /// Closes the log; nothing is appended to it any more.
    fn close(&self, now: Now) -> Result<(), LogError> {
        let mut hosted = self.lock();
        let _ = hosted.resign(now);
        hosted.log.close_clean()
    }

    /// Ends the hosting: everybody who waits is told, and `end` disposes of the log.
    pub(crate) fn retire(
        self: &Arc<Self>,
        now: Now,
        effects: &mut Effects,
        end: impl FnOnce(&mut PartitionLog) -> Result<(), LogError>,
    ) -> Result<(), LogError> {
        self.change(now, effects, |hosted| {
            hosted.retired = true;
            ((), hosted.resign(now))
        });
        let mut hosted = self.lock();
        hosted.mark_watchers(effects);
        end(&mut hosted.log)
    }
}

impl super::Hosted {
    /// Neither leads nor follows any more, whatever answers still come.
    fn resign(&mut self, now: Now) -> replica_core::Consequences {
        let gone = replica_core::Assignment {
            leader: None,
            leader_epoch: self.replica.leader_epoch().next(),
            partition_epoch: self.replica.partition_epoch().next(),
            ..replica_core::Assignment::default()
        };
        let nobody = |_| None;
        self.replica.apply_assignment(now.instant, &gone, &nobody)
    }
}
