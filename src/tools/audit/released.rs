//! What editions reveal of closed data: the numbers that a text prints from a dataset with `publish: false`, the
//! names and texts beside them, what statements about such data decide, and what is derived from them and open.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};
use serde::Serialize;

use crate::base::files::Files;
use crate::base::span::Span;
use crate::base::yaml::{self, Mapping};
use crate::data::Dataset;
use crate::data::dataset::{Access, ColumnKind, Value};
use crate::data::derive;
use crate::data::evaluate::is_true;
use crate::data::expression::Binding;
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, InlineKind, TableBlock};
use crate::plan::{Edition, catalogue};
use crate::publication::Publication;
use crate::tree::{Document, LedgerEntry, LedgerPlace};

/// Something of closed data that readers see.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Disclosure {
    /// The file that prints it.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// What it is.
    pub kind: DisclosureKind,
    /// What readers see: the number as it is printed, or the names; of a dataset, what is open.
    pub text: EcoString,
    /// What it is computed from, or the cell, or the statement.
    pub expression: EcoString,
    /// The closed datasets that it is based on.
    pub datasets: Vec<EcoString>,
    /// The figure or table that prints it; empty for what stands in a sentence.
    pub figure: EcoString,
    /// Who reads it, each with the language: `public (en)`.
    pub readers: Vec<EcoString>,
}

/// What is released of closed data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DisclosureKind {
    /// A number, in a sentence, a table or a chart.
    Number,
    /// The names of rows and other texts in a table or chart.
    Texts,
    /// Words or blocks that are there, or are not, because of a statement about the data.
    Statement,
    /// A dataset that is derived from closed data and open.
    Dataset,
    /// What a dataset with `publish: described` says of itself.
    Description,
}

impl DisclosureKind {
    /// Returns what it is called, in a list of what there is.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Texts => "text",
            Self::Statement => "statement",
            Self::Dataset => "open dataset",
            Self::Description => "description",
        }
    }
}

