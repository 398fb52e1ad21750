//! Loading: all files of a publication, as typed values that remember their places.

pub mod agreement;
pub mod audience;
pub mod date;
pub mod declared;
pub mod entity;
pub mod glossary;
pub mod identifier;
pub mod life;
pub mod localized;
pub mod manuscript;
pub mod picture;
pub mod profile;
mod profiles;
pub mod restricted;
pub mod restriction;
pub mod settings;
pub mod sources;
mod views;
pub mod waiver;

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, Place, Problems, did_you_mean};
use crate::base::files::{Bytes, Files, Reading, TextFile};
use crate::base::span::{FileId, Span, Spanned};
use crate::base::yaml;
use crate::data::Dataset;
use crate::data::dataset::Value;
use crate::data::derive::{self, Ingredients};
use crate::data::evaluate::Data;
use crate::data::lineage::Lineage;
use crate::data::register::{self, Registers};
use crate::data::values::{self, Values};
use crate::data::vintage::{self, Stale, Today};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind};
use crate::publication::audience::{Audience, Condition};
use crate::publication::entity::Entities;
use crate::publication::glossary::Glossary;
use crate::publication::life::{Approval, Status, Time};
use crate::publication::manuscript::{Manuscript, Role, Stage, Written};
use crate::publication::restricted::Restrictions;
use crate::publication::settings::{Settings, Translations};
use crate::publication::sources::Sources;
use crate::publication::waiver::Waivers;
use crate::tree::Form;

/// A publication, read whole. Nothing after it parses text of the author's.
///
/// What holds for all audiences is shared by its projections.
#[derive(Debug)]
pub struct Publication {
    /// What holds for all of it.
    pub settings: Arc<Settings>,
    /// The audiences, the default first.
    pub audiences: Vec<Audience>,
    /// The entities.
    pub entities: Arc<Entities>,
    /// The terms that some readers do not know.
    pub glossary: Arc<Glossary>,
    /// The datasets, by name.
    pub datasets: Arc<BTreeMap<EcoString, Dataset>>,
    /// What is wrong with the datasets that could not be read, by name.
    pub unreadable: Arc<BTreeMap<EcoString, Diagnostic>>,
    /// The values that have names.
    pub values: Arc<Values>,
    /// What the cells of derived datasets come from.
    pub lineage: Arc<Lineage>,
    /// The registers; each is among the datasets as well.
    pub registers: Arc<Registers>,
    /// The bibliography.
    pub sources: Arc<Sources>,
    /// What the audit may find.
    pub waivers: Arc<Waivers>,
    /// The briefs, reports and pages.
    pub works: BTreeMap<(Form, EcoString), Work>,
    /// The text files, for places and templates.
    pub files: Files,
    /// The other files, by path.
    pub assets: BTreeMap<String, Bytes>,
    /// The pictures that cannot be shown, by path.
    pub broken_pictures: Arc<BTreeMap<String, picture::Fault>>,
    /// The parts of YAML files that are for some.
    pub restrictions: Restrictions,
    /// What is left of the publication for each audience that may not have all of those.
    views: BTreeMap<EcoString, Publication>,
}

/// A brief, report or page in the languages that it has.
#[derive(Debug)]
pub struct Work {
    /// One manuscript per language tag; shared by the projections that have it whole.
    pub manuscripts: BTreeMap<EcoString, Arc<Manuscript>>,
}

impl Work {
    /// Returns its manuscript in the language `tag`.
    pub fn manuscript(&self, tag: &str) -> Option<&Manuscript> {
        self.manuscripts.get(tag).map(Arc::as_ref)
    }

    /// Whether it is to be had in the language `tag`: its files may say `only:`.
    pub fn is_meant_for(&self, tag: &str) -> bool {
        let mut said = self.manuscripts.values().map(|text| &text.only);
        said.all(|only| only.is_empty() || only.iter().any(|only| only.value == tag))
    }

    /// Returns any of its manuscripts, for what is the same in all.
    pub fn any(&self) -> Option<&Manuscript> {
        self.manuscripts.values().map(Arc::as_ref).next()
    }
}

/// What [`load`] returns if nothing can be built: the files, for printing what is wrong with them.
#[derive(Debug)]
pub struct Unloadable {
    /// The text files.
    pub files: Files,
}

