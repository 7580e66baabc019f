//! What shows that one broker does its job.

use super::{Line, Read, Table};

/// The main job on real text and all clients and suites beside Kafka, everything that must hold, and the figures: these
/// last, for they want a quiet machine.
pub(super) const TABLE: Table = Table {
    name: "one-broker",
    title: "One broker",
    lines: &[
        Line {
            command: "cargo xtask conformance",
            // A goal for each suite of ours, the real text, and each of the four suites of others.
            read: Read::Goals(14),
        },
        Line {
            command: "cargo xtask verify",
            read: Read::LastLine("everything passes, and nothing is skipped"),
        },
        Line {
            command: "cargo xtask bench one-broker",
            read: Read::Goals(7),
        },
    ],
};
