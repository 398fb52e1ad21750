//! Parsing of bound numbers.

use ecow::EcoString;

use super::{Binding, Expression, Literal, Operator, Selection, Selector, advice};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{Span, Spanned, TextPlace};
use crate::base::yaml::{self, Node, Value};
use crate::data::measure::{Scale, Unit};

/// Parses what stands between `{{` and `}}`.
///
/// `span` covers the braces as well.
///
/// # Errors
/// Reports the first place where the text leaves the grammar, and unknown functions and formats.
pub fn parse(text: &str, span: Span) -> Result<Binding, Diagnostic> {
    let inner = text.get(2..text.len().saturating_sub(2)).unwrap_or_default();
    Ok(Binding {
        span,
        ..parse_expression(
            inner,
            TextPlace::new(text, span).slice(2, text.len().saturating_sub(2)),
        )?
    })
}

/// Parses a bound number that stands in YAML, without braces.
///
/// # Errors
/// As [`parse`].
pub fn parse_expression(text: &str, span: Span) -> Result<Binding, Diagnostic> {
    let mut parser =
        Parser { text, base: TextPlace::new(text, span), at: 0, operands: 0, depth: 0 };
    let expression = parser.statement()?;
    let mut formats = Vec::new();
    while parser.eat('|') {
        formats.push(parser.format()?);
    }
    parser.skip_space();
    if parser.at < text.len() {
        let before = text[..parser.at].trim();
        let label = advice::of_label(before, parser.rest());
        let advice = label.or_else(|| advice::of_rest(parser.rest()));
        let found = parser.unexpected("an operator, a `|` or `}}`");
        return Err(match advice {
            Some(advice) => Diagnostic { hints: vec![advice], ..found },
            None => found,
        });
    }
    Ok(Binding { expression, formats, text: text.trim().into(), span })
}

/// Parses a selector that stands on its own, as in a table block's `rows:`.
///
/// # Errors
/// Reports the first place where the text leaves the grammar.
pub fn parse_selector(text: &str, span: Span) -> Result<Selector, Diagnostic> {
    let mut parser =
        Parser { text, base: TextPlace::new(text, span), at: 0, operands: 0, depth: 0 };
    let advised =
        |found: Diagnostic| Diagnostic { hints: vec![advice::of_selector(text)], ..found };
    let selector = parser.selector().map_err(advised)?;
    parser.skip_space();
    if parser.at < text.len() {
        return Err(advised(parser.unexpected("the end of the selector")));
    }
    Ok(selector)
}

/// Reads a list of names, or a selector as in a bound number.
///
/// # Errors
/// Reports what is neither.
pub(crate) fn read_selector(node: &Node) -> Result<Selector, Diagnostic> {
    match &node.value {
        Value::List(items) => {
            items.iter().map(yaml::spanned_text).collect::<Result<_, _>>().map(Selector::Names)
        }
        _ => parse_selector(&yaml::text(node)?, node.span),
    }
}

/// The most operands of an expression; the evaluator walks them by recursion.
const MAX_OPERANDS: usize = 256;

/// The most brackets and signs within each other; the parser goes down by recursion.
const MAX_DEPTH: usize = 64;

pub(super) struct Parser<'a> {
    pub text: &'a str,
    base: TextPlace,
    pub at: usize,
    /// How many operands there were, brackets and signs included.
    operands: usize,
    /// How many brackets and signs are open.
    depth: usize,
}

