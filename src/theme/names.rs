//! The names that the Typst files of a publication use: tokens, interface words, fields of the settings and of
//! the edition, audiences. Typst finds a wrong one only where it is used, and never behind `at(…, default: …)`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use super::{BASE, Theme, is_built_in};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::base::yaml;
use crate::language::is_related;
use crate::publication::Publication;

/// The reference, which lists the fields; a test compares it with the types.
const REFERENCE: &str = include_str!("../../docs/templates.md");

/// What dictionaries of Typst can do.
const METHODS: &[&str] =
    &["at", "keys", "values", "pairs", "insert", "remove", "len", "filter", "map", "to-dict"];

/// The groups of tokens that `kit.typ` offers by name.
const GROUPS: &[&str] = &["colour", "family", "leading", "size", "space", "width"];

/// How templates of pages compare the fields of an edition that say which it is with texts: `edition.audience == "public"`.
static COMPARISONS: LazyLock<[Regex; 3]> = LazyLock::new(|| {
    const FIELD: &str = r"\b(?<field>edition\.(?:audience|language|format)|document\.form)";
    let patterns = [
        format!(r#"{FIELD}\s*[!=]=\s*(?<values>"[^"]+")"#),
        format!(r#"(?<values>"[^"]+")\s*[!=]=\s*{FIELD}\b"#),
        format!(r"{FIELD}\s+(?:not\s+)?in\s*(?<values>\[[^\]]*\])"),
    ];
    patterns.map(|pattern| Regex::new(&pattern).expect("the pattern is ours"))
});

/// Names, such as those of the fields of a dictionary.
type Names = BTreeSet<String>;

/// The names that the templates of a publication can use.
pub(super) struct KnownNames<'p> {
    files: &'p Files,
    /// Those of each dictionary that Typst files are given.
    dictionaries: BTreeMap<&'static str, Names>,
    /// The interface words of the publication's own, with the languages that have none.
    partial_words: BTreeMap<String, Vec<String>>,
    /// What the fields of an edition that say which it is can be.
    choices: BTreeMap<&'static str, Names>,
}

impl<'p> KnownNames<'p> {
    /// Gathers them.
    pub(super) fn of(publication: &'p Publication) -> Self {
        let audiences = publication.audiences.iter().map(|audience| audience.id.to_string());
        let languages = publication.settings.languages.iter().map(|it| it.tag.to_string());
        let choices = BTreeMap::from([
            ("audience", audiences.collect()),
            ("language", languages.collect()),
            ("form", ["report", "brief", "page"].map(str::to_owned).into()),
            ("format", ["pdf", "html"].map(str::to_owned).into()),
        ]);
        let files = &publication.files;
        let partial_words = partial_words(publication);
        Self { files, dictionaries: dictionaries(files), partial_words, choices }
    }

    /// Checks a Typst file.
    pub(super) fn check(&self, file: FileId, problems: &mut Problems) {
        let root = parse(&self.files.get(file).text);
        if root.diagnosis().errors {
            return;
        }
        let mut bound = BTreeSet::new();
        bindings(&root, &mut bound);
        Reader { file, known: self, bound, problems }.read(&root, 0);
    }

    /// Checks a template of pages.
    pub(super) fn check_page(&self, file: FileId, problems: &mut Problems) {
        let mut reader = Reader { file, known: self, bound: BTreeSet::new(), problems };
        let text = &self.files.get(file).text;
        for found in COMPARISONS.iter().flat_map(|pattern| pattern.captures_iter(text)) {
            let (Some(path), Some(values)) = (found.name("field"), found.name("values")) else {
                continue;
            };
            let field = path.as_str().rsplit('.').next().unwrap_or_default();
            // Of a list, what stands between each pair of quotes.
            let mut start = values.start();
            for (number, part) in values.as_str().split('"').enumerate() {
                if number % 2 == 1 {
                    reader.choice(field, part, start);
                }
                start += part.len() + 1;
            }
        }
    }
}

/// Returns the families that the Typst files of a theme's own layers name, each with its place; of lists, the first.
pub(crate) fn named_families(theme: &Theme, files: &Files) -> Vec<(String, Span)> {
    let mut found = Vec::new();
    for (id, file) in theme.layers.iter().flat_map(|layer| files.below(layer)) {
        if file.path.ends_with(".typ") && !is_built_in(file) {
            families((&parse(&file.text), 0), id, &mut found);
        }
    }
    found
}

/// Gathers the families of `font: "…"` below a node.
fn families((node, start): (&SyntaxNode, usize), file: FileId, found: &mut Vec<(String, Span)>) {
    let parts = parts(node, start);
    let is_font = |(part, _): &(&SyntaxNode, usize)| {
        part.kind() == SyntaxKind::Ident && part.leaf_text() == "font"
    };
    if node.kind() == SyntaxKind::Named && parts.first().is_some_and(is_font) {
        let listed = parts.iter().find(|(part, _)| part.kind() == SyntaxKind::Array);
        let inner = listed.map_or_else(|| parts.clone(), |(list, start)| self::parts(list, *start));
        if let Some((text, at)) = inner.iter().find(|(part, _)| part.kind() == SyntaxKind::Str) {
            let span = Span::new(file, *at, at + SyntaxNode::len(text));
            found.push((text.leaf_text().trim_matches('"').to_owned(), span));
        }
    }
    for part in parts {
        families(part, file, found);
    }
}

/// Returns the names of each dictionary that the files of a theme are given.
fn dictionaries(files: &Files) -> BTreeMap<&'static str, Names> {
    let mut known = BTreeMap::new();
    // A theme gives values to the tokens of the default one, and has none of its own.
    let tokens = files.find(&format!("{BASE}theme.yaml"));
    let tokens = tokens.and_then(|file| yaml::parse(files, files.whole(file)).ok());
    for group in GROUPS {
        let tokens = tokens.as_ref().and_then(|tokens| tokens.entry(group));
        let names = tokens.iter().flat_map(|(_, tokens)| tokens.entries());
        known.insert(*group, names.map(|(key, _)| key.name.clone()).collect());
    }
    let mut words = Names::new();
    for folder in ["themes", "templates"] {
        let texts = files.in_folder(folder).filter(|(_, file)| file.path.ends_with(".ftl"));
        let lines = texts.flat_map(|(_, file)| file.text.lines());
        words.extend(lines.filter_map(word).map(str::to_owned));
    }
    known.insert("words", words);
    known.insert("settings", fields("### /settings.json", &["audience", "direction"]));
    known.insert("edition", fields("#### Document", &["audience", "format"]));
    known
}

