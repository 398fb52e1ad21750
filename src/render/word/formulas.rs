//! Formulas as Word has them, in Office Math, which its readers can select and its equation
//! editor opens.

use super::blocks::{Context, Form};
use super::inlines::RunProperties;
use super::{AtomKind, Writer};
use crate::formula::{Column, Formula, Gap, Node, Place, Table};
use crate::render::office::Xml;
use crate::tree::{Align, Inline};

impl Writer<'_> {
    /// Writes a formula in the line, which reviewers may delete and not edit.
    pub(super) fn formula(&mut self, formula: &Formula) {
        self.atom(AtomKind::Formula, (&formula.text, &formula.tex), |writer| {
            writer.xml.open("m:oMath", &[]);
            row(&formula.nodes, &mut writer.xml);
            writer.xml.close();
        });
    }

    /// Writes a formula of its own, with its number behind it.
    pub(super) fn equation(
        &mut self,
        id: &str,
        number: &str,
        content: &[Inline],
        context: Context,
    ) {
        let form = Form { align: Some(Align::Center), anchor: Some(id), ..Form::text(context) };
        self.paragraph_of(form, |writer| {
            writer.inlines(content, RunProperties::default());
            if !number.is_empty() {
                writer.run(&format!("\u{2003}({number})"), RunProperties::default());
            }
        });
    }
}

fn row(nodes: &[Node], xml: &mut Xml) {
    for node in nodes {
        part(node, xml);
    }
}

/// Writes `node` as the element `name` that holds arguments of a structure.
fn argument(name: &'static str, node: &Node, xml: &mut Xml) {
    xml.open(name, &[]);
    part(node, xml);
    xml.close();
}

/// Writes a run; `style` is `p` for upright text, `i` for slanted.
fn run(text: &str, style: &str, xml: &mut Xml) {
    xml.open("m:r", &[]);
    xml.open("m:rPr", &[]);
    xml.empty("m:sty", &[("m:val", style)]);
    xml.close();
    xml.leaf("m:t", &[("xml:space", "preserve")], text);
    xml.close();
}

fn part(node: &Node, xml: &mut Xml) {
    match node {
        Node::Number { text } | Node::Operator { text, .. } => run(text, "p", xml),
        Node::Identifier { text, upright } => run(text, if *upright { "p" } else { "i" }, xml),
        Node::Function { text } => run(&format!("{text}\u{2061}"), "p", xml),
        Node::Text { text } => {
            xml.open("m:r", &[]);
            xml.open("m:rPr", &[]);
            xml.empty("m:nor", &[]);
            xml.close();
            xml.leaf("m:t", &[("xml:space", "preserve")], text);
            xml.close();
        }
        Node::Space { width } => run(space(*width), "p", xml),
        Node::Row { nodes } | Node::Sized { nodes, .. } => row(nodes, xml),
        Node::Fenced { open, close, nodes } => fenced((*open, *close), nodes, xml),
        Node::Fraction { above, below, line } => {
            xml.open("m:f", &[]);
            if !line {
                property(("m:fPr", "m:type"), "noBar", xml);
            }
            argument("m:num", above, xml);
            argument("m:den", below, xml);
            xml.close();
        }
        Node::Root { radicand, index } => {
            xml.open("m:rad", &[]);
            if let Some(index) = index {
                argument("m:deg", index, xml);
            } else {
                property(("m:radPr", "m:degHide"), "1", xml);
                xml.empty("m:deg", &[]);
            }
            argument("m:e", radicand, xml);
            xml.close();
        }
        Node::Scripts { base, below, above, place } => {
            scripts(base, [below.as_deref(), above.as_deref()], *place, xml);
        }
        Node::Accent { base, mark, under, .. } => accent(base, (*mark, *under), xml),
        Node::Struck { base } => {
            xml.open("m:borderBox", &[]);
            xml.open("m:borderBoxPr", &[]);
            for side in ["m:hideTop", "m:hideBot", "m:hideLeft", "m:hideRight", "m:strikeBLTR"] {
                xml.empty(side, &[("m:val", "1")]);
            }
            xml.close();
            argument("m:e", base, xml);
            xml.close();
        }
        Node::Table(table) => rows(table, xml),
    }
}

/// Writes an element of properties with one in it.
fn property((properties, name): (&'static str, &str), value: &str, xml: &mut Xml) {
    xml.open(properties, &[]);
    xml.empty(name, &[("m:val", value)]);
    xml.close();
}

fn space(width: i16) -> &'static str {
    match width {
        ..=0 => "",
        1..=3 => "\u{2009}",
        4..=8 => "\u{2005}",
        9..=17 => "\u{2002}",
        18..=35 => "\u{2003}",
        36.. => "\u{2003}\u{2003}",
    }
}

