//! `quipu export`: files for other programs, made apart from the build, of the same publication.
//!
//! ```text
//! load ──> session ──> EXPORT ──> sheet ──> XLSX, ODS: the data
//!                         ├────> word ───> DOCX: editions, for people who write in Word
//!                         └────> raster ─> PNG: charts, for slides
//! ```
//!
//! Nothing is written here: the files go back to the caller, who says where they belong.

mod data;
mod editions;
mod figures;

use std::path::Path;

use jiff::Timestamp;

use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::{Bytes, Files};
use crate::engine::inspect::projected;
use crate::engine::load::{Failure, load_at};
use crate::engine::proof::{Guard, Secrets};
use crate::engine::session::{Purpose, Session};
use crate::language::Language;
use crate::plan::Site;
use crate::projection::{Drafts, Shelf};
use crate::publication::Publication;
use crate::render::sheet;

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct ExportOrder<'a> {
    /// The folder that holds `quipu.yaml`.
    pub root: &'a Path,
    /// The format.
    pub format: Format,
    /// The dataset or register, or the work of documents and charts; the whole publication if none.
    pub name: Option<&'a str>,
    /// The audience; the default one if none.
    pub audience: Option<&'a str>,
    /// Whether documents are made for reviewers.
    pub review: ReviewCopy,
    /// The language; all of the publication if none.
    pub language: Option<&'a str>,
    /// The time at which it is made: data of bundles that come out later are left out.
    pub at: Timestamp,
}

/// Whether documents are made for reviewers: with numbered lines, remarks in the margin, a note
/// on the version, and tracking of changes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewCopy {
    /// They are.
    Asked,
    /// They are for readers.
    Unasked,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The data as a workbook of Excel.
    Xlsx,
    /// The data as a workbook that LibreOffice and others open.
    Ods,
    /// Editions as documents of Word.
    Docx,
    /// The charts of editions as pictures.
    Png,
}

impl Format {
    /// Returns the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
            Self::Docx => "docx",
            Self::Png => "png",
        }
    }
}

/// The files that were made.
#[derive(Debug)]
pub struct Exported {
    /// The files, by their names.
    pub made: Vec<(String, Bytes)>,
    /// What someone should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Makes the files of an order.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, names of the order that
/// it does not have, or the first I/O error.
pub fn export(order: ExportOrder<'_>) -> Result<Exported, Failure> {
    let (publication, mut problems) = load_at(order.root, order.at)?;
    let shelves = projected(&publication, Drafts::Hidden, &mut problems);
    let mut made = Vec::new();
    // What is exported is what one audience reads: the default one, or that of the order.
    let shelf = match order.audience {
        None => shelves.first(),
        Some(name) => shelves.iter().find(|shelf| has(shelf, name)),
    };
    if let Some(name) = order.audience.filter(|_| shelf.is_none()) {
        let known = publication.audiences.iter().map(|audience| audience.id.as_str());
        let message = format!("no audience is named `{name}`");
        problems.push(
            Diagnostic::error_at_path(Code::UnknownAudience, "content/audiences", message)
                .with_hint(one_of(name, known)),
        );
    }
    if let Some(shelf) = shelf
        && let Some(session) = Session::new(shelf, Purpose::Reading, &mut problems)
    {
        let shop = Shop { order, session: &session, publication: &publication };
        made = shop.make(&mut problems);
        shop.refuse_leaks(&made, &mut problems);
    }
    drop(shelves);
    if problems.has_errors() {
        return Err(Failure::Refused(problems.into_sorted(), publication.files));
    }
    let made = made.into_iter().map(|(name, bytes)| (name, Bytes::from(bytes))).collect();
    Ok(Exported { made, warnings: problems.into_sorted(), files: publication.files })
}

/// What all formats are made from.
struct Shop<'a> {
    order: ExportOrder<'a>,
    session: &'a Session<'a>,
    /// The whole, for what authors are told.
    publication: &'a Publication,
}

/// Whether the audience reads the editions of a shelf.
fn has(shelf: &Shelf, audience: &str) -> bool {
    shelf.projections.iter().any(|projection| projection.audience.id == audience)
}

impl<'a> Shop<'a> {
    fn make(&self, problems: &mut Problems) -> Vec<(String, Vec<u8>)> {
        let Some(sites) = problems.keep(self.sites()) else { return Vec::new() };
        match self.order.format {
            Format::Xlsx => self.data(sheet::xlsx, &sites, problems),
            Format::Ods => self.data(sheet::ods, &sites, problems),
            Format::Docx => self.documents(&sites, problems),
            Format::Png => self.charts(&sites, problems),
        }
    }

    /// Reports what is not for the audience of the order and stands in a file for it nevertheless. Those who export read
    /// drafts.
    fn refuse_leaks(&self, made: &[(String, Vec<u8>)], problems: &mut Problems) {
        let secrets = Secrets::new(self.publication, Drafts::Shown);
        let guard = Guard::of_exports(&secrets);
        for (name, bytes) in made {
            guard.look_as(self.audience(), name, bytes);
        }
        guard.report(problems);
    }

    /// Returns the audience of the order.
    fn audience(&self) -> &str {
        self.order.audience.unwrap_or(&self.session.plan.sites[0].audience.id)
    }

    /// Returns the sites of the audience in the languages of the order.
    fn sites(&self) -> Result<Vec<Site<'a>>, Diagnostic> {
        let sites = &self.session.plan.sites;
        let audience = self.audience();
        let of_default = sites.iter().filter(|site| site.audience.id == audience);
        let Some(tag) = self.order.language else { return Ok(of_default.copied().collect()) };
        let found = of_default.clone().find(|site| site.language.tag == tag);
        found.map(|site| vec![*site]).ok_or_else(|| {
            let message = format!("the publication has no language `{tag}`");
            let known = of_default.map(|site| site.language.tag.as_str());
            Diagnostic::error_at_path(Code::BadLanguage, "quipu.yaml", message)
                .with_hint(one_of(tag, known))
        })
    }

    /// Names a file: that of the first language needs no tag.
    fn file_name(&self, stem: &str, language: &Language) -> String {
        let extension = self.order.format.extension();
        let first = &self.session.plan.sites[0].language.tag;
        if language.tag == *first {
            format!("{stem}.{extension}")
        } else {
            format!("{stem}.{}.{extension}", language.tag)
        }
    }
}

/// Returns the hint for an unknown name: the nearest name, or all names.
fn one_of<'n>(name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    did_you_mean(name, known.clone()).unwrap_or_else(|| {
        let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
        format!("it has {}", known.join(", "))
    })
}
