//! Text measured in the font that it will be set in, so that no label is cut or
//! meets another.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use icu::properties::CodePointMapData;
use icu::properties::props::GeneralCategory;
use icu::segmenter::LineSegmenter;
use icu::segmenter::options::LineBreakOptions;
use ttf_parser::cmap::Subtable;
use ttf_parser::name::Name;
use ttf_parser::{Face, name_id};

/// The distance from one baseline to the next, in em.
pub(super) const LEADING: f64 = 1.2;

/// The height of capitals and figures, in em; what looks like the height of a label.
pub(super) const CAPITALS: f64 = 0.66;

/// Advances are rounded and letters may overhang, so measured widths get 1 % more.
const ALLOWANCE: f64 = 1.01;

/// The width of a character of a script with square letters, such as Chinese, in em.
const SQUARE_WIDTH: f64 = 1.0;

/// The width of any other character that the font lacks, in em: that of a wide letter of a common sans serif.
const OTHER_WIDTH: f64 = 0.6;

/// The weight of type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Values and notes.
    Regular,
    /// Names of what is highlighted.
    Semibold,
}

impl Weight {
    /// Returns the number that CSS and the font's weight axis use.
    pub(super) fn number(self) -> u16 {
        match self {
            Self::Regular => 400,
            Self::Semibold => 600,
        }
    }
}

/// How wide the characters of the family of labels are, at both weights.
#[derive(Debug, Clone, Default)]
pub struct Typeface {
    regular: Cut,
    semibold: Cut,
}

/// One weight of a typeface.
#[derive(Clone, Default)]
struct Cut {
    advances: Advances,
    /// The bytes of its font; none if the widths are assumed.
    font: Option<Arc<[u8]>>,
}

impl fmt::Debug for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let characters = self.advances.len();
        formatter.debug_struct("Cut").field("characters", &characters).finish_non_exhaustive()
    }
}

/// The widths of characters in em.
type Advances = HashMap<char, f64>;

impl Typeface {
    /// Measures the first of `families` of which there is a font among `fonts`, the bytes of
    /// TrueType or OpenType files.
    ///
    /// Without any, characters are taken to be as wide as in a common sans serif.
    pub fn find<'f>(fonts: impl Iterator<Item = &'f [u8]>, families: &[String]) -> Self {
        let faces: Vec<_> = fonts.filter_map(|bytes| Face::parse(bytes, 0).ok()).collect();
        let upright: Vec<_> = faces
            .iter()
            .filter(|face| !face.is_italic())
            .filter_map(|face| Some((face, family(face)?)))
            .collect();
        let of_family = |wanted: &String| {
            let cuts: Vec<_> = upright.iter().filter(|(_, family)| family == wanted).collect();
            let nearest = |weight: Weight| {
                let distance =
                    |face: &Face<'_>| face.weight().to_number().abs_diff(weight.number());
                cuts.iter().min_by_key(|(face, _)| distance(face)).map(|(face, _)| cut(face))
            };
            Some(Self { regular: nearest(Weight::Regular)?, semibold: nearest(Weight::Semibold)? })
        };
        families.iter().find_map(of_family).unwrap_or_default()
    }

    fn cut(&self, weight: Weight) -> &Cut {
        match weight {
            Weight::Regular => &self.regular,
            Weight::Semibold => &self.semibold,
        }
    }

    /// Returns the bytes of the font of a weight, if there is one.
    pub(super) fn font(&self, weight: Weight) -> Option<&[u8]> {
        self.cut(weight).font.as_deref()
    }

    /// Returns the width of a line of text at a size of one, that is in em.
    pub(super) fn width(&self, text: &str, weight: Weight) -> f64 {
        let advances = &self.cut(weight).advances;
        let width = |character| advances.get(&character).copied();
        let widths = text.chars().map(|it| width(it).unwrap_or_else(|| foreign_width(it)));
        widths.sum::<f64>() * ALLOWANCE
    }

    /// Breaks text in bold into as few lines as fit in `width` em.
    pub fn lines(&self, text: &str, width: f64) -> Vec<String> {
        self.wrap(text, Weight::Semibold, width)
    }

    /// Breaks text into as few lines as fit in `width` em, of lengths as even as
    /// possible. A word that is too long for a line gets one of its own.
    pub(super) fn wrap(&self, text: &str, weight: Weight, width: f64) -> Vec<String> {
        let pieces: Vec<(&str, f64)> =
            pieces(text).into_iter().map(|piece| (piece, self.width(piece, weight))).collect();
        let lines = fill(&pieces, width);
        // The narrowest column with as many lines; 16 halvings are finer than a hair.
        let (mut low, mut high) = (0.0, width);
        for _ in 0..16 {
            let middle = f64::midpoint(low, high);
            let even = fill(&pieces, middle);
            let fits = even.len() <= lines.len() && widest(&even) <= width.max(widest(&lines));
            if fits { high = middle } else { low = middle }
        }
        let even = fill(&pieces, high);
        even.into_iter().map(|line| line.text.trim_end().to_owned()).collect()
    }
}

