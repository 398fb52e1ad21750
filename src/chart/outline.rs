//! Letters as outlines, for drawings that must look the same where our fonts are not available.
//!
//! Letters stand one after the other at the widths that the drawing was measured with, so what
//! fits here fits there.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::typeface::{Typeface, Weight};

/// The letters of a typeface that a drawing uses.
pub(super) struct Letters<'a> {
    faces: [Option<Face<'a>>; 2],
    used: BTreeMap<(u16, u16), String>,
}

/// A line of text as letters, in units of its font.
pub(super) struct Row {
    /// The name of each letter's outline, and how far from the start it stands.
    pub(super) letters: Vec<(String, i64)>,
    /// The width of the line.
    pub(super) width: f64,
    /// How many units the size of the type has.
    pub(super) units: f64,
}

impl<'a> Letters<'a> {
    /// Opens the fonts of a typeface.
    pub(super) fn new(typeface: &'a Typeface) -> Self {
        let face = |weight| Face::parse(typeface.font(weight)?, 0).ok();
        Self { faces: [Weight::Regular, Weight::Semibold].map(face), used: BTreeMap::new() }
    }

    /// Sets a line in letters; none if the font lacks one of them.
    pub(super) fn set(&mut self, line: &str, weight: Weight) -> Option<Row> {
        let face = self.faces[usize::from(weight == Weight::Semibold)].as_ref()?;
        let mut letters = Vec::new();
        let mut at = 0_i64;
        for character in line.chars() {
            let glyph = face.glyph_index(character)?;
            let key = (weight.number(), glyph.0);
            let known = self.used.contains_key(&key);
            let outline = if known { String::new() } else { outline(face, glyph) };
            if known || !outline.is_empty() {
                self.used.entry(key).or_insert(outline);
                letters.push((name(key), at));
            }
            at += i64::from(face.glyph_hor_advance(glyph)?);
        }
        let width = f64::from(i32::try_from(at).ok()?);
        Some(Row { letters, width, units: f64::from(face.units_per_em()) })
    }

    /// Writes the outlines of all letters that were set.
    pub(super) fn definitions(&self) -> String {
        let mut out = String::from("<defs>");
        for (key, path) in &self.used {
            let _ = write!(out, "<path id=\"{}\" d=\"{path}\"/>", name(*key));
        }
        out + "</defs>"
    }
}

fn name((weight, glyph): (u16, u16)) -> String {
    format!("{}{glyph}", if weight > 400 { 'b' } else { 'r' })
}

/// Returns the outline of a letter as data of a path, y upwards; empty for a space.
fn outline(face: &Face<'_>, glyph: GlyphId) -> String {
    let mut path = Path::default();
    face.outline_glyph(glyph, &mut path);
    path.0
}

/// A path being written.
#[derive(Default)]
struct Path(String);

impl OutlineBuilder for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "M{x:.0} {y:.0}");
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let _ = write!(self.0, "L{x:.0} {y:.0}");
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let _ = write!(self.0, "Q{x1:.0} {y1:.0} {x:.0} {y:.0}");
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let _ = write!(self.0, "C{x1:.0} {y1:.0} {x2:.0} {y2:.0} {x:.0} {y:.0}");
    }

    fn close(&mut self) {
        self.0.push('Z');
    }
}
