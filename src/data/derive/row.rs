//! Computing the rows of a derived dataset.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::declaration::{Column, Content, Declaration, From, Rows};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::{Span, Spanned};
use crate::data::Dataset;
use crate::data::evaluate::{Computed, Data, Evaluated, RowGroup};
use crate::data::expression::{Binding, Expression, Selector, parse_expression, parse_selector};
use crate::publication::localized::Localized;
use crate::tree::CellName;

/// The rows of a derived dataset, each with the values of its columns; none where a value is
/// missing.
pub(super) struct Table {
    pub rows: Vec<Vec<Option<Evaluated>>>,
}

impl Table {
    /// Returns the cells that each cell was computed from, in the order of the dataset's columns,
    /// which is that of the declaration.
    pub(super) fn into_cells(self, dataset: &Dataset) -> Vec<Vec<Vec<CellName>>> {
        let cells = |value: Option<Evaluated>| {
            let mut cells: Vec<CellName> = Vec::new();
            for cell in value.into_iter().flat_map(|value| value.cells) {
                if !cells.contains(&cell) {
                    cells.push(cell);
                }
            }
            cells
        };
        let rows = self.rows.into_iter().take(dataset.rows.len());
        rows.map(|row| row.into_iter().map(cells).collect()).collect()
    }
}

/// Computes a derived dataset; none if it has mistakes.
pub(super) fn table(
    declaration: &Declaration,
    data: Data<'_>,
    problems: &mut Problems,
) -> Option<Table> {
    let mut groups = match &declaration.rows {
        Rows::From(from) => problems.keep(groups(from, data))?,
        Rows::Each(items) => items.iter().map(|item| listed(&declaration.key, item)).collect(),
    };
    let mut rows = Vec::with_capacity(groups.len());
    for group in &mut groups {
        let row = declaration.columns.iter().map(|column| {
            let value = problems.keep(cell(column, group, data))?;
            if let Some(value) = &value {
                group.known.insert(column.name.value.clone(), value.clone());
            }
            Some(value)
        });
        rows.push(row.collect::<Option<Vec<_>>>()?);
    }
    if let Rows::From(from) = &declaration.rows
        && let Some(sort) = &from.sort
    {
        problems.keep(sorted(&mut rows, sort, &declaration.columns))?;
    }
    Some(Table { rows })
}

/// Returns the rows of a dataset from which each row of the derived one is computed, group by
/// group.
fn groups<'a>(from: &From, data: Data<'a>) -> Result<Vec<RowGroup<'a>>, Diagnostic> {
    let dataset = data.dataset(&from.dataset)?;
    let by = from.by.iter().map(|name| column(dataset, name)).collect::<Result<Vec<_>, _>>()?;
    let mut groups: Vec<RowGroup<'a>> = Vec::new();
    for row in 0..dataset.rows.len() {
        let single = RowGroup { dataset: Some(dataset), rows: vec![row], known: BTreeMap::new() };
        if let Some(filter) = &from.filter
            && !single.holds(&filter.expression, data)?
        {
            continue;
        }
        let cell = |row: usize, column: usize| &dataset.rows[row].cells[column].value;
        let is_same = |group: &&mut RowGroup<'_>| {
            by.iter().all(|&column| cell(group.rows[0], column) == cell(row, column))
        };
        match groups.iter_mut().find(is_same).filter(|_| !by.is_empty()) {
            Some(group) => group.rows.push(row),
            None => groups.push(single),
        }
    }
    Ok(groups)
}

fn column(dataset: &Dataset, name: &Spanned<EcoString>) -> Result<usize, Diagnostic> {
    dataset.column(&name.value).ok_or_else(|| {
        let message = format!("`{}` has no column `{}`", dataset.id, name.value);
        let known: Vec<_> = dataset.columns.iter().map(|column| column.name.as_str()).collect();
        Diagnostic::error(Code::UnknownColumn, name.span, message)
            .with_hint(format!("its columns are {}", crate::base::yaml::quoted_list(&known)))
    })
}

