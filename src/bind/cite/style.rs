//! What is wrong with a CSL file of the author's own, with its place.
//!
//! Hayagriva's reader says that a style is wrong, but not where, takes names of macros on trust, and follows macros
//! that call each other in a circle without end.

use std::collections::BTreeMap;

use roxmltree::{Document, Node, ParsingOptions};

use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::span::{FileId, Span};

/// The namespace of CSL.
const NAMESPACE: &str = "http://purl.org/net/xbiblio/csl";

/// How deep elements may stand in each other; published styles have fewer than twenty levels.
const DEPTH: usize = 64;

/// How many bytes a style may have; the longest in the CSL repository has a fifth of that.
const LONGEST: usize = 1_000_000;

/// What to do about most of it.
const TAKE: &str = "take an independent style from the CSL repository, and change that";

/// Finds what is wrong with a style.
///
/// # Errors
/// Reports text that is no XML, elements of another language, a style that depends on another or lacks the format of
/// citations, and macros that are not there or need themselves.
pub(super) fn check(text: &str, file: FileId) -> Result<(), Diagnostic> {
    let at = |start: usize, end: usize| Span::new(file, start, end);
    let wrong = |span: Span, message: &str, hint: &str| {
        Err(Diagnostic::error(Code::BadSource, span, message).with_hint(hint))
    };
    if text.len() > LONGEST {
        return wrong(at(0, 0), "the style is too long", TAKE);
    }
    if let Some(place) = too_deep(text) {
        return wrong(at(place, place + 1), "elements of the style are nested too deep", TAKE);
    }
    let options = ParsingOptions { nodes_limit: 200_000, ..ParsingOptions::default() };
    let document = match Document::parse_with_options(text, options) {
        Ok(document) => document,
        Err(error) => {
            let place = offset(text, error.pos().row, error.pos().col);
            let end = text[place..].chars().next().map_or(place, |c| place + c.len_utf8());
            return wrong(at(place, end), &format!("this is not valid XML ({error})"), TAKE);
        }
    };
    let name = |node: Node<'_, '_>| {
        let start = node.range().start;
        at(start, start + 1 + node.tag_name().name().len())
    };
    let root = document.root_element();
    let is = |node: &Node<'_, '_>, tag: &str| node.has_tag_name((NAMESPACE, tag));
    if !is(&root, "style") {
        let found = root.tag_name().name();
        let message = if found == "locale" {
            "this file has the terms of a language, not a style".to_owned()
        } else {
            format!("`{found}` is not the element `style` of CSL")
        };
        let hint =
            format!("begin with `<style xmlns=\"{NAMESPACE}\" class=\"in-text\" version=\"1.0\">`");
        return wrong(name(root), &message, &hint);
    }
    let parent =
        root.descendants().find(|node| node.attribute("rel") == Some("independent-parent"));
    if let Some(parent) = parent {
        let hint = match parent.attribute("href") {
            Some(href) => format!("take the style that it depends on: {href}"),
            None => TAKE.to_owned(),
        };
        return wrong(name(parent), "this style depends on another", &hint);
    }
    for tag in ["citation", "bibliography"] {
        if !root.children().any(|node| is(&node, tag)) {
            let message = format!("the style has no `{tag}`");
            return wrong(name(root), &message, TAKE);
        }
    }
    macros(root, file)
}

/// How many macros may be followed from one, however they are reached: each citation follows them all.
const FOLLOWED: usize = 10_000;

/// Reports macros that are not there, and macros that need themselves or too many others.
fn macros(root: Node<'_, '_>, file: FileId) -> Result<(), Diagnostic> {
    let is_macro = |node: &Node<'_, '_>| node.has_tag_name((NAMESPACE, "macro"));
    let defined = root.children().filter(is_macro);
    let known: BTreeMap<&str, Node<'_, '_>> =
        defined.filter_map(|node| Some((node.attribute("name")?, node))).collect();
    for node in root.descendants() {
        let Some(attribute) = node.attribute_node("macro") else { continue };
        if !known.contains_key(attribute.value()) {
            let range = attribute.range_value();
            let message = format!("the style has no macro `{}`", attribute.value());
            let hint = did_you_mean(attribute.value(), known.keys().copied());
            let add = || "define it: `<macro name=\"…\">…</macro>`, or name another".to_owned();
            return Err(Diagnostic::error(
                Code::BadSource,
                Span::new(file, range.start, range.end),
                message,
            )
            .with_hint(hint.unwrap_or_else(add)));
        }
    }
    // A macro that calls only macros that end, ends as well.
    let mut open: BTreeMap<&str, Vec<&str>> = known
        .iter()
        .map(|(name, node)| {
            (*name, node.descendants().filter_map(|n| n.attribute("macro")).collect())
        })
        .collect();
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    // A macro may call those that ended in the rounds before: calls are no deeper than elements may be.
    for _ in 0..DEPTH {
        let ended: Vec<_> = open
            .iter()
            .filter_map(|(name, calls)| {
                let mut calls = calls.iter().map(|call| sizes.get(call));
                let size = calls.try_fold(1_usize, |sum, size| Some(sum.saturating_add(*size?)))?;
                (size <= FOLLOWED).then_some((*name, size))
            })
            .collect();
        if ended.is_empty() {
            break;
        }
        open.retain(|name, _| !ended.iter().any(|(other, _)| other == name));
        sizes.extend(ended);
    }
    let Some((name, node)) = open.keys().find_map(|name| Some((*name, *known.get(name)?))) else {
        return Ok(());
    };
    let start = node.range().start;
    let span = Span::new(file, start, start + "<macro".len());
    let message = format!("the macro `{name}` needs itself, or too many others");
    Err(Diagnostic::error(Code::BadSource, span, message)
        .with_hint("macros may use others, but not in a circle, and not thousands of them"))
}

/// Returns where elements are nested too deep. Reading them would need as much of the stack.
fn too_deep(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (place, _) in text.match_indices('<') {
        let rest = &text[place + 1..];
        if rest.starts_with('/') {
            depth = depth.saturating_sub(1);
        } else if !rest.starts_with(['!', '?']) {
            let end = rest.find('>').unwrap_or(rest.len());
            depth += usize::from(!rest[..end].ends_with('/'));
            if depth > DEPTH {
                return Some(place);
            }
        }
    }
    None
}

/// Returns the byte at a row and a column, both from one.
fn offset(text: &str, row: u32, column: u32) -> usize {
    let row = usize::try_from(row).unwrap_or(1).saturating_sub(1);
    let start = text.split_inclusive('\n').take(row).map(str::len).sum::<usize>();
    let line = text.get(start..).unwrap_or_default();
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let inside = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    start + inside
}
