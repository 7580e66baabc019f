//! `docs/BENCHMARKS.md`: two parts, each written by a command of its own that leaves the other as it is; and the table of
//! one broker in the README.

use std::fs;

use conformance::{Failure, root};

const TITLE: &str = "# Figures\n\n";
/// What the second part begins with.
const CLUSTER: &str = "## Three brokers\n\n";

/// What stands before and behind the table in the README.
const TABLE_BEGINS: &str = "<!-- written by `cargo xtask bench one-broker` -->\n";
const TABLE_ENDS: &str = "<!-- the end of what it writes -->\n";

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

/// Writes the table in the README anew.
pub(crate) fn write_table(table: &str) -> Result<(), Failure> {
    let path = root().join("README.md");
    let error = |why: String| format!("{}: {why}", path.display());
    let before = fs::read_to_string(&path).map_err(|why| error(why.to_string()))?;
    let after =
        with_table(&before, table).ok_or_else(|| error("no place for the table".to_owned()))?;
    fs::write(&path, after).map_err(|why| error(why.to_string()))
}

fn with_table(before: &str, table: &str) -> Option<String> {
    let (head, rest) = before.split_once(TABLE_BEGINS)?;
    let (_, tail) = rest.split_once(TABLE_ENDS)?;
    Some(format!(
        "{head}{TABLE_BEGINS}\n{}\n\n{TABLE_ENDS}{tail}",
        table.trim()
    ))
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
    fn the_table_has_a_place() {
        let empty = format!("a\n{TABLE_BEGINS}{TABLE_ENDS}b\n");
        let once = with_table(&empty, "| 1 |\n").expect("a place");
        assert_eq!(once, format!("a\n{TABLE_BEGINS}\n| 1 |\n\n{TABLE_ENDS}b\n"));
        let twice = with_table(&once, "| 2 |").expect("a place");
        assert_eq!(twice, once.replace('1', "2"));
        assert_eq!(with_table("a\nb\n", "| 1 |"), None);
    }

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
