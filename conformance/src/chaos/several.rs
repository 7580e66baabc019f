//! A load for every change: several clients at once on three brokers, whose threads serve them side by side, and a leader that
//! is killed meanwhile.

use std::path::Path;
use std::process::ChildStdin;
use std::time::Duration;

use super::{TOLD, judge, load};
use crate::Failure;
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic, until};
use crate::process::{Output, Run, Running};
use crate::tools::GoClient;

const TOPIC: &str = "several";
/// The replicas of each partition: every broker leads some.
const PLACED: [&[i32]; 6] = [
    &[0, 1, 2],
    &[1, 2, 0],
    &[2, 0, 1],
    &[0, 2, 1],
    &[1, 0, 2],
    &[2, 1, 0],
];
/// Who is killed.
const VICTIM: i32 = 0;
/// Clients that write, each of which reads everything too.
const WRITERS: usize = 3;
/// Records per second of each.
const RATE: &str = "1500";
/// Bytes of a record.
const BYTES: &str = "200";
/// How many records each partition has to grow by, for it to be said that it goes on.
const GROWTH: i64 = 400;
/// Longest wait for that, and for a client's end.
const LIMIT: Duration = Duration::from_secs(60);

/// Shows it: nothing acknowledged is lost or there twice, and everything is acknowledged in the end.
///
/// # Errors
/// What was seen instead.
pub fn several_clients(kind: &Kind, go: &GoClient) -> Result<(), Failure> {
    let mut cluster = Cluster::start(kind, &Layout::combined(3))?;
    let shown = show(&mut cluster, go);
    if shown.is_err() && std::env::var_os("KEEP_BROKERS").is_some() {
        cluster.keep();
    }
    shown
}

fn show(cluster: &mut Cluster, go: &GoClient) -> Result<(), Failure> {
    let topic = NewTopic::placed(TOPIC, &PLACED).with("min.insync.replicas", "2");
    cluster.admin().create(&topic)?;
    let folder = cluster.folder().join("history");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let crowd = Crowd::start(&cluster.bootstrap(), go, &folder)?;
    grows(cluster)?;
    cluster.node(VICTIM)?.kill();
    grows(cluster)?;
    cluster.node(VICTIM)?.up()?;
    until(LIMIT, "all replicas are in sync", || {
        let view = cluster.admin().topic(TOPIC)?;
        let whole = view.partitions.iter().all(|it| it.isr.len() == 3);
        Ok(whole.then_some(()))
    })?;
    grows(cluster)?;
    let names = crowd.finish()?;
    let last = folder.join("last").display().to_string();
    let partitions = PLACED.len().to_string();
    go.run()
        .args([
            "chaos-last",
            &cluster.bootstrap(),
            TOPIC,
            &partitions,
            &last,
        ])
        .limit_seconds(120)
        .output()
        .and_then(Output::success)?;
    let names = names.iter().map(String::as_str).chain(["last"]);
    judged(&folder, &names.collect::<Vec<_>>())
}

/// Holds what the clients were told against what they may have been told.
fn judged(folder: &Path, names: &[&str]) -> Result<(), Failure> {
    let entries = load::gather(folder, names)?;
    let report = judge::check(&entries);
    let anomalies = report.anomalies.iter().take(TOLD);
    let anomalies: Vec<String> = anomalies.map(ToString::to_string).collect();
    if !anomalies.is_empty() {
        return Err(anomalies.join("; "));
    }
    let delivered = judge::Delivered::of(&entries, &[]);
    if delivered.unanswered > 0 || report.acknowledged == 0 {
        return Err(format!(
            "{} records were acknowledged, and {} were not, though the clients try again",
            report.acknowledged, delivered.unanswered
        ));
    }
    Ok(())
}

