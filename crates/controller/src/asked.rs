//! Which requests of a listener that brokers share with controllers are for the controller.

use bytes::Bytes;
use codec::DecodeError;
use coordination::wire;
use protocol::{ApiKey, RequestHeader, decode_request_header};

/// The endpoint type of controllers in DescribeCluster (KIP-919).
const CONTROLLERS: i8 = 2;

/// Whether a request is for a controller and not for the broker behind the same listener: what only controllers answer,
/// fetches of the metadata log, and questions about controllers. What cannot be read is nobody's.
#[must_use]
pub fn is_for_controller(request: &Bytes) -> bool {
    let Some(code) = request.first_chunk().copied().map(i16::from_be_bytes) else {
        return false;
    };
    match ApiKey::from_code(code) {
        Some(
            ApiKey::BrokerRegistration
            | ApiKey::BrokerHeartbeat
            | ApiKey::AlterPartition
            | ApiKey::AllocateProducerIds
            | ApiKey::AssignReplicasToDirs
            | ApiKey::ControllerRegistration
            | ApiKey::FetchSnapshot
            | ApiKey::Envelope,
        ) => true,
        Some(ApiKey::Fetch) => is(request, fetches_metadata),
        Some(ApiKey::DescribeCluster) => is(request, asks_for_controllers),
        _ => false,
    }
}

fn is(
    request: &Bytes,
    look: fn(&RequestHeader, codec::Reader) -> Result<bool, DecodeError>,
) -> bool {
    decode_request_header(request.clone())
        .ok()
        .and_then(|(header, reader)| look(&header, reader).ok())
        .unwrap_or(false)
}

/// Looks at the first topic alone: a fetch of records may be long.
fn fetches_metadata(
    header: &RequestHeader,
    mut reader: codec::Reader,
) -> Result<bool, DecodeError> {
    // Topics have ids from version 13 on, and no earlier one is spoken by a broker that knows this log.
    if header.api_version < 13 {
        return Ok(false);
    }
    if header.api_version < 15 {
        reader.i32("ReplicaId")?;
    }
    for field in ["MaxWaitMs", "MinBytes", "MaxBytes"] {
        reader.i32(field)?;
    }
    reader.i8("IsolationLevel")?;
    reader.i32("SessionId")?;
    reader.i32("SessionEpoch")?;
    // The length of the list and one: none, or an empty one, has no topic.
    if reader.uvarint("Topics")? < 2 {
        return Ok(false);
    }
    Ok(reader.uuid("TopicId")? == wire::TOPIC_ID)
}

fn asks_for_controllers(
    header: &RequestHeader,
    mut reader: codec::Reader,
) -> Result<bool, DecodeError> {
    if header.api_version < 1 {
        return Ok(false);
    }
    reader.bool("IncludeClusterAuthorizedOperations")?;
    Ok(reader.i8("EndpointType")? == CONTROLLERS)
}

#[cfg(test)]
mod tests {
    use protocol::messages::broker_heartbeat::BrokerHeartbeatRequest;
    use protocol::messages::describe_cluster::DescribeClusterRequest;
    use protocol::messages::fetch::request::{FetchPartition, FetchRequest, FetchTopic};
    use protocol::messages::metadata::MetadataRequest;
    use protocol::{Request, encode_request};
    use types::Uuid;

    use super::*;

    fn asks<R: Request>(request: &R) -> Vec<bool> {
        let versions = R::KEY.versions();
        let frames = (versions.lowest..=versions.highest).map(|version| {
            let frame = encode_request(version, 7, Some("test"), request);
            frame.map(|frame| is_for_controller(&frame.into_bytes().expect("bytes")))
        });
        frames.filter_map(Result::ok).collect()
    }

    fn fetch(topics: &[Uuid]) -> FetchRequest {
        let topic = |&topic_id: &Uuid| FetchTopic {
            topic_id,
            partitions: vec![FetchPartition::default()],
            ..FetchTopic::default()
        };
        FetchRequest {
            topics: topics.iter().map(topic).collect(),
            ..FetchRequest::default()
        }
    }

    #[test]
    fn fetches_of_the_metadata_log_are_told_from_fetches_of_records() {
        let asked = asks(&fetch(&[wire::TOPIC_ID]));
        assert!(asked.iter().rev().take(5).all(|asked| *asked), "{asked:?}");
        for other in [vec![], vec![Uuid::from_u128(77)]] {
            assert!(asks(&fetch(&other)).iter().all(|asked| !asked));
        }
    }

    #[test]
    fn a_broker_answers_clients_and_a_controller_brokers() {
        assert!(
            asks(&BrokerHeartbeatRequest::default())
                .iter()
                .all(|asked| *asked)
        );
        assert!(asks(&MetadataRequest::default()).iter().all(|asked| !asked));
        assert!(
            asks(&DescribeClusterRequest::default())
                .iter()
                .all(|asked| !asked)
        );
        let of_controllers = DescribeClusterRequest {
            endpoint_type: CONTROLLERS,
            ..DescribeClusterRequest::default()
        };
        assert!(asks(&of_controllers).iter().all(|asked| *asked));
        assert!(!is_for_controller(&Bytes::from_static(b"\0")));
    }
}
