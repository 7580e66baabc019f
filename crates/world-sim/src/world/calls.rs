//! Calls: dialling, and the dialling end of a connection.

use std::io::IoSlice;

use bytes::Bytes;
use codec::framing::{FrameWriter, Outgoing as Next};
use peers::{Peer, PeerKey, Want};
use types::Instant;
use world::{Call, CallError, Event};

use super::{Happening, Stirred, World};
use crate::process::{LinkId, NodeId, Outgoing};

/// Takes out all that waits to be sent. A file that cannot be read any more ends the connection: `None`.
pub(super) fn drain(writer: &FrameWriter, mut advance: impl FnMut(u64)) -> Option<Bytes> {
    let mut all = Vec::new();
    // One round: the caller repeats it until nothing is left.
    let mut slices = [IoSlice::new(&[]); 64];
    match writer.front(&mut slices) {
        Next::Nothing => {}
        Next::Memory { slices: filled, .. } => {
            for slice in slices.iter().take(filled) {
                all.extend_from_slice(slice);
            }
        }
        Next::File { range, .. } => all.extend_from_slice(&range.read().ok()?),
    }
    advance(all.len() as u64);
    Some(all.into())
}

impl World {
    pub(super) fn call(&mut self, id: NodeId, call: Call) {
        let (now, limits) = (self.instant_of(id.process), self.peer_limits.clone());
        let Some(running) = self.node(id) else { return };
        let key = PeerKey::of(&call);
        let peer = running
            .peers
            .entry(key.clone())
            .or_insert_with(|| Outgoing {
                machine: Peer::new(limits, now),
                link: None,
                dial: 0,
                looks_at: Instant::NEVER,
            });
        peer.machine.call(now, call);
        self.stirred.push_back(Stirred::Peer(id, key));
    }

    fn peer(&mut self, id: NodeId, key: &PeerKey) -> Option<&mut Outgoing> {
        self.node(id)?.peers.get_mut(key)
    }

    pub(super) fn look_at_peer(&mut self, id: NodeId, key: &PeerKey) {
        let (at, now) = (self.now, self.instant_of(id.process));
        let Some(peer) = self.peer(id, key) else {
            return;
        };
        if peer.looks_at <= at {
            peer.looks_at = Instant::NEVER;
        }
        peer.machine.on_deadline(now);
        loop {
            let Some(peer) = self.peer(id, key) else {
                return;
            };
            match peer.machine.want(now) {
                Want::Wait => break,
                Want::Dial => {
                    peer.dial += 1;
                    let dial = peer.dial;
                    let at = at + self.settings.network.delay(&mut self.random);
                    self.schedule(at, Happening::Dialled(id, key.clone(), dial));
                }
                Want::Hang => {
                    peer.dial += 1;
                    if let Some(link) = peer.link.take() {
                        self.send(link, true, None);
                    }
                }
            }
        }
        while let Some((call, outcome)) = self
            .peer(id, key)
            .and_then(|peer| peer.machine.next_outcome())
        {
            let line = match &outcome {
                Ok(response) => {
                    format!(
                        "call {} answered, {} bytes {:016x}",
                        call.0,
                        response.len(),
                        crate::trace::digest(0, response)
                    )
                }
                Err(error) => format!("call {} {error:?}", call.0),
            };
            let name = self.name(id);
            self.trace.line(at, &format_args!("{name} {line}"));
            self.on(id, Event::Called(call, outcome));
        }
        self.send_from_peer(id, key);
        let Some(peer) = self.peer(id, key) else {
            return;
        };
        if peer.machine.is_forgettable(now) {
            if let Some(running) = self.node(id) {
                running.peers.remove(key);
            }
            return;
        }
        let deadline = peer.machine.deadline();
        let deadline = self.moment_of(id.process, deadline);
        if let Some(peer) = self.peer(id, key)
            && deadline < peer.looks_at
        {
            peer.looks_at = deadline;
            self.schedule(deadline, Happening::LookAtPeer(id, key.clone()));
        }
    }

