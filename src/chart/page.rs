//! Writing a scene as SVG for a page, in few letters: what neighbours share stands once, around them, and outlines
//! that are drawn again are used again.
//!
//! ```text
//! groups ──by role──> elements ──by paint──> <g class="q-grid" stroke="…"><path d="M22.6 300H548.3M22.6 226.5H548.3"/></g>
//! ```

use std::fmt::Write as _;

use crate::base::escape::escaped;

use super::geometry::Point;
use super::path::{PageOutline, number, page_outline, tenth};
use super::repeated::{Outlines, Placement, Writing};
use super::scene::{
    Anchor, Colour, Dash, Ground, Group, GroupRole, Scene, Shape, Step, Stroke, Text, ThemeToken,
};
use super::svg::{LETTER_RIM, dashes, write_lines};
use super::typeface::{LEADING, Weight};

/// Writes the layouts of one chart for a page: colours and family are custom properties, text is text.
///
/// `prefix` begins the identifiers and must be unique on its page. The title and the description stand in the
/// first layout, and name all of them:
///
/// ```html
/// <div class="chart"><svg class="q-chart q-chart-wide" …/><svg class="q-chart q-chart-narrow" …/></div>
/// ```
/// ```css
/// .chart { container-type: inline-size }
/// .q-chart { display: block; inline-size: 100%; overflow: visible; font-family: var(--q-family-label);
///   stroke-linecap: round; stroke-linejoin: round }
/// .q-chart text { font-variant-numeric: lining-nums tabular-nums }
/// .q-chart-narrow { display: none }
/// @container (width < 34rem) {
///   .q-chart-wide { display: none }
///   .q-chart-narrow { display: block }
/// }
/// .q-target circle:hover { stroke: var(--q-colour-ink); stroke-width: 1.5px }
/// ```
///
/// What has the class `q-mark` or `q-target` has `<title>`s that say values, in the first layout: phones have no
/// pointer that rests on a mark.
#[must_use]
pub fn svg_for_page(scenes: &[&Scene], prefix: &str) -> String {
    let id = escaped(prefix);
    let outlines = Outlines::of(scenes);
    let mut out = String::new();
    for (index, scene) in scenes.iter().enumerate() {
        let _ = write!(
            out,
            "<svg class=\"q-chart q-chart-{}\" viewBox=\"0 0 {} {}\" role=\"img\" \
             aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" font-size=\"{}\">",
            scene.layout,
            number(scene.width),
            number(scene.height),
            number(scene.size),
        );
        let is_first = index == 0;
        if is_first {
            let (title, text) = (escaped(&scene.title), escaped(&scene.description));
            let _ = write!(out, "<title id=\"{id}-title\">{title}</title>");
            let _ = write!(out, "<desc id=\"{id}-desc\">{text}</desc>");
        }
        let (size, outlines) = (scene.size, &outlines);
        PageWriter { out: &mut out, id: &id, size, is_first, outlines }.groups(&scene.groups);
        out.push_str("</svg>\n");
    }
    out.pop();
    out
}

/// An element that is written.
struct Element {
    /// Its name.
    name: &'static str,
    /// The attributes that it can inherit.
    paint: String,
    /// Its own attributes.
    place: String,
    /// What is in it.
    content: String,
}

/// Writes the shapes of one layout.
struct PageWriter<'o> {
    out: &'o mut String,
    /// What identifiers begin with.
    id: &'o str,
    /// The size of most type.
    size: f64,
    /// Whether it says values.
    is_first: bool,
    /// The long outlines of all layouts.
    outlines: &'o Outlines<'o>,
}

