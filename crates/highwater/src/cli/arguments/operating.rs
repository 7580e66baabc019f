//! What can be written to look after a cluster: its replicas, leaders and brokers.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

/// Show partitions, leaders and replicas, and how many brokers may still fail.
#[derive(Args, Debug)]
#[command(
    after_help = "Columns: epoch, the leader's epoch; in sync, the replicas that a write with acks=all waits for; eligible, \
    replicas out of them that have everything all the same (KIP-966); offline, those whose broker or disk is down.\n\n\
    Examples:\n  \
    highwater topic describe orders\n  \
    highwater topic describe --under-replicated\n  \
    highwater topic describe --unavailable --under-min-isr -o json"
)]
pub(crate) struct DescribeCommand {
    /// Which topics; without any, all.
    #[arg(value_name = "TOPIC")]
    pub(crate) names: Vec<String>,
    /// Only partitions with replicas that are not in sync.
    #[arg(long, visible_alias = "under-replicated-partitions")]
    pub(crate) under_replicated: bool,
    /// Only partitions without a leader.
    #[arg(long, visible_alias = "unavailable-partitions")]
    pub(crate) unavailable: bool,
    /// Only partitions that refuse writes with acks=all.
    #[arg(long, visible_alias = "under-min-isr-partitions")]
    pub(crate) under_min_isr: bool,
    /// Only partitions of which no replica may fall out of sync.
    #[arg(long, visible_alias = "at-min-isr-partitions")]
    pub(crate) at_min_isr: bool,
}

/// Move partitions to other brokers, or change how many replicas they have.
#[derive(Args, Debug)]
#[command(group = clap::ArgGroup::new("what").required(true))]
#[command(
    after_help = "A move copies first and removes last: nothing is lost when it is cut short. With --brokers replicas stay where \
    they are while their broker has no more than its share.\n\n\
    Examples:\n  \
    highwater topic reassign orders --brokers 1,2,3,4 --dry-run\n  \
    highwater topic reassign orders-0 --replicas 3,1,2 --wait\n  \
    highwater topic reassign --plan plan.json\n  \
    highwater topic reassign --list\n  \
    highwater topic reassign orders --cancel"
)]
pub(crate) struct ReassignCommand {
    /// Topics, or partitions as TOPIC-PARTITION.
    #[arg(value_name = "TOPIC[-PARTITION]")]
    pub(crate) partitions: Vec<String>,
    /// Spread the partitions evenly over these brokers, over racks too.
    #[arg(
        long,
        group = "what",
        value_delimiter = ',',
        value_name = "IDS",
        requires = "partitions"
    )]
    pub(crate) brokers: Vec<i32>,
    /// With --brokers, how many replicas each partition is to have; without it, as many as it has.
    #[arg(long, requires = "brokers", value_name = "COUNT", value_parser = replicas)]
    pub(crate) replication_factor: Option<usize>,
    /// Have these replicas for each partition, preferred leader first.
    #[arg(
        long,
        group = "what",
        value_delimiter = ',',
        value_name = "IDS",
        requires = "partitions"
    )]
    pub(crate) replicas: Vec<i32>,
    /// Do what a file says, in the JSON format of Kafka's reassignment tool.
    #[arg(
        long,
        group = "what",
        value_name = "FILE",
        conflicts_with = "partitions"
    )]
    pub(crate) plan: Option<PathBuf>,
    /// Show what is being moved, and how far that is.
    #[arg(long, group = "what")]
    pub(crate) list: bool,
    /// Take back what is being moved; without partitions, everything.
    #[arg(long, group = "what")]
    pub(crate) cancel: bool,
    /// Print the plan, as --plan reads it, and change nothing.
    #[arg(long, conflicts_with_all = ["list", "cancel"])]
    pub(crate) dry_run: bool,
    /// End when everything is moved.
    #[arg(long, conflicts_with_all = ["list", "cancel", "dry_run"])]
    pub(crate) wait: bool,
}

