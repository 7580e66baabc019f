//! ListGroups: the groups that are coordinated here, by state and type.

use codec::Text;
use protocol::messages::list_groups::{ListGroupsRequest, ListGroupsResponse, ListedGroup};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

/// The one type of groups there is.
const CLASSIC: &str = "classic";

impl Broker {
    pub(crate) fn list_groups(
        &self,
        request: &Request<'_>,
        body: ListGroupsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let passes = |filter: &[Text], value: &str| {
            filter.is_empty()
                || filter
                    .iter()
                    .any(|wanted| wanted.trim().eq_ignore_ascii_case(value))
        };
        let mut listed = Vec::new();
        let seen = self.see_all_groups(|groups| {
            let groups = groups.list();
            let wanted = groups.filter(|group| {
                passes(&body.states_filter, group.state.name())
                    && passes(&body.types_filter, CLASSIC)
            });
            listed.extend(wanted.map(|group| ListedGroup {
                group_id: Text::from(group.group.as_str()),
                protocol_type: Text::from(&*group.protocol_type),
                group_state: Text::from(group.state.name()),
                group_type: Text::from(CLASSIC),
            }));
        });
        let response = match seen {
            Ok(()) => ListGroupsResponse {
                groups: listed,
                ..ListGroupsResponse::default()
            },
            Err(error) => ListGroupsResponse {
                error_code: error_map::not_served(error).code(),
                ..ListGroupsResponse::default()
            },
        };
        request.reply(&response)
    }
}
