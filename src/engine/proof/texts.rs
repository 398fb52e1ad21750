//! What the manuscripts say, and who may read it; found without projecting or binding.

use std::collections::BTreeMap;
use std::ops::Range;

use ecow::EcoString;

use super::index::Set;
use super::numbers::Numbers;
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::data::expression::{Expression, Relation, THIS};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::Publication;
use crate::publication::audience::{Audience, Condition};
use crate::publication::entity;
use crate::publication::manuscript::Manuscript;

/// A stretch of a text without a gap, and who may read it.
pub(super) struct Run<'r> {
    pub readers: &'r Set,
    pub span: Span,
    pub text: &'r str,
    /// Whether it has numbers that are bound to data.
    pub is_bound: bool,
}

/// What is read of manuscripts.
#[derive(Clone, Copy)]
pub(super) struct Reading<'r> {
    pub audiences: &'r [Audience],
    /// Prints bound numbers.
    pub numbers: &'r Numbers<'r>,
    /// Who may read of the entities that are for some, by all of their names.
    pub entities: &'r BTreeMap<EcoString, Set>,
    /// Whether numbers are printed in what all may read as well.
    pub is_open: bool,
}

/// Returns who may read of the entities that are for some, by all of their names.
pub(super) fn readers_of_entities(publication: &Publication) -> BTreeMap<EcoString, Set> {
    let Some(file) = publication.files.find(entity::PATH) else { return BTreeMap::new() };
    let parts = publication.restrictions.iter();
    let parts = parts.filter_map(|part| Some((part, part.named_in(file)?)));
    let entities = parts.flat_map(|(part, names)| {
        let audiences = publication.audiences.iter();
        let readers: Set = audiences.map(|audience| part.readers.admits(&audience.id)).collect();
        names.iter().map(move |name| (name.clone(), readers.clone()))
    });
    entities.collect()
}

/// Calls `each` with all runs of a manuscript that `readers` may read.
pub(super) fn runs(
    manuscript: &Manuscript,
    readers: &Set,
    reading: Reading<'_>,
    each: &mut dyn FnMut(Run<'_>),
) {
    let language = &*manuscript.language;
    // A note is read by those who read one of its calls, which may stand in another note.
    let mut calls: BTreeMap<EcoString, Set> = BTreeMap::new();
    loop {
        let calls_only = &mut |_: Run<'_>| {};
        let none = Walk::new(reading, language, calls_only);
        let mut walk = Walk { numbers: None, ..none };
        walk.manuscript(manuscript, readers, &calls);
        if walk.calls == calls {
            break;
        }
        calls = walk.calls;
    }
    let mut walk = Walk::new(reading, language, each);
    walk.manuscript(manuscript, readers, &calls);
}

/// Calls `each` with the comments of a manuscript and of what it includes, which nobody reads.
pub(super) fn comments(
    manuscript: &Manuscript,
    files: &Files,
    nobody: &Set,
    each: &mut dyn FnMut(Run<'_>),
) {
    for &file in [manuscript.file].iter().chain(&manuscript.included) {
        comments_of(file, files, nobody, each);
    }
}

fn comments_of(file: FileId, files: &Files, nobody: &Set, each: &mut dyn FnMut(Run<'_>)) {
    const OPENING: &str = "<!--";
    let text = &files.get(file).text;
    let mut run = |range: Range<usize>| {
        for part in without_computations(&text[range.clone()], Span::start_of(file)) {
            let (start, end) = (range.start + part.start, range.start + part.end);
            let span = Span::new(file, start, end);
            each(Run { readers: nobody, span, text: &text[start..end], is_bound: false });
        }
    };
    let mut at = 0;
    while let Some(start) = text[at..].find(OPENING).map(|start| at + start + OPENING.len()) {
        let end = text[start..].find("-->").map_or(text.len(), |end| start + end);
        let mut begin = start;
        for (line, key) in keys(&text[start..end]) {
            run(begin..start + line);
            begin = start + key;
        }
        run(begin..end);
        at = end;
    }
}

/// Returns the parts of a comment between its bound numbers: how a number is computed, pages say as well.
fn without_computations(comment: &str, place: Span) -> Vec<Range<usize>> {
    let (mut parts, mut begin, mut at) = (Vec::new(), 0, 0);
    while let Some(start) = comment[at..].find("{{").map(|start| at + start) {
        let Some(end) = comment[start..].find("}}").map(|end| start + end + 2) else { break };
        let inner = comment[start + 2..end - 2].trim();
        if Numbers::is_computation(inner, place) {
            parts.push(begin..start);
            begin = end;
        }
        at = end;
    }
    parts.push(begin..comment.len());
    parts
}

/// Returns for each line of a comment that begins with a key of YAML where the line begins, and where its value
/// does. Files of data have such keys before what all may read as well, so a key is no part of a text.
fn keys(comment: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in comment.split_inclusive('\n') {
        let key = line.split_once(": ").map_or("", |(key, _)| key);
        let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        if !key.trim().is_empty() && key.trim().chars().all(is_key) {
            found.push((at, at + key.len() + 1));
        }
        at += line.len();
    }
    found
}

struct Walk<'w> {
    audiences: &'w [Audience],
    /// Who may read of the entities that are for some.
    entities: &'w BTreeMap<EcoString, Set>,
    /// The language of the text.
    language: &'w str,
    /// Prints bound numbers, if they are asked for.
    numbers: Option<&'w Numbers<'w>>,
    /// Whether they are printed in what all may read as well.
    is_open: bool,
    /// Whether they are printed in the line that is read.
    prints: bool,
    /// Who reads a call of each footnote.
    calls: BTreeMap<EcoString, Set>,
    each: &'w mut dyn FnMut(Run<'_>),
}

impl<'w> Walk<'w> {
    fn new(reading: Reading<'w>, language: &'w str, each: &'w mut dyn FnMut(Run<'_>)) -> Self {
        let Reading { audiences, entities, numbers, is_open } = reading;
        let (numbers, prints, calls) = (Some(numbers), false, BTreeMap::new());
        Self { audiences, entities, language, numbers, is_open, prints, calls, each }
    }
}

