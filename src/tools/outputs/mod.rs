//! `quipu check --outputs`: the written files of an edition agree on what it says.
//!
//! ```text
//! build ──> page, PDF, book ──> read back as browsers, screen readers and e-readers do ──> passages   equal?
//! bind  ──> what an edition should say, and where its author wrote it ─────────────────────────┘
//! ```
//!
//! Files are compared with each other: headings, paragraphs and the numbers in them, notes, captions, cells of
//! tables, references. Only what the edition itself says counts: what templates add, such as menus and covers, may
//! differ. Each edition is compared with nothing but itself.

mod compare;
mod content;
mod expected;
mod page;
mod passage;
mod pdf;

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use rayon::prelude::*;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::{Bytes, Files};
use crate::base::span::Span;
use crate::engine::inspect::projected;
use crate::engine::load::Failure;
use crate::engine::run::{BuildOptions, Output, build, folder_in_memory};
use crate::engine::session::{Purpose, Session};
use crate::plan::Edition;
use compare::{Difference, File, differences};
use expected::{Expected, of_document};

/// What files that were compared have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Agreed {
    /// How many editions have more than one file.
    pub editions: usize,
    /// How many files they have.
    pub files: usize,
    /// How many passages were compared: those that one of the files has.
    pub passages: usize,
}

/// The most bytes that are read of a file of a book.
const MOST: u64 = 64 << 20;

/// Builds a publication in memory, reads its files back, and reports what those of an edition do not agree on.
///
/// `progress` is told how many pages and PDFs are finished, and how many there will be.
///
/// # Errors
/// Returns the mistakes of a publication that cannot be built, or the first I/O error.
pub fn check(
    options: &BuildOptions,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<(Agreed, Vec<Diagnostic>, Files), Failure> {
    let options = BuildOptions { output: Output::Memory, ..options.clone() };
    let written = build(&options, progress)?.files_in_memory;
    let (publication, mut problems) = options.load()?;
    let shelves = projected(&publication, options.drafts, &mut problems);
    let mut compared = Agreed::default();
    let mut found = Problems::default();
    for shelf in &shelves {
        let Some(session) = Session::new(shelf, Purpose::Reading, &mut problems) else { continue };
        let folder = folder_in_memory(shelf);
        let of_edition = |edition: &Edition<'_>| {
            let (files, unread) = files(edition, (&written, &folder));
            let expected = session.document(edition).report(&mut Problems::default());
            let expected = expected.map(|document| of_document(&document)).unwrap_or_default();
            let (differing, passages) = differences(&expected, &files);
            let reports = differing.iter().map(|found| report(edition, found));
            let unread = unread.iter().map(|path| unreadable(edition, path));
            (files.len(), passages, unread.chain(reports).collect::<Vec<_>>())
        };
        let all: Vec<_> = session.plan.editions.par_iter().map(of_edition).collect();
        for (files, passages, reports) in all {
            found.extend(reports);
            if files > 1 {
                compared.editions += 1;
                compared.files += files;
                compared.passages += passages;
            }
        }
    }
    drop(shelves);
    Ok((compared, found.into_sorted(), publication.files))
}

/// Returns the files of an edition among those that were written, its page, its PDF, its book, and the paths of those that
/// are not there or cannot be read.
fn files(
    edition: &Edition<'_>,
    (written, folder): (&BTreeMap<String, Bytes>, &str),
) -> (Vec<File>, Vec<String>) {
    let bytes = |path: &str| written.get(&format!("{folder}{path}"));
    let page = format!("{}index.html", edition.address);
    let Some(html) = bytes(&page) else { return (Vec::new(), vec![page]) };
    let (passages, offered) = page::of_page(html);
    let (mut files, mut unread) = (vec![File::new(page, passages)], Vec::new());
    for name in offered {
        // Editions that read alike share a file: the page says which.
        let path = resolved(&edition.address, &name);
        let is_own =
            |ending: &str| edition.file(ending).rsplit('/').next() == path.rsplit('/').next();
        let passages = match bytes(&path) {
            Some(bytes) if is_own(".pdf") => pdf::of_pdf(bytes),
            Some(bytes) if is_own(".epub") => of_book(bytes),
            Some(_) => continue,
            None => None,
        };
        match passages {
            Some(passages) => files.push(File::new(path, passages)),
            None => unread.push(path),
        }
    }
    (files, unread)
}

/// Returns the path that a relative link on a page leads to.
fn resolved(page: &str, link: &str) -> String {
    let mut parts: Vec<_> =
        page.trim_end_matches('/').split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            ".." => _ = parts.pop(),
            "" | "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// Returns the passages of a book, file by file in their order; none if it cannot be read.
fn of_book(bytes: &[u8]) -> Option<Vec<passage::Passage>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut passages = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).ok()?;
        if file.name().rsplit('.').next() != Some("xhtml") {
            continue;
        }
        let mut content = Vec::new();
        file.take(MOST).read_to_end(&mut content).ok()?;
        passages.extend(page::of_book_file(&content));
    }
    Some(passages)
}

fn unreadable(edition: &Edition<'_>, path: &str) -> Diagnostic {
    let message = format!("`{path}` is not there, or cannot be read back");
    Diagnostic::error(Code::OutputsDiffer, Span::start_of(edition.manuscript.file), message)
        .with_hint(
            "a template leads to a file that the edition does not have, or the file is damaged",
        )
}

fn report(edition: &Edition<'_>, difference: &Difference<'_>) -> Diagnostic {
    let Difference { passage, with, without, instead } = difference;
    let Expected { name, said, place, .. } = passage;
    let site = &edition.site;
    let message = format!(
        "in the edition for `{}` in `{}`, `{}` has the {name} \"{}\", and `{}` has {}",
        site.audience.id,
        site.language.tag,
        with.path,
        shortened(said),
        without.path,
        instead.map_or_else(
            || "nothing like it".to_owned(),
            |text| format!("\"{}\"", shortened(text))
        ),
    );
    let place = place.unwrap_or_else(|| Span::start_of(edition.manuscript.file));
    Diagnostic::error(Code::OutputsDiffer, place, message).with_hint(
        "a template drops or changes it: compare your own with the one that it replaces, of which `quipu templates eject` writes a copy",
    )
}

/// Returns the beginning of a text.
fn shortened(text: &str) -> String {
    const MOST: usize = 120;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
