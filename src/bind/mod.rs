//! Binding: an edition of the plan becomes a finished document.
//!
//! ```text
//! load ──> plan ──> BIND ──> render ──> commit
//!                   collect: what this audience sees, numbered; citations collected
//!                   compose: the tree, with everything resolved
//! ```
//!
//! Two walks over the same blocks: references may point forward, and citations
//! are formatted together. Binding reads the publication and the plan, and
//! nothing else; it reports every number, reference and link that leads nowhere.

mod about;
mod attributes;
mod blocks;
mod charts;
pub mod cite;
mod collect;
mod corrections;
mod figure_data;
mod figures;
pub mod generated;
mod glossary;
mod inlines;
mod ledger;
mod links;
mod list_tables;
mod listings;
mod made_pages;
mod own;
mod panels;
mod profiles;
mod raw_html;
mod records;
mod references;
mod registers;
mod row_groups;
mod spaces;

use std::collections::{BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Checked, Problems};
use crate::bind::cite::{Formatting, Style};
use crate::data::evaluate::Data;
use crate::data::print::Locale;
use crate::language::{Language, Word, Words};
use crate::markup::{Block, BlockKind};
use crate::plan::{Edition, Plan, Subject};
use crate::projection::Projection;
use crate::publication::audience::{Audience, CitationStyle, Condition, Sections};
use crate::publication::manuscript::Manuscript;
use crate::theme::Theme;
use crate::tree::{
    Chapter, CorrectionNote, DateText, Document, Drawing, EntryPlace, Form, Inline, Inlines,
    LedgerEntry, OutlineEntry, plain_text,
};

use collect::Collected;
use glossary::{Expanded, Place};
use spaces::Unbroken;

/// What binding reads beside the edition itself.
#[derive(Debug, Clone, Copy)]
pub struct Resources<'a> {
    /// What the audience may have of the publication.
    pub publication: &'a Projection,
    /// The plan, for links and references between editions.
    pub plan: &'a Plan<'a>,
    /// The words of the edition's language.
    pub words: &'a Words,
    /// The citation style.
    pub style: &'a Style,
    /// The theme: the classes that it knows, and how it draws.
    pub theme: &'a Theme,
    /// Whether charts are drawn.
    pub charts: Charts,
}

/// Whether charts are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charts {
    /// They are.
    Drawn,
    /// They are not: nobody looks at the document. It has the values of charts all the same.
    Undrawn,
}

/// Binds an edition. The document is whole only if there are no errors.
pub fn bind(edition: &Edition<'_>, resources: Resources<'_>) -> Checked<Document> {
    let mut problems = Problems::default();
    let collected = Collected::new(edition, resources, &mut problems);
    let value = Binder::new(edition, resources, collected, &mut problems).document();
    Checked { value, problems }
}

/// The title and finding of an edition, for pages that list it.
#[derive(Debug, Clone, Default)]
pub struct Headline {
    /// The number of the edition in the plan.
    pub index: usize,
    /// The title.
    pub title: Inlines,
    /// The title as plain text.
    pub title_text: EcoString,
    /// The finding.
    pub finding: Inlines,
    /// The day of publication.
    pub date: DateText,
    /// The day of the last change, if there was one.
    pub updated: Option<DateText>,
    /// What was changed after it came out, the latest first.
    pub corrections: Vec<CorrectionNote>,
    /// The drawing of a report's data, and the line under it.
    pub drawing: Option<Box<(Drawing, Inlines)>>,
}

/// Binds the title and the finding of an edition alone.
pub fn headline(edition: &Edition<'_>, resources: Resources<'_>) -> Headline {
    // Mistakes in them are reported when the whole edition is bound.
    let mut problems = Problems::default();
    let collected = Collected::of_headline(edition, resources, &mut problems);
    let mut binder = Binder::new(edition, resources, collected, &mut problems);
    let manuscript = edition.manuscript;
    let (title, finding) = edition.headline();
    let title = binder.inlines(title);
    let cover = binder.cover();
    Headline {
        index: edition.index,
        drawing: cover.and_then(|cover| Some(Box::new((binder.drawings.pop()?, cover.caption)))),
        title_text: plain_text(&title),
        title,
        finding: binder.inlines(finding),
        date: date_text(manuscript.date, edition.site.language),
        updated: manuscript.updated.map(|day| date_text(day, edition.site.language)),
        corrections: corrections::notes(edition, resources.words, &[]),
    }
}

