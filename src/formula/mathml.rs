//! A formula as `MathML` Core, which browsers set themselves.
//!
//! Nothing in it needs a `style` attribute, which the pages' Content-Security-Policy forbids.

use std::fmt::Write as _;

use super::{Class, Column, Formula, Gap, Node, Place, Size, Table};
use crate::base::escape::escaped;

/// Returns `formula` as a `math` element; `display` puts it on a line of its own.
pub fn mathml(formula: &Formula, display: bool) -> String {
    let kind = if display { " display=\"block\"" } else { "" };
    let alternative = escaped(&formula.text);
    let mut out = format!("<math{kind} alttext=\"{alternative}\"><semantics><mrow>");
    row(&formula.nodes, &mut out);
    let tex = escaped(&formula.tex);
    let _ = write!(
        out,
        "</mrow><annotation encoding=\"application/x-tex\">{tex}</annotation></semantics></math>"
    );
    out
}

fn row(nodes: &[Node], out: &mut String) {
    for node in nodes {
        part(node, out);
    }
}

/// Writes an element with what `content` writes into it.
fn element(name: &str, out: &mut String, content: impl FnOnce(&mut String)) {
    let _ = write!(out, "<{name}>");
    content(out);
    let name = name.split(' ').next().unwrap_or(name);
    let _ = write!(out, "</{name}>");
}

fn token(name: &str, text: &str, out: &mut String) {
    element(name, out, |out| out.push_str(&escaped(text)));
}

fn part(node: &Node, out: &mut String) {
    match node {
        Node::Number { text } => token("mn", text, out),
        Node::Identifier { text, upright } => {
            let is_name = text.chars().count() > 1;
            token(if *upright && !is_name { "mi mathvariant=\"normal\"" } else { "mi" }, text, out);
        }
        Node::Function { text } => {
            token("mi", text, out);
            // Marks what follows as the argument of a function, and sets the space before it.
            out.push_str("<mo>&#8289;</mo>");
        }
        Node::Text { text } => token("mtext", &text.replace(" ", "\u{a0}"), out),
        Node::Operator { text, class, size } => operator(text, (*class, *size), out),
        Node::Space { width } => {
            let _ = write!(out, "<mspace width=\"{:.4}em\"></mspace>", f32::from(*width) / 18.0);
        }
        Node::Row { nodes } => element("mrow", out, |out| row(nodes, out)),
        Node::Sized { size, nodes } => element(sized(*size), out, |out| row(nodes, out)),
        Node::Fenced { open, close, nodes } => element("mrow", out, |out| {
            fence(*open, "prefix", out);
            element("mrow", out, |out| row(nodes, out));
            fence(*close, "postfix", out);
        }),
        Node::Fraction { above, below, line } => {
            let name = if *line { "mfrac" } else { "mfrac linethickness=\"0\"" };
            element(name, out, |out| row_of([above, below], out));
        }
        Node::Root { radicand, index: None } => element("msqrt", out, |out| part(radicand, out)),
        Node::Root { radicand, index: Some(index) } => {
            element("mroot", out, |out| row_of([radicand, index], out));
        }
        Node::Scripts { base, below, above, place } => {
            scripts(base, [below.as_deref(), above.as_deref()], *place, out);
        }
        Node::Accent { base, mark: '‾' | '¯' | '_', under, .. } => {
            // Few fonts have lines that stretch.
            let class = if *under { "underlined" } else { "overlined" };
            element(&format!("mrow class=\"{class}\""), out, |out| part(base, out));
        }
        Node::Accent { base, mark, under, wide } => {
            let name = if *under { "munder accentunder=\"true\"" } else { "mover accent=\"true\"" };
            element(name, out, |out| {
                part(base, out);
                let stretchy = if *wide { "true" } else { "false" };
                token(&format!("mo stretchy=\"{stretchy}\""), mark.encode_utf8(&mut [0; 4]), out);
            });
        }
        Node::Struck { base } => element("mrow class=\"struck\"", out, |out| part(base, out)),
        Node::Table(table) => rows(table, out),
    }
}

fn row_of<'n>(nodes: impl IntoIterator<Item = &'n Box<Node>>, out: &mut String) {
    for node in nodes {
        part(node, out);
    }
}

fn sized(size: Size) -> &'static str {
    match size {
        Size::Display => "mstyle displaystyle=\"true\" scriptlevel=\"0\"",
        Size::Inline => "mstyle displaystyle=\"false\" scriptlevel=\"0\"",
        Size::Script => "mstyle displaystyle=\"false\" scriptlevel=\"1\"",
        Size::Sscript => "mstyle displaystyle=\"false\" scriptlevel=\"2\"",
    }
}

