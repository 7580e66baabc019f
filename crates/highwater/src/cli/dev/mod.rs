//! `highwater dev`: a cluster to try things with, ready at once. Each broker is a process of its own, so that one can be
//! killed and the others seen to go on.

mod layout;
mod nodes;
mod zookeeper;

use std::fmt::Write as _;
use std::io::{self, BufRead as _, IsTerminal as _};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::arguments::DevCommand;
use super::stop::Stop;
use super::{Failure, output};
use crate::client::{Cluster, Options};
use layout::{Layout, USUAL_PORT};
use nodes::Nodes;
use zookeeper::Zookeeper;

/// How long a cluster may take until all its brokers are in service.
const READY_MAX: Duration = Duration::from_secs(15);
/// Between two looks for what has happened.
const LOOK_EVERY: Duration = Duration::from_millis(50);
const LOOK_EVERY_AT_FIRST: Duration = Duration::from_millis(5);

pub(crate) fn run(command: &DevCommand) -> Result<(), Failure> {
    let stop = Stop::listen();
    let layout = Layout::make(command)?;
    let outcome = run_all(command, &layout, &stop);
    layout.clean_up();
    outcome
}

fn run_all(command: &DevCommand, layout: &Layout, stop: &Stop) -> Result<(), Failure> {
    let mut zookeeper = None;
    if let Some(port) = layout.zookeeper {
        let jars = command.zookeeper_jars.as_deref();
        zookeeper = Zookeeper::start(layout.directory(), port, jars, stop)?;
        if zookeeper.is_none() {
            return Ok(());
        }
    }
    let mut nodes = Nodes::start(layout)?;
    let outcome = wait_until_ready(layout, &mut nodes, stop).and_then(|ready| {
        if ready {
            output::text(&greeting(layout, &nodes, zookeeper.as_ref()))?;
            look_after(&mut nodes, stop)?;
        }
        Ok(())
    });
    // What is removed afterwards need not be left in order.
    nodes.stop(layout.keeps_data());
    outcome
}

/// Waits until every broker is in service; whether all are, rather than that the user has had enough.
fn wait_until_ready(layout: &Layout, nodes: &mut Nodes, stop: &Stop) -> Result<bool, Failure> {
    let deadline = Instant::now() + READY_MAX;
    let bootstrap = layout.bootstrap();
    loop {
        if stop.is_asked() {
            return Ok(false);
        }
        if let Some(ended) = nodes.take_ended().first() {
            return Err(nodes.failure(ended));
        }
        let cluster = Cluster::connect(Options {
            bootstrap: bootstrap.clone(),
            client_id: "highwater".to_owned(),
            timeout: LOOK_EVERY,
        });
        match cluster {
            Ok(cluster) if cluster.brokers().count() >= nodes.count() => return Ok(true),
            _ if Instant::now() >= deadline => {
                let message = format!(
                    "not all brokers came into service within {} s",
                    READY_MAX.as_secs()
                );
                return Err(Failure::new(
                    super::failure::FAILED,
                    message,
                    format!("Their logs are {}.", layout.logs()),
                ));
            }
            _ => thread::sleep(LOOK_EVERY_AT_FIRST),
        }
    }
}

/// Tells of brokers that end, and starts them again when asked to, until the user stops all.
fn look_after(nodes: &mut Nodes, stop: &Stop) -> Result<(), Failure> {
    let enters = enters();
    while !stop.is_asked() {
        for ended in nodes.take_ended() {
            let how = nodes.how_to_restart(&ended, io::stdin().is_terminal());
            output::text(&format!("\n{ended}. {how}\n"))?;
        }
        while enters.try_recv().is_ok() {
            for (id, process) in nodes.restart_ended()? {
                output::text(&format!("broker {id} runs again, as process {process}\n"))?;
            }
        }
        thread::sleep(LOOK_EVERY);
    }
    Ok(())
}

/// Each line that the user enters.
fn enters() -> Receiver<()> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in io::stdin().lock().lines() {
            if line.is_err() || sender.send(()).is_err() {
                break;
            }
        }
    });
    receiver
}

fn greeting(layout: &Layout, nodes: &Nodes, zookeeper: Option<&Zookeeper>) -> String {
    let option = match layout.ports().next() {
        Some(USUAL_PORT) => String::new(),
        _ => format!(" -b {}", layout.bootstrap()),
    };
    let kept = if layout.keeps_data() {
        "kept"
    } else {
        "removed at the end"
    };
    let mut text = format!(
        "Highwater is ready: bootstrap.servers={}\n\n",
        layout.bootstrap()
    );
    for (id, port, process) in nodes.running() {
        // Writing to a string does not fail.
        let _ = writeln!(text, "  broker {id}   127.0.0.1:{port}   process {process}");
    }
    if let Some(zookeeper) = zookeeper {
        let _ = writeln!(text, "{}", zookeeper.shown());
    }
    let _ = write!(
        text,
        "\nData and logs are in {}, {kept}. Ctrl-C stops everything.\n\n\
         Try, in another terminal:\n  \
         seq 1000 | highwater{option} produce numbers\n  \
         highwater{option} topic describe numbers\n",
        layout.directory().display(),
    );
    if let Some((_, _, process)) = nodes.running().last()
        && nodes.count() > 1
    {
        let _ = writeln!(text, "  kill -9 {process}");
    }
    let _ = writeln!(
        text,
        "  highwater{option} consume numbers --from-beginning --exit-at-end"
    );
    text
}
