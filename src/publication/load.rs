//! Reading a publication: each kind of file in turn, then files of unknown kinds.

use std::collections::BTreeMap;
use std::sync::Arc;

use ecow::EcoString;
use rayon::prelude::*;

use super::ground::Ground;
use super::memory::{Key, Memory, View};
use super::{Publication, Unloadable, glossary, profiles, restriction, views, waiver};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Bytes, Files, Reading, TextFile};
use crate::base::reads::Noted;
use crate::base::span::{FileId, Span};
use crate::base::yaml;
use crate::data::Dataset;
use crate::data::dataset::Datasets;
use crate::data::derive;
use crate::data::register::{Evidence, Registers};
use crate::data::values::{self, Values};
use crate::publication::audience::Audience;
use crate::publication::entity::Entities;
use crate::publication::glossary::Glossary;
use crate::publication::localized::Localized;
use crate::publication::settings::Settings;
use crate::publication::sources::Sources;
use crate::publication::waiver::Waivers;
use crate::publication::works::{Texts, approve, read_works};
use crate::tree::Form;

/// Turns the files of a publication into typed values.
///
/// # Errors
/// Returns the files if `quipu.yaml` is missing or unusable. All other mistakes
/// are added to `problems`, and what could be read is returned.
pub fn load(reading: Reading, problems: &mut Problems) -> Result<Publication, Box<Unloadable>> {
    load_again(reading, &Memory::default(), problems)
}

/// Turns files into typed values as [`load`] does; what has not changed since the last time is not read anew.
///
/// # Errors
/// As [`load`].
pub(crate) fn load_again(
    reading: Reading,
    memory: &Memory,
    problems: &mut Problems,
) -> Result<Publication, Box<Unloadable>> {
    views::load(reading, memory, problems)
}

/// Turns files into typed values, without the parts that they hide; `memory` is that of this view of them.
pub(super) fn read(
    reading: Reading,
    memory: &View,
    problems: &mut Problems,
) -> Result<Publication, Box<Unloadable>> {
    let Reading { texts: mut files, mut assets, problems: found, known, .. } = reading;
    problems.extend(found);
    let key = Key::of(&files, &assets, known);
    let ground = memory.ground(&key);
    let ground = if let Some(ground) = ground {
        assets.extend(ground.installed.clone());
        ground
    } else {
        let Some(ground) = Ground::read(&mut files, &mut assets, problems).map(Arc::new) else {
            return Err(Box::new(Unloadable { files }));
        };
        memory.keep_ground(&key, &ground);
        ground
    };
    problems.extend(ground.problems.clone());
    super::inclusions::find(&mut files, (&ground.settings, &ground.entities), problems);
    let prefixes = ground.registers.prefixes();
    let texts = Texts { files: &files, settings: &ground.settings, prefixes: &prefixes };
    let mut works = read_works(texts, (memory, &key), problems);
    restriction::settle(&mut works, problems);
    profiles::settle(&mut works, (ground.data(), &files), problems);
    works.extend(ground.registers.works(&ground.settings, &ground.entities));
    approve(&mut works, &files, problems);
    super::bundle::settle(&mut works, &ground.bundles, problems);
    let mut publication = ground.publication(works, files, assets);
    publication.ground = key.ground;
    publication.check(problems);
    publication.values.check(publication.data(), problems);
    restriction::check(&publication, problems);
    Ok(publication)
}

pub(super) fn parse(file: FileId, files: &Files, problems: &mut Problems) -> Option<yaml::Node> {
    problems.keep(yaml::parse(files, files.whole(file)))
}

pub(super) fn read_settings(files: &Files, problems: &mut Problems) -> Option<Settings> {
    let node = parse(files.find("quipu.yaml")?, files, problems)?;
    Settings::read(&node, problems)
}

pub(super) fn read_entities(files: &Files, problems: &mut Problems) -> Entities {
    let file = files.find(crate::publication::entity::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Entities::read(&node, problems)).unwrap_or_default()
}

pub(super) fn read_sources(files: &Files, problems: &mut Problems) -> Sources {
    let mut sources = match files.find("content/sources.yaml") {
        Some(file) => Sources::read(file, files, problems),
        None => Sources::default(),
    };
    if let Some(file) = files.find("content/sources.bib") {
        sources.read_bib(file, files, problems);
    }
    if let Some(file) = files.find("content/sources.json") {
        sources.read_csl(file, files, problems);
    }
    sources
}

pub(super) fn read_glossary(files: &Files, problems: &mut Problems) -> Glossary {
    let file = files.find(glossary::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Glossary::read(&node, problems)).unwrap_or_default()
}

pub(super) fn read_values(files: &Files, problems: &mut Problems) -> Values {
    let file = files.find(values::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Values::read(&node, problems)).unwrap_or_default()
}

