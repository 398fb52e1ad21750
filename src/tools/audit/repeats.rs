//! Computations that are repeated in the text, where a named value would do.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::data::expression::Expression;
use crate::data::values;
use crate::markup::visit::Visit;
use crate::markup::{Inline, InlineKind};
use crate::publication::Publication;

/// How often a computation may be written out in one language.
const OFTEN: usize = 3;

/// Returns a remark for each computation that the texts of a language repeat.
pub(super) fn find(publication: &Publication) -> Vec<Diagnostic> {
    let mut places: BTreeMap<(&EcoString, EcoString), Vec<Span>> = BTreeMap::new();
    for manuscript in publication.works.values().flat_map(|work| work.manuscripts.values()) {
        let mut reader = Reader::default();
        manuscript.visit(&mut reader);
        for (expression, span) in reader.found {
            places.entry((&manuscript.language, expression)).or_default().push(span);
        }
    }
    // What all languages repeat is reported for the first of them.
    let mut reported: BTreeMap<EcoString, Diagnostic> = BTreeMap::new();
    for ((_, expression), spans) in places {
        if spans.len() < OFTEN || reported.contains_key(&expression) {
            continue;
        }
        let message = format!("`{expression}` is written out {} times", spans.len());
        let remark = Diagnostic::warning(Code::RepeatedValue, spans[0], message)
            .with_hint(format!("give it a name in `{}`, and use that name", values::PATH));
        reported.insert(expression, remark);
    }
    reported.into_values().collect()
}

/// The computations of a text, and where they stand.
#[derive(Default)]
struct Reader {
    found: Vec<(EcoString, Span)>,
}

impl<'a> Visit<'a> for Reader {
    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Number(binding) => {
                if matches!(binding.expression, Expression::Call(_) | Expression::Binary { .. }) {
                    self.found.push((binding.written(), inline.span));
                }
            }
            kind => self.inlines(kind.content()),
        }
    }
}
