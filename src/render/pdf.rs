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

mod fonts;
mod layers;
mod overflow;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::Serialize;
use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Label, Smart};
use typst::introspection::Introspector as _;
use typst::syntax::{DiagSpan, FileId as TypstId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::{LazyHash, PicoStr};
use typst::{Feature, Library, LibraryExt, World, WorldExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::watch;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::publication::Publication;
use crate::publication::audience::Audience;
use crate::render::pdf_text;
use crate::theme::{Theme, Tokens};
use crate::tree::Document;
use fonts::Reach;
use overflow::Overflow;

pub use fonts::FontSet;

/// The place of the words that may be broken among the files of a document.
const BREAKS: usize = 4;

/// The folder of the virtual file system that holds the publication's pictures.
const PICTURES: &str = "files/";

/// What all PDFs of one audience share.
pub struct PdfRenderer {
    library: Arc<LazyHash<Library>>,
    fonts: Arc<FontSet>,
    main: TypstId,
    /// The file of the tokens.
    token_file: TypstId,
    /// The files that each document has of its own: document, drawings, settings, words and what
    /// may be broken.
    own: [TypstId; 5],
    sources: HashMap<TypstId, Source>,
    /// Our numbers of the templates, for places in diagnostics.
    templates: HashMap<TypstId, FileId>,
    bytes: HashMap<TypstId, Bytes>,
    /// The colours and families of drawings.
    tokens: Tokens,
    /// The vector pictures with characters beyond ASCII, by their path in the document.
    lettered: Vec<(String, String)>,
    /// The tokens as Typst reads them, with the families of the chain behind those of the theme.
    chained: Bytes,
    /// The hash of the templates and tokens.
    look: blake3::Hash,
    /// The paths of the templates that the program does not bring along.
    foreign: Vec<String>,
    /// Whether one of these asks for the audience.
    is_for_audience: bool,
}

impl std::fmt::Debug for PdfRenderer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PdfRenderer").finish_non_exhaustive()
    }
}

/// What Typst is told of an edition beside its document.
#[derive(Debug, Clone, Serialize)]
pub struct PdfSettings<'a> {
    /// The function of the theme that sets it; empty for that of the document's form.
    pub form: &'a str,
    /// The paper, by Typst's name.
    pub paper: &'a str,
    /// The path of the logo below `content/`; empty if there is none.
    pub logo: &'a str,
    /// What the logo says, for those who do not see it.
    pub logo_alt: &'a str,
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
    /// The address of the root of the edition's own site, for links to its other pages; empty if it has
    /// none.
    pub site: &'a str,
    /// The address of the publication's root, for its files and its other sites; empty if it has none.
    pub root: &'a str,
    /// The sign between whole numbers and decimals, on which columns are aligned.
    pub decimal_sign: &'a str,
}

/// The settings, and the direction of the document's script, on which its margin depends.
#[derive(Serialize)]
struct Directed<'a> {
    #[serde(flatten)]
    settings: &'a PdfSettings<'a>,
    /// `ltr` or `rtl`.
    direction: &'a str,
    /// The id of the audience, if the templates ask for it: editions of the same content share a PDF
    /// otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    audience: Option<&'a str>,
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
pub struct Fonts(Vec<(Vec<String>, Arc<FontSet>)>);

impl Fonts {
    /// Returns the fonts of an audience.
    pub fn of(&mut self, publication: &Publication) -> Arc<FontSet> {
        let paths: Vec<_> =
            publication.assets.keys().filter(|path| fonts::is_font(path)).cloned().collect();
        if let Some((_, fonts)) = self.0.iter().find(|(known, _)| *known == paths) {
            return Arc::clone(fonts);
        }
        let fonts = Arc::new(FontSet::new(publication));
        self.0.push((paths, Arc::clone(&fonts)));
        fonts
    }
}

/// Returns Typst's standard library, with the functions that name the header cells of a row.
fn library() -> Library {
    Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()
}

