//! The Tera templates of a theme, with errors that point at the template's own line.

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera};

use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::span::Span;
use crate::theme::Theme;

/// The page templates of one audience.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
}

impl Templates {
    /// Parses the templates of all layers.
    ///
    /// A template is found by its name in the first layer that has it; by its
    /// whole path, such as `themes/default/html/report.html`, it can be extended
    /// by the one that replaces it.
    ///
    /// # Errors
    /// Reports the first template that Tera cannot read, or that names a part which is nowhere.
    pub fn new(theme: &Theme, files: &Files) -> Result<Self, Diagnostic> {
        let folders: Vec<_> = theme.layers.iter().map(|layer| format!("{layer}html/")).collect();
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(folders.clone())
            .map_err(|error| diagnostic(&error, "html", files))?;
        // Paths of the first layer come last, so that its components replace those of others.
        let templates = folders.iter().rev().flat_map(|folder| files.below(folder));
        let templates = templates.map(|(_, file)| (&*file.path, &*file.text));
        tera.add_raw_templates(templates).map_err(|error| diagnostic(&error, "html", files))?;
        Ok(Self { tera })
    }

    /// Renders the template `name`, such as `report.html`.
    ///
    /// # Errors
    /// Reports what the template asks for and does not get.
    pub fn render(
        &self,
        name: &str,
        page: &impl Serialize,
        files: &Files,
    ) -> Result<String, Diagnostic> {
        let context =
            Context::from_serialize(page).map_err(|error| diagnostic(&error, name, files))?;
        self.tera.render(name, &context).map_err(|error| diagnostic(&error, name, files))
    }
}

fn diagnostic(error: &tera::Error, name: &str, files: &Files) -> Diagnostic {
    let hint = "`docs/templates.md` lists what each template gets";
    match error.kind() {
        ErrorKind::SyntaxError(report) => at(Code::TemplateSyntax, report, files),
        ErrorKind::RenderingError(report) => at(Code::TemplateError, report, files).with_hint(hint),
        ErrorKind::MissingParent { current, parent } => {
            let message = format!("there is no template `{parent}` to extend");
            let named = files.find(current).and_then(|file| {
                let start = files.get(file).text.find(parent)?;
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
            from_text(&text, files).unwrap_or_else(place).with_hint(hint)
        }
    }
}

/// Reads a report that Tera hands out as text: the message, `--> file:line:column`, and an
/// excerpt with the place underlined.
fn from_text(text: &str, files: &Files) -> Option<Diagnostic> {
    let mut lines = text.lines();
    let message = lines.next()?.strip_prefix("error: ")?;
    let (place, column) = lines.next()?.trim_start().strip_prefix("--> ")?.rsplit_once(':')?;
    let (path, line) = place.rsplit_once(':')?;
    let underlined = lines.nth(2)?.matches('^').count();
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let file = files.find(path)?;
    let mut rest = &*files.get(file).text;
    for _ in 1..line {
        rest = rest.split_once('\n')?.1;
    }
    let before = rest.chars().take(column.checked_sub(1)?).map(char::len_utf8).sum::<usize>();
    let start = files.get(file).text.len() - rest.len() + before;
    let span = Span::new(file, start, start + underlined);
    Some(Diagnostic::error(Code::TemplateError, span, first_line(message)))
}

fn at(code: Code, report: &ReportError, files: &Files) -> Diagnostic {
    let message = first_line(report.message());
    match files.find(report.filename()) {
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
