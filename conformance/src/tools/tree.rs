//! A tree of znodes as ZooKeeper's own shell shows it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::java::Java;
use crate::Failure;
use crate::process::Output;

/// A znode as the shell shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// What it holds; none when it was made without content.
    pub data: Option<String>,
    /// How often its content was replaced.
    pub version: i32,
    /// Whether it ends with a session.
    pub is_ephemeral: bool,
}

/// Znodes by their path below the chroot.
pub type Tree = BTreeMap<String, Shown>;

impl Java {
    /// Everything below a chroot, as the shell that comes with this Kafka shows it. `connect` is as `zookeeper.connect` has it.
    ///
    /// # Errors
    /// The shell does not come to an answer, or the tree changes while it is shown.
    pub fn tree(&self, connect: &str) -> Result<Tree, Failure> {
        let listed = self.ask_shell(connect, "ls -R /\n")?;
        let paths: Vec<&str> = listed
            .lines()
            .filter(|line| line.starts_with('/'))
            .collect();
        let mut commands = String::new();
        for path in &paths {
            let _ = writeln!(commands, "get -s {path}");
        }
        let shown = parse(&self.ask_shell(connect, &commands)?)?;
        if shown.len() != paths.len() {
            let (listed, shown) = (paths.len(), shown.len());
            return Err(format!("{listed} znodes are listed and {shown} shown"));
        }
        let paths = paths.into_iter().map(str::to_owned);
        Ok(paths.zip(shown).collect())
    }

    /// What the shell prints for commands, each on a line.
    ///
    /// # Errors
    /// It cannot be run, or does not reach a server.
    pub fn ask_shell(&self, connect: &str, commands: &str) -> Result<String, Failure> {
        self.ask_shell_with(connect, commands, "")
            .map(|output| output.text())
    }

    /// As [`Java::ask_shell`], with more arguments of the Java virtual machine, and with what the shell complains about.
    ///
    /// # Errors
    /// As [`Java::ask_shell`].
    pub fn ask_shell_with(
        &self,
        connect: &str,
        commands: &str,
        machine: &str,
    ) -> Result<Output, Failure> {
        let mut run = self.zookeeper_shell(connect).stdin(commands);
        if !machine.is_empty() {
            run = run.env("JAVA_TOOL_OPTIONS", machine);
        }
        run.output().and_then(Output::success)
    }
}

/// Takes the answers to `get -s` apart: each ends with the number of children.
fn parse(printed: &str) -> Result<Vec<Shown>, Failure> {
    // What the shell says of itself ends with a line about the terminal.
    let begin = "JLine support is disabled\n";
    let (_, mut rest) = printed.split_once(begin).ok_or("the shell said nothing")?;
    let mut all = Vec::new();
    while let Some((data, after)) = rest.split_once("\ncZxid = ") {
        let (stat, next) = after
            .split_once("\nnumChildren = ")
            .ok_or("the stat of a znode has no end")?;
        let value = |name: &str| {
            let found = stat.lines().find_map(|line| line.strip_prefix(name));
            found.ok_or_else(|| format!("the stat of a znode has no {name}"))
        };
        let version = value("dataVersion = ")?;
        all.push(Shown {
            data: (data != "null" && !data.is_empty()).then(|| data.to_owned()),
            version: version.parse().map_err(|_| version.to_owned())?,
            is_ephemeral: value("ephemeralOwner = ")? != "0x0",
        });
        rest = next.split_once('\n').map_or("", |(_, rest)| rest);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_the_shell_are_taken_apart() {
        let stat = |version: i32, owner: &str| {
            format!(
                "cZxid = 0x44\nmtime = Fri\ndataVersion = {version}\nephemeralOwner = {owner}\nnumChildren = 1\n"
            )
        };
        let printed = format!(
            "Welcome\nJLine support is disabled\nnull\n{}{{\"a\":1}}\n{}",
            stat(0, "0x0"),
            stat(3, "0x12")
        );
        let parsed = parse(&printed).expect("two znodes");
        let shown = |data: Option<&str>, version, is_ephemeral| Shown {
            data: data.map(str::to_owned),
            version,
            is_ephemeral,
        };
        assert_eq!(
            parsed,
            [shown(None, 0, false), shown(Some("{\"a\":1}"), 3, true)]
        );
    }
}
