//! DescribeGroups: groups with their members.

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::describe_groups::{
    DescribeGroupsRequest, DescribeGroupsResponse, DescribedGroup, DescribedGroupMember,
};
use world::Reply;

use super::groups::instance_text;
use super::operations;
use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::error_map;
use crate::request::Request;

/// From here on a group that does not exist is an error (KIP-1043).
const NOT_FOUND_VERSION: i16 = 6;

impl Broker {
    pub(crate) fn describe_groups(
        &self,
        request: &Request<'_>,
        body: DescribeGroupsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let groups = body.groups.iter().map(|group| {
            let described = self.describe_one(request.version(), group);
            let may = body.include_authorized_operations && described.error_code == 0;
            let authorized_operations = if may {
                operations::GROUP
            } else {
                described.authorized_operations
            };
            DescribedGroup {
                authorized_operations,
                ..described
            }
        });
        request.reply(&DescribeGroupsResponse {
            groups: groups.collect(),
            ..DescribeGroupsResponse::default()
        })
    }

    fn describe_one(&self, version: i16, group_id: &Text) -> DescribedGroup {
        let found = match self.see_group(group_id, |groups| groups.describe(&(&**group_id).into()))
        {
            Ok(Some(found)) => found,
            Ok(None) => return not_found(version, group_id),
            Err(error) => {
                let error_code = error_map::not_served(error).code();
                return DescribedGroup {
                    error_code,
                    group_id: group_id.clone(),
                    ..DescribedGroup::default()
                };
            }
        };
        let members = found
            .members
            .into_iter()
            .map(|member| DescribedGroupMember {
                member_id: Text::from(member.member.as_str()),
                group_instance_id: instance_text(member.instance.as_ref()),
                client_id: Text::from(&*member.client_id),
                client_host: Text::from(&*member.client_host),
                member_metadata: member.metadata,
                member_assignment: member.assignment,
            });
        DescribedGroup {
            group_id: group_id.clone(),
            group_state: Text::from(found.state.name()),
            protocol_type: Text::from(&*found.protocol_type),
            protocol_data: Text::from(&*found.protocol),
            members: members.collect(),
            ..DescribedGroup::default()
        }
    }
}

fn not_found(version: i16, group_id: &Text) -> DescribedGroup {
    let described = DescribedGroup {
        group_id: group_id.clone(),
        group_state: Text::from("Dead"),
        ..DescribedGroup::default()
    };
    if version < NOT_FOUND_VERSION {
        return described;
    }
    DescribedGroup {
        error_code: ErrorCode::GroupIdNotFound.code(),
        error_message: Some(Text::from(format!("Group {group_id} not found."))),
        ..described
    }
}
