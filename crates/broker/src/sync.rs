//! What threads of this room share: the locks and atomics of the standard library, and a value that is swapped.
//!
//! With the feature `schedules` all of it is a scheduler's instead, which decides at each lock, load and store who goes on: the
//! module `schedules` has it try many orders.

#[cfg(not(feature = "schedules"))]
mod shared {
    pub(crate) use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(crate) use std::sync::{Mutex, MutexGuard, RwLock};

    pub(crate) use arc_swap::ArcSwap as Swap;
}

#[cfg(feature = "schedules")]
mod shared {
    use std::sync::{Arc, PoisonError};

    pub(crate) use shuttle::sync::atomic::{AtomicBool, AtomicU64, Ordering};
    pub(crate) use shuttle::sync::{Mutex, MutexGuard, RwLock};

    /// As the swap that is used otherwise: whoever reads has one value for as long as it holds it.
    pub(crate) struct Swap<T>(RwLock<Arc<T>>);

    impl<T> Swap<T> {
        pub(crate) fn from_pointee(value: T) -> Self {
            Self(RwLock::new(Arc::new(value)))
        }

        pub(crate) fn load(&self) -> Arc<T> {
            self.load_full()
        }

        pub(crate) fn load_full(&self) -> Arc<T> {
            let value = self.0.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&value)
        }

        pub(crate) fn store(&self, value: Arc<T>) {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = value;
        }
    }
}

pub(crate) use shared::*;
