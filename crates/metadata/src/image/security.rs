//! Access control, credentials, tokens and quotas: kept as they were recorded, without a meaning of
//! their own yet.

use std::sync::Arc;

use types::Uuid;

use crate::records::{AccessControlEntryRecord, DelegationTokenRecord, UserScramCredentialRecord};
use crate::sorted_map::SortedMap;

/// Whom a quota is for: kinds of entity (`user`, `client-id`, `ip`) and their names, sorted by
/// kind; no name stands for the default of the kind.
pub type QuotaEntity = Vec<(Arc<str>, Option<Arc<str>>)>;

/// What is kept of each, by what a later record names it by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct SecurityAndQuotas {
    /// Access control entries by their id.
    pub access_control_entries: SortedMap<Uuid, Arc<AccessControlEntryRecord>>,
    /// SCRAM credentials by user and number of the mechanism.
    pub scram_credentials: SortedMap<(Arc<str>, i8), Arc<UserScramCredentialRecord>>,
    /// Delegation tokens by their id.
    pub delegation_tokens: SortedMap<Arc<str>, Arc<DelegationTokenRecord>>,
    /// Client quotas by entity and key.
    pub client_quotas: SortedMap<(QuotaEntity, Arc<str>), f64>,
}
