//! Where the cluster of `highwater dev` listens and keeps its data, and the settings of each of its brokers.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use settings::Properties;

use crate::cli::Failure;
use crate::cli::arguments::DevCommand;
use crate::cli::failure::FAILED;

/// The port that clients try first.
pub(super) const USUAL_PORT: u16 = 9092;
/// How many brokers there are, unless the user or the data says otherwise.
const USUAL_BROKERS: u16 = 3;
/// With fewer brokers than that, one controller is as good as two.
const VOTERS: u16 = 3;
const SETTINGS: &str = "server.properties";

/// One broker: its place among the others, from one on, is its id.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    pub(super) id: u16,
    pub(super) port: u16,
    pub(super) directory: PathBuf,
}

impl Place {
    /// Its properties file.
    pub(super) fn settings(&self) -> PathBuf {
        self.directory.join(SETTINGS)
    }

    /// What it says while it runs.
    pub(super) fn log(&self) -> PathBuf {
        self.directory.join("log")
    }
}

/// All brokers, with their files written.
#[derive(Debug)]
pub(super) struct Layout {
    directory: PathBuf,
    is_temporary: bool,
    /// The port of the ZooKeeper that the cluster is kept in.
    pub(super) zookeeper: Option<u16>,
    pub(super) places: Vec<Place>,
}

impl Layout {
    /// Decides where everything goes, and writes the properties files.
    pub(super) fn make(command: &DevCommand) -> Result<Self, Failure> {
        let (directory, is_temporary) = directory(command.data.as_deref())?;
        let there = Existing::find(&directory);
        let brokers = command.brokers.unwrap_or(there.brokers(USUAL_BROKERS));
        if brokers < there.brokers(0) {
            return Err(Failure::new(
                FAILED,
                format!(
                    "{} holds a cluster of {} brokers",
                    directory.display(),
                    there.brokers(0)
                ),
                "Leave --brokers away, or name another directory with --data.",
            ));
        }
        let on_zookeeper = command.zookeeper || there.on_zookeeper;
        if on_zookeeper && there.brokers > 0 && !there.on_zookeeper {
            return Err(Failure::new(
                FAILED,
                format!(
                    "{} holds a cluster that is kept by its controllers",
                    directory.display()
                ),
                "Leave --zookeeper away, or name another directory with --data.",
            ));
        }
        let voters = there
            .voters
            .unwrap_or(if brokers < VOTERS { 1 } else { VOTERS });
        let mut free = Ports::default();
        let first = command
            .port
            .or_else(|| free.are_free(USUAL_PORT, brokers).then_some(USUAL_PORT));
        let mut places = Vec::new();
        for id in 1..=brokers {
            let port = match first {
                Some(first) => first.checked_add(id - 1).ok_or_else(|| {
                    Failure::usage(format!("{brokers} ports from {first} on are too many"))
                })?,
                None => free.any()?,
            };
            let directory = directory.join(format!("broker-{id}"));
            places.push(Place {
                id,
                port,
                directory,
            });
        }
        let controllers = (0..voters).map(|_| free.any());
        let controllers = controllers.collect::<Result<Vec<_>, _>>()?;
        let zookeeper = on_zookeeper.then(|| free.any()).transpose()?;
        for place in &places {
            fs::create_dir_all(&place.directory)?;
            let properties = properties(command, place, brokers, &controllers, zookeeper);
            fs::write(place.settings(), properties)?;
        }
        Ok(Self {
            directory,
            is_temporary,
            zookeeper,
            places,
        })
    }

    /// Where all of it is.
    pub(super) fn directory(&self) -> &Path {
        &self.directory
    }

    pub(super) fn keeps_data(&self) -> bool {
        !self.is_temporary
    }

    /// The ports of the brokers.
    pub(super) fn ports(&self) -> impl Iterator<Item = u16> {
        self.places.iter().map(|place| place.port)
    }

    /// What clients are given.
    pub(super) fn bootstrap(&self) -> String {
        let addresses: Vec<_> = self
            .ports()
            .map(|port| format!("127.0.0.1:{port}"))
            .collect();
        addresses.join(",")
    }

