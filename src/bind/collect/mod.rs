//! The first walk: what an audience sees, numbered, and what it cites.

mod citations;
mod conditions;
mod exhibits;
mod headings;
mod registers;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;

use super::glossary::Terms;
use super::origins::Origins;
use super::{Part, Resources, selection};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Span;
use crate::bind::cite::Collector;
use crate::data::evaluate::Data;
use crate::data::register::Register;
use crate::markup::visit::Calls;
use crate::markup::{Block, BlockKind, Inline, InlineKind};
use crate::plan::{Edition, Subject};
use crate::publication::audience::Depth;
use crate::tree::FigureForm;
pub(super) use exhibits::{is_figure, is_figure_group, is_list_table, list_caption};

/// What the first walk found.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// What a reference to an anchor prints: the number of a section, figure or table.
    pub labels: HashMap<EcoString, Label>,
    /// Anchors of blocks that this audience does not see.
    pub hidden: HashMap<EcoString, Span>,
    /// How many figures and tables there are.
    pub figures: usize,
    /// The numbers of headings and figures, by their places.
    pub numbers: HashMap<Span, EcoString>,
    /// What its numbers are based on.
    pub origins: Origins,
    /// The terms of the glossary that it uses.
    pub terms: Terms,
    /// The citations.
    pub citations: Collector,
    /// Where the block of an entry stands that its anchor leads to.
    pub entry_at: HashMap<EcoString, Span>,
    /// Which citation stands at a place.
    pub citation_at: HashMap<Span, usize>,
    /// Whether the statements hold of which text is told only where they do, by their places.
    /// None is decided where a statement has a mistake.
    pub conditions: BTreeMap<Span, Option<bool>>,
    /// The first link of the text to a page or file of the output, where it is written.
    pub site_link: Option<Span>,
    /// Anchors of what stands on statements that do not hold here.
    pub unmet: HashMap<EcoString, Span>,
    /// The footnotes that are called, by chapter and label.
    called: BTreeSet<(usize, EcoString)>,
    /// Where each anchor is defined.
    defined: HashMap<EcoString, Span>,
}

/// What a cross-reference prints.
#[derive(Debug, Clone)]
pub(super) enum Label {
    /// "Chapter 3".
    Chapter(EcoString),
    /// "Appendix A".
    Appendix(EcoString),
    /// "Section 3.2".
    Section(EcoString),
    /// The title of a section that has no number.
    Title(EcoString),
    /// "Figure 3" or "Table 3".
    Figure(FigureForm, EcoString),
    /// "Equation 3".
    Equation(EcoString),
}

impl Collected {
    pub(super) fn new(
        edition: &Edition<'_>,
        resources: Resources<'_>,
        problems: &mut Problems,
    ) -> Self {
        let mut walk = Walk::new(edition, resources, problems);
        if edition.subject == Subject::Index {
            walk.headline();
            walk.figures_of_profiles();
            walk.cite_origins();
            return walk.collected;
        }
        walk.part();
        for part in Part::chapters(edition) {
            walk.part = part;
            walk.part();
        }
        walk.cite_origins();
        walk.collected
    }

    /// Collects from the title and the finding alone.
    pub(super) fn of_headline(
        edition: &Edition<'_>,
        resources: Resources<'_>,
        problems: &mut Problems,
    ) -> Self {
        let mut walk = Walk::new(edition, resources, problems);
        walk.headline();
        walk.collected
    }

    /// Collects from the entries of a register alone.
    pub(super) fn of_register<'a>(
        edition: &'a Edition<'a>,
        resources: Resources<'a>,
        register: &'a Register,
        problems: &mut Problems,
    ) -> Self {
        let mut walk = Walk::new(edition, resources, problems);
        let entries = register.entries.iter();
        entries.flat_map(|entry| &entry.values).for_each(|value| walk.value(value));
        walk.collected
    }
}

