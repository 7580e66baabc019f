//! Settings of encryption, identity and permission.

use super::why;
use crate::setting::{Kind, Setting};

pub(super) const SETTINGS: &[Setting] = &[
    Setting::broker("authorizer.class.name", Kind::Text, Some(""))
        .low()
        .refused(why::AUTHORIZER)
        .doc("Class that decides who may do what."),
    Setting::broker(
        "principal.builder.class",
        Kind::Class,
        Some("org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder"),
    )
    .per_broker()
    .ignored(why::AUTHORIZER)
    .doc("Class that names who a connection belongs to."),
    Setting::broker("early.start.listeners", Kind::List, None)
        .high()
        .ignored(why::AUTHORIZER)
        .doc("Listeners that open before the authorizer is ready."),
    Setting::broker("security.providers", Kind::Text, None)
        .low()
        .ignored(why::JVM)
        .doc("Classes that provide cryptography."),
    Setting::broker(
        "delegation.token.expiry.check.interval.ms",
        Kind::Long,
        Some("3600000"),
    )
    .at_least(1)
    .low()
    .ignored(why::TOKENS)
    .doc("Part of delegation tokens."),
    Setting::broker(
        "delegation.token.expiry.time.ms",
        Kind::Long,
        Some("86400000"),
    )
    .at_least(1)
    .ignored(why::TOKENS)
    .doc("Part of delegation tokens."),
    Setting::broker(
        "delegation.token.max.lifetime.ms",
        Kind::Long,
        Some("604800000"),
    )
    .at_least(1)
    .ignored(why::TOKENS)
    .doc("Part of delegation tokens."),
    Setting::broker("delegation.token.secret.key", Kind::Password, None)
        .ignored(why::TOKENS)
        .doc("Part of delegation tokens."),
    Setting::broker("ssl.allow.dn.changes", Kind::Boolean, Some("false"))
        .low()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.allow.san.changes", Kind::Boolean, Some("false"))
        .low()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.cipher.suites", Kind::List, Some(""))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.client.auth", Kind::Text, Some("none"))
        .one_of(&["required", "requested", "none"])
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.enabled.protocols", Kind::List, Some("TLSv1.2,TLSv1.3"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker(
        "ssl.endpoint.identification.algorithm",
        Kind::Text,
        Some("https"),
    )
    .low()
    .per_broker()
    .ignored(why::TLS)
    .doc("Part of TLS."),
    Setting::broker("ssl.engine.factory.class", Kind::Class, None)
        .low()
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.key.password", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keymanager.algorithm", Kind::Text, Some("SunX509"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keystore.certificate.chain", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keystore.key", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keystore.location", Kind::Text, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keystore.password", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.keystore.type", Kind::Text, Some("JKS"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.principal.mapping.rules", Kind::Text, Some("DEFAULT"))
        .low()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.protocol", Kind::Text, Some("TLSv1.3"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.provider", Kind::Text, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.secure.random.implementation", Kind::Text, None)
        .low()
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.trustmanager.algorithm", Kind::Text, Some("PKIX"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.truststore.certificates", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.truststore.location", Kind::Text, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.truststore.password", Kind::Password, None)
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("ssl.truststore.type", Kind::Text, Some("JKS"))
        .per_broker()
        .ignored(why::TLS)
        .doc("Part of TLS."),
    Setting::broker("sasl.client.callback.handler.class", Kind::Class, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.enabled.mechanisms", Kind::List, Some("GSSAPI"))
        .per_broker()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.jaas.config", Kind::Password, None)
        .per_broker()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.kerberos.kinit.cmd",
        Kind::Text,
        Some("/usr/bin/kinit"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.kerberos.min.time.before.relogin",
        Kind::Long,
        Some("60000"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.kerberos.principal.to.local.rules",
        Kind::List,
        Some("DEFAULT"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.kerberos.service.name", Kind::Text, None)
        .per_broker()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.kerberos.ticket.renew.jitter",
        Kind::Double,
        Some("0.05"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.kerberos.ticket.renew.window.factor",
        Kind::Double,
        Some("0.8"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.login.callback.handler.class", Kind::Class, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.login.class", Kind::Class, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.login.connect.timeout.ms", Kind::Int, None)
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.login.read.timeout.ms", Kind::Int, None)
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.login.refresh.buffer.seconds",
        Kind::Short,
        Some("300"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.login.refresh.min.period.seconds",
        Kind::Short,
        Some("60"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.login.refresh.window.factor",
        Kind::Double,
        Some("0.8"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.login.refresh.window.jitter",
        Kind::Double,
        Some("0.05"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.login.retry.backoff.max.ms", Kind::Long, Some("10000"))
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.login.retry.backoff.ms", Kind::Long, Some("100"))
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.mechanism.controller.protocol",
        Kind::Text,
        Some("GSSAPI"),
    )
    .high()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.mechanism.inter.broker.protocol",
        Kind::Text,
        Some("GSSAPI"),
    )
    .per_broker()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.algorithm",
        Kind::Text,
        Some("RS256"),
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.assertion.claim.aud", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.claim.exp.seconds",
        Kind::Int,
        Some("300"),
    )
    .between(0, 86400)
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.assertion.claim.iss", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.claim.jti.include",
        Kind::Boolean,
        Some("false"),
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.claim.nbf.seconds",
        Kind::Int,
        Some("60"),
    )
    .between(0, 3600)
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.assertion.claim.sub", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.assertion.file", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.private.key.file",
        Kind::Text,
        None,
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.assertion.private.key.passphrase",
        Kind::Password,
        None,
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.assertion.template.file", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.client.credentials.client.id",
        Kind::Text,
        None,
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.client.credentials.client.secret",
        Kind::Password,
        None,
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.clock.skew.seconds", Kind::Int, Some("30"))
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.expected.audience", Kind::List, Some(""))
        .high()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.expected.issuer", Kind::Text, None)
        .high()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.jwks.endpoint.refresh.ms",
        Kind::Long,
        Some("3600000"),
    )
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms",
        Kind::Long,
        Some("10000"),
    )
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.jwks.endpoint.retry.backoff.ms",
        Kind::Long,
        Some("100"),
    )
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.jwks.endpoint.url", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.jwt.retriever.class",
        Kind::Class,
        Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtRetriever"),
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.jwt.validator.class",
        Kind::Class,
        Some("org.apache.kafka.common.security.oauthbearer.DefaultJwtValidator"),
    )
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.scope", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker(
        "sasl.oauthbearer.scope.claim.name",
        Kind::Text,
        Some("scope"),
    )
    .low()
    .ignored(why::SASL)
    .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.sub.claim.name", Kind::Text, Some("sub"))
        .low()
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.oauthbearer.token.endpoint.url", Kind::Text, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.server.callback.handler.class", Kind::Class, None)
        .ignored(why::SASL)
        .doc("Part of SASL."),
    Setting::broker("sasl.server.max.receive.size", Kind::Int, Some("524288"))
        .ignored(why::SASL)
        .doc("Part of SASL."),
];
