//! How long a producer waits when something breaks: the longest time between two acknowledgements around a fault.
//!
//! The client is franz-go with acks=all, one record every 2 ms to one partition with three replicas, of which two must be in
//! sync. The three nodes are brokers and controllers both. Times are the client's own.

mod faults;
mod many;
mod table;

use std::time::Duration;

use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::cluster::Layout;
use crate::mission::Store;

pub use table::{Measured, Results};

/// One row of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Row {
    /// The leader is killed with -9; it is not the active controller.
    LeaderKilled,
    /// The leader is killed with -9, and was the active controller.
    ControllerKilled,
    /// A follower is killed with -9.
    FollowerKilled,
    /// The leader is stopped with SIGSTOP; it is not the active controller.
    LeaderPaused,
    /// A follower is stopped with SIGSTOP.
    FollowerPaused,
    /// The leader is stopped with SIGSTOP, and was the active controller.
    ControllerPaused,
    /// The leader's network is cut; it is not the active controller.
    LeaderCut,
    /// The leader's network is cut, and it was the active controller.
    ControllerCut,
    /// The leader gets SIGTERM.
    Terminated,
    /// Every node gets SIGTERM and is started again, one after the other.
    RollingRestart,
    /// A broker that leads 10,000 partitions is killed with -9.
    ManyPartitions,
    /// The leader of the ZooKeeper ensemble that the cluster is kept in is killed with -9.
    EnsembleLeaderKilled,
}

/// What is measured of every store.
const ROWS: [Row; 11] = [
    Row::LeaderKilled,
    Row::ControllerKilled,
    Row::FollowerKilled,
    Row::LeaderPaused,
    Row::FollowerPaused,
    Row::ControllerPaused,
    Row::LeaderCut,
    Row::ControllerCut,
    Row::Terminated,
    Row::RollingRestart,
    Row::ManyPartitions,
];

/// All rows of clusters that are kept like this.
#[must_use]
pub fn rows(store: Store) -> Vec<Row> {
    let mut rows = ROWS.to_vec();
    rows.extend((store == Store::Zookeeper).then_some(Row::EnsembleLeaderKilled));
    rows
}

/// Servers of the ensemble.
const ENSEMBLE: usize = 3;

/// Three nodes that are brokers and controllers both.
fn layout(store: Store) -> Layout {
    let mut layout = Layout::combined(3);
    if store == Store::Zookeeper {
        layout.zookeepers = ENSEMBLE;
    }
    store.keeps(layout)
}

impl Row {
    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::LeaderKilled => "leader-killed",
            Self::ControllerKilled => "controller-killed",
            Self::FollowerKilled => "follower-killed",
            Self::LeaderPaused => "leader-paused",
            Self::FollowerPaused => "follower-paused",
            Self::ControllerPaused => "controller-paused",
            Self::LeaderCut => "leader-cut",
            Self::ControllerCut => "controller-cut",
            Self::Terminated => "terminated",
            Self::RollingRestart => "rolling-restart",
            Self::ManyPartitions => "many-partitions",
            Self::EnsembleLeaderKilled => "ensemble-leader-killed",
        }
    }

    /// What it says in the table.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::LeaderKilled => "leader killed with -9",
            Self::ControllerKilled => "leader killed with -9, which was the active controller",
            Self::FollowerKilled => "follower killed with -9",
            Self::LeaderPaused => "leader SIGSTOPped",
            Self::FollowerPaused => "follower SIGSTOPped",
            Self::ControllerPaused => "leader SIGSTOPped, which was the active controller",
            Self::LeaderCut => "leader's network cut",
            Self::ControllerCut => "leader's network cut, which was the active controller",
            Self::Terminated => "leader gets SIGTERM",
            Self::RollingRestart => "rolling restart of all three",
            Self::ManyPartitions => {
                "10,000 partitions led by the killed broker: every live broker names a live leader for all, and 200 random ones take a record"
            }
            Self::EnsembleLeaderKilled => "leader of the ZooKeeper ensemble killed with -9",
        }
    }

    /// What it must reach: the median and the worst.
    #[must_use]
    pub fn goal(self, store: Store) -> (Duration, Duration) {
        let ms = Duration::from_millis;
        match self {
            // The session with the ensemble, one of its ticks, and 300 ms.
            Self::LeaderPaused
            | Self::FollowerPaused
            | Self::ControllerPaused
            | Self::LeaderCut
            | Self::ControllerCut
                if store == Store::Zookeeper =>
            {
                (ms(6_800), ms(6_800))
            }
            Self::ManyPartitions if store == Store::Zookeeper => (ms(3_000), ms(3_000)),
            Self::LeaderKilled | Self::ControllerKilled | Self::FollowerKilled => {
                (ms(300), ms(1_000))
            }
            // The session, and 300 ms.
            Self::LeaderPaused | Self::FollowerPaused | Self::LeaderCut => (ms(3_300), ms(3_300)),
            // The time-out of the controllers' fetch, that of their election, the session, and 300 ms.
            Self::ControllerPaused | Self::ControllerCut => (ms(4_800), ms(4_800)),
            Self::Terminated | Self::RollingRestart | Self::EnsembleLeaderKilled => {
                (ms(100), ms(100))
            }
            Self::ManyPartitions => (ms(1_000), ms(1_000)),
        }
    }

    /// Of how many repetitions the worst counts for its goal.
    #[must_use]
    pub fn repetitions(self) -> usize {
        self.times(Client::Eager, true)
    }

    /// How often it is measured. What takes long to happen, or to get over, is measured less often; so are Kafka and a client as
    /// it comes, whose figures have no goal.
    #[must_use]
    pub fn times(self, client: Client, is_ours: bool) -> usize {
        let (eager, default, kafka_eager, kafka_default) = match self {
            Self::LeaderKilled | Self::ControllerKilled | Self::FollowerKilled => (20, 5, 5, 1),
            Self::LeaderPaused
            | Self::FollowerPaused
            | Self::ControllerPaused
            | Self::LeaderCut
            | Self::ControllerCut => (3, 1, 1, 0),
            Self::Terminated => (20, 5, 3, 1),
            Self::EnsembleLeaderKilled => (5, 1, 1, 1),
            Self::RollingRestart => (5, 2, 1, 0),
            Self::ManyPartitions => (3, 0, 0, 0),
        };
        match (client, is_ours) {
            (Client::Eager, true) => eager,
            (Client::Default, true) => default,
            (Client::Eager, false) => kafka_eager,
            (Client::Default, false) => kafka_default,
        }
    }

    /// Whether no error may reach the client.
    #[must_use]
    pub fn is_silent(self) -> bool {
        matches!(
            self,
            Self::Terminated | Self::RollingRestart | Self::EnsembleLeaderKilled
        )
    }

    fn is_networked(self) -> bool {
        matches!(self, Self::LeaderCut | Self::ControllerCut)
    }
}

/// How the client is set.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Client {
    /// It notices a fault and tries again as fast as it can.
    Eager,
    /// As it comes.
    Default,
}

impl Client {
    /// Its name in the client's arguments and in results.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Eager => "eager",
            Self::Default => "default",
        }
    }
}

/// Measures one row: a figure for each repetition, on one cluster that is made whole again in between.
///
/// # Errors
/// The cluster does not come up or does not recover.
pub fn measure(
    row: Row,
    (kind, store): (&Kind, Store),
    clients: &Clients,
    client: Client,
    times: usize,
) -> Result<Measured, Failure> {
    if row == Row::ManyPartitions {
        return many::measure((kind, store), clients, times);
    }
    faults::measure(row, (kind, store), clients, client, times)
}
