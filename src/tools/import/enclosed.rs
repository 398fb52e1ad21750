//! Elements of HTML that hold more than one paragraph of Markdown: tables with empty lines in them, and what
//! browsers do not show.

use super::html;
use super::passage::Passage;
use crate::markup::html::{Token, tokens};

/// Converts a table or a hidden element over several paragraphs; none if the lines do not begin with one.
pub(super) fn translate(
    passage: &Passage<'_>,
    lines: &[&str],
    out: &mut Vec<String>,
) -> Option<usize> {
    let line = lines[0].trim_start();
    if !line.starts_with('<') {
        return None;
    }
    let Some(Token::Open { name, attributes, source }) = tokens(line).into_iter().next() else {
        return None;
    };
    let is_hidden = html::is_hidden(&name, &html::attributes_of(attributes));
    if (!is_hidden && name != "table") || source.ends_with("/>") {
        return None;
    }
    let length = length(&name, lines);
    if is_hidden {
        // What nothing closes, browsers hide to the end.
        let length = length.unwrap_or(lines.len());
        let last = lines[length - 1];
        let behind =
            last.rfind("</").and_then(|at| last[at..].split_once('>')).map(|(_, rest)| rest);
        let hidden = lines[..length].join(" ");
        let hidden = hidden.strip_suffix(behind.unwrap_or_default()).unwrap_or(&hidden);
        out.extend([String::new(), html::hidden(hidden), String::new()]);
        out.extend(behind.filter(|rest| !rest.trim().is_empty()).map(|rest| passage.inline(rest)));
        return Some(length);
    }
    let length = length?;
    if !lines[..length].iter().any(|line| line.trim().is_empty()) {
        return None;
    }
    for (at, line) in lines[..length].iter().enumerate() {
        let is_tag = |line: Option<&&str>| {
            line.is_none_or(|line| line.trim().starts_with('<') || line.trim().ends_with('>'))
        };
        if !line.trim().is_empty() {
            out.push(passage.inline(line));
        } else if !is_tag(lines.get(at + 1))
            && !is_tag(at.checked_sub(1).and_then(|at| lines.get(at)))
        {
            // An empty line would end the table.
            out.push("<p>".to_owned());
        }
    }
    out.push(String::new());
    Some(length)
}

/// Returns how many lines an element has; none if nothing closes it.
fn length(wanted: &str, lines: &[&str]) -> Option<usize> {
    let mut open = 0_usize;
    for (at, line) in lines.iter().enumerate() {
        for token in tokens(line) {
            match token {
                Token::Open { name, .. } if name == wanted => open += 1,
                Token::Close { name } if name == wanted => open = open.saturating_sub(1),
                Token::Open { .. } | Token::Close { .. } | Token::Text(_) | Token::Comment(_) => {}
            }
        }
        if open == 0 {
            return Some(at + 1);
        }
    }
    None
}
