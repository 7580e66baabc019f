//! The floor, ours and Kafka in turn, burst by burst.

use std::time::{Duration, Instant};

use conformance::{Failure, target};

use crate::brokers::{Cost, Side, highwater, kafka, start};
use crate::requests::batch;

/// What one burst writes.
const BURST_BYTES: usize = 256 << 20;
/// How often a burst reads what it wrote: reading is cheap, and processor time is counted in steps of 10 ms.
const BURST_PASSES: usize = 4;
/// Written and removed before anything is measured, so that the memory behind the page cache has been used.
const WARM_BYTES: usize = 2 << 30;
/// Bursts of each side that do not count.
const WARM_ROUNDS: usize = 2;
/// Kafka runs at least for this long before it counts: its compiler needs it.
const WARM_KAFKA: Duration = Duration::from_secs(30);

/// All costs by round.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    pub(crate) floor: Vec<Cost>,
    /// The floor a second time in each round: what two runs of the same differ by.
    pub(crate) floor_again: Vec<Cost>,
    pub(crate) ours: Vec<Cost>,
    /// Empty without Kafka.
    pub(crate) kafka: Vec<Cost>,
    /// Why there is no Kafka.
    pub(crate) no_kafka: Option<Failure>,
}

/// Runs `rounds` rounds.
pub(crate) fn run(rounds: usize) -> Result<Pairs, Failure> {
    let batch = batch();
    let mut pairs = Pairs::default();
    let floor = Side::floor()?;
    let ours = Side::Broker(start(highwater())?);
    let theirs = match kafka().and_then(start) {
        Ok(broker) => Some(Side::Broker(broker)),
        Err(why) => {
            pairs.no_kafka = Some(why);
            None
        }
    };
    warm_memory()?;
    let began = Instant::now();
    let mut warmed = 0;
    while warmed < WARM_ROUNDS || (theirs.is_some() && began.elapsed() < WARM_KAFKA) {
        let topic = format!("warm-{warmed}");
        if warmed < WARM_ROUNDS {
            floor.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)?;
            ours.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)?;
        }
        if let Some(theirs) = &theirs {
            theirs.burst(&topic, &batch, BURST_BYTES, BURST_PASSES)?;
        }
        warmed += 1;
    }
    for round in 0..rounds {
        let topic = format!("round-{round}");
        let burst = |side: &Side| side.burst(&topic, &batch, BURST_BYTES, BURST_PASSES);
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

fn warm_memory() -> Result<(), Failure> {
    let path = target()
        .join("brokers")
        .join(format!("warm-{}", std::process::id()));
    let write = || -> std::io::Result<()> {
        let mut file = std::fs::File::create(&path)?;
        let chunk = vec![1; 1 << 20];
        for _ in 0..WARM_BYTES >> 20 {
            std::io::Write::write_all(&mut file, &chunk)?;
        }
        Ok(())
    };
    let written = write();
    // A file that cannot be removed is only litter in the target folder.
    drop(std::fs::remove_file(&path));
    written.map_err(|error| format!("{}: {error}", path.display()))
}
