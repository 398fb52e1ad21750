//! What Typst sees: a few virtual paths, the fonts, no clock; and its mistakes as ours.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use typst::diag::{FileError, FileResult, Severity, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, FileId as TypstId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World, WorldExt};
use typst_layout::PagedDocument;

use super::{
    BREAKS, Breaks, Context, DOCUMENT, PICTURES, PdfRenderer, Reads, fonts, layers, overflow, slips,
};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::{FileId, Span};
use crate::render::pdf::fonts::Reach;
use crate::render::pdf::overflow::{Overflow, Overflowing};

/// Returns a pattern that finds the words of what overflows, the longest first.
pub(super) fn pattern(overflows: &BTreeSet<Overflow>) -> String {
    let words: BTreeSet<_> = overflows.iter().flat_map(Overflow::words).collect();
    let mut words: Vec<_> = words.into_iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.into_iter().map(regex::escape).collect::<Vec<_>>().join("|")
}

pub(super) fn refused(context: Context<'_>, message: &str) -> Diagnostic {
    let span = context.manuscripts.first().copied().map(Span::start_of);
    match span {
        Some(span) => Diagnostic::error(Code::TypstError, span, message),
        None => Diagnostic::error_at_path(Code::TypstError, "content", message),
    }
}

/// Returns the number of a virtual file; none if its name cannot be one.
pub(super) fn id(path: &str) -> Option<TypstId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

pub(super) fn date(iso: &str) -> Option<Datetime> {
    let mut parts = iso.split('-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    Datetime::from_ymd(year, month, parts.next()?.parse().ok()?)
}

/// The files of one document.
pub(super) struct Workspace<'a> {
    pub(super) renderer: &'a PdfRenderer,
    pub(super) own: [Bytes; 6],
    pub(super) reach: Reach,
    pub(super) today: Option<Datetime>,
    /// What Typst asked for, besides what the key of the PDF covers.
    pub(super) reads: Mutex<Reads>,
}

