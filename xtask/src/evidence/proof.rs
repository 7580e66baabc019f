//! What shows that the proof is one.

use super::{Line, Read, Table};

/// Histories of whole clusters, bugs that were planted and have to be found, and damaged input.
pub(super) const TABLE: Table = Table {
    name: "proof",
    title: "A proof that finds bugs",
    lines: &[
        Line {
            command: "cargo xtask sim --minutes 10",
            read: Read::LastLine("no history breaks a promise"),
        },
        Line {
            command: "cargo xtask mutants",
            read: Read::LastLine("every planted bug is found in a minute, and nothing without one"),
        },
        Line {
            command: "cargo xtask fuzz --seconds 20",
            read: Read::LastLine("nothing panics, hangs or allocates beyond its bound"),
        },
    ],
};
