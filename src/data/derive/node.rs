//! Turns computed rows into YAML for the reader of datasets.

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::base::yaml::{Key, Node, Value};
use crate::data::dataset::{CellStatus, ColumnKind, Dataset};
use crate::data::derive::declaration::{Column, Declaration};
use crate::data::derive::row::Table;
use crate::data::evaluate::{Computed, Evaluated, Quantity};
use crate::data::measure::{self, Measure, Scale, Unit};
use crate::publication::localized::Localized;

/// Returns the file of a derived dataset with its rows in place of `derive:`.
pub(super) fn whole(declaration: &Declaration, table: &Table, problems: &mut Problems) -> Node {
    let default =
        entry(&declaration.node, "measure").and_then(|node| measure::read(node, problems));
    let units = row_units(declaration, table);
    let shapes: Vec<_> = declaration
        .columns
        .iter()
        .enumerate()
        .map(|(index, column)| {
            let own =
                entry(&declaration.node, "columns").and_then(|all| entry(all, &column.name.value));
            let values = table.rows.iter().filter_map(|row| row[index].as_ref()).collect();
            let computed = table.rows.iter().zip(&units).filter(|(row, _)| row[index].is_some());
            let units = computed.map(|(_, unit)| unit.clone()).collect();
            Shape { column, own, values, units }.settle(default.as_ref(), problems)
        })
        .collect();
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().zip(&shapes).map(|(value, shape)| shape.cell(value.as_ref()));
        Node { value: Value::Mapping(cells.collect()), span: declaration.span }
    });
    let rows = Node { value: Value::List(rows.collect()), span: declaration.span };
    let columns = shapes.iter().map(|shape| (shape.key.clone(), shape.node.clone()));
    let Value::Mapping(entries) = &declaration.node.value else { return declaration.node.clone() };
    let replaced = entries.iter().map(|(key, node)| match key.name.as_str() {
        "derive" => (named("rows", key.span), rows.clone()),
        "columns" => {
            let columns = Value::Mapping(columns.clone().collect());
            (key.clone(), Node { value: columns, span: node.span })
        }
        _ => (key.clone(), node.clone()),
    });
    let value = Value::Mapping(replaced.collect());
    Node { value, span: declaration.node.span }
}

fn entry<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    let Value::Mapping(entries) = &node.value else { return None };
    entries.iter().find(|(key, _)| key.name == name).map(|(_, value)| value)
}

fn named(name: &str, span: Span) -> Key {
    Key { name: name.to_owned(), span }
}

fn text(text: &str, span: Span) -> Node {
    Node { value: Value::Text(text.to_owned()), span }
}

/// Returns what a column of the derived dataset says of the unit of each row; none if it says nothing.
fn row_units(declaration: &Declaration, table: &Table) -> Vec<Option<(Unit, Scale)>> {
    let names = declaration.columns.iter().map(|column| &column.name.value);
    let column = names.into_iter().position(|name| Dataset::names_unit(name));
    let unit = |value: &Evaluated| match &value.value {
        Computed::Text(text) => Some(measure::unit_of_row(text)),
        Computed::Quantity(_)
        | Computed::Date(_)
        | Computed::Entity(_)
        | Computed::Truth(_)
        | Computed::Range(_)
        | Computed::Names(_) => None,
    };
    let of_row = |row: &Vec<Option<Evaluated>>| row[column?].as_ref().and_then(unit);
    table.rows.iter().map(of_row).collect()
}

/// A column with what was computed for it.
struct Shape<'d> {
    column: &'d Column,
    own: Option<&'d Node>,
    values: Vec<&'d Evaluated>,
    /// What another column says of the units of the rows of these values.
    units: Vec<Option<(Unit, Scale)>>,
}

/// A column as the reader of datasets gets it.
struct Settled {
    key: Key,
    node: Node,
    /// How many units the number one stands for; none if that differs from row to row.
    scale: Option<Scale>,
}

