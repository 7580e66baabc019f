//! Requests that come once more: sent on a connection that was given up, overtaken by those that replaced it, and late.

use bytes::{Bytes, BytesMut};
use peers::PeerKey;

use super::World;
use crate::ProcessId;
use crate::network::Parcel;
use crate::process::{LinkId, NodeId};

/// A request that was taken in.
pub(super) struct Arrived {
    client: ProcessId,
    key: PeerKey,
    bytes: Bytes,
}

/// So many are remembered.
const ARRIVED_MAX: usize = 32;
/// No run of a process has this number: nobody waits for the answer.
const NO_RUN: u64 = u64::MAX;

impl World {
    /// Remembers a request, if it is of those that may come again; returns a digest of it.
    pub(super) fn remember(&mut self, id: LinkId, bytes: &Bytes) -> u64 {
        let digest = crate::trace::digest(0, bytes);
        let code = bytes.first_chunk().map(|code| i16::from_be_bytes(*code));
        let Some(link) = self.links.get(&id) else {
            return digest;
        };
        let is_late = link.client.run == NO_RUN;
        if is_late || !code.is_some_and(|code| self.settings.repeats.contains(&code)) {
            return digest;
        }
        let (client, key) = (link.client.process, link.key.clone());
        if self.arrived.len() == ARRIVED_MAX {
            self.arrived.pop_front();
        }
        let bytes = bytes.clone();
        self.arrived.push_back(Arrived { client, key, bytes });
        digest
    }

    /// Has the requests that are remembered come once more, each on a connection of its own, wherever somebody listens still.
    /// Says how many came.
    pub fn repeat_requests(&mut self) -> usize {
        let mut count = 0;
        let arrived = std::mem::take(&mut self.arrived);
        for Arrived { client, key, bytes } in &arrived {
            let Some(server) = self.listener_of(key) else {
                continue;
            };
            let client = NodeId {
                process: *client,
                run: NO_RUN,
                node: 0,
            };
            let link = self.accept(client, key.clone(), server);
            let len = u32::try_from(bytes.len()).unwrap_or(0);
            let mut frame = BytesMut::with_capacity(bytes.len() + 4);
            frame.extend_from_slice(&len.to_be_bytes());
            frame.extend_from_slice(bytes);
            self.dispatch(link, true, Parcel::Bytes(frame.freeze()));
            count += 1;
        }
        self.arrived = arrived;
        self.trace
            .line(self.now, &format_args!("{count} requests come once more"));
        count
    }
}