fn replicas(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(count @ 1..=32767) => Ok(count),
        _ => Err("expected a number from 1 to 32767".to_owned()),
    }
}

/// Describe the cluster, say whether it is well, elect leaders.
#[derive(Subcommand, Debug)]
#[command(after_help = "Examples:\n  \
    highwater cluster describe\n  \
    highwater cluster health\n  \
    highwater cluster elect-leaders --all")]
pub(crate) enum ClusterCommand {
    /// Show brokers, the active controller, its quorum, and what is wrong.
    Describe,
    /// Say whether all is well: exit code 0 if so, 1 if not.
    Health,
    /// Have preferred leaders lead again, or any replica where there is no leader.
    ElectLeaders(ElectCommand),
    /// Take over a stopped Kafka 3 cluster that is kept in ZooKeeper.
    ImportZookeeper(ImportCommand),
}

/// Take over a stopped Kafka 3 cluster that is kept in ZooKeeper.
#[derive(Args, Debug)]
#[command(
    after_help = "All brokers must be stopped, and the ensemble must run. Looks into the tree and the log directories that the files \
    name, and says what would be taken over and what would not; exit code 3 and all the reasons if something stands in the way. \
    Nothing is ever removed. Without --dry-run it adds what our controllers need below /highwater; then start every broker with \
    `highwater server` and its own file.\n\n\
    Examples:\n  \
    highwater cluster import-zookeeper server.properties --dry-run\n  \
    highwater cluster import-zookeeper broker-1.properties broker-2.properties -o json"
)]
pub(crate) struct ImportCommand {
    /// The properties files of brokers, as Kafka had them.
    #[arg(value_name = "FILE", required = true)]
    pub(crate) files: Vec<PathBuf>,
    /// Look only.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Have preferred leaders lead again, or any replica where there is no leader.
#[derive(Args, Debug)]
#[command(
    after_help = "An unclean election makes a replica leader that may lack acknowledged records; all others cut their logs to \
    match it. It is for partitions whose complete replicas will never return.\n\n\
    Examples:\n  \
    highwater cluster elect-leaders --all\n  \
    highwater cluster elect-leaders orders payments-3 --dry-run\n  \
    highwater cluster elect-leaders payments-3 --type unclean --loss-max 100"
)]
pub(crate) struct ElectCommand {
    /// Topics, or partitions as TOPIC-PARTITION.
    #[arg(value_name = "TOPIC[-PARTITION]", required_unless_present = "all")]
    pub(crate) partitions: Vec<String>,
    /// All partitions of all topics.
    #[arg(long, conflicts_with = "partitions")]
    pub(crate) all: bool,
    /// Which leader is wanted.
    #[arg(long = "type", value_enum, default_value_t = ElectionKind::Preferred, value_name = "TYPE")]
    pub(crate) kind: ElectionKind,
    /// Agree that an unclean election loses whatever the new leader lacks.
    #[arg(long)]
    pub(crate) accept_loss: bool,
    /// Agree to an unclean election that loses no more records than this in any partition, and to none of which that
    /// cannot be told.
    #[arg(long, conflicts_with = "accept_loss", value_name = "RECORDS", value_parser = clap::value_parser!(i64).range(0..))]
    pub(crate) loss_max: Option<i64>,
    /// Show who would lead, and change nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Which leader is wanted.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ElectionKind {
    /// The first replica.
    Preferred,
    /// Where nobody leads, any replica that is up, whatever it lacks.
    Unclean,
}

/// Say why a partition is as it is, who could lead it, and what that would cost.
#[derive(Args, Debug)]
#[command(
    after_help = "Each replica's broker is asked what its log has, with Kafka's own requests; what a broker that is down has \
    is not known, and said to be.\n\n\
    Examples:\n  \
    highwater explain orders-3\n  \
    highwater explain orders-3 -o json"
)]
pub(crate) struct ExplainCommand {
    /// The partition, as TOPIC-PARTITION.
    #[arg(value_name = "TOPIC-PARTITION")]
    pub(crate) partition: String,
}
