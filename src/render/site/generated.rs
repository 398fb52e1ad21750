//! Pages that no author wrote, filled into their templates: each has a document, and the same in parts.

use ecow::{EcoString, eco_format};

use super::frame::{Frame, newest};
use super::{SiteFile, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::base::escape::escaped;
use crate::bind::Headline;
use crate::bind::generated::{
    DatasetFields, DatasetItem, EntityFields, EntityLink, EntityRows, Fields, GeneratedPage,
    RegisterItem, TextList, TextSections,
};
use crate::plan::catalogue;
use crate::plan::routes;
use crate::render::context::{
    DatasetCard, DatasetPage, DatasetView, DatasetsPage, EntitiesPage, EntityEntries,
    EntityFigures, EntityPage, EntityText, EntityView, Html, PageKind, PageLink, RegisterCard,
    RegistersPage, SourceItem, SourcesPage, TopicLink, TopicPage,
};
use crate::tree::Document;

/// A page that is being filled into its template.
#[derive(Clone, Copy)]
pub(super) struct Filled<'f, 'a> {
    document: &'f Document,
    pub(super) frame: &'f Frame<'f, 'a>,
    summaries: &'f [Summary],
}

/// Fills a page into its template.
type Fill<'p, 'a> = dyn Fn(Filled<'_, 'a>) -> Result<SiteFile, Diagnostic> + 'p;

impl<'a> SitePages<'a> {
    /// Renders a page that no author wrote, with its text as Markdown.
    pub(super) fn generated(
        &self,
        page: &GeneratedPage<'a>,
        summaries: &[Summary],
    ) -> Result<[SiteFile; 2], Diagnostic> {
        let filled = |fill: &Fill<'_, 'a>| self.framed(page, summaries, fill);
        match &page.fields {
            Fields::Home(fields) => self.home(fields, &page.document, summaries),
            Fields::Topic(list) => filled(&|page| self.topic_page(PageKind::Topic, list, page)),
            Fields::Author(list) => filled(&|page| self.topic_page(PageKind::Author, list, page)),
            Fields::Sources(cited_in) => filled(&|page| self.sources_page(cited_in, page)),
            Fields::Entities(entities) => filled(&|page| self.entities_page(entities, page)),
            Fields::Entity(entity) => filled(&|page| self.entity_page(entity, page)),
            Fields::Registers(registers) => filled(&|page| self.registers_page(registers, page)),
            Fields::Datasets(datasets, registers) => {
                filled(&|page| self.datasets_page(datasets, registers, page))
            }
            Fields::Dataset(fields) => filled(&|page| self.dataset_page(fields, page)),
            Fields::Corrections(changes) => filled(&|page| self.corrections_page(changes, page)),
            Fields::Releases(fields) => filled(&|page| self.releases_page(fields, page)),
        }
    }

    fn framed(
        &self,
        page: &GeneratedPage<'a>,
        summaries: &[Summary],
        fill: &Fill<'_, 'a>,
    ) -> Result<[SiteFile; 2], Diagnostic> {
        let document = &page.document;
        let address = eco_format!("{}{}", self.prefix, page.path);
        let sites = page.sites.iter();
        let variants = sites.map(|site| (*site, eco_format!("{}{}", site.prefix(), page.path)));
        let mut frame = Frame::of_list(self, &address, variants);
        let step = |(title, path): &(EcoString, EcoString)| {
            (title.clone(), eco_format!("{}{path}", self.prefix))
        };
        let own = (document.title_text.clone(), address.clone());
        let trail = self.trail(page.parents.iter().map(step).chain([own]));
        let things = match &page.fields {
            Fields::Dataset(fields) => self.dataset_things(fields.item.dataset, &frame),
            _ => Vec::new(),
        };
        frame.describe(trail, things);
        if let Fields::Topic(list) | Fields::Author(list) = &page.fields {
            let editions = &self.library.session.plan.editions;
            frame.modified = newest(list.texts.iter().map(|text| &editions[text.index]));
        }
        let output = fill(Filled { document, frame: &frame, summaries })?;
        Ok([output, self.markdown_of(document, &frame)])
    }

    fn entities_page(
        &self,
        entities: &[EntityLink],
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let context = EntitiesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Entities),
            entities: self.entity_links(entities, filled.frame),
        };
        self.output("entities.html", filled.frame, &context)
    }

    fn registers_page(
        &self,
        registers: &[RegisterItem<'a>],
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let context = RegistersPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Registers),
            registers: self.register_cards(registers, filled.frame),
        };
        self.output("registers.html", filled.frame, &context)
    }

    fn topic_page(
        &self,
        kind: PageKind,
        list: &TextList<'a>,
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let Filled { document, frame, summaries } = filled;
        let editions = &self.library.session.plan.editions;
        let card =
            |text: &&'a Headline| self.card(&editions[text.index], &summaries[text.index], frame);
        let context = TopicPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(kind),
            topic: &document.title_text,
            kind_text: list.kind.to_string(),
            about_url: list.about_url.clone(),
            documents: list.texts.iter().map(card).collect(),
        };
        self.output("topic.html", frame, &context)
    }

    fn sources_page(
        &self,
        cited_in: &[Vec<&'a Headline>],
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let Filled { document, frame, .. } = filled;
        let renderer = self.renderer(frame.roots());
        let sources = document.bibliography.iter().zip(cited_in);
        let sources = sources.map(|(entry, cited_in)| SourceItem {
            id: &entry.id,
            content: renderer.inlines(&entry.content).into(),
            cited_in: self.text_links(cited_in, frame),
        });
        let context = SourcesPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Sources),
            sources: sources.collect(),
        };
        self.output("sources.html", frame, &context)
    }

    fn entity_page(
        &self,
        entity: &EntityFields<'a>,
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let Filled { document, frame, .. } = filled;
        let renderer = self.renderer(frame.roots());
        let figures = |rows: &EntityRows| EntityFigures {
            title: rows.title.to_string(),
            url: self.site_url(&rows.path, frame),
            table: renderer.blocks(std::slice::from_ref(&rows.table)).into(),
            is_cut: rows.is_cut,
        };
        let entries = entity.entries.iter().map(|found| EntityEntries {
            register: self.text_link(found.register, frame),
            entries: self.text_links(&found.entries, frame),
        });
        let context = EntityPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Entity),
            entity: EntityView {
                name: &document.title_text,
                member_of: self.entity_links(&entity.member_of, frame),
                members: self.entity_links(&entity.members, frame),
                profiles: self.text_links(&entity.profiles, frame),
                entries: entries.collect(),
                figures: entity.figures.iter().map(figures).collect(),
                texts: entity.texts.iter().map(|found| self.entity_text(found, frame)).collect(),
            },
        };
        self.output("entity.html", frame, &context)
    }

    fn entity_text(&self, found: &TextSections<'a>, frame: &Frame<'_, '_>) -> EntityText<'a> {
        let text = self.text_link(found.text, frame);
        let section = |(anchor, heading): &(EcoString, EcoString)| PageLink {
            title: escaped(heading).into(),
            title_text: "",
            url: format!("{}#{anchor}", text.url),
        };
        let sections = found.sections.iter().map(section).collect();
        EntityText { text, sections }
    }

    fn datasets_page(
        &self,
        datasets: &[DatasetItem<'a>],
        registers: &[RegisterItem<'a>],
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let frame = filled.frame;
        let renderer = self.renderer(frame.roots());
        let sources: Vec<Html> =
            datasets.iter().map(|item| renderer.inlines(&item.source).into()).collect();
        let cards = datasets.iter().zip(&sources).map(|(item, source)| DatasetCard {
            title: item.title.clone(),
            source,
            url: self.site_url(&routes::dataset(&item.dataset.id), frame),
            size_text: &item.size,
            files: self.dataset_links(item.dataset, frame),
        });
        let published: Vec<_> = catalogue::published(self.site).collect();
        let context = DatasetsPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Datasets),
            datasets: cards.collect(),
            registers: self.register_cards(registers, frame),
            package: self.package_link(&published, frame),
        };
        self.output("datasets.html", frame, &context)
    }

    fn dataset_page(
        &self,
        fields: &DatasetFields<'a>,
        filled: Filled<'_, 'a>,
    ) -> Result<SiteFile, Diagnostic> {
        let frame = filled.frame;
        let renderer = self.renderer(frame.roots());
        let table = |table| Html::from(renderer.blocks(std::slice::from_ref(table)));
        let item = &fields.item;
        let work = self.dataset_reference(item.dataset, frame.address);
        let context = DatasetPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: filled.page(PageKind::Dataset),
            dataset: DatasetView {
                id: &item.dataset.id,
                title: &item.title,
                source: &renderer.inlines(&item.source).into(),
                as_of: &fields.as_of,
                review_by: &fields.review_by,
                inferred: &fields.inferred,
                transformations: &fields.transformations,
                discrepancies: &fields.discrepancies,
                caveats: &fields.caveats,
                licence: &fields.licence,
                notes: &fields.notes,
                size_text: &item.size,
                columns: &table(&fields.columns),
                rows: &table(&fields.rows),
                cut_text: &fields.cut,
                files: self.dataset_links(item.dataset, frame),
                citation: self.citation_view(&work, frame),
                used_in: self.text_links(&fields.used_in, frame),
            },
        };
        self.output("dataset.html", frame, &context)
    }

    fn register_cards(
        &self,
        registers: &[RegisterItem<'a>],
        frame: &Frame<'_, '_>,
    ) -> Vec<RegisterCard<'a>> {
        let renderer = self.renderer(frame.roots());
        let card = |item: &RegisterItem<'a>| RegisterCard {
            title: renderer.label(&item.text.title).into(),
            title_text: &item.text.title_text,
            summary: renderer.label(&item.text.finding).into(),
            url: self.text_link(item.text, frame).url,
            count_text: item.size.to_string(),
            files: self.downloads(item.register, frame),
        };
        registers.iter().map(card).collect()
    }

    /// Returns a link to the page of a text.
    pub(super) fn text_link(&self, text: &Headline, frame: &Frame<'_, '_>) -> PageLink<'a> {
        self.page_link(&self.library.session.plan.editions[text.index], frame)
    }

    fn text_links(&self, texts: &[&Headline], frame: &Frame<'_, '_>) -> Vec<PageLink<'a>> {
        texts.iter().map(|text| self.text_link(text, frame)).collect()
    }

    /// Returns links to the pages of entities.
    pub(super) fn entity_links(
        &self,
        entities: &[EntityLink],
        frame: &Frame<'_, '_>,
    ) -> Vec<TopicLink<'a>> {
        let link = |entity: &EntityLink| TopicLink {
            name: entity.name.to_string().into(),
            url: self.site_url(&entity.path, frame),
            count: 0,
        };
        entities.iter().map(link).collect()
    }

    /// Returns the way from a page to a path below the root of the site.
    pub(super) fn site_url(&self, path: &str, frame: &Frame<'_, '_>) -> String {
        frame.url(&format!("{}{path}", self.prefix))
    }
}

impl<'f> Filled<'f, '_> {
    pub(super) fn page(&self, kind: PageKind) -> crate::render::context::Page<'f> {
        self.frame.page(kind, &self.document.title_text, &self.document.finding_text)
    }
}
