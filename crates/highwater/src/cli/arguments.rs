//! What can be written on the command line.

mod operating;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use operating::{
    ClusterCommand, DescribeCommand, ElectCommand, ElectionKind, ExplainCommand, ImportCommand,
    ReassignCommand,
};

/// A replicated, highly available, partitioned log that speaks Kafka's protocol.
#[derive(Parser, Debug)]
#[command(
    name = "highwater",
    version,
    propagate_version = true,
    arg_required_else_help = true
)]
#[command(
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 refused by the cluster, 4 done in part.\n\n\
    Examples:\n  \
    highwater dev\n  \
    highwater topic create orders --partitions 6\n  \
    seq 1000 | highwater produce orders\n  \
    highwater consume orders --from-beginning --exit-at-end"
)]
pub(crate) struct Arguments {
    /// Brokers to begin with, as HOST:PORT,HOST:PORT.
    #[arg(
        short = 'b',
        long,
        global = true,
        default_value = "localhost:9092",
        value_name = "ADDRESSES"
    )]
    pub(crate) bootstrap_server: String,
    /// How results are printed.
    #[arg(short, long, global = true, value_enum, default_value_t = OutputFormat::Table)]
    pub(crate) output: OutputFormat,
    /// How long one request may take, in seconds.
    #[arg(long, global = true, default_value = "30", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) request_timeout: f64,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How results are printed.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum OutputFormat {
    /// Columns for people.
    Table,
    /// JSON for programs.
    Json,
}

/// What is to be done.
#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run a node from a properties file.
    Server(ServerCommand),
    /// Run a cluster to try things with.
    Dev(DevCommand),
    /// Run a program that ends with this process's parent.
    #[command(hide = true)]
    WithParent(WithParentCommand),
    /// Make, list, describe, change and delete topics.
    #[command(subcommand)]
    Topic(TopicCommand),
    /// Send the lines of standard input to a topic.
    Produce(ProduceCommand),
    /// Print the records of a topic.
    Consume(ConsumeCommand),
    /// List, describe, reset and delete consumer groups.
    #[command(subcommand)]
    Group(GroupCommand),
    /// Describe the cluster, say whether it is well, elect leaders.
    #[command(subcommand)]
    Cluster(ClusterCommand),
    /// Say why a partition is as it is, who could lead it, and what that would cost.
    Explain(ExplainCommand),
    /// Describe and change the settings of topics and brokers.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print generated documents.
    #[command(subcommand)]
    Docs(DocsCommand),
}

/// Run a node from a properties file.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    highwater server server.properties\n  \
    highwater server server.properties --override node.id=2 --override log.dirs=/data/2")]
pub(crate) struct ServerCommand {
    /// A Kafka server.properties.
    pub(crate) file: PathBuf,
    /// Stop in order when this process, which started this one, has ended.
    #[arg(long, hide = true, value_name = "PROCESS")]
    pub(crate) stop_with_parent: Option<u32>,
    /// A setting that replaces the file's.
    #[arg(long = "override", value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) overrides: Vec<(String, String)>,
}

/// Run a cluster of brokers to try things with, each a process of its own.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    highwater dev\n  \
    highwater dev --brokers 1\n  \
    highwater dev --zookeeper\n  \
    highwater dev --data ./data --override num.partitions=6")]
pub(crate) struct DevCommand {
    /// How many brokers; without it three, or as many as the data directory holds.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=9), value_name = "COUNT")]
    pub(crate) brokers: Option<u16>,
    /// Where data is kept; without it, in a temporary directory that is removed at the end.
    #[arg(long, value_name = "DIRECTORY")]
    pub(crate) data: Option<PathBuf>,
    /// Keep the cluster in a ZooKeeper, which is started too and needs java. Its jars are fetched once, with Maven.
    #[arg(long)]
    pub(crate) zookeeper: bool,
    /// Where ZooKeeper's jars are, instead of fetching them.
    #[arg(long, value_name = "DIRECTORY", requires = "zookeeper")]
    pub(crate) zookeeper_jars: Option<PathBuf>,
    /// The port of the first broker, the others have the next; without it 9092, or free ones where those are taken.
    #[arg(long)]
    pub(crate) port: Option<u16>,
    /// A setting of every broker.
    #[arg(long = "override", value_name = "KEY=VALUE", value_parser = key_value)]
    pub(crate) overrides: Vec<(String, String)>,
}

/// Run a program that ends with this process's parent.
#[derive(Args, Debug)]
pub(crate) struct WithParentCommand {
    pub(crate) parent: u32,
    pub(crate) program: PathBuf,
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) arguments: Vec<std::ffi::OsString>,
}

