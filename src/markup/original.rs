//! What the text of a translation takes from its original: what charts, tables and registers draw,
//! what divs are, where pictures are, the ids of headings.
//!
//! The YAML of a block is joined with that of the original's block before it is read. Divs, headings
//! and pictures are completed in the tree.

use ecow::EcoString;

use super::attributes::Attributes;
use super::{Block, BlockKind, Body, Picture};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::span::{Span, Spanned};
use crate::base::yaml::{self, Holding, Node, Shape, Value};

/// A fenced block of YAML, as it is written.
#[derive(Debug, Clone)]
pub struct Drawn {
    /// The word after its fence, such as `chart`.
    pub kind: EcoString,
    /// Its id.
    pub id: Option<Spanned<EcoString>>,
    /// Its content, without `only`.
    pub node: Node,
    /// The languages that have it; all if none.
    pub only: Vec<Spanned<EcoString>>,
    /// The place of the whole block.
    pub span: Span,
    /// Whether it could be read. If not, that was reported, and what translations lack because of
    /// it is not.
    pub is_readable: bool,
}

/// The text that a translation is of.
#[derive(Debug, Clone, Copy)]
pub struct Original<'a> {
    /// Its blocks of YAML, in order.
    pub drawn: &'a [Drawn],
    /// Its text.
    pub body: &'a Body,
}

/// Which keys of a chart contain text.
pub const CHART: &Shape = &[
    ("title", Holding::Required),
    ("subtitle", Holding::Line),
    ("alt", Holding::Line),
    ("note", Holding::Line),
    ("annotations", Holding::Parts("text", ANNOTATION)),
    ("references", Holding::Parts("label", &[("label", Holding::Line)])),
];
/// Whoever has names in several languages may be named in any of them.
const ANNOTATION: &Shape = &[
    ("text", Holding::Words),
    ("holds", Holding::Free),
    ("at", Holding::Named),
    ("series", Holding::Named),
];
const TABLE: &Shape = &[
    ("title", Holding::Required),
    ("note", Holding::Line),
    ("heads", Holding::Parts("text", &[("text", Holding::Words), ("holds", Holding::Free)])),
];

/// Returns which keys of a block of this kind contain text.
pub fn shape(kind: &str) -> &'static Shape {
    if kind == "chart" { CHART } else { TABLE }
}

impl Drawn {
    /// Reads the name of `node`, the YAML of a block, and the languages that it is for.
    pub(super) fn read(kind: &str, mut node: Node, span: Span, problems: &mut Problems) -> Self {
        let mut only = Vec::new();
        let mut id = None;
        if let Value::Mapping(entries) = &mut node.value {
            let found = entries.iter().position(|(key, _)| key.name == "only");
            if let Some(at) = found {
                let (_, tags) = entries.remove(at);
                only = yaml::list(&tags, problems, yaml::spanned_text);
            }
            let node = entries.iter().find(|(key, _)| key.name == "id").map(|(_, node)| node);
            id = node.and_then(|node| yaml::spanned_text(node).ok());
        }
        Self { kind: kind.into(), id, node, only, span, is_readable: true }
    }

    /// Returns what is known about a block whose `text` is not valid YAML.
    pub(super) fn unreadable(kind: &str, text: &str, span: Span) -> Self {
        let id = text.lines().find_map(|line| line.strip_prefix("id:"));
        let id = id.map(|id| Spanned::new(id.trim().into(), span));
        let node = Node { value: Value::Null, span };
        Self { kind: kind.into(), id, node, only: Vec::new(), span, is_readable: false }
    }

