//! Starter files, with the names and languages of a publication, to be completed.

use std::ops::Deref;
use std::path::Path;

use ecow::eco_format;
use jiff::civil::Date;

use super::describe::{self, Described};
use super::{Kind, Name, Refusal, read};
use crate::base::files::Bytes;
use crate::base::reads::Noted;
use crate::data::Dataset;
use crate::data::dataset::ColumnKind;
use crate::data::register::TAKEN;
use crate::engine::commit;
use crate::publication::Publication;
use crate::publication::entity::{Entity, Member};
use crate::tree::Form;

/// What to make.
#[derive(Debug, Clone)]
pub struct StarterOrder<'a> {
    /// The folder that holds `quipu.yaml`.
    pub root: &'a Path,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
    /// The day of publication of a brief or report, or of the revision of a register.
    pub date: Date,
    /// The file of rows that a dataset describes.
    pub from: Option<&'a Path>,
}

/// Makes a starter, and returns the paths of its files below the publication's root.
///
/// A brief or report has a file for each language of the publication, since one that
/// lacks a language may be an error.
///
/// # Errors
/// Refuses to replace a file, and a folder without a usable `quipu.yaml`.
pub fn make(order: &StarterOrder<'_>) -> Result<Vec<String>, Refusal> {
    let publication = read(order.root)?.publication;
    refuse_namesake(order, &publication)?;
    if let Some(from) = order.from {
        return describe(order, from);
    }
    if order.kind == Kind::Translation {
        return super::translated::make(order.root, &order.name, &publication);
    }
    if order.kind == Kind::Profile && scope(&publication).is_none() {
        return Err(Refusal::misuse(
            "a profile is written for each of several entities, but there are none",
            "add some to `content/entities.yaml`, such as `peru: {name: Peru}`",
        ));
    }
    let filled = |starter| Bytes::from(fill(starter, order, &publication).into_bytes());
    let mut files = vec![(order.kind.path(&order.name, None), filled(starter(order.kind)))];
    if order.kind.is_translated() {
        let translation = filled(translation(order.kind));
        let tags = publication.settings.tags().skip(1);
        let paths = tags.map(|tag| order.kind.path(&order.name, Some(tag)));
        files.extend(paths.map(|path| (path, translation.clone())));
    }
    commit::add(order.root, &files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Makes a dataset that describes a file of rows, which is copied beside it if it lies elsewhere.
fn describe(order: &StarterOrder<'_>, from: &Path) -> Result<Vec<String>, Refusal> {
    if order.kind != Kind::Dataset {
        let message = "only datasets can be made from a file of rows";
        return Err(Refusal::misuse(message, "write `quipu new dataset NAME --from FILE`"));
    }
    let Described { file, bytes, yaml } = describe::read(&order.name.title(), from)?;
    let mut files = vec![(order.kind.path(&order.name, None), Bytes::from(yaml.into_bytes()))];
    let beside = format!("content/data/{file}");
    let is_there = order.root.join(&beside).canonicalize().ok().zip(from.canonicalize().ok());
    if is_there.is_none_or(|(there, from)| there != from) {
        files.push((beside, Bytes::from(bytes)));
    }
    commit::add(order.root, &files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// Says in which reports a new brief has to be listed to be a chapter; nothing for other kinds.
///
/// # Errors
/// Refuses a folder without a usable `quipu.yaml`.
pub fn listing(order: &StarterOrder<'_>) -> Result<Option<String>, Refusal> {
    if order.kind != Kind::Brief {
        return Ok(None);
    }
    let publication = read(order.root)?.publication;
    let reports = ids(&publication, Form::Report).map(|id| format!("content/reports/{id}.md"));
    let reports: Vec<_> = reports.collect();
    if reports.is_empty() {
        return Ok(None);
    }
    let reports = reports.join(" or ");
    Ok(Some(format!("to make it a chapter, list `{}` under `briefs:` in {reports}", order.name)))
}

/// Refuses a second dataset of one name: registers are datasets too, in another folder.
fn refuse_namesake(order: &StarterOrder<'_>, publication: &Publication) -> Result<(), Refusal> {
    let name = order.name.to_string();
    let Some(dataset) = publication.datasets.get(name.as_str()) else { return Ok(()) };
    if !matches!(order.kind, Kind::Dataset | Kind::Register) {
        return Ok(());
    }
    let path = &publication.files.get(dataset.file).path;
    let message = format!("`{path}` already has the name `{name}`");
    Err(Refusal::misuse(
        message,
        "choose another; a register can also be used as a dataset of its name",
    ))
}

fn starter(kind: Kind) -> &'static str {
    match kind {
        Kind::Brief => include_str!("starters/brief.md"),
        Kind::Profile => include_str!("starters/profile.md"),
        Kind::Report => include_str!("starters/report.md"),
        Kind::Dataset => include_str!("starters/dataset.yaml"),
        Kind::Register => include_str!("starters/register.yaml"),
        Kind::Audience => include_str!("starters/audience.yaml"),
        Kind::Theme => include_str!("starters/theme.yaml"),
        Kind::Translation => include_str!("starters/translation.md"),
    }
}

/// Returns the starter of a translation, which contains only what is different.
fn translation(kind: Kind) -> &'static str {
    match kind {
        Kind::Brief => include_str!("starters/translation.md"),
        Kind::Report => include_str!("starters/translation-report.md"),
        Kind::Profile
        | Kind::Dataset
        | Kind::Register
        | Kind::Audience
        | Kind::Theme
        | Kind::Translation => starter(kind),
    }
}

/// Puts the names of the publication into a starter.
fn fill(starter: &str, order: &StarterOrder<'_>, publication: &Publication) -> String {
    let localized = |text: &str| in_all_languages(text, publication);
    // A manuscript is in one language, and a theme is named for its makers alone.
    let title = match order.kind {
        Kind::Brief | Kind::Profile | Kind::Report | Kind::Theme | Kind::Translation => {
            format!("\"{}\"", order.name.title())
        }
        Kind::Dataset | Kind::Register | Kind::Audience => localized(&order.name.title()),
    };
    let audiences = publication.audiences.iter().map(|audience| audience.id.as_str());
    starter
        .replace("@NAME@", &order.name.to_string())
        .replace("@TITLE@", &title)
        .replace("@PREFIX@", &prefix(&order.name, publication))
        .replace("@ENTRY@", &localized("Entry"))
        .replace("@OPEN@", &localized("open"))
        .replace("@DONE@", &localized("done"))
        .replace("@SCOPE@", &scope(publication).unwrap_or_default())
        .replace("@DATE@", &order.date.to_string())
        .replace("@AUDIENCES@", &list(audiences, "investor"))
        .replace("@DATASET@", publication.datasets.keys().next().map_or("ports", |id| id.as_str()))
        .replace("@COLUMN@", number_column(publication).unwrap_or("2024"))
        .replace("@BRIEFS@", &list(ids(publication, Form::Brief), "none yet"))
        .replace("@REPORTS@", &list(ids(publication, Form::Report), "first-report"))
}

/// Returns entities that a new text may be written for: the members of a bloc on any day, or the
/// entities of a dataset, or all; empty if there are none.
fn scope(publication: &Publication) -> Option<String> {
    let entities = &publication.entities;
    let is_bloc = |entity: &Entity| {
        !entity.members.is_empty() && !entity.members.iter().any(Member::is_dated)
    };
    if let Some((bloc, _)) = entities.iter().find(|(_, entity)| is_bloc(entity)) {
        return Some(format!("\"@{bloc}\""));
    }
    let is_of_entities = |dataset: &&Dataset| {
        dataset.columns[dataset.key].kind == ColumnKind::Entity && !dataset.rows.is_empty()
    };
    if let Some(dataset) = publication.datasets.values().map(Noted::deref).find(is_of_entities) {
        return Some(format!("\"{}[*]\"", dataset.id));
    }
    let ids: Vec<_> = entities.iter().map(|(id, _)| id.as_str()).collect();
    (!ids.is_empty()).then(|| format!("[{}]", ids.join(", ")))
}

/// Returns what references to the entries of a new register may begin with.
fn prefix(name: &Name, publication: &Publication) -> String {
    let taken = publication.registers.prefixes();
    let base = name.to_string().replace('-', "");
    let numbered = (2..).map(|number| format!("{base}{number}"));
    let mut candidates = std::iter::once(base.clone()).chain(numbered);
    let is_free = |prefix: &String| {
        !TAKEN.contains(&prefix.as_str()) && !taken.contains(&eco_format!("{prefix}-"))
    };
    candidates.find(is_free).unwrap_or(base)
}

/// Returns a column with figures of the first dataset, for examples that can be pasted.
fn number_column(publication: &Publication) -> Option<&str> {
    let dataset = publication.datasets.values().next()?;
    let column = dataset.columns.iter().find(|column| column.kind == ColumnKind::Number)?;
    Some(&column.name)
}

fn ids(publication: &Publication, wanted: Form) -> impl Iterator<Item = &str> {
    let works = publication.works.keys();
    works.filter(move |(form, _)| *form == wanted).map(|(_, id)| id.as_str())
}

fn list<'a>(names: impl Iterator<Item = &'a str>, fallback: &str) -> String {
    let names: Vec<_> = names.collect();
    if names.is_empty() { fallback.to_owned() } else { names.join(", ") }
}

/// Returns a text as YAML that has it in each language of the publication.
fn in_all_languages(text: &str, publication: &Publication) -> String {
    let tags: Vec<_> = publication.settings.tags().collect();
    if tags.len() == 1 {
        return format!("\"{text}\"");
    }
    let texts: Vec<_> = tags.iter().map(|tag| format!("{tag}: \"{text}\"")).collect();
    format!("{{{}}}", texts.join(", "))
}
