//! An ensemble whose servers ask who is there: a broker of ours proves its name by SASL, and what it makes has the ACLs that a
//! Kafka 3.9 gives it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use super::{make_topic, stops_saying};
use crate::brokers::Kind;
use crate::cluster::{Cluster, Layout, NewTopic};
use crate::report::Outcome;
use crate::tools::{Java, ServerOptions};
use crate::{Failure, target};

const BROKER: i32 = 0;
/// Without it the servers log in whoever asks, and take nobody for the creator of anything.
const PROVIDER: &str =
    "authProvider.sasl=org.apache.zookeeper.server.auth.SASLAuthenticationProvider";
const USER: &str = "kafka";
const PASSWORD: &str = "of=a, b";

/// The files of logins, in a folder that goes with this.
struct Logins {
    folder: PathBuf,
}

impl Logins {
    fn make() -> Result<Self, Failure> {
        let folder = target()
            .join("brokers")
            .join(format!("logins-{}", std::process::id()));
        std::fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        let logins = Self { folder };
        let module = "org.apache.zookeeper.server.auth.DigestLoginModule required";
        let write = |path: PathBuf, text: String| {
            std::fs::write(path, text).map_err(|error| error.to_string())
        };
        let server = format!("Server {{ {module} user_{USER}=\"{PASSWORD}\"; }};\n");
        write(logins.path("server"), server)?;
        let client =
            format!("Client {{ {module} username=\"{USER}\" password=\"{PASSWORD}\"; }};\n");
        write(logins.path("client"), client)?;
        Ok(logins)
    }

    fn path(&self, who: &str) -> PathBuf {
        self.folder.join(format!("{who}.jaas"))
    }

    /// The argument of a Java virtual machine that logs in as one of the two.
    fn machine(&self, who: &str) -> String {
        let path = self.path(who);
        format!("-Djava.security.auth.login.config={}", path.display())
    }
}

impl Drop for Logins {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

/// A cluster of one broker, whose ensemble asks who is there.
struct Scene<'a> {
    shell: &'a Java,
    logins: &'a Logins,
    cluster: Cluster,
}

impl<'a> Scene<'a> {
    fn begin(kind: &Kind, shell: &'a Java, logins: &'a Logins) -> Result<Self, Failure> {
        let mut layout = Layout::in_zookeeper(1, 1).with("zookeeper.set.acl=true");
        layout.ensemble = ServerOptions {
            settings: vec![PROVIDER.to_owned()],
            machine: vec![logins.machine("server")],
            tls: false,
        };
        if kind.is_ours() {
            layout = layout
                .with(&format!("highwater.zookeeper.sasl.username={USER}"))
                .with(&format!("highwater.zookeeper.sasl.password={PASSWORD}"));
        }
        let mut cluster = Cluster::prepare(kind, &layout)?;
        if !kind.is_ours() {
            let machine = logins.machine("client");
            cluster
                .node(BROKER)?
                .set_variable("JAVA_TOOL_OPTIONS", &machine);
        }
        cluster.launch()?;
        let admin = cluster.admin();
        admin.create(&NewTopic::spread("orders", 1, 1).with("retention.ms", "-1"))?;
        admin.set_broker(BROKER, "log.cleaner.threads", "2")?;
        Ok(Self {
            shell,
            logins,
            cluster,
        })
    }

    fn ask(&mut self, commands: &str, machine: &str) -> Result<String, Failure> {
        let connect = self.cluster.ensemble()?.connect();
        // The shell ends as its last command does.
        let commands = format!("{commands}ls /\n");
        let output = self.shell.ask_shell_with(&connect, &commands, machine)?;
        Ok(output.all())
    }

