//! How a register's page shows its entries.

use ecow::EcoString;

use super::{Line, Register};
use crate::base::span::{Span, Spanned};
use crate::markup::{Filter, RegisterBlock, ViewKind};

/// A view on the page of its register.
#[derive(Debug, Clone)]
pub struct View {
    /// The place.
    pub span: Span,
    /// The anchor.
    pub id: Option<Spanned<EcoString>>,
    /// The title.
    pub title: Line,
    /// How the entries are arranged.
    pub kind: ViewKind,
    /// Which entries: those that pass all filters.
    pub filters: Vec<Filter>,
    /// A remark.
    pub note: Option<Line>,
}

/// From how many entries a register's page lists them all.
const LISTED_FROM: usize = 8;

impl Register {
    /// Returns a view of all entries with their facts, for a register of some length where no
    /// view of the author's has a row for each. Its title is left to the words of the edition.
    pub(super) fn listing(&self) -> Option<RegisterBlock> {
        let lists_all = |view: &View| {
            let has_rows = match &view.kind {
                ViewKind::List { group_by, .. } => group_by.is_none(),
                ViewKind::Timeline { .. } => true,
                ViewKind::Matrix { .. } => false,
            };
            has_rows && view.filters.is_empty()
        };
        if self.entries.len() < LISTED_FROM
            || self.layout.facts.is_empty()
            || self.views.iter().any(lists_all)
        {
            return None;
        }
        let span = Span::start_of(self.file);
        let fields = [self.layout.label].into_iter().chain(self.layout.facts.iter().copied());
        let fields = fields.map(|field| Spanned::new(self.fields[field].column.name.clone(), span));
        Some(RegisterBlock {
            id: None,
            title: Vec::new(),
            register: Spanned::new(self.id.clone(), span),
            kind: ViewKind::List { fields: fields.collect(), group_by: None },
            filters: Vec::new(),
            entries: Vec::new(),
            note: Vec::new(),
        })
    }
}

impl View {
    /// Returns the block that draws the view in the language `tag`.
    pub(super) fn block(&self, register: &Register, tag: &str) -> RegisterBlock {
        RegisterBlock {
            id: self.id.clone(),
            title: self.title.inlines(tag).to_vec(),
            register: Spanned::new(register.id.clone(), self.span),
            kind: self.kind.clone(),
            filters: self.filters.clone(),
            entries: Vec::new(),
            note: self.note.as_ref().map(|note| note.inlines(tag).to_vec()).unwrap_or_default(),
        }
    }
}
