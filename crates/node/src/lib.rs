//! Puts a node together: log directories, controller and broker, from typed settings and the ports of its world.
//!
//! Who may enter: the binary and the simulator, so that a simulated start is the real one. The room opens what is on the
//! disk and hands each part what it stands on; it builds no port, listens nowhere and decides nothing about a cluster.

mod assembly;
mod combined;
mod directories;
mod ensemble;
mod parts;

use std::sync::Arc;

use types::Now;
use world::{Disk, Entropy};

pub use assembly::{Assembled, AssemblyError, assemble};
pub use combined::Combined;
pub use ensemble::ensemble_settings;
pub use parts::{ControllerParts, controller_settings, in_memory_controller};

/// What a node stands on.
#[derive(Clone)]
pub struct Ports {
    /// Where its directories are.
    pub disk: Arc<dyn Disk>,
    /// Where its ids come from: another run, other ids.
    pub entropy: Arc<dyn Entropy>,
    /// The moment of the start.
    pub now: Now,
}
