//! An ensemble that serves brokers by TLS alone and asks for their certificates: a broker of ours works there, is known by its
//! certificate, and stops where it cannot trust.

use std::path::{Path, PathBuf};

use super::{make_topic, stops_saying};
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout};
use crate::process::{Output, Run};
use crate::report::Outcome;
use crate::tools::{Java, ServerOptions};
use crate::{Failure, target};

const BROKER: i32 = 0;
const TRUST: &str = "zookeeper.ssl.truststore.location";
const HOSTS: &str = "zookeeper.ssl.endpoint.identification.algorithm";

/// Certificates, made by `openssl` in a folder that goes with this.
struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    fn make() -> Result<Self, Failure> {
        let folder = target()
            .join("brokers")
            .join(format!("certificates-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let made = Self { folder };
        for authority in ["authority", "another"] {
            made.authority(authority)?;
        }
        made.signed("server", "subjectAltName=IP:127.0.0.1")?;
        made.signed("elsewhere", "subjectAltName=DNS:elsewhere.example")?;
        made.signed("kafka", "extendedKeyUsage=clientAuth")?;
        std::fs::copy(made.path("server.pem"), made.path("in-use.pem"))
            .map_err(|error| error.to_string())?;
        Ok(made)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn openssl(&self, arguments: &str) -> Result<(), Failure> {
        let run = Run::new("openssl").args(arguments.split_whitespace());
        run.folder(&self.folder)
            .output()
            .and_then(Output::success)
            .map(drop)
    }

    fn authority(&self, name: &str) -> Result<(), Failure> {
        self.openssl(&format!(
            "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN={name} -keyout {name}.key \
             -out {name}.pem"
        ))
    }

    /// A certificate of the authority with its key, both in one file.
    fn signed(&self, name: &str, extension: &str) -> Result<(), Failure> {
        let write = |name: &str, text: &[u8]| {
            std::fs::write(self.path(name), text).map_err(|error| error.to_string())
        };
        write("extensions", format!("{extension}\n").as_bytes())?;
        self.openssl(&format!(
            "req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={name} -keyout {name}.key -out {name}.csr"
        ))?;
        self.openssl(&format!(
            "x509 -req -in {name}.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 30 -extfile extensions \
             -out {name}.crt"
        ))?;
        let read = |end: &str| {
            std::fs::read(self.path(&format!("{name}.{end}"))).map_err(|error| error.to_string())
        };
        let both = [read("crt")?, read("key")?].concat();
        write(&format!("{name}.pem"), &both)
    }
}

impl Drop for Certificates {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

fn line(key: &str, path: &Path) -> String {
    format!("{key}={}", path.display())
}

struct Scene<'a> {
    shell: &'a Java,
    certificates: &'a Certificates,
    cluster: Cluster,
}

/// Starts a broker there; then has it lose its connection, and meet servers that it cannot trust.
///
/// # Errors
/// The broker does not come up, or there is no `openssl`.
pub(super) fn run(ours: &Kind, shell: &Java) -> Result<Vec<Outcome>, Failure> {
    let certificates = Certificates::make()?;
    let authority = certificates.path("authority.pem");
    let mut layout = Layout::in_zookeeper(1, 1)
        .with("zookeeper.ssl.client.enable=true")
        .with(&line(TRUST, &authority))
        .with(&line(
            "zookeeper.ssl.keystore.location",
            &certificates.path("kafka.pem"),
        ))
        .with("zookeeper.set.acl=true");
    layout.ensemble = ServerOptions {
        settings: vec![
            line("ssl.keyStore.location", &certificates.path("in-use.pem")),
            "ssl.keyStore.type=PEM".to_owned(),
            line("ssl.trustStore.location", &authority),
            "ssl.trustStore.type=PEM".to_owned(),
            "ssl.clientAuth=need".to_owned(),
        ],
        machine: Vec::new(),
        tls: true,
    };
    let mut scene = Scene {
        shell,
        certificates: &certificates,
        cluster: Cluster::start(ours, &layout)?,
    };
    Ok(vec![
        Outcome::of(
            "servers that speak TLS alone and ask for a certificate: a broker works there, and its znodes are its certificate's",
            scene.works(),
        ),
        Outcome::of(
            "after an encrypted connection that was lost there is another one",
            scene.reconnect(),
        ),
        Outcome::of(
            "certificates of another authority, of another host, and none: the broker stops with the reason, the setting and the remedy",
            scene.refuse(),
        ),
        Outcome::of(
            "without an endpoint.identification.algorithm a certificate of another host will do",
            scene.any_host(),
        ),
    ])
}

impl Scene<'_> {
    fn works(&mut self) -> Result<(), Failure> {
        make_topic(&self.cluster, "orders")?;
        let connect = self.cluster.ensemble()?.connect();
        let asked = "getAcl /brokers/topics/orders\nls /\n";
        let shown = self.shell.ask_shell(&connect, asked)?;
        match shown.contains("'x509,'CN=kafka\n: cdrwa\n'world,'anyone\n: r\n") {
            true => Ok(()),
            false => Err(shown),
        }
    }

    fn reconnect(&mut self) -> Result<(), Failure> {
        self.restart_servers()?;
        make_topic(&self.cluster, "later")
    }

    fn restart_servers(&mut self) -> Result<(), Failure> {
        let ensemble = self.cluster.ensemble()?;
        ensemble.kill(0);
        ensemble.start_killed()
    }

    fn trust(&mut self, name: &str) -> Result<(), Failure> {
        let setting = line(TRUST, &self.certificates.path(name));
        self.cluster.node(BROKER)?.set(&setting)
    }

    fn refuse(&mut self) -> Result<(), Failure> {
        self.cluster.node(BROKER)?.stop()?;
        self.trust("another.pem")?;
        let stranger = ["UnknownIssuer", "Check zookeeper.ssl.truststore.location"];
        stops_saying(&mut self.cluster, &stranger)?;
        self.trust("missing.pem")?;
        stops_saying(
            &mut self.cluster,
            &["missing.pem", TRUST, "Name a PEM file"],
        )?;
        self.trust("authority.pem")?;
        let (from, to) = ("elsewhere.pem", "in-use.pem");
        std::fs::copy(self.certificates.path(from), self.certificates.path(to))
            .map_err(|error| error.to_string())?;
        self.restart_servers()?;
        stops_saying(&mut self.cluster, &["elsewhere.example", HOSTS])
    }

    fn any_host(&mut self) -> Result<(), Failure> {
        let node = self.cluster.node(BROKER)?;
        node.set(&format!("{HOSTS}="))?;
        node.up()?;
        self.cluster.wait_until_formed()?;
        make_topic(&self.cluster, "last")
    }
}
