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
        let machine = Connection::new(ConnectionId(id), limits, process.budget.clone(), self.now);
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
            self.break_link(id);
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
            let at = now + network.delay(&mut self.random);
            let direction = if to_server {
                &mut link.to_server
            } else {
                &mut link.to_client
            };
            let at = direction.arrival(at);
            self.order += 1;
            let happening = if to_server {
                Happening::ToServer(id, parcel)
            } else {
                Happening::ToClient(id, parcel)
            };
            let scheduled = super::Scheduled {
                at,
                order: self.order,
                happening,
            };
            self.heap.push(std::cmp::Reverse(scheduled));
        }
    }

    /// Ends a connection for both, at once; what was under way is lost.
    fn break_link(&mut self, id: LinkId) {
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

    /// Heals all cuts; what waited before them goes on.
    pub fn heal(&mut self) {
        self.trace.line(self.now, &format_args!("heal"));
        self.cuts.heal();
        let ids: Vec<LinkId> = self.links.keys().copied().collect();
        for id in ids {
            for to_server in [true, false] {
                let Some(link) = self.links.get_mut(&id) else {
                    continue;
                };
                let direction = if to_server {
                    &mut link.to_server
                } else {
                    &mut link.to_client
                };
                for parcel in std::mem::take(&mut direction.held) {
                    let at =
                        direction.arrival(self.now + self.settings.network.delay(&mut self.random));
                    self.order += 1;
                    let happening = if to_server {
                        Happening::ToServer(id, parcel)
                    } else {
                        Happening::ToClient(id, parcel)
                    };
                    let scheduled = super::Scheduled {
                        at,
                        order: self.order,
                        happening,
                    };
                    self.heap.push(std::cmp::Reverse(scheduled));
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
        let (client, key) = (link.client, link.key.clone());
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
            let now = self.now;
            let Some(link) = self.links.get_mut(&id) else {
                return;
            };
            if link.looks_at <= now {
                link.looks_at = Instant::NEVER;
            }
            link.machine.on_deadline(now);
            let mut progress = false;
            if !link.unread.is_empty() {
                let taken = link.machine.feed(now, &link.unread);
                link.unread.drain(..taken);
                progress |= taken > 0;
            }
            if let Some((request, bytes)) = link.machine.next_request() {
                progress = true;
                let (server, info) = (link.server, link.info.clone());
                let local_now = self.local_now(server);
                let name = self.name(server);
                let digest = crate::trace::digest(0, &bytes);
                self.trace.line(
                    now,
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
                let line = reason.to_string();
                let server = link.server;
                self.trace
                    .line(now, &format_args!("link {id} closed: {line}"));
                self.send(id, false, None);
                self.on(server, Event::Disconnected(ConnectionId(id)));
                return;
            }
            if !progress {
                let deadline = link.machine.deadline().max(now);
                if deadline < link.looks_at {
                    link.looks_at = deadline;
                    self.schedule(deadline, Happening::LookAtLink(id));
                }
                return;
            }
        }
    }

    fn send_from_link(&mut self, id: LinkId) -> bool {
        let now = self.now;
        let mut all = Vec::new();
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
