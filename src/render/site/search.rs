//! The search of a site: its page, which lists everything for those without JavaScript, and its index.

use ecow::{EcoString, eco_format};

use super::frame::Frame;
use super::{SiteFile, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::base::escape::escaped;
use crate::bind::generated::{EntityLink, entities_on_site};
use crate::language::Word;
use crate::plan::Edition;
use crate::plan::catalogue;
use crate::plan::routes;
use crate::render::context::{PageKind, PageLink, SearchGroup, SearchPage};
use crate::render::search::{self, SearchEntry};
use crate::tree::{Form, plain_text};

/// The kinds of page that can be found, each with what its list is called.
const KINDS: [(Form, &str, Word<'static>); 5] = [
    (Form::Report, "report", Word::Reports),
    (Form::Brief, "brief", Word::Briefs),
    (Form::Page, "page", Word::SearchPages),
    (Form::Register, "register", Word::Registers),
    (Form::Entry, "entry", Word::AllEntries),
];

impl<'a> SitePages<'a> {
    /// Renders the page of the search, and its index.
    pub(super) fn search(&self, summaries: &[Summary]) -> Result<Vec<SiteFile>, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, routes::SEARCH);
        let mut frame = Frame::everywhere(self, &address, routes::SEARCH);
        let title = self.words.get(Word::Search);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let context = SearchPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Search, &title, ""),
            index_url: routes::SEARCH_INDEX,
            groups: self.search_groups(&frame),
        };
        let page = self.output("search.html", &frame, &context)?;
        let index = search::render(self.search_entries(summaries));
        let index = SiteFile::file(format!("{address}{}", routes::SEARCH_INDEX), index);
        // Search engines look for texts, not for lists of them.
        Ok(vec![SiteFile { listing: None, ..page }, index])
    }

    fn search_groups(&self, frame: &Frame<'_, '_>) -> Vec<SearchGroup<'a>> {
        let groups = KINDS.iter().map(|(form, kind, word)| SearchGroup {
            kind,
            title: self.words.get(*word).into(),
            pages: self
                .binder
                .listed(*form)
                .into_iter()
                .map(|page| self.page_link(page, frame))
                .collect(),
        });
        let mut groups: Vec<_> = groups.collect();
        let datasets = catalogue::published(self.site).map(|dataset| {
            let title = dataset.title.text(&self.site.language.tag);
            let address = eco_format!("{}{}", self.prefix, routes::dataset(&dataset.id));
            PageLink { title: escaped(&title).into(), title_text: "", url: frame.url(&address) }
        });
        groups.push(SearchGroup {
            kind: "dataset",
            title: self.words.get(Word::Datasets).into(),
            pages: datasets.collect(),
        });
        let entities = self.binder.entity_links(entities_on_site(self.site).into_iter());
        let page = |link: EntityLink| PageLink {
            title: escaped(&link.name).into(),
            title_text: "",
            url: self.site_url(&link.path, frame),
        };
        groups.push(SearchGroup {
            kind: "entity",
            title: self.words.get(Word::Entities).into(),
            pages: entities.into_iter().map(page).collect(),
        });
        groups.retain(|group| !group.pages.is_empty());
        groups
    }

    fn search_entries(&self, summaries: &[Summary]) -> Vec<SearchEntry> {
        let of_kind = |(form, kind, _): &(Form, &'static str, Word<'static>)| {
            let kind = *kind;
            let editions = self.binder.listed(*form).into_iter();
            let editions = editions.flat_map(|edition| self.binder.with_profiles(edition));
            editions.map(move |edition| (edition, kind)).collect::<Vec<_>>()
        };
        let editions = KINDS.iter().flat_map(of_kind);
        let texts = editions.map(|(edition, kind)| self.search_entry((edition, kind), summaries));
        let datasets = catalogue::published(self.site).map(|dataset| {
            let tag = &self.site.language.tag;
            let columns = dataset.filed().0.columns.iter().map(|column| column.title_in(tag));
            let columns: Vec<_> = columns.collect();
            let address = eco_format!("{}{}", self.prefix, routes::dataset(&dataset.id));
            SearchEntry {
                kind: "dataset",
                title: dataset.title.text(tag),
                finding: self.dataset_reference(dataset, &address).summary,
                sections: vec![(EcoString::new(), EcoString::new(), columns.join(" · "))],
                address,
                ..SearchEntry::default()
            }
        });
        let entities = entities_on_site(self.site).into_iter().map(|id| {
            let EntityLink { name, path } = self.binder.entity_link(id);
            let address = eco_format!("{}{path}", self.prefix);
            SearchEntry { kind: "entity", title: name, address, ..SearchEntry::default() }
        });
        texts.chain(datasets).chain(entities).collect()
    }

    fn search_entry(
        &self,
        (edition, kind): (&'a Edition<'a>, &'static str),
        summaries: &[Summary],
    ) -> SearchEntry {
        let headline = self.headline(edition);
        let summary = &summaries[edition.index];
        let reports = self.parts(edition);
        let dated = edition.manuscript.form.is_dated();
        SearchEntry {
            address: edition.address.clone(),
            kind,
            title: headline.title_text.clone(),
            finding: plain_text(&headline.finding),
            year: dated.then(|| edition.manuscript.date.year()),
            topics: edition.topics().to_vec(),
            reports: reports
                .iter()
                .map(|part| self.headline(part.report).title_text.clone())
                .collect(),
            sections: summary.facts.sections.clone(),
            figures: summary.titles.clone(),
        }
    }
}
