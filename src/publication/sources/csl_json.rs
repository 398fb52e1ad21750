//! `content/sources.json`: a bibliography in CSL-JSON, as Zotero and others export it.
//!
//! An entry becomes one of Hayagriva's, whose format it is written in on the way.

use std::fmt::Write;

use ecow::EcoString;
use serde::de::IgnoredAny;

use super::{DOLLAR, Source, Sources, addresses, bad_source};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Node, Value};

/// The types of CSL, each with Hayagriva's type for it, and for the work that contains it.
const TYPES: &[(&str, &str, Option<&str>)] = &[
    ("article", "article", None),
    ("article-journal", "article", Some("periodical")),
    ("article-magazine", "article", Some("periodical")),
    ("article-newspaper", "article", Some("newspaper")),
    ("bill", "legislation", None),
    ("book", "book", None),
    ("broadcast", "video", None),
    ("chapter", "chapter", Some("book")),
    ("dataset", "repository", None),
    ("entry", "entry", Some("reference")),
    ("entry-dictionary", "entry", Some("reference")),
    ("entry-encyclopedia", "entry", Some("reference")),
    ("graphic", "artwork", None),
    ("legal_case", "case", None),
    ("legislation", "legislation", None),
    ("manuscript", "manuscript", None),
    ("map", "artwork", None),
    ("motion_picture", "video", None),
    ("paper-conference", "article", Some("proceedings")),
    ("patent", "patent", None),
    ("post", "post", None),
    ("post-weblog", "article", Some("blog")),
    ("regulation", "legislation", None),
    ("report", "report", None),
    ("review", "article", Some("periodical")),
    ("software", "repository", None),
    ("song", "audio", None),
    ("thesis", "thesis", None),
    ("webpage", "web", None),
];

/// The types of CSL that are printed as works of no particular kind.
const OTHER_TYPES: &[&str] = &[
    "classic",
    "collection",
    "document",
    "event",
    "figure",
    "hearing",
    "interview",
    "musical_score",
    "pamphlet",
    "performance",
    "periodical",
    "personal_communication",
    "review-book",
    "speech",
    "standard",
    "treaty",
];

impl Sources {
    /// Adds the entries of a CSL-JSON file, and reports each that cannot be read, and each whose
    /// key is taken.
    pub fn read_csl(&mut self, file: FileId, files: &Files, problems: &mut Problems) {
        let text = &files.get(file).text;
        // YAML forgives what JSON does not, such as a comma too many.
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            let found = malformed(file, text, &error);
            problems.push(found.clone());
            self.unreadable.get_or_insert(found);
            return;
        }
        let whole = Span::new(file, 0, text.len());
        let Some(node) = problems.keep(yaml::parse(files, whole)) else { return };
        let Value::List(entries) = &node.value else {
            let start = Span::new(file, 0, 1.min(text.len()));
            let found = Diagnostic::error(Code::BadSource, start, "this is no list of works")
                .with_hint("export the bibliography as CSL-JSON: `[{\"id\": …, \"type\": …}, …]`");
            problems.push(found);
            return;
        };
        for entry in entries {
            let Some((key, place)) = key(entry) else {
                let at = Span { end: entry.span.start + 1, ..entry.span };
                let found = Diagnostic::error(Code::BadSource, at, "this work has no `id`")
                    .with_hint("give it an `id`, which texts cite: `[@id]`");
                problems.push(found);
                continue;
            };
            if !self.is_new(&key, place.span, problems) {
                continue;
            }
            Self::check_csl(entry, (&key, place.span), problems);
            let written = translated(entry, &key).replace('$', DOLLAR);
            match hayagriva::io::from_yaml_str(&written) {
                Ok(library) => {
                    addresses::check(&library, problems, &|scheme| addresses::place(entry, scheme));
                    let source = |entry| (key.clone(), Source { span: place.span, entry });
                    self.by_key.extend(library.into_iter().map(source));
                }
                Err(error) => {
                    let found = bad_source(&key, place.span, &error.to_string());
                    problems.push(found.clone());
                    self.bad.insert(key, found);
                }
            }
        }
    }

    /// Reports an entry without a title, and a type that CSL does not have.
    fn check_csl(entry: &Node, (key, span): (&str, Span), problems: &mut Problems) {
        if text(entry, "title").is_none() && text(entry, "container-title").is_none() {
            let message = format!("the source `{key}` has no title");
            let found = Diagnostic::error(Code::BadSource, span, message);
            problems.push(found.with_hint("give it a `title`"));
        }
        let Some(node) = field(entry, "type") else { return };
        let own = yaml::text(node).unwrap_or_default();
        let names = TYPES.iter().map(|(name, ..)| *name).chain(OTHER_TYPES.iter().copied());
        if !own.is_empty() && !names.clone().any(|name| name == own) {
            let message = format!("CSL has no type `{own}`");
            let hint = did_you_mean(&own, names);
            let hint = hint.unwrap_or_else(|| {
                "write `report`, `book`, `webpage` or another type of CSL".to_owned()
            });
            problems.push(Diagnostic::error(Code::BadSource, node.span, message).with_hint(hint));
        }
    }
}

