//! Epochs: numbers that only rise, and fence whoever holds an older one.

macro_rules! epoch {
    ($(#[$doc:meta])* $name:ident($inner:ty)) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
        pub struct $name(pub $inner);

        impl $name {
            /// Kafka's "no epoch": what a request carries that does not know one.
            pub const NONE: Self = Self(-1);

            /// The epoch after this one.
            ///
            /// # Panics
            /// At the end of the range: an epoch that wrapped would fence nobody.
            #[must_use]
            #[track_caller]
            pub fn next(self) -> Self {
                match self.0.checked_add(1) {
                    Some(next) => Self(next),
                    None => panic!("{} is exhausted", stringify!($name)),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

epoch! {
    /// Rises with every leadership of a partition, also when the same broker leads again.
    LeaderEpoch(i32)
}
epoch! {
    /// Rises with every change of a partition's record: leader, in-sync set or assignment.
    PartitionEpoch(i32)
}
epoch! {
    /// Rises with every active controller. In a KRaft quorum this is the quorum's leader epoch.
    ControllerEpoch(i32)
}
epoch! {
    /// One registration of a broker (KIP-380, KIP-903): the metadata offset at which it was made.
    BrokerEpoch(i64)
}

impl BrokerEpoch {
    /// What a broker was registered with by a Kafka that numbers no registrations in its log directories, as one with ZooKeeper: no
    /// registration of ours has it.
    pub const NOT_NUMBERED: Self = Self(0);
}
