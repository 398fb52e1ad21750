//! Whether statements are true, and what choices result in.

use std::cmp::Ordering;

use ecow::{EcoString, eco_format};

use super::rows::Known;
use super::{Computed, Data, Evaluated, Evaluator, Operand, Quantity, Result, Root, like};
use super::{item::rescale, overflow, value_of};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};
use crate::data::dataset::Value;
use crate::data::expression::{Connective, Expression, Function, Relation, no_statement};
use crate::data::measure::{Measure, Scale, Unit};
use crate::publication::entity::{Entities, Member};
use crate::publication::localized::Localized;

/// How many cells a message lists.
const MOST_CELLS: usize = 12;

/// Evaluates the statement that the words at `words` depend on.
///
/// # Errors
/// As [`evaluate`](super::evaluate); reports an expression that is no statement, and a statement
/// that does not hold, with the values that it compares and those of its cells.
pub fn holds(statement: &Expression, words: Span, data: Data<'_>) -> Result<Evaluated> {
    let mut evaluator = Evaluator::new(data);
    if evaluator.truth(statement)? {
        return Ok(evaluator.finish(Computed::Truth(true)));
    }
    let mut diagnostic =
        Diagnostic::error(Code::FalseStatement, words, "the data no longer support this");
    for (span, label) in explain(statement, data) {
        diagnostic = diagnostic.with_related(span, label);
    }
    let cells = evaluator.described_cells();
    Err(diagnostic
        .with_hints((!cells.is_empty()).then(|| format!("the cells are {cells}")))
        .with_hint(
            "change the words together with the statement, or correct the data if they are wrong",
        ))
}

/// Whether a statement is true.
///
/// # Errors
/// As [`evaluate`](super::evaluate), and expressions that are no statements.
pub fn is_true(statement: &Expression, data: Data<'_>) -> Result<bool> {
    Evaluator::new(data).truth(statement)
}

/// Returns the values because of which a statement is false, each with its place.
fn explain(statement: &Expression, data: Data<'_>) -> Vec<(Span, String)> {
    let fails = |part: &&Expression| Evaluator::new(data).truth(part).is_ok_and(|truth| !truth);
    match statement {
        Expression::Logic { statements, .. } => {
            statements.iter().filter(fails).flat_map(|part| explain(part, data)).collect()
        }
        Expression::Comparison { relation, left, right } => {
            let value = |part: &Expression| Evaluator::new(data).value(part).ok();
            let shown =
                |part: &Expression| value(part).map(|value| describe(&value, data.entities));
            let right_is_written = matches!(**right, Expression::Literal(_) | Expression::Words(_));
            let left_value = shown(left).unwrap_or_default();
            let not = format!("this is {left_value}, not {} ", relation.describe());
            if right_is_written {
                let place = Span { end: right.span().end, ..left.span() };
                return vec![(place, format!("{not}that"))];
            }
            vec![
                (left.span(), format!("{not}the other")),
                (right.span(), format!("this is {}", shown(right).unwrap_or_default())),
            ]
        }
        other => vec![(other.span(), "this does not hold".to_owned())],
    }
}

/// Returns a value for messages.
fn describe(value: &Computed, entities: &Entities) -> EcoString {
    match value {
        Computed::Quantity(quantity) => describe_quantity(quantity),
        Computed::Text(text) => eco_format!("\u{201C}{}\u{201D}", first_text(text)),
        Computed::Date(date) => date.clone(),
        Computed::Entity(id) => first_text(&entities.name(id)),
        Computed::Range(ends) => {
            eco_format!("{} to {}", describe_quantity(&ends.0), describe_quantity(&ends.1))
        }
        Computed::Names(names) => {
            let names: Vec<_> = names.iter().map(|name| describe(name, entities)).collect();
            names.join(", ").into()
        }
        Computed::Truth(true) => "true".into(),
        Computed::Truth(false) => "false".into(),
    }
}

fn first_text(text: &Localized) -> EcoString {
    text.all().next().cloned().unwrap_or_default()
}

