//! Names: as they are, and as they were flushed.

use std::collections::BTreeMap;
use std::io;

use crate::Random;

/// What a name stands for, by number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Child {
    Dir(usize),
    File(usize),
}

type Names = BTreeMap<String, Child>;

#[derive(Clone, Debug, Default)]
struct Dir {
    names: Names,
    /// The names after each change since the last flush, from what was flushed on.
    history: Vec<Names>,
}

impl Dir {
    fn change(&mut self, change: impl FnOnce(&mut Names)) {
        self.history.push(self.names.clone());
        change(&mut self.names);
    }
}

/// All directories; the first is the root.
#[derive(Clone, Debug)]
pub(crate) struct Tree {
    dirs: Vec<Dir>,
}

impl Default for Tree {
    fn default() -> Self {
        Self {
            dirs: vec![Dir::default()],
        }
    }
}

fn split(path: &[String]) -> io::Result<(&[String], &String)> {
    path.split_last()
        .map(|(name, dir)| (dir, name))
        .ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

impl Tree {
    pub(crate) fn find(&self, path: &[String]) -> Option<Child> {
        path.iter().try_fold(Child::Dir(0), |at, name| match at {
            Child::Dir(dir) => self.dirs[dir].names.get(name).copied(),
            Child::File(_) => None,
        })
    }

    fn dir(&self, path: &[String]) -> io::Result<usize> {
        match self.find(path) {
            Some(Child::Dir(dir)) => Ok(dir),
            Some(Child::File(_)) => Err(io::ErrorKind::NotADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(crate) fn file(&self, path: &[String]) -> io::Result<usize> {
        match self.find(path) {
            Some(Child::File(file)) => Ok(file),
            Some(Child::Dir(_)) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    pub(crate) fn add(&mut self, path: &[String], child: Child) -> io::Result<()> {
        let (dir, name) = split(path)?;
        let dir = self.dir(dir)?;
        self.dirs[dir].change(|names| {
            names.insert(name.clone(), child);
        });
        Ok(())
    }

    pub(crate) fn make_dirs(&mut self, path: &[String]) -> io::Result<()> {
        for depth in 1..=path.len() {
            let part = &path[..depth];
            match self.find(part) {
                Some(Child::Dir(_)) => {}
                Some(Child::File(_)) => return Err(io::ErrorKind::NotADirectory.into()),
                None => {
                    self.dirs.push(Dir::default());
                    let dir = self.dirs.len() - 1;
                    self.add(part, Child::Dir(dir))?;
                }
            }
        }
        Ok(())
    }

    pub(crate) fn rename(&mut self, from: &[String], to: &[String]) -> io::Result<()> {
        let child = self.find(from).ok_or(io::ErrorKind::NotFound)?;
        let ((from_dir, from_name), (to_dir, to_name)) = (split(from)?, split(to)?);
        let (from_dir, to_dir) = (self.dir(from_dir)?, self.dir(to_dir)?);
        match (child, self.find(to)) {
            (Child::Dir(_), Some(Child::Dir(there))) if !self.dirs[there].names.is_empty() => {
                return Err(io::ErrorKind::DirectoryNotEmpty.into());
            }
            (Child::File(_), Some(Child::Dir(_))) => return Err(io::ErrorKind::IsADirectory.into()),
            _ => {}
        }
        if from_dir == to_dir {
            self.dirs[from_dir].change(|names| {
                names.remove(from_name);
                names.insert(to_name.clone(), child);
            });
        } else {
            self.dirs[to_dir].change(|names| {
                names.insert(to_name.clone(), child);
            });
            self.dirs[from_dir].change(|names| {
                names.remove(from_name);
            });
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, path: &[String]) -> io::Result<()> {
        self.find(path).ok_or(io::ErrorKind::NotFound)?;
        let (dir, name) = split(path)?;
        let dir = self.dir(dir)?;
        self.dirs[dir].change(|names| {
            names.remove(name);
        });
        Ok(())
    }

    pub(crate) fn list(&self, path: &[String]) -> io::Result<Vec<(String, Child)>> {
        let dir = self.dir(path)?;
        Ok(self.dirs[dir]
            .names
            .iter()
            .map(|(name, child)| (name.clone(), *child))
            .collect())
    }

    pub(crate) fn sync(&mut self, path: &[String]) -> io::Result<()> {
        let dir = self.dir(path)?;
        self.dirs[dir].history.clear();
        Ok(())
    }

    /// Goes back, in each directory, to some moment since its last flush.
    pub(crate) fn crash(&mut self, random: &mut Random) {
        for dir in &mut self.dirs {
            if dir.history.is_empty() {
                continue;
            }
            let place = usize::try_from(random.below(dir.history.len() as u64 + 1)).unwrap_or(0);
            if let Some(names) = dir.history.get(place) {
                dir.names = names.clone();
            }
            dir.history.clear();
        }
    }

    /// All paths, with the file's number where it is one, in order.
    pub(crate) fn walk(&self) -> Vec<(String, Option<usize>)> {
        let mut found = Vec::new();
        self.walk_dir(0, "", &mut found);
        found
    }

    fn walk_dir(&self, dir: usize, prefix: &str, found: &mut Vec<(String, Option<usize>)>) {
        for (name, child) in &self.dirs[dir].names {
            let path = format!("{prefix}/{name}");
            match child {
                Child::File(file) => found.push((path, Some(*file))),
                Child::Dir(dir) => {
                    found.push((path.clone(), None));
                    self.walk_dir(*dir, &path, found);
                }
            }
        }
    }

    /// Numbers of all files that have a name.
    pub(crate) fn files(&self) -> Vec<usize> {
        self.walk()
            .into_iter()
            .filter_map(|(_, file)| file)
            .collect()
    }
}
