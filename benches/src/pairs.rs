//! The floor, ours and Kafka in turn, burst by burst.

use std::time::{Duration, Instant};

use bytes::Bytes;
use conformance::{Failure, target};

use crate::brokers::{Cost, Side, highwater, kafka, start};
use crate::figures::median;
use crate::requests::batch;

/// What one burst writes.
const BURST_BYTES: usize = 256 << 20;
/// How often a burst reads what it wrote: reading is cheap, and processor time is counted in steps of 10 ms.
const BURST_PASSES: usize = 4;
/// Written and removed before anything is measured, so that the memory behind the page cache has been used.
const WARM_BYTES: usize = 2 << 30;
/// The same before each burst: a virtual machine pays several times the price of a write for memory that it touches for the
/// first time, and whoever comes first would pay for all.
const WARM_BURST_BYTES: usize = 320 << 20;
/// Bursts of each side that do not count.
const WARM_ROUNDS: usize = 2;
/// Kafka is warm when so many bursts cost hardly less than as many before them: its compiler is done.
const WARM_KAFKA_BURSTS: usize = 4;
/// What counts as hardly less.
const WARM_KAFKA_GAIN: f64 = 0.95;
/// It runs for at least and at most this long before it counts.
const WARM_KAFKA_MIN: Duration = Duration::from_secs(40);
const WARM_KAFKA_MAX: Duration = Duration::from_secs(150);

/// All costs by round.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) floor: Vec<Cost>,
    /// The floor a second time in each round: what two runs of the same differ by.
    pub(crate) floor_again: Vec<Cost>,
    pub(crate) ours: Vec<Cost>,
    /// Empty without Kafka.
    pub(crate) kafka: Vec<Cost>,
    /// Bursts that Kafka had before it counted.
    pub(crate) kafka_warming: usize,
    /// Why there is no Kafka.
    pub(crate) no_kafka: Option<Failure>,
}

/// Runs `rounds` rounds.
pub(crate) fn run(rounds: usize) -> Result<Pairs, Failure> {
    let batch = batch();
    let mut pairs = Pairs::default();
    let floor = Side::floor()?;
    let ours = Side::Broker(Box::new(start(highwater())?));
    let theirs = match kafka().and_then(start) {
        Ok(broker) => Some(Side::Broker(Box::new(broker))),
        Err(why) => {
            pairs.no_kafka = Some(why);
            None
        }
    };
    warm_memory(WARM_BYTES)?;
    for warmed in 0..WARM_ROUNDS {
        let topic = format!("warm-{warmed}");
        floor.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)?;
        ours.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)?;
    }
    if let Some(theirs) = &theirs {
        pairs.kafka_warming = warm_kafka(theirs, &batch)?;
    }
    for round in 0..rounds {
        let topic = format!("round-{round}");
        let burst = |side: &Side| {
            warm_memory(WARM_BURST_BYTES)?;
            side.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)
        };
        pairs.floor.push(burst(&floor)?);
        pairs.ours.push(burst(&ours)?);
        if let Some(theirs) = &theirs {
            pairs.kafka.push(burst(theirs)?);
        }
        pairs.floor_again.push(burst(&floor)?);
        eprintln!(
            "round {} of {rounds}: floor {:?}, ours {:?}, Kafka {:?}",
            round + 1,
            pairs.floor.last(),
            pairs.ours.last(),
            pairs.kafka.last()
        );
    }
    Ok(pairs)
}

/// Bursts against Kafka until they do not get cheaper; how many.
fn warm_kafka(kafka: &Side, batch: &Bytes) -> Result<usize, Failure> {
    let mut warmth = Warmth::new();
    while !warmth.is_enough() {
        let topic = format!("warm-{}", warmth.bursts());
        let cost = kafka.burst(&topic, batch, BURST_BYTES, BURST_PASSES)?;
        eprintln!("warming Kafka: {cost:?}");
        warmth.add(cost.produce);
    }
    Ok(warmth.bursts())
}

/// Whether a Kafka is warm.
pub(crate) struct Warmth {
    began: Instant,
    costs: Vec<f64>,
}

impl Warmth {
    pub(crate) fn new() -> Self {
        Self {
            began: Instant::now(),
            costs: Vec::new(),
        }
    }

    /// How many bursts it had.
    pub(crate) fn bursts(&self) -> usize {
        self.costs.len()
    }

    pub(crate) fn add(&mut self, cost: f64) {
        self.costs.push(cost);
    }

    pub(crate) fn is_enough(&self) -> bool {
        let elapsed = self.began.elapsed();
        let mut groups = self.costs.rchunks(WARM_KAFKA_BURSTS);
        let (last, before) = (groups.next(), groups.next());
        let is_level = match (last.and_then(median), before.and_then(median)) {
            (Some(last), Some(before)) => last >= before * WARM_KAFKA_GAIN,
            _ => false,
        };
        let is_ripe = self.bursts() >= 2 * WARM_KAFKA_BURSTS && elapsed >= WARM_KAFKA_MIN;
        elapsed >= WARM_KAFKA_MAX || is_level && is_ripe
    }
}

/// Uses memory and gives it back.
pub(crate) fn warm_memory(bytes: usize) -> Result<(), Failure> {
    let path = target()
        .join("brokers")
        .join(format!("warm-{}", std::process::id()));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&path)?;
        let chunk = vec![1; 1 << 20];
        for _ in 0..bytes >> 20 {
            std::io::Write::write_all(&mut file, &chunk)?;
        }
        Ok(())
    };
    let written = write();
    // A file that cannot be removed is only litter in the target folder.
    drop(std::fs::remove_file(&path));
    written.map_err(|error| format!("{}: {error}", path.display()))
}
