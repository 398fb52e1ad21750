//! What a writer asks about a page: where its text stands, its numbers, its other editions.
//!
//! It is asked for a page at a time and by hand, so the edition is bound again for each answer, and nothing
//! is kept beside the pages.

use std::path::Path;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use serde_json::{Value as Json, json};

use super::{Server, Serving};
use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::span::{Span, Spanned};
use crate::engine::inspect::{inspect, projected};
use crate::engine::session::Session;
use crate::plan::Edition;
use crate::publication::Publication;
use crate::publication::audience::Budget;
use crate::tools::translation;
use crate::tree::{Document, Inline, Line, plain_text};

/// What a path in an address of an editor must not hold as it is.
const ESCAPED: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'?').add(b'<').add(b'>');

/// A page, bound again.
struct Page<'a> {
    serving: &'a Serving,
    publication: &'a Publication,
    session: &'a Session<'a>,
    edition: &'a Edition<'a>,
    document: Document,
}

/// Asks about the page at `path`, such as `en/briefs/port/`; none if no text has that page.
fn with_page(server: &Server, path: &str, ask: impl Fn(&Page<'_>) -> Json) -> Option<Json> {
    let Server { serving, memory, .. } = server;
    let options = server.options();
    let (publication, mut problems) = options.load_again(&memory.publication).ok()?;
    let shelves = projected(&publication, options.drafts, &mut problems);
    // The pages of a restricted audience stand below a folder with its name behind a tilde.
    let (restricted, address) = match path.strip_prefix('~').and_then(|rest| rest.split_once('/')) {
        Some((audience, address)) => (Some(audience), address),
        None => (None, path),
    };
    let shelf = shelves.iter().find(|shelf| shelf.restricted.as_deref() == restricted)?;
    let sessions = inspect(std::slice::from_ref(shelf), &mut problems);
    let session = sessions.first()?;
    let edition = session.plan.editions.iter().find(|edition| edition.address == address)?;
    let document = session.document(edition).value?;
    Some(ask(&Page { serving, publication: &publication, session, edition, document }))
}

/// Returns the numbers, lengths, translations and other editions of a page.
pub(super) fn describe(server: &Server, path: &str) -> Option<Json> {
    with_page(server, path, |page| {
        let files = &page.publication.files;
        json!({
            "source": page.place(Span::start_of(page.edition.manuscript.file)),
            "editions": page.editions(),
            "words": page.document.words,
            "most": page.most(|budget| budget.max_words),
            "pages": server.pdf_pages(path),
            "most_pages": page.most(|budget| budget.max_pages),
            "numbers": page.numbers(),
            "translations": page.translations(files),
        })
    })
}

/// Returns where the text of a page that reads `text` was written; an `entry` is a number's place in the
/// ledger.
pub(super) fn locate(
    server: &Server,
    path: &str,
    (text, entry): (&str, Option<usize>),
) -> Option<Json> {
    with_page(server, path, |page| page.locate(text, entry))
}

impl Page<'_> {
    /// Returns a place, with the address by which the editor opens it.
    fn place(&self, span: Span) -> Json {
        let file = self.publication.files.get(span.file);
        let (line, column) = file.line_column(span.range().start);
        json!({
            "file": &*file.path,
            "line": line,
            "open": address(self.serving, &file.path, (line, column)),
        })
    }

    /// Returns the editions of the same text, and which of them this is.
    fn editions(&self) -> Vec<Json> {
        let this = self.edition;
        let alike = self.session.plan.editions.iter().filter(|edition| {
            edition.form() == this.form()
                && edition.manuscript.id == this.manuscript.id
                && edition.subject == this.subject
        });
        let edition = |edition: &Edition<'_>| {
            json!({
                "audience": edition.site.audience.id.as_str(),
                "language": edition.site.language.tag.as_str(),
                "address": edition.address.as_str(),
                "is_this": edition.index == this.index,
            })
        };
        alike.map(edition).collect()
    }

    /// Returns a limit of the page's budget.
    fn most(&self, limit: impl Fn(&Budget) -> Option<Spanned<usize>>) -> Option<usize> {
        let budgets = &self.edition.site.audience.budgets;
        limit(budgets.get(&self.edition.form())?).map(|limit| limit.value)
    }

    fn numbers(&self) -> Vec<Json> {
        let entries = self.document.ledger.iter();
        let number = |entry: &crate::tree::LedgerEntry| {
            json!({
                "text": entry.text.as_str(),
                "unit": entry.unit.as_str(),
                "expression": entry.expression.as_str(),
                "is_inferred": entry.is_inferred,
                "source": self.place(entry.span),
            })
        };
        entries.map(number).collect()
    }

    /// Returns what is wrong with the translations of the page's text.
    fn translations(&self, files: &Files) -> Vec<String> {
        let mut problems = Problems::default();
        translation::check(self.publication, &mut problems);
        let is_here = |path: &str| path == &*files.get(self.edition.manuscript.file).path;
        let found = problems.into_sorted().into_iter();
        found
            .filter(|found| is_here(self.publication.path_of(&found.place)))
            .map(|found| found.message)
            .collect()
    }

    fn locate(&self, text: &str, entry: Option<usize>) -> Json {
        if let Some(entry) = entry.and_then(|entry| self.document.ledger.get(entry)) {
            return self.place(entry.span);
        }
        let wanted = folded(text);
        let lines = self.document.lines();
        let texts = lines.iter().filter_map(|line| match line {
            Line::Text(inlines) => Some((folded(&plain_text(inlines)), first(inlines)?)),
            Line::Figure(_) | Line::Table(_) | Line::List => None,
        });
        // The longest text that what was clicked on begins with, or that begins with it.
        let fits = texts.filter(|(text, _)| {
            !text.is_empty() && (wanted.starts_with(text.as_str()) || text.starts_with(&wanted))
        });
        let found = fits.max_by_key(|(text, _)| text.len()).map(|(_, span)| span);
        self.place(found.unwrap_or_else(|| Span::start_of(self.edition.manuscript.file)))
    }
}

/// Returns a text as it compares: letters and digits alone, since pages have marks of their own.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Returns where the first text of the author's in a line was written.
fn first(inlines: &[Inline]) -> Option<Span> {
    inlines.iter().find_map(|inline| match inline {
        Inline::Text { origin, .. } => *origin,
        other => first(other.content()),
    })
}

/// Returns the address by which an editor opens a place.
fn address(serving: &Serving, path: &str, (line, column): (usize, usize)) -> String {
    let root = std::path::absolute(&serving.root).unwrap_or_else(|_| serving.root.clone());
    let file = slashed(&root.join(path));
    serving
        .editor
        .replace("{path}", &utf8_percent_encode(&file, ESCAPED).to_string())
        .replace("{line}", &line.to_string())
        .replace("{column}", &column.to_string())
}

/// Returns a path as addresses have it: with forward slashes, one at its beginning.
fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/").replace("/./", "/");
    if path.starts_with('/') { path } else { format!("/{path}") }
}