fn describe_quantity(quantity: &Quantity) -> EcoString {
    let Measure { unit, scale, .. } = &quantity.measure;
    let scale = match scale {
        Scale::One => "",
        scale => scale.name(),
    };
    let unit = match unit {
        Unit::None => EcoString::new(),
        unit => unit.describe(),
    };
    let number = quantity.number.round_dp(6).normalize();
    let parts = [number.to_string(), scale.to_owned(), unit.to_string()];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ").into()
}

/// Reports a statement where a number is needed.
pub(super) fn no_number(expression: &Expression) -> Diagnostic {
    let what = match expression {
        Expression::Words(_) => "these are words",
        Expression::Call(call) if call.function == Function::Range => "this is a range of numbers",
        Expression::Call(_) | Expression::Entity(_) => "this is a name",
        _ => "this is a statement, true or false",
    };
    let message = format!("{what}, but a number is needed here");
    Diagnostic::error(Code::TypeMisuse, expression.span(), message).with_hint(
        "statements belong in `choose(…)` and `holds`, words and names on one side of `=`",
    )
}

/// Reports a statement where a value is to be printed.
pub(super) fn not_printed(span: Span) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, span, "a statement is true or false, and cannot be printed")
        .with_hint("use it to choose words, `{{ choose(a[x, y] > 0, rose, fell) }}`, or to check them, `[rose]{holds=\"a[x, y] > 0\"}`")
}

impl<'a> Evaluator<'a> {
    /// Returns whether a statement is true.
    pub(super) fn truth(&mut self, statement: &Expression) -> Result<bool> {
        match statement {
            Expression::Comparison { relation, left, right } => {
                let (left, right) = (self.comparand(left)?, self.comparand(right)?);
                let pair = Pair { left, right, span: statement.span() };
                pair.holds(*relation, self.data.entities)
            }
            Expression::Logic { connective, statements, .. } => {
                self.joined(*connective, statements)
            }
            Expression::Not(inner) => self.truth(inner).map(|truth| !truth),
            Expression::Among { member, bloc } => self.is_member(member, bloc),
            other => match self.value(other)? {
                Computed::Truth(truth) => Ok(truth),
                Computed::Quantity(_)
                | Computed::Text(_)
                | Computed::Date(_)
                | Computed::Entity(_)
                | Computed::Range(_)
                | Computed::Names(_) => Err(no_statement(other)),
            },
        }
    }

    /// Whether an entity is a member of a bloc on the day of the text.
    fn is_member(&mut self, member: &Expression, bloc: &Spanned<EcoString>) -> Result<bool> {
        let value = self.value(member)?;
        let entities = self.data.entities;
        let id = match &value {
            Computed::Entity(id) => Some(id),
            Computed::Text(text) => text.all().find_map(|text| entities.find(text)),
            _ => None,
        };
        let id = id.ok_or_else(|| {
            Diagnostic::error(Code::UnknownEntity, member.span(), "this is not an entity")
                .with_hint("write `@this in @bloc`, or a cell of a column of entities")
        })?;
        let name = self.data.entity(bloc)?;
        let members = entities.get(name).map(|bloc| &bloc.members[..]).unwrap_or_default();
        let mut own = members.iter().filter(|member| member.id.value == *id);
        let day = self.data.day;
        if day.is_none() && own.clone().any(Member::is_dated) {
            let message = format!("it is unclear on which date `{id}` has to be a member");
            return Err(Diagnostic::error(Code::UnknownEntity, bloc.span, message)
                .with_hint("use the statement in a text that has a date"));
        }
        Ok(own.any(|member| day.is_none_or(|day| member.on(day))))
    }

    /// Evaluates statements up to the first that decides the result, so that one may guard the
    /// next; names are looked up in all.
    fn joined(&mut self, connective: Connective, statements: &[Expression]) -> Result<bool> {
        let decides = connective == Connective::Or;
        let mut found = !decides;
        for statement in statements {
            if found == decides {
                self.look_up(statement)?;
            } else {
                found = self.truth(statement)?;
            }
        }
        Ok(found)
    }

