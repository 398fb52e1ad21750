//! Lines that include another text, `{{< include ../includes/method.md >}}`.

use std::ops::Range;

use pulldown_cmark::TagEnd;

use super::{Parser, Until};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Inclusion;
use crate::base::limits::INCLUDES;
use crate::base::span::{FileId, Span};
use crate::markup::Block;

/// Returns the path that a line names which includes a text, and does nothing else; Quarto writes it so.
pub(crate) fn included_path(line: &str) -> Option<&str> {
    let inner = line.trim().strip_prefix("{{<")?.strip_suffix(">}}")?;
    let mut words = inner.split_whitespace();
    let path = words.next().filter(|word| *word == "include").and_then(|_| words.next())?;
    words.next().is_none().then_some(path)
}

impl Parser<'_, '_> {
    /// Whether a paragraph is a line that includes a text, and nothing else.
    pub(super) fn is_include(&self, range: &Range<usize>) -> bool {
        included_path(&self.text[range.clone()]).is_some()
    }

    /// Adds the blocks of the text that the paragraph at `range` includes.
    pub(super) fn include(&mut self, range: &Range<usize>, blocks: &mut Vec<Block>) {
        let depth = self.depth();
        self.skip_to(TagEnd::Paragraph);
        let line = self.text[range.clone()].trim_end();
        let span = self.span(&(range.start..range.start + line.len()));
        let files = self.options.files;
        let found = files.and_then(|files| files.inclusions.at(span).cloned());
        let refused = match found {
            Some(Inclusion::Text(file)) => return self.included((file, span), depth, blocks),
            Some(inclusion) => refusal(span, &inclusion),
            None => Diagnostic::error(Code::Inclusion, span, "no text can be included here")
                .with_hint("include it in a brief, a report or a page"),
        };
        self.problems.push(refused);
    }

    fn included(&mut self, (file, place): (FileId, Span), depth: usize, blocks: &mut Vec<Block>) {
        let Some(files) = self.options.files else { return };
        let text = &*files.get(file).text;
        if text.starts_with("---\n") || text.starts_with("---\r\n") {
            let message = "a text that is included has no front matter";
            self.problems.push(
                Diagnostic::error(Code::Inclusion, Span::start_of(file), message)
                    .with_related(place, "included here")
                    .with_hint("delete the lines from `---` to `---`"),
            );
            return;
        }
        let whole = Span::new(file, 0, text.len());
        let mut inner = Parser::new(text, whole, self.options, self.problems);
        inner.outer_depth = depth;
        if inner.refuse_depth() || inner.refuse_size() {
            return;
        }
        blocks.extend(inner.blocks(Until::End));
        let (notes, drawn) =
            (std::mem::take(&mut inner.footnotes), std::mem::take(&mut inner.drawn));
        self.drawn.extend(drawn);
        for (label, note) in notes {
            self.add_footnote(label, note);
        }
    }
}

fn refusal(span: Span, inclusion: &Inclusion) -> Diagnostic {
    let (message, hint) = match inclusion {
        Inclusion::Missing(path) => (
            format!("there is no file `{path}`"),
            "texts that are included stand in `content/includes/`, and are named from the folder of this file".to_owned(),
        ),
        Inclusion::Untranslated(path) => (
            format!("there is no file `{path}`, which this language needs"),
            "add it: the translation of what is included".to_owned(),
        ),
        Inclusion::NoPart(path) => (
            format!("`{path}` cannot be included"),
            "move the text into a Markdown file in `content/includes/`; a brief is a chapter if a report lists it under `briefs:`".to_owned(),
        ),
        Inclusion::Circle(path) => {
            (format!("`{path}` includes itself"), "delete one of the lines of the circle".to_owned())
        }
        Inclusion::TooMany | Inclusion::Text(_) => (
            format!("there are more than {} {}, or they are too long", INCLUDES.most, INCLUDES.what),
            "split the text into two".to_owned(),
        ),
    };
    Diagnostic::error(Code::Inclusion, span, message).with_hint(hint)
}
