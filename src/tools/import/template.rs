//! Tags of template languages: shortcodes of Hugo, Quarto and Zola, and tags of Liquid, Nunjucks and Jinja.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::{Map, Value};

use super::attributes::parts;
use super::columns::indent;
use super::construct::Construct;
use super::passage::{Passage, push_indented};
use super::project::Kind;
use super::{figure, todo, value};

/// The delimiters of tags; those that begin like others come first.
const MARKS: &[(&str, &str)] =
    &[("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}"), ("{#", "#}"), ("{{", "}}")];

/// A tag.
#[derive(Debug, Clone)]
pub(super) struct Tag<'a> {
    /// The mark that opens it.
    pub mark: &'static str,
    /// Its name, or all that it contains if it prints a value.
    pub name: &'a str,
    /// What follows the name.
    pub rest: &'a str,
    /// How many bytes it has.
    pub length: usize,
}

impl<'a> Tag<'a> {
    /// Reads the tag that `text` begins with.
    pub(super) fn read(text: &'a str) -> Option<Self> {
        let &(mark, end) = MARKS.iter().find(|(mark, _)| text.starts_with(mark))?;
        let close = text[mark.len()..].find(end)? + mark.len();
        let inner = text[mark.len()..close].trim_matches(['-', '~']).trim();
        // A comment in a shortcode shows what a tag looks like.
        if inner.starts_with("/*") || (mark == "{#" && !text[2..].starts_with([' ', '-', '#'])) {
            return None;
        }
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | ':');
        let split = inner.find(|c| !is_word(c)).unwrap_or(inner.len());
        let split = if inner.starts_with("/ ") { 0 } else { split };
        let (name, rest) = inner.split_at(split);
        let (name, rest) =
            if mark == "{{" && !rest.starts_with('(') { (inner, "") } else { (name, rest) };
        Some(Self { mark, name, rest: rest.trim(), length: close + end.len() })
    }

    /// Whether it closes the tag of this name.
    fn closes(&self, name: &str) -> bool {
        match self.mark {
            "{%" => self.name.strip_prefix("end").is_some_and(|end| end.is_empty() || end == name),
            "{{<" | "{{%" => self.name.strip_prefix('/') == Some(name),
            _ => false,
        }
    }

    /// Returns the construct that the tag opens or is.
    fn construct<'b>(&self, body: Vec<&'b str>) -> Construct<'b> {
        let inner = self.rest.trim_end_matches('/').trim();
        let inner = inner.strip_prefix('(').map_or(inner, |rest| rest.trim_end_matches(')'));
        let inner = inner.replace(" = ", "=").replace(": ", "=");
        let mut options = Vec::new();
        let mut positional = Vec::new();
        for part in parts(&inner) {
            let clean = |text: &str| text.trim_matches(['"', '\'', '`']).to_owned();
            match part.split_once('=').filter(|(key, _)| {
                key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
            }) {
                Some((key, value)) => options.push((key.to_owned(), clean(value))),
                None => positional.push(clean(&part)),
            }
        }
        let mut name = self.name.rsplit('/').next().unwrap_or(self.name).to_lowercase();
        let is_general = ["notice", "alert", "admonition", "callout", "hint", "message", "box"]
            .contains(&name.as_str());
        let kind = options
            .iter()
            .find(|(key, _)| key == "type" || key == "kind" || key == "color")
            .map(|(_, kind)| kind.clone());
        if is_general {
            let first = positional.first().filter(|word| !word.contains(' ')).cloned();
            if let Some(kind) = kind.or_else(|| {
                (!positional.is_empty()).then(|| positional.remove(0)).filter(|_| first.is_some())
            }) {
                name = kind.to_lowercase();
            }
        }
        Construct { name, argument: positional.join(" "), options, body, is_div: false }
    }
}

/// Tags that decide or compute; they are left to do.
const CONTROL: &[&str] =
    &["if", "unless", "for", "case", "with", "else", "elif", "elsif", "when", "endif", "endfor"];

/// Tags that set a value and print nothing.
const SILENT: &[&str] = &[
    "assign", "set", "capture", "import", "from", "extends", "layout", "macro", "comment", "css",
    "js",
];

/// Converts a tag on lines of its own; none if the lines do not begin with one.
pub(super) fn block(passage: &Passage<'_>, lines: &[&str], out: &mut Vec<String>) -> Option<usize> {
    let line = lines[0].trim();
    let tag = Tag::read(line)?;
    let after = line[tag.length..].trim();
    if tag.mark == "{#" && after.is_empty() {
        out.extend(figure::comment(&lines[..1]));
        return Some(1);
    }
    let is_value = tag.mark == "{{"
        && (tag.rest.is_empty() || passage.links.library.project.kind != Kind::Zola);
    if is_value || (passage.links.library.project.kind == Kind::Markdown && tag.mark == "{{") {
        return None;
    }
    let (body, length) = inside(&tag, lines)?;
    let construct = tag.construct(body);
    let source = &lines[..length];
    let translated = match tag.name {
        name if SILENT.contains(&name) => {
            passage.count("tags that set values, as comments");
            figure::comment(source)
        }
        name if CONTROL.contains(&name)
            || name.starts_with(['/', '.'])
            || name.starts_with("end") =>
        {
            return None;
        }
        "link" | "post_url" | "ref" | "relref" | "param" | "meta" | "var" => return None,
        "include" if super::has_extension(&construct.argument, &["html", "njk", "liquid"]) => {
            included_template(passage, &construct, source)
        }
        _ => passage.construct(&construct, source),
    };
    push_indented(translated, indent(lines[0]), out);
    Some(length)
}

