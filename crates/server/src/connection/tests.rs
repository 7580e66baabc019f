//! The connection machine, byte by byte.

use std::io::IoSlice;

use codec::Frame;
use codec::framing::Outgoing;

use super::*;

const NOW: Instant = Instant(1_000_000_000);

fn connection(limits: Limits, budget: &Arc<Budget>) -> Connection {
    Connection::new(ConnectionId(1), Arc::new(limits), budget.clone(), NOW)
}

fn plenty() -> Arc<Budget> {
    Arc::new(Budget::new(1 << 30))
}

fn request(len: usize) -> Vec<u8> {
    let mut bytes = u32::try_from(len).expect("small").to_be_bytes().to_vec();
    bytes.resize(4 + len, b'r');
    bytes
}

/// Feeds as much as is taken, takes the requests that are whole, and says how many bytes went in.
fn feed(connection: &mut Connection, mut bytes: &[u8], requests: &mut Vec<u64>) -> usize {
    let before = bytes.len();
    loop {
        let taken = connection.feed(NOW, bytes);
        bytes = &bytes[taken..];
        while let Some((id, _)) = connection.next_request() {
            requests.push(id.sequence);
        }
        if taken == 0 || bytes.is_empty() {
            return before - bytes.len();
        }
    }
}

fn reply(text: &'static str) -> Reply {
    Reply::Now(Frame::from(Bytes::from_static(text.as_bytes())))
}

fn sent(connection: &mut Connection) -> Vec<u8> {
    let mut all = Vec::new();
    loop {
        let mut slices = [IoSlice::new(&[]); 3];
        let Outgoing::Memory { slices: filled, .. } = connection.writer().front(&mut slices) else {
            return all;
        };
        let some: Vec<u8> = slices[..filled]
            .iter()
            .flat_map(|slice| slice.to_vec())
            .collect();
        connection.on_written(NOW, some.len() as u64);
        all.extend(some);
    }
}

#[test]
fn replies_leave_in_the_order_of_the_requests() {
    let budget = plenty();
    let mut connection = connection(Limits::default(), &budget);
    let mut requests = Vec::new();
    feed(&mut connection, &request(9).repeat(4), &mut requests);
    assert_eq!(requests, [0, 1, 2, 3]);
    connection.complete(3, reply("d"));
    connection.complete(1, Reply::Never);
    connection.complete(2, Reply::Later);
    connection.complete(7, reply("x"));
    assert!(connection.writer().is_empty());
    connection.complete(0, reply("a"));
    connection.complete(0, reply("again"));
    assert_eq!(sent(&mut connection), b"\0\0\0\x01a");
    connection.complete(2, reply("c"));
    assert_eq!(sent(&mut connection), b"\0\0\0\x01c\0\0\0\x01d");
    assert!(connection.is_quiet());
    assert_eq!(budget.used_bytes(), 0);
}

#[test]
fn a_node_s_close_waits_for_earlier_replies_and_drops_later_ones() {
    let mut connection = connection(Limits::default(), &plenty());
    feed(&mut connection, &request(9).repeat(3), &mut Vec::new());
    connection.complete(1, Reply::Close("no".into()));
    connection.complete(2, reply("c"));
    assert_eq!(connection.closing(), None);
    connection.complete(0, reply("a"));
    assert_eq!(connection.closing(), Some(&CloseReason::Node("no".into())));
    assert_eq!(sent(&mut connection), b"\0\0\0\x01a");
}

#[test]
fn lengths_that_are_not_allowed_close_it_and_name_the_setting() {
    for (length, says) in [
        (-1_i32, "below zero"),
        (0, "is zero"),
        (i32::MAX, "socket.request.max.bytes"),
    ] {
        let mut connection = connection(Limits::default(), &plenty());
        let mut bytes = request(9);
        bytes.extend(length.to_be_bytes());
        let mut requests = Vec::new();
        feed(&mut connection, &bytes, &mut requests);
        assert_eq!(requests, [0]);
        let reason = connection.closing().expect("closed").to_string();
        assert!(reason.contains(says), "{reason}");
        assert!(connection.room().is_none());
    }
}

#[test]
fn a_client_that_does_not_read_or_runs_ahead_is_not_read_from() {
    let limits = Limits {
        pipelined_requests_max: 2,
        outgoing_bytes_max: 10,
        ..Limits::default()
    };
    let mut connection = connection(limits, &plenty());
    let mut requests = Vec::new();
    feed(&mut connection, &request(9).repeat(3), &mut requests);
    assert_eq!(requests, [0, 1]);
    assert!(connection.room().is_none());
    connection.complete(0, reply("0123456789"));
    assert!(
        connection.next_request().is_none(),
        "its replies wait to be read"
    );
    sent(&mut connection);
    assert_eq!(
        connection.next_request().map(|(id, _)| id.sequence),
        Some(2)
    );
}

#[test]
fn a_used_up_budget_lets_small_requests_and_one_large_one_through() {
    let budget = Arc::new(Budget::new(100_000));
    let mut first = connection(Limits::default(), &budget);
    let mut requests = Vec::new();
    feed(&mut first, &request(120_000), &mut requests);
    assert_eq!(requests, [0]);
    assert!(budget.is_used_up());

    let mut second = connection(Limits::default(), &budget);
    let large = request(120_000);
    let taken = feed(&mut second, &large, &mut requests);
    assert_eq!(taken, large.len(), "the overdraft carries one");
    let mut third = connection(Limits::default(), &budget);
    let taken = feed(&mut third, &large, &mut requests);
    assert_eq!(taken, SMALL_BYTES_MAX, "the second must wait");
    assert!(third.waits_for_memory());
    let mut fourth = connection(Limits::default(), &budget);
    requests.clear();
    feed(&mut fourth, &request(100), &mut requests);
    assert_eq!(requests, [0]);

    second.complete(0, Reply::Never);
    assert!(!third.waits_for_memory() || third.room().is_some());
    feed(&mut third, &large[taken..], &mut requests);
    assert_eq!(requests, [0, 0]);
    drop((first, second, third, fourth));
    assert_eq!(budget.used_bytes(), 0);
    assert!(budget.take_overdraft());
}

#[test]
fn standing_still_ends_a_connection_unless_it_is_owed_replies() {
    let limits = Limits {
        idle_max: Duration::from_secs(60),
        ..Limits::default()
    };
    let budget = Arc::new(Budget::new(50_000));
    let mut idle = connection(limits.clone(), &budget);
    let mut owed = connection(limits.clone(), &budget);
    feed(&mut owed, &request(9), &mut Vec::new());
    let mut stalled = connection(limits, &budget);
    feed(&mut stalled, &request(100_000)[..80_000], &mut Vec::new());

    let later = stalled.deadline();
    assert_eq!(later, NOW + STALLED_MAX);
    for connection in [&mut idle, &mut owed, &mut stalled] {
        connection.on_deadline(later);
    }
    assert_eq!(stalled.closing(), Some(&CloseReason::Stalled));
    assert_eq!(idle.closing(), None);
    let later = idle.deadline();
    idle.on_deadline(later);
    owed.on_deadline(later);
    assert_eq!(
        idle.closing(),
        Some(&CloseReason::Idle(Duration::from_secs(60)))
    );
    assert_eq!(owed.closing(), None);
    assert!(owed.deadline() > later);
}