/// Returns the datasets as readers see them: the same ones, if none is closed.
pub(super) fn told(datasets: &Arc<Datasets>) -> Arc<Datasets> {
    if !datasets.values().any(|dataset| dataset.access.is_closed()) {
        return Arc::clone(datasets);
    }
    let told =
        datasets.iter().map(|(id, dataset)| (id.clone(), Noted::new(dataset.file, dataset.told())));
    Arc::new(told.collect())
}

pub(super) fn read_waivers(files: &Files, problems: &mut Problems) -> Waivers {
    let file = files.find(waiver::PATH);
    let node = file.and_then(|file| parse(file, files, problems));
    node.map(|node| Waivers::read(&node, problems)).unwrap_or_default()
}

/// Returns the name of a file below `folder`, without extension.
pub(super) fn stem<'a>(file: &'a TextFile, folder: &str, extension: &str) -> Option<&'a str> {
    file.path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(extension)
}

pub(super) fn read_audiences(
    files: &Files,
    settings: &Settings,
    problems: &mut Problems,
) -> Vec<Audience> {
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

/// Returns the diagnostic for several audiences without a default.
pub(super) fn no_default(audiences: &[Audience], settings: Span) -> Diagnostic {
    let ids: Vec<_> = audiences.iter().map(|audience| format!("`{}`", audience.id)).collect();
    let message = "it is unclear whose edition everybody sees at the root of the site";
    Diagnostic::error(Code::MissingKey, settings, message)
        .lacking("default_audience")
        .with_hint(format!("add a line `default_audience: …` with one of {}", ids.join(", ")))
}

pub(super) fn unknown_audience(
    name: &crate::base::span::Spanned<EcoString>,
    audiences: &[Audience],
) -> Diagnostic {
    let known = audiences.iter().map(|audience| audience.id.as_str());
    let is_called = |audience: &&Audience| {
        let wanted = name.value.to_lowercase();
        let mut names = audience.name.iter().flat_map(Localized::all);
        names.any(|own| own.to_lowercase() == wanted)
    };
    let by_name = audiences.iter().find(is_called);
    let hint = by_name
        .map(|audience| format!("did you mean `{}`?", audience.id))
        .or_else(|| did_you_mean(&name.value, known))
        .unwrap_or_else(|| {
            let is_id = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            let ids: Vec<_> = audiences.iter().map(|audience| audience.id.as_str()).collect();
            if name.value.chars().all(is_id) {
                format!("add `content/audiences/{}.yaml`", name.value)
            } else {
                format!("the audiences are {}", yaml::quoted_list(&ids))
            }
        });
    let message = format!("no audience is named `{}`", name.value);
    Diagnostic::error(Code::UnknownAudience, name.span, message)
        .lacking(name.value.as_str())
        .with_hint(hint)
}

pub(super) fn read_datasets(
    files: &Files,
    entities: &Entities,
    problems: &mut Problems,
) -> (Datasets, BTreeMap<EcoString, Diagnostic>) {
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
    let mut datasets = Datasets::new();
    let mut unreadable = BTreeMap::new();
    for (name, dataset, found) in described.par_iter().map(read).collect::<Vec<_>>() {
        match dataset {
            Some(dataset) => _ = datasets.insert(name, Noted::new(dataset.file, dataset)),
            None => unreadable.extend(found.first_error().cloned().map(|error| (name, error))),
        }
        problems.extend(found);
    }
    (datasets, unreadable)
}

/// Returns the data files that describe derived datasets.
pub(super) fn derived_files(files: &Files) -> Vec<(EcoString, FileId)> {
    const FOLDER: &str = "content/data";
    let described = files.in_folder(FOLDER).filter(|(id, _)| derive::is_derived(files, *id));
    described.filter_map(|(id, file)| Some((stem(file, FOLDER, ".yaml")?.into(), id))).collect()
}

/// Adds the registers to the datasets, where bound numbers and tables find them.
pub(super) fn add_registers(
    registers: &Registers,
    entities: &Entities,
    datasets: &mut Datasets,
    problems: &mut Problems,
) {
    for dataset in registers.datasets(entities, Evidence::Unnamed) {
        let Some(other) = datasets.get(&dataset.id) else {
            datasets.insert(dataset.id.clone(), Noted::new(dataset.file, dataset));
            continue;
        };
        let message = format!("a register and a dataset are both named `{}`", dataset.id);
        problems.push(
            Diagnostic::error(Code::NameTaken, Span::start_of(dataset.file), message)
                .with_related(Span::start_of(other.file), "the dataset")
                .with_hint("rename one of the files"),
        );
    }
}

/// Has the datasets of registers name the briefs that are evidence, once what is derived from them is made.
pub(super) fn name_evidence(registers: &Registers, entities: &Entities, datasets: &mut Datasets) {
    for dataset in registers.datasets(entities, Evidence::Named) {
        if datasets.get(&dataset.id).is_some_and(|known| known.file == dataset.file) {
            datasets.insert(dataset.id.clone(), Noted::new(dataset.file, dataset));
        }
    }
}

/// Reports colours for names that no dataset has.
pub(super) fn refuse_colours(
    settings: &Settings,
    entities: &Entities,
    datasets: &Datasets,
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
            "write an entity by its id, or a row or column as its dataset does".to_owned()
        });
        let message = format!("no entity, row or column is named `{}`", name.value);
        problems.push(Diagnostic::error(Code::BadValue, name.span, message).with_hint(hint));
    }
}

