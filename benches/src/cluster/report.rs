//! The figures of three brokers, against their goals, in their section of `docs/BENCHMARKS.md`.

use std::fmt::Write as _;

use conformance::Failure;
use conformance::goal::{Goal, Verdict};
use conformance::tools::KAFKA_VERSION;

use super::idle::Idle;
use super::{BURST_BYTES, Costs, ROUNDS, dev, idle, measure, middle};
use crate::document::{Part, write};
use crate::figures::{ratios, spread};
use crate::measure::{load, machine};

/// Measures everything, writes it down and prints one line for each goal.
pub(crate) fn run(date: &str) -> Result<(), Failure> {
    let load_before = load();
    eprintln!("dev …");
    let dev = dev::run()?;
    eprintln!("idle …");
    let idle = idle::run()?;
    eprintln!("floor, ours, Kafka …");
    let costs = measure()?;
    let goals = goals(&costs, idle, &dev);
    goals.iter().for_each(|goal| println!("{goal}"));
    write(Part::Cluster, &text(date, &load_before, &costs, &goals))
}

/// A goal for a figure that must stay below a limit.
fn below(figure: &str, goal: &str, measured: f64, limit: f64, shown: String) -> Goal {
    Goal::new(figure, goal, shown, Verdict::of(measured < limit))
}

fn goals(costs: &Costs, idle: Idle, dev: &[f64]) -> Vec<Goal> {
    let ratio = |figure: &str, to: &[f64], limit: f64| {
        let ratios = ratios(&costs.ours, to);
        let goal = format!("≤ {limit}");
        match (&costs.no_kafka, ratios.is_empty()) {
            (Some(why), true) => Goal::new(figure, goal, why, Verdict::Missing),
            _ => {
                let met = Verdict::of(middle(&ratios) <= limit);
                Goal::new(figure, goal, spread(&ratios, 2), met)
            }
        }
    };
    vec![
        ratio(
            "RF 3, acks=all, 64 KB: processor time of all three, ours over the floor",
            &costs.floor,
            1.4,
        ),
        ratio(
            "RF 3, acks=all, 64 KB: processor time of all three, ours over Kafka",
            &costs.kafka,
            0.5,
        ),
        below(
            "three brokers with 3,000 partitions of RF 3, idle: processor of the busiest",
            "< 3 % of a core",
            idle.percent,
            3.0,
            format!("{:.2} %", idle.percent),
        ),
        below(
            "three brokers with 3,000 partitions of RF 3, idle: memory of the largest",
            "< 60 MB",
            idle.megabytes,
            60.0,
            format!("{:.1} MB", idle.megabytes),
        ),
        below(
            "`dev` has three brokers ready",
            "< 1000 ms",
            middle(dev),
            1000.0,
            format!("{} ms", spread(dev, 0)),
        ),
    ]
}

fn text(date: &str, load_before: &str, costs: &Costs, goals: &[Goal]) -> String {
    let mut text = format!(
        "Written by `cargo xtask bench cluster` on {date}.\n\n\
         Machine: {}. Others used it at the same time: load averages {load_before} before and {} after. Brokers and clients ran \
         on the same processors.\n\n\
         Processor time is that of all three processes. The floor is three programs that are no brokers: one receives, computes \
         a checksum, writes and sends by `sendfile` to two that ask for what comes after their end, compute a checksum and \
         write; it answers when both have asked for more. One client sends produce requests of one uncompressed batch of 64 KB \
         with acks=all, five ahead of the answers, to one partition with three replicas. Each round is a burst of {} MB against \
         each in turn, {ROUNDS} rounds after warm-up (for Kafka {} such bursts, until they did not get cheaper); memory is \
         written and freed before each. Ratios are taken within a round; figures are medians, with the smallest and the largest \
         in brackets.\n\n| figure | goal | measured | |\n|---|---|---|---|\n",
        machine(),
        load(),
        BURST_BYTES >> 20,
        costs.kafka_warming
    );
    for goal in goals {
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            goal.figure, goal.goal, goal.measured, goal.verdict
        );
    }
    text.push_str("\n| RF 3, acks=all | processor seconds for each GB |\n|---|---|\n");
    let kafka = format!("Kafka {KAFKA_VERSION}, warm");
    let rows = [
        ("floor", costs.floor.clone()),
        ("Highwater", costs.ours.clone()),
        (&kafka, costs.kafka.clone()),
        (
            "the floor over itself, for the noise",
            ratios(&costs.floor_again, &costs.floor),
        ),
    ];
    for (name, values) in rows {
        let _ = writeln!(text, "| {name} | {} |", spread(&values, 2));
    }
    text
}
