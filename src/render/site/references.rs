//! How others cite the texts and data of a site: the references that pages print, and their files.

use ecow::{EcoString, eco_format};

use super::frame::Frame;
use super::{SiteFile, SitePages, Summary};
use crate::data::Dataset;
use crate::markup::slug;
use crate::plan::Edition;
use crate::plan::routes;
use crate::render::context::{CitationView, FileLink, StyledCitation};
use crate::render::reference::deposit::Deposit;
use crate::render::reference::{self, CitableWork, Day, Kind};
use crate::tree::{Document, Form, plain_text};

/// The files of a reference: what they are called, the extension, the media type.
const FILES: [(&str, &str, &str); 3] = [
    ("BibTeX", "bib", "application/x-bibtex"),
    ("RIS", "ris", "application/x-research-info-systems"),
    ("CSL-JSON", "json", "application/vnd.citationstyles.csl+json"),
];

impl SitePages<'_> {
    /// Returns the reference to an edition; none where nobody would cite it.
    pub(super) fn reference(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        summary: &Summary,
    ) -> Option<CitableWork> {
        let kind = match document.form {
            Form::Report => Kind::Report,
            Form::Brief => Kind::Brief,
            Form::Page | Form::Profiles | Form::Register | Form::Entry => return None,
        };
        let manuscript = edition.manuscript;
        let pdf = summary.print().map(|pdf| self.full(&pdf.address));
        Some(CitableWork {
            kind,
            key: key(&manuscript.id, Some(manuscript.date.year())),
            title: document.title_text.clone(),
            authors: self.authors(&document.authors),
            date: Some(manuscript.date.into()),
            isbn: manuscript.isbn.clone().unwrap_or_default(),
            doi: manuscript.doi.clone().unwrap_or_default(),
            address: self.full(&edition.address),
            pdf: pdf.unwrap_or_default(),
            language: edition.language.tag.clone(),
            summary: document.finding_text.clone(),
            ..self.part_of_series()
        })
    }

    /// Returns the reference to a dataset.
    pub(super) fn dataset_reference(&self, dataset: &Dataset, address: &str) -> CitableWork {
        let tag = &self.site.language.tag;
        let date = dataset.as_of.as_ref().and_then(|day| Day::read(&day.value));
        CitableWork {
            kind: Kind::Dataset,
            key: key(&dataset.id, date.map(|date| date.year)),
            title: dataset.title.text(tag),
            authors: self.authors(&[]),
            date,
            address: self.full(address),
            summary: plain_text(&self.binder.source(dataset)),
            ..self.part_of_series()
        }
    }

    /// Returns what all works of the publication have in common.
    fn part_of_series(&self) -> CitableWork {
        let settings = &self.site.projection.settings;
        CitableWork {
            kind: Kind::Report,
            key: String::new(),
            title: EcoString::new(),
            authors: Vec::new(),
            date: None,
            publisher: self.parts.publisher.clone(),
            series: self.parts.title.clone(),
            issn: settings.issn.clone().unwrap_or_default(),
            isbn: EcoString::new(),
            doi: EcoString::new(),
            address: String::new(),
            pdf: String::new(),
            language: self.site.language.tag.clone(),
            summary: EcoString::new(),
        }
    }

    fn authors(&self, names: &[EcoString]) -> Vec<reference::Author> {
        reference::authors(names, self.site.projection, &self.site.language.tag)
    }

    /// Returns the full address of a path below the root; empty if the publication does not know its own.
    pub(super) fn full(&self, path: &str) -> String {
        let base = self.library.base_url;
        if base.is_empty() { String::new() } else { format!("{base}{path}") }
    }

    /// Returns a reference as pages print it.
    pub(super) fn citation_view(&self, work: &CitableWork, frame: &Frame<'_, '_>) -> CitationView {
        let renderer = self.renderer(frame.roots());
        let styles = self.library.styles.format(work, self.site.language).into_iter();
        let styles = styles
            .map(|(name, text)| StyledCitation { name, text: renderer.inlines(&text).into() });
        let files = FILES.map(|(label, extension, media_type)| FileLink {
            label: label.to_owned(),
            url: format!("{}.{extension}", routes::REFERENCE),
            canonical: None,
            size_text: String::new(),
            media_type: media_type.into(),
        });
        CitationView { styles: styles.collect(), files: files.into() }
    }

    /// Renders the files of the reference to an edition.
    pub fn edition_references(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        summary: &Summary,
    ) -> Vec<SiteFile> {
        let Some(work) = self.reference(edition, document, summary) else { return Vec::new() };
        let mut outputs = reference_files(&work, &edition.address);
        // What is deposited is the edition that others are sent to, by its address.
        if work.kind == Kind::Report && self.site.is_default() && !work.address.is_empty() {
            outputs.extend(self.deposit_files(edition, &work));
        }
        outputs
    }

    /// Renders what repositories and registries ask for of a report.
    fn deposit_files(&self, edition: &Edition<'_>, work: &CitableWork) -> Vec<SiteFile> {
        let settings = &self.site.projection.settings;
        let licence = settings.licence.as_ref().and_then(|licence| licence.url.as_deref());
        let deposit = Deposit {
            work,
            licence_name: &self.parts.licence_name,
            licence_url: licence.unwrap_or_default(),
            subjects: &edition.manuscript.tags,
            contact: settings.contact.as_deref().unwrap_or_default(),
        };
        let file = |name: &str, text| SiteFile::file(format!("{}{name}", edition.address), text);
        let mut files =
            vec![file("zenodo.json", deposit.zenodo()), file("datacite.json", deposit.datacite())];
        files.extend(deposit.crossref().map(|text| file("crossref.xml", text)));
        files
    }

    /// Renders the files of the references to datasets.
    pub(super) fn dataset_references(&self, datasets: &[&Dataset]) -> Vec<SiteFile> {
        let files = |dataset: &&Dataset| {
            let address = eco_format!("{}{}", self.prefix, routes::dataset(&dataset.id));
            reference_files(&self.dataset_reference(dataset, &address), &address)
        };
        datasets.iter().flat_map(files).collect()
    }
}

fn reference_files(work: &CitableWork, address: &str) -> Vec<SiteFile> {
    let texts = [work.bibtex(), work.ris(), work.csl_json()];
    let files = FILES.iter().zip(texts);
    files
        .map(|((_, extension, _), text)| {
            SiteFile::file(format!("{address}{}.{extension}", routes::REFERENCE), text)
        })
        .collect()
}

fn key(id: &str, year: Option<i16>) -> String {
    let name = slug(&id.replace('/', "-"));
    year.map_or_else(|| name.clone(), |year| format!("{name}-{year}"))
}
