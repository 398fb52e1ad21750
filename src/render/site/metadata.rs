//! What pages say of themselves to search engines and catalogues, as JSON-LD in the words of schema.org.
//!
//! Required and recommended properties are those of Google's documentation of articles, datasets and
//! breadcrumbs. Without an address of the publication nothing is said, since all of it names addresses.

use ecow::{EcoString, eco_format};
use serde_json::{Map, Value as Json, json};

use super::frame::Frame;
use super::{SitePages, Summary};
use crate::data::Dataset;
use crate::language::Word;
use crate::plan::Edition;
use crate::publication::identifier::Scheme;
use crate::render::context::Html;
use crate::render::reference::{Author, CitableWork, Kind};
use crate::tree::Document;

/// An object of JSON-LD: what is empty is left out.
#[derive(Debug, Default)]
pub(super) struct Thing(Map<String, Json>);

impl Thing {
    fn new(kind: &str) -> Self {
        let mut thing = Self::default();
        thing.add("@type", kind);
        thing
    }

    fn add(&mut self, name: &str, value: impl Into<Json>) -> &mut Self {
        let value = value.into();
        let is_empty = match &value {
            Json::Null => true,
            Json::String(text) => text.is_empty(),
            Json::Array(items) => items.is_empty(),
            Json::Object(parts) => parts.is_empty(),
            Json::Bool(_) | Json::Number(_) => false,
        };
        if !is_empty {
            self.0.insert(name.to_owned(), value);
        }
        self
    }
}

/// Renders objects as the content of a `script` element: no text may end it.
pub(super) fn render(things: Vec<Thing>) -> Option<Html> {
    if things.is_empty() {
        return None;
    }
    let graph: Vec<_> = things.into_iter().map(|thing| Json::Object(thing.0)).collect();
    let text = json!({ "@context": "https://schema.org", "@graph": graph }).to_string();
    Some(text.replace('<', "\\u003c").into())
}

/// Says where a page stands below the front page.
pub(super) fn breadcrumbs(trail: &[(EcoString, EcoString)], base: &str) -> Option<Thing> {
    if base.is_empty() || trail.is_empty() {
        return None;
    }
    let items = trail.iter().enumerate().map(|(place, (name, address))| {
        json!({ "@type": "ListItem", "position": place + 1, "name": name.as_str(),
            "item": format!("{base}{address}") })
    });
    let mut list = Thing::new("BreadcrumbList");
    list.add("itemListElement", items.collect::<Vec<_>>());
    Some(list)
}

fn person(author: &Author) -> Json {
    let mut thing = Thing::new(if author.parts.is_some() || author.orcid.is_some() {
        "Person"
    } else {
        "Organization"
    });
    let id = author.orcid.as_ref().map(|orcid| Scheme::Orcid.address(orcid));
    let id = id.or_else(|| author.ror.as_ref().map(|ror| Scheme::Ror.address(ror)));
    thing.add("@id", id).add("name", author.name.as_str());
    if let Some((family, given)) = &author.parts {
        thing.add("familyName", family.as_str()).add("givenName", given.as_str());
    }
    Json::Object(thing.0)
}

impl<'a> SitePages<'a> {
    /// Describes the publication, on its front page.
    pub(super) fn site_thing(&self) -> Vec<Thing> {
        if self.library.base_url.is_empty() {
            return Vec::new();
        }
        let mut thing = Thing::new("WebSite");
        thing
            .add("@id", self.full(&self.prefix))
            .add("url", self.full(&self.prefix))
            .add("name", self.parts.title.as_str())
            .add("description", self.parts.description.as_str())
            .add("inLanguage", self.site.language.tag.as_str())
            .add("publisher", self.publisher())
            .add("license", self.licence_address())
            .add("issn", self.site.projection.settings.issn.as_ref().map(EcoString::as_str));
        vec![thing]
    }

    fn publisher(&self) -> Json {
        if self.parts.publisher.is_empty() {
            return Json::Null;
        }
        let entities = &self.site.projection.entities;
        person(&Author::new(&self.parts.publisher, entities, &self.site.language.tag))
    }

    fn licence_address(&self) -> Json {
        let licence = self.site.projection.settings.licence.as_ref();
        licence.and_then(|licence| licence.url.as_ref()).map(EcoString::as_str).into()
    }

    /// Describes what a reference is of.
    fn thing(&self, work: &CitableWork) -> Thing {
        let kind = match work.kind {
            Kind::Report => "Report",
            Kind::Brief => "Article",
            Kind::Dataset => "Dataset",
        };
        let series = json!({ "@type": "CreativeWorkSeries", "name": work.series.as_str(),
            "url": self.full(&self.prefix), "issn": work.issn.as_str() });
        let doi = (!work.doi.is_empty()).then(|| Scheme::Doi.address(&work.doi));
        let mut thing = Thing::new(kind);
        thing
            .add("@id", work.address.as_str())
            .add("url", work.address.as_str())
            .add("name", work.title.as_str())
            .add("inLanguage", work.language.as_str())
            .add("publisher", self.publisher())
            .add("license", self.licence_address())
            .add("isPartOf", without_empty(series))
            .add("identifier", doi)
            .add("isbn", work.isbn.as_str())
            .add("isAccessibleForFree", true);
        thing
    }