impl Parser<'_> {
    pub(super) fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    pub(super) fn skip_space(&mut self) {
        let trimmed = self.rest().trim_start().len();
        self.at = self.text.len() - trimmed;
    }

    pub(super) fn peek(&mut self) -> Option<char> {
        self.skip_space();
        self.rest().chars().next()
    }

    pub(super) fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    pub(super) fn expect(&mut self, wanted: char) -> Result<(), Diagnostic> {
        if self.eat(wanted) {
            return Ok(());
        }
        let is_end = self.peek().is_none();
        let found = self.unexpected(&format!("`{wanted}`"));
        if !is_end {
            return Err(found);
        }
        let whole = self.text.trim().to_owned();
        Err(Diagnostic { hints: vec![format!("close the bracket: `{whole}{wanted}`")], ..found })
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.base.slice(start, end)
    }

    pub(super) fn unexpected(&mut self, expected: &str) -> Diagnostic {
        let found = match self.peek() {
            Some(character) => format!("`{character}`"),
            None => "the end".to_owned(),
        };
        let span = self.span(self.at, (self.at + 1).min(self.text.len().max(self.at)));
        Diagnostic::error(
            Code::ExpressionSyntax,
            span,
            format!("expected {expected}, found {found}"),
        )
        .with_hint("bound numbers are written `{{ dataset[row, column] | format }}`")
    }

    pub(super) fn expression(&mut self) -> Result<Expression, Diagnostic> {
        let mut left = self.term()?;
        loop {
            let operator = match self.peek() {
                Some('+') => Operator::Add,
                Some('-' | '−') => Operator::Subtract,
                _ => return Ok(left),
            };
            left = self.binary(left, operator, Self::term)?;
        }
    }

    fn term(&mut self) -> Result<Expression, Diagnostic> {
        let mut left = self.factor()?;
        loop {
            let operator = match self.peek() {
                Some('*' | '×') => Operator::Multiply,
                Some('/' | '÷') => Operator::Divide,
                _ => return Ok(left),
            };
            left = self.binary(left, operator, Self::factor)?;
        }
    }

    fn binary(
        &mut self,
        left: Expression,
        operator: Operator,
        operand: fn(&mut Self) -> Result<Expression, Diagnostic>,
    ) -> Result<Expression, Diagnostic> {
        self.at += self.rest().chars().next().map_or(0, char::len_utf8);
        let right = Box::new(operand(self)?);
        Ok(Expression::Binary { operator, left: Box::new(left), right })
    }

    /// Counts an operand, a bracket or a sign.
    pub(super) fn count_operand(&mut self) -> Result<(), Diagnostic> {
        self.operands += 1;
        if self.operands <= MAX_OPERANDS {
            return Ok(());
        }
        let span = self.span(self.at, self.at);
        let message = format!("this bound number has more than {MAX_OPERANDS} operands");
        Err(Diagnostic::error(Code::ExpressionSyntax, span, message)
            .with_hint("sum ranges of cells instead of single cells"))
    }

    /// Parses what stands in brackets, or behind a sign.
    fn deeper(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<Expression, Diagnostic>,
    ) -> Result<Expression, Diagnostic> {
        if self.depth == MAX_DEPTH {
            let span = self.span(self.at, self.at);
            let message =
                format!("more than {MAX_DEPTH} brackets and signs are nested in one another");
            return Err(Diagnostic::error(Code::ExpressionSyntax, span, message)
                .with_hint("delete those that are not needed"));
        }
        self.depth += 1;
        let inner = parse(self)?;
        self.depth -= 1;
        Ok(inner)
    }

    fn factor(&mut self) -> Result<Expression, Diagnostic> {
        self.count_operand()?;
        match self.peek() {
            Some('-' | '−') => {
                self.at += self.rest().chars().next().map_or(0, char::len_utf8);
                let inner = self.deeper(Self::factor)?;
                Ok(Expression::Negate(Box::new(inner)))
            }
            Some('(') => {
                self.at += 1;
                let inner = self.deeper(Self::statement)?;
                self.expect(')')?;
                Ok(inner)
            }
            Some('"' | '\'') => self.quoted().map(Expression::Words),
            Some(character) if character.is_ascii_digit() => self.literal(),
            Some('@') => {
                self.at += 1;
                Ok(Expression::Entity(self.name()))
            }
            Some(character) if is_name(character) => self.named(),
            Some('=') => {
                let hint = advice::of_formula(self.rest());
                let found = self.unexpected("a dataset, a function or a number");
                Err(Diagnostic { hints: vec![hint], ..found })
            }
            _ => Err(self.unexpected("a dataset, a function or a number")),
        }
    }

    pub(super) fn literal(&mut self) -> Result<Expression, Diagnostic> {
        let start = self.at;
        let digits = |c: char| c.is_ascii_digit() || c == '.';
        self.at += self.rest().find(|c| !digits(c)).unwrap_or(self.rest().len());
        let span = self.span(start, self.at);
        match self.text[start..self.at].parse() {
            Ok(number) => {
                let (unit, scale) = self.suffix();
                let literal = Literal { number, unit, scale };
                Ok(Expression::Literal(Spanned::new(literal, self.span(start, self.at))))
            }
            Err(_) => Err(Diagnostic::error(Code::ExpressionSyntax, span, "this is not a number")
                .with_hint("write digits with a decimal point, such as `1.5`")),
        }
    }

    /// Parses `%`, `mn`, `bn` or `tn` behind a number.
    fn suffix(&mut self) -> (Unit, Scale) {
        let start = self.at;
        if self.eat('%') {
            return (Unit::Percent, Scale::One);
        }
        let scale = match self.name().value.as_str() {
            "mn" => Scale::Million,
            "bn" => Scale::Billion,
            "tn" => Scale::Trillion,
            _ => Scale::One,
        };
        if scale == Scale::One {
            self.at = start;
        }
        (Unit::None, scale)
    }

    pub(super) fn name(&mut self) -> Spanned<EcoString> {
        self.skip_space();
        let start = self.at;
        self.at += self.rest().find(|c| !is_name(c)).unwrap_or(self.rest().len());
        Spanned::new(self.text[start..self.at].into(), self.span(start, self.at))
    }

    fn named(&mut self) -> Result<Expression, Diagnostic> {
        let start = self.at;
        let name = self.name();
        match self.peek() {
            Some('(') if name.value == "choose" => self.deeper(|parser| parser.choice(start)),
            Some('(') if matches!(name.value.as_str(), "latest" | "first") => {
                self.moving(name, start)
            }
            Some('(') => self.deeper(|parser| parser.call(&name, start)),
            Some('[') => self.cells(name, start),
            _ => Ok(Expression::Named(name)),
        }
    }

    /// Parses `latest(dataset)`, which is `dataset[*, latest]`.
    fn moving(
        &mut self,
        period: Spanned<EcoString>,
        start: usize,
    ) -> Result<Expression, Diagnostic> {
        self.expect('(')?;
        let dataset = self.name();
        self.expect(')')?;
        let span = self.span(start, self.at);
        let rows = Selector::All(dataset.span);
        let columns = Some(Selector::Names(vec![period]));
        let (names, more) = ([None, None], Vec::new());
        Ok(Expression::Cells(Box::new(Selection { dataset, rows, columns, names, more, span })))
    }
}

pub(super) fn is_name(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '-')
}

/// Reports a name that is none of those known.
pub(super) fn unknown<'a>(
    what: &str,
    name: &Spanned<EcoString>,
    known: impl Iterator<Item = &'a str> + Clone,
    elsewhere: Option<String>,
) -> Diagnostic {
    let all: Vec<_> = known.clone().map(|name| format!("`{name}`")).collect();
    let hint = elsewhere
        .or_else(|| did_you_mean(&name.value, known))
        .unwrap_or_else(|| format!("use one of {}", all.join(", ")));
    Diagnostic::error(
        Code::UnknownFunction,
        name.span,
        format!("no {what} is named `{}`", name.value),
    )
    .with_hint(hint)
}
