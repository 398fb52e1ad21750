//! Answers to an editor's questions about a place in a file.

use std::collections::BTreeSet;
use std::fmt::Write;

use ecow::EcoString;
use lsp_types as lsp;

use super::analysis::{Analysis, Number, Symbol};
use super::{keys, position};
use crate::base::diagnostic::{self, Diagnostic, Place};
use crate::base::span::{FileId, Span};
use crate::tree::CellName;

/// How many cells a card lists; further ones are counted.
const CELLS_SHOWN: usize = 12;

/// A place that someone asks about.
pub(super) struct Question<'a> {
    analysis: &'a Analysis,
    path: &'a str,
    file: FileId,
    offset: usize,
}

impl<'a> Question<'a> {
    /// Asks about a position in the file at `path`; none if it is no text of the publication.
    pub(super) fn new(analysis: &'a Analysis, path: &'a str, at: lsp::Position) -> Option<Self> {
        let file = analysis.file(path)?;
        let offset = position::offset(&analysis.files.get(file).text, at);
        Some(Self { analysis, path, file, offset })
    }

    /// Describes what is there: a number with its cells and sources, a work, a term, a key.
    pub(super) fn hover(&self) -> Option<lsp::Hover> {
        let (text, span) = self
            .number()
            .map(|(span, number)| (self.card(number), Some(span)))
            .or_else(|| {
                self.symbol().and_then(|(symbol, span)| Some((self.describe(&symbol)?, Some(span))))
            })
            .or_else(|| {
                let text = &self.analysis.files.get(self.file).text;
                keys::describe(self.path, text, self.offset).map(|text| (text, None))
            })?;
        let contents = lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: text };
        let range = span
            .map(|span| position::range(&self.analysis.files.get(self.file).text, span.range()));
        Some(lsp::Hover { contents: lsp::HoverContents::Markup(contents), range })
    }

    /// Returns where what stands there is defined.
    pub(super) fn definitions(&self) -> Option<Vec<lsp::Location>> {
        let spans: BTreeSet<Span> = match self.number() {
            Some((_, number)) => number
                .cells
                .iter()
                .filter_map(|name| self.analysis.cell(name))
                .map(|cell| cell.span)
                .collect(),
            None => self.analysis.definitions.get(&self.symbol()?.0)?.clone(),
        };
        // An id occurs in every language; the one in this file is meant.
        let here: BTreeSet<_> =
            spans.iter().copied().filter(|span| span.file == self.file).collect();
        let spans = if here.is_empty() { spans } else { here };
        Some(spans.into_iter().filter_map(|span| self.analysis.location(span)).collect())
    }

    /// Returns where what stands there is used.
    pub(super) fn references(&self) -> Vec<lsp::Location> {
        let cells: BTreeSet<CellName> = match self.number() {
            Some((_, number)) => number.cells.iter().cloned().collect(),
            None => self.cell().into_iter().collect(),
        };
        let of_cells = self.analysis.numbers.iter();
        let of_cells =
            of_cells.filter(|(_, number)| number.cells.iter().any(|cell| cells.contains(cell)));
        let mut spans: BTreeSet<Span> = of_cells.map(|(span, _)| *span).collect();
        if let Some((symbol, _)) = self.symbol() {
            let uses = self.analysis.uses.iter().filter(|(_, used)| **used == symbol);
            spans.extend(uses.map(|(span, _)| *span));
        }
        spans.into_iter().filter_map(|span| self.analysis.location(span)).collect()
    }

    /// Returns the smallest bound number around the place.
    fn number(&self) -> Option<(Span, &'a Number)> {
        let numbers = self.analysis.numbers_at(self.file, self.offset);
        numbers.min_by_key(|(span, _)| span.range().len())
    }

    fn symbol(&self) -> Option<(Symbol, Span)> {
        let covers = |span: &Span| {
            span.file == self.file
                && span.range().start <= self.offset
                && self.offset <= span.range().end
        };
        let mut uses = self.analysis.uses.iter().filter(|(span, _)| covers(span));
        if let Some((span, symbol)) = uses.next() {
            return Some((symbol.clone(), *span));
        }
        let mut definitions = self.analysis.definitions.iter();
        definitions.find_map(|(symbol, spans)| {
            Some((symbol.clone(), *spans.iter().find(|span| covers(span))?))
        })
    }

    /// Returns the cell of a data file that stands there.
    fn cell(&self) -> Option<CellName> {
        let covers = |span: Span| {
            span.file == self.file
                && span.range().start <= self.offset
                && self.offset <= span.range().end
        };
        self.analysis.names.datasets.values().find_map(|dataset| {
            dataset.rows.iter().find_map(|row| {
                let column = row.cells.iter().position(|cell| covers(cell.span))?;
                Some(CellName {
                    dataset: dataset.id.clone(),
                    row: row.key.clone(),
                    column: dataset.columns.get(column)?.name.clone(),
                })
            })
        })
    }

    /// Describes how a number is printed, and what it is based on.
    fn card(&self, number: &Number) -> String {
        let printed = number.printed.iter().map(|(language, texts)| {
            let texts: Vec<_> = texts.iter().map(EcoString::as_str).collect();
            format!("**{}** ({language})", texts.join("**, **"))
        });
        let mut text = printed.collect::<Vec<_>>().join(" · ");
        for name in number.cells.iter().take(CELLS_SHOWN) {
            text.push_str("\n\n");
            text.push_str(&self.cell_line(name));
        }
        if number.cells.len() > CELLS_SHOWN {
            let more = number.cells.len() - CELLS_SHOWN;
            let _ = write!(
                text,
                "

and {more} more cells"
            );
        }
        text
    }

    fn cell_line(&self, name: &CellName) -> String {
        let names = &self.analysis.names;
        let tag = names.languages.first().map(EcoString::as_str).unwrap_or_default();
        let dataset = names.datasets.get(&name.dataset);
        let value = self
            .analysis
            .cell(name)
            .map(|cell| cell.value.text(&names.entities, tag))
            .unwrap_or_default();
        let value = if value.is_empty() { "no value".into() } else { value };
        let unit = dataset.and_then(|dataset| {
            let column = dataset.columns.get(dataset.column(&name.column)?)?;
            Some(column.measure.unit.describe())
        });
        let unit =
            unit.filter(|unit| !unit.is_empty()).map(|unit| format!(" {unit}")).unwrap_or_default();
        let source = dataset.and_then(|dataset| dataset.source_of(dataset.row(&name.row)?));
        let source = source.map(|(key, locator)| {
            let locator =
                locator.map(|locator| format!(", {}", locator.text(tag))).unwrap_or_default();
            format!(" — {}{locator}", self.work(&key.value))
        });
        format!("`{name}` = {value}{unit}{}", source.unwrap_or_default())
    }

    fn work(&self, key: &EcoString) -> String {
        let works = &mut self.analysis.names.sources.iter();
        let title =
            works.find(|(other, _)| *other == key).and_then(|(_, source)| source.entry.title());
        title.map_or_else(|| key.to_string(), ToString::to_string)
    }

    fn describe(&self, symbol: &Symbol) -> Option<String> {
        let names = &self.analysis.names;
        match symbol {
            Symbol::Source(key) => Some(self.work(key)),
            Symbol::Anchor(id) => names.anchors.get(id).filter(|title| !title.is_empty()).cloned(),
            Symbol::Term(id) => {
                let (_, term) = names.glossary.iter().find(|(other, _)| *other == id)?;
                let tag = names.languages.first()?;
                Some(format!("**{}**: {}", term.name.text(tag), term.definition.text(tag)))
            }
        }
    }
}

