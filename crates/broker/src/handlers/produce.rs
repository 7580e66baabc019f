//! Produce: one batch for each partition, appended as received; the answer leaves when its acks are reached.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use codec::Text;
use metadata::Image;
use protocol::ErrorCode;
use protocol::messages::produce::{
    BatchIndexAndErrorMessage, LeaderIdAndEpoch, NodeEndpoint, PartitionProduceData,
    PartitionProduceResponse, ProduceRequest, ProduceResponse, TopicProduceData,
    TopicProduceResponse,
};
use records::{Batch, Compression};
use replica_core::{AckOutcome, Acks};
use types::{Offset, PartitionIndex, TopicId, TopicName, TopicPartition};
use world::{Output, Reply};

use crate::broker::{Broker, ImageView};
use crate::deadlines::Due;
use crate::dispatch::Causes;
use crate::error_map;
use crate::partitions::{AppendFailure, Appended, HostedPartition};
use crate::request::Request;
use crate::waiting::{PendingProduce, Slot, Waiter};

impl Broker {
    pub(crate) fn produce(
        &self,
        request: &Request<'_>,
        body: ProduceRequest,
        causes: &mut Causes<'_>,
    ) -> Reply {
        let acks = match body.acks {
            0 => Acks::None,
            1 => Acks::Leader,
            -1 => Acks::AllInSync,
            _ => return request.reply(&refused(&body, ErrorCode::InvalidRequiredAcks)),
        };
        if body.transactional_id.is_some() {
            // Without transactions every transactional id is one that nobody may use.
            return request.reply(&refused(
                &body,
                ErrorCode::TransactionalIdAuthorizationFailed,
            ));
        }
        let image = self.image.load();
        let pending = Arc::new(PendingProduce::new(request.to, places(&body)));
        for (topic_at, topic) in body.topic_data.iter().enumerate() {
            let known = find_topic(&image, request.version(), topic);
            for (partition_at, data) in topic.partition_data.iter().enumerate() {
                let slot = Slot {
                    topic: topic_at,
                    partition: partition_at,
                };
                let result = match &known {
                    Ok(found) => self.produce_partition(
                        request,
                        &image,
                        found,
                        data,
                        acks,
                        (&pending, slot),
                        causes,
                    ),
                    Err(error) => (failed(data.index, *error, None), false),
                };
                self.count_produced(result.0.error_code);
                pending.note(slot, result.0, result.1);
            }
        }
        self.answer_produce(request, acks, &body, &pending, causes.out)
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "one partition of one request: who, where, what, how and for whom"
    )]
    fn produce_partition(
        &self,
        request: &Request<'_>,
        image: &Image,
        topic: &(TopicId, TopicName),
        data: &PartitionProduceData,
        acks: Acks,
        (pending, slot): (&Arc<PendingProduce>, Slot),
        causes: &mut Causes<'_>,
    ) -> (PartitionProduceResponse, bool) {
        let index = PartitionIndex(data.index);
        let name = TopicPartition {
            topic: topic.1.clone(),
            partition: index,
        };
        let Some(hosted) = self.partitions.get(topic.0, index) else {
            let error = match image.partition(topic.0, index) {
                Some(_) => self.not_hosted(topic.0, index),
                None => ErrorCode::UnknownTopicOrPartition,
            };
            return (failed(data.index, error, None), false);
        };
        let batch = match single_batch(data, request.version()) {
            Ok(batch) => batch,
            Err((error, why)) => return (failed(data.index, error, Some(why)), false),
        };
        let waiter = || {
            // Under the partition's lock: as soon as that is let go, a follower's fetch on another thread may settle it.
            pending.open(slot);
            Waiter::Produce(pending.clone(), slot)
        };
        match hosted.append(
            request.now,
            &batch,
            acks,
            waiter,
            &ImageView(image),
            causes.effects,
        ) {
            Ok(appended) => {
                self.counters.bytes_in.add(batch.bytes().len() as u64);
                let records = u64::try_from(batch.header().record_count);
                self.counters.messages_in.add(records.unwrap_or(0));
                self.appended(&name, data.index, &appended)
            }
            Err(failure) => {
                if let AppendFailure::Log(error) = &failure
                    && error.is_disk_failure()
                {
                    causes
                        .effects
                        .failed_directories
                        .push((hosted.directory, error.to_string()));
                }
                (append_failed(&name, data.index, &failure), false)
            }
        }
    }

    /// One more partition of a produce request, which may have failed at once.
    fn count_produced(&self, error_code: i16) {
        self.counters.produce_requests.one();
        if error_code != ErrorCode::None.code() {
            self.counters.failed_produce_requests.one();
        }
    }

    fn appended(
        &self,
        name: &TopicPartition,
        index: i32,
        appended: &Appended,
    ) -> (PartitionProduceResponse, bool) {
        let response = PartitionProduceResponse {
            index,
            base_offset: appended.base_offset.0,
            log_append_time_ms: appended.log_append_time.0,
            log_start_offset: appended.log_start.0,
            ..PartitionProduceResponse::default()
        };
        match appended.outcome {
            AckOutcome::Waiting => (response, true),
            outcome => {
                let (error, why) = error_map::ack_outcome(name, outcome);
                if error.is_none() {
                    (response, false)
                } else {
                    (failed(index, error, why), false)
                }
            }
        }
    }

    fn answer_produce(
        &self,
        request: &Request<'_>,
        acks: Acks,
        body: &ProduceRequest,
        pending: &Arc<PendingProduce>,
        out: &mut Vec<Output>,
    ) -> Reply {
        let answer = pending.filled();
        if acks == Acks::None {
            // Nobody is told of an error either; Kafka closes the connection so that the client looks for the leader anew.
            let failed = answer.as_ref().is_some_and(has_errors);
            return if failed {
                Reply::Close("a produce request with acks=0 failed".into())
            } else {
                Reply::Never
            };
        }
        match answer {
            Some(response) => request.reply(&self.with_leaders(request.version(), response)),
            None => {
                let timeout = Duration::from_millis(u64::try_from(body.timeout_ms).unwrap_or(0));
                let due = Due::Produce(Arc::downgrade(pending));
                self.deadlines
                    .enter(request.now.instant + timeout, due, out);
                Reply::Later
            }
        }
    }

    /// Settles one partition of a produce request that waited.
    pub(crate) fn settle_produce(
        &self,
        pending: &Arc<PendingProduce>,
        slot: Slot,
        partition: &HostedPartition,
        outcome: AckOutcome,
        out: &mut Vec<Output>,
    ) {
        let (error, why) = error_map::ack_outcome(&partition.name, outcome);
        if !error.is_none() {
            self.counters.failed_produce_requests.one();
        }
        let answer = pending.settle(slot, |result| mark_failed(result, error, why));
        if let Some(response) = answer {
            pending
                .to
                .send(&self.with_leaders(pending.to.version, response), out);
        }
    }

    /// Answers a produce request whose time is over.
    pub(crate) fn expire_produce(&self, pending: &Weak<PendingProduce>, out: &mut Vec<Output>) {
        let Some(pending) = pending.upgrade() else {
            return;
        };
        let answer = pending.expire(|result| {
            let why = "the in-sync replicas did not confirm within timeout.ms; the record may still be committed";
            self.counters.failed_produce_requests.one();
            mark_failed(result, ErrorCode::RequestTimedOut, Some(why.to_owned()));
        });
        if let Some(response) = answer {
            pending
                .to
                .send(&self.with_leaders(pending.to.version, response), out);
        }
    }

    /// Tells whoever asked the wrong broker where the leader is (KIP-951).
    fn with_leaders(&self, version: i16, mut response: ProduceResponse) -> ProduceResponse {
        if version < 10 {
            return response;
        }
        let image = self.image.load();
        let mut named = BTreeMap::new();
        for topic in &mut response.responses {
            let id = if version >= 13 {
                Some(topic.topic_id)
            } else {
                image.topics().id_of(&topic.name)
            };
            for partition in &mut topic.partition_responses {
                if partition.error_code != ErrorCode::NotLeaderOrFollower.code() {
                    continue;
                }
                let registered =
                    id.and_then(|id| image.partition(id, PartitionIndex(partition.index)));
                let Some(registered) = registered else {
                    continue;
                };
                partition.current_leader = LeaderIdAndEpoch {
                    leader_id: registered.leader.0,
                    leader_epoch: registered.leader_epoch.0,
                };
                let _ = named.insert(registered.leader, ());
            }
        }
        for (leader, ()) in named {
            if let Some((host, port, rack)) = self.client_endpoint(&image, leader) {
                response.node_endpoints.push(NodeEndpoint {
                    node_id: leader.0,
                    host,
                    port,
                    rack,
                });
            }
        }
        response
    }
}

