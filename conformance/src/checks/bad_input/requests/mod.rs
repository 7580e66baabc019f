//! Well-formed requests for what does not exist, cannot be or is not allowed: the whole answers, field by field.
//!
//! The words of an error message are everybody's own; whether there is one is not.

mod cluster;
mod configs;
mod reading;
mod topics;

use std::fmt::Debug;

use codec::{Records, Text};
use protocol::Request;
use protocol::messages::create_topics::{
    CreatableReplicaAssignment, CreatableTopic, CreatableTopicConfig, CreateTopicsRequest,
};
use protocol::messages::describe_log_dirs::DescribeLogDirsRequest;
use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::init_producer_id::InitProducerIdRequest;
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic};
use protocol::messages::produce::{PartitionProduceData, ProduceRequest, TopicProduceData};
use records::BatchBuilder;
use types::{Offset, Timestamp};

use super::{Answers, batches};
use crate::Failure;
use crate::brokers::Broker;
use crate::cluster::until;
use crate::wire::Connection;

/// A topic with two partitions; the first holds three records.
const TOPIC: &str = "bad-requests";
/// A topic of another broker, where there are others.
const ELSEWHERE: &str = "bad-requests-elsewhere";
/// Longest wait until a topic is known.
const KNOWN_LIMIT: std::time::Duration = std::time::Duration::from_secs(20);
/// A topic that nobody makes.
const MISSING: &str = "bad-requests-missing";
/// The time of the first record; the second is ten later, the third five.
const FIRST_TIME_MS: i64 = 1_600_000_000_000;
/// An id that no topic has.
const MISSING_ID: protocol::Uuid =
    protocol::Uuid::from_u128(0x1234_5678_0000_0000_9999_0000_0000_0001);

fn text(text: &str) -> Text {
    Text::from(text)
}

/// Sends each request, and notes what comes back.
pub(super) fn answers(broker: &Broker) -> Result<Answers, Failure> {
    let mut asker = Asker::new(broker)?;
    asker.prepare(broker)?;
    topics::ask(&mut asker)?;
    configs::ask(&mut asker)?;
    reading::ask(&mut asker)?;
    cluster::ask(&mut asker)?;
    Ok(asker.answers)
}

/// Asks one question after the other.
struct Asker {
    bootstrap: String,
    connection: Connection,
    /// What is another for each broker, and what stands for it.
    own: Vec<(String, &'static str)>,
    topic_id: protocol::Uuid,
    /// Whether there are other brokers.
    is_among_others: bool,
    answers: Answers,
}

impl Asker {
    fn new(broker: &Broker) -> Result<Self, Failure> {
        let bootstrap = broker.bootstrap();
        Ok(Self {
            connection: Connection::open(&bootstrap)?,
            bootstrap,
            own: Vec::new(),
            topic_id: protocol::Uuid::ZERO,
            is_among_others: broker.is_among_others(),
            answers: Vec::new(),
        })
    }

    /// Makes the topic with its records, and learns the names that differ between brokers.
    fn prepare(&mut self, broker: &Broker) -> Result<(), Failure> {
        let keep = CreatableTopicConfig {
            name: text("retention.ms"),
            value: Some(text("-1")),
        };
        // The broker that is asked has all of it, also where there are others.
        let here = |partition_index| CreatableReplicaAssignment {
            partition_index,
            broker_ids: vec![0],
        };
        let topic = CreatableTopic {
            name: text(TOPIC),
            num_partitions: -1,
            replication_factor: -1,
            assignments: vec![here(0), here(1)],
            configs: vec![keep],
        };
        let create = CreateTopicsRequest {
            topics: vec![topic],
            timeout_ms: 10_000,
            validate_only: false,
        };
        self.connection.call(5, &create)?;
        self.fill()?;
        self.warm_up()?;
        broker.lead("__consumer_offsets")?;
        let named = MetadataRequestTopic {
            name: Some(text(TOPIC)),
            ..MetadataRequestTopic::default()
        };
        let metadata = MetadataRequest {
            topics: Some(vec![named]),
            ..MetadataRequest::default()
        };
        let told = self.connection.call(12, &metadata)?;
        let topic = told.topics.first().ok_or("no topic in the metadata")?;
        self.topic_id = topic.topic_id;
        let cluster = told.cluster_id.ok_or("no cluster id")?;
        self.own = vec![
            (topic.topic_id.to_string(), "<topic>"),
            (cluster.as_str().to_owned(), "<cluster>"),
            ("throttle_time_ms: 0, ".to_owned(), ""),
            ("x".repeat(250), "<250 letters>"),
        ];
        for address in broker.addresses() {
            let port = address.rsplit(':').next().unwrap_or_default();
            self.own.push((format!("port: {port}"), "port: <port>"));
        }
        // Which broker is named as the controller is chance where there are several.
        let others = 1..broker.addresses().len();
        let named = others.map(|id| (format!("controller_id: {id},"), "controller_id: 0,"));
        self.own.extend(named);
        Ok(())
    }