/// Turns the files of a publication into typed values.
///
/// # Errors
/// Returns the files if `quipu.yaml` is missing or unusable. All other mistakes
/// are added to `problems`, and what could be read is returned.
pub fn load(reading: Reading, problems: &mut Problems) -> Result<Publication, Box<Unloadable>> {
    views::load(reading, problems)
}

/// Turns files into typed values, but for what they hide.
fn read(reading: Reading, problems: &mut Problems) -> Result<Publication, Box<Unloadable>> {
    let Reading { texts: mut files, assets, foreign, problems: found } = reading;
    problems.extend(found);
    let Some(settings) = read_settings(&files, problems) else {
        return Err(Box::new(Unloadable { files }));
    };
    let audiences = read_audiences(&files, &settings, problems);
    let entities = read_entities(&files, problems);
    let glossary = read_glossary(&files, problems);
    let mut sources = match files.find("content/sources.yaml") {
        Some(file) => Sources::read(file, &files, problems),
        None => Sources::default(),
    };
    if let Some(file) = files.find("content/sources.bib") {
        sources.read_bib(file, &files, problems);
    }
    refuse_strays(&files, &assets, problems);
    crate::data::rows::prepare(&mut files, &assets, foreign, problems);
    let (mut datasets, unreadable) = read_datasets(&files, &entities, problems);
    let setting = register::Setting { files: &files, entities: &entities, settings: &settings };
    let registers = register::read(setting, problems);
    add_registers(&registers, &entities, &mut datasets, problems);
    let values = read_values(&files, problems);
    let ingredients = Ingredients {
        files: &files,
        entities: &entities,
        values: &values,
        unreadable: &unreadable,
    };
    let lineage = derive::derive(&derived_files(&files), ingredients, &mut datasets, problems);
    let prefixes = registers.prefixes();
    let mut works = read_works(&files, &settings, &prefixes, problems);
    restriction::settle(&mut works, problems);
    let data = Data {
        datasets: &datasets,
        unreadable: &unreadable,
        entities: &entities,
        values: &values,
        lineage: &lineage,
        this: None,
        day: None,
    };
    profiles::settle(&mut works, data, problems);
    works.extend(registers.works(&settings, &entities));
    approve(&mut works, &files, problems);
    refuse_colours(&settings, &entities, &datasets, problems);
    let waivers = read_waivers(&files, problems);
    let broken_pictures = broken_pictures(&files, &assets);
    let publication = Publication {
        settings: settings.into(),
        audiences,
        entities: entities.into(),
        glossary: glossary.into(),
        datasets: datasets.into(),
        unreadable: unreadable.into(),
        values: values.into(),
        lineage: lineage.into(),
        registers: registers.into(),
        sources: sources.into(),
        waivers: waivers.into(),
        works,
        files,
        assets,
        broken_pictures: broken_pictures.into(),
        restrictions: Restrictions::default(),
        views: BTreeMap::new(),
    };
    publication.check(problems);
    publication.values.check(publication.data(), problems);
    restriction::check(&publication, problems);
    Ok(publication)
}

fn parse(file: FileId, files: &Files, problems: &mut Problems) -> Option<yaml::Node> {
    problems.keep(yaml::parse(files, Span::new(file, 0, files.get(file).text.len())))
}

fn read_settings(files: &Files, problems: &mut Problems) -> Option<Settings> {
    let node = parse(files.find("quipu.yaml")?, files, problems)?;
    Settings::read(&node, problems)
}

fn read_entities(files: &Files, problems: &mut Problems) -> Entities {
    let file = files.find("content/entities.yaml");
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Entities::read(&node, problems)).unwrap_or_default()
}

fn read_glossary(files: &Files, problems: &mut Problems) -> Glossary {
    let file = files.find(glossary::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Glossary::read(&node, problems)).unwrap_or_default()
}

fn read_values(files: &Files, problems: &mut Problems) -> Values {
    let file = files.find(values::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Values::read(&node, problems)).unwrap_or_default()
}

fn read_waivers(files: &Files, problems: &mut Problems) -> Waivers {
    let file = files.find(waiver::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Waivers::read(&node, problems)).unwrap_or_default()
}

