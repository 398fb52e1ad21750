//! The numbers of sections, and the anchors that are defined.

use ecow::{EcoString, eco_format};

use super::{Appendix, Label, Walk};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::bind::{Explicit, letters, numbers_headings};
use crate::markup::{APPENDIX, Block, BlockKind, Inline, is_reserved};

impl<'a> Walk<'a, '_> {
    /// Numbers a heading.
    pub(super) fn heading(&mut self, block: &'a Block) {
        let BlockKind::Heading { level, attributes, anchor, content } = &block.kind else { return };
        let (level, span) = (*level, block.span);
        self.check_level(level, content, span);
        self.level = level;
        let has = |name: &str| attributes.classes.iter().any(|class| class.value == name);
        let is_appendix = has(APPENDIX);
        let depth = usize::from(level.max(2)) - 1;
        // What stands in a section without a number has none either.
        let is_inside = self.unnumbered.is_some_and(|outer| outer < depth);
        let is_plain = attributes.classes.is_empty() && !is_inside;
        if !is_inside {
            self.unnumbered = (!is_plain && !is_appendix).then_some(depth);
        }
        self.sections.resize(depth, 0);
        if let Some(last) = self.sections.last_mut() {
            *last += u32::from(is_plain);
        }
        if depth == 1 {
            self.begin_section(is_appendix);
        }
        let is_numbered =
            is_plain && numbers_headings(self.edition.manuscript.form, self.part) || is_appendix;
        let explicit = if attributes.id.is_some() { Explicit::Yes } else { Explicit::No };
        let anchor = self.part.heading_anchor(anchor, explicit);
        let label = if is_numbered {
            let number = self.section_number();
            self.collected.numbers.insert(span, number.clone());
            if is_appendix { Label::Appendix(number) } else { Label::Section(number) }
        } else {
            Label::Title(crate::markup::plain_text(content).into())
        };
        let place = attributes.id.as_ref().map_or(span, |id| id.span);
        self.define(&anchor, place, label);
        self.inlines(content);
    }

    /// Begins a section of the first level, which may be an appendix or the end of one.
    fn begin_section(&mut self, is_appendix: bool) {
        if is_appendix {
            self.section_appendices += 1;
            let letter = letters(self.section_appendices);
            let chapter = self.part.number().map(|number| eco_format!("{number}.{letter}"));
            self.appendix = Some(Appendix::of(chapter.unwrap_or(letter)));
        } else if self.section_appendices > 0 || !self.part.is_appendix {
            self.appendix = None;
        }
    }

    /// Returns the number of the heading that was read last: `3.2`, or `A.2` in an appendix.
    fn section_number(&self) -> EcoString {
        let sections = self.sections.iter().map(u32::to_string);
        let numbers: Vec<String> = match &self.appendix {
            Some(appendix) if self.section_appendices > 0 => {
                std::iter::once(appendix.letter.to_string()).chain(sections.skip(1)).collect()
            }
            _ => self.part.number().map(String::from).into_iter().chain(sections).collect(),
        };
        numbers.join(".").into()
    }

    fn check_level(&mut self, level: u8, content: &[Inline], span: Span) {
        if level == 1 {
            self.problems.push(
                Diagnostic::error(
                    Code::LevelOneHeading,
                    span,
                    "the title is the level-one heading",
                )
                .with_hint("begin sections with `##`"),
            );
        } else if level > self.level + 1 {
            let wanted = "#".repeat(usize::from(self.level + 1));
            let message = format!("a heading of level {level} follows one of level {}", self.level);
            self.problems.push(
                Diagnostic::error(Code::SkippedLevel, span, message)
                    .with_hint(format!("write `{wanted}`")),
            );
        }
        if content.is_empty() {
            self.problems.push(
                Diagnostic::error(Code::EmptyHeading, span, "this heading has no text")
                    .with_hint("write the text, or delete the line"),
            );
        }
    }

    /// Notes where an anchor is defined, and what references to it print.
    pub(super) fn define(&mut self, anchor: &EcoString, span: Span, label: Label) {
        if is_reserved(anchor) {
            let message = format!("the id `{anchor}` is reserved for pages");
            self.problems.push(
                Diagnostic::error(Code::DuplicateId, span, message)
                    .with_hint(format!("write another, such as `sec-{anchor}`")),
            );
        }
        if let Some(first) = self.collected.defined.get(anchor) {
            if *first != span {
                self.problems.push(
                    Diagnostic::error(
                        Code::DuplicateId,
                        span,
                        format!("the id `{anchor}` is used twice"),
                    )
                    .with_related(*first, "first used here")
                    .with_hint(
                        "rename one of them; in a report, the ids of all its briefs must differ",
                    ),
                );
            }
            return;
        }
        self.collected.defined.insert(anchor.clone(), span);
        self.collected.labels.insert(anchor.clone(), label);
    }
}
