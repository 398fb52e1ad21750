//! What a sheet shows of its cells, and their values do not say.

use std::collections::HashMap;
use std::rc::Rc;

use ecow::EcoString;
use rust_decimal::Decimal;

use super::Cells;
use super::number_format::{DateParts, NumberFormat, Section};

/// The row and the column of a cell, from zero.
pub(super) type Position = (u32, u32);

/// What a sheet shows.
#[derive(Debug, Default)]
pub(super) struct Shown {
    /// The rows that are hidden, each from the first to the last.
    pub rows: Vec<(u32, u32)>,
    /// The columns that are hidden.
    pub columns: Vec<(u32, u32)>,
    /// Cells that are shown as one.
    pub merged: Vec<Cells>,
    /// Cells with a formula of which the file has no result.
    pub uncalculated: Vec<Position>,
    /// Cells that show other than the digits of their values.
    pub cells: HashMap<Position, Show>,
}

/// How a cell shows its value.
#[derive(Debug, Clone)]
pub(super) enum Show {
    /// In this format.
    Format(Rc<NumberFormat>),
    /// Between these signs.
    Around(Section),
    /// As this text.
    Text(EcoString),
}

impl Show {
    /// Returns what is shown of a number.
    pub(super) fn number(&self, number: &str) -> EcoString {
        match self {
            Self::Format(format) => format.show(number),
            Self::Around(section) => match number.parse::<Decimal>() {
                Ok(number) => section.show(number),
                Err(_) => number.into(),
            },
            Self::Text(text) => text.clone(),
        }
    }

    /// Returns the parts of a date that are shown.
    pub(super) fn date(&self) -> Option<DateParts> {
        match self {
            Self::Format(format) => format.date(),
            Self::Around(section) => section.date,
            Self::Text(_) => None,
        }
    }
}

impl Shown {
    /// Whether a row is hidden.
    pub(super) fn hides_row(&self, row: u32) -> bool {
        is_within(&self.rows, row)
    }

    /// Whether a column is hidden.
    pub(super) fn hides_column(&self, column: u32) -> bool {
        is_within(&self.columns, column)
    }
}

fn is_within(spans: &[(u32, u32)], at: u32) -> bool {
    spans.iter().any(|(first, last)| (*first..=*last).contains(&at))
}
