//! Parsing of formats: what stands behind a bar in a bound number.

use ecow::EcoString;

use super::parse::{Parser, unknown};
use super::{Format, advice};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{Span, Spanned};

impl Parser<'_> {
    /// Parses a format and what it takes.
    pub(super) fn format(&mut self) -> Result<Spanned<Format>, Diagnostic> {
        let name = self.name();
        let Some((_, format)) = Format::ALL.iter().find(|(known, _)| *known == name.value) else {
            let known = Format::ALL.iter().map(|(name, _)| *name);
            return Err(unknown("format", &name, known, advice::of_format(&name.value)));
        };
        match format {
            Format::Form(_) => return self.form(&name),
            Format::Otherwise(_) => return self.otherwise(&name),
            _ => {}
        }
        let Format::Round(_) = format else { return Ok(Spanned::new(format.clone(), name.span)) };
        let digits = self.name();
        if let Ok(decimals @ 0..=12) = digits.value.parse() {
            let span = Span { end: digits.span.end, ..name.span };
            return Ok(Spanned::new(Format::Round(decimals), span));
        }
        let written = self.rest().trim_start_matches(['(', '=', ':', ' ']);
        let digits: String = written.chars().take_while(char::is_ascii_digit).collect();
        let decimals: Option<u32> = digits.parse().ok().filter(|decimals| *decimals <= 12);
        let message = "`round` takes a number of decimals";
        let hint = format!("write `round {}`, with 0 to 12 decimals", decimals.unwrap_or(1));
        Err(Diagnostic::error(Code::ExpressionSyntax, name.span, message).with_hint(hint))
    }

    /// Parses the name of a form behind `form`.
    fn form(&mut self, format: &Spanned<EcoString>) -> Result<Spanned<Format>, Diagnostic> {
        let form = self.name();
        if form.value.is_empty() {
            let message = "`form` takes the name of a form";
            return Err(Diagnostic::error(Code::ExpressionSyntax, format.span, message).with_hint(
                "write `{{ @this | form adjective }}`, with a form from `content/entities.yaml`",
            ));
        }
        Ok(Spanned::new(Format::Form(form.value), form.span))
    }

    /// Parses the words behind `otherwise`.
    fn otherwise(&mut self, format: &Spanned<EcoString>) -> Result<Spanned<Format>, Diagnostic> {
        if !matches!(self.peek(), Some('"' | '\'')) {
            let message = "`otherwise` takes words in quotes";
            return Err(Diagnostic::error(Code::ExpressionSyntax, format.span, message)
                .with_hint("write `{{ ofdi[@this, 2016] | otherwise \"an unknown sum\" }}`"));
        }
        let words = self.quoted()?;
        Ok(Spanned::new(Format::Otherwise(words.value), words.span))
    }
}
