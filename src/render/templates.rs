//! The Tera templates of a theme, with errors that point at the template's own line.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera};

use super::context::EditionView;
use super::filters;
use super::layered::{Layered, Places};
use super::watch::{self, Product};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::theme::{Stamps, Theme};

/// The page templates of one audience.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// The paths of templates by what those that extend them call them.
    aliases: BTreeMap<String, String>,
    /// The paths of the templates that are not the program's.
    own: Vec<String>,
}

impl Templates {
    /// Parses the templates of all layers.
    ///
    /// A template is found by its name in the first layer that has it; the one below it is
    /// `below.html` to it.
    ///
    /// # Errors
    /// Reports the first template that Tera cannot read, or that names a part which is nowhere.
    pub fn new(theme: &Theme, files: &Files, stamps: &Stamps) -> Result<Self, Diagnostic> {
        // A page is found as `brief.html`, a part as `parts/masthead.html`.
        let prefixes =
            theme.layers.iter().flat_map(|layer| [format!("{layer}html/"), layer.clone()]);
        let mut tera = Tera::new();
        filters::register(&mut tera, theme.words.keys(), stamps);
        let Layered { templates, aliases } = Layered::new(theme, files);
        let places = Places { files, aliases: &aliases };
        let refused = |error: tera::Error| diagnostic(&error, "html", places);
        tera.set_fallback_prefixes(prefixes.collect::<Vec<String>>()).map_err(refused)?;
        let is_own = |name: &&String| name.contains('/') && !name.starts_with("themes/default/");
        let own = templates.iter().map(|(name, _)| name).filter(is_own).cloned().collect();
        let templates = templates.iter().map(|(name, text)| (name.as_str(), text.as_ref()));
        tera.add_raw_templates(templates).map_err(refused)?;
        Ok(Self { tera, aliases, own })
    }

    /// Renders the template `name`, such as `report.html`.
    ///
    /// # Errors
    /// Reports what the template asks for and does not get.
    pub fn render(
        &self,
        name: &str,
        (edition, page): (EditionView<'_>, &impl Serialize),
        files: &Files,
    ) -> Result<String, Diagnostic> {
        let places = Places { files, aliases: &self.aliases };
        let refused = |error: tera::Error| diagnostic(&error, name, places);
        let mut context = Context::from_serialize(page).map_err(refused)?;
        context.insert("edition", &edition);
        self.fill(name, &context, files)
    }

    /// Fills the template `name` with what `context` holds.
    ///
    /// # Errors
    /// As [`Templates::render`].
    pub fn fill(&self, name: &str, context: &Context, files: &Files) -> Result<String, Diagnostic> {
        let places = Places { files, aliases: &self.aliases };
        let _watched = watch::begin(Product::Page(name.to_owned()), &self.own);
        self.tera.render(name, context).map_err(|error| diagnostic(&error, name, places))
    }
}

fn diagnostic(error: &tera::Error, name: &str, places: Places<'_>) -> Diagnostic {
    let hint = "`docs/templates.md` lists what each template can use";
    match error.kind() {
        ErrorKind::SyntaxError(report) => {
            let hint = syntax_hint(report.message());
            at(Code::TemplateSyntax, report, places).with_hint(hint)
        }
        ErrorKind::RenderingError(report) => {
            at(Code::TemplateError, report, places).with_hint(hint)
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let by = inheritance_chain.last().unwrap_or(tpl);
            circle(places, (by, tpl), "extends")
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            let by = include_chain.iter().nth_back(1).unwrap_or(tpl);
            circle(places, (by, tpl), "includes")
        }
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("there is no template `{parent}` to extend");
            let named = places.find(current).and_then(|file| {
                let start = places.files.get(file).text.find(parent)?;
                Some(Span::new(file, start, start + parent.len()))
            });
            match named {
                Some(span) => Diagnostic::error(Code::TemplateError, span, message),
                None => Diagnostic::error_at_path(Code::TemplateError, current, message),
            }
        }
        other => {
            let text = other.to_string();
            let place = || Diagnostic::error_at_path(Code::TemplateError, name, first_line(&text));
            from_text(&text, places).unwrap_or_else(place).with_hint(hint)
        }
    }
}

