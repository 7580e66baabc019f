//! Brokers and controllers: what they say of themselves, and their registrations.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use metadata::{
    BrokerRegistration, ControllerRegistration, Endpoint, FeatureRange, SecurityProtocol,
};
use serde_json::{Map, Value, json};
use types::{BrokerEpoch, BrokerId, Offset};

use super::super::import::NO_RUN;
use super::content::{
    Read, bytes, field, id, integer, list, number, text, texts, truth, uuids, versioned,
};

fn endpoints(endpoints: &[Endpoint]) -> Value {
    let endpoints = endpoints.iter().map(|endpoint| {
        json!({
            "name": &*endpoint.name,
            "host": &*endpoint.host,
            "port": endpoint.port,
            "security_protocol": endpoint.security_protocol.0,
        })
    });
    Value::Array(endpoints.collect())
}

fn read_endpoints(value: &Value) -> Read<Vec<Endpoint>> {
    let read = |value: &Value| -> Read<Endpoint> {
        let endpoint = value.as_object().ok_or("an endpoint is no object")?;
        Ok(Endpoint {
            name: text(endpoint, "name")?.into(),
            host: text(endpoint, "host")?.into(),
            port: number(endpoint, "port")?,
            security_protocol: SecurityProtocol(number(endpoint, "security_protocol")?),
        })
    };
    list(value, "endpoints")?.iter().map(read).collect()
}

fn ranges(features: &BTreeMap<Arc<str>, FeatureRange>) -> Value {
    let ranges = features
        .iter()
        .map(|(name, range)| (name.to_string(), json!([range.min, range.max])));
    Value::Object(ranges.collect())
}

fn read_ranges(value: &Value) -> Read<BTreeMap<Arc<str>, FeatureRange>> {
    let entries = value.as_object().ok_or("\"features\" is no object")?;
    let read = |(name, value): (&String, &Value)| -> Read<(Arc<str>, FeatureRange)> {
        let [min, max] = list(value, name)?.as_slice() else {
            return Err(format!("the levels of {name} are not two numbers"));
        };
        let range = FeatureRange {
            min: integer(min, name)?,
            max: integer(max, name)?,
        };
        Ok((name.as_str().into(), range))
    };
    entries.iter().map(read).collect()
}

/// `/highwater/brokers/N`: a registration, which outlives the broker's session.
pub(crate) fn broker(broker: &BrokerRegistration) -> Bytes {
    bytes(&json!({
        "version": 1,
        "epoch": broker.epoch.0,
        "incarnation_id": broker.incarnation_id.to_string(),
        "rack": broker.rack.as_deref(),
        "endpoints": endpoints(&broker.endpoints),
        "features": ranges(&broker.features),
        "fenced": broker.fenced,
        "in_controlled_shutdown": broker.in_controlled_shutdown,
        "log_dirs": texts(&broker.log_dirs),
        "cordoned_log_dirs": broker.cordoned_log_dirs.as_deref().map(texts),
    }))
}

/// See [`broker`]: what is known of a broker that was Kafka's last. If its log directories were closed in order, it will say so by
/// this epoch.
pub(crate) fn of_kafka(id: BrokerId) -> Bytes {
    broker(&BrokerRegistration {
        id,
        epoch: BrokerEpoch::NOT_NUMBERED,
        incarnation_id: NO_RUN,
        rack: None,
        endpoints: Vec::new(),
        features: BTreeMap::new(),
        fenced: true,
        in_controlled_shutdown: false,
        log_dirs: Vec::new(),
        cordoned_log_dirs: None,
        registered_at: Offset::NONE,
    })
}

pub(crate) fn read_broker(broker: BrokerId, data: &[u8]) -> Read<BrokerRegistration> {
    let object = versioned(data, 1)?;
    let cordoned = object
        .get("cordoned_log_dirs")
        .is_some_and(|it| !it.is_null());
    Ok(BrokerRegistration {
        id: broker,
        epoch: BrokerEpoch(number(&object, "epoch")?),
        incarnation_id: id(text(&object, "incarnation_id")?)?,
        rack: object.get("rack").and_then(Value::as_str).map(Arc::from),
        endpoints: read_endpoints(field(&object, "endpoints")?)?,
        features: read_ranges(field(&object, "features")?)?,
        fenced: truth(&object, "fenced")?,
        in_controlled_shutdown: truth(&object, "in_controlled_shutdown")?,
        log_dirs: uuids(&object, "log_dirs")?,
        cordoned_log_dirs: cordoned
            .then(|| uuids(&object, "cordoned_log_dirs"))
            .transpose()?,
        registered_at: Offset::NONE,
    })
}

