//! Front matter: what other programs have in it, and what Quipu has.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::todo;
use super::value::{self, Format};

/// A text taken apart.
#[derive(Debug, Default)]
pub(super) struct Split {
    /// The front matter.
    pub values: Map<String, Value>,
    /// The front matter as it was written, if it cannot be read.
    pub unreadable: Option<String>,
    /// The text below it.
    pub body: String,
}

/// Separates front matter in YAML, TOML or JSON from the text.
pub(super) fn split(text: &str) -> Split {
    let text = text.trim_start_matches(['\n', ' ']);
    let (format, inner, body) = match text.lines().next().map(str::trim_end) {
        Some("---" | "---yaml") => fenced(text, Format::Yaml, &["---", "..."]),
        Some("+++" | "---toml") => fenced(text, Format::Toml, &["+++", "---"]),
        Some("---json" | ";;;") => fenced(text, Format::Json, &["---", ";;;"]),
        Some(line) if line == "{" || line.starts_with("{\"") || line.starts_with("{ \"") => {
            object(text)
        }
        _ => None,
    }
    .unwrap_or((Format::Yaml, "", text));
    let values = value::parse(inner, format);
    let unreadable = values.is_none().then(|| inner.to_owned());
    Split { values: values.unwrap_or_default(), unreadable, body: body.to_owned() }
}

