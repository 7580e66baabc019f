//! Sends records: batches by partition, several requests in flight, nothing lost and nothing twice.
//!
//! With acks=all the producer is idempotent: each batch has a sequence number, and one whose answer was lost is sent
//! again under the same number. After any failure everything in flight is first answered or given up, and what failed is
//! sent again in its order, one batch at a time.

use std::collections::{BTreeMap, VecDeque};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use protocol::messages::init_producer_id::InitProducerIdRequest;
use protocol::messages::produce::{
    PartitionProduceData, ProduceRequest, ProduceResponse, TopicProduceData,
};
use protocol::{ErrorCode, Records};
use records::{BatchBuilder, Compression};
use types::{Offset, ProducerEpoch, ProducerId, Timestamp};

use super::{ClientError, Cluster, partitioner};

/// The last version of Produce that names topics by name.
const PRODUCE_VERSION: i16 = 12;
/// Requests in flight at one broker; a broker remembers as many batches of a producer.
const IN_FLIGHT_MAX: usize = 5;

/// How a producer behaves.
#[derive(Clone, Debug)]
pub(crate) struct ProducerOptions {
    /// 0, 1, or -1 for all in-sync replicas.
    pub(crate) acks: i16,
    /// Codec of the batches.
    pub(crate) compression: Compression,
    /// Size at which a batch is sent.
    pub(crate) batch_bytes: usize,
    /// How long a batch is tried.
    pub(crate) delivery_timeout: Duration,
}

/// What has been acknowledged.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub(crate) struct Delivered {
    pub(crate) records: u64,
    pub(crate) bytes: u64,
}

/// A batch on its way.
#[derive(Clone, Debug)]
struct Sent {
    partition: i32,
    batch: Bytes,
    records: i32,
    base_sequence: i32,
    since: Instant,
}

/// Sends records to one topic.
#[derive(Debug)]
pub(crate) struct Producer<'c> {
    cluster: &'c mut Cluster,
    topic: String,
    options: ProducerOptions,
    identity: Option<(ProducerId, ProducerEpoch)>,
    open: Vec<BatchBuilder>,
    next_sequence: Vec<i32>,
    keyless: usize,
    in_flight: BTreeMap<i32, VecDeque<Sent>>,
    delivered: Delivered,
}

impl<'c> Producer<'c> {
    /// Finds the topic, makes it when the brokers may, and gets an identity.
    pub(crate) fn new(
        cluster: &'c mut Cluster,
        topic: &str,
        options: ProducerOptions,
    ) -> Result<Self, ClientError> {
        let partitions = cluster.find_topic(topic, true)?;
        let identity = match options.acks {
            -1 => Some(new_identity(cluster)?),
            _ => None,
        };
        Ok(Self {
            cluster,
            topic: topic.to_owned(),
            identity,
            open: (0..partitions)
                .map(|_| BatchBuilder::new(Offset(0)))
                .collect(),
            next_sequence: vec![0; partitions],
            keyless: usize::try_from(now().0).unwrap_or(0) % partitions.max(1),
            in_flight: BTreeMap::new(),
            delivered: Delivered::default(),
            options,
        })
    }

    /// What has been acknowledged so far.
    pub(crate) fn delivered(&self) -> Delivered {
        self.delivered
    }

    /// How many partitions the topic has.
    pub(crate) fn partitions(&self) -> usize {
        self.open.len()
    }

    /// Adds a record to a batch, and sends the batch when it is full. `partition` must be one of the topic's.
    pub(crate) fn send(
        &mut self,
        partition: Option<usize>,
        key: Option<&[u8]>,
        value: Option<&[u8]>,
    ) -> Result<(), ClientError> {
        let place = match (partition, key) {
            (Some(partition), _) => partition,
            (None, Some(key)) => partitioner::of_key(key, self.open.len()),
            (None, None) => self.keyless,
        };
        let size = key.map_or(0, <[u8]>::len) + value.map_or(0, <[u8]>::len) + 32;
        let full =
            |batch: &BatchBuilder, more| batch.size_in_bytes() + more > self.options.batch_bytes;
        if self
            .open
            .get(place)
            .is_some_and(|batch| !batch.is_empty() && full(batch, size))
        {
            self.close(place)?;
        }
        let Some(batch) = self.open.get_mut(place) else {
            panic!("partition {place} of {}", self.next_sequence.len());
        };
        batch.append(now(), key, value, &[]);
        Ok(())
    }

