//! Datasets: tables with a key, typed columns, a measure and a source.

mod columns;
mod totals;
mod units;
mod value;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use ecow::EcoString;

use super::checks::{self, Discrepancy};
use super::dimensions::Dimensions;
use super::measure::{self};
use super::origin::{self, Origin};
pub(crate) use super::rows::scalar;
use super::rows::{Gathered, RowReader, Source};
pub use super::status::CellStatus;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::reads::Noted;
use crate::base::span::{FileId, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::publication::date;
use crate::publication::entity::Entities;
use crate::publication::localized::Localized;
pub(crate) use columns::read_provenance;
use units::RowUnits;
pub use value::{Cell, Column, ColumnKind, Described, Provenance, Row, Rows, Value};

/// A table of data.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// The name, which is its file name without extension.
    pub id: EcoString,
    /// The file that describes it.
    pub file: FileId,
    /// The title.
    pub title: Localized,
    /// Where the data are from.
    pub source: Option<SourceReference>,
    /// Where its raw file was downloaded.
    pub origin: Option<Origin>,
    /// The terms of use of the data.
    pub licence: Option<Localized>,
    /// The day, month or year that the data describe.
    pub as_of: Option<Spanned<EcoString>>,
    /// The day, month or year by the end of which someone should look for newer data.
    pub review_by: Option<Spanned<EcoString>>,
    /// How the data were changed after they left their source.
    pub transformations: Vec<Localized>,
    /// What the data must not be used for.
    pub caveats: Vec<Localized>,
    /// Remarks that readers should know.
    pub notes: Vec<Localized>,
    /// Where the data contradict themselves, and why that is accepted.
    pub discrepancies: Vec<Discrepancy>,
    /// Whether it has a page and files of its own.
    pub access: Access,
    /// The number of the key column; of several dimensions, the first that names rows.
    pub key: usize,
    /// The dimensions, if its key has several columns.
    pub dimensions: Option<Dimensions>,
    /// The columns, left to right.
    pub columns: Vec<Column>,
    /// The rows, in file order.
    pub rows: Rows,
    /// The numbers of the rows that are totals of others.
    pub totals: BTreeSet<usize>,
    index: Arc<HashMap<EcoString, usize>>,
    row_units: Arc<RowUnits>,
}

/// The datasets of a publication, by name; who reads one is noted to.
pub type Datasets = BTreeMap<EcoString, Noted<Dataset>>;

/// Whether readers get the whole of a dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It has a page and files.
    Open,
    /// It has a page and files if texts use it.
    Used,
    /// Readers see the cells that editions print, and what the dataset says about itself.
    Described,
    /// Readers see the cells that editions print, and nothing else.
    Closed,
}

impl Access {
    /// Reads `publish:`, which is `true`, `false` or `described`.
    fn read(node: &Node) -> Result<Self, Diagnostic> {
        match &node.value {
            yaml::Value::Boolean(true) => Ok(Self::Open),
            yaml::Value::Boolean(false) => Ok(Self::Closed),
            yaml::Value::Text(text) if text == "described" => Ok(Self::Described),
            _ => Err(Diagnostic::error(
                Code::BadValue,
                node.span,
                "`publish` is `true`, `false` or `described`",
            )
            .with_hint("write `false` to keep all of the dataset but the numbers that texts print, `described` to say its title, source and notes beside them")),
        }
    }

    /// Whether the rows are not published.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Described | Self::Closed)
    }
}

/// A bibliography entry, and the place in the work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceReference {
    /// The key in `sources.yaml`.
    pub key: Spanned<EcoString>,
    /// The place in the work.
    pub locator: Option<Localized>,
}

impl Dataset {
    /// Reads the dataset `id` from its YAML, and its rows from a file if it names one.
    pub fn read(
        id: &str,
        file: FileId,
        files: &Files,
        entities: &Entities,
        problems: &mut Problems,
    ) -> Option<Self> {
        let whole = files.whole(file);
        let node = problems.keep(yaml::parse(files, whole))?;
        Described { id, file, node: &node }.read(files, entities, problems)
    }

