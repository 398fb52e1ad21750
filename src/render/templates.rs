//! The Tera templates of a theme, with errors that point at the template's own line.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera};

use super::balance::{self, OwnTemplate};
use super::context::EditionView;
use super::filters;
use super::layered::{Layered, Places};
use super::own_links::{MetLinks, OwnLinks};
use super::slips::{self, GivenNames};
use super::watch::{self, Product};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::span::Span;
use crate::theme::{Stamps, Theme, is_built_in};

/// The page templates of one audience.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    /// The paths of templates by what those that extend them call them.
    aliases: BTreeMap<String, String>,
    /// The paths of the templates that are not the program's.
    own: Vec<String>,
    /// The templates of the publication's own.
    written: Vec<OwnTemplate>,
    /// The addresses that these templates write.
    links: OwnLinks,
    /// The same templates with marks before their tags, made when a page is found to be broken; none if they cannot
    /// be read so.
    marked: OnceLock<Option<Tera>>,
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
        let given =
            || GivenNames::of(templates.iter().map(|(name, text)| (name.as_str(), &**text)));
        let refused = |error: tera::Error| diagnostic(&error, "html", (places, &given()));
        tera.set_fallback_prefixes(prefixes.collect::<Vec<String>>()).map_err(refused)?;
        let is_own = |name: &&String| name.contains('/') && !name.starts_with("themes/default/");
        let own = templates.iter().map(|(name, _)| name).filter(is_own).cloned().collect();
        let written = templates.iter().filter_map(|(name, text)| {
            let file = places.find(name).filter(|file| !is_built_in(files.get(*file)))?;
            Some(OwnTemplate { file, name: name.clone(), text: text.to_string() })
        });
        let written: Vec<_> = written.collect();
        let links = OwnLinks::new(&written);
        let named = templates.iter().map(|(name, text)| (name.as_str(), text.as_ref()));
        tera.add_raw_templates(named).map_err(refused)?;
        Ok(Self { tera, aliases, own, written, links, marked: OnceLock::new() })
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
        let refused =
            |error: tera::Error| diagnostic(&error, name, (places, &GivenNames::default()));
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
        let page = self.tera.render(name, context);
        let page =
            page.map_err(|error| diagnostic(&error, name, (places, &GivenNames::default())))?;
        self.broken(name, &page, context).map_or(Ok(page), Err)
    }

    /// Notes the addresses on a page that templates of the publication's own write; `path` is that of the page, `root`
    /// the path at which the output is served.
    pub(super) fn note_links(&self, page: &str, place: (&str, &str), met: &MetLinks) {
        self.links.note(page, place, met);
    }

    /// Returns what a template of the publication's own does wrong with the elements of a page, if anything.
    fn broken(&self, name: &str, page: &str, context: &Context) -> Option<Diagnostic> {
        if self.written.is_empty() || !balance::is_broken(page) {
            return None;
        }
        let marked = self.marked.get_or_init(|| {
            let mut tera = self.tera.clone();
            let templates = self.written.iter().enumerate();
            let templates = templates.map(|(number, template)| {
                (template.name.as_str(), balance::marked(&template.text, number))
            });
            tera.add_raw_templates(templates.collect::<Vec<_>>()).ok()?;
            Some(tera)
        });
        let page = marked.as_ref()?.render(name, context).ok()?;
        balance::fault(&page, &self.written)
    }
}

fn diagnostic(
    error: &tera::Error,
    name: &str,
    (places, given): (Places<'_>, &GivenNames),
) -> Diagnostic {
    let hint = |message: &str| {
        slips::meant(message, given)
            .unwrap_or_else(|| "`docs/templates.md` lists what each template can use".to_owned())
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) => syntax(report, places),
        ErrorKind::RenderingError(report) => {
            at(Code::TemplateError, report, places).with_hint(hint(report.message()))
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
            let found = from_text(&text, places).unwrap_or_else(place);
            let hint = hint(&found.message);
            found.with_hint(hint)
        }
    }
}

/// Reports a syntax error: a tag without its end at the tag, of which Tera speaks at the end of the file.
fn syntax(report: &ReportError, places: Places<'_>) -> Diagnostic {
    if let Some(hint) = slips::of_syntax(report.message()) {
        return at(Code::TemplateSyntax, report, places).with_hint(hint);
    }
    let slip = places.find(report.filename()).and_then(|file| {
        let (place, message, hint) = slips::in_tags(&places.files.get(file).text)?;
        let span = Span::new(file, place.start, place.end);
        Some(Diagnostic::error(Code::TemplateSyntax, span, message).with_hint(hint))
    });
    slip.unwrap_or_else(|| at(Code::TemplateSyntax, report, places).with_hint(
        "templates have `{{ value }}`, `{% if … %} … {% endif %}`, `{% for … in … %} … {% endfor %}` and `{# remark #}`",
    ))
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
    let line = message.lines().next().unwrap_or_default();
    // The hint says what was meant among those.
    let line = line.split(". Available ").next().unwrap_or(line).trim_end_matches('.');
    let mut characters = line.chars();
    match characters.next() {
        Some(first) => first.to_lowercase().chain(characters).collect(),
        None => String::new(),
    }
}
