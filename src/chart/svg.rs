//! Writing a scene as SVG for print and for downloads, where colours are values.

use std::cell::RefCell;
use std::fmt::Write as _;

use crate::base::colour::Rgb;
use crate::base::escape::escaped;

use super::geometry::Point;
use super::outline::{Letters, Row};
use super::path::{number, path_data};
use super::scene::{
    Anchor, Colour, Dash, Ground, Group, GroupRole, Scene, Shape, Stroke, Text, ThemeToken,
};
use super::typeface::{LEADING, Typeface, Weight};

/// Writes a scene for print or download: `family` is the families of labels, as CSS lists
/// them; `resolve` turns the name of a token, such as `series-1`, into a colour, such as
/// `#0B4F6C`.
#[must_use]
pub fn svg_for_print(scene: &Scene, family: &str, resolve: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    let (width, height, family) = (number(scene.width), number(scene.height), escaped(family));
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" \
         width=\"{width}\" height=\"{height}\" font-family=\"{family}\" {}>",
        common(scene),
    );
    let _ = write!(out, "<title>{}</title>", escaped(&scene.title));
    let _ = write!(out, "<desc>{}</desc>", escaped(&scene.description));
    let colour = |colour: Colour| mixed(colour, resolve);
    let writer = Writer { colour: &colour, medium: Medium::Print, size: scene.size };
    writer.groups(&mut out, &scene.groups);
    out.push_str("</svg>");
    out
}

/// Writes a scene as a file that needs no font of ours: letters are outlines. Text in scripts that
/// the font lacks stays text, in whatever font is there, at the width that was measured.
#[must_use]
pub fn svg_alone(scene: &Scene, typeface: &Typeface, resolve: &dyn Fn(&str) -> String) -> String {
    let colour = |colour: Colour| mixed(colour, resolve);
    let letters = RefCell::new(Letters::new(typeface));
    let alone = Alone { letters: &letters, typeface };
    let medium = Medium::Alone(alone);
    let writer = Writer { colour: &colour, medium, size: scene.size };
    let mut body = String::new();
    writer.groups(&mut body, &scene.groups);
    let (width, height) = (number(scene.width), number(scene.height));
    let (title, text) = (escaped(&scene.title), escaped(&scene.description));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
         viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" \
         font-family=\"{ALONE_FAMILY}\" {}><title>{title}</title><desc>{text}</desc>{}{body}</svg>",
        common(scene),
        letters.borrow().definitions(),
    )
}

/// The strokes of a broken line, by its width: longer than wide, so that they are no dots.
const DASH: f64 = 2.2;

/// The gaps of a broken line, by its width: shorter than the strokes, so that it is seen as one line.
const DASH_GAP: f64 = 1.6;

/// The gaps of a dotted line, by its width.
const DOT_GAP: f64 = 2.5;

/// The rim around letters, by their size: half of it lies on each side of their edge.
pub(super) const LETTER_RIM: f64 = 0.3;

/// The families that are tried for scripts that the font of labels lacks.
const ALONE_FAMILY: &str = "Noto Sans, Noto Sans CJK SC, Arial, Helvetica, sans-serif";

/// Returns what nearly all shapes and texts share.
fn common(scene: &Scene) -> String {
    let size = number(scene.size);
    format!("font-size=\"{size}\" stroke-linecap=\"round\" stroke-linejoin=\"round\"")
}

/// Mixes a token with paper as `color-mix` does in sRGB.
fn mixed(colour: Colour, resolve: &dyn Fn(&str) -> String) -> String {
    let value = resolve(colour.token.name());
    let paper = resolve(ThemeToken::Paper.name());
    match (Rgb::parse(&value), Rgb::parse(&paper)) {
        (Some(token), Some(paper)) if colour.strength < 100 => {
            token.mixed(paper, colour.strength).to_string()
        }
        _ => value,
    }
}

/// What a scene is written for.
#[derive(Clone, Copy)]
enum Medium<'a> {
    Print,
    Alone(Alone<'a>),
}

/// What letters are outlined with.
#[derive(Clone, Copy)]
struct Alone<'a> {
    letters: &'a RefCell<Letters<'a>>,
    typeface: &'a Typeface,
}