/// An appendix, in which figures, tables and formulas are counted anew: "Figure A1".
#[derive(Debug)]
struct Appendix {
    /// What its headings and figures begin with, such as `A`, or `2.A` in a chapter.
    letter: EcoString,
    /// How many figures and tables there were in it.
    figures: [u32; 2],
    /// How many formulas with a number there were in it.
    equations: u32,
}

impl Appendix {
    fn of(letter: EcoString) -> Self {
        Self { letter, figures: [0; 2], equations: 0 }
    }
}

struct Walk<'a, 'p> {
    edition: &'a Edition<'a>,
    resources: Resources<'a>,
    part: Part<'a>,
    collected: Collected,
    /// The numbers of the section that is being walked, outermost first.
    sections: Vec<u32>,
    /// How deep the section without a number stands that is being walked.
    unnumbered: Option<usize>,
    /// The level of the last heading in the source.
    level: u8,
    /// The appendix that is being walked.
    appendix: Option<Appendix>,
    /// How many sections of the part are appendices.
    section_appendices: usize,
    /// How many figures and tables there were.
    figures: [u32; 2],
    /// How many formulas with a number there were.
    equations: u32,
    problems: &'p mut Problems,
}

impl<'a, 'p> Walk<'a, 'p> {
    fn new(edition: &'a Edition<'a>, resources: Resources<'a>, problems: &'p mut Problems) -> Self {
        Self {
            edition,
            resources,
            part: Part::opening(edition.manuscript),
            collected: Collected::default(),
            sections: Vec::new(),
            unnumbered: None,
            level: 1,
            appendix: None,
            section_appendices: 0,
            figures: [0; 2],
            equations: 0,
            problems,
        }
    }
}

