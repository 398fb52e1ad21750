//! The PDF renderer: Typst in process, fed from memory.
//!
//! ```text
//! load ──> plan ──> bind ──> Document ──> RENDER::PDF ──> commit
//!                            as JSON      walk.typ, theme.typ
//! ```
//!
//! A document reaches Typst as JSON and is walked by a template, so that text
//! can never become code. All documents use the same few virtual paths, since
//! Typst's file numbers are a `u16` that lasts as long as the process.
//!
//! PDFs are PDF/UA-1 and PDF/A-2a: accessible, archival, with all fonts embedded.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde::Serialize;
use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{DiagSpan, FileId as TypstId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_kit::fonts::FontStore;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::watch;
use crate::audience::Paper;
use crate::diagnostic::{Code, Diagnostic};
use crate::files::Files;
use crate::language::Language;
use crate::publication::Publication;
use crate::render::pdf_text;
use crate::span::{FileId, Span};
use crate::theme::{Theme, Tokens};
use crate::tree::Document;

/// The folder of the virtual file system that holds the publication's pictures.
const PICTURES: &str = "files/";

/// What all PDFs of one audience share.
pub struct PdfRenderer {
    library: Arc<LazyHash<Library>>,
    fonts: Arc<FontStore>,
    main: TypstId,
    /// The files that each document has of its own: document, drawings, settings and words.
    own: [TypstId; 4],
    sources: HashMap<TypstId, Source>,
    /// Our numbers of the templates, for places in diagnostics.
    templates: HashMap<TypstId, FileId>,
    bytes: HashMap<TypstId, Bytes>,
    /// The colours and families of drawings.
    tokens: Tokens,
    /// The hash of the templates and tokens.
    look: blake3::Hash,
    /// The paths of the templates that the program does not bring along.
    foreign: Vec<String>,
}

impl std::fmt::Debug for PdfRenderer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PdfRenderer").finish_non_exhaustive()
    }
}

/// What Typst is told of an edition beside its document.
#[derive(Debug, Clone, Serialize)]
pub struct PdfSettings<'a> {
    /// The paper, by Typst's name.
    pub paper: &'a str,
    /// The title of the publication.
    pub publication: &'a str,
    /// Who publishes it; empty if nobody is named.
    pub publisher: &'a str,
    /// The name of the licence; empty if there is none.
    pub licence_name: &'a str,
    /// The address of the licence; empty if there is none.
    pub licence_url: &'a str,
    /// The address of the edition's page; empty if the publication has none.
    pub address: &'a str,
    /// How to cite the edition.
    pub cite_text: &'a str,
    /// Whether it is a draft.
    pub draft: bool,
    /// The name of the audience; empty if there is one for all.
    pub audience_name: &'a str,
    /// What edition it is, such as "Edition: Investors"; empty if there is one for all.
    pub edition_text: &'a str,
    /// The address of the publication's root, for links to its other pages; empty if it has none.
    pub site: &'a str,
    /// The sign between whole numbers and decimals, on which columns are aligned.
    pub decimal_sign: &'a str,
}

/// A finished PDF.
#[derive(Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What it says: its text as it is set, the texts for those who do not see it, its metadata.
    pub text: String,
}

/// The fonts of PDFs, read once for all audiences that have the same.
#[derive(Default)]
pub struct Fonts(Vec<(Vec<String>, Arc<FontStore>)>);

impl Fonts {
    /// Returns the fonts of an audience.
    pub fn of(&mut self, publication: &Publication) -> Arc<FontStore> {
        let paths: Vec<_> =
            publication.assets.keys().filter(|path| is_font(path)).cloned().collect();
        if let Some((_, store)) = self.0.iter().find(|(known, _)| *known == paths) {
            return Arc::clone(store);
        }
        let store = fonts(publication);
        self.0.push((paths, Arc::clone(&store)));
        store
    }
}

fn is_font(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    (path.starts_with("fonts/") || path.contains("/fonts/"))
        && matches!(extension, "ttf" | "otf" | "ttc" | "otc")
}

