//! Small files beside a log, and the file of settings.

use log_state::{LeaderEpochs, Producers};
use settings::{BrokerConfig, Properties};
use types::{LeaderEpoch, Offset};

use super::Target;
use crate::damage::{Random, crc, damage};

pub(super) const PRODUCER_SNAPSHOTS: Target = Target {
    name: "producer-snapshots",
    about: "snapshots of producers",
    make: |random| {
        let mut bytes =
            include_bytes!("../../../crates/log-state/tests/golden/producers.snapshot").to_vec();
        damage(random, &mut bytes);
        // Behind a wrong checksum nothing would be looked at.
        if random.below(4) > 0 && bytes.len() > 6 {
            let checksum = crc(&bytes[6..]);
            bytes[2..6].copy_from_slice(&checksum.to_be_bytes());
        }
        bytes
    },
    read: |input| Producers::decode_snapshot(input).is_ok(),
    bytes_per_byte: 32,
    bytes_beside: 64 << 10,
};

pub(super) const LEADER_EPOCHS: Target = Target {
    name: "leader-epochs",
    about: "checkpoints of leader epochs",
    make: |random| {
        let mut epochs = LeaderEpochs::new();
        for epoch in 0..=random.below(6) {
            let epoch = i32::try_from(epoch).unwrap_or(0);
            epochs.assign(LeaderEpoch(epoch), Offset(i64::from(epoch) * 10));
        }
        let mut bytes = epochs.encode().into_bytes();
        damage(random, &mut bytes);
        bytes
    },
    read: |input| {
        let text = String::from_utf8_lossy(input);
        let Ok(epochs) = LeaderEpochs::decode(&text) else {
            return false;
        };
        let again = LeaderEpochs::decode(&epochs.encode());
        assert_eq!(
            again.ok().as_ref(),
            Some(&epochs),
            "it is not written again"
        );
        true
    },
    bytes_per_byte: 64,
    bytes_beside: 64 << 10,
};

pub(super) const PROPERTIES: Target = Target {
    name: "properties",
    about: "server.properties, up to the settings of a node",
    make,
    read: |input| {
        let text = String::from_utf8_lossy(input);
        let Ok(properties) = Properties::parse(&text) else {
            return false;
        };
        BrokerConfig::from_properties(&properties, "localhost").is_ok()
    },
    bytes_per_byte: 512,
    bytes_beside: 4 << 20,
};

fn make(random: &mut Random) -> Vec<u8> {
    let mut bytes = b"process.roles=broker,controller\nnode.id=1\nlisteners=PLAINTEXT://:9092,CONTROLLER://:9093\n\
        controller.listener.names=CONTROLLER\ncontroller.quorum.voters=1@localhost:9093\nlog.dirs=/a,/b\n\
        log.retention.hours=168\nlog.segment.bytes=1073741824\nnum.partitions=3\nmessage.max.bytes=1048588\n\
        advertised.listeners=PLAINTEXT://localhost:9092\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT\n\
        unclean.leader.election.enable=false\ncompression.type=zstd\n# a comment\n"
        .to_vec();
    damage(random, &mut bytes);
    bytes
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[test]
    fn undamaged_files_are_taken_for_good() {
        let whole = include_bytes!("../../../crates/log-state/tests/golden/producers.snapshot");
        assert!((PRODUCER_SNAPSHOTS.read)(&Bytes::from_static(whole)));
    }
}
