//! Parsing of statements: what is compared, and how statements are joined.

use super::parse::Parser;
use super::{Connective, Expression, Relation};
use crate::base::diagnostic::{Code, Diagnostic};

/// The signs of relations, longer ones before those that they begin with.
const RELATIONS: &[(&str, Relation)] = &[
    ("<=", Relation::AtMost),
    ("≤", Relation::AtMost),
    ("<", Relation::Less),
    (">=", Relation::AtLeast),
    ("≥", Relation::AtLeast),
    (">", Relation::More),
    ("==", Relation::Equal),
    ("=", Relation::Equal),
    ("!=", Relation::Unequal),
    ("≠", Relation::Unequal),
];

impl Parser<'_> {
    /// Parses a statement, or a value.
    pub(super) fn statement(&mut self) -> Result<Expression, Diagnostic> {
        self.joined("or", Connective::Or, Self::conjunct)
    }

    fn conjunct(&mut self) -> Result<Expression, Diagnostic> {
        self.joined("and", Connective::And, Self::negation)
    }

    fn joined(
        &mut self,
        word: &str,
        connective: Connective,
        part: fn(&mut Self) -> Result<Expression, Diagnostic>,
    ) -> Result<Expression, Diagnostic> {
        self.skip_space();
        let start = self.at;
        let mut statements = vec![part(self)?];
        while self.keyword(word) {
            statements.push(part(self)?);
        }
        match <[_; 1]>::try_from(statements) {
            Ok([only]) => Ok(only),
            Err(statements) => {
                let span = self.span(start, self.at);
                Ok(Expression::Logic { connective, statements, span })
            }
        }
    }

    fn negation(&mut self) -> Result<Expression, Diagnostic> {
        if self.keyword("not") {
            self.count_operand()?;
            return Ok(Expression::Not(Box::new(self.negation()?)));
        }
        self.comparison()
    }

    /// Parses values and how each stands to the next: `0 < a <= b` is `0 < a and a <= b`.
    fn comparison(&mut self) -> Result<Expression, Diagnostic> {
        self.skip_space();
        let start = self.at;
        let mut left = self.expression()?;
        if self.keyword("in") {
            self.expect('@')?;
            return Ok(Expression::Among { member: Box::new(left), bloc: self.name() });
        }
        let mut statements = Vec::new();
        while let Some(relation) = self.relation() {
            let right = self.expression()?;
            let next = right.clone();
            let (left, right) = (Box::new(std::mem::replace(&mut left, next)), Box::new(right));
            statements.push(Expression::Comparison { relation, left, right });
        }
        match statements.len() {
            0 => Ok(left),
            1 => Ok(statements.swap_remove(0)),
            _ => {
                let span = self.span(start, self.at);
                Ok(Expression::Logic { connective: Connective::And, statements, span })
            }
        }
    }

    fn relation(&mut self) -> Option<Relation> {
        self.skip_space();
        let (sign, relation) = RELATIONS.iter().find(|(sign, _)| self.rest().starts_with(sign))?;
        self.at += sign.len();
        Some(*relation)
    }

    /// Parses a word of the language, unless it is the name of a dataset.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        self.skip_space();
        let start = self.at;
        if self.name().value == word && self.peek() != Some('[') {
            return true;
        }
        self.at = start;
        false
    }
}

/// Reports an expression that has no truth to it.
pub(in crate::data) fn no_statement(expression: &Expression) -> Diagnostic {
    Diagnostic::error(Code::TypeMisuse, expression.span(), "this is a value, not a statement")
        .with_hint("compare it with another: `… > 0`, `… = 'member'`; combine statements with `and`, `or` and `not`")
}
