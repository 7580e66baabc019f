//! The brokers of a cluster, connections to them, and who leads what.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use protocol::messages::find_coordinator::FindCoordinatorRequest;
use protocol::messages::metadata::{MetadataRequest, MetadataRequestTopic, MetadataResponse};
use protocol::{ErrorCode, Request};

use super::ClientError;
use super::connection::Connection;

/// How the client behaves.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Where to begin, as `host:port,host:port`.
    pub(crate) bootstrap: String,
    /// What the client calls itself.
    pub(crate) client_id: String,
    /// How long one request may take, with all its repetitions.
    pub(crate) timeout: Duration,
}

/// A broker as the cluster tells of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Broker {
    pub(crate) id: i32,
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) rack: Option<String>,
}

/// A cluster and the connections to it.
#[derive(Debug)]
pub(crate) struct Cluster {
    options: Options,
    brokers: BTreeMap<i32, Broker>,
    cluster_id: String,
    controller_id: i32,
    connections: BTreeMap<i32, Connection>,
    /// Leader of each partition by topic, as last told: the place is the partition's number.
    leaders: BTreeMap<String, Vec<i32>>,
}

impl Cluster {
    /// Finds the cluster through the first bootstrap address that answers.
    pub(crate) fn connect(options: Options) -> Result<Self, ClientError> {
        let mut cluster = Self {
            options,
            brokers: BTreeMap::new(),
            cluster_id: String::new(),
            controller_id: -1,
            connections: BTreeMap::new(),
            leaders: BTreeMap::new(),
        };
        let deadline = Instant::now() + cluster.options.timeout;
        cluster.bootstrap()?;
        while cluster.brokers.is_empty() {
            // A broker that has just started answers before the cluster has let it in.
            if Instant::now() >= deadline {
                return Err(ClientError::Unreachable {
                    addresses: cluster.options.bootstrap,
                    reason: "the node there tells of no live broker".to_owned(),
                });
            }
            thread::sleep(Duration::from_millis(5));
            cluster.bootstrap()?;
        }
        Ok(cluster)
    }

    /// Its name.
    pub(crate) fn cluster_id(&self) -> &str {
        &self.cluster_id
    }

    /// The broker that is told as the controller.
    pub(crate) fn controller_id(&self) -> i32 {
        self.controller_id
    }

    /// The brokers that live, by id.
    pub(crate) fn brokers(&self) -> impl Iterator<Item = &Broker> {
        self.brokers.values()
    }

    /// What the client calls itself.
    pub(super) fn client_id(&self) -> &str {
        &self.options.client_id
    }

    /// How long one request may take.
    pub(crate) fn timeout(&self) -> Duration {
        self.options.timeout
    }

    /// Asks the bootstrap addresses one after the other. One that hangs leaves the others their share of the time.
    fn bootstrap(&mut self) -> Result<(), ClientError> {
        let addresses = self.options.bootstrap.clone();
        let named = addresses.split(',').map(str::trim);
        let named: Vec<&str> = named.filter(|address| !address.is_empty()).collect();
        let share = u32::try_from(named.len()).unwrap_or(u32::MAX).max(1);
        let limit = self.options.timeout / share;
        let mut reason = "no address is given".to_owned();
        for address in named {
            let Some((host, port)) = split(address) else {
                reason = format!("{address} is not HOST:PORT");
                continue;
            };
            let request = MetadataRequest {
                topics: Some(Vec::new()),
                ..Default::default()
            };
            let answer = Connection::open(host, port, &self.options.client_id, limit)
                .and_then(|mut connection| connection.call(&request, i16::MAX));
            match answer {
                Ok(answer) => {
                    self.learn(&answer);
                    return Ok(());
                }
                Err(ClientError::Disconnected { reason: why, .. }) => reason = why,
                Err(error) => reason = error.to_string(),
            }
        }
        Err(ClientError::Unreachable { addresses, reason })
    }

