//! Headers, whole frames, coordinator records, and fields that a version cannot carry.

use bytes::Bytes;
use codec::{EncodeError, Message, Piece, Records, Text, Uuid};
use protocol::messages::{
    ApiVersionsRequest, ApiVersionsResponse, FetchResponse, MetadataRequest, ProduceRequest,
};
use protocol::messages::{fetch, metadata, produce};
use protocol::records::{CoordinatorKey, decode_value, encode_key, encode_value, group};
use protocol::{
    ApiKey, ErrorCode, HeaderError, decode_request, decode_request_header, decode_response,
    encode_request, encode_response,
};

fn memory(frame: codec::Frame) -> Bytes {
    frame.into_bytes().expect("memory")
}

#[test]
fn a_request_arrives_with_its_header() {
    let topic = metadata::MetadataRequestTopic {
        name: Some("events".into()),
        ..Default::default()
    };
    for version in ApiKey::Metadata.versions().all() {
        let request = MetadataRequest {
            topics: Some(vec![topic.clone()]),
            ..Default::default()
        };
        let frame = memory(encode_request(version, 77, Some("client"), &request).expect("encodes"));
        let (header, reader) = decode_request_header(frame).expect("a header");
        assert_eq!(
            (header.api_key, header.api_version, header.correlation_id),
            (3, version, 77)
        );
        assert_eq!(header.client_id, Some("client".into()));
        assert_eq!(
            decode_request::<MetadataRequest>(&header, reader),
            Ok(request)
        );
    }
}

#[test]
fn a_response_returns_with_its_correlation_id() {
    let response = FetchResponse {
        session_id: 5,
        error_code: ErrorCode::None.code(),
        ..Default::default()
    };
    for version in 7..=18 {
        let frame = encode_response(ApiKey::Fetch, version, 88, &response).expect("encodes");
        let decoded = decode_response::<protocol::messages::FetchRequest>(version, memory(frame));
        assert_eq!(decoded, Ok((88, response.clone())));
    }
}

#[test]
fn api_versions_of_the_future_can_still_be_answered() {
    // Version 99 of ApiVersions, then a header and body that nobody knows yet.
    let frame = Bytes::from_static(b"\0\x12\0\x63\0\0\0\x07\xff\xff\xff\xff\xff");
    let error = decode_request_header(frame).expect_err("not known");
    let expected = HeaderError::UnsupportedVersion {
        api: ApiKey::ApiVersions,
        api_version: 99,
        correlation_id: 7,
    };
    assert_eq!(error, expected);
    let answer = ApiVersionsResponse {
        error_code: ErrorCode::UnsupportedVersion.code(),
        ..Default::default()
    };
    let frame = memory(encode_response(ApiKey::ApiVersions, 0, 7, &answer).expect("encodes"));
    assert_eq!(frame, [0, 0, 0, 7, 0, 35, 0, 0, 0, 0].as_slice());
    // Its response header has no tagged fields, whatever the version.
    let frame = memory(encode_response(ApiKey::ApiVersions, 4, 7, &answer).expect("encodes"));
    assert_eq!(frame[..6], [0, 0, 0, 7, 0, 35]);
    assert_eq!(
        decode_response::<ApiVersionsRequest>(4, frame).map(|(id, _)| id),
        Ok(7)
    );
}

#[test]
fn keys_and_headers_that_are_not_known_are_told_apart() {
    let error = |bytes: &'static [u8]| {
        decode_request_header(Bytes::from_static(bytes)).expect_err("refused")
    };
    assert_eq!(
        error(b"\0\x04\0\x01\0\0\0\x09"),
        HeaderError::UnknownApiKey {
            api_key: 4,
            api_version: 1,
            correlation_id: 9
        }
    );
    assert!(matches!(
        error(b"\0\0\0\x02\0\0\0\x09"),
        HeaderError::UnsupportedVersion {
            api: ApiKey::Produce,
            ..
        }
    ));
    assert!(matches!(error(b"\0\x12\0"), HeaderError::Malformed(_)));
    assert!(matches!(
        error(b"\0\x12\0\x03\0\0\0\x09\0\x40a"),
        HeaderError::Malformed(_)
    ));
}

