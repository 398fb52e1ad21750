//! How a register's page shows its entries.

use ecow::EcoString;

use super::{Line, Register};
use crate::markup::{Filter, RegisterBlock, ViewKind};
use crate::span::{Span, Spanned};

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
