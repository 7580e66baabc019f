//! The table of API keys.

pub(crate) mod api_key;
