//! `quipu import`: projects of other programs become a publication that builds.
//!
//! ```text
//! folder ──project──> settings, order ──library──> texts, labels, addresses
//!        each text: ──passage──> Quipu's blocks ──markdown──> headings, links, pictures
//!        all: written ──mend──> what is still refused is shown as it is
//! ```
//!
//! Nothing is lost: what cannot be translated stays in the text, visible, with a mark that
//! says why, and is listed with its place at the end ([`Report`]).

mod admonition;
mod attributes;
mod bibliography;
mod columns;
mod construct;
mod dataset;
mod date;
mod edits;
mod enclosed;
mod fence;
mod figure;
mod finding;
mod folder;
mod glyphs;
mod html;
mod inline;
mod kramdown;
mod labels;
mod library;
mod links;
mod literal;
mod markdown;
mod matter;
mod mend;
mod original;
mod outline;
mod passage;
mod prepared;
mod project;
mod publication;
mod redirects;
mod report;
mod rows;
mod tables;
mod tags;
mod template;
mod todo;
mod trial;
mod value;
mod word;

use std::path::Path;

use jiff::civil::Date;

pub use report::Report;

use crate::base::files;
use crate::engine::Pdfs;
use crate::tools::scaffold::{Refusal, refuse_within};

/// What to import.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// The project: a folder, or a single file.
    pub from: &'a Path,
    /// Where the publication is made: a folder that is empty or does not exist yet.
    pub to: &'a Path,
    /// The date of texts that give none.
    pub today: Date,
    /// Whether PDFs are tried too.
    pub pdfs: Pdfs,
}

/// The extensions of texts.
const TEXTS: &[&str] = &["md", "markdown", "mdown", "qmd", "rmd", "mdx"];

/// Whether a file is a text, by its extension.
fn is_text(path: &str) -> bool {
    has_extension(path, TEXTS)
}

/// Whether the name of a file ends in one of these extensions, in upper or lower case.
fn has_extension(path: &str, extensions: &[&str]) -> bool {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_lowercase());
    extension.is_some_and(|extension| extensions.contains(&extension.as_str()))
}

/// Imports a project.
///
/// # Errors
/// Refuses a project without texts and a folder that is not empty; passes on what the system refuses.
pub fn import(request: &Request<'_>) -> Result<Report, Refusal> {
    refuse_within(request.to)?;
    let folder = folder::Folder::open(request.from)?;
    let entry =
        files::first_entry(request.to).map_err(|error| Refusal::Io(request.to.into(), error))?;
    if let Some(entry) = entry {
        let message = format!("`{}` is not empty: it contains `{entry}`", request.to.display());
        return Err(Refusal::misuse(message, "name a folder that does not exist yet with `--to`"));
    }
    let project = project::Project::read(&folder);
    let mut library = library::Library::read(&project, &folder, request.today);
    if library.documents.is_empty()
        && let Some((path, reason)) = folder.damaged().first()
    {
        return Err(Refusal::misuse(
            format!("`{path}` cannot be read as a Word document: {reason}"),
            "open it in Word, and save it again",
        ));
    }
    if library.documents.is_empty() {
        let message = format!("`{}` has no text to import", request.from.display());
        return Err(Refusal::misuse(
            message,
            "name the folder of a project, such as one with Markdown files",
        ));
    }
    let bibliography = bibliography::read(&folder);
    library.sources.clone_from(&bibliography.keys);
    let mut publication = publication::Publication::new(&library, bibliography);
    publication.write(request.to)?;
    let originals = original::Originals::new(&library);
    // Pages take a fraction of the time of PDFs, and reveal most problems.
    let mut unbuilt = mend::mend(request.to, (&mut publication.texts, &originals), Pdfs::Skipped)?;
    if request.pdfs == Pdfs::Made {
        unbuilt.extend(mend::mend(request.to, (&mut publication.texts, &originals), Pdfs::Made)?);
    }
    report::finish(&library, publication, unbuilt, request.to)
}
