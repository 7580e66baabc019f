//! The broker in the hands of several threads, under a scheduler that tries many orders of them.
//!
//! A scene is a few threads with a request, a change of the metadata or the time for each, on one broker over a disk in
//! memory. Whatever the order, every request must be answered once, by what woke it and not by its deadline, and from what the
//! cluster says now. What is looked for are the gaps between two steps of a thread into which another fits.

mod requests;
mod stage;

use std::sync::Arc;

use protocol::ErrorCode;
use shuttle::scheduler::{PctScheduler, RandomScheduler, Scheduler};
use shuttle::{Config, FailurePersistence, MaxSteps, Runner, thread};

use requests::Ask;
use stage::{FOLLOWER, LEADER, LEADER_EPOCH, Stage};

/// Orders of each kind for a scene: some at random, some in which a thread is overtaken a few times at chosen places.
const ORDERS: usize = 400;
/// How often a thread is overtaken in one of the latter.
const OVERTAKEN: usize = 3;
/// What a thread of a scene has for its stack: requests are handled on it.
const STACK_BYTES: usize = 1 << 20;

/// Runs a scene in many orders. The seed of a failure is this one; the order itself is printed with it.
fn in_many_orders(name: &str, scene: fn()) {
    let factor = std::env::var("HIGHWATER_ORDERS").ok();
    let factor = factor.and_then(|text| text.parse().ok()).unwrap_or(1_usize);
    let orders = ORDERS * factor;
    let schedulers: [Box<dyn Scheduler + Send>; 2] = [
        Box::new(RandomScheduler::new_from_seed(17, orders)),
        Box::new(PctScheduler::new_from_seed(17, OVERTAKEN, orders)),
    ];
    let mut tried = 0;
    for scheduler in schedulers {
        let mut config = Config::new();
        config.stack_size = STACK_BYTES;
        config.failure_persistence = FailurePersistence::Print;
        config.max_steps = MaxSteps::FailAfter(1_000_000);
        config.silence_warnings = true;
        tried += Runner::new(scheduler, config).run(scene);
    }
    println!("{tried} orders: {name}");
}

/// Starts a thread that makes these requests on a connection of its own, one after the other.
fn asks<const N: usize>(
    stage: &Arc<Stage>,
    connection: u64,
    requests: [Ask; N],
) -> thread::JoinHandle<()> {
    let stage = Arc::clone(stage);
    thread::spawn(move || {
        for (sequence, request) in (0..).zip(requests) {
            stage.ask(connection, sequence, &request);
        }
    })
}

/// Starts a thread on which the time comes at which everything ends that waits.
fn time_passes(stage: &Arc<Stage>) -> thread::JoinHandle<()> {
    let stage = Arc::clone(stage);
    thread::spawn(move || stage.pass_deadlines())
}

/// Starts a thread on which the follower leads from now on.
fn leadership_moves(stage: &Arc<Stage>) -> thread::JoinHandle<()> {
    let stage = Arc::clone(stage);
    thread::spawn(move || stage.lead(FOLLOWER))
}

fn ended(threads: Vec<thread::JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("a thread that ends");
    }
}

/// Has the follower take everything, and say so.
fn replicate(stage: &Stage) {
    for offset in [0, 1, 2] {
        stage.ask(99, offset, &Ask::follow(offset.cast_signed()));
    }
}

fn produces_are_settled_once() {
    let stage = Stage::new();
    ended(vec![
        asks(&stage, 1, [Ask::produce(), Ask::produce()]),
        asks(&stage, 2, [Ask::follow(0), Ask::follow(1), Ask::follow(2)]),
        time_passes(&stage),
    ]);
    replicate(&stage);
    stage.pass_deadlines();
    for sequence in [0, 1] {
        let error = stage.only(1, sequence).error();
        let right = [ErrorCode::None, ErrorCode::RequestTimedOut];
        assert!(right.contains(&error), "{error:?}");
    }
}

#[test]
fn a_produce_that_replicas_and_the_deadline_settle_is_answered_once() {
    in_many_orders(
        "produces, a follower that is faster than the handler, a deadline",
        produces_are_settled_once,
    );
}

fn readers_are_woken() {
    let stage = Stage::new();
    ended(vec![
        asks(&stage, 1, [Ask::read(0)]),
        asks(&stage, 2, [Ask::produce()]),
        asks(&stage, 3, [Ask::follow(0), Ask::follow(1)]),
    ]);
    replicate(&stage);
    // No deadline has passed: the record alone has woken it.
    assert!(stage.only(1, 0).records() > 0);
    assert_eq!(stage.only(2, 0).error(), ErrorCode::None);
}

