//! All figures of one broker, against their goals, in `docs/BENCHMARKS.md`.

use std::fmt::Write as _;

use conformance::Failure;
use conformance::goal::{self, Verdict};
use conformance::tools::KAFKA_VERSION;

use crate::brokers::Cost;
use crate::document::{Part, write, write_table};
use crate::figures::{median, ratios, rounded, spread};
use crate::measure::{load, machine};
use crate::memory::Resident;
use crate::pairs::Pairs;
use crate::start::Starts;
use crate::{memory, micro, pairs, start};

/// Rounds of the comparison.
const ROUNDS: usize = 20;

/// One figure that must not be above its goal.
struct Goal {
    what: &'static str,
    /// None where it could not be measured.
    measured: Option<f64>,
    shown: String,
    at_most: f64,
    unit: &'static str,
    /// Why it is missed, where it is.
    reason: String,
}

impl Goal {
    fn verdict(&self) -> Verdict {
        match self.measured {
            Some(measured) => Verdict::of(measured <= self.at_most),
            None => Verdict::Missing,
        }
    }

    /// The reason, where there must be one.
    fn reason(&self) -> &str {
        if self.verdict() == Verdict::Met {
            ""
        } else {
            &self.reason
        }
    }

    /// As it is printed.
    fn line(&self) -> goal::Goal {
        let must = format!("≤ {}{}", self.at_most, self.unit);
        goal::Goal::new(self.what, must, &self.shown, self.verdict()).because(self.reason())
    }
}

/// Measures everything, writes it down and prints one line for each goal.
pub(crate) fn one_broker(date: &str) -> Result<(), Failure> {
    let load_before = load();
    eprintln!("loops …");
    let micro = micro::run()?;
    eprintln!("starts …");
    let starts = start::run()?;
    eprintln!("memory …");
    let memory = memory::run()?;
    eprintln!("floor, ours, Kafka …");
    let pairs = pairs::run(ROUNDS)?;
    let goals = goals(&pairs, &starts, memory.0, &load_before);
    let mut text = format!(
        "Written by `cargo xtask bench one-broker` on {date}.\n\n\
         Machine: {}. Others used it at the same time: load averages {load_before} before and {} after. The clients ran on \
         the same processors.\n\n\
         Processor time is what the broker's process used (its own and the system's for it); kernel threads that write to \
         the disk later count for nobody. The floor is a program that makes the same system calls and is no broker: \
         receive, checksum, write at the end of a file whose room is reserved ahead, answer; `sendfile` for reads, \
         with the send buffer that brokers have by default. One client sends produce requests of one uncompressed batch of \
         64 records (64 KB), acks=1, five ahead of the answers, \
         to one partition; then it reads what was written by fetch requests of 1 MB from the page cache. Each round is a \
         burst of 256 MB written and four times read against each in turn, {ROUNDS} rounds after warm-up (for Kafka \
         {} such bursts, until they did not get cheaper). Before each burst memory is written and freed, so that no side meets \
         memory that was never used. Ratios are taken within a round; figures are medians, with the smallest and the \
         largest in brackets.\n\n\
         ## Goals\n\n| command | figure | goal | measured | | |\n|---|---|---|---|---|---|\n",
        machine(),
        load(),
        pairs.kafka_warming
    );
    for goal in &goals {
        let _ = writeln!(
            text,
            "| `cargo xtask bench one-broker` | {} | ≤ {}{} | {} | {} | {} |",
            goal.what,
            goal.at_most,
            goal.unit,
            goal.shown,
            goal.verdict(),
            goal.reason()
        );
        println!("{}", goal.line());
    }
    costs(&mut text, &pairs);
    others(&mut text, &starts, &memory);
    text.push_str("\n## Loops\n\n| operation | time | |\n|---|---|---|\n");
    for line in &micro {
        let speed = line.bytes.map_or(String::new(), |bytes| {
            format!("{:.2} GB/s", bytes as f64 / line.nanoseconds)
        });
        let _ = writeln!(
            text,
            "| {} | {:.0} ns | {speed} |",
            line.what, line.nanoseconds
        );
    }
    write_table(&table(&pairs, &starts, memory))?;
    write(Part::OneBroker, &text)
}

/// The medians at one sight, for the README.
fn table(pairs: &Pairs, starts: &Starts, memory: (Resident, Option<Resident>)) -> String {
    let mut text = format!(
        "| | floor | Highwater | Kafka {KAFKA_VERSION} | goal: at most |\n|---|---|---|---|---|\n"
    );
    let mut row = |what: &str, cells: [String; 3], goal: &str| {
        let [floor, ours, kafka] = cells;
        let _ = writeln!(text, "| {what} | {floor} | {ours} | {kafka} | {goal} |");
    };
    let cost = |of: fn(&Cost) -> f64| {
        [&pairs.floor, &pairs.ours, &pairs.kafka].map(|costs| rounded(&part(costs, of), 2))
    };
    let ratios = "1.4 of the floor, 0.5 of Kafka";
    row(
        "processor seconds for each GB produced",
        cost(produced),
        ratios,
    );
    row(
        "processor seconds for each GB consumed",
        cost(fetched),
        ratios,
    );
    let [ours, kafka] = [&starts.ours, &starts.kafka].map(|times| rounded(times, 0));
    row(
        "milliseconds from start to the first acknowledged record",
        ["–".to_owned(), ours, kafka],
        "100",
    );
    let mut resident = |what: &str, of: fn(Resident) -> f64, goal: &str| {
        let of = |resident: Option<Resident>| {
            let megabytes: Vec<f64> = resident.map(of).into_iter().collect();
            rounded(&megabytes, 1)
        };
        let (ours, kafka) = memory;
        row(what, ["–".to_owned(), of(Some(ours)), of(kafka)], goal);
    };
    resident("MB resident with 100 partitions, idle", |it| it.idle, "20");
    resident("MB resident under load", |it| it.loaded, "40");
    text
}

