//! The command line: what can be asked, and who does it.

mod arguments;
mod cluster;
mod config;
mod consume;
mod describe;
mod dev;
mod elect;
mod ensemble;
mod explain;
mod failure;
mod format;
mod group;
mod health;
mod import;
mod log;
mod output;
mod plan;
mod produce;
mod progress;
mod reassign;
mod server;
mod shown;
mod stop;
mod targets;
mod topic;

use clap::Parser as _;

use arguments::ClusterCommand;
pub(crate) use arguments::{Arguments, Command, DocsCommand};
pub(crate) use failure::Failure;
use output::Output;

use crate::client::{Cluster, Options};

/// Reads the arguments and does what they say. Returns the exit code.
pub(crate) fn run() -> u8 {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout and are no failure; what cannot be printed has no reader.
            let _ = error.print();
            return if error.use_stderr() {
                failure::USAGE
            } else {
                0
            };
        }
    };
    match dispatch(&arguments) {
        Ok(()) => 0,
        Err(failure) => failure.report(),
    }
}

fn dispatch(arguments: &Arguments) -> Result<(), Failure> {
    let output = Output::new(arguments.output);
    match &arguments.command {
        Command::Server(command) => server::run(command),
        Command::Dev(command) => dev::run(command),
        Command::WithParent(command) => stop::run_with_parent(command),
        Command::Topic(command) => topic::run(command, &mut connect(arguments)?, &output),
        Command::Produce(command) => produce::run(command, &mut connect(arguments)?, &output),
        Command::Consume(command) => consume::run(command, &mut connect(arguments)?, &output),
        Command::Group(command) => group::run(command, &mut connect(arguments)?, &output),
        Command::Explain(command) => explain::run(command, &mut connect(arguments)?, &output),
        Command::Cluster(ClusterCommand::ImportZookeeper(command)) => import::run(command, &output),
        Command::Cluster(command) => cluster::run(command, &mut connect(arguments)?, &output),
        Command::Config(command) => config::run(command, &mut connect(arguments)?, &output),
        Command::Docs(DocsCommand::Metrics) => output::text(&metrics::markdown()),
        Command::Docs(DocsCommand::Config) => output::text(&settings::markdown()),
    }
}

fn connect(arguments: &Arguments) -> Result<Cluster, Failure> {
    Ok(Cluster::connect(Options {
        bootstrap: arguments.bootstrap_server.clone(),
        client_id: "highwater".to_owned(),
        timeout: std::time::Duration::from_secs_f64(arguments.request_timeout),
    })?)
}