    fn learn(&mut self, answer: &MetadataResponse) {
        if !answer.brokers.is_empty() {
            self.brokers.clear();
        }
        for broker in &answer.brokers {
            let known = Broker {
                id: broker.node_id,
                host: broker.host.to_string(),
                port: u16::try_from(broker.port).unwrap_or(0),
                rack: broker.rack.as_ref().map(ToString::to_string),
            };
            self.brokers.insert(known.id, known);
        }
        let brokers = &self.brokers;
        self.connections.retain(|id, connection| {
            brokers.get(id).is_some_and(|broker| {
                connection.address() == format!("{}:{}", broker.host, broker.port)
            })
        });
        if let Some(id) = &answer.cluster_id {
            self.cluster_id = id.to_string();
        }
        self.controller_id = answer.controller_id;
        for topic in &answer.topics {
            let Some(name) = &topic.name else { continue };
            if topic.error_code != 0 {
                self.leaders.remove(name.as_str());
                continue;
            }
            let mut leaders = vec![-1; topic.partitions.len()];
            for partition in &topic.partitions {
                let place = usize::try_from(partition.partition_index).unwrap_or(usize::MAX);
                if let Some(leader) = leaders.get_mut(place) {
                    *leader = partition.leader_id;
                }
            }
            self.leaders.insert(name.to_string(), leaders);
        }
    }

    /// The connection to one broker, opened when there is none.
    pub(crate) fn connection(&mut self, node: i32) -> Result<&mut Connection, ClientError> {
        if !self.connections.contains_key(&node) {
            let Some(broker) = self.brokers.get(&node) else {
                return Err(ClientError::refused(
                    format!("broker {node}"),
                    ErrorCode::BrokerNotAvailable.code(),
                    Some("the cluster tells of no such broker"),
                ));
            };
            let Options {
                client_id, timeout, ..
            } = &self.options;
            let opened = Connection::open(&broker.host, broker.port, client_id, *timeout)?;
            self.connections.insert(node, opened);
        }
        match self.connections.get_mut(&node) {
            Some(connection) => Ok(connection),
            None => panic!("the connection was just put there"),
        }
    }

    /// Closes the connection to a broker, with all that waits on it.
    pub(crate) fn drop_connection(&mut self, node: i32) {
        self.connections.remove(&node);
    }

    /// Asks one broker. After a failure of the connection the next request opens a new one.
    pub(crate) fn call<R: Request>(
        &mut self,
        node: i32,
        request: &R,
        highest: i16,
    ) -> Result<R::Response, ClientError> {
        let answer = self
            .connection(node)
            .and_then(|connection| connection.call(request, highest));
        if answer.is_err() {
            self.drop_connection(node);
        }
        answer
    }

    /// Asks any broker; when a connection fails, another broker.
    pub(crate) fn call_any<R: Request>(
        &mut self,
        request: &R,
        highest: i16,
    ) -> Result<R::Response, ClientError> {
        let open = self.connections.keys().copied();
        let nodes: Vec<i32> = open.chain(self.brokers.keys().copied()).collect();
        let mut failure = None;
        for node in nodes {
            match self.call(node, request, highest) {
                Err(error @ ClientError::Disconnected { .. }) => failure = Some(error),
                answer => return answer,
            }
        }
        let what = super::connection::name_of::<R>();
        let reason = || "the cluster tells of no broker".to_owned();
        Err(failure.unwrap_or_else(|| ClientError::Protocol {
            what: what.to_owned(),
            reason: reason(),
        }))
    }

