//! Lines of a table that are no rows: notes below it, and headings between its rows.
//!
//! Neither is guessed: a line that may be one of them is reported, with what declares that it is, or is not.

use super::head::Head;
use super::lines::Line;
use super::notation::plain_number;
use super::remedy::Remedy;
use super::source::{Headings, Source, lines_remedy};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// Below so many columns, a row of which one value is missing has only a name, as a heading has.
const NARROW: usize = 3;

/// What a line may be besides a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A note, which has nothing to do with the columns.
    Note,
    /// A heading of the rows below it, or a row without values.
    Heading,
}

/// Returns what a line may be besides a row; none if it has values, or a known name.
pub(super) fn kind(line: &Line<'_>, head: &Head, is_name: impl Fn(&str) -> bool) -> Option<Kind> {
    if head.len() > 1 && (is_label(line[0].text.trim()) || is_cut_note(line)) {
        return Some(Kind::Note);
    }
    let (at, text) = only_field(line).filter(|_| head.len() > 1)?;
    if at > 0 {
        // What stands under another column than the first is no heading, and has no name.
        return text.contains(char::is_whitespace).then_some(Kind::Note);
    }
    if is_note(text) || line.len() < head.len() {
        return Some(Kind::Note);
    }
    let may_be = head.len() >= NARROW || text.ends_with(':');
    (may_be && !is_name(text)).then_some(Kind::Heading)
}

/// Whether a text announces what is behind it, as in `Source:`, which no name does.
fn is_label(text: &str) -> bool {
    const LABELS: &[&str] = &[
        "source",
        "sources",
        "note",
        "notes",
        "fuente",
        "fuentes",
        "nota",
        "notas",
        "fonte",
        "fontes",
        "quelle",
        "quellen",
        "anmerkung",
        "anmerkungen",
        "источник",
        "примечание",
        "来源",
        "资料来源",
        "注",
        "المصدر",
    ];
    let label = text.strip_suffix([':', '：']).map(|label| label.trim_end().to_lowercase());
    label.is_some_and(|label| LABELS.contains(&label.as_str()))
}

/// Whether a line is a note that is cut into fields at its commas.
fn is_cut_note(line: &Line<'_>) -> bool {
    let text = line[0].text.trim();
    let label = text.find([':', '：']).is_some_and(|end| is_label(&format!("{}:", &text[..end])));
    let is_number = |text: &str| plain_number(text.trim()).is_some();
    label && !line.iter().any(|field| is_number(&field.text))
}

/// Returns the only field of a line that is not empty, and its number.
fn only_field<'l>(line: &'l Line<'_>) -> Option<(usize, &'l str)> {
    let fields = line.iter().map(|field| field.text.trim()).enumerate();
    let mut filled = fields.filter(|(_, text)| !text.is_empty());
    filled.next().filter(|_| filled.next().is_none())
}

/// Whether a text reads as a note: as a sentence, or with a word that notes begin with.
fn is_note(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "source",
        "note",
        "fuente",
        "nota",
        "fonte",
        "quelle",
        "anmerkung",
        "hinweis",
        "stand:",
        "last updated",
        "actualizado",
        "última",
        "mise à jour",
        "источник",
        "примечани",
        "注",
        "资料来源",
        "来源",
        "المصدر",
        "ملاحظ",
        "©",
        "*",
        "(",
        "†",
        "[",
    ];
    /// A name is shorter.
    const LONG: usize = 6;
    let text = text.to_lowercase();
    let is_split = text.split_once(':').is_some_and(|(_, behind)| !behind.trim().is_empty());
    is_split
        || text.split_whitespace().count() > LONG
        || WORDS.iter().any(|word| text.starts_with(word))
        || is_numbered(&text)
}

/// Whether a text begins as footnotes do, `1) …` or `1/ …`.
fn is_numbered(text: &str) -> bool {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < text.len() && (rest.starts_with(')') || rest.starts_with("/ "))
}