    /// Every znode's ACL, as somebody sees it who may see all.
    fn acls(&mut self) -> Result<BTreeMap<String, String>, Failure> {
        let machine = self.logins.machine("client");
        let listed = self.ask("ls -R /\n", &machine)?;
        let is_ours = |path: &&str| path.starts_with('/') && !path.starts_with("/zookeeper");
        let paths: Vec<&str> = listed
            .lines()
            .filter(is_ours)
            .filter(|path| *path != "/")
            .collect();
        let mut commands = String::new();
        for path in &paths {
            let _ = writeln!(commands, "getAcl -s {path}");
        }
        let shown = self.ask(&commands, &machine)?;
        // An answer does not say of what it is; each ends with the number of children.
        let (mut acls, mut entries) = (BTreeMap::new(), Vec::new());
        let mut left = paths.iter();
        for line in shown.lines() {
            if line.starts_with(['\'', ':']) {
                entries.push(line);
            } else if line.starts_with("numChildren = ") {
                let path = left
                    .next()
                    .ok_or("the shell tells of more than was asked")?;
                acls.insert((*path).to_owned(), std::mem::take(&mut entries).join(" "));
            }
        }
        if left.next().is_some() || acls.values().any(String::is_empty) {
            return Err(format!("the shell does not tell of all: {shown}"));
        }
        Ok(acls)
    }
}

/// Makes the same in both, and compares; then has ours lose its connection, and be taken for somebody else.
///
/// # Errors
/// A broker does not come up, or the shell does not answer.
pub(super) fn run(ours: &Kind, shell: &Java) -> Result<Vec<Outcome>, Failure> {
    let logins = Logins::make()?;
    let theirs = Scene::begin(&Kind::Kafka(shell.clone()), shell, &logins)?.acls()?;
    let mut scene = Scene::begin(ours, shell, &logins)?;
    let compared = scene.compare(&theirs);
    let name = format!(
        "zookeeper.set.acl with a name (SASL): {} znodes have the ACL that Kafka gives them, ours beside them too, and \
         others may not change them",
        theirs.len()
    );
    Ok(vec![
        Outcome::of(name, compared),
        Outcome::of(
            "after a connection that was lost the broker proves its name anew, and changes what it made",
            scene.reconnect(),
        ),
        Outcome::of(
            "a broker with a wrong password, or whose servers know no names, stops with the reason, the settings and the remedy",
            scene.refuse(),
        ),
    ])
}

impl Scene<'_> {
    fn compare(&mut self, theirs: &BTreeMap<String, String>) -> Result<(), Failure> {
        let ours = self.acls()?;
        let mut differ = String::new();
        for (path, theirs) in theirs {
            if let Some(ours) = ours.get(path).filter(|ours| *ours != theirs) {
                let _ = write!(differ, "\n    {path}: {theirs} in Kafka, {ours} in ours");
            }
        }
        let readable = format!("'sasl,'{USER} : cdrwa 'world,'anyone : r");
        let secret = format!("'sasl,'{USER} : cdrwa");
        for (path, acl) in &ours {
            let expected = match path.starts_with("/highwater/security") {
                true => &secret,
                false => &readable,
            };
            if path.starts_with("/highwater") && acl != expected {
                let _ = write!(differ, "\n    {path}: {acl}");
            }
        }
        for path in ["/controller", "/highwater/commit", "/config/brokers/0"] {
            if !ours.contains_key(path) {
                let _ = write!(differ, "\n    {path} is missing");
            }
        }
        let said = self.ask("set /brokers/topics/orders {}\n", "")?;
        if !said.contains("Insufficient permission") {
            let _ = write!(differ, "\n    somebody changes a topic: {said}");
        }
        match differ.is_empty() {
            true => Ok(()),
            false => Err(differ),
        }
    }

    fn reconnect(&mut self) -> Result<(), Failure> {
        let ensemble = self.cluster.ensemble()?;
        ensemble.kill(0);
        ensemble.start_killed()?;
        make_topic(&self.cluster, "later")
    }

    fn refuse(&mut self) -> Result<(), Failure> {
        self.cluster.node(BROKER)?.stop()?;
        let wrong = "highwater.zookeeper.sasl.password=another";
        self.cluster.node(BROKER)?.set(wrong)?;
        let remedy = ["highwater.zookeeper.sasl.password", "login.config"];
        let wrong = ["name or password is wrong", remedy[0], remedy[1]];
        stops_saying(&mut self.cluster, &wrong)?;
        let ensemble = self.cluster.ensemble()?;
        ensemble.kill(0);
        std::fs::write(self.logins.path("server"), "Nobody { };\n")
            .map_err(|error| error.to_string())?;
        self.cluster.ensemble()?.start_killed()?;
        let unserved = ["it does not serve SASL", remedy[0], remedy[1]];
        stops_saying(&mut self.cluster, &unserved)
    }
}
