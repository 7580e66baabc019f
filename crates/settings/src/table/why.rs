//! Why a setting has no effect, or cannot be honoured: the end of a sentence that begins with its name.

pub(super) const AUTHORIZER: &str = "permissions are not served yet";
pub(super) const BUFFERS: &str = "the operating system gives a connection the buffer that it needs";
pub(super) const BYTES: &str = "requests in flight are limited by queued.max.request.bytes instead";
pub(super) const CLASSES: &str = "Java classes cannot be loaded";
pub(super) const COMPACTION: &str = "compaction is not served yet and every record is kept";
pub(super) const CHECKPOINTS: &str =
    "it is written with the high watermarks, every replica.high.watermark.checkpoint.interval.ms";
pub(super) const COORDINATOR: &str = "coordinators append what has arrived and do not linger";
pub(super) const CORDON: &str = "data directories cannot be cordoned yet";
pub(super) const DIALS: &str =
    "every attempt may take socket.connection.setup.timeout.ms, and no longer";
pub(super) const EXPIRATION: &str =
    "producers are looked at with retention, every log.retention.check.interval.ms";
pub(super) const FETCHERS: &str = "one fetch session serves each pair of brokers";
pub(super) const HOSTING: &str =
    "a log is recovered when its partition is hosted, one after the other";
pub(super) const IDLE: &str =
    "followers and brokers hear from the controller with every fetch; an idle one writes nothing";
pub(super) const JVM: &str = "it configures a Java virtual machine";
pub(super) const KIP848: &str = "the consumer group protocol of KIP-848 is not served yet";
pub(super) const LEVEL: &str = "lz4 has one level here, the fastest";
pub(super) const LINGER: &str =
    "records are gathered while the last batch is on its way, and wait for nothing else";
pub(super) const LOGGING: &str = "it only configures logging";
pub(super) const MEMBERSHIP: &str =
    "the members of the quorum are fixed by controller.quorum.voters";
pub(super) const PROVIDERS: &str =
    "values cannot be fetched from elsewhere; write them into the file";
pub(super) const PATIENCE: &str =
    "requests within the quorum are given up by controller.quorum.fetch.timeout.ms";
pub(super) const PIECES: &str = "metadata is fetched in pieces of 8 MiB";
pub(super) const QUOTAS: &str = "quotas are not served yet";
pub(super) const SASL: &str = "SASL is not served yet";
pub(super) const SHARE: &str = "share groups are not served yet";
pub(super) const STREAMS: &str = "streams groups are not served yet";
pub(super) const SNAPSHOTS: &str = "what a snapshot of the metadata holds is deleted from the log, with older snapshots, when it is written";
pub(super) const TELEMETRY: &str = "client metrics are not served yet";
pub(super) const TESTING: &str = "it exists for tests";
pub(super) const THREADS: &str = "threads follow the number of cores";
pub(super) const TIERED: &str = "tiered storage is not served yet";
pub(super) const TIMEOUTS: &str = "other time limits cover this";
pub(super) const TLS: &str = "TLS is not served yet";
pub(super) const TOKENS: &str = "delegation tokens are not served yet";
pub(super) const TRANSACTIONS: &str = "transactions are not served yet";
pub(super) const UNSTABLE: &str = "versions in development are never offered";
pub(super) const WAITING: &str = "a request stops waiting at once and leaves nothing to tidy";
pub(super) const ZOOKEEPER_FLIGHT: &str = "a session asks without waiting for answers";
pub(super) const ZOOKEEPER_STAYS: &str = "a cluster that is kept in ZooKeeper stays there";
pub(super) const ZOOKEEPER_KEY: &str = "an encrypted key cannot be read; keep it plain in the PEM file, where only the broker reads it";
pub(super) const ZOOKEEPER_REVOCATION: &str = "whether a certificate was revoked is not looked up";
pub(super) const ZOOKEEPER_SOCKET: &str =
    "one client speaks to ZooKeeper, plain or encrypted as zookeeper.ssl.client.enable says";
pub(super) const ZOOKEEPER_SUITES: &str = "suites cannot be chosen: those of TLS 1.3 are offered, and those of TLS 1.2 with forward secrecy";
pub(super) const ZOOKEEPER_TRUST: &str = "certificates in a PEM file are not encrypted";
pub(super) const ZOOKEEPER_VERSION: &str =
    "the newest version is taken that zookeeper.ssl.enabled.protocols and the server allow";
