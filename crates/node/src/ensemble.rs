//! How a node reaches its ensemble, out of its settings.

use coordination::secure_access;
use settings::ZookeeperConfig;
use world::{Access, Endpoint, EnsembleSettings, EnsembleTls, Login};

/// What the driver is told of the ensemble of `zookeeper.connect`: the same for a node, and for a command that looks into it.
#[must_use]
pub fn ensemble_settings(config: &ZookeeperConfig) -> EnsembleSettings {
    let servers = config.servers.iter();
    let servers = servers.map(|(host, port)| Endpoint {
        host: host.clone(),
        port: *port,
    });
    EnsembleSettings {
        servers: servers.collect(),
        session_timeout: config.session_timeout,
        connection_timeout: config.connection_timeout,
        access: match config.set_acl {
            true => secure_access(&config.chroot),
            false => Access::Open,
        },
        login: config.login.as_ref().map(|login| Login {
            user: login.user.clone(),
            password: login.password.clone(),
        }),
        tls: config.tls.as_ref().map(|tls| EnsembleTls {
            trust: tls.trust.clone(),
            identity: tls.identity.clone(),
            verifies_host: tls.verifies_host,
            allows_1_2: tls.allows_1_2,
            allows_1_3: tls.allows_1_3,
        }),
    }
}
