//! Parsing of what stands between square brackets: which rows, columns and other coordinates are selected.

use ecow::EcoString;

use super::parse::{Parser, is_name};
use super::{Coordinate, Expression, Selection, Selector, THIS_KEY};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Spanned;

impl Parser<'_> {
    /// Parses the brackets behind the name of a dataset.
    pub(super) fn cells(
        &mut self,
        dataset: Spanned<EcoString>,
        start: usize,
    ) -> Result<Expression, Diagnostic> {
        self.expect('[')?;
        let Coordinate { name: first, selector: rows, .. } = self.coordinate()?;
        let second = if self.eat(',') { Some(self.coordinate()?) } else { None };
        let mut more = Vec::new();
        while self.eat(',') {
            more.push(self.coordinate()?);
        }
        self.expect(']')?;
        let span = self.span(start, self.at);
        let (second, columns) = match second {
            Some(Coordinate { name, selector, .. }) => (name, Some(selector)),
            None => (None, None),
        };
        let names = [first, second];
        let selection = Selection { dataset, rows, columns, names, more, span };
        Ok(Expression::Cells(Box::new(selection)))
    }

    /// Parses a selector, with the name of its dimension if there is one: `year: 2016`.
    fn coordinate(&mut self) -> Result<Coordinate, Diagnostic> {
        self.skip_space();
        let start = self.at;
        let name = self.name();
        let name = if !name.value.is_empty() && self.rest().starts_with(": ") {
            self.at += 1;
            Some(name)
        } else {
            self.at = start;
            None
        };
        let selector = self.selector()?;
        Ok(Coordinate { name, selector, span: self.span(start, self.at) })
    }

    pub(super) fn selector(&mut self) -> Result<Selector, Diagnostic> {
        match self.peek() {
            Some('*') => {
                self.at += 1;
                Ok(Selector::All(self.span(self.at - 1, self.at)))
            }
            Some('@') if !self.is_at_this() => {
                self.at += 1;
                Ok(Selector::Group(self.key()?))
            }
            _ => {
                let first = self.key()?;
                if self.rest().starts_with("..") {
                    self.at += 2;
                    return Ok(Selector::Range(first, self.key()?));
                }
                let mut names = vec![first];
                while self.eat('+') {
                    names.push(self.key()?);
                }
                Ok(Selector::Names(names))
            }
        }
    }

    /// Whether the next name is `@this`.
    fn is_at_this(&self) -> bool {
        let behind = self.rest().strip_prefix(THIS_KEY);
        behind.is_some_and(|rest| !rest.starts_with(is_name))
    }

    /// Parses a text between quotes of either kind; attributes stand in one of them already.
    pub(super) fn quoted(&mut self) -> Result<Spanned<EcoString>, Diagnostic> {
        let quote = self.peek().unwrap_or('"');
        self.at += 1;
        let start = self.at;
        let Some(length) = self.rest().find(quote) else {
            return Err(self.unexpected(&format!("a closing `{quote}`")));
        };
        self.at += length + 1;
        let end = start + length;
        Ok(Spanned::new(self.text[start..end].into(), self.span(start, end)))
    }

    /// Parses the name of a row, a column or a group.
    fn key(&mut self) -> Result<Spanned<EcoString>, Diagnostic> {
        if matches!(self.peek(), Some('"' | '\'')) {
            return self.quoted();
        }
        self.skip_space();
        let (start, rest) = (self.at, self.rest());
        let stop = rest.find([',', ']', '+', '[', '|', '"']).unwrap_or(rest.len());
        let stop = rest.find("..").map_or(stop, |dots| dots.min(stop));
        let name = rest[..stop].trim_end();
        if name.is_empty() {
            return Err(self.unexpected("the name of a row or column"));
        }
        let length = name.len();
        // Editors and web pages put fixed spaces into names.
        let name = EcoString::from(name.replace(['\u{A0}', '\u{202F}'], " "));
        self.at += stop;
        Ok(Spanned::new(name, self.span(start, start + length)))
    }
}
