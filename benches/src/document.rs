//! `docs/BENCHMARKS.md`: two parts, each written by a command of its own that leaves the other as it is.

use std::fs;

use conformance::{Failure, root};

const TITLE: &str = "# Figures\n\n";
/// What the second part begins with.
const CLUSTER: &str = "## Three brokers\n\n";

/// A part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Part {
    OneBroker,
    Cluster,
}

/// Writes a part anew.
pub(crate) fn write(part: Part, text: &str) -> Result<(), Failure> {
    let path = root().join("docs/BENCHMARKS.md");
    let before = fs::read_to_string(&path).unwrap_or_default();
    fs::write(&path, with(&before, part, text))
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn with(before: &str, part: Part, text: &str) -> String {
    let before = before.strip_prefix(TITLE).unwrap_or(before);
    let (one, cluster) = before.split_once(CLUSTER).unwrap_or((before, ""));
    let (one, cluster) = match part {
        Part::OneBroker => (text, cluster),
        Part::Cluster => (one, text),
    };
    let (one, cluster) = (one.trim(), cluster.trim());
    match cluster.is_empty() {
        true => format!("{TITLE}{one}\n"),
        false => format!("{TITLE}{one}\n\n{CLUSTER}{cluster}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_leaves_the_other() {
        let one = with("", Part::OneBroker, "a\n");
        assert_eq!(one, "# Figures\n\na\n");
        let both = with(&one, Part::Cluster, "b\n");
        assert_eq!(both, "# Figures\n\na\n\n## Three brokers\n\nb\n");
        assert_eq!(
            with(&both, Part::OneBroker, "c"),
            "# Figures\n\nc\n\n## Three brokers\n\nb\n"
        );
        assert_eq!(with(&both, Part::Cluster, "b\n"), both);
    }
}
