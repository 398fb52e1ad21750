//! The targets of references: headings, figures, tables and other places with a name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::library::Document;
use super::literal::plain;
use crate::markup::{is_reserved, slug};

/// Precedes the id of a title, which is no longer in the text.
pub(super) const TITLE_MARK: &str = "%%title ";

/// A heading of a text.
#[derive(Debug, Clone)]
pub(super) struct Heading {
    /// Its text, without marks.
    pub text: String,
    /// Its names in the project.
    pub names: Vec<String>,
    /// The targets of links in Quipu.
    pub anchor: String,
}

/// A place with a name.
#[derive(Debug, Clone)]
pub(super) struct Label {
    /// The number of the text.
    pub document: usize,
    /// The id in the text; none if it is the text as a whole.
    pub anchor: Option<String>,
    /// What a link to it says.
    pub text: String,
}

static TARGET: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\(([^()\s][^()]*)\)=\s*$").ok());
static ID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\{[^{}#]*#([\w:.-]+)[^{}]*\}").ok());
static CHUNK: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*```+\s*\{(?:r|python|julia)\s+(?:label\s*=\s*)?[\x22']?([\w.:-]+)[\x22']?\s*[,}]",
    )
    .ok()
});
static OPTION: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\s*(?:#\||:|//\|)\s*(?:name|label):\s*[\x22']?([\w.:-]+)").ok());
static BOOKDOWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\(\\#((?:fig|tab|eq|thm):[\w-]+)\)").ok());
static HTML_ANCHOR: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"<(?:a|span|div)\s[^>]*?(?:id|name)=["']([\w:.-]+)["']"#).ok());

fn first<'t>(regex: &LazyLock<Option<Regex>>, line: &'t str) -> Option<&'t str> {
    let found = LazyLock::force(regex).as_ref()?.captures(line)?;
    found.get(1).map(|name| name.as_str())
}

/// Returns the text of a heading line, if it is one, and its level.
pub(super) fn heading(line: &str) -> Option<(usize, &str)> {
    let level = line.bytes().take_while(|&byte| byte == b'#').count();
    let rest = line.get(level..)?;
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_heading.then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// Returns the headings of a text.
pub(super) fn headings(body: &str) -> Vec<Heading> {
    let mut headings: Vec<Heading> = Vec::new();
    let mut taken = BTreeSet::new();
    let mut names = Vec::new();
    for line in outside_fences(body) {
        names.extend(first(&TARGET, line).map(str::to_owned));
        names.extend(first(&HTML_ANCHOR, line).map(str::to_owned));
        let Some((_, text)) = heading(line) else { continue };
        let id = first(&ID, text);
        let plain = plain(text);
        let anchor = match id {
            Some(id) => clean(id),
            None => free(&unreserved(slug(&plain)), &taken),
        };
        taken.insert(anchor.clone());
        names.extend(id.map(str::to_owned));
        headings.push(Heading { text: plain, names: std::mem::take(&mut names), anchor });
    }
    headings
}

fn unreserved(slug: String) -> String {
    if is_reserved(&slug) { format!("section-{slug}") } else { slug }
}

fn free(slug: &str, taken: &BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{slug}-{number}"));
    let mut candidates = std::iter::once(slug.to_owned()).chain(numbered);
    candidates.find(|anchor| !taken.contains(anchor)).unwrap_or_default()
}

/// Returns the lines of a text that are not code.
pub(super) fn outside_fences(body: &str) -> impl Iterator<Item = &str> {
    let mut fence: Option<String> = None;
    body.lines().filter(move |line| {
        let trimmed = line.trim_start();
        let mark = trimmed.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let run: String = trimmed.chars().take_while(|c| Some(*c) == mark).collect();
        match &fence {
            Some(open) if run.starts_with(open.as_str()) && trimmed.trim_end() == run => {
                fence = None;
            }
            Some(_) => {}
            None if run.len() >= 3 && !trimmed[run.len()..].contains('`') => fence = Some(run),
            None => return true,
        }
        false
    })
}

/// Returns the id that another program's name becomes.
pub(super) fn clean(name: &str) -> String {
    let name = match name.split_once(':') {
        Some(("tab", rest)) => format!("tbl-{rest}"),
        Some((kind, rest)) => format!("{kind}-{rest}"),
        None => name.to_owned(),
    };
    let allowed =
        |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
    let id: String = name.trim().chars().map(allowed).collect();
    if is_reserved(&id) { format!("section-{id}") } else { id }
}

/// Collects the names of all texts; of two that are the same, the first is kept.
pub(super) fn all(documents: &[Document]) -> BTreeMap<String, Label> {
    let mut labels = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        let mut add = |name: &str, anchor: Option<String>, text: &str| {
            let label = Label { document: index, anchor, text: text.to_owned() };
            labels.entry(name.to_owned()).or_insert(label);
        };
        for heading in &document.headings {
            for name in &heading.names {
                add(name, Some(heading.anchor.clone()), &heading.text);
            }
        }
        for name in title_names(&document.body) {
            add(&name, None, &document.matter.title);
        }
        for line in document.body.lines() {
            let chunk = first(&CHUNK, line).map(|name| (name, format!("fig-{}", clean(name))));
            let chunk = chunk.map(|(name, anchor)| (format!("fig:{name}"), anchor));
            if let Some((name, anchor)) = chunk {
                add(&name, Some(anchor), &document.matter.title);
            }
            let caption =
                line.trim_start().strip_prefix("![").and_then(|rest| rest.split("](").next());
            let caption = caption.map(plain).filter(|caption| !caption.is_empty());
            let found = [first(&OPTION, line), first(&BOOKDOWN, line), first(&ID, line)];
            for name in found.into_iter().flatten() {
                let text = caption.as_ref().unwrap_or(&document.matter.title);
                add(name, Some(clean(name)), text);
            }
        }
    }
    labels
}

/// Returns the names above the first heading: they belong to the title.
fn title_names(body: &str) -> Vec<String> {
    let mut names = Vec::new();
    for line in body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(id) = line.strip_prefix(TITLE_MARK).and_then(|rest| first(&ID, rest)) {
            names.push(id.to_owned());
        } else {
            break;
        }
    }
    names
}
