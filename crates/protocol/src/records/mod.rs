//! Records of coordinators and control batches.

pub mod consumer;
pub mod control;
pub mod group;
pub mod principal;
pub mod share;
pub mod transaction;

pub use crate::coordinator::{CoordinatorKey, decode_value, encode_key, encode_value};
