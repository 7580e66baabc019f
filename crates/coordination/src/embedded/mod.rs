//! The store that needs nothing installed: a KRaft quorum of the controllers, over Kafka's own RPCs, whose log is
//! `__cluster_metadata-0`.
//!
//! One batch of records is one atomic append. A batch is told as committed when a majority has flushed it; a controller has
//! won when the first batch of its epoch is.

mod checkpoint;
mod drive;
mod log;
mod scrubbing;
mod serve;
mod state;
pub mod wire;

use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use metadata::Record;
use partition_log::{LogError, PartitionLog};
use quorum_core::{
    ElectionState, LogPosition, Quorum, QuorumDescription, QuorumSettings, RequestTag, Standing,
    State,
};
use types::{BrokerId, ControllerEpoch, Instant, Now, Offset, Timestamp};
use world::{CallError, CallId, Disk, Endpoint, FlushTicket};

use crate::{Effects, FetchedLog, LogFetch, Store, StoreEvent, Ticket};
pub(crate) use checkpoint::snapshot_batches;
use log::MetadataLog;
use scrubbing::Scrubbing;
pub use serve::SnapshotPart;
use state::StateFiles;

/// What a member of the quorum is told once.
#[derive(Clone, Debug)]
pub struct EmbeddedSettings {
    /// This node.
    pub node: BrokerId,
    /// All voters and where they listen.
    pub voters: BTreeMap<BrokerId, Endpoint>,
    /// The cluster that this node is known to belong to.
    pub cluster_id: Option<String>,
    /// The id to give a fresh cluster, should this node be its first leader.
    pub proposed_cluster_id: String,
    /// `controller.quorum.election.timeout.ms`.
    pub election_timeout: Duration,
    /// `controller.quorum.election.backoff.max.ms`.
    pub election_backoff_max: Duration,
    /// `controller.quorum.fetch.timeout.ms`.
    pub fetch_timeout: Duration,
    /// `controller.quorum.retry.backoff.ms`; not zero.
    pub retry_backoff: Duration,
    /// The directory of the log, where its state is kept too.
    pub directory: PathBuf,
    /// The directory of a partition of this node, if it holds any: then the cluster is not new, and a metadata log that is
    /// empty was lost.
    pub partition: Option<PathBuf>,
    /// `highwater.scrub.interval.ms`: within which all of the log is read again; none where it is not.
    pub scrub_interval: Option<Duration>,
    /// Spreads elections.
    pub seed: u64,
}

/// Why a member of the quorum cannot start or go on.
#[derive(Debug)]
pub enum EmbeddedError {
    /// The log failed.
    Log(LogError),
    /// A file beside the log failed.
    Io(io::Error),
    /// The log holds something that cannot be read.
    Damaged(String),
    /// The log begins above what the newest snapshot holds.
    Incomplete {
        /// Where.
        directory: PathBuf,
        /// The first offset that is kept.
        log_start: Offset,
        /// Where the newest snapshot ends.
        snapshot_end: Offset,
    },
    /// There is no metadata log, though the cluster had one, and nobody else to have it from.
    Lost {
        /// Where it is missing.
        directory: PathBuf,
        /// What tells that there was a cluster.
        partition: PathBuf,
    },
    /// The directory belongs to another cluster.
    OtherCluster {
        /// Where.
        directory: PathBuf,
        /// The id in it.
        found: String,
        /// The id that was expected.
        expected: String,
    },
    /// A leader sent records that do not fit.
    BadRecords(String),
}

impl fmt::Display for EmbeddedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log(error) => write!(f, "the metadata log: {error}"),
            Self::Io(error) => write!(f, "the metadata log: {error}"),
            Self::Damaged(why) | Self::BadRecords(why) => write!(f, "the metadata log: {why}"),
            Self::Incomplete {
                directory,
                log_start,
                snapshot_end,
            } => write!(
                f,
                "{} lacks the snapshot it needs: its log begins at offset {log_start}, its newest snapshot ends before \
                 {snapshot_end}. Restore the missing .checkpoint file, or move the directory away so that the other voters \
                 fill it again",
                directory.display()
            ),
            Self::Lost {
                directory,
                partition,
            } => write!(
                f,
                "{} holds no metadata, but there are partitions, such as {}: the metadata of this cluster is lost, and a new one \
                 would not know them. Nothing was changed. Restore that directory from a copy; or, to begin a new cluster, move \
                 the directories of all partitions out of log.dirs first",
                directory.display(),
                partition.display()
            ),
            Self::OtherCluster {
                directory,
                found,
                expected,
            } => write!(
                f,
                "{} belongs to the cluster {found}, this node to {expected}. Point metadata.log.dir (or log.dirs) at the \
                 right directory",
                directory.display()
            ),
        }
    }
}