fn operator(text: &str, (class, size): (Class, Option<u8>), out: &mut String) {
    let form = match class {
        Class::Opening => " form=\"prefix\"",
        Class::Closing => " form=\"postfix\"",
        Class::Fence => " form=\"infix\" lspace=\"0\" rspace=\"0\"",
        Class::Large | Class::Binary | Class::Relation | Class::Punctuation => "",
    };
    let is_bracket = matches!(class, Class::Opening | Class::Closing | Class::Fence);
    let height = match size {
        Some(tenths) => {
            let height = f32::from(tenths) / 10.0;
            format!(
                " stretchy=\"true\" symmetric=\"true\" minsize=\"{height:.1}em\" maxsize=\"{height:.1}em\""
            )
        }
        None if is_bracket => " stretchy=\"false\"".to_owned(),
        None => String::new(),
    };
    token(&format!("mo{form}{height}"), text, out);
}

fn fence(sign: Option<char>, form: &str, out: &mut String) {
    if let Some(sign) = sign {
        let name = format!("mo form=\"{form}\" stretchy=\"true\" symmetric=\"true\"");
        token(&name, sign.encode_utf8(&mut [0; 4]), out);
    }
}

/// Writes what stands below and above a part.
fn scripts(base: &Node, scripts: [Option<&Node>; 2], place: Place, out: &mut String) {
    let name = match (scripts, place) {
        ([Some(_), None], Place::Behind) => "msub",
        ([None, _], Place::Behind) => "msup",
        ([Some(_), Some(_)], Place::Behind) => "msubsup",
        ([Some(_), None], Place::Around | Place::Movable) => "munder",
        ([None, _], Place::Around | Place::Movable) => "mover",
        ([Some(_), Some(_)], Place::Around | Place::Movable) => "munderover",
    };
    let movable = if place == Place::Movable { "true" } else { "false" };
    element(name, out, |out| {
        match base {
            Node::Function { text } if place == Place::Behind => token("mi", text, out),
            Node::Function { text } => {
                token(
                    &format!("mo movablelimits=\"{movable}\" lspace=\"0\" rspace=\"0\""),
                    text,
                    out,
                );
            }
            Node::Operator { text, class: Class::Large, size: None } => {
                token(&format!("mo movablelimits=\"{movable}\""), text, out);
            }
            base => part(base, out),
        }
        for script in scripts.into_iter().flatten() {
            part(script, out);
        }
    });
    if let Node::Function { .. } = base {
        out.push_str("<mo>&#8289;</mo><mspace width=\"0.1667em\"></mspace>");
    }
}

fn rows(table: &Table, out: &mut String) {
    let kind = match table.gap {
        Gap::Matrix => "matrix",
        Gap::Cases => "cases",
        Gap::Aligned => "aligned",
    };
    let display = if table.gap == Gap::Aligned { " displaystyle=\"true\"" } else { "" };
    element(&format!("mtable class=\"{kind}\"{display}"), out, |out| {
        for (number, cells) in (1_u16..).zip(&table.rows) {
            let mut classes = Vec::new();
            if number == 1 && table.rules.contains(&0) {
                classes.push("ruled-above");
            }
            if table.rules.contains(&number) {
                classes.push("ruled-below");
            }
            element(&classed("mtr", &classes), out, |out| cells_of(table, cells, out));
        }
    });
}

fn cells_of(table: &Table, cells: &[Vec<Node>], out: &mut String) {
    for (number, nodes) in (1_u16..).zip(cells) {
        let mut classes = Vec::new();
        match column_at(table, number) {
            Column::Left => classes.push("left"),
            Column::Right => classes.push("right"),
            Column::Center => {}
        }
        if number == 1 && table.lines.contains(&0) {
            classes.push("ruled-before");
        }
        if table.lines.contains(&number) {
            classes.push("ruled-behind");
        }
        element(&classed("mtd", &classes), out, |out| row(nodes, out));
    }
}

/// Returns the alignment of the cells in column `number`, counted from 1.
fn column_at(table: &Table, number: u16) -> Column {
    let index = usize::from(number) - 1;
    let column = match table.gap {
        Gap::Aligned => table.columns.get(index % table.columns.len().max(1)),
        Gap::Matrix | Gap::Cases => table.columns.get(index).or(table.columns.last()),
    };
    column.copied().unwrap_or(Column::Center)
}

fn classed(name: &str, classes: &[&str]) -> String {
    if classes.is_empty() {
        name.to_owned()
    } else {
        format!("{name} class=\"{}\"", classes.join(" "))
    }
}
