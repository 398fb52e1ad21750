//! What is known about a publication whose files are as an editor shows them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ecow::EcoString;
use lsp_types as lsp;

use super::position;
use crate::base::diagnostic::{self, Diagnostic, Place, Problems, Severity};
use crate::base::files::Files;
use crate::base::span::{FileId, Span, Spanned};
use crate::data::dataset::Datasets;
use crate::data::values::Values;
use crate::engine::inspect::{documents, inspect, projected};
use crate::engine::load::{Failure, load_over};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind, plain_text};
use crate::projection::Drafts;
use crate::publication::Publication;
use crate::publication::entity::Entities;
use crate::publication::glossary::Glossary;
use crate::publication::sources::Sources;
use crate::tools::audit;
use crate::tree::{CellName, Document};

/// Something that has a name and occurs in several places.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Symbol {
    /// A source, by its key.
    Source(EcoString),
    /// What cross-references point to, by its id.
    Anchor(EcoString),
    /// A term of the glossary, by its id.
    Term(EcoString),
}

/// A number that is written in the text as `{{…}}`.
#[derive(Debug, Default)]
pub(super) struct Number {
    /// How it is printed, by language.
    pub(super) printed: BTreeMap<EcoString, BTreeSet<EcoString>>,
    /// The cells that it is based on, in order of use.
    pub(super) cells: Vec<CellName>,
    /// What it measures.
    pub(super) unit: EcoString,
}

/// The possible completions.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) datasets: Arc<Datasets>,
    pub(super) entities: Arc<Entities>,
    pub(super) values: Arc<Values>,
    pub(super) sources: Arc<Sources>,
    pub(super) glossary: Arc<Glossary>,
    /// The languages, the default first.
    pub(super) languages: Vec<EcoString>,
    /// The ids that references can point to, with what they are called.
    pub(super) anchors: BTreeMap<EcoString, String>,
}

/// What is known of a publication.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    root: PathBuf,
    /// The texts that places point into.
    pub(super) files: Files,
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The findings of the audit.
    pub(super) remarks: Vec<Diagnostic>,
    /// The bound numbers, by the places where they are written.
    pub(super) numbers: BTreeMap<Span, Number>,
    /// Where symbols are used.
    pub(super) uses: BTreeMap<Span, Symbol>,
    /// Where symbols are defined.
    pub(super) definitions: BTreeMap<Symbol, BTreeSet<Span>>,
    /// The possible completions.
    pub(super) names: Names,
}

impl Analysis {
    /// Analyses the publication in `root`, whose open files have the texts that are given by their paths.
    pub(super) fn new(root: &Path, open: &BTreeMap<String, String>) -> Self {
        let mut analysis = Self { root: root.to_owned(), ..Self::default() };
        let (publication, mut problems) = match load_over(root, open) {
            Ok(loaded) => loaded,
            Err(Failure::Refused(diagnostics, files)) => {
                return Self { files, diagnostics, ..analysis };
            }
            // The folder is gone, and the editor cannot show it.
            Err(Failure::Io(..)) => return analysis,
        };
        analysis.bind(&publication, &mut problems);
        analysis.read(&publication);
        analysis.diagnostics = diagnostic::sift(problems.into_sorted(), &publication.files);
        analysis.files = publication.files;
        analysis
    }

    /// Binds all editions, and records how their numbers are printed.
    fn bind(&mut self, publication: &Publication, problems: &mut Problems) {
        let shelves = projected(publication, Drafts::Shown, problems);
        let sessions = inspect(&shelves, problems);
        let editions = documents(&sessions, problems);
        for (_, document) in &editions {
            self.number(document);
        }
        if let Some(session) = sessions.first() {
            self.remarks = audit::audit(publication, session, &editions).diagnostics;
        }
    }

    fn number(&mut self, document: &Document) {
        for entry in &document.ledger {
            let number = self.numbers.entry(entry.span).or_default();
            let printed = number.printed.entry(document.language.clone()).or_default();
            printed.insert(entry.text.clone());
            if number.cells.is_empty() {
                number.cells.clone_from(&entry.cells);
                number.unit.clone_from(&entry.unit);
            }
        }
    }

    /// Records where names occur in the texts, and what can be completed.
    fn read(&mut self, publication: &Publication) {
        for work in publication.works.values() {
            for manuscript in work.manuscripts.values().filter(|manuscript| manuscript.is_written())
            {
                manuscript.visit(&mut Reader(self));
            }
        }
        for (key, source) in publication.sources.iter() {
            self.define(Symbol::Source(key.clone()), source.span);
        }
        self.names.datasets = Arc::clone(&publication.datasets);
        self.names.entities = Arc::clone(&publication.entities);
        self.names.values = Arc::clone(&publication.values);
        self.names.sources = Arc::clone(&publication.sources);
        self.names.glossary = Arc::clone(&publication.glossary);
        self.names.languages = publication.settings.tags().map(EcoString::from).collect();
    }

    fn define(&mut self, symbol: Symbol, span: Span) {
        self.definitions.entry(symbol).or_default().insert(span);
    }

    /// Returns the file at `path`.
    pub(super) fn file(&self, path: &str) -> Option<FileId> {
        self.files.find(path)
    }

    /// Returns how an editor names the file at `path` below the publication's folder.
    pub(super) fn uri(&self, path: &str) -> Option<lsp::Uri> {
        position::uri(&self.root.join(path))
    }

