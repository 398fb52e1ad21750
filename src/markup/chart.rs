//! Chart blocks: YAML that draws a chart from a dataset.

use ecow::EcoString;

use super::line::{WrittenLine, expression};
use super::map::{self, MapBlock};
use super::parse::Options;
use super::table::{self, TableBlock};
use super::{BlockKind, Inline};
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::chart::{Arrangement, Baseline, Direction, Form, Panel, Symbol, Values};
use crate::data::expression::Binding;
use crate::data::measure::one_of;

/// A chart drawn from a dataset.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartBlock {
    /// What it shows, which is also the table behind it.
    pub table: TableBlock,
    /// How the data are drawn.
    pub form: Spanned<Form>,
    /// What is measured, in words; the unit of the data if none.
    pub subtitle: Vec<Inline>,
    /// What can be seen, for those who do not see it.
    pub alt: Option<Vec<Inline>>,
    /// Whether the series are rows or columns; by default rows if the columns are years.
    pub series: Option<Axis>,
    /// The column that names the rows; the key if none.
    pub labels: Option<Spanned<EcoString>>,
    /// The series, or the positions of a single one, that are coloured; all if none.
    pub highlight: Vec<Spanned<EcoString>>,
    /// Whether the axis of values shows zero.
    pub baseline: Baseline,
    /// The place of the key that asks for a logarithmic axis.
    pub log: Option<Span>,
    /// Which values are printed beside their marks.
    pub values: Values,
    /// Remarks on places in the chart.
    pub annotations: Vec<AnnotationBlock>,
    /// Values to compare with.
    pub references: Vec<ReferenceBlock>,
    /// The columns of a timeline.
    pub moments: Option<Moments>,
    /// Further keys of a map.
    pub map: Option<MapBlock>,
}

/// What the series of a chart are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Axis {
    /// A series for each row.
    Rows,
    /// A series for each column.
    Columns,
}

/// A remark on a place in a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct AnnotationBlock {
    /// The position, by the name of its row or column.
    pub at: Spanned<EcoString>,
    /// The series, by the name of its row or column; none for the position as a whole.
    pub series: Option<Spanned<EcoString>>,
    /// The remark.
    pub text: Vec<Inline>,
}

/// A value to compare with.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceBlock {
    /// The value.
    pub value: Binding,
    /// What it is.
    pub label: Vec<Inline>,
}

/// The columns of a dataset that hold what a timeline shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moments {
    /// When the event happened, or began.
    pub date: Spanned<EcoString>,
    /// When it ended.
    pub end: Option<Spanned<EcoString>>,
    /// What happened.
    pub text: Spanned<EcoString>,
}

impl ChartBlock {
    /// Returns the lines of text that the author wrote.
    pub fn lines(&self) -> Vec<&[Inline]> {
        let own = [&self.table.title, &self.subtitle, &self.table.note];
        let annotations = self.annotations.iter().map(|annotation| &annotation.text);
        let references = self.references.iter().map(|reference| &reference.label);
        let shapes = self.map.iter().filter_map(|map| map.shapes.as_ref()).map(|it| &it.source);
        let texts = own.into_iter().chain(&self.alt).chain(annotations).chain(references);
        let texts = texts.chain(shapes);
        texts.map(Vec::as_slice).collect()
    }
}

/// Reads the YAML of a chart block.
pub(super) fn read(
    node: &Node,
    options: &Options<'_>,
    problems: &mut Problems,
) -> Option<BlockKind> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let table = table::read_keys(&mut mapping, options, problems);
    let form = read_form(&mut mapping, problems);
    let moments = match &form {
        Some(Spanned { value: Form::Timeline, .. }) => Some(read_moments(&mut mapping, problems)),
        _ => None,
    };
    let map = match &form {
        Some(Spanned { value: Form::Map(_), .. }) => {
            Some(MapBlock::read(&mut mapping, options, problems))
        }
        _ => None,
    };
    let mut text = |name| {
        let text = WrittenLine::optional(&mut mapping, name, problems)?;
        Some(text.parse(options, problems))
    };
    let (subtitle, alt) = (text("subtitle").unwrap_or_default(), text("alt"));
    let series = mapping.optional("series", problems, axis);
    let labels = mapping.optional("labels", problems, yaml::spanned_text);
    let highlight = mapping.get("highlight");
    let highlight = highlight.map(|node| yaml::list(node, problems, yaml::spanned_text));
    let baseline = mapping.optional("baseline", problems, baseline);
    let scale = mapping.optional("scale", problems, |node| {
        one_of(node, &[("linear", None), ("log", Some(node.span))])
    });
    let (baseline, log) = match scale.flatten() {
        Some(span) => (Some(Baseline::Ratios), Some(span)),
        None => (baseline, None),
    };
    let values = mapping.optional("values", problems, values);
    let mut reading = Reading { options, problems };
    let annotations = reading.list(&mut mapping, "annotations", Reading::annotation);
    let references = reading.list(&mut mapping, "references", Reading::reference);
    mapping.finish(problems);
    Some(BlockKind::Chart(Box::new(ChartBlock {
        table: table?,
        form: form?,
        subtitle,
        alt,
        series,
        labels,
        highlight: highlight.unwrap_or_default(),
        baseline: baseline.unwrap_or(Baseline::Auto),
        log,
        values: values.unwrap_or(Values::Auto),
        annotations,
        references,
        moments: match moments {
            Some(moments) => Some(moments?),
            None => None,
        },
        map: match map {
            Some(map) => Some(map?),
            None => None,
        },
    })))
}

