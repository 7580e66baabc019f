//! Chaos: real processes that are hurt while three client libraries write and read, and the judgement of what they were told.

mod cases;
mod judge;
mod load;
mod scene;
mod several;
mod table;

use std::time::{Duration, Instant};

use crate::brokers::Kind;
use crate::checks::Clients;
use crate::goal::Verdict;
use crate::{Failure, target};

use cases::{Setup, Step, Who};
use judge::{Delivered, Shadow};
use load::Load;
use scene::Scene;

pub use cases::{CASES, SELECTION};
pub use several::several_clients;
pub use table::{Results, Shown};

/// From the start of the clients to the first fault.
const BEFORE: Duration = Duration::from_secs(8);
/// How long faults last.
const FAULT: Duration = Duration::from_secs(8);
/// From the end of the faults to the end of the load.
const AFTER: Duration = Duration::from_secs(9);
/// How long the fastest rate is measured.
const MEASURE: Duration = Duration::from_secs(15);
/// Seconds before that: page caches and disks take more for a while than they do in the long run.
const WARM_UP_SECONDS: u64 = 30;
/// Anomalies that are told.
const TOLD: usize = 3;

/// One case.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Its name.
    pub name: &'static str,
    /// Who is the active controller.
    controller: Who,
    steps: &'static [Step],
    setup: Setup,
    /// Whether nothing can be acknowledged until it is over.
    outage: bool,
    /// Whether the cluster is kept in ZooKeeper.
    pub ensemble: bool,
}

/// Something wrong that is done on purpose, and that the checks must see.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Break {
    /// A client writes with acks=1 and says that it was acks=all.
    AcksOfOne,
    /// One byte of a replica's log is changed.
    OtherByte,
}

impl Break {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::AcksOfOne, Self::OtherByte];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::AcksOfOne => "break-acks",
            Self::OtherByte => "break-byte",
        }
    }

    fn says(self) -> &'static str {
        match self {
            Self::AcksOfOne => {
                "franz-go writes with acks=1 and its history says acks=all, while the leader is cut off from the others (`break-acks`)"
            }
            Self::OtherByte => {
                "after `kill-follower` the last byte of one replica is changed (`break-byte`)"
            }
        }
    }

    fn case(self) -> &'static str {
        match self {
            Self::AcksOfOne => "cut-leader-off",
            Self::OtherByte => "kill-follower",
        }
    }
}

impl Case {
    /// Whether every record is flushed before it is acknowledged, so that the disk limits the load.
    #[must_use]
    pub fn is_flushed(&self) -> bool {
        matches!(self.setup, Setup::Flushed | Setup::TwoDisks)
    }
}

/// What the clients reach together while nothing is broken, in records per second, with or without a flush before each
/// acknowledgement.
///
/// # Errors
/// The cluster does not come up, or a client is missing.
pub fn fastest(kind: &Kind, clients: &Clients, is_flushed: bool) -> Result<u64, Failure> {
    let mut like = CASES.iter().filter(|case| case.is_flushed() == is_flushed);
    let case = like.next().ok_or("there is no case")?;
    let scene = Scene::set(case, kind)?;
    let load = Load::start(&scene, clients, 0, false)?;
    std::thread::sleep(MEASURE + Duration::from_secs(WARM_UP_SECONDS));
    load.finish()?;
    let entries = load::gather(&scene.cluster.folder().join("history"), &load::HISTORIES)?;
    match judge::rate(&entries, WARM_UP_SECONDS) {
        0 => Err("nothing was acknowledged".to_owned()),
        rate => Ok(rate),
    }
}

/// Makes one case at a rate.
#[must_use]
pub fn show(case: &Case, kind: &Kind, clients: &Clients, rate: u64) -> Shown {
    if case.ensemble && !kind.is_ours() {
        return missing("Kafka 4 is not kept in ZooKeeper");
    }
    match run(case, kind, clients, rate, None) {
        Ok(shown) => shown,
        Err(why) => match why.strip_prefix("skipped: ") {
            Some(why) => missing(why),
            None => Shown {
                verdict: Verdict::Missed,
                seen: why,
            },
        },
    }
}

/// Makes a case with something wrong in it, which has to be seen.
#[must_use]
pub fn show_break(planted: Break, kind: &Kind, clients: &Clients, rate: u64) -> Shown {
    let Some(case) = CASES.iter().find(|case| case.name == planted.case()) else {
        return missing("there is no such case");
    };
    // Where another record was acknowledged at the offset of one that was lost, that is what is told.
    let must: &[&str] = match planted {
        Break::AcksOfOne => &["LostWrite", "Unseen", "InconsistentOffsets"],
        Break::OtherByte => &["differs"],
    };
    let said = match run(case, kind, clients, rate, Some(planted)) {
        Ok(shown) => shown.seen,
        Err(why) => why,
    };
    Shown {
        verdict: Verdict::of(must.iter().any(|word| said.contains(word))),
        seen: said,
    }
}

fn missing(why: &str) -> Shown {
    Shown {
        verdict: Verdict::Missing,
        seen: why.to_owned(),
    }
}

