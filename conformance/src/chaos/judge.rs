//! What a run has shown: promises by the room `history`, and the load second by second.

use std::collections::BTreeMap;

use history::{Entry, Happened, Operation, Promises};

use super::load::is_acknowledged;

const SECOND: u64 = 1_000_000_000;
/// Seconds after a fault began or ended in which the rate may drop.
const SHADOW_SECONDS: u64 = 5;
/// Seconds after the last client's first acknowledgement that fill buffers.
const WARM_UP_SECONDS: u64 = 2;
/// What every other second must deliver, in percent of what was offered in it.
const HELD_PERCENT: u64 = 95;

/// Nanoseconds of the clock that histories are in.
pub(super) fn monotonic() -> u64 {
    // The same clock as the clients', but for time that the machine was suspended.
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let mut words = text.split(['.', ' ']);
    let mut number = || words.next().and_then(|word| word.parse::<u64>().ok());
    let (seconds, hundredths) = (number().unwrap_or(0), number().unwrap_or(0));
    seconds * SECOND + hundredths * (SECOND / 100)
}

/// When a fault began or ended; or the time between, where nothing can be served in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shadow {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl Shadow {
    fn covers(self, second: u64) -> bool {
        let (from, to) = (self.from / SECOND, self.to / SECOND);
        // The second before may have lost its end.
        (from.saturating_sub(1)..=to + SHADOW_SECONDS).contains(&second)
    }
}

/// What the writers offered and got.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Delivered {
    /// Seconds that count.
    pub(super) seconds: usize,
    /// Those that delivered less than they had to.
    pub(super) short: usize,
    /// The worst second, in percent.
    pub(super) worst: u64,
    /// The longest time without any acknowledgement, in milliseconds.
    pub(super) gap_ms: u64,
    /// Sends that nobody has answered in the end, or whose outcome is not known.
    pub(super) unanswered: u64,
}

/// What was offered and acknowledged in one second.
#[derive(Clone, Copy, Debug, Default)]
struct Second {
    offered: u64,
    got: u64,
}

impl Second {
    fn percent(self) -> u64 {
        self.got * 100 / self.offered.max(1)
    }
}

/// When a writer has first kept its own rate, and its buffers were filled: one that compiles itself while it runs is slow at
/// first, and that says nothing of the cluster. Never, where it never does.
fn is_warm_at(seconds: &BTreeMap<u64, Second>) -> Option<u64> {
    let first = seconds.iter().find(|(_, second)| second.got > 0)?.0 + WARM_UP_SECONDS;
    let mut after = seconds.range(first..);
    Some(
        *after
            .find(|(_, second)| second.percent() >= HELD_PERCENT)?
            .0,
    )
}

impl Delivered {
    /// Reads it from a history.
    pub(super) fn of(entries: &[Entry], shadows: &[Shadow]) -> Self {
        let mut writers: BTreeMap<&str, BTreeMap<u64, Second>> = BTreeMap::new();
        let mut end = 0;
        let mut gap = (0, 0);
        for entry in entries {
            let at = entry.at / SECOND;
            let sends = matches!(entry.what, Happened::Invoke(Operation::Send { .. }));
            if !sends && !is_acknowledged(entry) {
                continue;
            }
            let writer = writers.entry(&entry.client).or_default();
            let second = writer.entry(at).or_default();
            if sends {
                second.offered += 1;
                end = at;
                continue;
            }
            second.got += 1;
            if gap.1 > 0 {
                gap.0 = gap.0.max(entry.at - gap.1);
            }
            gap.1 = entry.at;
        }
        let mut seconds: BTreeMap<u64, Second> = BTreeMap::new();
        for (at, second) in writers.values().flatten() {
            let all = seconds.entry(*at).or_default();
            all.offered += second.offered;
            all.got += second.got;
        }
        let warm = writers.values().map(is_warm_at);
        let begin = warm.fold(0, |begin, warm| begin.max(warm.unwrap_or(end)));
        let in_shadow = |second| shadows.iter().any(|shadow| shadow.covers(second));
        let counted: Vec<u64> = seconds
            .range(begin..end.max(begin))
            .filter(|(second, _)| !in_shadow(**second))
            .map(|(_, second)| second.percent())
            .collect();
        Self {
            seconds: counted.len(),
            short: counted
                .iter()
                .filter(|percent| **percent < HELD_PERCENT)
                .count(),
            worst: counted.iter().copied().min().unwrap_or(0),
            gap_ms: gap.0 / 1_000_000,
            unanswered: seconds.values().map(|it| it.offered).sum::<u64>()
                - seconds.values().map(|it| it.got).sum::<u64>(),
        }
    }
}

