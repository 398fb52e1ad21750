//! Composing inline nodes.

use ecow::{EcoString, eco_format};

use super::Binder;
use super::attributes::Owner;
use super::references::begins_sentence;
use crate::base::span::Span;
use crate::data::evaluate::holds;
use crate::language::{Word, count_words};
use crate::markup::{self, AttributedText, Cite, InlineKind, Manner};
use crate::publication::audience::CitationStyle;
use crate::tree::{Block, FigureForm, Inline, Inlines, plain_text};

/// Returns `text`, which follows `out`, without a second space between the two: what this
/// audience does not see may have had one on either side.
fn without_gap(text: &EcoString, out: &Inlines) -> EcoString {
    match out.last() {
        Some(Inline::Text { text: last, .. }) if last.ends_with(' ') => text.trim_start().into(),
        None => text.trim_start().into(),
        Some(_) => text.clone(),
    }
}

/// Returns what is left of a text whose first full stop follows, in `out`, a value that is printed with one of its own,
/// as abbreviations are: "3 Mio." ends a sentence as it is. None for all other nodes.
fn after_stop(
    before: &markup::Inline,
    inline: &markup::Inline,
    out: &Inlines,
) -> Option<EcoString> {
    let InlineKind::Text(text) = &inline.kind else { return None };
    // Several are dots of an ellipsis.
    let rest = text.strip_prefix('.').filter(|rest| !rest.starts_with('.'))?;
    let is_stopped = ends_with_value(before) && plain_text(out.last_chunk::<1>()?).ends_with('.');
    is_stopped.then(|| rest.into())
}

/// Whether the last that a node prints is the value of a binding.
fn ends_with_value(inline: &markup::Inline) -> bool {
    match &inline.kind {
        InlineKind::Number(_) => true,
        InlineKind::Emphasis(content)
        | InlineKind::Strong(content)
        | InlineKind::Strikethrough(content) => content.last().is_some_and(ends_with_value),
        InlineKind::Span(text) => text.content.last().is_some_and(ends_with_value),
        InlineKind::Link(link) => link.content.last().is_some_and(ends_with_value),
        InlineKind::Text(_)
        | InlineKind::Subscript(_)
        | InlineKind::Superscript(_)
        | InlineKind::Code(_)
        | InlineKind::Formula(_)
        | InlineKind::Image(_)
        | InlineKind::Citation(_)
        | InlineKind::Reference(_)
        | InlineKind::Footnote(_)
        | InlineKind::LineBreak
        | InlineKind::RawHtml(_) => false,
    }
}