/// `/highwater/controllers/N`.
pub(crate) fn controller_registration(controller: &ControllerRegistration) -> Bytes {
    bytes(&json!({
        "version": 1,
        "incarnation_id": controller.incarnation_id.to_string(),
        "endpoints": endpoints(&controller.endpoints),
        "features": ranges(&controller.features),
    }))
}

pub(crate) fn read_controller_registration(
    controller: BrokerId,
    data: &[u8],
) -> Read<ControllerRegistration> {
    let object = versioned(data, 1)?;
    Ok(ControllerRegistration {
        id: controller,
        incarnation_id: id(text(&object, "incarnation_id")?)?,
        endpoints: read_endpoints(field(&object, "endpoints")?)?,
        features: read_ranges(field(&object, "features")?)?,
    })
}

/// What a broker says of itself in `/brokers/ids/N`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BrokerAddress {
    /// Where it listens, in its own order.
    pub endpoints: Vec<Endpoint>,
    /// `broker.rack`.
    pub rack: Option<String>,
}

/// `/brokers/ids/N`, version 5.
pub(crate) fn broker_id(address: &BrokerAddress, now_ms: i64) -> Bytes {
    let protocol = |protocol: SecurityProtocol| match protocol {
        SecurityProtocol::SSL => "SSL",
        SecurityProtocol::SASL_PLAINTEXT => "SASL_PLAINTEXT",
        SecurityProtocol::SASL_SSL => "SASL_SSL",
        _ => "PLAINTEXT",
    };
    let uris = address.endpoints.iter();
    let uris: Vec<_> = uris
        .map(|endpoint| {
            let host = match endpoint.host.contains(':') {
                true => format!("[{}]", endpoint.host),
                false => endpoint.host.to_string(),
            };
            format!("{}://{host}:{}", endpoint.name, endpoint.port)
        })
        .collect();
    let protocols = address.endpoints.iter().map(|endpoint| {
        let protocol = protocol(endpoint.security_protocol);
        (endpoint.name.to_string(), json!(protocol))
    });
    let protocols: Map<_, _> = protocols.collect();
    // Old clients look for an endpoint without protection here.
    let plain = address
        .endpoints
        .iter()
        .find(|endpoint| endpoint.security_protocol == SecurityProtocol::PLAINTEXT);
    let mut broker = json!({
        "version": 5,
        "host": plain.map(|endpoint| &*endpoint.host),
        "port": plain.map_or(-1, |endpoint| i32::from(endpoint.port)),
        "jmx_port": -1,
        "timestamp": now_ms.to_string(),
        "endpoints": uris,
        "listener_security_protocol_map": protocols,
        "features": {},
    });
    if let (Some(rack), Some(broker)) = (&address.rack, broker.as_object_mut()) {
        broker.insert("rack".to_owned(), json!(rack));
    }
    bytes(&broker)
}

pub(crate) fn read_broker_id(data: &[u8]) -> Read<BrokerAddress> {
    let object = versioned(data, 5)?;
    let protocols = object
        .get("listener_security_protocol_map")
        .and_then(Value::as_object);
    let read = |value: &Value| -> Read<Endpoint> {
        let uri = value.as_str().unwrap_or_default();
        let bad = || format!("{uri:?} is no endpoint");
        let (name, rest) = uri.split_once("://").ok_or_else(bad)?;
        let (host, port) = rest.rsplit_once(':').ok_or_else(bad)?;
        let protocol = protocols.and_then(|protocols| protocols.get(name)?.as_str());
        let security_protocol = match protocol.unwrap_or(name) {
            "SSL" => SecurityProtocol::SSL,
            "SASL_PLAINTEXT" => SecurityProtocol::SASL_PLAINTEXT,
            "SASL_SSL" => SecurityProtocol::SASL_SSL,
            _ => SecurityProtocol::PLAINTEXT,
        };
        Ok(Endpoint {
            name: name.into(),
            host: host.trim_start_matches('[').trim_end_matches(']').into(),
            port: port.parse().map_err(|_| bad())?,
            security_protocol,
        })
    };
    let endpoints = list(field(&object, "endpoints")?, "endpoints")?.iter();
    Ok(BrokerAddress {
        endpoints: endpoints.map(read).collect::<Read<_>>()?,
        rack: object
            .get("rack")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
}
