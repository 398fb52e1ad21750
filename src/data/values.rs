//! Named values: `content/values.yaml`.
//!
//! ```yaml
//! alliance_share:
//!   value: share(sum(ofdi[@alliance, 2016]), ofdi[region, 2016]) | round 1
//!   unit: percent
//!   about: {en: The four members' part of the flow to the region.}
//! ```
//!
//! A name can be used wherever a number can, and takes the formats of its value where it has none
//! of its own.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::evaluate::{Computed, Data, evaluate_any};
use super::expression::{Binding, Expression, Format, parse_expression};
use super::measure::{self, Unit};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::limits::{VALUE_CHAIN, VALUE_PARTS};
use crate::base::reads;
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node, Value as Yaml};
use crate::publication::localized::Localized;

/// The file of the values.
pub const PATH: &str = "content/values.yaml";

/// A value that has a name.
#[derive(Debug, Clone)]
pub struct NamedValue {
    /// What is computed, and how it is printed.
    pub binding: Binding,
    /// The unit that it must have.
    pub unit: Option<Spanned<Unit>>,
    /// What it says, for readers.
    pub about: Option<Localized>,
}

/// All named values.
#[derive(Debug, Clone, Default)]
pub struct Values {
    values: BTreeMap<EcoString, NamedValue>,
    /// The problems of values that are computed from themselves, or from too many others.
    refused: BTreeMap<EcoString, Diagnostic>,
}

impl Values {
    /// Reads the values; a name may have just an expression.
    pub fn read(node: &Node, problems: &mut Problems) -> Self {
        let Some(mapping) = problems.keep(Mapping::new(node)) else { return Self::default() };
        let mut values = BTreeMap::new();
        for (key, node) in mapping.entries() {
            let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
            if !key.name.chars().all(is_name) || key.name.starts_with(|c: char| c.is_ascii_digit())
            {
                let message = format!("`{}` cannot be the name of a value", key.name);
                problems.push(
                    Diagnostic::error(Code::BadValue, key.span, message)
                        .with_hint("write letters, digits and underscores, a letter first"),
                );
            } else if let Some(value) = read(node, problems) {
                values.insert(key.name.as_str().into(), value);
            }
        }
        let mut values = Self { values, refused: BTreeMap::new() };
        values.refused = values.find_refused();
        let Self { values: sound, refused } = &mut values;
        sound.retain(|name, _| !refused.contains_key(name));
        problems.extend(values.refused.values().cloned());
        values
    }