/// Returns the name of a file below `folder`, without extension.
fn stem<'a>(file: &'a TextFile, folder: &str, extension: &str) -> Option<&'a str> {
    file.path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(extension)
}

fn read_audiences(files: &Files, settings: &Settings, problems: &mut Problems) -> Vec<Audience> {
    const FOLDER: &str = "content/audiences";
    let mut audiences: Vec<Audience> = Vec::new();
    for (id, file) in files.in_folder(FOLDER) {
        let Some(name) = stem(file, FOLDER, ".yaml") else { continue };
        let Some(node) = parse(id, files, problems) else { continue };
        audiences.extend(Audience::read(name, id, &node, problems));
    }
    if settings.default_audience.is_none() && audiences.len() > 1 {
        problems.push(no_default(&audiences, settings.span));
    }
    if let Some(default) = &settings.default_audience {
        match audiences.iter().position(|audience| audience.id == default.value) {
            Some(position) => audiences[..=position].rotate_right(1),
            None => problems.push(unknown_audience(default, &audiences)),
        }
    }
    if audiences.is_empty() {
        audiences.push(Audience::everyone());
    }
    audiences
}

/// Returns the diagnostic for several audiences of which none is said to be that of the public.
fn no_default(audiences: &[Audience], settings: Span) -> Diagnostic {
    let ids: Vec<_> = audiences.iter().map(|audience| format!("`{}`", audience.id)).collect();
    let message = "nothing says whose edition stands at the root of the site, for everybody";
    Diagnostic::error(Code::MissingKey, settings, message)
        .with_hint(format!("add a line `default_audience: …` with one of {}", ids.join(", ")))
}

fn unknown_audience(
    name: &crate::base::span::Spanned<EcoString>,
    audiences: &[Audience],
) -> Diagnostic {
    let known = audiences.iter().map(|audience| audience.id.as_str());
    let hint = did_you_mean(&name.value, known)
        .unwrap_or_else(|| format!("add `content/audiences/{}.yaml`", name.value));
    let message = format!("no audience is named `{}`", name.value);
    Diagnostic::error(Code::UnknownAudience, name.span, message).with_hint(hint)
}

fn read_datasets(
    files: &Files,
    entities: &Entities,
    problems: &mut Problems,
) -> (BTreeMap<EcoString, Dataset>, BTreeMap<EcoString, Diagnostic>) {
    const FOLDER: &str = "content/data";
    let described: Vec<_> = files
        .in_folder(FOLDER)
        .filter_map(|(id, file)| Some((stem(file, FOLDER, ".yaml")?, id)))
        .filter(|(_, id)| !derive::is_derived(files, *id))
        .collect();
    let read = |&(name, id): &(&str, FileId)| {
        let mut problems = Problems::default();
        let dataset = Dataset::read(name, id, files, entities, &mut problems);
        (EcoString::from(name), dataset, problems)
    };
    let mut datasets = BTreeMap::new();
    let mut unreadable = BTreeMap::new();
    for (name, dataset, found) in described.par_iter().map(read).collect::<Vec<_>>() {
        match dataset {
            Some(dataset) => _ = datasets.insert(name, dataset),
            None => unreadable.extend(found.first_error().cloned().map(|error| (name, error))),
        }
        problems.extend(found);
    }
    (datasets, unreadable)
}

/// Returns the files of data that describe derived datasets.
fn derived_files(files: &Files) -> Vec<(EcoString, FileId)> {
    const FOLDER: &str = "content/data";
    let described = files.in_folder(FOLDER).filter(|(id, _)| derive::is_derived(files, *id));
    described.filter_map(|(id, file)| Some((stem(file, FOLDER, ".yaml")?.into(), id))).collect()
}

/// Adds the registers to the datasets, where bound numbers and tables find them.
fn add_registers(
    registers: &Registers,
    entities: &Entities,
    datasets: &mut BTreeMap<EcoString, Dataset>,
    problems: &mut Problems,
) {
    for dataset in registers.datasets(entities) {
        let Some(other) = datasets.get(&dataset.id) else {
            datasets.insert(dataset.id.clone(), dataset);
            continue;
        };
        let message = format!("a register and a dataset have the name `{}`", dataset.id);
        problems.push(
            Diagnostic::error(Code::NameTaken, Span::start_of(dataset.file), message)
                .with_related(Span::start_of(other.file), "the dataset")
                .with_hint("rename one of the files"),
        );
    }
}