    /// Sends all that is gathered and waits until everything is acknowledged.
    pub(crate) fn flush(&mut self) -> Result<(), ClientError> {
        for place in 0..self.open.len() {
            if self.open.get(place).is_some_and(|batch| !batch.is_empty()) {
                self.close(place)?;
            }
        }
        while let Some(node) = self.busy_node() {
            self.receive(node)?;
        }
        Ok(())
    }

    fn busy_node(&self) -> Option<i32> {
        self.in_flight
            .iter()
            .find(|(_, sent)| !sent.is_empty())
            .map(|(&node, _)| node)
    }

    fn close(&mut self, place: usize) -> Result<(), ClientError> {
        let (Some(open), Some(sequence)) =
            (self.open.get_mut(place), self.next_sequence.get_mut(place))
        else {
            panic!("partition {place} of {}", self.next_sequence.len());
        };
        let mut batch = std::mem::replace(open, BatchBuilder::new(Offset(0)));
        let records = batch.record_count();
        let base_sequence = *sequence;
        if let Some((id, epoch)) = self.identity {
            batch = batch.producer(id, epoch, base_sequence);
            *sequence = records::increment_sequence(base_sequence, records);
        }
        let sent = Sent {
            partition: i32::try_from(place).unwrap_or(i32::MAX),
            batch: batch.compression(self.options.compression).build(),
            records,
            base_sequence,
            since: Instant::now(),
        };
        if place == self.keyless {
            self.keyless = (self.keyless + 1) % self.open.len();
        }
        self.dispatch(sent)
    }

    /// Sends a batch behind those in flight.
    fn dispatch(&mut self, sent: Sent) -> Result<(), ClientError> {
        let node = self.cluster.leader(&self.topic, sent.partition);
        while self
            .in_flight
            .get(&node)
            .is_some_and(|waiting| waiting.len() >= IN_FLIGHT_MAX)
        {
            self.receive(node)?;
        }
        // A failure meanwhile may have moved the leader.
        let node = self.cluster.leader(&self.topic, sent.partition);
        let request = self.request(&sent);
        let posted = match self.cluster.connection(node) {
            Ok(connection) if self.options.acks == 0 => {
                connection.post_unanswered(&request, PRODUCE_VERSION)
            }
            Ok(connection) => connection.post(&request, PRODUCE_VERSION),
            Err(error) => Err(error),
        };
        match posted {
            Ok(()) if self.options.acks == 0 => self.count(&sent),
            Ok(()) => self.in_flight.entry(node).or_default().push_back(sent),
            Err(error) => {
                self.cluster.drop_connection(node);
                let mut failed: Vec<Sent> = self.in_flight.remove(&node).unwrap_or_default().into();
                failed.push(sent);
                return self.recover(failed, error);
            }
        }
        Ok(())
    }

    fn count(&mut self, sent: &Sent) {
        self.delivered.records += u64::try_from(sent.records).unwrap_or(0);
        self.delivered.bytes += sent.batch.len() as u64;
    }

    fn request(&self, sent: &Sent) -> ProduceRequest {
        let timeout = self.cluster.timeout().as_millis();
        ProduceRequest {
            acks: self.options.acks,
            timeout_ms: i32::try_from(timeout).unwrap_or(i32::MAX),
            topic_data: vec![TopicProduceData {
                name: self.topic.as_str().into(),
                partition_data: vec![PartitionProduceData {
                    index: sent.partition,
                    records: Some(Records::from(sent.batch.clone())),
                }],
                ..Default::default()
            }],
            ..Default::default()
        }
    }

    /// Takes the oldest answer of a broker.
    fn receive(&mut self, node: i32) -> Result<(), ClientError> {
        match self.take_answer(node) {
            Ok(()) => Ok(()),
            Err((failed, error)) => self.recover(failed, error),
        }
    }

    /// Takes the oldest answer of a broker; on failure tells which batches have none.
    fn take_answer(&mut self, node: i32) -> Result<(), (Vec<Sent>, ClientError)> {
        let answer = self
            .cluster
            .connection(node)
            .and_then(|connection| connection.receive::<ProduceRequest>());
        let waiting = self.in_flight.entry(node).or_default();
        match answer {
            Ok(answer) => {
                let Some(sent) = waiting.pop_front() else {
                    panic!("an answer to no batch");
                };
                match verdict(&self.topic, &answer) {
                    Ok(()) => {
                        self.count(&sent);
                        Ok(())
                    }
                    Err(error) => Err((vec![sent], error)),
                }
            }
            Err(error) => {
                let failed = std::mem::take(waiting).into();
                self.cluster.drop_connection(node);
                Err((failed, error))
            }
        }
    }

