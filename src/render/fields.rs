//! The fields that templates name, against those that they get.
//!
//! Tera takes a name that does not exist for false in `{% if %}`, and for missing before `default`: a slip
//! of the pen would pass. So the templates of the publication's own are read, and each path such as
//! `site.publisher` is followed through the types that `docs/templates.md` lists. That page is made from
//! the types themselves, and a test compares the two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

use regex::Regex;

use super::balance;
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Files, TextFile};
use crate::base::span::{FileId, Span};
use crate::theme::{Theme, is_built_in};

/// The reference of what templates get.
const REFERENCE: &str = include_str!("../../docs/templates.md");

/// What the parts of texts get as `node`, by the names of their files.
const NODES: &[(&str, &str)] = &[
    ("parts/callout.html", "CalloutNode"),
    ("parts/figure.html", "FigureNode"),
    ("parts/key-figure.html", "TextNode"),
    ("parts/quote.html", "TextNode"),
    ("parts/record.html", "RecordNode"),
    ("parts/sources-differ.html", "DisputeNode"),
];

/// The name of a type; none for what has no fields that are known.
type TypeName = Option<String>;

/// The types that templates meet.
#[derive(Debug, Default)]
struct Types {
    /// The fields of each type, with their types.
    fields: BTreeMap<String, BTreeMap<String, TypeName>>,
    /// What templates get by name.
    roots: BTreeMap<String, TypeName>,
}

/// Checks the templates of the publication's own in all layers of a theme; returns whether they name what
/// they do not get. To fill them would report the same again.
pub fn check(theme: &Theme, files: &Files, problems: &mut Problems) -> bool {
    let mut found = Problems::default();
    check_layers(theme, files, &mut found);
    let is_refused = found.has_errors();
    problems.extend(found);
    is_refused
}

fn check_layers(theme: &Theme, files: &Files, problems: &mut Problems) {
    let of_languages: Vec<_> =
        theme.words.keys().map(|tag| (tag.as_str(), theme.plain_words(tag))).collect();
    let words: BTreeSet<_> =
        of_languages.iter().flat_map(|(_, words)| words.keys().map(String::as_str)).collect();
    for layer in &theme.layers {
        for (id, file) in files.below(layer) {
            let name = &file.path[layer.len()..];
            let folder = name.split('/').next().unwrap_or_default();
            let is_template = name.strip_suffix(".html").is_some()
                && matches!(folder, "html" | "parts" | "blocks");
            if is_template && !is_built_in(file) {
                if is_fragment(name) && !file.text.contains("{%") {
                    problems.extend(balance::fault_of(id, &file.text));
                }
                let mut names = types().roots.clone();
                let node = NODES.iter().find(|(part, _)| *part == name).map(|(_, node)| *node);
                let node = node.or((folder == "blocks").then_some("OwnNode"));
                names.insert("node".to_owned(), node.map(str::to_owned));
                let (words, of_languages) = (&words, &of_languages[..]);
                Reader { id, file, names, words, of_languages, problems: &mut *problems }.read();
            }
        }
    }
}

/// Whether a template makes a part within a text, which is whole in itself.
fn is_fragment(name: &str) -> bool {
    name.starts_with("blocks/") || NODES.iter().any(|(part, _)| *part == name)
}

/// Reads one template.
struct Reader<'r> {
    id: FileId,
    file: &'r TextFile,
    /// The names that are known so far, with their types.
    names: BTreeMap<String, TypeName>,
    words: &'r BTreeSet<&'r str>,
    /// The words of each language.
    of_languages: &'r [(&'r str, BTreeMap<String, String>)],
    problems: &'r mut Problems,
}

