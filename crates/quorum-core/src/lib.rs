//! The KRaft quorum: votes, epochs, followers' positions, commit.