/// An included template is known by its arguments: a picture, or nothing that Quipu knows.
fn included_template(
    passage: &Passage<'_>,
    construct: &Construct<'_>,
    source: &[&str],
) -> Vec<String> {
    let path = construct.option(&["src", "image", "image_path", "file", "img", "image-path"]);
    match path {
        Some(path) => {
            let mut options = construct.options.clone();
            options.push(("src".to_owned(), path.to_owned()));
            let figure = Construct { name: "figure".to_owned(), options, ..Construct::default() };
            figure::figure(passage, &figure, source)
        }
        None if passage.snippet(&construct.argument).is_some() => {
            let html = passage.snippet(&construct.argument).unwrap_or_default();
            html.lines().map(str::to_owned).collect()
        }
        None => todo::block(
            &format!("the template `{}`", construct.argument.split(' ').next().unwrap_or_default()),
            source,
        ),
    }
}

/// Returns the lines that a tag encloses, and how many lines it takes with them; none if there is
/// text beside it.
fn inside<'a>(tag: &Tag<'_>, lines: &[&'a str]) -> Option<(Vec<&'a str>, usize)> {
    let line = lines[0].trim();
    let after = line[tag.length..].trim();
    if !after.is_empty() {
        let at = after.rfind('{')?;
        let at = after[..at].rfind("{{").filter(|start| at - start < 2).unwrap_or(at);
        let last = Tag::read(&after[at..])?;
        let whole = last.closes(tag.name) && at + last.length == after.len();
        return whole.then(|| (vec![after[..at].trim()], 1));
    }
    let mut open = 1;
    for (index, line) in lines.iter().enumerate().skip(1) {
        let Some(other) = Tag::read(line.trim()) else { continue };
        if other.closes(tag.name) {
            open -= 1;
        } else if other.name == tag.name
            && other.mark == tag.mark
            && !line.trim_end().ends_with("/>}}")
        {
            open += 1;
        }
        if open == 0 {
            return Some((lines[1..index].to_vec(), index + 1));
        }
    }
    Some((Vec::new(), 1))
}

static COMMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let liquid = r"\{%-?\s*comment\b[^%]*%\}(.*?)\{%-?\s*endcomment\s*-?%\}";
    let hugo = r"\{\{[<%]\s*comment\s*[>%]\}\}(.*?)\{\{[<%]\s*/comment\s*[>%]\}\}";
    Regex::new(&format!("^(?:{liquid}|{hugo})")).ok()
});

/// Converts a comment of a template language within a line.
pub(super) fn comment(rest: &str, out: &mut String) -> Option<usize> {
    let found = LazyLock::force(&COMMENT).as_ref()?.captures(rest)?;
    let inside = found.get(1).or_else(|| found.get(2))?;
    out.push_str(&todo::comment(inside.as_str()));
    Some(found.get(0)?.len())
}

/// Whether a line opens a comment that it does not close.
fn opens_comment(line: &str) -> bool {
    let open = ["{% comment", "{%- comment", "{%comment", "{{% comment", "{{< comment"];
    let at = open.iter().filter_map(|mark| line.rfind(mark)).max();
    // One that stands alone on its line is a block.
    let is_alone = line.trim_start().starts_with('{') && line.trim_end().ends_with('}');
    !is_alone
        && at.is_some_and(|at| {
            !line[at..].contains("endcomment") && !line[at..].contains("/comment")
        })
}

/// Joins tags over several lines into one, so that lines can be read one by one.
pub(super) fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut open: Option<&str> = None;
    let mut in_fence = false;
    for line in text.split_inclusive('\n') {
        in_fence ^= line.trim_start().starts_with("```");
        if open.is_none() && !in_fence && opens_comment(line) {
            open = [
                ("endcomment", text.contains("endcomment")),
                ("/comment", text.contains("/comment")),
            ]
            .iter()
            .find_map(|(end, is_there)| is_there.then_some(*end));
        } else if open.is_none() && !in_fence {
            let marks = MARKS.iter().filter(|(mark, _)| *mark != "{{" && *mark != "{#");
            let unclosed = |&&(mark, end): &&(&'static str, &'static str)| {
                line.rfind(mark).is_some_and(|at| !line[at..].contains(end))
            };
            open =
                marks.clone().find(unclosed).map(|(_, end)| *end).filter(|end| text.contains(end));
        } else if open.is_some_and(|end| line.contains(end)) {
            open = None;
        }
        match open {
            Some(_) => {
                joined.push_str(if joined.ends_with(' ') { line.trim() } else { line.trim_end() });
                joined.push(' ');
            }
            None => joined.push_str(if joined.ends_with(' ') { line.trim_start() } else { line }),
        }
    }
    joined
}

