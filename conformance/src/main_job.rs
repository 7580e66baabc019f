//! The main job over minutes of faults: real text at a steady rate through three brokers that are killed, paused, stopped and
//! started again one after the other, and read back from every replica. In a cluster that is kept in ZooKeeper the servers of
//! the ensemble are killed and started again too.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ChildStdin;
use std::time::{Duration, Instant};

use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::goal::{Goal, Verdict};
use crate::mission::Store;
use crate::process::Running;
use crate::real_data::Digest;
use crate::ride::now_us;
use crate::{Failure, target, tools};

const TOPIC: &str = "real-data";
/// How long the fastest rate is measured.
const MEASURE: Duration = Duration::from_secs(12);
/// Pause between two faults.
const BETWEEN: Duration = Duration::from_secs(12);
/// How long a node is down or paused.
const DOWN: Duration = Duration::from_secs(4);
/// Seconds around a fault in which the rate may drop.
const SHADOW_SECONDS: u64 = 5;
/// What every other second must deliver, of what was offered in it.
const HELD: f64 = 0.95;
/// The longest gap after a `kill -9`, in microseconds.
const GAP_US: u64 = 1_000_000;
/// Replicas of what is written.
const COPIES: u64 = 3;
/// What of the room that they want is wanted beside it: for the rate that was measured first, indexes, and what brokers keep
/// free.
const BESIDE_PARTS: u64 = 5;
const WHOLE_LIMIT: Duration = Duration::from_secs(90);
const READ_LIMIT_SECONDS: u64 = 900;
/// Servers of the ensemble.
const ENSEMBLE: usize = 3;

/// What is done to a node, or to the ensemble.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hurt {
    Kill,
    Stop,
    Pause,
    KillServer,
}

impl Hurt {
    /// What comes next, in this round of faults.
    fn of_round(round: usize, store: Store) -> Self {
        let of_nodes = [Self::Kill, Self::Kill, Self::Stop, Self::Pause];
        match store {
            Store::Quorum => of_nodes[round % of_nodes.len()],
            // Every third fault is the ensemble's.
            Store::Zookeeper if round % 3 == 2 => Self::KillServer,
            Store::Zookeeper => of_nodes[(round - round / 3) % of_nodes.len()],
        }
    }

    fn is_kill(self) -> bool {
        matches!(self, Self::Kill | Self::KillServer)
    }

    fn says(self) -> &'static str {
        match self {
            Self::Kill => "kill",
            Self::Stop => "stop",
            Self::Pause => "pause",
            Self::KillServer => "kill of a ZooKeeper server",
        }
    }
}

/// One fault and when it began; and, for what comes back, when that was.
#[derive(Clone, Copy, Debug)]
struct Fault {
    hurt: Hurt,
    at_us: u64,
    over_us: u64,
}

/// What the producer said.
#[derive(Debug, Default)]
struct Told {
    /// Unix second, bytes offered and acknowledged in it.
    seconds: Vec<(u64, u64, u64)>,
    gaps: Vec<(u64, u64)>,
    errors: Vec<String>,
    sent: Option<Digest>,
}

impl Told {
    fn parse(text: &str) -> Self {
        let mut told = Self::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let number = |at: usize| {
                words
                    .get(at)
                    .and_then(|word| word.parse().ok())
                    .unwrap_or(0)
            };
            match words.first() {
                Some(&"S") => told.seconds.push((number(1), number(2), number(3))),
                Some(&"G") => told.gaps.push((number(1), number(2))),
                Some(&"E") => told.errors.push(line.chars().skip(2).collect()),
                Some(&"DONE") => {
                    let hash = words
                        .get(3)
                        .and_then(|word| u64::from_str_radix(word, 16).ok());
                    told.sent = Some(Digest::told(number(1), number(2), hash.unwrap_or(0)));
                }
                _ => {}
            }
        }
        told
    }
}

/// A producer on its way.
struct Stream {
    running: Running,
    input: Option<ChildStdin>,
}