impl PdfRenderer {
    /// Prepares the templates of a theme. None if a file has a name that Typst cannot use, which
    /// the loader refuses.
    pub fn new(theme: &Theme, publication: &Publication, fonts: Arc<FontSet>) -> Option<Self> {
        let mut renderer = Self {
            library: Arc::new(LazyHash::new(library())),
            fonts,
            main: id("main.typ")?,
            token_file: id("tokens.json")?,
            own: [
                id("doc.json")?,
                id("drawings.json")?,
                id("settings.json")?,
                id("words.json")?,
                id("breaks.json")?,
            ],
            sources: HashMap::new(),
            templates: HashMap::new(),
            bytes: HashMap::new(),
            tokens: theme.tokens.clone(),
            lettered: Vec::new(),
            chained: Bytes::new(chained(theme.tokens.json())),
            look: blake3::hash(&[]),
            foreign: Vec::new(),
            is_for_audience: false,
        };
        let mut look = blake3::Hasher::new();
        for (name, text) in layers::sources(theme, &publication.files) {
            let id = id(&name)?;
            look.update(name.as_bytes());
            let source = match text {
                layers::Text::Made(text) => text,
                layers::Text::Written(file) => {
                    let text = publication.files.get(file);
                    renderer.templates.insert(id, file);
                    if !text.path.starts_with("themes/default/") {
                        renderer.foreign.push(text.path.to_string());
                        renderer.is_for_audience |= text.text.contains(".audience");
                    }
                    text.text.to_string()
                }
            };
            look.update(source.as_bytes());
            renderer.sources.insert(id, Source::new(id, source));
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
                if file.text.contains("<text") && !file.text.is_ascii() {
                    let path = name.trim_start_matches(PICTURES).to_owned();
                    self.lettered.push((path, file.text.to_string()));
                }
                let text = fonts::with_families(&file.text, &self.tokens);
                self.bytes.insert(id(&name)?, Bytes::new(text.into_bytes()));
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
        audience: &Audience,
    ) -> blake3::Hash {
        let json = serde_json::to_vec(&(document, &document.language, words)).unwrap_or_default();
        let mut hasher = blake3::Hasher::new();
        hasher.update(self.look.as_bytes()).update(audience.paper.name().as_bytes()).update(&json);
        hasher.update(self.audience(&audience.id).unwrap_or_default().as_bytes());
        for drawing in self.drawings(document) {
            hasher.update(drawing.as_bytes());
        }
        hasher.finalize()
    }

    /// Returns the audience of an edition, if the templates ask for it.
    fn audience<'d>(&self, audience: &'d str) -> Option<&'d str> {
        self.is_for_audience.then_some(audience)
    }

    /// Returns the drawings of a document as SVG in the colours of print.
    fn drawings(&self, document: &Document) -> Vec<String> {
        document.drawings.iter().map(|drawing| self.tokens.svg(&drawing.print)).collect()
    }

    /// Returns the texts of the vector pictures that a document, as JSON, names.
    fn lettered<'t>(&'t self, json: &'t str) -> impl Iterator<Item = &'t str> {
        let used = self.lettered.iter().filter(|(path, _)| json.contains(path.as_str()));
        used.map(|(_, text)| text.as_str())
    }

    /// Checks that the fonts have all characters of a document.
    ///
    /// # Errors
    /// Reports those that none has.
    fn check_characters(
        &self,
        paged: &PagedDocument,
        world: &Workspace<'_>,
        context: Context<'_>,
    ) -> Result<(), Vec<Diagnostic>> {
        let [json, drawings, ..] = &world.own;
        let json = std::str::from_utf8(json).unwrap_or_default();
        let drawings = std::str::from_utf8(drawings).unwrap_or_default();
        let pictures = self.lettered(json).chain(std::iter::once(drawings));
        let mut missing = fonts::missing_in_drawings(pictures, self.fonts.store(world.reach));
        missing.extend(fonts::missing(paged));
        if missing.is_empty() { Ok(()) } else { Err(without_font(&missing, context)) }
    }

    /// Checks that the theme has printed the text.
    ///
    /// # Errors
    /// Reports a theme that leaves it out.
    fn check_text(&self, paged: &PagedDocument) -> Result<(), Vec<Diagnostic>> {
        let mark = Label::new(PicoStr::intern("quipu-text"));
        if mark.is_none_or(|mark| paged.introspector().label_count(mark) > 0) {
            return Ok(());
        }
        let message = "the PDF has no text: the theme leaves out `body`";
        let theme = self.foreign.iter().find(|path| path.ends_with("pdf/theme.typ"));
        let path = theme.map_or("themes/default/pdf/theme.typ", String::as_str);
        Err(vec![
            Diagnostic::error_at_path(Code::MissingText, path, message)
                .with_hint("print the `body` that `report`, `brief` and `page` are given"),
        ])
    }

    /// Renders a document.
    ///
    /// `words` are the interface words of its language; `span` is the start of its manuscript.
    ///
    /// # Errors
    /// Reports what Typst refuses, at the line of the template or of the content, and text that
    /// does not stay in its place.
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
            json(serde_json::to_vec(&Directed {
                settings,
                direction: document.direction,
                audience: self.audience(context.audience),
            })),
            json(serde_json::to_vec(words)),
            json(serde_json::to_vec(&Breaks::default())),
        ];
        let mut texts: Vec<_> =
            own.iter().map(|bytes| std::str::from_utf8(bytes).unwrap_or_default()).collect();
        texts.extend(self.lettered(texts[0]));
        let is_enough = texts.into_iter().all(|text| self.fonts.suffice(text));
        let reach = if is_enough { Reach::Own } else { Reach::Chain };
        let mut world = Workspace { renderer: self, own, reach, today: date(&document.date.iso) };
        let _watched = watch::begin(&document.id, &self.foreign);
        let paged = world.lay_out(context)?;
        self.check_characters(&paged, &world, context)?;
        self.check_text(&paged)?;
        let options = options(document, context.audience)
            .map_err(|message| vec![refused(context, &message)])?;
        let bytes =
            typst_pdf::pdf(&paged, &options).map_err(|errors| world.diagnose(&errors, context))?;
        Ok(Pdf { bytes, pages: paged.pages().len(), text: pdf_text::of(&paged) })
    }
}

