//! Logs that are damaged, scrubbed and repaired.

use std::ops::Range;

use partition_log::{LogError, ReadRequest, ScrubPlace};
use records::Batch;
use types::Offset;

use super::{Stage, log_path, small_config};

/// Two records for each batch, a few batches for each segment, two epochs; all flushed.
pub fn filled(batches: usize) -> Stage {
    let mut stage = Stage::new(small_config());
    for number in 0..batches {
        let epoch = if number < batches / 2 { 0 } else { 3 };
        stage.append(epoch, &[&format!("{number}-{}", "x".repeat(60)), "second"]);
    }
    stage.flush();
    stage
}

/// Scrubs the whole log in slices of `bytes`; what was found, and how much was read.
pub fn scrub(stage: &mut Stage, bytes: u64) -> (Vec<Range<Offset>>, u64) {
    let mut found = Vec::new();
    let mut read = 0;
    let mut place: Option<ScrubPlace> = None;
    for _ in 0..10_000 {
        let Some(slice) = stage.log().begin_scrub(place, bytes).unwrap() else {
            return (found, read);
        };
        slice.file().sync_data().unwrap();
        let scrubbed = stage.log().finish_scrub(&slice).unwrap();
        found.extend(scrubbed.found);
        read += scrubbed.bytes;
        place = scrubbed.next;
    }
    panic!("scrubbing does not come to an end");
}

pub fn logs(stage: &Stage) -> Vec<i64> {
    let names = stage.disk.names(&log_path());
    let bases = names.iter().filter_map(|name| name.strip_suffix(".log"));
    bases.map(|base| base.parse().unwrap()).collect()
}

/// All batches from `from` on that a whole replica has.
pub fn batches_of(whole: &mut Stage, from: Offset, up_to: Offset) -> Vec<Batch> {
    let request = ReadRequest {
        from,
        up_to,
        bytes_max: 1 << 20,
        at_least_one: true,
    };
    let records = whole.log().read(&request).unwrap().records;
    Batch::split(records.into_bytes().unwrap())
        .map(Result::unwrap)
        .collect()
}

pub fn repair_all(stage: &mut Stage, whole: &mut Stage, batches_at_once: usize) {
    for _ in 0..100 {
        let Some(range) = stage.log().damaged().first().cloned() else {
            return;
        };
        let mut batches = batches_of(whole, range.start, range.end);
        batches.truncate(batches_at_once);
        let repair = stage.log().repair(range.start, &batches).unwrap();
        assert!(
            stage.log().damaged().contains(&range),
            "not before it is flushed"
        );
        repair.file().sync_data().unwrap();
        assert!(stage.log().finish_repair(&repair).unwrap());
    }
    panic!("never repaired");
}

/// Repairs where the range that has to be replaced turns out to be wider than was seen first.
pub fn repair_joined(stage: &mut Stage, whole: &mut Stage, moved: (usize, usize, usize)) {
    for _ in 0..100 {
        let Some(range) = stage.log().damaged().first().cloned() else {
            return;
        };
        let batches = batches_of(whole, range.start, range.end);
        match stage.log().repair(range.start, &batches) {
            Ok(repair) => {
                repair.file().sync_data().unwrap();
                assert!(stage.log().finish_repair(&repair).unwrap());
            }
            Err(error) => assert!(matches!(error, LogError::InvalidBatch(_)), "{error}"),
        }
    }
    panic!("{moved:?}: {:?} is never repaired", stage.log().damaged());
}
