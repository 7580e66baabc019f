//! Consumers that read from the replica in their rack (KIP-392).

mod story;

use story::{Story, seeds};
use world_sim::{Crash, NetworkSettings};

const BY_RACK: &str =
    "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector\n";

#[test]
fn what_is_read_next_door_is_committed_and_does_not_change() {
    let (mut sent, mut read) = (0, 0);
    for seed in seeds(5) {
        let network = NetworkSettings {
            slow_per_million: 5_000,
            ..NetworkSettings::default()
        };
        let min = [("min.insync.replicas", "2")];
        let mut story = Story::begin_from(seed, network, BY_RACK, &min, "r2");
        story.progress(100, "at first");
        for victim in [0, 1, 2] {
            story.cluster.crash(victim, Crash::Process);
            story.progress(30, "without one");
            story.restart(victim);
            story.progress(60, "together again");
        }
        let history = story.end();
        assert_eq!(history.violations, [""; 0], "seed {seed}");
        let observed = history.observed;
        // Where the leaders happen to be in the consumers' rack there is nobody to be sent to.
        sent += observed.sent_elsewhere;
        read += observed.read_elsewhere;
    }
    assert!(
        sent > 10 && read > 500,
        "sent {sent} times, {read} records read"
    );
}

#[test]
fn without_the_selector_the_leader_serves_all_racks() {
    let mut story = Story::begin_from(1, NetworkSettings::default(), "", &[], "r2");
    story.progress(100, "at first");
    assert_eq!(story.end().observed.sent_elsewhere, 0);
}
