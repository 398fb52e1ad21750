//! Typed years that are the last of their data: when newer data come, they keep them out of sight.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::data::expression::{Expression, Selector};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, InlineKind, TableBlock};
use crate::publication::Publication;
use crate::publication::date;

/// Returns a remark for each chart and table whose columns end at a typed last year, and one for each
/// dataset whose last year texts type beside its numbers.
pub(super) fn find(publication: &Publication) -> Vec<Diagnostic> {
    let mut typed: BTreeMap<(EcoString, EcoString), Vec<Span>> = BTreeMap::new();
    let mut found = Vec::new();
    for manuscript in publication.works.values().flat_map(|work| work.manuscripts.values()) {
        let mut reader =
            Reader { publication, found: Vec::new(), typed: Vec::new(), last: Vec::new() };
        manuscript.visit(&mut reader);
        found.extend(reader.found);
        for (dataset, year, span) in reader.typed {
            typed.entry((dataset, year)).or_default().push(span);
        }
    }
    for ((dataset, year), spans) in typed {
        let message = match spans.len() {
            1 => format!("`{year}` is typed, and is the last year of `{dataset}`"),
            count => {
                format!("`{year}` is typed in {count} places, and is the last year of `{dataset}`")
            }
        };
        let hint = format!(
            "if the newest year is meant, write `{{{{ year(latest({dataset})) }}}}`, and `latest` in the cells; if just this one is meant, leave it"
        );
        found.push(Diagnostic::warning(Code::PinnedYear, spans[0], message).with_hint(hint));
    }
    found
}

/// Returns the last year of a dataset that has several, if a value stands in it.
fn last_year(dataset: &Dataset) -> Option<&EcoString> {
    let years = dataset
        .columns
        .iter()
        .enumerate()
        .filter(|(_, column)| date::period(&column.name).is_some() && column.name.len() == 4);
    let years: Vec<_> = years.collect();
    let (number, last) = years.last().filter(|_| years.len() > 1)?;
    let has_value = dataset.rows.iter().any(|row| row.cells[*number].value != Value::Missing);
    has_value.then_some(&last.name)
}

struct Reader<'p> {
    publication: &'p Publication,
    found: Vec<Diagnostic>,
    /// The dataset, its last year, and where that is typed.
    typed: Vec<(EcoString, EcoString, Span)>,
    /// The datasets whose last year the numbers of a passage are of.
    last: Vec<(EcoString, EcoString)>,
}

impl Reader<'_> {
    fn table(&mut self, table: &TableBlock) {
        let dataset = self.publication.datasets.get(&table.data.value);
        let Some(last) = dataset.and_then(|dataset| last_year(dataset)) else { return };
        let Some(Selector::Range(from, to)) = &table.columns else { return };
        if to.value != *last {
            return;
        }
        let message = format!("`{last}` is typed, and is the last year of `{}`", table.data.value);
        let hint = format!("write `{}..latest`, so that newer years are shown", from.value);
        self.found.push(Diagnostic::warning(Code::PinnedYear, to.span, message).with_hint(hint));
    }

    fn expression(&mut self, expression: &Expression) {
        for selection in expression.selections() {
            let dataset = self.publication.datasets.get(&selection.dataset.value);
            let Some(last) = dataset.and_then(|dataset| last_year(dataset)) else { continue };
            let pair = (selection.dataset.value.clone(), last.clone());
            if !self.last.contains(&pair) {
                self.last.push(pair);
            }
        }
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::DataTable(table) = &block.kind {
            self.table(table);
        }
        if let BlockKind::Chart(chart) = &block.kind {
            self.table(&chart.table);
        }
        let outer = std::mem::take(&mut self.last);
        let mut bound = Bound::default();
        if let BlockKind::Paragraph(inlines) = &block.kind {
            bound.inlines(inlines);
            for expression in &bound.found {
                self.expression(expression);
            }
        }
        walk_block(self, block);
        self.last = outer;
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Text(text) = &inline.kind {
            for (dataset, year) in &self.last {
                let is_word = |part: &str| part == year.as_str();
                if text.split(|c: char| !c.is_alphanumeric()).any(is_word) {
                    self.typed.push((dataset.clone(), year.clone(), inline.span));
                }
            }
        }
        self.inlines(inline.kind.content());
    }
}

/// The bound numbers of a passage.
#[derive(Default)]
struct Bound<'a> {
    found: Vec<&'a Expression>,
}

impl<'a> Visit<'a> for Bound<'a> {
    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Number(binding) = &inline.kind {
            self.found.push(&binding.expression);
        }
        self.inlines(inline.kind.content());
    }
}