/// The words that are broken since no line has room for them, as patterns for `regex` of Typst;
/// empty for none.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Breaks {
    /// Those broken behind punctuation.
    punctuation: String,
    /// Those broken behind any character.
    anywhere: String,
}

/// Returns a pattern that finds the words of what overflows, the longest first.
fn pattern(overflows: &BTreeSet<Overflow>) -> String {
    let words: BTreeSet<_> = overflows.iter().flat_map(Overflow::words).collect();
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.into_iter().map(regex::escape).collect::<Vec<_>>().join("|")
}

/// Returns the tokens with the families of the chain behind those of the theme.
fn chained(mut tokens: serde_json::Value) -> Vec<u8> {
    let families = tokens.get_mut("family").and_then(serde_json::Value::as_object_mut);
    for (name, families) in families.into_iter().flatten() {
        if let Some(families) = families.as_array_mut() {
            families.extend(fonts::families(name).into_iter().map(Into::into));
        }
    }
    serde_json::to_vec(&tokens).unwrap_or_default()
}

/// Where a document comes from, for diagnostics.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The texts of the publication.
    pub files: &'a Files,
    /// The manuscripts of the document, the opening text first.
    pub manuscripts: &'a [FileId],
    /// The audience's identifier.
    pub audience: &'a str,
}

fn options(document: &Document, audience: &str) -> Result<PdfOptions, String> {
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a]);
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{}/{}/{audience}", document.id, document.language)),
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
    own: [Bytes; 5],
    reach: Reach,
    today: Option<Datetime>,
}

