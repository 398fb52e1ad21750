//! Profiles: one text with an edition for each of several entities.
//!
//! A front matter says which (`for:`, `except:`), and what the page is called that lists them
//! (`index:`). The text is read once; `@this` in it is the entity of the edition.

use std::sync::Arc;

use ecow::EcoString;
use jiff::civil::Date;

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Mapping, Node};
use crate::data::dataset::Value;
use crate::data::evaluate::Data;
use crate::data::expression::{Binding, Expression, Selection, parse_expression};
use crate::markup::{self, Block, Inline, InlineKind, Options, WrittenLine};

/// What a text says about the entities that it has editions for.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The entities; none if only another language's file names them.
    pub scope: Option<Scope>,
    /// Their ids, in order, the same for all languages of the text.
    pub entities: Arc<[EcoString]>,
    /// The title of the page that lists the profiles.
    pub title: Vec<Inline>,
    /// The finding about all of them.
    pub finding: Vec<Inline>,
    /// What that page draws of all, such as a map; one chart at most.
    pub chart: Vec<Block>,
    /// What that page shows of each.
    pub figures: Vec<Figure>,
    /// The value by which places are like each other; each profile then names those nearest to it.
    pub like: Option<Binding>,
}

impl Profile {
    /// Returns the lines of the page that lists the profiles.
    pub fn lines(&self) -> impl Iterator<Item = &Vec<Inline>> {
        let labels = self.figures.iter().map(|figure| &figure.label);
        [&self.title, &self.finding].into_iter().chain(labels)
    }

    /// Returns these lines, to change them.
    pub fn lines_mut(&mut self) -> impl Iterator<Item = &mut Vec<Inline>> {
        let labels = self.figures.iter_mut().map(|figure| &mut figure.label);
        [&mut self.title, &mut self.finding].into_iter().chain(labels)
    }
}

/// A headline figure: a column of the table of all profiles.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The head of the column.
    pub label: Vec<Inline>,
    /// Its value for each entity.
    pub value: Binding,
}

/// The entities of `for:` without those of `except:`.
#[derive(Debug, Clone)]
pub struct Scope {
    /// The place of `for:`.
    pub span: Span,
    included: Vec<Named>,
    excluded: Vec<Named>,
}

/// Entities as a front matter names them.
#[derive(Debug, Clone)]
enum Named {
    /// One, by its id or name.
    One(Spanned<EcoString>),
    /// The members of a bloc.
    Members(Spanned<EcoString>),
    /// Those of rows of a dataset.
    Rows(Box<Selection>),
}

/// The part of a front matter about profiles, before its lines are parsed.
#[derive(Debug)]
pub struct WrittenProfile {
    scope: Option<Scope>,
    title: Option<WrittenLine>,
    finding: Option<WrittenLine>,
    chart: Option<Node>,
    figures: Vec<(WrittenLine, Binding)>,
    like: Option<Binding>,
}

impl WrittenProfile {
    /// Keeps the names of the entities, and removes everything said about them.
    #[must_use]
    pub fn withdrawn(self) -> Self {
        Self { finding: None, chart: None, figures: Vec::new(), like: None, ..self }
    }

    /// Reads `for:`, `except:` and `index:`; none for a text without profiles.
    pub fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Option<Self> {
        let place = mapping.get("for").map(|node| node.span);
        let included = mapping.get("for").map(|node| named(node, problems));
        let excluded = mapping.get("except");
        if let (None, Some(node)) = (&included, excluded) {
            problems.push(lone(node, "except"));
        }
        let excluded = excluded.map(|node| named(node, problems)).unwrap_or_default();
        let scope = included.zip(place);
        let scope = scope.map(|(included, span)| Scope { span, included, excluded });
        let Some(node) = mapping.get("index") else {
            return scope.map(|scope| Self {
                scope: Some(scope),
                title: None,
                finding: None,
                chart: None,
                figures: Vec::new(),
                like: None,
            });
        };
        let mut index = problems.keep(Mapping::new(node))?;
        let title = WrittenLine::required(&mut index, "title", problems);
        let finding = WrittenLine::required(&mut index, "finding", problems);
        let chart = index.get("chart").cloned();
        let figures = index.get("figures");
        let figures = figures.map(|node| read_figures(node, problems)).unwrap_or_default();
        let like = index.optional("like", problems, expression);
        index.finish(problems);
        Some(Self { scope, title, finding, chart, figures, like })
    }

    /// Parses its lines.
    pub fn parse(self, options: &Options<'_>, problems: &mut Problems) -> Profile {
        let chart = self.chart.and_then(|node| markup::chart(&node, options, problems));
        let mut line = |text: Option<WrittenLine>| {
            text.map(|text| text.parse(options, problems)).unwrap_or_default()
        };
        Profile {
            scope: self.scope,
            entities: Arc::default(),
            title: line(self.title),
            finding: line(self.finding),
            chart: chart.into_iter().collect(),
            like: self.like,
            figures: self
                .figures
                .into_iter()
                .map(|(label, value)| Figure { label: line(Some(label)), value })
                .collect(),
        }
    }
}

/// Reads a list of labels with their values.
fn read_figures(node: &Node, problems: &mut Problems) -> Vec<(WrittenLine, Binding)> {
    let one = std::slice::from_ref(node);
    let nodes = if let yaml::Value::List(nodes) = &node.value { nodes } else { one };
    let mut figure = |node: &Node| {
        let mut mapping = problems.keep(Mapping::new(node))?;
        let label = WrittenLine::required(&mut mapping, "label", problems);
        let value = mapping.required("value", problems, expression);
        mapping.finish(problems);
        Some((label?, value?))
    };
    nodes.iter().filter_map(&mut figure).collect()
}

