//! The passages of a PDF, by its tags: what a screen reader reads aloud, in its order.

use std::collections::BTreeMap;

use hayro_syntax::Pdf;
use hayro_syntax::object::{self, Dict, MaybeRef, Name, Object, ObjectIdentifier};

use super::content::{self, Marked};
use super::passage::{Kind, Passage, Passages};

/// How deep elements may stand in each other.
const DEEPEST: usize = 200;

/// Returns the passages of a PDF; none if it cannot be read or has no tags.
pub(super) fn of_pdf(bytes: &[u8]) -> Option<Vec<Passage>> {
    let pdf = Pdf::new(bytes.to_vec()).ok()?;
    let marked = content::of_pages(&pdf);
    let catalog: Dict<'_> = pdf.xref().get(pdf.xref().root_id())?;
    let root: Dict<'_> = catalog.get("StructTreeRoot")?;
    let mut passages = Passages::default();
    Reader { marked: &marked }.children(&root, Place::default(), &mut passages);
    Some(passages.finish())
}

/// Where an element stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// The page of its text, if it says so.
    page: Option<ObjectIdentifier>,
    /// The kind of the passage around it.
    kind: Kind,
    /// Whether it is directly in an item of a list.
    is_item: bool,
    depth: usize,
}

impl Default for Place {
    fn default() -> Self {
        Self { page: None, kind: Kind::Text, is_item: false, depth: 0 }
    }
}

struct Reader<'r> {
    marked: &'r BTreeMap<ObjectIdentifier, Marked>,
}

impl Reader<'_> {
    fn children(&self, element: &Dict<'_>, place: Place, passages: &mut Passages) {
        match element.get::<Object<'_>>("K") {
            Some(Object::Array(children)) => {
                for child in children.iter::<Object<'_>>() {
                    self.child(&child, place, passages);
                }
            }
            Some(child) => self.child(&child, place, passages),
            None => {}
        }
    }

    /// Reads a child: an element, or the mark of a text on a page.
    fn child(&self, child: &Object<'_>, place: Place, passages: &mut Passages) {
        match child {
            Object::Number(number) => self.marked(place.page, number.as_i64(), passages),
            Object::Dict(dict) if dict.contains_key("S") && place.depth < DEEPEST => {
                let page = page(dict).or(place.page);
                self.element(dict, Place { page, depth: place.depth + 1, ..place }, passages);
            }
            Object::Dict(dict) => {
                let number = dict.get::<i32>("MCID");
                if let Some(number) = number.filter(|_| !dict.contains_key("Obj")) {
                    self.marked(page(dict).or(place.page), i64::from(number), passages);
                }
            }
            _ => {}
        }
    }

    fn marked(&self, page: Option<ObjectIdentifier>, number: i64, passages: &mut Passages) {
        let texts = page.and_then(|page| self.marked.get(&page));
        let number = i32::try_from(number).ok();
        if let Some(text) = texts.zip(number).and_then(|(texts, number)| texts.get(&number)) {
            passages.push(text);
        }
    }

    fn element(&self, element: &Dict<'_>, place: Place, passages: &mut Passages) {
        let role = element.get::<Name<'_>>("S");
        let role = role.as_deref().unwrap_or_default();
        let inside = Place { is_item: role == b"LI", ..place };
        match role {
            b"Formula" | b"TOC" | b"Artifact" => {}
            // The label of an item is its number, its sign, or a term; any other calls a note or is its number.
            b"Lbl" if !place.is_item => {}
            b"Figure" => {
                let said: Option<object::String<'_>> = element.get("Alt");
                passages.beside(Kind::Text, |passages| {
                    if let Some(said) = &said {
                        passages.push(&content::text(said));
                    }
                });
            }
            b"Note" | b"FENote" => {
                passages.beside(Kind::Note, |passages| {
                    self.children(element, Place { kind: Kind::Note, ..inside }, passages);
                });
            }
            b"H" | b"H1" | b"H2" | b"H3" | b"H4" | b"H5" | b"H6" | b"Title" => {
                self.block(element, Place { kind: Kind::Heading, ..inside }, passages);
            }
            b"Caption" => self.block(element, Place { kind: Kind::Caption, ..inside }, passages),
            b"TH" | b"TD" => self.cell(element, inside, passages),
            b"Span" | b"Link" | b"Quote" | b"Reference" | b"Code" | b"Em" | b"Strong"
            | b"Annot" | b"Sub" => {
                self.children(element, inside, passages);
            }
            _ => self.block(element, inside, passages),
        }
    }

    /// Adds a block, which ends the passage before it.
    fn block(&self, element: &Dict<'_>, place: Place, passages: &mut Passages) {
        passages.end(place.kind);
        self.children(element, place, passages);
        passages.end(place.kind);
    }

    /// Adds a cell, whose blocks are read in one go.
    fn cell(&self, element: &Dict<'_>, place: Place, passages: &mut Passages) {
        passages.end(place.kind);
        passages.whole(Kind::Cell, |inside| {
            self.children(element, Place { kind: Kind::Cell, ..place }, inside);
        });
    }
}

/// Returns the page that an element or a mark is on, if it says so.
fn page(dict: &Dict<'_>) -> Option<ObjectIdentifier> {
    match dict.get_raw::<Dict<'_>>("Pg")? {
        MaybeRef::Ref(page) => Some(page.into()),
        MaybeRef::NotRef(page) => page.obj_id(),
    }
}