struct Writer<'a> {
    colour: &'a dyn Fn(Colour) -> String,
    medium: Medium<'a>,
    size: f64,
}

impl Writer<'_> {
    fn groups(&self, out: &mut String, groups: &[Group]) {
        for group in groups {
            if group.role == GroupRole::Target {
                continue;
            }
            out.push_str("<g>");
            for shape in &group.shapes {
                self.shape(out, shape);
            }
            out.push_str("</g>");
        }
    }

    fn shape(&self, out: &mut String, shape: &Shape) {
        match shape {
            Shape::Line { from, to, stroke } => {
                let (from, to) = (attributes("1", *from), attributes("2", *to));
                let _ = write!(out, "<line{from}{to}");
                self.stroke(out, *stroke);
                out.push_str("/>");
            }
            Shape::Path { steps, fill, stroke } => {
                let _ = write!(out, "<path d=\"{}\"", path_data(steps));
                self.paint(out, *fill, *stroke);
                out.push_str("/>");
            }
            Shape::Rectangle { area, fill, stroke } => {
                let _ = write!(
                    out,
                    "<rect{} width=\"{}\" height=\"{}\"",
                    attributes("", Point::new(area.left, area.top)),
                    number(area.width()),
                    number(area.height()),
                );
                self.paint(out, *fill, *stroke);
                out.push_str("/>");
            }
            Shape::Circle { centre, radius, fill, stroke } => {
                let (x, y, radius) = (number(centre.x), number(centre.y), number(*radius));
                let _ = write!(out, "<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
                self.paint(out, *fill, *stroke);
                out.push_str("/>");
            }
            Shape::Text(text) => self.text(out, text),
        }
    }

    fn paint(&self, out: &mut String, fill: Option<Colour>, stroke: Option<Stroke>) {
        let nothing = if stroke.is_none() { "transparent" } else { "none" };
        let fill = fill.map_or_else(|| nothing.to_owned(), self.colour);
        let _ = write!(out, " fill=\"{fill}\"");
        if let Some(stroke) = stroke {
            self.stroke(out, stroke);
        }
    }

    fn stroke(&self, out: &mut String, stroke: Stroke) {
        let (colour, width) = ((self.colour)(stroke.colour), number(stroke.width));
        let _ = write!(out, " stroke=\"{colour}\" stroke-width=\"{width}\"");
        if stroke.dash != Dash::Solid {
            let dashes = dashes(stroke);
            let _ = write!(out, " stroke-dasharray=\"{dashes}\" stroke-linecap=\"butt\"");
        }
    }

    fn text(&self, out: &mut String, text: &Text) {
        if let Medium::Alone(alone) = self.medium {
            self.lines_alone(out, text, alone);
            return;
        }
        let anchor = match text.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let _ = write!(out, "<text{}{anchor}", attributes("", text.at));
        if (text.size - self.size).abs() > f64::EPSILON {
            let _ = write!(out, " font-size=\"{}\"", number(text.size));
        }
        if text.weight != Weight::Regular {
            let weight = text.weight.number();
            let _ = write!(out, " font-weight=\"{weight}\"");
        }
        let _ = write!(out, " fill=\"{}\"", (self.colour)(text.colour));
        if let Ground::Rim(ground) = text.ground {
            let (ground, width) = ((self.colour)(ground), number(text.size * LETTER_RIM));
            let _ = write!(
                out,
                " stroke=\"{ground}\" stroke-width=\"{width}\" \
                 paint-order=\"stroke\""
            );
        }
        out.push('>');
        let (x, leading) = (number(text.at.x), number(text.size * LEADING));
        write_lines(out, text, (&x, &leading));
        out.push_str("</text>");
    }
}

/// A line of a text, and where it stands.
struct TextLine<'a> {
    line: &'a str,
    at: Point,
    text: &'a Text,
}

impl TextLine<'_> {
    /// Returns where a line of this width begins.
    fn start(&self, width: f64) -> Point {
        Point::new(self.at.x - anchored(self.text.anchor) * width, self.at.y)
    }
}

