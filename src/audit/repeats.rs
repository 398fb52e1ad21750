//! Computations that are written out again and again, where a name would do.

use std::collections::BTreeMap;

use ecow::EcoString;

use crate::data::expression::Expression;
use crate::data::values;
use crate::diagnostic::{Code, Diagnostic};
use crate::manuscript::Manuscript;
use crate::markup::{Block, Inline, InlineKind};
use crate::publication::Publication;
use crate::span::Span;

/// How often a computation may be written out in one language.
const OFTEN: usize = 3;

/// Returns a remark for each computation that the texts of a language repeat.
pub(super) fn find(publication: &Publication) -> Vec<Diagnostic> {
    let mut places: BTreeMap<(&EcoString, EcoString), Vec<Span>> = BTreeMap::new();
    for manuscript in publication.works.values().flat_map(|work| work.manuscripts.values()) {
        let mut reader = Reader { found: Vec::new() };
        reader.manuscript(manuscript);
        for (expression, span) in reader.found {
            places.entry((&manuscript.language, expression)).or_default().push(span);
        }
    }
    // What all languages repeat is reported in the first.
    let mut reported: BTreeMap<EcoString, Diagnostic> = BTreeMap::new();
    for ((_, expression), spans) in places {
        if spans.len() < OFTEN || reported.contains_key(&expression) {
            continue;
        }
        let message = format!("`{expression}` is written out {} times", spans.len());
        let remark = Diagnostic::warning(Code::RepeatedValue, spans[0], message)
            .with_hint(format!("give it a name in `{}`, and write that name", values::PATH));
        reported.insert(expression, remark);
    }
    reported.into_values().collect()
}

struct Reader {
    found: Vec<(EcoString, Span)>,
}

impl Reader {
    fn manuscript(&mut self, manuscript: &Manuscript) {
        let lines = [&manuscript.title, &manuscript.finding];
        for line in lines.into_iter().chain(&manuscript.key_messages) {
            self.inlines(line);
        }
        self.blocks(&manuscript.body.blocks);
        for footnote in manuscript.body.footnotes.values() {
            self.blocks(&footnote.blocks);
        }
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            block.lines().into_iter().for_each(|line| self.inlines(line));
            block.children().into_iter().for_each(|blocks| self.blocks(blocks));
        }
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            let InlineKind::Number(binding) = &inline.kind else {
                self.inlines(inline.kind.content());
                continue;
            };
            if matches!(binding.expression, Expression::Call(_) | Expression::Binary { .. }) {
                let expression = binding.text.split('|').next().unwrap_or_default();
                let words: Vec<_> = expression.split_whitespace().collect();
                self.found.push((words.join(" ").into(), inline.span));
            }
        }
    }
}
