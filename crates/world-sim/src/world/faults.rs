//! What the caller may have go wrong. Each leaves a line in the trace.

use std::path::Path;
use std::time::Duration;

use super::World;
use crate::process::LinkId;
use crate::{DiskCopy, DiskDamage, DiskDelay, DiskFault, NetworkSettings, ProcessId};

impl World {
    /// Sets how the network behaves from now on.
    pub fn set_network(&mut self, network: NetworkSettings) {
        self.settings.network = network;
    }

    /// Stops a process for a while, as by SIGSTOP: nothing happens in it until then, and its connections stay.
    pub fn pause(&mut self, id: ProcessId, duration: Duration) {
        let until = self.now + duration;
        let process = self.process_mut(id);
        process.busy_until = process.busy_until.max(until);
        self.cut_from_ensemble(id, until);
        self.trace.line(
            self.now,
            &format_args!("{} pauses for {duration:?}", self.processes[id.0].name),
        );
    }

    /// Lets a paused process go on, as by SIGCONT.
    pub fn resume_paused(&mut self, id: ProcessId) {
        let now = self.now;
        let process = self.process_mut(id);
        process.busy_until = now;
        let waits = !process.held.is_empty();
        self.trace
            .line(now, &format_args!("{} goes on", self.processes[id.0].name));
        if waits {
            self.schedule(now, super::Happening::Resume(id));
        }
    }

    /// Has a process take so long over everything that happens to it, from now on.
    pub fn set_slowness(&mut self, id: ProcessId, slowness: Duration) {
        self.process_mut(id).slowness = slowness;
        self.trace.line(
            self.now,
            &format_args!(
                "{} takes {slowness:?} over everything",
                self.processes[id.0].name
            ),
        );
    }

    /// Cuts one way between two processes: what is sent waits until it is healed.
    pub fn cut(&mut self, from: ProcessId, to: ProcessId) {
        self.trace
            .line(self.now, &format_args!("cut {from} -> {to}"));
        self.cuts.cut(from, to);
    }

    /// Heals one way between two processes; what waited before the cut goes on.
    pub fn heal_way(&mut self, from: ProcessId, to: ProcessId) {
        self.trace
            .line(self.now, &format_args!("heal {from} -> {to}"));
        self.cuts.heal_way(from, to);
        self.release();
    }

    /// Heals all cuts; what waited before them goes on.
    pub fn heal(&mut self) {
        self.trace.line(self.now, &format_args!("heal"));
        self.cuts.heal();
        self.release();
    }

    /// Ends all connections between two processes, as by a reset.
    pub fn break_links(&mut self, one: ProcessId, other: ProcessId) {
        self.trace
            .line(self.now, &format_args!("reset {one} - {other}"));
        let between = |link: &crate::process::Link| {
            let ends = (link.client.process, link.server.process);
            ends == (one, other) || ends == (other, one)
        };
        let links: Vec<LinkId> = self
            .links
            .iter()
            .filter(|(_, link)| between(link))
            .map(|(id, _)| *id)
            .collect();
        for link in links {
            self.break_link(link);
        }
        self.settle();
    }

    /// Sets the wall clock of a process wrong.
    pub fn set_wall_error_ms(&mut self, id: ProcessId, error_ms: i64) {
        self.process(id).clock.set_wall_error_ms(error_ms);
        self.trace.line(
            self.now,
            &format_args!("wall clock of {id} is off by {error_ms} ms"),
        );
    }

    /// Lets the clocks of a process gain so many parts in a million, or lose them.
    pub fn set_drift(&mut self, id: ProcessId, per_million: i64) {
        self.process(id).clock.set_drift(per_million);
        self.trace.line(
            self.now,
            &format_args!("clocks of {id} gain {per_million} in a million"),
        );
    }

    /// Makes the next operations of a kind fail on the disk of a process.
    pub fn inject(&mut self, id: ProcessId, fault: DiskFault) {
        self.trace.line(
            self.now,
            &format_args!(
                "disk of {id}: {} x {:?} of {:?} fails, {:?}",
                fault.times, fault.operation, fault.path_contains, fault.error
            ),
        );
        self.process(id).disk.inject(fault);
    }

    /// Sets how slow the disk of a process is. What it does in line delays everything that happens to the process.
    pub fn set_disk_delay(&mut self, id: ProcessId, delay: DiskDelay) {
        self.trace
            .line(self.now, &format_args!("disk of {id}: {delay:?}"));
        self.process(id).disk.set_delay(delay);
    }

    /// Leaves so much room on the disk of a process, beyond what is in use.
    pub fn set_disk_room(&mut self, id: ProcessId, room: u64) {
        self.trace.line(
            self.now,
            &format_args!("disk of {id}: room for {room} bytes"),
        );
        self.process(id).disk.set_room(room);
    }

    /// Damages a file on the disk of a process.
    ///
    /// # Errors
    /// When there is no such file or range.
    pub fn damage(
        &mut self,
        id: ProcessId,
        path: &Path,
        damage: &DiskDamage,
    ) -> std::io::Result<()> {
        self.trace.line(
            self.now,
            &format_args!("disk of {id}: {} has {damage:?}", path.display()),
        );
        self.process(id).disk.damage(path, damage)
    }

    /// Puts back a copy of the disk of a process that does not run.
    ///
    /// # Panics
    /// When the process runs.
    pub fn restore_disk(&mut self, id: ProcessId, copy: &DiskCopy) {
        assert!(!self.is_running(id), "{id} runs");
        self.trace.line(
            self.now,
            &format_args!("disk of {id}: an old copy is put back"),
        );
        self.process(id).disk.restore(copy);
    }

    /// Puts an empty disk into the machine of a process that does not run.
    ///
    /// # Panics
    /// When the process runs.
    pub fn lose_disk(&mut self, id: ProcessId) {
        assert!(!self.is_running(id), "{id} runs");
        self.trace.line(
            self.now,
            &format_args!("disk of {id}: lost, an empty one is put in"),
        );
        self.process(id).disk.wipe();
    }

    /// Removes a file from the disk of a process that does not run.
    ///
    /// # Errors
    /// When there is none.
    pub fn lose_file(&mut self, id: ProcessId, path: &Path) -> std::io::Result<()> {
        self.trace.line(
            self.now,
            &format_args!("disk of {id}: {} is lost", path.display()),
        );
        world::Disk::remove_file(&self.process(id).disk, path)
    }
}
