//! The pages of open data: the list of all datasets, a page for each, and their files.

use std::collections::BTreeMap;

use std::sync::Arc;

use ecow::{EcoString, eco_format};

use super::frame::Frame;
use super::{Output, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Spanned;
use crate::bind::cite::{Collector, Style};
use crate::data::Dataset;
use crate::data::dataset::{Column as DataColumn, ColumnKind, SourceReference, Value};
use crate::data::print::Locale;
use crate::data::table::Printer;
use crate::language::Word;
use crate::markup::Cite;
use crate::plan::Site;
use crate::plan::catalogue;
use crate::plan::catalogue::dcat::{Catalogue, CatalogueRecord};
use crate::plan::catalogue::files::DatasetFiles;
use crate::plan::catalogue::package::{Package, Resource};
use crate::plan::routes;
use crate::publication::date;
use crate::publication::localized::Localized;
use crate::render::context::{
    DatasetCard, DatasetPage, DatasetView, DatasetsPage, FileLink, Html, PageKind, PageLink,
};
use crate::tree::{
    Align, Block, Column, Form, Inline, Inlines, Table, TableKind, Target, plain_text,
};

/// How many rows a page shows; the files have all.
const SHOWN_ROWS: usize = 250;

/// The media type of files for programs.
const JSON: &str = "application/json";

/// The short citations that the pages of datasets print, by the key and place that they cite.
pub(super) type Citations = BTreeMap<(EcoString, EcoString), Inlines>;

/// Formats the citations of the sources of all datasets of a site.
pub(super) fn citations(site: Site<'_>, style: &Style) -> Citations {
    let tag = &site.language.tag;
    let sources = &site.projection.sources;
    let mut collector = Collector::default();
    let mut places = Vec::new();
    for dataset in catalogue::published(site) {
        let own = dataset.source.iter().map(|source| (source.key.clone(), locator(source, tag)));
        let cells = dataset.rows.iter().flat_map(|row| &row.cells);
        let named = cells.filter_map(|cell| match &cell.value {
            Value::Source(key) => Some((Spanned::new(key.clone(), cell.span), EcoString::new())),
            _ => None,
        });
        for (key, locator) in own.chain(named) {
            let place = (key.value.clone(), locator.clone());
            // A key that no source has was reported.
            if sources.get(&key).is_ok() && !places.contains(&place) {
                collector.add(vec![Cite { locator, ..Cite::of(key) }]);
                places.push(place);
            }
        }
    }
    let formatted = collector.format(sources, style, site.language).citations;
    places.into_iter().zip(formatted.into_iter().map(listed)).collect()
}

pub(super) fn locator(source: &SourceReference, tag: &str) -> EcoString {
    source.locator.as_ref().map(|locator| locator.text(tag)).unwrap_or_default()
}

/// Leads the links of a citation to the page of all sources, since this one has no bibliography.
fn listed(content: Inlines) -> Inlines {
    let lead = |inline| match inline {
        Inline::Link { target: Target::Anchor { id }, content, .. } => {
            Inline::link(Target::Page { path: routes::SOURCES.into(), fragment: id }, content)
        }
        other => other,
    };
    content.into_iter().map(lead).collect()
}

impl<'a> SitePages<'a> {
    /// Renders the list of all datasets, the page of each, and the files of the language.
    pub(super) fn datasets(&self, summaries: &[Summary]) -> Result<Vec<Output>, Diagnostic> {
        let datasets: Vec<_> = catalogue::published(self.site).collect();
        let mut outputs = Vec::new();
        if !datasets.is_empty() {
            outputs.push(self.datasets_page(&datasets)?);
        }
        for dataset in &datasets {
            outputs.push(self.dataset_page(dataset, summaries)?);
        }
        outputs.extend(self.dataset_files(&datasets));
        outputs.extend(self.dataset_references(&datasets));
        Ok(outputs)
    }

    fn datasets_page(&self, datasets: &[&'a Dataset]) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, routes::DATA);
        let mut frame = Frame::among(self, &address, |site| {
            catalogue::published(site)
                .next()
                .map(|_| eco_format!("{}{}", site.prefix(), routes::DATA))
        });
        let title = self.words.get(Word::Data);
        frame.describe(self.trail([((&*title).into(), address.clone())]), Vec::new());
        let sources: Vec<Html> =
            datasets.iter().map(|dataset| self.source(dataset, &frame)).collect();
        let sizes: Vec<_> = datasets.iter().map(|dataset| self.size(dataset)).collect();
        let cards = datasets.iter().zip(&sources).zip(&sizes);
        let cards = cards.map(|((dataset, source), size)| DatasetCard {
            title: dataset.title.text(&self.site.language.tag),
            source,
            url: frame.url(&format!("{}{}", self.prefix, routes::dataset(&dataset.id))),
            size_text: size,
            files: self.data_files(&routes::dataset(&dataset.id), &dataset.id, &frame),
        });
        let description = self.words.get(Word::DataIntroduction);
        let context = DatasetsPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Datasets, &title, &description),
            datasets: cards.collect(),
            registers: self.register_cards(&self.site_registers(), &frame),
            package: self.file_link(("Data Package", JSON), &self.package_path(datasets), &frame),
        };
        self.output("datasets.html", &frame, &context)
    }

    fn dataset_page(&self, dataset: &Dataset, summaries: &[Summary]) -> Result<Output, Diagnostic> {
        let address = eco_format!("{}{}", self.prefix, routes::dataset(&dataset.id));
        let library = self.library;
        let mut frame = Frame::among(self, &address, |site| {
            catalogue::address(&dataset.id, site, &library.session.plan)
        });
        let tag = &self.site.language.tag;
        let title = dataset.title.text(tag);
        let files = self.data_files(&routes::dataset(&dataset.id), &dataset.id, &frame);
        let work = self.dataset_reference(dataset, &address);
        let list = (
            self.words.get(Word::Data).as_ref().into(),
            eco_format!("{}{}", self.prefix, routes::DATA),
        );
        let trail = self.trail([list, (title.clone(), address.clone())]);
        frame.describe(trail, self.dataset_things(dataset, &work, &files));
        let renderer = self.renderer(frame.roots());
        let table = |table| Html::from(renderer.blocks(&[Block::Table(table)]));
        let locale = Locale { language: self.site.language, words: self.words };
        let entities = &self.site.projection.entities;
        let day = |day: &Option<Spanned<EcoString>>| {
            day.as_ref().map(|day| date::format(&day.value, locale.language)).unwrap_or_default()
        };
        let texts =
            |texts: &[Localized]| texts.iter().map(|text| text.text(tag)).collect::<Vec<_>>();
        let context = DatasetPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::Dataset, &title, ""),
            dataset: DatasetView {
                id: &dataset.id,
                title: &title,
                source: &self.source(dataset, &frame),
                as_of: &day(&dataset.as_of),
                review_by: &day(&dataset.review_by),
                inferred: &locale.inferred_columns(dataset),
                transformations: &texts(&dataset.transformations),
                discrepancies: &locale.discrepancies(dataset, entities),
                caveats: &texts(&dataset.caveats),
                licence: &dataset.licence.as_ref().map(|text| text.text(tag)).unwrap_or_default(),
                notes: &texts(&dataset.notes),
                size_text: &self.size(dataset),
                columns: &table(self.column_table(dataset)),
                rows: &table(self.row_table(dataset)),
                cut_text: &self.cut(dataset),
                files,
                citation: self.citation_view(&work, &frame),
                used_in: self.using(dataset, summaries, &frame),
            },
        };
        self.output("dataset.html", &frame, &context)
    }

    /// Returns the texts of this site that use a dataset.
    fn using(
        &self,
        dataset: &Dataset,
        summaries: &[Summary],
        frame: &Frame<'_, '_>,
    ) -> Vec<PageLink<'a>> {
        let forms = [Form::Report, Form::Brief, Form::Page].into_iter();
        let texts = forms.flat_map(|form| self.listed(form));
        let uses = |text: &&'a crate::plan::Edition<'a>| {
            let mut texts = self.with_profiles(text);
            texts.any(|text| summaries[text.index].datasets.contains(&dataset.id))
        };
        texts.filter(uses).map(|text| self.page_link(text, frame)).collect()
    }

    pub(super) fn size(&self, dataset: &Dataset) -> String {
        let (dataset, _) = dataset.filed();
        let rows = self.words.get(Word::RowCount { rows: dataset.rows.len() });
        let columns = self.words.get(Word::ColumnCount { columns: dataset.columns.len() });
        self.site.language.list([&*rows, &*columns].into_iter())
    }

    fn cut(&self, dataset: &Dataset) -> String {
        let (dataset, _) = dataset.filed();
        if dataset.rows.len() <= SHOWN_ROWS {
            return String::new();
        }
        let word = Word::RowsCut { shown: SHOWN_ROWS, rows: dataset.rows.len() };
        self.words.get(word).into()
    }

    fn source(&self, dataset: &Dataset, frame: &Frame<'_, '_>) -> Html {
        let Some(source) = &dataset.source else { return Html::default() };
        let content = self.citation(&source.key.value, &locator(source, &self.site.language.tag));
        self.renderer(frame.roots()).inlines(&content).into()
    }

    pub(super) fn citation(&self, key: &EcoString, locator: &EcoString) -> Inlines {
        let known = self.parts.citations.get(&(key.clone(), locator.clone()));
        known.cloned().unwrap_or_else(|| vec![Inline::text(key.clone())])
    }

    fn locale(&self) -> Locale<'_> {
        Locale { language: self.site.language, words: self.words }
    }

    /// Describes the columns: name, title, type, unit.
    fn column_table(&self, dataset: &Dataset) -> Table {
        let (dataset, _) = dataset.filed();
        let heads = [Word::ColumnName, Word::ColumnTitle, Word::ColumnType, Word::NumberUnit];
        let text = |text: EcoString| vec![Inline::text(text)];
        let row = |column: &DataColumn| {
            let tag = &self.site.language.tag;
            let kind = self.words.get(column_type(column.kind));
            let name = vec![Inline::Code { text: column.name.clone() }];
            vec![
                name,
                text(column.title_in(tag)),
                text(kind.into()),
                text(self.locale().measured(&column.measure)),
            ]
        };
        Table {
            columns: heads.map(|word| head(Align::Start, self.words.get(word))).into(),
            rows: dataset.columns.iter().map(row).collect(),
            row_heads: true,
            kind: TableKind::Composed,
            ..Table::default()
        }
    }

    /// Returns the rows as readers see them, no more than a page can bear.
    fn row_table(&self, dataset: &Dataset) -> Table {
        let count = dataset.filed().0.rows.len().min(SHOWN_ROWS);
        Table {
            kind: TableKind::Records,
            ..self.rows_table(dataset, &(0..count).collect::<Vec<_>>())
        }
    }

    /// Returns some rows as readers see them.
    pub(super) fn rows_table(&self, dataset: &Dataset, rows: &[usize]) -> Table {
        let (dataset, _) = dataset.filed();
        let column_head = |column: &DataColumn| {
            let is_number = matches!(column.kind, ColumnKind::Number | ColumnKind::Year);
            let align = if is_number { Align::Number } else { Align::Start };
            let unit = self.locale().unit(&column.measure);
            Column { unit, ..head(align, column.title_in(&self.site.language.tag)) }
        };
        let row = |row: usize| {
            (0..dataset.columns.len()).map(|column| self.cell(dataset, row, column)).collect()
        };
        Table {
            columns: dataset.columns.iter().map(column_head).collect(),
            rows: rows.iter().copied().map(row).collect(),
            row_heads: dataset.key == 0,
            kind: TableKind::Composed,
            ..Table::default()
        }
    }

    fn cell(&self, dataset: &Dataset, row: usize, column: usize) -> Inlines {
        let value = &dataset.rows[row].cells[column].value;
        if let Value::Source(key) = value {
            return self.citation(key, &EcoString::new());
        }
        let entities = &self.site.projection.entities;
        let printer = Printer { locale: self.locale(), entities };
        let kind = dataset.columns[column].kind;
        vec![Inline::text(printer.cell(value, kind, dataset.status(row, column), None))]
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
    fn dataset_files(&self, datasets: &[&Dataset]) -> Vec<Output> {
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
            outputs.push(Output::file(path("csv"), csv));
            outputs.push(Output::file(path("json"), files.json()));
        }
        let has_files = self.has_register_files();
        let registers = self.site_registers().into_iter().filter(|_| has_files);
        for register in registers {
            let table = publication.datasets.get(&register.id);
            let download =
                crate::data::register::download::Download::new(register, publication, language);
            let Some((table, download)) = table.zip(download) else { continue };
            resources.push(self.resource(table, &register.address(), download.csv().len()));
        }
        let homepage = format!("{}{}", self.library.base_url, self.prefix);
        let homepage = if self.library.base_url.is_empty() { "" } else { &homepage };
        let text = Package { publication, language, homepage }.render(&resources);
        outputs.extend(text.map(|text| Output::file(self.package_path(&datasets), text)));
        let path =
            self.package_path(&datasets).replace(routes::DATA_PACKAGE, routes::DATA_CATALOGUE);
        outputs.extend(self.dcat(homepage, &resources).map(|text| Output::file(path, text)));
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
        let work = self.parts.bibliography.iter().find(|entry| Some(&entry.key) == key);
        Resource {
            dataset,
            path: catalogue::file(folder, &dataset.id, "csv"),
            bytes,
            source: work.map(|work| plain_text(&work.content).into()).unwrap_or_default(),
        }
    }
}

fn head(align: Align, text: impl Into<EcoString>) -> Column {
    Column { align, head: vec![Inline::text(text)], unit: EcoString::new() }
}

fn column_type(kind: ColumnKind) -> Word<'static> {
    match kind {
        ColumnKind::Text | ColumnKind::Status => Word::ColumnTypeText,
        ColumnKind::Number => Word::ColumnTypeNumber,
        ColumnKind::Year => Word::ColumnTypeYear,
        ColumnKind::Date => Word::ColumnTypeDate,
        ColumnKind::Boolean => Word::ColumnTypeBoolean,
        ColumnKind::Entity => Word::ColumnTypeEntity,
        ColumnKind::Source => Word::ColumnTypeSource,
    }
}
