//! Listeners: bound before the nodes are made, so that they can be told their ports.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustix::net::sockopt;
use tokio::net::TcpStream;
use tracing::{debug, warn};
use world::Endpoint;

use super::DriverSettings;
use super::serve;
use super::shared::Shared;
use super::stream::Stream;

/// Connections that wait to be accepted.
const BACKLOG: i32 = 1024;
/// How long accepting pauses when the process has no file left.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_millis(100);

/// Where to listen.
#[derive(Clone, Debug)]
pub struct ListenerSpec {
    /// Name of the listener, such as `PLAINTEXT`.
    pub name: Arc<str>,
    /// Host name or address to bind; empty for all.
    pub host: String,
    /// Port; zero for any.
    pub port: u16,
    /// Whether requests that only brokers and controllers may send are accepted.
    pub privileged: bool,
}

/// A bound listener that does not accept yet.
#[derive(Debug)]
pub struct Bound {
    spec: ListenerSpec,
    /// None when only this process may come in.
    listener: Option<TcpListener>,
    address: SocketAddr,
    known_as: Vec<Endpoint>,
}

impl Bound {
    /// Binds.
    ///
    /// # Errors
    /// When the host is not known or the port is taken.
    pub fn bind(spec: ListenerSpec) -> io::Result<Self> {
        let listener = if spec.host.is_empty() {
            TcpListener::bind(("::", spec.port))
                .or_else(|_| TcpListener::bind(("0.0.0.0", spec.port)))?
        } else {
            let addresses: Vec<SocketAddr> =
                (spec.host.as_str(), spec.port).to_socket_addrs()?.collect();
            TcpListener::bind(addresses.as_slice())?
        };
        rustix::net::listen(&listener, BACKLOG)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        Ok(Self {
            spec,
            listener: Some(listener),
            address,
            known_as: Vec::new(),
        })
    }

    /// A listener without a socket: only calls of this process to `endpoint` reach it.
    #[must_use]
    pub fn in_memory(name: Arc<str>, endpoint: Endpoint) -> Self {
        let spec = ListenerSpec {
            name,
            host: String::new(),
            port: 0,
            privileged: true,
        };
        let address = SocketAddr::from(([0, 0, 0, 0], 0));
        Self {
            spec,
            listener: None,
            address,
            known_as: vec![endpoint],
        }
    }

    /// The address that was bound, with the port that it got.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Calls of this process to `endpoint` reach this listener through memory.
    pub fn also_known_as(&mut self, endpoint: Endpoint) {
        self.known_as.push(endpoint);
    }

    pub(super) fn endpoints(&self) -> impl Iterator<Item = Endpoint> {
        let own = Endpoint {
            host: self.address.ip().to_string(),
            port: self.address.port(),
        };
        self.known_as
            .iter()
            .cloned()
            .chain((!self.address.ip().is_unspecified()).then_some(own))
    }

    pub(super) fn info(&self) -> ListenerInfo {
        ListenerInfo {
            name: self.spec.name.clone(),
            privileged: self.spec.privileged,
        }
    }
}

/// What a connection inherits from its listener.
#[derive(Clone, Debug)]
pub(super) struct ListenerInfo {
    pub(super) name: Arc<str>,
    pub(super) privileged: bool,
}

/// A listener and the node behind it.
pub(super) struct Door {
    pub(super) node: usize,
    pub(super) bound: Bound,
}

pub(super) fn start(shared: &Arc<Shared>, door: Door) -> io::Result<()> {
    let Door { node, bound } = door;
    let info = bound.info();
    let Some(listener) = bound.listener else {
        return Ok(());
    };
    let runtime = shared.runtime(node).clone();
    let listener = {
        let _entered = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    let shared = shared.clone();
    runtime.spawn(async move {
        let mut closed = shared.doors_closed();
        tokio::select! {
            () = accept(&shared, &listener, node, &info) => {}
            _ = closed.wait_for(|closed| *closed) => {}
        }
    });
    Ok(())
}

async fn accept(
    shared: &Arc<Shared>,
    listener: &tokio::net::TcpListener,
    node: usize,
    info: &ListenerInfo,
) {
    loop {
        match listener.accept().await {
            Ok((stream, address)) => {
                let host: Arc<str> = address.ip().to_canonical().to_string().into();
                if let Err(limit) = shared.admit(&host) {
                    warn!(listener = %info.name, %host, "connection refused: {limit}");
                } else if let Err(error) = prepare(&stream, shared.settings()) {
                    debug!(%address, %error, "a connection ended before it began");
                } else {
                    serve::start(shared, node, info.clone(), host, Stream::Tcp(stream));
                }
            }
            Err(error) => {
                warn!(listener = %info.name, %error, "no connection can be accepted");
                tokio::time::sleep(ACCEPT_AGAIN_AFTER).await;
            }
        }
    }
}

fn prepare(stream: &TcpStream, settings: &DriverSettings) -> io::Result<()> {
    stream.set_nodelay(true)?;
    if let Some(bytes) = settings.send_buffer_bytes {
        sockopt::set_socket_send_buffer_size(stream, bytes as usize)?;
    }
    if let Some(bytes) = settings.receive_buffer_bytes {
        sockopt::set_socket_recv_buffer_size(stream, bytes as usize)?;
    }
    Ok(())
}
