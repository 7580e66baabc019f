//! Files of metadata that are gone while the partitions are there: the start is refused with the file and the remedy, or they
//! are made anew, and no partition loses anything. And a metadata log that is damaged while the broker runs.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{admin, produce, read_all};
use crate::Failure;
use crate::brokers::{Broker, Kind};
use crate::cluster::{NewTopic, until};
use crate::report::Outcome;

const TOPIC: &str = "kept";
const RECORDS: i64 = 20;
/// Longest wait until damage is found and mended.
const LIMIT: Duration = Duration::from_secs(30);

/// What is taken away before a start.
struct Loss {
    name: &'static str,
    /// Whether a path below the log directory goes.
    takes: fn(&str) -> bool,
    /// What the refusal has to name; the start is not refused without any.
    named: &'static [&'static str],
}

const METADATA: &str = "__cluster_metadata-0";

const LOSSES: [Loss; 6] = [
    Loss {
        name: "meta.properties",
        takes: |path| path == "meta.properties",
        named: &["meta.properties", "restore the file"],
    },
    Loss {
        name: "the directory of the metadata log",
        takes: |path| path == METADATA,
        named: &[METADATA, "from a copy"],
    },
    Loss {
        name: "all files of the metadata log, but not its vote",
        takes: |path| {
            let mut parts = path.split('/');
            parts.next() == Some(METADATA)
                && parts.next().is_some_and(|name| !name.contains("-state"))
        },
        named: &[METADATA, "from a copy"],
    },
    Loss {
        name: "the vote of the controller",
        takes: |path| path.ends_with("quorum-state") || path.ends_with("voter-state"),
        named: &[],
    },
    Loss {
        name: "all checkpoints and markers",
        takes: |path| {
            !path.contains('/')
                && (path.ends_with("-checkpoint")
                    || path.starts_with(".kafka")
                    || path.starts_with(".highwater"))
        },
        named: &[],
    },
    Loss {
        name: "everything beside the segments of the partitions",
        takes: |path| path.starts_with(TOPIC) && path.contains('/') && !path.ends_with(".log"),
        named: &[],
    },
];

/// Each after a stop in order, and after a kill.
pub(super) fn suite(kind: &Kind) -> Vec<Outcome> {
    const ALL: &str = "disks: missing metadata deletes nothing";
    const DAMAGED: &str = "disks: a metadata log that is damaged is mended before the next start";
    let damaged = Outcome::of(DAMAGED, mends_damage(kind));
    let mut broker = match filled(kind, &[]) {
        Ok(broker) => broker,
        Err(why) => return vec![damaged, Outcome::of::<()>(ALL, Err(why))],
    };
    let mut outcomes = vec![damaged];
    for (killed, how) in [(false, "a stop"), (true, "a kill")] {
        for loss in &LOSSES {
            let name = format!("{ALL}: {}, after {how}", loss.name);
            let shown = shown(&mut broker, loss, killed);
            let failed = shown.is_err();
            outcomes.push(Outcome::of(name, shown));
            if failed {
                // The next ones would stand on what this one left.
                return outcomes;
            }
        }
    }
    outcomes
}

fn filled(kind: &Kind, settings: &[&str]) -> Result<Broker, Failure> {
    let broker = Broker::start(kind.clone(), settings)?;
    admin(&broker).create(&NewTopic::spread(TOPIC, 1, 1))?;
    for _ in 0..RECORDS {
        let code = produce(&broker, TOPIC, &[b'v'; 1000])?;
        if code != 0 {
            return Err(format!("a record is refused with error {code}"));
        }
    }
    Ok(broker)
}

