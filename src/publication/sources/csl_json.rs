//! `content/sources.json`: a bibliography in CSL-JSON, as Zotero and others export it.
//!
//! An entry becomes one of Hayagriva's, whose format it is written in on the way.

use std::fmt::Write;

use ecow::EcoString;

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
