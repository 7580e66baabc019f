//! What an active controller's store holds: the image after all that it has asked to commit, and what is under way.

use std::collections::{BTreeSet, VecDeque};

use metadata::{Image, Record, Topic, replay};
use types::{ControllerEpoch, Now, Offset, Timestamp};
use world::Write;

use super::served::ServedLog;
use super::znodes::{
    Change, Known, Needed, Picture, Planned, cleanup, content, needed, paths, writes,
};
use crate::{Effects, StoreEvent, Ticket};

/// Most bytes of one write: half of what a ZooKeeper server takes by default (`jute.maxbuffer`).
const WRITE_BYTES_MAX: usize = 512 << 10;
/// A single record beyond this cannot be written at all.
const RECORD_BYTES_MAX: usize = 1_000_000;
/// Most bytes of a topic's assignment, which is one znode: what else the write of one partition holds fits beside it.
pub const TOPIC_BYTES_MAX: usize = 990_000;
const _: () = assert!(TOPIC_BYTES_MAX + 4_096 < RECORD_BYTES_MAX);
/// What one change costs beside its path and content.
const CHANGE_BYTES: usize = 48;
/// Most records of one write.
const RECORDS_MAX: usize = 2_000;
/// Changes of one write that clears away what is left of a removed topic.
const CLEANUP_CHANGES: usize = 1_000;

/// Where the log of a controller begins.
pub(super) fn log_start(epoch: ControllerEpoch) -> Offset {
    Offset(i64::from(epoch.0) << 32)
}

/// One controllership.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Term {
    pub(super) epoch: ControllerEpoch,
    /// The version of `/controller_epoch` that every write checks.
    pub(super) epoch_version: i32,
    /// The version of the last commit's znode: each commit expects the one before it.
    pub(super) commit_version: i32,
}

/// Records that the controller asked to commit.
#[derive(Debug)]
struct Commit {
    ticket: Ticket,
    /// Not sent yet.
    records: VecDeque<Record>,
    /// Committed and told.
    told: usize,
    /// Sent, and not answered.
    sent: usize,
    /// Some of it cannot be written.
    is_broken: bool,
}

/// One write under way.
#[derive(Clone, Debug)]
pub(super) struct Flying {
    pub(super) sequence: u64,
    pub(super) base_offset: Offset,
    pub(super) written_at: Timestamp,
    /// None for a write that only clears away.
    pub(super) records: Vec<Record>,
    pub(super) writes: Vec<Write>,
}

#[derive(Debug)]
pub(super) struct Lead {
    pub(super) term: Term,
    pub(super) log: ServedLog,
    /// After everything that is sent.
    pub(super) image: Image,
    known: Known,
    commits: VecDeque<Commit>,
    /// Ends of commits of which nothing could be written.
    pub(super) broken: Vec<StoreEvent>,
    /// Writes that clear away: they go before anything else.
    cleanups: VecDeque<Vec<Write>>,
    pub(super) flight: VecDeque<Flying>,
    next_sequence: u64,
    /// Of the first record that is not sent.
    planned: Offset,
    /// Of the first record that was not asked for.
    pub(super) next_offset: Offset,
    /// Nothing more is sent: the controllership ends when everything is answered.
    pub(super) ending: bool,
    /// `/controller` is given back at the end.
    pub(super) resigns: bool,
    /// The connection ended: what is in flight may have been committed or not.
    pub(super) is_in_doubt: bool,
}

impl Lead {
    pub(super) fn new(
        term: Term,
        image: Image,
        picture: &Picture,
        now: Timestamp,
        records: &[Record],
    ) -> Self {
        let start = log_start(term.epoch);
        let below_topics = format!("{}/", paths::TOPICS);
        let found = picture
            .keys()
            .filter(|path| !path.starts_with(&below_topics));
        let mut known: Known = found.cloned().collect();
        // The picture shows the others, where nobody has removed them.
        let unread = paths::FOUNDATIONS
            .into_iter()
            .filter(|path| needed(path) == Needed::Nothing);
        known.extend(unread.map(str::to_owned));
        let all: BTreeSet<String> = picture.keys().cloned().collect();
        let below_deletions = format!("{}/", paths::DELETIONS);
        let marked = picture
            .keys()
            .filter_map(|path| path.strip_prefix(&below_deletions));
        let mut cleanups = VecDeque::new();
        for topic in marked {
            cleanups.extend(in_parts(cleanup(topic, &all)));
        }
        Self {
            log: ServedLog::new(start, term.epoch, now, records),
            term,
            image,
            known,
            commits: VecDeque::new(),
            broken: Vec::new(),
            cleanups,
            flight: VecDeque::new(),
            next_sequence: 1,
            planned: start,
            next_offset: start,
            ending: false,
            resigns: false,
            is_in_doubt: false,
        }
    }