    /// The files that the brokers write their logs to.
    pub(super) fn logs(&self) -> String {
        let logs: Vec<_> = self.places.iter().map(Place::log).collect();
        let logs: Vec<_> = logs.iter().map(|log| log.display().to_string()).collect();
        logs.join(", ")
    }

    /// Removes what is not to be kept.
    pub(super) fn clean_up(&self) {
        if self.is_temporary {
            // What is left of a temporary directory does no harm.
            let _ = fs::remove_dir_all(&self.directory);
        }
    }
}

/// What a directory holds from before.
struct Existing {
    brokers: u16,
    on_zookeeper: bool,
    /// Who votes is decided at the first start, for good.
    voters: Option<u16>,
}

impl Existing {
    fn find(directory: &Path) -> Self {
        let settings = |id: u16| directory.join(format!("broker-{id}")).join(SETTINGS);
        let brokers = (1..=u16::MAX).take_while(|id| settings(*id).exists());
        let brokers = u16::try_from(brokers.count()).unwrap_or(u16::MAX);
        let first = fs::read_to_string(settings(1)).ok();
        let first = first.and_then(|text| Properties::parse(&text).ok());
        let on_zookeeper = first
            .as_ref()
            .is_some_and(|first| first.get("zookeeper.connect").is_some());
        let voters = first.map(|first| {
            let voters = first.get("controller.quorum.voters").unwrap_or_default();
            u16::try_from(voters.split(',').count()).unwrap_or(1)
        });
        Self {
            brokers,
            on_zookeeper,
            voters,
        }
    }

    fn brokers(&self, default: u16) -> u16 {
        if self.brokers == 0 {
            default
        } else {
            self.brokers
        }
    }
}

fn directory(data: Option<&Path>) -> Result<(PathBuf, bool), Failure> {
    let make = |path: &Path| {
        fs::create_dir_all(path).map_err(|error| {
            let message = format!("cannot make {}: {error}", path.display());
            Failure::new(FAILED, message, "Name another directory with --data.")
        })
    };
    match data {
        Some(path) => {
            make(path)?;
            Ok((fs::canonicalize(path)?, false))
        }
        None => {
            let path = std::env::temp_dir().join(format!("highwater-dev-{}", std::process::id()));
            // One of the same name is left over from a process that is gone.
            match fs::remove_dir_all(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
            make(&path)?;
            Ok((path, true))
        }
    }
}

/// Ports that nobody has. Those that were given out stay taken until all are known, so that no two are the same.
#[derive(Default)]
struct Ports(Vec<TcpListener>);

impl Ports {
    fn are_free(&mut self, first: u16, count: u16) -> bool {
        let port = |number: u16| first.checked_add(number);
        let taken = |number| TcpListener::bind(("127.0.0.1", port(number)?)).ok();
        let listeners: Option<Vec<_>> = (0..count).map(taken).collect();
        let free = listeners.is_some();
        self.0.extend(listeners.unwrap_or_default());
        free
    }

    fn any(&mut self) -> Result<u16, Failure> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let port = listener.local_addr()?.port();
        self.0.push(listener);
        Ok(port)
    }
}

