//! What shows that the proof is one.

use super::{Line, Read, Table};

/// Histories of whole clusters, bugs that were planted and have to be found, damaged input, and real processes under real
/// faults.
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
        Line {
            command: "cargo xtask conformance chaos --all",
            // A goal for each case and for each planted break.
            read: Read::Goals(67),
        },
    ],
};
