//! A register that keeps numbers on its disk, and a client that writes them, over all faults.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Mutex;

use bytes::Bytes;
use codec::Frame;
use types::BrokerId;
use world::{
    Call, CallError, CallId, ConnectionInfo, Disk, Endpoint, File, Node, OpenMode, Reply, RequestId,
};

use super::*;
use crate::{DiskDelay, NodeSpec, SimListener};

const PATH: &str = "/data/register";

/// The last ticket, and the answers that wait for theirs.
type Parked = (u64, BTreeMap<u64, (RequestId, Bytes)>);

/// Appends eight bytes of each request to its file, and answers when they are flushed (or at once).
struct Register {
    disk: SimDisk,
    flushes: bool,
    state: Mutex<Parked>,
}

fn open(disk: &SimDisk) -> Arc<dyn File> {
    disk.create_dir_all(Path::new("/data")).expect("made");
    let file = disk
        .open(Path::new(PATH), OpenMode::Create)
        .expect("opened");
    disk.sync_dir(Path::new("/")).expect("flushed");
    disk.sync_dir(Path::new("/data")).expect("flushed");
    file
}

impl Node for Register {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        id: RequestId,
        request: Bytes,
        out: &mut Vec<Output>,
    ) -> Reply {
        let file = open(&self.disk);
        let end = file.len().expect("known") / 8 * 8;
        file.write_all_at(&[&request[8..16]], end).expect("written");
        // The answer begins with the correlation id.
        let answer = request.slice(4..);
        if !self.flushes {
            return Reply::Now(Frame::from(answer));
        }
        let mut state = self.state.lock().expect("sound");
        state.0 += 1;
        let ticket = state.0;
        state.1.insert(ticket, (id, answer));
        out.push(Output::Flush(FlushTicket(ticket), vec![file]));
        Reply::Later
    }

    fn on(&self, _: Now, event: Event, out: &mut Vec<Output>) {
        match event {
            Event::Flushed(ticket, Ok(())) => {
                if let Some((id, answer)) = self.state.lock().expect("sound").1.remove(&ticket.0) {
                    out.push(Output::Reply(id, Reply::Now(Frame::from(answer))));
                }
            }
            Event::Flushed(_, Err(error)) => out.push(Output::Exit(error.to_string())),
            Event::Stop => out.push(Output::Stopped),
            Event::Called(..) | Event::Disconnected(_) | Event::Ensemble(_) => {}
        }
    }

    fn tick(&self, _: Now, _: &mut Vec<Output>) {}
}

#[derive(Default)]
struct Written {
    next: u64,
    acknowledged: BTreeSet<u64>,
    errors: BTreeMap<String, u32>,
}

/// Writes one number after the other, three at a time.
struct Client {
    written: Arc<Mutex<Written>>,
}

impl Client {
    fn write(&self, now: Now, out: &mut Vec<Output>) {
        let mut written = self.written.lock().expect("sound");
        written.next += 1;
        let number = written.next;
        let mut request = vec![0; 4];
        request.extend(u32::try_from(number).expect("small").to_be_bytes());
        request.extend(number.to_be_bytes());
        out.push(Output::Call(Call {
            id: CallId(number),
            peer: BrokerId(0),
            endpoint: Endpoint {
                host: "register".into(),
                port: 9092,
            },
            lane: 0,
            frame: Frame::from(Bytes::from(request)),
            deadline: now.instant + Duration::from_secs(1),
        }));
    }
}

impl Node for Client {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Close("a client".into())
    }

    fn on(&self, now: Now, event: Event, out: &mut Vec<Output>) {
        if let Event::Called(id, outcome) = event {
            let mut written = self.written.lock().expect("sound");
            match outcome {
                Ok(answer) => {
                    assert_eq!(answer[4..], id.0.to_be_bytes());
                    written.acknowledged.insert(id.0);
                }
                Err(error) => *written.errors.entry(format!("{error:?}")).or_default() += 1,
            }
            drop(written);
            out.push(Output::WakeAt(now.instant + Duration::from_millis(3)));
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        (0..3).for_each(|_| self.write(now, out));
    }
}

struct History {
    world: World,
    register: ProcessId,
    written: Arc<Mutex<Written>>,
}

fn start_register(world: &mut World, register: ProcessId, flushes: bool) {
    let node = Register {
        disk: world.ports(register).disk,
        flushes,
        state: Mutex::default(),
    };
    let endpoint = Endpoint {
        host: "register".into(),
        port: 9092,
    };
    let listeners = vec![SimListener {
        name: "PLAINTEXT".into(),
        endpoint,
        privileged: false,
    }];
    world.start(
        register,
        vec![NodeSpec {
            name: "node",
            node: Arc::new(node),
            first: Vec::new(),
            listeners,
        }],
    );
}

