//! Conditions on the version, as Rust expressions.

use super::Versions;

/// When, among the versions of a struct, something holds.
#[derive(PartialEq, Eq)]
pub(super) enum Condition {
    Always,
    Never,
    Partly(String),
}

impl Condition {
    /// The expression, where it depends on the version.
    pub(super) fn partly(self) -> Option<String> {
        match self {
            Self::Partly(when) => Some(when),
            Self::Always | Self::Never => None,
        }
    }
}

/// When a version out of `possible` is one of `wanted`.
pub(super) fn condition(wanted: Versions, possible: Versions) -> Condition {
    let both = wanted.intersect(possible);
    if both.is_empty() {
        return Condition::Never;
    }
    match (both.min > possible.min, both.max < possible.max) {
        (false, false) => Condition::Always,
        (true, false) => Condition::Partly(format!("version >= {}", both.min)),
        (false, true) => Condition::Partly(format!("version <= {}", both.max)),
        (true, true) if both.min == both.max => {
            Condition::Partly(format!("version == {}", both.min))
        }
        (true, true) => {
            Condition::Partly(format!("({}..={}).contains(&version)", both.min, both.max))
        }
    }
}
