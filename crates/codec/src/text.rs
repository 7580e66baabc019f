//! Text that lies in the received buffer.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::num::NonZero;
use std::ops::Deref;
use std::sync::Arc;

use bytes::Bytes;

/// UTF-8 text, cheap to clone: a place in a shared buffer, usually the frame it was received in.
///
/// It keeps that whole buffer alive; what is stored for long is [`Text::detached`] first. At
/// sixteen bytes it is half the size of [`Bytes`], which keeps decoded messages small beside their
/// frames.
#[derive(Clone)]
pub struct Text {
    buffer: Option<Arc<Bytes>>,
    start: u32,
    /// One more than the end, so that `Option<Text>` is no larger than `Text`.
    end_next: NonZero<u32>,
}

impl Default for Text {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl Text {
    /// The empty text.
    pub const EMPTY: Self = Self {
        buffer: None,
        start: 0,
        end_next: NonZero::<u32>::MIN,
    };

    /// The text between two places of a buffer; nothing when that is not UTF-8 or not in the
    /// buffer.
    pub(crate) fn slice(buffer: &Arc<Bytes>, start: usize, end: usize) -> Option<Self> {
        std::str::from_utf8(buffer.get(start..end)?).ok()?;
        let start = u32::try_from(start).ok()?;
        let end_next = NonZero::new(u32::try_from(end).ok()?.checked_add(1)?)?;
        Some(Self {
            buffer: Some(Arc::clone(buffer)),
            start,
            end_next,
        })
    }

    /// All of a buffer that is known to be UTF-8.
    ///
    /// # Panics
    /// Above 4 GiB.
    fn whole(bytes: Bytes) -> Self {
        let len = bytes.len();
        Self::slice(&Arc::new(bytes), 0, len).expect("UTF-8 of less than 4 GiB")
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The text as bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        let place = self.start as usize..self.end_next.get() as usize - 1;
        self.buffer
            .as_deref()
            .and_then(|buffer| buffer.get(place))
            .unwrap_or_default()
    }

    /// The same text in a buffer of its own, for what outlives the request it came in.
    #[must_use]
    pub fn detached(&self) -> Self {
        Self::from(self.as_str())
    }
}

impl TryFrom<Bytes> for Text {
    type Error = std::str::Utf8Error;

    /// Without a copy; refused when the bytes are not UTF-8.
    fn try_from(bytes: Bytes) -> Result<Self, Self::Error> {
        std::str::from_utf8(&bytes)?;
        Ok(Self::whole(bytes))
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        if text.is_empty() {
            Self::EMPTY
        } else {
            Self::whole(Bytes::copy_from_slice(text.as_bytes()))
        }
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        if text.is_empty() {
            Self::EMPTY
        } else {
            Self::whole(Bytes::from(text))
        }
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Self {
        text.as_str().into()
    }
}

impl From<&Text> for Text {
    fn from(text: &Text) -> Self {
        text.clone()
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.as_str().into()
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl Hash for Text {
    /// As `str` hashes, so that a map keyed by `Text` is searched by `str`.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.as_str(), f)
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn a_text_is_small_and_knows_its_place() {
        assert_eq!(size_of::<Text>(), 16);
        assert_eq!(size_of::<Option<Text>>(), 16);
        let buffer = Arc::new(Bytes::from_static("ab\u{e9}\u{e9}".as_bytes()));
        assert_eq!(
            Text::slice(&buffer, 1, 4).expect("cut between characters"),
            "b\u{e9}"
        );
        assert!(Text::slice(&buffer, 1, 3).is_none(), "half a character");
        assert!(Text::slice(&buffer, 1, 99).is_none(), "outside");
        assert!(Text::slice(&buffer, 4, 2).is_none(), "backwards");
    }

    #[test]
    fn a_map_keyed_by_text_is_searched_by_str() {
        let map = BTreeMap::from([(Text::from("b"), 2), (Text::from("a"), 1)]);
        assert_eq!(
            (map.get("a"), map.get("b"), map.get("")),
            (Some(&1), Some(&2), None)
        );
    }
}