/// Returns the name of a font's family, as programs that set type show it.
fn family(face: &Face<'_>) -> Option<String> {
    let names = face.names();
    let named = |id| names.into_iter().filter(move |name| name.name_id == id);
    let both = named(name_id::TYPOGRAPHIC_FAMILY).chain(named(name_id::FAMILY));
    both.filter(Name::is_unicode).find_map(|name| name.to_string())
}

fn cut(face: &Face<'_>) -> Cut {
    Cut { advances: advances(face), font: Some(face.raw_face().data.into()) }
}

/// Returns the widths of all characters that a font has.
fn advances(face: &Face<'_>) -> Advances {
    let unit = f64::from(face.units_per_em());
    let mut advances = Advances::new();
    let tables = face.tables().cmap.into_iter().flat_map(|table| table.subtables);
    for table in tables.filter(Subtable::is_unicode) {
        table.codepoints(|point| {
            let Some(character) = char::from_u32(point) else { return };
            let advance =
                face.glyph_index(character).and_then(|glyph| face.glyph_hor_advance(glyph));
            advances.extend(advance.map(|advance| (character, f64::from(advance) / unit)));
        });
    }
    advances
}

/// A line being filled.
#[derive(Default)]
struct Line {
    text: String,
    width: f64,
}

fn widest(lines: &[Line]) -> f64 {
    lines.iter().fold(0.0, |widest, line| line.width.max(widest))
}

/// Fills lines one after the other.
fn fill(pieces: &[(&str, f64)], width: f64) -> Vec<Line> {
    let mut lines = vec![Line::default()];
    for &(piece, advance) in pieces {
        let full =
            lines.last().is_some_and(|line| line.width > 0.0 && line.width + advance > width);
        if full {
            lines.push(Line::default());
        }
        if let Some(line) = lines.last_mut() {
            line.text.push_str(piece);
            line.width += advance;
        }
    }
    lines
}

/// Splits text where a line may end: as Unicode says, with the words of languages that write
/// no spaces, such as Thai, found by dictionaries.
fn pieces(text: &str) -> Vec<&str> {
    let segmenter = LineSegmenter::new_auto(LineBreakOptions::default());
    let ends: Vec<_> = segmenter.segment_str(text).filter(|&end| end > 0).collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let pieces: Vec<_> = starts.zip(&ends).map(|(start, &end)| &text[start..end]).collect();
    if pieces.is_empty() { vec![text] } else { pieces }
}

/// The width in em of a character that another font must supply.
///
/// Marks that stand over or under a letter take no room of their own.
fn foreign_width(character: char) -> f64 {
    let category = CodePointMapData::<GeneralCategory>::new().get(character);
    if matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::Format) {
        return 0.0;
    }
    if matches!(character, '\u{1100}'..'\u{1200}' | '\u{2E80}'..) {
        SQUARE_WIDTH
    } else {
        OTHER_WIDTH
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_where_they_may() {
        #[track_caller]
        fn test(text: &str, expected: &[&str]) {
            assert_eq!(pieces(text), expected, "for {text:?}");
        }

        test("", &[""]);
        test("Peru", &["Peru"]);
        test("Costa Rica", &["Costa ", "Rica"]);
        test("China-Brazil fund", &["China-", "Brazil ", "fund"]);
        test("中国投资", &["中", "国", "投", "资"]);
        test("การลงทุน", &["การ", "ลง", "ทุน"]);
        test("10\u{a0}%", &["10\u{a0}%"]);
    }

    #[test]
    fn lines_are_even() {
        let pieces = [("aaaa ", 5.0), ("bb ", 3.0), ("cc ", 3.0), ("d", 1.0)];
        let texts = |width| {
            let lines = fill(&pieces, width);
            lines.into_iter().map(|line| line.text).collect::<Vec<_>>()
        };
        assert_eq!(texts(9.0), ["aaaa bb ", "cc d"]);
        assert_eq!(texts(1.0), ["aaaa ", "bb ", "cc ", "d"]);
    }
}