/// Make, list, describe, change and delete topics.
#[derive(Subcommand, Debug)]
#[command(after_help = "Examples:\n  \
    highwater topic create orders -p 6 -c retention.ms=3600000\n  \
    highwater topic describe orders -o json")]
pub(crate) enum TopicCommand {
    /// Make a topic.
    Create {
        name: String,
        /// How many partitions; without it the broker's num.partitions.
        #[arg(short, long, value_parser = clap::value_parser!(i32).range(1..))]
        partitions: Option<i32>,
        /// How many replicas of each; without it the broker's default.replication.factor.
        #[arg(short, long, value_parser = clap::value_parser!(i16).range(1..))]
        replication_factor: Option<i16>,
        /// A setting of the topic.
        #[arg(short, long = "config", value_name = "KEY=VALUE", value_parser = key_value)]
        configs: Vec<(String, String)>,
        /// A topic that is there is fine.
        #[arg(long)]
        if_not_exists: bool,
        /// Check only.
        #[arg(long)]
        dry_run: bool,
    },
    /// List topics.
    List {
        /// The brokers' own topics too.
        #[arg(long)]
        internal: bool,
    },
    /// Show partitions, leaders and replicas, and how many brokers may still fail.
    Describe(DescribeCommand),
    /// Move partitions to other brokers, or change how many replicas they have.
    Reassign(ReassignCommand),
    /// Delete topics with all their records.
    Delete {
        #[arg(required = true)]
        names: Vec<String>,
        /// A topic that is not there is fine.
        #[arg(long)]
        if_exists: bool,
    },
    /// Give a topic more partitions. Keys may go to other partitions from then on.
    AlterPartitions {
        name: String,
        /// How many there are to be.
        #[arg(value_parser = clap::value_parser!(i32).range(1..))]
        count: i32,
        /// Check only.
        #[arg(long)]
        dry_run: bool,
    },
    /// Show or change a topic's settings.
    Config {
        name: String,
        /// A setting to have.
        #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
        set: Vec<(String, String)>,
        /// A setting to have no longer.
        #[arg(long, value_name = "KEY")]
        delete: Vec<String>,
        /// Show those at their default too.
        #[arg(long)]
        all: bool,
    },
}

/// Send the lines of standard input to a topic.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  \
    seq 1000 | highwater produce numbers\n  \
    printf 'a:1\\nb:2\\n' | highwater produce pairs --key-separator :")]
pub(crate) struct ProduceCommand {
    pub(crate) topic: String,
    /// What is before it in a line is the key; a line without it has no key.
    #[arg(short, long, value_name = "TEXT")]
    pub(crate) key_separator: Option<String>,
    /// An empty value, after a key, is a deletion marker.
    #[arg(long, requires = "key_separator")]
    pub(crate) empty_is_null: bool,
    /// Send all to this partition.
    #[arg(short, long)]
    pub(crate) partition: Option<usize>,
    /// Who must have a batch before it counts as sent. With `all` the producer is idempotent: nothing is lost, nothing
    /// comes twice.
    #[arg(long, value_enum, default_value_t = Acks::All)]
    pub(crate) acks: Acks,
    /// Codec of the batches.
    #[arg(short = 'z', long, value_enum, default_value_t = Codec::None)]
    pub(crate) compression: Codec,
    /// Size at which a batch is sent.
    #[arg(long, default_value_t = 128 * 1024, value_parser = clap::value_parser!(u32).range(1..=100 << 20))]
    pub(crate) batch_bytes: u32,
    /// How long a batch is tried, in seconds.
    #[arg(long, default_value = "120", value_parser = seconds, value_name = "SECONDS")]
    pub(crate) delivery_timeout: f64,
}

/// Who must have a batch.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Acks {
    /// All replicas that are in sync.
    All,
    /// The leader.
    #[value(name = "1")]
    Leader,
    /// Nobody.
    #[value(name = "0")]
    None,
}

/// Codec of batches.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Codec {
    None,
    Gzip,
    Snappy,
    Lz4,
    Zstd,
}

