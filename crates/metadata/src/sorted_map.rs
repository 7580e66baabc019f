//! A sorted map that shares what it did not change with the map it was cloned from.
//!
//! A clone costs one reference count. A change to a clone copies a list of chunk pointers (one per
//! [`CHUNK_ENTRIES_MAX`] entries or fewer) and the one chunk that holds the entry, never the rest;
//! further changes to the same clone then happen in place. [`SortedMap::differences`] skips every
//! chunk that two maps share, so that the difference between an image and its successor costs what
//! changed.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The most entries in one chunk; a chunk that outgrows it is split in two.
const CHUNK_ENTRIES_MAX: usize = 64;
/// A chunk joins its neighbour when both together hold no more than this.
const CHUNK_ENTRIES_JOINED: usize = CHUNK_ENTRIES_MAX / 2;

type Chunk<K, V> = Arc<Vec<(K, V)>>;

/// A sorted map for images: cheap to clone, cheap to change after a clone. Values are cloned with
/// their chunk, so a value that owns much belongs behind an `Arc`.
pub struct SortedMap<K, V> {
    /// Each chunk is sorted and not empty; the last key of one is below the first key of the next.
    chunks: Arc<Vec<Chunk<K, V>>>,
    len: usize,
}

impl<K, V> Clone for SortedMap<K, V> {
    fn clone(&self) -> Self {
        Self {
            chunks: Arc::clone(&self.chunks),
            len: self.len,
        }
    }
}

impl<K, V> Default for SortedMap<K, V> {
    fn default() -> Self {
        Self {
            chunks: Arc::new(Vec::new()),
            len: 0,
        }
    }
}

impl<K, V> SortedMap<K, V> {
    /// How many entries it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All entries by rising key.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> + Clone {
        self.chunks
            .iter()
            .flat_map(|chunk| chunk.iter())
            .map(|(key, value)| (key, value))
    }

    /// All keys, rising.
    pub fn keys(&self) -> impl Iterator<Item = &K> + Clone {
        self.iter().map(|(key, _)| key)
    }

    /// All values by rising key.
    pub fn values(&self) -> impl Iterator<Item = &V> + Clone {
        self.iter().map(|(_, value)| value)
    }

    /// Whether the two are the same map, not only equal ones. `false` says nothing.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
    }
}

impl<K: Ord + Clone, V: Clone> SortedMap<K, V> {
    /// The value of `key`.
    #[must_use]
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let chunk = self.chunks.get(self.chunk_of(key))?;
        let place = chunk
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
            .ok()?;
        chunk.get(place).map(|(_, value)| value)
    }

    /// Whether there is a value for `key`.
    #[must_use]
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.get(key).is_some()
    }

    /// The value of `key`, to change it in this map only.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let at = self.chunk_of(key);
        let place = self
            .chunks
            .get(at)?
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
            .ok()?;
        let chunk = Arc::make_mut(Arc::make_mut(&mut self.chunks).get_mut(at)?);
        chunk.get_mut(place).map(|(_, value)| value)
    }

    /// Puts `value` under `key`; the value that was there before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let at = self.chunk_of(&key);
        let chunks = Arc::make_mut(&mut self.chunks);
        let Some(chunk) = chunks.get_mut(at) else {
            // Above every key: the last chunk takes it while there is room.
            self.len += 1;
            match chunks.last_mut() {
                Some(last) if last.len() < CHUNK_ENTRIES_MAX => {
                    Arc::make_mut(last).push((key, value))
                }
                _ => chunks.push(Arc::new(vec![(key, value)])),
            }
            return None;
        };
        let chunk = Arc::make_mut(chunk);
        match chunk.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) => chunk
                .get_mut(place)
                .map(|(_, old)| std::mem::replace(old, value)),
            Err(place) => {
                chunk.insert(place, (key, value));
                if chunk.len() > CHUNK_ENTRIES_MAX {
                    let upper = chunk.split_off(chunk.len() / 2);
                    chunks.insert(at + 1, Arc::new(upper));
                }
                self.len += 1;
                None
            }
        }
    }

    /// Takes `key` out; the value that was there.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let at = self.chunk_of(key);
        let place = self
            .chunks
            .get(at)?
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
            .ok()?;
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = Arc::make_mut(chunks.get_mut(at)?);
        let (_, value) = chunk.remove(place);
        let left = chunk.len();
        self.len -= 1;
        if left == 0 {
            chunks.remove(at);
        } else if let Some(next) = chunks.get(at + 1)
            && left + next.len() <= CHUNK_ENTRIES_JOINED
        {
            let next = chunks.remove(at + 1);
            if let Some(chunk) = chunks.get_mut(at) {
                Arc::make_mut(chunk).extend(next.iter().cloned());
            }
        }
        Some(value)
    }

    /// The entries with a key of at least `key`, by rising key.
    pub fn iter_from<'a, Q: Ord + ?Sized>(
        &'a self,
        key: &Q,
    ) -> impl Iterator<Item = (&'a K, &'a V)> + use<'a, K, V, Q>
    where
        K: Borrow<Q>,
    {
        let at = self.chunk_of(key);
        let skipped = self.chunks.get(at).map_or(0, |chunk| {
            chunk.partition_point(|(known, _)| known.borrow() < key)
        });
        self.chunks
            .iter()
            .skip(at)
            .flat_map(|chunk| chunk.iter())
            .skip(skipped)
            .map(|(key, value)| (key, value))
    }

    /// What changed from `before` to `self`, by rising key: the value before and the value now, at
    /// least one of which is there. Chunks that both maps share are not looked into; entries of
    /// others are compared with `equal`.
    pub fn differences<'a>(
        &'a self,
        before: &'a Self,
        equal: impl Fn(&V, &V) -> bool,
    ) -> Vec<(&'a K, Option<&'a V>, Option<&'a V>)> {
        let mut found = Vec::new();
        if self.is_same(before) {
            return found;
        }
        let (old, new) = (unshared(before, self), unshared(self, before));
        let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
        loop {
            let order = match (old.peek(), new.peek()) {
                (None, None) => return found,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some((left, _)), Some((right, _))) => left.cmp(right),
            };
            let left = if order.is_le() { old.next() } else { None };
            let right = if order.is_ge() { new.next() } else { None };
            match (left, right) {
                (Some((_, was)), Some((_, is))) if equal(was, is) => {}
                (Some((key, was)), is) => found.push((key, Some(was), is.map(|(_, is)| is))),
                (None, Some((key, is))) => found.push((key, None, Some(is))),
                (None, None) => return found,
            }
        }
    }

    /// The first chunk that may hold `key`: the first whose last key is not below it.
    fn chunk_of<Q: Ord + ?Sized>(&self, key: &Q) -> usize
    where
        K: Borrow<Q>,
    {
        self.chunks
            .partition_point(|chunk| chunk.last().is_some_and(|(last, _)| last.borrow() < key))
    }
}

