//! ApiVersions: what is served, from the one table that dispatch uses too (KIP-35, KIP-511, KIP-584).

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::api_versions::{
    ApiVersion, ApiVersionsRequest, ApiVersionsResponse, FinalizedFeatureKey, SupportedFeatureKey,
};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::lifecycle::controller_features;
use crate::request::{Request, ReturnAddress};
use crate::versions::advertised;

impl Broker {
    pub(crate) fn api_versions(
        &self,
        request: &Request<'_>,
        body: ApiVersionsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        if request.version() >= 3
            && !(is_name(&body.client_software_name) && is_name(&body.client_software_version))
        {
            let error_code = ErrorCode::InvalidRequest.code();
            return request.reply(&ApiVersionsResponse {
                error_code,
                ..ApiVersionsResponse::default()
            });
        }
        request.reply(&self.versions_response(ErrorCode::None))
    }

    /// The answer to an ApiVersions request of an unknown version: in version 0, with what is known.
    pub(crate) fn api_versions_unsupported(&self, to: ReturnAddress) -> Reply {
        to.reply(&self.versions_response(ErrorCode::UnsupportedVersion))
    }

    fn versions_response(&self, error: ErrorCode) -> ApiVersionsResponse {
        let image = self.image.load();
        let api_keys = advertised().map(|served| ApiVersion {
            api_key: served.api.code(),
            min_version: served.lowest,
            max_version: served.highest,
        });
        // Kafka leaves features whose lowest level is 0 away from clients older than version 4; the encoder's version
        // decides, and a minimum of 1 says the same to all.
        let supported_features = controller_features()
            .into_iter()
            .filter(|(_, _, highest)| *highest > 0)
            .map(|(name, lowest, highest)| SupportedFeatureKey {
                name: Text::from(name),
                min_version: lowest.max(1),
                max_version: highest,
            });
        let finalized_features = image
            .features()
            .iter()
            .map(|(name, level)| FinalizedFeatureKey {
                name: Text::from(&**name),
                max_version_level: *level,
                min_version_level: *level,
            });
        ApiVersionsResponse {
            error_code: error.code(),
            api_keys: api_keys.collect(),
            supported_features: supported_features.collect(),
            finalized_features_epoch: image.position().offset.0,
            finalized_features: finalized_features.collect(),
            ..ApiVersionsResponse::default()
        }
    }
}

/// Letters, digits, dots and dashes, beginning and ending with a letter or digit (KIP-511).
fn is_name(text: &str) -> bool {
    let edge = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let inside = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    edge(text.chars().next()) && edge(text.chars().last()) && text.chars().all(inside)
}