impl Stream {
    fn start(cluster: &Cluster, clients: &Clients, rate: u64, name: &str) -> Result<Self, Failure> {
        let go = clients.go.as_ref().map_err(ToString::to_string)?;
        let texts = tools::data_set().map_err(|missing| missing.to_string())?;
        let run = go
            .run()
            .args(["stream", &cluster.bootstrap(), name, &rate.to_string()])
            .args(texts);
        let (running, input) =
            run.start_fed(&cluster.folder().join(format!("stream-{name}.log")))?;
        Ok(Self {
            running,
            input: Some(input),
        })
    }

    fn finish(mut self) -> Result<Told, Failure> {
        drop(self.input.take());
        let code = self.running.wait(Duration::from_secs(180));
        let told = Told::parse(&self.running.log_text());
        match (code, &told.sent) {
            (Some(0), Some(_)) => Ok(told),
            (code, _) => Err(format!(
                "the producer ended with {code:?}: {:?}",
                told.errors.first()
            )),
        }
    }
}

/// Does it, for `time`, at `rate` bytes in a second or at half of what is measured first.
///
/// # Errors
/// The cluster does not come up or does not recover, or a client is missing.
pub fn run(
    (kind, store): (&Kind, Store),
    clients: &Clients,
    time: Duration,
    rate: Option<u64>,
) -> Result<Vec<Goal>, Failure> {
    let mut cluster = Cluster::start(kind, &layout(store))?;
    let (rate, how) = match rate {
        Some(rate) => (rate, format!("{:.1} MB/s, as told", megabytes(rate))),
        None => {
            let most = fastest(&cluster, clients)?;
            let how = format!(
                "{:.1} MB/s, half of {:.1}",
                megabytes(most / 2),
                megabytes(most)
            );
            (most / 2, how)
        }
    };
    println!("open loop at {how}");
    has_room(rate.saturating_mul(time.as_secs()), &target())?;
    let place = NewTopic::placed(TOPIC, &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&place)?;
    let stream = Stream::start(&cluster, clients, rate, TOPIC)?;
    let begun = Instant::now();
    std::thread::sleep(BETWEEN);
    let mut faults = Vec::new();
    for round in 0.. {
        if begun.elapsed() + BETWEEN > time {
            break;
        }
        let what = Hurt::of_round(round, store);
        faults.push(hurt(&mut cluster, what, round)?);
        std::thread::sleep(BETWEEN);
    }
    let told = stream.finish()?;
    whole(&mut cluster)?;
    let count = |hurt| faults.iter().filter(|fault| fault.hurt == hurt).count();
    println!(
        "{} kills, {} clean stops, {} pauses, {} kills of ZooKeeper servers in {:.0} s",
        count(Hurt::Kill),
        count(Hurt::Stop),
        count(Hurt::Pause),
        count(Hurt::KillServer),
        begun.elapsed().as_secs_f64()
    );
    let mut goals = vec![
        errors(&told),
        held(&told, &faults, &how),
        gaps(&told, &faults),
    ];
    goals.push(equal(&mut cluster)?);
    goals.extend(read_back(
        &mut cluster,
        clients,
        told.sent.ok_or("nothing was sent")?,
    )?);
    Ok(goals)
}

/// Nodes whose disk is full leave the in-sync set and stay away, which is not what is to be shown.
fn has_room(bytes: u64, place: &Path) -> Result<(), Failure> {
    let error = |why: String| format!("{}: {why}", place.display());
    let disk = rustix::fs::statvfs(place).map_err(|why| error(why.to_string()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    let replicas = bytes.saturating_mul(COPIES);
    let needed = replicas.saturating_add(replicas / BESIDE_PARTS);
    if free < needed {
        let (needed, free) = (megabytes(needed), megabytes(free));
        let why = format!(
            "{COPIES} replicas want {needed:.0} MB and {free:.0} MB are free: make room, or take a smaller --rate"
        );
        return Err(error(why));
    }
    Ok(())
}

fn layout(store: Store) -> Layout {
    match store {
        Store::Quorum => Layout::combined(3),
        Store::Zookeeper => Layout::in_zookeeper(3, ENSEMBLE),
    }
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes / 1_000).unwrap_or(u32::MAX)) / 1_000.0
}