impl Reader<'_> {
    fn read(&mut self) {
        let [tags, binding, path, word] = &*PATTERNS;
        let text = &*self.file.text;
        for tag in tags.find_iter(text).filter(|tag| !tag.as_str().starts_with("{#")) {
            for found in word.captures_iter(tag.as_str()) {
                self.word(tag.start(), &found);
            }
            // Text in quotation marks is not a name.
            let bare = without_texts(tag.as_str());
            for found in binding.captures_iter(&bare) {
                self.bind(&found);
            }
            for found in path.captures_iter(&bare) {
                self.path(tag.start(), &bare, &found);
            }
        }
    }

    fn word(&mut self, start: usize, found: &regex::Captures<'_>) {
        let Some(id) = found.get(1) else { return };
        if self.words.contains(id.as_str()) {
            if let Some(said) = lacking_in_some(id.as_str(), self.of_languages) {
                self.refuse(start + id.start(), start + id.end(), said);
            }
            return;
        }
        let hint = did_you_mean(id.as_str(), self.words.iter().copied()).unwrap_or_else(|| {
            format!(
                "add `{} = …` to `words/<language>.ftl` of this layer, for each language",
                id.as_str()
            )
        });
        let message = format!("no interface word has the id `{}`", id.as_str());
        self.refuse(start + id.start(), start + id.end(), (message, hint));
    }

    /// Notes the names that a tag gives to values.
    fn bind(&mut self, found: &regex::Captures<'_>) {
        let text = |group: &str| found.name(group).map(|part| part.as_str());
        if let Some(parameters) = text("parameters") {
            for name in parameters.split(',').filter_map(|part| part.split([':', '=']).next()) {
                let name = name.trim().trim_start_matches('@');
                self.names.entry(name.to_owned()).or_insert(None);
            }
            return;
        }
        let of = text("list").and_then(|path| self.type_of(path));
        let names = text("items").or_else(|| text("set")).unwrap_or_default();
        for (index, name) in names.split(',').enumerate() {
            let kept = if index == 0 { of.clone() } else { None };
            self.names.insert(name.trim().to_owned(), kept);
        }
    }

    /// Returns the type of a path, and that of its items if it is a list.
    fn type_of(&self, path: &str) -> TypeName {
        let mut parts = path.split('.');
        let mut of = self.names.get(parts.next()?)?.clone()?;
        for part in parts {
            of = types().fields.get(&of)?.get(part)?.clone()?;
        }
        Some(of)
    }

    fn path(&mut self, start: usize, tag: &str, found: &regex::Captures<'_>) {
        let Some(whole) = found.get(0) else { return };
        let before = tag[..whole.start()].trim_end();
        // Filters, arguments and parts of longer paths are no names of their own.
        if before.ends_with(['|', '.', '@', '<', '/']) || before.ends_with(" is") {
            return;
        }
        let mut at = whole.start();
        let mut of: TypeName = None;
        for (index, part) in whole.as_str().split('.').enumerate() {
            let place = (start + at, start + at + part.len());
            at += part.len() + 1;
            if index == 0 {
                match self.names.get(part) {
                    Some(found) => of.clone_from(found),
                    None if part == "loop" || part == "super" => return,
                    None => {
                        let names: Vec<_> = self.names.keys().map(String::as_str).collect();
                        let hint = did_you_mean(part, names.iter().copied()).unwrap_or_else(lists);
                        let message = format!("templates have no variable named `{part}`");
                        return self.refuse(place.0, place.1, (message, hint));
                    }
                }
                continue;
            }
            let Some(fields) = of.as_ref().and_then(|name| types().fields.get(name)) else {
                return;
            };
            let Some(next) = fields.get(part) else {
                let hint =
                    did_you_mean(part, fields.keys().map(String::as_str)).unwrap_or_else(|| {
                        let names: Vec<_> = fields.keys().map(|name| format!("`{name}`")).collect();
                        format!("its fields are {}", names.join(", "))
                    });
                let owner = whole.as_str().split('.').take(index).collect::<Vec<_>>().join(".");
                let message = format!("`{owner}` has no field `{part}`");
                return self.refuse(place.0, place.1, (message, hint));
            };
            of.clone_from(next);
        }
    }

    fn refuse(&mut self, start: usize, end: usize, (message, hint): (String, String)) {
        let span = Span::new(self.id, start, end);
        self.problems.push(Diagnostic::error(Code::UnknownField, span, message).with_hint(hint));
    }
}

