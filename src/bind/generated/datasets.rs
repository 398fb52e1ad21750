//! The pages of open data: the list of all datasets, and a page for each.

use std::collections::{BTreeMap, BTreeSet};

use ecow::{EcoString, eco_format};

use super::blocks::{list, page_link, paragraph};
use super::{Fields, GeneratedPage, SiteBinder};
use crate::base::span::Spanned;
use crate::bind::Headline;
use crate::bind::cite::{Collector, Style};
use crate::data::Dataset;
use crate::data::dataset::{Column as DataColumn, ColumnKind, SourceReference, Value};
use crate::data::print::Locale;
use crate::data::register::Register;
use crate::data::table::Printer;
use crate::language::Word;
use crate::markup::Cite;
use crate::plan::catalogue;
use crate::plan::{Site, routes};
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::tree::{Align, Block, Column, Facts, Form, Inline, Inlines, Table, TableKind, Target};

/// How many rows a page shows; the files have all.
const SHOWN_ROWS: usize = 250;

/// The short citations that the pages of datasets print, by the key and place that they cite.
pub(super) type Citations = BTreeMap<(EcoString, EcoString), Inlines>;

/// A dataset in a list.
#[derive(Debug)]
pub struct DatasetItem<'a> {
    /// The dataset.
    pub dataset: &'a Dataset,
    /// The title.
    pub title: EcoString,
    /// Where the data are from; empty if the dataset does not say.
    pub source: Inlines,
    /// How large it is, such as `10 rows, 12 columns`.
    pub size: String,
}

/// A register in a list.
#[derive(Debug)]
pub struct RegisterItem<'a> {
    /// The register.
    pub register: &'a Register,
    /// Its page.
    pub text: &'a Headline,
    /// How many entries it has, such as `12 entries`.
    pub size: EcoString,
}

/// A dataset on its page.
#[derive(Debug)]
pub struct DatasetFields<'a> {
    /// What lists say of it.
    pub item: DatasetItem<'a>,
    /// The day, month or year that the data stand for; empty if the dataset does not say.
    pub as_of: EcoString,
    /// By when someone should look for newer data; empty if the dataset does not say.
    pub review_by: EcoString,
    /// The terms of use; empty if the dataset does not say.
    pub licence: EcoString,
    /// The columns whose values no source states.
    pub inferred: Vec<EcoString>,
    /// What was done to the data since they left their source.
    pub transformations: Vec<EcoString>,
    /// Where the data contradict themselves, and why that is let stand.
    pub discrepancies: Vec<EcoString>,
    /// What the data must not be used for.
    pub caveats: Vec<EcoString>,
    /// Remarks that readers should know.
    pub notes: Vec<EcoString>,
    /// The columns with their types and units.
    pub columns: Block,
    /// The rows, no more than a page can bear.
    pub rows: Block,
    /// That not all rows are shown, and how many are; empty if all are.
    pub cut: EcoString,
    /// The texts that use it.
    pub used_in: Vec<&'a Headline>,
}

/// Formats the citations of the sources of all datasets of a site.
pub(super) fn citations(site: Site<'_>, style: &Style) -> Citations {
    let tag = &site.language.tag;
    let sources = &site.projection.sources;
    let mut collector = Collector::default();
    let (mut places, mut known) = (Vec::new(), BTreeSet::new());
    for dataset in catalogue::published(site) {
        let own = dataset.source.iter().map(|source| (source.key.clone(), locator(source, tag)));
        let cells = dataset.rows.iter().flat_map(|row| &row.cells);
        let named = cells.filter_map(|cell| match &cell.value {
            Value::Source(key) => Some((Spanned::new(key.clone(), cell.span), EcoString::new())),
            _ => None,
        });
        for (key, locator) in own.chain(named) {
            let place = (key.value.clone(), locator.clone());
            // A key that no source has was reported.
            if sources.get(&key).is_ok() && known.insert(place.clone()) {
                collector.add(vec![Cite { locator, ..Cite::of(key) }]);
                places.push(place);
            }
        }
    }
    let formatted = collector.format(sources, style, site.language).citations;
    places.into_iter().zip(formatted.into_iter().map(listed)).collect()
}

fn locator(source: &SourceReference, tag: &str) -> EcoString {
    source.locator.as_ref().map(|locator| locator.text(tag)).unwrap_or_default()
}

/// Leads the links of a citation to the page of all sources, since this one has no bibliography.
fn listed(content: Inlines) -> Inlines {
    let lead = |inline| match inline {
        Inline::Link { target: Target::Anchor { id }, content, .. } => {
            Inline::link(Target::Page { path: routes::SOURCES.into(), fragment: id }, content)
        }
        other => other,
    };
    content.into_iter().map(lead).collect()
}

