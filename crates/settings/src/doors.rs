//! Which listeners a node opens, and what it tells others about them.

use crate::error::ConfigError;
use crate::listeners::{self, Listener};
use crate::quorum::Roles;
use crate::read::Read;
use crate::setting::list;

/// The listeners of a node, sorted by who uses them.
pub(crate) struct Doors {
    pub(crate) listeners: Vec<Listener>,
    pub(crate) advertised: Vec<Listener>,
    pub(crate) advertised_controller: Vec<Listener>,
    pub(crate) controller_names: Vec<String>,
    pub(crate) inter_broker_name: String,
}

impl Doors {
    /// Where the controller of this node is reached: among the brokers where it has no listener of its own.
    pub(crate) fn of_controller(&self) -> Option<&Listener> {
        let mut advertised = self.advertised.iter();
        let among_brokers = || advertised.find(|listener| listener.name == self.inter_broker_name);
        self.advertised_controller.first().or_else(among_brokers)
    }
}

pub(crate) fn doors(
    read: &Read<'_, '_>,
    roles: Roles,
    host_name: &str,
    errors: &mut Vec<ConfigError>,
) -> Result<Doors, ConfigError> {
    let names = read
        .set_text("controller.listener.names")
        .unwrap_or_default();
    let controller_names: Vec<String> = list(names).map(str::to_ascii_uppercase).collect();
    let map = protocol_map(read, &controller_names);
    let listeners = listeners::parse("listeners", &read.required("listeners"), &map)?;
    listeners::check("listeners", &listeners, errors);
    let is_controller = |listener: &Listener| controller_names.contains(&listener.name);
    if roles.controller && !controller_names.is_empty() && !listeners.iter().any(is_controller) {
        let reason = "None of these names is in listeners, and this node is a controller";
        errors.push(
            ConfigError::new("controller.listener.names", Some(names), reason)
                .remedy("Add one of them to listeners, such as CONTROLLER://:9093"),
        );
    }
    let mut advertised = advertised(read, &listeners, &map, host_name)?;
    let mut advertised_controller: Vec<Listener> = Vec::new();
    for listener in listeners.iter().filter(|listener| is_controller(listener)) {
        let told = advertised.iter().find(|told| told.name == listener.name);
        let own = || Listener {
            host: host_or(listener, host_name),
            ..listener.clone()
        };
        advertised_controller.push(told.cloned().unwrap_or_else(own));
    }
    advertised.retain(|listener| !is_controller(listener));
    if roles.broker && advertised.is_empty() {
        return Err(ConfigError::new(
            "listeners",
            read.set_text("listeners"),
            "A broker needs a listener beside the controller's",
        )
        .remedy("Add one, such as PLAINTEXT://:9092"));
    }
    let inter_broker_name = inter_broker_name(read, roles, &advertised)?;
    Ok(Doors {
        listeners,
        advertised,
        advertised_controller,
        controller_names,
        inter_broker_name,
    })
}

/// Where the file names no map, a controller's listener that is no protocol's name is plain text.
fn protocol_map(read: &Read<'_, '_>, controller_names: &[String]) -> String {
    let mut map = read.required("listener.security.protocol.map");
    if read.set_text("listener.security.protocol.map").is_none() {
        let unmapped = |name: &&String| listeners::SecurityProtocol::parse(name).is_none();
        for name in controller_names.iter().filter(unmapped) {
            map.push_str(&format!(",{name}:PLAINTEXT"));
        }
    }
    map
}

fn host_or(listener: &Listener, host_name: &str) -> String {
    match listener.host.is_empty() {
        true => host_name.to_owned(),
        false => listener.host.clone(),
    }
}

fn advertised(
    read: &Read<'_, '_>,
    listeners: &[Listener],
    map: &str,
    host_name: &str,
) -> Result<Vec<Listener>, ConfigError> {
    let key = "advertised.listeners";
    let mut told = match read.set_text(key).filter(|text| !text.is_empty()) {
        Some(text) => listeners::parse(key, text, map)?,
        None => listeners.to_vec(),
    };
    for listener in &mut told {
        listener.host = host_or(listener, host_name);
        let shown = format!("{}://{}:{}", listener.name, listener.host, listener.port);
        if listener.host == "0.0.0.0" || listener.host == "::" {
            let reason = "Nobody can connect to the address of all addresses";
            let example = format!("{}://{host_name}:{}", listener.name, listener.port);
            return Err(ConfigError::new(key, Some(&shown), reason).remedy(format!(
                "Set {key} to a host that clients reach, such as {example}"
            )));
        }
        if !listeners.iter().any(|own| own.name == listener.name) {
            let reason = "listeners has no listener of this name";
            return Err(ConfigError::new(key, Some(&shown), reason).remedy(
                "Use one name in both, and map its protocol in listener.security.protocol.map",
            ));
        }
    }
    Ok(told)
}

fn inter_broker_name(
    read: &Read<'_, '_>,
    roles: Roles,
    advertised: &[Listener],
) -> Result<String, ConfigError> {
    let key = "inter.broker.listener.name";
    let named = read.set_text(key).map(str::to_ascii_uppercase);
    let protocol = read.set_text("security.inter.broker.protocol");
    if named.is_some() && protocol.is_some() {
        let reason = "It and security.inter.broker.protocol must not both be set";
        return Err(ConfigError::new(key, named.as_deref(), reason)
            .remedy("Remove security.inter.broker.protocol"));
    }
    let explicit = named.is_some();
    let name = named.unwrap_or_else(|| read.required("security.inter.broker.protocol"));
    if roles.broker && !advertised.iter().any(|listener| listener.name == name) {
        if let ([only], false) = (advertised, explicit) {
            return Ok(only.name.clone());
        }
        let names: Vec<_> = advertised
            .iter()
            .map(|listener| listener.name.as_str())
            .collect();
        let reason = "advertised.listeners has no listener of this name";
        return Err(ConfigError::new(key, Some(&name), reason)
            .remedy(format!("Set {key} to one of {}", names.join(", "))));
    }
    Ok(name)
}