/// The fonts of PDFs: those of the themes, of the publication, and Typst's own for code.
fn fonts(publication: &Publication) -> Arc<FontStore> {
    let mut store = FontStore::new();
    for (_, bytes) in publication.assets.iter().filter(|(path, _)| is_font(path)) {
        for font in Font::iter(Bytes::new(bytes.clone())) {
            let info = font.info().clone();
            store.push((font, info));
        }
    }
    store.extend(typst_kit::fonts::embedded());
    // Fonts with tens of thousands of characters are found, never bundled. Publications that
    // need none stay clear of the system's fonts, and so the same on every machine.
    if publication.settings.languages.iter().any(Language::is_ideographic) {
        let is_wanted = |info: &FontInfo| info.coverage.contains(u32::from('中'));
        store.extend(typst_kit::fonts::system().filter(|(_, info)| is_wanted(info)));
    }
    Arc::new(store)
}

/// Returns Typst's standard library, with the functions that name the header cells of a row.
fn library() -> Library {
    Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()
}

impl PdfRenderer {
    /// Prepares the templates of a theme. None if a file has a name that Typst cannot use, which
    /// the loader refuses.
    pub fn new(theme: &Theme, publication: &Publication, fonts: Arc<FontStore>) -> Option<Self> {
        let mut renderer = Self {
            library: Arc::new(LazyHash::new(library())),
            fonts,
            main: id("main.typ")?,
            own: [id("doc.json")?, id("drawings.json")?, id("settings.json")?, id("words.json")?],
            sources: HashMap::new(),
            templates: HashMap::new(),
            bytes: HashMap::new(),
            tokens: theme.tokens.clone(),
            look: blake3::hash(&[]),
            foreign: Vec::new(),
        };
        let mut look = blake3::Hasher::new();
        for (name, (file, text)) in theme.texts("pdf", &publication.files) {
            let id = id(name)?;
            renderer.templates.insert(id, file);
            if !text.path.starts_with("themes/default/") {
                renderer.foreign.push(text.path.to_string());
            }
            renderer.sources.insert(id, Source::new(id, text.text.to_string()));
            look.update(name.as_bytes()).update(text.text.as_bytes());
        }
        let tokens = serde_json::to_vec(&theme.tokens.json()).unwrap_or_default();
        renderer.look = look.update(&tokens).finalize();
        renderer.bytes.insert(id("tokens.json")?, Bytes::new(tokens));
        renderer.add_pictures(publication)?;
        Some(renderer)
    }

    fn add_pictures(&mut self, publication: &Publication) -> Option<()> {
        let below =
            |path: &str| path.strip_prefix("content/").map(|name| format!("{PICTURES}{name}"));
        for (path, bytes) in &publication.assets {
            if let Some(name) = below(path) {
                self.bytes.insert(id(&name)?, Bytes::new(bytes.clone()));
            }
        }
        for (_, file) in publication.files.in_folder("content/images") {
            if let Some(name) = below(&file.path) {
                self.bytes.insert(id(&name)?, Bytes::new(file.text.as_bytes().to_vec()));
            }
        }
        Some(())
    }

    /// Returns a hash of all that decides how a document looks and what it says: documents with
    /// the same hash and language have the same PDF, but for the lines that name the edition.
    pub fn content_hash(
        &self,
        document: &Document,
        words: &BTreeMap<String, String>,
        paper: Paper,
    ) -> blake3::Hash {
        let json = serde_json::to_vec(&(document, &document.language, words)).unwrap_or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.look.as_bytes()).update(paper.name().as_bytes()).update(&json);
        for drawing in self.drawings(document) {
            hasher.update(drawing.as_bytes());
        }
        hasher.finalize()
    }

    /// Returns the drawings of a document as SVG in the colours of print.
    fn drawings(&self, document: &Document) -> Vec<String> {
        document.drawings.iter().map(|drawing| self.tokens.svg(&drawing.print)).collect()
    }

    /// Renders a document.
    ///
    /// `words` are the interface words of its language; `span` is the start of its manuscript.
    ///
    /// # Errors
    /// Reports what Typst refuses, at the line of the template or of the content.
    pub fn render(
        &self,
        document: &Document,
        settings: &PdfSettings<'_>,
        words: &BTreeMap<String, String>,
        context: Context<'_>,
    ) -> Result<Pdf, Vec<Diagnostic>> {
        let json = |value: serde_json::Result<Vec<u8>>| Bytes::new(value.unwrap_or_default());
        let own = [
            json(serde_json::to_vec(document)),
            json(serde_json::to_vec(&self.drawings(document))),
            json(serde_json::to_vec(settings)),
            json(serde_json::to_vec(words)),
        ];
        let world = Workspace { renderer: self, own, today: date(&document.date.iso) };
        let _watched = watch::begin(&document.id, &self.foreign);
        let compiled = typst::compile::<PagedDocument>(&world);
        let paged = compiled.output.map_err(|errors| world.diagnose(&errors, context))?;
        let options = options(document).map_err(|message| vec![refused(context, &message)])?;
        let bytes =
            typst_pdf::pdf(&paged, &options).map_err(|errors| world.diagnose(&errors, context))?;
        Ok(Pdf { bytes, pages: paged.pages().len(), text: pdf_text::of(&paged) })
    }
}