    pub(super) fn push(&mut self, ticket: Ticket, records: Vec<Record>, effects: &mut Effects) {
        if records.is_empty() {
            let last_offset = Offset(self.next_offset.0 - 1);
            effects.events.push(StoreEvent::Committed {
                ticket,
                last_offset,
            });
            return;
        }
        self.next_offset = self.next_offset + i64::try_from(records.len()).unwrap_or(i64::MAX);
        self.commits.push_back(Commit {
            ticket,
            records: records.into(),
            told: 0,
            sent: 0,
            is_broken: false,
        });
    }

    /// The next write to send, if there is any: records in their order, as many as fit, cut between two of them.
    pub(super) fn plan(&mut self, now: Now) -> Option<Flying> {
        if let Some(writes) = self.cleanups.pop_front() {
            return Some(self.fly(now, Vec::new(), writes));
        }
        let place = self
            .commits
            .iter()
            .position(|commit| !commit.records.is_empty())?;
        let commit = self.commits.get_mut(place)?;
        let waiting = commit.records.make_contiguous();
        let mut count = waiting.len().min(RECORDS_MAX);
        loop {
            let records = waiting.get(..count)?;
            match fit(
                &self.image,
                &self.known,
                self.planned,
                self.term.epoch,
                records,
            ) {
                Ok((image, planned)) => {
                    let records: Vec<Record> = commit.records.drain(..count).collect();
                    commit.sent += count;
                    self.take_in(image, &planned);
                    return Some(self.fly(now, records, planned.writes));
                }
                Err(_) if count > 1 => count /= 2,
                Err(why) => {
                    tracing::error!("a record is not written to ZooKeeper: {why}");
                    self.drop_rest(place);
                    return self.plan(now);
                }
            }
        }
    }

    /// The rest of a commit cannot be written: nobody is to decide it again, so whoever asked is told that he must look.
    fn drop_rest(&mut self, place: usize) {
        let Some(commit) = self.commits.get_mut(place) else {
            return;
        };
        let dropped = std::mem::take(&mut commit.records).len();
        self.next_offset = Offset(self.next_offset.0 - i64::try_from(dropped).unwrap_or(0));
        commit.is_broken = true;
        if commit.sent == 0 {
            let ticket = commit.ticket;
            self.commits.remove(place);
            self.broken.push(StoreEvent::Unknown { ticket });
        }
    }

    fn take_in(&mut self, image: Image, planned: &Planned) {
        for topic in &planned.marked {
            if let Some(last) = self.image.topic(topic) {
                let parts = parts(last, &self.known);
                self.cleanups.extend(in_parts(cleanup(topic, &parts)));
            }
        }
        let gone =
            |path: &String| planned.removed.contains(path) || is_below(path, &planned.marked);
        if !planned.removed.is_empty() || !planned.marked.is_empty() {
            self.known.retain(|path| !gone(path));
        }
        let marks: BTreeSet<_> = planned
            .marked
            .iter()
            .map(|topic| paths::deletion(topic))
            .collect();
        self.known.extend(planned.made.difference(&marks).cloned());
        self.image = image;
    }

    fn fly(&mut self, now: Now, records: Vec<Record>, mut changes: Vec<Write>) -> Flying {
        let sequence = self.next_sequence;
        self.next_sequence += 1;
        let mut writes = vec![
            Write::Check {
                path: paths::CONTROLLER_EPOCH.to_owned(),
                version: self.term.epoch_version,
            },
            Write::Set {
                path: paths::COMMIT.to_owned(),
                data: content::commit(self.term.epoch, sequence),
                version: Some(self.term.commit_version),
            },
        ];
        self.term.commit_version += 1;
        writes.append(&mut changes);
        let base_offset = self.planned;
        self.planned = self.planned + i64::try_from(records.len()).unwrap_or(i64::MAX);
        let flying = Flying {
            sequence,
            base_offset,
            written_at: now.wall,
            records,
            writes,
        };
        self.flight.push_back(flying.clone());
        flying
    }

