//! A formula as a line of text: for screen readers, for search, and wherever a formula cannot be
//! set.
//!
//! It has no words, so that it is right in all languages.

use ecow::EcoString;
use icu::normalizer::ComposingNormalizerBorrowed;

use super::{Class, Node, Table};

/// Follows the name of a function, where its argument begins.
const APPLIED: char = '\u{2061}';

/// Returns `nodes` as a line of text.
pub(super) fn text(nodes: &[Node]) -> EcoString {
    let mut out = String::new();
    row(nodes, &mut out);
    let out = out.replace("\u{2061}(", "(").replace(APPLIED, " ");
    let line = out.split_whitespace().collect::<Vec<_>>().join(" ");
    // Letters with marks are one character where possible, because HTML validators ask for it.
    ComposingNormalizerBorrowed::new_nfc().normalize(&line).into_owned().into()
}

fn row(nodes: &[Node], out: &mut String) {
    for (index, node) in nodes.iter().enumerate() {
        match node {
            // A sign at the beginning, or after another sign, belongs to what follows it.
            Node::Operator { text, class: Class::Binary, .. }
                if index == 0
                    || matches!(&nodes[index - 1], Node::Operator { class, .. } if *class != Class::Closing) =>
            {
                out.push_str(text);
            }
            node => single(node, out),
        }
    }
}

fn single(node: &Node, out: &mut String) {
    match node {
        Node::Number { text } | Node::Identifier { text, .. } | Node::Text { text } => {
            out.push_str(text);
        }
        Node::Function { text } => {
            if out.ends_with(char::is_alphanumeric) {
                out.push(' ');
            }
            out.push_str(text);
            out.push(APPLIED);
        }
        Node::Operator { text, class, .. } => operator(text, *class, out),
        Node::Space { width } => out.push_str(if *width > 2 { " " } else { "" }),
        Node::Row { nodes } | Node::Sized { nodes, .. } => row(nodes, out),
        Node::Fenced { open, close, nodes } => {
            out.extend(open);
            row(nodes, out);
            trim_end(out);
            out.extend(close);
        }
        Node::Fraction { above, below, line } => {
            if out.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
                out.push(' ');
            }
            grouped(above, out);
            out.push_str(if *line { "/" } else { " ¦ " });
            grouped(below, out);
            out.push(' ');
        }
        Node::Root { radicand, index } => {
            let degree = index.as_deref().map(|index| text(std::slice::from_ref(index)));
            match degree.as_deref() {
                None => out.push('√'),
                Some("3") => out.push('∛'),
                Some("4") => out.push('∜'),
                Some(degree) => {
                    out.push_str(&shifted(degree, RAISED).unwrap_or_else(|| format!("[{degree}]")));
                    out.push('√');
                }
            }
            grouped(radicand, out);
        }
        Node::Scripts { base, below, above, .. } => {
            match &**base {
                Node::Row { .. } | Node::Accent { mark: '⏞' | '⏟', .. } => grouped(base, out),
                base => single(base, out),
            }
            trim_end(out);
            script(below.as_deref(), ("_", LOWERED), out);
            script(above.as_deref(), ("^", RAISED), out);
            match &**base {
                Node::Function { .. } => out.push(APPLIED),
                Node::Operator { class: Class::Large | Class::Relation, .. } => out.push(' '),
                _ => {}
            }
        }
        Node::Accent { base, mark, under, .. } => accent(base, (*mark, *under), out),
        Node::Struck { base } => {
            single(base, out);
            out.push('\u{338}');
        }
        Node::Table(table) => rows(table, out),
    }
}

fn operator(sign: &str, class: Class, out: &mut String) {
    match class {
        Class::Binary | Class::Relation => {
            trim_end(out);
            out.push(' ');
            out.push_str(sign);
            out.push(' ');
        }
        Class::Punctuation => {
            trim_end(out);
            out.push_str(sign);
            out.push(' ');
        }
        Class::Closing | Class::Fence => {
            trim_end(out);
            out.push_str(sign);
        }
        Class::Large | Class::Opening => out.push_str(sign),
    }
}

fn trim_end(out: &mut String) {
    out.truncate(out.trim_end_matches([' ', APPLIED]).len());
}

/// Adds a part, in brackets if it consists of several.
fn grouped(node: &Node, out: &mut String) {
    let text = text(std::slice::from_ref(node));
    let is_fenced = matches!(node, Node::Fenced { .. });
    if text.chars().all(char::is_alphanumeric) || text.chars().count() == 1 || is_fenced {
        out.push_str(&text);
    } else {
        out.push('(');
        out.push_str(&text);
        out.push(')');
    }
}

/// The signs that Unicode has as superscripts.
const RAISED: &[(char, char)] = &[
    ('0', '⁰'),
    ('1', '¹'),
    ('2', '²'),
    ('3', '³'),
    ('4', '⁴'),
    ('5', '⁵'),
    ('6', '⁶'),
    ('7', '⁷'),
    ('8', '⁸'),
    ('9', '⁹'),
    ('+', '⁺'),
    ('−', '⁻'),
    ('n', 'ⁿ'),
    ('i', 'ⁱ'),
    ('′', '′'),
    ('*', '*'),
];

/// The signs that Unicode has as subscripts.
const LOWERED: &[(char, char)] = &[
    ('0', '₀'),
    ('1', '₁'),
    ('2', '₂'),
    ('3', '₃'),
    ('4', '₄'),
    ('5', '₅'),
    ('6', '₆'),
    ('7', '₇'),
    ('8', '₈'),
    ('9', '₉'),
];

fn shifted(text: &str, signs: &[(char, char)]) -> Option<String> {
    let shift = |sign| signs.iter().find(|(plain, _)| *plain == sign).map(|(_, shifted)| *shifted);
    text.chars().map(shift).collect()
}

fn script(node: Option<&Node>, (sign, signs): (&str, &[(char, char)]), out: &mut String) {
    let Some(node) = node else { return };
    let text = text(std::slice::from_ref(node));
    if let Some(shifted) = shifted(&text, signs) {
        out.push_str(&shifted);
        return;
    }
    out.push_str(sign);
    grouped(node, out);
}

/// Adds a part with its mark: combined with a single letter, and after anything longer.
fn accent(base: &Node, (mark, under): (char, bool), out: &mut String) {
    let text = text(std::slice::from_ref(base));
    let combining = match mark {
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | '‾' if !under => '\u{305}',
        '_' | '‾' | '¯' => '\u{332}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '´' => '\u{301}',
        '`' => '\u{300}',
        'ˇ' => '\u{30C}',
        '˘' => '\u{306}',
        '→' => '\u{20D7}',
        '˚' => '\u{30A}',
        _ => return out.push_str(&text),
    };
    for letter in text.chars() {
        out.push(letter);
        if !letter.is_whitespace() {
            out.push(combining);
        }
    }
}

fn rows(table: &Table, out: &mut String) {
    for (index, cells) in table.rows.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "; " });
        for (index, cell) in cells.iter().enumerate() {
            let gap = match table.gap {
                super::Gap::Aligned => " ",
                super::Gap::Matrix | super::Gap::Cases => ", ",
            };
            out.push_str(if index == 0 { "" } else { gap });
            row(cell, out);
            trim_end(out);
        }
    }
}