impl Shape<'_> {
    /// Adds to a column what its values determine: its type, its measure, and whether it is
    /// inferred.
    fn settle(&self, default: Option<&Measure>, problems: &mut Problems) -> Settled {
        let span = self.column.name.span;
        let key = named(&self.column.name.value, span);
        let mut entries: Vec<(Key, Node)> = match self.own.map(|node| &node.value) {
            Some(Value::Mapping(entries)) => entries.clone(),
            Some(_) => {
                self.own.map(|node| (named("type", span), node.clone())).into_iter().collect()
            }
            None => Vec::new(),
        };
        let has =
            |entries: &[(Key, Node)], name: &str| entries.iter().any(|(key, _)| key.name == name);
        entries.retain(|(key, _)| !matches!(key.name.as_str(), "value" | "text"));
        if !has(&entries, "type") {
            entries.push((named("type", span), text(self.kind().name(), span)));
        }
        let own = self.own.and_then(|node| entry(node, "measure"));
        let own = own.and_then(|node| measure::read(node, &mut Problems::default()));
        let first = self.values.iter().find_map(|value| quantity(value));
        let mut scale = Some(Scale::One);
        if own.is_none() && self.is_said_by_rows() {
            scale = None;
        } else if let Some(first) = first {
            problems.extend(self.unlike(first));
            let computed = &first.measure;
            let fits = |declared: &&Measure| {
                declared.unit == computed.unit
                    || (computed.unit == Unit::None && matches!(declared.unit, Unit::Count(_)))
            };
            match own.as_ref().or(default.filter(fits)) {
                Some(declared) if fits(&declared) => scale = Some(declared.scale),
                Some(declared) => problems.push(self.wrong_unit(declared, computed)),
                None => {
                    scale = Some(computed.scale);
                    entries.push((named("measure", span), measure_node(computed, span)));
                }
            }
        }
        let is_inferred = |value: &&&Evaluated| value.statuses.contains(&CellStatus::Inferred);
        if self.values.iter().any(|value| is_inferred(&value)) && !has(&entries, "inferred") {
            entries.push((named("inferred", span), Node { value: Value::Boolean(true), span }));
        }
        Settled { key, node: Node { value: Value::Mapping(entries), span }, scale }
    }

    fn kind(&self) -> ColumnKind {
        match self.values.first().map(|value| &value.value) {
            Some(Computed::Quantity(quantity)) if quantity.is_year => ColumnKind::Year,
            Some(Computed::Quantity(_)) => ColumnKind::Number,
            Some(Computed::Date(_)) => ColumnKind::Date,
            Some(Computed::Entity(_)) => ColumnKind::Entity,
            Some(Computed::Truth(_)) => ColumnKind::Boolean,
            Some(Computed::Text(_) | Computed::Range(_) | Computed::Names(_)) | None => {
                ColumnKind::Text
            }
        }
    }

    /// Whether the values are in different units, and another column says of each in which.
    fn is_said_by_rows(&self) -> bool {
        let all = || self.values.iter().zip(&self.units);
        let is_said = |(value, unit): (&&Evaluated, &Option<(Unit, Scale)>)| {
            let Some(quantity) = quantity(value) else { return true };
            let Measure { unit: own, scale, .. } = &quantity.measure;
            unit.as_ref().is_some_and(|(unit, said)| (unit, said) == (own, scale))
        };
        let first = self.values.iter().find_map(|value| quantity(value));
        first.is_some_and(|first| self.unlike(first).is_some()) && all().all(is_said)
    }

    /// Reports a column whose values have different units.
    fn unlike(&self, first: &Quantity) -> Option<Diagnostic> {
        let mut quantities = self.values.iter().filter_map(|value| quantity(value));
        let other = quantities.find(|other| other.measure.unit != first.measure.unit)?;
        let (one, other) = (first.measure.unit.describe(), other.measure.unit.describe());
        let message = format!("this column is {one} in one row and {other} in another");
        Some(
            Diagnostic::error(Code::UnitMisuse, self.column.name.span, message)
                .with_hint("compute values of the same unit in all rows of a column"),
        )
    }

    fn wrong_unit(&self, declared: &Measure, computed: &Measure) -> Diagnostic {
        let (one, other) = (declared.unit.describe(), computed.unit.describe());
        let message = format!("this column is declared as {one}, but the result is {other}");
        Diagnostic::error(Code::UnitMisuse, self.column.name.span, message)
            .with_hint("correct its `measure:`, or the computation")
    }
}

