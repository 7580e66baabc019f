//! SASL's mechanism DIGEST-MD5 (RFC 2831), as far as ZooKeeper's servers ask for it: both sides show that they know a password,
//! and it is not sent. It keeps nothing secret and nothing whole: that is for TLS.

use std::collections::BTreeMap;
use std::fmt;

use md5::{Digest as _, Md5};
use world::Login;

/// What ZooKeeper's servers call themselves, whatever they are called.
const DIGEST_URI: &str = "zookeeper/zk-sasl-md5";
/// We answer one challenge of a connection.
const NONCE_COUNT: &str = "00000001";

/// Why nobody is logged in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum LoginError {
    /// The server says so, by its code.
    Refused(i32),
    /// It does not ask for a proof.
    NotServed,
    /// It asks for something else.
    Challenge(String),
    /// It does not know the password itself.
    Impostor,
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(-115 | -124) => f.write_str("name or password is wrong"),
            Self::Refused(code) => write!(f, "its error is {code}"),
            Self::NotServed => f.write_str("it does not serve SASL"),
            Self::Challenge(what) => {
                write!(f, "it asks for something other than DIGEST-MD5: {what:?}")
            }
            Self::Impostor => f.write_str("it has not shown that it knows the password"),
        }
    }
}

/// What a server asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Challenge {
    realm: Option<String>,
    nonce: String,
}

/// What is answered, and what the server must answer to that.
pub(super) struct Proof {
    pub(super) token: Vec<u8>,
    expected: String,
}

impl Challenge {
    pub(super) fn read(token: &[u8]) -> Result<Self, LoginError> {
        if token.is_empty() {
            return Err(LoginError::NotServed);
        }
        let text = String::from_utf8_lossy(token);
        let strange = || LoginError::Challenge(text.chars().take(200).collect());
        let mut directives = directives(&text).ok_or_else(strange)?;
        let offers_plain = directives
            .get("qop")
            .is_none_or(|qop| qop.split(',').any(|it| it.trim() == "auth"));
        let is_known = directives
            .get("algorithm")
            .is_some_and(|name| name == "md5-sess");
        match directives.remove("nonce") {
            Some(nonce) if offers_plain && is_known => Ok(Self {
                realm: directives.remove("realm"),
                nonce,
            }),
            _ => Err(strange()),
        }
    }

    /// `nonce` is by chance, and new for each answer.
    pub(super) fn answer(&self, login: &Login, nonce: &[u8; 16]) -> Proof {
        self.answer_to(login, &hexadecimal(nonce), DIGEST_URI)
    }

    fn answer_to(&self, login: &Login, client_nonce: &str, uri: &str) -> Proof {
        let realm = self.realm.as_deref().unwrap_or_default();
        let mut user = Md5::new();
        for (place, part) in [&login.user, realm, &login.password]
            .into_iter()
            .enumerate()
        {
            if place > 0 {
                user.update(b":");
            }
            user.update(in_latin_1(part));
        }
        let mut session = Md5::new();
        session.update(user.finalize());
        session.update(format!(":{}:{client_nonce}", self.nonce));
        let session = hexadecimal(&session.finalize());
        let nonce = &self.nonce;
        let shown = |about: &str| {
            let about = hexadecimal(&Md5::digest(about));
            let all = format!("{session}:{nonce}:{NONCE_COUNT}:{client_nonce}:auth:{about}");
            hexadecimal(&Md5::digest(all))
        };
        let response = shown(&format!("AUTHENTICATE:{uri}"));
        let realm = self.realm.as_deref().map(quoted);
        let realm = realm.map_or(String::new(), |realm| format!("realm={realm},"));
        let (name, nonce) = (quoted(&login.user), quoted(nonce));
        let token = format!(
            "charset=utf-8,username={name},{realm}nonce={nonce},nc={NONCE_COUNT},cnonce=\"{client_nonce}\",\
             digest-uri=\"{uri}\",response={response},qop=auth"
        );
        Proof {
            token: token.into_bytes(),
            expected: shown(&format!(":{uri}")),
        }
    }
}

impl Proof {
    /// Looks at the server's last word.
    pub(super) fn check(&self, token: &[u8]) -> Result<(), LoginError> {
        let text = String::from_utf8_lossy(token);
        let shown = directives(&text).and_then(|mut directives| directives.remove("rspauth"));
        match shown {
            Some(shown) if shown == self.expected => Ok(()),
            _ => Err(LoginError::Impostor),
        }
    }
}

