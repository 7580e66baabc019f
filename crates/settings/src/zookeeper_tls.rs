//! How connections to a ZooKeeper ensemble are encrypted.

use std::path::{Path, PathBuf};

use crate::error::ConfigError;
use crate::read::Read;
use crate::setting::list;

const ENABLE: &str = "zookeeper.ssl.client.enable";
const TRUST: &str = "zookeeper.ssl.truststore.location";
const TRUST_TYPE: &str = "zookeeper.ssl.truststore.type";
pub(crate) const IDENTITY: &str = "zookeeper.ssl.keystore.location";
const IDENTITY_TYPE: &str = "zookeeper.ssl.keystore.type";
const HOSTS: &str = "zookeeper.ssl.endpoint.identification.algorithm";
const VERSIONS: &str = "zookeeper.ssl.enabled.protocols";

/// Files and rules of encrypted connections to an ensemble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZookeeperTls {
    /// `zookeeper.ssl.truststore.location`.
    pub trust: PathBuf,
    /// `zookeeper.ssl.keystore.location`.
    pub identity: Option<PathBuf>,
    /// `zookeeper.ssl.endpoint.identification.algorithm` is not empty.
    pub verifies_host: bool,
    /// `zookeeper.ssl.enabled.protocols` has TLSv1.2, or nothing.
    pub allows_1_2: bool,
    /// It has TLSv1.3, or nothing.
    pub allows_1_3: bool,
}

/// Reads it; none for plain connections.
pub(crate) fn tls(read: &Read<'_, '_>, errors: &mut Vec<ConfigError>) -> Option<ZookeeperTls> {
    if !read.boolean(ENABLE) {
        return None;
    }
    let trust = pem(read, TRUST, TRUST_TYPE, errors);
    if read.set_text(TRUST).is_none() {
        let reason = format!("{TRUST} is missing: {ENABLE}=true trusts nobody without it");
        let error = ConfigError::new(TRUST, None, reason);
        errors.push(error.remedy(
            "Name a PEM file with the certificates that sign those of the ZooKeeper servers",
        ));
    }
    let identity = pem(read, IDENTITY, IDENTITY_TYPE, errors);
    let versions = read.set_text(VERSIONS).unwrap_or_default();
    let allows = |version: &str| {
        let mut all = list(versions).peekable();
        all.peek().is_none() || all.any(|it| it == version)
    };
    Some(ZookeeperTls {
        trust: trust?,
        identity,
        // Set to nothing it means something else than not set at all.
        verifies_host: read
            .set
            .get(HOSTS)
            .is_none_or(|name| !name.trim().is_empty()),
        allows_1_2: allows("TLSv1.2"),
        allows_1_3: allows("TLSv1.3"),
    })
}

/// A file that must be PEM, by its type or, as Kafka has it, by its name.
fn pem(
    read: &Read<'_, '_>,
    location: &str,
    kind: &str,
    errors: &mut Vec<ConfigError>,
) -> Option<PathBuf> {
    let path = read.set_text(location)?;
    let extension = Path::new(path).extension().and_then(|it| it.to_str());
    let named_so = extension.is_some_and(|it| it.eq_ignore_ascii_case("pem"));
    let is_pem = match read.set_text(kind) {
        Some(kind) => kind.eq_ignore_ascii_case("PEM"),
        None => named_so,
    };
    if is_pem {
        return Some(path.into());
    }
    let (key, value, reason) = match read.set_text(kind) {
        Some(set) => (kind, set, "Only PEM files are served"),
        None => (
            location,
            path,
            "Only PEM files are served, and its name does not end in .pem",
        ),
    };
    errors.push(ConfigError::new(key, Some(value), reason).remedy(format!(
        "Export it (keytool -importkeystore to PKCS12, then openssl pkcs12 -nodes), name the PEM file in {location} and set {kind}=PEM"
    )));
    None
}
