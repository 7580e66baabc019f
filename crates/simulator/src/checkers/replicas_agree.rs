//! Below the high watermark every replica of a partition has the same bytes.

use std::collections::BTreeMap;

use bytes::Bytes;
use records::Batch;

/// What is on the disks of a cluster: the log of each partition, by partition and node.
pub type Logs = BTreeMap<(i32, usize), Bytes>;

/// Compares the replicas' batches up to the high watermark of each partition.
#[must_use]
pub fn replicas_agree(logs: &Logs, high_watermarks: &BTreeMap<i32, i64>) -> Vec<String> {
    let mut found = Vec::new();
    for (&partition, &high_watermark) in high_watermarks {
        let replicas = logs.iter().filter(|((of, _), _)| *of == partition);
        let mut first: Option<(usize, Vec<Bytes>)> = None;
        for (&(_, node), log) in replicas {
            let (batches, end) = below(log.clone(), high_watermark);
            if end < high_watermark {
                found.push(format!(
                    "partition {partition}: node {node} ends at {end}, committed is up to {high_watermark}"
                ));
            }
            match &first {
                None => first = Some((node, batches)),
                Some((other, expected)) => {
                    if let Some(at) = difference(expected, &batches) {
                        found.push(format!(
                            "partition {partition}: nodes {other} and {node} differ in batch {at} below {high_watermark}"
                        ));
                    }
                }
            }
        }
        if first.is_none() {
            found.push(format!("partition {partition}: no replica is there"));
        }
    }
    found
}

/// The batches that begin below an offset, and where the last of them ends.
fn below(log: Bytes, high_watermark: i64) -> (Vec<Bytes>, i64) {
    let mut end = 0;
    let mut batches = Vec::new();
    for batch in Batch::split_lenient(log).map_while(Result::ok) {
        if batch.header().base_offset.0 >= high_watermark {
            break;
        }
        end = batch.header().next_offset().0;
        batches.push(batch.bytes().clone());
    }
    (batches, end)
}

fn difference(one: &[Bytes], other: &[Bytes]) -> Option<usize> {
    let differs = one.iter().zip(other).position(|(one, other)| one != other);
    differs.or_else(|| (one.len() != other.len()).then(|| one.len().min(other.len())))
}
