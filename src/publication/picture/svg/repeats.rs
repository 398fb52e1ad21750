//! How many elements a drawing shows, when elements repeat others that repeat others.
//!
//! `use`, gradients, patterns, clip paths and masks show what they name once for each element that names them; a
//! marker is shown at each vertex of a line.

use std::collections::HashMap;

use roxmltree::{Document, Node, NodeId};

use crate::base::limits::{SVG_DEPTH, SVG_ELEMENTS};
use crate::publication::picture::Fault;

/// What is shown for an element.
#[derive(Clone, Copy, Default)]
struct Shown {
    elements: usize,
    /// The vertices of its lines, at each of which a marker may stand.
    vertices: usize,
}

/// Counts the elements that a drawing shows.
///
/// # Errors
/// Returns what is wrong with it: there are too many, or one refers to itself.
pub(super) fn check(document: &Document<'_>) -> Result<(), Fault> {
    let elements = document.descendants().filter(Node::is_element);
    let by_id = elements.clone().filter_map(|node| Some((node.attribute("id")?, node))).collect();
    let styles = elements.filter(|node| node.tag_name().name() == "style");
    let rules = styles.flat_map(|style| rules(style.text().unwrap_or_default())).collect();
    let mut repeats = Repeats { by_id, rules, counted: HashMap::new() };
    match repeats.count(document.root_element(), 0)?.elements {
        shown if shown > SVG_ELEMENTS.most => Err(Fault::BeyondLimit(SVG_ELEMENTS)),
        _ => Ok(()),
    }
}

struct Repeats<'a, 'input> {
    by_id: HashMap<&'a str, Node<'a, 'input>>,
    rules: Vec<Rule<'a>>,
    /// Elements that were counted; none for those that are being counted.
    counted: HashMap<NodeId, Option<Shown>>,
}

impl<'a, 'input> Repeats<'a, 'input> {
    /// Counts `node` and all that is shown for it.
    fn count(&mut self, node: Node<'a, 'input>, depth: usize) -> Result<Shown, Fault> {
        if let Some(known) = self.counted.get(&node.id()) {
            return known.ok_or(Fault::Circular);
        }
        if depth > 4 * SVG_DEPTH.most {
            return Err(Fault::BeyondLimit(SVG_DEPTH));
        }
        self.counted.insert(node.id(), None);
        let mut shown = Shown { elements: 1, vertices: vertices(node) };
        for child in node.children().filter(Node::is_element) {
            shown.add(self.count(child, depth + 1)?);
        }
        if let Some(target) = named_by_link(node).and_then(|id| self.by_id.get(id)) {
            shown.add(self.count(*target, depth + 1)?);
        }
        // Markers are inherited: those of a group stand at the vertices of all lines in it.
        for reference in self.references(node) {
            let Some(&target) = self.by_id.get(reference.id) else { continue };
            let times = if reference.is_marker { shown.vertices } else { 1 };
            let elements = self.count(target, depth + 1)?.elements.saturating_mul(times);
            shown.elements = shown.elements.saturating_add(elements);
        }
        self.counted.insert(node.id(), Some(shown));
        Ok(shown)
    }

    /// Returns what the attributes of an element, and the rules that may be for it, refer to as `url(#id)`.
    fn references(&self, node: Node<'a, 'input>) -> Vec<Reference<'a>> {
        let own = node.attributes().flat_map(|attribute| {
            declarations(attribute.value(), attribute.name().starts_with("marker"))
        });
        let ruled = self.rules.iter().filter(|rule| rule.is_for(node));
        own.chain(ruled.flat_map(|rule| rule.references.iter().copied())).collect()
    }
}

impl Shown {
    fn add(&mut self, other: Self) {
        self.elements = self.elements.saturating_add(other.elements);
        self.vertices = self.vertices.saturating_add(other.vertices);
    }
}

/// The name of an element that another is to be shown for.
#[derive(Clone, Copy)]
struct Reference<'a> {
    id: &'a str,
    is_marker: bool,
}

/// A rule of styles that refers to elements.
struct Rule<'a> {
    /// The last parts of its selectors.
    selectors: Vec<&'a str>,
    references: Vec<Reference<'a>>,
}

