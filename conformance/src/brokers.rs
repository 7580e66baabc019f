//! A broker of either kind in a temporary folder: started, killed, started again.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::cluster::{Admin, Cluster, Layout, Node, until};
use crate::process::{Output, Run, Running};
use crate::tools::Java;
use crate::{Failure, root, target};

/// Longest wait until a broker answers.
const START_LIMIT: Duration = Duration::from_secs(90);
/// Longest wait for a clean stop.
const STOP_LIMIT: Duration = Duration::from_secs(60);
/// Longest wait until a broker leads what it is told to.
const LEAD_LIMIT: Duration = Duration::from_secs(60);

/// Which broker.
#[derive(Clone, Debug)]
pub enum Kind {
    /// Ours: the binary.
    Highwater(PathBuf),
    /// Apache Kafka from its jars.
    Kafka(Java),
}

impl Kind {
    /// Its name, for reports.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Highwater(_) => "Highwater".to_owned(),
            Self::Kafka(java) => format!("Kafka {}", java.kafka()),
        }
    }

    /// Whether it is ours.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        matches!(self, Self::Highwater(_))
    }

    /// Whether it is a Kafka of before the requests that only a quorum's clusters have.
    #[must_use]
    pub fn is_old(&self) -> bool {
        matches!(self, Self::Kafka(java) if java.knows_zookeeper())
    }
}

/// Builds our binary, with the profile that everything else is built with; or takes the one that `HIGHWATER_BINARY` names.
///
/// # Errors
/// It does not build.
pub fn highwater() -> Result<Kind, Failure> {
    built("debug", &[])
}

/// Builds our binary as it is released, for what is measured; or takes the one that `HIGHWATER_BINARY` names.
///
/// # Errors
/// It does not build.
pub fn released() -> Result<Kind, Failure> {
    built("release", &["--release"])
}

fn built(folder: &str, profile: &[&str]) -> Result<Kind, Failure> {
    if let Some(binary) = std::env::var_os("HIGHWATER_BINARY") {
        return Ok(Kind::Highwater(binary.into()));
    }
    let built = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["build", "--quiet", "--locked", "--package", "highwater"])
        .args(profile)
        .status()
        .map_err(|error| format!("cargo: {error}"))?;
    if built.success() {
        Ok(Kind::Highwater(target().join(folder).join("highwater")))
    } else {
        Err("the highwater binary does not build".to_owned())
    }
}

/// One broker with its folder. Killed and cleared away when it is dropped.
#[derive(Debug)]
pub struct Broker {
    kind: Kind,
    folder: PathBuf,
    keep: bool,
    /// The size of the file system of its own that its log directory is on.
    disk_bytes: Option<u64>,
    bootstrap: SocketAddr,
    running: Option<Running>,
    /// The cluster that it is the first node of, and that runs it then.
    cluster: Option<Cluster>,
}

impl Broker {
    /// A broker in a new folder below the target folder, started. `settings` are lines of its `server.properties`.
    ///
    /// # Errors
    /// It does not come up.
    pub fn start(kind: Kind, settings: &[&str]) -> Result<Self, Failure> {
        Self::start_with(kind, settings, &[])
    }

    /// As [`Broker::start`], with its log directory on a file system of so many bytes, in memory, that only its process sees and
    /// that goes with it. Where [`small_disk_is_possible`].
    ///
    /// # Errors
    /// It does not come up.
    pub fn start_on_small_disk(kind: Kind, settings: &[&str], bytes: u64) -> Result<Self, Failure> {
        Self::start_new(kind, settings, &[], Some(bytes))
    }

    /// As [`Broker::start`], with levels of features that Kafka formats its directory with, such as `group.version=0`.
    ///
    /// # Errors
    /// It does not come up.
    pub fn start_with(kind: Kind, settings: &[&str], features: &[&str]) -> Result<Self, Failure> {
        Self::start_new(kind, settings, features, None)
    }