/// What a producer reaches that waits for nothing but acknowledgements, in bytes per second.
fn fastest(cluster: &Cluster, clients: &Clients) -> Result<u64, Failure> {
    let name = "fastest";
    let place = NewTopic::placed(name, &[&[0, 1, 2]]).with("min.insync.replicas", "2");
    cluster.admin().create(&place)?;
    let stream = Stream::start(cluster, clients, 0, name)?;
    std::thread::sleep(MEASURE);
    let told = stream.finish()?;
    // The first seconds warm up, the last one is cut short.
    let seconds: Vec<u64> = told
        .seconds
        .iter()
        .skip(2)
        .map(|(_, _, acked)| *acked)
        .collect();
    let sum: u64 = seconds.iter().sum();
    sum.checked_div(seconds.len() as u64)
        .ok_or_else(|| "nothing was measured".to_owned())
}

/// Hurts a node, the leader every other time, and has it back.
fn hurt(cluster: &mut Cluster, hurt: Hurt, round: usize) -> Result<Fault, Failure> {
    let leads = round.is_multiple_of(2);
    let at_us = match hurt {
        Hurt::KillServer => {
            let at_us = kill_server(cluster, leads)?;
            std::thread::sleep(DOWN);
            cluster.ensemble()?.start_killed()?;
            let ensemble = cluster.ensemble()?;
            until(WHOLE_LIMIT, "all ZooKeeper servers serve", || {
                Ok(ensemble.is_whole().then_some(()))
            })?;
            at_us
        }
        _ => hurt_node(cluster, hurt, leads)?,
    };
    whole(cluster)?;
    Ok(Fault {
        hurt,
        at_us,
        over_us: now_us(),
    })
}

/// Kills the ensemble's leader or one that follows; when.
fn kill_server(cluster: &mut Cluster, leads: bool) -> Result<u64, Failure> {
    let ensemble = cluster.ensemble()?;
    let leader = ensemble.leader().ok_or("the ensemble has no leader")?;
    let victim = match leads {
        true => leader,
        false => (leader + 1) % ENSEMBLE,
    };
    let at_us = now_us();
    ensemble.kill(victim);
    Ok(at_us)
}

/// Hurts the leader or a follower, and has it back; when that began.
fn hurt_node(cluster: &mut Cluster, hurt: Hurt, leads: bool) -> Result<u64, Failure> {
    let view = cluster.admin().partition(TOPIC)?;
    let follower = view.replicas.iter().copied().find(|id| *id != view.leader);
    let victim = match leads {
        true => view.leader,
        false => follower.unwrap_or(view.leader),
    };
    let at_us = now_us();
    match hurt {
        Hurt::Stop => cluster.node(victim)?.stop()?,
        Hurt::Pause => cluster.node(victim)?.pause()?,
        Hurt::Kill | Hurt::KillServer => cluster.node(victim)?.kill(),
    }
    std::thread::sleep(DOWN);
    match hurt {
        Hurt::Pause => cluster.node(victim)?.resume()?,
        Hurt::Kill | Hurt::KillServer | Hurt::Stop => cluster.node(victim)?.up()?,
    }
    Ok(at_us)
}

fn whole(cluster: &mut Cluster) -> Result<(), Failure> {
    cluster.wait_until_formed()?;
    cluster
        .admin()
        .until_partition(TOPIC, WHOLE_LIMIT, "all replicas are in sync", |view| {
            view.isr.len() == view.replicas.len()
        })
        .map(drop)
}

fn errors(told: &Told) -> Goal {
    let said = told.errors.first().map_or("none", String::as_str);
    Goal::new(
        "main job: errors that reach the application",
        "none",
        said,
        Verdict::of(told.errors.is_empty()),
    )
}

