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
//! PDFs are PDF/UA-1 and PDF/A-2a: accessible, archival, with all fonts embedded; those that carry data are PDF/A-3a.

mod clusters;
mod fonts;
mod job;
mod layers;
mod overflow;
mod readers;
mod settings;
mod slips;
mod world;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use rayon::prelude::*;
use serde::Serialize;
use typst::foundations::{Bytes, Label, Smart};
use typst::introspection::Introspector as _;
use typst::syntax::{FileId as TypstId, Source};
use typst::utils::{LazyHash, PicoStr};
use typst::{Feature, Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::digest::Digest;
use crate::base::files::{self, Files};
use crate::base::span::FileId;
use crate::plan::Edition;
use crate::publication::Publication;
use crate::publication::picture::PrintPictures;
use crate::render::figure_data;
use crate::render::format::Content;
use crate::theme::{Theme, Tokens};
use crate::tree::Document;
pub use fonts::{FontSet, MachineFonts};
pub use job::{Job, Reads};
pub use settings::PdfSettings;
use world::{Workspace, id, without_font};

/// The place of the words that may be broken among the files of a document.
const BREAKS: usize = 4;

/// The place of the document among them.
const DOCUMENT: usize = 0;

/// The folder of the virtual file system that holds the publication's pictures.
const PICTURES: &str = "files/";

/// The folder that holds those of points as they are printed: what is PNG may be JPEG there.
const PRINTED: &str = "print/";

/// What all PDFs of one audience share.
pub struct PdfRenderer {
    library: Arc<LazyHash<Library>>,
    fonts: Arc<FontSet>,
    main: TypstId,
    /// The file of the tokens.
    token_file: TypstId,
    /// The files that each document has of its own: document, drawings, settings, words, what may be broken,
    /// and attachments.
    own: [TypstId; 6],
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
    /// The hash of the templates, tokens and fonts.
    look: blake3::Hash,
    /// The hashes of the pictures that PDFs asked for.
    picture_hashes: Mutex<HashMap<TypstId, blake3::Hash>>,
    /// The paths of the templates that the program does not bring along.
    foreign: Vec<String>,
    /// Whether one of these asks for the audience.
    is_for_audience: bool,
    /// Whether PDFs carry the data of their figures.
    attaches: bool,
}

impl std::fmt::Debug for PdfRenderer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PdfRenderer").finish_non_exhaustive()
    }
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
    /// Prepares the templates of a theme; pictures stay as they are where nothing prints them. None if a file has a name that Typst cannot use, which
    /// the loader refuses.
    pub fn new(
        theme: &Theme,
        publication: &Publication,
        fonts: Arc<FontSet>,
        printed: Option<&dyn PrintPictures>,
    ) -> Option<Self> {
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
                id("attachments.json")?,
            ],
            sources: HashMap::new(),
            templates: HashMap::new(),
            bytes: HashMap::new(),
            tokens: theme.tokens.clone(),
            lettered: Vec::new(),
            chained: Bytes::new(chained(theme.tokens.json())),
            look: blake3::hash(&[]),
            picture_hashes: Mutex::default(),
            foreign: Vec::new(),
            is_for_audience: false,
            attaches: publication.settings.attach_data,
        };
        let mut look = Digest::default();
        for (name, text) in layers::sources(theme, &publication.files) {
            let id = id(&name)?;
            look.part(&name);
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
            look.part(&source);
            renderer.sources.insert(id, Source::new(id, source));
        }
        let tokens = serde_json::to_vec(&theme.tokens.json()).unwrap_or_default();
        look.part(&tokens).part(renderer.fonts.identity().as_bytes());
        renderer.look = look.hash();
        renderer.bytes.insert(id("tokens.json")?, Bytes::new(tokens));
        renderer.add_pictures(publication, printed)?;
        Some(renderer)
    }

    fn add_pictures(
        &mut self,
        publication: &Publication,
        printed: Option<&dyn PrintPictures>,
    ) -> Option<()> {
        let below =
            |path: &str| path.strip_prefix("content/").map(|name| format!("{PICTURES}{name}"));
        for (path, bytes) in &publication.assets {
            if let Some(name) = below(path) {
                self.bytes.insert(id(&name)?, Bytes::new(bytes.clone()));
            }
        }
        let pictures: Vec<_> = publication.assets.iter().collect();
        let print = |&(path, bytes): &(&String, &files::Bytes)| {
            let name = path.strip_prefix("content/").filter(|name| name.starts_with("images/"))?;
            let bytes = printed.map_or_else(|| bytes.clone(), |printed| printed.printed(bytes));
            Some((format!("{PRINTED}{name}"), bytes))
        };
        for (name, bytes) in pictures.par_iter().filter_map(print).collect::<Vec<_>>() {
            self.bytes.insert(id(&name)?, Bytes::new(bytes));
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

    /// Returns all that decides how a document looks and what it says: documents whose content has the same
    /// hash have the same PDF, but for the lines that name the edition.
    ///
    /// `words` are the interface words of its language.
    pub fn content(
        &self,
        document: &Document,
        words: &BTreeMap<String, String>,
        edition: &Edition<'_>,
    ) -> Content {
        let json = |value: serde_json::Result<Vec<u8>>| Bytes::new(value.unwrap_or_default());
        let drawings = document.drawings.iter().map(|drawing| self.tokens.svg(&drawing.print));
        let attachments =
            if self.attaches { figure_data::attachments(document) } else { Vec::new() };
        let content = Content {
            document: json(serde_json::to_vec(document)),
            drawings: json(serde_json::to_vec(&drawings.collect::<Vec<_>>())),
            words: json(serde_json::to_vec(words)),
            attachments: json(serde_json::to_vec(&attachments)),
            hash: self.look,
        };
        let mut digest = Digest::default();
        let audience_id = self.audience(&edition.site.audience.id).unwrap_or_default();
        let texts = [edition.paper().name(), &document.language, audience_id];
        let files = [&content.document, &content.drawings, &content.words, &content.attachments];
        let parts = texts.iter().map(|text| text.as_bytes()).chain(files.map(|file| &**file));
        digest.part(self.look.as_bytes());
        for part in parts {
            digest.part(part);
        }
        Content { hash: digest.hash(), ..content }
    }

    /// Returns the audience of an edition, if the templates ask for it.
    fn audience<'d>(&self, audience: &'d str) -> Option<&'d str> {
        self.is_for_audience.then_some(audience)
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
        let message = "the PDF has no text: the theme omits `body`";
        let theme = self.foreign.iter().find(|path| path.ends_with("pdf/theme.typ"));
        let path = theme.map_or("themes/default/pdf/theme.typ", String::as_str);
        Err(vec![
            Diagnostic::error_at_path(Code::MissingText, path, message)
                .with_hint("use the `body` that `report`, `brief` and `page` are given"),
        ])
    }
}

