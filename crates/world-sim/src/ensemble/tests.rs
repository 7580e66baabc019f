//! What the model does, and what it may do.

use std::time::Duration;

use bytes::Bytes;
use types::Instant;
use world::{
    Answer, Change, EnsembleError, EnsembleEvent, EnsembleRequest, EnsembleSettings, Operation,
    OperationId, SessionNumber, SessionState, Write,
};

use super::{Ensemble, EnsembleClient, EnsembleModel};

const A: EnsembleClient = EnsembleClient(1);
const B: EnsembleClient = EnsembleClient(2);

struct Scene {
    ensemble: Ensemble,
    now: Instant,
    next: u64,
    told: Vec<(EnsembleClient, EnsembleEvent)>,
}

fn settings() -> EnsembleSettings {
    let time = Duration::from_secs(6);
    EnsembleSettings::open(Vec::new(), time, time)
}

fn create(path: &str, ephemeral: bool) -> Write {
    Write::Create {
        path: path.to_owned(),
        data: Bytes::from_static(b"x"),
        ephemeral,
    }
}

fn set(path: &str, data: &'static [u8], version: Option<i32>) -> Write {
    Write::Set {
        path: path.to_owned(),
        data: Bytes::from_static(data),
        version,
    }
}

impl Scene {
    fn new(model: EnsembleModel) -> Self {
        Self {
            ensemble: Ensemble::new(model),
            now: Instant(1),
            next: 0,
            told: Vec::new(),
        }
    }

    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        while self.ensemble.next_event() <= end {
            self.now = self.ensemble.next_event().max(self.now);
            self.told.extend(self.ensemble.run(self.now));
        }
        self.now = end;
    }

    fn open(&mut self, client: EnsembleClient, number: u64) {
        let request = EnsembleRequest::Open(SessionNumber(number), settings());
        self.ensemble.request(self.now, client, request);
        self.pass(Duration::from_secs(1));
    }

    fn send(&mut self, client: EnsembleClient, operation: Operation) -> OperationId {
        self.next += 1;
        let id = OperationId(self.next);
        self.ensemble
            .request(self.now, client, EnsembleRequest::Do(id, operation));
        id
    }

    fn result(&self, id: OperationId) -> Option<Result<Answer, EnsembleError>> {
        let mut ends = self.told.iter().filter_map(|(_, event)| match event {
            EnsembleEvent::Done(done, result) if *done == id => Some(result.clone()),
            _ => None,
        });
        let first = ends.next();
        assert_eq!(ends.next(), None, "{id:?} ended twice");
        first
    }

    fn ask(
        &mut self,
        client: EnsembleClient,
        operation: Operation,
    ) -> Result<Answer, EnsembleError> {
        let id = self.send(client, operation);
        for _ in 0..1_000 {
            if let Some(result) = self.result(id) {
                return result;
            }
            self.pass(Duration::from_millis(10));
        }
        panic!("{id:?} never ends");
    }

    fn states(&self, client: EnsembleClient) -> Vec<SessionState> {
        let states = self.told.iter().filter_map(|(of, event)| match event {
            EnsembleEvent::Session(_, state) if *of == client => Some(state.clone()),
            _ => None,
        });
        states.collect()
    }
}

#[test]
fn a_write_is_made_as_a_whole_or_not_at_all() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    let made = scene.ask(
        A,
        Operation::Write(vec![create("/a", false), create("/a/b", false)]),
    );
    let Ok(Answer::Written(stats)) = made else {
        panic!("{made:?}");
    };
    assert_eq!(stats.len(), 2);
    let refused = scene.ask(
        A,
        Operation::Write(vec![
            set("/a", b"new", Some(0)),
            set("/a/b", b"new", Some(7)),
        ]),
    );
    let expected = EnsembleError::Refused {
        index: 1,
        error: Box::new(EnsembleError::BadVersion),
    };
    assert_eq!(refused, Err(expected));
    assert_eq!(
        scene
            .ensemble
            .get("/a")
            .map(|(data, stat)| (data, stat.version)),
        Some((Bytes::from_static(b"x"), 0))
    );
    let twice = vec![set("/a", b"1", Some(0)), set("/a", b"2", Some(1))];
    assert!(
        scene.ask(A, Operation::Write(twice)).is_ok(),
        "a write sees its own changes"
    );
    assert_eq!(
        scene
            .ensemble
            .get("/a")
            .map(|(_, stat)| (stat.version, stat.children)),
        Some((2, 1))
    );
}

