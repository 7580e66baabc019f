//! Kafka's own jars: its broker, its tools and its client.

use std::path::{Path, PathBuf};

use super::maven::jars;
use super::{Missing, require};
use crate::process::{Output, Run};
use crate::root;

/// The Kafka that everything is compared with.
pub const KAFKA_VERSION: &str = "4.3.1";
const LOG4J_VERSION: &str = "2.24.3";

/// Our own programs in `conformance/java`.
const PROGRAMS: [&str; 2] = ["Checks", "Ride"];

const LOGGING: &str = r#"<Configuration>
  <Appenders><Console name="C" target="SYSTEM_ERR"/></Appenders>
  <Loggers><Root level="ERROR"><AppenderRef ref="C"/></Root></Loggers>
</Configuration>
"#;

/// A JDK with Kafka's jars.
#[derive(Clone, Debug)]
pub struct Java {
    folder: PathBuf,
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
        let logging = self.folder.join("log4j2.xml");
        Run::new("java")
            .args([
                format!("-Xmx{heap}").as_str(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
            ])
            .args([format!("-Dlog4j2.configurationFile={}", logging.display())])
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
        let logging = self.folder.join("log4j2.xml");
        Run::new("java").args([
            format!("-Xmx{heap}").as_str(),
            "-XX:+UseSerialGC",
            &format!("-Dlog4j2.configurationFile={}", logging.display()),
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

    fn class_path(&self) -> String {
        format!("{0}/lib/*:{0}/classes", self.folder.display())
    }
}

/// Finds or fetches Kafka's jars.
///
/// # Errors
/// There is no `java` or `mvn`, or the jars cannot be fetched.
pub fn java() -> Result<Java, Missing> {
    require("java")?;
    let folder = jars(
        &format!("kafka-{KAFKA_VERSION}"),
        "Kafka's jars",
        &project(),
        &[("log4j2.xml", LOGGING)],
    )?;
    let java = Java {
        folder,
        version: String::new(),
    };
    java.compile()?;
    let says = Run::new("java")
        .args(["-version"])
        .output()
        .map_err(Missing)?
        .all();
    let version = says.split('"').nth(1).unwrap_or("?").to_owned();
    Ok(Java { version, ..java })
}

fn project() -> String {
    let dependency = |group: &str, artifact: &str, version: &str| {
        format!(
            "<dependency><groupId>{group}</groupId><artifactId>{artifact}</artifactId><version>{version}</version></dependency>"
        )
    };
    let dependencies = [
        dependency("org.apache.kafka", "kafka_2.13", KAFKA_VERSION),
        dependency("org.apache.kafka", "kafka-tools", KAFKA_VERSION),
        dependency(
            "org.apache.logging.log4j",
            "log4j-slf4j-impl",
            LOG4J_VERSION,
        ),
    ];
    let head = "<modelVersion>4.0.0</modelVersion><groupId>highwater</groupId><artifactId>jars</artifactId><version>1</version>";
    format!(
        "<project>{head}<dependencies>{}</dependencies></project>\n",
        dependencies.concat()
    )
}
