//! Derived datasets: tables that are computed from other datasets and from registers.
//!
//! ```text
//! content/data/waits.yaml ──declaration──> rows of its source, filtered and grouped
//!                                            ──evaluate──> a row of values, with their cells
//!                                            ──node──────> YAML, which is read as typed rows are
//! ```
//!
//! What is computed is handed to the reader of datasets as if it had been typed, so that types,
//! measures and checks are the same for both. What each cell was computed from is kept as
//! [`Lineage`]. Start reading at [`fn@derive`].

mod declaration;
mod node;
mod row;

use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::reads::Noted;
use crate::base::span::{FileId, Span};
use crate::base::yaml::{self, Value};
use crate::data::dataset::Access;
use crate::data::dataset::Datasets;
use crate::data::dataset::Described;
use crate::data::evaluate::Data;
use crate::data::expression::Expression;
use crate::data::lineage::Lineage;
use crate::data::values::Values;
use crate::publication::entity::Entities;
pub use declaration::Declaration;

/// What derived datasets are computed from.
#[derive(Debug, Clone, Copy)]
pub struct Ingredients<'a> {
    /// The files.
    pub files: &'a Files,
    /// The entities.
    pub entities: &'a Entities,
    /// The named values.
    pub values: &'a Values,
    /// What is wrong with datasets that could not be read, by id.
    pub unreadable: &'a BTreeMap<EcoString, Diagnostic>,
}

/// Whether a data file describes a derived dataset.
pub fn is_derived(files: &Files, file: FileId) -> bool {
    files.get(file).text.lines().any(|line| line.starts_with("derive:"))
}

/// Computes the datasets that `files` describe, each after the ones that it needs, and adds them to
/// `datasets`.
pub fn derive(
    files: &[(EcoString, FileId)],
    ingredients: Ingredients<'_>,
    datasets: &mut Datasets,
    problems: &mut Problems,
) -> Lineage {
    let mut lineage = Lineage::default();
    let mut pending = read(files, ingredients, problems);
    while !pending.is_empty() {
        let names: BTreeSet<_> = pending.keys().cloned().collect();
        let is_ready = |declaration: &Declaration| {
            let inputs = inputs(declaration, ingredients.values);
            inputs.iter().all(|input| !names.contains(input))
        };
        let Some(name) = pending.iter().find(|(_, found)| is_ready(found)).map(|(name, _)| name)
        else {
            problems.extend(pending.values().map(circle));
            break;
        };
        let name = name.clone();
        let Some(declaration) = pending.remove(&name) else { break };
        let Ingredients { entities, values, unreadable, .. } = ingredients;
        let data = Data {
            datasets,
            unreadable,
            entities,
            values,
            lineage: &lineage,
            this: None,
            day: None,
        };
        let Some(table) = row::table(&declaration, data, problems) else { continue };
        let whole = node::whole(&declaration, &table, problems);
        let described = Described { id: &name, file: declaration.file, node: &whole };
        let read = described.read(ingredients.files, entities, problems);
        if let Some(mut dataset) = read {
            let inputs = inputs(&declaration, values);
            dataset.access = access(dataset.access, &inputs, datasets);
            lineage.add(name.clone(), table.into_cells(&dataset), inputs);
            datasets.insert(name, Noted::new(dataset.file, dataset));
        }
    }
    lineage
}

fn read(
    files: &[(EcoString, FileId)],
    ingredients: Ingredients<'_>,
    problems: &mut Problems,
) -> BTreeMap<EcoString, Declaration> {
    let mut declarations = BTreeMap::new();
    for (name, file) in files {
        let length = ingredients.files.get(*file).text.len();
        let node = problems.keep(yaml::parse(ingredients.files, Span::new(*file, 0, length)));
        let Some(node) = node.filter(|node| matches!(node.value, Value::Mapping(_))) else {
            continue;
        };
        if let Some(declaration) = Declaration::read(*file, node, problems) {
            declarations.insert(name.clone(), declaration);
        }
    }
    declarations
}

/// Returns who gets a derived dataset: one that is computed from closed data is closed, unless it
/// says that it is published.
fn access(own: Access, inputs: &BTreeSet<EcoString>, datasets: &Datasets) -> Access {
    if own != Access::Used {
        return own;
    }
    let inputs = inputs.iter().filter_map(|input| datasets.get(input)).map(|input| input.access);
    let closed = inputs.filter(|access| access.is_closed());
    closed.reduce(|one, other| if one == Access::Closed { one } else { other }).unwrap_or(own)
}

/// Returns the names of the datasets that a declaration uses.
fn inputs(declaration: &Declaration, values: &Values) -> BTreeSet<EcoString> {
    let mut inputs = BTreeSet::new();
    inputs.extend(declaration.source().cloned());
    for expression in declaration.expressions() {
        collect(expression, values, &mut inputs);
    }
    inputs
}

/// Collects the names of the datasets that an expression uses, by named values too.
pub fn collect(expression: &Expression, values: &Values, inputs: &mut BTreeSet<EcoString>) {
    match expression {
        Expression::Cells(selection) => {
            inputs.insert(selection.dataset.value.clone());
        }
        Expression::Named(name) => {
            let named = values.iter().find(|(known, _)| **known == name.value);
            if let Some((_, value)) = named {
                collect(&value.binding.expression, values, inputs);
            }
        }
        other => other.parts().into_iter().for_each(|part| collect(part, values, inputs)),
    }
}

fn circle(declaration: &Declaration) -> Diagnostic {
    let message = "this dataset is derived from itself, directly or through others";
    Diagnostic::error(Code::ValueCircle, declaration.span, message)
        .with_hint("derive one of the datasets from typed rows or a register")
}