fn expression(node: &Node) -> Result<Binding, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    parse_expression(&text.value, text.span)
}

/// Reports a key that means nothing without `for:`.
fn lone(node: &Node, key: &str) -> Diagnostic {
    let message = format!("`{key}` is given without `for`");
    Diagnostic::error(Code::MissingKey, node.span, message)
        .with_hint("add `for: …`, with the entities for which to make editions")
}

fn named(node: &Node, problems: &mut Problems) -> Vec<Named> {
    yaml::list(node, problems, one_named)
}

fn one_named(node: &Node) -> Result<Named, Diagnostic> {
    let text = yaml::spanned_text(node)?;
    if let Some(bloc) = text.value.strip_prefix('@') {
        return Ok(Named::Members(Spanned::new(bloc.into(), text.span)));
    }
    if !text.value.contains('[') {
        return Ok(Named::One(text));
    }
    match parse_expression(&text.value, text.span)?.expression {
        Expression::Cells(selection) => Ok(Named::Rows(selection)),
        other => Err(Diagnostic::error(
            Code::BadValue,
            other.span(),
            "this does not name rows of a dataset",
        )
        .with_hint(
            "write `dataset[*]`, `dataset[peru + chile]`, `\"@bloc\"`, or a list of entities",
        )),
    }
}

impl Scope {
    /// Returns the ids of the entities, each once, in the order in which they are named; blocs have
    /// their members on `day`.
    ///
    /// # Errors
    /// Reports all names that are not there, and exceptions that except nothing.
    pub fn entities(&self, data: Data<'_>, day: Date) -> Result<Vec<EcoString>, Vec<Diagnostic>> {
        let mut problems = Vec::new();
        let mut resolve = |named: &Named| {
            named.entities(data, day).unwrap_or_else(|found| {
                problems.extend(found);
                Vec::new()
            })
        };
        let mut entities: Vec<EcoString> = Vec::new();
        for id in self.included.iter().flat_map(&mut resolve) {
            if !entities.contains(&id) {
                entities.push(id);
            }
        }
        let mut unneeded = Vec::new();
        for named in &self.excluded {
            let excluded = resolve(named);
            let before = entities.len();
            entities.retain(|id| !excluded.contains(id));
            if entities.len() == before && !excluded.is_empty() {
                unneeded.push(excepts_nothing(named));
            }
        }
        problems.extend(unneeded);
        if entities.is_empty() && problems.is_empty() {
            let message = "no entity is left to make an edition for";
            problems.push(
                Diagnostic::error(Code::BadValue, self.span, message)
                    .with_hint("list more in `for`, or fewer in `except`"),
            );
        }
        if problems.is_empty() { Ok(entities) } else { Err(problems) }
    }
}

fn excepts_nothing(named: &Named) -> Diagnostic {
    let message = "this excludes nothing that `for` names";
    Diagnostic::error(Code::BadValue, named.span(), message).with_hint("delete it")
}

impl Named {
    fn span(&self) -> Span {
        match self {
            Self::One(name) | Self::Members(name) => name.span,
            Self::Rows(selection) => selection.span,
        }
    }

    fn entities(&self, data: Data<'_>, day: Date) -> Result<Vec<EcoString>, Vec<Diagnostic>> {
        match self {
            Self::One(name) => {
                data.entity(name).map(|id| vec![id.clone()]).map_err(|problem| vec![problem])
            }
            Self::Members(bloc) => members(bloc, data, day).map_err(|problem| vec![problem]),
            Self::Rows(selection) => rows(selection, data),
        }
    }
}

fn members(
    name: &Spanned<EcoString>,
    data: Data<'_>,
    day: Date,
) -> Result<Vec<EcoString>, Diagnostic> {
    let bloc = data.entities.named(&name.value);
    let bloc = bloc.ok_or_else(|| data.entities.unknown(&name.value, name.span))?;
    let members = bloc.members.iter().filter(|member| member.on(day));
    let members: Vec<_> = members.map(|member| member.id.value.clone()).collect();
    if members.is_empty() {
        let message = format!("`{}` had no members on {day}, the date of this text", name.value);
        return Err(Diagnostic::error(Code::UnknownEntity, name.span, message)
            .with_related(bloc.span, "the entity")
            .with_hint("name the entities one by one"));
    }
    Ok(members)
}

fn rows(selection: &Selection, data: Data<'_>) -> Result<Vec<EcoString>, Vec<Diagnostic>> {
    let dataset = data.dataset(&selection.dataset).map_err(|problem| vec![problem])?;
    let all: Vec<_> = (0..dataset.columns.len()).collect();
    let rows = data.selecting(dataset).rows(&selection.rows, &all)?;
    let entity = |row: usize| match &dataset.rows[row].cells[dataset.key].value {
        Value::Entity(id) => Some(id.clone()),
        _ => None,
    };
    let entities: Option<Vec<_>> = rows.into_iter().map(entity).collect();
    entities.ok_or_else(|| {
        let message = format!("the rows of `{}` are not entities", dataset.id);
        vec![
            Diagnostic::error(Code::TypeMisuse, selection.span, message)
                .with_hint("name a dataset whose key is a column of entities"),
        ]
    })
}

/// Whether a line says something about the entity of a profile.
pub fn names_this(line: &[Inline]) -> bool {
    line.iter().any(|inline| match &inline.kind {
        InlineKind::Number(binding) => binding.text.contains("@this"),
        kind => names_this(kind.content()),
    })
}
