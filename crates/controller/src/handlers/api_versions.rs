//! ApiVersions (18).

use controller_core::supported_features;
use protocol::messages::api_versions::ApiVersionsResponse;
use protocol::messages::api_versions::response::{
    ApiVersion, FinalizedFeatureKey, SupportedFeatureKey,
};
use protocol::{ApiKey, ErrorCode};
use world::{Reply, RequestId};

use super::{Incoming, SERVED};
use crate::reply::ReplyTo;
use crate::state::State;

/// Fetches of the metadata log name what they have, which versions below do not.
const FETCH_LOWEST: i16 = 12;

fn served() -> Vec<ApiVersion> {
    let mut served = SERVED;
    served.sort_unstable();
    let version = |api: ApiKey| {
        let versions = api.versions();
        let lowest = if api == ApiKey::Fetch {
            FETCH_LOWEST
        } else {
            versions.lowest
        };
        ApiVersion {
            api_key: api.code(),
            min_version: lowest,
            max_version: versions.highest,
        }
    };
    served.into_iter().map(version).collect()
}

pub(super) fn handle(state: &mut State, incoming: Incoming<'_>) -> Reply {
    let image = state.image();
    let supported = supported_features();
    // A range from zero to zero says nothing, and clients refuse it.
    let supported = supported.iter().filter(|(_, range)| range.max > 0);
    let response = ApiVersionsResponse {
        api_keys: served(),
        supported_features: supported
            .map(|(name, range)| SupportedFeatureKey {
                name: (&**name).into(),
                min_version: range.min.max(0),
                max_version: range.max,
            })
            .collect(),
        finalized_features_epoch: image.position().offset.0,
        finalized_features: image
            .features()
            .iter()
            .filter(|(_, level)| **level > 0)
            .map(|(name, &level)| FinalizedFeatureKey {
                name: (&**name).into(),
                max_version_level: level,
                min_version_level: level,
            })
            .collect(),
        ..ApiVersionsResponse::default()
    };
    incoming.to.reply(&response)
}

/// The answer to a version that is not known, which the client can read in any case (KIP-511).
pub(super) fn unsupported(request: RequestId, correlation_id: i32) -> Reply {
    let to = ReplyTo {
        request,
        api: ApiKey::ApiVersions,
        version: 0,
        correlation_id,
        envelope: None,
    };
    let versions = ApiKey::ApiVersions.versions();
    let own = ApiVersion {
        api_key: ApiKey::ApiVersions.code(),
        min_version: versions.lowest,
        max_version: versions.highest,
    };
    to.reply(&ApiVersionsResponse {
        error_code: ErrorCode::UnsupportedVersion.code(),
        api_keys: vec![own],
        ..ApiVersionsResponse::default()
    })
}