/// Reports files in `content/` that nothing reads.
pub(super) fn refuse_unread(
    files: &Files,
    assets: &BTreeMap<String, Bytes>,
    problems: &mut Problems,
) {
    let texts = files.in_folder("content").map(|(_, file)| &*file.path);
    let is_sheet =
        |path: &&str| path.split_once('#').is_some_and(|(book, _)| assets.contains_key(book));
    let texts = texts.filter(|path| !is_sheet(path));
    for path in texts.chain(assets.keys().map(String::as_str)) {
        problems.extend(refuse_name(path));
        let Some(hint) = stray(path) else { continue };
        let hint = renamed(path).unwrap_or_else(|| hint.to_owned());
        let message = format!("nothing reads `{path}`");
        problems
            .push(Diagnostic::error_at_path(Code::UnexpectedFile, path, message).with_hint(hint));
    }
}

/// Reports a dataset, a register or an audience whose name no text can write and no address can hold.
fn refuse_name(path: &str) -> Option<Diagnostic> {
    let folders = ["content/data/", "content/registers/", "content/audiences/"];
    let name =
        folders.iter().find_map(|folder| path.strip_prefix(folder))?.strip_suffix(".yaml")?;
    let is_usual = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
    if name.chars().all(is_usual) {
        return None;
    }
    let usual = name.replace(|c: char| !is_usual(c), "-");
    let message = format!("`{name}` is what texts and addresses would call it, and they cannot");
    Some(
        Diagnostic::error_at_path(Code::UnexpectedFile, path, message)
            .with_hint(format!("rename it to `{usual}.yaml`")),
    )
}

/// Says how a file is named whose extension only differs from that of its folder in spelling.
fn renamed(path: &str) -> Option<String> {
    let (stem, extension) = path.rsplit_once('.')?;
    let lower = extension.to_ascii_lowercase();
    let right = match lower.as_str() {
        "yml" => "yaml",
        "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => "md",
        same => same,
    };
    let name = format!("{stem}.{right}");
    (right != extension && stray(&name).is_none()).then(|| {
        let name = name.rsplit('/').next().unwrap_or(&name);
        format!("rename it to `{name}`")
    })
}

/// Returns what to do with a file that nothing reads; none if something does.
pub(super) fn stray(path: &str) -> Option<&'static str> {
    let below = path.strip_prefix("content/")?;
    let extension = below.rsplit_once('.').map_or("", |(_, extension)| extension);
    // Rows are named with the extension that they have; a dataset is named by its file.
    let is_any_case = below.starts_with("images/")
        || below.starts_with("data/") && !extension.eq_ignore_ascii_case("yaml");
    let extension = if is_any_case { extension.to_ascii_lowercase() } else { extension.to_owned() };
    let (folder, _) = below.split_once('/').unwrap_or(("", below));
    let (expected, hint) = match folder {
        written if Form::of_folder(written).is_some() => (
            &["md"][..],
            "manuscripts end in `.md`, in lower case; put pictures into `content/images/`",
        ),
        "data" => {
            const ROWS: &[&str] = &[
                "yaml", "csv", "tsv", "tab", "txt", "json", "xlsx", "xlsm", "xlsb", "xls", "ods",
                "parquet",
            ];
            (
                ROWS,
                "datasets end in `.yaml`; their rows may be in CSV, TSV, JSON, Parquet or a workbook",
            )
        }
        "includes" => (&["md"][..], "texts that others include end in `.md`"),
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
                | "sources.json"
                | "entities.yaml"
                | "glossary.yaml"
                | "translations.yaml"
                | "corrections.yaml"
                | "bundles.yaml"
                | "audit.yaml"
                | "values.yaml"
        ) =>
        {
            return None;
        }
        _ => (
            &[][..],
            "move it to `briefs/`, `reports/`, `pages/`, `data/`, `registers/`, `audiences/`, `includes/`, `images/`, `maps/` or `static/`",
        ),
    };
    (!expected.contains(&extension.as_str())).then_some(hint)
}