/// Says what a template lacks that cannot be read.
fn syntax_hint(message: &str) -> &'static str {
    let expected = message.split_once("expected").map_or("", |(_, expected)| expected);
    if expected.contains("}}") {
        "close the value with `}}`, as in `{{ document.title_text }}`"
    } else if expected.contains("%}") {
        "close the tag with `%}`, as in `{% if document.updated %}`"
    } else if message.contains("end of") || message.contains("EOF") || expected.contains("end") {
        "close what is open: `{{ … }}`, `{% if … %}` with `{% endif %}`, `{% for … %}` with `{% endfor %}`, `{% block … %}` with `{% endblock %}`"
    } else {
        "templates have `{{ value }}`, `{% if … %} … {% endif %}`, `{% for … in … %} … {% endfor %}` and `{# remark #}`"
    }
}

/// Reports the template `by` that names `again`, which it is part of itself, where it does.
fn circle(places: Places<'_>, (by, again): (&str, &str), does: &str) -> Diagnostic {
    let path = |name: &str| places.aliases.get(name).cloned().unwrap_or_else(|| name.to_owned());
    let (by, again) = (path(by), path(again));
    let message = if by == again {
        format!("`{by}` {does} itself")
    } else {
        format!("`{by}` {does} `{again}`, which it is part of")
    };
    let named = places.find(&by).and_then(|file| {
        let text = &*places.files.get(file).text;
        let quoted = text.match_indices(['"', '\'']).map(|(at, _)| at + 1);
        let name = |start: usize| Some(start + text[start..].find(['"', '\''])?);
        let mut names = quoted.filter_map(|start| Some((start, name(start)?)));
        let is_name = |&(start, end): &(usize, usize)| {
            let name = &text[start..end];
            name.strip_suffix(".html").is_some() && again.ends_with(name)
        };
        names.find(is_name).map(|(start, end)| Span::new(file, start, end))
    });
    let found = match named {
        Some(span) => Diagnostic::error(Code::TemplateError, span, message),
        None => Diagnostic::error_at_path(Code::TemplateError, by.as_str(), message),
    };
    let name = |path: &str| path.rsplit('/').next().map(str::to_owned);
    if name(&by) != name(&again) {
        return found.with_hint("delete one of the lines of the circle");
    }
    found.with_hint("to use the template of this name in the layer below, write `below.html`")
}

/// Reads a report that Tera hands out as text: the message, `--> file:line:column`, and an
/// excerpt with the place underlined.
fn from_text(text: &str, places: Places<'_>) -> Option<Diagnostic> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let (place, column) = lines.next()?.trim_start().strip_prefix("--> ")?.rsplit_once(':')?;
    let (path, line) = place.rsplit_once(':')?;
    let underlined = lines.nth(2)?.matches('^').count();
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let file = places.find(path)?;
    let mut rest = &*places.files.get(file).text;
    for _ in 1..line {
        rest = rest.split_once('\n')?.1;
    }
    let before = rest.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
    let start = places.files.get(file).text.len() - rest.len() + before;
    let span = Span::new(file, start, start + underlined);
    Some(Diagnostic::error(Code::TemplateError, span, first_line(message)))
}

fn at(code: Code, report: &ReportError, places: Places<'_>) -> Diagnostic {
    let message = first_line(report.message());
    match places.find(report.filename()) {
        Some(file) => {
            let range = &report.span().range;
            Diagnostic::error(code, Span::new(file, range.start, range.end), message)
        }
        None => Diagnostic::error_at_path(code, report.filename(), message),
    }
}

/// Turns a message of Tera's into one of ours: one clause, in lower case, without a period.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default().trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
