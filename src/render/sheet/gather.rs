//! Gathering the tables of a publication, and what readers must know of them.

use std::collections::BTreeSet;

use ecow::{EcoString, eco_format};

use super::{Column, Labels, NOT_AVAILABLE, Sheet, SheetCell, Workbook};
use crate::base::span::Spanned;
use crate::bind::cite::{Collector, Formatting, Style};
use crate::data::Dataset;
use crate::data::dataset::{self, ColumnKind, SourceReference, Value};
use crate::data::print::Locale;
use crate::data::register::download::Download;
use crate::data::table::Heading;
use crate::engine::session::Session;
use crate::language::Word;
use crate::markup::Cite;
use crate::plan::catalogue;
use crate::plan::{Plan, Site};
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::tree::{Form, Inline, plain_text};

/// The longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;

/// The widest column, in letters; longer texts are broken.
const WIDEST: usize = 60;

/// What a workbook is made of.
#[derive(Debug, Clone, Copy)]
pub struct WantedSheets<'a> {
    /// The site whose readers get the data.
    pub site: Site<'a>,
    /// What binds the lines of registers, and knows which of them readers get.
    pub session: &'a Session<'a>,
    /// The language.
    pub locale: Locale<'a>,
    /// How works are cited.
    pub style: &'a Style,
    /// The dataset or register; all that are open if there is none.
    pub only: Option<&'a str>,
}

/// Gathers the open datasets and the registers; none if none has the name that is wanted.
pub fn gather(wanted: WantedSheets<'_>) -> Option<Workbook> {
    let gathering = Gathering { wanted, tag: &wanted.locale.language.tag };
    gathering.workbook()
}

/// Returns the names that can be wanted, in the order of the sheets.
pub(crate) fn names<'a>(site: Site<'a>, plan: &'a Plan<'_>) -> impl Iterator<Item = &'a Dataset> {
    let publication = site.projection;
    let open = catalogue::published(site);
    let shown = move |id: &str| plan.variants(Form::Register, id).next().is_some();
    let registers = publication.registers.iter().filter(move |register| shown(&register.id));
    open.chain(registers.filter_map(|register| Some(&**publication.datasets.get(&register.id)?)))
}

struct Gathering<'a> {
    wanted: WantedSheets<'a>,
    tag: &'a str,
}