impl Workspace<'_> {
    fn note(&self, note: impl FnOnce(&mut Reads)) {
        note(&mut self.reads.lock().unwrap_or_else(PoisonError::into_inner));
    }
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
        let is_of_tokens = id == self.renderer.token_file;
        let is_chained = self.reach == Reach::Chain && is_of_tokens;
        let covered = own.or(is_chained.then_some(&self.renderer.chained));
        if covered.is_none() && !is_of_tokens {
            let path = id.vpath().get_without_slash().to_owned();
            self.note(|reads| _ = reads.files.insert(path, self.renderer.picture_hash(id)));
        }
        covered.or_else(|| self.renderer.bytes.get(&id)).cloned().ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        // The key covers those of the publication and the program.
        if self.reach == Reach::Chain {
            self.note(|reads| {
                let fonts = &self.renderer.fonts;
                let Some(place) = fonts.place_in_chain(index) else { return };
                if !reads.fonts.contains_key(&place) {
                    reads.fonts.extend(fonts.chain_hash(place).map(|hash| (place, hash)));
                }
            });
        }
        self.renderer.fonts.store(self.reach).font(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

pub(super) fn not_found(id: TypstId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}

impl Workspace<'_> {
    /// Lays the document out, with as many words broken as need be.
    ///
    /// # Errors
    /// Reports what Typst refuses and what does not fit.
    pub(super) fn lay_out(
        &mut self,
        context: Context<'_>,
    ) -> Result<PagedDocument, Vec<Diagnostic>> {
        let mut breaks = Breaks::of(&self.own[DOCUMENT]);
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
            let Breaks { punctuation, anywhere, long: _ } = &mut breaks;
            *(if punctuation.is_empty() { punctuation } else { anywhere }) = words;
            let json = serde_json::to_vec(&breaks).unwrap_or_default();
            self.own[BREAKS] = Bytes::new(json);
        }
    }

    pub(super) fn diagnose(
        &self,
        errors: &[SourceDiagnostic],
        context: Context<'_>,
    ) -> Vec<Diagnostic> {
        let errors = errors.iter().filter(|error| error.severity == Severity::Error);
        let is_of_picture = |error: &SourceDiagnostic| error.message.contains("image");
        if errors.clone().any(is_of_picture) {
            let found = self.undecoded(context);
            if !found.is_empty() {
                return found;
            }
        }
        errors.map(|error| self.diagnostic(error, context)).collect()
    }

    /// Reports the pictures that cannot be decoded, of those that the document asked for: loading looks at their heads
    /// and lengths only.
    fn undecoded(&self, context: Context<'_>) -> Vec<Diagnostic> {
        let reads = self.reads.lock().unwrap_or_else(PoisonError::into_inner);
        let names = reads.files.keys().filter_map(|path| path.strip_prefix(PICTURES));
        let is_broken = |name: &&str| {
            let bytes =
                id(&format!("{PICTURES}{name}")).and_then(|id| self.renderer.bytes.get(&id));
            !name.to_ascii_lowercase().ends_with(".svg")
                && bytes.is_some_and(|bytes| image::load_from_memory(bytes).is_err())
        };
        let report = |name: &str| {
            let message = format!("`content/{name}` cannot be decoded");
            let file = name.rsplit('/').next().unwrap_or(name);
            let place = context.manuscripts.iter().find_map(|&manuscript| {
                let start = context.files.get(manuscript).text.find(file)?;
                Some(Span::new(manuscript, start, start + file.len()))
            });
            let found = match place {
                Some(span) => Diagnostic::error(Code::BadPicture, span, message),
                None => Diagnostic { code: Code::BadPicture, ..refused(context, &message) },
            };
            found.with_hint("it may be incomplete, or of a rare kind: export it again")
        };
        names.filter(is_broken).map(report).collect()
    }

    /// A problem is shown in the template, or in the manuscript if the template did not cause it.
    pub(super) fn diagnostic(&self, error: &SourceDiagnostic, context: Context<'_>) -> Diagnostic {
        let message = format!("the PDF cannot be made ({})", error.message);
        let span = self.template_span(error.span);
        let traced = || error.trace.iter().find_map(|point| self.template_span(point.span.into()));
        let place = span.or_else(traced);
        let own = self.renderer.templates.values().copied();
        let of_part = place.and_then(|at| slips::part(&error.message, at, own, context.files));
        if let Some(diagnostic) = of_part {
            return diagnostic;
        }
        let hint =
            place.and_then(|at| slips::hint(&error.message, &context.files.get(at.file).text));
        let diagnostic = match place {
            Some(span) => Diagnostic::error(Code::TypstError, span, message),
            None => refused(context, &message),
        };
        let hints = error.hints.iter().map(|hint| hint.v.to_string());
        diagnostic.with_hints(hint.into_iter().chain(hints))
    }

    pub(super) fn template_span(&self, span: DiagSpan) -> Option<Span> {
        let file = self.renderer.templates.get(&span.id()?)?;
        let range = self.range(span)?;
        Some(Span::new(*file, range.start, range.end))
    }
}

/// Reports the characters that no font has, one problem for each file that has some.
pub(super) fn without_font(missing: &BTreeSet<char>, context: Context<'_>) -> Vec<Diagnostic> {
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
pub(super) fn find(character: char, context: Context<'_>) -> Option<(FileId, Span)> {
    let all = context.files.in_folder("content").map(|(file, _)| file);
    let all = all.chain(context.files.find("quipu.yaml"));
    context.manuscripts.iter().copied().chain(all).find_map(|file| {
        let start = context.files.get(file).text.find(character)?;
        Some((file, Span::new(file, start, start + character.len_utf8())))
    })
}

/// Finds the longest formula of a document in a paragraph of its own.
pub(super) fn longest_formula(context: Context<'_>) -> Option<Span> {
    let formulas = context.manuscripts.iter().flat_map(|&file| {
        let text = &context.files.get(file).text;
        let dollars: Vec<_> = text.match_indices("$$").map(|(at, _)| at).collect();
        let spans = dollars.chunks_exact(2).map(|pair| Span::new(file, pair[0], pair[1] + 2));
        spans.collect::<Vec<_>>()
    });
    formulas.max_by_key(|span| span.end - span.start)
}

/// Reports text that does not fit, at the place where the manuscripts have it.
pub(super) fn too_wide(overflow: &Overflow, context: Context<'_>) -> Diagnostic {
    let Overflow { page, kind, text } = overflow;
    if *kind == Overflowing::Formula {
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
    diagnostic.with_hint(match kind {
        Overflowing::Height => "what stands here does not break over pages, and is higher than one: shorten or divide it",
        Overflowing::Words | Overflowing::Formula => "shorten the text, or give it more room in the theme",
    })
}
