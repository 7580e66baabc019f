//! Which branches of recovery a history takes: counted by the events that the nodes log, by name.

use std::cell::RefCell;
use std::collections::BTreeMap;

use tracing::{Event, Subscriber};
use tracing_subscriber::filter::{EnvFilter, filter_fn};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::util::SubscriberInitExt;

/// All branches that are counted.
pub(crate) const BRANCHES: [&str; 20] = [
    "a log is recovered",
    "a tail is cut by recovery",
    "recovery finds damage",
    "scrubbing finds damage",
    "a damaged leader hands over",
    "a leader on a slow disk hands over",
    "damage is repaired",
    "damage cannot be repaired yet",
    "a follower is cut",
    "a follower begins anew",
    "a follower is outside of its leader's log",
    "a voter takes a snapshot",
    "a voter stands for election",
    "a broker takes a snapshot",
    "the last log directory fails",
    "a session ends",
    "a refused connection proves a death",
    "a loss is told",
    "a registration is asked for again",
    "groups are loaded",
];

thread_local! {
    static REACHED: RefCell<BTreeMap<&'static str, u64>> = const { RefCell::new(BTreeMap::new()) };
}

/// Takes what was counted on this thread, where a history runs from its start to its end.
pub(crate) fn take() -> BTreeMap<&'static str, u64> {
    REACHED.take()
}

struct Count;

impl<S: Subscriber> Layer<S> for Count {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        REACHED
            .with_borrow_mut(|reached| *reached.entry(event.metadata().name()).or_default() += 1);
    }
}

/// Counts from now on, and prints what the nodes log where a filter says so.
pub(crate) fn install(shown: Option<&str>) {
    let counted = Count.with_filter(filter_fn(|event| BRANCHES.contains(&event.name())));
    let printed = shown.map(|filter| {
        let format = tracing_subscriber::fmt::layer()
            .without_time()
            .with_ansi(false);
        format.with_filter(EnvFilter::new(filter))
    });
    let all = tracing_subscriber::registry().with(counted).with(printed);
    // Whoever asks for it twice gets the first.
    let _ = all.try_init();
}
