//! A small node behind real loopback sockets.

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};

use bytes::Bytes;
use codec::{FileRange, Frame, Piece};
use types::BrokerId;
use world::{
    Call, CallError, CallId, ConnectionId, ConnectionInfo, Disk, Endpoint, File, FlushTicket,
    OpenMode, Reply, RequestId,
};

use super::*;
use crate::{OsDisk, OsFile};

const WAIT: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq)]
enum Seen {
    Parked(RequestId),
    Disconnected(ConnectionId),
    Called(CallId, Result<Bytes, CallError>),
    Flushed(FlushTicket),
}

/// Acts on the ninth byte of a request (after a header of eight): `e` echo, `p` park, `r` release what is parked, last
/// first, `n` no answer, `d` panic, `f` a file; anything else closes.
struct Toy {
    parked: Mutex<Vec<(RequestId, Bytes)>>,
    seen: Mutex<Sender<Seen>>,
    file: Arc<dyn File>,
    file_bytes: u64,
}

impl Toy {
    fn saw(&self, seen: Seen) {
        let _ = self
            .seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .send(seen);
    }
}

impl Node for Toy {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        match request.get(8) {
            Some(b'e') => Reply::Now(Frame::from(request)),
            Some(b'p') => {
                self.parked.lock().expect("sound").push((id, request));
                self.saw(Seen::Parked(id));
                Reply::Later
            }
            Some(b'r') => {
                for (id, request) in self.parked.lock().expect("sound").drain(..).rev() {
                    out.push(Output::Reply(id, Reply::Now(Frame::from(request))));
                }
                Reply::Now(Frame::from(request))
            }
            Some(b'n') => Reply::Never,
            Some(b'd') => panic!("a defect, on purpose"),
            Some(b'f') => {
                let source = self.file.clone().as_external();
                let range = FileRange {
                    source,
                    position: 0,
                    len: self.file_bytes,
                };
                Reply::Now(Frame {
                    pieces: vec![Piece::Bytes(request), Piece::File(range)],
                })
            }
            _ => Reply::Close("not a word of the toy".into()),
        }
    }

    fn on(&self, _: Now, event: Event, out: &mut Vec<Output>) {
        match event {
            Event::Called(id, outcome) => self.saw(Seen::Called(id, outcome)),
            Event::Flushed(ticket, flushed) => {
                flushed.expect("flushed");
                self.saw(Seen::Flushed(ticket));
            }
            Event::Disconnected(id) => self.saw(Seen::Disconnected(id)),
            Event::Ensemble(_) => {}
            Event::Stop => out.push(Output::Stopped),
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        out.push(Output::WakeAt(now.instant + Duration::from_millis(1)));
    }
}

struct Running {
    driver: Driver,
    port: u16,
    seen: Receiver<Seen>,
    file: Arc<dyn File>,
    content: Vec<u8>,
    _dir: tempfile::TempDir,
}

fn run(settings: DriverSettings) -> Running {
    let dir = tempfile::tempdir().expect("a directory");
    let content: Vec<u8> = (0..5_000_000_u32)
        .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8)
        .collect();
    let file = OsDisk
        .open(&dir.path().join(Path::new("f")), OpenMode::Create)
        .expect("made");
    file.write_all_at(&[&content], 0).expect("written");
    file.sync_data().expect("flushed");
    // Another handle, and nothing of the file in memory where the file system drops it: what is sent is read in first.
    let file = OsDisk
        .open(&dir.path().join("f"), OpenMode::ReadWrite)
        .expect("there");
    let cold = file.as_any().downcast_ref::<OsFile>().expect("a file");
    rustix::fs::fadvise(cold, 0, None, rustix::fs::Advice::DontNeed).expect("advised");
    let spec = ListenerSpec {
        name: "PLAINTEXT".into(),
        host: "127.0.0.1".into(),
        port: 0,
        privileged: false,
    };
    let mut bound = Bound::bind(spec).expect("bound");
    bound.also_known_as(Endpoint {
        host: "here".into(),
        port: 1,
    });
    let port = bound.address().port();
    let (sender, seen) = channel();
    let toy = Toy {
        parked: Mutex::default(),
        seen: Mutex::new(sender),
        file: file.clone(),
        file_bytes: content.len() as u64,
    };
    let hosted = Hosted {
        name: "toy",
        node: Arc::new(toy),
        first: Vec::new(),
        listeners: vec![bound],
        control: false,
        control_lanes: vec![1],
    };
    let driver = Driver::start(vec![hosted], OsClock::new(), settings).expect("started");
    Running {
        driver,
        port,
        seen,
        file,
        content,
        _dir: dir,
    }
}

impl Running {
    fn dial(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connected");
        stream.set_read_timeout(Some(WAIT)).expect("set");
        stream
    }

    fn next(&self) -> Seen {
        self.seen.recv_timeout(WAIT).expect("it happens")
    }

    fn call(&self, id: u64, lane: u8, host: &str, port: u16, request: Vec<u8>) {
        self.call_within(WAIT, id, lane, host, port, request);
    }