    /// Returns a place in the editor's terms; none in a file that is part of the program.
    pub(super) fn location(&self, span: Span) -> Option<lsp::Location> {
        let file = self.files.get(span.file);
        let uri = self.uri(&file.path).filter(|_| self.root.join(&*file.path).exists())?;
        Some(lsp::Location::new(uri, position::range(&file.text, span.range())))
    }

    /// Returns where a cell stands.
    pub(super) fn cell(&self, name: &CellName) -> Option<&crate::data::dataset::Cell> {
        let dataset = self.names.datasets.get(&name.dataset)?;
        dataset.rows.get(dataset.row(&name.row)?)?.cells.get(dataset.column(&name.column)?)
    }

    /// Returns everything in a file that covers the byte `offset`.
    pub(super) fn numbers_at(
        &self,
        file: FileId,
        offset: usize,
    ) -> impl Iterator<Item = (Span, &Number)> {
        let whole = Span::new(file, 0, 0)..=Span::new(file, offset, usize::MAX);
        let numbers = self.numbers.range(whole).map(|(span, number)| (*span, number));
        numbers
            .filter(move |(span, _)| span.range().contains(&offset) || span.range().end == offset)
    }

    /// Returns the problems, by the paths of files.
    pub(super) fn problems(&self) -> BTreeMap<String, Vec<lsp::Diagnostic>> {
        let mut problems: BTreeMap<_, Vec<_>> = BTreeMap::new();
        let remarks =
            self.remarks.iter().map(|remark| (remark, lsp::DiagnosticSeverity::INFORMATION));
        let found = self.diagnostics.iter().map(|found| (found, severity(found.severity)));
        for (diagnostic, severity) in found.chain(remarks) {
            let path = match &diagnostic.place {
                Place::Text(span) => self.files.get(span.file).path.to_string(),
                Place::Path(path) => path.clone(),
            };
            problems
                .entry(path)
                .or_default()
                .push(lsp::Diagnostic { severity: Some(severity), ..self.problem(diagnostic) });
        }
        problems
    }

    /// Returns a problem in the editor's terms.
    pub(super) fn problem(&self, diagnostic: &Diagnostic) -> lsp::Diagnostic {
        let range = match &diagnostic.place {
            Place::Text(span) => position::range(&self.files.get(span.file).text, span.range()),
            Place::Path(_) => lsp::Range::default(),
        };
        let related = diagnostic.related.iter().filter_map(|(span, label)| {
            let location = self.location(*span)?;
            Some(lsp::DiagnosticRelatedInformation { location, message: label.clone() })
        });
        let hints = diagnostic.hints.iter().map(|hint| format!("\nhelp: {hint}"));
        lsp::Diagnostic {
            range,
            severity: Some(severity(diagnostic.severity)),
            code: Some(lsp::NumberOrString::String(diagnostic.code.id().to_owned())),
            source: Some("quipu".to_owned()),
            message: std::iter::once(diagnostic.message.clone()).chain(hints).collect(),
            related_information: Some(related.collect()),
            ..lsp::Diagnostic::default()
        }
    }
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
    }
}

/// Finds names in a manuscript.
struct Reader<'a>(&'a mut Analysis);

impl Reader<'_> {
    fn anchor(&mut self, id: Option<&Spanned<EcoString>>, title: &[Inline]) {
        let Some(id) = id else { return };
        self.0.define(Symbol::Anchor(id.value.clone()), id.span);
        let name = self.0.names.anchors.entry(id.value.clone()).or_default();
        if name.is_empty() {
            *name = plain_text(title);
        }
    }

    fn attributes(&mut self, attributes: &Attributes, title: &[Inline]) {
        self.anchor(attributes.id.as_ref(), title);
        if let Some(term) = attributes.value("term") {
            self.0.uses.insert(term.span, Symbol::Term(term.value.clone()));
        }
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::Heading { attributes, content, .. } => {
                self.attributes(attributes, content);
            }
            BlockKind::Table(table) => self.attributes(&table.attributes, &table.caption),
            BlockKind::Picture(picture) => self.attributes(&picture.attributes, &picture.caption),
            BlockKind::DataTable(table) => self.anchor(table.id.as_ref(), &table.title),
            BlockKind::Chart(chart) => self.anchor(chart.table.id.as_ref(), &chart.table.title),
            BlockKind::Formula(equation) => self.attributes(&equation.attributes, &[]),
            BlockKind::Div(attributes, _) => self.attributes(attributes, &[]),
            BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::RawHtml(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Citation(cites) => {
                for cite in cites {
                    self.0.uses.insert(cite.key.span, Symbol::Source(cite.key.value.clone()));
                }
            }
            InlineKind::Reference(reference) => {
                for id in &reference.ids {
                    self.0.uses.insert(id.span, Symbol::Anchor(id.value.clone()));
                }
            }
            InlineKind::Span(span) => self.attributes(&span.attributes, &[]),
            InlineKind::Image(picture) => self.attributes(&picture.attributes, &[]),
            InlineKind::Text(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Code(_)
            | InlineKind::Formula(_)
            | InlineKind::Link(_)
            | InlineKind::Number(_)
            | InlineKind::Footnote(_)
            | InlineKind::LineBreak
            | InlineKind::RawHtml(_) => {}
        }
        self.inlines(inline.kind.content());
    }
}