impl std::error::Error for EmbeddedError {}

impl From<LogError> for EmbeddedError {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

impl From<io::Error> for EmbeddedError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a call that is under way asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) tag: RequestTag,
    pub(crate) what: wire::Api,
}

/// One member of the quorum, and the store that it is.
#[derive(Debug)]
pub struct Embedded {
    pub(crate) settings: EmbeddedSettings,
    pub(crate) quorum: Quorum,
    pub(crate) log: MetadataLog,
    pub(crate) files: StateFiles,
    /// Commits under way, with the offset of their last record.
    pub(crate) pending: VecDeque<(Ticket, Offset)>,
    /// What is to be stored before anything leaves.
    pub(crate) unsaved_election: Option<ElectionState>,
    pub(crate) unsaved_standing: Option<Standing>,
    /// The flush under way, and how far it reaches; less when the log was cut meanwhile.
    pub(crate) flush: Option<(FlushTicket, Offset)>,
    pub(crate) next_flush: u64,
    pub(crate) scrubbing: Scrubbing,
    pub(crate) calls: BTreeMap<CallId, Asked>,
    pub(crate) next_call: u64,
    /// The payload of the response that is being handled.
    pub(crate) payload: Option<Bytes>,
    /// The epoch that was told as won.
    pub(crate) won: Option<ControllerEpoch>,
    contesting: bool,
    pub(crate) failed: bool,
}

impl Embedded {
    /// Opens a member with its log, and tells what its newest snapshot holds.
    ///
    /// # Errors
    /// A directory that is damaged, incomplete or another cluster's.
    pub fn open(
        settings: EmbeddedSettings,
        disk: Arc<dyn Disk>,
        log: PartitionLog,
        now: Now,
        effects: &mut Effects,
    ) -> Result<Self, EmbeddedError> {
        let directory = settings.directory.clone();
        let files = StateFiles::new(directory.clone());
        let election = files.load_election(&*disk)?;
        let standing = files.load_standing(&*disk)?;
        let (log, snapshot) = MetadataLog::load(disk, log, directory.clone(), now)?;
        let may_found = !log.is_blank() || settings.partition.is_none();
        if !may_found {
            told_of_loss(&settings)?;
        }
        if election.is_none() {
            log.make_directory(&directory)?;
        }
        let mut election = election.unwrap_or_default();
        let written = quorum_core::LogFacts::end(&log).epoch;
        if election.epoch < written {
            // The log knows more than the file, which is not where it was: whoever led that epoch has been elected.
            election = ElectionState {
                epoch: written,
                leader: None,
                voted: None,
            };
        }
        let mut standing = known_standing(standing, &settings, &election, &log)?;
        standing.full &= may_found;
        let quorum_settings = QuorumSettings {
            node: settings.node,
            voters: settings.voters.keys().copied().collect(),
            election_timeout: settings.election_timeout,
            election_backoff_max: settings.election_backoff_max,
            fetch_timeout: settings.fetch_timeout,
            retry_backoff: settings.retry_backoff,
            proposed_cluster_id: settings.proposed_cluster_id.clone(),
            may_found,
            seed: settings.seed,
        };
        let quorum = Quorum::new(quorum_settings, election, standing, now.instant);
        if let Some((at, records)) = snapshot {
            effects.events.push(snapshot_event(at, records));
        }
        let scrubbing = Scrubbing::new(settings.scrub_interval, now.instant);
        Ok(Self {
            settings,
            scrubbing,
            quorum,
            log,
            files,
            pending: VecDeque::new(),
            unsaved_election: None,
            unsaved_standing: None,
            flush: None,
            next_flush: 0,
            calls: BTreeMap::new(),
            next_call: 0,
            payload: None,
            won: None,
            contesting: false,
            failed: false,
        })
    }