/// Acknowledged records in a second, from so many seconds after the last client's first one on.
pub(super) fn rate(entries: &[Entry], warm_up_seconds: u64) -> u64 {
    let mut first: BTreeMap<&str, u64> = BTreeMap::new();
    let acknowledged = || entries.iter().filter(|entry| is_acknowledged(entry));
    for entry in acknowledged() {
        first.entry(&entry.client).or_insert(entry.at);
    }
    let begin = first.values().max().copied().unwrap_or(0) + warm_up_seconds * SECOND;
    let asked = entries
        .iter()
        .filter(|entry| matches!(entry.what, Happened::Invoke(Operation::Send { .. })));
    let end = asked.map(|entry| entry.at).max().unwrap_or(0);
    let count = acknowledged().filter(|entry| (begin..end).contains(&entry.at));
    (count.count() as u64 * 1000)
        .checked_div(end.saturating_sub(begin) / 1_000_000)
        .unwrap_or(0)
}

/// Checks what the clients were told.
pub(super) fn check(entries: &[Entry]) -> history::Report {
    history::check(entries, &Promises::default())
}

#[cfg(test)]
mod tests {
    use history::Outcome;

    use super::*;

    fn run(seconds: std::ops::Range<u64>, got: impl Fn(u64) -> u64) -> Vec<Entry> {
        let mut entries = Vec::new();
        let mut op = 0;
        for second in seconds {
            for number in 0..100 {
                op += 1;
                let send = Operation::Send {
                    topic: "t".into(),
                    partition: 0,
                    acks: -1,
                    idempotent: true,
                    producer: 1,
                    first: op,
                    count: 1,
                };
                let mut add = |at, what| {
                    entries.push(Entry {
                        at: second * SECOND + at,
                        client: "c".into(),
                        op,
                        what,
                    });
                };
                add(number * 1000, Happened::Invoke(send));
                if number < got(second) {
                    add(
                        number * 1000 + 1,
                        Happened::Ok(Outcome::Sent { base_offset: None }),
                    );
                }
            }
        }
        entries
    }

    #[test]
    fn only_seconds_in_the_shadow_of_a_fault_may_be_short() {
        let entries = run(10..40, |second| if second == 20 { 50 } else { 100 });
        let shadow = |from: u64, to: u64| Shadow {
            from: from * SECOND,
            to: to * SECOND,
        };
        let held = Delivered::of(&entries, &[]);
        assert_eq!((held.seconds, held.short, held.worst), (27, 1, 50));
        assert_eq!(held.unanswered, 50);
        let held = Delivered::of(&entries, &[shadow(15, 15)]);
        assert_eq!((held.seconds, held.short), (20, 0));
        assert_eq!(Delivered::of(&entries, &[shadow(14, 14)]).short, 1);
        assert_eq!(Delivered::of(&entries, &[shadow(14, 30)]).short, 0);
    }

    #[test]
    fn seconds_count_when_every_writer_has_kept_its_rate_once() {
        let warms = run(10..40, |second| if second < 20 { 80 } else { 100 });
        let held = Delivered::of(&warms, &[]);
        assert_eq!((held.seconds, held.short), (19, 0));
        assert_eq!(Delivered::of(&run(10..40, |_| 80), &[]).seconds, 0);
    }

    #[test]
    fn the_rate_is_that_of_acknowledgements() {
        assert_eq!(rate(&run(10..40, |_| 50), 2) / 10, 5);
    }

    #[test]
    fn the_clock_goes_on() {
        let one = monotonic();
        assert!(one > 0 && monotonic() >= one);
    }
}
