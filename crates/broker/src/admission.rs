//! Requests that come before the cluster has let this broker in wait until it has: earlier, they would be told of a cluster
//! without brokers.

use bytes::Bytes;
use types::Now;
use world::{ConnectionId, ConnectionInfo, Output, Reply, RequestId};

use crate::broker::Broker;
use crate::locked;
use crate::sync::{AtomicBool, Mutex, Ordering};

/// A request as it came.
struct Early {
    from: ConnectionInfo,
    id: RequestId,
    request: Bytes,
}

/// Closed until the broker is let in for the first time, then open for good.
#[derive(Default)]
pub(crate) struct Admission {
    open: AtomicBool,
    early: Mutex<Vec<Early>>,
}

impl Admission {
    /// Keeps a request that came too early; gives it back when it did not.
    pub(crate) fn keep(
        &self,
        from: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
    ) -> Option<Bytes> {
        if self.open.load(Ordering::Acquire) {
            return Some(request);
        }
        let mut early = locked(&self.early);
        if self.open.load(Ordering::Acquire) {
            return Some(request);
        }
        let from = from.clone();
        early.push(Early { from, id, request });
        None
    }

    /// A client hung up.
    pub(crate) fn forget(&self, connection: ConnectionId) {
        if !self.open.load(Ordering::Acquire) {
            locked(&self.early).retain(|early| early.from.id != connection);
        }
    }

    /// What has come so far; the last time, when nothing has, the door is open.
    fn take(&self) -> Vec<Early> {
        let mut early = locked(&self.early);
        if early.is_empty() {
            self.open.store(true, Ordering::Release);
        }
        std::mem::take(&mut early)
    }
}

impl Broker {
    /// Serves what came too early, in the order in which it came. The door opens when nothing of it is left, so that no
    /// request overtakes an earlier one of its connection. Called once.
    pub(crate) fn admit(&self, now: Now, out: &mut Vec<Output>) {
        while !self.admission.open.load(Ordering::Acquire) {
            for Early { from, id, request } in self.admission.take() {
                let reply = self.serve(now, &from, id, request, out);
                if !matches!(reply, Reply::Later) {
                    out.push(Output::Reply(id, reply));
                }
            }
        }
    }
}