/// The folders of manuscripts, and what their files are.
const WORKS: &[(&str, Form)] = &[
    ("content/briefs", Form::Brief),
    ("content/reports", Form::Report),
    ("content/pages", Form::Page),
];

fn read_works(
    files: &Files,
    settings: &Settings,
    prefixes: &[EcoString],
    problems: &mut Problems,
) -> BTreeMap<(Form, EcoString), Work> {
    let mut texts: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for &(folder, form) in WORKS {
        for (id, file) in files.in_folder(folder) {
            let Some(stem) = stem(file, folder, ".md") else { continue };
            if let Some(undeclared) = undeclared_language(id, stem, settings) {
                problems.push(undeclared);
                continue;
            }
            let (name, language) = split_language(stem, settings);
            let raw_html = settings.raw_html;
            let (extra, original) = (settings.extra.as_slice(), None);
            let role = Role { form, id: name, language, raw_html, prefixes, original, extra };
            texts.entry((form, EcoString::from(name))).or_default().push((role, id));
        }
    }
    let texts: Vec<_> = texts.into_iter().collect();
    let read = |(key, texts): &((Form, EcoString), Vec<(Role<'_>, FileId)>)| {
        let mut problems = Problems::default();
        let work = read_work(texts, (files, settings), &mut problems);
        (key.clone(), work, problems)
    };
    let mut works = BTreeMap::new();
    for (key, work, found) in texts.par_iter().map(read).collect::<Vec<_>>() {
        problems.extend(found);
        if !work.manuscripts.is_empty() {
            works.insert(key, work);
        }
    }
    date_drafts(&mut works, problems);
    works
}

/// Reads a text in all its languages: first the original, which the translations complete.
fn read_work(
    texts: &[(Role<'_>, FileId)],
    (files, settings): (&Files, &Settings),
    problems: &mut Problems,
) -> Work {
    let first = &settings.languages[0].tag;
    let is_original = |role: &Role<'_>| role.language.tag == *first;
    let original = texts.iter().find(|(role, _)| is_original(role));
    let has_original = original.is_some();
    let original =
        original.and_then(|(role, file)| Manuscript::read(*role, *file, files, problems));
    if has_original && original.is_none() {
        // A translation says too little without it.
        return Work { manuscripts: BTreeMap::new() };
    }
    let mut manuscripts = BTreeMap::new();
    for (role, file) in texts.iter().filter(|(role, _)| !is_original(role)) {
        let role = Role { original: original.as_ref(), ..*role };
        let Some(translation) = Manuscript::read(role, *file, files, problems) else { continue };
        agreement::check_only(&translation, settings, problems);
        if let Some(original) = &original {
            agreement::check(original, &translation, problems);
        }
        let manuscript = translation.manuscript;
        manuscripts.insert(manuscript.language.clone(), Arc::new(manuscript));
    }
    if let Some(original) = original {
        agreement::check_only(&original, settings, problems);
        let Written { manuscript, .. } = original;
        manuscripts.insert(manuscript.language.clone(), Arc::new(manuscript));
    }
    Work { manuscripts }
}

/// Gives drafts without a day the newest day of the others, since no clock is read.
fn date_drafts(works: &mut BTreeMap<(Form, EcoString), Work>, problems: &mut Problems) {
    let texts = works.values().flat_map(|work| work.manuscripts.values());
    let newest = texts.map(|text| text.updated.map_or(text.date, |day| day.max(text.date))).max();
    let undated = works.values_mut().flat_map(|work| work.manuscripts.values_mut());
    let is_undated = |text: &&mut Arc<Manuscript>| {
        text.life.status == Status::Draft && text.date == Date::default()
    };
    for text in undated.filter(is_undated) {
        let Some(newest) = newest.filter(|day| *day != Date::default()) else {
            let message = "no text of the publication has a day";
            problems.push(
                Diagnostic::error(Code::MissingKey, Span::start_of(text.file), message)
                    .with_hint("add `date: YYYY-MM-DD` to its front matter"),
            );
            continue;
        };
        Arc::make_mut(text).date = newest;
    }
}

/// Writes down who approved the texts that wait for their time.
fn approve(works: &mut BTreeMap<(Form, EcoString), Work>, files: &Files, problems: &mut Problems) {
    let approvals = life::read_approvals(files, problems);
    for manuscript in works.values_mut().flat_map(|work| work.manuscripts.values_mut()) {
        if manuscript.life.status == Status::Approved {
            let place = Span::start_of(manuscript.file);
            let found = life::approved_by(place, files, &approvals, problems);
            Arc::make_mut(manuscript).life.approved_by = found;
        }
    }
    for Approval { text, .. } in &approvals {
        if files.find(&text.value).is_none() {
            let message = format!("there is no text `{}`", text.value);
            problems.push(
                Diagnostic::error(Code::BadValue, text.span, message)
                    .with_hint("delete the line, or write the path that the text has now"),
            );
        }
    }
}

/// Reports a file such as `finance.fr.md` of a publication that has no French.
fn undeclared_language(file: FileId, stem: &str, settings: &Settings) -> Option<Diagnostic> {
    let (name, tag) = stem.rsplit_once('.')?;
    if settings.language(tag).is_some() {
        return None;
    }
    let message = format!("the publication has no language `{tag}`");
    let declared = did_you_mean(tag, settings.tags());
    let hint = declared.unwrap_or_else(|| {
        format!(
            "add `{tag}` to `languages:` in `quipu.yaml`, or rename the file to `{}.md`",
            name.replace('.', "-")
        )
    });
    Some(Diagnostic::error(Code::BadLanguage, Span::start_of(file), message).with_hint(hint))
}

/// Splits `finance.es-419` into the id and the language; the first language needs no tag.
fn split_language<'a>(
    stem: &'a str,
    settings: &'a Settings,
) -> (&'a str, &'a crate::language::Language) {
    let tagged = stem.rsplit_once('.');
    let tagged = tagged.and_then(|(id, tag)| settings.language(tag).map(|language| (id, language)));
    tagged.unwrap_or((stem, &settings.languages[0]))
}

/// Looks at all pictures; those that cannot be shown are reported where a text shows them.
fn broken_pictures(
    files: &Files,
    assets: &BTreeMap<String, Bytes>,
) -> BTreeMap<String, picture::Fault> {
    const FOLDER: &str = "content/images/";
    let texts = files.below(FOLDER).map(|(_, file)| (&*file.path, file.text.as_bytes()));
    let others = assets.iter().filter(|(path, _)| path.starts_with(FOLDER));
    let pictures: Vec<_> =
        texts.chain(others.map(|(path, bytes)| (path.as_str(), &**bytes))).collect();
    let fault = |&(path, bytes): &(&str, &[u8])| {
        picture::check(path, bytes).err().map(|fault| (path.to_owned(), fault))
    };
    pictures.par_iter().filter_map(fault).collect()
}

/// Reports colours of what no dataset has.
fn refuse_colours(
    settings: &Settings,
    entities: &Entities,
    datasets: &BTreeMap<EcoString, Dataset>,
    problems: &mut Problems,
) {
    for (name, _) in &settings.colours {
        let rows = datasets.values().flat_map(|dataset| dataset.rows.iter().map(|row| &row.key));
        let columns =
            datasets.values().flat_map(|dataset| &dataset.columns).map(|column| &column.name);
        let ids = entities.iter().map(|(id, _)| id);
        let known: Vec<_> = rows.chain(columns).chain(ids).map(EcoString::as_str).collect();
        if known.contains(&name.value.as_str()) {
            continue;
        }
        let hint = did_you_mean(&name.value, known).unwrap_or_else(|| {
            "name an entity by its id, or a row or column as its dataset does".to_owned()
        });
        let message = format!("no entity, row or column is named `{}`", name.value);
        problems.push(Diagnostic::error(Code::BadValue, name.span, message).with_hint(hint));
    }
}

/// Reports files in `content/` that nothing reads.
fn refuse_strays(files: &Files, assets: &BTreeMap<String, Bytes>, problems: &mut Problems) {
    let texts = files.in_folder("content").map(|(_, file)| &*file.path);
    for path in texts.chain(assets.keys().map(String::as_str)) {
        let Some(hint) = stray(path) else { continue };
        let message = format!("nothing reads `{path}`");
        problems
            .push(Diagnostic::error_at_path(Code::UnexpectedFile, path, message).with_hint(hint));
    }
}

/// Returns what to do with a file that nothing reads; none if something does.
fn stray(path: &str) -> Option<&'static str> {
    let below = path.strip_prefix("content/")?;
    let extension = below.rsplit_once('.').map_or("", |(_, extension)| extension);
    let is_picture = below.starts_with("images/");
    let extension = if is_picture { extension.to_ascii_lowercase() } else { extension.to_owned() };
    let (folder, _) = below.split_once('/').unwrap_or(("", below));
    let (expected, hint) = match folder {
        "briefs" | "reports" | "pages" => (
            &["md"][..],
            "manuscripts end in `.md`, in small letters; put pictures into `content/images/`",
        ),
        "data" => {
            const ROWS: &[&str] =
                &["yaml", "csv", "tsv", "tab", "txt", "json", "xlsx", "xlsm", "xlsb", "xls", "ods"];
            (ROWS, "datasets end in `.yaml`; their rows may stand in CSV, TSV, JSON or a workbook")
        }
        "audiences" => (&["yaml"][..], "audiences end in `.yaml`"),
        "registers" => (&["yaml"][..], "registers end in `.yaml`"),
        "images" => (
            &["png", "jpg", "jpeg", "gif", "webp", "svg"][..],
            "pictures are PNG, JPEG, GIF, WebP or SVG",
        ),
        "maps" => (
            &["geojson", "topojson"][..],
            "outlines for maps are GeoJSON (`.geojson`) or TopoJSON (`.topojson`)",
        ),
        "static" => return None,
        "" if matches!(
            below,
            "approvals.yaml"
                | "sources.yaml"
                | "sources.bib"
                | "entities.yaml"
                | "glossary.yaml"
                | "translations.yaml"
                | "audit.yaml"
                | "values.yaml"
        ) =>
        {
            return None;
        }
        _ => (
            &[][..],
            "move it to `briefs/`, `reports/`, `pages/`, `data/`, `registers/`, `audiences/`, `images/`, `maps/` or `static/`",
        ),
    };
    (!expected.contains(&extension.as_str())).then_some(hint)
}

/// A search for blocks and spans that are meant for audiences which there are not.
struct Conditions<'p> {
    publication: &'p Publication,
    problems: &'p mut Problems,
}