    /// Answers or gives up all that is in flight, then sends again what failed, in its order.
    fn recover(&mut self, mut failed: Vec<Sent>, error: ClientError) -> Result<(), ClientError> {
        if !may_pass(&error) {
            return Err(error);
        }
        let mut last = error;
        while let Some(node) = self.busy_node() {
            if let Err((more, error)) = self.take_answer(node) {
                // Batches behind one that failed are out of order for the broker: they are sent again behind it.
                if !may_pass(&error) && error.code() != Some(ErrorCode::OutOfOrderSequenceNumber) {
                    return Err(error);
                }
                failed.extend(more);
                last = error;
            }
        }
        failed.sort_by_key(|sent| (sent.partition, sent.since, sent.base_sequence));
        for sent in failed {
            self.send_until_acknowledged(&sent, &last)?;
        }
        Ok(())
    }

    fn send_until_acknowledged(
        &mut self,
        sent: &Sent,
        before: &ClientError,
    ) -> Result<(), ClientError> {
        let deadline = Instant::now() + self.options.delivery_timeout;
        let mut pause = Duration::from_millis(20);
        let mut last = before.clone();
        while Instant::now() < deadline {
            match self.send_once(sent) {
                Ok(()) => {
                    self.count(sent);
                    return Ok(());
                }
                Err(error) if !may_pass(&error) => return Err(error),
                Err(error) => last = error,
            }
            thread::sleep(pause);
            pause = (pause * 2).min(Duration::from_millis(500));
        }
        Err(last)
    }

    fn send_once(&mut self, sent: &Sent) -> Result<(), ClientError> {
        self.cluster.refresh(&self.topic)?;
        let node = self.cluster.leader(&self.topic, sent.partition);
        if node < 0 {
            let what = format!("partition {}-{}", self.topic, sent.partition);
            return Err(ClientError::refused(
                what,
                ErrorCode::LeaderNotAvailable.code(),
                None,
            ));
        }
        let request = self.request(sent);
        if self.options.acks == 0 {
            return self
                .cluster
                .connection(node)?
                .post_unanswered(&request, PRODUCE_VERSION);
        }
        verdict(
            &self.topic,
            &self.cluster.call(node, &request, PRODUCE_VERSION)?,
        )
    }
}

/// Whether sending again may help.
fn may_pass(error: &ClientError) -> bool {
    error.is_retriable()
        || matches!(
            error,
            ClientError::TimedOut { .. }
                | ClientError::Unreachable { .. }
                | ClientError::Refused {
                    code: ErrorCode::BrokerNotAvailable,
                    ..
                }
        )
}

fn verdict(topic: &str, answer: &ProduceResponse) -> Result<(), ClientError> {
    let told = answer
        .responses
        .first()
        .and_then(|topic| topic.partition_responses.first());
    let Some(told) = told else {
        let reason = "the answer names no partition".to_owned();
        return Err(ClientError::Protocol {
            what: "Produce".to_owned(),
            reason,
        });
    };
    // An earlier attempt, whose answer was lost, has stored the batch.
    let stored =
        told.error_code == 0 || told.error_code == ErrorCode::DuplicateSequenceNumber.code();
    if stored {
        return Ok(());
    }
    let what = format!("writing to {topic}-{}", told.index);
    Err(ClientError::refused(
        what,
        told.error_code,
        told.error_message.as_deref(),
    ))
}

fn new_identity(cluster: &mut Cluster) -> Result<(ProducerId, ProducerEpoch), ClientError> {
    let request = InitProducerIdRequest {
        transactional_id: None,
        transaction_timeout_ms: i32::MAX,
        producer_id: -1,
        producer_epoch: -1,
        ..Default::default()
    };
    cluster.retrying(|cluster| {
        let answer = cluster.call_any(&request, i16::MAX)?;
        match answer.error_code {
            0 => Ok((
                ProducerId(answer.producer_id),
                ProducerEpoch(answer.producer_epoch),
            )),
            code => Err(ClientError::refused("getting a producer id", code, None)),
        }
    })
}

fn now() -> Timestamp {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}
