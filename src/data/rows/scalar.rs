//! Values of cells, from their text.

use rust_decimal::Decimal;

use crate::diagnostic::{Code, Diagnostic};
use crate::span::Span;

pub(crate) fn number(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let written_out = text.parse().ok().filter(|_| !text.contains(['e', 'E']));
    written_out.ok_or_else(|| {
        let hint = match Decimal::from_scientific(text) {
            Ok(number) => format!("write it out: `{}`", number.normalize()),
            Err(_) => "write digits with a decimal point and nothing else, such as `1961.5`; `~` for a missing value".to_owned(),
        };
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no number")).with_hint(hint)
    })
}

pub(crate) fn year(text: &str, span: Span) -> Result<Decimal, Diagnostic> {
    let year: Option<u16> = text.parse().ok();
    year.map(Decimal::from).ok_or_else(|| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is no year"))
            .with_hint("write four digits")
    })
}

pub(super) fn boolean(text: &str, span: Span) -> Result<bool, Diagnostic> {
    text.parse().map_err(|_| {
        Diagnostic::error(Code::BadCell, span, format!("`{text}` is neither `true` nor `false`"))
    })
}