/// Returns what editions reveal of closed data, in the order of files.
pub fn released(
    publication: &Publication,
    editions: &[(&Edition<'_>, Document)],
) -> Vec<Disclosure> {
    let mut found: BTreeMap<Disclosure, BTreeSet<EcoString>> = BTreeMap::new();
    let mut sites = BTreeSet::new();
    for (edition, document) in editions {
        let mut search =
            Search { edition, publication, labels: BTreeMap::new(), found: Vec::new() };
        search.numbers(document);
        edition.manuscript.visit(&mut search);
        if sites.insert((&edition.site.audience.id, edition.site.index)) {
            search.open_data();
        }
        search.descriptions(document);
        let reader = eco_format!("{} ({})", edition.site.audience.id, document.language);
        for release in search.found {
            found.entry(release).or_default().insert(reader.clone());
        }
    }
    let read_by = |(release, readers): (Disclosure, BTreeSet<EcoString>)| Disclosure {
        readers: readers.into_iter().collect(),
        ..release
    };
    found.into_iter().map(read_by).collect()
}

/// A search of one edition.
struct Search<'a, 'p> {
    edition: &'a Edition<'p>,
    publication: &'a Publication,
    /// The labels of figures, by their places.
    labels: BTreeMap<Span, EcoString>,
    found: Vec<Disclosure>,
}

impl Search<'_, '_> {
    fn is_closed(&self, id: &str) -> bool {
        self.publication.datasets.get(id).is_some_and(|dataset| dataset.access.is_closed())
    }

    fn numbers(&mut self, document: &Document) {
        for entry in &document.ledger {
            if let LedgerPlace::Figure { label, .. } = &entry.place {
                self.labels.insert(entry.span, label.clone());
            }
            let datasets = self.datasets(entry, document);
            if datasets.is_empty() {
                continue;
            }
            let place = Place::of(entry.span, &self.publication.files);
            self.found.push(Disclosure {
                text: entry.text.clone(),
                expression: entry.expression.clone(),
                figure: match &entry.place {
                    LedgerPlace::Figure { label, .. } => label.clone(),
                    LedgerPlace::Text => EcoString::new(),
                },
                ..place.disclosure(DisclosureKind::Number, datasets)
            });
        }
    }

    /// Returns the closed datasets that a number is based on.
    fn datasets(&self, entry: &LedgerEntry, document: &Document) -> Vec<EcoString> {
        let used = entry.datasets.iter().filter_map(|&index| document.annex.get(index));
        used.map(|used| &used.dataset).filter(|id| self.is_closed(id)).cloned().collect()
    }

    /// Adds a statement about closed data that decides whether something is printed, or bears it out.
    fn statement(&mut self, name: &str, statement: &Binding) {
        let mut used = BTreeSet::new();
        derive::collect(&statement.expression, &self.publication.values, &mut used);
        used.retain(|id| self.is_closed(id));
        if used.is_empty() {
            return;
        }
        let Ok(holds) = is_true(&statement.expression, self.edition.data()) else { return };
        let place = Place::of(statement.span, &self.publication.files);
        self.found.push(Disclosure {
            text: if holds { "true" } else { "false" }.into(),
            expression: eco_format!("{name}=\"{}\"", statement.written()),
            ..place.disclosure(DisclosureKind::Statement, used.into_iter().collect())
        });
    }

    /// Adds the names and texts that a table or chart of closed data shows.
    fn shown(&mut self, block: &TableBlock, labels: Option<&EcoString>, span: Span) {
        let id = &block.data.value;
        let Ok(dataset) = self.edition.data().dataset(&block.data) else { return };
        if !self.is_closed(id) {
            return;
        }
        let selecting = self.edition.data().selecting(dataset);
        let all = (0..dataset.columns.len()).collect();
        let columns = block.columns.as_ref().map_or(Ok(all), |names| selecting.columns(names));
        let columns: Vec<usize> = columns.unwrap_or_default();
        let all = (0..dataset.rows.len()).collect();
        let rows = block.rows.as_ref().map_or(Ok(all), |names| selecting.rows(names, &columns));
        let is_text = |column: &usize| dataset.columns[*column].kind != ColumnKind::Number;
        let mut texts: BTreeSet<usize> = columns.iter().copied().filter(is_text).collect();
        texts.extend(labels.and_then(|name| dataset.column(name)));
        let rows = rows.unwrap_or_default();
        let said = rows.iter().flat_map(|&row| texts.iter().map(move |&column| (row, column)));
        let tag = &self.edition.site.language.tag;
        let said: Vec<_> = said.filter_map(|cell| text(dataset, cell, tag)).collect();
        if said.is_empty() {
            return;
        }
        let place = Place::of(span, &self.publication.files);
        let own = block.id.as_ref().map(|id| id.value.clone()).unwrap_or_default();
        self.found.push(Disclosure {
            text: said.join(", ").into(),
            expression: id.clone(),
            figure: self.labels.get(&span).cloned().unwrap_or(own),
            ..place.disclosure(DisclosureKind::Texts, vec![id.clone()])
        });
    }

    /// Adds the datasets of this edition's site that are derived from closed data.
    fn open_data(&mut self) {
        for dataset in catalogue::published(self.edition.site) {
            let inputs = self.publication.lineage.inputs(&dataset.id);
            let closed: BTreeSet<_> = inputs.filter(|id| self.is_closed(id)).cloned().collect();
            if closed.is_empty() {
                continue;
            }
            let place = Place::of_key(dataset, &self.publication.files);
            let (rows, columns) = (dataset.rows.len(), dataset.columns.len());
            self.found.push(Disclosure {
                text: eco_format!("{rows} × {columns} cells"),
                expression: dataset.id.clone(),
                ..place.disclosure(DisclosureKind::Dataset, closed.into_iter().collect())
            });
        }
    }

    /// Adds what closed datasets say of themselves besides their numbers.
    fn descriptions(&mut self, document: &Document) {
        for used in &document.annex {
            let dataset = self.publication.datasets.get(&used.dataset);
            let Some(dataset) = dataset.filter(|it| it.access == Access::Described) else {
                continue;
            };
            let place = Place::of_key(dataset, &self.publication.files);
            self.found.push(Disclosure {
                text: dataset.title.text(&document.language),
                expression: dataset.id.clone(),
                ..place.disclosure(DisclosureKind::Description, vec![dataset.id.clone()])
            });
        }
    }
}

/// Returns what a cell says in words; none if it says nothing.
fn text(dataset: &Dataset, (row, column): (usize, usize), tag: &str) -> Option<String> {
    match &dataset.rows[row].cells[column].value {
        Value::Missing | Value::Number(_) => None,
        Value::Text(text) => Some(text.text(tag).into()),
        Value::Date(text) | Value::Source(text) | Value::Entity(text) => Some(text.to_string()),
        Value::Boolean(boolean) => Some(boolean.to_string()),
    }
}

impl<'a> Visit<'a> for Search<'_, '_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::DataTable(table) => self.shown(table, None, block.span),
            BlockKind::Chart(chart) => {
                let labels = chart.labels.as_ref().map(|labels| &labels.value);
                self.shown(&chart.table, labels, block.span);
            }
            BlockKind::Div(attributes, _) => {
                if let Some(statement) = &attributes.when {
                    self.statement("when", statement);
                }
            }
            BlockKind::Picture(_)
            | BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Formula(_)
            | BlockKind::Table(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::RawHtml(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            for (name, statement) in
                [("when", &span.attributes.when), ("holds", &span.attributes.holds)]
            {
                if let Some(statement) = statement {
                    self.statement(name, statement);
                }
            }
        }
        self.inlines(inline.kind.content());
    }
}

/// Where a release is decided: a file and a line.
struct Place {
    path: String,
    line: usize,
}

impl Place {
    fn of(span: Span, files: &Files) -> Self {
        let file = files.get(span.file);
        Self { path: file.path.to_string(), line: file.line_column(span.start as usize).0 }
    }

    /// Returns where a dataset says who gets it; its beginning if it does not.
    fn of_key(dataset: &Dataset, files: &Files) -> Self {
        let whole = Span::new(dataset.file, 0, files.get(dataset.file).text.len());
        let key = yaml::parse(files, whole).ok().and_then(|node| {
            let mut mapping = Mapping::new(&node).ok()?;
            mapping.get("publish").map(|node| node.span)
        });
        Self::of(key.unwrap_or(Span::start_of(dataset.file)), files)
    }

    fn disclosure(self, kind: DisclosureKind, datasets: Vec<EcoString>) -> Disclosure {
        Disclosure {
            path: self.path,
            line: self.line,
            kind,
            text: EcoString::new(),
            expression: EcoString::new(),
            datasets,
            figure: EcoString::new(),
            readers: Vec::new(),
        }
    }
}