/// Returns the diagnostic for a file that is not JSON.
fn malformed(file: FileId, text: &str, error: &serde_json::Error) -> Diagnostic {
    let before = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len);
    let begin = before.sum::<usize>();
    let at = (begin + error.column().saturating_sub(1)).min(text.len());
    let at = text.floor_char_boundary(at);
    let end = text[at..].chars().next().map_or(at, |next| at + next.len_utf8());
    let message = error.to_string();
    let reason = message.split(" at line").next().unwrap_or_default();
    let message = format!("the file is not valid JSON ({reason})");
    Diagnostic::error(Code::BadSource, Span::new(file, at, end), message)
        .with_hint("export the bibliography again, or mend this place")
}

/// Returns the key of an entry: its citation key, or the end of the address that is its id.
pub(super) fn key(entry: &Node) -> Option<(EcoString, &Node)> {
    let node = field(entry, "citation-key").or_else(|| field(entry, "id"))?;
    let id = yaml::text(node).ok()?;
    let end = id.rsplit('/').next().unwrap_or(&id);
    Some((end.into(), node))
}

/// Writes an entry of CSL-JSON in Hayagriva's format, under this key.
pub(super) fn translated(entry: &Node, key: &str) -> String {
    let own = text(entry, "type").unwrap_or_default();
    let known = TYPES.iter().find(|(name, ..)| *name == own);
    let (kind, parent) = known.map_or(("misc", None), |(_, kind, parent)| (*kind, *parent));
    let container = text(entry, "container-title");
    let mut out = Yaml::default();
    out.raw("type", kind);
    out.text("title", text(entry, "title"));
    out.persons("author", field(entry, "author"));
    out.raw("date", &date(entry, "issued").unwrap_or_default());
    out.text("genre", text(entry, "genre"));
    out.text("note", text(entry, "note"));
    out.text("language", text(entry, "language").filter(|tag| is_tag(tag)));
    out.text("page-range", text(entry, "page"));
    out.text("location", text(entry, "publisher-place"));
    if kind == "thesis" || kind == "report" && container.is_none() {
        out.text("organization", text(entry, "publisher"));
    }
    if let Some(address) = text(entry, "URL") {
        let accessed = date(entry, "accessed");
        let accessed = accessed.map(|day| format!(", date: {day}")).unwrap_or_default();
        out.raw("url", &format!("{{value: {}{accessed}}}", quoted(&address)));
    }
    let mut numbers = Yaml::default();
    for (name, field) in [("doi", "DOI"), ("isbn", "ISBN"), ("issn", "ISSN"), ("serial", "number")]
    {
        numbers.text(name, text(entry, field));
    }
    if !numbers.0.is_empty() {
        out.raw("serial-number", &format!("{{{}}}", numbers.0.join(", ")));
    }
    let mut whole = Yaml::default();
    let of_whole = if parent.is_some() && container.is_some() { &mut whole } else { &mut out };
    of_whole.persons("editor", field(entry, "editor"));
    for name in ["volume", "issue", "edition"] {
        of_whole.text(name, text(entry, name));
    }
    if kind != "thesis" && kind != "report" {
        of_whole.text("publisher", text(entry, "publisher"));
    }
    if let (Some(parent), Some(title)) = (parent, &container) {
        whole.0.insert(0, format!("type: {parent}, title: {}", quoted(title)));
        out.raw("parent", &format!("{{{}}}", whole.0.join(", ")));
    }
    format!("{}: {{{}}}\n", quoted(key), out.0.join(", "))
}

