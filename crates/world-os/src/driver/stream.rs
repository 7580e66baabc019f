//! A connection's bytes: a socket, or memory between two nodes of one process.

use std::io::{self, IoSlice};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::BytesMut;
use bytes::buf::Limit;
use codec::FileRange;
use codec::framing::{FrameWriter, Outgoing};
use rustix::net::{SendAncillaryBuffer, SendFlags};
use tokio::io::{AsyncReadExt, AsyncWrite, DuplexStream, Interest};
use tokio::net::TcpStream;

use crate::OsFile;

/// Slices in one write.
const SLICES_MAX: usize = 32;
/// Bytes of a file that are copied at a time where they cannot be sent from the file.
const COPY_BYTES: u64 = 64 << 10;

#[derive(Debug)]
pub(super) enum Stream {
    Tcp(TcpStream),
    Memory(DuplexStream),
}

impl Stream {
    /// Whether reading is worth a buffer.
    pub(super) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<()> {
        match self {
            // An error is found again by reading.
            Self::Tcp(stream) => stream.poll_read_ready(cx).map(drop),
            Self::Memory(_) => Poll::Ready(()),
        }
    }

    pub(super) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        room: &mut Limit<&mut BytesMut>,
    ) -> Poll<io::Result<usize>> {
        match self {
            Self::Tcp(stream) => pin!(stream.read_buf(room)).poll(cx),
            Self::Memory(stream) => pin!(stream.read_buf(room)).poll(cx),
        }
    }

    /// Sends some of what waits; zero when nothing does.
    pub(super) fn poll_send(
        &mut self,
        cx: &mut Context<'_>,
        writer: &FrameWriter,
    ) -> Poll<io::Result<u64>> {
        let mut slices = [IoSlice::new(&[]); SLICES_MAX];
        match writer.front(&mut slices) {
            Outgoing::Nothing => Poll::Ready(Ok(0)),
            Outgoing::Memory {
                slices: filled,
                more,
            } => {
                let slices = slices.get(..filled).unwrap_or_default();
                let sent = match self {
                    Self::Tcp(stream) if more => poll_send_more(stream, cx, slices),
                    Self::Tcp(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
                    Self::Memory(stream) => Pin::new(stream).poll_write_vectored(cx, slices),
                };
                sent.map(some)
            }
            Outgoing::File { range, written } => match (self, file(range)) {
                (Self::Tcp(stream), Some(file)) => poll_send_file(stream, cx, file, range, written),
                (Self::Tcp(stream), None) => poll_copy(Pin::new(stream), cx, range, written),
                (Self::Memory(stream), _) => poll_copy(Pin::new(stream), cx, range, written),
            },
        }
    }
}

fn some(sent: io::Result<usize>) -> io::Result<u64> {
    match sent? {
        0 => Err(io::ErrorKind::WriteZero.into()),
        sent => Ok(sent as u64),
    }
}

fn file(range: &FileRange) -> Option<&OsFile> {
    range.source.as_any().downcast_ref()
}

/// Sends memory that the next send continues, so that both share packets.
fn poll_send_more(
    stream: &TcpStream,
    cx: &mut Context<'_>,
    slices: &[IoSlice<'_>],
) -> Poll<io::Result<usize>> {
    loop {
        ready!(stream.poll_write_ready(cx))?;
        let sent = stream.try_io(Interest::WRITABLE, || {
            let flags = SendFlags::MORE | SendFlags::NOSIGNAL;
            Ok(rustix::net::sendmsg(
                stream,
                slices,
                &mut SendAncillaryBuffer::default(),
                flags,
            )?)
        });
        match sent {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
            sent => return Poll::Ready(sent),
        }
    }
}

/// Sends from the page cache without copying.
fn poll_send_file(
    stream: &TcpStream,
    cx: &mut Context<'_>,
    file: &OsFile,
    range: &FileRange,
    written: u64,
) -> Poll<io::Result<u64>> {
    let wanted = range.len - written;
    loop {
        ready!(stream.poll_write_ready(cx))?;
        let mut sent = 0;
        let outcome = stream.try_io(Interest::WRITABLE, || {
            let mut position = range.position + written;
            let count = usize::try_from(wanted).unwrap_or(usize::MAX);
            sent = rustix::fs::sendfile(stream, file, Some(&mut position), count)? as u64;
            if sent == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            // Less than asked for means a full socket: no need to be told so by another call.
            if sent < wanted {
                Err(io::ErrorKind::WouldBlock.into())
            } else {
                Ok(())
            }
        });
        match outcome {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock && sent == 0 => {}
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
                return Poll::Ready(Err(error));
            }
            Ok(()) | Err(_) => return Poll::Ready(Ok(sent)),
        }
    }
}

fn poll_copy<S: AsyncWrite>(
    stream: Pin<&mut S>,
    cx: &mut Context<'_>,
    range: &FileRange,
    written: u64,
) -> Poll<io::Result<u64>> {
    let len = (range.len - written).min(COPY_BYTES);
    let chunk = FileRange {
        source: range.source.clone(),
        position: range.position + written,
        len,
    };
    stream.poll_write(cx, &chunk.read()?).map(some)
}