fn history(seed: u64, flushes: bool, crash: Crash) -> History {
    let network = NetworkSettings {
        slow_per_million: 10_000,
        break_per_million: 5_000,
        split_per_million: 200_000,
        ..NetworkSettings::default()
    };
    let mut world = World::new(WorldSettings {
        seed,
        network,
        keeps_trace: true,
        ..WorldSettings::default()
    });
    let register = world.add_process("register");
    let client = world.add_process("client");
    let written = Arc::new(Mutex::new(Written::default()));
    start_register(&mut world, register, flushes);
    let node = Client {
        written: written.clone(),
    };
    world.start(
        client,
        vec![NodeSpec {
            name: "client",
            node: Arc::new(node),
            first: Vec::new(),
            listeners: Vec::new(),
        }],
    );
    for round in 0..3 {
        world.run_for(Duration::from_millis(400));
        match round {
            0 => world.cut(register, client),
            1 => world.pause(register, Duration::from_millis(700)),
            _ => {}
        }
        world.run_for(Duration::from_millis(1500));
        world.heal();
        world.run_for(Duration::from_millis(100));
        world.crash(register, crash);
        world.run_for(Duration::from_millis(1300));
        start_register(&mut world, register, flushes);
    }
    world.run_for(Duration::from_secs(2));
    History {
        world,
        register,
        written,
    }
}

impl History {
    fn lost(&self) -> Vec<u64> {
        let content = self
            .world
            .disk(self.register)
            .read(Path::new(PATH))
            .expect("there");
        let kept: BTreeSet<u64> = content
            .chunks_exact(8)
            .map(|n| u64::from_be_bytes(n.try_into().expect("eight")))
            .collect();
        self.written
            .lock()
            .expect("sound")
            .acknowledged
            .difference(&kept)
            .copied()
            .collect()
    }
}

#[test]
fn the_same_seed_gives_the_same_history() {
    let (first, second) = (
        history(7, true, Crash::Machine),
        history(7, true, Crash::Machine),
    );
    assert_eq!(first.world.trace().lines(), second.world.trace().lines());
    assert_eq!(first.world.trace().digest(), second.world.trace().digest());
    assert_eq!(
        first.world.disk(first.register).digest(),
        second.world.disk(second.register).digest()
    );
    assert_ne!(
        first.world.trace().digest(),
        history(8, true, Crash::Machine).world.trace().digest()
    );
}

#[test]
fn what_was_flushed_before_it_was_acknowledged_survives_all_crashes() {
    let mut errors: BTreeMap<String, u32> = BTreeMap::new();
    for seed in 0..30 {
        let history = history(seed, true, Crash::Machine);
        assert_eq!(history.lost(), [], "seed {seed}");
        let written = history.written.lock().expect("sound");
        assert!(
            written.acknowledged.len() > 200,
            "{} acknowledged",
            written.acknowledged.len()
        );
        for (error, times) in &written.errors {
            *errors.entry(error.clone()).or_default() += times;
        }
    }
    let kinds = [CallError::Disconnected, CallError::TimedOut].map(|error| format!("{error:?}"));
    assert!(
        kinds.iter().all(|kind| errors.contains_key(kind)),
        "{errors:?}"
    );
}

#[test]
fn what_was_not_flushed_survives_a_process_and_not_always_a_machine() {
    assert!((0..10).all(|seed| history(seed, false, Crash::Process).lost().is_empty()));
    assert!((0..10).any(|seed| !history(seed, false, Crash::Machine).lost().is_empty()));
}

#[test]
fn nobody_there_is_refused_while_the_machine_is_up() {
    let history = history(3, true, Crash::Process);
    let written = history.written.lock().expect("sound");
    assert!(
        written.errors.contains_key("Refused"),
        "{:?}",
        written.errors
    );
}

#[test]
fn a_failed_flush_ends_the_process_and_the_trace_says_so() {
    let mut world = World::new(WorldSettings {
        keeps_trace: true,
        ..WorldSettings::default()
    });
    let register = world.add_process("register");
    let client = world.add_process("client");
    start_register(&mut world, register, true);
    world.disk(register).inject(crate::DiskFault {
        operation: crate::DiskOperation::Flush,
        path_contains: "register".into(),
        error: io::ErrorKind::Other,
        times: 1,
    });
    let node = Client {
        written: Arc::default(),
    };
    world.start(
        client,
        vec![NodeSpec {
            name: "client",
            node: Arc::new(node),
            first: Vec::new(),
            listeners: Vec::new(),
        }],
    );
    assert!(world.run_until(Duration::from_secs(5), |world| {
        world.exited(register).is_some()
    }));
    assert!(!world.is_running(register));
    assert!(
        world
            .trace()
            .lines()
            .iter()
            .any(|line| line.contains("register/node exits"))
    );
}