    fn read_described(
        described: Described<'_>,
        files: &Files,
        entities: &Entities,
        problems: &mut Problems,
    ) -> Option<Self> {
        let Described { id, file, node } = described;
        let mut mapping = problems.keep(Mapping::new(node))?;
        let described = Self::describe(id.into(), file, &mut mapping, problems);
        let measure = mapping.get("measure").and_then(|node| measure::read(node, problems));
        let access = mapping.stated("publish", problems, Access::read);
        let provenance = mapping.optional("inferred", problems, columns::read_provenance);
        let key = mapping.required("key", problems, Ok);
        let key = key.map(|node| yaml::list(node, problems, yaml::spanned_text));
        let columns = mapping.required("columns", problems, Ok);
        let rows = mapping.required("rows", problems, Ok);
        let total = mapping.get("total");
        let checks = mapping.get("checks");
        let misplaced = rows.and_then(|rows| Source::misplaced(&mut mapping, rows));
        if let Some(derive) = mapping.get("derive") {
            problems.push(
                Diagnostic::error(Code::BadValue, derive.span, "`derive:` does not begin a line")
                    .with_hint(
                        "write it at the beginning of a line of its own, with its keys below it",
                    ),
            );
        }
        mapping.finish(problems);
        if let Some(misplaced) = misplaced {
            problems.push(misplaced);
            return None;
        }

        let defaults = columns::Defaults {
            measure: measure.unwrap_or_default(),
            provenance: provenance.unwrap_or_default(),
        };
        let columns = columns::read(columns?, &defaults, problems);
        let keys = key?;
        let keys: Vec<_> = keys.iter().map(|key| columns.key(key, problems)).collect();
        let keys: Option<Vec<_>> = keys.into_iter().collect();
        let access = access.unwrap_or(Access::Used);
        let mut dataset = Self { columns: columns.usable, access, ..described? };
        // Without columns, follow-up mistakes would be reported for each row.
        let mut keys = keys.filter(|keys| !keys.is_empty())?;
        dataset.key = keys[0];
        let hidden = files.hidden_names(file);
        let hidden: Vec<_> = hidden.iter().flat_map(|name| columns::names(name)).collect();
        let passed_over = [&columns.broken[..], &hidden[..]].concat();
        let reader = RowReader::new(files, entities, (&passed_over[..], &keys[..]));
        let read = reader.read(&mut dataset, rows?, problems);
        match read.filter(|_| columns.broken.is_empty())? {
            Gathered::Rows => dataset.fold_statuses(&mut keys),
            Gathered::Observations(observations) => {
                let turned = observations.finish(&dataset, entities);
                dataset = problems.keep(turned.map_err(|error| *error))?;
            }
        }
        dataset.read_row_units();
        match total {
            Some(total) => dataset.read_totals(total, entities, problems),
            None => problems.extend(dataset.undeclared_total()),
        }
        dataset.discrepancies = checks::run(checks, (&dataset, &hidden), entities, problems);
        Some(dataset)
    }

    /// Reads what the dataset says about itself as a whole.
    fn describe(
        id: EcoString,
        file: FileId,
        mapping: &mut Mapping<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let title = mapping.required("title", problems, Localized::read);
        let (source, origin) =
            mapping.get("source").map_or((None, None), |node| origin::read(node, problems));
        let licence = mapping.optional("licence", problems, Localized::read);
        let as_of = mapping.optional("as_of", problems, date::spanned);
        let review_by = mapping.optional("review_by", problems, date::spanned);
        let mut texts = |name| {
            let node = mapping.get(name);
            node.map(|node| yaml::list(node, problems, remark)).unwrap_or_default()
        };
        let [transformations, caveats, notes] =
            ["transformations", "caveats", "notes"].map(&mut texts);
        Some(Self {
            title: title?,
            source,
            origin,
            licence,
            as_of,
            review_by,
            transformations,
            caveats,
            notes,
            ..Self::empty(id, file, Vec::new())
        })
    }

    /// Creates a dataset without rows, whose first column is the key.
    pub(crate) fn empty(id: EcoString, file: FileId, columns: Vec<Column>) -> Self {
        Self {
            id,
            file,
            title: Localized::Same(EcoString::new()),
            source: None,
            origin: None,
            licence: None,
            as_of: None,
            review_by: None,
            transformations: Vec::new(),
            caveats: Vec::new(),
            notes: Vec::new(),
            discrepancies: Vec::new(),
            access: Access::Open,
            key: 0,
            dimensions: None,
            columns,
            rows: Rows::default(),
            totals: BTreeSet::new(),
            index: Arc::default(),
            row_units: Arc::default(),
        }
    }

    /// Copies what another dataset says about itself as a whole.
    pub(super) fn describe_like(&mut self, other: &Self) {
        let (columns, rows) = (std::mem::take(&mut self.columns), std::mem::take(&mut self.rows));
        let index = std::mem::take(&mut self.index);
        *self = Self {
            key: 0,
            columns,
            rows,
            index,
            title: other.title.clone(),
            source: other.source.clone(),
            origin: other.origin.clone(),
            licence: other.licence.clone(),
            as_of: other.as_of.clone(),
            review_by: other.review_by.clone(),
            transformations: other.transformations.clone(),
            caveats: other.caveats.clone(),
            notes: other.notes.clone(),
            access: other.access,
            ..Self::empty(other.id.clone(), other.file, Vec::new())
        };
    }

    /// Returns the dataset as readers see it: a closed one says nothing about itself.
    #[must_use]
    pub fn told(&self) -> Self {
        match self.access {
            Access::Open | Access::Used => self.clone(),
            Access::Described => Self { discrepancies: Vec::new(), ..self.clone() },
            Access::Closed => Self {
                key: self.key,
                access: self.access,
                dimensions: self.dimensions.clone(),
                rows: self.rows.clone(),
                index: self.index.clone(),
                row_units: self.row_units.clone(),
                ..Self::empty(self.id.clone(), self.file, self.columns.clone())
            },
        }
    }

