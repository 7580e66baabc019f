//! The table of API keys, and a list of all messages.

pub(crate) mod api_key;
mod every;
