//! What no compiler checks: sizes, first lines, names, leftovers, dependencies and links.

use std::fs;
use std::path::Path;

use conformance::root;

use crate::codegen;
use crate::steps::git;

const FILE_LINES_MAX: usize = 600;
const FUNCTION_LINES_MAX: usize = 70;
/// Of code; the formatter keeps it shorter but for long texts.
const LINE_CHARACTERS_MAX: usize = 140;

/// What may break a rule, and why. It may only shrink.
const ALLOWED: [(&str, &str, &str); 0] = [];

const BANNED_ENDINGS: [&str; 7] = [
    "Manager", "Util", "Utils", "Helper", "Common", "Impl", "Base",
];

/// Rooms whose code decides or encodes and does nothing else: the same input gives the same output, on any machine.
const PURE: [&str; 11] = [
    "types",
    "codec",
    "records",
    "protocol",
    "metadata",
    "log-state",
    "settings",
    "replica-core",
    "quorum-core",
    "controller-core",
    "group-core",
];

/// What they may not know: clocks, threads, files, sockets, chance, and an order that is not the same in every run.
const IMPURE: [&str; 10] = [
    "std::fs",
    "std::net",
    "std::thread",
    "std::env",
    "std::time::Instant",
    "SystemTime",
    "HashMap",
    "HashSet",
    "tokio",
    "async fn",
];

/// Words that say something was left undone. Split here, so that this file passes.
const LEFTOVERS: [&str; 6] = [
    concat!("FIX", "ME"),
    concat!("TO", "DO"),
    concat!("XX", "X"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
    concat!("#[ig", "nore"),
];

/// One broken rule.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Problem {
    path: String,
    rule: &'static str,
    what: String,
}

/// Checks everything that git tracks, or would.
pub(crate) fn check() -> Result<(), String> {
    let listed = git(&["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let mut problems = Vec::new();
    for path in listed.lines().filter(|path| root().join(path).is_file()) {
        let text = fs::read(root().join(path)).map_err(|error| format!("{path}: {error}"))?;
        let Ok(text) = String::from_utf8(text) else {
            continue;
        };
        problems.extend(in_text(path, &text));
        if Path::new(path)
            .extension()
            .is_some_and(|extension| extension == "md")
        {
            problems.extend(broken_links(path, &text));
        }
    }
    problems.extend(shared_numbers(listed.lines()));
    problems.extend(undocumented_dependencies()?);
    problems.retain(|problem| {
        !ALLOWED
            .iter()
            .any(|(path, rule, _)| *path == problem.path && *rule == problem.rule)
    });
    if problems.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = problems
        .iter()
        .map(|p| format!("{}: {} ({})", p.path, p.what, p.rule))
        .collect();
    Err(lines.join("\n"))
}

/// Whether `cargo xtask codegen` writes it.
fn is_generated(path: &str) -> bool {
    codegen::FOLDERS
        .iter()
        .any(|folder| path.starts_with(folder))
}

/// Whether it is code, and no test, of a room without a world.
fn is_pure(path: &str) -> bool {
    let rest = path
        .strip_prefix("crates/")
        .and_then(|rest| rest.split_once("/src/"));
    rest.is_some_and(|(room, file)| {
        PURE.contains(&room) && !file.contains("tests/") && !file.ends_with("tests.rs")
    })
}

fn in_text(path: &str, text: &str) -> Vec<Problem> {
    let problem = |rule, what: String| Problem {
        path: path.to_owned(),
        rule,
        what,
    };
    let mut problems = Vec::new();
    if path.ends_with("Cargo.toml")
        && text.contains("[package]")
        && !text.contains("[lints]\nworkspace = true")
    {
        problems.push(problem(
            "lints",
            "does not inherit the workspace's lints".into(),
        ));
    }
    if !path.ends_with(".rs") {
        return problems;
    }
    if !text.starts_with("//!") {
        problems.push(problem("first line", "does not open with `//!`".into()));
    }
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(word) = LEFTOVERS.iter().find(|word| line.contains(*word)) {
            problems.push(problem("leftover", format!("line {number} has {word}")));
        }
        if let Some(name) = banned_name(line) {
            problems.push(problem("names", format!("line {number} names {name}")));
        }
        if line.chars().count() > LINE_CHARACTERS_MAX && !line.contains('"') {
            problems.push(problem("line length", format!("line {number} is too long")));
        }
    }
    if is_pure(path) {
        let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
        for (number, line) in (1..)
            .zip(code)
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            if let Some(word) = IMPURE.iter().find(|word| line.contains(*word)) {
                problems.push(problem("purity", format!("line {number} has {word}")));
            }
        }
    }
    if is_generated(path) || path.contains("/tests/") || path.ends_with("tests.rs") {
        return problems;
    }
    let code: Vec<&str> = text
        .lines()
        .take_while(|line| *line != "#[cfg(test)]")
        .collect();
    if code.len() > FILE_LINES_MAX {
        problems.push(problem(
            "file size",
            format!("{} lines of at most {FILE_LINES_MAX}", code.len()),
        ));
    }
    for (name, lines) in functions(&code) {
        if lines > FUNCTION_LINES_MAX {
            let what = format!("{name} has {lines} lines of at most {FUNCTION_LINES_MAX}");
            problems.push(problem("function size", what));
        }
    }
    problems
}

