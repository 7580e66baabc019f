//! The cluster of one case: who plays which part, how a fault is made, and how it ends.

use std::fs::{self, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::Case;
use super::cases::{Hurt, Setup, Step, Who};
use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::process::{Output, Run};
use crate::tools;

/// What is written to and read from.
pub(super) const TOPIC: &str = "chaos";
/// Its partitions.
pub(super) const PARTITIONS: i32 = 3;
/// Longest wait until all is whole again.
const WHOLE_LIMIT: Duration = Duration::from_secs(90);
/// Of a disk that can be filled: small beside this machine's memory, large beside what a case writes.
const DISK_BYTES: &str = "2g";
/// The file that takes the room of a disk.
const BALLAST: &str = "ballast";
/// Bytes of it that are written, after the others were allocated in one call.
const FILLED_LAST: u64 = 128 << 20;
/// Which files a failing disk fails for: those of the topic's partitions.
const PART: &str = "/chaos-";

/// A cluster with its parts given out.
#[derive(Debug)]
pub(super) struct Scene {
    pub(super) cluster: Cluster,
    /// Leader, follower and the other one.
    parts: [i32; 3],
    mounts: Vec<PathBuf>,
}

impl Scene {
    /// Starts the cluster, gives out the parts and makes the topic.
    pub(super) fn set(case: &Case, kind: &Kind) -> Result<Self, Failure> {
        let mut scene = Self {
            cluster: Cluster::prepare(kind, &layout(case))?,
            parts: [0, 1, 2],
            mounts: Vec::new(),
        };
        for id in scene.cluster.brokers() {
            scene.prepare(case.setup, id)?;
        }
        scene.cluster.launch()?;
        let active = scene.cluster.admin().controller()?;
        let others: Vec<i32> = scene
            .cluster
            .brokers()
            .into_iter()
            .filter(|id| *id != active)
            .collect();
        let [one, other] = others.as_slice() else {
            return Err("three brokers are expected".to_owned());
        };
        scene.parts = match case.controller {
            Who::Leader => [active, *one, *other],
            Who::Follower => [*one, active, *other],
            Who::Other => [*one, *other, active],
        };
        scene.make_topic(case.setup)?;
        Ok(scene)
    }

    /// What a node needs before it starts.
    fn prepare(&mut self, setup: Setup, id: i32) -> Result<(), Failure> {
        let ours = self.cluster.kind().is_ours();
        let node = self.cluster.node(id)?;
        let mut libraries = vec![
            tools::disk_faults()
                .map_err(|missing| missing.to_string())?
                .display()
                .to_string(),
        ];
        let control = node.folder().join("disk-fault").display().to_string();
        node.set_variable("HIGHWATER_DISK_FAULT", &control);
        match setup {
            Setup::Plain | Setup::Flushed | Setup::SmallSegments => {}
            Setup::TwoDisks => {
                if !ours {
                    return Err("skipped: Kafka's directories are formatted before".to_owned());
                }
                let metadata = node.folder().join("metadata");
                node.set(&format!("metadata.log.dir={}", metadata.display()))?;
            }
            Setup::SmallDisks => {
                let data = node.data();
                self.mounts.push(data.clone());
                mount(&data)?;
            }
            Setup::OwnClocks => {
                let faketime =
                    tools::faketime().map_err(|missing| format!("skipped: {missing}"))?;
                libraries.push(faketime.display().to_string());
                let file = node.folder().join("clock");
                fs::write(&file, "+0\n").map_err(|error| error.to_string())?;
                for (name, value) in [
                    (
                        "FAKETIME_TIMESTAMP_FILE",
                        file.display().to_string().as_str(),
                    ),
                    ("FAKETIME_CACHE_DURATION", "1"),
                    ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
                    ("DONT_FAKE_MONOTONIC", "1"),
                    ("NO_FAKE_STAT", "1"),
                ] {
                    node.set_variable(name, value);
                }
            }
        }
        node.set_variable("LD_PRELOAD", &libraries.join(":"));
        Ok(())
    }

    fn make_topic(&self, setup: Setup) -> Result<(), Failure> {
        let placed = vec![self.parts.as_slice(); usize::try_from(PARTITIONS).unwrap_or(1)];
        let topic = NewTopic::placed(TOPIC, &placed).with("min.insync.replicas", "2");
        let topic = match setup {
            Setup::Plain | Setup::SmallDisks => topic,
            Setup::Flushed | Setup::TwoDisks => topic.with("flush.messages", "1"),
            Setup::SmallSegments => topic.with("segment.bytes", "1048576"),
            Setup::OwnClocks => topic
                .with("segment.bytes", "1048576")
                .with("retention.ms", "3600000")
                // By default what is an hour ahead of the leader's clock is refused (KIP-937), as it should be.
                .with("message.timestamp.after.max.ms", "9223372036854775807"),
        };
        self.cluster.admin().create(&topic)
    }

    fn id(&self, who: Who) -> i32 {
        self.parts[match who {
            Who::Leader => 0,
            Who::Follower => 1,
            Who::Other => 2,
        }]
    }

    /// Makes a fault.
    pub(super) fn hurt(&mut self, step: Step) -> Result<(), Failure> {
        let id = self.id(step.who);
        match step.hurt {
            Hurt::Kill => self.cluster.node(id)?.kill(),
            Hurt::Restart => {
                let node = self.cluster.node(id)?;
                node.kill();
                node.spawn()?;
            }
            Hurt::Stop => self.cluster.node(id)?.stop()?,
            Hurt::Pause => self.cluster.node(id)?.pause()?,
            Hurt::Isolate => self.cluster.isolate(id)?,
            Hurt::Mute => self.cluster.mute(id, None)?,
            Hurt::Deafen => self.cluster.deafen(id)?,
            Hurt::CutFrom(other) => self.cluster.cut(id, self.id(other))?,
            Hurt::LoseTo(other) => self.cluster.mute(id, Some(self.id(other)))?,
            Hurt::FillDisk => fill(&self.cluster.node(id)?.data())?,
            Hurt::FailFlushes => self.disk_fault(id, &format!("fail {PART}"))?,
            Hurt::SlowFlushes(ms) => self.disk_fault(id, &format!("slow {ms} /"))?,
            Hurt::Clock(offset) => self.set_clock(id, offset)?,
            Hurt::Damage => self.damage(id)?,
            Hurt::KillEnsembleLeader => {
                let ensemble = self.cluster.ensemble()?;
                let leader = ensemble.leader().ok_or("the ensemble has no leader")?;
                ensemble.kill(leader);
            }
            Hurt::KillEnsemble => {
                let ensemble = self.cluster.ensemble()?;
                (0..ENSEMBLE).for_each(|server| ensemble.kill(server));
            }
        }
        Ok(())
    }

    /// Ends all faults.
    pub(super) fn mend(&mut self, case: &Case) -> Result<(), Failure> {
        self.cluster.heal()?;
        for step in case.steps {
            let id = self.id(step.who);
            match step.hurt {
                Hurt::FillDisk => {
                    let ballast = self.cluster.node(id)?.data().join(BALLAST);
                    drop(fs::remove_file(ballast));
                }
                Hurt::FailFlushes | Hurt::SlowFlushes(_) => self.disk_fault(id, "")?,
                Hurt::Clock(_) => self.set_clock(id, "+0")?,
                Hurt::KillEnsembleLeader | Hurt::KillEnsemble => self.mend_ensemble()?,
                _ => {}
            }
            // A disk that failed is out of use until the process is started again.
            let failed = matches!(step.hurt, Hurt::FailFlushes);
            let node = self.cluster.node(id)?;
            if node.is_paused() {
                node.resume()?;
            } else if failed || !node.is_alive() {
                node.kill();
                node.spawn()?;
            }
        }
        Ok(())
    }

    fn mend_ensemble(&mut self) -> Result<(), Failure> {
        let ensemble = self.cluster.ensemble()?;
        for server in 0..ENSEMBLE {
            if ensemble.id(server).is_none() {
                ensemble.start(server)?;
            }
        }
        Ok(())
    }

    /// Waits until every node serves, every replica is in sync, and all copies are the same bytes: how many.
    pub(super) fn heal(&mut self) -> Result<u64, Failure> {
        self.cluster.wait_until_formed()?;
        until(WHOLE_LIMIT, "all replicas are in sync", || {
            let view = self.cluster.admin().topic(TOPIC)?;
            let out = view
                .partitions
                .iter()
                .find(|view| view.isr.len() < view.replicas.len());
            match out {
                None => Ok(Some(())),
                Some(view) => Err(format!("{view:?}")),
            }
        })?;
        until(WHOLE_LIMIT, "replicas are the same bytes", || {
            self.equal().map(Some)
        })
    }

    /// How many bytes each replica has, where all have the same. Nothing is written any more: all of it is below the
    /// high watermark.
    fn equal(&mut self) -> Result<u64, Failure> {
        let mut bytes = 0;
        for partition in 0..PARTITIONS {
            let mut logs = Vec::new();
            for id in self.parts {
                logs.push((id, self.cluster.node(id)?.log_bytes(TOPIC, partition)?));
            }
            let Some((_, first)) = logs.first() else {
                continue;
            };
            bytes += first.len() as u64;
            for (id, log) in &logs {
                let differ = log.iter().zip(first).position(|(one, other)| one != other);
                if let Some(at) = differ.or((log.len() != first.len()).then_some(log.len())) {
                    return Err(format!(
                        "{TOPIC}-{partition} of {id} differs from that of {} at byte {at} ({} and {} bytes)",
                        self.parts[0],
                        log.len(),
                        first.len()
                    ));
                }
            }
        }
        Ok(bytes)
    }

    /// Who leads the first partition now; -1 where nobody knows.
    pub(super) fn leader(&self) -> i32 {
        let view = self.cluster.admin().partition(TOPIC);
        view.map_or(-1, |view| view.leader)
    }

    /// Who led when the case began.
    pub(super) fn first_leader(&self) -> i32 {
        self.parts[0]
    }

    /// Changes the last byte of the log of a follower, which no longer runs.
    pub(super) fn swap_tail(&mut self) -> Result<(), Failure> {
        let id = self.parts[1];
        let segments = self.cluster.node(id)?.segments(TOPIC, 0)?;
        let last = segments.last().ok_or("there is no segment")?;
        flip(last, len(last)?.saturating_sub(1))
    }

    fn disk_fault(&mut self, id: i32, fault: &str) -> Result<(), Failure> {
        let control = self.cluster.node(id)?.folder().join("disk-fault");
        replace(&control, fault)
    }

    fn set_clock(&mut self, id: i32, offset: &str) -> Result<(), Failure> {
        let file = self.cluster.node(id)?.folder().join("clock");
        replace(&file, &format!("{offset}\n"))
    }

    fn damage(&mut self, id: i32) -> Result<(), Failure> {
        for partition in 0..PARTITIONS {
            let segments = self.cluster.node(id)?.segments(TOPIC, partition)?;
            if segments.len() < 3 {
                return Err("there are not three segments to damage the first of".to_owned());
            }
            let first = segments.first().ok_or("there is no segment")?;
            flip(first, len(first)? / 2)?;
        }
        Ok(())
    }
}

impl Drop for Scene {
    fn drop(&mut self) {
        for id in self.cluster.brokers() {
            if let Ok(node) = self.cluster.node(id) {
                node.kill();
            }
        }
        for mount in &self.mounts {
            // What stays mounted keeps its folder, and is seen as litter in the target folder.
            drop(Run::new("umount").args([mount]).output());
        }
    }
}

/// Servers of an ensemble.
const ENSEMBLE: usize = 3;

fn layout(case: &Case) -> Layout {
    let layout = match case.ensemble {
        // The shortest session that an ensemble grants by default.
        true => Layout::in_zookeeper(3, ENSEMBLE).with("zookeeper.session.timeout.ms=4000"),
        false => Layout::combined(3),
    };
    // A cluster misses a broker after three seconds whichever it is.
    let layout = layout
        .networked()
        .with("broker.session.timeout.ms=3000")
        .with("broker.heartbeat.interval.ms=500")
        .with("replica.lag.time.max.ms=3000")
        .with("log.retention.check.interval.ms=1000");
    match case.setup {
        // All that is written in a case has to be read within the time that its fault lasts.
        Setup::SmallSegments => layout
            .with("highwater.scrub.interval.ms=1000")
            .with("highwater.scrub.bytes.per.second=104857600"),
        _ => layout,
    }
}

fn mount(data: &Path) -> Result<(), Failure> {
    let aside = data.with_extension("before");
    fs::create_dir_all(data).map_err(|error| error.to_string())?;
    fs::rename(data, &aside).map_err(|error| error.to_string())?;
    fs::create_dir_all(data).map_err(|error| error.to_string())?;
    Run::new("mount")
        .args(["-t", "tmpfs", "-o", &format!("size={DISK_BYTES}"), "tmpfs"])
        .args([data])
        .output()
        .and_then(Output::success)
        .map_err(|why| format!("skipped: no file system can be mounted: {why}"))?;
    // What a format step has left goes with it.
    Run::new("cp")
        .args(["-a".as_ref(), aside.join(".").as_os_str(), data.as_os_str()])
        .output()
        .and_then(Output::success)
        .map(drop)
}

/// Takes all the room that there is, while others write.
fn fill(data: &Path) -> Result<(), Failure> {
    let said = Run::new("stat")
        .args(["-f", "-c", "%a %S"])
        .args([data])
        .output()
        .and_then(Output::success)?
        .text();
    let mut numbers = said
        .split_whitespace()
        .filter_map(|word| word.parse::<u64>().ok());
    let (blocks, size) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let ballast = data.join(BALLAST);
    let most = (blocks * size).saturating_sub(FILLED_LAST).max(1);
    Run::new("fallocate")
        .args(["-l", &most.to_string()])
        .args([&ballast])
        .output()
        .and_then(Output::success)?;
    let append = || -> std::io::Result<()> {
        let mut file = File::options().append(true).open(&ballast)?;
        loop {
            file.write_all(&[0; 1 << 16])?;
        }
    };
    match append() {
        Err(error) if error.kind() == ErrorKind::StorageFull => Ok(()),
        ended => Err(format!("{}: {ended:?}", ballast.display())),
    }
}

/// Puts a file in the place of another at once: who reads it sees the one or the other.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let fresh = path.with_extension("new");
    fs::write(&fresh, text)
        .and_then(|()| fs::rename(&fresh, path))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn len(path: &Path) -> Result<u64, Failure> {
    let found = path.metadata().map_err(|error| error.to_string())?;
    Ok(found.len())
}

fn flip(path: &Path, at: u64) -> Result<(), Failure> {
    let flipped = || -> std::io::Result<()> {
        let file = File::options().read(true).write(true).open(path)?;
        let mut byte = [0];
        file.read_exact_at(&mut byte, at)?;
        file.write_all_at(&[byte[0] ^ 0x10], at)
    };
    flipped().map_err(|error| format!("{}: {error}", path.display()))
}