#[test]
fn a_reader_that_is_about_to_wait_is_woken() {
    in_many_orders(
        "a reader is about to wait while its record comes",
        readers_are_woken,
    );
}

fn sessions_go_on() {
    let stage = Stage::new();
    let session = stage.open_session();
    ended(vec![
        asks(
            &stage,
            1,
            [
                Ask::wait_in(session, 1, &[0]),
                Ask::wait_in(session, 2, &[]),
                Ask::wait_in(session, 3, &[0]),
            ],
        ),
        asks(&stage, 2, [Ask::produce()]),
        asks(&stage, 3, [Ask::produce()]),
    ]);
    stage.pass_deadlines();
    for sequence in 0..3 {
        assert_eq!(stage.only(1, sequence).error(), ErrorCode::None);
    }
}

#[test]
fn a_fetch_that_the_next_of_its_session_overtakes_is_answered() {
    in_many_orders(
        "fetches of one session overtake each other while records come",
        sessions_go_on,
    );
}

fn leaders_change() {
    let stage = Stage::new();
    ended(vec![
        asks(&stage, 1, [Ask::produce(), Ask::produce()]),
        asks(&stage, 2, [Ask::read(0), Ask::read(0)]),
        leadership_moves(&stage),
    ]);
    stage.pass_deadlines();
    for (connection, sequence) in [(1, 0), (1, 1), (2, 0), (2, 1)] {
        let told = stage.only(connection, sequence);
        if told.error() == ErrorCode::NotLeaderOrFollower {
            // Who is sent away is sent to the one that leads now, and not back.
            assert_eq!(told.leader(), FOLLOWER, "request {connection}/{sequence}");
        } else {
            assert_eq!(told.error(), ErrorCode::None);
        }
    }
    let last = stage.now_asked(3, &Ask::produce());
    assert_eq!(last.error(), ErrorCode::NotLeaderOrFollower);
}

#[test]
fn who_is_told_of_a_change_of_leaders_is_told_who_leads() {
    in_many_orders(
        "the image is swapped under produces and readers",
        leaders_change,
    );
}

fn readers_are_sent_on() {
    let stage = Stage::new();
    ended(vec![
        asks(&stage, 1, [Ask::read_under(LEADER_EPOCH, 0)]),
        leadership_moves(&stage),
    ]);
    // No deadline has passed: whether it waited or came later, it is told.
    let told = stage.only(1, 0);
    assert_eq!(told.error(), ErrorCode::FencedLeaderEpoch);
    assert_eq!(told.leader(), FOLLOWER);
}

#[test]
fn a_reader_that_waits_at_a_leader_is_sent_to_the_next() {
    in_many_orders(
        "the image is swapped while a reader looks and waits",
        readers_are_sent_on,
    );
}

fn topics_appear() {
    let stage = Stage::new();
    let maker = Arc::clone(&stage);
    ended(vec![
        asks(&stage, 1, [Ask::metadata("late")]),
        asks(&stage, 2, [Ask::metadata("late")]),
        thread::spawn(move || maker.make("late")),
    ]);
    // No deadline has passed.
    for connection in [1, 2] {
        assert_eq!(stage.only(connection, 0).leader(), LEADER);
    }
}

#[test]
fn who_waits_for_a_topic_is_told_when_it_is_there() {
    in_many_orders("a topic appears while it is asked for", topics_appear);
}

fn topics_go() {
    let stage = Stage::new();
    let remover = Arc::clone(&stage);
    ended(vec![
        asks(&stage, 1, [Ask::produce(), Ask::produce()]),
        asks(&stage, 2, [Ask::read(0)]),
        asks(&stage, 3, [Ask::follow(0), Ask::follow(1)]),
        thread::spawn(move || remover.remove()),
    ]);
    // No deadline has passed: whoever waited for the partition is told that it is gone.
    for (connection, sequence) in [(1, 0), (1, 1), (2, 0)] {
        stage.only(connection, sequence);
    }
    stage.pass_deadlines();
    stage.only(1, 0);
}

#[test]
fn who_waits_for_a_partition_that_goes_is_told() {
    in_many_orders("a topic goes under produces and readers", topics_go);
}