/// The properties file of one broker.
fn properties(
    command: &DevCommand,
    place: &Place,
    brokers: u16,
    controllers: &[u16],
    zookeeper: Option<u16>,
) -> String {
    let Place {
        id,
        port,
        directory,
    } = place;
    let mut lines = vec![
        (
            if zookeeper.is_some() {
                "broker.id"
            } else {
                "node.id"
            },
            id.to_string(),
        ),
        ("log.dirs", directory.join("data").display().to_string()),
        (
            "advertised.listeners",
            format!("PLAINTEXT://127.0.0.1:{port}"),
        ),
        ("default.replication.factor", brokers.min(3).to_string()),
        ("group.initial.rebalance.delay.ms", "0".to_owned()),
    ];
    let mut listeners = format!("PLAINTEXT://127.0.0.1:{port}");
    if let Some(port) = zookeeper {
        lines.push(("zookeeper.connect", format!("127.0.0.1:{port}")));
    } else if brokers > 1 {
        let voters = (1..).zip(controllers);
        let voters = voters.map(|(id, port): (u16, _)| format!("{id}@127.0.0.1:{port}"));
        let voters: Vec<_> = voters.collect();
        lines.push(("controller.quorum.voters", voters.join(",")));
        lines.push(("controller.listener.names", "CONTROLLER".to_owned()));
        let own = controllers.get(usize::from(*id) - 1);
        let roles = match own {
            Some(own) => {
                listeners.push_str(&format!(",CONTROLLER://127.0.0.1:{own}"));
                "broker,controller"
            }
            None => "broker",
        };
        lines.push(("process.roles", roles.to_owned()));
    }
    lines.push(("listeners", listeners));
    let overrides = command.overrides.iter();
    lines.extend(overrides.map(|(key, value)| (key.as_str(), value.clone())));
    let mut text = String::new();
    for (key, value) in lines {
        let value = value.replace('\\', "\\\\").replace('\n', "\\n");
        text.push_str(&format!("{key}={value}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use settings::BrokerConfig;

    fn command(brokers: Option<u16>, data: &Path) -> DevCommand {
        DevCommand {
            brokers,
            data: Some(data.to_owned()),
            port: None,
            zookeeper: false,
            zookeeper_jars: None,
            overrides: vec![("log.retention.ms".to_owned(), "1000".to_owned())],
        }
    }

    fn config(place: &Place) -> BrokerConfig {
        let text = fs::read_to_string(place.settings()).expect("written");
        let properties = Properties::parse(&text).expect("a properties file");
        let parsed = BrokerConfig::from_properties(&properties, "localhost");
        parsed.expect("settings that hold").0
    }

    #[test]
    fn three_brokers_vote_and_a_fourth_only_keeps_partitions() {
        let directory = tempfile::tempdir().expect("a directory");
        let layout = Layout::make(&command(Some(4), directory.path())).expect("a layout");
        let configs: Vec<_> = layout.places.iter().map(config).collect();
        let votes: Vec<_> = configs.iter().map(|it| it.roles.controller).collect();
        assert_eq!(votes, [true, true, true, false]);
        assert!(configs.iter().all(|it| it.quorum.voters.len() == 3));
        assert!(
            configs
                .iter()
                .all(|it| it.set_value("log.retention.ms") == Some("1000"))
        );
        let mut ports: Vec<_> = layout.ports().collect();
        ports.dedup();
        assert_eq!(ports.len(), 4);
    }

    #[test]
    fn a_cluster_in_zookeeper_stays_there() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut wanted = command(Some(2), directory.path());
        wanted.zookeeper = true;
        let layout = Layout::make(&wanted).expect("a layout");
        let port = layout.zookeeper.expect("a ZooKeeper");
        for place in &layout.places {
            let kept = config(place).zookeeper.expect("in ZooKeeper");
            assert_eq!(kept.servers, [("127.0.0.1".to_owned(), port)]);
        }
        let again = Layout::make(&command(None, directory.path())).expect("a layout");
        assert!(again.zookeeper.is_some() && again.places.len() == 2);
        let other = tempfile::tempdir().expect("a directory");
        Layout::make(&command(Some(1), other.path())).expect("a layout");
        wanted.data = Some(other.path().to_owned());
        wanted.brokers = None;
        assert!(Layout::make(&wanted).is_err());
    }

    #[test]
    fn a_directory_keeps_its_cluster() {
        let directory = tempfile::tempdir().expect("a directory");
        let lone = Layout::make(&command(Some(1), directory.path())).expect("a layout");
        assert_eq!(config(&lone.places[0]).quorum.voters.len(), 1);
        let again = Layout::make(&command(None, directory.path())).expect("a layout");
        assert_eq!(again.places.len(), 1);
        // Another broker may join; the voters stay who they were.
        let grown = Layout::make(&command(Some(3), directory.path())).expect("a layout");
        let configs: Vec<_> = grown.places.iter().map(config).collect();
        assert!(configs.iter().all(|it| it.quorum.voters.len() == 1));
        assert!(Layout::make(&command(Some(2), directory.path())).is_err());
    }
}
