//! The pages that list documents: the front page, subjects, sources, and the page for an
//! address that does not exist.

use std::collections::BTreeMap;

use ecow::{EcoString, eco_format};

use super::foreign;
use super::frame::{Frame, newest};
use super::{Output, SitePages, Summary};
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::language::Word;
use crate::plan::routes;
use crate::plan::{Edition, Site};
use crate::publication::identifier::Scheme;
use crate::render::context::{
    NotFoundPage, PageKind, PageLink, SourceItem, SourcesPage, TopicPage,
};
use crate::tree::{Entry, Form};

impl<'a> SitePages<'a> {
    /// Renders the pages that list documents: the front page, subjects, sources, and the page
    /// for an address that does not exist.
    ///
    /// `summaries` are those of all editions of the plan, in its order.
    pub fn lists(&self, summaries: &[Summary], problems: &mut Problems) -> Vec<Output> {
        let mut outputs = Vec::new();
        outputs.extend(problems.keep(self.home(summaries)));
        for (tag, editions) in &self.topics() {
            let page = self.topic((PageKind::Topic, tag), editions, summaries);
            outputs.extend(problems.keep(page));
        }
        for (name, editions) in &self.works_by_author() {
            let page = self.topic((PageKind::Author, name), editions, summaries);
            outputs.extend(problems.keep(page));
        }
        outputs.extend(problems.keep(self.entities(summaries)).into_iter().flatten());
        if has_sources(self.site) {
            outputs.extend(problems.keep(self.sources(summaries)));
        }
        outputs.extend(problems.keep(self.registers()).into_iter().flatten());
        outputs.extend(problems.keep(self.datasets(summaries)).into_iter().flatten());
        outputs.extend(problems.keep(self.search(summaries)).into_iter().flatten());
        outputs.extend(problems.keep(self.accessibility(summaries)).into_iter().flatten());
        outputs.extend(self.feeds(summaries));
        outputs.extend(self.guides(summaries));
        if self.prefix.is_empty() {
            outputs.extend(problems.keep(self.not_found()));
        }
        outputs
    }

    /// Returns the editions of one form on this site, the newest first.
    pub(super) fn listed(&self, form: Form) -> Vec<&'a Edition<'a>> {
        let editions = self.library.session.plan.of_site(self.site);
        let mut editions: Vec<_> =
            editions.filter(|edition| edition.manuscript.form == form).collect();
        // Of a thousand profiles, lists show the one page that leads to all.
        editions.retain(|edition| !edition.subject.is_entity());
        let order = match (&self.site.audience.reports, form) {
            (Some(reports), Form::Report) => reports,
            _ => &self.site.projection.settings.reports,
        };
        editions.sort_by_key(|edition| {
            let place = order.iter().position(|id| id.value == edition.manuscript.id);
            (place.unwrap_or(usize::MAX), std::cmp::Reverse(edition.manuscript.date))
        });
        editions
    }

    /// Returns the briefs that are part of no report.
    pub(super) fn loose_briefs(&self) -> Vec<&'a Edition<'a>> {
        let mut briefs = self.listed(Form::Brief);
        briefs.retain(|brief| self.library.session.plan.reports_of(brief).next().is_none());
        briefs
    }