/// Reads the form and the keys that belong to it.
fn read_form(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Spanned<Form>> {
    let place = mapping.get("form").map(|node| node.span);
    let form = mapping.required("form", problems, form)?;
    let form = match form {
        Form::Bar { direction, arrangement } => {
            let own = mapping.optional("direction", problems, self::direction);
            let stacking = mapping.optional("arrangement", problems, self::arrangement);
            Form::Bar {
                direction: own.unwrap_or(direction),
                arrangement: stacking.unwrap_or(arrangement),
            }
        }
        Form::Multiples(panel) => {
            Form::Multiples(mapping.optional("panels", problems, self::panel).unwrap_or(panel))
        }
        Form::Map(symbol) => Form::Map(map::symbol(mapping, problems).unwrap_or(symbol)),
        other => other,
    };
    Some(Spanned::new(form, place?))
}

fn read_moments(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Moments> {
    let date = mapping.required("date", problems, yaml::spanned_text);
    let end = mapping.optional("end", problems, yaml::spanned_text);
    let text = mapping.required("text", problems, yaml::spanned_text);
    Some(Moments { date: date?, end, text: text? })
}

/// What the parts of a chart are read with.
struct Reading<'o, 'p> {
    options: &'o Options<'o>,
    problems: &'p mut Problems,
}

impl Reading<'_, '_> {
    fn list<T>(
        &mut self,
        mapping: &mut Mapping<'_>,
        name: &'static str,
        read: impl Fn(&mut Self, &Node) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = mapping.get(name) else { return Vec::new() };
        let items = yaml::list(node, self.problems, |item| Ok(item.clone()));
        items.iter().filter_map(|item| read(self, item)).collect()
    }

    fn annotation(&mut self, node: &Node) -> Option<AnnotationBlock> {
        let mut mapping = self.problems.keep(Mapping::new(node))?;
        let at = mapping.required("at", self.problems, yaml::spanned_text);
        let series = mapping.optional("series", self.problems, yaml::spanned_text);
        let text = WrittenLine::read_keys(&mut mapping, self.problems);
        mapping.finish(self.problems);
        let text = text?.parse(self.options, self.problems);
        Some(AnnotationBlock { at: at?, series, text })
    }

    fn reference(&mut self, node: &Node) -> Option<ReferenceBlock> {
        let mut mapping = self.problems.keep(Mapping::new(node))?;
        let value = mapping.required("value", self.problems, expression);
        let label = WrittenLine::required(&mut mapping, "label", self.problems);
        mapping.finish(self.problems);
        let label = label?.parse(self.options, self.problems);
        Some(ReferenceBlock { value: value?, label })
    }
}

fn form(node: &Node) -> Result<Form, Diagnostic> {
    let bar = Form::Bar { direction: Direction::Vertical, arrangement: Arrangement::Grouped };
    one_of(
        node,
        &[
            ("line", Form::Line),
            ("area", Form::Area),
            ("bar", bar),
            ("slope", Form::Slope),
            ("dot", Form::Dot),
            ("heat map", Form::HeatMap),
            ("timeline", Form::Timeline),
            ("small multiples", Form::Multiples(Panel::Line)),
            ("map", Form::Map(Symbol::Area)),
        ],
    )
}

fn direction(node: &Node) -> Result<Direction, Diagnostic> {
    // Words of earlier versions are still understood, but not advertised.
    match yaml::text(node)?.as_str() {
        "upright" => Ok(Direction::Vertical),
        "lying" => Ok(Direction::Horizontal),
        _ => one_of(
            node,
            &[("vertical", Direction::Vertical), ("horizontal", Direction::Horizontal)],
        ),
    }
}

fn arrangement(node: &Node) -> Result<Arrangement, Diagnostic> {
    one_of(node, &[("grouped", Arrangement::Grouped), ("stacked", Arrangement::Stacked)])
}

fn panel(node: &Node) -> Result<Panel, Diagnostic> {
    one_of(node, &[("line", Panel::Line), ("bar", Panel::Bar)])
}

fn axis(node: &Node) -> Result<Axis, Diagnostic> {
    one_of(node, &[("rows", Axis::Rows), ("columns", Axis::Columns)])
}

fn baseline(node: &Node) -> Result<Baseline, Diagnostic> {
    one_of(node, &[("auto", Baseline::Auto), ("zero", Baseline::Zero), ("data", Baseline::Data)])
}

fn values(node: &Node) -> Result<Values, Diagnostic> {
    one_of(node, &[("auto", Values::Auto), ("none", Values::None), ("last", Values::Last)])
}