/// Returns the interface words that files of some languages have and those of others lack.
fn partial_words(publication: &Publication) -> BTreeMap<String, Vec<String>> {
    let mut files: BTreeMap<&str, Names> = BTreeMap::new();
    for (_, file) in ["themes", "templates"].iter().flat_map(|it| publication.files.in_folder(it)) {
        let name = file.path.rsplit('/').next().unwrap_or_default();
        let Some(tag) = name.strip_suffix(".ftl") else { continue };
        let words = file.text.lines().filter_map(word).map(str::to_owned);
        files.entry(tag).or_default().extend(words);
    }
    let mut partial: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for tag in publication.settings.tags() {
        let own = files.iter().filter(|(other, _)| **other == tag || is_related(tag, other));
        let own: BTreeSet<_> = own.flat_map(|(_, words)| words).collect();
        for word in files.values().flatten().collect::<BTreeSet<_>>() {
            if !own.contains(word) {
                partial.entry(word.clone()).or_default().push(tag.to_owned());
            }
        }
    }
    // What no language of the publication has is no word of it.
    let all = publication.settings.tags().count();
    partial.retain(|_, tags| tags.len() < all);
    partial
}

/// Returns the id of the message that begins on a line.
pub(super) fn word(line: &str) -> Option<&str> {
    let (id, _) = line.split_once('=')?;
    let id = id.trim_end();
    let is_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    (id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.chars().all(is_id)).then_some(id)
}

/// Returns the fields that a section of the reference lists, and some that Typst files get besides.
fn fields(section: &str, more: &[&str]) -> Names {
    let after = REFERENCE.split_once(&format!("\n{section}\n")).map_or("", |(_, text)| text);
    let text = after.split("\n#").next().unwrap_or_default();
    let listed = text.lines().filter_map(|line| Some(line.strip_prefix("- `")?.split_once('`')?.0));
    listed.chain(more.iter().copied()).map(str::to_owned).collect()
}

/// Gathers what a file gives names to: bindings and parameters.
fn bindings(node: &SyntaxNode, bound: &mut BTreeSet<String>) {
    let names = |node: &SyntaxNode, bound: &mut BTreeSet<String>| {
        let idents = node.children().filter(|child| child.kind() == SyntaxKind::Ident);
        bound.extend(idents.map(|name| name.leaf_text().to_string()));
    };
    match node.kind() {
        SyntaxKind::LetBinding
        | SyntaxKind::Params
        | SyntaxKind::Destructuring
        | SyntaxKind::ForLoop => {
            names(node, bound);
        }
        SyntaxKind::Closure => {
            // `size => …` has its one parameter without brackets.
            node.children()
                .filter(|child| child.kind() == SyntaxKind::Params)
                .for_each(|it| names(it, bound));
        }
        _ => {}
    }
    node.children().for_each(|child| bindings(child, bound));
}

/// Reads one file.
struct Reader<'r> {
    file: FileId,
    known: &'r KnownNames<'r>,
    /// What the file itself gives names to.
    bound: BTreeSet<String>,
    problems: &'r mut Problems,
}