/// Lines that may be no rows, as they are found.
#[derive(Default)]
pub(super) struct Apart<'t> {
    /// Those behind the last row so far, with their places.
    last: Vec<(Kind, Line<'t>, Span)>,
    /// The first of those between rows, with what it says.
    between: Option<(Span, String)>,
    /// How many there are between rows.
    count: usize,
}

impl<'t> Apart<'t> {
    /// Adds a line.
    pub(super) fn add(&mut self, kind: Kind, line: Line<'t>, span: Span) {
        self.last.push((kind, line, span));
    }

    /// Whether a line may be a note: then those below it may be as well.
    pub(super) fn has_notes(&self) -> bool {
        self.last.iter().any(|(kind, ..)| *kind == Kind::Note)
    }

    /// Returns the lines behind the last row, which are then forgotten.
    pub(super) fn take(&mut self) -> Vec<Line<'t>> {
        std::mem::take(&mut self.last).into_iter().map(|(_, line, _)| line).collect()
    }

    /// Says that the lines behind the last row stand between rows, as another follows.
    pub(super) fn end_between(&mut self) {
        self.count += self.last.len();
        let first = self.last.first().filter(|_| self.between.is_none());
        if let Some((_, line, span)) = first {
            let text = only_field(line).map_or("", |(_, text)| text);
            self.between = Some((*span, text.to_owned()));
        }
        self.last.clear();
    }

    /// Reports the lines, those between rows first; what is left are rows.
    pub(super) fn report(&mut self, source: &Source) -> Vec<Diagnostic> {
        let between = self.between.take().map(|first| headings(first, self.count, source));
        let below = self.has_notes() && source.below.is_none();
        let notes = below.then(|| self.notes(source));
        let is_last = between.is_none() && !below && source.headings.is_none();
        let first = self.last.first().filter(|_| is_last && source.below.is_none());
        let last = first.map(|(_, _, span)| valueless(*span, self.last.len(), source));
        between.into_iter().chain(notes).chain(last).collect()
    }

    fn notes(&self, source: &Source) -> Diagnostic {
        let lines = self.last.len();
        let span = self.last.first().map_or(source.file.span, |(_, _, span)| *span);
        let (message, this) = match lines {
            1 => ("the last line looks like a note below the table".to_owned(), "it is a row"),
            _ => {
                (format!("the last {lines} lines look like notes below the table"), "they are rows")
            }
        };
        let skip = source.declaration(&[lines_remedy("below", lines)]);
        let keep = source.declaration(&[lines_remedy("below", 0)]);
        Diagnostic::error(Code::BadCell, span, message)
            .with_hint(format!("skip lines that are not rows: {skip}"))
            .with_hint(format!("or declare that {this}: {keep}"))
    }
}

/// Reports lines between rows that have only one field.
fn headings((first, text): (Span, String), count: usize, source: &Source) -> Diagnostic {
    let more = match count {
        1 => String::new(),
        2 => ", as does 1 other line".to_owned(),
        _ => format!(", as do {} other lines", count - 1),
    };
    let message = format!("`{text}` stands alone on its line between rows{more}");
    let [skip, keep] = [Headings::Skipped, Headings::None].map(|headings| remedy(headings, source));
    Diagnostic::error(Code::BadCell, first, message)
        .with_hint(format!("if it is a heading, pass over such lines: {skip}"))
        .with_hint(format!(
            "if it is a row without values, declare that there are no headings: {keep}"
        ))
}

/// Reports lines behind the last row that have only a name.
fn valueless(first: Span, lines: usize, source: &Source) -> Diagnostic {
    let message = match lines {
        1 => "the last line has a name and no values".to_owned(),
        _ => format!("the last {lines} lines have a name and no values"),
    };
    let keep = remedy(Headings::None, source);
    let skip = source.declaration(&[lines_remedy("below", lines)]);
    Diagnostic::error(Code::BadCell, first, message)
        .with_hint(format!(
            "if that is a row without values, declare that there are no headings: {keep}"
        ))
        .with_hint(format!("if it is none, skip it: {skip}"))
}

fn remedy(headings: Headings, source: &Source) -> String {
    source.declaration(&[Remedy { key: "headings", value: headings.name().into() }])
}
