//! Znodes, and what a transaction does to them.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use world::{Change, EnsembleError, Stat, Write};

/// One znode.
#[derive(Clone, Debug, Default)]
struct Znode {
    data: Bytes,
    stat: Stat,
    names: BTreeSet<String>,
}

/// A change that the leader has checked: it succeeds on every server.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Create(String, Bytes, i64),
    Set(String, Bytes),
    Delete(String),
}

/// A tree of znodes after some transaction.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: BTreeMap<String, Znode>,
    /// The last transaction applied.
    pub(super) zxid: i64,
}

fn parent_and_name(path: &str) -> Option<(&str, &str)> {
    let (parent, name) = path.rsplit_once('/')?;
    Some((if parent.is_empty() { "/" } else { parent }, name))
}

impl Tree {
    pub(super) fn new() -> Self {
        let nodes = BTreeMap::from([("/".to_owned(), Znode::default())]);
        Self { nodes, zxid: 0 }
    }

    pub(super) fn get(&self, path: &str) -> Option<(Bytes, Stat)> {
        let node = self.nodes.get(path)?;
        let children = i32::try_from(node.names.len()).unwrap_or(i32::MAX);
        Some((
            node.data.clone(),
            Stat {
                children,
                ..node.stat
            },
        ))
    }

    pub(super) fn children(&self, path: &str) -> Option<Vec<String>> {
        Some(self.nodes.get(path)?.names.iter().cloned().collect())
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.nodes.keys()
    }

    pub(super) fn owned_by(&self, session: i64) -> Vec<String> {
        let owned = self
            .nodes
            .iter()
            .filter(|(_, node)| node.stat.owner == session);
        owned.map(|(path, _)| path.clone()).collect()
    }

    /// The changes of a write, if all of them can be made here one after the other, and what each leaves.
    pub(super) fn check(
        &self,
        zxid: i64,
        session: i64,
        writes: &[Write],
    ) -> Result<(Vec<Step>, Vec<Option<Stat>>), EnsembleError> {
        let mut scratch = Scratch {
            tree: self,
            touched: BTreeMap::new(),
        };
        let mut changes = Vec::new();
        let mut stats = Vec::new();
        for (index, write) in writes.iter().enumerate() {
            let refused = |error| EnsembleError::Refused {
                index,
                error: Box::new(error),
            };
            let (change, stat) = scratch.step(zxid, session, write).map_err(refused)?;
            changes.extend(change);
            stats.push(stat);
        }
        Ok((changes, stats))
    }

    /// Makes the changes of one transaction, and says what a watch sees of them, in order.
    pub(super) fn apply(&mut self, zxid: i64, changes: &[Step]) -> Vec<(String, Change)> {
        let mut seen = Vec::new();
        for change in changes {
            match change {
                Step::Create(path, data, owner) => {
                    let stat = Stat {
                        created: zxid,
                        modified: zxid,
                        owner: *owner,
                        ..Stat::default()
                    };
                    let node = Znode {
                        data: data.clone(),
                        stat,
                        names: BTreeSet::new(),
                    };
                    self.nodes.insert(path.clone(), node);
                    seen.push((path.clone(), Change::Created));
                    if let Some((parent, name)) = parent_and_name(path) {
                        if let Some(parent) = self.nodes.get_mut(parent) {
                            parent.names.insert(name.to_owned());
                        }
                        seen.push((parent.to_owned(), Change::Children));
                    }
                }
                Step::Set(path, data) => {
                    if let Some(node) = self.nodes.get_mut(path) {
                        node.data = data.clone();
                        node.stat.version += 1;
                        node.stat.modified = zxid;
                    }
                    seen.push((path.clone(), Change::Data));
                }
                Step::Delete(path) => {
                    self.nodes.remove(path);
                    seen.push((path.clone(), Change::Deleted));
                    if let Some((parent, name)) = parent_and_name(path) {
                        if let Some(parent) = self.nodes.get_mut(parent) {
                            parent.names.remove(name);
                        }
                        seen.push((parent.to_owned(), Change::Children));
                    }
                }
            }
        }
        self.zxid = zxid;
        seen
    }
}

/// What a write has come to so far, before it counts. None is a znode that is gone.
struct Scratch<'a> {
    tree: &'a Tree,
    touched: BTreeMap<String, Option<(Stat, usize)>>,
}

impl Scratch<'_> {
    fn look(&self, path: &str) -> Option<(Stat, usize)> {
        if let Some(touched) = self.touched.get(path) {
            return *touched;
        }
        self.tree
            .nodes
            .get(path)
            .map(|node| (node.stat, node.names.len()))
    }

    fn count(&mut self, path: &str, more: bool) -> Result<(), EnsembleError> {
        let Some((parent, _)) = parent_and_name(path) else {
            return Err(EnsembleError::Other(-8));
        };
        let (stat, count) = self.look(parent).ok_or(EnsembleError::NoNode)?;
        if more && stat.owner != 0 {
            // NoChildrenForEphemerals.
            return Err(EnsembleError::Other(-108));
        }
        let count = if more {
            count + 1
        } else {
            count.saturating_sub(1)
        };
        self.touched.insert(parent.to_owned(), Some((stat, count)));
        Ok(())
    }

    fn at_version(&self, path: &str, version: Option<i32>) -> Result<(Stat, usize), EnsembleError> {
        let (stat, count) = self.look(path).ok_or(EnsembleError::NoNode)?;
        match version {
            Some(version) if version != stat.version => Err(EnsembleError::BadVersion),
            _ => Ok((stat, count)),
        }
    }

    fn step(
        &mut self,
        zxid: i64,
        session: i64,
        write: &Write,
    ) -> Result<(Option<Step>, Option<Stat>), EnsembleError> {
        match write {
            Write::Create {
                path,
                data,
                ephemeral,
            } => {
                if self.look(path).is_some() {
                    return Err(EnsembleError::NodeExists);
                }
                self.count(path, true)?;
                let owner = if *ephemeral { session } else { 0 };
                let stat = Stat {
                    created: zxid,
                    modified: zxid,
                    owner,
                    ..Stat::default()
                };
                self.touched.insert(path.clone(), Some((stat, 0)));
                let change = Step::Create(path.clone(), data.clone(), owner);
                Ok((Some(change), Some(stat)))
            }
            Write::Set {
                path,
                data,
                version,
            } => {
                let (mut stat, count) = self.at_version(path, *version)?;
                stat.version += 1;
                stat.modified = zxid;
                self.touched.insert(path.clone(), Some((stat, count)));
                let children = i32::try_from(count).unwrap_or(i32::MAX);
                let told = Stat { children, ..stat };
                Ok((Some(Step::Set(path.clone(), data.clone())), Some(told)))
            }
            Write::Delete { path, version } => {
                let (_, count) = self.at_version(path, *version)?;
                if count > 0 {
                    return Err(EnsembleError::NotEmpty);
                }
                self.count(path, false)?;
                self.touched.insert(path.clone(), None);
                Ok((Some(Step::Delete(path.clone())), None))
            }
            Write::Check { path, version } => {
                self.at_version(path, Some(*version))?;
                Ok((None, None))
            }
        }
    }
}