impl Conditions<'_> {
    fn check(&mut self, attributes: &Attributes) {
        for name in Condition::of_attributes(attributes).names() {
            self.problems.extend(self.publication.audience(name).err());
        }
    }
}

impl<'a> Visit<'a> for Conditions<'_> {
    fn block(&mut self, block: &'a Block) {
        if let BlockKind::Div(attributes, _) = &block.kind {
            self.check(attributes);
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        if let InlineKind::Span(span) = &inline.kind {
            self.check(&span.attributes);
        }
        self.inlines(inline.kind.content());
    }
}

impl Publication {
    /// Returns this publication with other audiences, works and files.
    pub(crate) fn with(
        &self,
        audiences: Vec<Audience>,
        works: BTreeMap<(Form, EcoString), Work>,
        files: Files,
        assets: BTreeMap<String, Bytes>,
    ) -> Self {
        Self {
            settings: Arc::clone(&self.settings),
            audiences,
            entities: Arc::clone(&self.entities),
            glossary: Arc::clone(&self.glossary),
            datasets: Arc::clone(&self.datasets),
            unreadable: Arc::clone(&self.unreadable),
            values: Arc::clone(&self.values),
            lineage: Arc::clone(&self.lineage),
            registers: Arc::clone(&self.registers),
            sources: Arc::clone(&self.sources),
            waivers: Arc::clone(&self.waivers),
            works,
            files,
            assets,
            broken_pictures: Arc::clone(&self.broken_pictures),
            restrictions: Restrictions::default(),
            views: BTreeMap::new(),
        }
    }

