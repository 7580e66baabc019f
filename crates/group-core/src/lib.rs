//! Decides for consumer groups: membership, generations, committed offsets.