/// A response with a place for every partition of the request.
fn places(body: &ProduceRequest) -> ProduceResponse {
    let topics = body.topic_data.iter().map(|topic| TopicProduceResponse {
        name: topic.name.clone(),
        topic_id: topic.topic_id,
        partition_responses: vec![PartitionProduceResponse::default(); topic.partition_data.len()],
    });
    ProduceResponse {
        responses: topics.collect(),
        ..ProduceResponse::default()
    }
}

/// The whole request refused for one reason.
fn refused(body: &ProduceRequest, error: ErrorCode) -> ProduceResponse {
    let mut response = places(body);
    for (topic, asked) in response.responses.iter_mut().zip(&body.topic_data) {
        for (place, data) in topic
            .partition_responses
            .iter_mut()
            .zip(&asked.partition_data)
        {
            *place = failed(data.index, error, None);
        }
    }
    response
}

fn has_errors(response: &ProduceResponse) -> bool {
    response
        .responses
        .iter()
        .flat_map(|topic| &topic.partition_responses)
        .any(|place| place.error_code != 0)
}

fn failed(index: i32, error: ErrorCode, why: Option<String>) -> PartitionProduceResponse {
    PartitionProduceResponse {
        index,
        error_code: error.code(),
        base_offset: Offset::NONE.0,
        log_append_time_ms: -1,
        log_start_offset: -1,
        error_message: why.map(Text::from),
        ..PartitionProduceResponse::default()
    }
}

