//! Many histories, one for each seed, on all cores.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::branches;
use crate::histories::{EDITION, Fault, NEWEST_EDITION, Outcome, Plan, run, shrink};

const USAGE: &str = "usage: sim [--minutes N] [--seconds N] [--seed S] [--from S] [--histories N] [--cores N] [--trace FILE]
  --seed S      runs that one seed, and prints its plan and what clients saw last
  --from S      begins with that seed, and goes on with the ones after it; by default with one that the clock gives
  --histories N ends after so many
  --broken N    ends after so many that broke a promise; 20 by default
  --trace FILE  with --seed: writes the whole trace, and beside it what clients saw as lines of JSON
  --edition N   takes seeds for what they stand for in that edition of plans; by default the newest for ten minutes or more, and
                the one that verify runs for less
  --log FILTER  prints what the nodes log, such as info or broker=debug";

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Wanted {
    time: Duration,
    seed: Option<u64>,
    from: u64,
    histories: u64,
    broken: usize,
    cores: usize,
    edition: u32,
    trace: Option<String>,
    log: Option<String>,
}

fn parse(arguments: &[String]) -> Result<Wanted, String> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let mut wanted = Wanted {
        time: Duration::from_secs(60),
        seed: None,
        from: now.map_or(1, |now| now.as_secs()) * 1_000_000,
        histories: u64::MAX,
        broken: BROKEN_MAX,
        cores: std::thread::available_parallelism().map_or(1, usize::from),
        edition: 0,
        trace: None,
        log: None,
    };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        let value = words.next().ok_or(USAGE)?;
        let number = || {
            value
                .parse::<u64>()
                .map_err(|_| format!("{word} {value}: no number\n{USAGE}"))
        };
        match word.as_str() {
            "--minutes" => wanted.time = Duration::from_secs(60 * number()?),
            "--seconds" => wanted.time = Duration::from_secs(number()?),
            "--seed" => wanted.seed = Some(number()?),
            "--from" => wanted.from = number()?,
            "--histories" => wanted.histories = number()?,
            "--broken" => {
                wanted.broken = usize::try_from(number()?).map_err(|error| error.to_string())?;
            }
            "--cores" => {
                wanted.cores = usize::try_from(number()?).map_err(|error| error.to_string())?
            }
            "--edition" => {
                wanted.edition = u32::try_from(number()?).map_err(|error| error.to_string())?;
            }
            "--log" => wanted.log = Some(value.clone()),
            "--trace" => wanted.trace = Some(value.clone()),
            _ => return Err(USAGE.to_owned()),
        }
    }
    if wanted.edition == 0 {
        let is_long = wanted.time >= LONG;
        wanted.edition = if is_long { NEWEST_EDITION } else { EDITION };
    }
    Ok(wanted)
}

/// What all histories came to.
#[derive(Default)]
struct Sum {
    histories: u64,
    events: Vec<u64>,
    acknowledged: Vec<u64>,
    leaderships: Vec<u64>,
    faults: Vec<u64>,
    simulated: Duration,
    sometimes: BTreeMap<&'static str, u64>,
    broken: Vec<(u64, Vec<String>)>,
}

impl Sum {
    fn add(&mut self, seed: u64, outcome: Outcome) {
        self.histories += 1;
        self.events.push(outcome.events);
        self.acknowledged.push(outcome.acknowledged);
        self.leaderships.push(outcome.leaderships);
        self.simulated += outcome.simulated;
        let classes = Fault::classes();
        let faults = outcome
            .sometimes
            .iter()
            .filter(|(what, _)| classes.contains(what));
        self.faults.push(faults.map(|(_, count)| count).sum());
        for (what, count) in outcome.sometimes {
            *self.sometimes.entry(what).or_default() += count;
        }
        if !outcome.violations.is_empty() {
            self.broken.push((seed, outcome.violations));
        }
    }
}

/// A history, whose panics are violations too.
fn run_caught(plan: &Plan, keeps_trace: bool) -> Outcome {
    let ran = catch_unwind(AssertUnwindSafe(|| run(plan, keeps_trace)));
    ran.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Outcome {
            violations: vec![format!("a node panicked: {}", text.unwrap_or_default())],
            ..Outcome::default()
        }
    })
}

/// The command that runs one seed again.
fn command(edition: u32, seed: u64) -> String {
    format!("cargo xtask sim --edition {edition} --seed {seed}")
}

/// A history that takes as long as this comes to no end: what a node does at one moment goes on for ever.
const HISTORY_MAX: Duration = Duration::from_secs(300);

/// The histories that are being run, and since when.
#[derive(Clone, Default)]
struct UnderWay(Arc<Mutex<BTreeMap<u64, Instant>>>);

impl UnderWay {
    /// One that ends the process, and names the seed, when a history comes to no end: nothing else can stop its thread.
    fn watched(edition: u32) -> Self {
        let under_way = Self::default();
        let watched = under_way.clone();
        std::thread::spawn(move || {
            loop {
                std::thread::sleep(Duration::from_secs(1));
                let stuck = |(_, began): &(&u64, &Instant)| began.elapsed() > HISTORY_MAX;
                if let Some((seed, _)) = watched.seeds().iter().find(stuck) {
                    println!(
                        "BROKEN seed {seed}: it comes to no end\n  again: {}",
                        command(edition, *seed)
                    );
                    std::process::exit(1);
                }
            }
        });
        under_way
    }

