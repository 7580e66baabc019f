//! One file for each API: validate, ask the room that knows, answer or park. Handlers keep no state.

mod acls;
mod alter_replica_log_dirs;
mod api_versions;
mod configs;
mod delete_groups;
mod delete_records;
mod describe_cluster;
mod describe_groups;
mod describe_log_dirs;
mod describe_producers;
mod describe_topic_partitions;
mod fetch;
mod find_coordinator;
mod groups;
mod heartbeat;
mod join_group;
mod leave_group;
mod list_groups;
mod list_offsets;
mod metadata;
mod offset_commit;
mod offset_delete;
mod offset_fetch;
mod offset_for_leader_epoch;
mod operations;
mod produce;
mod sync_group;

pub(crate) use delete_records::expire_delete;
