//! Names of groups and members, and the numbers that tie answers to what they wait for.

use std::fmt;
use std::sync::Arc;

use types::Uuid;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name with this text.
            #[must_use]
            pub fn new(text: &str) -> Self {
                Self(text.into())
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether the text is empty.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, f)
            }
        }
    };
}

name! {
    /// A group: `group.id`. The empty one is refused for membership, and kept for offsets as old clients use it.
    GroupId
}
name! {
    /// A member of a group, named by its coordinator. Empty in a request: the sender has no name yet.
    MemberId
}
name! {
    /// A static member (KIP-345): `group.instance.id`, which outlives the member ids that it is given.
    InstanceId
}

impl MemberId {
    /// Makes the name of a new member: its instance or client id, and a random part in the usual form of a UUID.
    #[must_use]
    pub fn generate(client_id: &str, instance: Option<&InstanceId>, random: Uuid) -> Self {
        let prefix = instance.map_or(client_id, InstanceId::as_str);
        let value = u128::from_be_bytes(random.0);
        // Version 4, variant 1 of RFC 9562: what a reader of the id takes it for.
        let value = value & !(0xf << 76) | 0x4 << 76;
        let value = value & !(0x3 << 62) | 0x2 << 62;
        let text = format!("{value:032x}");
        let (a, rest) = text.split_at(8);
        let (b, rest) = rest.split_at(4);
        let (c, rest) = rest.split_at(4);
        let (d, e) = rest.split_at(4);
        Self::new(&format!("{prefix}-{a}-{b}-{c}-{d}-{e}"))
    }
}

/// Rises with every rebalance that completes; what a member presents to show that it knows of the latest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Generation(pub i32);

impl Generation {
    /// In a request: the sender is no member, it only keeps offsets here.
    pub const NONE: Self = Self(-1);

    /// The generation after this one. At the end of the range it starts again, above [`Generation::NONE`].
    pub(crate) fn next(self) -> Self {
        Self(self.0.checked_add(1).unwrap_or(0))
    }
}

impl fmt::Display for Generation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One request, named by the caller; its answer carries the same.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Ticket(pub u64);

/// One batch of records to append, counted from zero in the life of a [`crate::Groups`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct AppendId(pub u64);
