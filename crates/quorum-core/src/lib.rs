//! The KRaft quorum (KIP-595 with the pre-vote of KIP-996): votes, epochs, followers' positions, commit.
//!
//! A [`Quorum`] is one member: it takes messages, facts about its own log, and the time, and answers with [`Action`]s. It does
//! no IO, reads no clock and knows no wire format. One voter is the same code as three or five.
//!
//! Invariants, asserted where they could break:
//! * a vote is durable before it counts, and a voter votes once in an epoch;
//! * the high watermark never falls, and the leader moves it only over records of its own epoch that a majority has flushed;
//! * nothing below the high watermark is ever truncated;
//! * a voter that may have lost its disk neither votes nor counts until it holds all that it may have held before.

mod action;
mod election;
mod follower;
mod leader;
mod log_facts;
mod message;
mod quorum;
mod random;
mod settings;
mod vote;

pub use action::Action;
pub use log_facts::{LogFacts, LogPosition};
pub use message::{
    BeginQuorumEpochRequest, EndQuorumEpochRequest, EpochAnswer, EpochRefusal, Failure,
    FetchAnswer, FetchRequest, FetchResponse, Request, RequestTag, Response, SnapshotChunk,
    SnapshotRequest, VoteRequest, VoteResponse,
};
pub use quorum::{Quorum, QuorumDescription, ReplicaProgress, State};
pub use settings::{ElectionState, QuorumSettings, Standing};
