//! One connection to a server of the ensemble: frames, and who the session is.

use std::io;

use bytes::{Buf, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use world::{Entropy as _, Login};

use super::login::{Challenge, LoginError};
use super::tls::encrypt;
use super::wire::{self, Received};
use crate::OsEntropy;

/// A server takes frames of 1 MiB by default and answers with no more; lists of many children are longer.
const FRAME_BYTES_MAX: usize = 64 << 20;

/// Why there is no connection.
pub(super) enum NoConnection {
    /// The server is not there, or not well.
    Lost(io::Error),
    /// It does not take us for whom we say we are: asking again is of no use.
    Refused(String),
}

impl From<io::Error> for NoConnection {
    fn from(error: io::Error) -> Self {
        Self::Lost(error)
    }
}

pub(super) struct Connection {
    reader: Box<dyn AsyncRead + Send + Unpin>,
    writer: Box<dyn AsyncWrite + Send + Unpin>,
    received: BytesMut,
}

impl Connection {
    /// Plain without a connector.
    pub(super) async fn open(
        host: &str,
        port: u16,
        tls: Option<&TlsConnector>,
    ) -> Result<Self, NoConnection> {
        let stream = TcpStream::connect((host, port)).await?;
        stream.set_nodelay(true)?;
        Ok(match tls {
            Some(connector) => {
                let stream = encrypt(connector, host, stream).await?;
                let (reader, writer) = tokio::io::split(stream);
                Self::over(reader, writer)
            }
            None => {
                let (reader, writer) = stream.into_split();
                Self::over(reader, writer)
            }
        })
    }

    fn over(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
    ) -> Self {
        Self {
            reader: Box::new(reader),
            writer: Box::new(writer),
            received: BytesMut::new(),
        }
    }

    /// The next whole frame, if it has arrived.
    pub(super) fn frame(&mut self) -> io::Result<Option<Bytes>> {
        let Some(head) = self.received.first_chunk::<4>() else {
            return Ok(None);
        };
        let length = usize::try_from(i32::from_be_bytes(*head)).unwrap_or(usize::MAX);
        if length > FRAME_BYTES_MAX {
            let why = format!("a frame of {length} bytes: is this a ZooKeeper server?");
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        if self.received.len() < 4 + length {
            return Ok(None);
        }
        self.received.advance(4);
        Ok(Some(self.received.split_to(length).freeze()))
    }

    pub(super) async fn read(&mut self) -> io::Result<()> {
        match self.reader.read_buf(&mut self.received).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }

    pub(super) async fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.writer.write_all(bytes).await?;
        // Encrypted, what was written may still be on this side.
        self.writer.flush().await
    }

    /// The next whole frame.
    pub(super) async fn next(&mut self) -> io::Result<Bytes> {
        loop {
            if let Some(frame) = self.frame()? {
                return Ok(frame);
            }
            self.read().await?;
        }
    }

    /// Proves who the session is, by SASL with DIGEST-MD5, and that the server knows the password too. Nothing else may be
    /// under way. `xid` numbers the next request.
    pub(super) async fn log_in(
        &mut self,
        login: &Login,
        xid: &mut i32,
    ) -> Result<(), NoConnection> {
        let refused = |error: LoginError| {
            let user = &login.user;
            let why = format!(
                "ZooKeeper does not take this node for {user:?}: {error}. Check highwater.zookeeper.sasl.username and \
                 highwater.zookeeper.sasl.password, and the section Server of the file that the servers' \
                 java.security.auth.login.config names"
            );
            NoConnection::Refused(why)
        };
        let token = self.exchange(&[], xid).await?.map_err(refused)?;
        let challenge = Challenge::read(&token).map_err(refused)?;
        let mut nonce = [0; 16];
        OsEntropy.fill(&mut nonce);
        let answer = challenge.answer(login, &nonce);
        let token = self.exchange(&answer.token, xid).await?.map_err(refused)?;
        answer.check(&token).map_err(refused)
    }

    /// Sends a token, and waits for the server's.
    async fn exchange(
        &mut self,
        token: &[u8],
        xid: &mut i32,
    ) -> io::Result<Result<Bytes, LoginError>> {
        self.send(&wire::sasl(*xid, token)).await?;
        *xid = xid.checked_add(1).unwrap_or(1);
        loop {
            let received = wire::receive(self.next().await?).map_err(|error| invalid(&error))?;
            if let Received::Reply { code, body, .. } = received {
                return match code {
                    0 => Ok(Ok(wire::read_sasl(body).map_err(|error| invalid(&error))?)),
                    code => Ok(Err(LoginError::Refused(code))),
                };
            }
        }
    }
}

pub(super) fn invalid(error: &dyn std::fmt::Display) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}