/// Returns a group without rows, of which only the key is known.
fn listed<'a>(key: &EcoString, item: &Spanned<EcoString>) -> RowGroup<'a> {
    let known = BTreeMap::from([(key.clone(), words(item.value.clone()))]);
    RowGroup { dataset: None, rows: Vec::new(), known }
}

fn words(text: EcoString) -> Evaluated {
    evaluated(Computed::Text(Localized::Same(text)))
}

fn evaluated(value: Computed) -> Evaluated {
    Evaluated {
        value,
        cells: Vec::new(),
        left_out: Vec::new(),
        statuses: Vec::new(),
        sources: Vec::new(),
    }
}

/// Computes a cell; none if a value that it is based on is missing.
fn cell(
    column: &Column,
    group: &RowGroup<'_>,
    data: Data<'_>,
) -> Result<Option<Evaluated>, Diagnostic> {
    let found = match &column.content {
        Content::Value(binding) => {
            let expression = bound(&binding.expression, group, data)?;
            group.evaluate(&expression, data).map(|value| rounded(value, binding))
        }
        Content::Text(text, span) => template(text, *span, group, data),
        Content::Own => group.evaluate(&Expression::Named(column.name.clone()), data),
    };
    match found {
        Ok(value) => Ok(Some(value)),
        Err(diagnostic) if diagnostic.code == Code::MissingCell => Ok(None),
        Err(diagnostic) => Err(of_column(diagnostic, column, group)),
    }
}

/// Says of a name that nothing has which columns could be meant: those of the rows come before named values.
fn of_column(found: Diagnostic, column: &Column, group: &RowGroup<'_>) -> Diagnostic {
    let Some(dataset) = group.dataset.filter(|_| found.code == Code::UnknownValue) else {
        return found;
    };
    if matches!(column.content, Content::Own) {
        let name = &column.name.value;
        let message =
            format!("`{}` has no column `{name}`, and no `value:` says what it is", dataset.id);
        return Diagnostic::error(Code::UnknownColumn, column.name.span, message)
            .with_hint(format!("write `{name}: {{value: …}}`"));
    }
    let name = found.message.rsplit('`').nth(1).unwrap_or_default();
    let columns = dataset.columns.iter().map(|column| column.name.as_str());
    match did_you_mean(name, columns) {
        Some(hint) => Diagnostic { hints: vec![hint], ..found },
        None => found,
    }
}

/// Rounds as the binding says; more than six decimals are noise from a division.
fn rounded(mut value: Evaluated, binding: &Binding) -> Evaluated {
    const MOST: u32 = 6;
    if let Computed::Quantity(quantity) = &mut value.value {
        let decimals = binding.formats.iter().find_map(|format| format.value.decimals());
        quantity.number = match decimals {
            Some(decimals) => crate::data::print::round(quantity.number, decimals),
            None if quantity.number.scale() > MOST => {
                crate::data::print::round(quantity.number, MOST).normalize()
            }
            None => quantity.number,
        };
    }
    value
}

/// Returns an expression with the values of columns in place of `$name` in selectors.
fn bound(
    expression: &Expression,
    group: &RowGroup<'_>,
    data: Data<'_>,
) -> Result<Expression, Diagnostic> {
    let mut bound = expression.clone();
    let mut failure = None;
    bound.visit_selections(&mut |selection| {
        let selectors = [Some(&mut selection.rows), selection.columns.as_mut()];
        for selector in selectors.into_iter().flatten() {
            match variable(selector, group, data) {
                Ok(Some(named)) => *selector = named,
                Ok(None) => {}
                Err(diagnostic) => failure = Some(diagnostic),
            }
        }
    });
    failure.map_or(Ok(bound), Err)
}

/// Returns the selector that a variable stands for; none if there is no variable.
fn variable(
    selector: &Selector,
    group: &RowGroup<'_>,
    data: Data<'_>,
) -> Result<Option<Selector>, Diagnostic> {
    let Selector::Names(names) = selector else { return Ok(None) };
    let [name] = &names[..] else { return Ok(None) };
    let Some(variable) = name.value.strip_prefix('$') else { return Ok(None) };
    let variable = Spanned::new(EcoString::from(variable), name.span);
    let value = group.evaluate(&Expression::Named(variable), data)?.value;
    let text = plain(&value, None, data);
    parse_selector(&text, name.span).map(Some)
}

