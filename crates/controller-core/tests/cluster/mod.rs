//! A cluster of decisions only: every decision is replayed at once, and what must always hold is
//! checked after each.

#![allow(dead_code, reason = "every test file uses its own part of it")]

use std::collections::BTreeMap;
use std::sync::Arc;

use controller_core::{
    BrokerRegistrationRequest, Cluster, ClusterSettings, Decision, Heartbeat, HeartbeatOutcome,
    IsrProposal, Liveness, NewTopic, Registered, RegistrationTerms, decide_activation,
    decide_alter_partitions, decide_create_topics, decide_fence, decide_heartbeat,
    decide_register_broker, random_topic_id, supported_features,
};
use metadata::{Image, PartitionRegistration, Topic, replay};
use types::{BrokerEpoch, BrokerId, ControllerEpoch, Offset, PartitionIndex, Uuid};

pub(crate) const CLUSTER_ID: &str = "MkU3OEVBNTcwNTJENDM2Qk";
const EPOCH: ControllerEpoch = ControllerEpoch(1);

pub(crate) struct World {
    pub(crate) image: Image,
    pub(crate) settings: ClusterSettings,
    pub(crate) next_offset: Offset,
    incarnations: u128,
    /// Whether every change is checked against what must hold with eligible leader replicas on.
    pub(crate) checked: bool,
}

pub(crate) fn id(id: i32) -> BrokerId {
    BrokerId(id)
}

pub(crate) fn ids(ids: &[i32]) -> Vec<BrokerId> {
    ids.iter().copied().map(BrokerId).collect()
}

pub(crate) fn settings() -> ClusterSettings {
    ClusterSettings {
        topic_bytes_max: None,
        cluster_id: CLUSTER_ID.to_owned(),
        default_replication_factor: 1,
        default_partition_count: 1,
        min_in_sync_replicas: None,
        unclean_leader_election_enabled: false,
    }
}

impl World {
    /// A fresh cluster without brokers.
    pub(crate) fn fresh() -> Self {
        let mut world = Self {
            image: Image::empty(),
            settings: settings(),
            next_offset: Offset(0),
            incarnations: 1_000,
            checked: true,
        };
        let activation = decide_activation(world.cluster());
        world.apply(activation);
        world
    }

    /// A fresh cluster whose brokers `1..=count` are in service.
    pub(crate) fn with_brokers(count: i32) -> Self {
        let mut world = Self::fresh();
        for broker in 1..=count {
            world.start(broker, None);
            world.unfence(broker);
        }
        world
    }

