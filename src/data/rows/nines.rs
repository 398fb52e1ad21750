//! Numbers of nines, such as -999 and 9999, which programs write for a missing value, and which would be plausible
//! figures.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::remedy::{Remedy, quoted};
use super::source::Source;
use crate::base::diagnostic::{Code as DiagnosticCode, Diagnostic};
use crate::base::span::Span;
use crate::data::dataset::ColumnKind;

/// So many nines are no accident.
const NINES: usize = 3;

/// How many times as large as all other values a number is that cannot be one of them.
const APART: u64 = 10;

/// So many other values are needed to tell what is usual in a column.
const OTHERS: usize = 2;

/// The numbers of a column, as far as they tell whether those of nines are values.
#[derive(Debug, Default, Clone)]
pub(crate) struct Nines {
    /// Those of nines.
    found: Vec<Code>,
    /// How many others there are.
    others: usize,
    /// The largest of them, without sign and decimals.
    largest: u64,
    has_negative: bool,
}

impl Nines {
    /// Adds a number.
    pub(crate) fn add(&mut self, number: Decimal, span: Span) {
        if is_nines(number) {
            let text = EcoString::from(number.to_string());
            match self.found.iter_mut().find(|code| code.text == text) {
                Some(code) => code.count += 1,
                None => self.found.push(Code { text, first: span, count: 1 }),
            }
            return;
        }
        self.others += 1;
        self.has_negative |= number.is_sign_negative();
        self.largest = self.largest.max(whole(number));
    }

    /// Returns the numbers of nines that are no values by the looks of all others.
    pub(crate) fn unlike_others(&self, kind: ColumnKind) -> impl Iterator<Item = &Code> {
        let is_apart = move |code: &&Code| {
            let size = code.text.trim_start_matches('-').parse().map_or(0, whole);
            let is_far = size >= self.largest.max(1).saturating_mul(APART);
            kind == ColumnKind::Year || is_far || code.text.starts_with('-') && !self.has_negative
        };
        self.found.iter().filter(|_| self.others >= OTHERS).filter(is_apart)
    }

    /// Reports them, unless the author says that they are values.
    pub(super) fn report(
        &self,
        (name, kind): (&str, ColumnKind),
        source: &Source,
    ) -> Option<Diagnostic> {
        let is_present = |code: &&Code| source.notation.present.contains(&code.text);
        let codes: Vec<_> = self.unlike_others(kind).filter(|code| !is_present(code)).collect();
        let Code { text, first, count } = codes.first()?;
        let times = if *count == 1 { String::new() } else { format!(" {count} times") };
        let message = format!(
            "`{text}` stands{times} in `{name}`, is unlike all other values, and often means that there is none"
        );
        let declare = |key| {
            let remedy = |code: &&Code| Remedy { key, value: quoted(&code.text) };
            source.declaration(&codes.iter().map(remedy).collect::<Vec<_>>())
        };
        Some(
            Diagnostic::error(DiagnosticCode::BadCell, *first, message)
                .with_hint(format!("if it does, declare it: {}", declare("missing")))
                .with_hint(format!("if it is a value, declare that: {}", declare("present"))),
        )
    }
}

/// A number of nines.
#[derive(Debug, Clone)]
pub(crate) struct Code {
    /// What it says.
    pub text: EcoString,
    /// The place of the first.
    first: Span,
    /// How many there are.
    count: usize,
}

fn whole(number: Decimal) -> u64 {
    // Most numbers are whole, and there may be millions of them.
    if number.scale() == 0 {
        return u64::try_from(number.mantissa().unsigned_abs()).unwrap_or(u64::MAX);
    }
    let power = 10_u128.saturating_pow(number.scale());
    u64::try_from(number.mantissa().unsigned_abs() / power).unwrap_or(u64::MAX)
}

/// Whether a number is written with nines only, those above zero without decimals.
fn is_nines(number: Decimal) -> bool {
    let digits = number.mantissa().unsigned_abs();
    if digits % 10 != 9 && number.scale() == 0 {
        return false;
    }
    let text = number.normalize().abs().to_string();
    let has_decimals = text.contains('.');
    text.len() >= NINES + usize::from(has_decimals)
        && text.bytes().all(|byte| matches!(byte, b'9' | b'.'))
        && (!has_decimals || number.is_sign_negative())
}