fn fenced<'t>(text: &'t str, format: Format, ends: &[&str]) -> Option<(Format, &'t str, &'t str)> {
    let start = text.find('\n')? + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if ends.contains(&line.trim_end()) {
            return Some((format, &text[start..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

/// Separates an object of JSON, with nothing around it, from the text below it.
fn object(text: &str) -> Option<(Format, &str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Map<String, Value>>();
    let end = match values.next()? {
        Ok(_) => values.byte_offset(),
        // What ends like an object was meant as one.
        Err(_) => text.find("\n}\n")? + 2,
    };
    let body = &text[end..];
    let body = body.strip_prefix('\n').unwrap_or(body);
    Some((Format::Json, &text[..end], body))
}

/// What Quipu needs to know about a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Matter {
    /// The title.
    pub title: String,
    /// What was found.
    pub finding: String,
    /// The authors.
    pub authors: Vec<String>,
    /// The day of publication.
    pub date: Date,
    /// The day of the last change.
    pub updated: Option<Date>,
    /// The subjects.
    pub tags: Vec<String>,
    /// Whether it is published.
    pub draft: bool,
    /// How it came to be, by Quipu's keys.
    pub about: Vec<(&'static str, String)>,
    /// The chapters of a report.
    pub briefs: Vec<String>,
    /// Those behind them that are appendices.
    pub appendices: Vec<String>,
    /// The entries that have no place in Quipu's front matter.
    pub others: Map<String, Value>,
    /// The keys of those that were meant for one, and that cannot be read.
    pub unread: Vec<String>,
}

/// The keys that are read, by their meaning.
const TITLE: &[&str] = &["title", "Title"];
const FINDING: &[&str] =
    &["description", "subtitle", "abstract", "summary", "excerpt", "lead", "lede", "intro", "deck"];
const DATE: &[&str] =
    &["date", "publishDate", "pubDate", "published_at", "created", "date_published"];
const UPDATED: &[&str] = &["lastmod", "updated", "date-modified", "last_modified_at", "modified"];
const AUTHORS: &[&str] = &["author", "authors"];
const TAGS: &[&str] =
    &["tags", "taxonomies.tags", "categories", "taxonomies.categories", "topics", "keywords"];
/// What tells how a text came to be: Quipu's key, and its names elsewhere.
const ABOUT: [(&str, &[&str]); 4] = [
    ("version", &["version"]),
    ("acknowledgements", &["acknowledgements", "acknowledgments", "acknowledgement", "thanks"]),
    ("funding", &["funding"]),
    ("disclaimer", &["disclaimer"]),
];

impl Matter {
    /// Reads front matter; what is missing is left empty.
    pub(super) fn read(values: &Map<String, Value>) -> Self {
        let day = |keys: &[&str]| {
            let found = keys.iter().find_map(|key| {
                let text = value::text(values, &[*key])?;
                Some(((*key).to_owned(), crate::publication::date::guess(&text)))
            });
            found.unwrap_or_default()
        };
        let (date_key, date) = day(DATE);
        let (updated_key, updated) = day(UPDATED);
        let updated = updated.filter(|updated| date.is_none_or(|date| *updated >= date));
        let mut authors: Vec<String> = Vec::new();
        for author in AUTHORS.iter().filter_map(|key| values.get(*key)).flat_map(value::texts) {
            if !authors.contains(&author) {
                authors.push(author);
            }
        }
        let mut tags: Vec<String> = Vec::new();
        for tag in TAGS.iter().filter_map(|path| value::at(values, path)).flat_map(value::texts) {
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        let truth = |key: &str| value::at(values, key).and_then(Value::as_bool);
        let about = ABOUT.iter().filter_map(|(key, names)| {
            let name = names.iter().find(|name| values.get(**name).is_some_and(is_scalar))?;
            Some((*key, *name, value::text(values, &[name])?))
        });
        let about: Vec<_> = about.collect();
        let first = |keys: &[&str]| {
            let found = keys.iter().find(|key| value::text(values, &[**key]).is_some());
            found.map_or(String::new(), |key| (*key).to_owned())
        };
        let (title, finding) = (first(TITLE), first(FINDING));
        let is_told = |key: &str, value: &Value| match key {
            "draft" | "published" => value.is_boolean(),
            "taxonomies" => value.as_object().is_some_and(|map| {
                map.iter().all(|(key, value)| {
                    ["tags", "categories"].contains(&key.as_str()) && is_of_names(value)
                })
            }),
            key if AUTHORS.contains(&key) || TAGS.contains(&key) => is_of_names(value),
            key if key == date_key => date.is_some(),
            key if key == updated_key => updated.is_some(),
            key => key == title || key == finding || about.iter().any(|(_, name, _)| *name == key),
        };
        let others = values.iter().filter(|(key, value)| !is_told(key, value));
        let unread = [(date_key.clone(), date), (updated_key.clone(), day(UPDATED).1)];
        let unread = unread.into_iter().filter(|(key, day)| !key.is_empty() && day.is_none());
        let never = ["build.render", "_build.render", "render", "permalink"].iter().any(|key| {
            value::at(values, key)
                .is_some_and(|value| *value == Value::Bool(false) || value == "never")
        });
        Self {
            title: value::text(values, TITLE).unwrap_or_default(),
            finding: value::text(values, FINDING).unwrap_or_default(),
            authors,
            date: date.unwrap_or_default(),
            updated,
            tags,
            draft: truth("draft") == Some(true) || truth("published") == Some(false) || never,
            about: about.iter().map(|(key, _, text)| (*key, text.clone())).collect(),
            briefs: Vec::new(),
            appendices: Vec::new(),
            others: others.map(|(key, value)| (key.clone(), value.clone())).collect(),
            unread: unread.map(|(key, _)| key).collect(),
        }
    }

    /// Writes Quipu's front matter; entries without a place in it follow as comments.
    pub(super) fn write(&self) -> String {
        let mut text = String::from("---\n");
        let _ = writeln!(text, "title: {}", quoted(&self.title));
        let _ = writeln!(text, "finding: {}", quoted(&self.finding));
        if !self.authors.is_empty() {
            let _ = writeln!(text, "authors: {}", list(&self.authors));
        }
        let _ = writeln!(text, "date: {}", self.date);
        if let Some(updated) = self.updated.filter(|updated| *updated >= self.date) {
            let _ = writeln!(text, "updated: {updated}");
        }
        if !self.tags.is_empty() {
            let _ = writeln!(text, "tags: {}", list(&self.tags));
        }
        for (key, value) in &self.about {
            let _ = writeln!(text, "{key}: {}", quoted(value));
        }
        if self.draft {
            text.push_str("draft: true\n");
        }
        for (key, briefs) in [("briefs", &self.briefs), ("appendices", &self.appendices)] {
            if !briefs.is_empty() {
                let _ = writeln!(text, "{key}:");
            }
            for brief in briefs {
                let _ = writeln!(text, "  - {brief}");
            }
        }
        if !self.others.is_empty() {
            text.push_str("# From the original, without an equivalent here:\n");
            for (key, value) in &self.others {
                let value = serde_json::to_string(value).unwrap_or_default();
                let reason = format!("front matter that is no date: {key}");
                let mark = self.unread.contains(key).then(|| format!(" {}", todo::mark(&reason)));
                let _ = writeln!(text, "# {key}: {value}{}", mark.unwrap_or_default());
            }
        }
        text.push_str("---\n");
        text
    }
}

/// Whether a value says nothing but names: a text, a list of texts, or of mappings with a name alone.
fn is_of_names(value: &Value) -> bool {
    match value {
        Value::String(_) | Value::Number(_) => true,
        Value::Array(items) => items.iter().all(is_of_names),
        Value::Object(map) => map.len() == 1 && map.contains_key("name"),
        Value::Null | Value::Bool(_) => false,
    }
}

fn is_scalar(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_))
}

/// Returns a text as YAML, on one line.
pub(super) fn quoted(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    serde_json::to_string(&text).unwrap_or_default()
}

fn list(texts: &[String]) -> String {
    let texts: Vec<_> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
