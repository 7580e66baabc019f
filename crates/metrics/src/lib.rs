//! What is counted and measured: counters without a lock, one table of all metrics, and the text that Prometheus reads.
//!
//! Who may enter: rooms that count (`broker`, `controller`) and the binary, which serves the text. A core counts nothing: what
//! it decides is counted by who carries it out. This room opens no socket, reads no clock, and keeps no list of what is
//! counted: who has counters writes them down when it is asked.

mod counter;
mod exposition;
mod table;

pub use counter::Counter;
pub use exposition::{Exposition, Number};
pub use table::{ALL, Kind, Metric, markdown, metric};
