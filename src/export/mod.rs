//! `quipu export`: files for other programs, made beside the build and from the same publication.
//!
//! ```text
//! load ──> plan ──> EXPORT ──> sheet ──> XLSX, ODS: the data
//! ```
//!
//! Nothing is written here: the files go back to the caller, who says where they belong.

mod data;

use std::path::Path;

use crate::bound::Voices;
use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::files::{Bytes, Files};
use crate::language::Language;
use crate::plan::{self, Drafts, Plan};
use crate::publication::Publication;
use crate::{Failure, load};

/// What is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Order<'a> {
    /// The folder that holds `quipu.yaml`.
    pub root: &'a Path,
    /// The format.
    pub format: Format,
    /// The dataset or register; the whole publication if none.
    pub name: Option<&'a str>,
    /// The language; all of the publication if none.
    pub language: Option<&'a str>,
}

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// The data as a workbook of Excel.
    Xlsx,
    /// The data as a workbook that LibreOffice and others open.
    Ods,
}

impl Format {
    /// Returns the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Ods => "ods",
        }
    }
}

/// The files that were made.
#[derive(Debug)]
pub struct Exported {
    /// The files, by their names.
    pub made: Vec<(String, Bytes)>,
    /// What somebody should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Makes the files of an order.
///
/// # Errors
/// Returns the mistakes for which the publication cannot be built, names of the order that
/// it does not have, or the first I/O error.
pub fn export(order: Order<'_>) -> Result<Exported, Failure> {
    let (publication, mut problems) = load(order.root)?;
    let plan = plan::plan(&publication, Drafts::Hidden, &mut problems);
    let made = {
        let voices = Voices::new(&publication, &mut problems);
        let shop = Shop { order, publication: &publication, plan: &plan, voices: &voices };
        shop.make(&mut problems)
    };
    drop(plan);
    if problems.has_errors() {
        return Err(Failure::Refused(problems.into_sorted(), publication.files));
    }
    let made = made.into_iter().map(|(name, bytes)| (name, Bytes::from(bytes))).collect();
    Ok(Exported { made, warnings: problems.into_sorted(), files: publication.files })
}

/// What all formats are made from.
struct Shop<'a> {
    order: Order<'a>,
    publication: &'a Publication,
    plan: &'a Plan<'a>,
    voices: &'a Voices,
}

impl<'a> Shop<'a> {
    fn make(&self, problems: &mut Problems) -> Vec<(String, Vec<u8>)> {
        let Some(languages) = problems.keep(self.languages()) else { return Vec::new() };
        let style = self.voices.citation_style(self.publication);
        let Some(style) = problems.keep(style) else { return Vec::new() };
        match self.order.format {
            Format::Xlsx | Format::Ods => self.data(&languages, &style, problems),
        }
    }

    /// Returns the languages of the order.
    fn languages(&self) -> Result<Vec<&'a Language>, Diagnostic> {
        let settings = &self.publication.settings;
        let Some(tag) = self.order.language else { return Ok(settings.languages.iter().collect()) };
        let found = settings.language(tag).map(|language| vec![language]);
        found.ok_or_else(|| {
            let message = format!("the publication has no language `{tag}`");
            Diagnostic::error_at_path(Code::BadLanguage, "quipu.yaml", message)
                .with_hint(one_of(tag, settings.tags()))
        })
    }

    /// Names a file: that of the first language needs no tag.
    fn file_name(&self, stem: &str, language: &Language) -> String {
        let extension = self.order.format.extension();
        let first = &self.publication.settings.languages[0].tag;
        if language.tag == *first {
            format!("{stem}.{extension}")
        } else {
            format!("{stem}.{}.{extension}", language.tag)
        }
    }
}

/// Returns the hint for a name that there is not: the nearest, or all.
fn one_of<'n>(name: &str, known: impl Iterator<Item = &'n str> + Clone) -> String {
    did_you_mean(name, known.clone()).unwrap_or_else(|| {
        let known: Vec<_> = known.map(|name| format!("`{name}`")).collect();
        format!("it has {}", known.join(", "))
    })
}