    /// The cluster's id, once something is known to be committed under it: no other will be accepted.
    #[must_use]
    pub fn cluster_id(&self) -> Option<&str> {
        let standing = self.quorum.standing();
        let id = standing.cluster_id.as_deref();
        id.filter(|_| standing.settled)
    }

    /// What the member is.
    #[must_use]
    pub fn state(&self) -> State {
        self.quorum.state()
    }

    /// The newest epoch and its leader, where known.
    #[must_use]
    pub fn leader(&self) -> (ControllerEpoch, Option<BrokerId>) {
        (ControllerEpoch(self.quorum.epoch().0), self.quorum.leader())
    }

    /// The quorum as this member sees it, when it leads.
    #[must_use]
    pub fn describe(&self, now: Now) -> Option<QuorumDescription> {
        self.quorum.describe(now.instant, &self.log)
    }

    /// The voters and where they listen.
    #[must_use]
    pub fn voters(&self) -> &BTreeMap<BrokerId, Endpoint> {
        &self.settings.voters
    }

    /// Whether it has stepped down and the other voters may not all know yet.
    #[must_use]
    pub fn is_handing_over(&self) -> bool {
        self.calls
            .values()
            .any(|asked| asked.what == wire::Api::EndQuorumEpoch)
    }

    /// Flushes and closes the log. The member takes part in nothing after.
    ///
    /// # Errors
    /// As the disk reports.
    pub fn close(&mut self) -> Result<(), LogError> {
        self.failed = true;
        self.log.close()
    }
}

/// The metadata log is empty, and partitions tell that it was not always. The other voters may have it; where there are none,
/// this node must not begin anew.
fn told_of_loss(settings: &EmbeddedSettings) -> Result<(), EmbeddedError> {
    let directory = settings.directory.clone();
    let partition = settings.partition.clone().unwrap_or_default();
    if settings.voters.keys().all(|voter| *voter == settings.node) {
        return Err(EmbeddedError::Lost {
            directory,
            partition,
        });
    }
    tracing::error!(
        directory = %directory.display(), partition = %partition.display(),
        "the metadata log is empty, but there are partitions: it was lost, and is taken from the other voters. If none of them has \
         it, restore this directory from a copy"
    );
    Ok(())
}

/// What a member knows of its past, from its file, its log and its node's settings.
fn known_standing(
    stored: Option<Standing>,
    settings: &EmbeddedSettings,
    election: &ElectionState,
    log: &MetadataLog,
) -> Result<Standing, EmbeddedError> {
    // A directory that Kafka made has no file of ours: what is in it tells whether its memory is whole.
    let full = !log.is_blank() || election.voted.is_some();
    let mut standing = stored.unwrap_or(Standing {
        full,
        ..Standing::default()
    });
    standing.full |= election.voted.is_some();
    let Some(expected) = settings.cluster_id.clone() else {
        return Ok(standing);
    };
    match standing.cluster_id {
        Some(found) if standing.settled && found != expected => Err(EmbeddedError::OtherCluster {
            directory: settings.directory.clone(),
            found,
            expected,
        }),
        _ => Ok(Standing {
            cluster_id: Some(expected),
            settled: true,
            full: standing.full,
        }),
    }
}

pub(crate) fn snapshot_event(at: LogPosition, records: Vec<Record>) -> StoreEvent {
    StoreEvent::Snapshot {
        last_offset: Offset(at.offset.0 - 1),
        epoch: ControllerEpoch(at.epoch.0),
        records,
    }
}

impl Store for Embedded {
    fn contest(&mut self, now: Now, effects: &mut Effects) {
        self.contesting = true;
        self.tick(now, effects);
    }

