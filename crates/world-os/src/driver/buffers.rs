//! Reading buffers that connections of one thread share: the last one used is still in its cache, and a connection that
//! waits holds none.

use std::cell::RefCell;

use bytes::BytesMut;

/// What one thread keeps, in bytes.
const KEPT_BYTES_MAX: usize = 2 << 20;

thread_local! {
    static BUFFERS: RefCell<Vec<BytesMut>> = const { RefCell::new(Vec::new()) };
}

/// An empty buffer of at least `bytes`.
pub(super) fn take(bytes: usize) -> BytesMut {
    BUFFERS
        .with_borrow_mut(|buffers| {
            let place = buffers
                .iter()
                .rposition(|buffer| buffer.capacity() >= bytes)?;
            Some(buffers.remove(place))
        })
        .unwrap_or_else(|| BytesMut::with_capacity(bytes))
}

/// Takes a buffer back. The one that was used longest ago makes room.
pub(super) fn give(buffer: BytesMut) {
    BUFFERS.with_borrow_mut(|buffers| {
        buffers.push(buffer);
        let mut kept: usize = buffers.iter().map(BytesMut::capacity).sum();
        while kept > KEPT_BYTES_MAX {
            kept -= buffers.remove(0).capacity();
        }
    });
}