fn mark_failed(result: &mut PartitionProduceResponse, error: ErrorCode, why: Option<String>) {
    if !error.is_none() {
        *result = failed(result.index, error, why);
    }
}

fn append_failed(
    name: &TopicPartition,
    index: i32,
    failure: &AppendFailure,
) -> PartitionProduceResponse {
    let (error, why) = error_map::append_failure(name, failure);
    let mut result = failed(index, error, Some(why.clone()));
    if let AppendFailure::Batch(batch) = failure
        && let Some(at) = batch.record_index()
    {
        let message = Some(Text::from(why));
        result.record_errors = vec![BatchIndexAndErrorMessage {
            batch_index: at,
            batch_index_error_message: message,
        }];
    }
    result
}

/// The topic that a request means, and its id.
fn find_topic(
    image: &Image,
    version: i16,
    asked: &TopicProduceData,
) -> Result<(TopicId, TopicName), ErrorCode> {
    if version >= 13 {
        let topic = image
            .topics()
            .by_id(asked.topic_id)
            .ok_or(ErrorCode::UnknownTopicId)?;
        return Ok((topic.id, topic.name.clone()));
    }
    let topic = image
        .topic(&asked.name)
        .ok_or(ErrorCode::UnknownTopicOrPartition)?;
    Ok((topic.id, topic.name.clone()))
}

/// From here on a producer may compress with zstd (KIP-110).
const ZSTD_VERSION: i16 = 7;

/// The batch of one partition. Since version 3 a producer sends exactly one.
fn single_batch(data: &PartitionProduceData, version: i16) -> Result<Batch, (ErrorCode, String)> {
    let invalid = |why: &str| (ErrorCode::InvalidRecord, why.to_owned());
    let records = data.records.clone().unwrap_or_default();
    let bytes = records
        .into_bytes()
        .map_err(|error| (ErrorCode::UnknownServerError, error.to_string()))?;
    if bytes.is_empty() {
        return Err(invalid(
            "a produce request must contain exactly one record batch for each partition, this has none",
        ));
    }
    // As in Kafka, what follows the batch and is no whole batch is cut off.
    let mut batches = Batch::split_lenient(bytes);
    let to_code =
        |error: records::BatchError| (error_map::batch_kind(error.kind()), error.to_string());
    let first = batches
        .next()
        .ok_or_else(|| invalid("there is no record batch"))?
        .map_err(to_code)?;
    match batches.next() {
        None if version < ZSTD_VERSION && first.header().compression() == Ok(Compression::Zstd) => {
            let why = format!(
                "zstd takes version {ZSTD_VERSION} of Produce or a newer one, this is {version}"
            );
            Err((ErrorCode::UnsupportedCompressionType, why))
        }
        None => Ok(first),
        Some(Err(error)) => Err(to_code(error)),
        Some(Ok(_)) => Err(invalid(
            "a produce request must contain exactly one record batch for each partition, this has more",
        )),
    }
}