fn part(costs: &[Cost], of: fn(&Cost) -> f64) -> Vec<f64> {
    costs.iter().map(of).collect()
}

fn produced(cost: &Cost) -> f64 {
    cost.produce
}

fn fetched(cost: &Cost) -> f64 {
    cost.fetch
}

/// A goal for what ours costs over another side.
fn ratio_goal(
    pairs: &Pairs,
    to: &[Cost],
    of: fn(&Cost) -> f64,
    what: &'static str,
    at_most: f64,
) -> Goal {
    let ratios = ratios(&part(&pairs.ours, of), &part(to, of));
    Goal {
        what,
        measured: median(&ratios),
        shown: match (&pairs.no_kafka, ratios.is_empty()) {
            (Some(why), true) => format!("not measured: {why}"),
            _ => spread(&ratios, 2),
        },
        at_most,
        unit: "",
        reason: reason(pairs, to, of),
    }
}

fn goals(pairs: &Pairs, starts: &Starts, memory: Resident, load: &str) -> Vec<Goal> {
    let ratio = |to, of, what, at_most| ratio_goal(pairs, to, of, what, at_most);
    let plain = |what, values: &[f64], at_most, unit| Goal {
        what,
        measured: median(values),
        shown: if values.len() > 1 {
            format!("{}{unit}", spread(values, 1))
        } else {
            format!("{:.1}{unit}", median(values).unwrap_or(0.0))
        },
        at_most,
        unit,
        // A time is that of the whole machine, whoever else uses it.
        reason: if unit == " ms" {
            format!("measured under load averages of {load}")
        } else {
            String::new()
        },
    };
    vec![
        ratio(
            &pairs.floor,
            produced,
            "processor time to produce, ours over the floor",
            1.4,
        ),
        ratio(
            &pairs.kafka,
            produced,
            "processor time to produce, ours over Kafka",
            0.5,
        ),
        ratio(
            &pairs.floor,
            fetched,
            "processor time to consume, ours over the floor",
            1.4,
        ),
        ratio(
            &pairs.kafka,
            fetched,
            "processor time to consume, ours over Kafka",
            0.5,
        ),
        plain(
            "start to first acknowledged record",
            &starts.ours,
            100.0,
            " ms",
        ),
        plain(
            "resident memory, 100 partitions, idle",
            &[memory.idle],
            20.0,
            " MB",
        ),
        plain(
            "resident memory, 100 partitions, under load",
            &[memory.loaded],
            40.0,
            " MB",
        ),
    ]
}

/// What stands in the way of a ratio: where the floor is.
fn reason(pairs: &Pairs, to: &[Cost], of: fn(&Cost) -> f64) -> String {
    match median(&ratios(&part(&pairs.floor, of), &part(to, of))) {
        Some(floor) if !std::ptr::eq(to, pairs.floor.as_slice()) => {
            format!("the floor itself is at {floor:.2}: what is left is the system's own work")
        }
        _ => String::new(),
    }
}

fn costs(text: &mut String, pairs: &Pairs) {
    text.push_str("\n## Processor seconds for each GB\n\n| | produce | consume |\n|---|---|---|\n");
    let kafka = format!("Kafka {KAFKA_VERSION}, warm");
    for (name, costs) in [
        ("floor", &pairs.floor),
        ("Highwater", &pairs.ours),
        (kafka.as_str(), &pairs.kafka),
    ] {
        let _ = writeln!(
            text,
            "| {name} | {} | {} |",
            spread(&part(costs, produced), 2),
            spread(&part(costs, fetched), 2)
        );
    }
    let again = |of: fn(&Cost) -> f64| {
        let ratios = ratios(&part(&pairs.floor_again, of), &part(&pairs.floor, of));
        spread(&ratios, 2)
    };
    let _ = writeln!(
        text,
        "| the floor over itself, for the noise | {} | {} |",
        again(produced),
        again(fetched)
    );
}

fn others(text: &mut String, starts: &Starts, memory: &(Resident, Option<Resident>)) {
    text.push_str(
        "\n## Start and memory\n\nA start is measured from the start of the process, over an empty directory, to the first \
         record that is acknowledged with acks=all in a topic that is made for it. Memory is VmRSS while four clients write \
         200 MB to 100 partitions, and three seconds later.\n\n\
         | | start | idle | under load |\n|---|---|---|---|\n",
    );
    let mut line = |name: &str, starts: &[f64], resident: Option<Resident>| {
        let megabytes = |of: fn(Resident) -> f64| {
            resident.map_or("–".to_owned(), |resident| {
                format!("{:.1} MB", of(resident))
            })
        };
        let _ = writeln!(
            text,
            "| {name} | {} ms | {} | {} |",
            spread(starts, 0),
            megabytes(|resident| resident.idle),
            megabytes(|resident| resident.loaded)
        );
    };
    line("Highwater", &starts.ours, Some(memory.0));
    line(&format!("Kafka {KAFKA_VERSION}"), &starts.kafka, memory.1);
}
