//! Parsing of choices: `choose(statement, words, …, words)`.

use super::parse::Parser;
use super::{Branch, Expression};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Spanned;

impl Parser<'_> {
    /// Parses what stands in the brackets behind `choose`, which begins at `start`.
    pub(super) fn choice(&mut self, start: usize) -> Result<Expression, Diagnostic> {
        self.expect('(')?;
        let mut branches = Vec::new();
        loop {
            let part = self.arm()?;
            if !branches.is_empty() && self.eat(')') {
                let (otherwise, span) = (Box::new(part), self.span(start, self.at));
                return Ok(Expression::Choice { branches, otherwise, span });
            }
            if !self.eat(',') {
                let found = self.unexpected("a comma and what is chosen if the statement holds");
                return Err(found.with_hint("write `choose(change(a[row, *]) > 0, rose, fell)`"));
            }
            branches.push(Branch { statement: part, value: self.arm()? });
            if !self.eat(',') {
                return Err(self.nothing_else(start));
            }
        }
    }

    fn nothing_else(&mut self, start: usize) -> Diagnostic {
        let span = self.span(start, self.at);
        let message = "nothing is given for when the statement does not hold";
        Diagnostic::error(Code::ExpressionSyntax, span, message)
            .with_hint("add what is chosen then: `choose(change(a[row, *]) > 0, rose, fell)`")
    }

    /// Parses what is chosen: words, in quotes or without, or an expression.
    ///
    /// Bare words end at a comma or bracket, and hold neither brackets nor underscores, by which
    /// expressions are told from them.
    fn arm(&mut self) -> Result<Expression, Diagnostic> {
        self.skip_space();
        let end = self.rest().find([',', ')', '(', '[', '_', '"', '\'', '|']);
        let end = end.unwrap_or(self.rest().len());
        let is_bare = self.rest().starts_with(char::is_alphabetic)
            && self.rest()[end..].starts_with([',', ')']);
        if !is_bare {
            return self.statement();
        }
        self.count_operand()?;
        let words = self.rest()[..end].trim_end();
        let span = self.span(self.at, self.at + words.len());
        let name = Spanned::new(words.into(), span);
        self.at += end;
        // A derived row may have no value.
        Ok(if name.value == "missing" { Expression::Named(name) } else { Expression::Words(name) })
    }
}
