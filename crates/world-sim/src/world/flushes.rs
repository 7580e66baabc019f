//! Flushes off the node's thread.

use std::io;
use std::sync::Arc;

use world::{Event, File, FlushTicket};

use super::{Happening, World};
use crate::SimFile;
use crate::disk::Flushing;
use crate::process::NodeId;

pub(crate) type FlushedFiles = Vec<(Arc<dyn File>, Option<Flushing>)>;

impl World {
    pub(super) fn begin_flush(
        &mut self,
        id: NodeId,
        ticket: FlushTicket,
        files: Vec<Arc<dyn File>>,
    ) {
        let flushing = files
            .into_iter()
            .map(|file| {
                let begun = file.as_any().downcast_ref().map(SimFile::begin_flush);
                (file, begun)
            })
            .collect();
        let (least, most) = self.settings.flush;
        let slower = self.process(id.process).disk.delay().flush;
        let at = self.now + slower + self.random.between(least, most);
        self.schedule(at, Happening::Flushed(id, ticket, flushing));
    }

    pub(super) fn end_flush(&mut self, id: NodeId, ticket: FlushTicket, files: FlushedFiles) {
        if self.node(id).is_none() {
            // The machine may be up: whether the flush went on is as uncertain as the rest.
            return;
        }
        let flushed: io::Result<()> = files.into_iter().try_for_each(|(file, begun)| {
            match (file.as_any().downcast_ref::<SimFile>(), begun) {
                (Some(file), Some(begun)) => file.end_flush(begun),
                _ => file.sync_data(),
            }
        });
        let name = self.name(id);
        let went = if flushed.is_ok() { "" } else { ", in vain" };
        self.trace
            .line(self.now, &format_args!("{name} flushed {}{went}", ticket.0));
        self.on(id, Event::Flushed(ticket, flushed));
    }
}