    /// Whether the text in the language `tag` has it.
    pub fn is_in(&self, tag: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only.value == tag)
    }

    /// Returns the place to show: the id, or else the first line.
    pub fn place(&self) -> Span {
        self.id.as_ref().map_or(self.span, |id| id.span)
    }

    /// Returns its content, completed with everything that it leaves to the block of the original
    /// with the same id; none if that block could not be read.
    pub(super) fn joined(&self, original: Original<'_>, problems: &mut Problems) -> Option<Node> {
        let is_mine = |other: &&Drawn| {
            self.id.is_some()
                && other.id.as_ref().map(|id| &id.value) == self.id.as_ref().map(|id| &id.value)
        };
        let Some(theirs) = original.drawn.iter().find(is_mine) else {
            return Some(self.node.clone());
        };
        if !theirs.is_readable {
            return None;
        }
        if theirs.kind != self.kind {
            let message = format!("in the original this is a {}", theirs.kind);
            problems.push(
                Diagnostic::error(Code::LanguagesDisagree, self.place(), message)
                    .with_related(theirs.place(), "the original")
                    .with_hint(format!(
                        "begin the block with ```` ```{} ````, or give it a different id",
                        theirs.kind
                    )),
            );
            // Other missing keys follow from that.
            let mut follows = Problems::default();
            return Some(yaml::inherit(&self.node, &theirs.node, shape(&self.kind), &mut follows));
        }
        Some(yaml::inherit(&self.node, &theirs.node, shape(&self.kind), problems))
    }
}

/// Completes the blocks of a translation with what they leave to the original.
pub(super) fn complete(blocks: &mut [Block], original: Original<'_>, problems: &mut Problems) {
    let theirs = Outline::of(&original.body.blocks);
    let own = Outline::of(blocks);
    let has_like_divs = own.divs.len() == theirs.divs.len();
    let has_like_headings = own.headings.len() == theirs.headings.len();
    let shared: Vec<u32> = own.headings.iter().map(|heading| heading.place.start).collect();
    let (mut div, mut heading) = (0, 0);
    for_each(blocks, &mut |block| match &mut block.kind {
        BlockKind::Div(attributes, _) if attributes.value("only").is_none() => {
            let id = attributes.id.as_ref().map(|id| &id.value);
            let named = theirs
                .divs
                .iter()
                .find(|other| id.is_some() && other.id.as_ref().map(|id| &id.value) == id);
            let at_place = theirs.divs.get(div).filter(|_| has_like_divs);
            div += 1;
            match (named, at_place) {
                (Some(other), _) => join_div(attributes, other, block.span, problems),
                // Who may read a part is never inferred from its position.
                (None, Some(other)) if !other.is_restricted() => {
                    if attributes.is_empty() {
                        join_div(attributes, other, block.span, problems);
                    } else {
                        check_classes(attributes, other, problems);
                    }
                }
                (None, _) => {}
            }
        }
        BlockKind::Heading { level, attributes, .. } if shared.contains(&block.span.start) => {
            let other = theirs.headings.get(heading).filter(|_| has_like_headings);
            heading += 1;
            if let Some(other) = other.filter(|other| other.level == *level)
                && attributes.id.is_none()
            {
                attributes.id.clone_from(&other.attributes.id);
            }
        }
        BlockKind::Picture(picture) => join_picture(picture, &theirs),
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::List { .. }
        | BlockKind::Definitions(_)
        | BlockKind::Quote(_)
        | BlockKind::Alert(..)
        | BlockKind::Code { .. }
        | BlockKind::Rule
        | BlockKind::Table(_)
        | BlockKind::DataTable(_)
        | BlockKind::Chart(_)
        | BlockKind::Register(_)
        | BlockKind::Entry(_)
        | BlockKind::Formula(_)
        | BlockKind::Div(..)
        | BlockKind::RawHtml(_) => {}
    });
}

/// The parts of the original's text that a translation may take.
#[derive(Default)]
struct Outline<'a> {
    divs: Vec<&'a Attributes>,
    /// Those outside of parts that only some languages have.
    headings: Vec<OwnHeading<'a>>,
    pictures: Vec<&'a Picture>,
    within: bool,
}

/// A heading of a text.
struct OwnHeading<'a> {
    level: u8,
    attributes: &'a Attributes,
    place: Span,
}