impl PageWriter<'_> {
    fn groups(&mut self, groups: &[Group]) {
        for groups in groups.chunk_by(|one, other| one.role == other.role) {
            let Some(first) = groups.first() else { continue };
            if first.role == GroupRole::Target && !self.is_first {
                continue;
            }
            let elements: Vec<_> = groups.iter().flat_map(|group| self.group(group)).collect();
            self.role(first.role, &joined(elements));
        }
    }

    /// Writes what has one role.
    fn role(&mut self, role: GroupRole, elements: &[Element]) {
        let _ = write!(self.out, "<g class=\"{}\"", role.class());
        let mut runs = elements.chunk_by(|one, other| one.paint == other.paint).peekable();
        if let Some(only) = runs.next_if(|run| run.len() == elements.len()) {
            self.out.push_str(only.first().map_or("", |first| &first.paint));
            self.out.push('>');
            for element in only {
                push(self.out, element, false);
            }
        } else {
            self.out.push('>');
            for run in runs {
                let paint = run.first().map_or("", |first| &first.paint);
                let is_shared = run.len() > 1 && !paint.is_empty();
                if is_shared {
                    let _ = write!(self.out, "<g{paint}>");
                }
                for element in run {
                    push(self.out, element, !is_shared);
                }
                self.out.push_str(if is_shared { "</g>" } else { "" });
            }
        }
        self.out.push_str("</g>");
    }

    /// Returns the elements of a group: its shapes, or one that holds them and says their value.
    fn group(&self, group: &Group) -> Vec<Element> {
        let mut elements: Vec<_> = group.shapes.iter().map(|shape| self.shape(shape)).collect();
        if group.reading.is_empty() || !self.is_first {
            return elements;
        }
        let title = format!("<title>{}</title>", escaped(&group.reading));
        if let [only] = &mut elements[..]
            && only.name != "text"
        {
            only.content.insert_str(0, &title);
            return elements;
        }
        let mut content = title;
        for element in &elements {
            push(&mut content, element, true);
        }
        vec![Element { name: "g", paint: String::new(), place: String::new(), content }]
    }

    fn shape(&self, shape: &Shape) -> Element {
        match shape {
            Shape::Line { from, to, stroke } => {
                let place = format!(" d=\"{}\"", line_data(*from, *to));
                element("path", stroke_attributes(*stroke), place)
            }
            Shape::Path { steps, fill, stroke } => self.path(steps, *fill, *stroke),
            Shape::Rectangle { area, fill, stroke } => {
                let place = format!(
                    "{} width=\"{}\" height=\"{}\"",
                    position(Point::new(area.left, area.top)),
                    tenth(area.width()),
                    tenth(area.height()),
                );
                element("rect", paint(*fill, *stroke), place)
            }
            Shape::Circle { centre, radius, fill, stroke } => {
                let (x, y, radius) = (tenth(centre.x), tenth(centre.y), number(*radius));
                let place = format!(" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"");
                element("circle", paint(*fill, *stroke), place)
            }
            Shape::Text(text) => self.text(text),
        }
    }

    /// Writes an outline, or a use of one that is there.
    fn path(&self, steps: &[Step], fill: Option<Colour>, stroke: Option<Stroke>) -> Element {
        let writing = self.outlines.writing(steps);
        let PageOutline { data, scale } = page_outline(steps);
        let own = scale.unwrap_or(1.0);
        let placed = if let Writing::Use(_, placement) = writing { placement.scale } else { 1.0 };
        // Strokes are scaled with what they are drawn around.
        let unscaled = |stroke: Stroke| Stroke { width: stroke.width / (own * placed), ..stroke };
        let paint = paint(fill, stroke.map(unscaled));
        let scaled =
            scale.map_or_else(String::new, |by| format!(" transform=\"scale({})\"", number(by)));
        let id = self.id;
        match writing {
            Writing::Plain => element("path", paint, format!("{scaled} d=\"{data}\"")),
            Writing::Named(number) => {
                // What it is painted with must not stand on what others use.
                let content = format!("<path id=\"{id}-{number}\"{scaled} d=\"{data}\"/>");
                Element { name: "g", paint, place: String::new(), content }
            }
            Writing::Use(number, placement) => {
                let place = format!(" href=\"#{id}-{number}\"{}", transform(placement));
                element("use", paint, place)
            }
        }
    }

    fn text(&self, text: &Text) -> Element {
        let mut paint = match text.anchor {
            Anchor::Start => String::new(),
            Anchor::Middle => " text-anchor=\"middle\"".to_owned(),
            Anchor::End => " text-anchor=\"end\"".to_owned(),
        };
        if (text.size - self.size).abs() > f64::EPSILON {
            let _ = write!(paint, " font-size=\"{}\"", number(text.size));
        }
        if text.weight != Weight::Regular {
            let _ = write!(paint, " font-weight=\"{}\"", text.weight.number());
        }
        let _ = write!(paint, " fill=\"{}\"", colour(text.colour));
        if let Ground::Rim(ground) = text.ground {
            let (ground, width) = (colour(ground), number(text.size * LETTER_RIM));
            let _ = write!(
                paint,
                " stroke=\"{ground}\" stroke-width=\"{width}\" paint-order=\"stroke\""
            );
        }
        let mut content = String::new();
        let (x, leading) = (tenth(text.at.x), tenth(text.size * LEADING));
        write_lines(&mut content, text, (&x, &leading));
        Element { name: "text", paint, place: position(text.at), content }
    }
}

fn element(name: &'static str, paint: String, place: String) -> Element {
    Element { name, paint, place, content: String::new() }
}

fn push(out: &mut String, element: &Element, is_painted: bool) {
    let Element { name, paint, place, content } = element;
    let paint = if is_painted { paint } else { "" };
    let _ = if content.is_empty() {
        write!(out, "<{name}{place}{paint}/>")
    } else {
        write!(out, "<{name}{place}{paint}>{content}</{name}>")
    };
}

/// Makes one outline of the lines that stand beside each other and look alike.
fn joined(elements: Vec<Element>) -> Vec<Element> {
    let mut joined: Vec<Element> = Vec::with_capacity(elements.len());
    for element in elements {
        let is_line = |it: &Element| {
            it.name == "path" && it.content.is_empty() && !it.paint.contains(" fill=")
        };
        match joined.last_mut() {
            Some(last) if is_line(last) && is_line(&element) && last.paint == element.paint => {
                last.place.pop();
                last.place.push_str(element.place.trim_start_matches(" d=\""));
            }
            _ => joined.push(element),
        }
    }
    joined
}

