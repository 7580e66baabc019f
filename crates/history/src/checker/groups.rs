//! Groups: who owns what, and what is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use super::{Key, Kind, Report, Shown};

#[derive(Default)]
struct Commits {
    /// Everything that was ever asked to be committed.
    asked: BTreeSet<i64>,
    highest_asked: i64,
    /// Whether every commit was above all before it: only then is "back" defined.
    fell: bool,
    acknowledged: Option<i64>,
    read: Option<i64>,
}

#[derive(Default)]
pub(super) struct Groups {
    owners: BTreeMap<(Arc<str>, i32, Key), Arc<str>>,
    commits: BTreeMap<(Arc<str>, Key), Commits>,
}

struct Of<'a>(&'a str, &'a Key);

impl fmt::Display for Of<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "group {} of {}", self.0, Shown(self.1))
    }
}

impl Groups {
    fn commits(&mut self, group: &Arc<str>, key: &Key) -> &mut Commits {
        let key = (group.clone(), key.clone());
        self.commits.entry(key).or_default()
    }

    pub(super) fn own(
        &mut self,
        group: &Arc<str>,
        generation: i32,
        member: &Arc<str>,
        owned: &[Key],
        report: &mut Report,
    ) {
        for key in owned {
            let place = (group.clone(), generation, key.clone());
            let owner = self.owners.entry(place).or_insert_with(|| member.clone());
            if owner != member {
                let evidence = format!("{owner} and {member} in generation {generation}");
                report.add(Kind::TwoOwners, Of(group, key), evidence);
            }
        }
    }

    pub(super) fn begin_commit(&mut self, group: &Arc<str>, key: &Key, offset: i64) {
        let commits = self.commits(group, key);
        commits.fell |= offset < commits.highest_asked;
        commits.highest_asked = commits.highest_asked.max(offset);
        commits.asked.insert(offset);
    }

    pub(super) fn acknowledge(&mut self, group: &Arc<str>, key: &Key, offset: i64) {
        let commits = self.commits(group, key);
        commits.acknowledged = commits.acknowledged.max(Some(offset));
    }

    /// The highest commit that was acknowledged so far; −1 when there is none.
    pub(super) fn acknowledged(&mut self, group: &Arc<str>, key: &Key) -> i64 {
        self.commits(group, key).acknowledged.unwrap_or(-1)
    }

    /// What a group has committed, by the coordinator's word; `acknowledged` had been when it was asked.
    pub(super) fn read(
        &mut self,
        group: &Arc<str>,
        key: &Key,
        offset: i64,
        acknowledged: i64,
        report: &mut Report,
    ) {
        let commits = self.commits(group, key);
        if offset >= 0 && !commits.asked.contains(&offset) {
            report.add(Kind::PhantomCommit, Of(group, key), format!("{offset}"));
        }
        if commits.fell {
            return;
        }
        let before = acknowledged.max(commits.read.unwrap_or(-1));
        if offset < before {
            let evidence = format!("{before} was known, {offset} is read");
            report.add(Kind::CommitWentBack, Of(group, key), evidence);
        }
        commits.read = commits.read.max(Some(offset));
    }
}