    /// Describes an edition.
    pub(super) fn edition_things(
        &self,
        edition: &Edition<'a>,
        (document, work): (&Document, &CitableWork),
        summary: &Summary,
    ) -> Vec<Thing> {
        if work.address.is_empty() {
            return Vec::new();
        }
        let mut thing = self.thing(work);
        let topics: Vec<_> = document.tags.iter().map(EcoString::as_str).collect();
        let chapters = self.chapters(edition).filter(|part| part.site.index == self.site.index);
        let chapters: Vec<_> =
            chapters.map(|part| json!({ "@id": self.full(&part.address) })).collect();
        let changed = document.updated.as_ref().unwrap_or(&document.date);
        thing
            .add("headline", document.title_text.as_str())
            .add("abstract", document.finding_text.as_str())
            .add("description", document.finding_text.as_str())
            .add("author", work.authors.iter().map(person).collect::<Vec<_>>())
            .add("datePublished", document.date.iso.as_str())
            .add("dateModified", changed.iso.as_str())
            .add("keywords", topics)
            .add("wordCount", document.words)
            .add("hasPart", chapters)
            .add("image", summary.card.as_ref().map(|path| self.full(path)));
        if !work.pdf.is_empty() {
            thing.add(
                "encoding",
                json!({ "@type": "MediaObject", "encodingFormat": "application/pdf",
                    "contentUrl": work.pdf.as_str() }),
            );
        }
        vec![thing]
    }

    /// Describes a dataset.
    pub(super) fn dataset_things(&self, dataset: &Dataset, frame: &Frame<'_, 'a>) -> Vec<Thing> {
        let work = &self.dataset_reference(dataset, frame.address);
        let files = self.dataset_links(dataset, frame);
        if work.address.is_empty() {
            return Vec::new();
        }
        let tag = &self.site.language.tag;
        let notes = dataset.notes.iter().chain(&dataset.caveats).map(|note| note.text(tag));
        let texts = [work.title.clone(), work.summary.clone(), self.binder.size(dataset).into()];
        let texts: Vec<_> =
            texts.into_iter().chain(notes).filter(|text| !text.is_empty()).collect();
        // Notes are sentences, titles are not.
        let sentence = |text: &EcoString| {
            if text.ends_with(['.', '!', '?', '。']) {
                text.clone()
            } else {
                eco_format!("{text}.")
            }
        };
        let description = texts.iter().map(sentence).collect::<Vec<_>>().join(" ");
        let downloads = files.iter().filter_map(|file| {
            let address = file.canonical.as_deref()?;
            Some(json!({ "@type": "DataDownload", "encodingFormat": file.media_type,
                "contentUrl": address }))
        });
        let columns =
            dataset.filed().0.columns.iter().map(|column| column.title_in(tag).to_string());
        let mut thing = self.thing(work);
        thing
            .add("description", description)
            .add("creator", self.publisher())
            .add("distribution", downloads.collect::<Vec<_>>())
            .add("variableMeasured", columns.collect::<Vec<_>>())
            .add("isBasedOn", work.summary.as_str())
            .add("version", work.iso());
        vec![thing]
    }

    /// Returns the way to a page: the front page, then `steps`.
    pub(super) fn trail(
        &self,
        steps: impl IntoIterator<Item = (EcoString, EcoString)>,
    ) -> Vec<(EcoString, EcoString)> {
        // The masthead above it has the title.
        let home = (self.words.get(Word::Home).as_ref().into(), self.prefix.clone());
        std::iter::once(home).chain(steps).collect()
    }

    /// Returns the way to an edition: its report or register, if it is part of one, then itself.
    pub(super) fn edition_trail(&self, edition: &Edition<'a>) -> Vec<(EcoString, EcoString)> {
        if edition.is_front() {
            return Vec::new();
        }
        let step = |edition: &Edition<'a>| {
            (self.headline(edition).title_text.clone(), edition.address.clone())
        };
        let report = self.parts(edition).into_iter().next().map(|part| step(part.report));
        let lists = self.register_steps(edition);
        self.trail(lists.into_iter().chain(report).chain([step(edition)]))
    }
}

/// Leaves the empty texts of an object out.
fn without_empty(object: Json) -> Json {
    match object {
        Json::Object(parts) => {
            let parts = parts.into_iter().filter(|(_, value)| value.as_str() != Some(""));
            Json::Object(parts.collect())
        }
        other => other,
    }
}

impl Frame<'_, '_> {
    /// Says where the page stands, and what it is.
    pub(super) fn describe(&mut self, trail: Vec<(EcoString, EcoString)>, mut things: Vec<Thing>) {
        things.extend(breadcrumbs(&trail, self.base()));
        self.metadata = render(things);
        self.trail = trail;
    }
}
