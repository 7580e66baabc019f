//! What this broker counts on the way, and what it tells of itself when it is asked.
//!
//! Counting takes no lock. Telling takes each partition's lock for a moment, one after the other.

use std::collections::BTreeMap;

use metadata::{Image, PartitionRegistration};
use metrics::{Counter, Exposition, metric};
use protocol::ApiKey;
use replica_core::Role;
use types::TopicPartition;

use crate::broker::Broker;
use crate::versions;

/// Most partitions in trouble that are told by name.
const NAMED_MAX: usize = 100;

/// What happened since the start.
#[derive(Debug)]
pub(crate) struct Counters {
    requests: BTreeMap<ApiKey, Counter>,
    pub(crate) bytes_in: Counter,
    pub(crate) messages_in: Counter,
    pub(crate) bytes_out: Counter,
    pub(crate) replication_bytes_in: Counter,
    pub(crate) replication_bytes_out: Counter,
    pub(crate) produce_requests: Counter,
    pub(crate) failed_produce_requests: Counter,
    pub(crate) fetch_requests: Counter,
    pub(crate) failed_fetch_requests: Counter,
    pub(crate) failed_isr_updates: Counter,
    isr_shrinks: Counter,
    isr_expands: Counter,
}

impl Default for Counters {
    fn default() -> Self {
        let served = versions::served();
        Self {
            requests: served
                .map(|served| (served.api, Counter::default()))
                .collect(),
            bytes_in: Counter::default(),
            messages_in: Counter::default(),
            bytes_out: Counter::default(),
            replication_bytes_in: Counter::default(),
            replication_bytes_out: Counter::default(),
            produce_requests: Counter::default(),
            failed_produce_requests: Counter::default(),
            fetch_requests: Counter::default(),
            failed_fetch_requests: Counter::default(),
            failed_isr_updates: Counter::default(),
            isr_shrinks: Counter::default(),
            isr_expands: Counter::default(),
        }
    }
}

impl Counters {
    /// A request of a served kind arrived.
    pub(crate) fn request(&self, api: ApiKey) {
        if let Some(counter) = self.requests.get(&api) {
            counter.one();
        }
    }

    /// The in-sync set of a partition that this broker leads changed, whoever changed it.
    pub(crate) fn in_sync_changed(
        &self,
        before: &PartitionRegistration,
        after: &PartitionRegistration,
    ) {
        let lacks = |these: &PartitionRegistration, those: &PartitionRegistration| {
            let mut members = those.in_sync.iter();
            members.any(|member| !these.in_sync.contains(member))
        };
        if lacks(after, before) {
            self.isr_shrinks.one();
        }
        if lacks(before, after) {
            self.isr_expands.one();
        }
    }

    fn expose(&self, text: &mut Exposition) {
        text.value(&metric::ISR_SHRINKS, self.isr_shrinks.sum());
        text.value(&metric::ISR_EXPANDS, self.isr_expands.sum());
        text.value(&metric::FAILED_ISR_UPDATES, self.failed_isr_updates.sum());
        text.value(&metric::BYTES_IN, self.bytes_in.sum());
        text.value(&metric::MESSAGES_IN, self.messages_in.sum());
        text.value(&metric::BYTES_OUT, self.bytes_out.sum());
        text.value(
            &metric::REPLICATION_BYTES_IN,
            self.replication_bytes_in.sum(),
        );
        text.value(
            &metric::REPLICATION_BYTES_OUT,
            self.replication_bytes_out.sum(),
        );
        text.value(&metric::PRODUCE_REQUESTS, self.produce_requests.sum());
        text.value(
            &metric::FAILED_PRODUCE_REQUESTS,
            self.failed_produce_requests.sum(),
        );
        text.value(&metric::FETCH_REQUESTS, self.fetch_requests.sum());
        text.value(
            &metric::FAILED_FETCH_REQUESTS,
            self.failed_fetch_requests.sum(),
        );
        for (api, counter) in &self.requests {
            text.labelled(&metric::REQUESTS, &[api.name()], counter.sum());
        }
    }
}

/// Replicas of this broker, by what is wrong with them.
#[derive(Debug, Default)]
struct Tally {
    hosted: usize,
    led: usize,
    reassigning: usize,
    at_min_in_sync: usize,
    under_replicated: Vec<TopicPartition>,
    under_min_in_sync: Vec<TopicPartition>,
    lag_max: i64,
}

