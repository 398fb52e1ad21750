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
mod annex;
mod attributes;
mod blocks;
mod charts;
pub mod cite;
mod collect;
mod corrections;
mod doubled;
mod elsewhere;
mod figure_data;
mod figures;
pub mod generated;
mod glossary;
mod head_groups;
mod headline;
mod inlines;
mod ledger;
mod links;
mod list_tables;
mod listings;
mod made_pages;
mod origins;
mod own;
mod panels;
mod part;
mod profiles;
mod raw_html;
mod records;
mod references;
mod registers;
mod row_groups;
mod spaces;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::{EcoString, eco_format};

use crate::base::diagnostic::{Checked, Problems};
use crate::bind::cite::{Formatting, Style};
use crate::data::evaluate::Data;
use crate::data::print::Locale;
use crate::data::register::Register;
use crate::language::{Language, Word, Words};
use crate::plan::{Edition, Plan, Subject};
use crate::projection::Projection;
use crate::publication::audience::CitationStyle;
use crate::publication::declared::Value;
use crate::theme::Theme;
use crate::tree::{
    Chapter, DateText, Document, Drawing, Inline, LedgerEntry, LedgerPlace, OutlineEntry,
    cited_text, plain_text,
};

use collect::Collected;
use glossary::{Expanded, Place};
pub use headline::{Headline, Headlines, headline};
pub(crate) use part::selection;
use part::{Explicit, Part, letters, numbers_headings, tree_level};
use spaces::Unbroken;

/// What binding reads besides the edition itself.
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

/// Returns a register whose lines of Markdown are as readers see them, without markup: for its files.
///
/// `edition` is the page that shows the register.
pub fn printed_register<'a>(
    edition: &'a Edition<'a>,
    resources: Resources<'a>,
    register: &'a Register,
) -> Register {
    // Mistakes in them are reported when the page is bound.
    let mut problems = Problems::default();
    let collected = Collected::of_register(edition, resources, register, &mut problems);
    let mut binder = Binder::new(edition, resources, collected, &mut problems);
    let tag = &edition.language.tag;
    register.printed(&mut |line| cited_text(&binder.inlines(line.inlines(tag))))
}

fn date_text(day: jiff::civil::Date, language: &Language) -> DateText {
    DateText { iso: eco_format!("{day}"), text: language.day(day).into() }
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
    /// How many cells the numbers so far rest on.
    named_cells: usize,
    /// The id of the key figure whose first number comes next; empty elsewhere.
    headline: EcoString,
    /// Where bound numbers are printed: in the text, or in the figure that is being composed.
    place: LedgerPlace,
    outline: Vec<OutlineEntry>,
    drawings: Vec<Drawing>,
    words: usize,
    expanded: Expanded,
    /// The entity whose figures a list of profiles is showing.
    listed: Option<&'a EcoString>,
    /// What cells of registers say that were made of lines of Markdown, by register, row and column: for files.
    written: HashMap<(EcoString, (usize, usize)), EcoString>,
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
            named_cells: 0,
            headline: EcoString::new(),
            place: LedgerPlace::Text,
            outline: Vec::new(),
            drawings: Vec::new(),
            words: 0,
            expanded: Expanded::default(),
            listed: None,
            written: HashMap::new(),
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
        let mut body = match self.edition.subject {
            Subject::Index => self.profiles(),
            Subject::All | Subject::Entity(_) => self.part_blocks(),
        };
        body.extend(self.places_like_this());
        let chapters: Vec<_> =
            Part::chapters(self.edition).map(|part| self.chapter(part)).collect();
        let titles: Vec<_> = chapters.iter().map(|chapter| plain_text(&chapter.title)).collect();
        let about = match self.edition.subject {
            Subject::Index => Vec::new(),
            Subject::All | Subject::Entity(_) => self.about(),
        };
        let annex = self.annex();
        let glossary = self.glossary();
        let extra = self.extra();
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
            extra,
            site_link: self.collected.site_link,
            conditions: self
                .collected
                .conditions
                .into_iter()
                .filter_map(|(place, holds)| Some((place, holds?)))
                .collect(),
        }
    }

    /// Returns the fields of the publication's own, none for those that the front matter does not give.
    fn extra(&self) -> BTreeMap<EcoString, Option<Value>> {
        let given = &self.edition.manuscript.extra;
        let declared = self.edition.site.projection.settings.extra.iter();
        declared.map(|field| (field.name.clone(), given.get(&field.name).cloned())).collect()
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