/// `name=value,name="value"`, with what is quoted taken out of its quotes.
fn directives(text: &str) -> Option<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    let mut rest = text.trim_start_matches([',', ' ', '\t', '\r', '\n']);
    while !rest.is_empty() {
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let mut value = String::new();
        if let Some(quoted) = after.strip_prefix('"') {
            let mut characters = quoted.chars();
            loop {
                match characters.next()? {
                    '"' => break,
                    '\\' => value.push(characters.next()?),
                    other => value.push(other),
                }
            }
            rest = characters.as_str();
        } else {
            let end = after.find(',').unwrap_or(after.len());
            let (plain, left) = after.split_at(end);
            value.push_str(plain.trim_end());
            rest = left;
        }
        found.insert(name.trim().to_ascii_lowercase(), value);
        rest = rest.trim_start_matches([',', ' ', '\t', '\r', '\n']);
    }
    Some(found)
}

fn quoted(text: &str) -> String {
    let escaped = text.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{escaped}\"")
}

/// The mechanism hashes a text in ISO 8859-1 wherever that has all its characters, and in UTF-8 elsewhere.
fn in_latin_1(text: &str) -> Vec<u8> {
    let bytes: Option<Vec<u8>> = text
        .chars()
        .map(|character| u8::try_from(u32::from(character)).ok())
        .collect();
    bytes.unwrap_or_else(|| text.as_bytes().to_vec())
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn login(user: &str, password: &str) -> Login {
        Login {
            user: user.to_owned(),
            password: password.to_owned(),
        }
    }

    #[test]
    fn the_example_of_the_standard_is_answered_as_it_says() {
        let challenge = br#"realm="elwood.innosoft.com",nonce="OA6MG9tEQGm2hh",qop="auth",algorithm=md5-sess,charset=utf-8"#;
        let challenge = Challenge::read(challenge).expect("a challenge");
        let uri = "imap/elwood.innosoft.com";
        let proof = challenge.answer_to(&login("chris", "secret"), "OA6MHXh6VqTrRk", uri);
        let token = String::from_utf8(proof.token.clone()).expect("text");
        assert!(
            token.contains("response=d388dad90d4bbd760a152321f2143af7"),
            "{token}"
        );
        let right = b"rspauth=ea40f60335c427b5527b84dbabcdfffd";
        assert_eq!(proof.check(right), Ok(()));
        let wrong = b"rspauth=ea40f60335c427b5527b84dbabcdfffe";
        assert_eq!(proof.check(wrong), Err(LoginError::Impostor));
        assert_eq!(proof.check(b""), Err(LoginError::Impostor));
    }

    #[test]
    fn whatever_a_server_asks_is_a_challenge_or_an_error() {
        assert_eq!(Challenge::read(b""), Err(LoginError::NotServed));
        let strange: [&[u8]; 6] = [
            b"nonce",
            b"nonce=\"",
            b"nonce=\"\\",
            b"nonce=a,algorithm=md5",
            b"algorithm=md5-sess",
            b"\xff\xfe",
        ];
        for token in strange {
            let read = Challenge::read(token);
            assert!(matches!(read, Err(LoginError::Challenge(_))), "{read:?}");
        }
        let confidential = br#"nonce="a",algorithm=md5-sess,qop="auth-int,auth-conf""#;
        assert!(Challenge::read(confidential).is_err());
        let quoted = br#"nonce="a\"b,c",algorithm=md5-sess"#;
        let read = Challenge::read(quoted).expect("a challenge");
        assert_eq!((read.nonce.as_str(), read.realm), ("a\"b,c", None));
    }

    #[test]
    fn a_name_is_quoted_and_a_password_is_hashed_in_the_smaller_character_set() {
        let read = Challenge::read(b"nonce=n,algorithm=md5-sess").expect("a challenge");
        let token = read.answer(&login("a\"b\\", "p"), &[7; 16]).token;
        let token = String::from_utf8(token).expect("text");
        assert!(token.contains(r#"username="a\"b\\","#), "{token}");
        assert_eq!(in_latin_1("\u{e4}"), [0xe4]);
        assert_eq!(in_latin_1("\u{20ac}"), "\u{20ac}".as_bytes());
    }
}