fn run(
    case: &Case,
    kind: &Kind,
    clients: &Clients,
    rate: u64,
    planted: Option<Break>,
) -> Result<Shown, Failure> {
    let mut scene = Scene::set(case, kind)?;
    let load = Load::start(&scene, clients, rate, planted == Some(Break::AcksOfOne))?;
    std::thread::sleep(BEFORE);
    let (shadows, meanwhile) = hurt(&mut scene, case)?;
    std::thread::sleep(AFTER);
    load.finish()?;
    if planted == Some(Break::OtherByte) {
        scene.swap_tail()?;
    }
    let healed = scene.heal();
    let read = healed.and_then(|bytes| load::read_last(&scene, clients).map(|()| bytes));
    let entries = load::gather(&scene.cluster.folder().join("history"), &load::HISTORIES)?;
    let delivered = Delivered::of(&entries, &shadows);
    let report = judge::check(&entries);
    let mut wrong = told(&report);
    let bytes = read.unwrap_or_else(|why| {
        wrong.push(why);
        0
    });
    if delivered.short > 0 || delivered.seconds == 0 {
        wrong.push(format!(
            "{} of {} seconds short, the worst delivers {} %",
            delivered.short, delivered.seconds, delivered.worst
        ));
    }
    if delivered.unanswered > 0 {
        wrong.push(format!("{} sends without an answer", delivered.unanswered));
    }
    wrong.extend(meanwhile.err());
    let numbers = format!(
        "{} acknowledged at {rate}/s, {} read; longest gap {} ms; worst of {} seconds {} %; {bytes} bytes on each replica",
        report.acknowledged, report.read, delivered.gap_ms, delivered.seconds, delivered.worst
    );
    if wrong.is_empty() {
        return Ok(Shown {
            verdict: Verdict::Met,
            seen: numbers,
        });
    }
    if planted.is_none() {
        keep(&mut scene, case);
    }
    Ok(Shown {
        verdict: Verdict::Missed,
        seen: format!("{}; {numbers}", wrong.join("; ")),
    })
}

/// The first anomalies in words; before them, where there are more, which kinds there are.
fn told(report: &history::Report) -> Vec<String> {
    let anomalies = &report.anomalies;
    let mut told: Vec<String> = anomalies
        .iter()
        .take(TOLD)
        .map(ToString::to_string)
        .collect();
    if anomalies.len() > TOLD {
        let mut kinds: Vec<_> = anomalies.iter().map(|anomaly| anomaly.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        told.insert(0, format!("{} anomalies: {kinds:?}", anomalies.len()));
    }
    told
}

/// Makes the faults and ends them: when the load may drop, and what was to be seen meanwhile.
fn hurt(scene: &mut Scene, case: &Case) -> Result<(Vec<Shadow>, Result<(), Failure>), Failure> {
    let begun = Instant::now();
    let first = judge::monotonic();
    let mut times = Vec::new();
    for step in case.steps {
        let due = Duration::from_millis(step.tenths * 100);
        std::thread::sleep(due.saturating_sub(begun.elapsed()));
        times.push(judge::monotonic());
        scene.hurt(*step)?;
        times.push(judge::monotonic());
    }
    std::thread::sleep(FAULT.saturating_sub(begun.elapsed()));
    let meanwhile = meanwhile(scene, case);
    times.push(judge::monotonic());
    scene.mend(case)?;
    let over = judge::monotonic();
    times.push(over);
    let shadows = match case.outage {
        true => vec![Shadow {
            from: first,
            to: over,
        }],
        false => times
            .into_iter()
            .map(|at| Shadow { from: at, to: at })
            .collect(),
    };
    Ok((shadows, meanwhile))
}

/// What must be so while the fault lasts, beside the clients' view.
fn meanwhile(scene: &mut Scene, case: &Case) -> Result<(), Failure> {
    use cases::Hurt;
    let Some(step) = case.steps.first() else {
        return Ok(());
    };
    let first = scene.first_leader();
    let leads = scene.leader();
    let alive = scene.cluster.node(first)?.is_alive();
    match step.hurt {
        Hurt::Damage if step.who == Who::Leader && leads == first => {
            Err("a leader whose log is damaged still leads".to_owned())
        }
        Hurt::FailFlushes if step.who == Who::Leader && leads == first => {
            Err("a leader whose flushes fail still leads".to_owned())
        }
        Hurt::FailFlushes if case.setup == Setup::TwoDisks && !alive => {
            Err("a node whose metadata are on another disk has ended".to_owned())
        }
        _ => Ok(()),
    }
}

/// Keeps what is needed to understand a case that failed.
fn keep(scene: &mut Scene, case: &Case) {
    let place = target().join("chaos").join(case.name);
    drop(std::fs::remove_dir_all(&place));
    let from = scene.cluster.folder().join("history");
    // What cannot be kept is missed by a person alone.
    drop(std::fs::create_dir_all(&place));
    drop(std::fs::rename(from, place.join("history")));
    for id in scene.cluster.brokers() {
        if let Ok(node) = scene.cluster.node(id) {
            drop(std::fs::write(
                place.join(format!("node-{id}.log")),
                node.log_text(),
            ));
        }
    }
}