#[test]
fn errors_are_those_of_zookeeper() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene
        .ask(
            A,
            Operation::Write(vec![create("/a", false), create("/a/b", true)]),
        )
        .expect("made");
    let mut error = |write: Write| match scene.ask(A, Operation::Write(vec![write])) {
        Err(EnsembleError::Refused { index: 0, error }) => *error,
        other => panic!("{other:?}"),
    };
    assert_eq!(error(create("/a", false)), EnsembleError::NodeExists);
    assert_eq!(error(create("/no/a", false)), EnsembleError::NoNode);
    assert_eq!(error(set("/no", b"", None)), EnsembleError::NoNode);
    let delete = |path: &str| Write::Delete {
        path: path.to_owned(),
        version: None,
    };
    assert_eq!(error(delete("/a")), EnsembleError::NotEmpty);
    assert_eq!(error(create("/a/b/c", false)), EnsembleError::Other(-108));
    assert_eq!(
        scene.ask(A, Operation::Get("/no".to_owned())),
        Err(EnsembleError::NoNode)
    );
}

#[test]
fn ephemeral_znodes_end_with_their_session_on_a_tick_and_not_before() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene
        .ask(A, Operation::Write(vec![create("/e", true)]))
        .expect("made");
    let gone_at = scene.now;
    scene.ensemble.vanish(scene.now, A);
    scene.pass(Duration::from_secs(5));
    assert!(
        scene.ensemble.get("/e").is_some(),
        "the session lasts its time-out"
    );
    scene.pass(Duration::from_secs(4));
    assert!(scene.ensemble.get("/e").is_none());
    assert!(scene.now.since(gone_at) <= Duration::from_secs(9));
}

#[test]
fn a_session_that_is_closed_ends_at_once() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene
        .ask(A, Operation::Write(vec![create("/e", true)]))
        .expect("made");
    scene
        .ensemble
        .request(scene.now, A, EnsembleRequest::Close(SessionNumber(1)));
    scene.pass(Duration::from_millis(100));
    assert!(scene.ensemble.get("/e").is_none());
}

#[test]
fn a_watch_is_told_before_an_answer_that_sees_the_change() {
    for seed in 0..50 {
        let mut scene = Scene::new(EnsembleModel {
            seed,
            ..EnsembleModel::default()
        });
        scene.open(A, 1);
        scene.open(B, 1);
        let watch = Operation::Watch {
            path: "/a".to_owned(),
            recursive: true,
        };
        scene.ask(B, watch).expect("watched");
        scene.send(
            A,
            Operation::Write(vec![create("/a", false), create("/a/b", false)]),
        );
        let read = loop {
            let id = scene.send(B, Operation::Get("/a/b".to_owned()));
            scene.pass(Duration::from_millis(1));
            if let Some(Ok(_)) = scene.result(id) {
                break id;
            }
        };
        let place = |wanted: &dyn Fn(&EnsembleEvent) -> bool| {
            scene
                .told
                .iter()
                .position(|(of, event)| *of == B && wanted(event))
                .expect("told")
        };
        let change = place(
            &|event| matches!(event, EnsembleEvent::Changed(_, path, Change::Created) if path == "/a/b"),
        );
        let answer = place(&|event| matches!(event, EnsembleEvent::Done(id, _) if *id == read));
        assert!(change < answer, "seed {seed}");
    }
}

#[test]
fn a_server_may_be_behind_until_it_is_asked_to_catch_up() {
    let mut behind = 0;
    for seed in 0..60 {
        let lag = (Duration::ZERO, Duration::from_millis(50));
        let mut scene = Scene::new(EnsembleModel {
            seed,
            lag,
            ..EnsembleModel::default()
        });
        scene.open(A, 1);
        scene.open(B, 1);
        scene
            .ask(A, Operation::Write(vec![create("/a", false)]))
            .expect("made");
        let early = scene.send(B, Operation::Get("/a".to_owned()));
        let sync = scene.send(B, Operation::Sync);
        let late = scene.send(B, Operation::Get("/a".to_owned()));
        scene.pass(Duration::from_millis(500));
        behind += usize::from(scene.result(early) == Some(Err(EnsembleError::NoNode)));
        assert_eq!(scene.result(sync), Some(Ok(Answer::Done)));
        assert!(matches!(scene.result(late), Some(Ok(_))), "seed {seed}");
    }
    assert!(behind > 5, "reads are behind now and then: {behind}");
}

