//! Cells of data with several dimensions, by a selector for each.

use std::borrow::Cow;

use ecow::{EcoString, eco_format};

use super::{Position, Result, Selecting, profiled};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::data::dataset::{Column, ColumnKind, Dataset, Value};
use crate::data::dimensions::{Axis, Dimensions, Role, Values};
use crate::data::expression::{Coordinate, Selection, Selector, THIS_KEY};

/// The selectors of a selection by what they select.
struct Assigned {
    rows: Vec<(usize, Selector)>,
    across: Selector,
    measures: Selector,
}

impl Selecting<'_> {
    /// Returns the cells that a selection names.
    ///
    /// # Errors
    /// Reports names that the dataset does not have, and dimensions that nothing is said of.
    pub fn positions(self, selection: &Selection) -> Result<Vec<Position>> {
        let Some(dimensions) = &self.dataset.dimensions else { return self.grid(selection) };
        let assigned = self.assign(selection, dimensions).map_err(|diagnostic| vec![diagnostic])?;
        let columns = self.across(&assigned, dimensions)?;
        let rows = self.matching(&assigned)?;
        let [(_, Selector::Group(name))] = &assigned.rows[..] else {
            return self.crossed(selection, &rows, &columns);
        };
        // Members count at the time of each column.
        self.cells(&Selector::Group(name.clone()), &columns)
    }

    /// Returns the cells of a table of rows and columns.
    fn grid(self, selection: &Selection) -> Result<Vec<Position>> {
        if let Some(extra) = selection.more.first() {
            let message =
                format!("`{}` has rows and columns, so it takes no third name", self.dataset.id);
            let hint = format!("write `{}[row, column]`", self.dataset.id);
            let found = Diagnostic::error(Code::TypeMisuse, extra.span, message).with_hint(hint);
            return Err(vec![found]);
        }
        if let Some(swapped) = self.swapped(selection) {
            return Err(vec![swapped]);
        }
        let columns = match &selection.columns {
            Some(selector) => self.columns(selector)?,
            None => vec![self.only_number(selection).map_err(|problem| vec![problem])?],
        };
        self.cells(&selection.rows, &columns)
    }

    /// Reports a column before a row, if both are there.
    fn swapped(self, selection: &Selection) -> Option<Diagnostic> {
        let (Selector::Names(rows), Some(Selector::Names(columns))) =
            (&selection.rows, &selection.columns)
        else {
            return None;
        };
        let ([row], [column]) = (&rows[..], &columns[..]) else { return None };
        let has_column = |name: &Spanned<EcoString>| super::column(self.dataset, name).is_ok();
        let is_swapped = self.row(row).is_err()
            && !has_column(column)
            && has_column(row)
            && self.row(column).is_ok();
        let id = &self.dataset.id;
        is_swapped.then(|| {
            let message = format!("`{}` is a row of `{id}`, not a column", column.value);
            let hint = format!("the row stands first: `{id}[{}, {}]`", column.value, row.value);
            Diagnostic::error(Code::UnknownColumn, column.span, message).with_hint(hint)
        })
    }

    fn only_number(self, selection: &Selection) -> std::result::Result<usize, Diagnostic> {
        let dataset = self.dataset;
        let numbers = dataset.columns.iter().enumerate();
        let numbers: Vec<_> =
            numbers.filter(|(_, column)| column.kind == ColumnKind::Number).collect();
        if let [(column, _)] = numbers[..] {
            return Ok(column);
        }
        let row = match &selection.rows {
            Selector::Names(names) if names.len() == 1 => {
                // `gdp[Peru 2016]` lacks the comma.
                let spaced = names[0].value.rsplit_once(' ').filter(|(row, column)| {
                    let spanned = |name: &str| Spanned::new(EcoString::from(name), names[0].span);
                    self.row(&names[0]).is_err()
                        && self.row(&spanned(row)).is_ok()
                        && super::column(dataset, &spanned(column)).is_ok()
                });
                let parts = names[0].value.split_once([';', '/', ':']).or(spaced);
                if let Some((row, column)) = parts {
                    let message =
                        format!("`{}` has several columns, but none is named here", dataset.id);
                    let (row, column) = (row.trim(), column.trim());
                    let hint = format!("a comma separates them: `{}[{row}, {column}]`", dataset.id);
                    return Err(Diagnostic::error(Code::UnknownColumn, selection.span, message)
                        .with_hint(hint));
                }
                names[0].value.clone()
            }
            Selector::Group(name) => eco_format!("@{}", name.value),
            Selector::All(_) => "*".into(),
            Selector::Names(_) | Selector::Range(..) => "row".into(),
        };
        let message = format!("`{}` has several columns, but none is named here", dataset.id);
        let written =
            |(_, column): &(usize, &Column)| format!("`{}[{row}, {}]`", dataset.id, column.name);
        let (first, last) = (numbers.first().map(written), numbers.last().map(written));
        let hint = match (first, last) {
            (Some(first), Some(last)) if numbers.len() == 2 => format!("write {first} or {last}"),
            (Some(first), Some(last)) => {
                format!("write {first}, {last} or another of its {} columns", numbers.len())
            }
            _ => format!("write `{}[{row}, column]`", dataset.id),
        };
        Err(Diagnostic::error(Code::UnknownColumn, selection.span, message).with_hint(hint))
    }

    /// Says which selector selects by which dimension: by its name, or else by its place.
    fn assign(
        self,
        selection: &Selection,
        dimensions: &Dimensions,
    ) -> std::result::Result<Assigned, Diagnostic> {
        let axes = &dimensions.axes;
        let mut chosen: Vec<Option<Selector>> = vec![None; axes.len()];
        let coordinates = selection.coordinates();
        for Coordinate { name, selector, .. } in coordinates.iter().filter(|c| c.name.is_some()) {
            let Some(name) = name else { continue };
            let position = axes.iter().position(|axis| axis.name == name.value);
            let position = position.ok_or_else(|| no_axis(self.dataset, axes, name))?;
            chosen[position] = Some(selector.clone());
        }
        let unnamed: Vec<_> = coordinates.iter().filter(|c| c.name.is_none()).collect();
        let free: Vec<_> = (0..axes.len()).filter(|&axis| chosen[axis].is_none()).collect();
        let needed: Vec<_> =
            free.iter().copied().filter(|&axis| axes[axis].default.is_none()).collect();
        let places = if unnamed.len() == needed.len() { &needed } else { &free };
        if unnamed.len() > places.len() {
            return Err(no_axis_left(self.dataset, axes, selection.span));
        }
        for (coordinate, &axis) in unnamed.iter().zip(places) {
            chosen[axis] = Some(coordinate.selector.clone());
        }
        let mut assigned = Assigned {
            rows: Vec::new(),
            across: Selector::All(selection.span),
            measures: Selector::All(selection.span),
        };
        for (axis, chosen) in axes.iter().zip(chosen) {
            let default = axis.default.clone();
            let default =
                default.map(|name| Selector::Names(vec![Spanned::new(name, selection.span)]));
            let selector = chosen.or(default);
            let selector =
                selector.ok_or_else(|| unsaid(self.dataset, axes, axis, selection.span))?;
            match axis.role {
                Role::Rows(column) => assigned.rows.push((column, selector)),
                Role::Columns => assigned.across = selector,
                Role::Measures => assigned.measures = selector,
            }
        }
        Ok(assigned)
    }

    /// Returns the columns of the values that run across and of the measures.
    fn across(self, assigned: &Assigned, dimensions: &Dimensions) -> Result<Vec<usize>> {
        let measures: Vec<_> = match &assigned.measures {
            Selector::Names(names) => names.clone(),
            Selector::All(span) => {
                dimensions.measures.iter().map(|name| Spanned::new(name.clone(), *span)).collect()
            }
            Selector::Range(name, _) | Selector::Group(name) => vec![name.clone()],
        };
        let mut columns = Vec::new();
        let mut problems = Vec::new();
        for measure in measures {
            let named = |name: &Spanned<EcoString>| {
                Spanned::new(Dimensions::column(&name.value, &measure.value), name.span)
            };
            let selector = match &assigned.across {
                Selector::All(span) => Selector::Names(
                    dimensions
                        .across
                        .iter()
                        .map(|value| named(&Spanned::new(value.clone(), *span)))
                        .collect(),
                ),
                Selector::Names(names) => Selector::Names(names.iter().map(named).collect()),
                Selector::Range(from, to) => match self.between(from, to, dimensions) {
                    Ok(values) => Selector::Names(values.iter().map(named).collect()),
                    Err(found) => {
                        problems.extend(found);
                        continue;
                    }
                },
                Selector::Group(name) => Selector::Group(name.clone()),
            };
            match self.columns(&selector) {
                Ok(found) => columns.extend(found),
                Err(found) => problems.extend(found),
            }
        }
        if problems.is_empty() { Ok(columns) } else { Err(problems) }
    }

    /// Returns the values that run across from one to another.
    fn between(
        self,
        from: &Spanned<EcoString>,
        to: &Spanned<EcoString>,
        dimensions: &Dimensions,
    ) -> Result<Vec<Spanned<EcoString>>> {
        let measure = dimensions.measures.first().cloned().unwrap_or_default();
        let named = |name: &Spanned<EcoString>| {
            Spanned::new(Dimensions::column(&name.value, &measure), name.span)
        };
        let columns = self.columns(&Selector::Range(named(from), named(to)))?;
        let step = dimensions.measures.len().max(1);
        let own = dimensions.axes.iter().filter(|axis| matches!(axis.role, Role::Rows(_))).count();
        let values = columns.iter().filter(|&&column| (column - own) % step == 0);
        let value = |&column: &usize| dimensions.across.get((column - own) / step).cloned();
        Ok(values.filter_map(value).map(|value| Spanned::new(value, from.span)).collect())
    }

    /// Returns the rows that fit all selectors.
    fn matching(self, assigned: &Assigned) -> Result<Vec<usize>> {
        let mut rows: Option<Vec<usize>> = None;
        let mut problems = Vec::new();
        for (column, selector) in &assigned.rows {
            let known = known(self.dataset, *column);
            match self.values((*column, &known), selector) {
                Ok(None) => {}
                Ok(Some(values)) => {
                    let found = values.iter().filter_map(|value| known.rows.get(value)).flatten();
                    let mut found: Vec<usize> = found.copied().collect();
                    found.sort_unstable();
                    found.dedup();
                    if let Some(earlier) = &rows {
                        found.retain(|row| earlier.binary_search(row).is_ok());
                    }
                    rows = Some(found);
                }
                Err(found) => problems.extend(found),
            }
        }
        let rows = rows.unwrap_or_else(|| (0..self.dataset.rows.len()).collect());
        if problems.is_empty() { Ok(rows) } else { Err(problems) }
    }

    /// Returns the values of a dimension that a selector names; none for all.
    fn values(
        self,
        (column, known): (usize, &Values),
        selector: &Selector,
    ) -> Result<Option<Vec<EcoString>>> {
        let find = |name: &Spanned<EcoString>| -> std::result::Result<EcoString, Diagnostic> {
            if name.value == THIS_KEY {
                let this = profiled(self.this, name.span)?;
                let found = known.rows.get_key_value(this).map(|(value, _)| value);
                return found.cloned().ok_or_else(|| self.lacks_this(this, name.span));
            }
            let by_entity =
                self.entities.find(&name.value).filter(|id| known.rows.contains_key(id.as_str()));
            let found = known.rows.get_key_value(&name.value).map(|(value, _)| value);
            let found = found.or(by_entity);
            found.cloned().ok_or_else(|| {
                let dimension = &self.dataset.columns[column].name;
                let hint = did_you_mean(&name.value, known.names.iter().map(EcoString::as_str))
                    .unwrap_or_else(|| format!("use a value of its dimension `{dimension}`"));
                let message =
                    format!("`{}` has no `{}` in `{dimension}`", self.dataset.id, name.value);
                Diagnostic::error(Code::UnknownRow, name.span, message).with_hint(hint)
            })
        };
        let each = |names: &[Spanned<EcoString>]| {
            let (mut values, mut problems) = (Vec::new(), Vec::new());
            for name in names {
                match find(name) {
                    Ok(value) => values.push(value),
                    Err(problem) => problems.push(problem),
                }
            }
            if problems.is_empty() { Ok(Some(values)) } else { Err(problems) }
        };
        match selector {
            Selector::All(_) => Ok(None),
            Selector::Names(names) => each(names),
            Selector::Range(from, to) => {
                let ends = each(&[from.clone(), to.clone()])?.unwrap_or_default();
                let at = |value: &EcoString| known.names.iter().position(|known| known == value);
                let (first, last) = (at(&ends[0]).unwrap_or(0), at(&ends[1]).unwrap_or(0));
                Ok(Some(known.names.get(first..=last).unwrap_or_default().to_vec()))
            }
            Selector::Group(name) => {
                let bloc = self.bloc(name).map_err(|problem| vec![problem])?;
                Ok(Some(bloc.members.iter().map(|member| member.id.value.clone()).collect()))
            }
        }
    }

    fn crossed(
        self,
        selection: &Selection,
        rows: &[usize],
        columns: &[usize],
    ) -> Result<Vec<Position>> {
        if rows.is_empty() {
            let message = format!("`{}` has no such row", self.dataset.id);
            return Err(vec![
                Diagnostic::error(Code::UnknownRow, selection.span, message)
                    .with_hint("each of the names exists, but not in combination"),
            ]);
        }
        let cells = rows.iter().flat_map(|&row| columns.iter().map(move |&column| (row, column)));
        Ok(cells.collect())
    }

    /// Returns the number of the column that `latest` or `first` stands for: the last or the first
    /// period that has a value.
    pub(super) fn moving(self, name: &str) -> Option<usize> {
        let (name, measure) = name.split_once(", ").unwrap_or((name, ""));
        let is_period = |&column: &usize| {
            let (at, own) = self.dataset.columns[column].at();
            own == measure && crate::publication::date::period(at).is_some()
        };
        let has_value = |&column: &usize| {
            self.dataset.rows.iter().any(|row| row.cells[column].value != Value::Missing)
        };
        let mut columns = (0..self.dataset.columns.len()).filter(is_period).filter(has_value);
        match name {
            "first" => columns.next(),
            "latest" => columns.next_back(),
            _ => None,
        }
    }
}