    /// Returns the result of a choice; names are looked up in the rest of it as well.
    pub(super) fn chosen<'e>(&mut self, choice: &'e Expression) -> Result<&'e Expression> {
        let Expression::Choice { branches, otherwise, .. } = choice else { return Ok(choice) };
        let mut chosen = None;
        for branch in branches {
            if chosen.is_none() && self.truth(&branch.statement)? {
                chosen = Some(&branch.value);
            } else {
                self.look_up(&branch.value)?;
            }
        }
        if chosen.is_some() {
            self.look_up(otherwise)?;
        }
        Ok(chosen.unwrap_or(otherwise))
    }

    /// Looks up the cells that an expression names, without using their values.
    fn look_up(&self, expression: &Expression) -> Result<()> {
        expression.selections().into_iter().try_for_each(|cells| match self.find(cells) {
            // The guard of a choice may exist because this profile has no value.
            Err(diagnostic) if diagnostic.code == Code::NotOfThis => Ok(()),
            found => found.map(drop),
        })
    }

    fn comparand(&mut self, expression: &Expression) -> Result<Comparand<'a>> {
        match expression {
            Expression::Words(words) => Ok(Comparand::Words(words.value.clone())),
            Expression::Cells(selection) => {
                let found = self.single(selection)?;
                match value_of(found, selection.span)? {
                    Computed::Quantity(quantity) => {
                        Ok(Comparand::Number(Operand { quantity, root: Root::Cell(found) }))
                    }
                    value => Ok(Comparand::Cell(value)),
                }
            }
            Expression::Choice { .. } => {
                let chosen = self.chosen(expression)?;
                self.comparand(chosen)
            }
            Expression::Named(name) => match self.of_row(name)? {
                Some(Known::Cell(found)) => match value_of(found, name.span)? {
                    Computed::Quantity(quantity) => {
                        Ok(Comparand::Number(Operand { quantity, root: Root::Cell(found) }))
                    }
                    value => Ok(Comparand::Cell(value)),
                },
                Some(Known::Value(Computed::Quantity(quantity))) => {
                    Ok(Comparand::Number(Operand { quantity, root: Root::Written }))
                }
                Some(Known::Value(value)) => Ok(Comparand::Cell(value)),
                None => {
                    let inner = self.data.values.get(name, self.data)?;
                    self.comparand(&inner.binding.expression)
                }
            },
            Expression::Entity(_) => self.value(expression).map(Comparand::Cell),
            Expression::Call(call) if call.function == Function::Ranked => {
                self.call_value(call).map(Comparand::Cell)
            }
            other => self.operand(other).map(Comparand::Number),
        }
    }

    /// Returns the cells that were used, with their values, for messages.
    fn described_cells(&self) -> String {
        let mut seen = Vec::new();
        for name in &self.cells {
            if !seen.contains(&name) {
                seen.push(name);
            }
        }
        let value = |name: &&crate::tree::CellName| {
            let dataset = self.data.datasets.get(&name.dataset)?;
            let cells = &dataset.rows[dataset.row(&name.row)?].cells;
            let value = match &cells[dataset.column(&name.column)?].value {
                Value::Missing => "missing".into(),
                value => value.text(self.data.entities, "en"),
            };
            Some(format!("`{name}` {value}"))
        };
        let mut parts: Vec<_> = seen.iter().take(MOST_CELLS).filter_map(value).collect();
        if seen.len() > MOST_CELLS {
            parts.push(format!("and {} more", seen.len() - MOST_CELLS));
        }
        parts.join(", ")
    }
}

/// A value that is compared.
enum Comparand<'a> {
    /// A number.
    Number(Operand<'a>),
    /// Words that the author wrote.
    Words(EcoString),
    /// The value of a cell that holds no number.
    Cell(Computed),
}

