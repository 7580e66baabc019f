//! Decides for one replica of one partition.
