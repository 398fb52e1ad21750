//! The columns of a dataset, as its file describes them.

use ecow::EcoString;

use super::{Column, ColumnKind, Provenance};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Key, Mapping, Node};
use crate::data::measure::{self, Measure, one_of};
use crate::publication::localized::Localized;

/// The defaults of columns.
pub(super) struct Defaults {
    /// What their numbers are.
    pub measure: Measure,
    /// Whether a source states their values.
    pub provenance: Provenance,
}

/// The columns of a dataset.
#[derive(Default)]
pub(super) struct Columns {
    /// The valid columns, with which rows can be read.
    pub usable: Vec<Column>,
    /// The names of invalid columns, for which rows are not blamed.
    pub broken: Vec<EcoString>,
}

impl Columns {
    /// Returns the number of the key column.
    pub(super) fn key(&self, key: &Spanned<EcoString>, problems: &mut Problems) -> Option<usize> {
        if self.broken.contains(&key.value) {
            return None;
        }
        let found = self.usable.iter().position(|column| column.name == key.value);
        if found.is_none() {
            let names = self.usable.iter().map(|column| column.name.as_str());
            let hint = did_you_mean(&key.value, names);
            let message = format!("the key column `{}` is not one of the columns", key.value);
            problems.push(
                Diagnostic::error(Code::UnknownColumn, key.span, message)
                    .with_hints([hint.unwrap_or_else(|| "name one of `columns:`".to_owned())]),
            );
        }
        found
    }
}

/// Reads `columns:`.
pub(super) fn read(node: &Node, defaults: &Defaults, problems: &mut Problems) -> Columns {
    let mut columns = Columns::default();
    let Some(mapping) = problems.keep(Mapping::new(node)) else { return columns };
    for (key, value) in mapping.entries() {
        let names = names(&key.name);
        if names.is_empty() {
            columns.broken.extend(refuse_reversed(key, problems));
            continue;
        }
        match read_column(key, value, defaults, problems) {
            None => columns.broken.extend(names),
            Some(column) => {
                let named = names.into_iter().map(|name| Column {
                    from: column.from.as_ref().map(|from| from.replace("{name}", &name)),
                    name,
                    ..column.clone()
                });
                columns.usable.extend(named);
            }
        }
    }
    columns
}

/// Returns the names of the columns that a key of `columns:` stands for.
pub(super) fn names(key: &str) -> Vec<EcoString> {
    match year_range(key) {
        Some(years) => years.map(|year| year.to_string().into()).collect(),
        None => vec![EcoString::from(key)],
    }
}

/// Reports a range of years that begins with the later one, and returns the years that are meant.
fn refuse_reversed(key: &Key, problems: &mut Problems) -> Vec<EcoString> {
    let (from, to) = key.name.split_once("..").unwrap_or_default();
    let turned = format!("{}..{}", to.trim(), from.trim());
    let message = format!("`{}` holds no years, because the first is the later one", key.name);
    problems.push(
        Diagnostic::error(Code::BadValue, key.span, message).with_hint(format!("write `{turned}`")),
    );
    names(&turned)
}

/// Reads `2007..2016`, which stands for a column per year.
fn year_range(name: &str) -> Option<std::ops::RangeInclusive<u16>> {
    let (from, to) = name.split_once("..")?;
    Some(from.trim().parse().ok()?..=to.trim().parse().ok()?)
}

fn read_column(
    key: &Key,
    node: &Node,
    defaults: &Defaults,
    problems: &mut Problems,
) -> Option<Column> {
    let name = EcoString::from(&key.name);
    if let yaml::Value::Text(_) = node.value {
        let kind = problems.keep(column_kind(node))?;
        return Some(defaults.column(name, kind));
    }
    let mut mapping = problems.keep(Mapping::new(node))?;
    let kind = mapping.required("type", problems, column_kind);
    let title = mapping.optional("title", problems, Localized::read);
    let own = mapping.get("measure").map(|node| measure::read(node, problems));
    let inferred = mapping.optional("inferred", problems, read_provenance);
    let from = mapping.optional("from", problems, read_head);
    for computed in [mapping.get("value"), mapping.get("text")].into_iter().flatten() {
        problems.push(
            Diagnostic::error(
                Code::BadValue,
                computed.span,
                "the rows of this dataset are typed, not derived",
            )
            .with_hint("write the values in `rows:`, or derive all rows: `derive: {from: …}`"),
        );
    }
    let default = mapping.optional("default", problems, yaml::text);
    mapping.finish(problems);
    let column = defaults.column(name, kind?);
    let measure = own.map_or(Some(column.measure), |own| own)?;
    Some(Column {
        title,
        measure,
        provenance: inferred.unwrap_or(column.provenance),
        from,
        default,
        ..column
    })
}

/// Reads the name of a column in the file of rows; empty if it has no name there.
fn read_head(node: &Node) -> Result<EcoString, Diagnostic> {
    match &node.value {
        yaml::Value::Text(text) if text.is_empty() => Ok(EcoString::new()),
        _ => yaml::text(node),
    }
}

impl Defaults {
    /// The measure of a dataset is that of its columns of numbers; names and sources of rows are
    /// never inferred.
    fn column(&self, name: EcoString, kind: ColumnKind) -> Column {
        let is_number = kind == ColumnKind::Number;
        let names_rows =
            matches!(kind, ColumnKind::Entity | ColumnKind::Source | ColumnKind::Status);
        let measure = if is_number { self.measure.clone() } else { Measure::default() };
        let provenance = if names_rows { Provenance::Stated } else { self.provenance };
        Column { name, kind, title: None, measure, provenance, from: None, default: None }
    }
}

/// Reads whether values are inferred.
pub(crate) fn read_provenance(node: &Node) -> Result<Provenance, Diagnostic> {
    let inferred = yaml::boolean(node)?;
    Ok(if inferred { Provenance::Inferred } else { Provenance::Stated })
}

fn column_kind(node: &Node) -> Result<ColumnKind, Diagnostic> {
    one_of(node, ColumnKind::NAMES)
}