    fn start_new(
        kind: Kind,
        settings: &[&str],
        features: &[&str],
        disk_bytes: Option<u64>,
    ) -> Result<Self, Failure> {
        let bootstrap = free_address()?;
        let unique = format!("{}-{}", std::process::id(), bootstrap.port());
        let folder = target().join("brokers").join(unique);
        let mut broker = Self {
            kind,
            folder,
            keep: false,
            disk_bytes,
            bootstrap,
            running: None,
            cluster: None,
        };
        broker.configure(settings, features)?;
        broker.up()?;
        Ok(broker)
    }

    /// The first of so many brokers, each a controller too, with as many replicas of every topic as there may be, up to three.
    ///
    /// # Errors
    /// They do not come up.
    pub fn start_among(kind: Kind, settings: &[&str], brokers: usize) -> Result<Self, Failure> {
        let mut layout = Layout::combined(brokers);
        layout.settings = settings.iter().map(|line| (*line).to_owned()).collect();
        let mut cluster = Cluster::start(&kind, &layout)?;
        let first = cluster.node(0)?;
        let bootstrap = first.bootstrap().parse();
        Ok(Self {
            kind,
            folder: first
                .data()
                .parent()
                .map(Path::to_owned)
                .unwrap_or_default(),
            keep: true,
            disk_bytes: None,
            bootstrap: bootstrap.map_err(|_| "a broker without an address")?,
            running: None,
            cluster: Some(cluster),
        })
    }

    /// A broker over the log directory of another one, which must be stopped: does either kind open the other's?
    ///
    /// # Errors
    /// It does not come up.
    pub fn adopt(kind: Kind, from: &Self) -> Result<Self, Failure> {
        let folder = from.folder.with_extension("adopted");
        drop(std::fs::remove_dir_all(&folder));
        copy_folder(&from.folder, &folder)?;
        let properties = folder.join("server.properties");
        let text = std::fs::read_to_string(&properties).map_err(|error| error.to_string())?;
        let mut moved = text.replace(
            &from.data().display().to_string(),
            &folder.join("data").display().to_string(),
        );
        if matches!(kind, Kind::Kafka(_)) {
            // Kafka takes its voters from its own format step or from this older key.
            let (key, older) = (
                "controller.quorum.bootstrap.servers=",
                "controller.quorum.voters=0@",
            );
            moved = moved.replace(key, older);
        }
        // A lone node of ours is a fixed voter, which Kafka wants to be told of.
        let moved = if kind.is_ours() {
            moved
        } else {
            moved.replace(
                "controller.quorum.bootstrap.servers=",
                "controller.quorum.voters=0@",
            )
        };
        std::fs::write(&properties, moved).map_err(|error| error.to_string())?;
        let mut broker = Self {
            kind,
            folder,
            keep: false,
            disk_bytes: None,
            bootstrap: from.bootstrap,
            running: None,
            cluster: None,
        };
        broker.up()?;
        Ok(broker)
    }

    fn configure(&mut self, settings: &[&str], features: &[&str]) -> Result<(), Failure> {
        let controller = free_address()?;
        std::fs::create_dir_all(&self.folder).map_err(|error| error.to_string())?;
        let mut text = format!(
            "process.roles=broker,controller\n\
             node.id=0\n\
             listeners=PLAINTEXT://{0},CONTROLLER://{controller}\n\
             advertised.listeners=PLAINTEXT://{0},CONTROLLER://{controller}\n\
             controller.listener.names=CONTROLLER\n\
             listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT\n\
             controller.quorum.bootstrap.servers={controller}\n\
             log.dirs={1}\n\
             num.partitions=4\n\
             offsets.topic.replication.factor=1\n\
             offsets.topic.num.partitions=4\n\
             transaction.state.log.replication.factor=1\n\
             transaction.state.log.min.isr=1\n\
             transaction.state.log.num.partitions=4\n\
             share.coordinator.state.topic.replication.factor=1\n\
             share.coordinator.state.topic.min.isr=1\n\
             group.initial.rebalance.delay.ms=100\n",
            self.bootstrap,
            self.data().display()
        );
        for line in settings {
            text.push_str(line);
            text.push('\n');
        }
        std::fs::write(self.properties(), text).map_err(|error| error.to_string())?;
        if let Kind::Kafka(java) = &self.kind {
            let properties = self.properties().display().to_string();
            java.run("kafka.tools.StorageTool")
                .args([
                    "format",
                    "--standalone",
                    "-t",
                    "aGlnaHdhdGVyLXRlc3RzMQ",
                    "-c",
                    &properties,
                ])
                .args(features.iter().flat_map(|feature| ["--feature", feature]))
                .output()
                .and_then(Output::success)?;
        }
        Ok(())
    }