/// The name of a type, trait or module that says nothing.
fn banned_name(line: &str) -> Option<&str> {
    let declared = line
        .trim_start()
        .trim_start_matches("pub(crate) ")
        .trim_start_matches("pub ");
    let (word, rest) = declared.split_once(' ')?;
    if !["struct", "enum", "trait", "type"].contains(&word) {
        return None;
    }
    let name = rest
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()?;
    BANNED_ENDINGS
        .iter()
        .any(|ending| name.ends_with(ending))
        .then_some(name)
}

/// The functions of formatted code with their lengths: a body ends at the brace that stands below its first word.
fn functions<'a>(code: &[&'a str]) -> Vec<(&'a str, usize)> {
    let mut found = Vec::new();
    for (at, line) in code.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let declared = line.trim_start();
        let is_function = [
            "fn ",
            "pub fn ",
            "pub(crate) fn ",
            "pub(super) fn ",
            "async fn ",
            "pub async fn ",
            "const fn ",
            "pub const fn ",
        ]
        .iter()
        .any(|start| declared.starts_with(start));
        if !is_function {
            continue;
        }
        let end = format!("{}}}", " ".repeat(indent));
        let length = code
            .get(at..)
            .and_then(|rest| rest.iter().position(|line| *line == end));
        let name = declared
            .split_once("fn ")
            .map_or(declared, |(_, rest)| rest);
        let name = name.split(['(', '<']).next().unwrap_or(name);
        // A function on one line has no such brace of its own.
        let one_line = line.ends_with('}') || line.ends_with(';');
        if let (Some(length), false) = (length, one_line) {
            found.push((name, length + 1));
        }
    }
    found
}

/// Links to files that are not there.
fn broken_links(path: &str, text: &str) -> Vec<Problem> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    let mut problems = Vec::new();
    for part in text.split("](").skip(1) {
        let Some(link) = part.split(')').next() else {
            continue;
        };
        let file = link.split('#').next().unwrap_or_default();
        let outside = file.is_empty() || file.contains("://") || file.starts_with("mailto:");
        if !outside && !root().join(folder).join(file).exists() {
            let what = format!("links to {link}, which is not there");
            problems.push(Problem {
                path: path.to_owned(),
                rule: "links",
                what,
            });
        }
    }
    problems
}

/// Decision records that have a number that another one has: two that were written at the same time.
fn shared_numbers<'a>(paths: impl Iterator<Item = &'a str>) -> Vec<Problem> {
    let records = paths.filter_map(|path| path.strip_prefix("docs/decisions/"));
    let mut numbered: Vec<(&str, &str)> = records.filter_map(|name| name.split_once('-')).collect();
    numbered.sort_unstable();
    let pairs = numbered.windows(2).filter_map(|pair| match pair {
        [(one, _), (other, name)] if one == other => Some((*other, *name)),
        _ => None,
    });
    pairs
        .map(|(number, name)| Problem {
            path: format!("docs/decisions/{number}-{name}"),
            rule: "decision numbers",
            what: format!("{number} is another record's number too"),
        })
        .collect()
}

