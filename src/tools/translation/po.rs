//! Parcels as PO, the format of gettext.
//!
//! <https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html>

use std::fmt::Write as _;

use super::exchange::{Parcel, State};
use super::take::Answer;

/// Returns parcels, all into one language, as the text of one file.
pub fn write(parcels: &[Parcel]) -> Vec<u8> {
    let language = parcels.first().map(|parcel| parcel.target_language.as_str());
    let mut out = format!(
        "msgid \"\"\nmsgstr \"\"\n\"Language: {}\\n\"\n\"MIME-Version: 1.0\\n\"\n\
         \"Content-Type: text/plain; charset=UTF-8\\n\"\n\"Content-Transfer-Encoding: 8bit\\n\"\n",
        language.unwrap_or_default()
    );
    for parcel in parcels {
        for unit in &parcel.units {
            let _ = writeln!(out, "\n#: {}:{}", parcel.original, unit.line);
            if unit.state == State::Stale {
                out.push_str("#, fuzzy\n");
            }
            let context = format!("{} {} {}", parcel.original, unit.number, unit.hash);
            for (key, text) in
                [("msgctxt", context.as_str()), ("msgid", &unit.source), ("msgstr", &unit.target)]
            {
                let _ = writeln!(out, "{key} {}", quoted(text));
            }
        }
    }
    out.into_bytes()
}

/// Writes a text as strings, a line each.
fn quoted(text: &str) -> String {
    let line = |line: &str| {
        let escaped = line.replace('\\', "\\\\").replace('"', "\\\"").replace('\t', "\\t");
        format!("\"{}\"", escaped.replace('\n', "\\n"))
    };
    let lines: Vec<_> = text.split_inclusive('\n').map(line).collect();
    match lines.as_slice() {
        [] => "\"\"".to_owned(),
        [one] => one.clone(),
        _ => format!("\"\"\n{}", lines.join("\n")),
    }
}

/// Reads the answers of a file.
///
/// # Errors
/// Returns the line of a text that is no PO.
pub fn read(text: &str) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::new();
    let mut language = String::new();
    let mut entry = Entry::default();
    for (number, line) in text.lines().chain([""]).enumerate() {
        let line = line.trim();
        let fault = || format!("line {} is not valid in a PO file", number + 1);
        if line.is_empty() {
            let entry = std::mem::take(&mut entry);
            if entry.context.is_empty() && entry.id.is_empty() {
                let found = entry.text.lines().find_map(|line| line.strip_prefix("Language: "));
                language = found.map_or(language, |found| found.trim().to_owned());
            }
            answers.extend(entry.answer(&language));
        } else if line.starts_with("#,") {
            entry.is_fuzzy = line.contains("fuzzy");
        } else if !line.starts_with('#') {
            let (key, string) = match line.split_once(' ') {
                Some((key, string)) if !line.starts_with('"') => (key, string),
                _ => ("", line),
            };
            let string = unquoted(string).ok_or_else(fault)?;
            entry.add(key, &string).ok_or_else(fault)?;
        }
    }
    Ok(answers)
}

#[derive(Default)]
struct Entry {
    context: String,
    id: String,
    text: String,
    is_fuzzy: bool,
    last: Key,
}

#[derive(Default, Clone, Copy)]
enum Key {
    #[default]
    Context,
    Id,
    Text,
}

impl Entry {
    fn add(&mut self, key: &str, string: &str) -> Option<()> {
        self.last = match key {
            "msgctxt" => Key::Context,
            "msgid" => Key::Id,
            "msgstr" => Key::Text,
            "" => self.last,
            _ => return None,
        };
        match self.last {
            Key::Context => self.context.push_str(string),
            Key::Id => self.id.push_str(string),
            Key::Text => self.text.push_str(string),
        }
        Some(())
    }

    /// Returns the translation; one that is marked as fuzzy still needs a person.
    fn answer(self, language: &str) -> Option<Answer> {
        let mut parts = self.context.rsplitn(3, ' ');
        let (hash, number, original) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Answer {
            original: original.to_owned(),
            language: language.to_owned(),
            number: number.parse().ok()?,
            hash: hash.to_owned(),
            target: if self.is_fuzzy { String::new() } else { self.text },
        })
    }
}

fn unquoted(string: &str) -> Option<String> {
    let inner = string.trim().strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => out.push(match characters.next()? {
                'n' => '\n',
                't' => '\t',
                other => other,
            }),
            c => out.push(c),
        }
    }
    Some(out)
}