/// Whether every second that is no fault's shadow delivered what was offered.
fn held(told: &Told, faults: &[Fault], how: &str) -> Goal {
    let in_shadow = |second: u64| {
        faults.iter().any(|fault| {
            let (from, to) = (fault.at_us / 1_000_000, fault.over_us / 1_000_000);
            (from.saturating_sub(1)..=to + SHADOW_SECONDS).contains(&second)
        })
    };
    // The first seconds fill the client's buffers.
    let counted = told
        .seconds
        .iter()
        .skip(2)
        .filter(|(second, _, _)| !in_shadow(*second));
    let counted: Vec<&(u64, u64, u64)> = counted.collect();
    let short = |(_, offered, acked): &(u64, u64, u64)| {
        let limit = |bytes: u64| f64::from(u32::try_from(bytes).unwrap_or(u32::MAX));
        limit(*acked) < HELD * limit(*offered)
    };
    let missed: Vec<_> = counted.iter().filter(|second| short(second)).collect();
    let worst = counted
        .iter()
        .map(|(_, offered, acked)| acked * 100 / (*offered).max(1))
        .min();
    Goal::new(
        format!("main job: load held at {how}"),
        "every second that is not within 5 s of a fault or its repair delivers at least 95 % of what is offered",
        format!(
            "{} of {} seconds short, the worst delivers {} %",
            missed.len(),
            counted.len(),
            worst.unwrap_or(0)
        ),
        Verdict::of(missed.is_empty() && !counted.is_empty()),
    )
    .because(missed.iter().map(|second| near(second, faults)).collect::<Vec<_>>().join("; "))
}

/// Where a second lies that was short.
fn near((second, offered, acked): &(u64, u64, u64), faults: &[Fault]) -> String {
    let before = faults
        .iter()
        .rev()
        .find(|fault| fault.over_us / 1_000_000 < *second);
    let delivered = acked * 100 / (*offered).max(1);
    match before {
        Some(fault) => {
            let after = second - fault.over_us / 1_000_000;
            format!(
                "{delivered} % {after} s after all was well again after a {}",
                fault.hurt.says()
            )
        }
        None => format!("{delivered} % before any fault"),
    }
}

/// The longest gap that began with a kill.
fn gaps(told: &Told, faults: &[Fault]) -> Goal {
    let kills = || faults.iter().filter(|fault| fault.hurt.is_kill());
    let near =
        |from: u64, to: u64| kills().any(|kill| from <= kill.at_us + GAP_US && to >= kill.at_us);
    let of_kills = told.gaps.iter().filter(|(from, to)| near(*from, *to));
    let longest = of_kills.map(|(from, to)| to - from).max().unwrap_or(0);
    Goal::new(
        format!("main job: gaps after {} kills", kills().count()),
        "none over 1 s",
        match longest {
            0 => "none over 200 ms".to_owned(),
            longest => format!("the longest {} ms", longest / 1_000),
        },
        Verdict::of(longest <= GAP_US),
    )
}

/// Whether all replicas hold the same bytes. Nothing is written any more, so all of it is below the high watermark.
fn equal(cluster: &mut Cluster) -> Result<Goal, Failure> {
    let mut readers = Vec::new();
    for id in cluster.brokers() {
        readers.push(Log::of(cluster.node(id)?.segments(TOPIC, 0)?));
    }
    let mut bytes = 0_u64;
    let mut verdict = Ok(());
    loop {
        let mut pieces: Vec<Vec<u8>> = Vec::new();
        for reader in &mut readers {
            let mut piece = Vec::new();
            let read = reader.take(1 << 20).read_to_end(&mut piece);
            read.map_err(|error| error.to_string())?;
            pieces.push(piece);
        }
        let first = pieces.first().cloned().unwrap_or_default();
        if pieces.iter().any(|piece| *piece != first) {
            verdict = Err(format!("they differ after {bytes} bytes"));
            break;
        }
        bytes += first.len() as u64;
        if first.is_empty() {
            break;
        }
    }
    let met = Verdict::of(verdict.is_ok());
    let measured = verdict.map_or_else(|why| why, |()| format!("{bytes} bytes on each"));
    Ok(Goal::new(
        "main job: replicas",
        "the same bytes on all three",
        measured,
        met,
    ))
}

/// The segments of a log, read in a row.
struct Log {
    files: std::vec::IntoIter<PathBuf>,
    open: Option<File>,
}

impl Log {
    fn of(files: Vec<PathBuf>) -> Self {
        Self {
            files: files.into_iter(),
            open: None,
        }
    }
}

