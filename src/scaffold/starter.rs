//! Starters: files with the names and languages of a publication, to be filled in.

use std::path::Path;

use jiff::civil::Date;

use super::{Kind, Name, Refusal, read};
use crate::commit;
use crate::files::Bytes;
use crate::publication::Publication;
use crate::tree::Form;

/// What to make.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The folder that holds `quipu.yaml`.
    pub root: &'a Path,
    /// What it is.
    pub kind: Kind,
    /// Its name.
    pub name: Name,
    /// The day of publication of a brief or report.
    pub date: Date,
}

/// Makes a starter, and returns the paths of its files below the publication's root.
///
/// A brief or report has a file for each language of the publication, since one that
/// lacks a language may be an error.
///
/// # Errors
/// Refuses to replace a file, and a folder without a usable `quipu.yaml`.
pub fn make(order: &Order<'_>) -> Result<Vec<String>, Refusal> {
    let publication = read(order.root)?.publication;
    let text = fill(starter(order.kind), order, &publication);
    let bytes = Bytes::Owned(text.into_bytes());
    let mut tags = vec![None];
    if order.kind.is_translated() {
        tags.extend(publication.settings.tags().skip(1).map(Some));
    }
    let paths = tags.into_iter().map(|tag| order.kind.path(&order.name, tag));
    let files: Vec<_> = paths.map(|path| (path, bytes.clone())).collect();
    commit::add(order.root, &files)?;
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn starter(kind: Kind) -> &'static str {
    match kind {
        Kind::Brief => include_str!("starters/brief.md"),
        Kind::Report => include_str!("starters/report.md"),
        Kind::Dataset => include_str!("starters/dataset.yaml"),
        Kind::Audience => include_str!("starters/audience.yaml"),
        Kind::Theme => include_str!("starters/theme.yaml"),
    }
}

/// Puts the names of the publication into a starter.
fn fill(starter: &str, order: &Order<'_>, publication: &Publication) -> String {
    let title = match order.kind {
        Kind::Dataset | Kind::Audience => in_all_languages(&order.name.title(), publication),
        Kind::Brief | Kind::Report | Kind::Theme => format!("\"{}\"", order.name.title()),
    };
    let audiences = publication.audiences.iter().map(|audience| audience.id.as_str());
    starter
        .replace("@NAME@", &order.name.to_string())
        .replace("@TITLE@", &title)
        .replace("@DATE@", &order.date.to_string())
        .replace("@AUDIENCES@", &list(audiences, "investor"))
        .replace("@BRIEFS@", &list(ids(publication, Form::Brief), "none yet"))
        .replace("@REPORTS@", &list(ids(publication, Form::Report), "first-report"))
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
    match tags[..] {
        [_] => format!("\"{text}\""),
        _ => {
            let texts: Vec<_> = tags.iter().map(|tag| format!("{tag}: \"{text}\"")).collect();
            format!("{{{}}}", texts.join(", "))
        }
    }
}
