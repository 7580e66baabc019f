//! Settings of a cluster that is kept in ZooKeeper.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("zookeeper.connect", Kind::Text, None)
        .high()
        .doc(
            "Addresses of the ZooKeeper ensemble that holds the cluster's metadata, as \
             host:port,host:port/path: the path is the cluster's part of the tree.",
        ),
    Setting::broker("zookeeper.session.timeout.ms", Kind::Int, Some("18000"))
        .ours("6000")
        .at_least(1)
        .doc("How long ZooKeeper keeps the session of a silent node, as far as it agrees."),
    Setting::broker("zookeeper.connection.timeout.ms", Kind::Int, None)
        .at_least(1)
        .doc(
            "How long one server of the ensemble may take to answer; by default \
             zookeeper.session.timeout.ms.",
        ),
    Setting::broker("zookeeper.set.acl", Kind::Boolean, Some("false")).doc(
        "Whether only brokers may change what they write into ZooKeeper. They need a name there; znodes that exist keep \
         the ACL that they have.",
    ),
    Setting::broker("zookeeper.ssl.client.enable", Kind::Boolean, Some("false"))
        .doc("Whether connections to ZooKeeper are encrypted."),
    Setting::broker("zookeeper.ssl.truststore.location", Kind::Text, None)
        .doc("A PEM file of the certificates that sign those of the ZooKeeper servers."),
    Setting::broker("zookeeper.ssl.truststore.type", Kind::Text, None)
        .doc("What the file is: PEM, which is also what a file is whose name ends in .pem."),
    Setting::broker("zookeeper.ssl.truststore.password", Kind::Password, None)
        .ignored(why::ZOOKEEPER_TRUST)
        .doc("What opens the file."),
    Setting::broker("zookeeper.ssl.keystore.location", Kind::Text, None).doc(
        "A PEM file of this node's certificate, those that sign it, and its private key, for servers that ask for one.",
    ),
    Setting::broker("zookeeper.ssl.keystore.type", Kind::Text, None)
        .doc("What the file is: PEM, which is also what a file is whose name ends in .pem."),
    Setting::broker("zookeeper.ssl.keystore.password", Kind::Password, None)
        .refused(why::ZOOKEEPER_KEY)
        .doc("What opens the file."),
    Setting::broker(
        "zookeeper.ssl.endpoint.identification.algorithm",
        Kind::Text,
        Some("HTTPS"),
    )
    .one_of(&["HTTPS", "https", ""])
    .doc("Whether the certificate of a server must name its host: HTTPS, or nothing for no."),
    Setting::broker("zookeeper.ssl.enabled.protocols", Kind::List, None)
        .each_of(&["TLSv1.2", "TLSv1.3"])
        .doc("The versions of TLS that will do; by default both."),
    Setting::broker("zookeeper.ssl.protocol", Kind::Text, Some("TLSv1.2"))
        .ignored(why::ZOOKEEPER_VERSION)
        .doc("The version of TLS to begin with."),
    Setting::broker("zookeeper.ssl.cipher.suites", Kind::List, None)
        .refused(why::ZOOKEEPER_SUITES)
        .doc("The cipher suites to choose from."),
    Setting::broker("zookeeper.ssl.crl.enable", Kind::Boolean, Some("false"))
        .refused(why::ZOOKEEPER_REVOCATION)
        .doc("Whether lists of revoked certificates are asked for."),
    Setting::broker("zookeeper.ssl.ocsp.enable", Kind::Boolean, Some("false"))
        .refused(why::ZOOKEEPER_REVOCATION)
        .doc("Whether it is asked for each certificate if it was revoked."),
    Setting::broker("zookeeper.clientCnxnSocket", Kind::Text, None)
        .ignored(why::ZOOKEEPER_SOCKET)
        .doc("The class that connects to ZooKeeper."),
    Setting::broker(
        "zookeeper.metadata.migration.enable",
        Kind::Boolean,
        Some("false"),
    )
    .refused(why::ZOOKEEPER_STAYS)
    .doc("Whether the cluster is on its way from ZooKeeper to a quorum of controllers."),
    Setting::broker("zookeeper.max.in.flight.requests", Kind::Int, Some("10"))
        .at_least(1)
        .ignored(why::ZOOKEEPER_FLIGHT)
        .doc("Requests to ZooKeeper at a time."),
];