    /// Does something again and again while it fails in a way that passes, until the time for a request is over.
    pub(crate) fn retrying<T>(
        &mut self,
        mut action: impl FnMut(&mut Self) -> Result<T, ClientError>,
    ) -> Result<T, ClientError> {
        let deadline = Instant::now() + self.options.timeout;
        let mut pause = Duration::from_millis(20);
        loop {
            match action(self) {
                Err(error) if error.is_retriable() && Instant::now() + pause < deadline => {
                    if matches!(error, ClientError::Disconnected { .. }) {
                        // The brokers may have moved; what cannot be refreshed now is tried with what is known.
                        let _ = self.bootstrap();
                    }
                    thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(500));
                }
                other => return other,
            }
        }
    }

    /// Asks what there is of topics, all of them when `names` is none.
    pub(crate) fn metadata(
        &mut self,
        names: Option<&[String]>,
        create: bool,
    ) -> Result<MetadataResponse, ClientError> {
        let topic = |name: &String| MetadataRequestTopic {
            name: Some(name.into()),
            ..Default::default()
        };
        let request = MetadataRequest {
            topics: names.map(|names| names.iter().map(topic).collect()),
            allow_auto_topic_creation: create,
            ..Default::default()
        };
        let answer = self.call_any(&request, i16::MAX)?;
        self.learn(&answer);
        Ok(answer)
    }

    /// How many partitions a topic has, asked anew; waits while the topic is being made or has no leaders.
    pub(crate) fn find_topic(&mut self, topic: &str, create: bool) -> Result<usize, ClientError> {
        let names = [topic.to_owned()];
        let what = || format!("topic {topic}");
        let found = self.retrying(|cluster| {
            let answer = cluster.metadata(Some(&names), create)?;
            let told = answer.topics.first();
            let unknown = ErrorCode::UnknownTopicOrPartition.code();
            match told.map_or((unknown, 0), |told| {
                (told.error_code, told.partitions.len())
            }) {
                (0, partitions) => Ok(Some(partitions)),
                (code, _) if code == unknown && !create => Ok(None),
                (code, _) => Err(ClientError::refused(what(), code, None)),
            }
        })?;
        let unknown = ErrorCode::UnknownTopicOrPartition.code();
        found.ok_or_else(|| ClientError::refused(what(), unknown, Some("there is no such topic")))
    }

    /// Asks anew who leads a topic's partitions. When no known broker answers, the bootstrap addresses are asked.
    pub(crate) fn refresh(&mut self, topic: &str) -> Result<(), ClientError> {
        let names = [topic.to_owned()];
        if self.metadata(Some(&names), false).is_err() {
            self.bootstrap()?;
            self.metadata(Some(&names), false)?;
        }
        Ok(())
    }

    /// The leader of a partition as last told; -1 when there is none.
    pub(crate) fn leader(&self, topic: &str, partition: i32) -> i32 {
        let place = usize::try_from(partition).unwrap_or(usize::MAX);
        let leaders = self.leaders.get(topic);
        leaders
            .and_then(|leaders| leaders.get(place))
            .copied()
            .unwrap_or(-1)
    }

    /// The broker that keeps a group.
    pub(crate) fn coordinator(&mut self, group: &str) -> Result<i32, ClientError> {
        let request = FindCoordinatorRequest {
            key_type: 0,
            coordinator_keys: vec![group.into()],
            ..Default::default()
        };
        self.retrying(|cluster| {
            let answer = cluster.call_any(&request, i16::MAX)?;
            let Some(found) = answer.coordinators.first() else {
                return Err(ClientError::Protocol {
                    what: "FindCoordinator".to_owned(),
                    reason: "the answer names no coordinator".to_owned(),
                });
            };
            if found.error_code != 0 {
                let message = found.error_message.as_deref();
                let what = format!("group {group}");
                return Err(ClientError::refused(what, found.error_code, message));
            }
            if !cluster.brokers.contains_key(&found.node_id) {
                cluster.metadata(Some(&[]), false)?;
            }
            Ok(found.node_id)
        })
    }
}

fn split(address: &str) -> Option<(&str, u16)> {
    let (host, port) = address.rsplit_once(':')?;
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    Some((bare, port.parse().ok()?))
}