impl Rule<'_> {
    /// Whether it may be for an element, by one class, id or name alone.
    fn is_for(&self, node: Node<'_, '_>) -> bool {
        let classes = node.attribute("class").unwrap_or_default();
        self.selectors.iter().any(|selector| {
            let (name, rest) =
                selector.split_at(selector.find(['.', '#', '[', ':']).unwrap_or(selector.len()));
            let rest = rest.split(['[', ':']).next().unwrap_or_default();
            let is_class = |class: &str| classes.split_whitespace().any(|own| own == class);
            let class =
                rest.split('.').nth(1).map(|class| class.split('#').next().unwrap_or(class));
            let id = rest.split('#').nth(1).map(|id| id.split('.').next().unwrap_or(id));
            (name.is_empty() || name == "*" || name == node.tag_name().name())
                && class.is_none_or(is_class)
                && id.is_none_or(|id| node.attribute("id") == Some(id))
        })
    }
}

fn rules(styles: &str) -> impl Iterator<Item = Rule<'_>> {
    styles.split('}').filter_map(|rule| {
        let (selectors, body) = rule.rsplit_once('{')?;
        let references: Vec<_> = declarations(body, false).collect();
        let selectors = selectors.split(',').filter_map(|selector| {
            selector
                .split(|c: char| c.is_whitespace() || matches!(c, '>' | '+' | '~'))
                .rfind(|part| !part.is_empty())
        });
        (!references.is_empty()).then(|| Rule { selectors: selectors.collect(), references })
    })
}

/// Returns what an attribute's value, or declarations of styles, refer to as `url(#id)`.
fn declarations(value: &str, is_marker: bool) -> impl Iterator<Item = Reference<'_>> {
    value.split(';').flat_map(move |declaration| {
        let is_marker = is_marker || declaration.trim_start().starts_with("marker");
        declaration.split("url(").skip(1).filter_map(move |rest| {
            let id = rest.trim_start_matches([' ', '"', '\'']).strip_prefix('#')?;
            Some(Reference { id: id.split([')', '"', '\'', ' ']).next()?, is_marker })
        })
    })
}

/// Returns the id of the element that `use`, or a gradient, shows or continues. A link only leads there.
fn named_by_link<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    if node.tag_name().name() == "a" {
        return None;
    }
    let mut links = node.attributes().filter(|attribute| attribute.name() == "href");
    links.find_map(|link| link.value().trim().strip_prefix('#'))
}

/// Returns about how many vertices a line has, and not fewer: each has at least one number, or closes the line.
fn vertices(node: Node<'_, '_>) -> usize {
    let (written, numbers) = match node.tag_name().name() {
        "path" => (node.attribute("d"), 0),
        "polyline" | "polygon" => (node.attribute("points"), 2),
        "line" => return 2,
        _ => return 0,
    };
    let written = written.unwrap_or_default();
    if numbers == 2 {
        return count_numbers(written).div_ceil(2) + 1;
    }
    let mut all = 0;
    let is_command = |c: char| c.is_ascii_alphabetic() && !matches!(c, 'e' | 'E');
    let mut rest = written;
    while let Some(at) = rest.find(is_command) {
        let (command, after) = (rest[at..].chars().next(), &rest[at + 1..]);
        let end = after.find(is_command).unwrap_or(after.len());
        let per_vertex = match command.map(|command| command.to_ascii_uppercase()) {
            Some('M' | 'L' | 'T') => 2,
            Some('Q' | 'S') => 4,
            Some('C') => 6,
            // The flags of arcs may stand without spaces between them.
            Some('A') => 5,
            _ => 1,
        };
        all += count_numbers(&after[..end]).div_ceil(per_vertex).max(1);
        rest = &after[end..];
    }
    all
}

fn count_numbers(text: &str) -> usize {
    let (mut count, mut before) = (0, ' ');
    let mut has_point = false;
    for letter in text.chars() {
        let goes_on = before.is_ascii_digit() || before == '.';
        let begins = match letter {
            '0'..='9' => !goes_on && !matches!(before, '-' | '+' | 'e' | 'E'),
            '.' => has_point || !goes_on && !matches!(before, '-' | '+'),
            '-' | '+' => !matches!(before, 'e' | 'E'),
            _ => false,
        };
        if begins || !matches!(letter, '0'..='9' | '.' | 'e' | 'E' | '-' | '+') {
            has_point = false;
        }
        has_point |= letter == '.';
        count += usize::from(begins);
        before = letter;
    }
    count
}