    /// Gives the numbers of each row the status in its status columns, and drops those columns;
    /// `keys` are the key columns.
    fn fold_statuses(&mut self, keys: &mut [usize]) {
        while let Some(number) =
            self.columns.iter().position(|column| column.kind == ColumnKind::Status)
        {
            self.columns.remove(number);
            for row in self.rows.iter_mut() {
                let Some(status) = row.cells.remove(number).status else { continue };
                for (column, cell) in self.columns.iter().zip(&mut row.cells) {
                    if column.kind != ColumnKind::Number {
                        continue;
                    }
                    cell.status = Some(status);
                    if status == CellStatus::Confidential {
                        cell.value = Value::Missing;
                    }
                }
            }
            for key in keys.iter_mut().filter(|key| **key > number) {
                *key -= 1;
            }
            self.key = keys[0];
        }
    }

    /// Returns the table with a row for each observation, as its file has it.
    pub fn observations(&self) -> &Self {
        self.filed().0
    }

    /// Returns the table as its file has it, and the columns of its key.
    pub fn filed(&self) -> (&Self, Vec<usize>) {
        match &self.dimensions {
            Some(dimensions) => (dimensions.filed.of(self, dimensions), dimensions.keys.clone()),
            None => (self, vec![self.key]),
        }
    }

    /// Adds a row whose key no other has.
    pub(crate) fn add(&mut self, row: Row) {
        Arc::make_mut(&mut self.index).insert(row.key.clone(), self.rows.len());
        self.rows.push(row);
    }

    /// Returns all texts that readers may see.
    pub fn texts(&self) -> impl Iterator<Item = &Localized> {
        let titles = self.columns.iter().filter_map(|column| column.title.as_ref());
        let cells = self.rows.iter().flat_map(|row| &row.cells);
        let cells = cells.filter_map(|cell| match &cell.value {
            Value::Text(text) => Some(text),
            _ => None,
        });
        let measures = self.columns.iter().flat_map(|column| column.measure.texts());
        self.descriptions().chain(titles).chain(measures).chain(cells)
    }

    /// Returns the texts that readers see, except those of columns and cells.
    pub fn descriptions(&self) -> impl Iterator<Item = &Localized> {
        std::iter::once(&self.title)
            .chain(&self.licence)
            .chain(&self.transformations)
            .chain(&self.caveats)
            .chain(&self.notes)
            .chain(self.discrepancies.iter().map(|discrepancy| &discrepancy.reason))
    }

    /// Returns the number of the row with this key.
    pub fn row(&self, key: &str) -> Option<usize> {
        self.index.get(key).copied()
    }

    /// Returns the number of the column with this name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Returns what readers must know about a cell, such as why it has no value.
    pub fn status(&self, row: usize, column: usize) -> Option<CellStatus> {
        let cell = &self.rows[row].cells[column];
        let is_known = cell.value != Value::Missing;
        cell.status.or_else(|| self.columns[column].status().filter(|_| is_known))
    }

    /// Returns the source of a row: its own, if a column names one, or the dataset's. A place in
    /// the work is known if the dataset names one for it.
    pub fn source_of(&self, row: usize) -> Option<(Spanned<EcoString>, Option<&Localized>)> {
        let whole = self.source.as_ref();
        let own = self.rows[row].cells.iter().find_map(|cell| match &cell.value {
            Value::Source(key) => Some(Spanned::new(key.clone(), cell.span)),
            _ => None,
        });
        let key = own.or_else(|| whole.map(|source| source.key.clone()))?;
        let place = whole.filter(|source| source.key.value == key.value);
        Some((key, place.and_then(|source| source.locator.as_ref())))
    }
}

/// Reads a remark on a dataset, which is printed as it is.
fn remark(node: &Node) -> Result<Localized, Diagnostic> {
    let text = Localized::read_typed(node)?;
    if text.all().all(|text| !text.contains("{{")) {
        return Localized::read(node);
    }
    let message = "a remark on a dataset is printed as it is, and cannot bind numbers";
    Err(Diagnostic::error(Code::MisplacedNumber, node.span, message)
        .with_hint("rephrase it without the number, or move it to a brief"))
}

/// Reads the key of a source, or a mapping with its locator.
pub(crate) fn read_source(node: &Node, problems: &mut Problems) -> Option<SourceReference> {
    if let yaml::Value::Mapping(_) = node.value {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let key = mapping.required("key", problems, yaml::spanned_text);
        let locator = mapping.optional("locator", problems, Localized::read);
        mapping.finish(problems);
        return Some(SourceReference { key: key?, locator });
    }
    let key = problems.keep(yaml::spanned_text(node))?;
    Some(SourceReference { key, locator: None })
}
