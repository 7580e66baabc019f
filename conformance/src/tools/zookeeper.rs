//! ZooKeeper's own servers and shell.

use std::io::{Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::maven::jars;
use super::{Missing, require};
use crate::process::{Run, Running};

/// The ZooKeeper that the store is tried on.
pub const ZOOKEEPER_VERSION: &str = "3.9.4";

const LOGGING: &str = r#"<configuration>
  <appender name="C" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d %p %m%n</pattern></encoder></appender>
  <root level="WARN"><appender-ref ref="C"/></root>
</configuration>
"#;

/// A JDK with ZooKeeper's jars.
#[derive(Clone, Debug)]
pub struct Zookeeper {
    folder: PathBuf,
}

/// What servers are started with beside what all have.
#[derive(Clone, Debug, Default)]
pub struct ServerOptions {
    /// Lines of `zoo.cfg`.
    pub settings: Vec<String>,
    /// Arguments of the Java virtual machine.
    pub machine: Vec<String>,
    /// Whether brokers are served by TLS, at ports of their own; other settings say with what.
    pub tls: bool,
}

/// Servers that run as processes of this test.
#[derive(Debug)]
pub struct ZookeeperServers {
    tool: Zookeeper,
    options: ServerOptions,
    folders: Vec<PathBuf>,
    address: IpAddr,
    /// The ports on which clients are served.
    pub ports: Vec<u16>,
    /// The ports on which they are served by TLS.
    encrypted: Vec<u16>,
    running: Vec<Option<Running>>,
}

/// Finds or fetches ZooKeeper's jars.
///
/// # Errors
/// There is no `java` or `mvn`, or the jars cannot be fetched.
pub fn zookeeper() -> Result<Zookeeper, Missing> {
    require("java")?;
    let folder = jars(
        &format!("zookeeper-{ZOOKEEPER_VERSION}"),
        "ZooKeeper's jars",
        &[
            ["org.apache.zookeeper", "zookeeper", ZOOKEEPER_VERSION],
            ["org.xerial.snappy", "snappy-java", "1.1.10.5"],
            ["io.dropwizard.metrics", "metrics-core", "4.1.12.1"],
            ["commons-cli", "commons-cli", "1.5.0"],
        ],
        &[("classes/logback.xml", LOGGING)],
    )?;
    Ok(Zookeeper { folder })
}

impl Zookeeper {
    fn run(&self, class: &str, options: &[String]) -> Run {
        let class_path = format!("{0}/lib/*:{0}/classes", self.folder.display());
        Run::new("java")
            .args(["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"])
            .args(options)
            .args(["-cp", &class_path, class])
    }

    /// What ZooKeeper's shell says to a command.
    ///
    /// # Errors
    /// It cannot be run.
    pub fn shell(&self, server: &str, command: &[&str]) -> Result<String, String> {
        let run = self.run("org.apache.zookeeper.ZooKeeperMain", &[]);
        let output = run.args(["-server", server]).args(command).output();
        output
            .map(|output| output.all())
            .map_err(|why| why.to_string())
    }

    /// Starts an ensemble of so many servers in a folder.
    ///
    /// # Errors
    /// Files or processes cannot be made.
    pub fn start(&self, at: &Path, servers: usize) -> Result<ZookeeperServers, String> {
        self.start_at(at, servers, None, &ServerOptions::default())
    }

    /// As [`Zookeeper::start`], serving clients at an address of this machine that is not loopback.
    ///
    /// # Errors
    /// As [`Zookeeper::start`].
    pub fn start_at(
        &self,
        at: &Path,
        servers: usize,
        address: Option<IpAddr>,
        options: &ServerOptions,
    ) -> Result<ZookeeperServers, String> {
        let address = address.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
        let ports = |count: usize| -> Result<Vec<u16>, String> {
            // All are held at once, so that they differ.
            let bound = (0..count).map(|_| TcpListener::bind(("127.0.0.1", 0)));
            let bound: Vec<_> = bound
                .collect::<Result<_, _>>()
                .map_err(|error| error.to_string())?;
            let port = |listener: &TcpListener| listener.local_addr().map(|address| address.port());
            bound
                .iter()
                .map(port)
                .collect::<Result<_, _>>()
                .map_err(|error| error.to_string())
        };
        let all = ports(servers * 4)?;
        let (clients, others) = all.split_at(servers);
        let (encrypted, peers) = others.split_at(servers);
        let members: String = peers
            .chunks(2)
            .enumerate()
            .map(|(place, pair)| {
                format!("server.{}=127.0.0.1:{}:{}\n", place + 1, pair[0], pair[1])
            })
            .collect();
        let mut folders = Vec::new();
        for (place, (port, secure)) in clients.iter().zip(encrypted).enumerate() {
            let folder = at.join(format!("zookeeper-{}", place + 1));
            let data = folder.join("data");
            let write = |path: PathBuf, text: String| {
                std::fs::write(path, text).map_err(|error| error.to_string())
            };
            std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
            write(data.join("myid"), (place + 1).to_string())?;
            let members = if servers > 1 { members.as_str() } else { "" };
            let tls = match options.tls {
                true => over_tls(address, *secure),
                false => String::new(),
            };
            let settings = format!(
                "tickTime=500\ninitLimit=20\nsyncLimit=10\nminSessionTimeout=1000\nmaxSessionTimeout=60000\nmaxClientCnxns=0\n\
                 admin.enableServer=false\nforceSync=no\nautopurge.purgeInterval=0\nclientPortAddress={address}\n\
                 4lw.commands.whitelist=srvr\n\
                 dataDir={}\nclientPort={port}\n{members}{tls}{}\n",
                data.display(),
                options.settings.join("\n")
            );
            write(folder.join("zoo.cfg"), settings)?;
            folders.push(folder);
        }
        let mut started = ZookeeperServers {
            tool: self.clone(),
            options: options.clone(),
            address,
            running: folders.iter().map(|_| None).collect(),
            ports: clients.to_vec(),
            encrypted: encrypted.to_vec(),
            folders,
        };
        for server in 0..servers {
            started.start(server)?;
        }
        Ok(started)
    }
}

/// The lines of a server that is reached by TLS too.
fn over_tls(address: IpAddr, port: u16) -> String {
    format!(
        "serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory\n\
         secureClientPort={port}\nsecureClientPortAddress={address}\n"
    )
}

impl ZookeeperServers {
    /// Starts one server that does not run.
    ///
    /// # Errors
    /// The process cannot be made.
    pub fn start(&mut self, server: usize) -> Result<(), String> {
        let folder = &self.folders[server];
        let class = "org.apache.zookeeper.server.quorum.QuorumPeerMain";
        let run = self.tool.run(class, &self.options.machine);
        let run = run.args([folder.join("zoo.cfg")]);
        let running = run
            .start(&folder.join("log"))
            .map_err(|why| why.to_string())?;
        self.running[server] = Some(running);
        Ok(())
    }

    /// Starts again those that were killed.
    ///
    /// # Errors
    /// A process cannot be made.
    pub fn start_killed(&mut self) -> Result<(), String> {
        for server in 0..self.running.len() {
            if self.running[server].is_none() {
                self.start(server)?;
            }
        }
        Ok(())
    }

    /// Kills one server.
    pub fn kill(&mut self, server: usize) {
        if let Some(mut running) = self.running[server].take() {
            running.kill();
        }
    }

    /// What `zookeeper.connect` says for brokers: where they are served by TLS, if they are to be.
    #[must_use]
    pub fn connect_of_brokers(&self) -> String {
        match self.options.tls {
            true => self.at(&self.encrypted),
            false => self.connect(),
        }
    }

    /// What `zookeeper.connect` says for plain connections.
    #[must_use]
    pub fn connect(&self) -> String {
        self.at(&self.ports)
    }

    fn at(&self, ports: &[u16]) -> String {
        let servers: Vec<_> = ports
            .iter()
            .map(|port| format!("{}:{port}", self.address))
            .collect();
        servers.join(",")
    }

    /// Which server leads the others, if they have a leader; the lone one of an ensemble of one.
    #[must_use]
    pub fn leader(&self) -> Option<usize> {
        let leads = |port: &u16| {
            let said = self.ask(*port, "srvr").unwrap_or_default();
            said.contains("Mode: leader") || said.contains("Mode: standalone")
        };
        self.ports.iter().position(leads)
    }

    /// Whether every server belongs to the ensemble.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let belongs = |port: &u16| {
            self.ask(*port, "srvr")
                .is_ok_and(|said| said.contains("Mode: "))
        };
        self.ports.iter().all(belongs)
    }

    /// The answer to one of ZooKeeper's words of four letters.
    fn ask(&self, port: u16, word: &str) -> std::io::Result<String> {
        let mut stream = TcpStream::connect((self.address, port))?;
        stream.set_read_timeout(Some(Duration::from_secs(1)))?;
        stream.write_all(word.as_bytes())?;
        let mut said = String::new();
        stream.read_to_string(&mut said)?;
        Ok(said)
    }

    /// What ZooKeeper's shell says to a command.
    ///
    /// # Errors
    /// It cannot be run.
    pub fn shell(&self, command: &[&str]) -> Result<String, String> {
        self.tool.shell(&self.connect(), command)
    }

    /// The process of one server, to signal it.
    #[must_use]
    pub fn id(&self, server: usize) -> Option<u32> {
        self.running[server].as_ref().map(Running::id)
    }
}
