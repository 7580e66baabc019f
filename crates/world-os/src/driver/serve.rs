//! The task of one accepted connection: it reads, calls the node, and writes, on one thread, without handing on.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use server::Connection;
use tokio::time::Sleep;
use tracing::{debug, info};
use types::Instant;
use world::{ConnectionInfo, Event, Output, Reply};

use super::buffers;
use super::listen::ListenerInfo;
use super::shared::{Mailbox, Shared};
use super::stream::Stream;
use super::warm::Warming;

/// Furthest that a timer is set; it looks again then.
const SLEEP_MAX: Duration = Duration::from_secs(24 * 3600);

pub(super) fn start(
    shared: &Arc<Shared>,
    node: usize,
    listener: ListenerInfo,
    host: Arc<str>,
    stream: Stream,
) {
    let (id, mailbox) = shared.connections().add(host.clone());
    let now = shared.now();
    let machine = Connection::new(
        id,
        shared.connection_limits().clone(),
        shared.budget().clone(),
        now.instant,
    );
    let info = ConnectionInfo {
        id,
        listener: listener.name,
        privileged: listener.privileged,
        host,
    };
    let shared = shared.clone();
    shared.runtime(node).clone().spawn(async move {
        let sleep = Box::pin(tokio::time::sleep(Duration::ZERO));
        let mut serving = Serving {
            shared: shared.clone(),
            node,
            info,
            machine,
            stream,
            mailbox,
            sleep,
            sleeps_until: Instant::NEVER,
            warming: Warming::default(),
            out: Vec::new(),
            replies: Vec::new(),
        };
        let ended = (&mut serving).await;
        let (info, machine) = (&serving.info, &serving.machine);
        match (ended, machine.closing()) {
            (_, Some(reason @ server::CloseReason::Idle(_))) => {
                debug!(listener = %info.listener, host = %info.host, "connection closed: {reason}");
            }
            (_, Some(reason)) => {
                info!(listener = %info.listener, host = %info.host, "connection closed: {reason}");
            }
            (Err(error), None) => debug!(host = %info.host, %error, "connection ended"),
            (Ok(()), None) => {}
        }
        let host = info.host.clone();
        drop(serving);
        shared.connections().remove(id, &host);
        shared.on(node, Event::Disconnected(id), None);
    });
}

struct Serving {
    shared: Arc<Shared>,
    node: usize,
    info: ConnectionInfo,
    machine: Connection,
    stream: Stream,
    mailbox: Arc<Mailbox>,
    sleep: Pin<Box<Sleep>>,
    /// What the sleep is set to, on the node's clock.
    sleeps_until: Instant,
    warming: Warming,
    out: Vec<Output>,
    replies: Vec<(u64, Reply)>,
}

impl Serving {
    /// Takes requests to the node until none is whole; says whether there was one.
    fn handle(&mut self) -> bool {
        let mut any = false;
        while let Some((id, request)) = self.machine.next_request() {
            any = true;
            let (now, info, out) = (self.shared.now(), &self.info, &mut self.out);
            let hosted = self.shared.node(self.node);
            let reply = hosted.enter("a request", |node| node.handle(now, info, id, request, out));
            let reply = reply.unwrap_or_else(|| Reply::Close("the request met a defect".into()));
            self.machine.complete(id.sequence, reply);
            if !self.out.is_empty() {
                self.shared
                    .execute(self.node, &mut self.out, Some(&mut self.machine));
            }
        }
        any
    }

    fn send(&mut self, cx: &mut Context<'_>) -> io::Result<bool> {
        let mut any = false;
        while !self.machine.writer().is_empty() {
            let readers = self.shared.readers();
            if !self
                .warming
                .is_warm(self.machine.writer(), readers, cx.waker())
            {
                break;
            }
            match self.stream.poll_send(cx, self.machine.writer()) {
                Poll::Ready(sent) => self.machine.on_written(self.shared.now().instant, sent?),
                Poll::Pending => break,
            }
            self.warming.forget();
            any = true;
        }
        Ok(any)
    }

    /// Reads once; `None` when the other end has closed.
    fn receive(&mut self, cx: &mut Context<'_>) -> io::Result<Option<bool>> {
        if self.stream.poll_readable(cx).is_pending() {
            return Ok(Some(false));
        }
        if let Some(bytes) = self.machine.buffer_bytes_wanted() {
            self.machine.give_buffer(buffers::take(bytes));
        }
        let Some(mut room) = self.machine.room() else {
            if self.machine.waits_for_memory() {
                self.shared.budget().wake_later(cx.waker());
                return Ok(Some(!self.machine.waits_for_memory()));
            }
            return Ok(Some(false));
        };
        match self.stream.poll_read(cx, &mut room) {
            Poll::Ready(Ok(0)) => Ok(None),
            Poll::Ready(Ok(bytes)) => {
                self.machine.on_read(self.shared.now().instant, bytes);
                Ok(Some(true))
            }
            Poll::Ready(Err(error)) => Err(error),
            Poll::Pending => Ok(Some(false)),
        }
    }

    /// Sets the timer when it is later than the deadline; one that is earlier finds that out when it is due.
    fn keep_time(&mut self, cx: &mut Context<'_>) {
        while self.machine.closing().is_none() {
            if self.machine.deadline() < self.sleeps_until {
                let now = self.shared.now().instant;
                let wait = self.machine.deadline().since(now).min(SLEEP_MAX);
                self.sleeps_until = now + wait;
                self.sleep
                    .as_mut()
                    .reset(tokio::time::Instant::now() + wait);
            }
            if self.sleep.as_mut().poll(cx).is_pending() {
                return;
            }
            self.machine.on_deadline(self.shared.now().instant);
            self.sleeps_until = Instant::NEVER;
        }
    }
}

impl Future for Serving {
    type Output = io::Result<()>;

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        loop {
            let mut progress = this.handle();
            progress |= this.send(cx)?;
            if this.machine.closing().is_some() {
                return Poll::Ready(Ok(()));
            }
            match this.receive(cx)? {
                None => return Poll::Ready(Ok(())),
                Some(received) => progress |= received,
            }
            if progress {
                continue;
            }
            let closing = this.mailbox.take(&mut this.replies, cx.waker());
            if !this.replies.is_empty() {
                for (sequence, reply) in this.replies.drain(..) {
                    this.machine.complete(sequence, reply);
                }
                continue;
            }
            if closing && this.machine.writer().is_empty() {
                return Poll::Ready(Ok(()));
            }
            this.keep_time(cx);
            if this.machine.closing().is_some() {
                return Poll::Ready(Ok(()));
            }
            if let Some(buffer) = this.machine.take_buffer() {
                buffers::give(buffer);
            }
            return Poll::Pending;
        }
    }
}
