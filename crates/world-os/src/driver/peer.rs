//! The task of one connection to another node.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use peers::{Peer, PeerKey, Want};
use tokio::time::Sleep;
use tracing::debug;
use world::{Call, CallError, Event, Output};

use super::buffers;
use super::dial::dial;
use super::shared::{Shared, lock};
use super::stream::Stream;

/// Furthest that a timer is set; it looks again then.
const SLEEP_MAX: Duration = Duration::from_secs(3600);

/// How calls reach the task of their connection.
#[derive(Debug, Default)]
pub(super) struct PeerMailbox {
    state: Mutex<MailboxState>,
}

#[derive(Debug, Default)]
struct MailboxState {
    calls: Vec<Call>,
    /// Set while the task sleeps.
    waker: Option<Waker>,
}

/// Hands a call to the task of its connection, which is made when there is none.
pub(super) fn call(shared: &Arc<Shared>, node: usize, call: Call) {
    let key = PeerKey::of(&call);
    let mut peers = lock(&shared.node(node).peers);
    if let Some(mailbox) = peers.get(&key) {
        // Still under the lock of the table: a task that ends looks for calls under it.
        let mut state = lock(&mailbox.state);
        state.calls.push(call);
        let waker = state.waker.take();
        drop(state);
        drop(peers);
        if let Some(waker) = waker {
            waker.wake();
        }
        return;
    }
    let state = MailboxState {
        calls: vec![call],
        waker: None,
    };
    let mailbox = Arc::new(PeerMailbox {
        state: Mutex::new(state),
    });
    peers.insert(key.clone(), mailbox.clone());
    drop(peers);
    let now = shared.now().instant;
    let machine = Peer::new(shared.peer_limits().clone(), now);
    let runtime = shared.lane_runtime(node, key.lane).clone();
    let shared = shared.clone();
    runtime.spawn(async move {
        let sleep = Box::pin(tokio::time::sleep(Duration::ZERO));
        Calling {
            shared,
            node,
            key,
            machine,
            mailbox,
            sleep,
            stream: None,
            dialling: None,
            out: Vec::new(),
            calls: Vec::new(),
        }
        .await;
    });
}

type Dialling = Pin<Box<dyn Future<Output = Result<Stream, CallError>> + Send>>;

struct Calling {
    shared: Arc<Shared>,
    node: usize,
    key: PeerKey,
    machine: Peer,
    mailbox: Arc<PeerMailbox>,
    sleep: Pin<Box<Sleep>>,
    stream: Option<Stream>,
    dialling: Option<Dialling>,
    out: Vec<Output>,
    calls: Vec<Call>,
}

impl Calling {
    fn take_calls(&mut self, waker: &Waker) -> bool {
        let mut state = lock(&self.mailbox.state);
        std::mem::swap(&mut self.calls, &mut state.calls);
        state.waker = if self.calls.is_empty() {
            Some(waker.clone())
        } else {
            None
        };
        drop(state);
        let now = self.shared.now().instant;
        let any = !self.calls.is_empty();
        for call in self.calls.drain(..) {
            self.machine.call(now, call);
        }
        any
    }

    fn obey(&mut self, cx: &mut Context<'_>) -> bool {
        let mut any = false;
        loop {
            match self.machine.want(self.shared.now().instant) {
                Want::Wait => break,
                Want::Hang => (self.stream, self.dialling) = (None, None),
                Want::Dial => {
                    self.dialling = Some(Box::pin(dial(
                        self.shared.clone(),
                        self.key.endpoint.clone(),
                    )));
                }
            }
            any = true;
        }
        if let Some(dialling) = &mut self.dialling
            && let Poll::Ready(outcome) = dialling.as_mut().poll(cx)
        {
            any = true;
            self.dialling = None;
            match outcome {
                Ok(stream) => {
                    self.stream = Some(stream);
                    self.machine.on_connected(self.shared.now().instant);
                }
                Err(error) => self.machine.on_dial_failed(&error),
            }
        }
        any
    }

    fn report(&mut self) -> bool {
        let mut any = false;
        while let Some((id, outcome)) = self.machine.next_outcome() {
            any = true;
            let (now, out) = (self.shared.now(), &mut self.out);
            let hosted = self.shared.node(self.node);
            hosted.enter("the answer to a call", |node| {
                node.on(now, Event::Called(id, outcome), out);
            });
            self.shared.execute(self.node, &mut self.out, None);
        }
        any
    }

    fn exchange(&mut self, cx: &mut Context<'_>) -> io::Result<bool> {
        let Some(stream) = &mut self.stream else {
            return Ok(false);
        };
        let mut any = false;
        while !self.machine.writer().is_empty() {
            match stream.poll_send(cx, self.machine.writer()) {
                Poll::Ready(sent) => self.machine.on_written(self.shared.now().instant, sent?),
                Poll::Pending => break,
            }
            any = true;
        }
        if stream.poll_readable(cx).is_pending() {
            return Ok(any);
        }
        if let Some(bytes) = self.machine.buffer_bytes_wanted() {
            self.machine.give_buffer(buffers::take(bytes));
        }
        match stream.poll_read(cx, &mut self.machine.room()) {
            Poll::Ready(Ok(0)) => Err(io::ErrorKind::UnexpectedEof.into()),
            Poll::Ready(Ok(_)) => {
                self.machine.on_read(self.shared.now().instant);
                Ok(true)
            }
            Poll::Ready(Err(error)) => Err(error),
            Poll::Pending => Ok(any),
        }
    }

    fn keep_time(&mut self, cx: &mut Context<'_>) -> bool {
        let now = self.shared.now().instant;
        let wait = self.machine.deadline().since(now).min(SLEEP_MAX);
        if wait.is_zero() && !self.machine.is_forgettable(now) {
            // A timer that is set to this moment is always one tick late, and would be set again and again.
            self.machine.on_deadline(now);
            return true;
        }
        let until = tokio::time::Instant::now() + wait;
        // Later calls have later deadlines, as a rule: the timer that is set is early enough, and looks again.
        if self.sleep.is_elapsed() || until < self.sleep.deadline() {
            self.sleep.as_mut().reset(until);
        }
        if self.sleep.as_mut().poll(cx).is_pending() {
            return false;
        }
        self.machine.on_deadline(self.shared.now().instant);
        true
    }

    /// Takes the connection out of the table, unless a call has just come for it.
    fn forget(&self) -> bool {
        let mut peers = lock(&self.shared.node(self.node).peers);
        let unused = lock(&self.mailbox.state).calls.is_empty();
        if unused {
            peers.remove(&self.key);
        }
        unused
    }
}

impl Future for Calling {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.get_mut();
        loop {
            let mut progress = this.obey(cx);
            progress |= match this.exchange(cx) {
                Ok(progress) => progress,
                Err(error) => {
                    debug!(peer = %this.key.peer, host = %this.key.endpoint.host, %error, "connection ended");
                    this.stream = None;
                    this.machine.on_disconnected();
                    true
                }
            };
            progress |= this.report();
            if progress || this.take_calls(cx.waker()) || this.keep_time(cx) {
                continue;
            }
            if this.machine.is_forgettable(this.shared.now().instant) && this.forget() {
                return Poll::Ready(());
            }
            if let Some(buffer) = this.machine.take_buffer() {
                buffers::give(buffer);
            }
            return Poll::Pending;
        }
    }
}
