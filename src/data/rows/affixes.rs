//! What stands around the numbers of a column and is declared to repeat its measure: it cannot, if it differs.

use ecow::EcoString;
use rust_decimal::Decimal;

use super::notation::Notation;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;

/// What stands around the numbers of a column.
#[derive(Debug, Default, Clone)]
pub(super) struct Affixes {
    /// The first number with other signs than those before it, with its signs.
    kinds: Vec<(Vec<EcoString>, Written)>,
    /// The first fraction of one without any.
    bare: Option<Written>,
}

/// A number as it is written.
#[derive(Debug, Clone)]
struct Written {
    text: EcoString,
    span: Span,
}

impl Affixes {
    /// Adds a number, which is written so.
    pub(super) fn add(&mut self, (number, text): (Decimal, &str), span: Span, notation: &Notation) {
        let around = |affix: &&EcoString| {
            let bare = text.trim_matches(|c: char| "()-+\u{2212} ".contains(c));
            bare.starts_with(affix.as_str()) || bare.ends_with(affix.as_str())
        };
        let own: Vec<_> = notation.affixes.iter().filter(around).cloned().collect();
        let written = || Written { text: text.into(), span };
        if own.is_empty() {
            let is_fraction =
                !number.is_zero() && number.abs() <= Decimal::ONE && number.scale() > 0;
            if is_fraction && self.bare.is_none() {
                self.bare = Some(written());
            }
        } else if !self.kinds.iter().any(|(kind, _)| *kind == own) {
            self.kinds.push((own, written()));
        }
    }

    /// Reports numbers that are not in one unit by what is written around them.
    pub(super) fn report(&self, name: &str) -> Option<Diagnostic> {
        let (first, one) = self.kinds.first()?;
        let differs = |(kind, _): &&(Vec<EcoString>, Written)| {
            let has_all =
                |of: &[EcoString], other: &[EcoString]| of.iter().all(|sign| other.contains(sign));
            !has_all(kind, first) && !has_all(first, kind)
        };
        if let Some((_, other)) = self.kinds.iter().find(differs) {
            let message =
                format!("`{}` and `{}` in `{name}` are in different units", one.text, other.text);
            return Some(
                Diagnostic::error(Code::BadCell, other.span, message)
                    .with_related(one.span, "the other is here")
                    .with_hint("a column has one unit: give each a column of its own, or say in a column `unit` in what each row is"),
            );
        }
        let is_share = first.iter().any(|sign| sign == "%");
        let bare = self.bare.as_ref().filter(|_| is_share)?;
        let message =
            format!("`{}` in `{name}` has no per cent sign, as `{}` has", bare.text, one.text);
        Some(
            Diagnostic::error(Code::BadCell, bare.span, message)
                .with_related(one.span, "this has one")
                .with_hint("write all of the column in one way: 12.5 % is `12.5%` or `0.125`"),
        )
    }
}