fn date_text(day: jiff::civil::Date, language: &Language) -> DateText {
    DateText { iso: eco_format!("{day}"), text: language.day(day).into() }
}

/// The part of an edition that is being walked: the opening text, or a chapter.
#[derive(Debug, Clone, Copy)]
struct Part<'a> {
    manuscript: &'a Manuscript,
    /// The place of the chapter, from 1; 0 for the opening text.
    chapter: usize,
    /// Whether it is an appendix.
    is_appendix: bool,
    /// Its number among the chapters, or among the appendices, from 1.
    ordinal: usize,
}

impl<'a> Part<'a> {
    fn opening(manuscript: &'a Manuscript) -> Self {
        Self { manuscript, chapter: 0, is_appendix: false, ordinal: 0 }
    }

    fn chapters<'e>(edition: &'e Edition<'a>) -> impl Iterator<Item = Part<'a>> + 'e {
        let appendices = &edition.manuscript.appendices;
        let mut ordinals = [0; 2];
        let part = move |(index, &manuscript): (usize, &&'a Manuscript)| {
            let is_appendix = appendices.contains(&manuscript.id);
            let ordinal = &mut ordinals[usize::from(is_appendix)];
            *ordinal += 1;
            Part { manuscript, chapter: index + 1, is_appendix, ordinal: *ordinal }
        };
        edition.chapters.iter().enumerate().map(part)
    }

    /// Returns the number of a chapter, or the letter of an appendix; none of the opening text.
    fn number(&self) -> Option<EcoString> {
        match self.chapter {
            0 => None,
            _ if self.is_appendix => Some(letters(self.ordinal)),
            _ => Some(eco_format!("{}", self.ordinal)),
        }
    }

    /// Returns the name of the chapter's file as a part of anchors.
    fn name(&self) -> String {
        crate::plan::clean(self.manuscript.id.rsplit('/').next().unwrap_or_default())
    }

    /// Returns the anchor of the chapter itself.
    fn anchor(&self) -> EcoString {
        eco_format!("chapter-{}", self.name())
    }

    /// Returns the anchor that a heading of this part has in the document. Anchors made of a
    /// heading's text may recur in other chapters, so they are told apart by the chapter's name.
    fn heading_anchor(&self, anchor: &EcoString, is_explicit: Explicit) -> EcoString {
        if self.chapter == 0 || is_explicit == Explicit::Yes {
            return anchor.clone();
        }
        eco_format!("{}-{anchor}", self.name())
    }
}

/// Returns the letters that stand for a number from 1: A to Z, then AA.
fn letters(number: usize) -> EcoString {
    let mut letters = Vec::new();
    let mut rest = number;
    while let Some(index) = rest.checked_sub(1) {
        letters.push(char::from(b'A' + u8::try_from(index % 26).unwrap_or_default()));
        rest = index / 26;
    }
    letters.into_iter().rev().collect()
}

/// Whether the author gave an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Explicit {
    Yes,
    No,
}