    fn seeds(&self) -> MutexGuard<'_, BTreeMap<u64, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn begin(&self, seed: u64) {
        self.seeds().insert(seed, Instant::now());
    }

    fn end(&self, seed: u64) {
        self.seeds().remove(&seed);
    }
}

fn run_many(wanted: &Wanted) -> Sum {
    let began = Instant::now();
    let next = AtomicU64::new(wanted.from);
    let stop = AtomicBool::new(false);
    let sum = Mutex::new(Sum::default());
    let under_way = UnderWay::watched(wanted.edition);
    std::thread::scope(|scope| {
        for _ in 0..wanted.cores {
            scope.spawn(|| {
                while began.elapsed() < wanted.time && !stop.load(Ordering::Relaxed) {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed - wanted.from >= wanted.histories {
                        return;
                    }
                    under_way.begin(seed);
                    let outcome = run_caught(&Plan::of_edition(wanted.edition, seed), false);
                    under_way.end(seed);
                    let mut sum = sum.lock().unwrap_or_else(PoisonError::into_inner);
                    if let Some(line) = outcome.violations.first() {
                        println!(
                            "BROKEN seed {seed}: {line}\n  again: {}",
                            command(wanted.edition, seed)
                        );
                    }
                    sum.add(seed, outcome);
                    if sum.broken.len() >= wanted.broken {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    sum.into_inner().unwrap_or_else(PoisonError::into_inner)
}

/// A run as long as this has to reach everything.
const LONG: Duration = Duration::from_secs(600);
/// So many broken histories are enough.
const BROKEN_MAX: usize = 20;

fn median(numbers: &mut [u64]) -> u64 {
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied().unwrap_or(0)
}

/// Says what the histories came to; returns the classes of faults and the branches of recovery that none of them had.
fn report(sum: &mut Sum, took: Duration) -> Vec<&'static str> {
    let minutes = took.as_secs_f64() / 60.0;
    println!(
        "{} histories in {:.1} s: {:.0} a minute, {:.1} simulated hours",
        sum.histories,
        took.as_secs_f64(),
        sum.histories as f64 / minutes,
        sum.simulated.as_secs_f64() / 3600.0
    );
    println!(
        "median history: {} events, {} acknowledged records, {} faults, {} leaderships",
        median(&mut sum.events),
        median(&mut sum.acknowledged),
        median(&mut sum.faults),
        median(&mut sum.leaderships)
    );
    for (what, count) in &sum.sometimes {
        println!("  {count:>8} x {what}");
    }
    let never: Vec<&'static str> = Fault::classes()
        .into_iter()
        .chain(branches::BRANCHES)
        .filter(|class| !sum.sometimes.contains_key(class))
        .collect();
    if !never.is_empty() {
        println!("never reached: {}", never.join(", "));
    }
    never
}

fn run_one(edition: u32, seed: u64, trace: Option<&str>) -> Result<(), String> {
    let plan = Plan::of_edition(edition, seed);
    print!("{plan}");
    let outcome = run_caught(&plan, true);
    if let Some(path) = trace {
        let text = outcome.trace.join("\n");
        std::fs::write(path, text).map_err(|error| format!("{path}: {error}"))?;
        let path = format!("{path}.history");
        let file = std::fs::File::create(&path).map_err(|error| format!("{path}: {error}"))?;
        history::write(&outcome.history, std::io::BufWriter::new(file))
            .map_err(|error| format!("{path}: {error}"))?;
    }
    println!(
        "{} events, {:?} simulated, {} acknowledged, {} leaderships, digest {:016x}",
        outcome.events,
        outcome.simulated,
        outcome.acknowledged,
        outcome.leaderships,
        outcome.digest
    );
    println!("{:?}\n{:#?}", outcome.sometimes, outcome.errors);
    if outcome.violations.is_empty() {
        return Ok(());
    }
    let small = shrink(&plan, 60);
    println!("shrunk:\n{small}");
    let again = run_caught(&small, true);
    for entry in again.history.iter().rev().take(40).rev() {
        println!("{}", serde_json::to_string(entry).unwrap_or_default());
    }
    let mut lines = outcome.violations;
    lines.push(format!("again: {}", command(edition, seed)));
    Err(lines.join("\n"))
}

/// Does what the command line says.
#[must_use]
pub fn main(arguments: &[String]) -> ExitCode {
    let result = parse(arguments).and_then(|wanted| {
        branches::install(wanted.log.as_deref());
        if let Some(seed) = wanted.seed {
            return run_one(wanted.edition, seed, wanted.trace.as_deref());
        }
        println!("from seed {}", wanted.from);
        let began = Instant::now();
        let mut sum = run_many(&wanted);
        let never = report(&mut sum, began.elapsed());
        match sum.broken.len() {
            0 if wanted.time >= LONG && !never.is_empty() => {
                Err(format!("no history had these: {}", never.join(", ")))
            }
            0 => {
                println!("{} histories, none broke a promise", sum.histories);
                Ok(())
            }
            count => Err(format!("{count} histories broke a promise")),
        }
    });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