    /// Returns the subjects of this site, each with its documents, the newest first.
    pub(super) fn topics(&self) -> BTreeMap<&'a EcoString, Vec<&'a Edition<'a>>> {
        let mut topics: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let documents = [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form));
        for edition in documents {
            for tag in foreign::topics(edition) {
                topics.entry(tag).or_default().push(edition);
            }
        }
        topics
    }

    /// Returns the authors of this site, each with the documents that are theirs, the newest first.
    fn works_by_author(&self) -> BTreeMap<&'a EcoString, Vec<&'a Edition<'a>>> {
        let mut authors: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let documents = [Form::Report, Form::Brief].into_iter().flat_map(|form| self.listed(form));
        for edition in documents {
            for name in &edition.manuscript.authors {
                authors.entry(name).or_default().push(edition);
            }
        }
        // Pages beside the reports name authors too.
        for page in self.listed(Form::Page) {
            for name in &page.manuscript.authors {
                authors.entry(name).or_default();
            }
        }
        authors
    }

    /// Returns what a registry of people or organisations has on an author.
    fn about_author(&self, name: &str) -> String {
        let entities = &self.site.projection.entities;
        let entity = entities.named(name);
        let Some(entity) = entity else { return String::new() };
        let orcid = entity.orcid.as_ref().map(|id| Scheme::Orcid.address(id));
        let ror = || entity.ror.as_ref().map(|id| Scheme::Ror.address(id));
        orcid.or_else(ror).unwrap_or_default()
    }

    /// Renders the page of a subject or of an author.
    fn topic(
        &self,
        (kind, tag): (PageKind, &EcoString),
        editions: &[&'a Edition<'a>],
        summaries: &[Summary],
    ) -> Result<Output, Diagnostic> {
        let (path, kind_text, about_url) = if kind == PageKind::Author {
            (routes::author(tag), self.words.get(Word::Author), self.about_author(tag))
        } else {
            (routes::topic(tag), self.words.get(Word::TopicKind), String::new())
        };
        let address = eco_format!("{}{path}", self.prefix);
        let mut frame = Frame::new(self, &address, |_| None);
        frame.modified = newest(editions.iter().copied());
        frame.describe(self.trail([(tag.clone(), address.clone())]), Vec::new());
        let card =
            |edition: &&'a Edition<'a>| self.card(edition, &summaries[edition.index], &frame);
        let context = TopicPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(kind, tag, ""),
            topic: tag,
            kind_text: kind_text.into(),
            about_url,
            documents: editions.iter().map(card).collect(),
        };
        self.output("topic.html", &frame, &context)
    }

    fn sources(&self, summaries: &[Summary]) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, routes::SOURCES);
        let mut frame = Frame::new(self, &address, |site| {
            has_sources(site).then(|| eco_format!("{}{}", site.prefix(), routes::SOURCES))
        });
        let title = self.words.get(Word::Sources);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let renderer = self.renderer(frame.roots());
        let sources = self.parts.bibliography.iter().map(|entry| SourceItem {
            id: &entry.id,
            content: renderer.inlines(&entry.content).into(),
            cited_in: self.citing(entry, summaries, &frame),
        });
        let context = SourcesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Sources, &title, ""),
            sources: sources.collect(),
        };
        self.output("sources.html", &frame, &context)
    }

    fn citing(
        &self,
        entry: &Entry,
        summaries: &[Summary],
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        let cites = |edition: &&'a Edition<'a>| {
            let mut texts = self.with_profiles(edition);
            texts.any(|text| summaries[text.index].cited.contains(&entry.key))
        };
        let briefs = self.listed(Form::Brief);
        briefs.into_iter().filter(cites).map(|edition| self.page_link(edition, frame)).collect()
    }

    fn not_found(&self) -> Result<Output, Diagnostic> {
        let mut frame = Frame::new(self, &self.prefix, |_| None);
        frame.root = root_path(self.library.base_url);
        frame.home = format!("{}{}", frame.root, self.prefix);
        frame.canonical = None;
        let title = self.words.get(Word::NotFoundTitle);
        let reports = self.listed(Form::Report);
        let context = NotFoundPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::NotFound, &title, ""),
            reports: reports.iter().map(|edition| self.page_link(edition, &frame)).collect(),
        };
        let text = self.fill("404.html", &context)?;
        Ok(Output::file(routes::NOT_FOUND.to_owned(), text))
    }
}

/// Whether a site has a page of its sources.
fn has_sources(site: Site<'_>) -> bool {
    !site.projection.sources.is_empty()
}

/// Returns the path part of an address, for pages that may be shown anywhere.
fn root_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}
