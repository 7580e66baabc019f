//! What shows that a cluster survives in ZooKeeper.

use super::{Line, Read, Table};

/// What is kept there beside what a Kafka keeps, a Kafka that is taken over, the mission, the main job over faults of the
/// ensemble too, and last the figures, which want a quiet machine.
pub(super) const TABLE: Table = Table {
    name: "zookeeper",
    title: "A cluster in ZooKeeper",
    lines: &[
        Line {
            command: "cargo xtask conformance zookeeper",
            // A goal for each act, and for each way to spoil a tree.
            read: Read::Goals(10),
        },
        Line {
            command: "cargo xtask conformance takeover",
            read: Read::Goals(8),
        },
        Line {
            command: "cargo xtask conformance mission --store zookeeper",
            // A goal for each sentence that holds there.
            read: Read::Goals(22),
        },
        Line {
            command: "cargo xtask conformance main-job --store zookeeper",
            read: Read::Goals(8),
        },
        Line {
            command: "cargo xtask failover --store zookeeper --with-kafka",
            // A goal for each row.
            read: Read::Goals(12),
        },
    ],
};