impl Settled {
    /// Returns a cell; empty where a value is missing.
    fn cell(&self, value: Option<&Evaluated>) -> (Key, Node) {
        let span = self.key.span;
        let value = value.map_or(Value::Null, |value| self.value(&value.value, span));
        (self.key.clone(), Node { value, span })
    }

    fn value(&self, value: &Computed, span: Span) -> Value {
        match value {
            Computed::Quantity(quantity) => {
                let number = self.scale.and_then(|scale| quantity.rescaled(scale));
                let number = number.unwrap_or(quantity.number);
                Value::Number(number.to_string())
            }
            Computed::Text(Localized::Same(text)) => Value::Text(text.replace("..", "–").into()),
            Computed::Text(Localized::ByLanguage(texts, _)) => {
                let texts = texts.iter().map(|(tag, words)| (named(tag, span), text(words, span)));
                Value::Mapping(texts.collect())
            }
            Computed::Date(text) | Computed::Entity(text) => Value::Text(text.to_string()),
            Computed::Truth(truth) => Value::Boolean(*truth),
            Computed::Range(ends) => Value::Text(format!("{}–{}", ends.0.number, ends.1.number)),
            Computed::Names(names) => {
                let names = names.iter().map(|name| match self.value(name, span) {
                    Value::Text(text) | Value::Number(text) => text,
                    Value::Null | Value::Boolean(_) | Value::List(_) | Value::Mapping(_) => {
                        String::new()
                    }
                });
                Value::Text(names.collect::<Vec<_>>().join(", "))
            }
        }
    }
}

fn quantity(value: &Evaluated) -> Option<&Quantity> {
    match &value.value {
        Computed::Quantity(quantity) if !quantity.is_year => Some(quantity),
        Computed::Quantity(_)
        | Computed::Text(_)
        | Computed::Date(_)
        | Computed::Entity(_)
        | Computed::Truth(_)
        | Computed::Range(_)
        | Computed::Names(_) => None,
    }
}

/// Returns a measure as files have it.
fn measure_node(measure: &Measure, span: Span) -> Node {
    let mut entries = Vec::new();
    let mut add = |name: &str, node: Node| entries.push((named(name, span), node));
    match &measure.unit {
        Unit::None => {}
        Unit::Percent => add("unit", text("percent", span)),
        Unit::Count(noun) => add("unit", localized(noun, span)),
        unit @ (Unit::Currency(_) | Unit::PercentagePoints | Unit::Per(_)) => {
            add("unit", text(&unit.describe(), span));
        }
    }
    if measure.scale != Scale::One {
        add("scale", text(measure.scale.name(), span));
    }
    if let Some(kind) = measure.kind {
        add("kind", text(kind.name(), span));
    }
    if let Some(quantity) = &measure.quantity {
        add("quantity", localized(quantity, span));
    }
    Node { value: Value::Mapping(entries), span }
}

fn localized(words: &Localized, span: Span) -> Node {
    match words {
        Localized::Same(same) => text(same, span),
        Localized::ByLanguage(texts, _) => {
            let texts = texts.iter().map(|(tag, words)| (named(tag, span), text(words, span)));
            Node { value: Value::Mapping(texts.collect()), span }
        }
    }
}
