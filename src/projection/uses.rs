//! What the texts of an audience use: sources, datasets, pictures.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use ecow::EcoString;
use percent_encoding::percent_decode_str;

use crate::base::files;
use crate::base::span::{FileId, Span};
use crate::data::Dataset;
use crate::data::dataset::{SourceReference, Value as Cell};
use crate::data::expression::Expression;
use crate::data::register::{Line, Pointer, Register, Remark, Value};
use crate::markup::visit::{Visit, walk_block};
use crate::markup::{Block, BlockKind, Inline, InlineKind, Picture};
use crate::publication::Publication;
use crate::publication::glossary::Glossary;
use crate::publication::manuscript::Manuscript;

/// The folder with the outlines that maps are drawn from.
pub(crate) const SHAPES: &str = "content/maps/";

/// What the texts of an audience use.
#[derive(Debug, Default)]
pub struct Uses {
    /// The keys of the sources that the texts, or the data that they use, cite.
    pub sources: BTreeSet<EcoString>,
    /// The names of the datasets from which they print values.
    pub datasets: BTreeSet<EcoString>,
    /// The paths of the pictures that they show or link to.
    pictures: BTreeSet<String>,
    /// The names of the named values that they print.
    values: BTreeSet<EcoString>,
    /// The names of the terms that they mark.
    terms: BTreeSet<EcoString>,
    /// The names of the files with the outlines for their maps.
    shapes: BTreeSet<EcoString>,
    /// The path of the file that is being read.
    path: String,
    /// The paths of the files that it includes.
    included: BTreeMap<FileId, String>,
}

impl Uses {
    /// Finds what `texts` use, and what registers use, which all audiences read.
    pub(super) fn new<'a>(
        texts: impl Iterator<Item = &'a Manuscript>,
        publication: &'a Publication,
    ) -> Self {
        let mut uses = Self::default();
        for text in texts {
            let path = &publication.files.get(text.file).path;
            let files = &publication.files;
            let paths = text.included.iter().map(|id| (*id, files.get(*id).path.to_string()));
            uses.included = paths.collect();
            uses.inside(path, |uses| text.visit(uses));
            uses.included.clear();
            for figure in text.profile.iter().flat_map(|profile| &profile.figures) {
                uses.expression(&figure.value.expression);
            }
            for like in text.profile.iter().filter_map(|profile| profile.like.as_ref()) {
                uses.expression(&like.expression);
            }
            if let Some(drawing) = &text.drawing {
                uses.datasets.insert(drawing.data.value.clone());
            }
        }
        for register in publication.registers.iter() {
            let path = &publication.files.get(register.file).path;
            uses.inside(path, |uses| uses.register(register));
        }
        uses.misplaced_pictures(publication);
        uses.terms(&publication.glossary);
        uses.named_values(publication);
        let derived: Vec<_> = uses.datasets.iter().cloned().collect();
        for dataset in derived {
            uses.datasets.extend(publication.lineage.inputs(&dataset).cloned());
        }
        let told = publication.told();
        let used: Vec<_> = uses.datasets.iter().filter_map(|name| told.get(name)).collect();
        for dataset in used {
            uses.sources.extend(sources_of(dataset));
        }
        uses
    }

    /// Finds what one text uses itself, without what its data are based on.
    pub fn of(text: &Manuscript) -> Self {
        let mut uses = Self::default();
        text.visit(&mut uses);
        uses
    }

    /// Whether a text shows the picture at `path`.
    pub(super) fn shows(&self, path: &str) -> bool {
        self.pictures.contains(path)
    }

    /// Collects what the file at `path` uses.
    fn inside(&mut self, path: &str, look: impl FnOnce(&mut Self)) {
        path.clone_into(&mut self.path);
        look(self);
    }

    /// Whether a map is drawn from the outlines in the file at `path`.
    pub(super) fn draws(&self, path: &str) -> bool {
        self.shapes.contains(path.strip_prefix(SHAPES).unwrap_or(path))
    }

    fn expression(&mut self, expression: &Expression) {
        match expression {
            Expression::Cells(selection) => {
                self.datasets.insert(selection.dataset.value.clone());
            }
            Expression::Named(name) => {
                self.values.insert(name.value.clone());
            }
            _ => expression.parts().into_iter().for_each(|part| self.expression(part)),
        }
    }

    /// Follows named values to the datasets that they are computed from.
    fn named_values(&mut self, publication: &Publication) {
        let mut followed = BTreeSet::new();
        while let Some(name) = self.values.difference(&followed).next().cloned() {
            let value = publication.values.iter().find(|(known, _)| **known == name);
            if let Some((_, value)) = value {
                self.expression(&value.binding.expression);
            }
            followed.insert(name);
        }
    }

    fn picture(&mut self, picture: &Picture) {
        self.shown(&picture.path.value, picture.path.span);
    }

    /// Records a picture that a text shows or links to, under its address as written and with
    /// percent-encoded characters decoded.
    fn shown(&mut self, address: &str, span: Span) {
        let address = address.split('#').next().unwrap_or_default();
        let decoded = percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address));
        let from = self.included.get(&span.file).unwrap_or(&self.path);
        let paths = [address, &*decoded].map(|address| files::target(from, address));
        self.pictures.extend(paths.into_iter().flatten());
    }

    /// Adds pictures with the file name of a missing one, for the hint; in that case, nothing is
    /// published.
    fn misplaced_pictures(&mut self, publication: &Publication) {
        let Publication { files, assets, .. } = publication;
        let is_missing = |path: &&String| !assets.contains_key(*path) && files.find(path).is_none();
        let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let missing: BTreeSet<_> =
            self.pictures.iter().filter(is_missing).map(|path| name(path)).collect();
        if !missing.is_empty() {
            let all = files.below("content/images/").map(|(_, file)| &*file.path);
            let all = all.chain(assets.keys().map(String::as_str));
            self.pictures.extend(all.filter(|path| missing.contains(&name(path))).map(Into::into));
        }
    }

    fn source(&mut self, source: Option<&SourceReference>) {
        self.sources.extend(source.map(|source| source.key.value.clone()));
    }

    fn line(&mut self, line: Option<&Line>) {
        let languages = line.into_iter().flat_map(|line| line.parsed.values());
        languages.for_each(|inlines| self.inlines(inlines));
    }

    fn register(&mut self, register: &Register) {
        self.datasets.insert(register.id.clone());
        self.source(register.source.as_ref());
        self.line(register.summary.as_ref());
        register.notes.iter().for_each(|note| self.line(Some(note)));
        for entry in &register.entries {
            entry.values.iter().for_each(|value| self.value(value));
            entry.sources.iter().for_each(|source| self.source(Some(source)));
        }
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Line(line) => self.line(Some(line)),
            Value::Source(source) => self.source(Some(source)),
            Value::Remark(remark) => self.remark(remark),
            Value::List(values) => values.iter().for_each(|value| self.value(value)),
            Value::Plain(_) | Value::Choice(_) | Value::Reference(_) => {}
        }
    }

    fn remark(&mut self, remark: &Remark) {
        self.line(remark.text.as_ref());
        self.source(remark.source.as_ref());
        for pointer in &remark.at {
            match pointer {
                Pointer::Number(binding) => self.expression(&binding.expression),
                Pointer::Entry(_) | Pointer::Brief(_) => {}
            }
        }
    }

    fn terms(&mut self, glossary: &Glossary) {
        let marked = glossary.iter().filter(|(id, _)| self.terms.contains(*id));
        let sources: Vec<_> = marked.filter_map(|(_, term)| term.source.as_ref()).collect();
        for source in sources {
            self.source(Some(source));
        }
    }
}

