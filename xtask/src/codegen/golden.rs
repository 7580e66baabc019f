//! `cargo xtask codegen --golden`: bytes made by Kafka's own serializers.

use std::path::Path;
use std::process::Command;

const GOLDEN: [(&str, &str); 2] = [
    ("protocol", "crates/protocol/tests/golden.txt"),
    ("metadata", "crates/metadata/tests/golden.txt"),
];

/// Writes the golden files anew; needs Java and Kafka's jars.
///
/// # Errors
/// When Java does not run or its program fails.
pub(crate) fn run(root: &Path, jars: &Path) -> Result<(), String> {
    for (what, target) in GOLDEN {
        let target = root.join(target);
        std::fs::create_dir_all(target.parent().unwrap_or(root)).map_err(|e| e.to_string())?;
        let status = Command::new("java")
            .arg("-cp")
            .arg(jars.join("*"))
            .arg(root.join("conformance/golden/Golden.java"))
            .arg(what)
            .arg(&target)
            .status()
            .map_err(|e| format!("java: {e}"))?;
        if !status.success() {
            return Err(format!(
                "the golden messages of {what} were not written: {status}"
            ));
        }
    }
    Ok(())
}
