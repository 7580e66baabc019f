//! Java's `.properties` text: keys and values with `=`, `:` or white space between, `#` and `!`
//! comments, escapes.

use std::collections::BTreeMap;
use std::fmt;

/// Keys with their values; of a key that appears twice the last value holds.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Properties {
    values: BTreeMap<String, String>,
}

/// Where the text is not well formed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PropertiesError {
    /// Line, counted from one.
    pub line: usize,
    /// What is wrong there.
    pub reason: &'static str,
}

impl fmt::Display for PropertiesError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}: {}", self.line, self.reason)
    }
}

impl std::error::Error for PropertiesError {}

impl Properties {
    /// Reads a whole file's text.
    ///
    /// # Errors
    /// When a `\u` escape has not four hexadecimal digits or names no character.
    pub fn parse(text: &str) -> Result<Self, PropertiesError> {
        let mut properties = Self::default();
        let mut lines = text.lines().enumerate();
        while let Some((index, line)) = lines.next() {
            let first = line.trim_start_matches(is_space);
            if first.is_empty() || first.starts_with(['#', '!']) {
                continue;
            }
            let mut logical = first.to_owned();
            while ends_in_continuation(&logical) {
                logical.pop();
                let Some((_, next)) = lines.next() else { break };
                logical.push_str(next.trim_start_matches(is_space));
            }
            let (key, value) = split(&logical).map_err(|reason| PropertiesError {
                line: index + 1,
                reason,
            })?;
            properties.values.insert(key, value);
        }
        Ok(properties)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key).map(String::as_str)
    }

    /// Sets a value, replacing an older one.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<String>) {
        self.values.insert(key.into(), value.into());
    }

    /// All keys in order with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\u{c}')
}

/// An odd number of backslashes at the end joins the next line on.
fn ends_in_continuation(line: &str) -> bool {
    line.chars()
        .rev()
        .take_while(|&character| character == '\\')
        .count()
        % 2
        == 1
}

fn split(line: &str) -> Result<(String, String), &'static str> {
    let mut characters = line.chars().peekable();
    let mut key = String::new();
    while let Some(&character) = characters.peek() {
        if is_space(character) || character == '=' || character == ':' {
            break;
        }
        characters.next();
        push(&mut key, character, &mut characters)?;
    }
    let mut separated = false;
    while let Some(&character) = characters.peek() {
        let separator = character == '=' || character == ':';
        if !is_space(character) && (!separator || separated) {
            break;
        }
        separated |= separator;
        characters.next();
    }
    let mut value = String::new();
    while let Some(character) = characters.next() {
        push(&mut value, character, &mut characters)?;
    }
    Ok((key, value))
}

fn push(
    into: &mut String,
    character: char,
    rest: &mut impl Iterator<Item = char>,
) -> Result<(), &'static str> {
    if character != '\\' {
        into.push(character);
        return Ok(());
    }
    match rest.next() {
        Some('u') => into.push(unicode(rest)?),
        Some('n') => into.push('\n'),
        Some('t') => into.push('\t'),
        Some('r') => into.push('\r'),
        Some('f') => into.push('\u{c}'),
        Some(other) => into.push(other),
        None => {}
    }
    Ok(())
}

fn unicode(rest: &mut impl Iterator<Item = char>) -> Result<char, &'static str> {
    let mut code = 0;
    for _ in 0..4 {
        let digit = rest.next().and_then(|character| character.to_digit(16));
        code = code * 16 + digit.ok_or("\\u needs four hexadecimal digits")?;
    }
    char::from_u32(code).ok_or("\\u names half of a surrogate pair; write the character itself")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Vec<(String, String)> {
        let properties = Properties::parse(text).expect("well formed");
        properties
            .iter()
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .collect()
    }

    #[test]
    fn separators_comments_escapes_and_continuations() {
        let text = "# c\n! c\na=1\n b : 2 \nc 3\nd\n\ne==x\nf=\\\n   long\\\n  er\ng\\:h=\\u0041\\n\\\\\na=9\n#x\\\nk=v";
        let expected = [
            ("a", "9"),
            ("b", "2 "),
            ("c", "3"),
            ("d", ""),
            ("e", "=x"),
            ("f", "longer"),
            ("g:h", "A\n\\"),
            ("k", "v"),
        ];
        let expected = expected.map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(parsed(text), expected);
    }

    #[test]
    fn a_broken_escape_names_its_line() {
        let error = Properties::parse("a=1\nb=\\u12").expect_err("broken");
        assert_eq!(error.line, 2);
    }
}
