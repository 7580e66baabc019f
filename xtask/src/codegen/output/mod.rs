//! Which Rust files are made from which schemas.

mod records;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use super::schema::{Message, Versions, parse};
use super::{Files, emit, listed};

/// Folders that hold generated Rust and nothing else.
pub(crate) const FOLDERS: [&str; 4] = [
    "crates/protocol/src/messages",
    "crates/protocol/src/records",
    "crates/protocol/src/generated",
    "crates/metadata/src/records",
];

const IMPORTS: &str = "use bytes::Bytes;\n\
    use codec::{DecodeError, EncodeError, Message, Problem, Reader, Records, Struct, Text, Writer, required};\n\
    use types::Uuid;\n\n";
const ALLOW: &str = "#![allow(unused_imports, unused_variables, unused_mut, clippy::all, \
    reason = \"one set of imports and arguments for all generated messages\")]

";
const GENERATED_MOD: &str = "//! The table of API keys, and a list of all messages.

\
    pub(crate) mod api_key;
mod every;
";

/// Families of records in the protocol's crate, with what they are.
const FLAT: [(&str, &str); 3] = [
    ("control", "Records of control batches."),
    (
        "consumer",
        "What consumers tell each other through the classic group protocol.",
    ),
    ("principal", "Who sent a forwarded request."),
];
/// Families of coordinator records, with the topic that they lie in.
const COORDINATORS: [(&str, &str); 3] = [
    ("group", "__consumer_offsets"),
    ("transaction", "__transaction_state"),
    ("share", "__share_group_state"),
];

/// All generated Rust by path, formatted.
///
/// # Errors
/// When a schema cannot be read or rustfmt does not run.
pub(crate) fn files(root: &Path) -> Result<Files, String> {
    let mut files = Files::new();
    let apis = apis(root)?;
    let mut add =
        |path: &str, code: String| files.insert(format!("crates/protocol/src/{path}"), code);
    let mut every = Vec::new();
    for (request, response) in &apis {
        let module = emit::snake(stem(request));
        add(&format!("messages/{module}.rs"), api(request, response)?);
        every.extend([
            ("messages", request.clone()),
            ("messages", response.clone()),
        ]);
    }
    add("messages/mod.rs", messages_mod(&apis));
    add("records/mod.rs", records::records_mod());
    for (family, what) in FLAT {
        let messages = family_of(root, family)?;
        add(&format!("records/{family}.rs"), flat(what, &messages)?);
        every.extend(messages.into_iter().map(|message| (family, message)));
    }
    for (family, topic) in COORDINATORS {
        let messages = family_of(root, family)?;
        records::coordinator(&mut files, family, topic, &messages)?;
        every.extend(messages.into_iter().map(|message| (family, message)));
    }
    let mut add = |path: &str, code: String| {
        files.insert(format!("crates/protocol/src/generated/{path}"), code)
    };
    add("mod.rs", GENERATED_MOD.into());
    add("api_key.rs", api_key(&apis)?);
    add("every.rs", every_message(&every));
    records::metadata(
        &mut files,
        &read(root, "crates/metadata/schemas/records.schema")?,
    )?;
    format_all(files)
}

/// Every API's request and response, in the order of their keys.
fn apis(root: &Path) -> Result<Vec<(Message, Message)>, String> {
    let mut apis = Vec::new();
    for path in listed(root, "crates/protocol/schemas/messages")? {
        let messages = read(root, &path)?;
        let [request, response] = messages.as_slice() else {
            return Err(format!("{path}: a request and a response are expected"));
        };
        apis.push((request.clone(), response.clone()));
    }
    apis.sort_by_key(|(request, _)| request.key);
    Ok(apis)
}

fn family_of(root: &Path, family: &str) -> Result<Vec<Message>, String> {
    read(
        root,
        &format!("crates/protocol/schemas/records/{family}.schema"),
    )
}

fn read(root: &Path, path: &str) -> Result<Vec<Message>, String> {
    let text = fs::read_to_string(root.join(path)).map_err(|e| format!("{path}: {e}"))?;
    parse(&text).map_err(|e| format!("{path}: {e}"))
}

fn stem(message: &Message) -> &str {
    let name = message.name.as_str();
    ["Request", "Response", "Key", "Value"]
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .unwrap_or(name)
}

/// A file with several messages, each in a module of its own, and their names where they are
/// unambiguous.
fn grouped(what: &str, modules: &[(String, &Message)]) -> Result<String, String> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for (_, message) in modules {
        for name in emit::struct_names(message) {
            *count.entry(name).or_default() += 1;
        }
    }
    let mut code = format!("//! {what}\n\n");
    for (module, message) in modules {
        let names: Vec<String> = emit::struct_names(message)
            .into_iter()
            .filter(|name| count[name] == 1)
            .collect();
        let _ = writeln!(code, "pub use {module}::{{{}}};", names.join(", "));
    }
    for (module, message) in modules {
        let _ = write!(
            code,
            "\n/// `{}` and what it holds.\npub mod {module} {{\n{ALLOW}{IMPORTS}{}}}\n",
            message.name,
            emit::message(message)?
        );
    }
    Ok(code)
}

