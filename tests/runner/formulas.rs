//! A table of a hundred formulas: each is the same on pages, in print, in Word and in a line of text.

use std::collections::BTreeMap;

use quipu::parts::formula::{Node, mathml, read};

/// Formulas that authors write, one a line.
const FORMULAS: &str = include_str!("formulas.txt");

/// Each is read, and its signs are the same in the tree that Typst walks and in `MathML`.
pub(crate) fn are_the_same() {
    let formulas: Vec<_> = FORMULAS.lines().filter(|line| !line.is_empty()).collect();
    assert!(formulas.len() >= 100, "the table has {} formulas", formulas.len());
    let mut faults = Vec::new();
    for tex in formulas {
        match read(tex) {
            Err(mistake) => faults.push(format!("{tex}: {}", mistake.message)),
            Ok(formula) => {
                let mut tree = BTreeMap::new();
                for node in &formula.nodes {
                    signs(node, &mut tree);
                }
                let page = shown(&mathml(&formula, true));
                if tree != page {
                    faults.push(format!("{tex}: {tree:?} in print, {page:?} on the page"));
                }
                if formula.text.is_empty() || formula.text.contains('\\') {
                    faults.push(format!("{tex}: its line of text is `{}`", formula.text));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What the PDF of the case `formulas-hundred` prints, as poppler reads it.
const PRINTED: &str = include_str!("../suite/formulas-hundred/expected/briefs/case.txt");

/// The table is what the case prints, and its PDF has all signs of it.
pub(crate) fn are_printed() {
    let case = include_str!("../suite/formulas-hundred/content/briefs/case.md");
    let printed = letters(PRINTED.chars().map(|sign| (sign, 1)));
    let mut wanted = BTreeMap::new();
    for tex in FORMULAS.lines().filter(|line| !line.is_empty()) {
        assert!(case.contains(&format!("$$ {tex} $$")), "the case lacks {tex}");
        let formula = read(tex).unwrap();
        for node in &formula.nodes {
            signs(node, &mut wanted);
        }
    }
    // Marks over letters are drawn, or come back in another form.
    for mark in ['^', '~', '˙', '¨', '→'] {
        wanted.remove(&mark);
    }
    let wanted = letters(wanted.into_iter());
    let lacks = wanted.into_iter().filter(|(sign, count)| printed.get(sign) < Some(count));
    assert_eq!(lacks.collect::<Vec<_>>(), [], "the PDF lacks signs");
}

/// Counts signs, letters of all alphabets as plain ones.
fn letters(signs: impl Iterator<Item = (char, usize)>) -> BTreeMap<char, usize> {
    let plain = icu::normalizer::DecomposingNormalizerBorrowed::new_nfkd();
    let mut count = BTreeMap::new();
    for (sign, times) in signs {
        for letter in plain.normalize(sign.encode_utf8(&mut [0; 4])).chars() {
            if !letter.is_whitespace() && !('\u{300}'..='\u{36F}').contains(&letter) {
                *count.entry(letter).or_default() += times;
            }
        }
    }
    count
}

/// Counts the signs of a part.
fn signs(node: &Node, count: &mut BTreeMap<char, usize>) {
    let mut add = |text: &str| {
        for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
            *count.entry(sign).or_default() += 1;
        }
    };
    match node {
        Node::Number { text }
        | Node::Identifier { text, .. }
        | Node::Function { text }
        | Node::Text { text }
        | Node::Operator { text, .. } => add(text),
        Node::Space { .. } => {}
        Node::Row { nodes } | Node::Sized { nodes, .. } => {
            for node in nodes {
                signs(node, count);
            }
        }
        Node::Fenced { open, close, nodes } => {
            open.iter().chain(close).for_each(|sign| add(&sign.to_string()));
            for node in nodes {
                signs(node, count);
            }
        }
        Node::Fraction { above, below, .. } => {
            signs(above, count);
            signs(below, count);
        }
        Node::Root { radicand, index } => {
            signs(radicand, count);
            if let Some(index) = index {
                signs(index, count);
            }
        }
        Node::Scripts { base, below, above, .. } => {
            signs(base, count);
            for script in below.iter().chain(above) {
                signs(script, count);
            }
        }
        Node::Accent { base, mark, .. } => {
            if !matches!(mark, '‾' | '¯' | '_') {
                add(&mark.to_string());
            }
            signs(base, count);
        }
        Node::Struck { base } => signs(base, count),
        Node::Table(table) => {
            for node in table.rows.iter().flatten().flatten() {
                signs(node, count);
            }
        }
    }
}

/// Counts the signs that `MathML` shows.
fn shown(page: &str) -> BTreeMap<char, usize> {
    let formula = page.split("<annotation").next().unwrap_or_default();
    let mut count = BTreeMap::new();
    let mut text = String::new();
    let mut is_tag = false;
    for sign in formula.chars() {
        is_tag |= sign == '<';
        if !is_tag {
            text.push(sign);
        }
        is_tag &= sign != '>';
    }
    let text =
        text.replace("&#8289;", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        *count.entry(sign).or_default() += 1;
    }
    count
}
