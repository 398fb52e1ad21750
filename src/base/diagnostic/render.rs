//! Reports for people, programs and GitHub.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::Serialize;

use super::{Code, Diagnostic, Place, Severity};
use crate::base::files::Files;
use crate::base::span::Span;

/// How diagnostics are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With excerpts, coloured.
    Styled,
    /// With excerpts, plain.
    Plain,
    /// One JSON object a line.
    Json,
    /// GitHub's workflow commands, which annotate a pull request.
    Github,
}

/// Renders `diagnostics` as text that ends with a newline, or as nothing if there are none.
pub fn render(diagnostics: &[Diagnostic], files: &Files, format: Format) -> String {
    let mut out = String::new();
    for diagnostic in diagnostics {
        match format {
            Format::Styled => out.push_str(&excerpt(diagnostic, files, &Renderer::styled())),
            Format::Plain => out.push_str(&excerpt(diagnostic, files, &Renderer::plain())),
            Format::Json => out.push_str(&json(diagnostic, files)),
            Format::Github => out.push_str(&github(diagnostic, files)),
        }
        out.push('\n');
        if matches!(format, Format::Styled | Format::Plain) {
            out.push('\n');
        }
    }
    out
}

/// Renders how many of `diagnostics` there are of each kind, and in which files, the largest
/// numbers first.
pub fn summary(diagnostics: &[Diagnostic], files: &Files) -> String {
    let mut kinds: BTreeMap<Code, BTreeMap<&str, usize>> = BTreeMap::new();
    for diagnostic in diagnostics {
        let path = match &diagnostic.place {
            Place::Text(span) => &*files.get(span.file).path,
            Place::Path(path) => path.as_str(),
        };
        *kinds.entry(diagnostic.code).or_default().entry(path).or_default() += 1;
    }
    let mut kinds: Vec<_> = kinds
        .into_iter()
        .map(|(code, files)| (files.values().sum::<usize>(), code, files))
        .collect();
    kinds.sort_by_key(|(count, code, _)| (std::cmp::Reverse(*count), *code));
    let mut out = String::new();
    for (count, code, files) in kinds {
        let _ = writeln!(out, "{count:>6}  {code}  {}", code.title());
        let mut files: Vec<_> = files.into_iter().collect();
        files.sort_by_key(|(path, count)| (std::cmp::Reverse(*count), *path));
        for (path, count) in files.iter().take(FILES_OF_KIND) {
            let _ = writeln!(out, "{count:>12}  {path}");
        }
        if files.len() > FILES_OF_KIND {
            let _ = writeln!(out, "              and {} more files", files.len() - FILES_OF_KIND);
        }
    }
    out
}

/// How many files a summary names for each kind of problem.
const FILES_OF_KIND: usize = 8;

fn excerpt(diagnostic: &Diagnostic, files: &Files, renderer: &Renderer) -> String {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(&diagnostic.message).id(diagnostic.code.id());
    let mut group = Group::with_title(title);
    match &diagnostic.place {
        Place::Text(span) => {
            group = group.element(snippet(*span, AnnotationKind::Primary, None, files));
            for (span, label) in &diagnostic.related {
                group = group.element(snippet(*span, AnnotationKind::Context, Some(label), files));
            }
        }
        Place::Path(path) => group = group.element(Origin::path(path.as_str())),
    }
    if let Some(profiles) = &diagnostic.profiles {
        group = group.element(Level::NOTE.message(profiles.note()));
    }
    for hint in &diagnostic.hints {
        group = group.element(Level::HELP.message(hint.as_str()));
    }
    let more = follow(diagnostic.more);
    if let Some(more) = &more {
        group = group.element(Level::NOTE.message(more.as_str()));
    }
    renderer.clone().decor_style(DecorStyle::Ascii).render(&[group])
}

/// Says how many problems follow from one, if any do.
fn follow(more: u32) -> Option<String> {
    match more {
        0 => None,
        1 => Some("1 further problem follows from this".to_owned()),
        more => Some(format!("{more} further problems follow from this")),
    }
}

fn snippet<'a>(
    span: Span,
    kind: AnnotationKind,
    label: Option<&'a String>,
    files: &'a Files,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    let file = files.get(span.file);
    // Keeps only the lines that are shown: the whole file for each excerpt would take quadratic
    // time.
    let (start, end) = file.lines_around(span);
    // An excerpt is cut between characters, whatever the span says.
    let shown = &file.text[start..end];
    let within = |offset: u32| (offset as usize).clamp(start, end) - start;
    let first = shown.floor_char_boundary(within(span.start));
    let last = shown.ceil_char_boundary(within(span.end));
    let annotation = kind.span(first..last).label(label.map(String::as_str));
    let (line, _) = file.line_column(start);
    Snippet::source(shown).line_start(line).path(&*file.path).annotation(annotation)
}

/// A diagnostic as programs read it.
#[derive(Serialize)]
struct Record<'a> {
    severity: &'static str,
    code: &'static str,
    message: &'a str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    hints: &'a [String],
    /// The entities in whose profiles it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    profiles: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_none")]
    more: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_none(count: &u32) -> bool {
    *count == 0
}

impl<'a> Record<'a> {
    fn new(diagnostic: &'a Diagnostic, files: &'a Files) -> Self {
        let (file, start, end) = match &diagnostic.place {
            Place::Path(path) => (path.as_str(), None, None),
            Place::Text(span) => {
                let file = files.get(span.file);
                let start = file.line_column(span.start as usize);
                (&*file.path, Some(start), Some(file.line_column(span.end as usize)))
            }
        };
        Self {
            severity: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            code: diagnostic.code.id(),
            message: &diagnostic.message,
            file,
            line: start.map(|(line, _)| line),
            column: start.map(|(_, column)| column),
            end_line: end.map(|(line, _)| line),
            end_column: end.map(|(_, column)| column),
            hints: &diagnostic.hints,
            more: diagnostic.more,
            profiles: diagnostic.profiles.iter().flat_map(|all| all.entities()).collect(),
        }
    }
}

fn json(diagnostic: &Diagnostic, files: &Files) -> String {
    serde_json::to_string(&Record::new(diagnostic, files)).unwrap_or_default()
}

/// Writes `::error file=…,line=…,col=…,title=…::message`, with the escapes that GitHub asks for.
fn github(diagnostic: &Diagnostic, files: &Files) -> String {
    let record = Record::new(diagnostic, files);
    let mut out = format!("::{} file={}", record.severity, property(record.file));
    if let (Some(line), Some(column)) = (record.line, record.column) {
        let _ = write!(out, ",line={line},col={column}");
    }
    let mut message = record.message.to_owned();
    if let Some(profiles) = &diagnostic.profiles {
        let _ = write!(message, "\nnote: {}", profiles.note());
    }
    for hint in record.hints {
        let _ = write!(message, "\nhint: {hint}");
    }
    if let Some(more) = follow(diagnostic.more) {
        let _ = write!(message, "\n{more}");
    }
    let message = message.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let _ = write!(out, ",title={}::{message}", property(record.code));
    out
}

fn property(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(':', "%3A")
        .replace(',', "%2C")
}
