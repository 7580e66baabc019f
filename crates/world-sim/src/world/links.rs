//! Established connections: what travels on them, and their accepting end.

use bytes::Bytes;
use peers::PeerKey;
use server::Connection;
use types::Instant;
use world::{ConnectionId, ConnectionInfo, Event};

use super::calls::drain;
use super::{Happening, Stirred, World};
use crate::ProcessId;
use crate::network::{Direction, Parcel};
use crate::process::{Link, LinkId, NodeId};

impl World {
    pub(super) fn accept(&mut self, client: NodeId, key: PeerKey, server: NodeId) -> LinkId {
        let id = self.next_link;
        self.next_link += 1;
        let process = self.process(server.process);
        let listener = process.nodes.get(server.node).and_then(|node| {
            node.listeners
                .iter()
                .find(|listener| listener.endpoint == key.endpoint)
        });
        let info = ConnectionInfo {
            id: ConnectionId(id),
            listener: listener.map_or_else(|| "".into(), |listener| listener.name.clone()),
            privileged: listener.is_some_and(|listener| listener.privileged),
            host: self.process(client.process).name.as_str().into(),
        };
        let limits = self.connection_limits.clone();
        let now = process.clock.local(self.now);
        let machine = Connection::new(ConnectionId(id), limits, process.budget.clone(), now);
        let link = Link {
            client,
            key,
            server,
            machine,
            info,
            closed: false,
            unread: Vec::new(),
            to_server: Direction::default(),
            to_client: Direction::default(),
            looks_at: Instant::NEVER,
        };
        self.links.insert(id, link);
        self.stirred.push_back(Stirred::Link(id));
        id
    }

    /// Sends bytes, or the end of the connection.
    pub(super) fn send(&mut self, id: LinkId, to_server: bool, bytes: Option<Bytes>) {
        let now = self.now;
        let Some(link) = self.links.get_mut(&id) else {
            return;
        };
        let network = &self.settings.network;
        let same_process = link.client.process == link.server.process;
        if bytes.is_some() && !same_process && self.random.chance(network.break_per_million) {
            self.trace.line(now, &format_args!("link {id} breaks"));
            match self.random.below(2) {
                0 => self.break_link(id),
                _ if to_server => self.break_for_client(id, bytes),
                _ => self.break_for_server(id),
            }
            return;
        }
        let stalls = !same_process && self.random.chance(network.stall_per_million);
        let direction = if to_server {
            &mut link.to_server
        } else {
            &mut link.to_client
        };
        if stalls && !direction.is_silent {
            direction.is_silent = true;
            let way = if to_server { "to" } else { "from" };
            self.trace.line(
                now,
                &format_args!("link {id} falls silent {way} its server"),
            );
        }
        if direction.is_silent {
            return;
        }
        let parcels = match bytes {
            Some(bytes) => network
                .split(bytes, &mut self.random)
                .into_iter()
                .map(Parcel::Bytes)
                .collect(),
            None => vec![Parcel::End],
        };
        for parcel in parcels {
            self.dispatch(id, to_server, parcel);
        }
    }

    /// Puts something on its way.
    pub(super) fn dispatch(&mut self, id: LinkId, to_server: bool, parcel: Parcel) {
        let Some(link) = self.links.get_mut(&id) else {
            return;
        };
        let direction = if to_server {
            &mut link.to_server
        } else {
            &mut link.to_client
        };
        let at = direction.arrival(self.now + self.settings.network.delay(&mut self.random));
        let happening = if to_server {
            Happening::ToServer(id, parcel)
        } else {
            Happening::ToClient(id, parcel)
        };
        self.schedule(at, happening);
    }

