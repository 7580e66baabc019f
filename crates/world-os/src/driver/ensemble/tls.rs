//! TLS to the servers of an ensemble: who is trusted, and who we are, out of files.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::WebPkiServerVerifier;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{CryptoProvider, ring};
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    self, CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme,
    version,
};
use world::EnsembleTls;

use super::connection::NoConnection;

const TRUST: &str = "zookeeper.ssl.truststore.location";
const IDENTITY: &str = "zookeeper.ssl.keystore.location";

/// Reads the files once, for all connections of a session.
///
/// # Errors
/// A file that cannot be used, with its setting and the remedy.
pub(super) fn connector(tls: &EnsembleTls) -> Result<TlsConnector, String> {
    let provider = Arc::new(ring::default_provider());
    let mut trusted = RootCertStore::empty();
    for certificate in certificates(TRUST, &tls.trust)? {
        trusted
            .add(certificate)
            .map_err(|error| unusable(TRUST, &tls.trust, &error.to_string()))?;
    }
    let mut versions = Vec::new();
    versions.extend(tls.allows_1_3.then_some(&version::TLS13));
    versions.extend(tls.allows_1_2.then_some(&version::TLS12));
    let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(&versions)
        .map_err(|error| format!("zookeeper.ssl.enabled.protocols: {error}"))?;
    let config = if tls.verifies_host {
        config.with_root_certificates(trusted)
    } else {
        let verifier =
            AnyHost::new(trusted, provider).map_err(|error| unusable(TRUST, &tls.trust, &error))?;
        config
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
    };
    let config = match &tls.identity {
        Some(path) => {
            let chain = certificates(IDENTITY, path)?;
            let key = PrivateKeyDer::from_pem_file(path)
                .map_err(|error| unusable(IDENTITY, path, &format!("its private key: {error}")))?;
            config
                .with_client_auth_cert(chain, key)
                .map_err(|error| unusable(IDENTITY, path, &error.to_string()))?
        }
        None => config.with_no_client_auth(),
    };
    Ok(TlsConnector::from(Arc::new(config)))
}

fn unusable(setting: &str, path: &Path, why: &str) -> String {
    format!(
        "{setting}={} cannot be used: {why}. Name a PEM file there: of the certificates that sign those of the servers for {TRUST}; of \
         this node's certificate, those that sign it and its private key, not encrypted, for {IDENTITY}",
        path.display()
    )
}

fn certificates(setting: &str, path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let read = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let found: Vec<_> = read.map_err(|error| unusable(setting, path, &error.to_string()))?;
    match found.is_empty() {
        true => Err(unusable(setting, path, "it has no certificate")),
        false => Ok(found),
    }
}

/// Makes a connection an encrypted one to the server of that name.
pub(super) async fn encrypt(
    connector: &TlsConnector,
    host: &str,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, NoConnection> {
    let name = ServerName::try_from(host.to_owned())
        .map_err(|error| NoConnection::Refused(format!("TLS: {host:?}: {error}")))?;
    connector.connect(name, stream).await.map_err(complain)
}

/// A certificate that is not trusted is so at the next try; all else may be over then.
fn complain(error: io::Error) -> NoConnection {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    if let Some(rustls::Error::InvalidCertificate(_)) = cause {
        return NoConnection::Refused(format!(
            "TLS: {error}. Check {TRUST}, and, for a server that is called otherwise in zookeeper.connect than in its certificate, \
             zookeeper.ssl.endpoint.identification.algorithm"
        ));
    }
    let why = format!("TLS: {error}; is this a secureClientPort of ZooKeeper?");
    NoConnection::Lost(io::Error::new(error.kind(), why))
}

/// Trusts a certificate as anybody does, whatever its owner is called:
/// `zookeeper.ssl.endpoint.identification.algorithm` is empty.
#[derive(Debug)]
struct AnyHost(Arc<WebPkiServerVerifier>);

impl AnyHost {
    fn new(trusted: RootCertStore, provider: Arc<CryptoProvider>) -> Result<Self, String> {
        let builder = WebPkiServerVerifier::builder_with_provider(Arc::new(trusted), provider);
        let verifier = builder.build().map_err(|error| error.to_string())?;
        Ok(Self(verifier))
    }
}

impl ServerCertVerifier for AnyHost {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        // The name is looked at last: whoever fails by it alone is trusted.
        let verified = self
            .0
            .verify_server_cert(certificate, intermediates, name, ocsp, now);
        match verified {
            Err(rustls::Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            other => other,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(trust: &Path, identity: Option<&Path>) -> EnsembleTls {
        EnsembleTls {
            trust: trust.to_owned(),
            identity: identity.map(Path::to_owned),
            verifies_host: true,
            allows_1_2: true,
            allows_1_3: true,
        }
    }

    #[test]
    fn a_file_that_cannot_be_used_is_named_with_its_setting_and_the_remedy() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("a file");
            path
        };
        let missing = folder.path().join("missing.pem");
        let empty = write("empty.pem", "");
        let torn = write(
            "torn.pem",
            "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        );
        for path in [&missing, &empty, &torn] {
            let why = connector(&settings(path, None)).err().expect("an error");
            let parts = [TRUST, path.to_str().expect("text"), "Name a PEM file"];
            assert!(parts.iter().all(|part| why.contains(part)), "{why}");
        }
        let why = connector(&settings(&empty, Some(&missing))).err();
        assert!(why.is_some());
    }
}