/// A register and its client, for as long as `run` wants.
fn scene(
    network: NetworkSettings,
    run: impl FnOnce(&mut World, ProcessId, ProcessId),
) -> BTreeMap<String, u32> {
    let mut world = World::new(WorldSettings {
        seed: 5,
        network,
        ..WorldSettings::default()
    });
    let register = world.add_process("register");
    let client = world.add_process("client");
    let written = Arc::new(Mutex::new(Written::default()));
    start_register(&mut world, register, true);
    let node = Client {
        written: written.clone(),
    };
    world.start(
        client,
        vec![NodeSpec {
            name: "client",
            node: Arc::new(node),
            first: Vec::new(),
            listeners: Vec::new(),
        }],
    );
    run(&mut world, register, client);
    let written = written.lock().expect("sound");
    let mut seen = written.errors.clone();
    seen.insert(
        "acknowledged".into(),
        u32::try_from(written.acknowledged.len()).expect("few"),
    );
    seen
}

#[test]
fn silent_connections_and_unanswered_dials_end_by_their_deadlines_alone() {
    let stalls = NetworkSettings {
        stall_per_million: 20_000,
        ..NetworkSettings::default()
    };
    let seen = scene(stalls, |world, _, _| world.run_for(Duration::from_secs(60)));
    assert!(
        seen["TimedOut"] > 5 && seen["acknowledged"] > 100,
        "{seen:?}"
    );
    assert!(!seen.contains_key("Refused"), "{seen:?}");
    let hangs = NetworkSettings {
        hang_per_million: 1_000_000,
        ..NetworkSettings::default()
    };
    let seen = scene(hangs, |world, _, _| world.run_for(Duration::from_secs(30)));
    assert!(
        seen["TimedOut"] > 5 && seen["acknowledged"] == 0,
        "{seen:?}"
    );
    let refuses = NetworkSettings {
        refuse_per_million: 1_000_000,
        ..NetworkSettings::default()
    };
    let seen = scene(refuses, |world, _, _| world.run_for(Duration::from_secs(3)));
    assert!(seen["Refused"] > 5 && seen["acknowledged"] == 0, "{seen:?}");
}

#[test]
fn a_cut_of_one_way_lets_the_other_through() {
    let seen = scene(NetworkSettings::default(), |world, register, client| {
        world.run_for(Duration::from_millis(500));
        world.cut(register, client);
        world.run_for(Duration::from_millis(50));
        let size = |world: &World| {
            let content = world.disk(register).look_at(Path::new(PATH), <[u8]>::len);
            content.expect("there")
        };
        let before = size(world);
        world.run_for(Duration::from_millis(500));
        assert_eq!(size(world), before, "the client waits for its answers");
        world.heal_way(register, client);
        world.run_for(Duration::from_millis(500));
        assert!(size(world) > before);
    });
    assert_eq!(seen.len(), 1, "{seen:?}");
}

#[test]
fn slow_processes_and_disks_hold_up_what_happens_to_them_in_its_order() {
    let fast = scene(NetworkSettings::default(), |world, _, _| {
        world.run_for(Duration::from_secs(5));
    });
    let slow = scene(NetworkSettings::default(), |world, register, _| {
        world.set_slowness(register, Duration::from_millis(20));
        world.run_for(Duration::from_secs(5));
    });
    let disk = scene(NetworkSettings::default(), |world, register, _| {
        let delay = DiskDelay {
            operation: Duration::from_millis(10),
            flush: Duration::from_millis(10),
        };
        world.set_disk_delay(register, delay);
        world.run_for(Duration::from_secs(5));
    });
    for held_up in [slow, disk] {
        let (few, many) = (held_up["acknowledged"], fast["acknowledged"]);
        assert!(few > 10 && few * 2 < many, "{few} and {many}");
    }
}

#[test]
fn connections_that_break_leave_the_last_request_done_or_not() {
    let breaks = NetworkSettings {
        break_per_million: 100_000,
        slow_per_million: 300_000,
        ..NetworkSettings::default()
    };
    let mut unknown = (0, 0);
    let seen = scene(breaks, |world, register, client| {
        world.run_for(Duration::from_secs(120));
        world.break_links(client, register);
        world.run_for(Duration::from_secs(2));
        let content = world.disk(register).read(Path::new(PATH)).expect("there");
        let mut numbers: Vec<u64> = content
            .chunks_exact(8)
            .map(|n| u64::from_be_bytes(n.try_into().expect("eight")))
            .collect();
        unknown.0 = numbers.len();
        assert!(
            !numbers.is_sorted(),
            "an old request arrives after a new one"
        );
        numbers.sort_unstable();
        numbers.dedup();
        unknown.1 = numbers.len();
    });
    assert_eq!(unknown.0, unknown.1, "nothing is doubled by the network");
    let acknowledged = usize::try_from(seen["acknowledged"]).expect("few");
    assert!(
        seen["Disconnected"] > 10 && unknown.0 > acknowledged,
        "{seen:?}"
    );
}