impl Walk<'_> {
    fn manuscript(
        &mut self,
        manuscript: &Manuscript,
        readers: &Set,
        calls: &BTreeMap<EcoString, Set>,
    ) {
        let drawing = manuscript.drawing.iter();
        let drawing = drawing.flat_map(|drawing| [&drawing.alt, &drawing.caption]);
        let lines = [&manuscript.title, &manuscript.finding].into_iter();
        let lines = lines.chain(&manuscript.key_messages).chain(manuscript.about.lines());
        let lines = lines.chain(manuscript.profile.iter().flat_map(|profile| profile.lines()));
        for line in lines.chain(drawing) {
            self.line(line, readers);
        }
        if let Some(profile) = &manuscript.profile {
            self.blocks(&profile.chart, readers);
        }
        self.blocks(&manuscript.body.blocks, readers);
        for (label, footnote) in &manuscript.body.footnotes {
            let nobody = vec![false; readers.len()];
            self.blocks(&footnote.blocks, calls.get(label).unwrap_or(&nobody));
        }
    }

    fn blocks(&mut self, blocks: &[Block], readers: &Set) {
        for block in blocks {
            self.block(block, readers);
        }
    }

    fn block(&mut self, block: &Block, readers: &Set) {
        let admitted = match &block.kind {
            BlockKind::Div(attributes, _) => Some(self.attributes(attributes, readers)),
            BlockKind::Picture(picture) => {
                self.attributes(&picture.attributes, readers);
                None
            }
            BlockKind::Code { text, .. } | BlockKind::RawHtml(text) => {
                (self.each)(Run { readers, span: block.span, text, is_bound: false });
                None
            }
            BlockKind::Formula(equation) => {
                self.attributes(&equation.attributes, readers);
                let text = &equation.formula.tex;
                (self.each)(Run { readers, span: block.span, text, is_bound: false });
                None
            }
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_) => None,
        };
        let readers = admitted.as_ref().unwrap_or(readers);
        for line in block.lines() {
            self.line(line, readers);
        }
        for blocks in block.children() {
            self.blocks(blocks, readers);
        }
    }

    /// Reads what attributes say; returns who may read what has them.
    fn attributes(&mut self, attributes: &Attributes, readers: &Set) -> Set {
        let condition = Condition::of_attributes(attributes);
        let audiences = self.audiences.iter().zip(readers);
        let mut admitted: Set =
            audiences.map(|(audience, may)| *may && condition.admits(&audience.id)).collect();
        // What only the profile of an entity has is for those who may read of it.
        let of_profile = attributes.when.as_ref().and_then(|when| of_one(&when.expression));
        if let Some(readers) = of_profile.and_then(|name| self.entities.get(name)) {
            admitted.iter_mut().zip(readers).for_each(|(admitted, may)| *admitted &= may);
        }
        let is_said = |name: &str| !matches!(name, "audience" | "not-audience");
        for (_, text) in attributes.values.iter().filter(|(name, _)| is_said(&name.value)) {
            let (span, text) = (text.span, &*text.value);
            (self.each)(Run { readers: &admitted, span, text, is_bound: false });
        }
        admitted
    }

    fn line(&mut self, inlines: &[Inline], readers: &Set) {
        let outer = std::mem::replace(&mut self.prints, false);
        self.stretch(inlines, readers);
        // Once more with its numbers, which files may have or not.
        let is_asked = self.numbers.is_some() && (self.is_open || readers.contains(&false));
        if is_asked && has_number(inlines) {
            self.prints = true;
            self.stretch(inlines, readers);
        }
        self.prints = outer;
    }

    fn stretch(&mut self, inlines: &[Inline], readers: &Set) {
        let mut run = Stretch::default();
        self.inlines(inlines, readers, &mut run);
        self.end(&mut run, readers);
    }

    fn inlines(&mut self, inlines: &[Inline], readers: &Set, run: &mut Stretch) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) | InlineKind::Code(text) | InlineKind::RawHtml(text) => {
                    run.add(text, inline.span);
                }
                InlineKind::Formula(equation) => run.add(&equation.formula.tex, inline.span),
                // What stands around a span for few is one sentence for those who do not get it.
                InlineKind::Span(span) => {
                    let admitted = self.attributes(&span.attributes, readers);
                    if admitted == *readers {
                        self.inlines(&span.content, readers, run);
                    } else {
                        self.line(&span.content, &admitted);
                    }
                }
                InlineKind::Image(picture) => {
                    self.attributes(&picture.attributes, readers);
                    self.line(&picture.caption, readers);
                }
                InlineKind::Footnote(label) => {
                    let calls = self.calls.entry(label.clone());
                    let calls = calls.or_insert_with(|| vec![false; readers.len()]);
                    calls.iter_mut().zip(readers).for_each(|(call, may)| *call |= may);
                }
                InlineKind::LineBreak => run.add(" ", inline.span),
                InlineKind::Number(binding) => {
                    let numbers = self.numbers.filter(|_| self.prints);
                    match numbers.and_then(|numbers| numbers.text(binding, self.language)) {
                        Some(text) => run.add(&text, inline.span),
                        None => self.end(run, readers),
                    }
                }
                // What is printed here is not known before an edition is bound.
                InlineKind::Citation(_) | InlineKind::Reference(_) => self.end(run, readers),
                InlineKind::Emphasis(_)
                | InlineKind::Strong(_)
                | InlineKind::Strikethrough(_)
                | InlineKind::Subscript(_)
                | InlineKind::Superscript(_)
                | InlineKind::Link(_) => self.inlines(inline.kind.content(), readers, run),
            }
        }
    }

    fn end(&mut self, run: &mut Stretch, readers: &Set) {
        let Stretch { text, span } = std::mem::take(run);
        if let Some(span) = span {
            (self.each)(Run { readers, span, text: &text, is_bound: self.prints });
        }
    }
}

/// Returns the entity in whose profile alone a condition holds, if it says so.
fn of_one(condition: &Expression) -> Option<&EcoString> {
    let Expression::Comparison { relation: Relation::Equal, left, right } = condition else {
        return None;
    };
    match (&**left, &**right) {
        (Expression::Entity(this), Expression::Entity(other))
        | (Expression::Entity(other), Expression::Entity(this))
            if this.value == THIS =>
        {
            Some(&other.value)
        }
        _ => None,
    }
}

/// Whether a line has a bound number.
fn has_number(inlines: &[Inline]) -> bool {
    let is_number = |inline: &Inline| matches!(inline.kind, InlineKind::Number(_));
    inlines.iter().any(|inline| is_number(inline) || has_number(inline.kind.content()))
}

/// Text that grows.
#[derive(Default)]
struct Stretch {
    text: String,
    span: Option<Span>,
}

impl Stretch {
    fn add(&mut self, text: &str, span: Span) {
        self.text.push_str(text);
        let start = self.span.unwrap_or(span);
        self.span = Some(Span { end: span.end.max(start.end), ..start });
    }
}