/// Two values, and the place of the statement that compares them.
struct Pair<'a> {
    left: Comparand<'a>,
    right: Comparand<'a>,
    span: Span,
}

impl Pair<'_> {
    fn holds(&self, relation: Relation, entities: &Entities) -> Result<bool> {
        match (&self.left, &self.right) {
            (Comparand::Number(left), Comparand::Number(right)) => {
                order(left, right, self.span).map(|order| relation.holds(order))
            }
            (
                Comparand::Cell(Computed::Date(left)),
                Comparand::Cell(Computed::Date(right)) | Comparand::Words(right),
            )
            | (Comparand::Words(left), Comparand::Cell(Computed::Date(right))) => {
                // A year is compared with the year of a day.
                let length = left.len().min(right.len());
                Ok(relation.holds(left.get(..length).cmp(&right.get(..length))))
            }
            (Comparand::Number(_), _) | (_, Comparand::Number(_)) => Err(self
                .misuse("a number is compared with something that is not a number")
                .with_hint("compare numbers with numbers, and words with words in quotes")),
            _ => self.names(relation, entities),
        }
    }

    /// Compares texts and entities, which are either equal or not.
    fn names(&self, relation: Relation, entities: &Entities) -> Result<bool> {
        let is_same = relation.holds(Ordering::Equal);
        if !matches!(relation, Relation::Equal | Relation::Unequal) {
            return Err(self
                .misuse("words and entities cannot be more or less")
                .with_hint("compare them with `=` or `!=`"));
        }
        let (left, right) = (name(&self.left), name(&self.right));
        if !left.is_entity && !right.is_entity {
            return Ok(left.texts.iter().any(|text| right.texts.contains(text)) == is_same);
        }
        let id = |name: &Name| name.texts.iter().find_map(|text| entities.find(text)).cloned();
        match (id(&left), id(&right)) {
            (Some(left), Some(right)) => Ok((left == right) == is_same),
            _ => Err(Diagnostic::error(Code::UnknownEntity, self.span, "no entity has this name")
                .with_hint("write a name or an id from `content/entities.yaml`")),
        }
    }

    fn misuse(&self, message: &str) -> Diagnostic {
        Diagnostic::error(Code::TypeMisuse, self.span, message)
    }
}

/// What a value is called.
struct Name {
    texts: Vec<EcoString>,
    is_entity: bool,
}

fn name(comparand: &Comparand<'_>) -> Name {
    let (texts, is_entity) = match comparand {
        Comparand::Words(words) => (vec![words.clone()], false),
        Comparand::Cell(Computed::Text(text)) => (text.all().cloned().collect(), false),
        Comparand::Cell(Computed::Entity(id)) => (vec![id.clone()], true),
        Comparand::Cell(Computed::Date(date)) => (vec![date.clone()], false),
        Comparand::Cell(Computed::Truth(truth)) => (vec![eco_format!("{truth}")], false),
        Comparand::Cell(Computed::Quantity(_) | Computed::Range(_) | Computed::Names(_))
        | Comparand::Number(_) => (Vec::new(), false),
    };
    Name { texts, is_entity }
}

/// Compares two quantities. A number that the author wrote without unit is taken in the unit of the
/// other, and without a scale, in its scale.
fn order(left: &Operand<'_>, right: &Operand<'_>, span: Span) -> Result<Ordering> {
    let is_bare = |operand: &Operand<'_>| {
        matches!(operand.root, Root::Written) && operand.quantity.measure.unit == Unit::None
    };
    let scale = left.quantity.measure.scale;
    let other = if is_bare(left) || is_bare(right) {
        let written = if is_bare(right) { right } else { left };
        if written.quantity.measure.scale == Scale::One {
            Some(right.quantity.number)
        } else {
            rescale(right.quantity.number, right.quantity.measure.scale, scale)
        }
    } else {
        like::check(left, right, span)?;
        rescale(right.quantity.number, right.quantity.measure.scale, scale)
    };
    other.map(|other| left.quantity.number.cmp(&other)).ok_or_else(|| overflow(span))
}
