//! `highwater dev`: one broker to try things with, ready at once.

use std::fs;
use std::io;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::Duration;

use settings::Properties;

use super::arguments::DevCommand;
use super::{Failure, log, output, server};
use crate::client::{Cluster, Options};
use crate::wiring;

/// The port that clients try first.
const USUAL_PORT: u16 = 9092;

pub(crate) fn run(command: &DevCommand) -> Result<(), Failure> {
    log::start("warn");
    let port = command
        .port
        .unwrap_or_else(|| if is_free(USUAL_PORT) { USUAL_PORT } else { 0 });
    let (directory, temporary) = directory(command.data.as_deref())?;
    let config = server::config(&properties(command, &directory, port), "dev")?;
    let shown = directory.display().to_string();
    let outcome = wiring::run(config, |port| {
        // Commands work once the cluster has let the broker in; one that never is says why in its log.
        let _ = Cluster::connect(Options {
            bootstrap: format!("127.0.0.1:{port}"),
            client_id: "highwater".to_owned(),
            timeout: Duration::from_secs(10),
        });
        // A greeting that cannot be printed does not stop the broker.
        let _ = output::text(&greeting(port, &shown, temporary));
    });
    if temporary {
        // What is left of a temporary directory does no harm.
        let _ = fs::remove_dir_all(&directory);
    }
    outcome.map_err(Failure::failed)
}

fn is_free(port: u16) -> bool {
    TcpListener::bind(("127.0.0.1", port)).is_ok()
}

fn directory(data: Option<&Path>) -> Result<(PathBuf, bool), Failure> {
    let make = |path: &Path| {
        fs::create_dir_all(path).map_err(|error| {
            let message = format!("cannot make {}: {error}", path.display());
            Failure::new(
                super::failure::FAILED,
                message,
                "Name another directory with --data.",
            )
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

fn properties(command: &DevCommand, directory: &Path, port: u16) -> Properties {
    let mut properties = Properties::default();
    properties.set("listeners", format!("PLAINTEXT://127.0.0.1:{port}"));
    properties.set(
        "advertised.listeners",
        format!("PLAINTEXT://127.0.0.1:{port}"),
    );
    properties.set("log.dirs", directory.display().to_string());
    properties.set("offsets.topic.replication.factor", "1");
    properties.set("group.initial.rebalance.delay.ms", "0");
    for (key, value) in &command.overrides {
        properties.set(key, value);
    }
    properties
}

fn greeting(port: u16, directory: &str, temporary: bool) -> String {
    let address = format!("127.0.0.1:{port}");
    let option = match port {
        USUAL_PORT => String::new(),
        _ => format!(" -b {address}"),
    };
    let kept = if temporary {
        "removed at the end"
    } else {
        "kept"
    };
    format!(
        "Highwater is ready: bootstrap.servers={address}\n\
         Data is in {directory}, {kept}. Ctrl-C stops it.\n\n\
         Try, in another terminal:\n  \
         seq 1000 | highwater{option} produce numbers\n  \
         highwater{option} consume numbers --from-beginning --exit-at-end\n  \
         highwater{option} topic describe numbers\n"
    )
}
