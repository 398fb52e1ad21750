//! The preview picture of a shared page: its title, and its first chart if it has one.
//!
//! It is set in the fonts of the theme and the publication. A title with a character that none of them has
//! gets no picture: one with boxes for letters would be worse.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use resvg::usvg::Options;
use resvg::usvg::fontdb::{Database, Source};

use super::raster::{CARD, png};
use crate::base::digest::Digest;
use crate::base::escape::escaped;
use crate::base::files::Bytes;
use crate::chart::{Scene, Typeface};
use crate::publication::Publication;
use crate::theme::{Medium, Tokens};

/// The space around what the picture shows, in pixels.
const MARGIN: f64 = 72.0;

/// The least that a chart may be enlarged: smaller ones cannot be read where pictures are shown.
const LEAST_SCALE: f64 = 1.0;

/// A chart that a picture may show.
#[derive(Debug, Clone)]
pub struct CardChart<'a> {
    /// The drawing.
    pub scene: &'a Scene,
    /// What it measures, in which unit.
    pub subtitle: String,
}

/// What a picture says.
#[derive(Debug, Clone, Copy)]
pub struct CardText<'a> {
    /// The title of the publication; empty where it is the title itself.
    pub series: &'a str,
    /// The title.
    pub title: &'a str,
    /// What it found, or what it is; shown where there is no chart.
    pub summary: &'a str,
    /// Who publishes it, and when.
    pub imprint: &'a str,
    /// The writing direction, `ltr` or `rtl`.
    pub direction: &'a str,
}

/// Sets pictures in the fonts of one theme.
#[derive(Debug)]
pub struct CardRenderer<'a> {
    tokens: &'a Tokens,
    options: Options<'static>,
    display: Families,
    label: Families,
    /// The hash of the fonts.
    pub fonts: blake3::Hash,
}

/// Families of fonts, the first to be tried first, and the widths of the letters of one of them.
#[derive(Debug)]
struct Families {
    names: Vec<String>,
    typeface: Typeface,
}

impl<'a> CardRenderer<'a> {
    /// Gathers the fonts of a theme and of the publication.
    pub fn new(tokens: &'a Tokens, publication: &Publication) -> Self {
        let is_font = |path: &str| {
            (path.starts_with("fonts/") || path.contains("/fonts/"))
                && (path.ends_with("ttf") || path.ends_with("otf"))
        };
        let fonts = || publication.assets.iter().filter(|(path, _)| is_font(path));
        let mut database = Database::new();
        let mut digest = Digest::default();
        for (_, bytes) in fonts() {
            digest.part(bytes);
            let bytes: Arc<dyn AsRef<[u8]> + Send + Sync> = Arc::new(Bytes::clone(bytes));
            database.load_font_source(Source::Binary(bytes));
        }
        let face = |name: &str| {
            let families = tokens.families(name, Medium::Print);
            let typeface = Typeface::find(fonts().map(|(_, bytes)| &**bytes), &families);
            Families { names: families, typeface }
        };
        let options = Options { fontdb: Arc::new(database), ..Options::default() };
        let fonts = digest.hash();
        Self { tokens, display: face("display"), label: face("label"), options, fonts }
    }

    /// Whether there is a font for each character; in a family, if one is named.
    fn covers(&self, text: &str, family: Option<&str>) -> bool {
        let is_shown = |c: &char| !c.is_whitespace() && !c.is_control();
        let mut wanted: BTreeSet<char> = text.chars().filter(is_shown).collect();
        let database = &self.options.fontdb;
        let is_wanted = |names: &[(String, _)]| {
            family.is_none_or(|family| names.iter().any(|(name, _)| name == family))
        };
        for face in database.faces().filter(|face| is_wanted(&face.families)) {
            if wanted.is_empty() {
                break;
            }
            database.with_face_data(face.id, |data, index| {
                if let Ok(face) = ttf_parser::Face::parse(data, index) {
                    wanted.retain(|&character| face.glyph_index(character).is_none());
                }
            });
        }
        wanted.is_empty()
    }

