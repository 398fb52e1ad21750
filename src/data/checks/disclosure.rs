//! Confidential cells that can be computed from others: a total and all parts but one reveal the
//! last part.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::data::dataset::{ColumnKind, Dataset, Value};
use crate::data::select::Position;
use crate::data::status::CellStatus;
use crate::publication::entity::Entities;

/// Cells each of which follows from all the others: a total and its parts.
pub(super) type Relation = Vec<Position>;

/// Whether a value is known to its publisher, and must not be revealed.
pub(super) fn is_confidential(dataset: &Dataset, (row, column): Position) -> bool {
    dataset.rows[row].cells[column].status == Some(CellStatus::Confidential)
}

/// Reports the confidential cells that can be computed from the other cells. `declared` are the
/// sums of the dataset's checks; blocs and their members are sums as well.
pub(super) fn check(
    dataset: &Dataset,
    entities: &Entities,
    declared: Vec<Relation>,
) -> Vec<Diagnostic> {
    let secret = |at: &Position| is_confidential(dataset, *at);
    let mut relations = declared;
    relations.extend(blocs(dataset, entities));
    relations.retain(|relation| relation.iter().any(secret));
    let mut unknown: BTreeSet<Position> = relations
        .iter()
        .flatten()
        .copied()
        .filter(|&(row, column)| dataset.rows[row].cells[column].value == Value::Missing)
        .collect();
    let mut found = BTreeMap::new();
    // A cell that follows from one sum may reveal a cell of another.
    loop {
        let solved = relations.iter().find_map(|relation| {
            let mut open = relation.iter().filter(|at| unknown.contains(at));
            match (open.next(), open.next()) {
                (Some(at), None) => Some((*at, relation.len() - 1)),
                _ => None,
            }
        });
        let Some((at, others)) = solved else { break };
        unknown.remove(&at);
        if secret(&at) {
            found.insert(at, others);
        }
    }
    found.into_iter().map(|(at, others)| disclosed(dataset, at, others)).collect()
}

fn disclosed(dataset: &Dataset, (row, column): Position, others: usize) -> Diagnostic {
    let (key, name) = (&dataset.rows[row].key, &dataset.columns[column].name);
    let message = format!(
        "`{}[{key}, {name}]` is confidential, but can be computed from {others} other cells: a total and the other parts",
        dataset.id
    );
    Diagnostic::error(Code::Disclosed, dataset.rows[row].cells[column].span, message)
        .with_hint("mark another part as confidential as well, or take the total out of the file")
}

/// Returns the sums of blocs: the row of a bloc, and those of all its members.
fn blocs(dataset: &Dataset, entities: &Entities) -> Vec<Relation> {
    if dataset.columns[dataset.key].kind != ColumnKind::Entity {
        return Vec::new();
    }
    let numbers: Vec<usize> = (0..dataset.columns.len())
        .filter(|column| dataset.columns[*column].kind == ColumnKind::Number)
        .collect();
    let mut relations = Vec::new();
    for (total, row) in dataset.rows.iter().enumerate() {
        let Some(entity) = entities.get(&row.key) else { continue };
        let parts: Option<Vec<usize>> =
            entity.members.iter().map(|member| dataset.row(&member.id.value)).collect();
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else { continue };
        for &column in &numbers {
            let cells = [total].into_iter().chain(parts.iter().copied());
            relations.push(cells.map(|row| (row, column)).collect());
        }
    }
    relations
}