fn flat(what: &str, messages: &[Message]) -> Result<String, String> {
    let modules: Vec<(String, &Message)> = messages
        .iter()
        .map(|message| (emit::snake(&message.name), message))
        .collect();
    grouped(what, &modules)
}

fn api(request: &Message, response: &Message) -> Result<String, String> {
    let api = stem(request);
    let modules = [
        ("request".to_owned(), request),
        ("response".to_owned(), response),
    ];
    let mut code = grouped(
        &format!("The {api} API, key {}.", request.key.unwrap_or(-1)),
        &modules,
    )?;
    let _ = write!(
        code,
        "\nimpl crate::Request for {request} {{\n\
         const KEY: crate::ApiKey = crate::ApiKey::{api};\n\
         type Response = {response};\n}}\n",
        request = request.name,
        response = response.name,
    );
    Ok(code)
}

fn messages_mod(apis: &[(Message, Message)]) -> String {
    let mut code = String::from("//! Requests and responses, one module for each API.\n\n");
    let mut modules = BTreeMap::new();
    for (request, response) in apis {
        modules.insert(emit::snake(stem(request)), (request, response));
    }
    for (module, (request, _)) in &modules {
        let _ = writeln!(code, "/// The {} API.\npub mod {module};", stem(request));
    }
    code.push('\n');
    for (module, (request, response)) in &modules {
        let _ = writeln!(
            code,
            "pub use {module}::{{{}, {}}};",
            request.name, response.name
        );
    }
    code
}

/// Macros that name every type once, for tests over all of them.
fn every_message(messages: &[(&str, Message)]) -> String {
    let mut code = String::from(
        "//! Lists of all messages, for what is done with each of them.\n\n\
         /// Calls a macro once for each API, with the type of its request.\n\
         #[macro_export]\nmacro_rules! for_each_request {\n($call:ident) => {\n",
    );
    for (_, message) in messages
        .iter()
        .filter(|(_, message)| message.kind == "request")
    {
        let _ = writeln!(code, "$call!($crate::messages::{});", message.name);
    }
    code.push_str(
        "};\n}\n\n/// Calls a macro once for each request, response and record, with its type.\n\
         #[macro_export]\nmacro_rules! for_each_message {\n($call:ident) => {\n",
    );
    for (family, message) in messages {
        let path = if *family == "messages" {
            "messages".into()
        } else {
            format!("records::{family}")
        };
        let _ = writeln!(code, "$call!($crate::{path}::{});", message.name);
    }
    code.push_str("};\n}\n");
    code
}

fn api_key(apis: &[(Message, Message)]) -> Result<String, String> {
    let mut code = String::from(
        "//! Every API key with its versions.\n\nuse crate::api_key::{Listener, Row, VersionRange};\n\n\
         /// What a request asks for.\n\
         #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]\n#[repr(i16)]\npub enum ApiKey {\n",
    );
    for (request, _) in apis {
        let key = request.key.ok_or("a request without a key")?;
        let _ = writeln!(code, "/// Key {key}.\n{} = {key},", stem(request));
    }
    code.push_str("}\n\npub(crate) const ROWS: &[Row] = &[\n");
    for (request, _) in apis {
        let Versions { min, max } = request.versions;
        let (highest, unstable) = if request.latest_unstable {
            (max - 1, format!("Some({max})"))
        } else {
            (max, "None".into())
        };
        let flexible = if request.flexible.is_empty() {
            i16::MAX
        } else {
            request.flexible.min
        };
        let listeners: Vec<&str> = request
            .listeners
            .iter()
            .map(|listener| {
                if listener == "broker" {
                    "Listener::Broker"
                } else {
                    "Listener::Controller"
                }
            })
            .collect();
        let _ = writeln!(
            code,
            "Row {{ key: ApiKey::{name}, name: \"{name}\", versions: VersionRange {{ lowest: {min}, highest: {highest}, \
             unstable: {unstable} }}, flexible_from: {flexible}, listeners: &[{}] }},",
            listeners.join(", "),
            name = stem(request),
        );
    }
    code.push_str("];\n");
    Ok(code)
}

/// Passes all files through rustfmt, several at a time.
fn format_all(files: Files) -> Result<Files, String> {
    let mut formatted = Files::new();
    let entries: Vec<(String, String)> = files.into_iter().collect();
    for chunk in entries.chunks(4) {
        let mut running = Vec::new();
        for (path, text) in chunk {
            let mut child = Command::new("rustfmt")
                .args(["--edition", "2024", "--emit", "stdout"])
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .map_err(|e| format!("rustfmt: {e}"))?;
            let mut input = child.stdin.take().ok_or("rustfmt has no input")?;
            let text = text.clone();
            let feeder = std::thread::spawn(move || input.write_all(text.as_bytes()));
            running.push((path, child, feeder));
        }
        for (path, child, feeder) in running {
            let output = child
                .wait_with_output()
                .map_err(|e| format!("rustfmt: {e}"))?;
            let fed = feeder.join().map_err(|_| "rustfmt: the feeder stopped")?;
            if !output.status.success() || fed.is_err() {
                return Err(format!(
                    "{path}: rustfmt: {}",
                    String::from_utf8_lossy(&output.stderr)
                ));
            }
            formatted.insert(
                path.clone(),
                String::from_utf8(output.stdout).map_err(|e| e.to_string())?,
            );
        }
    }
    Ok(formatted)
}