impl<'a> Walk<'a, '_> {
    fn headline(&mut self) {
        let (title, finding) = self.edition.headline();
        self.inlines(title);
        self.inlines(finding);
    }

    fn part(&mut self) {
        let manuscript = self.part.manuscript;
        self.sections.clear();
        self.unnumbered = None;
        self.section_appendices = 0;
        self.appendix = None;
        self.level = 1;
        if self.part.chapter > 0 {
            let number = self.part.number().unwrap_or_default();
            let anchor = self.part.anchor();
            let is_appendix = self.part.is_appendix;
            self.appendix = is_appendix.then(|| Appendix::of(number.clone()));
            let label = if is_appendix { Label::Appendix(number) } else { Label::Chapter(number) };
            self.define(&anchor, Span::start_of(manuscript.file), label);
        }
        self.inlines(&manuscript.title);
        self.inlines(&manuscript.finding);
        if self.part.chapter == 0 {
            manuscript.key_messages.iter().for_each(|text| self.inlines(text));
            manuscript.about.lines().for_each(|text| self.inlines(text));
            manuscript.drawing.iter().for_each(|drawing| self.drawing(drawing));
        }
        let withheld = self.part.manuscript.withheld.iter();
        self.collected.hidden.extend(withheld.map(|(id, &span)| (id.clone(), span)));
        let (selected, left_out) = selection(self.part.manuscript, self.edition.site.audience);
        for block in selected {
            self.block(block);
        }
        for block in left_out {
            self.hide(block);
        }
        self.unused_footnotes();
    }

    /// A footnote that no edition calls is a slip; one that this audience does not see is none.
    fn unused_footnotes(&mut self) {
        let is_seen =
            |label: &EcoString| self.collected.called.contains(&(self.part.chapter, label.clone()));
        let footnotes = &self.part.manuscript.body.footnotes;
        // A note that was emptied, since its chain of calls was refused, may have called any.
        let is_cut = footnotes.values().any(|note| note.blocks.is_empty());
        if is_cut || footnotes.keys().all(is_seen) {
            return;
        }
        let mut calls = Calls::default();
        self.part.manuscript.visit(&mut calls);
        for (label, footnote) in footnotes {
            if !calls.labels.contains(label) {
                let message = format!("nothing refers to the footnote `{label}`");
                let first_line = Span { end: footnote.span.start + 1, ..footnote.span };
                self.problems.push(
                    Diagnostic::error(Code::UnusedFootnote, first_line, message)
                        .lacking(label.as_str())
                        .with_hint(format!("refer to it with `[^{label}]`, or delete it")),
                );
            }
        }
    }

    fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { .. } => self.heading(block),
            BlockKind::Paragraph(content) => self.inlines(content),
            BlockKind::Definitions(items) => {
                for item in items {
                    self.inlines(&item.term);
                    item.definitions.iter().for_each(|blocks| self.blocks(blocks));
                }
            }
            BlockKind::Table(table) => {
                // The caption stands above the table, so its notes and citations come first.
                if !table.caption.is_empty() || table.attributes.id.is_some() {
                    self.figure(FigureForm::Table, table.attributes.id.as_ref(), block.span);
                    self.inlines(&table.caption);
                }
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| self.inlines(cell));
            }
            BlockKind::DataTable(table) => {
                self.exhibit(FigureForm::Table, table, block.span);
                table.heads.iter().for_each(|head| self.inlines(&head.text));
            }
            BlockKind::Chart(chart) => self.chart(chart, block.span),
            BlockKind::Register(view) => self.register_view(view, block.span),
            BlockKind::Entry(entry) => self.record_block(entry, block.span),
            BlockKind::Picture(picture) => self.picture(picture, block.span),
            BlockKind::Formula(equation) => self.equation(equation, block.span),
            BlockKind::Div(attributes, inner) => {
                if !self.decide(attributes) {
                    return self.leave_out(block);
                }
                self.inlines(&attributes.title);
                if is_list_table(attributes) {
                    if list_caption(inner).is_some() || attributes.id.is_some() {
                        self.figure(FigureForm::Table, attributes.id.as_ref(), block.span);
                    }
                } else if is_figure_group(attributes) {
                    return self.figure_group(attributes, inner, block.span);
                } else if let Some(id) = &attributes.id {
                    self.define(&id.value, id.span, Label::Title(id.value.clone()));
                }
                self.blocks(inner);
            }
            BlockKind::List { .. }
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::RawHtml(_) => {
                block.children().into_iter().for_each(|blocks| self.blocks(blocks));
            }
        }
    }

    fn hide(&mut self, block: &Block) {
        if let BlockKind::Heading { anchor, .. } = &block.kind {
            self.collected.hidden.insert(anchor.clone(), block.span);
        }
        if let Some(id) = block.id() {
            self.collected.hidden.insert(id.value.clone(), id.span);
        }
        block.children().into_iter().flatten().for_each(|inner| self.hide(inner));
    }

    fn data(&self) -> Data<'a> {
        self.edition.data()
    }

    /// Cites what the numbers and the terms rest on, after everything that the author cites.
    fn cite_origins(&mut self) {
        let Collected { origins, terms, citations, .. } = &mut self.collected;
        let language = &self.edition.language.tag;
        let sources = &self.resources.publication.sources;
        origins.cite(language, sources, citations, self.problems);
        if self.edition.site.audience.glossary != Depth::None {
            terms.cite(language, self.resources, citations, self.problems);
        }
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        for inline in inlines {
            match &inline.kind {
                InlineKind::Span(span) => {
                    if !self.decide(&span.attributes) {
                        continue;
                    }
                    if let Some(id) = span.attributes.value("term") {
                        self.collected.terms.note(&id.value);
                    }
                    self.inlines(&span.content);
                }
                InlineKind::Citation(cites) => self.cite(inline.span, cites.to_vec()),
                InlineKind::Text(text) => self.refuse_bare_key(text, inline.span),
                InlineKind::Footnote(label) => self.footnote(label),
                InlineKind::Number(binding) => {
                    self.collected.origins.evaluate(binding, self.data());
                }
                kind => self.inlines(kind.content()),
            }
        }
    }

    fn footnote(&mut self, label: &EcoString) {
        let is_first = self.collected.called.insert((self.part.chapter, label.clone()));
        if let Some(footnote) = self.part.manuscript.body.footnotes.get(label)
            && is_first
        {
            self.blocks(&footnote.blocks);
        }
    }
}