    fn commit(
        &mut self,
        now: Now,
        epoch: ControllerEpoch,
        ticket: Ticket,
        records: Vec<Record>,
        effects: &mut Effects,
    ) {
        let leading = self.quorum.won_epoch().map(|won| ControllerEpoch(won.0));
        if leading != Some(epoch) || self.failed {
            effects.events.push(StoreEvent::Cut { ticket, records: 0 });
            return;
        }
        if records.is_empty() {
            let last_offset = Offset(self.next_offset().0 - 1);
            effects.events.push(StoreEvent::Committed {
                ticket,
                last_offset,
            });
            return;
        }
        match self.log.append(self.quorum.epoch(), records, now) {
            Ok(last_offset) => {
                self.pending.push_back((ticket, last_offset));
                let mut actions = Vec::new();
                self.quorum
                    .on_appended(now.instant, &self.log, &mut actions);
                self.carry_out(now, actions, effects);
            }
            Err(error) => {
                effects.events.push(StoreEvent::Unknown { ticket });
                self.fail(&error, effects);
            }
        }
    }

    fn resign(&mut self, now: Now, epoch: ControllerEpoch, effects: &mut Effects) {
        if self.quorum.epoch().0 == epoch.0 {
            let mut actions = Vec::new();
            self.quorum.resign(now.instant, &mut actions);
            self.carry_out(now, actions, effects);
        }
    }

    fn next_offset(&self) -> Offset {
        quorum_core::LogFacts::end(&self.log).offset
    }

    fn fetch(&mut self, now: Now, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog {
        if !self.failed {
            let mut actions = Vec::new();
            let quorum = &mut self.quorum;
            quorum.on_fetch(now.instant, &fetch.request, &self.log, &mut actions);
            self.carry_out(now, actions, effects);
        }
        self.answer_fetch(fetch, effects)
    }

    fn fetch_again(&mut self, _now: Now, fetch: &LogFetch, effects: &mut Effects) -> FetchedLog {
        self.answer_fetch(fetch, effects)
    }

    fn keep_snapshot(
        &mut self,
        now: Now,
        last: LogPosition,
        written_at: Timestamp,
        records: &mut dyn Iterator<Item = Record>,
    ) -> io::Result<()> {
        let snapshot = LogPosition {
            epoch: last.epoch,
            offset: last.offset.next(),
        };
        self.log.keep_snapshot(snapshot, written_at, records, now)
    }

    fn bytes_since_snapshot(&self) -> u64 {
        self.log.bytes_since_snapshot
    }

    fn wants_snapshot(&self) -> bool {
        self.log.is_damaged()
    }

    fn on_flushed(
        &mut self,
        now: Now,
        ticket: FlushTicket,
        result: &io::Result<()>,
        effects: &mut Effects,
    ) -> bool {
        let Some((_, up_to)) = self.flush.filter(|(pending, _)| *pending == ticket) else {
            return self.on_scrubbed(now, ticket, result, effects);
        };
        self.flush = None;
        if let Err(error) = result {
            // What the disk holds now is unknown; another flush that succeeds would say nothing about it.
            let error = io::Error::new(error.kind(), format!("flushing failed: {error}"));
            self.fail(&EmbeddedError::Io(error), effects);
            return true;
        }
        self.log.finish_flush(up_to);
        let mut actions = Vec::new();
        self.quorum.on_flushed(now.instant, &self.log, &mut actions);
        self.carry_out(now, actions, effects);
        true
    }

    fn on_called(
        &mut self,
        now: Now,
        call: CallId,
        result: &Result<Bytes, CallError>,
        effects: &mut Effects,
    ) -> bool {
        let Some(asked) = self.calls.remove(&call) else {
            return false;
        };
        self.take_answer(now, asked, result, effects);
        true
    }

    fn tick(&mut self, now: Now, effects: &mut Effects) {
        if !self.contesting || self.failed {
            return;
        }
        if let Err(error) = self.log.remove_dropped(now.instant) {
            return self.fail(&error, effects);
        }
        self.scrub_when_due(now, effects);
        let mut actions = Vec::new();
        self.quorum.tick(now.instant, &self.log, &mut actions);
        self.carry_out(now, actions, effects);
    }

    fn next_deadline(&self) -> Instant {
        if self.contesting && !self.failed {
            let deadline = self.quorum.next_deadline().min(self.log.removal_due);
            deadline.min(self.scrubbing.due)
        } else {
            Instant::NEVER
        }
    }
}