/// Returns how the numbers in a part of a file are printed, to be shown after them.
pub(super) fn inlays(
    analysis: &Analysis,
    path: &str,
    range: lsp::Range,
) -> Option<Vec<lsp::InlayHint>> {
    let file = analysis.file(path)?;
    let text = &analysis.files.get(file).text;
    let (start, end) = (position::offset(text, range.start), position::offset(text, range.end));
    let numbers =
        analysis.numbers.range(Span::new(file, start, start)..Span::new(file, end, usize::MAX));
    // A figure that is drawn from data has its numbers at its declaration, and too many to show.
    let numbers = numbers.filter(|(span, _)| analysis.files.text(**span).starts_with("{{"));
    let inlay = |(span, number): (&Span, &Number)| {
        let printed: Vec<_> = number.printed.values().flatten().map(EcoString::as_str).collect();
        let unique: BTreeSet<_> = printed.iter().copied().collect();
        lsp::InlayHint {
            position: position::position(text, span.range().end),
            label: format!("= {}", unique.into_iter().collect::<Vec<_>>().join(" · ")).into(),
            kind: None,
            text_edits: None,
            tooltip: None,
            padding_left: Some(true),
            padding_right: None,
            data: None,
        }
    };
    Some(numbers.map(inlay).collect())
}

/// Returns what can be done about the problems in a part of a file: the names that their hints offer.
pub(super) fn actions(
    analysis: &Analysis,
    path: &str,
    range: lsp::Range,
) -> Option<Vec<lsp::CodeAction>> {
    let file = analysis.file(path)?;
    let text = &analysis.files.get(file).text;
    let (start, end) = (position::offset(text, range.start), position::offset(text, range.end));
    let touches =
        |span: Span| span.file == file && span.range().start <= end && start <= span.range().end;
    let all = analysis.diagnostics.iter().chain(&analysis.remarks);
    let here = all.filter_map(|diagnostic| match &diagnostic.place {
        Place::Text(span) if touches(*span) => Some((diagnostic, *span)),
        Place::Text(_) | Place::Path(_) => None,
    });
    let uri = analysis.uri(path)?;
    let actions = here.flat_map(|(diagnostic, span)| fixes(analysis, diagnostic, span));
    let action = |(fix, diagnostic): (Fix, &Diagnostic)| lsp::CodeAction {
        title: format!("Replace `{}` by `{}`", analysis.files.text(fix.span), fix.text),
        kind: Some(lsp::CodeActionKind::QUICKFIX),
        diagnostics: Some(vec![analysis.problem(diagnostic)]),
        edit: Some(lsp::WorkspaceEdit {
            changes: Some(
                [(
                    uri.clone(),
                    vec![lsp::TextEdit::new(position::range(text, fix.span.range()), fix.text)],
                )]
                .into(),
            ),
            ..lsp::WorkspaceEdit::default()
        }),
        ..lsp::CodeAction::default()
    };
    Some(actions.map(action).collect())
}

/// A text to write in place of another.
struct Fix {
    span: Span,
    text: String,
}

/// Returns what the hints of a problem offer in place of the name that it is about.
fn fixes<'a>(
    analysis: &'a Analysis,
    diagnostic: &'a Diagnostic,
    span: Span,
) -> Vec<(Fix, &'a Diagnostic)> {
    // A hint is about one name; in a longer range it is unclear which.
    if analysis.files.text(span).contains(char::is_whitespace) {
        return vec![];
    }
    let meant = diagnostic.hints.iter().flat_map(|hint| diagnostic::meant(hint));
    meant.map(|text| (Fix { span, text: text.to_owned() }, diagnostic)).collect()
}