impl Writer<'_> {
    /// Writes each line of a text in outlines, or as text of a fixed width.
    fn lines_alone(&self, out: &mut String, text: &Text, alone: Alone<'_>) {
        let mut at = text.at;
        for line in &text.lines {
            let row = alone.letters.borrow_mut().set(line, text.weight);
            let line = TextLine { line, at, text };
            match row {
                Some(row) => self.row(out, &row, &line),
                None => self.foreign(out, &line, alone.typeface),
            }
            at.y += text.size * LEADING;
        }
    }

    /// Writes a line in outlines.
    fn row(&self, out: &mut String, row: &Row, line: &TextLine<'_>) {
        let text = line.text;
        let scale = text.size / row.units;
        let start = line.start(row.width * scale);
        let (x, y, scale) = (number(start.x), number(start.y), format!("{scale:.5}"));
        let transform = format!("translate({x} {y}) scale({scale} -{scale})");
        // A rim is drawn before the letters: not all programs know `paint-order`.
        if let Ground::Rim(ground) = text.ground {
            let ground = (self.colour)(ground);
            let width = number(row.units * LETTER_RIM);
            let rim = format!("{ground}\" stroke=\"{ground}\" stroke-width=\"{width}");
            push_row(out, row, &transform, &rim);
        }
        push_row(out, row, &transform, &(self.colour)(text.colour));
    }

    /// Writes a line as text, at the width that was measured.
    fn foreign(&self, out: &mut String, line: &TextLine<'_>, typeface: &Typeface) {
        let text = line.text;
        let width = typeface.width(line.line, text.weight) * text.size;
        let (place, size) = (attributes("", line.start(width)), number(text.size));
        let (weight, colour) = (text.weight.number(), (self.colour)(text.colour));
        let _ = write!(
            out,
            "<text{place} font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\" \
             textLength=\"{}\" lengthAdjust=\"spacingAndGlyphs\">{}</text>",
            number(width),
            escaped(line.line),
        );
    }
}

/// Returns which part of a line lies before its position.
fn anchored(anchor: Anchor) -> f64 {
    match anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => 0.5,
        Anchor::End => 1.0,
    }
}

fn push_row(out: &mut String, row: &Row, transform: &str, fill: &str) {
    let _ = write!(out, "<g transform=\"{transform}\" fill=\"{fill}\">");
    for (name, at) in &row.letters {
        let _ = write!(out, "<use xlink:href=\"#{name}\" x=\"{at}\"/>");
    }
    out.push_str("</g>");
}

/// Returns the lengths of strokes and gaps of a broken line.
pub(super) fn dashes(stroke: Stroke) -> String {
    let (on, off) = match stroke.dash {
        Dash::Solid => return String::new(),
        Dash::Dashed => (DASH, DASH_GAP),
        Dash::Dotted => (1.0, DOT_GAP),
    };
    format!("{} {}", number(stroke.width * on), number(stroke.width * off))
}

/// Writes the lines of a text, each at `x` and `leading` below the one before.
pub(super) fn write_lines(out: &mut String, text: &Text, (x, leading): (&str, &str)) {
    let [first, rest @ ..] = text.lines.as_slice() else { return };
    out.push_str(&escaped(first));
    for line in rest {
        // The space keeps words apart where the text is copied or read aloud.
        let _ = write!(out, " <tspan x=\"{x}\" dy=\"{leading}\">{}</tspan>", escaped(line));
    }
}

/// Writes a point as the attributes `x` and `y` with a suffix.
fn attributes(suffix: &str, point: Point) -> String {
    format!(" x{suffix}=\"{}\" y{suffix}=\"{}\"", number(point.x), number(point.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_are_mixed_with_paper() {
        let resolve = |name: &str| match name {
            "colour-paper" => "#FFFFFF".to_owned(),
            _ => "#000000".to_owned(),
        };
        assert_eq!(mixed(Colour::tint(ThemeToken::Series1, 25), &resolve), "#BFBFBF");
        assert_eq!(mixed(ThemeToken::Series1.into(), &resolve), "#000000");
    }
}