    /// Returns the values with their names, in the order of these, for what is made anew in each build: none is noted
    /// to be read.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &NamedValue)> {
        self.values.iter()
    }

    /// Returns the value with this name.
    ///
    /// # Errors
    /// Reports a name that no value has.
    pub fn get(
        &self,
        name: &Spanned<EcoString>,
        data: Data<'_>,
    ) -> Result<&NamedValue, Diagnostic> {
        reads::note_named(reads::Kind::Value, &name.value);
        if let Some(refused) = self.refused.get(&name.value) {
            return Err(refused.clone());
        }
        self.values.get(&name.value).ok_or_else(|| {
            let message = format!("no value is named `{}`", name.value);
            let hint = if data.datasets.contains_key(&name.value) {
                format!("it is a dataset: write `{}[row, column]`", name.value)
            } else {
                did_you_mean(&name.value, self.values.keys().map(EcoString::as_str)).unwrap_or_else(
                    || {
                        format!(
                            "add `{}: …` to `{PATH}`, or write `dataset[row, column]`",
                            name.value
                        )
                    },
                )
            };
            Diagnostic::error(Code::UnknownValue, name.span, message).with_hint(hint)
        })
    }

    /// Returns the formats of a bound number: its own, or else those of the value that it names.
    pub fn formats<'a>(&'a self, binding: &'a Binding) -> &'a [Spanned<Format>] {
        match self.named(binding) {
            Some((_, value)) if binding.formats.is_empty() => self.formats(&value.binding),
            _ => &binding.formats,
        }
    }

    /// Returns the expression of a bound number, with a named value replaced by its expression; `text` gives what is
    /// said of each.
    pub fn shown(&self, binding: &Binding, text: fn(&Binding) -> EcoString) -> EcoString {
        match self.named(binding) {
            Some((_, value)) => eco_format!("{} = {}", text(binding), text(&value.binding)),
            None => text(binding),
        }
    }

    /// Returns the name that a bound number consists of, and its value.
    pub fn named(&self, binding: &Binding) -> Option<(&EcoString, &NamedValue)> {
        match &binding.expression {
            Expression::Named(name) => {
                reads::note_named(reads::Kind::Value, &name.value);
                self.values.get_key_value(&name.value)
            }
            _ => None,
        }
    }

    /// Reports values that cannot be computed, or that have a different unit from the one that they
    /// state.
    pub fn check(&self, data: Data<'_>, problems: &mut Problems) {
        for value in self.values.values() {
            let expression = &value.binding.expression;
            let Some(evaluated) = problems.keep(evaluate_any(expression, data)) else { continue };
            let Some(unit) = &value.unit else { continue };
            let found = match &evaluated.value {
                Computed::Quantity(quantity) => quantity.measure.unit.describe(),
                Computed::Range(ends) => ends.0.measure.unit.describe(),
                Computed::Text(_)
                | Computed::Date(_)
                | Computed::Entity(_)
                | Computed::Names(_)
                | Computed::Truth(_) => EcoString::inline("not a number"),
            };
            if found != unit.value.describe() {
                let message = format!(
                    "the value is {found}, but its unit is given as {}",
                    unit.value.describe()
                );
                problems.push(
                    Diagnostic::error(Code::UnitMisuse, unit.span, message)
                        .with_related(expression.span(), "computed here")
                        .with_hint("correct the unit, or the computation"),
                );
            }
        }
    }

    /// Returns the values that are computed from themselves, or from too many others, with what to say of each.
    fn find_refused(&self) -> BTreeMap<EcoString, Diagnostic> {
        let mut extents: BTreeMap<&EcoString, Extent> = BTreeMap::new();
        let mut refused = BTreeMap::new();
        let mut waiting: BTreeMap<&EcoString, usize> = BTreeMap::new();
        let mut users: BTreeMap<&EcoString, Vec<&EcoString>> = BTreeMap::new();
        for (name, value) in &self.values {
            let used = self.used(value);
            waiting.insert(name, used.len());
            for other in used {
                users.entry(other).or_default().push(name);
            }
        }
        // Those are computed whose parts are; what is left over leads back to itself.
        let mut ready: Vec<_> =
            waiting.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
        while let Some(name) = ready.pop() {
            let Some(value) = self.values.get(name) else { continue };
            let parts = self.used(value).into_iter().filter_map(|other| extents.get(other));
            let extent = parts.fold(Extent { depth: 1, size: 1 }, Extent::with);
            if let Err(report) = extent.check(value) {
                refused.insert(name.clone(), report);
            }
            extents.insert(name, extent);
            for user in users.get(name).into_iter().flatten() {
                let left = waiting.entry(user).or_default();
                *left = left.saturating_sub(1);
                if *left == 0 {
                    ready.push(user);
                }
            }
        }
        let circles = self.values.iter().filter(|(name, _)| !extents.contains_key(name));
        refused.extend(circles.map(|(name, value)| {
            let message = format!("the value `{name}` is computed from itself");
            let circle = Diagnostic::error(Code::ValueCircle, value.binding.span, message)
                .with_hint("compute one of the values from cells");
            (name.clone(), circle)
        }));
        refused
    }

    /// Returns the names of values that a value names, as often as it does.
    fn used(&self, value: &NamedValue) -> Vec<&EcoString> {
        let mut names = Vec::new();
        let mut pending = vec![&value.binding.expression];
        while let Some(expression) = pending.pop() {
            if let Expression::Named(name) = expression {
                names.extend(self.values.get_key_value(&name.value).map(|(name, _)| name));
            }
            pending.extend(expression.parts());
        }
        names
    }
}

/// How much is computed for a value, with all that it is computed from.
#[derive(Debug, Clone, Copy)]
struct Extent {
    /// How many values are computed one from another.
    depth: usize,
    /// How many values are computed.
    size: usize,
}

impl Extent {
    /// Returns what is computed with another part.
    fn with(self, part: &Self) -> Self {
        let depth = self.depth.max(part.depth.saturating_add(1));
        Self { depth, size: self.size.saturating_add(part.size) }
    }

    fn check(self, value: &NamedValue) -> Result<(), Diagnostic> {
        let hint = "compute it from cells, or in a derived dataset";
        VALUE_CHAIN.check(self.depth, value.binding.span, hint)?;
        VALUE_PARTS.check(self.size, value.binding.span, hint)
    }
}

fn read(node: &Node, problems: &mut Problems) -> Option<NamedValue> {
    if !matches!(node.value, Yaml::Mapping(_)) {
        let binding = problems.keep(expression(node))?;
        return Some(NamedValue { binding, unit: None, about: None });
    }
    let mut mapping = problems.keep(Mapping::new(node))?;
    let binding = mapping.required("value", problems, expression);
    let spanned = |node: &Node| measure::unit(node).map(|unit| Spanned::new(unit, node.span));
    let unit = mapping.optional("unit", problems, spanned);
    let about = mapping.optional("about", problems, Localized::read);
    mapping.finish(problems);
    Some(NamedValue { binding: binding?, unit, about })
}

fn expression(node: &Node) -> Result<Binding, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    parse_expression(&text.value, text.span)
}
