//! Whether two figures may be added up or compared.

use super::{Found, Item, Operand, Result, Root};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::measure::{Kind, Measure, Status, Unit, describe_prices};

/// How two figures differ, and what to do.
struct Difference {
    left: String,
    right: String,
    hint: &'static str,
}

/// Refuses operands that are not alike.
pub(super) fn check(left: &Operand<'_>, right: &Operand<'_>, span: Span) -> Result<()> {
    let of_rows = || match (&left.root, &right.root) {
        (Root::Cell(left), Root::Cell(right)) => row_units(left, right),
        _ => None,
    };
    let found = of_rows().or_else(|| difference(&left.quantity.measure, &right.quantity.measure));
    found.map_or(Ok(()), |found| Err(report(&found, (left.root, right.root), span)))
}

/// Refuses numbers of a range that are not alike.
pub(super) fn check_items(left: &Item<'_>, right: &Item<'_>, span: Span) -> Result<()> {
    let of_rows = row_units(&left.found, &right.found);
    if std::ptr::eq(left.measure, right.measure) && of_rows.is_none() {
        return Ok(());
    }
    let roots = (Root::Cell(left.found), Root::Cell(right.found));
    let found = of_rows.or_else(|| difference(left.measure, right.measure));
    found.map_or(Ok(()), |found| Err(report(&found, roots, span)))
}

/// Returns how cells differ whose rows say in what they are.
fn row_units(left: &Found<'_>, right: &Found<'_>) -> Option<Difference> {
    let unit = |found: &Found<'_>| found.dataset.row_unit(found.row, found.column).cloned();
    let (one, other) = unit(left).zip(unit(right)).filter(|(one, other)| one != other)?;
    let hint = "use rows of one unit, such as `sum(…, where data[*, unit] = '…')`, or give each unit a column with a `measure:`";
    Some(Difference { left: format!("in {one}"), right: format!("in {other}"), hint })
}

fn report(found: &Difference, (left, right): (Root<'_>, Root<'_>), span: Span) -> Diagnostic {
    let Difference { left: is, right: other_is, hint } = found;
    let message = format!(
        "{} is {is} and {} is {other_is}: they cannot be added or compared",
        left.describe(),
        right.describe()
    );
    let mut diagnostic = Diagnostic::error(Code::UnitMisuse, span, message).with_hint(*hint);
    for (root, label) in [(left, is), (right, other_is)] {
        if let Root::Cell(found) = root {
            diagnostic = diagnostic.with_related(found.cell().span, label.clone());
        }
    }
    diagnostic
}

impl Root<'_> {
    /// Returns what it is, for messages.
    pub(super) fn describe(&self) -> String {
        match self {
            Self::Written => "the number written here".to_owned(),
            Self::Cell(found) => found.describe(),
            Self::Computed(found) => format!("the result from {}", found.describe()),
        }
    }
}

/// Returns what keeps two figures from being added up or compared.
fn difference(left: &Measure, right: &Measure) -> Option<Difference> {
    unit(left, right)
        .or_else(|| kind(left, right))
        .or_else(|| prices(left, right))
        .or_else(|| status(left, right))
        .or_else(|| conversion(left, right))
}

fn unit(left: &Measure, right: &Measure) -> Option<Difference> {
    let hint = match (&left.unit, &right.unit) {
        (one, other) if one == other => return None,
        (Unit::Percent, Unit::PercentagePoints) | (Unit::PercentagePoints, Unit::Percent) => {
            "the difference between two percentages is in percentage points, which is not a percentage"
        }
        (Unit::Currency(_), Unit::Currency(_)) => {
            "convert one of them: `convert(amount, rates[row, column])`, with a rate that has a source of its own"
        }
        (Unit::Currency(_), Unit::Percent) | (Unit::Percent, Unit::Currency(_)) => {
            "two amounts of money give a percentage: `share(part, whole)`"
        }
        _ => "use figures in the same unit, or `convert(…)` with a rate from one to the other",
    };
    Some(Difference { left: in_unit(&left.unit), right: in_unit(&right.unit), hint })
}

/// Returns the unit as what a figure is in.
pub(super) fn in_unit(unit: &Unit) -> String {
    match unit {
        Unit::None => "without unit".to_owned(),
        unit => format!("in {}", unit.describe()),
    }
}

fn kind(left: &Measure, right: &Measure) -> Option<Difference> {
    let (one, other) = left.kind.zip(right.kind).filter(|(one, other)| one != other)?;
    let describe = |kind: Kind| format!("a {}", kind.name());
    let hint = "a flow covers a period and a stock is measured at a point in time: use cells of the same kind";
    Some(Difference { left: describe(one), right: describe(other), hint })
}

fn prices(left: &Measure, right: &Measure) -> Option<Difference> {
    let (one, other) = (left.prices.as_ref()?, right.prices.as_ref()?);
    (one != other).then(|| Difference {
        left: format!("in {}", describe_prices(one)),
        right: format!("in {}", describe_prices(other)),
        hint: "convert one of them: `convert(amount, deflators[row, column])`, with a deflator that has a source of its own",
    })
}

fn status(left: &Measure, right: &Measure) -> Option<Difference> {
    let (one, other) = left.status.zip(right.status).filter(|(one, other)| one != other)?;
    let describe = |status: Status| status.name().to_owned();
    let hint =
        "money that was announced has not necessarily been paid: use cells of the same status";
    Some(Difference { left: describe(one), right: describe(other), hint })
}

fn conversion(left: &Measure, right: &Measure) -> Option<Difference> {
    let describe = |measure: &Measure| match &measure.conversion {
        Some(rate) => format!("a rate from {} to {}", rate.from.describe(), rate.to.describe()),
        None => "not a rate".to_owned(),
    };
    (left.conversion != right.conversion).then(|| Difference {
        left: describe(left),
        right: describe(right),
        hint: "use rates of the same kind, or `convert(amount, rate)`",
    })
}
