//! Tells Prometheus what the node has counted: the smallest HTTP/1.1 that does, on a thread of its own.
//!
//! A connection is answered once and closed. Who says nothing, too much or something else costs no more than its head and a
//! few seconds of one of a few places.

use std::fmt::Write as _;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use broker::Broker;
use controller::Controller;
use metrics::{Exposition, metric};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use crate::process::Process;

/// Longest head of a request.
const HEAD_BYTES_MAX: usize = 8 << 10;
/// How long one connection may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections that are answered at a time; others wait.
const CONNECTIONS_MAX: usize = 8;
const PATH: &str = "/metrics";

/// Who tells.
pub(crate) struct Sources {
    pub(crate) broker: Option<Arc<Broker>>,
    pub(crate) controller: Option<Arc<Controller>>,
}

impl Sources {
    fn text(&self, process: &Process) -> String {
        let mut text = Exposition::default();
        if let Some(broker) = &self.broker {
            broker.expose(&mut text);
        }
        if let Some(controller) = &self.controller {
            controller.expose(&mut text);
        }
        text.labelled(&metric::BUILD, &[env!("CARGO_PKG_VERSION")], 1_u64);
        process.expose(&mut text);
        text.finish()
    }
}

/// Opens the address of `highwater.metrics.listener`.
pub(crate) fn bind(host: &str, port: u16) -> Result<TcpListener, String> {
    let host = if host.is_empty() { "0.0.0.0" } else { host };
    let refused = |error: io::Error| {
        format!(
            "cannot serve metrics on {host}:{port}: {error}. Stop who has that port, or change \
             highwater.metrics.listener."
        )
    };
    let listener = TcpListener::bind((host, port)).map_err(refused)?;
    listener.set_nonblocking(true).map_err(refused)?;
    Ok(listener)
}

/// Answers until the process ends.
pub(crate) fn serve(listener: TcpListener, sources: Sources) -> io::Result<SocketAddr> {
    let address = listener.local_addr()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let process = Process::begun_now();
    thread::Builder::new()
        .name("metrics".to_owned())
        .spawn(move || {
            runtime.block_on(accept(listener, Arc::new((sources, process))));
        })?;
    Ok(address)
}

async fn accept(listener: TcpListener, told: Arc<(Sources, Process)>) {
    let listener = match tokio::net::TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return tracing::error!(%error, "metrics are not served"),
    };
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else {
            return;
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                // Out of files, most likely: others must end first.
                tracing::debug!(%error, "a connection for metrics was not accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let told = Arc::clone(&told);
        tokio::spawn(async move {
            // Who does not take the answer has gone; there is nobody to tell.
            let _ = tokio::time::timeout(PATIENCE, answer(stream, &told)).await;
            drop(place);
        });
    }
}

async fn answer(mut stream: TcpStream, (sources, process): &(Sources, Process)) -> io::Result<()> {
    let mut head = Vec::new();
    let mut part = [0; 1024];
    while !is_whole(&head) && head.len() <= HEAD_BYTES_MAX {
        match stream.read(&mut part).await? {
            0 => return Ok(()),
            read => head.extend_from_slice(part.get(..read).unwrap_or_default()),
        }
    }
    let response = respond(&head, || sources.text(process));
    stream.write_all(&response).await?;
    stream.shutdown().await
}

fn is_whole(head: &[u8]) -> bool {
    head.windows(4).any(|four| four == b"\r\n\r\n")
}

/// The response to a request's head. Only the first line matters.
fn respond(head: &[u8], metrics: impl FnOnce() -> String) -> Vec<u8> {
    let line = head.split(|byte| *byte == b'\r').next().unwrap_or_default();
    let line = std::str::from_utf8(line).unwrap_or_default();
    let words: Vec<&str> = line.split(' ').collect();
    let (method, target) = match words.as_slice() {
        [method, target, version] if version.starts_with("HTTP/1.") => (*method, *target),
        _ => return response("400 Bad Request", "This is no HTTP/1.1.\n", true),
    };
    if !is_whole(head) {
        let status = "431 Request Header Fields Too Large";
        return response(status, "The head is longer than 8 KB.\n", true);
    }
    let with_body = method != "HEAD";
    if method != "GET" && with_body {
        return response("405 Method Not Allowed", "Metrics are only read.\n", true);
    }
    match target.split('?').next() {
        Some(PATH) => response("200 OK", &metrics(), with_body),
        Some("/") => response("200 OK", "Metrics are at /metrics.\n", with_body),
        _ => response("404 Not Found", "Metrics are at /metrics.\n", with_body),
    }
}

fn response(status: &str, body: &str, with_body: bool) -> Vec<u8> {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "HTTP/1.1 {status}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n\
         Content-Length: {}\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\n",
        body.len()
    );
    if with_body {
        text.push_str(body);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    fn answered(request: &str) -> String {
        let response = respond(request.as_bytes(), || "up 1\n".to_owned());
        String::from_utf8(response).expect("text")
    }

    #[test]
    fn metrics_are_read_at_their_path_and_nowhere_else() {
        let told = answered("GET /metrics?x=1 HTTP/1.1\r\nHost: h\r\n\r\n");
        assert!(told.starts_with("HTTP/1.1 200 OK\r\n") && told.ends_with("\r\n\r\nup 1\n"));
        assert!(told.contains("Content-Length: 5\r\n"), "{told}");
        let head = answered("HEAD /metrics HTTP/1.1\r\n\r\n");
        assert!(head.contains("Content-Length: 5\r\n") && head.ends_with("\r\n\r\n"));
        assert!(answered("GET /metricsx HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 404 "));
        assert!(answered("GET / HTTP/1.0\r\n\r\n").contains("Metrics are at /metrics."));
        assert!(answered("POST /metrics HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 405 "));
    }

    #[test]
    fn what_is_no_request_is_told_so() {
        assert!(answered("\u{0}\u{0}\u{0}\u{9}\r\n\r\n").starts_with("HTTP/1.1 400 "));
        assert!(answered("GET /metrics HTTP/2\r\n\r\n").starts_with("HTTP/1.1 400 "));
        let endless = format!("GET /metrics HTTP/1.1\r\n{}", "x".repeat(HEAD_BYTES_MAX));
        assert!(answered(&endless).starts_with("HTTP/1.1 431 "));
    }

    #[test]
    fn a_node_without_roles_still_tells_of_its_process() {
        let listener = bind("127.0.0.1", 0).expect("a free port");
        let sources = Sources {
            broker: None,
            controller: None,
        };
        let address = serve(listener, sources).expect("a thread");
        let mut stream = std::net::TcpStream::connect(address).expect("it listens");
        stream
            .write_all(b"GET /metrics HTTP/1.1\r\n\r\n")
            .expect("it reads");
        let mut told = String::new();
        stream
            .read_to_string(&mut told)
            .expect("it answers and closes");
        assert!(told.contains("highwater_build_info{version="), "{told}");
        assert!(told.contains("\nprocess_resident_memory_bytes "), "{told}");
        let again = bind("127.0.0.1", address.port()).expect_err("it is taken");
        assert!(again.contains("highwater.metrics.listener"), "{again}");
    }
}