impl<'a> Outline<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let mut outline = Self::default();
        outline.walk(blocks);
        outline
    }

    fn walk(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            match &block.kind {
                BlockKind::Div(attributes, _) if attributes.value("only").is_none() => {
                    self.divs.push(attributes);
                }
                BlockKind::Heading { level, attributes, .. } if !self.within => {
                    let place = block.span;
                    self.headings.push(OwnHeading { level: *level, attributes, place });
                }
                BlockKind::Picture(picture) => self.pictures.push(picture),
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::List { .. }
                | BlockKind::Definitions(_)
                | BlockKind::Quote(_)
                | BlockKind::Alert(..)
                | BlockKind::Code { .. }
                | BlockKind::Rule
                | BlockKind::Table(_)
                | BlockKind::DataTable(_)
                | BlockKind::Chart(_)
                | BlockKind::Register(_)
                | BlockKind::Entry(_)
                | BlockKind::Formula(_)
                | BlockKind::Div(..)
                | BlockKind::RawHtml(_) => {}
            }
            let outer = self.within;
            if let BlockKind::Div(attributes, _) = &block.kind {
                self.within |= attributes.value("only").is_some();
            }
            for inner in block.children() {
                self.walk(inner);
            }
            self.within = outer;
        }
    }
}

fn for_each(blocks: &mut [Block], act: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        act(block);
        for inner in block.children_mut() {
            for_each(inner, act);
        }
    }
}

/// Values that each language gives in its own words.
const WORDS: &[&str] = &["title", "alt", "differs", "lang", "dir"];

fn join_div(own: &mut Attributes, original: &Attributes, place: Span, problems: &mut Problems) {
    if own.classes.is_empty() {
        own.classes.clone_from(&original.classes);
    } else {
        check_classes(own, original, problems);
    }
    for (name, value) in &original.values {
        match own.value(&name.value) {
            Some(own) if own.value == value.value || WORDS.contains(&&*name.value) => {}
            // Another rule compares which audiences a part is for.
            Some(_) if matches!(&*name.value, "audience" | "not-audience") => {}
            Some(own) => {
                let message = format!("`{}` differs from the original", name.value);
                problems.push(
                    Diagnostic::error(Code::LanguagesDisagree, own.span, message)
                        .with_related(value.span, "the original")
                        .with_hint(format!("delete `{}` here, or change it there", name.value)),
                );
            }
            None if WORDS.contains(&&*name.value) => {
                let message = format!("the `{}` of this div has no translation here", name.value);
                problems.push(
                    Diagnostic::error(Code::LanguagesDisagree, place, message)
                        .with_related(value.span, "the original")
                        .with_hint(format!("add `{}=\"…\"` with its translation", name.value)),
                );
            }
            None => own.values.push((name.clone(), value.clone())),
        }
    }
    if own.when.is_none() {
        own.when.clone_from(&original.when);
    }
}

fn check_classes(own: &Attributes, original: &Attributes, problems: &mut Problems) {
    let names = |attributes: &Attributes| {
        attributes.classes.iter().map(|class| class.value.clone()).collect::<Vec<_>>()
    };
    let (Some(first), Some(other)) = (own.classes.first(), original.classes.first()) else {
        return;
    };
    if own.is_restricted() || names(own) == names(original) {
        return;
    }
    let message =
        format!("this div is `{}`, but in the original it is `{}`", first.value, other.value);
    problems.push(
        Diagnostic::error(Code::LanguagesDisagree, first.span, message)
            .with_related(other.span, "the original")
            .with_hint("give both the same class; a div without attributes, `::: {}`, takes them from the original"),
    );
}

fn join_picture(own: &mut Picture, theirs: &Outline<'_>) {
    let Some(id) = own.attributes.id.as_ref() else { return };
    let original = theirs
        .pictures
        .iter()
        .find(|other| other.attributes.id.as_ref().is_some_and(|other| other.value == id.value));
    let Some(original) = original else { return };
    if own.path.value.is_empty() {
        own.path = original.path.clone();
    }
    if own.attributes.value("width").is_none() {
        let width = original.attributes.values.iter().find(|(name, _)| name.value == "width");
        own.attributes.values.extend(width.cloned());
    }
}

impl Attributes {
    /// Whether these attributes keep the text from some readers, or make it depend on a condition.
    pub(crate) fn is_restricted(&self) -> bool {
        ["audience", "not-audience", "when"].iter().any(|name| self.value(name).is_some())
    }
}