impl Gathering<'_> {
    fn workbook(&self) -> Option<Workbook> {
        let WantedSheets { site, session, only, .. } = self.wanted;
        let publication = site.projection;
        let settings = &publication.settings;
        let datasets: Vec<_> = names(site, &session.plan)
            .filter(|dataset| only.is_none_or(|only| only == dataset.id))
            .collect();
        let mut taken = BTreeSet::new();
        let labels = self.labels();
        for name in [&labels.cover, &labels.contents, &labels.notes] {
            taken.insert(name.to_lowercase().to_string());
        }
        let sheets: Vec<_> =
            datasets.iter().map(|dataset| self.sheet(dataset, &mut taken)).collect();
        let title = match datasets[..] {
            [dataset] if only.is_some() => self.text(&dataset.title),
            [] => return None,
            _ => self.text(&settings.title),
        };
        let optional = |text: &Option<Localized>| {
            text.as_ref().map(|text| self.text(text)).unwrap_or_default()
        };
        Some(Workbook {
            language: self.tag.into(),
            title,
            description: optional(&settings.description),
            publisher: optional(&settings.publisher),
            facts: self.facts(),
            day: publication.newest_day().unwrap_or_default(),
            labels,
            marks: vec![(NOT_AVAILABLE.into(), self.word(Word::MarkNotAvailable))],
            sheets,
        })
    }

    fn word(&self, word: Word<'_>) -> EcoString {
        EcoString::from(&*self.wanted.locale.words.get(word))
    }

    fn text(&self, text: &Localized) -> EcoString {
        text.text(self.tag)
    }

    fn labels(&self) -> Labels {
        Labels {
            cover: self.word(Word::WorkbookCover),
            contents: self.word(Word::Contents),
            notes: self.word(Word::DatasetNotes),
            sheet: self.word(Word::WorkbookSheet),
            title: self.word(Word::ColumnTitle),
            mark: self.word(Word::WorkbookMark),
            meaning: self.word(Word::WorkbookMeaning),
            one_table: self.word(Word::WorkbookOneTable),
        }
    }

    /// Says what holds for the whole publication.
    fn facts(&self) -> Vec<(EcoString, EcoString)> {
        let publication = self.wanted.site.projection;
        let settings = &publication.settings;
        let publisher = settings.publisher.as_ref().map(|text| self.text(text));
        let licence = settings.licence.as_ref().map(|licence| self.text(&licence.name));
        let day = publication.newest_day().map(|day| day.to_string());
        let day = day.map(|day| date::format(&day, self.wanted.locale.language));
        let address = Some(settings.base_url.clone()).filter(|address| !address.is_empty());
        [
            (Word::PublishedBy, publisher),
            (Word::DatasetAsOf, day),
            (Word::Licence, licence),
            (Word::Address, address),
        ]
        .into_iter()
        .filter_map(|(word, text)| Some((self.word(word), text?)))
        .collect()
    }

    fn sheet(&self, dataset: &Dataset, taken: &mut BTreeSet<String>) -> Sheet {
        let WantedSheets { site, session, .. } = self.wanted;
        let register = session.printed_register(site, &dataset.id);
        let register =
            register.and_then(|register| Download::new(register, site.projection, self.tag));
        let dataset = register.as_ref().map_or(dataset, Download::table);
        let (mut columns, mut rows) = self.table(dataset);
        if let Some(register) = &register {
            self.sources(register, &mut columns, &mut rows);
        }
        for (number, column) in columns.iter_mut().enumerate() {
            column.width = width(column, rows.iter().map(|row| &row[number]));
        }
        Sheet {
            name: unused(&dataset.id, taken),
            range: range_name(&dataset.id),
            title: self.text(&dataset.title),
            facts: self.described(dataset),
            notes: self.notes(dataset),
            columns,
            rows,
        }
    }

    /// Returns the columns and rows of a dataset; a column whose values readers must know more of
    /// has another for that behind it.
    fn table(&self, dataset: &Dataset) -> (Vec<Column>, Vec<Vec<SheetCell>>) {
        let numbers: Vec<_> = (0..dataset.rows.len()).collect();
        let all: Vec<_> = (0..dataset.columns.len()).collect();
        let headings = Heading::of(dataset, &numbers, &all);
        let mut heads = BTreeSet::new();
        let head = |heading: &Heading| match *heading {
            Heading::Values(column) => self.column(&dataset.columns[column], &mut heads),
            Heading::Status(column) => {
                let title = dataset.columns[column].title_in(self.tag);
                unique(&self.word(Word::ColumnStatus { column: &title }), &mut heads)
            }
        };
        let columns = headings.iter().map(head).collect();
        let cell = |row: usize, heading: &Heading| match *heading {
            Heading::Values(column) => {
                self.cell(&dataset.rows[row].cells[column], dataset.columns[column].kind)
            }
            Heading::Status(column) => {
                let status = dataset.status(row, column);
                SheetCell::Text(status.map(|status| self.word(status.word())).unwrap_or_default())
            }
        };
        let row = |row: usize| headings.iter().map(|heading| cell(row, heading)).collect();
        (columns, numbers.into_iter().map(row).collect())
    }

    /// Adds the sources of each entry of a register.
    fn sources(
        &self,
        download: &Download<'_>,
        columns: &mut Vec<Column>,
        rows: &mut [Vec<SheetCell>],
    ) {
        let mut heads = columns.iter().map(|column| column.head.to_lowercase()).collect();
        columns.push(unique(&self.word(Word::EntrySources), &mut heads));
        for (entry, row) in download.register().entries.iter().zip(rows) {
            row.push(SheetCell::Text(download.works(entry).into()));
        }
    }

    fn column(&self, described: &dataset::Column, heads: &mut BTreeSet<EcoString>) -> Column {
        let title = described.title_in(self.tag);
        let unit = self.wanted.locale.unit(&described.measure);
        let head = if unit.is_empty() || title.contains(unit.as_str()) {
            title
        } else {
            eco_format!("{title} ({unit})")
        };
        unique(&head, heads)
    }

    fn cell(&self, cell: &dataset::Cell, kind: ColumnKind) -> SheetCell {
        let dataset::Cell { value, span, .. } = cell;
        match value {
            Value::Missing => SheetCell::NotAvailable,
            Value::Number(number) if kind == ColumnKind::Year => SheetCell::Year(*number),
            Value::Number(number) => SheetCell::Number(*number),
            Value::Boolean(boolean) => SheetCell::Boolean(*boolean),
            Value::Date(text) => {
                text.parse().map_or_else(|_| SheetCell::Text(text.clone()), SheetCell::Day)
            }
            Value::Source(key) => SheetCell::Text(self.citation(Spanned::new(key.clone(), *span))),
            Value::Text(_) | Value::Entity(_) => {
                SheetCell::Text(value.text(&self.wanted.site.projection.entities, self.tag))
            }
        }
    }

    /// Returns what stands above a table.
    fn described(&self, dataset: &Dataset) -> Vec<(EcoString, EcoString)> {
        let language = self.wanted.locale.language;
        let source = dataset.source.as_ref().map(|source| self.work(source));
        let as_of = dataset.as_of.as_ref().map(|as_of| date::format(&as_of.value, language));
        let licence = dataset.licence.as_ref().map(|licence| self.text(licence));
        [(Word::DatasetSource, source), (Word::DatasetAsOf, as_of), (Word::DatasetLicence, licence)]
            .into_iter()
            .filter_map(|(word, text)| Some((self.word(word), text?)))
            .collect()
    }

    fn notes(&self, dataset: &Dataset) -> Vec<(EcoString, EcoString)> {
        let locale = self.wanted.locale;
        let texts = |texts: &[Localized]| texts.iter().map(|text| self.text(text)).collect();
        let inferred: Vec<EcoString> = locale.inferred_columns(dataset);
        let discrepancies = locale.discrepancies(dataset, &self.wanted.site.projection.entities);
        let parts: [(Word<'_>, Vec<EcoString>); 5] = [
            (Word::DatasetInferred, inferred),
            (Word::DatasetTransformations, texts(&dataset.transformations)),
            (Word::DatasetCaveats, texts(&dataset.caveats)),
            (Word::DatasetDiscrepancies, discrepancies),
            (Word::DatasetNotes, texts(&dataset.notes)),
        ];
        let lines = parts.into_iter().flat_map(|(word, texts)| {
            let word = self.word(word);
            texts.into_iter().map(move |text| (word.clone(), text))
        });
        lines.collect()
    }

    /// Returns the short citation of a work.
    fn citation(&self, key: Spanned<EcoString>) -> EcoString {
        let formatting = self.format(key);
        formatting.citations.first().map(|text| cited(text)).unwrap_or_default()
    }

    fn format(&self, key: Spanned<EcoString>) -> Formatting {
        let mut collector = Collector::default();
        collector.add(vec![Cite::of(key)]);
        let WantedSheets { site: Site { projection: publication, .. }, style, locale, .. } =
            self.wanted;
        collector.format(&publication.sources, style, locale.language)
    }

    /// Returns the entry of a work in the bibliography, with the place in the work.
    fn work(&self, source: &SourceReference) -> EcoString {
        let formatting = self.format(source.key.clone());
        let entry = formatting.bibliography.first();
        let entry = entry.map(|entry| plain_text(&entry.content)).unwrap_or_default();
        match &source.locator {
            None => entry,
            Some(locator) => eco_format!("{entry} {}", self.text(locator)),
        }
    }
}

