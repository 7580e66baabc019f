//! The mission, sentence by sentence: each is a check with real clients against a cluster of real processes.
//!
//! A check that cannot fail shows nothing. So each is made a second time over a cluster, or by a client, that is broken on
//! purpose in one way, and must then fail.

mod consumers;
mod controllers;
mod elections;
mod in_sync;
mod placement;
mod producers;
mod scale;
mod stage;
mod zookeeper;

use std::fmt::Write as _;
use std::time::Instant;

use crate::Failure;
use crate::brokers::Kind;
use crate::checks::Clients;
use crate::report::Ending;
use crate::tools::{self, Missing};

pub use stage::{Stage, Store};

/// One sentence of the mission.
pub struct Sentence {
    /// Its short name, for the command line.
    pub name: &'static str,
    /// What is promised.
    pub says: &'static str,
    /// How it is broken for the second run.
    pub broken_by: &'static str,
    /// Whether a node's network is cut, which needs root and network namespaces.
    pub networked: bool,
    /// Makes the check; what was seen.
    run: fn(&Stage) -> Result<String, Failure>,
}

impl std::fmt::Debug for Sentence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// What only a quorum has: a majority of controllers, and a metadata log on disk. An ensemble has checks of its own instead.
const OF_A_QUORUM: [&str; 2] = ["no-majority", "one-decision"];

/// All of clusters that are kept like this.
#[must_use]
pub fn sentences(store: Store) -> Vec<&'static Sentence> {
    let all = of_every_store().into_iter();
    match store {
        Store::Quorum => all.collect(),
        Store::Zookeeper => all
            .filter(|sentence| !OF_A_QUORUM.contains(&sentence.name))
            .chain(&zookeeper::SENTENCES)
            .collect(),
    }
}

fn of_every_store() -> Vec<&'static Sentence> {
    let all: [&[Sentence]; 7] = [
        &controllers::SENTENCES,
        &in_sync::SENTENCES,
        &producers::SENTENCES,
        &elections::SENTENCES,
        &placement::SENTENCES,
        &consumers::SENTENCES,
        &scale::SENTENCES,
    ];
    all.into_iter().flatten().collect()
}

/// What came of one sentence against one kind of broker.
#[derive(Clone, Debug)]
pub struct Shown {
    /// How the check ended.
    pub ending: Ending,
    /// What was seen.
    pub seen: String,
    /// How long it took.
    pub seconds: u64,
    /// What the check said over what is broken: none where that run was not made.
    pub broken: Option<Result<String, Failure>>,
}

impl Shown {
    /// Whether it holds, and its check was seen to fail where it had to.
    #[must_use]
    pub fn is_shown(&self) -> bool {
        self.ending == Ending::Passed && matches!(self.broken, None | Some(Err(_)))
    }
}

/// Makes one check, and once more over what is broken if `breaks`.
#[must_use]
pub fn show(
    sentence: &Sentence,
    kind: &Kind,
    store: Store,
    clients: &Clients,
    breaks: bool,
) -> Shown {
    let begun = Instant::now();
    let once = |broken: bool| {
        let stage = Stage {
            kind,
            store,
            clients,
            broken,
        };
        (sentence.run)(&stage)
    };
    let made = once(false);
    let seconds = begun.elapsed().as_secs();
    let (ending, seen) = match made {
        Ok(seen) => (Ending::Passed, seen),
        Err(why) => match why.strip_prefix(stage::MISSING) {
            Some(what) => {
                let skipped = crate::report::Outcome::skipped(sentence.name, what);
                (skipped.ending, String::new())
            }
            None => (Ending::Failed(why), String::new()),
        },
    };
    let broken = (breaks && ending == Ending::Passed).then(|| once(true));
    Shown {
        ending,
        seen,
        seconds,
        broken,
    }
}

/// The check that three brokers on a ZooKeeper stand a kill, with kcat alone.
pub(crate) fn serves_on_zookeeper(kind: &Kind) -> Shown {
    let not_asked = || Missing("not asked for".to_owned());
    let clients = Clients {
        kcat: tools::kcat(),
        java: Err(not_asked()),
        go: Err(not_asked()),
        python: Err(not_asked()),
    };
    let [serves, ..] = &zookeeper::SENTENCES;
    show(serves, kind, Store::Zookeeper, &clients, false)
}

/// The table of a run, by sentence: ours beside Kafka's.
#[must_use]
pub fn document(
    versions: &str,
    rows: &[(&'static Sentence, Option<Shown>, Option<Shown>)],
) -> String {
    let mut text = format!(
        "# The mission, sentence by sentence\n\nWritten by `cargo xtask conformance mission`: clusters of real processes, real \
         clients, real kills, pauses and cuts. Each check is made once more over something that is broken on purpose, and must \
         fail there.\n\n{versions}\n\n| sentence | seen on Highwater | broken by | the check then says | Kafka |\n|---|---|---|---|---|\n"
    );
    for (sentence, ours, kafka) in rows {
        let said = |shown: &Option<Shown>| match shown {
            None => "not asked".to_owned(),
            Some(shown) if shown.ending == Ending::Passed => format!("pass: {}", shown.seen),
            Some(shown) => shown.ending.to_string(),
        };
        let broken = match ours
            .as_ref()
            .or(kafka.as_ref())
            .and_then(|shown| shown.broken.clone())
        {
            None => "not run".to_owned(),
            Some(Ok(seen)) => format!("**passes, and must not**: {seen}"),
            Some(Err(why)) => why,
        };
        let cells = [
            said(ours),
            sentence.broken_by.to_owned(),
            broken,
            said(kafka),
        ];
        let cells = cells.map(|cell| plain(&cell));
        let _ = writeln!(
            text,
            "| {} (`{}`) | {} |",
            sentence.says,
            sentence.name,
            cells.join(" | ")
        );
    }
    text
}

fn plain(text: &str) -> String {
    let one_line = text.replace('|', "/").replace('\n', " ");
    one_line.chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sentence_has_a_name_of_its_own() {
        let all = sentences(Store::Zookeeper);
        let mut names: Vec<&str> = all.iter().map(|sentence| sentence.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn a_check_that_passes_over_a_break_shows_nothing() {
        let shown = |broken| Shown {
            ending: Ending::Passed,
            seen: String::new(),
            seconds: 1,
            broken,
        };
        assert!(shown(Some(Err("as it must".to_owned()))).is_shown());
        assert!(!shown(Some(Ok("nothing noticed".to_owned()))).is_shown());
    }
}
