//! From TeX to a formula.

use std::borrow::Cow;
use std::iter::Peekable;
use std::vec::IntoIter;

use pulldown_latex::event::{
    Content, EnvironmentFlow, Event, Font, Grouping, ScriptPosition, ScriptType, StateChange,
    Visual,
};
use pulldown_latex::{Parser, Storage};

use super::mistake::{Mistake, coloured, mistake, too_large};
use super::sign::{
    array_columns, array_lines, column, content_node, eighteenths, is_accent, negated, size,
};
use super::{Class, Column, Formula, Gap, Node, Place, Table, linear};

/// How deep the parts of a formula may be nested.
const MAX_DEPTH: usize = 24;

/// How many parts a formula may have; macros could make millions.
const MAX_PARTS: usize = 4_000;

/// Reads a formula.
///
/// # Errors
/// What of `tex` cannot be read or printed.
pub fn read(tex: &str) -> Result<Formula, Mistake> {
    let storage = Storage::new();
    let mut events = Vec::new();
    let (plain, starred) = unstarred(tex);
    for event in Parser::new(&plain, &storage) {
        match event {
            Ok(Event::StateChange(StateChange::Color(_))) => return Err(coloured()),
            Ok(event) => events.push(event),
            Err(error) => match lines(tex, &error.to_string()) {
                Some(lines) => return Ok(Formula { tex: tex.trim().into(), ..read(&lines)? }),
                None => return Err(mistake(tex, &error.to_string())),
            },
        }
        if events.len() > MAX_PARTS {
            return Err(too_large());
        }
    }
    if events.is_empty() {
        let message = "this formula is empty".to_owned();
        let hint =
            "write the formula between the dollar signs, or `\\$` for a dollar sign".to_owned();
        return Err(Mistake { message, hint, command: None });
    }
    let events = events.into_iter().peekable();
    let mut reader = Reader { events, starred, depth: 0, is_too_deep: false };
    let nodes = reader.nodes(None);
    if reader.is_too_deep {
        return Err(too_large());
    }
    let text = linear::text(&nodes);
    Ok(Formula { tex: tex.trim().into(), text, nodes })
}

/// Returns a formula whose lines are broken or aligned with an environment around it: formula
/// renderers in browsers accept it without one.
fn lines(tex: &str, error: &str) -> Option<String> {
    let is_broken = error.contains("new line command") || error.contains("alignment");
    if !is_broken || tex.contains("\\begin{gathered}") || tex.contains("\\begin{aligned}") {
        return None;
    }
    let name = if tex.contains('&') { "aligned" } else { "gathered" };
    Some(format!("\\begin{{{name}}}{tex}\\end{{{name}}}"))
}

/// Returns `tex` without the stars of `\operatorname*`, and the names of these operators.
fn unstarred(tex: &str) -> (Cow<'_, str>, Vec<String>) {
    const STARRED: &str = "\\operatorname*";
    if !tex.contains(STARRED) {
        return (Cow::Borrowed(tex), Vec::new());
    }
    let names = tex.split(STARRED).skip(1).filter_map(|rest| {
        let (name, _) = rest.trim_start().strip_prefix('{')?.split_once('}')?;
        Some(name.to_owned())
    });
    (Cow::Owned(tex.replace(STARRED, "\\operatorname")), names.collect())
}

struct Reader<'e> {
    events: Peekable<IntoIter<Event<'e>>>,
    /// The names of operators with scripts above and below.
    starred: Vec<String>,
    depth: usize,
    is_too_deep: bool,
}

/// Where a run of parts ended.
#[derive(Debug, PartialEq, Eq)]
enum Stop {
    /// At the end of its group, or of the formula.
    End,
    /// At the end of a cell.
    Cell,
    /// At the end of a row, below which there may be a line.
    Row { ruled: bool },
}

impl<'e> Reader<'e> {
    /// Reads the parts up to the end of their group.
    fn nodes(&mut self, font: Option<Font>) -> Vec<Node> {
        self.run(font).0
    }

