//! The text of a line: roles, references, attributes and tags, outside of code.

mod marks;

use std::fmt::Write as _;

pub(super) use self::marks::span as code_span;
use self::marks::{
    bookdown_label, change, code, comment, emoji, icon, is_picture, keys, marked, span, unbracket,
};
use super::attributes::Attributes;
use super::labels::{self, Label};
use super::passage::Passage;
use super::project::Kind;
use super::template::Tag;
use super::{html, kramdown, literal, template, todo};

/// What the names of places begin with.
const REFERENCES: [&str; 4] = ["fig-", "tbl-", "sec-", "eq-"];

impl Passage<'_> {
    /// Converts a line, or a part of one.
    pub(super) fn inline(&self, line: &str) -> String {
        let mut out = String::with_capacity(line.len());
        let mut rest = line;
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                '`' => code(rest, &mut out),
                '\\' => self.escape(rest, &mut out),
                '{' => self.braces(rest, &mut out),
                '[' => self.citation(rest, &mut out),
                '@' => self.reference_or_handle(rest, &mut out),
                '(' => bookdown_label(rest, &mut out),
                ':' => icon(rest).or_else(|| emoji(rest, &mut out)),
                '%' if self.links.library.project.kind == Kind::Markdown => comment(rest, &mut out),
                '+' => keys(rest, &mut out),
                '=' => marked(rest, &mut out),
                _ => None,
            };
            let length = taken.unwrap_or_else(|| {
                out.push(first);
                first.len_utf8()
            });
            rest = &rest[length..];
        }
        out
    }

    fn escape(&self, rest: &str, out: &mut String) -> Option<usize> {
        if let Some(inner) = rest.strip_prefix("\\@ref(") {
            let name = inner.split(')').next()?;
            let reference = self.reference(name, None, &rest[..name.len() + 7]);
            if reference.starts_with('@') {
                drop_label(out);
            }
            out.push_str(&reference);
            return Some(name.len() + 7);
        }
        let next = rest[1..].chars().next()?;
        out.push('\\');
        out.push(next);
        Some(1 + next.len_utf8())
    }

    fn braces(&self, rest: &str, out: &mut String) -> Option<usize> {
        if let Some(length) = hidden_braces(rest, out) {
            return Some(length);
        }
        if let Some(tag) = Tag::read(rest) {
            let is_definition =
                out.trim_start().starts_with('[') && out.trim_end_matches('<').ends_with("]: ");
            let in_target =
                is_definition || out.rfind("](").is_some_and(|at| !out[at..].contains(')'));
            out.push_str(&self.tag(&tag, &rest[..tag.length], in_target));
            return Some(tag.length);
        }
        let close = rest.find('}')? + 1;
        if rest[close..].starts_with('`') {
            let name = &rest[1..close - 1];
            let (length, inner) = span(&rest[close..])
                .filter(|_| name.chars().all(|c| c.is_alphanumeric() || "-_:".contains(c)))?;
            out.push_str(&self.role(name, inner, &rest[..close + length]));
            return Some(close + length);
        }
        let is_last = rest[close..].trim().is_empty();
        self.attributes(&rest[..close], is_last, out).then_some(close)
    }

    /// Writes the attributes that Quipu knows; returns whether the braces contained attributes.
    fn attributes(&self, braces: &str, is_last: bool, out: &mut String) -> bool {
        let inner = braces[1..braces.len() - 1].trim();
        let is_kramdown = inner.starts_with(':');
        if !is_kramdown && !inner.starts_with(['#', '.', '-']) && !inner.contains('=') {
            return false;
        }
        let attributes = Attributes::read(inner);
        let is_look = is_last && inner.starts_with('.') && !out.trim().is_empty();
        let heading = labels::heading(out.trim_start()).is_some();
        if out.ends_with(')') && is_picture(out) {
            let alone = out.trim_start().starts_with("![");
            let id = attributes
                .id
                .as_deref()
                .filter(|_| alone)
                .map(|id| format!("#{}", labels::clean(id)));
            let alt = attributes
                .value(&["alt", "fig-alt"])
                .map(|alt| format!("alt=\"{}\"", alt.replace('"', "'")));
            let width = attributes.value(&["width"]).and_then(|width| width.strip_suffix('%'));
            let width = width.and_then(|width| width.trim().parse::<u8>().ok());
            let width = width.filter(|width| alone && (1..100).contains(width));
            let width = width.map(|width| format!("width={width}%"));
            let kept: Vec<_> = [id, alt, width].into_iter().flatten().collect();
            if !kept.is_empty() {
                let _ = write!(out, "{{{}}}", kept.join(" "));
            }
        } else if out.ends_with(']') && attributes.is_hidden() {
            let inner = out.strip_suffix(']').unwrap_or_default();
            if let Some(at) = marks::bracket(inner) {
                let hidden = html::hidden(&inner[at + 1..]);
                out.replace_range(at.., &hidden);
            }
        } else if out.ends_with(']') {
            unbracket(out);
        } else if heading && !heading_attributes(&attributes, out).is_empty() {
            let kept = heading_attributes(&attributes, out).join(" ");
            let _ = write!(out, "{{{kept}}}");
        } else if let Some(id) = attributes
            .id
            .as_deref()
            .filter(|_| heading || out.starts_with(": ") || out.starts_with("Table: "))
        {
            let _ = write!(out, "{{#{}}}", labels::clean(id));
        } else if !heading
            && !is_kramdown
            && !out.ends_with([')', '`', '*'])
            && attributes.id.is_none()
            && !is_look
        {
            return false;
        }
        self.count("attributes");
        true
    }

    /// Translates a role of `MyST`.
    fn role(&self, name: &str, content: &str, source: &str) -> String {
        let (text, target) = match content.rsplit_once('<') {
            Some((text, target)) if target.ends_with('>') => {
                (Some(text.trim()), target.trim_end_matches('>'))
            }
            _ => (None, content),
        };
        self.count("roles");
        match name {
            "cite:t" | "citet" | "cite:ts" => self.citations(target, false),
            _ if name.starts_with("cite") || name == "footcite" => self.citations(target, true),
            "ref" | "numref" | "eq" | "prf:ref" => {
                self.reference(target, text.filter(|text| !text.contains('%')), source)
            }
            "doc" | "download" | "any" => {
                let title = text.map_or_else(|| self.title_of(target), str::to_owned);
                format!("[{}](<{target}>)", literal::link(&title))
            }
            "math" => format!("${content}$"),
            "sub" | "subscript" => format!("~{content}~"),
            "sup" | "superscript" => format!("^{content}^"),
            "abbr" if content.trim_end().ends_with(')') && content.contains(" (") => {
                let (short, long) = content.split_once(" (").unwrap_or((content, ""));
                let long = long.trim_end().trim_end_matches(')').replace('"', "'");
                format!("[{short}]{{title=\"{long}\"}}")
            }
            "term" | "abbr" | "strong" | "underline" | "smallcaps" => {
                text.unwrap_or(content).to_owned()
            }
            "kbd" | "code" | "literal" | "file" | "guilabel" | "samp" | "program" | "command" => {
                format!("`{content}`")
            }
            _ => todo::inline(&format!("the role `{name}`"), source),
        }
    }

    /// Whether a name behind `@` is that of a source or a place, rather than of somebody.
    fn is_meant(&self, name: &str) -> bool {
        let cites =
            matches!(self.links.library.project.kind, Kind::Quarto | Kind::Bookdown | Kind::Myst);
        REFERENCES.iter().any(|kind| name.starts_with(kind)) || cites
    }

    fn title_of(&self, target: &str) -> String {
        let folder = self.links.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let library = self.links.library;
        let found = library.at(&super::links::join(folder, target)).or_else(|| library.at(target));
        found.map_or_else(
            || target.to_owned(),
            |index| library.documents[index].matter.title.clone(),
        )
    }

    /// Writes a reference to a label.
    fn reference(&self, name: &str, text: Option<&str>, source: &str) -> String {
        let library = self.links.library;
        let other = name.replacen(':', "-", 1);
        let found = [name, other.as_str()].into_iter().find_map(|name| library.labels.get(name));
        match found {
            Some(label) => self.refer(label, text),
            None => match library.at(name) {
                Some(index) => format!(
                    "[{}](</{}>)",
                    literal::link(text.unwrap_or(&library.documents[index].matter.title)),
                    library.documents[index].from
                ),
                None => todo::inline("a reference to nothing", source),
            },
        }
    }

    fn refer(&self, label: &Label, text: Option<&str>) -> String {
        self.count("cross-references");
        let document = &self.links.library.documents[label.document];
        let is_here = document.to == self.links.document.to;
        if is_here && label.anchor.is_none() {
            return text.unwrap_or(&label.text).to_owned();
        }
        let numbered = REFERENCES;
        match &label.anchor {
            Some(anchor)
                if is_here
                    && text.is_none()
                    && numbered.iter().any(|kind| anchor.starts_with(kind)) =>
            {
                format!("@{anchor}")
            }
            anchor => {
                let path = if is_here { String::new() } else { format!("/{}", document.from) };
                let anchor = anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
                format!("[{}](<{path}{anchor}>)", literal::link(text.unwrap_or(&label.text)))
            }
        }
    }

    /// Writes citations of the keys in a list, in brackets or in the sentence; sources that the bibliography
    /// lacks are left to do.
    fn citations(&self, keys: &str, in_brackets: bool) -> String {
        let keys = keys.split([',', ';']).map(str::trim).filter(|key| !key.is_empty());
        let (known, lacking): (Vec<_>, Vec<_>) =
            keys.partition(|key| self.links.library.sources.contains(*key));
        let known: Vec<_> = known.iter().map(|key| format!("@{key}")).collect();
        let mut out = match (known.is_empty(), in_brackets) {
            (true, _) => String::new(),
            (false, true) => format!("[{}]", known.join("; ")),
            (false, false) => known.join("; "),
        };
        for key in lacking {
            out.push_str(&todo::inline(&lacks(key), &format!("@{key}")));
        }
        out
    }

    /// Writes a citation in brackets; sources that the bibliography lacks are left to do.
    fn citation(&self, rest: &str, out: &mut String) -> Option<usize> {
        let close = rest.find(']')?;
        let inner = &rest[1..close];
        let is_citation =
            !inner.contains(['[', '(', '`']) && !rest[close + 1..].starts_with(['(', '[', '{']);
        if !is_citation || !inner.contains('@') || self.links.library.sources.is_empty() {
            return None;
        }
        // Several keys may follow each other, with commas or without.
        let parts = inner.replace(", @", "; @").replace(" @", " \u{1}@").replace("; \u{1}@", "; @");
        let parts: Vec<String> = parts
            .split([';', '\u{1}'])
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect();
        let key = |part: &str| {
            let at = part.find('@')?;
            let is_key =
                |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '/' | '+');
            let end = part[at + 1..].find(|c| !is_key(c)).map_or(part.len(), |end| at + 1 + end);
            Some(part[at + 1..end].trim_end_matches(['.', ':']).to_owned())
        };
        let keys: Option<Vec<String>> = parts.iter().map(|part| key(part)).collect();
        let keys =
            keys.filter(|keys| keys.iter().any(|key| self.links.library.sources.contains(key)))?;
        let known = |(part, key): (&String, &String)| {
            self.links.library.sources.contains(key).then(|| part.clone())
        };
        let kept: Vec<String> = parts.iter().zip(&keys).filter_map(known).collect();
        let _ = write!(out, "[{}]", kept.join("; "));
        for key in keys.iter().filter(|key| !self.links.library.sources.contains(*key)) {
            out.push_str(&todo::mark(&lacks(key)));
        }
        Some(close + 1)
    }

    /// Copies a citation, converts a reference, and turns everything else that begins with `@` into
    /// text.
    fn reference_or_handle(&self, rest: &str, out: &mut String) -> Option<usize> {
        if out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '/' | '@' | '\\'))
        {
            return None;
        }
        let is_key =
            |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '/' | '+');
        let end = rest[1..].find(|c| !is_key(c)).map_or(rest.len(), |end| end + 1);
        let name = rest[1..end].trim_end_matches(['.', ':', '-', '/']);
        if name.is_empty() || in_target(out) {
            return None;
        }
        if self.links.library.sources.contains(name) {
            out.push_str(&rest[..=name.len()]);
        } else if let Some(label) = self.links.library.labels.get(name) {
            let reference = self.refer(label, None);
            out.push_str(&reference);
        } else if self.is_meant(name) || out.ends_with('[') || out.ends_with("[-") {
            out.push_str(&todo::inline(&lacks(name), &rest[..=name.len()]));
        } else {
            let _ = write!(out, "\\@{name}");
        }
        Some(1 + name.len())
    }
}