/// The words that are broken since no line has room for them, as patterns for `regex` of Typst;
/// empty for none.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
struct Breaks {
    /// Those that are longer than any line, if there are some: Typst takes long over words without a place to break.
    long: &'static str,
    /// Those broken behind punctuation.
    punctuation: String,
    /// Those broken behind any character.
    anywhere: String,
}

/// From how many characters on a word is broken before it is set.
const LONG: usize = 400;

/// The pattern of such words.
const LONG_WORDS: &str = r"\S{400,}";

impl Breaks {
    /// Returns what is known of the words of a document, as JSON, before it is set.
    fn of(document: &[u8]) -> Self {
        let text = std::str::from_utf8(document).unwrap_or_default();
        // Between the texts of the document stand names of fields, which are short.
        let words = text.split(|c: char| c.is_whitespace() || c == '"');
        let has_long = words.into_iter().any(|word| word.len() >= LONG);
        Self { long: if has_long { LONG_WORDS } else { "" }, ..Self::default() }
    }
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

fn options(document: &Document, audience: &str, attaches: bool) -> Result<PdfOptions, String> {
    // PDF/A-2 allows no attachments but PDFs.
    let archival = if attaches { PdfStandard::A_3a } else { PdfStandard::A_2a };
    let standards = PdfStandards::new(&[PdfStandard::Ua_1, archival]);
    Ok(PdfOptions {
        ident: Smart::Custom(format!("{}/{}/{audience}", document.id, document.language)),
        creator: Smart::Custom(Some(format!("Quipu {}", env!("CARGO_PKG_VERSION")))),
        standards: standards.map_err(|error| error.message().to_string())?,
        ..PdfOptions::default()
    })
}