/// Print the records of a topic.
#[derive(Args, Debug)]
#[command(
    after_help = "Formats: %s value, %k key, %o offset, %p partition, %t topic, %T time in ms, %h headers, \
    %S and %K lengths, %% a percent sign, \\n \\t.\n\n\
    Examples:\n  \
    highwater consume orders --from-beginning --exit-at-end\n  \
    highwater consume orders --group billing --format '%p %o %k %s\\n'\n  \
    highwater consume orders --offset -10 --max 10 -o json"
)]
pub(crate) struct ConsumeCommand {
    pub(crate) topic: String,
    /// Begin with the first record that is kept.
    #[arg(long, conflicts_with = "offset")]
    pub(crate) from_beginning: bool,
    /// Where to begin: a number, earliest, latest, -N for the last N of each partition, or @TIME in milliseconds of 1970.
    #[arg(long, allow_hyphen_values = true, value_name = "OFFSET")]
    pub(crate) offset: Option<String>,
    /// Only these partitions.
    #[arg(short, long, conflicts_with = "group")]
    pub(crate) partition: Vec<i32>,
    /// Read as a member of this group, from its committed offsets, and commit what was printed.
    #[arg(short, long)]
    pub(crate) group: Option<String>,
    /// End after this many records.
    #[arg(short = 'n', long, value_name = "COUNT")]
    pub(crate) max: Option<u64>,
    /// End after this many seconds without a record.
    #[arg(long, value_parser = seconds, value_name = "SECONDS")]
    pub(crate) timeout: Option<f64>,
    /// End at the end of all partitions.
    #[arg(short, long)]
    pub(crate) exit_at_end: bool,
    /// How a record is printed.
    #[arg(short, long, value_name = "FORMAT")]
    pub(crate) format: Option<String>,
}

/// List, describe, reset and delete consumer groups.
#[derive(Subcommand, Debug)]
#[command(after_help = "Examples:\n  \
    highwater group describe billing\n  \
    highwater group reset-offsets billing --topic orders --to earliest --dry-run")]
pub(crate) enum GroupCommand {
    /// List groups.
    List,
    /// Show members, committed offsets and lag.
    Describe { name: String },
    /// Delete groups without members.
    Delete {
        #[arg(required = true)]
        names: Vec<String>,
    },
    /// Set where a group without members goes on.
    ResetOffsets {
        name: String,
        /// Of which topic.
        #[arg(long)]
        topic: String,
        /// Only these partitions.
        #[arg(short, long)]
        partition: Vec<i32>,
        /// Where: a number, earliest, latest, -N for N before the end, or @TIME in milliseconds of 1970.
        #[arg(long, allow_hyphen_values = true, value_name = "OFFSET")]
        to: String,
        /// Show only.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Describe and change the settings of topics and brokers.
#[derive(Subcommand, Debug)]
#[command(after_help = "Examples:\n  \
    highwater config describe topic orders\n  \
    highwater config set topic orders retention.ms=3600000\n  \
    highwater config delete brokers log.retention.ms")]
pub(crate) enum ConfigCommand {
    /// Show settings.
    Describe {
        /// topic NAME, broker ID, or brokers for all of them.
        #[arg(required = true, num_args = 1..=2, value_name = "WHOSE")]
        whose: Vec<String>,
        /// Show those at their default too.
        #[arg(long)]
        all: bool,
        /// Show what they do.
        #[arg(long)]
        explain: bool,
    },
    /// Change settings.
    Set {
        /// topic NAME, broker ID, or brokers for all of them; then KEY=VALUE, as many as there are.
        #[arg(required = true, num_args = 2.., value_name = "WHOSE KEY=VALUE")]
        whose_and_what: Vec<String>,
        /// Check only.
        #[arg(long)]
        dry_run: bool,
    },
    /// Take settings away, so that the next level's hold.
    Delete {
        /// topic NAME, broker ID, or brokers for all of them; then KEY, as many as there are.
        #[arg(required = true, num_args = 2.., value_name = "WHOSE KEY")]
        whose_and_what: Vec<String>,
        /// Check only.
        #[arg(long)]
        dry_run: bool,
    },
}

/// Print generated documents.
#[derive(Subcommand, Debug)]
pub(crate) enum DocsCommand {
    /// All metrics, in Markdown.
    Metrics,
    /// All settings, in Markdown.
    Config,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => {
            Ok((key.trim().to_owned(), value.to_owned()))
        }
        _ => Err("expected KEY=VALUE".to_owned()),
    }
}

fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds <= 1e9 => Ok(seconds),
        _ => Err("expected a number of seconds above zero".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_do_not_contradict_each_other() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn examples_in_the_help_are_commands_that_exist() {
        let words = |line: &str| -> Vec<String> {
            let line = line.rsplit_once("| ").map_or(line, |(_, last)| last);
            let mut words = Vec::new();
            for (index, part) in line.split('\'').enumerate() {
                match index % 2 {
                    0 => words.extend(part.split_whitespace().map(str::to_owned)),
                    _ => words.push(part.to_owned()),
                }
            }
            words
        };
        let mut commands = vec![Arguments::command()];
        let mut tried = 0;
        while let Some(command) = commands.pop() {
            let help = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            for line in help.lines().filter(|line| line.starts_with("  ")) {
                let parsed = Arguments::try_parse_from(words(line.trim()));
                assert!(parsed.is_ok(), "{line}: {parsed:?}");
                tried += 1;
            }
            commands.extend(command.get_subcommands().cloned());
        }
        assert!(tried > 10, "{tried} examples");
    }
}