    /// Settles which texts are out at the time of a build: those that are out in all languages.
    pub fn settle(&mut self, time: Time) {
        for view in self.views.values_mut() {
            view.settle(time);
        }
        for work in self.works.values_mut() {
            let is_out = |at| work.manuscripts.values().all(|text| text.life.is_out(at));
            let stage = match (is_out(time.now), is_out(time.at)) {
                (true, true) => Stage::Published,
                (_, true) => Stage::Due,
                (_, false) => Stage::Draft,
            };
            for manuscript in work.manuscripts.values_mut() {
                if manuscript.stage != stage {
                    Arc::make_mut(manuscript).stage = stage;
                }
            }
        }
    }

    /// Reports what no file can be blamed for alone: names that other files lack, and missing languages.
    fn check(&self, problems: &mut Problems) {
        let texts = self.settings.texts().chain(self.audiences.iter().flat_map(Audience::texts));
        // A publication of partial translations may hold data that a language never shows;
        // there, what an edition shows is checked when it is bound.
        let complete = self.settings.translations == Translations::Complete;
        let data = self.datasets.values().flat_map(Dataset::texts);
        let names = self.entities.iter().map(|(_, entity)| &entity.name);
        let registers = self.registers.iter().flat_map(register::texts);
        let terms = self.glossary.iter().flat_map(|(_, term)| term.texts());
        let shown = data.chain(registers).chain(names).chain(terms);
        for text in texts.chain(shown.filter(|_| complete)) {
            problems.extend(text.check(self.settings.tags()).err());
        }
        // Data and entities may be shared with publications that have further languages.
        for text in self.settings.texts().chain(self.audiences.iter().flat_map(Audience::texts)) {
            problems.extend(text.check_tags(self.settings.tags()).err());
        }
        let data = self.datasets.values().filter_map(|dataset| dataset.source.as_ref());
        let terms = self.glossary.iter().filter_map(|(_, term)| term.source.as_ref());
        for source in data.chain(terms) {
            if let Err(diagnostic) = self.sources.get(&source.key) {
                problems.push(diagnostic);
            }
        }
        let rows = self.datasets.values().flat_map(|dataset| &dataset.rows);
        for cell in rows.flat_map(|row| &row.cells) {
            if let Value::Source(key) = &cell.value {
                let found = self.sources.get(&Spanned::new(key.clone(), cell.span));
                problems.extend(found.err());
            }
        }
        for manuscript in self.works.values().flat_map(|work| work.manuscripts.values()) {
            for name in manuscript.audience.names() {
                problems.extend(self.audience(name).err());
            }
            let mut names = Conditions { publication: self, problems };
            manuscript.visit(&mut names);
        }
    }

