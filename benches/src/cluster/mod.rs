//! Figures of three brokers: what replication costs, what they cost when nothing happens, and how soon `dev` is ready.

mod dev;
mod idle;
mod report;
mod sides;

use bytes::Bytes;
use conformance::Failure;

use crate::brokers::{highwater, kafka};
use crate::figures::median;
use crate::pairs::{Warmth, warm_memory};
use crate::requests::batch;
use sides::Side;

pub(crate) use report::run;

/// Rounds of the comparison.
const ROUNDS: usize = 10;
/// What one burst writes; three copies of it are kept.
const BURST_BYTES: usize = 256 << 20;
/// Written and removed before each burst, so that no side meets memory that was never used.
const WARM_BURST_BYTES: usize = 900 << 20;
/// Bursts of each side that do not count.
const WARM_ROUNDS: usize = 2;

/// Processor seconds of all three processes for each GB, by round.
#[derive(Debug, Default)]
struct Costs {
    floor: Vec<f64>,
    /// The floor a second time in each round: what two runs of the same differ by.
    floor_again: Vec<f64>,
    ours: Vec<f64>,
    /// Empty without Kafka.
    kafka: Vec<f64>,
    /// Bursts that Kafka had before it counted.
    kafka_warming: usize,
    /// Why there is no Kafka.
    no_kafka: Option<Failure>,
}

fn measure() -> Result<Costs, Failure> {
    let batch = batch();
    let mut costs = Costs::default();
    let (floor, ours) = (Side::floor()?, Side::of(&highwater())?);
    let theirs = match kafka().and_then(|kind| Side::of(&kind)) {
        Ok(side) => Some(side),
        Err(why) => {
            costs.no_kafka = Some(why);
            None
        }
    };
    let burst = |side: &Side, topic: &str| {
        warm_memory(WARM_BURST_BYTES)?;
        side.burst(topic, &batch, BURST_BYTES)
    };
    for warmed in 0..WARM_ROUNDS {
        burst(&floor, &format!("warm-{warmed}"))?;
        burst(&ours, &format!("warm-{warmed}"))?;
    }
    if let Some(theirs) = &theirs {
        costs.kafka_warming = warm(theirs, &batch)?;
    }
    for round in 0..ROUNDS {
        let topic = format!("round-{round}");
        costs.floor.push(burst(&floor, &topic)?);
        costs.ours.push(burst(&ours, &topic)?);
        if let Some(theirs) = &theirs {
            costs.kafka.push(burst(theirs, &topic)?);
        }
        costs.floor_again.push(burst(&floor, &topic)?);
        eprintln!(
            "round {} of {ROUNDS}: floor {:?}, ours {:?}, Kafka {:?}",
            round + 1,
            costs.floor.last(),
            costs.ours.last(),
            costs.kafka.last()
        );
    }
    Ok(costs)
}

/// Bursts against Kafka until they do not get cheaper; how many.
fn warm(kafka: &Side, batch: &Bytes) -> Result<usize, Failure> {
    let mut warmth = Warmth::new();
    while !warmth.is_enough() {
        let topic = format!("warm-{}", warmth.bursts());
        let cost = kafka.burst(&topic, batch, BURST_BYTES)?;
        eprintln!("warming Kafka: {cost:.2}");
        warmth.add(cost);
    }
    Ok(warmth.bursts())
}

/// The middle of the values, or nothing of none.
fn middle(values: &[f64]) -> f64 {
    median(values).unwrap_or(0.0)
}