    /// So many records more of the oldest commit are committed and told, the last of them at this offset; its end, if it has come.
    pub(super) fn told(&mut self, count: usize, last_offset: Offset) -> Option<StoreEvent> {
        let commit = self.commits.front_mut()?;
        commit.told += count;
        commit.sent -= count;
        if commit.sent == 0 && commit.records.is_empty() {
            let Commit {
                ticket, is_broken, ..
            } = self.commits.pop_front()?;
            return Some(match is_broken {
                true => StoreEvent::Unknown { ticket },
                false => StoreEvent::Committed {
                    ticket,
                    last_offset,
                },
            });
        }
        None
    }

    /// Tells the end of every commit that is under way: of those that are in flight nobody knows.
    pub(super) fn end_commits(self, effects: &mut Effects) {
        for commit in self.commits {
            let ticket = commit.ticket;
            effects.events.push(match commit.sent {
                0 => StoreEvent::Cut {
                    ticket,
                    records: commit.told,
                },
                _ => StoreEvent::Unknown { ticket },
            });
        }
    }

    /// What is in flight was not committed, and never will be.
    pub(super) fn ground(&mut self) {
        self.flight.clear();
        for commit in &mut self.commits {
            commit.sent = 0;
        }
    }
}

fn is_below(path: &str, topics: &[String]) -> bool {
    let roots = [paths::TOPIC_EXTRAS, paths::TOPIC_CONFIGS];
    topics.iter().any(|topic| {
        roots.iter().any(|root| {
            let rest = path
                .strip_prefix(root)
                .and_then(|rest| rest.strip_prefix('/'));
            let rest = rest.and_then(|rest| rest.strip_prefix(topic.as_str()));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    })
}

/// The znodes that exist of a topic.
fn parts(topic: &Topic, known: &Known) -> BTreeSet<String> {
    let name = topic.name.as_str();
    let mut parts: BTreeSet<_> = known
        .iter()
        .filter(|path| is_below(path, &[name.to_owned()]))
        .cloned()
        .collect();
    parts.insert(paths::topic(name));
    parts.insert(paths::partitions(name));
    for &index in topic.partitions.keys() {
        parts.insert(paths::partition(name, index));
        parts.insert(paths::state(name, index));
    }
    parts
}

fn in_parts(writes: Vec<Write>) -> Vec<Vec<Write>> {
    writes
        .chunks(CLEANUP_CHANGES)
        .map(<[Write]>::to_vec)
        .collect()
}

/// What some records write, if they fit into one write.
fn fit(
    image: &Image,
    known: &Known,
    base: Offset,
    epoch: ControllerEpoch,
    records: &[Record],
) -> Result<(Image, Planned), String> {
    let (after, delta) = replay(image, base, epoch, records).map_err(|error| error.to_string())?;
    let change = Change {
        before: image,
        after: &after,
        delta: &delta,
        records,
        epoch,
    };
    let planned = writes(&change, known)?;
    if !planned.marked.is_empty() && records.len() > 1 {
        return Err("a large topic is removed by a write of its own".to_owned());
    }
    let bytes: usize = planned.writes.iter().map(size).sum();
    let limit = if records.len() > 1 {
        WRITE_BYTES_MAX
    } else {
        RECORD_BYTES_MAX
    };
    if bytes > limit {
        return Err(format!(
            "{bytes} bytes are more than the {limit} that a ZooKeeper server takes at once (jute.maxbuffer)"
        ));
    }
    Ok((after, planned))
}

fn size(write: &Write) -> usize {
    let data = match write {
        Write::Create { data, .. } | Write::Set { data, .. } => data.len(),
        Write::Delete { .. } | Write::Check { .. } => 0,
    };
    CHANGE_BYTES + write.path().len() + data
}