/// The entries of `map` in chunks that `other` does not have too.
fn unshared<'a, K: Ord, V>(
    map: &'a SortedMap<K, V>,
    other: &SortedMap<K, V>,
) -> Vec<(&'a K, &'a V)> {
    let mut shared: Vec<*const Vec<(K, V)>> = other.chunks.iter().map(Arc::as_ptr).collect();
    shared.sort_unstable();
    map.chunks
        .iter()
        .filter(|chunk| shared.binary_search(&Arc::as_ptr(chunk)).is_err())
        .flat_map(|chunk| chunk.iter())
        .map(|(key, value)| (key, value))
        .collect()
}

impl<K: PartialEq, V: PartialEq> PartialEq for SortedMap<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.is_same(other) || (self.len == other.len && self.iter().eq(other.iter()))
    }
}

impl<K: Eq, V: Eq> Eq for SortedMap<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for SortedMap<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<K: Ord + Clone, V: Clone> FromIterator<(K, V)> for SortedMap<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::default();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// A small linear congruential generator: the tests need variety, not quality.
    fn next(seed: &mut u64) -> u64 {
        *seed = seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        *seed >> 33
    }

    #[test]
    fn it_agrees_with_a_plain_map_and_old_clones_never_change() {
        let mut seed = 7;
        let mut map = SortedMap::<u64, u64>::default();
        let mut model = BTreeMap::new();
        let mut kept = Vec::new();
        for step in 0..20_000_u64 {
            let key = next(&mut seed) % 700;
            if next(&mut seed) % 5 < 2 {
                assert_eq!(map.remove(&key), model.remove(&key));
            } else {
                assert_eq!(map.insert(key, step), model.insert(key, step));
            }
            assert_eq!(map.get(&key), model.get(&key));
            assert_eq!(map.len(), model.len());
            if step % 500 == 0 {
                assert!(map.iter().eq(model.iter()));
                assert!(map.iter_from(&key).eq(model.range(key..)));
                kept.push((map.clone(), model.clone()));
            }
        }
        for (map, model) in kept {
            assert!(map.iter().eq(model.iter()));
        }
    }

    #[test]
    fn differences_are_what_a_comparison_of_every_entry_finds() {
        let mut seed = 11;
        let mut map: SortedMap<u64, u64> = (0..2_000).map(|key| (key * 2, key)).collect();
        for _ in 0..200 {
            let before = map.clone();
            for _ in 0..next(&mut seed) % 20 {
                let key = next(&mut seed) % 4_000;
                if next(&mut seed).is_multiple_of(3) {
                    map.remove(&key);
                } else {
                    map.insert(key, next(&mut seed) % 3);
                }
            }
            let expected: Vec<_> = (0..4_000)
                .filter(|key| before.get(key) != map.get(key))
                .map(|key| (key, before.get(&key).copied(), map.get(&key).copied()))
                .collect();
            let found: Vec<_> = map
                .differences(&before, |was, is| was == is)
                .into_iter()
                .map(|(key, was, is)| (*key, was.copied(), is.copied()))
                .collect();
            assert_eq!(found, expected);
        }
    }

    #[test]
    fn a_change_to_a_clone_copies_one_chunk_only() {
        let map: SortedMap<u32, u32> = (0..10_000).map(|key| (key, key)).collect();
        let mut changed = map.clone();
        changed.insert(5_000, 1);
        let shared = map
            .chunks
            .iter()
            .zip(changed.chunks.iter())
            .filter(|(a, b)| Arc::ptr_eq(a, b))
            .count();
        assert_eq!(shared, map.chunks.len() - 1);
    }
}