    /// Tells the dialling end that the connection ended, while what it sent is still under way.
    fn break_for_client(&mut self, id: LinkId, bytes: Option<Bytes>) {
        for parcel in bytes.map(Parcel::Bytes).into_iter().chain([Parcel::End]) {
            self.dispatch(id, true, parcel);
        }
        if let Some(link) = self.links.get_mut(&id) {
            link.to_client.is_silent = true;
            let (client, key) = (link.client, link.key.clone());
            self.deliver_to_client(id, client, &key, None);
        }
    }

    /// The accepting end takes the connection for ended; the other hears of it later, without the answer.
    fn break_for_server(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            link.closed = true;
            let server = link.server;
            self.dispatch(id, false, Parcel::End);
            self.on(server, Event::Disconnected(ConnectionId(id)));
        }
    }

    /// Ends a connection for both, at once; what was under way is lost.
    pub(super) fn break_link(&mut self, id: LinkId) {
        let Some(link) = self.links.remove(&id) else {
            return;
        };
        self.deliver_to_client(id, link.client, &link.key, None);
        self.on(link.server, Event::Disconnected(ConnectionId(id)));
    }

    /// One end of a link dies with its process. The other hears of it, if anybody is left to tell.
    pub(super) fn drop_end(&mut self, id: LinkId, dead: ProcessId, tells: bool) {
        let Some(link) = self.links.get(&id) else {
            return;
        };
        let (client, server) = (link.client.process, link.server.process);
        if client == server {
            self.links.remove(&id);
        } else if tells {
            if server == dead {
                self.mark_closed(id);
            }
            self.send(id, client == dead, None);
        }
        // Untold, the link stays: its living end finds out by its own deadlines.
    }

    fn mark_closed(&mut self, id: LinkId) {
        if let Some(link) = self.links.get_mut(&id) {
            link.closed = true;
        }
    }

    /// Parcels that meet a cut wait before it, in their order.
    fn hold(&mut self, id: LinkId, to_server: bool, parcel: Parcel) -> Option<Parcel> {
        let link = self.links.get_mut(&id)?;
        let (from, to) = (link.client.process, link.server.process);
        let (from, to) = if to_server { (from, to) } else { (to, from) };
        let direction = if to_server {
            &mut link.to_server
        } else {
            &mut link.to_client
        };
        if self.cuts.is_cut(from, to) || !direction.held.is_empty() {
            direction.held.push_back(parcel);
            return None;
        }
        Some(parcel)
    }

    /// What waited before a cut that is no more goes on.
    pub(super) fn release(&mut self) {
        let ids: Vec<LinkId> = self.links.keys().copied().collect();
        for id in ids {
            for to_server in [true, false] {
                let Some(link) = self.links.get_mut(&id) else {
                    continue;
                };
                let (from, to) = (link.client.process, link.server.process);
                let (way, direction) = if to_server {
                    ((from, to), &mut link.to_server)
                } else {
                    ((to, from), &mut link.to_client)
                };
                if self.cuts.is_cut(way.0, way.1) {
                    continue;
                }
                for parcel in std::mem::take(&mut direction.held) {
                    self.dispatch(id, to_server, parcel);
                }
            }
        }
    }

    pub(super) fn on_to_server(&mut self, id: LinkId, parcel: Parcel) {
        let Some(parcel) = self.hold(id, true, parcel) else {
            return;
        };
        let Some(link) = self.links.get_mut(&id) else {
            return;
        };
        let (server, client, key) = (link.server, link.client, link.key.clone());
        match parcel {
            _ if link.closed => {}
            Parcel::Bytes(bytes) => {
                link.unread.extend_from_slice(&bytes);
                if self.node(server).is_none() {
                    // A machine that came back knows nothing of the connection.
                    if self.process(server.process).machine_is_up {
                        self.links.remove(&id);
                        self.deliver_to_client(id, client, &key, None);
                    }
                    return;
                }
                self.stirred.push_back(Stirred::Link(id));
            }
            Parcel::End => {
                self.links.remove(&id);
                self.on(server, Event::Disconnected(ConnectionId(id)));
            }
        }
    }

    pub(super) fn on_to_client(&mut self, id: LinkId, parcel: Parcel) {
        let Some(parcel) = self.hold(id, false, parcel) else {
            return;
        };
        let Some(link) = self.links.get(&id) else {
            return;
        };
        let (client, key, server) = (link.client, link.key.clone(), link.server);
        if self.node(client).is_none() {
            // A machine that came back knows nothing of the connection.
            if self.process(client.process).machine_is_up {
                self.links.remove(&id);
                self.on(server, Event::Disconnected(ConnectionId(id)));
            }
            return;
        }
        match parcel {
            Parcel::Bytes(bytes) => self.deliver_to_client(id, client, &key, Some(&bytes)),
            Parcel::End => {
                self.links.remove(&id);
                self.deliver_to_client(id, client, &key, None);
            }
        }
    }

    /// The accepting end takes in, answers and sends what it can.
    pub(super) fn look_at_link(&mut self, id: LinkId) {
        loop {
            let at = self.now;
            let Some(link) = self.links.get_mut(&id) else {
                return;
            };
            let server = link.server;
            if link.looks_at <= at {
                link.looks_at = Instant::NEVER;
            }
            let now = self.instant_of(server.process);
            let Some(link) = self.links.get_mut(&id) else {
                return;
            };
            link.machine.on_deadline(now);
            let mut progress = false;
            if !link.unread.is_empty() {
                let taken = link.machine.feed(now, &link.unread);
                link.unread.drain(..taken);
                progress |= taken > 0;
            }
            if let Some((request, bytes)) = link.machine.next_request() {
                progress = true;
                let info = link.info.clone();
                let local_now = self.local_now(server);
                let name = self.name(server);
                let digest = self.remember(id, &bytes);
                self.trace.line(
                    at,
                    &format_args!(
                        "{name} handles {id}#{}, {} bytes {digest:016x}",
                        request.sequence,
                        bytes.len()
                    ),
                );
                let Some(running) = self.node(server) else {
                    return;
                };
                let node = running.node.clone();
                let mut out = Vec::new();
                let reply = node.handle(local_now, &info, request, bytes, &mut out);
                if let Some(link) = self.links.get_mut(&id) {
                    link.machine.complete(request.sequence, reply);
                }
                self.execute(server, out);
            }
            progress |= self.send_from_link(id);
            let Some(link) = self.links.get_mut(&id) else {
                return;
            };
            if let Some(reason) = link.machine.closing() {
                self.trace
                    .line(at, &format_args!("link {id} closed: {reason}"));
                self.send(id, false, None);
                self.on(server, Event::Disconnected(ConnectionId(id)));
                return;
            }
            if !progress {
                let deadline = link.machine.deadline();
                let deadline = self.moment_of(server.process, deadline);
                if let Some(link) = self.links.get_mut(&id)
                    && deadline < link.looks_at
                {
                    link.looks_at = deadline;
                    self.schedule(deadline, Happening::LookAtLink(id));
                }
                return;
            }
        }
    }

    fn send_from_link(&mut self, id: LinkId) -> bool {
        let mut all = Vec::new();
        let Some(server) = self.links.get(&id).map(|link| link.server) else {
            return false;
        };
        let now = self.instant_of(server.process);
        let Some(link) = self.links.get_mut(&id) else {
            return false;
        };
        while !link.machine.writer().is_empty() {
            let mut sent = 0;
            match drain(link.machine.writer(), |bytes| sent = bytes) {
                Some(bytes) => {
                    link.machine.on_written(now, sent);
                    all.extend_from_slice(&bytes);
                }
                None => {
                    let reason = "a file could not be read while it was sent".to_owned();
                    link.machine.close(server::CloseReason::Node(reason));
                    break;
                }
            }
        }
        let any = !all.is_empty();
        if any {
            self.send(id, false, Some(all.into()));
        }
        any
    }
}
