//! The bibliography: `content/sources.yaml`, in Hayagriva's format, `content/sources.bib`, in that of
//! BibLaTeX, and `content/sources.json`, in CSL-JSON, as Zotero and others export them.

mod addresses;
mod bounded;
mod csl_json;
mod names;
mod strings;

use std::collections::BTreeMap;

use ecow::EcoString;
use hayagriva::Entry;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::limits::BIB_DEPTH;
use crate::base::reads;
use crate::base::span::{FileId, Span, Spanned};
use crate::base::stray;
use crate::base::yaml::{self, Key, Mapping, Node, Value, elsewhere, quoted_list};
use crate::publication::date;
use crate::publication::restricted::bibliography::{self, BibEntry};

pub use self::bounded::bounded;

/// Replaces the dollar sign while Hayagriva has a text, because there a dollar begins a formula.
pub const DOLLAR_STAND_IN: char = '\u{E024}';
const DOLLAR: &str = "\u{E024}";

/// The keys that an entry may have, by their names in Hayagriva.
const KEYS: &[&str] = &[
    "type",
    "parent",
    "title",
    "author",
    "date",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "chapter",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "serial",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "abstract",
    "genre",
];

/// All sources of a publication, by key.
#[derive(Debug, Default)]
pub struct Sources {
    by_key: BTreeMap<EcoString, Source>,
    /// Why there are none, if the file cannot be read.
    unreadable: Option<Diagnostic>,
    /// Why entries that cannot be read are missing.
    bad: BTreeMap<EcoString, Diagnostic>,
}

/// A work that can be cited.
#[derive(Debug)]
pub struct Source {
    /// The place of its key.
    pub span: Span,
    /// The work.
    pub entry: Entry,
}

/// Returns how deep braces stand in each other.
fn depth(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' => open += 1,
            b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

impl Sources {
    /// Reads `sources.yaml`, and reports each entry that cannot be read.
    pub fn read(file: FileId, files: &Files, problems: &mut Problems) -> Self {
        let text = &files.get(file).text;
        let whole = Span::new(file, 0, text.len());
        let node = match yaml::parse(files, whole) {
            Ok(node) => node,
            Err(diagnostic) => return Self::unreadable(diagnostic, problems),
        };
        let entries = match Mapping::new(&node) {
            Ok(mapping) => mapping.entries(),
            Err(diagnostic) => return Self::unreadable(diagnostic, problems),
        };
        let starts = starts(text, whole);
        let mut sources = Self::default();
        for (key, value) in entries {
            let mut unknown = Problems::default();
            check_keys(value, &mut unknown);
            let first = unknown.first_error().cloned();
            problems.extend(unknown);
            // Hayagriva reads whole libraries; given one entry at a time, it finds the mistakes of
            // each.
            let end = starts.iter().copied().find(|start| *start > key.span.start);
            let end = end.unwrap_or(whole.end);
            let text = text.get(key.span.start as usize..end as usize).unwrap_or_default();
            let text = text.replace('$', DOLLAR);
            match hayagriva::io::from_yaml_str(&text) {
                Ok(library) => {
                    check_words(key, value, problems);
                    addresses::check(&library, problems, &|scheme| addresses::place(value, scheme));
                    sources.by_key.extend(library.into_iter().map(|mut entry| {
                        names::mend_yaml(&mut entry, value);
                        (EcoString::from(&key.name), Source { span: key.span, entry })
                    }));
                }
                Err(error) => {
                    // What an entry lacks stands under the key that is misspelt.
                    let diagnostic = first
                        .or_else(|| bad_date(value))
                        .unwrap_or_else(|| bad_source(&key.name, key.span, &error.to_string()));
                    problems.push(diagnostic.clone());
                    sources.bad.insert(EcoString::from(&key.name), diagnostic);
                }
            }
        }
        sources
    }

    /// Adds the entries of a BibLaTeX file, and reports each that cannot be read, and each whose
    /// key is taken.
    pub fn read_bib(&mut self, file: FileId, files: &Files, problems: &mut Problems) {
        let text = &files.get(file).text;
        problems.extend(yaml::unprintable_in(text, Span::new(file, 0, text.len())));
        let entries: Vec<_> = bibliography::entries(text).collect();
        let strings = strings::read(&entries, file, problems);
        for entry in entries {
            let BibEntry { kind, key, start, text, .. } = entry;
            if ["string", "comment", "preamble"]
                .iter()
                .any(|other| kind.eq_ignore_ascii_case(other))
            {
                continue;
            }
            let span = Span::new(file, start, start + key.len());
            if files.hidden().items.contains(&span) {
                continue;
            }
            let key = EcoString::from(key);
            if !self.is_new(&key, span, problems) {
                continue;
            }
            let hint = "write the braces that BibLaTeX needs, and no more";
            if let Err(report) = BIB_DEPTH.check(depth(text), span, hint) {
                problems.push(report.clone());
                self.bad.insert(key, report);
                continue;
            }
            // A dollar that LaTeX prints does not begin a formula.
            let text = format!("{strings}\n{}", entry.alone()).replace("\\$", DOLLAR);
            let entry = hayagriva::io::from_biblatex_str(&text);
            let entry = entry.map(|library| library.into_iter().next());
            match entry {
                Ok(Some(mut entry)) => {
                    let rest = files.get(file).text.get(start..).unwrap_or_default();
                    addresses::check([&entry], problems, &|scheme| {
                        addresses::place_behind(span, rest, scheme)
                    });
                    names::mend(&mut entry);
                    self.by_key.insert(key, Source { span, entry });
                }
                Ok(None) => {}
                Err(errors) => {
                    let reason = errors.first().map(ToString::to_string).unwrap_or_default();
                    let message = format!("the source `{key}` cannot be read ({reason})");
                    let found = Diagnostic::error(Code::BadSource, span, message).with_hint(
                        "write an entry as in BibLaTeX: `@type{key, field = {value}, …}`",
                    );
                    problems.push(found.clone());
                    self.bad.insert(key, found);
                }
            }
        }
    }

    /// Whether no source has this key yet; reports a key that is taken.
    fn is_new(&self, key: &EcoString, span: Span, problems: &mut Problems) -> bool {
        let Some(first) = self.by_key.get(key) else { return true };
        let message = format!("two sources have the key `{key}`");
        problems.push(
            Diagnostic::error(Code::DuplicateKey, span, message)
                .with_related(first.span, "first used here")
                .with_hint("delete or rename one of the two"),
        );
        false
    }

    fn unreadable(diagnostic: Diagnostic, problems: &mut Problems) -> Self {
        problems.push(diagnostic.clone());
        Self { unreadable: Some(diagnostic), ..Self::default() }
    }

    /// Returns the source with this key.
    ///
    /// # Errors
    /// Reports a key that no source has. Where the file, or the entry, cannot be read, that is
    /// reported again, which readers see once.
    pub fn get(&self, key: &Spanned<EcoString>) -> Result<&Source, Diagnostic> {
        reads::note_named(reads::Kind::Source, &key.value);
        self.by_key.get(&key.value).ok_or_else(|| {
            if let Some(known) = self.unreadable.as_ref().or(self.bad.get(&key.value)) {
                return known.clone();
            }
            let hint = did_you_mean(&key.value, self.by_key.keys().map(EcoString::as_str));
            let add =
                format!("add `{}: {{type: …, title: …}}` to `content/sources.yaml`", key.value);
            if let Some(reference) = reference(&key.value) {
                let message = format!("`@{}` is not a cross-reference", key.value);
                return Diagnostic::error(Code::UnknownReference, key.span, message).with_hint(
                    format!("write `@{reference}`; cross-references begin with `@fig-`, `@tbl-` or `@sec-`"),
                );
            }
            let message = format!("no source has the key `{}`", key.value);
            Diagnostic::error(Code::UnknownSource, key.span, message)
                .with_hints([hint.unwrap_or(add)])
                .lacking(key.value.clone())
        })
    }

    /// Returns all sources, by key, for what is made anew in each build: none is noted to be read.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Source)> {
        self.by_key.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }
}

