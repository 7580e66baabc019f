//! Which cluster this broker belongs to: what its log directories say, or, where they are new, what the controllers say.
//!
//! A directory learns its cluster once, before anything is kept in it, and refuses every other from then on.

use std::time::Duration;

use protocol::ErrorCode;
use protocol::messages::describe_cluster::{DescribeClusterRequest, DescribeClusterResponse};
use types::{BrokerId, Now};
use world::{CallError, Output};

use crate::broker::Broker;
use crate::calls::{LANE_CONTROL, Purpose};
use crate::deadlines::{Due, Task};
use crate::locked;

/// The endpoint type of controllers (KIP-919).
const CONTROLLERS: i8 = 2;
/// Pause before a controller is asked again that does not know the cluster's id yet: the quorum is about to form.
const NOT_KNOWN_YET: Duration = Duration::from_millis(10);

impl Broker {
    /// The cluster, once it is known.
    pub(crate) fn cluster_id(&self) -> Option<&str> {
        self.cluster_id.get().map(String::as_str)
    }

    /// Asks a controller for the cluster's id.
    pub(crate) fn ask_cluster_id(&self, now: Now, out: &mut Vec<Output>) {
        let request = DescribeClusterRequest {
            endpoint_type: CONTROLLERS,
            ..DescribeClusterRequest::default()
        };
        let (controller, patience) = (self.lifecycle.controller(), self.lifecycle.patience());
        self.calls.call(
            now,
            controller,
            LANE_CONTROL,
            patience,
            Purpose::ClusterId,
            &request,
            out,
        );
    }

    pub(crate) fn on_cluster_described(
        &self,
        now: Now,
        controller: BrokerId,
        answer: Result<DescribeClusterResponse, CallError>,
        out: &mut Vec<Output>,
    ) {
        let none = ErrorCode::None.code();
        let answer = answer
            .ok()
            .filter(|response| response.error_code == none)
            .map(|response| response.cluster_id.as_str().to_owned());
        let retry_after = match answer {
            Some(cluster_id) if !cluster_id.is_empty() => match self.join_cluster(&cluster_id) {
                Ok(()) => Duration::ZERO,
                Err(why) => return out.push(Output::Exit(why)),
            },
            Some(_) => {
                self.lifecycle.not_active(controller, None);
                NOT_KNOWN_YET
            }
            None => {
                self.lifecycle.not_active(controller, None);
                self.lifecycle.pause()
            }
        };
        let at = now.instant + retry_after;
        self.lifecycle.register_no_earlier(at);
        if retry_after.is_zero() {
            return self.advance_lifecycle(now, out);
        }
        self.deadlines.enter(at, Due::Task(Task::Lifecycle), out);
    }

    /// Takes the id for good: every directory that is not another cluster's has it before anything is written there.
    fn join_cluster(&self, cluster_id: &str) -> Result<(), String> {
        for directory in locked(&self.directories).iter().flatten() {
            let written = directory.set_cluster_id(cluster_id);
            written.map_err(|error| error.to_string())?;
        }
        tracing::info!(cluster_id, "the log directories belong to this cluster now");
        let _ = self.cluster_id.set(cluster_id.to_owned());
        Ok(())
    }
}