    fn call_within(
        &self,
        patience: Duration,
        id: u64,
        lane: u8,
        host: &str,
        port: u16,
        request: Vec<u8>,
    ) {
        let call = Call {
            id: CallId(id),
            peer: BrokerId(1),
            endpoint: Endpoint {
                host: host.into(),
                port,
            },
            lane,
            frame: Frame::from(Bytes::from(request)),
            deadline: self.driver.now().instant + patience,
        };
        self.driver.execute(0, vec![Output::Call(call)]);
    }
}

fn request(word: u8, tag: u32, len: usize) -> Vec<u8> {
    let mut request = vec![0, 1, 0, 2];
    request.extend(tag.to_be_bytes());
    request.push(word);
    request.resize(len.max(9), b'.');
    request
}

fn framed(request: &[u8]) -> Vec<u8> {
    [
        &u32::try_from(request.len()).expect("short").to_be_bytes(),
        request,
    ]
    .concat()
}

fn receive(stream: &mut TcpStream) -> Vec<u8> {
    let mut len = [0; 4];
    stream.read_exact(&mut len).expect("a length");
    let mut frame = vec![0; u32::from_be_bytes(len) as usize];
    stream.read_exact(&mut frame).expect("a frame");
    frame
}

fn is_closed(stream: &mut TcpStream) -> bool {
    matches!(stream.read(&mut [0]), Ok(0))
        || stream.take_error().is_ok_and(|error| error.is_some())
        || stream.write(&[0]).is_err()
}

#[test]
fn replies_leave_in_order_although_one_is_late() {
    let running = run(DriverSettings::default());
    let mut first = running.dial();
    let words = [
        (b'e', 0, 9),
        (b'p', 1, 100),
        (b'n', 2, 9),
        (b'e', 3, 200_000),
        (b'p', 4, 5000),
        (b'e', 5, 9),
    ];
    for (word, tag, len) in words {
        first
            .write_all(&framed(&request(word, tag, len)))
            .expect("sent");
    }
    assert_eq!(receive(&mut first), request(b'e', 0, 9));
    running.next();
    running.next();
    let mut second = running.dial();
    second
        .write_all(&framed(&request(b'r', 9, 9)))
        .expect("sent");
    assert_eq!(receive(&mut second), request(b'r', 9, 9));
    for (word, tag, len) in words.into_iter().skip(1).filter(|(word, ..)| *word != b'n') {
        assert_eq!(receive(&mut first), request(word, tag, len));
    }
    // Released by the connection itself.
    first
        .write_all(&framed(&request(b'p', 6, 9)))
        .expect("sent");
    first
        .write_all(&framed(&request(b'r', 7, 9)))
        .expect("sent");
    assert_eq!(receive(&mut first), request(b'p', 6, 9));
    assert_eq!(receive(&mut first), request(b'r', 7, 9));
    drop((first, second));
    assert!(running.driver.stop(WAIT));
}

#[test]
fn bad_lengths_and_bad_words_close_the_connection_after_earlier_replies() {
    let running = run(DriverSettings::default());
    for bad in [
        (-1_i32).to_be_bytes().to_vec(),
        vec![0; 4],
        i32::MAX.to_be_bytes().to_vec(),
        framed(&request(b'?', 0, 9)),
        framed(&request(b'd', 0, 9)),
    ] {
        let mut stream = running.dial();
        stream
            .write_all(&[framed(&request(b'e', 7, 9)), bad].concat())
            .expect("sent");
        assert_eq!(receive(&mut stream), request(b'e', 7, 9));
        assert!(is_closed(&mut stream));
        assert!(matches!(running.next(), Seen::Disconnected(_)));
    }
}

#[test]
fn a_file_reaches_a_slow_reader_whole_and_half_a_frame_holds_nothing_up() {
    let running = run(DriverSettings::default());
    let mut half = running.dial();
    half.write_all(&framed(&request(b'e', 1, 100_000))[..60_000])
        .expect("sent");
    let mut slow = running.dial();
    for tag in 0..4 {
        slow.write_all(&framed(&request(b'f', tag, 9)))
            .expect("sent");
    }
    let mut quick = running.dial();
    quick
        .write_all(&framed(&request(b'e', 1, 9)))
        .expect("sent");
    assert_eq!(receive(&mut quick), request(b'e', 1, 9));
    for tag in 0..4 {
        let reply = receive(&mut slow);
        assert_eq!(reply[..9], request(b'f', tag, 9));
        assert!(reply[9..] == running.content, "the content of the file");
    }
    half.write_all(&framed(&request(b'e', 1, 100_000))[60_000..])
        .expect("sent");
    assert_eq!(receive(&mut half), request(b'e', 1, 100_000));
}

#[test]
fn a_client_that_hangs_up_is_noticed_while_its_reply_is_owed() {
    let running = run(DriverSettings::default());
    let mut stream = running.dial();
    stream
        .write_all(&framed(&request(b'p', 1, 9)))
        .expect("sent");
    let Seen::Parked(id) = running.next() else {
        panic!("it is parked first")
    };
    stream.shutdown(Shutdown::Both).expect("shut");
    assert_eq!(running.next(), Seen::Disconnected(id.connection));
}