/// Returns a value as it is written in texts, for the readers of a language or in selectors.
fn plain(value: &Computed, tag: Option<&str>, data: Data<'_>) -> EcoString {
    let localized = |text: &Localized| match tag {
        Some(tag) => text.text(tag),
        None => text.all().next().cloned().unwrap_or_default(),
    };
    match value {
        Computed::Quantity(quantity) => eco_format!("{}", quantity.number.normalize()),
        Computed::Text(text) => localized(text),
        Computed::Date(date) => date.clone(),
        Computed::Entity(id) => match tag {
            Some(_) => localized(&data.entities.name(id)),
            None => id.clone(),
        },
        Computed::Truth(truth) => eco_format!("{truth}"),
        Computed::Range(ends) => eco_format!("{}–{}", ends.0.number, ends.1.number),
        Computed::Names(names) => {
            let names: Vec<_> = names.iter().map(|name| plain(name, tag, data)).collect();
            names.join(", ").into()
        }
    }
}

/// Computes a text with values in double braces, in each language.
fn template(
    text: &Localized,
    span: Span,
    group: &RowGroup<'_>,
    data: Data<'_>,
) -> Result<Evaluated, Diagnostic> {
    let mut whole = words(EcoString::new());
    let texts = match text {
        Localized::Same(text) => vec![(None, text)],
        Localized::ByLanguage(texts, _) => {
            texts.iter().map(|(tag, text)| (Some(tag), text)).collect()
        }
    };
    let mut filled = Vec::with_capacity(texts.len());
    for (tag, text) in texts {
        let mut out = String::new();
        let mut rest = text.as_str();
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((inner, after)) = after.split_once("}}") else { break };
            out.push_str(before);
            let binding = parse_expression(inner, span)?;
            let expression = bound(&binding.expression, group, data)?;
            let value = group.evaluate(&expression, data)?;
            out.push_str(&plain(&value.value, Some(tag.map_or("en", EcoString::as_str)), data));
            whole.cells.extend(value.cells);
            rest = after;
        }
        out.push_str(rest);
        filled.push((tag.cloned(), EcoString::from(out)));
    }
    whole.value = Computed::Text(if let [(None, only)] = &filled[..] {
        Localized::Same(only.clone())
    } else {
        let texts = filled.into_iter().map(|(tag, text)| (tag.unwrap_or_default(), text));
        Localized::ByLanguage(texts.collect(), span)
    });
    Ok(whole)
}

fn sorted(
    rows: &mut [Vec<Option<Evaluated>>],
    sort: &Spanned<EcoString>,
    columns: &[Column],
) -> Result<(), Diagnostic> {
    let name = sort.value.strip_prefix('-').unwrap_or(&sort.value);
    let Some(column) = columns.iter().position(|column| column.name.value == name) else {
        let message = format!("the derived dataset has no column `{name}`");
        return Err(Diagnostic::error(Code::UnknownColumn, sort.span, message)
            .with_hint("sort by one of its own columns"));
    };
    let is_descending = sort.value.starts_with('-');
    rows.sort_by(|one, other| {
        let order = order(one[column].as_ref(), other[column].as_ref());
        if is_descending { order.reverse() } else { order }
    });
    Ok(())
}

fn order(one: Option<&Evaluated>, other: Option<&Evaluated>) -> Ordering {
    let text = |value: &Computed| match value {
        Computed::Text(text) => text.all().next().cloned().unwrap_or_default(),
        Computed::Date(text) | Computed::Entity(text) => text.clone(),
        Computed::Quantity(_) | Computed::Truth(_) | Computed::Range(_) | Computed::Names(_) => {
            EcoString::new()
        }
    };
    match (one.map(|one| &one.value), other.map(|other| &other.value)) {
        (Some(Computed::Quantity(one)), Some(Computed::Quantity(other))) => {
            one.number.cmp(&other.number)
        }
        (Some(one), Some(other)) => text(one).cmp(&text(other)),
        (one, other) => one.is_some().cmp(&other.is_some()),
    }
}