    /// Draws a picture as SVG, with the first of some charts that can be read on it; none if a font is
    /// missing.
    pub fn svg(&self, text: CardText<'_>, charts: &[CardChart<'_>]) -> Option<String> {
        let CardText { series, title, summary, imprint, .. } = text;
        if !self.covers(&format!("{series}{title}{summary}{imprint}"), None) {
            return None;
        }
        let (width, height) = (f64::from(CARD.0), f64::from(CARD.1));
        let colour = |name| self.tokens.colour(name, Medium::Light);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\">\
             <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\
             <rect width=\"{width}\" height=\"14\" fill=\"{}\"/>",
            colour("paper"),
            colour("accent"),
        );
        let mut lines = Lines { out: &mut out, text, at: MARGIN + 8.0 };
        let label = |text: &str| self.family(&self.label, text);
        lines.write(Face::new(label(series), 26.0, 600, colour("signal")), &[series.to_owned()]);
        lines.at += 18.0;
        let most = if charts.is_empty() { 4 } else { 2 };
        let (size, broken) = Self::fit(&self.display, title, (&[68.0, 58.0, 50.0, 42.0], most));
        let family = self.family(&self.display, title);
        lines.write(Face::new(family, size, 600, colour("ink")), &broken);
        let foot = height - 40.0;
        let top = lines.at + 48.0;
        let room = (width - 2.0 * MARGIN, foot - 46.0 - top);
        let fits = |chart: &&CardChart<'_>| {
            let scale = (room.0 / chart.scene.width).min(room.1 / chart.scene.height);
            scale >= LEAST_SCALE && self.covers(&chart.subtitle, None)
        };
        let chart = charts.iter().find(fits);
        let (below, sizes): (_, &[f64]) = match chart {
            Some(chart) => (chart.subtitle.as_str(), &[24.0, 21.0, 19.0]),
            None => (summary, &[32.0, 28.0, 24.0]),
        };
        lines.at += if chart.is_some() { 8.0 } else { 22.0 };
        let most = if chart.is_some() { 1 } else { 4 };
        let (size, broken) = Self::fit(&self.label, below, (sizes, most));
        lines.write(Face::new(label(below), size, 400, colour("muted")), &broken);
        if let Some(chart) = chart {
            self.chart(&mut out, chart.scene, (top, room.1));
        }
        let mut lines = Lines { out: &mut out, text, at: foot - 24.0 };
        lines.write(Face::new(label(imprint), 22.0, 400, colour("muted")), &[imprint.to_owned()]);
        out.push_str("</svg>");
        Some(out)
    }

    /// Returns the family that has all characters of a text, or else the first: letters that it lacks come
    /// from another font.
    fn family<'f>(&self, families: &'f Families, text: &str) -> &'f str {
        let whole = families.names.iter().find(|name| self.covers(text, Some(name)));
        whole.or(families.names.first()).map(String::as_str).unwrap_or_default()
    }

    /// Draws a picture as PNG.
    pub fn png(&self, svg: &str) -> Option<Vec<u8>> {
        png(svg, CARD.0, &self.options)
    }

    /// Breaks a text at the largest of some sizes at which it has not too many lines; if it has too many at
    /// the smallest, the last that fits ends in an ellipsis.
    fn fit(families: &Families, text: &str, (sizes, most): (&[f64], usize)) -> (f64, Vec<String>) {
        let room = f64::from(CARD.0) - 2.0 * MARGIN;
        let mut last = (0.0, Vec::new());
        for &size in sizes {
            last = (size, families.typeface.lines(text, room / size));
            if last.1.len() <= most {
                return last;
            }
        }
        last.1.truncate(most);
        if let Some(line) = last.1.last_mut() {
            line.push('…');
        }
        last
    }

    /// Puts a chart into a band of the picture.
    fn chart(&self, out: &mut String, scene: &Scene, (top, height): (f64, f64)) {
        let drawn = self.tokens.svg(scene);
        let Some((_, inner)) = drawn.split_once("viewBox=") else { return };
        // The size of the drawing itself follows its view box.
        let Some((view, rest)) = inner.split_once(" width=\"") else { return };
        let Some((_, rest)) = rest.split_once(" height=\"") else { return };
        let Some((_, rest)) = rest.split_once('"') else { return };
        let width = f64::from(CARD.0) - 2.0 * MARGIN;
        let _ = write!(
            out,
            "<svg x=\"{MARGIN}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" viewBox={view}{rest}",
        );
    }
}

/// How lines are set.
#[derive(Clone, Copy)]
struct Face<'f> {
    family: &'f str,
    size: f64,
    weight: u16,
    colour: &'f str,
}

impl<'f> Face<'f> {
    fn new(family: &'f str, size: f64, weight: u16, colour: &'f str) -> Self {
        Self { family, size, weight, colour }
    }
}

/// Lines of text, from top to bottom.
struct Lines<'l> {
    out: &'l mut String,
    text: CardText<'l>,
    /// The base line of the next one.
    at: f64,
}

impl Lines<'_> {
    fn write(&mut self, face: Face<'_>, lines: &[String]) {
        let Face { family, size, weight, colour } = face;
        let (x, anchor) = match self.text.direction {
            "rtl" => (f64::from(CARD.0) - MARGIN, "end"),
            _ => (MARGIN, "start"),
        };
        for line in lines.iter().filter(|line| !line.is_empty()) {
            self.at += size * 0.95;
            let _ = write!(
                self.out,
                "<text x=\"{x}\" y=\"{:.1}\" text-anchor=\"{anchor}\" font-family=\"{}\" \
                 font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
                self.at - size * 0.2,
                escaped(family),
                escaped(line),
            );
            self.at += size * 0.2;
        }
    }
}
