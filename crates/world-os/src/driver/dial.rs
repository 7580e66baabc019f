//! Making a connection to another node, or to one of this process.

use std::io;
use std::sync::Arc;

use tokio::net::TcpStream;
use world::{CallError, Endpoint};

use super::serve;
use super::shared::Shared;
use super::stream::Stream;

/// Bytes that a connection within the process holds in each direction.
const MEMORY_STREAM_BYTES: usize = 64 << 10;

pub(super) async fn dial(shared: Arc<Shared>, endpoint: Endpoint) -> Result<Stream, CallError> {
    if let Some((node, listener)) = shared.local(&endpoint) {
        if *shared.doors_closed().borrow() {
            return Err(CallError::Refused);
        }
        let (near, far) = tokio::io::duplex(MEMORY_STREAM_BYTES);
        serve::start(
            &shared,
            node,
            listener,
            "127.0.0.1".into(),
            Stream::Memory(far),
        );
        return Ok(Stream::Memory(near));
    }
    let addresses: Vec<_> = tokio::net::lookup_host((endpoint.host.as_str(), endpoint.port))
        .await
        .map_err(|_| CallError::Disconnected)?
        .collect();
    let mut all_refused = !addresses.is_empty();
    for address in addresses {
        match connect(address).await {
            Ok(stream) => return Ok(Stream::Tcp(stream)),
            Err(error) => all_refused &= error.kind() == io::ErrorKind::ConnectionRefused,
        }
    }
    Err(if all_refused {
        CallError::Refused
    } else {
        CallError::Disconnected
    })
}

async fn connect(address: std::net::SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect(address).await?;
    // A free port on this machine may be given to the dialling socket itself, which then meets itself.
    if stream.local_addr()? == stream.peer_addr()? {
        return Err(io::ErrorKind::ConnectionRefused.into());
    }
    stream.set_nodelay(true)?;
    Ok(stream)
}
