//! A client with one question, for tests.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use protocol::messages::create_topics::{CreatableTopic, CreateTopicsRequest};
use protocol::{Request, decode_response, encode_request};
use simulator::Cluster;
use types::{BrokerId, Now};
use world::{
    Call, CallError, CallId, ConnectionInfo, Endpoint, Event, Node, Output, Reply, RequestId,
};
use world_sim::NodeSpec;

const LIMIT: Duration = Duration::from_secs(30);

/// A client with one question.
#[derive(Debug)]
struct Asker {
    question: Mutex<Option<Output>>,
    answer: Mutex<Option<Result<Bytes, CallError>>>,
}

impl Node for Asker {
    fn handle(
        &self,
        _: Now,
        _: &ConnectionInfo,
        _: RequestId,
        _: Bytes,
        _: &mut Vec<Output>,
    ) -> Reply {
        Reply::Close("clients take no requests".into())
    }

    fn on(&self, _: Now, event: Event, _: &mut Vec<Output>) {
        if let Event::Called(_, answer) = event {
            *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(answer);
        }
    }

    fn tick(&self, now: Now, out: &mut Vec<Output>) {
        let question = self
            .question
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(Output::Call(mut call)) = question {
            call.deadline = now.instant + LIMIT;
            out.push(Output::Call(call));
        }
    }
}

/// Asks a node, and waits for the answer.
pub(crate) fn ask<R: Request>(
    cluster: &mut Cluster,
    member: usize,
    version: i16,
    request: &R,
) -> R::Response {
    let frame = encode_request(version, 1, Some("asker"), request).expect("it fits its version");
    let endpoint = Endpoint {
        host: format!("n{}", member + 1),
        port: 9092,
    };
    let call = Call {
        id: CallId(1),
        peer: BrokerId(1),
        endpoint,
        lane: 0,
        frame,
        deadline: types::Instant(0),
    };
    let asker = Arc::new(Asker {
        question: Mutex::new(Some(Output::Call(call))),
        answer: Mutex::default(),
    });
    let process = cluster.world.add_process("asker");
    let node = NodeSpec {
        name: "asker",
        node: asker.clone() as Arc<dyn Node>,
        first: Vec::new(),
        listeners: Vec::new(),
    };
    cluster.world.start(process, vec![node]);
    let answered = || {
        asker
            .answer
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    };
    let mut answer = None;
    cluster.world.run_until(LIMIT, |_| {
        answer = answer.take().or_else(answered);
        answer.is_some()
    });
    let bytes = answer.expect("answered").expect("there is somebody");
    let (_, response) = decode_response::<R>(version, bytes).expect("it can be read");
    response
}

/// Has a topic of one partition on one broker made; the error code.
pub(crate) fn make_topic(cluster: &mut Cluster, member: usize, name: &str) -> i16 {
    let request = CreateTopicsRequest {
        topics: vec![CreatableTopic {
            name: name.into(),
            num_partitions: 1,
            replication_factor: 1,
            ..CreatableTopic::default()
        }],
        timeout_ms: 2000,
        ..CreateTopicsRequest::default()
    };
    ask(cluster, member, 7, &request).topics[0].error_code
}
