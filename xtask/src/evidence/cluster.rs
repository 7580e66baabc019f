//! What shows that a cluster survives.

use super::{Line, Read, Table};

/// The mission, the main job over faults, clients over faults, Kafka's nodes among ours, and last the figures, which want a
/// quiet machine.
pub(super) const TABLE: Table = Table {
    name: "cluster",
    title: "A cluster that survives",
    lines: &[
        Line {
            command: "cargo xtask verify",
            read: Read::LastLine("everything passes, and nothing is skipped"),
        },
        Line {
            command: "cargo xtask conformance mission",
            // A goal for each sentence.
            read: Read::Goals(18),
        },
        Line {
            command: "cargo xtask conformance riders",
            // Five clients, three faults.
            read: Read::Goals(15),
        },
        Line {
            command: "cargo xtask conformance interop",
            read: Read::Goals(9),
        },
        Line {
            command: "cargo xtask conformance --nodes 3",
            // The suites but that of disks, the real text, and the four suites of others.
            read: Read::Goals(13),
        },
        Line {
            command: "cargo xtask conformance cluster-input",
            read: Read::Goals(1),
        },
        Line {
            command: "cargo xtask conformance main-job",
            // Errors, load, gaps, replicas, the end, and one for each replica.
            read: Read::Goals(8),
        },
        Line {
            command: "cargo xtask failover --with-kafka",
            // A goal for each row, and what is reported beside it: a default client, and Kafka with both.
            read: Read::Goals(11 + 10 + 10 + 4),
        },
        Line {
            command: "cargo xtask bench cluster",
            // Two ratios, idle processor and memory, and the start of dev.
            read: Read::Goals(5),
        },
    ],
};