/// Returns the cross-reference that a key may be meant as, if it begins like one.
fn reference(key: &str) -> Option<String> {
    // pandoc-crossref and LaTeX write a colon: `@fig:map`.
    let (kind, name) = key.split_once(['-', ':', '_', '.'])?;
    let kind = match kind.to_lowercase().as_str() {
        "fig" | "figure" | "abb" | "gráfico" => "fig",
        "tbl" | "tab" | "table" | "cuadro" | "tabla" => "tbl",
        "sec" | "section" | "chap" => "sec",
        "eq" | "eqn" | "equation" => "eq",
        _ => return None,
    };
    let name = name.replace([':', '_', '.'], "-");
    Some(format!("{kind}-{name}"))
}

/// Returns where the entries of a library begin, including those that an audience does not get.
fn starts(text: &str, whole: Span) -> Vec<u32> {
    match yaml::parse_text(text, whole).map(|node| node.value) {
        Ok(yaml::Value::Mapping(all)) => all.iter().map(|(key, _)| key.span.start).collect(),
        _ => Vec::new(),
    }
}

/// Reports keys of an entry, and of the works that it is part of, which Hayagriva would ignore.
fn check_keys(entry: &Node, problems: &mut Problems) {
    let Value::Mapping(fields) = &entry.value else { return };
    for (key, value) in fields {
        match (key.name.as_str(), &value.value) {
            ("parent", Value::List(parents)) => {
                for parent in parents {
                    check_keys(parent, problems);
                }
            }
            ("parent", _) => check_keys(value, problems),
            (name, _) if KEYS.contains(&name) => refuse_attributes(value, problems),
            (name, _) => {
                let hint = elsewhere::hint(name, KEYS, KEYS)
                    .or_else(|| did_you_mean(name, KEYS.iter().copied()))
                    .unwrap_or_else(|| format!("the keys here are {}", quoted_list(KEYS)));
                problems.push(
                    Diagnostic::error(Code::UnknownKey, key.span, format!("unknown key `{name}`"))
                        .with_hint(hint),
                );
            }
        }
    }
}

