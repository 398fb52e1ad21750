//! Typst without Quipu around it: read, compile, export, write; documents side by side on all
//! threads.
//!
//! Once with the templates of Quipu's default theme and the JSON that Quipu would feed them,
//! and once with plain Typst markup. The fonts and the PDF standards are Quipu's.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt as _, World};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::outcome::Outcome;

/// The theme that is measured.
const THEME: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default");

/// The fonts of the theme, for programs that take a folder.
pub(crate) const FONTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/default/fonts");

/// Sets the documents `*.json` in `folder` with the theme's templates.
pub(crate) fn set_trees(folder: &Path, out: &Path) -> Outcome<()> {
    let mut shared = Shared::new("main.typ")?;
    for (name, path) in files(Path::new(THEME).join("pdf"), "typ")? {
        shared.add_source(&format!("{name}.typ"), &fs::read_to_string(path)?)?;
    }
    for (name, path) in files(folder.join("shared"), "json")? {
        shared.files.insert(id(&format!("{name}.json"))?, Bytes::new(fs::read(path)?));
    }
    set_all(&files(folder.join("trees"), "json")?, out, |path| {
        let own = (id("doc.json")?, Bytes::new(fs::read(path)?));
        Ok(Workspace { shared: &shared, own: Some(own), source: None })
    })
}

/// Sets the documents `*.typ` in `folder`.
pub(crate) fn set_markup(folder: &Path, out: &Path) -> Outcome<()> {
    let shared = Shared::new("main.typ")?;
    set_all(&files(folder.to_owned(), "typ")?, out, |path| {
        let source = Source::new(shared.main, fs::read_to_string(path)?);
        Ok(Workspace { shared: &shared, own: None, source: Some(source) })
    })
}

fn set_all<'a>(
    documents: &[(String, PathBuf)],
    out: &Path,
    open: impl Fn(&Path) -> Outcome<Workspace<'a>> + Sync,
) -> Outcome<()> {
    documents.par_iter().try_for_each(|(name, path)| {
        let compiled = typst::compile::<PagedDocument>(&open(path)?);
        let document = compiled.output.map_err(|errors| describe(&errors))?;
        let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
        let standards = standards.map_err(|error| error.message().to_string())?;
        let options = PdfOptions { standards, ..PdfOptions::default() };
        let pdf = typst_pdf::pdf(&document, &options).map_err(|errors| describe(&errors))?;
        Ok(fs::write(out.join(format!("{name}.pdf")), pdf)?)
    })
}

fn describe(errors: &[SourceDiagnostic]) -> String {
    let messages: Vec<_> = errors.iter().map(|error| error.message.as_str()).collect();
    messages.join("; ")
}

/// Returns the files of a folder that end in `extension`, with their names without it, sorted.
fn files(folder: PathBuf, extension: &str) -> Outcome<Vec<(String, PathBuf)>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|other| other == extension) {
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, path));
        }
    }
    found.sort();
    Ok(found)
}

fn id(path: &str) -> Outcome<FileId> {
    let path = VirtualPath::new(path).map_err(|_| format!("`{path}` is no virtual path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What all documents share.
struct Shared {
    library: LazyHash<Library>,
    fonts: FontStore,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Shared {
    fn new(main: &str) -> Outcome<Self> {
        let mut fonts = FontStore::new();
        for (_, path) in files(PathBuf::from(FONTS), "ttf")? {
            for font in Font::iter(Bytes::new(fs::read(path)?)) {
                let info = font.info().clone();
                fonts.push((font, info));
            }
        }
        fonts.extend(typst_kit::fonts::embedded());
        Ok(Self {
            library: LazyHash::new(Library::builder().build()),
            fonts,
            main: id(main)?,
            sources: HashMap::new(),
            files: HashMap::new(),
        })
    }

    fn add_source(&mut self, name: &str, text: &str) -> Outcome<()> {
        let id = id(name)?;
        self.sources.insert(id, Source::new(id, text.to_owned()));
        Ok(())
    }
}

/// The files of one document.
struct Workspace<'a> {
    shared: &'a Shared,
    /// The document's own data.
    own: Option<(FileId, Bytes)>,
    /// The document's own main file.
    source: Option<Source>,
}

impl World for Workspace<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.shared.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.fonts.book()
    }

    fn main(&self) -> FileId {
        self.shared.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let own = self.source.as_ref().filter(|source| source.id() == id);
        let source = own.or_else(|| self.shared.sources.get(&id));
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let own = self.own.as_ref().filter(|(own, _)| *own == id).map(|(_, bytes)| bytes);
        own.or_else(|| self.shared.files.get(&id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