impl Read for Log {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if let Some(file) = &mut self.open {
                match file.read(buffer)? {
                    0 => self.open = None,
                    read => return Ok(read),
                }
            }
            match self.files.next() {
                Some(path) => self.open = Some(File::open(path)?),
                None => return Ok(0),
            }
        }
    }
}

/// Has every replica lead in turn, and reads all of it from there.
fn read_back(cluster: &mut Cluster, clients: &Clients, sent: Digest) -> Result<Vec<Goal>, Failure> {
    let go = clients.go.as_ref().map_err(ToString::to_string)?;
    let brokers: BTreeSet<i32> = cluster.brokers().into_iter().collect();
    let mut goals = Vec::new();
    for id in brokers.iter().copied() {
        let mut order: Vec<i32> = brokers.iter().copied().collect();
        order.sort_by_key(|other| *other != id);
        cluster.admin().reassign(TOPIC, &[(0, &order)])?;
        until(WHOLE_LIMIT, "the reassignment ends", || {
            Ok((cluster.admin().moving()? == 0).then_some(()))
        })?;
        cluster.admin().elect_preferred(TOPIC, &[0])?;
        cluster
            .admin()
            .until_partition(TOPIC, WHOLE_LIMIT, "the replica leads", |view| {
                view.leader == id
            })?;
        let mut got = Digest::EMPTY;
        let count = sent.lines().to_string();
        let run = go
            .run()
            .args(["consume", &cluster.bootstrap(), TOPIC, &count]);
        let read = run
            .limit_seconds(READ_LIMIT_SECONDS)
            .lines(|line| got.add(line));
        let met = read.is_ok() && got == sent;
        let measured = match read {
            Ok(()) if met => got.to_string(),
            Ok(()) => format!("{got}, but {sent} was sent"),
            Err(why) => why,
        };
        goals.push(Goal::new(
            format!("main job: read back from replica {id}"),
            "every acknowledged record once, in order",
            measured,
            Verdict::of(met),
        ));
    }
    let end = cluster.high_watermark(TOPIC, 0)?;
    goals.push(Goal::new(
        "main job: the end of the log",
        "nothing more than was sent",
        format!("offset {end}"),
        Verdict::of(u64::try_from(end).ok() == Some(sent.lines())),
    ));
    Ok(goals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(hurt: Hurt, at: u64, over: u64) -> Fault {
        Fault {
            hurt,
            at_us: at * 1_000_000,
            over_us: over * 1_000_000,
        }
    }

    #[test]
    fn every_third_fault_is_one_of_the_ensemble_and_the_others_come_in_their_order() {
        let of = |store| {
            (0..6)
                .map(|round| Hurt::of_round(round, store))
                .collect::<Vec<_>>()
        };
        use Hurt::{Kill, KillServer, Pause, Stop};
        assert_eq!(
            of(Store::Zookeeper),
            [Kill, Kill, KillServer, Stop, Pause, KillServer]
        );
        assert_eq!(of(Store::Quorum), [Kill, Kill, Stop, Pause, Kill, Kill]);
    }

    #[test]
    fn a_disk_that_is_too_small_is_refused_at_once() {
        let here = std::env::temp_dir();
        has_room(0, &here).expect("nothing needs no room");
        let refused = has_room(u64::MAX, &here).expect_err("no disk is that large");
        assert!(refused.to_string().contains("make room"), "{refused}");
    }

    #[test]
    fn only_seconds_in_the_shadow_of_a_fault_may_be_short() {
        let said = "S 1 10 10\nS 2 10 10\nS 50 10 10\nS 60 10 1\nS 80 10 9\nG 58000000 60500000\nDONE 3 9 ff\n";
        let told = Told::parse(said);
        let near = [fault(Hurt::Kill, 59, 60)];
        assert_eq!(
            held(&told, &near, "").measured,
            "1 of 2 seconds short, the worst delivers 90 %"
        );
        assert_eq!(
            held(&told, &[fault(Hurt::Kill, 59, 80)], "").verdict,
            Verdict::Met
        );
        assert_eq!(gaps(&told, &near).verdict, Verdict::Missed);
        assert_eq!(
            gaps(&told, &[fault(Hurt::Stop, 59, 60)]).verdict,
            Verdict::Met
        );
    }
}
