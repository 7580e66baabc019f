//! Runs inputs by their numbers, and watches memory and time.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;

use crate::ALLOCATOR;
use crate::damage::Random;
use crate::targets::Target;

/// How long one input may take, on a machine that others use too.
const INPUT_TIME_MAX: Duration = Duration::from_secs(60);
/// How often the watch looks.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Of an input that failed: what is shown.
const SHOWN_BYTES: usize = 400;

/// Numbers of inputs that failed once: lines `TARGET NUMBER`, with the reason behind.
const KEPT: &str = include_str!("../kept/inputs.txt");

/// When to end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Budget {
    /// After so many inputs.
    Inputs(u64),
    /// After so long.
    Time(Duration),
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Tried {
    name: &'static str,
    pub(crate) inputs: u64,
    /// Inputs that were taken for good.
    pub(crate) taken: u64,
    /// The number of the next input.
    pub(crate) next: u64,
    /// The most that one input made its reader allocate, in bytes.
    allocated_max: usize,
    longest: Duration,
    took: Duration,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {} inputs, {} taken for good, at most {} bytes allocated and {} ms for one, {:.0} s",
            self.name,
            self.inputs,
            self.taken,
            self.allocated_max,
            self.longest.as_millis(),
            self.took.as_secs_f64()
        )
    }
}

/// Tries inputs from number `from` on, those that are kept first.
pub(crate) fn run(target: &'static Target, from: u64, budget: Budget) -> Result<Tried, String> {
    let begun = Instant::now();
    let mut tried = Tried {
        name: target.name,
        inputs: 0,
        taken: 0,
        next: from,
        allocated_max: 0,
        longest: Duration::ZERO,
        took: Duration::ZERO,
    };
    let watch = Watch::over(target.name);
    for number in kept(target.name) {
        try_one(target, number, &watch, &mut tried)?;
    }
    loop {
        let is_over = match budget {
            Budget::Inputs(inputs) => tried.next >= from + inputs,
            Budget::Time(time) => begun.elapsed() >= time,
        };
        if is_over {
            break;
        }
        try_one(target, tried.next, &watch, &mut tried)?;
        tried.next += 1;
    }
    tried.took = begun.elapsed();
    Ok(tried)
}

fn kept(target: &str) -> impl Iterator<Item = u64> {
    let lines = KEPT
        .lines()
        .filter_map(move |line| line.strip_prefix(target)?.strip_prefix(' '));
    lines.filter_map(|rest| rest.split(' ').next()?.parse().ok())
}

fn try_one(target: &Target, number: u64, watch: &Watch, tried: &mut Tried) -> Result<(), String> {
    let input = Bytes::from((target.make)(&mut Random::new(number)));
    let failed = |why: &str| {
        let shown = &input[..input.len().min(SHOWN_BYTES)];
        Err(format!(
            "{0} {number}: {why}\ntry it again with `cargo xtask fuzz --from {number} --inputs 1 {0}`; {1} bytes, the first of \
             them {shown:02x?}",
            target.name,
            input.len()
        ))
    };
    watch.begin(number);
    let begun = Instant::now();
    let before = ALLOCATOR.total_allocated();
    let read = catch_unwind(AssertUnwindSafe(|| (target.read)(&input)));
    let allocated = ALLOCATOR.total_allocated() - before;
    let time = begun.elapsed();
    watch.end();
    let Ok(taken) = read else {
        return failed("it panics");
    };
    let allowed = input.len() * target.bytes_per_byte + target.bytes_beside;
    if allocated > allowed {
        return failed(&format!(
            "it allocates {allocated} bytes, more than {allowed}"
        ));
    }
    tried.inputs += 1;
    tried.taken += u64::from(taken);
    tried.allocated_max = tried.allocated_max.max(allocated);
    tried.longest = tried.longest.max(time);
    Ok(())
}

/// Ends the process when one input takes too long: it may never end by itself.
struct Watch {
    shared: Arc<Shared>,
}

struct Shared {
    /// The number of the input that is being read, counted from one; zero for none.
    number: AtomicU64,
    over: AtomicU64,
}

impl Watch {
    fn over(target: &'static str) -> Self {
        let shared = Arc::new(Shared {
            number: AtomicU64::new(0),
            over: AtomicU64::new(0),
        });
        let seen = shared.clone();
        std::thread::spawn(move || {
            let mut last = (0, Instant::now());
            while seen.over.load(Ordering::Relaxed) == 0 {
                std::thread::sleep(LOOK_EVERY);
                let number = seen.number.load(Ordering::Relaxed);
                if number != last.0 {
                    last = (number, Instant::now());
                } else if number > 0 && last.1.elapsed() > INPUT_TIME_MAX {
                    let number = number - 1;
                    eprintln!(
                        "{target} {number}: it has not ended after {} s",
                        INPUT_TIME_MAX.as_secs()
                    );
                    std::process::exit(3);
                }
            }
        });
        Self { shared }
    }

    fn begin(&self, number: u64) {
        self.shared.number.store(number + 1, Ordering::Relaxed);
    }

    fn end(&self) {
        self.shared.number.store(0, Ordering::Relaxed);
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.shared.over.store(1, Ordering::Relaxed);
    }
}
