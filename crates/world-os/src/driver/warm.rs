//! Reads what is cold in, off the threads that serve, before it is sent: a disk that is slow or far behind holds up the
//! connections that wait for it, and no other.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Waker;

use codec::FileRange;
use codec::framing::FrameWriter;

use super::pool::Pools;
use crate::OsFile;

const CHUNK_BYTES: u64 = 256 << 10;

/// Where the file at the front of one connection stands.
#[derive(Debug, Default)]
pub(super) struct Warming {
    /// The front that was looked at, by its file and position.
    looked_at: Option<(usize, u64)>,
    /// Set while it is read in.
    done: Option<Arc<AtomicBool>>,
}

impl Warming {
    /// Whether what is to be sent next is in memory, as far as a look at its ends tells. If not, it is being read in, and
    /// `waker` will be woken.
    pub(super) fn is_warm(&mut self, writer: &FrameWriter, pools: &Pools, waker: &Waker) -> bool {
        let Some(range) = writer.front_file() else {
            return true;
        };
        let front = (
            Arc::as_ptr(&range.source).cast::<()>() as usize,
            range.position,
        );
        if self.looked_at == Some(front) {
            let done = self
                .done
                .as_ref()
                .is_none_or(|done| done.load(Ordering::SeqCst));
            if done {
                self.done = None;
            }
            return done;
        }
        self.looked_at = Some(front);
        self.done = None;
        let Some(file) = range.source.as_any().downcast_ref::<OsFile>() else {
            return true;
        };
        if file.is_in_memory(range.position, range.len) {
            return true;
        }
        let done = Arc::new(AtomicBool::new(false));
        self.done = Some(done.clone());
        let (range, waker, device) = (range.clone(), waker.clone(), file.device());
        pools.run(device, move || {
            read_in(&range);
            done.store(true, Ordering::SeqCst);
            waker.wake();
        });
        false
    }

    /// The front is another one from now on.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

/// An error shows again when the range is sent.
fn read_in(range: &FileRange) {
    let mut chunk = vec![0; usize::try_from(range.len.min(CHUNK_BYTES)).unwrap_or(0)];
    let mut done = 0;
    while done < range.len {
        let len = (range.len - done).min(CHUNK_BYTES);
        let chunk = chunk
            .get_mut(..usize::try_from(len).unwrap_or(0))
            .unwrap_or_default();
        if range
            .source
            .read_exact_at(chunk, range.position + done)
            .is_err()
        {
            return;
        }
        done += len;
    }
}
