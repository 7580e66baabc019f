//! The two small files beside the metadata log: Kafka's `quorum-state`, and what a voter knows of its own past.

use std::io;
use std::path::{Path, PathBuf};

use quorum_core::{ElectionState, Standing};
use serde_json::{Value, json};
use types::{BrokerId, LeaderEpoch};
use world::Disk;

const QUORUM_STATE: &str = "quorum-state";
const VOTER_STATE: &str = "voter-state";

/// Where both files are.
#[derive(Clone, Debug)]
pub(crate) struct StateFiles {
    directory: PathBuf,
}

fn damaged(path: &Path, why: &str) -> io::Error {
    let message = format!(
        "{} is damaged: {why}. A voter that forgot its vote could elect two leaders, so it is not guessed: restore the file, \
         or move the whole directory away and let the other voters fill it again",
        path.display()
    );
    io::Error::new(io::ErrorKind::InvalidData, message)
}

impl StateFiles {
    pub(crate) fn new(directory: PathBuf) -> Self {
        Self { directory }
    }

    fn load(&self, disk: &dyn Disk, name: &str) -> io::Result<Option<(PathBuf, Value)>> {
        let path = self.directory.join(name);
        let content = match disk.read(&path) {
            Ok(content) => content,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let value = serde_json::from_slice(&content);
        let value = value.map_err(|error| damaged(&path, &error.to_string()))?;
        Ok(Some((path, value)))
    }

    /// The vote, or none in a new directory.
    pub(crate) fn load_election(&self, disk: &dyn Disk) -> io::Result<Option<ElectionState>> {
        let Some((path, value)) = self.load(disk, QUORUM_STATE)? else {
            return Ok(None);
        };
        let number = |field: &str, default: Option<i32>| {
            let number = match value.get(field) {
                None => default,
                Some(number) => number
                    .as_i64()
                    .and_then(|number| i32::try_from(number).ok()),
            };
            number.ok_or_else(|| damaged(&path, &format!("it has no number \"{field}\"")))
        };
        let node = |id: i32| (id >= 0).then_some(BrokerId(id));
        Ok(Some(ElectionState {
            epoch: LeaderEpoch(number("leaderEpoch", None)?),
            leader: node(number("leaderId", Some(-1))?),
            voted: node(number("votedId", Some(-1))?),
        }))
    }

    /// Writes the vote as Kafka does for a fixed set of voters; durable when it returns.
    pub(crate) fn store_election(
        &self,
        disk: &dyn Disk,
        election: ElectionState,
        voters: impl Iterator<Item = BrokerId>,
    ) -> io::Result<()> {
        let id = |node: Option<BrokerId>| node.unwrap_or(BrokerId::NONE).0;
        let voters: Vec<_> = voters
            .map(|voter| format!("{{\"voterId\":{voter}}}"))
            .collect();
        let content = format!(
            "{{\"clusterId\":\"\",\"leaderId\":{},\"leaderEpoch\":{},\"votedId\":{},\"appliedOffset\":0,\
             \"currentVoters\":[{}],\"data_version\":0}}",
            id(election.leader),
            election.epoch,
            id(election.voted),
            voters.join(",")
        );
        disk.write_atomically(&self.directory.join(QUORUM_STATE), content.as_bytes())
    }

    /// The standing, or none where no file says it.
    pub(crate) fn load_standing(&self, disk: &dyn Disk) -> io::Result<Option<Standing>> {
        let Some((path, value)) = self.load(disk, VOTER_STATE)? else {
            return Ok(None);
        };
        let flag = |field: &str| {
            let flag = value.get(field).and_then(Value::as_bool);
            flag.ok_or_else(|| damaged(&path, &format!("it has no flag \"{field}\"")))
        };
        Ok(Some(Standing {
            cluster_id: value
                .get("clusterId")
                .and_then(Value::as_str)
                .map(str::to_owned),
            settled: flag("settled")?,
            full: flag("full")?,
        }))
    }

    /// Writes the standing; durable when it returns.
    pub(crate) fn store_standing(&self, disk: &dyn Disk, standing: &Standing) -> io::Result<()> {
        let content = json!({
            "version": 1,
            "clusterId": standing.cluster_id,
            "settled": standing.settled,
            "full": standing.full,
        });
        disk.write_atomically(
            &self.directory.join(VOTER_STATE),
            content.to_string().as_bytes(),
        )
    }
}