/// Writes how a copy is placed.
fn transform(Placement { scale, offset }: Placement) -> String {
    let is_moved = offset.x.abs() + offset.y.abs() > f64::EPSILON;
    let moved = is_moved.then(|| format!("translate({} {})", number(offset.x), number(offset.y)));
    let scaled = ((scale - 1.0).abs() > f64::EPSILON).then(|| format!("scale({scale:.4})"));
    let both = [moved, scaled].into_iter().flatten().collect::<String>();
    if both.is_empty() { both } else { format!(" transform=\"{both}\"") }
}

/// Writes a straight line as an outline.
fn line_data(from: Point, to: Point) -> String {
    let [from_x, from_y, to_x, to_y] = [from.x, from.y, to.x, to.y].map(tenth);
    if from_y == to_y {
        format!("M{from_x} {from_y}H{to_x}")
    } else if from_x == to_x {
        format!("M{from_x} {from_y}V{to_y}")
    } else {
        format!("M{from_x} {from_y}L{to_x} {to_y}")
    }
}

fn position(point: Point) -> String {
    format!(" x=\"{}\" y=\"{}\"", tenth(point.x), tenth(point.y))
}

fn paint(fill: Option<Colour>, stroke: Option<Stroke>) -> String {
    // Nothing drawn still receives the pointer if it is transparent, unlike `none`.
    let nothing = if stroke.is_none() { "transparent" } else { "none" };
    let fill = fill.map_or_else(|| nothing.to_owned(), colour);
    let stroke = stroke.map_or_else(String::new, stroke_attributes);
    format!(" fill=\"{fill}\"{stroke}")
}

fn stroke_attributes(stroke: Stroke) -> String {
    let (colour, width) = (colour(stroke.colour), number(stroke.width));
    let mut attributes = format!(" stroke=\"{colour}\" stroke-width=\"{width}\"");
    if stroke.dash != Dash::Solid {
        let dashes = dashes(stroke);
        let _ = write!(attributes, " stroke-dasharray=\"{dashes}\" stroke-linecap=\"butt\"");
    }
    attributes
}

fn colour(colour: Colour) -> String {
    let token = format!("var(--q-{})", colour.token.name());
    match colour.strength {
        100 => token,
        strength => {
            let paper = ThemeToken::Paper.name();
            format!("color-mix(in srgb, {token} {strength}%, var(--q-{paper}))")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_neighbours_share_stands_once() {
        let line = |y: f64| Shape::Line {
            from: Point::new(0.0, y),
            to: Point::new(9.04, y),
            stroke: Stroke::solid(ThemeToken::Grid.into(), 1.0),
        };
        let circle = |x: f64| Group {
            role: GroupRole::Target,
            reading: format!("Peru: {x}"),
            shapes: vec![Shape::Circle {
                centre: Point::new(x, 1.0),
                radius: 9.0,
                fill: None,
                stroke: None,
            }],
        };
        let grid = Group {
            role: GroupRole::Grid,
            reading: String::new(),
            shapes: vec![line(1.0), line(2.0)],
        };
        let scene = |layout| Scene {
            layout,
            width: 9.0,
            height: 9.0,
            size: 15.0,
            title: "Title".to_owned(),
            description: "Text".to_owned(),
            groups: vec![grid.clone(), circle(1.0), circle(2.0)],
        };
        let svg = svg_for_page(&[&scene("wide"), &scene("narrow")], "a");
        let head = |layout| {
            format!(
                "<svg class=\"q-chart q-chart-{layout}\" viewBox=\"0 0 9 9\" role=\"img\" \
                 aria-labelledby=\"a-title\" aria-describedby=\"a-desc\" font-size=\"15\">"
            )
        };
        let grid = "<g class=\"q-grid\" stroke=\"var(--q-series-grid)\" stroke-width=\"1\">\
                    <path d=\"M0 1H9M0 2H9\"/></g>";
        let targets = "<g class=\"q-target\" fill=\"transparent\">\
                       <circle cx=\"1\" cy=\"1\" r=\"9\"><title>Peru: 1</title></circle>\
                       <circle cx=\"2\" cy=\"1\" r=\"9\"><title>Peru: 2</title></circle></g>";
        let names = "<title id=\"a-title\">Title</title><desc id=\"a-desc\">Text</desc>";
        let (wide, narrow) = (head("wide"), head("narrow"));
        assert_eq!(svg, format!("{wide}{names}{grid}{targets}</svg>\n{narrow}{grid}</svg>"));
    }

    #[test]
    fn tints_are_mixed_by_the_browser() {
        let tint = colour(Colour::tint(ThemeToken::Series1, 25));
        assert_eq!(tint, "color-mix(in srgb, var(--q-series-1) 25%, var(--q-colour-paper))");
    }
}
