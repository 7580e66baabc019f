//! What is known of an API key: its versions, headers and listeners.

use std::fmt;

pub use crate::generated::api_key::ApiKey;
use crate::generated::api_key::ROWS;

/// Where a request may arrive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Listener {
    /// A broker's listeners.
    Broker,
    /// The controllers' listener.
    Controller,
}

/// The versions of one API.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VersionRange {
    /// The lowest version.
    pub lowest: i16,
    /// The highest version that is stable.
    pub highest: i16,
    /// A version above `highest` that is not stable yet, and may still change.
    pub unstable: Option<i16>,
}

impl VersionRange {
    /// Whether the version is one of these, stable or not.
    #[must_use]
    pub fn contains(self, version: i16) -> bool {
        self.is_stable(version) || self.unstable == Some(version)
    }

    /// Whether the version is one of these, and stable.
    #[must_use]
    pub fn is_stable(self, version: i16) -> bool {
        self.lowest <= version && version <= self.highest
    }

    /// The highest version, stable or not.
    #[must_use]
    pub fn latest_unstable(self) -> i16 {
        self.unstable.unwrap_or(self.highest)
    }

    /// All versions, the unstable one last.
    pub fn all(self) -> impl Iterator<Item = i16> {
        (self.lowest..=self.highest).chain(self.unstable)
    }
}

pub(crate) struct Row {
    pub(crate) key: ApiKey,
    pub(crate) name: &'static str,
    pub(crate) versions: VersionRange,
    pub(crate) flexible_from: i16,
    pub(crate) listeners: &'static [Listener],
}

impl ApiKey {
    fn row(self) -> &'static Row {
        let place = ROWS.binary_search_by_key(&self, |row| row.key);
        place
            .ok()
            .and_then(|place| ROWS.get(place))
            .expect("every key has its row")
    }

    /// The number on the wire.
    #[must_use]
    pub fn code(self) -> i16 {
        self as i16
    }

    /// The key of a number on the wire.
    #[must_use]
    pub fn from_code(code: i16) -> Option<Self> {
        let place = ROWS
            .binary_search_by_key(&code, |row| row.key.code())
            .ok()?;
        ROWS.get(place).map(|row| row.key)
    }

    /// Every key, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.key)
    }

    /// Kafka's name, such as `ListOffsets`.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The versions that Kafka 4.3.1 has. What is served is for the server to say.
    #[must_use]
    pub fn versions(self) -> VersionRange {
        self.row().versions
    }

    /// The listeners on which Kafka serves it.
    #[must_use]
    pub fn listeners(self) -> &'static [Listener] {
        self.row().listeners
    }

    /// Whether messages of this version carry compact lengths and tagged fields (KIP-482).
    #[must_use]
    pub fn is_flexible(self, version: i16) -> bool {
        version >= self.row().flexible_from
    }

    /// The version of the header before a request of this version.
    #[must_use]
    pub fn request_header_version(self, version: i16) -> i16 {
        if self.is_flexible(version) { 2 } else { 1 }
    }

    /// The version of the header before a response of this version. That of ApiVersions is always
    /// 0: a client reads it before it can know what the server speaks (KIP-511).
    #[must_use]
    pub fn response_header_version(self, version: i16) -> i16 {
        i16::from(self != Self::ApiVersions && self.is_flexible(version))
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_89_keys_are_there_and_found_by_number() {
        let codes: Vec<i16> = ApiKey::all().map(ApiKey::code).collect();
        let expected: Vec<i16> = (0..=92).filter(|code| !(4..=7).contains(code)).collect();
        assert_eq!(codes, expected);
        for code in -3..200 {
            assert_eq!(
                ApiKey::from_code(code).map(ApiKey::code),
                codes.contains(&code).then_some(code)
            );
        }
    }

    #[test]
    fn unstable_versions_are_told_apart() {
        let versions = ApiKey::InitProducerId.versions();
        assert_eq!((versions.highest, versions.unstable), (5, Some(6)));
        assert!(versions.contains(6) && !versions.is_stable(6) && !versions.contains(7));
        assert_eq!(versions.all().collect::<Vec<_>>(), [0, 1, 2, 3, 4, 5, 6]);
        let unstable: Vec<ApiKey> = ApiKey::all()
            .filter(|api| api.versions().unstable.is_some())
            .collect();
        assert_eq!(unstable, [ApiKey::InitProducerId]);
    }

    #[test]
    fn the_response_header_of_api_versions_is_never_flexible() {
        assert_eq!(ApiKey::ApiVersions.request_header_version(3), 2);
        assert_eq!(ApiKey::ApiVersions.response_header_version(3), 0);
        assert_eq!(ApiKey::Metadata.response_header_version(9), 1);
        assert_eq!(ApiKey::SaslHandshake.request_header_version(1), 1);
    }
}
