//! What charts need of a theme: the widths of letters, the width of print, and the outlines of
//! countries.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::tokens::{Medium, Tokens};
use crate::base::files::Bytes;
use crate::chart::{Atlas, AtlasError, ChartLayout, Scene, Typeface, svg_alone, svg_for_print};

/// The family of labels in the default theme, whose widths are used if the theme's own family has
/// no font file.
const EMBEDDED_FAMILY: &str = "Quipu Sans";

/// What charts are drawn with.
#[derive(Debug, Clone)]
pub struct ChartStyle {
    /// The widths of letters.
    pub typeface: Typeface,
    /// Print as wide as the text column.
    pub print: ChartLayout,
    /// The outlines of countries for maps of the world.
    pub world: Outlines,
    /// The finer outlines of countries, for maps of a part of the world.
    pub regions: Outlines,
}

/// A file of outlines in the theme, read when the first map needs it.
#[derive(Debug, Clone, Default)]
pub struct Outlines {
    /// The file, below its layer.
    pub name: &'static str,
    bytes: Option<Bytes>,
    atlas: OnceLock<Result<Arc<Atlas>, AtlasError>>,
}

impl Outlines {
    fn new(name: &'static str, bytes: Option<&Bytes>) -> Self {
        Self { name, bytes: bytes.cloned(), atlas: OnceLock::new() }
    }

    /// Returns the outlines.
    ///
    /// # Errors
    /// The file of a theme is neither `GeoJSON` nor `TopoJSON`.
    pub fn atlas(&self) -> Result<Arc<Atlas>, AtlasError> {
        let read = || {
            let bytes = self.bytes.as_ref().map(AsRef::as_ref).unwrap_or_default();
            Atlas::read(bytes, None).map(Arc::new)
        };
        self.atlas.get_or_init(read).clone()
    }
}

impl Default for ChartStyle {
    fn default() -> Self {
        Self {
            typeface: Typeface::default(),
            print: ChartLayout::PRINT_TEXT,
            world: Outlines::default(),
            regions: Outlines::default(),
        }
    }
}

impl ChartStyle {
    /// Reads the tokens of a theme; `fonts` are the files of all fonts, by path, and `maps` those of
    /// outlines, by name.
    pub(super) fn new<'f>(
        tokens: &Tokens,
        fonts: impl Iterator<Item = (&'f String, &'f Bytes)>,
        maps: &BTreeMap<&str, &'f Bytes>,
    ) -> Self {
        let fonts = fonts.filter(|(path, _)| path.contains("fonts/")).map(|(_, bytes)| &**bytes);
        let mut families = tokens.families("label", Medium::Print);
        families.push(EMBEDDED_FAMILY.to_owned());
        let points = |group, name| points(tokens.value(group, name, Medium::Print)?);
        let fallback = ChartLayout::PRINT_TEXT;
        let print = ChartLayout {
            width: points("width", "measure").unwrap_or(fallback.width),
            size: points("size", "small").unwrap_or(fallback.size),
            ..fallback
        };
        let outlines = |name: &'static str| Outlines::new(name, maps.get(name).copied());
        Self {
            typeface: Typeface::find(fonts, &families),
            print,
            world: outlines("countries-110m.topojson"),
            regions: outlines("countries-50m.topojson"),
        }
    }
}

/// Reads a length such as `345pt`.
fn points(length: &str) -> Option<f64> {
    length.strip_suffix("pt")?.trim().parse().ok()
}

impl Tokens {
    /// Writes a drawing as a file of its own, in the colours of print, with letters as outlines.
    pub fn picture(&self, scene: &Scene, typeface: &Typeface) -> String {
        svg_alone(scene, typeface, &|name| self.chart_colour(name))
    }

    /// Writes a drawing as SVG in the colours and the family of print.
    pub fn svg(&self, scene: &Scene) -> String {
        let family = self.families("label", Medium::Print).join(", ");
        svg_for_print(scene, &family, &|name| self.chart_colour(name))
    }
}