/// The state of composing one document.
struct Binder<'a, 'p> {
    edition: &'a Edition<'a>,
    resources: Resources<'a>,
    locale: Locale<'a>,
    unbroken: Unbroken,
    collected: Collected,
    formatting: Formatting,
    part: Part<'a>,
    /// The numbers of the footnotes called so far, by chapter and label.
    notes: HashMap<(usize, EcoString), u32>,
    note_count: u32,
    /// The abbreviations that were explained, with what they stand for.
    abbreviations: BTreeSet<(EcoString, EcoString)>,
    in_note: bool,
    /// Whether the inline node that is being composed begins a sentence; none between lines of text.
    sentence_begins: Option<bool>,
    ledger: Vec<LedgerEntry>,
    /// Where in the ledger each expression stands first.
    first_entries: HashMap<EcoString, usize>,
    /// The names of the datasets that the ledger rests on, in order of first use.
    annexed: Vec<EcoString>,
    /// Where bound numbers are printed: in the text, or in the figure that is being composed.
    place: EntryPlace,
    outline: Vec<OutlineEntry>,
    drawings: Vec<Drawing>,
    words: usize,
    expanded: Expanded,
    /// The entity whose figures a list of profiles is showing.
    listed: Option<&'a EcoString>,
    problems: &'p mut Problems,
}

impl<'a, 'p> Binder<'a, 'p> {
    fn new(
        edition: &'a Edition<'a>,
        resources: Resources<'a>,
        collected: Collected,
        problems: &'p mut Problems,
    ) -> Self {
        let language = edition.language;
        let sources = &resources.publication.sources;
        let mut formatting = collected.citations.format(sources, resources.style, language);
        let unbroken = Unbroken::new(resources.words);
        let entries = formatting.bibliography.iter_mut().map(|entry| &mut entry.content);
        formatting.citations.iter_mut().chain(entries).for_each(|line| unbroken.within(line));
        Self {
            edition,
            resources,
            locale: Locale { language, words: resources.words },
            unbroken,
            collected,
            formatting,
            part: Part::opening(edition.manuscript),
            notes: HashMap::new(),
            note_count: 0,
            abbreviations: BTreeSet::new(),
            in_note: false,
            sentence_begins: None,
            ledger: Vec::new(),
            first_entries: HashMap::new(),
            annexed: Vec::new(),
            place: EntryPlace::Text,
            outline: Vec::new(),
            drawings: Vec::new(),
            words: 0,
            expanded: Expanded::default(),
            listed: None,
            problems,
        }
    }
}

impl<'a> Binder<'a, '_> {
    fn language(&self) -> &'a Language {
        self.edition.language
    }

    fn data(&self) -> Data<'a> {
        let data = self.edition.data();
        Data { this: self.listed.or(data.this), ..data }
    }

    fn document(mut self) -> Document {
        let manuscript = self.edition.manuscript;
        let (title, finding) = self.edition.headline();
        let (title, finding) = (self.inlines(title), self.inlines(finding));
        self.expanded.place = Place::Text;
        let messages = match self.edition.subject {
            Subject::Index => &[],
            Subject::All | Subject::Entity(_) => &manuscript.key_messages[..],
        };
        let key_messages = messages.iter().map(|text| self.inlines(text)).collect();
        let cover = self.cover();
        let body = match self.edition.subject {
            Subject::Index => self.profiles(),
            Subject::All | Subject::Entity(_) => self.part_blocks(),
        };
        let chapters: Vec<_> =
            Part::chapters(self.edition).map(|part| self.chapter(part)).collect();
        let titles: Vec<_> = chapters.iter().map(|chapter| plain_text(&chapter.title)).collect();
        let about = match self.edition.subject {
            Subject::Index => Vec::new(),
            Subject::All | Subject::Entity(_) => self.about(),
        };
        let annex = self.annex();
        let glossary = self.glossary();
        let language = self.language();
        // The day is no part of the text, and is written as readers of the site write it.
        let date = |day| date_text(day, self.edition.site.language);
        Document {
            form: self.edition.form(),
            id: manuscript.id.clone(),
            language: language.tag.clone(),
            direction: language.direction,
            title_text: plain_text(&title),
            title,
            short_title: manuscript.short_title.clone(),
            finding_text: plain_text(&finding),
            finding,
            authors: manuscript.authors.clone(),
            date: date(manuscript.date),
            updated: manuscript.updated.map(date),
            corrections: corrections::notes(self.edition, self.locale.words, &titles),
            tags: manuscript.tags.clone(),
            key_messages,
            lists: manuscript.lists.clone(),
            version: manuscript.about.version.clone(),
            about,
            cover,
            body,
            chapters,
            bibliography: match self.edition.site.audience.citations {
                CitationStyle::None => Vec::new(),
                CitationStyle::AuthorDate | CitationStyle::Notes => self.formatting.bibliography,
            },
            glossary,
            outline: self.outline,
            ledger: self.ledger,
            annex,
            drawings: self.drawings,
            words: self.words,
            figures: self.collected.figures,
            extra: manuscript.extra.clone(),
            conditions: self
                .collected
                .conditions
                .into_iter()
                .filter_map(|(place, holds)| Some((place, holds?)))
                .collect(),
        }
    }

    /// Returns what an appendix is called in its heading, such as "Appendix A".
    fn appendix_name(&self, number: &str) -> EcoString {
        let mut name = Inline::text(&*self.locale.words.get(Word::ReferenceAppendix { number }));
        references::capitalise(&mut name);
        plain_text(&[name])
    }

    fn part_blocks(&mut self) -> Vec<crate::tree::Block> {
        let (selected, _) = selection(self.part.manuscript, self.edition.site.audience);
        selected.into_iter().filter_map(|block| self.block(block)).collect()
    }

    fn chapter(&mut self, part: Part<'a>) -> Chapter {
        self.part = part;
        let manuscript = part.manuscript;
        let id = part.anchor();
        let number = part.number().unwrap_or_default();
        let number = if part.is_appendix { self.appendix_name(&number) } else { number };
        let title = self.title(&manuscript.title);
        self.outline.push(OutlineEntry {
            level: 1,
            number: number.clone(),
            title: title.clone(),
            id: id.clone(),
        });
        let finding = self.title(&manuscript.finding);
        let body = self.part_blocks();
        let short_title = manuscript.short_title.clone();
        Chapter { id, number, title, short_title, finding, body }
    }
}

