//! Ctrl-C and SIGTERM, for commands that run until they are stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::Failure;
use super::arguments::WithParentCommand;

/// A signal that follows so soon was not sent by somebody who has lost patience.
const SAME_SIGNAL: Duration = Duration::from_millis(300);

/// Whether the user wants an end.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    asked: Arc<AtomicBool>,
}

impl Stop {
    /// Begins to listen. The first signal is noted; a second ends the process at once, unless it is the same one that came
    /// twice, as to a process and to its group.
    pub(crate) fn listen() -> Self {
        let stop = Self::default();
        let asked = Arc::clone(&stop.asked);
        thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            // Without a runtime signals keep their usual meaning: they end the process.
            let Ok(runtime) = runtime else { return };
            runtime.block_on(async {
                loop {
                    signal().await;
                    if asked.swap(true, Ordering::Relaxed) {
                        std::process::exit(130);
                    }
                    tokio::time::sleep(SAME_SIGNAL).await;
                }
            });
        });
        stop
    }

    /// Whether a signal came.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.load(Ordering::Relaxed)
    }
}

/// Has this process told to stop when its parent ends, however that ends. Whether the parent still runs.
pub(crate) fn stop_with_parent(parent: u32) -> bool {
    use rustix::process::{Signal, getppid, set_parent_process_death_signal};
    // Without it the process outlives its parent, and a signal stops it as any other.
    let _ = set_parent_process_death_signal(Some(Signal::TERM));
    let present = getppid().map(rustix::process::Pid::as_raw_nonzero);
    present.is_some_and(|present| u32::try_from(present.get()) == Ok(parent))
}

/// Becomes another program that ends when its parent does. Ctrl-C in the terminal is for the parent alone.
pub(crate) fn run_with_parent(command: &WithParentCommand) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt as _;
    let _ = rustix::process::setsid();
    if !stop_with_parent(command.parent) {
        return Ok(());
    }
    let mut program = std::process::Command::new(&command.program);
    Err(program.args(&command.arguments).exec().into())
}

/// Waits for Ctrl-C or SIGTERM.
pub(crate) async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        },
        Err(_) => {
            // Without a handler for SIGTERM the process ends by it as usual.
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