    pub(crate) fn cluster(&self) -> Cluster<'_> {
        Cluster {
            image: &self.image,
            settings: &self.settings,
        }
    }

    /// Commits and replays a decision.
    #[track_caller]
    pub(crate) fn apply<T>(&mut self, decision: Decision<T>) -> T {
        if decision.records.is_empty() {
            return decision.outcome;
        }
        let before = self.image.clone();
        let (image, delta) = replay(&self.image, self.next_offset, EPOCH, &decision.records)
            .expect("a decision can be replayed");
        self.next_offset =
            self.next_offset + i64::try_from(decision.records.len()).expect("few records");
        self.image = image;
        for (topic, change) in &delta.topics {
            for (index, change) in &change.partitions {
                let name = format!("{topic}-{index}");
                if let Some(before) = &change.before {
                    let (was, is) = (before.partition_epoch, change.after.partition_epoch);
                    assert!(was < is, "{name}: partition epoch {was} -> {is}");
                    let (was, is) = (before.leader_epoch, change.after.leader_epoch);
                    assert!(was <= is, "{name}: leader epoch {was} -> {is}");
                    assert!(
                        was < is || before.leader == change.after.leader,
                        "{name}: another leader in the same leader epoch"
                    );
                }
            }
        }
        if self.checked {
            self.check();
        }
        assert!(before.position() < self.image.position());
        decision.outcome
    }

    /// What must hold after every decision.
    #[track_caller]
    pub(crate) fn check(&self) {
        for topic in self.image.topics().iter() {
            let minimum = self.minimum(topic);
            for (index, partition) in topic.partitions.iter() {
                let name = format!("{}-{index}: {partition:?}", topic.name);
                let no_duplicates = |ids: &[BrokerId]| {
                    let mut sorted = ids.to_vec();
                    sorted.sort_unstable();
                    sorted.dedup();
                    sorted.len() == ids.len()
                };
                let PartitionRegistration {
                    replicas,
                    in_sync,
                    eligible_leaders,
                    ..
                } = &**partition;
                assert!(
                    no_duplicates(replicas)
                        && no_duplicates(in_sync)
                        && no_duplicates(eligible_leaders),
                    "{name}"
                );
                assert_eq!(replicas.len(), partition.directories.len(), "{name}");
                let assigned =
                    |ids: &[BrokerId]| ids.iter().all(|member| replicas.contains(member));
                assert!(
                    assigned(in_sync) && assigned(eligible_leaders),
                    "outside of the replicas: {name}"
                );
                assert!(
                    assigned(&partition.adding_replicas) && assigned(&partition.removing_replicas),
                    "{name}"
                );
                assert!(
                    !in_sync
                        .iter()
                        .any(|member| eligible_leaders.contains(member)),
                    "in both sets: {name}"
                );
                let enough = minimum.min(replicas.len());
                assert!(
                    in_sync.len() < enough || eligible_leaders.is_empty(),
                    "eligible with {enough} in sync: {name}"
                );
                if partition.has_leader() {
                    assert!(
                        in_sync.contains(&partition.leader),
                        "a leader out of sync: {name}"
                    );
                    assert!(
                        self.image.is_active(partition.leader),
                        "a leader out of service: {name}"
                    );
                }
                if self.image.eligible_leader_replicas_enabled() {
                    assert!(
                        in_sync.iter().all(|&member| self.image.is_active(member)),
                        "in sync, not in service: {name}"
                    );
                    assert_eq!(
                        partition.has_leader(),
                        !in_sync.is_empty(),
                        "in sync without a leader: {name}"
                    );
                    assert!(
                        partition.last_known_eligible_leaders.is_empty() || !partition.has_leader(),
                        "{name}"
                    );
                }
            }
        }
    }

    pub(crate) fn minimum(&self, topic: &Topic) -> usize {
        let key = "min.insync.replicas";
        let own = self
            .image
            .topic_config(topic.name.as_str())
            .and_then(|config| config.get(key));
        let all = self
            .image
            .config(&metadata::ConfigResource::all_brokers())
            .and_then(|config| config.get(key));
        own.or(all)
            .map_or(1, |value| value.parse().expect("a number"))
    }

    fn registration_request(&mut self, broker: i32) -> BrokerRegistrationRequest {
        self.incarnations += 1;
        BrokerRegistrationRequest {
            id: id(broker),
            cluster_id: CLUSTER_ID.to_owned(),
            incarnation_id: Uuid::from_u128(self.incarnations),
            rack: None,
            endpoints: Vec::new(),
            features: supported_features(),
            log_dirs: vec![Uuid::from_u128(
                1_000_000 + u128::from(broker.unsigned_abs()),
            )],
            previous_broker_epoch: Some(BrokerEpoch::NONE),
        }
    }

    pub(crate) fn terms(&self) -> RegistrationTerms {
        RegistrationTerms {
            epoch: BrokerEpoch(self.next_offset.0),
            session_is_alive: false,
            renews_epoch: false,
        }
    }

    /// A new run of a broker registers; `previous` is the epoch that it remembers.
    #[track_caller]
    pub(crate) fn start(&mut self, broker: i32, previous: Option<BrokerEpoch>) -> Registered {
        let mut request = self.registration_request(broker);
        request.previous_broker_epoch = Some(previous.unwrap_or(BrokerEpoch::NONE));
        self.register(&request)
    }

    pub(crate) fn start_in_rack(&mut self, broker: i32, rack: &str) {
        let mut request = self.registration_request(broker);
        request.rack = Some(rack.into());
        self.register(&request);
        self.unfence(broker);
    }

    #[track_caller]
    pub(crate) fn register(&mut self, request: &BrokerRegistrationRequest) -> Registered {
        let decision = decide_register_broker(self.cluster(), request, self.terms());
        self.apply(decision.expect("it may register"))
    }

    pub(crate) fn request(&mut self, broker: i32) -> BrokerRegistrationRequest {
        self.registration_request(broker)
    }

    /// It comes back knowing that it lost nothing.
    #[track_caller]
    pub(crate) fn restart_cleanly(&mut self, broker: i32) {
        let epoch = self.epoch(broker);
        self.start(broker, Some(epoch));
        self.unfence(broker);
    }

    /// It comes back without knowing what it lost.
    #[track_caller]
    pub(crate) fn restart_uncleanly(&mut self, broker: i32) {
        self.start(broker, None);
        self.unfence(broker);
    }

    pub(crate) fn epoch(&self, broker: i32) -> BrokerEpoch {
        self.image.broker(id(broker)).expect("registered").epoch
    }

    pub(crate) fn beat(&self, broker: i32) -> Heartbeat {
        Heartbeat {
            broker: id(broker),
            broker_epoch: self.epoch(broker),
            metadata_offset: self.next_offset,
            wants_fence: false,
            wants_shutdown: false,
            offline_log_dirs: Vec::new(),
            cordoned_log_dirs: None,
        }
    }

    #[track_caller]
    pub(crate) fn heartbeat(
        &mut self,
        heartbeat: &Heartbeat,
        liveness: Liveness,
    ) -> HeartbeatOutcome {
        let decision = decide_heartbeat(self.cluster(), heartbeat, liveness);
        self.apply(decision.expect("its epoch"))
    }

    #[track_caller]
    pub(crate) fn unfence(&mut self, broker: i32) -> HeartbeatOutcome {
        let heartbeat = self.beat(broker);
        self.heartbeat(&heartbeat, alive())
    }

    #[track_caller]
    pub(crate) fn fence(&mut self, brokers: &[i32]) {
        let decision = decide_fence(self.cluster(), &ids(brokers));
        self.apply(decision);
    }

    /// A topic called `name` with one partition on these brokers and a `min.insync.replicas` of its
    /// own.
    #[track_caller]
    pub(crate) fn topic(&mut self, name: &str, replicas: &[i32], minimum: usize) {
        self.topic_with(
            name,
            &[replicas],
            &[("min.insync.replicas", &minimum.to_string())],
        );
    }

    #[track_caller]
    pub(crate) fn topic_with(
        &mut self,
        name: &str,
        assignments: &[&[i32]],
        configs: &[(&str, &str)],
    ) {
        let topic = NewTopic {
            name: name.to_owned(),
            id: self.topic_id(),
            assignments: (0..)
                .map(PartitionIndex)
                .zip(assignments.iter().map(|replicas| ids(replicas)))
                .collect(),
            configs: configs
                .iter()
                .map(|(key, value)| ((*key).to_owned(), Some((*value).to_owned())))
                .collect(),
            ..NewTopic::default()
        };
        let decision = decide_create_topics(self.cluster(), &[topic], false);
        for answer in self.apply(decision) {
            answer.expect("it can be created");
        }
    }

    pub(crate) fn topic_id(&mut self) -> Uuid {
        self.incarnations += 1;
        let mixed = self
            .incarnations
            .wrapping_mul(0x2d35_8dcc_aa6c_78a5_8bb8_4b93_962e_acc9);
        random_topic_id(mixed.to_be_bytes())
    }

    pub(crate) fn partition(&self, topic: &str) -> Arc<PartitionRegistration> {
        self.partition_of(topic, 0)
    }

    pub(crate) fn partition_of(&self, topic: &str, index: i32) -> Arc<PartitionRegistration> {
        let topic = self.image.topic(topic).expect("the topic exists");
        Arc::clone(
            topic
                .partition(PartitionIndex(index))
                .expect("the partition exists"),
        )
    }

    /// What the leader of partition 0 would propose now.
    pub(crate) fn proposal(&self, topic: &str, in_sync: &[i32]) -> IsrProposal {
        let topic = self.image.topic(topic).expect("the topic exists");
        let partition = topic
            .partition(PartitionIndex(0))
            .expect("it has a partition");
        let epoch = |broker: i32| {
            self.image
                .broker(id(broker))
                .map_or(BrokerEpoch::NONE, |broker| broker.epoch)
        };
        IsrProposal {
            topic: topic.id,
            partition: PartitionIndex(0),
            leader_epoch: partition.leader_epoch,
            partition_epoch: partition.partition_epoch,
            in_sync: in_sync
                .iter()
                .map(|&member| (id(member), epoch(member)))
                .collect(),
            leader_recovery_state: metadata::LeaderRecoveryState::Recovered,
        }
    }

    /// The leader of a topic's only partition proposes this in-sync set, and must be heard.
    #[track_caller]
    pub(crate) fn alter(&mut self, topic: &str, in_sync: &[i32]) {
        let proposal = self.proposal(topic, in_sync);
        let answer = self.propose(topic, proposal);
        answer.expect("it is accepted");
    }

    #[track_caller]
    pub(crate) fn propose(
        &mut self,
        topic: &str,
        proposal: IsrProposal,
    ) -> Result<PartitionRegistration, controller_core::AlterPartitionError> {
        let leader = self.partition(topic).leader;
        let epoch = self.epoch(leader.0);
        let decision =
            decide_alter_partitions(self.cluster(), leader, epoch, &[proposal]).expect("its epoch");
        self.apply(decision).pop().expect("one answer")
    }

    /// Leader, in-sync set and eligible leaders of a topic's only partition, as text.
    pub(crate) fn state(&self, topic: &str) -> String {
        let partition = self.partition(topic);
        let list = |ids: &[BrokerId]| {
            ids.iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(",")
        };
        format!(
            "leader {} in sync [{}] eligible [{}]",
            partition.leader,
            list(&partition.in_sync),
            list(&partition.eligible_leaders)
        )
    }

    /// How many partitions each broker leads.
    pub(crate) fn leaderships(&self) -> BTreeMap<i32, usize> {
        let mut led = BTreeMap::new();
        for partition in self
            .image
            .topics()
            .iter()
            .flat_map(|topic| topic.partitions.values())
        {
            *led.entry(partition.leader.0).or_default() += 1;
        }
        led
    }
}

/// Nothing speaks against the broker, and every other has seen everything.
pub(crate) fn alive() -> Liveness {
    Liveness {
        may_unfence: true,
        shutdown_offset: None,
        lowest_active_offset: Offset::MAX,
    }
}

/// Variety from a seed.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % bound as u64).expect("small")
    }

    pub(crate) fn one_in(&mut self, odds: usize) -> bool {
        self.below(odds) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        if items.is_empty() {
            None
        } else {
            items.get(self.below(items.len()))
        }
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}