fn shown(broker: &mut Broker, loss: &Loss, killed: bool) -> Result<(), Failure> {
    match killed {
        true => broker.kill(),
        false => broker.stop()?,
    }
    let data = broker.data();
    let before = segments(&data)?;
    let aside = data.with_extension("aside");
    let taken = take(&data, &aside, loss.takes)?;
    if taken.is_empty() {
        return Err("there is nothing to take away".to_owned());
    }
    if !loss.named.is_empty() {
        let Err(why) = broker.up() else {
            return Err("it starts as if nothing were missing".to_owned());
        };
        if let Some(missing) = loss.named.iter().find(|word| !why.contains(**word)) {
            return Err(format!("\"{missing}\" is not in: {why}"));
        }
        if segments(&data)? != before {
            return Err("the refused start has changed segments".to_owned());
        }
        put_back(&data, &aside, &taken)?;
    }
    broker.up()?;
    let found = read_all(broker, TOPIC)?;
    if found != RECORDS {
        return Err(format!("{found} of {RECORDS} records are there"));
    }
    // They take more, and the next case begins with what is there then.
    drop(fs::remove_dir_all(&aside));
    Ok(())
}

/// A lone broker finds the damage while it runs, and has a snapshot in its place: no other voter could help at the next start.
fn mends_damage(kind: &Kind) -> Result<(), Failure> {
    let mut broker = filled(kind, &["highwater.scrub.interval.ms=1000"])?;
    let directory = broker.data().join(METADATA);
    let damage = || -> std::io::Result<()> {
        let path = directory.join("00000000000000000000.log");
        let file = fs::File::options().read(true).write(true).open(path)?;
        let (mut byte, at) = ([0], file.metadata()?.len() / 2);
        file.read_exact_at(&mut byte, at)?;
        file.write_all_at(&[byte[0] ^ 0x10], at)
    };
    damage().map_err(|error| format!("{}: {error}", directory.display()))?;
    until(LIMIT, "a snapshot is made", || {
        let files = fs::read_dir(&directory).map_err(|error| error.to_string())?;
        let mut names = files.flatten().map(|file| file.file_name());
        let found = names.any(|name| name.to_string_lossy().ends_with(".checkpoint"));
        Ok(found.then_some(()))
    })?;
    broker.kill();
    broker.up()?;
    match read_all(&broker, TOPIC)? {
        RECORDS => Ok(()),
        found => Err(format!("{found} of {RECORDS} records are there")),
    }
}

/// All segments of all partitions, wherever they are set aside, with what is in them.
fn segments(data: &Path) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let all = paths(data)?.into_iter();
    let segments = all.filter(|path| path.contains(TOPIC) && path.ends_with(".log"));
    segments
        .map(|path| {
            let content = fs::read(data.join(&path));
            let content = content.map_err(|error| format!("{path}: {error}"))?;
            Ok((path, content))
        })
        .collect()
}

/// What is below a directory, two floors deep.
fn paths(data: &Path) -> Result<Vec<String>, Failure> {
    let list = |at: &Path| -> Result<Vec<PathBuf>, Failure> {
        let entries = fs::read_dir(at).map_err(|error| format!("{}: {error}", at.display()))?;
        Ok(entries.flatten().map(|entry| entry.path()).collect())
    };
    let mut all = Vec::new();
    for path in list(data)? {
        if path.is_dir() {
            all.extend(list(&path)?);
        }
        all.push(path);
    }
    let below = all.iter().filter_map(|path| path.strip_prefix(data).ok());
    Ok(below.map(|path| path.display().to_string()).collect())
}

/// Moves what is to go to another folder; its paths.
fn take(data: &Path, aside: &Path, takes: fn(&str) -> bool) -> Result<Vec<String>, Failure> {
    let taken: Vec<String> = paths(data)?
        .into_iter()
        .filter(|path| takes(path))
        .collect();
    moved(data, aside, &taken)?;
    Ok(taken)
}

fn put_back(data: &Path, aside: &Path, taken: &[String]) -> Result<(), Failure> {
    for path in taken {
        // The refused start may have made a file of that name.
        drop(fs::remove_file(data.join(path)));
    }
    moved(aside, data, taken)
}

fn moved(from: &Path, to: &Path, paths: &[String]) -> Result<(), Failure> {
    for path in paths {
        let target = to.join(path);
        let moved = target
            .parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::rename(from.join(path), &target));
        moved.map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}
