//! The part of a chart block that describes a map: the part of the world, the classes, the
//! outlines.

use ecow::EcoString;

use super::Inline;
use super::line::WrittenLine;
use super::parse::Options;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::Spanned;
use crate::base::yaml::{self, Mapping, Node, Value};
use crate::chart::{Classing, Extent, Symbol};
use crate::data::measure::one_of;

/// How many classes there are by default.
const CLASSES: usize = 5;

/// The largest number of classes whose tints can be told apart.
const MOST: usize = 7;

/// The properties of a map, besides the data that it shows.
#[derive(Debug, Clone, PartialEq)]
pub struct MapBlock {
    /// The part of the world that is shown.
    pub extent: Extent,
    /// The meridian in the middle, in degrees.
    pub middle: Option<f64>,
    /// How numbers become classes.
    pub classing: Classing,
    /// The institution's own outlines; the theme's if none.
    pub shapes: Option<ShapesBlock>,
}

/// Outlines of one's own.
#[derive(Debug, Clone, PartialEq)]
pub struct ShapesBlock {
    /// The file, in `content/maps/`.
    pub file: Spanned<EcoString>,
    /// The property with the code of a region; its `id` if none.
    pub code: Option<EcoString>,
    /// The owner of the outlines, which is printed.
    pub source: Vec<Inline>,
}

/// Reads how a map shows values.
pub(super) fn symbol(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Symbol> {
    let choices = [("areas", Symbol::Area), ("circles", Symbol::Circle)];
    mapping.optional("symbols", problems, |node| one_of(node, &choices))
}

impl MapBlock {
    /// Reads the keys of a map; none if its outlines cannot be read, because then everything else
    /// is wrong too.
    pub(super) fn read(
        mapping: &mut Mapping<'_>,
        options: &Options<'_>,
        problems: &mut Problems,
    ) -> Option<Self> {
        let extent = mapping.optional("extent", problems, extent);
        let middle = mapping.optional("middle", problems, |node| degrees(node, 180.0));
        let classing = mapping.optional("classes", problems, classing);
        let shapes = match mapping.get("shapes") {
            Some(node) => Some(shapes(node, options, problems)?),
            None => None,
        };
        Some(Self {
            extent: extent.unwrap_or(Extent::Places),
            middle,
            classing: classing.unwrap_or(Classing::Quantiles(CLASSES)),
            shapes,
        })
    }
}

fn shapes(node: &Node, options: &Options<'_>, problems: &mut Problems) -> Option<ShapesBlock> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let file = mapping.required("file", problems, yaml::spanned_text);
    let code = mapping.optional("code", problems, yaml::text);
    let source = WrittenLine::required(&mut mapping, "source", problems);
    mapping.finish(problems);
    let source = source?.parse(options, problems);
    Some(ShapesBlock { file: file?, code, source })
}

fn extent(node: &Node) -> Result<Extent, Diagnostic> {
    let Value::List(items) = &node.value else {
        return one_of(node, &[("world", Extent::World), ("places", Extent::Places)]);
    };
    let [west, south, east, north] = items.as_slice() else {
        return Err(not_a_box(node));
    };
    let (west, east) = (degrees(west, 180.0)?, degrees(east, 180.0)?);
    let (south, north) = (degrees(south, 90.0)?, degrees(north, 90.0)?);
    let is_box = south < north && (west - east).abs() > f64::EPSILON;
    if is_box { Ok(Extent::Box { west, south, east, north }) } else { Err(not_a_box(node)) }
}

fn not_a_box(node: &Node) -> Diagnostic {
    Diagnostic::error(Code::BadValue, node.span, "this is not a part of the world").with_hint(
        "write `world`, `places`, or degrees as `[west, south, east, north]`, such as `[-120, -56, -34, 33]`",
    )
}

/// Reads degrees between `-most` and `most`.
fn degrees(node: &Node, most: f64) -> Result<f64, Diagnostic> {
    number(node).filter(|degrees| degrees.abs() <= most).ok_or_else(|| {
        let message = format!("this is not a number of degrees between -{most} and {most}");
        Diagnostic::error(Code::BadValue, node.span, message)
            .with_hint("west and south are negative, such as `-77`")
    })
}

fn number(node: &Node) -> Option<f64> {
    let text = yaml::text(node).ok()?;
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads `quantiles` or `equal steps`, either with a number of classes, or the breaks themselves.
fn classing(node: &Node) -> Result<Classing, Diagnostic> {
    match &node.value {
        Value::List(items) => breaks(node, items),
        Value::Mapping(entries) => {
            let [(key, count)] = entries.as_slice() else { return Err(no_classes(node)) };
            let count = number(count)
                .and_then(|count| (2..=MOST).find(|it| (*it).to_string() == count.to_string()))
                .ok_or_else(|| {
                    let message = format!("this is not a number of classes between 2 and {MOST}");
                    Diagnostic::error(Code::BadValue, count.span, message)
                        .with_hint("the tints of more classes could not be told apart")
                })?;
            match &*key.name {
                "quantiles" => Ok(Classing::Quantiles(count)),
                "equal steps" => Ok(Classing::Equal(count)),
                _ => Err(no_classes(node)),
            }
        }
        _ => match yaml::text(node)?.as_str() {
            "quantiles" => Ok(Classing::Quantiles(CLASSES)),
            "equal steps" => Ok(Classing::Equal(CLASSES)),
            _ => Err(no_classes(node)),
        },
    }
}

fn breaks(node: &Node, items: &[Node]) -> Result<Classing, Diagnostic> {
    let breaks: Option<Vec<f64>> = items.iter().map(number).collect();
    let ascend = |breaks: &Vec<f64>| breaks.windows(2).all(|pair| pair[0] < pair[1]);
    let few = |breaks: &Vec<f64>| !breaks.is_empty() && breaks.len() < MOST;
    breaks.filter(ascend).filter(few).map(Classing::Breaks).ok_or_else(|| {
        let message =
            format!("these are not breaks: write at most {} numbers, in ascending order", MOST - 1);
        Diagnostic::error(Code::BadValue, node.span, message)
            .with_hint("write where each class except the first begins, such as `[10, 100, 1000]`")
    })
}

fn no_classes(node: &Node) -> Diagnostic {
    Diagnostic::error(Code::BadValue, node.span, "this does not say how the classes are formed")
        .with_hint(
            "write `quantiles`, `equal steps`, `{quantiles: 4}`, or the breaks, such as `[10, 100]`",
        )
}
