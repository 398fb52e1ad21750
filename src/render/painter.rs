//! Drawing SVG as pictures of pixels with the letters of a publication, and of the machine where its own lack some.

use std::sync::Arc;

use resvg::usvg::fontdb::{self, ID};
use resvg::usvg::{FontResolver, Options};
use ttf_parser::Face;

use super::pdf::FontSet;
use crate::publication::Publication;

/// Draws SVG with the fonts of a publication.
#[derive(Debug, Clone)]
pub struct Painter {
    fonts: Arc<fontdb::Database>,
    /// The same fonts, and those of the machine.
    all: Arc<FontSet>,
}

impl Painter {
    /// Takes the fonts of all themes and of the publication.
    pub fn new(publication: &Publication) -> Self {
        let mut fonts = fontdb::Database::new();
        for (path, bytes) in &publication.assets {
            if path.starts_with("fonts/") || path.contains("/fonts/") {
                fonts.load_font_data(bytes.to_vec());
            }
        }
        Self { fonts: Arc::new(fonts), all: Arc::new(FontSet::new(publication)) }
    }

    /// Returns the fonts of the publication.
    pub(super) fn fonts(&self) -> &fontdb::Database {
        &self.fonts
    }

    /// Returns how a drawing is read: with the fonts of the publication, and those of PDFs for characters that these lack.
    pub fn options(&self, svg: &str) -> Options<'static> {
        let mut fontdb = Arc::clone(&self.fonts);
        for font in self.all.beyond(svg) {
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(font.data().clone());
            Arc::make_mut(&mut fontdb).load_font_source(fontdb::Source::Binary(bytes));
        }
        let font_resolver =
            FontResolver { select_fallback: Box::new(fallback), ..FontResolver::default() };
        Options { fontdb, font_resolver, ..Options::default() }
    }
}

/// Chooses the font for a character that the fonts so far lack: as bold as the first if there is one.
fn fallback(character: char, used: &[ID], fonts: &mut Arc<fontdb::Database>) -> Option<ID> {
    let first = fonts.face(*used.first()?)?;
    let glyph = |bytes: &[u8], index| Face::parse(bytes, index).ok()?.glyph_index(character);
    let has = |face: &&fontdb::FaceInfo| {
        !used.contains(&face.id) && fonts.with_face_data(face.id, glyph).flatten().is_some()
    };
    let unlike = |face: &&fontdb::FaceInfo| {
        (face.style != first.style, face.weight.0.abs_diff(first.weight.0))
    };
    Some(fonts.faces().filter(has).min_by_key(unlike)?.id)
}