/// The fields of an entry as they are written.
#[derive(Default)]
struct Yaml(Vec<String>);

impl Yaml {
    fn raw(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.0.push(format!("{name}: {value}"));
        }
    }

    fn text(&mut self, name: &str, value: Option<EcoString>) {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            self.raw(name, &quoted(&value));
        }
    }

    fn persons(&mut self, name: &str, value: Option<&Node>) {
        let Some(Value::List(persons)) = value.map(|node| &node.value) else { return };
        let written: Vec<_> = persons.iter().filter_map(person).collect();
        if !written.is_empty() {
            self.raw(name, &format!("[{}]", written.join(", ")));
        }
    }
}

/// Writes a person, or an institution, which has a literal name.
fn person(node: &Node) -> Option<String> {
    if let Some(name) = text(node, "literal") {
        return Some(format!("{{name: {}}}", quoted(&name)));
    }
    let family = text(node, "family").or_else(|| text(node, "given"))?;
    let particles = ["dropping-particle", "non-dropping-particle"];
    let mut name: Vec<EcoString> =
        particles.iter().filter_map(|particle| text(node, particle)).collect();
    name.push(family.clone());
    let mut out = format!("{{name: {}", quoted(&name.join(" ")));
    for (key, field) in [("given-name", "given"), ("suffix", "suffix")] {
        if let Some(value) = text(node, field).filter(|value| *value != family) {
            let _ = write!(out, ", {key}: {}", quoted(&value));
        }
    }
    Some(out + "}")
}

/// Returns a day, month or year: the first of the date's parts, or a date as text.
fn date(entry: &Node, name: &str) -> Option<String> {
    let date = field(entry, name)?;
    if let Some(Value::List(dates)) = field(date, "date-parts").map(|node| &node.value) {
        let Value::List(parts) = &dates.first()?.value else { return None };
        let parts: Vec<u16> =
            parts.iter().filter_map(|part| yaml::text(part).ok()?.parse().ok()).collect();
        return match parts[..] {
            [year, month, day, ..] => Some(format!("{year:04}-{month:02}-{day:02}")),
            [year, month] => Some(format!("{year:04}-{month:02}")),
            [year] => Some(format!("{year:04}")),
            [] => None,
        };
    }
    let written = text(date, "raw").or_else(|| text(date, "literal"))?;
    crate::publication::date::normal(&written)
        .filter(|day| !day.contains(['Q', 'H', '/']))
        .map(Into::into)
}

fn field<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Mapping(fields) = &node.value else { return None };
    fields.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
}

fn text(node: &Node, name: &str) -> Option<EcoString> {
    yaml::text(field(node, name)?).ok().filter(|text| !text.is_empty())
}

/// Whether a text is a language tag rather than a name.
fn is_tag(text: &str) -> bool {
    let base = text.split(['-', '_']).next().unwrap_or_default();
    matches!(base.len(), 2 | 3) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn quoted(text: &str) -> String {
    // JSON's texts are YAML's.
    serde_json::Value::from(text).to_string()
}
