//! The files of open data, and what describes them.

use std::sync::Arc;

use super::frame::Frame;
use super::{SiteFile, SitePages};
use crate::bind::generated::registers_on_site;
use crate::data::Dataset;
use crate::plan::Site;
use crate::plan::catalogue;
use crate::plan::catalogue::dcat::{Catalogue, CatalogueRecord};
use crate::plan::catalogue::files::DatasetFiles;
use crate::plan::catalogue::package::{Package, Resource};
use crate::plan::routes;
use crate::render::context::FileLink;
use crate::tree::plain_text;

/// The media type of files for programs.
const JSON: &str = "application/json";

impl<'a> SitePages<'a> {
    /// Renders the files of the data of this language, and of references to them.
    pub(super) fn dataset_outputs(&self) -> Vec<SiteFile> {
        let datasets: Vec<_> = catalogue::published(self.site).collect();
        [self.dataset_files(&datasets), self.dataset_references(&datasets)].concat()
    }

    /// Returns the files of a dataset.
    pub(super) fn dataset_links(&self, dataset: &Dataset, frame: &Frame<'_, '_>) -> Vec<FileLink> {
        self.data_files(&routes::dataset(&dataset.id), &dataset.id, frame)
    }

    /// Returns the file that describes all files of data.
    pub(super) fn package_link(&self, datasets: &[&Dataset], frame: &Frame<'_, '_>) -> FileLink {
        self.file_link(("Data Package", JSON), &self.package_path(datasets), frame)
    }

    /// Returns the files of a dataset or register, which stand in `folder`.
    pub(super) fn data_files(
        &self,
        folder: &str,
        id: &str,
        frame: &Frame<'_, '_>,
    ) -> Vec<FileLink> {
        [("CSV", "csv", "text/csv"), ("JSON", "json", JSON)]
            .map(|(label, extension, media_type)| {
                let path = self.data_path(folder, id, extension);
                self.file_link((label, media_type), &path, frame)
            })
            .into()
    }

    fn file_link(
        &self,
        (label, media_type): (&str, &'static str),
        path: &str,
        frame: &Frame<'_, '_>,
    ) -> FileLink {
        let base = self.library.base_url;
        FileLink {
            label: label.to_owned(),
            url: frame.url(path),
            canonical: (!base.is_empty()).then_some(base.to_owned() + path),
            size_text: String::new(),
            media_type: media_type.into(),
        }
    }

    /// Returns the path of a file of a dataset or register.
    pub(super) fn data_path(&self, folder: &str, id: &str, extension: &str) -> String {
        let holder = if self.is_shared(id) { self.first_site() } else { self.site };
        format!("{}{}", holder.prefix(), catalogue::file(folder, id, extension))
    }

    /// Returns the site of the default audience in this language. Audiences share its files, where it
    /// has them.
    fn first_site(&self) -> Site<'a> {
        let tag = &self.site.language.tag;
        let mut sites = self.library.session.plan.sites.iter();
        sites.find(|site| site.language.tag == *tag).copied().unwrap_or(self.site)
    }

    /// Whether this audience has the same data and registers as the default one, so that one copy of
    /// their files serves both.
    pub(super) fn has_default_data(&self) -> bool {
        let first = &self.first_site().projection.datasets;
        Arc::ptr_eq(first, &self.site.projection.datasets)
    }

    /// Whether the default audience's site has the files of a dataset or register.
    fn is_shared(&self, id: &str) -> bool {
        self.has_default_data()
            && catalogue::address(id, self.first_site(), &self.library.session.plan).is_some()
    }

    /// Returns the path of the file that describes the files of `datasets`.
    fn package_path(&self, datasets: &[&Dataset]) -> String {
        let all_shared = datasets.iter().all(|dataset| self.is_shared(&dataset.id));
        let holder = if all_shared { self.first_site() } else { self.site };
        format!("{}{}", holder.prefix(), routes::DATA_PACKAGE)
    }

    /// Renders the files of datasets that this site is the first to have, and the package that
    /// describes them and the registers'.
    fn dataset_files(&self, datasets: &[&Dataset]) -> Vec<SiteFile> {
        let publication = self.site.projection;
        let language = self.site.language.tag.as_str();
        let is_first = self.first_site().index == self.site.index;
        let is_own = |dataset: &&&Dataset| is_first || !self.is_shared(&dataset.id);
        let datasets: Vec<_> = datasets.iter().filter(is_own).copied().collect();
        let mut outputs = Vec::new();
        let mut resources = Vec::new();
        if datasets.is_empty() && !is_first {
            return outputs;
        }
        for &dataset in &datasets {
            let files = DatasetFiles { dataset, publication, language };
            let folder = routes::dataset(&dataset.id);
            let csv = files.csv();
            resources.push(self.resource(dataset, &folder, csv.len()));
            let path = |extension| self.data_path(&folder, &dataset.id, extension);
            outputs.push(SiteFile::file(path("csv"), csv));
            outputs.push(SiteFile::file(path("json"), files.json()));
        }
        let has_files = self.has_register_files();
        let registers = registers_on_site(self.site).filter(|_| has_files);
        for register in registers {
            let table = publication.datasets.get(&register.id);
            let Some((table, download)) = table.zip(self.download(register)) else { continue };
            resources.push(self.resource(table, &register.address(), download.csv().len()));
        }
        let homepage = format!("{}{}", self.library.base_url, self.prefix);
        let homepage = if self.library.base_url.is_empty() { "" } else { &homepage };
        let text = Package { publication, language, homepage }.render(&resources);
        outputs.extend(text.map(|text| SiteFile::file(self.package_path(&datasets), text)));
        let path =
            self.package_path(&datasets).replace(routes::DATA_PACKAGE, routes::DATA_CATALOGUE);
        outputs.extend(self.dcat(homepage, &resources).map(|text| SiteFile::file(path, text)));
        outputs
    }

    /// Renders the catalogue of the files for catalogues of public data; none without addresses.
    fn dcat(&self, homepage: &str, resources: &[Resource<'_>]) -> Option<String> {
        let settings = &self.site.projection.settings;
        let tag = &self.site.language.tag;
        let licence = settings.licence.as_ref().and_then(|licence| licence.url.as_deref());
        let record = |resource: &Resource<'_>| {
            let folder = resource.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            CatalogueRecord {
                id: resource.dataset.id.to_string(),
                title: resource.dataset.title.text(tag).into(),
                description: resource.source.clone(),
                as_of: resource
                    .dataset
                    .as_of
                    .as_ref()
                    .map(|day| day.value.to_string())
                    .unwrap_or_default(),
                page: format!("{homepage}{folder}/"),
                file: format!("{homepage}{}", resource.path.trim_end_matches(".csv")),
                bytes: resource.bytes,
            }
        };
        let records: Vec<_> = resources.iter().map(record).collect();
        let catalogue = Catalogue {
            address: homepage,
            title: &self.parts.title,
            description: &self.parts.description,
            publisher: &self.parts.publisher,
            licence: licence.unwrap_or_default(),
            language: tag,
        };
        catalogue.render(&records)
    }

    fn resource<'d>(&self, dataset: &'d Dataset, folder: &str, bytes: usize) -> Resource<'d> {
        let key = dataset.source.as_ref().map(|source| &source.key.value);
        let work = self.binder.bibliography().iter().find(|entry| Some(&entry.key) == key);
        Resource {
            dataset,
            path: catalogue::file(folder, &dataset.id, "csv"),
            bytes,
            source: work.map(|work| plain_text(&work.content).into()).unwrap_or_default(),
        }
    }
}
