//! What shows that one broker does its job.

use super::{Line, Read, Table};

/// Everything that must hold, the main job on real text, all clients and suites beside Kafka, and the figures.
pub(super) const TABLE: Table = Table {
    name: "one-broker",
    title: "One broker",
    lines: &[
        Line {
            command: "cargo xtask verify",
            read: Read::LastLine("everything passes, and nothing is skipped"),
        },
        Line {
            command: "cargo xtask conformance",
            // A goal for each suite of ours, the real text, and each of the four suites of others.
            read: Read::Goals(14),
        },
        Line {
            command: "cargo xtask bench one-broker",
            read: Read::Goals(7),
        },
    ],
};
