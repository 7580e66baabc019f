//! How a log directory was left: Kafka's marker of a clean stop, and our own of a run.

use std::path::Path;

use types::BrokerEpoch;
use world::Disk;

use super::read_if_present;
use crate::error::{Doing, LogError};
use crate::files::allow_missing;
use crate::text::{property, write_properties};

const CLEAN: &str = ".kafka_cleanshutdown";
const RUNNING: &str = ".highwater-running";

/// How the directory was left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Restart {
    /// There was nothing in it.
    New,
    /// Everything was flushed and closed.
    Clean {
        /// The broker's last registration: [`BrokerEpoch::NOT_NUMBERED`] where Kafka's marker has none,
        /// [`BrokerEpoch::NONE`] where a broker of ours never was, or where something may be lost that no registration told since.
        broker_epoch: BrokerEpoch,
    },
    /// Only the process died: what it wrote is there, flushed or not.
    Warm {
        /// The broker's last registration; [`BrokerEpoch::NONE`] when it died before one.
        broker_epoch: BrokerEpoch,
    },
    /// Anything may have happened to what was not flushed.
    Unclean,
}

impl Restart {
    /// The registration under which the directory was used last, as far as it still counts.
    #[must_use]
    pub fn broker_epoch(self) -> BrokerEpoch {
        match self {
            Self::Clean { broker_epoch } | Self::Warm { broker_epoch } => broker_epoch,
            Self::New | Self::Unclean => BrokerEpoch::NONE,
        }
    }

    /// Whether every log was closed in order, so that nothing has to be scanned.
    #[must_use]
    pub fn is_clean(self) -> bool {
        matches!(self, Self::New | Self::Clean { .. })
    }

    /// Reads both markers, then leaves the one of a run.
    pub(super) fn find(
        disk: &dyn Disk,
        path: &Path,
        boot: Option<&str>,
        is_new: bool,
    ) -> Result<Self, LogError> {
        let clean = read_if_present(disk, &path.join(CLEAN))?;
        let running = read_if_present(disk, &path.join(RUNNING))?;
        let restart = match (clean, running) {
            _ if is_new => Self::New,
            (Some(marker), _) => Self::Clean {
                broker_epoch: clean_epoch(&marker),
            },
            (None, Some(marker)) => warm(&String::from_utf8_lossy(&marker), boot),
            (None, None) => Self::Unclean,
        };
        // In this order: where both are found after a crash in between, the clean one still tells
        // the truth.
        // After a crash of the machine a second start may be cut short, too, before any log is recovered: what the first
        // crash left is still unknown then.
        let boot = boot.filter(|_| restart != Self::Unclean);
        write_running(disk, path, boot, restart.broker_epoch())?;
        let clean = path.join(CLEAN);
        allow_missing(disk.remove_file(&clean))
            .doing(|| format!("removing {}", clean.display()))?;
        disk.sync_dir(path)
            .doing(|| format!("flushing {}", path.display()))?;
        Ok(restart)
    }
}

fn warm(marker: &str, boot: Option<&str>) -> Restart {
    let same_boot = boot.is_some() && property(marker, "boot.id") == boot;
    let epoch = property(marker, "broker.epoch").and_then(|epoch| epoch.parse().ok());
    match epoch {
        Some(epoch) if same_boot => Restart::Warm {
            broker_epoch: BrokerEpoch(epoch),
        },
        _ => Restart::Unclean,
    }
}

/// The epoch in Kafka's marker, a small JSON object. A Kafka with ZooKeeper names −1, and the marker of one before 3.7 is empty.
/// Ours names none where there was none: what happened to the directory before is not known then.
fn clean_epoch(marker: &[u8]) -> BrokerEpoch {
    let text = String::from_utf8_lossy(marker);
    if text.trim().is_empty() {
        return BrokerEpoch::NOT_NUMBERED;
    }
    let value = text
        .split_once("\"brokerEpoch\"")
        .and_then(|(_, rest)| rest.trim_start().strip_prefix(':'));
    let digits = |value: &str| {
        let end = value
            .find(|c: char| !c.is_ascii_digit() && c != '-')
            .unwrap_or(value.len());
        value.get(..end).and_then(|digits| digits.parse().ok())
    };
    value.map(str::trim_start).and_then(digits).map_or(
        BrokerEpoch::NONE,
        |epoch| match BrokerEpoch(epoch) {
            BrokerEpoch::NONE => BrokerEpoch::NOT_NUMBERED,
            epoch => epoch,
        },
    )
}

/// Writes down that a process runs here, under which run of the operating system and which
/// registration.
pub(super) fn write_running(
    disk: &dyn Disk,
    path: &Path,
    boot: Option<&str>,
    broker_epoch: BrokerEpoch,
) -> Result<(), LogError> {
    let path = path.join(RUNNING);
    let epoch = broker_epoch.to_string();
    let marker = write_properties(&[
        ("version", "1"),
        ("boot.id", boot.unwrap_or("")),
        ("broker.epoch", &epoch),
    ]);
    disk.write_atomically(&path, &marker)
        .doing(|| format!("writing {}", path.display()))
}

/// Removes the marker of this run, so that the next start counts as unclean. The disk has failed before: what it says now is
/// not asked.
pub(super) fn forget_running(disk: &dyn Disk, path: &Path) {
    let _ = disk.remove_file(&path.join(RUNNING));
    let _ = disk.sync_dir(path);
}

/// Writes Kafka's marker and removes our own.
pub(super) fn write_clean(
    disk: &dyn Disk,
    path: &Path,
    broker_epoch: BrokerEpoch,
) -> Result<(), LogError> {
    let marker = match broker_epoch {
        BrokerEpoch::NONE => "{\"version\":0}".to_owned(),
        BrokerEpoch::NOT_NUMBERED => "{\"version\":0,\"brokerEpoch\":-1}".to_owned(),
        epoch => format!("{{\"version\":0,\"brokerEpoch\":{epoch}}}"),
    };
    let clean = path.join(CLEAN);
    disk.write_atomically(&clean, marker.as_bytes())
        .doing(|| format!("writing {}", clean.display()))?;
    let running = path.join(RUNNING);
    allow_missing(disk.remove_file(&running)).doing(|| format!("removing {}", running.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_epoch_is_found_in_kafka_s_marker() {
        assert_eq!(
            clean_epoch(b"{\"version\":0,\"brokerEpoch\":13}"),
            BrokerEpoch(13)
        );
        assert_eq!(
            clean_epoch(b"{ \"brokerEpoch\" : -1, \"version\": 0}"),
            BrokerEpoch::NOT_NUMBERED
        );
        assert_eq!(clean_epoch(b""), BrokerEpoch::NOT_NUMBERED);
        assert_eq!(clean_epoch(b"{\"version\":0}"), BrokerEpoch::NONE);
    }

    #[test]
    fn a_restart_is_warm_only_under_the_same_run_of_the_system() {
        let marker = "version=1\nboot.id=b1\nbroker.epoch=7\n";
        assert_eq!(
            warm(marker, Some("b1")),
            Restart::Warm {
                broker_epoch: BrokerEpoch(7)
            }
        );
        assert_eq!(warm(marker, Some("b2")), Restart::Unclean);
        assert_eq!(warm(marker, None), Restart::Unclean);
        assert_eq!(
            warm("boot.id=\nbroker.epoch=7", Some("")),
            Restart::Warm {
                broker_epoch: BrokerEpoch(7)
            }
        );
        assert_eq!(warm("boot.id=b1", Some("b1")), Restart::Unclean);
    }
}