/// Returns a line of a listing as readers see it: Hugo writes its own marks in a listing as comments.
pub(super) fn unescaped(line: &str) -> String {
    line.replace("{{</*", "{{<")
        .replace("*/>}}", ">}}")
        .replace("{{%/*", "{{%")
        .replace("*/%}}", "%}}")
}

impl Passage<'_> {
    /// Converts the tag at the beginning of a part of a line; `is_target` if it is in the target of
    /// a link.
    pub(super) fn tag(&self, tag: &Tag<'_>, source: &str, is_target: bool) -> String {
        let kind = self.links.library.project.kind;
        let argument =
            tag.rest.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
        match (tag.mark, tag.name) {
            ("{#", _) | ("{%", "raw" | "endraw") => return String::new(),
            (_, "ref" | "relref" | "link") => return self.way(argument),
            (_, "post_url") => return format!("/_posts/{argument}"),
            ("{%", "include") => {
                if let Some(html) = self.snippet(argument).filter(|html| !html.contains("\n\n")) {
                    self.count("includes");
                    return html.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            ("{{<" | "{{%", "param" | "meta" | "var") => {
                if let Some(text) =
                    self.value(&format!("params.{argument}")).or_else(|| self.value(argument))
                {
                    return text;
                }
            }
            ("{{", expression) => {
                if let Some(text) = self.value(expression) {
                    self.count("values of the settings and front matter");
                    return text;
                }
                if !kind.has_templates() || kind == Kind::Hugo {
                    let reason = "a value that a template prints";
                    return if is_target {
                        source.replace(['{', '}', ' '], "")
                    } else {
                        todo::inline(reason, source)
                    };
                }
            }
            _ => {}
        }
        let reason = match tag.mark {
            "{{" => "a value that a template prints".to_owned(),
            _ => format!("`{}`, which Quipu does not have", tag.name.trim_start_matches('/')),
        };
        if is_target { "TODO".to_owned() } else { todo::inline(&reason, source) }
    }

    /// Returns what an HTML file without tags becomes.
    fn snippet(&self, path: &str) -> Option<String> {
        let folder = self.links.library.folder;
        let roots = ["_includes", "src/_includes", "layouts", "templates"];
        let mut found = roots.iter().map(|root| super::links::join(root, path));
        let text = folder.text(&found.find(|path| folder.contains(path))?)?;
        (!text.contains("{{") && !text.contains("{%")).then(|| super::html::block(&text))
    }

    /// Returns the path of a text that is named by its path or by its name alone.
    fn way(&self, path: &str) -> String {
        let (name, fragment) = path
            .split_once('#')
            .map_or((path, String::new()), |(name, fragment)| (name, format!("#{fragment}")));
        let library = self.links.library;
        let wanted = super::outline::stem(name).trim_matches('/');
        let named = library.documents.iter().find(|document| {
            let names = [super::outline::stem(&document.from), &document.id];
            let ends = |whole: &str| {
                whole
                    .strip_suffix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.ends_with('/'))
            };
            !wanted.is_empty() && names.into_iter().any(ends)
        });
        match named.filter(|_| library.at(name).is_none()) {
            Some(document) => format!("/{}{fragment}", document.from),
            None => path.to_owned(),
        }
    }

    /// Returns the value that an expression of a template prints, if it is plain.
    fn value(&self, expression: &str) -> Option<String> {
        let mut steps = expression.split('|').map(str::trim);
        let first = steps.next()?;
        let literal =
            first.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
        let text = match literal {
            Some(text) => text.to_owned(),
            None => self.setting(first)?,
        };
        let known = [
            "url",
            "relative_url",
            "absolute_url",
            "strip",
            "escape",
            "safe",
            "markdownify",
            "xml_escape",
        ];
        steps.all(|step| known.contains(&step)).then_some(text)
    }

    fn setting(&self, name: &str) -> Option<String> {
        let settings = &self.links.library.project.settings;
        let matter = &self.links.document.matter;
        let (scope, rest) = name.split_once('.').unwrap_or(("", name));
        let found =
            |map: &Map<String, Value>, path: &str| value::at(map, path).and_then(value::scalar);
        match (scope, rest) {
            (_, "baseurl" | "base_url" | "BaseURL") => Some(String::new()),
            ("page" | "", "title") => Some(matter.title.clone()),
            ("page" | "meta", key) => found(&matter.others, key),
            ("site" | "config", key) => {
                found(settings, key).or_else(|| found(settings, &format!("extra.{key}")))
            }
            (_, _) => {
                let paths = [
                    name.to_owned(),
                    format!("extra.{name}"),
                    format!("substitutions.{name}"),
                    format!("myst_substitutions.{name}"),
                ];
                let own = paths.iter().find_map(|path| found(&matter.others, path));
                own.or_else(|| paths.iter().find_map(|path| found(settings, path)))
            }
        }
    }
}