impl Broker {
    /// Writes down what this broker has counted and how it is.
    pub fn expose(&self, text: &mut Exposition) {
        let image = self.image.load();
        let tally = self.tally(&image);
        text.value(&metric::PARTITIONS, tally.hosted);
        text.value(&metric::LEADERS, tally.led);
        text.value(&metric::UNDER_REPLICATED, tally.under_replicated.len());
        text.value(&metric::UNDER_MIN_ISR, tally.under_min_in_sync.len());
        text.value(&metric::AT_MIN_ISR, tally.at_min_in_sync);
        text.value(&metric::REASSIGNING, tally.reassigning);
        text.value(&metric::OFFLINE_REPLICAS, self.offline.replica_count());
        for (metric, partitions) in [
            (&metric::PARTITION_UNDER_REPLICATED, &tally.under_replicated),
            (&metric::PARTITION_UNDER_MIN_ISR, &tally.under_min_in_sync),
        ] {
            for name in partitions.iter().take(NAMED_MAX) {
                let partition = name.partition.to_string();
                text.labelled(metric, &[name.topic.as_str(), &partition], 1_u64);
            }
        }
        text.labelled(&metric::MAX_LAG, &["Replica"], tally.lag_max);
        self.expose_losses(text);
        text.value(&metric::BROKER_STATE, self.state_number(&image));
        text.value(&metric::BROKER_METADATA_OFFSET, image.position().offset.0);
        self.counters.expose(text);
    }

    /// Kafka's numbers for the states of a broker.
    fn state_number(&self, image: &Image) -> u64 {
        if self.lifecycle.is_stopping() {
            6
        } else if image.is_active(self.id) {
            3
        } else {
            1
        }
    }

    fn tally(&self, image: &Image) -> Tally {
        let mut tally = Tally::default();
        for hosted in self.partitions.all() {
            tally.hosted += 1;
            let state = hosted.lock();
            let Role::Leader(leader) = state.replica.role() else {
                let marks = state.replica.marks();
                let lag = (marks.high_watermark - marks.log_end).max(0);
                tally.lag_max = tally.lag_max.max(lag);
                continue;
            };
            let in_sync = leader.in_sync().committed().members().len();
            let needed = leader.effective_min_in_sync(state.replica.settings().min_in_sync);
            let replicas = leader.replicas().len();
            drop(state);
            let registered = image.partition(hosted.topic_id, hosted.name.partition);
            let adding = registered.map_or(0, |it| it.adding_replicas.len());
            tally.led += 1;
            tally.reassigning += usize::from(registered.is_some_and(|it| it.is_reassigning()));
            tally.at_min_in_sync += usize::from(in_sync == needed);
            // As in Kafka, a replica that is only being added does not count as missing.
            if in_sync < replicas.saturating_sub(adding) {
                tally.under_replicated.push(hosted.name.clone());
            }
            if in_sync < needed {
                tally.under_min_in_sync.push(hosted.name.clone());
            }
        }
        tally
    }
}

#[cfg(test)]
mod tests {
    use types::BrokerId;

    use super::*;

    fn in_sync(members: &[i32]) -> PartitionRegistration {
        PartitionRegistration {
            in_sync: members.iter().copied().map(BrokerId).collect(),
            ..PartitionRegistration::default()
        }
    }

    #[test]
    fn who_falls_out_and_who_joins_is_counted_apart() {
        let counters = Counters::default();
        let after = |before: &[i32], after: &[i32]| {
            counters.in_sync_changed(&in_sync(before), &in_sync(after));
            (counters.isr_shrinks.sum(), counters.isr_expands.sum())
        };
        assert_eq!(after(&[1, 2], &[2, 1]), (0, 0));
        assert_eq!(after(&[1, 2, 3], &[1]), (1, 0));
        assert_eq!(after(&[1], &[1, 2]), (1, 1));
        assert_eq!(after(&[1, 2], &[1, 3]), (2, 2));
    }

    #[test]
    fn requests_are_counted_by_kind_and_told_by_name() {
        let counters = Counters::default();
        counters.request(ApiKey::Fetch);
        counters.request(ApiKey::Fetch);
        counters.request(ApiKey::Vote);
        let mut text = Exposition::default();
        counters.expose(&mut text);
        let text = text.finish();
        assert!(
            text.contains("requests_total{request=\"Fetch\"} 2\n"),
            "{text}"
        );
        assert!(!text.contains("Vote"));
    }
}