/// Returns the keys of the sources of a dataset and of its rows.
fn sources_of(dataset: &Dataset) -> impl Iterator<Item = EcoString> + '_ {
    let own = dataset.source.iter().map(|source| source.key.value.clone());
    let cells = dataset.rows.iter().flat_map(|row| &row.cells);
    own.chain(cells.filter_map(|cell| match &cell.value {
        Cell::Source(key) => Some(key.clone()),
        _ => None,
    }))
}

impl<'a> Visit<'a> for Uses {
    fn block(&mut self, block: &'a Block) {
        match &block.kind {
            BlockKind::DataTable(table) => {
                self.datasets.insert(table.data.value.clone());
            }
            BlockKind::Chart(chart) => {
                self.datasets.insert(chart.table.data.value.clone());
                for reference in &chart.references {
                    self.expression(&reference.value.expression);
                }
                let shapes = chart.map.as_ref().and_then(|map| map.shapes.as_ref());
                self.shapes.extend(shapes.map(|shapes| shapes.file.value.clone()));
            }
            BlockKind::Picture(picture) => self.picture(picture),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::List { .. }
            | BlockKind::Definitions(_)
            | BlockKind::Quote(_)
            | BlockKind::Alert(..)
            | BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::Formula(_)
            | BlockKind::Table(_)
            | BlockKind::Register(_)
            | BlockKind::Entry(_)
            | BlockKind::Div(..)
            | BlockKind::RawHtml(_) => {}
        }
        walk_block(self, block);
    }

    fn inline(&mut self, inline: &'a Inline) {
        match &inline.kind {
            InlineKind::Number(binding) => self.expression(&binding.expression),
            InlineKind::Citation(cites) => {
                self.sources.extend(cites.iter().map(|cite| cite.key.value.clone()));
            }
            InlineKind::Image(picture) => self.picture(picture),
            InlineKind::Link(link) => self.shown(&link.target, inline.span),
            InlineKind::Span(span) => {
                self.terms.extend(span.attributes.value("term").map(|id| id.value.clone()));
            }
            InlineKind::Text(_)
            | InlineKind::Emphasis(_)
            | InlineKind::Strong(_)
            | InlineKind::Strikethrough(_)
            | InlineKind::Subscript(_)
            | InlineKind::Superscript(_)
            | InlineKind::Code(_)
            | InlineKind::Formula(_)
            | InlineKind::Reference(_)
            | InlineKind::Footnote(_)
            | InlineKind::LineBreak
            | InlineKind::RawHtml(_) => {}
        }
        self.inlines(inline.kind.content());
    }
}
