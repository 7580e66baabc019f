//! Why the client has no answer, and what to do about it.

use std::fmt;
use std::time::Duration;

use protocol::ErrorCode;

/// A request that did not succeed.
#[derive(Clone, Debug)]
pub(crate) enum ClientError {
    /// None of the bootstrap addresses answers.
    Unreachable { addresses: String, reason: String },
    /// A connection ended.
    Disconnected { address: String, reason: String },
    /// No answer came in time.
    TimedOut { what: String, limit: Duration },
    /// The broker answered with an error.
    Refused {
        what: String,
        code: ErrorCode,
        message: Option<String>,
    },
    /// The broker does not offer what is asked for.
    Unserved { what: String, address: String },
    /// The other side does not speak as expected.
    Protocol { what: String, reason: String },
}

impl ClientError {
    pub(crate) fn refused(what: impl Into<String>, code: i16, message: Option<&str>) -> Self {
        Self::Refused {
            what: what.into(),
            code: ErrorCode::from_code(code).unwrap_or(ErrorCode::UnknownServerError),
            message: message.filter(|text| !text.is_empty()).map(str::to_owned),
        }
    }

    /// The broker's error, if it answered with one.
    pub(crate) fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Whether the broker does not offer what is asked for.
    pub(crate) fn is_unserved(&self) -> bool {
        matches!(self, Self::Unserved { .. })
    }

    /// Whether the same request may succeed a moment later.
    pub(crate) fn is_retriable(&self) -> bool {
        match self {
            Self::Refused { code, .. } => code.is_retriable(),
            Self::Disconnected { .. } => true,
            Self::Unreachable { .. }
            | Self::TimedOut { .. }
            | Self::Unserved { .. }
            | Self::Protocol { .. } => false,
        }
    }

    /// Whether the cluster understood the request and says no.
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(self, Self::Refused { code, .. } if !code.is_retriable()
            && *code != ErrorCode::UnknownServerError)
    }

    /// What to do next, where that is known.
    pub(crate) fn remedy(&self) -> Option<&'static str> {
        let code = match self {
            Self::Unreachable { .. } => {
                return Some(
                    "Start a broker with `highwater dev`, or name a running one with \
                     --bootstrap-server HOST:PORT.",
                );
            }
            Self::Disconnected { .. } => {
                return Some("See the broker's log for why it closed the connection.");
            }
            Self::TimedOut { .. } => return Some("Allow more with --request-timeout SECONDS."),
            Self::Unserved { .. } => {
                return Some("It needs a newer broker; see ApiVersions for what this one offers.");
            }
            Self::Protocol { .. } => {
                return Some("Check that the address is a Kafka listener without TLS.");
            }
            Self::Refused { code, .. } => *code,
        };
        Some(match code {
            ErrorCode::UnknownTopicOrPartition => {
                "`highwater topic list` shows what there is; `highwater topic create` makes one."
            }
            ErrorCode::TopicAlreadyExists => "Use --if-not-exists to accept a topic that is there.",
            ErrorCode::InvalidReplicationFactor => {
                "`highwater cluster describe` shows how many brokers live."
            }
            ErrorCode::GroupIdNotFound => "`highwater group list` shows what there is.",
            ErrorCode::NonEmptyGroup | ErrorCode::UnknownMemberId => {
                "Stop the group's consumers first; `highwater group describe` shows them."
            }
            ErrorCode::MessageTooLarge | ErrorCode::RecordListTooLarge => {
                "Raise the topic's max.message.bytes, or send smaller batches with --batch-bytes."
            }
            ErrorCode::NotEnoughReplicas | ErrorCode::NotEnoughReplicasAfterAppend => {
                "Too few replicas are in sync; `highwater topic describe` shows which."
            }
            ErrorCode::PreferredLeaderNotAvailable => {
                "The first replica must be up and in sync; `highwater explain` says why it is not."
            }
            ErrorCode::EligibleLeadersNotAvailable => {
                "No replica is up; `highwater explain` says whose return would help."
            }
            ErrorCode::InvalidReplicaAssignment => {
                "`highwater cluster describe` shows the brokers that there are."
            }
            ErrorCode::OffsetOutOfRange => {
                "Those records are gone or not there yet; use --offset earliest or latest."
            }
            ErrorCode::InvalidConfig => "`highwater config describe` shows settings and values.",
            ErrorCode::PolicyViolation => "A setting of the broker forbids it.",
            _ => return None,
        })
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable { addresses, reason } => {
                write!(out, "cannot reach a broker at {addresses}: {reason}")
            }
            Self::Disconnected { address, reason } => {
                write!(out, "the connection to {address} ended: {reason}")
            }
            Self::TimedOut { what, limit } => {
                write!(out, "{what}: no answer within {:.1} s", limit.as_secs_f64())
            }
            Self::Refused {
                what,
                code,
                message: Some(message),
            } => {
                write!(out, "{what}: {message} ({})", code.name())
            }
            Self::Refused {
                what,
                code,
                message: None,
            } => write!(out, "{what}: {}", code.name()),
            Self::Unserved { what, address } => {
                write!(
                    out,
                    "{what}: {address} serves no version that this client speaks"
                )
            }
            Self::Protocol { what, reason } => write!(out, "{what}: {reason}"),
        }
    }
}

impl std::error::Error for ClientError {}
