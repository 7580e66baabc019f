//! Kafka's own jars: its broker, its tools and its client.

use std::path::{Path, PathBuf};

use super::maven::jars;
use super::{Missing, require};
use crate::process::{Output, Run};
use crate::root;

/// The Kafka that everything is compared with.
pub const KAFKA_VERSION: &str = "4.3.1";
/// The last Kafka that keeps a cluster in ZooKeeper.
pub const KAFKA_3_VERSION: &str = "3.9.1";

/// Our own programs in `conformance/java`.
const PROGRAMS: [&str; 3] = ["Checks", "Ride", "Chaos"];

/// What differs between releases of Kafka for who runs them.
#[derive(Clone, Copy, Debug)]
struct Release {
    kafka: &'static str,
    /// The artifact that writes what is logged: group, name, version.
    logger: [&'static str; 3],
    /// Its settings: the file's name and text, and the property that names the file.
    logging: (&'static str, &'static str, &'static str),
}

const KAFKA_4: Release = Release {
    kafka: KAFKA_VERSION,
    logger: ["org.apache.logging.log4j", "log4j-slf4j-impl", "2.24.3"],
    logging: (
        "log4j2.xml",
        r#"<Configuration>
  <Appenders><Console name="C" target="SYSTEM_ERR"/></Appenders>
  <Loggers><Root level="ERROR"><AppenderRef ref="C"/></Root></Loggers>
</Configuration>
"#,
        "-Dlog4j2.configurationFile=",
    ),
};

const KAFKA_3: Release = Release {
    kafka: KAFKA_3_VERSION,
    logger: ["org.slf4j", "slf4j-reload4j", "1.7.36"],
    logging: (
        "log4j.properties",
        "log4j.rootLogger=ERROR, C\n\
         log4j.appender.C=org.apache.log4j.ConsoleAppender\n\
         log4j.appender.C.target=System.err\n\
         log4j.appender.C.layout=org.apache.log4j.PatternLayout\n\
         log4j.appender.C.layout.ConversionPattern=%d %p %m%n\n",
        "-Dlog4j.configuration=file:",
    ),
};

/// A JDK with Kafka's jars.
#[derive(Clone, Debug)]
pub struct Java {
    folder: PathBuf,
    release: Release,
    /// What it says about itself.
    pub version: String,
}

impl Java {
    /// A run of a class with a small heap: for tools and clients.
    #[must_use]
    pub fn run(&self, class: &str) -> Run {
        self.sized("256m", class)
    }

    /// A run of a class with a heap of `heap`.
    #[must_use]
    pub fn sized(&self, heap: &str, class: &str) -> Run {
        Run::new("java")
            .args([
                format!("-Xmx{heap}").as_str(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
            ])
            .args([self.logging()])
            .args(["-cp", &self.class_path(), class])
    }

    /// A run of Kafka's broker, as warm as it gets: no limit on its compiler.
    #[must_use]
    pub fn broker(&self, class: &str) -> Run {
        Run::new("java").args([
            "-Xmx1g",
            "-Xms512m",
            "-XX:+UseG1GC",
            "-cp",
            &self.class_path(),
            class,
        ])
    }

    /// A run of Kafka's broker with a heap of `heap`, for when several share a machine.
    #[must_use]
    pub fn sized_broker(&self, heap: &str, class: &str) -> Run {
        Run::new("java").args([
            format!("-Xmx{heap}").as_str(),
            "-XX:+UseSerialGC",
            &self.logging(),
            "-cp",
            &self.class_path(),
            class,
        ])
    }

    /// A run of our own program `conformance/java/Checks.java`.
    #[must_use]
    pub fn checks(&self) -> Run {
        self.run("Checks")
    }

    /// A run of our own program `conformance/java/Chaos.java`.
    #[must_use]
    pub fn chaos(&self) -> Run {
        self.sized("768m", "Chaos")
    }

    /// A run of our own program `conformance/java/Ride.java`.
    #[must_use]
    pub fn ride(&self) -> Run {
        self.run("Ride")
    }

    /// Compiles our own programs where one is newer than its class.
    fn compile(&self) -> Result<(), Missing> {
        let age = |path: &Path| path.metadata().and_then(|found| found.modified()).ok();
        let classes = self.folder.join("classes");
        let sources = PROGRAMS.map(|name| root().join(format!("conformance/java/{name}.java")));
        let fresh = PROGRAMS
            .iter()
            .zip(&sources)
            .all(|(name, source)| age(&classes.join(format!("{name}.class"))) > age(source));
        if fresh {
            return Ok(());
        }
        require("javac")?;
        Run::new("javac")
            .args([
                "-cp",
                &self.class_path(),
                "-d",
                &classes.display().to_string(),
            ])
            .args(sources)
            .output()
            .and_then(Output::success)
            .map_err(|why| Missing(format!("javac: {why}")))?;
        Ok(())
    }

    /// The release of Kafka.
    #[must_use]
    pub fn kafka(&self) -> &'static str {
        self.release.kafka
    }

    /// Whether a cluster of this Kafka can be kept in ZooKeeper. Such a Kafka lacks requests that came later.
    #[must_use]
    pub fn knows_zookeeper(&self) -> bool {
        self.release.kafka == KAFKA_3_VERSION
    }

    /// A run of ZooKeeper's shell as it comes with this Kafka, at a server; what it is told, it reads.
    pub(super) fn zookeeper_shell(&self, server: &str) -> Run {
        self.run("org.apache.zookeeper.ZooKeeperMain").args([
            "-waitforconnection",
            "-server",
            server,
        ])
    }

    fn logging(&self) -> String {
        let (file, _, property) = self.release.logging;
        format!("{property}{}", self.folder.join(file).display())
    }

    fn class_path(&self) -> String {
        format!("{0}/lib/*:{0}/classes", self.folder.display())
    }
}

/// Finds or fetches the jars of Kafka, and compiles our own programs against them.
///
/// # Errors
/// There is no `java` or `mvn`, or the jars cannot be fetched.
pub fn java() -> Result<Java, Missing> {
    let java = of_release(KAFKA_4)?;
    java.compile()?;
    Ok(java)
}

/// Finds or fetches the jars of the last Kafka that keeps a cluster in ZooKeeper.
///
/// # Errors
/// As [`java`].
pub fn kafka_3() -> Result<Java, Missing> {
    of_release(KAFKA_3)
}

fn of_release(release: Release) -> Result<Java, Missing> {
    require("java")?;
    let (file, text, _) = release.logging;
    let folder = jars(
        &format!("kafka-{}", release.kafka),
        "Kafka's jars",
        &[
            ["org.apache.kafka", "kafka_2.13", release.kafka],
            ["org.apache.kafka", "kafka-tools", release.kafka],
            release.logger,
        ],
        &[(file, text)],
    )?;
    let says = Run::new("java")
        .args(["-version"])
        .output()
        .map_err(Missing)?
        .all();
    Ok(Java {
        folder,
        release,
        version: says.split('"').nth(1).unwrap_or("?").to_owned(),
    })
}
