//! Parsing of functions.

use ecow::EcoString;

use super::parse::{Parser, unknown};
use super::{Call, Expression, Function, Missing, Order, advice};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Spanned;

impl Parser<'_> {
    /// Parses what stands in the brackets behind the name of a function, which begins at `start`.
    pub(super) fn call(
        &mut self,
        name: &Spanned<EcoString>,
        start: usize,
    ) -> Result<Expression, Diagnostic> {
        let Some((_, function)) = Function::ALL.iter().find(|(known, _)| *known == name.value)
        else {
            let known = Function::names().chain(["choose"]);
            let advice = advice::of_function(&name.value, self.rest())
                .or_else(|| advice::of_dataset(&name.value, self.rest()));
            return Err(unknown("function", name, known, advice));
        };
        self.expect('(')?;
        let mut call = Call {
            function: *function,
            arguments: vec![self.statement()?],
            missing: Missing::Refused,
            order: Order::LargestFirst,
            filter: None,
            span: name.span,
        };
        while self.eat(',') {
            if !self.option(&mut call)? {
                call.arguments.push(self.statement()?);
            }
        }
        self.expect(')')?;
        call.span = self.span(start, self.at);
        let (arity, found) = (function.arity(), call.arguments.len());
        if !arity.contains(&found) {
            let (name, wanted) = (function.name(), arity.start());
            let plural = if *wanted == 1 { "" } else { "s" };
            let message = format!("`{name}` takes {wanted} argument{plural}, found {found}");
            return Err(Diagnostic::error(Code::ExpressionSyntax, call.span, message)
                .with_hint(advice::of_arity(*function)));
        }
        Ok(Expression::Call(call))
    }

    /// Parses `where` and what follows it; returns whether it is here.
    fn filter(&mut self, call: &mut Call) -> Result<bool, Diagnostic> {
        let start = self.at;
        if !self.keyword("where") {
            return Ok(false);
        }
        let statement = self.statement()?;
        if call.function.has_filter() && call.filter.is_none() {
            call.filter = Some(Box::new(statement));
            return Ok(true);
        }
        let name = call.function.name();
        let message = format!("`where` cannot be used in `{name}`, or is already given");
        Err(Diagnostic::error(Code::ExpressionSyntax, self.span(start, self.at), message)
            .with_hint(
                "write `where` once, in a function that takes a range; join statements with `and`",
            ))
    }

    /// Parses an option; returns whether there is one here.
    fn option(&mut self, call: &mut Call) -> Result<bool, Diagnostic> {
        if self.filter(call)? {
            return Ok(true);
        }
        self.skip_space();
        let start = self.at;
        let first = self.name().value;
        let is_option = matches!(first.as_str(), "ignore" | "smallest")
            && !matches!(self.peek(), Some('[' | '('));
        if !is_option {
            self.at = start;
            return Ok(false);
        }
        let second = self.name().value;
        let refused = |message: String, hint: &str| {
            Err(Diagnostic::error(Code::ExpressionSyntax, self.span(start, self.at), message)
                .with_hint(hint))
        };
        let name = call.function.name();
        match (first.as_str(), second.as_str()) {
            ("ignore", "missing") if call.missing == Missing::LeftOut => {
                return refused("this is written twice".to_owned(), "delete one of the two");
            }
            ("ignore", "missing") if call.function.leaves_out() => call.missing = Missing::LeftOut,
            ("ignore", "missing") => {
                return refused(
                    format!("`{name}` cannot ignore missing values"),
                    "functions that take a range can, such as `sum` and `mean`; `count` always leaves them out",
                );
            }
            ("smallest", "first") if call.function.has_order() => {
                call.order = Order::SmallestFirst;
            }
            ("smallest", "first") => {
                return refused(
                    format!("`{name}` does not order its values"),
                    "`rank`, `ranked` and `top` do",
                );
            }
            ("ignore", _) => {
                return refused(
                    "this is not something that can be ignored".to_owned(),
                    "write `ignore missing`",
                );
            }
            _ => return refused("this is not an order".to_owned(), "write `smallest first`"),
        }
        Ok(true)
    }
}
