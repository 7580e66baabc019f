//! The floors test: imports go strictly to a lower floor.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::steps::cargo;

/// The crates by floor, without the prefix of their packages. A new edge that does not go down needs a decision record
/// and a new place in this table.
const FLOORS: [&[&str]; 11] = [
    &["types"],
    &["codec"],
    &[
        "records",
        "protocol",
        "metadata",
        "log-state",
        "settings",
        "world",
        "history",
        "metrics",
    ],
    &[
        "replica-core",
        "quorum-core",
        "controller-core",
        "group-core",
        "partition-log",
        "server",
        "peers",
    ],
    &["coordination", "world-os", "world-sim"],
    &["broker", "controller"],
    &["node"],
    &["highwater", "simulator"],
    &["conformance", "fuzz"],
    &["benches"],
    &["xtask"],
];

/// Who may build a clock, a disk, a network: nobody else imports the implementations.
const WIRING: [(&str, &[&str]); 2] = [
    ("world-os", &["highwater", "benches"]),
    ("world-sim", &["simulator", "fuzz"]),
];

/// Checks every edge of the workspace, but those of tests.
pub(crate) fn check() -> Result<(), String> {
    let text = cargo(&["metadata", "--format-version", "1", "--no-deps", "--locked"])?;
    let metadata: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let problems = problems(&metadata);
    if problems.is_empty() {
        Ok(())
    } else {
        Err(problems.join("\n"))
    }
}

fn short(package: &str) -> &str {
    package.strip_prefix("highwater-").unwrap_or(package)
}

fn problems(metadata: &Value) -> Vec<String> {
    let floors: BTreeMap<&str, usize> = (0..)
        .zip(FLOORS)
        .flat_map(|(floor, rooms)| rooms.iter().map(move |room| (*room, floor)))
        .collect();
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| short(value.as_str().unwrap_or_default()).to_owned();
    let packages = list(&metadata["packages"]);
    let names: Vec<String> = packages
        .iter()
        .map(|package| text(&package["name"]))
        .collect();
    let mut problems = Vec::new();
    for (package, from) in packages.iter().zip(&names) {
        let Some(from_floor) = floors.get(from.as_str()) else {
            problems.push(format!("{from} has no floor in xtask/src/floors.rs"));
            continue;
        };
        for dependency in list(&package["dependencies"]) {
            let to = text(&dependency["name"]);
            if !names.contains(&to) || dependency["kind"] == "dev" {
                continue;
            }
            if floors
                .get(to.as_str())
                .is_none_or(|to_floor| to_floor >= from_floor)
            {
                problems.push(format!(
                    "{from} imports {to}, which is not on a lower floor"
                ));
            }
            let wired = WIRING.iter().find(|(room, _)| *room == to);
            if wired.is_some_and(|(_, allowed)| !allowed.contains(&from.as_str())) {
                problems.push(format!("{from} imports {to}: only the two wirings may"));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Value {
        let dependencies: Vec<Value> = dependencies
            .iter()
            .map(|(name, kind)| serde_json::json!({ "name": name, "kind": kind }))
            .collect();
        serde_json::json!({ "name": name, "dependencies": dependencies })
    }

    #[test]
    fn an_edge_that_does_not_go_down_is_found() {
        let packages = [
            package("highwater-types", &[("serde", None)]),
            package("highwater-records", &[("highwater-types", None)]),
            package(
                "highwater-broker",
                &[
                    ("highwater-controller", None),
                    ("highwater-world-sim", Some("dev")),
                ],
            ),
            package("highwater-controller", &[("highwater-world-os", None)]),
            package("highwater-world-sim", &[]),
            package("highwater-world-os", &[]),
            package("highwater-attic", &[]),
        ];
        let found = problems(&serde_json::json!({ "packages": packages }));
        let words = [
            "broker imports controller",
            "controller imports world-os",
            "attic has no floor",
        ];
        assert_eq!(found.len(), words.len(), "{found:?}");
        for (problem, word) in found.iter().zip(words) {
            assert!(problem.starts_with(word), "{problem}");
        }
    }
}