    fn properties(&self) -> PathBuf {
        self.folder.join("server.properties")
    }

    /// Its log directory.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where clients connect, `host:port`.
    #[must_use]
    pub fn bootstrap(&self) -> String {
        self.bootstrap.to_string()
    }

    /// Which it is.
    #[must_use]
    pub fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Whether there are others beside it.
    #[must_use]
    pub fn is_among_others(&self) -> bool {
        self.cluster.is_some()
    }

    /// The addresses of all brokers that it is one of, `host:port`.
    #[must_use]
    pub fn addresses(&self) -> Vec<String> {
        match &self.cluster {
            Some(cluster) => cluster.bootstrap().split(',').map(str::to_owned).collect(),
            None => vec![self.bootstrap()],
        }
    }

    /// The cluster that it is the first node of.
    ///
    /// # Errors
    /// It is alone.
    pub fn cluster(&mut self) -> Result<&mut Cluster, Failure> {
        self.cluster
            .as_mut()
            .ok_or_else(|| "there are no others".to_owned())
    }

    /// Has this broker lead all of a topic, for checks that ask no other. One that is alone leads it anyway.
    ///
    /// # Errors
    /// There is no such topic in time, or it does not move.
    pub fn lead(&self, topic: &str) -> Result<(), Failure> {
        let Some(cluster) = &self.cluster else {
            return Ok(());
        };
        let (admin, brokers) = (cluster.admin(), cluster.brokers());
        let view = until(LEAD_LIMIT, "the topic is there", || {
            let view = admin.topic(topic)?;
            Ok((!view.partitions.is_empty()).then_some(view))
        })?;
        let partitions: Vec<i32> = view.partitions.iter().map(|it| it.partition).collect();
        let moves: Vec<(i32, &[i32])> = partitions
            .iter()
            .map(|partition| (*partition, brokers.as_slice()))
            .collect();
        admin.reassign(topic, &moves)?;
        until(LEAD_LIMIT, "all replicas are where they should be", || {
            Ok((admin.moving()? == 0).then_some(()))
        })?;
        admin.elect_preferred(topic, &partitions)?;
        until(LEAD_LIMIT, "the first broker leads", || {
            // Others may still forward to who led before: what counts is what they all say.
            for address in self.addresses() {
                let view = Admin::of(vec![address]).topic(topic)?;
                if view
                    .partitions
                    .iter()
                    .any(|it| Some(&it.leader) != brokers.first())
                {
                    return Ok(None);
                }
            }
            Ok(Some(()))
        })
    }

    /// Its process id, while it runs.
    #[must_use]
    pub fn process_id(&self) -> Option<u32> {
        match &self.cluster {
            Some(cluster) => cluster.process_id(0),
            None => self.running.as_ref().map(Running::id),
        }
    }