    /// Makes a topic of one partition that only another broker has, and waits until it is known here.
    fn make_elsewhere(&mut self, topic: &str) -> Result<(), Failure> {
        let there = CreatableReplicaAssignment {
            partition_index: 0,
            broker_ids: vec![1],
        };
        let made = CreatableTopic {
            name: text(topic),
            num_partitions: -1,
            replication_factor: -1,
            assignments: vec![there],
            configs: Vec::new(),
        };
        let create = CreateTopicsRequest {
            topics: vec![made],
            timeout_ms: 10_000,
            validate_only: false,
        };
        self.connection.call(5, &create)?;
        let named = MetadataRequestTopic {
            name: Some(text(topic)),
            ..MetadataRequestTopic::default()
        };
        let metadata = MetadataRequest {
            topics: Some(vec![named]),
            ..MetadataRequest::default()
        };
        until(KNOWN_LIMIT, "the topic is known", || {
            let told = self.connection.call(12, &metadata)?;
            let mut topics = told.topics.iter();
            Ok(topics.any(|topic| topic.error_code == 0).then_some(()))
        })
    }

    /// The broker's log directory.
    fn directory(&mut self) -> Result<Text, Failure> {
        let all = DescribeLogDirsRequest { topics: None };
        let told = self.connection.call(4, &all)?;
        let first = told.results.into_iter().next();
        Ok(first.ok_or("no log directory is described")?.log_dir)
    }

    fn fill(&mut self) -> Result<(), Failure> {
        let mut batch = BatchBuilder::new(Offset(0));
        for later in [0, 10, 5] {
            batch.append(
                Timestamp(FIRST_TIME_MS + later),
                Some(b"k"),
                Some(b"v"),
                &[],
            );
        }
        let partition = PartitionProduceData {
            index: 0,
            records: Some(Records::from(batch.build())),
        };
        let topic = TopicProduceData {
            name: text(TOPIC),
            partition_data: vec![partition],
            ..TopicProduceData::default()
        };
        let produce = ProduceRequest {
            acks: -1,
            timeout_ms: 5000,
            topic_data: vec![topic],
            ..ProduceRequest::default()
        };
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        loop {
            let answer = self.connection.call(9, &produce)?;
            let partition = answer
                .responses
                .first()
                .and_then(|t| t.partition_responses.first());
            match partition.map(|partition| partition.error_code) {
                Some(0) => return Ok(()),
                code if std::time::Instant::now() > end => {
                    return Err(format!("{TOPIC} takes no records: {code:?}"));
                }
                _ => std::thread::sleep(std::time::Duration::from_millis(50)),
            }
        }
    }

    /// Waits for the first coordinator and the first producer id.
    fn warm_up(&mut self) -> Result<(), Failure> {
        let find = FindCoordinatorRequest {
            key: text("any"),
            ..FindCoordinatorRequest::default()
        };
        let init = InitProducerIdRequest {
            transactional_id: None,
            producer_id: -1,
            producer_epoch: -1,
            ..InitProducerIdRequest::default()
        };
        let end = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while std::time::Instant::now() < end {
            let found = self.connection.call(3, &find)?.error_code;
            if (found, self.connection.call(4, &init)?.error_code) == (0, 0) {
                return Ok(());
            }
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
        Err("there are no coordinators, or no producer ids".into())
    }

    fn ask<R: Request>(&mut self, what: &str, version: i16, request: &R) -> Result<(), Failure>
    where
        R::Response: Debug,
    {
        self.ask_for(what, version, request, |_| {})
    }

    /// Asks, and notes what `simpler` leaves of the answer.
    fn ask_for<R: Request>(
        &mut self,
        what: &str,
        version: i16,
        request: &R,
        simpler: impl FnOnce(&mut R::Response),
    ) -> Result<(), Failure>
    where
        R::Response: Debug,
    {
        let said = match self.connection.call(version, request) {
            Ok(mut response) => {
                simpler(&mut response);
                self.without_own(&format!("{response:?}"))
            }
            Err(why) => {
                self.connection = Connection::open(&self.bootstrap)?;
                batches::closed(&why)
            }
        };
        let name = R::KEY.name();
        self.answers
            .push((format!("{name} v{version}, {what}"), said));
        Ok(())
    }

    fn without_own(&self, said: &str) -> String {
        let said = self
            .own
            .iter()
            .fold(said.to_owned(), |said, (own, stands)| {
                said.replace(own, stands)
            });
        without_words(&said)
    }
}

/// The text of a message becomes `said`, unless it is Kafka's word for nothing or is empty.
fn without_words(said: &str) -> String {
    const FIELD: &str = "error_message: Some(\"";
    let mut result = String::new();
    let mut rest = said;
    while let Some(at) = rest.find(FIELD) {
        let (before, from) = rest.split_at(at + FIELD.len());
        let mut escaped = false;
        let end = from
            .find(|c: char| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            })
            .unwrap_or(from.len());
        let (words, after) = from.split_at(end);
        result.push_str(before);
        result.push_str(if matches!(words, "" | "NONE") {
            words
        } else {
            "said"
        });
        rest = after;
    }
    result.push_str(rest);
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_words_of_messages_are_left_out() {
        let said = r#"A { error_message: Some("a \"b\" c"), name: "n", error_message: Some("NONE"), error_message: None }"#;
        let wanted = r#"A { error_message: Some("said"), name: "n", error_message: Some("NONE"), error_message: None }"#;
        assert_eq!(without_words(said), wanted);
    }
}