#[test]
fn a_fetch_response_holds_its_records_uncopied() {
    let records = Bytes::from(vec![3; 100_000]);
    let partition = fetch::response::PartitionData {
        records: Some(Records::from(records.clone())),
        ..Default::default()
    };
    let topic = fetch::FetchableTopicResponse {
        topic_id: Uuid::from_u128(200),
        partitions: vec![partition],
        ..Default::default()
    };
    let response = FetchResponse {
        responses: vec![topic],
        ..Default::default()
    };
    let frame = encode_response(ApiKey::Fetch, 17, 1, &response).expect("encodes");
    let held =
        |piece: &Piece| matches!(piece, Piece::Bytes(bytes) if bytes.as_ptr() == records.as_ptr());
    assert_eq!(frame.pieces.iter().filter(|piece| held(piece)).count(), 1);
    assert_eq!(frame.pieces.len(), 3);
}

#[test]
fn a_produce_request_keeps_names_and_records_in_the_frame() {
    let partition = produce::PartitionProduceData {
        index: 3,
        records: Some(Bytes::from(vec![9; 1000]).into()),
    };
    let topic = produce::TopicProduceData {
        name: "clicks".into(),
        partition_data: vec![partition],
        ..Default::default()
    };
    let request = ProduceRequest {
        acks: -1,
        topic_data: vec![topic],
        ..Default::default()
    };
    let frame = memory(encode_request(9, 1, None, &request).expect("encodes"));
    let within = frame.as_ptr_range();
    let (header, reader) = decode_request_header(frame.clone()).expect("a header");
    let decoded: ProduceRequest = decode_request(&header, reader).expect("a request");
    assert_eq!(decoded, request);
    assert!(within.contains(&decoded.topic_data[0].name.as_bytes().as_ptr()));
    let records = decoded.topic_data[0].partition_data[0]
        .records
        .clone()
        .expect("records");
    assert!(within.contains(&records.into_bytes().expect("memory").as_ptr()));
}

#[test]
fn what_a_version_cannot_carry_is_refused_unless_it_may_be_left_out() {
    let request = MetadataRequest {
        topics: None,
        ..Default::default()
    };
    let field = "MetadataRequest.Topics";
    assert_eq!(
        request.to_bytes(0),
        Err(EncodeError::Null { field, version: 0 })
    );
    assert!(request.to_bytes(1).is_ok());
    let request = MetadataRequest {
        allow_auto_topic_creation: false,
        ..Default::default()
    };
    let field = "MetadataRequest.AllowAutoTopicCreation";
    assert_eq!(
        request.to_bytes(3),
        Err(EncodeError::NotInVersion { field, version: 3 })
    );
    assert!(request.to_bytes(4).is_ok());
    let message = "MetadataRequest";
    assert_eq!(
        request.to_bytes(14),
        Err(EncodeError::Version {
            message,
            version: 14
        })
    );
    // Ignorable: the throttle time of a response that has no place for it.
    let response = protocol::messages::HeartbeatResponse {
        throttle_time_ms: 9,
        ..Default::default()
    };
    assert_eq!(response.to_bytes(0).expect("left out").len(), 2);
}

#[test]
fn coordinator_records_begin_with_their_type_and_version() {
    let key = group::OffsetCommitKey {
        group: "g".into(),
        topic: "t".into(),
        partition: 2,
    };
    let bytes = encode_key(&key).expect("encodes");
    assert_eq!(bytes, [0, 1, 0, 1, b'g', 0, 1, b't', 0, 0, 0, 2].as_slice());
    assert_eq!(
        group::decode_key(bytes.clone()),
        Ok(group::Key::OffsetCommit(key.clone()))
    );
    assert_eq!(group::Key::OffsetCommit(key).to_bytes(), Ok(bytes));
    let value = group::OffsetCommitValue {
        offset: 5,
        metadata: Text::from("m"),
        commit_timestamp: 6,
        ..Default::default()
    };
    let bytes = encode_value(&value, 3).expect("encodes");
    assert_eq!(bytes[..2], [0, 3]);
    assert_eq!(
        decode_value::<group::OffsetCommitValue>(bytes.clone()),
        Ok(value.clone())
    );
    let kind = group::OffsetCommitKey::TYPE;
    assert_eq!(
        group::decode_value(kind, bytes),
        Ok(group::Value::OffsetCommit(value))
    );
    let unknown = group::decode_key(Bytes::from_static(&[0, 99])).expect_err("unknown");
    assert_eq!(unknown.problem, codec::Problem::Unknown(99));
}