impl<'a> SiteBinder<'a> {
    /// Binds the list of all datasets, and the page of each.
    pub(super) fn datasets(&self, facts: &[&Facts]) -> Vec<GeneratedPage<'a>> {
        let datasets: Vec<_> = catalogue::published(self.site).collect();
        let mut pages = Vec::new();
        if !datasets.is_empty() {
            pages.push(self.dataset_list(&datasets));
        }
        let forms = [Form::Report, Form::Brief, Form::Page];
        let users = self.texts_by(&forms, |text| &facts[text.index].datasets);
        pages.extend(datasets.iter().map(|dataset| {
            let used_in = users.get(&dataset.id).cloned().unwrap_or_default();
            self.dataset(dataset, used_in)
        }));
        pages
    }

    fn dataset_list(&self, datasets: &[&'a Dataset]) -> GeneratedPage<'a> {
        let items: Vec<_> = datasets.iter().map(|dataset| self.dataset_item(dataset)).collect();
        let registers = self.register_items();
        let mut body = vec![list(items.iter().map(|item| {
            let path = routes::dataset(&item.dataset.id);
            let size = Inline::text(eco_format!(" ({})", item.size));
            vec![page_link(&path, &item.title), size]
        }))];
        if !registers.is_empty() {
            body.extend([self.heading(Word::Registers), self.register_blocks(&registers)]);
        }
        let introduction = self.word(Word::DataIntroduction);
        let document = self.document(self.word(Word::Data), &introduction, body);
        let page = GeneratedPage::new(routes::DATA, document, Fields::Datasets(items, registers));
        let has = |site| catalogue::published(site).next().is_some();
        GeneratedPage { sites: self.own_sites(has), ..page }
    }

    fn dataset_item(&self, dataset: &'a Dataset) -> DatasetItem<'a> {
        DatasetItem {
            dataset,
            title: dataset.title.text(&self.site.language.tag),
            source: self.source(dataset),
            size: self.size(dataset),
        }
    }

    /// Binds the page of a dataset, which the texts `used_in` are based on.
    fn dataset(&self, dataset: &'a Dataset, used_in: Vec<&'a Headline>) -> GeneratedPage<'a> {
        let tag = &self.site.language.tag;
        let locale = self.locale();
        let day = |day: &Option<Spanned<EcoString>>| {
            day.as_ref().map(|day| date::format(&day.value, locale.language)).unwrap_or_default()
        };
        let texts =
            |texts: &[Localized]| texts.iter().map(|text| text.text(tag)).collect::<Vec<_>>();
        let fields = DatasetFields {
            item: self.dataset_item(dataset),
            as_of: day(&dataset.as_of),
            review_by: day(&dataset.review_by),
            licence: dataset.licence.as_ref().map(|text| text.text(tag)).unwrap_or_default(),
            inferred: locale.inferred_columns(dataset),
            transformations: texts(&dataset.transformations),
            discrepancies: locale.discrepancies(dataset, &self.site.projection.entities),
            caveats: texts(&dataset.caveats),
            notes: texts(&dataset.notes),
            columns: Block::Table(self.column_table(dataset)),
            rows: Block::Table(self.row_table(dataset)),
            cut: self.cut(dataset),
            used_in,
        };
        let title = fields.item.title.clone();
        let document = self.document(title, "", self.dataset_blocks(&fields));
        let path = routes::dataset(&dataset.id);
        let page = GeneratedPage::new(path, document, Fields::Dataset(Box::new(fields)));
        let has = |site: Site<'a>| catalogue::address(&dataset.id, site, self.plan).is_some();
        GeneratedPage {
            parents: vec![(self.word(Word::Data), routes::DATA.into())],
            sites: self.own_sites(has),
            ..page
        }
    }

    /// Returns what the page of a dataset says, in the order of its template.
    fn dataset_blocks(&self, fields: &DatasetFields<'_>) -> Vec<Block> {
        let line = |text: &str| vec![Inline::text(text)];
        let lines = |texts: &[EcoString]| texts.iter().map(|text| line(text)).collect::<Vec<_>>();
        let item = &fields.item;
        let facts = [
            (Word::DatasetSource, vec![item.source.clone()]),
            (Word::DatasetAsOf, vec![line(&fields.as_of)]),
            (Word::DatasetLicence, vec![line(&fields.licence)]),
            (Word::DatasetReviewBy, vec![line(&fields.review_by)]),
            (Word::DatasetInferred, vec![line(&fields.inferred.join(self.words.comma()))]),
            (Word::DatasetTransformations, lines(&fields.transformations)),
            (Word::DatasetDiscrepancies, lines(&fields.discrepancies)),
            (Word::DatasetCaveats, lines(&fields.caveats)),
            (Word::DatasetNotes, lines(&fields.notes)),
            (Word::DatasetId, vec![vec![Inline::Code { text: item.dataset.id.clone() }]]),
        ];
        let says = |line: &Inlines| !crate::tree::plain_text(line).is_empty();
        let facts = facts.into_iter().filter_map(|(word, mut lines)| {
            lines.retain(says);
            (!lines.is_empty()).then(|| self.fact(word, lines))
        });
        let mut blocks = vec![
            paragraph(line(&item.size)),
            Block::Definitions { items: facts.collect() },
            self.heading(Word::DatasetRows),
            fields.rows.clone(),
        ];
        if !fields.cut.is_empty() {
            blocks.push(paragraph(line(&fields.cut)));
        }
        blocks.extend([self.heading(Word::DatasetColumns), fields.columns.clone()]);
        if !fields.used_in.is_empty() {
            blocks.push(self.heading(Word::DatasetUsedIn));
            blocks.push(list(self.links(&fields.used_in)));
        }
        blocks
    }

    /// Returns how large a dataset is, such as `10 rows, 12 columns`.
    pub fn size(&self, dataset: &Dataset) -> String {
        let (dataset, _) = dataset.filed();
        let rows = self.words.get(Word::RowCount { rows: dataset.rows.len() });
        let columns = self.words.get(Word::ColumnCount { columns: dataset.columns.len() });
        self.site.language.list([&*rows, &*columns].into_iter())
    }

    fn cut(&self, dataset: &Dataset) -> EcoString {
        let (dataset, _) = dataset.filed();
        if dataset.rows.len() <= SHOWN_ROWS {
            return EcoString::new();
        }
        self.word(Word::RowsCut { shown: SHOWN_ROWS, rows: dataset.rows.len() })
    }

    /// Returns the short citation of where a dataset is from; empty if it does not say.
    pub fn source(&self, dataset: &Dataset) -> Inlines {
        let Some(source) = &dataset.source else { return Vec::new() };
        self.citation(&source.key.value, &locator(source, &self.site.language.tag))
    }

    fn citation(&self, key: &EcoString, locator: &EcoString) -> Inlines {
        let known = self.citations().get(&(key.clone(), locator.clone()));
        known.cloned().unwrap_or_else(|| vec![Inline::text(key.clone())])
    }

    fn locale(&self) -> Locale<'_> {
        Locale { language: self.site.language, words: self.words }
    }

    /// Describes the columns: name, title, type, unit.
    fn column_table(&self, dataset: &Dataset) -> Table {
        let (dataset, _) = dataset.filed();
        let heads = [Word::ColumnName, Word::ColumnTitle, Word::ColumnType, Word::NumberUnit];
        let text = |text: EcoString| vec![Inline::text(text)];
        let row = |column: &DataColumn| {
            let tag = &self.site.language.tag;
            let kind = self.words.get(column_type(column.kind));
            let name = vec![Inline::Code { text: column.name.clone() }];
            vec![
                name,
                text(column.title_in(tag)),
                text(kind.into()),
                text(self.locale().measured(&column.measure)),
            ]
        };
        Table {
            columns: heads.map(|word| head(Align::Start, self.word(word))).into(),
            rows: dataset.columns.iter().map(row).collect(),
            row_heads: true,
            kind: TableKind::Composed,
            ..Table::default()
        }
    }

    /// Returns the rows as readers see them, no more than a page can bear.
    fn row_table(&self, dataset: &Dataset) -> Table {
        let count = dataset.filed().0.rows.len().min(SHOWN_ROWS);
        Table {
            kind: TableKind::Records,
            ..self.rows_table(dataset, &(0..count).collect::<Vec<_>>())
        }
    }

    /// Returns some rows as readers see them.
    pub(super) fn rows_table(&self, dataset: &Dataset, rows: &[usize]) -> Table {
        let (dataset, _) = dataset.filed();
        let column_head = |column: &DataColumn| {
            let is_number = matches!(column.kind, ColumnKind::Number | ColumnKind::Year);
            let align = if is_number { Align::Number } else { Align::Start };
            let unit = self.locale().unit(&column.measure);
            Column { unit, ..head(align, column.title_in(&self.site.language.tag)) }
        };
        let row = |row: usize| {
            (0..dataset.columns.len()).map(|column| self.cell(dataset, row, column)).collect()
        };
        Table {
            columns: dataset.columns.iter().map(column_head).collect(),
            rows: rows.iter().copied().map(row).collect(),
            row_heads: dataset.key == 0,
            kind: TableKind::Composed,
            ..Table::default()
        }
    }

    fn cell(&self, dataset: &Dataset, row: usize, column: usize) -> Inlines {
        let value = &dataset.rows[row].cells[column].value;
        if let Value::Source(key) = value {
            return self.citation(key, &EcoString::new());
        }
        let entities = &self.site.projection.entities;
        let printer = Printer { locale: self.locale(), entities };
        let kind = dataset.columns[column].kind;
        vec![Inline::text(printer.cell(value, kind, dataset.status(row, column), None))]
    }
}

fn head(align: Align, text: EcoString) -> Column {
    Column { align, head: vec![Inline::text(text)], unit: EcoString::new() }
}

fn column_type(kind: ColumnKind) -> Word<'static> {
    match kind {
        ColumnKind::Text | ColumnKind::Status => Word::ColumnTypeText,
        ColumnKind::Number => Word::ColumnTypeNumber,
        ColumnKind::Year => Word::ColumnTypeYear,
        ColumnKind::Date => Word::ColumnTypeDate,
        ColumnKind::Boolean => Word::ColumnTypeBoolean,
        ColumnKind::Entity => Word::ColumnTypeEntity,
        ColumnKind::Source => Word::ColumnTypeSource,
    }
}
