//! Reads a node's values: what is dynamic over what the file says over the default.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::table::broker_setting;

/// Where values are looked up. Every name asked for must be in the table.
pub(crate) struct Read<'l, 'a> {
    pub(crate) set: &'l BTreeMap<String, String>,
    pub(crate) dynamic: &'l dyn Fn(&str) -> Option<&'a str>,
}

impl Read<'_, '_> {
    /// What the file says, if it is not empty.
    pub(crate) fn set_text(&self, name: &str) -> Option<&str> {
        self.set
            .get(name)
            .map(String::as_str)
            .filter(|text| !text.is_empty())
    }

    /// The first valid text of all levels.
    ///
    /// # Panics
    /// When the table has no such setting.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        let Some(setting) = broker_setting(name) else {
            panic!("{name} is not in the table of settings");
        };
        let valid = |text: &&str| setting.validate(text).is_ok();
        (self.dynamic)(name)
            .map(str::trim)
            .filter(valid)
            .or_else(|| self.set_text(name).filter(valid))
            .or(setting.default)
    }

    /// As [`Read::text`], of a setting that has a default.
    pub(crate) fn required(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }

    pub(crate) fn boolean(&self, name: &str) -> bool {
        self.text(name)
            .is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    fn long(&self, name: &str) -> i64 {
        let number = self.text(name).and_then(|text| text.parse().ok());
        number.unwrap_or_else(|| panic!("{name} has neither a value nor a default"))
    }

    /// A number cut to the range of its type.
    pub(crate) fn number<T: TryFrom<i64> + Bound>(&self, name: &str) -> T {
        let number = self.long(name);
        T::try_from(number).unwrap_or(if number < 0 { T::LEAST } else { T::MOST })
    }

    /// A number of which negative ones mean none.
    pub(crate) fn limit<T: TryFrom<i64> + Bound>(&self, name: &str) -> Option<T> {
        (self.long(name) >= 0).then(|| self.number(name))
    }

    /// Milliseconds; negative ones count as zero.
    pub(crate) fn duration(&self, name: &str) -> Duration {
        Duration::from_millis(self.number(name))
    }

    /// Milliseconds of which zero and less mean none.
    pub(crate) fn positive(&self, name: &str) -> Option<Duration> {
        (self.long(name) > 0).then(|| self.duration(name))
    }
}

/// The range of a type that settings are cut to.
pub(crate) trait Bound {
    const LEAST: Self;
    const MOST: Self;
}

macro_rules! bound {
    ($($number:ty),*) => {
        $(impl Bound for $number {
            const LEAST: Self = <$number>::MIN;
            const MOST: Self = <$number>::MAX;
        })*
    };
}

bound!(u8, i16, i32, u32, i64, u64);