/// Where a document comes from, for diagnostics.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The texts of the publication.
    pub files: &'a Files,
    /// The manuscripts of the document, the opening text first.
    pub manuscripts: &'a [FileId],
}

fn options(document: &Document) -> Result<PdfOptions, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    Ok(PdfOptions {
        ident: Smart::Custom(format!(
            "{}/{}/{}",
            document.id, document.language, document.audience
        )),
        creator: Smart::Custom(Some(format!("Quipu {}", env!("CARGO_PKG_VERSION")))),
        standards: standards.map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    })
}

fn refused(context: Context<'_>, message: &str) -> Diagnostic {
    let span = context.manuscripts.first().copied().map(Span::start_of);
    match span {
        Some(span) => Diagnostic::error(Code::TypstError, span, message),
        None => Diagnostic::error_at_path(Code::TypstError, "content", message),
    }
}

/// Returns the number of a virtual file; none if its name cannot be one.
fn id(path: &str) -> Option<TypstId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn date(iso: &str) -> Option<Datetime> {
    let mut parts = iso.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Datetime::from_ymd(year, month, parts.next()?.parse().ok()?)
}

/// The files of one document.
struct Workspace<'a> {
    renderer: &'a PdfRenderer,
    own: [Bytes; 4],
    today: Option<Datetime>,
}

impl World for Workspace<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.renderer.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.renderer.fonts.book()
    }

    fn main(&self) -> TypstId {
        self.renderer.main
    }

    fn source(&self, id: TypstId) -> FileResult<Source> {
        self.renderer.sources.get(&id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: TypstId) -> FileResult<Bytes> {
        let ids = self.renderer.own.iter();
        let own = ids.zip(&self.own).find(|(own, _)| **own == id).map(|(_, bytes)| bytes);
        own.or_else(|| self.renderer.bytes.get(&id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.renderer.fonts.font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn not_found(id: TypstId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl Workspace<'_> {
    fn diagnose(&self, errors: &[SourceDiagnostic], context: Context<'_>) -> Vec<Diagnostic> {
        let errors = errors.iter().filter(|error| error.severity == Severity::Error);
        errors.map(|error| self.diagnostic(error, context)).collect()
    }

    /// A problem of the content is shown where the content has it; any other at the template.
    fn diagnostic(&self, error: &SourceDiagnostic, context: Context<'_>) -> Diagnostic {
        let message = format!("the PDF cannot be made ({})", error.message);
        let in_content = content_span(&error.message, context);
        let span = in_content.or_else(|| self.template_span(error.span));
        let traced = || error.trace.iter().find_map(|point| self.template_span(point.span.into()));
        let diagnostic = match span.or_else(traced) {
            Some(span) => Diagnostic::error(Code::TypstError, span, message),
            None => refused(context, &message),
        };
        let font = in_content.map(|_| {
            "add a font that has it to `fonts/`, or install one on this machine".to_owned()
        });
        diagnostic.with_hints(error.hints.iter().map(|hint| hint.v.to_string()).chain(font))
    }

    fn template_span(&self, span: DiagSpan) -> Option<Span> {
        let file = self.renderer.templates.get(&span.id()?)?;
        let range = self.range(span)?;
        Some(Span::new(*file, range.start, range.end))
    }
}

/// Finds the character that no font has, which Typst names in quotes, in the manuscripts.
fn content_span(message: &str, context: Context<'_>) -> Option<Span> {
    let mut quoted = message.split(['"', '`', '“', '”']).skip(1);
    let quoted = quoted.find(|text| !text.is_empty())?;
    let is_glyph = message.contains("font") && quoted.chars().count() <= 8;
    let needle = is_glyph.then(|| quoted.chars().next()).flatten()?;
    context.manuscripts.iter().find_map(|&file| {
        let start = context.files.get(file).text.find(needle)?;
        Some(Span::new(file, start, start + needle.len_utf8()))
    })
}
