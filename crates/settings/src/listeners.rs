//! Listeners: where a node accepts connections, and what it tells others about that.

use crate::error::ConfigError;
use crate::setting::list;

/// How a listener's connections are protected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SecurityProtocol {
    /// Neither encrypted nor authenticated.
    Plaintext,
    /// TLS.
    Ssl,
    /// SASL without encryption.
    SaslPlaintext,
    /// SASL over TLS.
    SaslSsl,
}

impl SecurityProtocol {
    pub(crate) fn parse(name: &str) -> Option<Self> {
        match name.to_ascii_uppercase().as_str() {
            "PLAINTEXT" => Some(Self::Plaintext),
            "SSL" => Some(Self::Ssl),
            "SASL_PLAINTEXT" => Some(Self::SaslPlaintext),
            "SASL_SSL" => Some(Self::SaslSsl),
            _ => None,
        }
    }
}

/// One address to listen on or to tell others.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listener {
    /// Its name, in capitals.
    pub name: String,
    /// Host name or address; empty means every address, and only in what a node listens on.
    pub host: String,
    /// TCP port; zero means one that the operating system picks.
    pub port: u16,
    /// How its connections are protected.
    pub protocol: SecurityProtocol,
}

/// Reads `NAME://host:port,…`; `map` is the value of `listener.security.protocol.map`.
pub(crate) fn parse(key: &str, value: &str, map: &str) -> Result<Vec<Listener>, ConfigError> {
    let mut listeners: Vec<Listener> = Vec::new();
    for entry in list(value) {
        let refuse = |reason: String| ConfigError::new(key, Some(entry), reason);
        let shape = || refuse("Expected NAME://host:port".to_owned());
        let (name, address) = entry.split_once("://").ok_or_else(shape)?;
        let (host, port) = split_address(address).ok_or_else(shape)?;
        let name = name.to_ascii_uppercase();
        let protocol = protocol_of(&name, map)?.ok_or_else(|| {
            refuse(format!("No security protocol defined for listener {name}")).remedy(format!(
                "Add {name}:PLAINTEXT to listener.security.protocol.map"
            ))
        })?;
        if listeners.iter().any(|other| other.name == name) {
            return Err(refuse(
                "Each listener must have a different name".to_owned(),
            ));
        }
        listeners.push(Listener {
            name,
            host: host.to_owned(),
            port,
            protocol,
        });
    }
    Ok(listeners)
}

/// Splits `host:port`, with or without brackets around an IPv6 address.
pub(crate) fn split_address(address: &str) -> Option<(&str, u16)> {
    let (host, port) = address.rsplit_once(':')?;
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
        .unwrap_or(host);
    let fits = |character: char| character.is_ascii_alphanumeric() || "-%._:".contains(character);
    bare.chars().all(fits).then_some(())?;
    Some((bare, port.parse().ok()?))
}

fn protocol_of(name: &str, map: &str) -> Result<Option<SecurityProtocol>, ConfigError> {
    let key = "listener.security.protocol.map";
    for entry in list(map) {
        let refuse = |reason| ConfigError::new(key, Some(entry), reason);
        let (listener, protocol) = entry
            .split_once(':')
            .ok_or_else(|| refuse("Expected NAME:PROTOCOL"))?;
        let protocol = SecurityProtocol::parse(protocol).ok_or_else(|| {
            refuse("The protocol must be PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL")
        })?;
        if listener.eq_ignore_ascii_case(name) {
            return Ok(Some(protocol));
        }
    }
    Ok(None)
}

/// Refuses what two listeners cannot share, and protocols that are not served.
pub(crate) fn check(key: &str, listeners: &[Listener], errors: &mut Vec<ConfigError>) {
    for (index, listener) in listeners.iter().enumerate() {
        let shown = format!("{}://{}:{}", listener.name, listener.host, listener.port);
        if listener.protocol != SecurityProtocol::Plaintext {
            let reason = "TLS and SASL are not served yet";
            errors.push(ConfigError::new(key, Some(&shown), reason).remedy(format!(
                "Map {} to PLAINTEXT in listener.security.protocol.map, or remove the listener",
                listener.name
            )));
        }
        let same_port = |other: &Listener| other.port == listener.port && other.port != 0;
        let same_host = |other: &Listener| {
            other.host == listener.host || other.host.is_empty() || listener.host.is_empty()
        };
        if listeners
            .iter()
            .take(index)
            .any(|other| same_port(other) && same_host(other))
        {
            let reason = "Each listener must have a different port";
            errors.push(ConfigError::new(key, Some(&shown), reason));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_split_with_and_without_brackets() {
        assert_eq!(split_address("[::1]:9092"), Some(("::1", 9092)));
        assert_eq!(split_address(":9092"), Some(("", 9092)));
        assert_eq!(split_address("host-1.a:0"), Some(("host-1.a", 0)));
        assert_eq!(split_address("host"), None);
        assert_eq!(split_address("ho st:1"), None);
        assert_eq!(split_address("host:70000"), None);
    }

    #[test]
    fn a_listener_without_a_protocol_names_the_remedy() {
        let error = parse("listeners", "IN://:1", "OUT:PLAINTEXT").expect_err("unmapped");
        assert!(error.to_string().contains("IN:PLAINTEXT"), "{error}");
    }
}