/// Returns the values of a dimension that names rows: those found when the table was turned, if it has
/// its rows still.
fn known(dataset: &Dataset, column: usize) -> Cow<'_, Values> {
    let found = dataset.dimensions.as_ref().and_then(|dimensions| dimensions.values.get(column));
    let is_whole =
        |values: &&Values| values.rows.values().map(Vec::len).sum::<usize>() == dataset.rows.len();
    found.filter(is_whole).map_or_else(|| Cow::Owned(Values::of(dataset, column)), Cow::Borrowed)
}

fn written(dataset: &Dataset, axes: &[Axis]) -> String {
    let names: Vec<_> = axes.iter().map(|axis| format!("{}: …", axis.name)).collect();
    format!("write `{}[{}]`", dataset.id, names.join(", "))
}

fn no_axis(dataset: &Dataset, axes: &[Axis], name: &Spanned<EcoString>) -> Diagnostic {
    let message = format!("`{}` has no dimension `{}`", dataset.id, name.value);
    let hint = did_you_mean(&name.value, axes.iter().map(|axis| axis.name.as_str()))
        .unwrap_or_else(|| written(dataset, axes));
    Diagnostic::error(Code::UnknownColumn, name.span, message).with_hint(hint)
}

fn no_axis_left(dataset: &Dataset, axes: &[Axis], span: Span) -> Diagnostic {
    let message =
        format!("`{}` has {} dimensions, but more are named here", dataset.id, axes.len());
    Diagnostic::error(Code::TypeMisuse, span, message).with_hint(written(dataset, axes))
}

fn unsaid(dataset: &Dataset, axes: &[Axis], axis: &Axis, span: Span) -> Diagnostic {
    let message = format!("it is unclear which `{}` of `{}` is meant", axis.name, dataset.id);
    Diagnostic::error(Code::UnknownColumn, span, message)
        .with_hint(written(dataset, axes))
        .with_hint(format!("or give it a `default:` in the `columns:` of `{}`", dataset.id))
}

/// Returns the number of a column by its name, by a period in another spelling, or by its title.
pub(super) fn by_other_name(dataset: &Dataset, name: &str) -> Option<usize> {
    let (period, measure) = name.split_once(", ").unwrap_or((name, ""));
    let normal = crate::publication::date::normal(period);
    let by_period = normal.and_then(|normal| dataset.column(&Dimensions::column(&normal, measure)));
    by_period.or_else(|| {
        let has_title = |column: &crate::data::dataset::Column| {
            column.title.as_ref().is_some_and(|title| title.all().any(|title| title == name))
        };
        let mut found = dataset.columns.iter().enumerate().filter(|(_, column)| has_title(column));
        match (found.next(), found.next()) {
            (Some((number, _)), None) => Some(number),
            _ => None,
        }
    })
}