impl<'a> Binder<'a, '_> {
    pub(super) fn inlines(&mut self, inlines: &'a [markup::Inline]) -> Inlines {
        let mut out = Vec::with_capacity(inlines.len());
        self.inlines_after(inlines, &mut out);
        out
    }

    /// Adds inline nodes to those that they follow.
    fn inlines_after(&mut self, inlines: &'a [markup::Inline], out: &mut Inlines) {
        let opens = self.sentence_begins.take().unwrap_or(true);
        for (number, inline) in inlines.iter().enumerate() {
            self.sentence_begins = Some(begins_sentence(out, opens));
            let start = out.len();
            let before = number.checked_sub(1).and_then(|before| inlines.get(before));
            match before.and_then(|before| after_stop(before, inline, out)) {
                Some(rest) => out.extend(self.text(&rest, inline.span)),
                None => self.inline(inline, out),
            }
            self.refuse_doubled((inline, inlines.get(number + 1)), out, start);
        }
        self.sentence_begins = None;
    }

    fn inline(&mut self, inline: &'a markup::Inline, out: &mut Inlines) {
        let composed = match &inline.kind {
            InlineKind::Text(text) => self.text(&without_gap(text, out), inline.span),
            InlineKind::Emphasis(inner) => Some(Inline::Emphasis { content: self.inlines(inner) }),
            InlineKind::Strong(inner) => Some(Inline::Strong { content: self.inlines(inner) }),
            InlineKind::Strikethrough(inner) => {
                Some(Inline::Strikethrough { content: self.inlines(inner) })
            }
            InlineKind::Subscript(inner) => {
                Some(Inline::Subscript { content: self.inlines(inner) })
            }
            InlineKind::Superscript(inner) => {
                Some(Inline::Superscript { content: self.inlines(inner) })
            }
            InlineKind::Code(text) => Some(Inline::Code { text: text.clone() }),
            InlineKind::Formula(equation) => {
                self.refuse_id(&equation.attributes, Owner::Formula);
                Some(Inline::Formula { formula: equation.formula.clone() })
            }
            InlineKind::Link(link) => return out.extend(self.link(link, inline.span)),
            InlineKind::Image(picture) => {
                self.refuse_id(&picture.attributes, Owner::Image);
                self.image(picture).map(Inline::Image)
            }
            InlineKind::Number(binding) => {
                self.unbroken.before_number(out);
                self.number(binding)
            }
            InlineKind::Citation(cites) => return self.citation(cites, inline.span, out),
            InlineKind::Reference(reference) => return self.references(reference, out),
            InlineKind::Footnote(label) => self.footnote(label),
            InlineKind::Span(span) => return self.span(span, inline.span, out),
            InlineKind::LineBreak => Some(Inline::LineBreak),
            InlineKind::RawHtml(html) => {
                self.check_lost(html, inline.span);
                Some(Inline::RawHtml { html: html.clone() })
            }
        };
        out.extend(composed);
    }

    /// Composes a text; none if there is nothing left of it.
    fn text(&mut self, text: &EcoString, span: Span) -> Option<Inline> {
        self.words += count_words(text);
        let text = self.unbroken.text(text);
        (!text.is_empty()).then_some(Inline::Text { text, origin: Some(span) })
    }

    fn span(&mut self, text: &'a AttributedText, place: Span, out: &mut Inlines) {
        let AttributedText { attributes, content: inner } = text;
        self.refuse_id(attributes, Owner::Span);
        if !self.check_attributes(attributes, Owner::Span) {
            return;
        }
        if let Some(statement) = &attributes.holds {
            let held = holds(&statement.expression, place, self.data());
            self.problems.keep(held);
        }
        let remark = attributes.value("comment");
        let remark = remark.filter(|_| self.resources.publication.shows_remarks());
        if let Some(id) = attributes.value("term") {
            self.term(id, inner, out);
            out.extend(remark.map(|remark| remark_text(&remark.value)));
            return;
        }
        let (lang, dir) = (attributes.text("lang"), attributes.text("dir"));
        let title = attributes.text("title");
        let is_bare = attributes.classes.is_empty() && lang.is_empty() && dir.is_empty();
        if is_bare && title.is_empty() && remark.is_none() {
            return self.inlines_after(inner, out);
        }
        let content = self.inlines(inner);
        let classes = attributes.classes.iter().map(|class| class.value.clone());
        let classes = classes.chain(remark.map(|_| REMARKED.into())).collect();
        let is_first =
            !title.is_empty() && self.abbreviations.insert((plain_text(&content), title.clone()));
        out.push(Inline::Span { classes, title: title.clone(), lang, dir, content });
        // Paper and phones have nothing that points: what it stands for is said once in the text.
        if is_first {
            out.push(Inline::text(eco_format!(" ({title})")));
        }
        out.extend(remark.map(|remark| remark_text(&remark.value)));
    }

    /// Adds a citation in the manner of the audience: in the sentence, in a footnote, or not at all.
    fn citation(&mut self, cites: &[Cite], span: Span, out: &mut Inlines) {
        let Some(content) = self.formatted_citation(span) else { return };
        let is_narrative = matches!(cites, [Cite { manner: Manner::Narrative, .. }]);
        let style = self.edition.site.audience.citations;
        match style {
            CitationStyle::None if is_narrative => out.extend(content),
            CitationStyle::None => trim_end(out),
            // A note inside a note would be lost on readers and on renderers.
            CitationStyle::Notes if !is_narrative && !self.in_note => {
                trim_end(out);
                self.note_count += 1;
                let content = without_brackets(content);
                let blocks = vec![Block::Paragraph { content: vec![Inline::Citation { content }] }];
                out.push(Inline::Note { number: self.note_count, blocks });
            }
            CitationStyle::Notes | CitationStyle::AuthorDate => {
                out.push(Inline::Citation { content });
            }
        }
    }

    /// Returns the text of the citation that the first walk found at `span`.
    pub(super) fn formatted_citation(&self, span: Span) -> Option<Inlines> {
        let number = self.collected.citation_at.get(&span)?;
        self.numbered_citation(*number)
    }

    /// Returns the text of a citation by its number among those collected.
    pub(super) fn numbered_citation(&self, number: usize) -> Option<Inlines> {
        let content = self.formatting.citations.get(number)?;
        Some(match self.edition.site.audience.citations {
            // Without a bibliography, its anchors lead nowhere.
            CitationStyle::None => vec![Inline::text(plain_text(content))],
            CitationStyle::AuthorDate | CitationStyle::Notes => content.clone(),
        })
    }

    fn footnote(&mut self, label: &EcoString) -> Option<Inline> {
        let key = (self.part.chapter, label.clone());
        if let Some(&number) = self.notes.get(&key) {
            return Some(Inline::NoteReference { number });
        }
        let footnote = self.part.manuscript.body.footnotes.get(label)?;
        self.note_count += 1;
        let number = self.note_count;
        self.notes.insert(key, number);
        self.sentence_begins = None;
        let outer = std::mem::replace(&mut self.in_note, true);
        let blocks = self.blocks(&footnote.blocks);
        self.in_note = outer;
        Some(Inline::Note { number, blocks })
    }

    /// Returns the label of a numbered figure or table, such as "Table 3".
    pub(super) fn figure_label(&self, form: FigureForm, span: Span) -> EcoString {
        let number = &self.collected.numbers.get(&span).cloned().unwrap_or_default();
        let word = match form {
            FigureForm::Figure => Word::LabelFigure { number },
            FigureForm::Table => Word::LabelTable { number },
        };
        self.locale.words.get(word).into()
    }
}

/// Takes the space off the end of what was composed so far: a footnote's mark follows the word.
fn trim_end(out: &mut Inlines) {
    if let Some(Inline::Text { text, .. }) = out.last_mut() {
        *text = text.trim_end().into();
    }
}

/// Returns a citation without the brackets that its style puts around it.
fn without_brackets(mut content: Inlines) -> Inlines {
    if let Some(Inline::Text { text, .. }) = content.first_mut() {
        *text = text.trim_start_matches(['(', '（']).into();
    }
    if let Some(Inline::Text { text, .. }) = content.last_mut() {
        *text = eco_format!("{}.", text.trim_end_matches([')', '）']));
    }
    content
}

/// The class of words that somebody has remarked on, and that of the remark.
const REMARKED: &str = "remarked";
const REMARK: &str = "remark";

/// Returns a remark as drafts show it, behind the words that it is about.
fn remark_text(text: &str) -> Inline {
    Inline::Span {
        classes: vec![REMARK.into()],
        title: EcoString::new(),
        lang: EcoString::new(),
        dir: EcoString::new(),
        content: vec![Inline::text(eco_format!(" [{text}]"))],
    }
}