/// Converts comments, changes, and three braces around a value.
fn hidden_braces(rest: &str, out: &mut String) -> Option<usize> {
    if rest.starts_with("{::") {
        return kramdown::inline(rest, out);
    }
    if rest.starts_with("{/*") {
        return comment(rest, out);
    }
    if rest.starts_with("{{{") {
        let length = rest.find("}}}")? + 3;
        out.push_str(&todo::inline("a value that a template prints", &rest[..length]));
        return Some(length);
    }
    template::comment(rest, out).or_else(|| change(rest, out))
}

/// Says that a source or a place is missing.
fn lacks(name: &str) -> String {
    if REFERENCES.iter().any(|kind| name.starts_with(kind)) {
        return format!("a reference to nothing: {name}");
    }
    format!("a source that the bibliography lacks: {name}")
}

/// Whether the text ends within the target of a link or in an address.
fn in_target(out: &str) -> bool {
    let word = out.rsplit(char::is_whitespace).next().unwrap_or_default();
    word.contains("](") || word.contains("://") || word.starts_with('<')
}

/// Returns what Quipu knows of the attributes of a heading.
fn heading_attributes(attributes: &Attributes, heading: &str) -> Vec<String> {
    let id = attributes.id.as_deref().map(|id| format!("#{}", labels::clean(id)));
    let has =
        |names: &[&str]| attributes.classes.iter().any(|class| names.contains(&class.as_str()));
    let is_section = heading.trim_start().starts_with("## ");
    let class = if has(&["appendix"]) && is_section {
        Some(".appendix")
    } else if has(&["unnumbered", "-"]) {
        Some("-")
    } else {
        None
    };
    id.into_iter().chain(class.map(str::to_owned)).collect()
}

/// Takes the word away that stands before a number elsewhere, and that a reference here prints itself.
fn drop_label(out: &mut String) {
    const LABELS: [&str; 9] =
        ["figure", "fig.", "table", "tab.", "section", "chapter", "equation", "eq.", "appendix"];
    let text = out.trim_end_matches([' ', '\u{A0}']);
    let start = text.rfind(|c: char| c.is_whitespace() || c == '(');
    let start = start.map_or(0, |at| at + text[at..].chars().next().map_or(0, char::len_utf8));
    if text.len() < out.len() && LABELS.contains(&text[start..].to_lowercase().as_str()) {
        out.truncate(start);
    }
}