    /// Keeps the folder when this is dropped, for a look at what went wrong.
    pub fn keep(&mut self) -> &Path {
        self.keep = true;
        if let Some(cluster) = &mut self.cluster {
            cluster.keep();
        }
        &self.folder
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Errors
    /// It ends, or does not answer in time.
    pub fn up(&mut self) -> Result<(), Failure> {
        if let Some(cluster) = &mut self.cluster {
            return cluster.node(0)?.up();
        }
        let properties = self.properties().display().to_string();
        let run = match &self.kind {
            Kind::Highwater(program) => Run::new(program).args(["server", &properties]),
            Kind::Kafka(java) => java.broker("kafka.Kafka").args([&properties]),
        };
        let run = match self.disk_bytes {
            Some(bytes) => {
                let data = self.data();
                std::fs::create_dir_all(&data).map_err(|error| error.to_string())?;
                on_small_disk(run, bytes, &data)
            }
            None => run,
        };
        let mut running = run.start(&self.folder.join("broker.log"))?;
        let end = Instant::now() + START_LIMIT;
        while !answers(self.bootstrap) {
            if !running.is_alive() || Instant::now() > end {
                let log = running.log_text();
                let tail: Vec<&str> = log.lines().rev().take(8).collect();
                let tail: Vec<&str> = tail.into_iter().rev().collect();
                return Err(format!(
                    "{} does not come up: {}",
                    self.kind.name(),
                    tail.join(" | ")
                ));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        self.running = Some(running);
        Ok(())
    }

    /// Kills it (`kill -9`).
    pub fn kill(&mut self) {
        if let Some(cluster) = &mut self.cluster {
            // The first node is always there.
            drop(cluster.node(0).map(Node::kill));
        }
        if let Some(mut running) = self.running.take() {
            running.kill();
        }
    }

    /// Stops it cleanly.
    ///
    /// # Errors
    /// It does not end by itself in time.
    pub fn stop(&mut self) -> Result<(), Failure> {
        if let Some(cluster) = &mut self.cluster {
            return cluster.node(0)?.stop();
        }
        let Some(mut running) = self.running.take() else {
            return Ok(());
        };
        if running.terminate(STOP_LIMIT) {
            Ok(())
        } else {
            Err(format!(
                "{} does not stop in {} s",
                self.kind.name(),
                STOP_LIMIT.as_secs()
            ))
        }
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
        if !self.keep {
            // A folder that cannot be removed is only litter in the target folder.
            drop(std::fs::remove_dir_all(&self.folder));
        }
    }
}

/// Mounts a file system for a program that takes its place, in namespaces of its own, which need no privilege. The program sees
/// the size, the directory, and then itself.
const SMALL_DISK: [&str; 6] = [
    "unshare",
    "--user",
    "--map-root-user",
    "--mount",
    "sh",
    "-c",
];
const MOUNT: &str = "mount -t tmpfs -o size=$0 tmpfs \"$1\" && shift && exec \"$@\"";

fn on_small_disk(run: Run, bytes: u64, data: &Path) -> Run {
    let (bytes, data) = (bytes.to_string(), data.display().to_string());
    let mut words = SMALL_DISK.to_vec();
    words.extend([MOUNT, &bytes, &data]);
    run.within(&words)
}

/// Whether a process can have a small file system of its own here.
///
/// # Errors
/// Why not.
pub fn small_disk_is_possible() -> Result<(), Failure> {
    let folder = target().join("brokers").join("small-disk");
    std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let tried = on_small_disk(Run::new("true"), 1 << 20, &folder).output();
    tried
        .and_then(Output::success)
        .map(drop)
        .map_err(|why| format!("no file system can be mounted in namespaces of its own: {why}"))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    let (from, to) = (from.display().to_string(), to.display().to_string());
    Run::new("cp")
        .args(["-a", &from, &to])
        .output()
        .and_then(Output::success)
        .map(drop)
}

/// A port of this machine that nobody listens on now.
pub(crate) fn free_address() -> Result<SocketAddr, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    listener.local_addr().map_err(|error| error.to_string())
}

/// Whether a broker answers `ApiVersions`.
pub(crate) fn answers(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<i32> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_millis(500))?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        // Length, key 18, version 0, correlation id 7, no client id.
        stream.write_all(&[0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 7, 0xff, 0xff])?;
        let mut answer = [0; 10];
        stream.read_exact(&mut answer)?;
        let [_, _, _, _, a, b, c, d, high, low] = answer;
        let error = i32::from(i16::from_be_bytes([high, low]));
        Ok(i32::from_be_bytes([a, b, c, d]) + error)
    };
    ask().is_ok_and(|correlation_id| correlation_id == 7)
}