fn fenced((open, close): (Option<char>, Option<char>), nodes: &[Node], xml: &mut Xml) {
    let sign = |sign: Option<char>| sign.map_or_else(String::new, String::from);
    xml.open("m:d", &[]);
    xml.open("m:dPr", &[]);
    xml.empty("m:begChr", &[("m:val", &sign(open))]);
    xml.empty("m:endChr", &[("m:val", &sign(close))]);
    xml.close();
    xml.open("m:e", &[]);
    row(nodes, xml);
    xml.close();
    xml.close();
}

/// Writes what stands below and above a part.
fn scripts(base: &Node, scripts: [Option<&Node>; 2], place: Place, xml: &mut Xml) {
    if place != Place::Behind {
        return around(base, scripts, xml);
    }
    let [below, above] = scripts;
    let name = match (below, above) {
        (Some(_), Some(_)) => "m:sSubSup",
        (Some(_), None) => "m:sSub",
        (None, _) => "m:sSup",
    };
    xml.open(name, &[]);
    argument("m:e", base, xml);
    if let Some(node) = below {
        argument("m:sub", node, xml);
    }
    if let Some(node) = above {
        argument("m:sup", node, xml);
    }
    xml.close();
}

/// Writes scripts above and below their base.
fn around(base: &Node, [below, above]: [Option<&Node>; 2], xml: &mut Xml) {
    let parts = [below.map(|node| ("m:limLow", node)), above.map(|node| ("m:limUpp", node))];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    for (name, _) in parts.iter().rev() {
        xml.open(name, &[]);
        xml.open("m:e", &[]);
    }
    part(base, xml);
    for (_, node) in &parts {
        xml.close();
        argument("m:lim", node, xml);
        xml.close();
    }
}

fn accent(base: &Node, (mark, under): (char, bool), xml: &mut Xml) {
    let combining = match mark {
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '´' => '\u{301}',
        '`' => '\u{300}',
        'ˇ' => '\u{30C}',
        '˘' => '\u{306}',
        '˚' => '\u{30A}',
        '→' => '\u{20D7}',
        '¯' | '‾' | '_' => {
            xml.open("m:bar", &[]);
            property(("m:barPr", "m:pos"), if under { "bot" } else { "top" }, xml);
            argument("m:e", base, xml);
            xml.close();
            return;
        }
        mark => {
            xml.open("m:groupChr", &[]);
            xml.open("m:groupChrPr", &[]);
            xml.empty("m:chr", &[("m:val", mark.encode_utf8(&mut [0; 4]))]);
            xml.empty("m:pos", &[("m:val", if under { "bot" } else { "top" })]);
            xml.close();
            argument("m:e", base, xml);
            xml.close();
            return;
        }
    };
    xml.open("m:acc", &[]);
    property(("m:accPr", "m:chr"), combining.encode_utf8(&mut [0; 4]), xml);
    argument("m:e", base, xml);
    xml.close();
}

fn rows(table: &Table, xml: &mut Xml) {
    let count = table.rows.iter().map(Vec::len).max().unwrap_or(1);
    xml.open("m:m", &[]);
    xml.open("m:mPr", &[]);
    if table.gap == Gap::Aligned {
        xml.empty("m:cGpRule", &[("m:val", "3")]);
        xml.empty("m:cGp", &[("m:val", "0")]);
    }
    xml.open("m:mcs", &[]);
    for index in 0..count {
        let column = match table.gap {
            Gap::Aligned => table.columns.get(index % table.columns.len().max(1)),
            Gap::Matrix | Gap::Cases => table.columns.get(index).or(table.columns.last()),
        };
        let side = match column {
            Some(Column::Left) => "left",
            Some(Column::Right) => "right",
            Some(Column::Center) | None => "center",
        };
        xml.open("m:mc", &[]);
        xml.open("m:mcPr", &[]);
        xml.empty("m:count", &[("m:val", "1")]);
        xml.empty("m:mcJc", &[("m:val", side)]);
        xml.close();
        xml.close();
    }
    xml.close();
    xml.close();
    for cells in &table.rows {
        xml.open("m:mr", &[]);
        for index in 0..count {
            xml.open("m:e", &[]);
            row(cells.get(index).map_or(&[], Vec::as_slice), xml);
            xml.close();
        }
        xml.close();
    }
    xml.close();
}
