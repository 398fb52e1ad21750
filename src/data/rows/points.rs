//! Points in numbers that may stand before decimals or between thousands: in a file whose fields are separated by
//! semicolons, `1.234` is as often the one as the other.

use rust_decimal::Decimal;

use super::remedy::{Remedy, quoted};
use super::source::Source;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// What the numbers of a column have behind their points.
#[derive(Debug, Default, Clone)]
pub(super) struct Points {
    /// The first number with three digits behind its point, and up to three before it.
    first: Option<Span>,
    /// How many there are.
    thousands: usize,
    /// Whether another number has a point.
    has_decimals: bool,
}

impl Points {
    /// Adds a number.
    pub(super) fn add(&mut self, number: Decimal, span: Span) {
        let size = number.abs();
        if number.scale() == 3 && size >= Decimal::ONE && size < Decimal::ONE_THOUSAND {
            self.thousands += 1;
            self.first.get_or_insert(span);
        } else {
            self.has_decimals |= number.scale() > 0;
        }
    }

    /// Reports points that may be either, unless the author says what they are.
    pub(super) fn report(&self, name: &str, source: &Source) -> Option<Diagnostic> {
        let is_open = source.delimiter == b';' && !source.declares("decimal");
        let is_unclear = !self.has_decimals;
        let first = self.first.filter(|_| is_open && is_unclear && !source.declares("group"))?;
        let message = match self.thousands {
            1 => format!(
                "the point in `{name}` may stand before decimals or between thousands: it has three digits behind it"
            ),
            _ => format!(
                "the points in `{name}` may stand before decimals or between thousands: all have three digits behind them"
            ),
        };
        let declare = |remedies: &[Remedy]| source.declaration(remedies);
        let group = Remedy { key: "group", value: quoted(".") };
        let [comma, point] = [",", "."].map(|sign| Remedy { key: "decimal", value: quoted(sign) });
        Some(
            Diagnostic::error(Code::BadCell, first, message)
                .with_hint(format!("between thousands: {}", declare(&[comma, group])))
                .with_hint(format!("before decimals: {}", declare(&[point]))),
        )
    }
}