impl Reader<'_> {
    fn read(&mut self, node: &SyntaxNode, start: usize) {
        let parts: Vec<_> = parts(node, start);
        match node.kind() {
            SyntaxKind::FieldAccess => self.access(&parts),
            SyntaxKind::FuncCall => self.call(&parts),
            SyntaxKind::Binary => self.binary(&parts),
            _ => {}
        }
        for (child, start) in parts {
            self.read(child, start);
        }
    }

    /// Checks `settings.publisher`.
    fn access(&mut self, parts: &[(&SyntaxNode, usize)]) {
        let ([(of, _), ..], [.., (field, at)]) = (parts, parts) else { return };
        let name = field.leaf_text();
        let is_own = of.kind() == SyntaxKind::Ident && field.kind() == SyntaxKind::Ident;
        if is_own && !METHODS.contains(&name.as_str()) {
            self.name(of.leaf_text().as_str(), name.as_str(), *at);
        }
    }

    /// Checks `settings.at("publisher", default: "")`.
    fn call(&mut self, call: &[(&SyntaxNode, usize)]) {
        let [(callee, _), (arguments, start)] = call else { return };
        let mut path = callee.children().filter(|part| part.kind() == SyntaxKind::Ident);
        let (Some(of), Some(method), None) = (path.next(), path.next(), path.next()) else {
            return;
        };
        if callee.kind() != SyntaxKind::FieldAccess || method.leaf_text() != "at" {
            return;
        }
        let text =
            parts(arguments, *start).into_iter().find(|(it, _)| it.kind() == SyntaxKind::Str);
        if let Some((text, at)) = text {
            self.name(of.leaf_text().as_str(), text.leaf_text().trim_matches('"'), at + 1);
        }
    }

    /// Checks `"publisher" in settings` and `edition.audience == "public"`.
    fn binary(&mut self, parts: &[(&SyntaxNode, usize)]) {
        let of_kind = |kind| parts.iter().find(|(part, _)| part.kind() == kind);
        let Some((text, at)) = of_kind(SyntaxKind::Str) else { return };
        let value = text.leaf_text();
        let value = value.trim_matches('"');
        if let (Some((of, _)), Some(_)) = (of_kind(SyntaxKind::Ident), of_kind(SyntaxKind::In)) {
            self.name(of.leaf_text().as_str(), value, at + 1);
        }
        let compares = of_kind(SyntaxKind::EqEq).or_else(|| of_kind(SyntaxKind::ExclEq));
        if let (Some((access, _)), Some(_)) = (of_kind(SyntaxKind::FieldAccess), compares) {
            let mut path = access.children().filter(|part| part.kind() == SyntaxKind::Ident);
            let (Some(of), Some(field)) = (path.next(), path.next()) else { return };
            if matches!(of.leaf_text().as_str(), "edition" | "settings") {
                self.choice(field.leaf_text().as_str(), value, at + 1);
            }
        }
    }

    /// Checks a value that a field of the edition is compared with.
    fn choice(&mut self, field: &str, value: &str, at: usize) {
        let Some(choices) = self.known.choices.get(field) else { return };
        if !value.is_empty() && !choices.contains(value) {
            let message = format!("no edition has the {field} `{value}`");
            self.refuse(Code::UnknownField, at..at + value.len(), message, hint(value, choices));
        }
    }

    fn name(&mut self, of: &str, name: &str, at: usize) {
        // A name that the file gives to something else is not the kit's.
        if self.bound.contains(of) && !matches!(of, "settings" | "edition") {
            return;
        }
        if of == "words"
            && let Some(tags) = self.known.partial_words.get(name)
        {
            let quoted: Vec<_> = tags.iter().map(|tag| format!("`{tag}`")).collect();
            let message = format!("the words for {} lack `{name}`", quoted.join(", "));
            let first = tags.first().map_or("", String::as_str);
            let hint = format!("add `{name} = …` to `templates/words/{first}.ftl`");
            return self.refuse(Code::UnknownField, at..at + name.len(), message, hint);
        }
        let names = self.known.dictionaries.get(of);
        let Some(names) = names.filter(|names| !names.contains(name)) else { return };
        let (code, message) = match of {
            "words" => (Code::UnknownField, format!("no interface word has the id `{name}`")),
            "settings" | "edition" => (Code::UnknownField, format!("`{of}` has no field `{name}`")),
            _ => (Code::BadStyle, format!("no token of `{of}` is named `{name}`")),
        };
        self.refuse(code, at..at + name.len(), message, hint(name, names));
    }

    fn refuse(&mut self, code: Code, place: Range<usize>, message: String, hint: String) {
        let span = Span::new(self.file, place.start, place.end);
        self.problems.push(Diagnostic::error(code, span, message).with_hint(hint));
    }
}

/// Returns what to write instead of a name that is not among `names`.
fn hint(name: &str, names: &Names) -> String {
    did_you_mean(name, names.iter().map(String::as_str)).unwrap_or_else(|| match names.len() {
        0..=12 => {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            format!("write one of {}", names.join(", "))
        }
        _ => "`quipu templates doc` lists what Typst files can use".to_owned(),
    })
}

/// Returns the parts of a node, each with where it begins in the file.
fn parts(node: &SyntaxNode, start: usize) -> Vec<(&SyntaxNode, usize)> {
    let mut at = start;
    let place = |child| {
        let start = at;
        at += SyntaxNode::len(child);
        (child, start)
    };
    node.children().map(place).collect()
}