/// Returns the text of a citation without the brackets around it.
fn cited(text: &[Inline]) -> EcoString {
    let text = plain_text(text);
    let inner = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    inner.map_or_else(|| text.clone(), EcoString::from)
}

/// Returns a column whose head no other has.
fn unique(head: &EcoString, heads: &mut BTreeSet<EcoString>) -> Column {
    let mut unique = head.clone();
    let mut number = 2;
    while !heads.insert(unique.to_lowercase()) {
        unique = eco_format!("{head} ({number})");
        number += 1;
    }
    Column { head: unique, width: 0 }
}

/// Returns how wide a column must be for its cells, within reason; its head is broken instead.
fn width<'a>(column: &Column, cells: impl Iterator<Item = &'a SheetCell>) -> usize {
    let longest = column.head.split_whitespace().map(|word| word.chars().count()).max();
    let cells = cells.map(|cell| match cell {
        SheetCell::NotAvailable => 3,
        // A group of three digits has a separator.
        SheetCell::Number(number) => number.to_string().len() * 4 / 3 + 1,
        SheetCell::Year(_) => 4,
        SheetCell::Day(_) => 10,
        SheetCell::Text(text) => text.chars().count(),
        SheetCell::Boolean(_) => 5,
    });
    cells.chain(longest).max().unwrap_or_default().clamp(8, WIDEST) + 2
}

/// Returns `id` as the name of a sheet, short enough and different from all others.
fn unused(id: &str, taken: &mut BTreeSet<String>) -> EcoString {
    let kept = |length| id.replace('/', "-").chars().take(length).collect::<String>();
    let mut name = kept(LONGEST_NAME);
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        let tail = format!("-{number}");
        name = kept(LONGEST_NAME - tail.len()) + &tail;
        number += 1;
    }
    name.into()
}

/// Returns the name of a table's range. `fdi2016` would be a cell, so all begin alike.
fn range_name(id: &str) -> EcoString {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    eco_format!("data_{}", id.chars().map(plain).collect::<String>())
}