/// Crates of others that no decision record names.
fn undocumented_dependencies() -> Result<Vec<Problem>, String> {
    let manifest =
        fs::read_to_string(root().join("Cargo.toml")).map_err(|error| error.to_string())?;
    let folder = root().join("docs/decisions");
    let records: String = fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| fs::read_to_string(entry.path()).ok())
        .collect();
    let section = manifest
        .split_once("[workspace.dependencies]")
        .map_or("", |(_, rest)| rest);
    let section = section
        .split_once("\n[")
        .map_or(section, |(section, _)| section);
    let undocumented = section
        .lines()
        .filter(|line| !line.contains("path ="))
        .filter_map(|line| line.split_once(" ="))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| !records.contains(&format!("`{name}`")));
    Ok(undocumented
        .map(|name| Problem {
            path: "Cargo.toml".into(),
            rule: "dependencies",
            what: format!("`{name}` has no sentence in docs/decisions"),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Vec<&'static str> {
        in_text("crates/x/src/a.rs", text)
            .iter()
            .map(|problem| problem.rule)
            .collect()
    }

    #[test]
    fn each_rule_finds_what_it_is_for() {
        let nothing: [&str; 0] = [];
        assert_eq!(rules("//! A file.\nfn a() {}\n"), nothing);
        assert_eq!(rules("fn a() {}\n"), ["first line"]);
        assert_eq!(
            rules(&format!("//! A.\n// {} later\n", LEFTOVERS[0])),
            ["leftover"]
        );
        assert_eq!(rules("//! A.\npub struct ReplicaManager;\n"), ["names"]);
        assert_eq!(
            rules(&format!(
                "//! A.\n{}\n",
                "x".repeat(LINE_CHARACTERS_MAX + 1)
            )),
            ["line length"]
        );
        assert_eq!(
            rules(&format!("//! A.\n{}", "x\n".repeat(600))),
            ["file size"]
        );
        let long = format!("//! A.\nfn long() {{\n{}}}\n", "    x();\n".repeat(70));
        assert_eq!(rules(&long), ["function size"]);
        let test = format!(
            "//! A.\n#[cfg(test)]\nmod tests {{\n{}}}\n",
            "    x();\n".repeat(700)
        );
        assert_eq!(rules(&test), nothing);
    }

    #[test]
    fn two_decisions_with_one_number_are_found() {
        let found = |paths: &[&str]| shared_numbers(paths.iter().copied()).len();
        let (one, other) = ("docs/decisions/0001-a.md", "docs/decisions/0001-b.md");
        assert_eq!(found(&[one, "docs/decisions/0002-b.md", "0001-c.md"]), 0);
        assert_eq!(found(&[one, other]), 1);
    }

    #[test]
    fn a_room_without_a_world_knows_no_clock() {
        let text =
            "//! A.\n// No HashMap here.\nuse std::time::Instant;\n#[cfg(test)]\nuse std::fs;\n";
        let rules = |path| {
            in_text(path, text)
                .iter()
                .map(|p| p.rule)
                .collect::<Vec<_>>()
        };
        assert_eq!(rules("crates/group-core/src/a.rs"), ["purity"]);
        assert_eq!(rules("crates/group-core/tests/a.rs"), [""; 0]);
        assert_eq!(rules("crates/world-os/src/a.rs"), [""; 0]);
    }

    #[test]
    fn a_method_ends_at_its_own_brace() {
        let code = [
            "impl A {",
            "    fn b(&self) {",
            "        if c {",
            "        }",
            "    }",
            "",
            "    fn d() {}",
            "}",
        ];
        assert_eq!(functions(&code), [("b", 4)]);
    }
}