impl World for Workspace<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.renderer.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.renderer.fonts.store(self.reach).book()
    }

    fn main(&self) -> TypstId {
        self.renderer.main
    }

    fn source(&self, id: TypstId) -> FileResult<Source> {
        let source = self.renderer.sources.get(&id).or_else(|| {
            let shared = layers::shared_name(id.vpath().get_without_slash())?;
            self.renderer.sources.get(&self::id(shared)?)
        });
        source.cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: TypstId) -> FileResult<Bytes> {
        let ids = self.renderer.own.iter();
        let own = ids.zip(&self.own).find(|(own, _)| **own == id).map(|(_, bytes)| bytes);
        let chained = (self.reach == Reach::Chain && id == self.renderer.token_file)
            .then_some(&self.renderer.chained);
        let own = own.or(chained);
        own.or_else(|| self.renderer.bytes.get(&id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.renderer.fonts.store(self.reach).font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn not_found(id: TypstId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl Workspace<'_> {
    /// Lays the document out, with as many words broken as need be.
    ///
    /// # Errors
    /// Reports what Typst refuses and what does not fit.
    fn lay_out(&mut self, context: Context<'_>) -> Result<PagedDocument, Vec<Diagnostic>> {
        let mut breaks = Breaks::default();
        let mut first = BTreeSet::new();
        loop {
            let compiled = typst::compile::<PagedDocument>(&*self);
            let paged = compiled.output.map_err(|errors| self.diagnose(&errors, context))?;
            let overflows = overflow::find(&paged);
            if overflows.is_empty() {
                return Ok(paged);
            }
            // Words break at their punctuation first, and anywhere if that is not enough.
            let words = pattern(&overflows);
            if words.is_empty() || !breaks.anywhere.is_empty() {
                // What is left is parts of words; those that the first layout found are whole.
                let is_left = |whole: &&Overflow| {
                    overflows.iter().any(|part| whole.text.contains(&part.text))
                };
                let left: Vec<_> = first.iter().filter(is_left).collect();
                let left = if left.is_empty() { overflows.iter().collect() } else { left };
                return Err(left.into_iter().map(|it| too_wide(it, context)).collect());
            }
            if first.is_empty() {
                first = overflows;
            }
            let Breaks { punctuation, anywhere } = &mut breaks;
            *(if punctuation.is_empty() { punctuation } else { anywhere }) = words;
            let json = serde_json::to_vec(&breaks).unwrap_or_default();
            self.own[BREAKS] = Bytes::new(json);
        }
    }

    fn diagnose(&self, errors: &[SourceDiagnostic], context: Context<'_>) -> Vec<Diagnostic> {
        let errors = errors.iter().filter(|error| error.severity == Severity::Error);
        errors.map(|error| self.diagnostic(error, context)).collect()
    }

    /// A problem is shown at the template, or at the manuscript if it is none of the template's.
    fn diagnostic(&self, error: &SourceDiagnostic, context: Context<'_>) -> Diagnostic {
        let message = format!("the PDF cannot be made ({})", error.message);
        let span = self.template_span(error.span);
        let traced = || error.trace.iter().find_map(|point| self.template_span(point.span.into()));
        let diagnostic = match span.or_else(traced) {
            Some(span) => Diagnostic::error(Code::TypstError, span, message),
            None => refused(context, &message),
        };
        diagnostic.with_hints(error.hints.iter().map(|hint| hint.v.to_string()))
    }

    fn template_span(&self, span: DiagSpan) -> Option<Span> {
        let file = self.renderer.templates.get(&span.id()?)?;
        let range = self.range(span)?;
        Some(Span::new(*file, range.start, range.end))
    }
}

/// Reports the characters that no font has, one problem for each file that has some.
fn without_font(missing: &BTreeSet<char>, context: Context<'_>) -> Vec<Diagnostic> {
    let mut by_file: BTreeMap<Option<FileId>, Vec<(Span, char)>> = BTreeMap::new();
    for &character in missing {
        let place = find(character, context);
        let file = place.as_ref().map(|(file, _)| *file);
        let start = context.manuscripts.first().copied().map(Span::start_of);
        let Some(span) = place.map(|(_, span)| span).or(start) else { continue };
        by_file.entry(file).or_default().push((span, character));
    }
    let report = |found: &Vec<(Span, char)>| {
        let names: Vec<_> = found
            .iter()
            .map(|(_, character)| format!("`{character}` (U+{:04X})", u32::from(*character)))
            .collect();
        let (span, first) = found.iter().min()?;
        let message = format!("no font has {}", names.join(", "));
        Some(Diagnostic::error(Code::MissingGlyph, *span, message).with_hint(fonts::advice(*first)))
    };
    by_file.values().filter_map(report).collect()
}

/// Finds a character: in the manuscripts, or else in any file of the publication.
fn find(character: char, context: Context<'_>) -> Option<(FileId, Span)> {
    let all = context.files.in_folder("content").map(|(file, _)| file);
    let all = all.chain(context.files.find("quipu.yaml"));
    context.manuscripts.iter().copied().chain(all).find_map(|file| {
        let start = context.files.get(file).text.find(character)?;
        Some((file, Span::new(file, start, start + character.len_utf8())))
    })
}

/// Finds the longest formula of a document that stands by itself.
fn longest_formula(context: Context<'_>) -> Option<Span> {
    let formulas = context.manuscripts.iter().flat_map(|&file| {
        let text = &context.files.get(file).text;
        let dollars: Vec<_> = text.match_indices("$$").map(|(at, _)| at).collect();
        let spans = dollars.chunks_exact(2).map(|pair| Span::new(file, pair[0], pair[1] + 2));
        spans.collect::<Vec<_>>()
    });
    formulas.max_by_key(|span| span.end - span.start)
}

/// Reports text that does not fit, at the place where the manuscripts have it.
fn too_wide(overflow: &Overflow, context: Context<'_>) -> Diagnostic {
    let Overflow { page, text, is_formula } = overflow;
    if *is_formula {
        let message = format!("a formula is wider than the text on page {page} of the PDF");
        let hint = "break it into lines: `\\begin{aligned} … &= … \\\\ &+ … \\end{aligned}`";
        let diagnostic = match longest_formula(context) {
            Some(span) => Diagnostic::error(Code::TooWide, span, message),
            None => Diagnostic { code: Code::TooWide, ..refused(context, &message) },
        };
        return diagnostic.with_hint(hint);
    }
    let message = format!("`{text}` does not fit its place on page {page} of the PDF");
    let place = context.manuscripts.iter().find_map(|&file| {
        let start = context.files.get(file).text.find(text.as_str())?;
        Some(Span::new(file, start, start + text.len()))
    });
    let diagnostic = match place {
        Some(span) => Diagnostic::error(Code::TooWide, span, message),
        None => Diagnostic { code: Code::TooWide, ..refused(context, &message) },
    };
    diagnostic.with_hint("shorten the text, or give it more room in the theme")
}