/// Returns the blocks of a part's text that an audience gets, and those that its file leaves out.
///
/// An audience of `sections: opening` gets a brief up to its first heading, and of the rest what
/// is meant for this audience by name.
pub(crate) fn selection<'a>(
    manuscript: &'a Manuscript,
    audience: &Audience,
) -> (Vec<&'a Block>, Vec<&'a Block>) {
    let all = audience.sections == Sections::All || manuscript.form != Form::Brief;
    let mut opening = true;
    let (mut selected, mut left_out) = (Vec::new(), Vec::new());
    for block in &manuscript.body.blocks {
        opening &= !matches!(block.kind, BlockKind::Heading { .. });
        if all || opening {
            selected.push(block);
        } else if !select_by_name(block, audience, &mut selected) {
            left_out.push(block);
        }
    }
    (selected, left_out)
}

/// Selects what is meant for an audience by name: the block, or blocks of a div that is nothing but
/// for readers of its own. Returns whether it is the block itself.
fn select_by_name<'a>(
    block: &'a Block,
    audience: &Audience,
    selected: &mut Vec<&'a Block>,
) -> bool {
    let BlockKind::Div(attributes, inner) = &block.kind else { return false };
    if let Condition::Only(names) = Condition::of_attributes(attributes)
        && names.iter().any(|name| name.value == audience.id)
    {
        selected.push(block);
        return true;
    }
    if attributes.classes.is_empty() && attributes.when.is_none() {
        for block in inner {
            select_by_name(block, audience, selected);
        }
    }
    false
}

/// Returns the level that a heading of the source has below the document's title.
fn tree_level(level: u8, part: Part<'_>) -> u8 {
    let below_title = level.saturating_sub(1).max(1);
    if part.chapter > 0 { below_title + 1 } else { below_title }
}

/// Whether a document of this form numbers the headings of its own text.
fn numbers_headings(form: Form, part: Part<'_>) -> bool {
    match form {
        Form::Brief => true,
        Form::Report => part.chapter > 0,
        Form::Page | Form::Register | Form::Entry | Form::Profiles => false,
    }
}
