//! `highwater topic describe`: partitions with their replicas, what is wrong with them, and what they survive.

use serde_json::{Value, json};

use super::arguments::DescribeCommand;
use super::health::{PartitionHealth, Survives};
use super::output::{self, Output};
use super::{Failure, shown};
use crate::client::{Cluster, PartitionState, TopicState};

/// A topic with what must be known to say how it is.
struct Described {
    topic: TopicState,
    min_in_sync: usize,
}

pub(crate) fn run(
    command: &DescribeCommand,
    cluster: &mut Cluster,
    output: &Output,
) -> Result<(), Failure> {
    let names = (!command.names.is_empty()).then_some(command.names.as_slice());
    let topics = described(cluster, names)?;
    if output.is_json() {
        let topics = topics.iter().filter_map(|it| it.as_json(command));
        return output.object(&topics.collect::<Vec<_>>().into());
    }
    let shown: Vec<String> = topics.iter().filter_map(|it| it.as_text(command)).collect();
    if shown.is_empty() && command.is_filtered() {
        return output::text("no partition is in that state\n");
    }
    output::text(&shown.join("\n"))
}

fn described(cluster: &mut Cluster, names: Option<&[String]>) -> Result<Vec<Described>, Failure> {
    let topics = cluster.describe_topics(names)?;
    let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
    let minima = cluster.min_in_sync(&names)?;
    let described = topics.into_iter().map(|topic| Described {
        min_in_sync: minima.get(&topic.name).copied().unwrap_or(1),
        topic,
    });
    Ok(described.collect())
}

impl DescribeCommand {
    fn is_filtered(&self) -> bool {
        self.unavailable || self.under_replicated || self.under_min_isr || self.at_min_isr
    }

    /// Whether a partition is wanted: any that is in one of the states that are asked for.
    fn wants(&self, health: PartitionHealth<'_>) -> bool {
        !self.is_filtered()
            || (self.unavailable && health.is_offline())
            || (self.under_replicated && health.is_under_replicated())
            || (self.under_min_isr && health.is_under_min_in_sync())
            || (self.at_min_isr && health.is_at_min_in_sync())
    }
}

impl Described {
    fn health<'a>(&self, partition: &'a PartitionState) -> PartitionHealth<'a> {
        PartitionHealth {
            partition,
            min_in_sync: self.min_in_sync,
        }
    }

    fn wanted<'a>(&'a self, command: &'a DescribeCommand) -> Vec<&'a PartitionState> {
        let partitions = self.topic.partitions.iter();
        partitions
            .filter(|partition| command.wants(self.health(partition)))
            .collect()
    }

    fn survives(&self) -> Option<Survives> {
        let partitions = self.topic.partitions.iter();
        Survives::of_all(partitions.map(|partition| self.health(partition).survives()))
    }

    fn as_text(&self, command: &DescribeCommand) -> Option<String> {
        let partitions = self.wanted(command);
        if partitions.is_empty() && command.is_filtered() {
            return None;
        }
        let replicas = self.topic.partitions.iter().map(|it| it.replicas.len());
        let mut text = format!(
            "topic {}: {}, {}, min.insync.replicas={}, id {}\n",
            self.topic.name,
            shown::count(self.topic.partitions.len(), "partition"),
            shown::count(replicas.max().unwrap_or(0), "replica"),
            self.min_in_sync,
            self.topic.id,
        );
        if let Some(survives) = self.survives() {
            text.push_str(&format!("{}\n", survives.told()));
        }
        let columns = [
            "partition",
            "leader",
            "epoch",
            "replicas",
            "in sync",
            "eligible",
            "offline",
            "state",
        ];
        let row = |it: &&PartitionState| -> Vec<Value> {
            vec![
                it.index.into(),
                shown::broker(it.leader),
                it.leader_epoch.into(),
                it.replicas.clone().into(),
                it.in_sync.clone().into(),
                it.eligible.clone().into(),
                it.offline.clone().into(),
                self.health(it).told().into(),
            ]
        };
        let rows: Vec<Vec<Value>> = partitions.iter().map(row).collect();
        text.push_str(&output::table(&columns, &rows));
        Some(text)
    }

    fn as_json(&self, command: &DescribeCommand) -> Option<Value> {
        let wanted = self.wanted(command);
        if wanted.is_empty() && command.is_filtered() {
            return None;
        }
        let partitions = wanted.iter().map(|it| {
            json!({
                "topic": self.topic.name,
                "partition": it.index,
                "leader": shown::broker(it.leader),
                "leader_epoch": it.leader_epoch,
                "replicas": it.replicas,
                "in_sync": it.in_sync,
                "eligible": it.eligible,
                "last_known_eligible": it.last_known_eligible,
                "offline": it.offline,
                "state": self.health(it).told(),
            })
        });
        let survives = self.survives().map(
            |it| json!({"writes": it.writes, "reads": it.reads, "acknowledged": it.acknowledged}),
        );
        Some(json!({
            "name": self.topic.name,
            "id": self.topic.id,
            "internal": self.topic.internal,
            "min_in_sync_replicas": self.min_in_sync,
            "survives": survives,
            "partitions": partitions.collect::<Vec<_>>(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::health::tests::partition;

    fn described() -> Described {
        let mut second = partition(-1, &[], &[2, 3]);
        second.index = 1;
        Described {
            topic: TopicState {
                name: "orders".to_owned(),
                id: "Ab".to_owned(),
                internal: false,
                partitions: vec![partition(1, &[1, 2, 3], &[]), second],
            },
            min_in_sync: 2,
        }
    }

    fn command() -> DescribeCommand {
        DescribeCommand {
            names: Vec::new(),
            under_replicated: false,
            unavailable: false,
            under_min_isr: false,
            at_min_isr: false,
        }
    }

    #[test]
    fn a_topic_is_told_with_what_it_survives() {
        let text = described().as_text(&command()).expect("all are wanted");
        assert_eq!(
            text,
            "topic orders: 2 partitions, 3 replicas, min.insync.replicas=2, id Ab\n\
             writes with acks=all are refused now, nobody can read now, \
             acknowledged records survive the loss of 1 broker\n\
             PARTITION  LEADER  EPOCH  REPLICAS  IN SYNC  ELIGIBLE  OFFLINE  STATE\n\
             0          1       4      1,2,3     1,2,3    -         -        good\n\
             1          -       4      1,2,3     -        2,3       1,2,3    offline\n"
        );
    }

    #[test]
    fn a_filter_leaves_what_is_in_that_state() {
        let described = described();
        let indexes = |command: &DescribeCommand| -> Vec<i32> {
            let wanted = described.wanted(command);
            wanted.iter().map(|partition| partition.index).collect()
        };
        assert_eq!(indexes(&command()), [0, 1]);
        let unavailable = DescribeCommand {
            unavailable: true,
            ..command()
        };
        assert_eq!(indexes(&unavailable), [1]);
        let at_min = DescribeCommand {
            at_min_isr: true,
            ..command()
        };
        assert!(indexes(&at_min).is_empty());
        assert_eq!(described.as_text(&at_min), None);
        assert_eq!(described.as_json(&at_min), None);
    }

    #[test]
    fn programs_get_every_set_of_replicas() {
        let value = described().as_json(&command()).expect("all are wanted");
        let offline = &value["partitions"][1];
        assert_eq!(offline["leader"], Value::Null);
        assert_eq!(offline["eligible"], json!([2, 3]));
        assert_eq!(value["survives"]["acknowledged"], 1);
        assert_eq!(value["survives"]["writes"], Value::Null);
    }
}
