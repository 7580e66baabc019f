//! The driver with almost nothing behind it: what its own share of a request costs. A request whose ninth byte is `a` is
//! appended to a preallocated file and answered briefly; with `f` the first megabyte of the file is sent.
//!
//! `append_and_send FILE` prints the port and serves until it is killed.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;
use codec::{FileRange, Frame, Piece};
use types::Now;
use world::{ConnectionInfo, Disk, Event, File, Node, OpenMode, Output, Reply, RequestId};
use world_os::{Bound, Driver, DriverSettings, Hosted, ListenerSpec, OsClock, OsDisk};

const FILE_BYTES: u64 = 256 << 20;

struct Appender {
    file: Arc<dyn File>,
    end: AtomicU64,
}

impl Node for Appender {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        request: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        match request.get(8) {
            Some(b'a') => {
                let len = request.len() as u64;
                let position = self.end.fetch_add(len, Ordering::SeqCst) % (FILE_BYTES - len);
                if let Err(error) = self.file.write_all_at(&[&request], position) {
                    return Reply::Close(error.to_string());
                }
                Reply::Now(Frame::from(Bytes::copy_from_slice(&request[..60])))
            }
            Some(b'f') => {
                let range = FileRange {
                    source: self.file.clone().as_external(),
                    position: 0,
                    len: 1 << 20,
                };
                Reply::Now(Frame {
                    pieces: vec![Piece::Bytes(request), Piece::File(range)],
                })
            }
            _ => Reply::Close("neither append nor fetch".into()),
        }
    }

    fn on(&self, _: Now, _: Event, _: &mut Vec<Output>) {}

    fn tick(&self, _: Now, _: &mut Vec<Output>) {}
}

fn main() -> std::io::Result<()> {
    let path = std::env::args()
        .nth(1)
        .ok_or_else(|| std::io::Error::other("name a file"))?;
    let file = OsDisk.open(Path::new(&path), OpenMode::Truncate)?;
    file.reserve(FILE_BYTES)?;
    file.write_all_at(&[&vec![1; 1 << 20]], 0)?;
    let bound = Bound::bind(ListenerSpec {
        name: "PLAINTEXT".into(),
        host: "127.0.0.1".into(),
        port: 0,
        privileged: false,
    })?;
    println!("{}", bound.address().port());
    let node = Arc::new(Appender {
        file,
        end: AtomicU64::new(0),
    });
    let hosted = Hosted {
        name: "appender",
        node,
        first: Vec::new(),
        listeners: vec![bound],
        control: false,
        control_lanes: Vec::new(),
    };
    let settings = DriverSettings {
        catch_signals: true,
        ..DriverSettings::default()
    };
    let driver = Driver::start(vec![hosted], OsClock::new(), settings)?;
    println!("{}", driver.wait());
    Ok(())
}