/// Waits until every partition has more records, that readers may see.
fn grows(cluster: &Cluster) -> Result<(), Failure> {
    let ends = |cluster: &Cluster| -> Result<Vec<i64>, Failure> {
        (0..)
            .zip(PLACED)
            .map(|(partition, _)| cluster.high_watermark(TOPIC, partition))
            .collect()
    };
    let before = until(LIMIT, "every partition has a leader", || {
        ends(cluster).map(Some)
    })?;
    until(LIMIT, "every partition grows", || {
        let now = ends(cluster)?;
        let grown = now
            .iter()
            .zip(&before)
            .all(|(now, before)| *now >= before + GROWTH);
        Ok(grown.then_some(()))
    })
}

/// Clients on their way, each by the name of its history.
struct Crowd {
    running: Vec<(String, Running, Option<ChildStdin>)>,
}

impl Crowd {
    fn start(bootstrap: &str, go: &GoClient, folder: &Path) -> Result<Self, Failure> {
        let mut crowd = Self {
            running: Vec::new(),
        };
        let partitions = PLACED.len().to_string();
        for number in 1..=WRITERS {
            let name = format!("writer-{number}");
            let history = folder.join(&name).display().to_string();
            let words = [
                "chaos",
                bootstrap,
                TOPIC,
                RATE,
                BYTES,
                &number.to_string(),
                &partitions,
                &history,
            ];
            crowd.add(name, go.run().args(words), folder)?;
        }
        let history = folder.join("group").display().to_string();
        let words = ["chaos-group", bootstrap, TOPIC, "several-group", &history];
        crowd.add("group".to_owned(), go.run().args(words), folder)?;
        Ok(crowd)
    }

    fn add(&mut self, name: String, run: Run, folder: &Path) -> Result<(), Failure> {
        let (running, input) = run.start_fed(&folder.join(format!("{name}.log")))?;
        self.running.push((name, running, Some(input)));
        Ok(())
    }

    /// Ends them, which takes until all that they sent is answered.
    fn finish(mut self) -> Result<Vec<String>, Failure> {
        for (_, _, input) in &mut self.running {
            drop(input.take());
        }
        let mut names = Vec::new();
        for (name, mut running, _) in self.running {
            let code = running.wait(LIMIT);
            if code != Some(0) {
                return Err(format!(
                    "{name} ended with {code:?}: {}",
                    running.log_text()
                ));
            }
            names.push(name);
        }
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENT: &str = r#"{"at":1,"client":"w","op":1,"invoke":{"send":{"topic":"several","partition":0,"acks":-1,"idempotent":true,"producer":1,"first":1,"count":1}}}"#;
    const ACKNOWLEDGED: &str = r#"{"at":2,"client":"w","op":1,"ok":{"sent":{"base_offset":0}}}"#;
    const LAST: &str = r#"{"at":3,"client":"last","op":1,"invoke":{"poll":{"topic":"several","partition":0,"offset":0,"last":true}}}"#;

    /// What is said of a writer's history and of one record that is there in the end.
    fn said(name: &str, writer: &[&str], there: &str) -> Result<(), Failure> {
        let unique = format!("several-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(unique);
        std::fs::create_dir_all(&folder).expect("a folder");
        let read = format!(
            r#"{{"at":4,"client":"last","op":1,"ok":{{"polled":{{"records":[[0,{there}]],"high_watermark":1,"log_start":0}}}}}}"#
        );
        for (name, lines) in [
            ("writer", writer.join("\n")),
            ("last", format!("{LAST}\n{read}")),
        ] {
            std::fs::write(folder.join(name), lines + "\n").expect("a file");
        }
        let said = judged(&folder, &["writer", "last"]);
        std::fs::remove_dir_all(&folder).expect("it was made");
        said
    }

    #[test]
    fn what_is_lost_or_not_answered_is_seen() {
        let both = [SENT, ACKNOWLEDGED];
        assert_eq!(said("kept", &both, "[1,1]"), Ok(()));
        let lost = said("lost", &both, "[2,1]");
        assert!(lost.is_err(), "{lost:?}");
        let unanswered = said("unanswered", &both[..1], "[1,1]");
        assert!(unanswered.is_err_and(|why| why.starts_with("0 records were acknowledged, and 1")));
    }
}