#[test]
fn one_connection_too_many_is_closed_at_once() {
    for settings in [
        DriverSettings {
            connections_max: 2,
            ..DriverSettings::default()
        },
        DriverSettings {
            connections_per_ip_max: 2,
            ..DriverSettings::default()
        },
    ] {
        let running = run(settings);
        let mut streams = [running.dial(), running.dial()];
        for stream in &mut streams {
            stream
                .write_all(&framed(&request(b'e', 1, 9)))
                .expect("sent");
            receive(stream);
        }
        assert!(is_closed(&mut running.dial()));
        drop(streams);
        running.next();
        running.next();
        let mut again = running.dial();
        again
            .write_all(&framed(&request(b'e', 1, 9)))
            .expect("sent");
        receive(&mut again);
    }
}

#[test]
fn an_idle_connection_is_closed() {
    let mut settings = DriverSettings::default();
    settings.connection_limits.idle_max = Duration::from_millis(20);
    let running = run(settings);
    let mut stream = running.dial();
    assert!(is_closed(&mut stream));
}

#[test]
fn requests_above_the_memory_in_flight_wait_and_are_answered() {
    let settings = DriverSettings {
        request_bytes_in_flight_max: 300_000,
        ..DriverSettings::default()
    };
    let running = run(settings);
    let mut streams: Vec<_> = (0..8).map(|_| running.dial()).collect();
    let large = framed(&request(b'e', 1, 250_000));
    for stream in &mut streams {
        stream.write_all(&large[..200_000]).expect("sent");
    }
    let mut small = running.dial();
    small
        .write_all(&framed(&request(b'e', 1, 9)))
        .expect("sent");
    assert_eq!(receive(&mut small), request(b'e', 1, 9));
    std::thread::scope(|scope| {
        for stream in &mut streams {
            let rest = &large[200_000..];
            scope.spawn(move || {
                stream.write_all(rest).expect("sent");
                assert_eq!(receive(stream).len(), 250_000);
            });
        }
    });
}

#[test]
fn calls_reach_other_processes_and_this_one_and_say_when_nobody_is_there() {
    let running = run(DriverSettings::default());
    let mut expected = Vec::new();
    for (id, lane, host, port) in [
        (0, 0, "127.0.0.1", running.port),
        (1, 0, "here", 1),
        (2, 1, "here", 1),
        (3, 0, "localhost", running.port),
    ] {
        let len = if id % 2 == 0 { 300_000 } else { 9 };
        // The answer begins with the request's second four bytes, as a response does.
        let mut request = request(b'e', 0, len);
        request[..4].copy_from_slice(&[0, 0, 0, id]);
        request[4..8].copy_from_slice(&[0, 0, 0, id]);
        running.call(u64::from(id), lane, host, port, request.clone());
        assert_eq!(
            running.next(),
            Seen::Called(CallId(u64::from(id)), Ok(request.clone().into()))
        );
        expected.push(request);
    }
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .expect("bound")
        .local_addr()
        .expect("known")
        .port();
    running.call(9, 0, "127.0.0.1", free, request(b'e', 0, 9));
    assert_eq!(
        running.next(),
        Seen::Called(CallId(9), Err(CallError::Refused))
    );
    running.call(10, 3, "here", 1, request(b'?', 0, 9));
    let mut seen = [running.next(), running.next()];
    seen.sort_by_key(|seen| matches!(seen, Seen::Disconnected(_)));
    assert_eq!(
        seen[0],
        Seen::Called(CallId(10), Err(CallError::Disconnected))
    );
    running.driver.execute(
        0,
        vec![Output::Flush(FlushTicket(4), vec![running.file.clone()])],
    );
    assert_eq!(running.next(), Seen::Flushed(FlushTicket(4)));
    running
        .driver
        .execute(0, vec![Output::Exit("enough".into())]);
    assert_eq!(running.driver.wait(), Ended::Exit("enough".into()));
}

#[test]
fn a_call_that_is_not_answered_ends_at_its_deadline() {
    let near = run(DriverSettings::default());
    let far = run(DriverSettings::default());
    for lane in [1, 2] {
        let id = u64::from(lane) * 10;
        let mut answered = request(b'e', 1, 20);
        // An answer begins as the request's second four bytes.
        answered.copy_within(4..8, 0);
        near.call(id, lane, "127.0.0.1", far.port, answered.clone());
        assert_eq!(
            near.next(),
            Seen::Called(CallId(id), Ok(Bytes::from(answered)))
        );
        let patience = Duration::from_millis(200);
        let parked = request(b'p', 2, 20);
        near.call_within(patience, id + 1, lane, "127.0.0.1", far.port, parked);
        let timed_out = Seen::Called(CallId(id + 1), Err(CallError::TimedOut));
        assert_eq!(near.next(), timed_out);
    }
}
