//! How a theme draws: the widths of letters, and how wide print is.

use super::tokens::{Medium, Tokens};
use crate::chart::{Layout, Scene, Typeface, svg_alone, svg_for_print};
use crate::files::Bytes;

/// The family of labels in the default theme, which is measured where a theme names none that
/// has a font.
const EMBEDDED_FAMILY: &str = "Quipu Sans";

/// What charts are drawn with.
#[derive(Debug, Clone)]
pub struct ChartStyle {
    /// The widths of letters.
    pub typeface: Typeface,
    /// Print as wide as the text.
    pub print: Layout,
}

impl Default for ChartStyle {
    fn default() -> Self {
        Self { typeface: Typeface::default(), print: Layout::PRINT_TEXT }
    }
}

impl ChartStyle {
    /// Reads the tokens of a theme; `fonts` are the files of all fonts, by path.
    pub(super) fn new<'f>(
        tokens: &Tokens,
        fonts: impl Iterator<Item = (&'f String, &'f Bytes)>,
    ) -> Self {
        let fonts = fonts.filter(|(path, _)| path.contains("fonts/")).map(|(_, bytes)| &**bytes);
        let mut families = tokens.families("label", Medium::Print);
        families.push(EMBEDDED_FAMILY.to_owned());
        let points = |group, name| points(tokens.value(group, name, Medium::Print)?);
        let fallback = Layout::PRINT_TEXT;
        let print = Layout {
            width: points("width", "measure").unwrap_or(fallback.width),
            size: points("size", "small").unwrap_or(fallback.size),
            ..fallback
        };
        Self { typeface: Typeface::find(fonts, &families), print }
    }
}

/// Reads a length such as `345pt`.
fn points(length: &str) -> Option<f64> {
    length.strip_suffix("pt")?.trim().parse().ok()
}

impl Tokens {
    /// Writes a drawing as a file of its own, in the colours of print, letters as outlines.
    pub fn picture(&self, scene: &Scene, typeface: &Typeface) -> String {
        svg_alone(scene, typeface, &|name| self.chart_colour(name))
    }

    /// Writes a drawing as SVG in the colours and the family of print.
    pub fn svg(&self, scene: &Scene) -> String {
        let family = self.families("label", Medium::Print).join(", ");
        svg_for_print(scene, &family, &|name| self.chart_colour(name))
    }
}