/// Reports an entry without a title, and several authors in one text.
fn check_words(key: &Key, entry: &Node, problems: &mut Problems) {
    let Value::Mapping(fields) = &entry.value else { return };
    let field =
        |name: &str| fields.iter().find(|(key, _)| key.name == name).map(|(_, value)| value);
    if field("title").is_none() && field("parent").is_none() {
        let message = format!("the source `{}` has no title", key.name);
        problems.push(
            Diagnostic::error(Code::BadSource, key.span, message)
                .with_hint("add a line `title: …` to it"),
        );
    }
    for name in ["author", "editor"] {
        problems.extend(field(name).into_iter().flat_map(|node| in_braces(name, node)));
        let Some(Node { value: Value::Text(text), span }) = field(name) else { continue };
        let parts: Vec<_> = [" and ", " & ", "; "]
            .iter()
            .find(|sign| text.contains(**sign))
            .map(|sign| text.split(*sign).map(str::trim).collect())
            .unwrap_or_default();
        // An institution may have "and" in its name; a person has a comma.
        let is_several = parts.len() > 1 && parts.iter().all(|part| part.contains(','));
        if is_several {
            let list: Vec<_> = parts.iter().map(|part| format!("\"{part}\"")).collect();
            let message = format!("the {name} is several persons in one text");
            problems.push(
                Diagnostic::error(Code::BadSource, *span, message)
                    .with_hint(format!("write a list: `{name}: [{}]`", list.join(", "))),
            );
        }
    }
}

/// Reports names in the braces that BibTeX puts around institutions.
fn in_braces(field: &str, node: &Node) -> Vec<Diagnostic> {
    let nodes = match &node.value {
        Value::List(items) => items,
        _ => std::slice::from_ref(node),
    };
    let braced = nodes.iter().filter_map(|node| {
        let Value::Text(text) = &node.value else { return None };
        let name = text.strip_prefix('{')?.strip_suffix('}')?.trim_matches(['{', '}']);
        let message = format!("the {field} stands in braces, which would be printed");
        let hint = format!("write `{name}`: a name without a comma is that of an institution");
        Some(Diagnostic::error(Code::BadSource, node.span, message).with_hint(hint))
    });
    braced.collect()
}

/// Reports audience attributes: a source is the same for everybody who cites it.
fn refuse_attributes(value: &Node, problems: &mut Problems) {
    match &value.value {
        Value::Text(text) => problems.extend(stray::in_plain_text(text, value.span)),
        Value::List(items) => {
            for item in items {
                refuse_attributes(item, problems);
            }
        }
        Value::Mapping(fields) => {
            for (_, field) in fields {
                refuse_attributes(field, problems);
            }
        }
        Value::Null | Value::Boolean(_) | Value::Number(_) => {}
    }
}

/// The types of works.
const TYPES: &[&str] = &[
    "article",
    "anthology",
    "anthos",
    "artwork",
    "audio",
    "blog",
    "book",
    "case",
    "chapter",
    "conference",
    "entry",
    "exhibition",
    "legislation",
    "manuscript",
    "misc",
    "newspaper",
    "original",
    "patent",
    "performance",
    "periodical",
    "post",
    "proceedings",
    "reference",
    "report",
    "repository",
    "scene",
    "thesis",
    "thread",
    "video",
    "web",
];

/// Returns what to write instead of an unknown type.
fn bad_type(reason: &str) -> Option<String> {
    let name = reason.split_once("unknown variant `")?.1.split('`').next()?;
    let all = || format!("the types are {}", quoted_list(TYPES));
    let hint = elsewhere::value(name, TYPES);
    Some(hint.or_else(|| did_you_mean(name, TYPES.iter().copied())).unwrap_or_else(all))
}

/// Reports the date of an entry that is not one.
fn bad_date(entry: &Node) -> Option<Diagnostic> {
    let Value::Mapping(fields) = &entry.value else { return None };
    let (_, value) = fields.iter().find(|(key, _)| key.name == "date")?;
    let text = yaml::text(value).ok()?;
    date::check(&text, value.span).err()
}

fn bad_source(key: &str, span: Span, reason: &str) -> Diagnostic {
    let reason = reason.split(" at line ").next().unwrap_or(reason);
    // The list of all types says less than the hint.
    let reason = reason.split(", expected one of").next().unwrap_or(reason);
    let reason = reason.strip_prefix(&format!("{key}: ")).unwrap_or(reason);
    Diagnostic::error(
        Code::BadSource,
        span,
        format!("the source `{key}` cannot be read ({reason})"),
    )
    .with_hint(bad_type(reason).unwrap_or_else(|| {
        "an entry needs at least `type` and `title`; Hayagriva's file format lists the rest"
            .to_owned()
    }))
}
