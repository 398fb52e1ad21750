//! Lists: the texts on a subject or of an author, the sources, the registers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use ecow::EcoString;

use super::blocks::{list, nested, paragraph};
use super::{Fields, GeneratedPage, RegisterItem, SiteBinder};
use crate::bind::Headline;
use crate::data::register::Register;
use crate::language::Word;
use crate::plan::{Edition, Site, routes};
use crate::publication::identifier::Scheme;
use crate::tree::{BibliographyEntry, Document, Facts, Form, Inline, plain_text};

/// The texts on a subject, or of an author.
#[derive(Debug)]
pub struct TextList<'a> {
    /// Which of the two it is, in words.
    pub kind: EcoString,
    /// What a registry of people or organisations has on the author: an address; empty if nothing.
    pub about_url: String,
    /// The texts, the newest first.
    pub texts: Vec<&'a Headline>,
}

/// Returns the registers that have a page in the language of a site.
pub(crate) fn on_site(site: Site<'_>) -> impl Iterator<Item = &Register> {
    let registers = site.projection.registers.iter();
    registers.filter(move |register| register.title.get(&site.language.tag).is_some())
}

impl<'a> SiteBinder<'a> {
    /// Returns the editions of one form on this site, the newest first.
    pub fn listed(&self, form: Form) -> Vec<&'a Edition<'a>> {
        let editions = self.plan.of_site(self.site);
        let mut editions: Vec<_> =
            editions.filter(|edition| edition.manuscript.form == form).collect();
        // Of a thousand profiles, lists show the one page that leads to all.
        editions.retain(|edition| !edition.subject.is_entity());
        let order = match (&self.site.audience.reports, form) {
            (Some(reports), Form::Report) => reports,
            _ => &self.site.projection.settings.reports,
        };
        let places: HashMap<_, _> =
            order.iter().enumerate().rev().map(|(place, id)| (&id.value, place)).collect();
        editions.sort_by_key(|edition| {
            let place = places.get(&edition.manuscript.id).copied();
            (place.unwrap_or(usize::MAX), std::cmp::Reverse(edition.manuscript.date))
        });
        editions
    }

    /// Returns the briefs that are part of no report.
    pub fn loose_briefs(&self) -> Vec<&'a Edition<'a>> {
        let mut briefs = self.listed(Form::Brief);
        briefs.retain(|brief| self.plan.reports_of(brief).next().is_none());
        briefs
    }