    fn send_from_peer(&mut self, id: NodeId, key: &PeerKey) {
        let now = self.instant_of(id.process);
        let mut all = Vec::new();
        let Some(peer) = self.peer(id, key) else {
            return;
        };
        let Some(link) = peer.link else { return };
        while !peer.machine.writer().is_empty() {
            let mut sent = 0;
            let Some(bytes) = drain(peer.machine.writer(), |bytes| sent = bytes) else {
                break;
            };
            peer.machine.on_written(now, sent);
            all.extend_from_slice(&bytes);
        }
        if !all.is_empty() {
            self.send(link, true, Some(all.into()));
        }
    }

    /// A dial arrives: accepted, refused, or lost with the machine or behind a cut.
    pub(super) fn on_dialled(&mut self, id: NodeId, key: PeerKey, dial: u64) {
        if self.peer(id, &key).is_none_or(|peer| peer.dial != dial) {
            return;
        }
        let there = self.listener_of(&key);
        let host = there
            .map(|there| there.process)
            .or_else(|| self.machine_of(&key));
        if let Some(host) = host {
            let is_cut = self.cuts.is_cut(id.process, host) || self.cuts.is_cut(host, id.process);
            if is_cut || !self.process(host).machine_is_up {
                return;
            }
        }
        let network = &self.settings.network;
        let is_local = there.is_some_and(|there| there.process == id.process);
        if !is_local && self.random.chance(network.hang_per_million) {
            let name = self.name(id);
            self.trace
                .line(self.now, &format_args!("{name} dials in vain"));
            return;
        }
        let is_refused = !is_local && self.random.chance(network.refuse_per_million);
        let there = there.filter(|_| !is_refused);
        let link = there.map(|there| self.accept(id, key.clone(), there));
        let (name, there) = (self.name(id), &key.endpoint);
        let line = format_args!("{name} dials {}:{}: {link:?}", there.host, there.port);
        self.trace.line(self.now, &line);
        let at = self.now + self.settings.network.delay(&mut self.random);
        self.schedule(at, Happening::DialEnded(id, key, dial, link));
    }

    /// The running node that listens where a peer is dialled.
    pub(super) fn listener_of(&self, key: &PeerKey) -> Option<NodeId> {
        let mut processes = self.processes.iter().enumerate();
        processes.find_map(|(process, candidate)| {
            let node = candidate.nodes.iter().position(|node| {
                let mut listeners = node.listeners.iter();
                listeners.any(|listener| listener.endpoint == key.endpoint)
            })?;
            Some(NodeId {
                process: crate::ProcessId(process),
                run: candidate.run,
                node,
            })
        })
    }

    /// The machine that a host name stands for: the name of its process.
    fn machine_of(&self, key: &PeerKey) -> Option<crate::ProcessId> {
        let place = self
            .processes
            .iter()
            .position(|process| process.name == key.endpoint.host)?;
        Some(crate::ProcessId(place))
    }

    pub(super) fn on_dial_ended(
        &mut self,
        id: NodeId,
        key: &PeerKey,
        dial: u64,
        link: Option<LinkId>,
    ) {
        let now = self.instant_of(id.process);
        let alive = link.filter(|link| self.links.contains_key(link));
        match self.peer(id, key).filter(|peer| peer.dial == dial) {
            Some(peer) => {
                match (link, alive) {
                    (Some(_), Some(_)) => {
                        peer.link = alive;
                        peer.machine.on_connected(now);
                    }
                    (Some(_), None) => peer.machine.on_dial_failed(&CallError::Disconnected),
                    (None, _) => peer.machine.on_dial_failed(&CallError::Refused),
                }
                self.stirred.push_back(Stirred::Peer(id, key.clone()));
            }
            None => {
                if let Some(link) = alive {
                    self.send(link, true, None);
                }
            }
        }
    }

    /// Bytes for the dialling end of a link, or its end.
    pub(super) fn deliver_to_client(
        &mut self,
        link: LinkId,
        client: NodeId,
        key: &PeerKey,
        bytes: Option<&[u8]>,
    ) {
        let now = self.instant_of(client.process);
        let Some(peer) = self
            .peer(client, key)
            .filter(|peer| peer.link == Some(link))
        else {
            return;
        };
        match bytes {
            Some(bytes) => peer.machine.feed(now, bytes),
            None => {
                peer.link = None;
                peer.machine.on_disconnected();
            }
        }
        self.stirred.push_back(Stirred::Peer(client, key.clone()));
    }
}