    fn run(&mut self, mut font: Option<Font>) -> (Vec<Node>, Stop) {
        let mut nodes = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End => break,
                Event::EnvironmentFlow(EnvironmentFlow::Alignment) => return (nodes, Stop::Cell),
                Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. }) => {
                    return (nodes, Stop::Row { ruled: !horizontal_lines.is_empty() });
                }
                Event::StateChange(StateChange::Font(new)) => font = new,
                Event::StateChange(StateChange::Style(style)) => {
                    let (rest, stop) = self.run(font);
                    nodes.push(Node::Sized { size: size(style), nodes: rest });
                    return (nodes, stop);
                }
                Event::StateChange(StateChange::Color(_))
                | Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. }) => {}
                event => {
                    let node = self.node(event, font);
                    push(&mut nodes, node);
                }
            }
        }
        (nodes, Stop::End)
    }

    /// Reads the next part as one.
    fn element(&mut self, font: Option<Font>) -> Node {
        match self.events.next() {
            Some(Event::StateChange(_)) => self.element(font),
            Some(event) => self.node(event, font),
            None => Node::Row { nodes: Vec::new() },
        }
    }

    fn boxed(&mut self, font: Option<Font>) -> Box<Node> {
        Box::new(self.element(font))
    }

    fn node(&mut self, event: Event<'e>, font: Option<Font>) -> Node {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            self.is_too_deep = true;
            self.events = Vec::new().into_iter().peekable();
        }
        let node = match event {
            Event::Content(content) => content_node(content, font),
            Event::Begin(grouping) => self.group(grouping, font),
            Event::Visual(visual) => self.visual(visual, font),
            Event::Script { ty, position } => self.scripts(ty, position, font),
            Event::Space { width, .. } => Node::Space { width: width.map_or(0, eighteenths) },
            Event::End | Event::StateChange(_) | Event::EnvironmentFlow(_) => {
                Node::Row { nodes: Vec::new() }
            }
        };
        self.depth -= 1;
        node
    }

    fn visual(&mut self, visual: Visual, font: Option<Font>) -> Node {
        match visual {
            Visual::SquareRoot => Node::Root { radicand: self.boxed(font), index: None },
            Visual::Root => {
                let radicand = self.boxed(font);
                Node::Root { radicand, index: Some(self.boxed(font)) }
            }
            Visual::Fraction(thickness) => {
                let line = thickness.is_none_or(|thickness| thickness.value > 0.0);
                let above = self.boxed(font);
                Node::Fraction { above, below: self.boxed(font), line }
            }
            Visual::Negation => match self.element(font) {
                Node::Operator { text, class: Class::Relation, size } => {
                    let negated: String = negated(&text);
                    Node::Operator { text: negated.into(), class: Class::Relation, size }
                }
                base => Node::Struck { base: Box::new(base) },
            },
        }
    }

    fn scripts(&mut self, ty: ScriptType, position: ScriptPosition, font: Option<Font>) -> Node {
        let base = self.element(font);
        let mark = match (self.events.peek(), position) {
            (
                Some(Event::Content(Content::Ordinary { content, stretchy })),
                ScriptPosition::AboveBelow,
            ) if *stretchy || is_accent(*content) => Some((*content, *stretchy)),
            _ => None,
        };
        if let Some((mark, wide)) = mark.filter(|_| ty != ScriptType::SubSuperscript) {
            self.events.next();
            let under = ty == ScriptType::Subscript;
            return Node::Accent { base: Box::new(base), mark, under, wide };
        }
        let is_starred = matches!(&base, Node::Function { text } if self.starred.iter().any(|name| name == text));
        let place = match position {
            ScriptPosition::Right if is_starred => Place::Movable,
            ScriptPosition::Right => Place::Behind,
            ScriptPosition::AboveBelow => Place::Around,
            ScriptPosition::Movable => Place::Movable,
        };
        let below = (ty != ScriptType::Superscript).then(|| self.boxed(font));
        let above = (ty != ScriptType::Subscript).then(|| self.boxed(font));
        Node::Scripts { base: Box::new(base), below, above, place }
    }

    fn group(&mut self, grouping: Grouping, font: Option<Font>) -> Node {
        let (columns, gap) = match grouping {
            Grouping::Normal => return ordinary(row(self.nodes(font))),
            Grouping::LeftRight(open, close) => {
                return Node::Fenced { open, close, nodes: self.nodes(font) };
            }
            Grouping::Cases { left } => {
                let table = self.table(vec![Column::Left], Gap::Cases);
                let (open, close) = if left { (Some('{'), None) } else { (None, Some('}')) };
                return Node::Fenced { open, close, nodes: vec![Node::Table(table)] };
            }
            Grouping::Array(columns) => {
                let mut table = self.table(array_columns(&columns), Gap::Matrix);
                table.lines = array_lines(&columns);
                return Node::Table(table);
            }
            Grouping::Matrix { alignment } | Grouping::SubArray { alignment } => {
                (vec![column(alignment)], Gap::Matrix)
            }
            Grouping::Align { .. }
            | Grouping::Aligned
            | Grouping::Alignat { .. }
            | Grouping::Alignedat { .. }
            | Grouping::Split => (vec![Column::Right, Column::Left], Gap::Aligned),
            Grouping::Equation { .. }
            | Grouping::Gather { .. }
            | Grouping::Gathered
            | Grouping::Multline => (vec![Column::Center], Gap::Matrix),
        };
        let mut table = self.table(columns, gap);
        let is_one = table.rules.is_empty() && matches!(&*table.rows, [row] if row.len() == 1);
        match table.rows.pop() {
            Some(cells) if is_one => row(cells.into_iter().flatten().collect()),
            last => {
                table.rows.extend(last);
                Node::Table(table)
            }
        }
    }

    fn table(&mut self, columns: Vec<Column>, gap: Gap) -> Table {
        let mut table =
            Table { columns, gap, lines: Vec::new(), rules: Vec::new(), rows: Vec::new() };
        if let Some(Event::EnvironmentFlow(EnvironmentFlow::StartLines { .. })) = self.events.peek()
        {
            table.rules.push(0);
        }
        let mut cells = Vec::new();
        loop {
            let (cell, stop) = self.run(None);
            cells.push(cell);
            if stop == Stop::Cell {
                continue;
            }
            let row = std::mem::take(&mut cells);
            // A break after the last row does not begin another row.
            if stop != Stop::End || row.iter().any(|cell| !cell.is_empty()) {
                table.rows.push(row);
            }
            match stop {
                Stop::Row { ruled: true } => table.rules.extend(u16::try_from(table.rows.len())),
                Stop::Row { ruled: false } | Stop::Cell => {}
                Stop::End => return table,
            }
        }
    }
}

/// Adds a part; upright letters form one name with upright letters before them.
fn push(nodes: &mut Vec<Node>, node: Node) {
    if let Node::Identifier { text: more, upright: true } = &node
        && more.chars().all(char::is_alphabetic)
        && let Some(Node::Identifier { text, upright: true }) = nodes.last_mut()
        && text.chars().all(char::is_alphabetic)
    {
        text.push_str(more);
        return;
    }
    nodes.push(node);
}

/// Returns parts as one.
fn row(mut nodes: Vec<Node>) -> Node {
    match nodes.pop() {
        Some(node) if nodes.is_empty() => node,
        last => {
            nodes.extend(last);
            Node::Row { nodes }
        }
    }
}

/// Returns a part as one that is spaced like a variable: a comma in braces adds no space.
fn ordinary(node: Node) -> Node {
    match node {
        Node::Operator { text, class: Class::Punctuation, .. } => {
            Node::Identifier { text, upright: true }
        }
        node => node,
    }
}
