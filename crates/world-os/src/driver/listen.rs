//! Listeners: bound before the nodes are made, so that they can be told their ports.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use rustix::net::sockopt;
use tracing::{debug, warn};
use world::Endpoint;

use super::DriverSettings;
use super::serve;
use super::shared::Shared;
use super::stream::Stream;

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
    configure(&listener, shared.settings())?;
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
                } else if let Err(error) = stream.set_nodelay(true) {
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

/// Sets how many connections may wait, and the buffers, which accepted connections inherit: a receive buffer that is set
/// later than this would not be told to who connects.
fn configure(listener: &TcpListener, settings: &DriverSettings) -> io::Result<()> {
    if let Some(bytes) = settings.send_buffer_bytes {
        sockopt::set_socket_send_buffer_size(listener, bytes as usize)?;
    }
    if let Some(bytes) = settings.receive_buffer_bytes {
        sockopt::set_socket_recv_buffer_size(listener, bytes as usize)?;
    }
    let backlog = i32::try_from(settings.listen_backlog).unwrap_or(i32::MAX);
    Ok(rustix::net::listen(listener, backlog)?)
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn accepted_connections_have_the_buffers_of_the_settings() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let settings = DriverSettings {
            send_buffer_bytes: Some(30_000),
            receive_buffer_bytes: Some(40_000),
            ..DriverSettings::default()
        };
        configure(&listener, &settings).expect("configured");
        let address = listener.local_addr().expect("an address");
        let _client = TcpStream::connect(address).expect("connected");
        let (accepted, _) = listener.accept().expect("accepted");
        // Linux doubles what is asked for, for its own accounts.
        assert_eq!(sockopt::socket_send_buffer_size(&accepted), Ok(60_000));
        assert_eq!(sockopt::socket_recv_buffer_size(&accepted), Ok(80_000));
    }

    #[test]
    fn no_more_connections_wait_than_the_backlog_has_room_for() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("bound");
        let settings = DriverSettings {
            listen_backlog: 2,
            ..DriverSettings::default()
        };
        configure(&listener, &settings).expect("configured");
        let address = listener.local_addr().expect("an address");
        // Linux lets in one more than it is told. Who does not get in is not refused, but tries in silence.
        let in_time = |_| TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
        let waiting: Vec<TcpStream> = (0..6).map_while(in_time).collect();
        assert_eq!(waiting.len(), 3);
    }
}