    /// Returns an edition, and where it lists profiles, all of these.
    pub fn with_profiles(
        &self,
        edition: &'a Edition<'a>,
    ) -> impl Iterator<Item = &'a Edition<'a>> + use<'a> {
        std::iter::once(edition).chain(self.plan.profiles(edition))
    }

    /// Returns the texts of some forms by the names that they or their profiles have.
    pub(super) fn texts_by<'n>(
        &self,
        forms: &[Form],
        names: impl Fn(&Edition<'_>) -> &'n [EcoString],
    ) -> BTreeMap<&'n EcoString, Vec<&'a Headline>> {
        let mut by_name: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for text in forms.iter().flat_map(|form| self.listed(*form)) {
            let own: BTreeSet<_> = self.with_profiles(text).flat_map(&names).collect();
            for name in own {
                by_name.entry(name).or_default().push(self.headline(text));
            }
        }
        by_name
    }

    /// Returns the subjects of this site, each with its documents, the newest first.
    pub fn topics(&self) -> BTreeMap<&'a EcoString, Vec<&'a Edition<'a>>> {
        let mut topics: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for edition in [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form)) {
            for tag in edition.topics() {
                topics.entry(tag).or_default().push(edition);
            }
        }
        topics
    }

    /// Returns the authors of this site, each with the documents that are theirs, the newest first.
    fn works_by_author(&self) -> BTreeMap<&'a EcoString, Vec<&'a Edition<'a>>> {
        let mut authors: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for edition in [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form)) {
            for name in &edition.manuscript.authors {
                authors.entry(name).or_default().push(edition);
            }
        }
        // Pages besides the reports name authors too.
        for page in self.listed(Form::Page) {
            for name in &page.manuscript.authors {
                authors.entry(name).or_default();
            }
        }
        authors
    }

    /// Returns what a registry of people or organisations has on an author.
    fn about_author(&self, name: &str) -> String {
        let Some(entity) = self.site.projection.entities.named(name) else { return String::new() };
        let orcid = entity.orcid.as_ref().map(|id| Scheme::Orcid.address(id));
        let ror = || entity.ror.as_ref().map(|id| Scheme::Ror.address(id));
        orcid.or_else(ror).unwrap_or_default()
    }

    /// Binds the pages of subjects and authors.
    pub(super) fn lists(&self) -> Vec<GeneratedPage<'a>> {
        let mut pages = Vec::new();
        for (tag, editions) in self.topics() {
            let kind = self.word(Word::TopicKind);
            let texts = self.text_list(kind, String::new(), &editions);
            let document = self.document(tag.clone(), "", self.text_blocks(&texts));
            pages.push(GeneratedPage::new(routes::topic(tag), document, Fields::Topic(texts)));
        }
        for (name, editions) in self.works_by_author() {
            let kind = self.word(Word::Author);
            let texts = self.text_list(kind, self.about_author(name), &editions);
            let document = self.document(name.clone(), "", self.text_blocks(&texts));
            pages.push(GeneratedPage::new(routes::author(name), document, Fields::Author(texts)));
        }
        pages
    }

    fn text_list(
        &self,
        kind: EcoString,
        about_url: String,
        editions: &[&Edition<'_>],
    ) -> TextList<'a> {
        let texts = editions.iter().map(|edition| self.headline(edition)).collect();
        TextList { kind, about_url, texts }
    }

    fn text_blocks(
        &self,
        TextList { about_url, texts, .. }: &TextList<'_>,
    ) -> Vec<crate::tree::Block> {
        let about = (!about_url.is_empty()).then(|| {
            let target = crate::tree::Target::External { url: about_url.into() };
            paragraph(vec![Inline::link(target, vec![Inline::text(about_url.as_str())])])
        });
        let item = |text: &&Headline| {
            let finding = plain_text(&text.finding);
            let finding = (!finding.is_empty()).then(|| paragraph(vec![Inline::text(finding)]));
            let link = paragraph(vec![self.link(text)]);
            std::iter::once(link).chain(finding).collect()
        };
        about.into_iter().chain([nested(texts.iter().map(item))]).collect()
    }

    /// Binds the page of all sources, if there are any.
    pub(super) fn sources(&self, facts: &[&Facts]) -> Option<GeneratedPage<'a>> {
        let has = |site: Site<'_>| !site.projection.sources.is_empty();
        if !has(self.site) {
            return None;
        }
        let by_work = self.texts_by(&[Form::Brief], |text| &facts[text.index].cited);
        let citing =
            |entry: &BibliographyEntry| by_work.get(&entry.key).cloned().unwrap_or_default();
        let fields = Fields::Sources(self.bibliography().iter().map(citing).collect());
        let document = Document {
            bibliography: self.bibliography().to_vec(),
            ..self.document(self.word(Word::Sources), &self.word(Word::SourcesIntroduction), vec![])
        };
        let page = GeneratedPage::new(routes::SOURCES, document, fields);
        Some(GeneratedPage { sites: self.all_sites(has), ..page })
    }

    /// Returns the registers of this site as lists show them.
    pub(super) fn register_items(&self) -> Vec<RegisterItem<'a>> {
        let item = |register: &'a Register| {
            let page = self.plan.nearest(self.site, Form::Register, &register.id)?;
            let size = self.word(Word::EntryCount { entries: register.entries.len() });
            Some(RegisterItem { register, text: self.headline(page), size })
        };
        on_site(self.site).filter_map(item).collect()
    }

    pub(super) fn register_blocks(&self, registers: &[RegisterItem<'_>]) -> crate::tree::Block {
        list(registers.iter().map(|item| {
            let size = Inline::text(ecow::eco_format!(" ({})", item.size));
            vec![self.link(item.text), size]
        }))
    }

    /// Binds the list of all registers, if there are any.
    pub(super) fn registers(&self) -> Option<GeneratedPage<'a>> {
        let has = |site: Site<'_>| on_site(site).next().is_some();
        if !has(self.site) {
            return None;
        }
        let items = self.register_items();
        let document = self.document(
            self.word(Word::Registers),
            &self.word(Word::RegistersIntroduction),
            vec![self.register_blocks(&items)],
        );
        let page = GeneratedPage::new(routes::REGISTERS, document, Fields::Registers(items));
        Some(GeneratedPage { sites: self.all_sites(has), ..page })
    }
}