/// Says which languages lack a word that others have, with the line to add.
fn lacking_in_some(
    id: &str,
    languages: &[(&str, BTreeMap<String, String>)],
) -> Option<(String, String)> {
    let lacking: Vec<_> = languages
        .iter()
        .filter(|(_, words)| !words.contains_key(id))
        .map(|(tag, _)| *tag)
        .collect();
    let known = languages.iter().find_map(|(_, words)| words.get(id))?;
    let first = lacking.first()?;
    let tags: Vec<_> = lacking.iter().map(|tag| format!("`{tag}`")).collect();
    let message = format!("the words for {} lack `{id}`", tags.join(", "));
    Some((message, format!("add `{id} = {known}`, translated, to `templates/words/{first}.ftl`")))
}

fn lists() -> String {
    "`quipu templates doc` lists what each template can use".to_owned()
}

/// The patterns of tags; of what gives names to values; of paths with a field, and of names that stand alone
/// behind `if`; of interface words.
static PATTERNS: LazyLock<[Regex; 4]> = LazyLock::new(|| {
    [
        r"(?s)\{[{%#].*?[}%#]\}",
        concat!(
            r"\bfor\s+(?<items>[\w\s,]+?)\s+in\s+(?<list>[\w.]+)",
            r"|\bset(?:_global)?\s+(?<set>\w+)\s*=",
            r"|\bcomponent\s+\w+\((?<parameters>[^)]*)\)",
        ),
        r"\b[a-z_]\w*(?:\.[a-z_]\w*)+",
        r#"\bwords\["([^"]*)"\]"#,
    ]
    .map(|pattern| Regex::new(pattern).expect("the pattern is ours"))
});

/// Overwrites the texts in quotation marks with as many spaces.
fn without_texts(tag: &str) -> String {
    let mut mark = None;
    let kept = tag.chars().map(|c| match mark {
        Some(open) => {
            if c == open {
                mark = None;
            }
            " ".repeat(c.len_utf8())
        }
        None if matches!(c, '"' | '\'' | '`') => {
            mark = Some(c);
            " ".to_owned()
        }
        None => c.to_string(),
    });
    kept.collect()
}

/// Returns the names that templates get.
pub(super) fn names() -> BTreeSet<String> {
    let more = ["words", "node", "loop"].map(str::to_owned);
    types().roots.keys().cloned().chain(more).collect()
}

/// Returns the types that the reference lists.
fn types() -> &'static Types {
    static TYPES: OnceLock<Types> = OnceLock::new();
    TYPES.get_or_init(|| {
        let mut types = Types::default();
        let reference = REFERENCE.split("# Reference").last().unwrap_or_default();
        for section in reference.split("\n#### ").skip(1) {
            let (name, text) = section.split_once('\n').unwrap_or((section, ""));
            let text = text.split("\n<!-- end -->").next().unwrap_or_default();
            let fields: BTreeMap<_, _> = text.lines().filter_map(field).collect();
            if name.starts_with('`') {
                for (name, of) in fields {
                    // Pages of other kinds may mean another thing by the name.
                    let known = types.roots.entry(name).or_insert_with(|| of.clone());
                    if *known != of {
                        *known = None;
                    }
                }
            } else if !fields.is_empty() {
                types.fields.entry(name.trim().to_owned()).or_insert(fields);
            }
        }
        types.roots.insert("edition".to_owned(), Some("EditionView".to_owned()));
        types.roots.insert("item".to_owned(), Some("Card".to_owned()));
        types
    })
}

/// Reads a field: "- `title` (text): The title".
fn field(line: &str) -> Option<(String, TypeName)> {
    let (name, rest) = line.strip_prefix("- `")?.split_once("` (")?;
    let (kind, _) = rest.split_once("):").or_else(|| rest.split_once(')'))?;
    let of = kind.split_once('[').and_then(|(_, linked)| linked.split_once(']'));
    Some((name.to_owned(), of.map(|(name, _)| name.to_owned())))
}