#[test]
fn what_became_of_a_lost_write_is_decided_when_the_session_is_connected_again() {
    let (mut made, mut not) = (0, 0);
    for seed in 0..200 {
        let mut scene = Scene::new(EnsembleModel {
            seed,
            ..EnsembleModel::default()
        });
        scene.open(A, 1);
        let lost = scene.send(A, Operation::Write(vec![create("/a", false)]));
        scene.pass(Duration::from_micros(seed * 10));
        scene.ensemble.disconnect(scene.now, A);
        while scene.states(A).len() < 3 {
            scene.pass(Duration::from_millis(1));
        }
        let id = scene.send(A, Operation::Sync);
        let read = scene.send(A, Operation::Get("/a".to_owned()));
        scene.pass(Duration::from_millis(20));
        assert_eq!(scene.result(id), Some(Ok(Answer::Done)));
        let seen = scene.result(read).expect("answered").is_ok();
        match scene.result(lost).expect("ended") {
            Ok(_) => assert!(seen),
            Err(error) => {
                assert_eq!(error, EnsembleError::Disconnected);
                made += usize::from(seen);
                not += usize::from(!seen);
            }
        }
        scene.pass(Duration::from_secs(20));
        assert_eq!(
            scene.ensemble.get("/a").is_some(),
            seen,
            "seed {seed}: nothing is made later"
        );
    }
    assert!(made > 10 && not > 10, "both happen: {made} made, {not} not");
}

#[test]
fn a_client_that_was_cut_off_hears_late_that_its_session_has_ended() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene
        .ask(A, Operation::Write(vec![create("/e", true)]))
        .expect("made");
    let cut_at = scene.now;
    scene
        .ensemble
        .cut(cut_at, A, cut_at + Duration::from_secs(30));
    scene.pass(Duration::from_secs(10));
    assert!(
        scene.ensemble.get("/e").is_none(),
        "the ensemble has ended it"
    );
    let disconnected = SessionState::Disconnected { last_heard: cut_at };
    assert_eq!(scene.states(A).last(), Some(&disconnected));
    scene.pass(Duration::from_secs(25));
    assert_eq!(scene.states(A).last(), Some(&SessionState::Expired));
}

#[test]
fn without_a_majority_nothing_is_made_and_no_session_ends() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene
        .ask(A, Operation::Write(vec![create("/e", true)]))
        .expect("made");
    scene.ensemble.set_majority(scene.now, false);
    scene.pass(Duration::from_secs(60));
    assert!(scene.ensemble.get("/e").is_some());
    let write = Operation::Write(vec![create("/f", false)]);
    assert_eq!(scene.ask(A, write), Err(EnsembleError::Disconnected));
    scene.ensemble.set_majority(scene.now, true);
    scene.pass(Duration::from_secs(1));
    assert!(matches!(
        scene.states(A).last(),
        Some(SessionState::Connected { .. })
    ));
    assert!(
        scene
            .ask(A, Operation::Write(vec![create("/f", false)]))
            .is_ok()
    );
}

#[test]
fn a_watch_ends_with_the_connection() {
    let mut scene = Scene::new(EnsembleModel::default());
    scene.open(A, 1);
    scene.open(B, 1);
    let watch = Operation::Watch {
        path: "/".to_owned(),
        recursive: true,
    };
    scene.ask(B, watch).expect("watched");
    scene.ensemble.disconnect(scene.now, B);
    scene.pass(Duration::from_secs(1));
    scene
        .ask(A, Operation::Write(vec![create("/a", false)]))
        .expect("made");
    scene.pass(Duration::from_secs(1));
    let changes = scene
        .told
        .iter()
        .filter(|(_, event)| matches!(event, EnsembleEvent::Changed(..)));
    assert_eq!(changes.count(), 0);
}
