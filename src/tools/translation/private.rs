//! What does not go to translators: remarks of those who work on a text, and what only restricted audiences read.

use std::collections::BTreeSet;
use std::ops::Range;

use ecow::EcoString;

use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{AttributedText, Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::Publication;
use crate::publication::audience::{AudienceAccess, Condition};
use crate::publication::manuscript::{Drafts, Manuscript};
use crate::publication::restriction::{self, Readers};

/// Those whose texts translators get: the open audiences, and a restricted one that is named.
pub struct Recipients<'p> {
    audiences: Vec<&'p EcoString>,
    readers: Readers,
}

impl<'p> Recipients<'p> {
    /// Finds them.
    pub fn new(publication: &'p Publication, named: Option<&str>) -> Self {
        let audiences = publication.audiences.iter();
        let audiences = audiences.filter(|audience| {
            audience.access == AudienceAccess::Open || named == Some(&*audience.id)
        });
        Self {
            audiences: audiences.map(|audience| &audience.id).collect(),
            readers: restriction::readers(publication, Drafts::Shown),
        }
    }

    fn may_read(&self, condition: &Condition) -> bool {
        self.audiences.iter().any(|audience| condition.admits(audience))
    }

    fn hides(&self, attributes: &Attributes) -> bool {
        !self.may_read(&Condition::of_attributes(attributes))
    }

    /// Returns the places of the blocks of a text that translators do not get.
    pub(super) fn withheld(&self, text: &Manuscript) -> Withheld {
        if !self.may_read(self.readers.of(text.form, &text.id)) {
            return Withheld::All;
        }
        let mut hidden = Hidden { shared: self, within: false, found: BTreeSet::new() };
        let lines = [&text.title, &text.finding].into_iter().chain(&text.key_messages);
        for line in lines.chain(text.about.lines()) {
            hidden.line(line);
        }
        hidden.blocks(&text.body.blocks);
        let mut found = hidden.found;
        if text_hides(self, text) {
            let called = self.called(text);
            let notes = text.body.footnotes.iter();
            let notes = notes.filter(|(label, note)| {
                !called.contains(*label) || note.blocks.iter().any(|block| self.has_hidden(block))
            });
            found.extend(notes.map(|(_, note)| note.span));
        }
        Withheld::Some(found)
    }

    /// Whether something in a block is hidden.
    fn has_hidden(&self, block: &Block) -> bool {
        let mut search = Search { shared: self, found: false };
        search.block(block);
        search.found
    }

    /// Returns the labels of the footnotes that what is not hidden calls.
    fn called<'t>(&self, text: &'t Manuscript) -> BTreeSet<&'t EcoString> {
        let mut open = Open { shared: self, labels: BTreeSet::new() };
        open.blocks(&text.body.blocks);
        let mut done = BTreeSet::new();
        while let Some(label) = open.labels.difference(&done).next().copied() {
            if let Some(note) = text.body.footnotes.get(label) {
                open.blocks(&note.blocks);
            }
            done.insert(label);
        }
        done
    }
}

fn text_hides(shared: &Recipients<'_>, text: &Manuscript) -> bool {
    let mut search = Search { shared, found: false };
    text.visit(&mut search);
    search.found
}

/// The blocks of a text that translators do not get.
pub(super) enum Withheld {
    All,
    Some(BTreeSet<Span>),
}

impl Withheld {
    pub(super) fn has(&self, block: Span) -> bool {
        match self {
            Self::All => true,
            Self::Some(blocks) => blocks.contains(&block),
        }
    }
}

/// A walk that gathers the places of hidden blocks.
struct Hidden<'s, 'p> {
    shared: &'s Recipients<'p>,
    within: bool,
    found: BTreeSet<Span>,
}

impl Hidden<'_, '_> {
    fn line(&mut self, line: &[Inline]) {
        let mut search = Search { shared: self.shared, found: false };
        search.inlines(line);
        if let (true, Some(first), Some(last)) = (search.found, line.first(), line.last()) {
            self.found.insert(Span { end: last.span.end, ..first.span });
        }
    }
}

impl<'a> Visit<'a> for Hidden<'_, '_> {
    fn block(&mut self, block: &'a Block) {
        let outer = self.within;
        if let BlockKind::Div(attributes, inner) = &block.kind {
            self.within |= self.shared.hides(attributes);
            let mut title = Search { shared: self.shared, found: self.within };
            title.inlines(&attributes.title);
            self.found.extend(title.found.then_some(block.span));
            self.blocks(inner);
        } else if self.within || self.shared.has_hidden(block) {
            self.found.insert(block.span);
        }
        self.within = outer;
    }
}

/// A search for anything that is hidden.
struct Search<'s, 'p> {
    shared: &'s Recipients<'p>,
    found: bool,
}

impl<'a> Visit<'a> for Search<'_, '_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind {
            self.found |= self.shared.hides(attributes);
        }
        if !self.found {
            walk_block(self, block);
        }
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            self.found |= self.shared.hides(&span.attributes);
        }
        if !self.found {
            self.inlines(inline.kind.content());
        }
    }
}

/// A walk over what is not hidden.
struct Open<'s, 'p, 't> {
    shared: &'s Recipients<'p>,
    labels: BTreeSet<&'t EcoString>,
}