    /// Returns what bound numbers may name.
    pub fn data(&self) -> Data<'_> {
        Data {
            datasets: &self.datasets,
            unreadable: &self.unreadable,
            entities: &self.entities,
            values: &self.values,
            lineage: &self.lineage,
            this: None,
            day: None,
        }
    }

    /// Reports data that are past their review on `today`, or else on the newest day that a text
    /// is of.
    pub fn check_vintage(&self, today: Option<Date>, stale: Stale, problems: &mut Problems) {
        let today = today.map(Today::Named).or_else(|| self.newest_day().map(Today::Newest));
        let Some(today) = today else { return };
        let datasets = self.datasets.values();
        problems.extend(datasets.filter_map(|dataset| vintage::check(dataset, today, stale)));
    }

    /// Returns the newest day that a text of the publication is of.
    pub fn newest_day(&self) -> Option<Date> {
        let manuscripts = self.works.values().flat_map(|work| work.manuscripts.values());
        manuscripts.map(|text| text.updated.map_or(text.date, |day| day.max(text.date))).max()
    }

    /// Returns the audience with this id.
    ///
    /// # Errors
    /// Reports an id that no audience has.
    pub fn audience(
        &self,
        name: &crate::base::span::Spanned<EcoString>,
    ) -> Result<&Audience, Diagnostic> {
        let found = self.audiences.iter().find(|audience| audience.id == name.value);
        found.ok_or_else(|| unknown_audience(name, &self.audiences))
    }

    /// Returns the path of a place's file.
    pub fn path_of<'a>(&'a self, place: &'a Place) -> &'a str {
        match place {
            Place::Text(span) => &self.files.get(span.file).path,
            Place::Path(path) => path,
        }
    }
}
