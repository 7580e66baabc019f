//! The ensemble of a world, and which nodes are its clients.

use std::collections::BTreeMap;

use types::Instant;
use world::{EnsembleEvent, EnsembleRequest, Event, SessionState};

use super::{Happening, World};
use crate::process::NodeId;
use crate::{Ensemble, EnsembleClient, EnsembleModel, ProcessId};

/// An ensemble and its clients.
pub(super) struct Attached {
    ensemble: Ensemble,
    nodes: BTreeMap<EnsembleClient, NodeId>,
    /// When the next look is scheduled.
    looks_at: Instant,
}

impl World {
    /// Puts a ZooKeeper ensemble into the world: nodes that ask for one use it.
    pub fn add_ensemble(&mut self, model: EnsembleModel) {
        self.ensemble = Some(Attached {
            ensemble: Ensemble::new(model),
            nodes: BTreeMap::new(),
            looks_at: Instant::NEVER,
        });
    }

    /// The ensemble of the world.
    #[must_use]
    pub fn ensemble(&self) -> Option<&Ensemble> {
        self.ensemble.as_ref().map(|attached| &attached.ensemble)
    }

    /// Does something to the ensemble, and lets nodes hear what comes of it.
    ///
    /// # Panics
    /// When the world has none.
    pub fn with_ensemble<T>(&mut self, act: impl FnOnce(&mut Ensemble, Instant) -> T) -> T {
        let now = self.now;
        let Some(attached) = &mut self.ensemble else {
            panic!("the world has no ensemble");
        };
        let result = act(&mut attached.ensemble, now);
        self.expect_ensemble();
        result
    }

    /// The clients that the nodes of a process are.
    #[must_use]
    pub fn ensemble_clients(&self, id: ProcessId) -> Vec<EnsembleClient> {
        let nodes = self.ensemble.iter().flat_map(|attached| &attached.nodes);
        let of_process = nodes.filter(|(_, node)| node.process == id);
        of_process.map(|(client, _)| *client).collect()
    }

    /// Lets nothing pass between a process and the ensemble until then.
    pub fn cut_from_ensemble(&mut self, id: ProcessId, until: Instant) {
        for client in self.ensemble_clients(id) {
            self.with_ensemble(|ensemble, now| ensemble.cut(now, client, until));
        }
    }

    pub(super) fn vanish_from_ensemble(&mut self, id: ProcessId) {
        for client in self.ensemble_clients(id) {
            self.with_ensemble(|ensemble, now| ensemble.vanish(now, client));
            if let Some(attached) = &mut self.ensemble {
                attached.nodes.remove(&client);
            }
        }
    }

    pub(super) fn ask_ensemble(&mut self, id: NodeId, request: EnsembleRequest) {
        let now = self.now;
        let Some(attached) = &mut self.ensemble else {
            if let EnsembleRequest::Open(number, _) = request {
                let state = SessionState::Failed("no ZooKeeper server listens".to_owned());
                self.on(id, Event::Ensemble(EnsembleEvent::Session(number, state)));
            }
            return;
        };
        // Runs and nodes are few; a process that starts again is another client.
        let number = (id.process.0 as u64) << 40 | id.run << 8 | id.node as u64;
        let client = EnsembleClient(number);
        attached.nodes.insert(client, id);
        attached.ensemble.request(now, client, request);
        self.expect_ensemble();
    }

    fn expect_ensemble(&mut self) {
        let now = self.now;
        let Some(attached) = &mut self.ensemble else {
            return;
        };
        let at = attached.ensemble.next_event().max(now);
        if at < attached.looks_at {
            attached.looks_at = at;
            self.schedule(at, Happening::Ensemble);
        }
    }

    pub(super) fn look_at_ensemble(&mut self) {
        let now = self.now;
        let Some(attached) = &mut self.ensemble else {
            return;
        };
        if attached.looks_at <= now {
            attached.looks_at = Instant::NEVER;
        }
        let told = attached.ensemble.run(now);
        for (client, event) in told {
            let nodes = self.ensemble.as_ref().map(|attached| &attached.nodes);
            let Some(id) = nodes.and_then(|nodes| nodes.get(&client)).copied() else {
                continue;
            };
            let line = format!("{} is told {}", self.name(id), summary(&event));
            self.trace.line(now, &format_args!("{line}"));
            self.schedule(now, Happening::Told(id, event));
        }
        self.expect_ensemble();
    }
}

fn summary(event: &EnsembleEvent) -> String {
    match event {
        EnsembleEvent::Session(number, state) => format!("session {} {state:?}", number.0),
        EnsembleEvent::Done(operation, Ok(_)) => format!("operation {} is done", operation.0),
        EnsembleEvent::Done(operation, Err(error)) => format!("operation {}: {error}", operation.0),
        EnsembleEvent::Changed(_, path, change) => format!("{path} {change:?}"),
    }
}
