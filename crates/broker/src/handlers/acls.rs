//! Access control: without an authorizer there is none to describe or change, and Kafka says so.

use codec::Text;
use protocol::ErrorCode;
use protocol::messages::create_acls::{AclCreationResult, CreateAclsRequest, CreateAclsResponse};
use protocol::messages::delete_acls::{
    DeleteAclsFilterResult, DeleteAclsRequest, DeleteAclsResponse,
};
use protocol::messages::describe_acls::{DescribeAclsRequest, DescribeAclsResponse};
use world::Reply;

use crate::broker::Broker;
use crate::dispatch::Causes;
use crate::request::Request;

const ERROR: ErrorCode = ErrorCode::SecurityDisabled;

fn why() -> Option<Text> {
    Some(Text::from("No Authorizer is configured."))
}

impl Broker {
    pub(crate) fn describe_acls(
        &self,
        request: &Request<'_>,
        _: DescribeAclsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        request.reply(&DescribeAclsResponse {
            error_code: ERROR.code(),
            error_message: why(),
            ..DescribeAclsResponse::default()
        })
    }

    pub(crate) fn create_acls(
        &self,
        request: &Request<'_>,
        body: CreateAclsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let refused = AclCreationResult {
            error_code: ERROR.code(),
            error_message: why(),
        };
        request.reply(&CreateAclsResponse {
            results: vec![refused; body.creations.len()],
            ..CreateAclsResponse::default()
        })
    }

    pub(crate) fn delete_acls(
        &self,
        request: &Request<'_>,
        body: DeleteAclsRequest,
        _: &mut Causes<'_>,
    ) -> Reply {
        let refused = DeleteAclsFilterResult {
            error_code: ERROR.code(),
            error_message: why(),
            ..DeleteAclsFilterResult::default()
        };
        request.reply(&DeleteAclsResponse {
            filter_results: vec![refused; body.filters.len()],
            ..DeleteAclsResponse::default()
        })
    }
}