impl<'t> Visit<'t> for Open<'_, '_, 't> {
    fn block(&mut self, block: &'t Block) {
        let BlockKind::Div(attributes, _) = &block.kind else { return walk_block(self, block) };
        if !self.shared.hides(attributes) {
            walk_block(self, block);
        }
    }

    fn inline(&mut self, inline: &'t Inline) {
        match &inline.kind {
            InlineKind::Span(span) if self.shared.hides(&span.attributes) => {}
            InlineKind::Footnote(label) => {
                self.labels.insert(label);
            }
            kind => self.inlines(kind.content()),
        }
    }
}

/// The remarks in a text: comments, and what someone says of words in `comment="…"`.
pub(super) struct Remarks<'f> {
    files: &'f Files,
    /// The remarks of words.
    found: Vec<(FileId, Range<usize>)>,
    /// Code, in which nothing is a remark.
    code: Vec<Span>,
    /// Blocks of YAML, in which lines can be remarks.
    yaml: Vec<Span>,
}

impl<'f> Remarks<'f> {
    /// Finds the remarks of a text.
    pub(super) fn of(text: &Manuscript, files: &'f Files) -> Self {
        let mut remarks = Self { files, found: Vec::new(), code: Vec::new(), yaml: Vec::new() };
        text.visit(&mut remarks);
        remarks
    }

    /// Returns a stretch of a file without the remarks in it.
    pub(super) fn without(&self, file: FileId, stretch: Range<usize>) -> String {
        let text = &*self.files.get(file).text;
        let own = self.found.iter().filter(|(of, _)| *of == file).map(|(_, range)| range.clone());
        let mut cuts: Vec<_> = own.chain(self.comments(file, &stretch)).collect();
        cuts.sort_by_key(|cut| (cut.start, cut.end));
        let (mut out, mut at) = (String::new(), stretch.start);
        for cut in cuts.iter().filter(|cut| cut.end <= stretch.end) {
            if cut.start >= at {
                out.push_str(text.get(at..cut.start).unwrap_or_default());
                at = cut.end;
            }
        }
        out.push_str(text.get(at..stretch.end).unwrap_or_default());
        out
    }

    /// Returns the comments within a stretch of a file.
    fn comments(&self, file: FileId, stretch: &Range<usize>) -> Vec<Range<usize>> {
        let text = self.files.get(file).text.get(stretch.clone()).unwrap_or_default();
        let is_in = |spans: &[Span], at: usize| {
            spans.iter().any(|span| span.file == file && span.range().contains(&at))
        };
        let comments = text.match_indices("<!--").filter_map(|(at, _)| {
            let end = at + text[at..].find("-->")? + "-->".len();
            let at = stretch.start + at;
            (!is_in(&self.code, at)).then_some(at..stretch.start + end)
        });
        let mut found: Vec<_> = comments.collect();
        let mut at = stretch.start;
        for line in text.split_inclusive('\n') {
            if line.trim_start().starts_with('#') && is_in(&self.yaml, at) {
                found.push(at..at + line.len());
            }
            at += line.len();
        }
        found
    }

    fn span(&mut self, span: &AttributedText, place: Span) {
        let own = span.attributes.values.iter().find(|(name, _)| name.value == "comment");
        let Some((name, value)) = own else { return };
        let text = &*self.files.get(place.file).text;
        // Texts of YAML count their quotation mark.
        let shift = usize::from(!text.get(place.range()).is_some_and(|it| it.starts_with('[')));
        let (start, close) =
            (place.start as usize + shift, (place.end as usize + shift).saturating_sub(1));
        let rest = text.get(value.span.end as usize..).unwrap_or_default();
        let quote = usize::from(rest.starts_with(['"', '\'']));
        let (from, to) = (name.span.start as usize, value.span.end as usize + quote);
        let Attributes { id, classes, values, .. } = &span.attributes;
        if id.is_none() && classes.is_empty() && values.len() == 1 {
            let end = text.get(to..).and_then(|rest| rest.find('}')).map_or(to, |at| to + at + 1);
            self.found.extend([(place.file, start..start + 1), (place.file, close..end)]);
            return;
        }
        let before = text.get(..from).unwrap_or_default();
        let from = before.trim_end().len().max(before.rfind('{').map_or(0, |at| at + 1));
        self.found.push((place.file, from..to));
    }
}

impl<'a> Visit<'a> for Remarks<'_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Code { .. } => self.code.push(block.span),
            BlockKind::DataTable(_)
            | BlockKind::Chart(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_) => self.yaml.push(block.span),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Rule
            | BlockKind::Table(_)
            | BlockKind::Formula(_)
            | BlockKind::Picture(_)
            | BlockKind::Div(..)
            | BlockKind::RawHtml(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Code(_) => self.code.push(inline.span),
            InlineKind::Span(span) => self.span(span, inline.span),
            InlineKind::Text(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Formula(_)
            | InlineKind::Link(_)
            | InlineKind::Image(_)
            | InlineKind::Number(_)
            | InlineKind::Citation(_)
            | InlineKind::Reference(_)
            | InlineKind::Footnote(_)
            | InlineKind::LineBreak
            | InlineKind::RawHtml(_) => {}
        }
        self.inlines(inline.kind.content());
    }
}
