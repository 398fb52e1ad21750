//! The blocks of a text: what other programs mark up, in Quipu's marks.
//!
//! Lines are taken from the top. A construct (a fence, a div, an admonition, a template's tag) takes as
//! many as belong to it, its inside is translated in the same way, and it is put in the place where it was.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::construct::Construct;
use super::fence::{self, Fence};
use super::links::Links;
use super::project::Kind;
use super::{admonition, labels, tables, template};

/// How often each kind of construct was converted.
pub(super) type Tally = RefCell<BTreeMap<&'static str, usize>>;

/// How deep files may include each other.
const MAX_INCLUDES: usize = 8;

/// A text, or a part of one, that is being converted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    /// What its links lead to.
    pub links: Links<'a>,
    /// What was translated.
    pub tally: &'a Tally,
    /// How many files include this one.
    pub depth: usize,
}

impl Passage<'_> {
    /// Counts a converted construct of this kind.
    pub(super) fn count(&self, kind: &'static str) {
        *self.tally.borrow_mut().entry(kind).or_default() += 1;
    }

    /// Converts the lines of a text.
    pub(super) fn blocks(&self, lines: &[&str]) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        let mut at = 0;
        let mut in_list = false;
        while let Some(line) = lines.get(at) {
            if !line.trim().is_empty() && !line.starts_with(' ') {
                in_list = is_list_item(line);
            }
            let after_blank = out.last().is_none_or(|last| last.trim().is_empty());
            let is_code = after_blank && !in_list && indent(line) >= 4 && !line.trim().is_empty();
            at += if is_code {
                indented_code(&lines[at..], &mut out)
            } else {
                self.block(&lines[at..], &mut out)
            };
        }
        out
    }

    /// Converts what the lines begin with, and returns how many lines that was.
    fn block(&self, lines: &[&str], out: &mut Vec<String>) -> usize {
        let line = lines[0];
        let trimmed = line.trim_start();
        if let Some(fence) = Fence::open(line) {
            return self.fence(fence, lines, out);
        }
        if trimmed.starts_with("<!--") {
            let end = lines.iter().position(|line| line.contains("-->"));
            let length = end.map_or(1, |end| end + 1);
            out.extend(lines[..length].iter().map(|line| (*line).to_owned()));
            return length;
        }
        if trimmed.starts_with(":::")
            && let Some(length) = self.div(lines, out)
        {
            return length;
        }
        if let Some(length) = admonition::translate(self, lines, out) {
            return length;
        }
        if let Some(length) = tables::translate(self, lines, out) {
            return length;
        }
        if let Some(length) = template::block(self, lines, out) {
            return length;
        }
        if trimmed == "$$" || (trimmed.starts_with("$$") && !trimmed[2..].contains("$$")) {
            let end = lines.iter().skip(1).position(|line| line.contains("$$"));
            let length = end.map_or(1, |end| end + 2);
            out.extend(lines[..length].iter().map(|line| (*line).to_owned()));
            return length;
        }
        // A formula of its own on one line, with its label.
        let labelled = trimmed.strip_prefix("$$").and_then(|rest| rest.rsplit_once("$$"));
        if labelled.is_some_and(|(_, label)| label.trim().starts_with("{#eq-")) {
            out.push(line.to_owned());
            return 1;
        }
        if trimmed.starts_with("\\begin{") {
            return self.environment(lines, out);
        }
        if let Some(length) = self.remark(lines, out) {
            return length;
        }
        if self.mark(trimmed) {
            return 1;
        }
        if line.starts_with('>') {
            return self.quotation(lines, out);
        }
        out.push(self.inline(line));
        1
    }

    /// Converts comments, abbreviations, and Kramdown's attributes of the paragraph before.
    fn remark(&self, lines: &[&str], out: &mut Vec<String>) -> Option<usize> {
        let line = lines[0].trim_end();
        let is_myst = self.links.library.project.kind == Kind::Myst;
        if is_myst && (line == "+++" || line.starts_with("+++ ")) {
            return Some(1);
        }
        if is_myst && line.starts_with('%') {
            out.extend(super::figure::comment(&[line[1..].trim()]));
            return Some(1);
        }
        if let Some((short, long)) = line.strip_prefix("*[").and_then(|rest| rest.split_once("]:"))
        {
            out.push(super::todo::mark(&format!(
                "an abbreviation, for the glossary: {short}, {}",
                long.trim()
            )));
            return Some(1);
        }
        let is_contents = ["* TOC", "- TOC", "1. TOC"].contains(&line);
        if is_contents && lines.get(1).is_some_and(|next| next.contains("toc")) {
            return Some(2);
        }
        let class = line.strip_prefix("{:").and_then(|rest| rest.strip_suffix('}'))?;
        let class = class.trim().strip_prefix('.')?.to_lowercase();
        let tone = super::construct::callout(&class)?.0;
        let start =
            out.iter().rposition(|line| line.trim().is_empty()).map_or(0, |blank| blank + 1);
        let paragraph = out.split_off(start);
        out.extend(div(&format!("{{.callout-{tone}}}"), paragraph));
        self.count("admonitions, as callouts");
        Some(1)
    }

    /// Whether a line marks something that Quipu says elsewhere, or not at all.
    fn mark(&self, line: &str) -> bool {
        let line = line.trim_end();
        let is_target = line.starts_with('(') && line.ends_with(")=");
        let is_title = line.starts_with(labels::TITLE_MARK);
        let contents =
            ["[TOC]", "[[_TOC_]]", "{:toc}", "{: .no_toc }", "{:.no_toc}", "${toc}", "[[toc]]"];
        let breaks = ["\\newpage", "\\pagebreak", "\\clearpage", "\\tableofcontents", "\\appendix"];
        let kramdown = line.starts_with("{:") && line.ends_with('}');
        if contents.contains(&line) || breaks.contains(&line) {
            self.count("tables of contents and page breaks, which Quipu makes itself");
            return true;
        }
        is_target || is_title || kramdown
    }

    /// Converts a quotation, which may contain anything.
    fn quotation(&self, lines: &[&str], out: &mut Vec<String>) -> usize {
        let length = lines.iter().take_while(|line| line.starts_with('>')).count();
        let inside = |line: &&str| {
            let rest = line.trim_start_matches('>');
            rest.strip_prefix(' ').unwrap_or(rest).to_owned()
        };
        let nested =
            lines[..length].iter().any(|line| line.starts_with(">>") || line.starts_with("> >"));
        if nested {
            out.extend(lines[..length].iter().map(|line| self.inline(line)));
            return length;
        }
        let inner: Vec<String> = lines[..length].iter().map(inside).collect();
        let inner: Vec<&str> = inner.iter().map(String::as_str).collect();
        out.extend(
            self.blocks(&inner).iter().map(|line| format!("> {line}").trim_end().to_owned()),
        );
        length
    }

    /// Converts a LaTeX environment: formulas become Quipu's, the rest is left to do.
    fn environment(&self, lines: &[&str], out: &mut Vec<String>) -> usize {
        let name =
            lines[0].trim().trim_start_matches("\\begin{").split('}').next().unwrap_or_default();
        let end = format!("\\end{{{name}}}");
        let Some(last) = lines.iter().position(|line| line.contains(&end)) else {
            out.push(self.inline(lines[0]));
            return 1;
        };
        let is_formula = ["equation", "align", "gather", "multline", "eqnarray"];
        if is_formula.contains(&name.trim_end_matches('*')) {
            let mut label = String::new();
            let body = lines[1..last].iter().map(|line| without_label(line, &mut label));
            let body: Vec<_> = body.collect();
            let aligned = name.starts_with("align") || name.starts_with("eqnarray");
            out.push("$$".to_owned());
            if aligned {
                out.push("\\begin{aligned}".to_owned());
            }
            out.extend(body);
            if aligned {
                out.push("\\end{aligned}".to_owned());
            }
            out.push(format!("$${label}"));
            self.count("formulas");
        } else {
            out.extend(super::todo::block("LaTeX", &lines[..=last]));
        }
        last + 1
    }

    /// Converts a listing, or a directive that is written as one.
    fn fence(&self, fence: Fence<'_>, lines: &[&str], out: &mut Vec<String>) -> usize {
        let length = fence.length(lines);
        let body = fence.body(&lines[..length]);
        let body: Vec<&str> = body.iter().map(String::as_str).collect();
        let lines = if let Some(construct) = Construct::of_fence(&fence, &body) {
            self.construct(&construct, &lines[..length])
        } else {
            let code: Vec<String> = body.iter().map(|line| template::unescaped(line)).collect();
            let code: Vec<&str> = code.iter().map(String::as_str).collect();
            fence::listing(&fence.language(), &code)
        };
        push_indented(lines, fence.indent, out);
        length
    }

    /// Converts a fenced div; none if these colons do not open one.
    fn div(&self, lines: &[&str], out: &mut Vec<String>) -> Option<usize> {
        let (construct, length) = Construct::of_div(lines)?;
        let translated = self.construct(&construct, &lines[..length]);
        push_indented(translated, indent(lines[0]), out);
        Some(length)
    }

    /// Converts the file that a text includes, or reports that it does not exist.
    pub(super) fn include(&self, path: &str, source: &[&str]) -> Vec<String> {
        let folder = self.links.library.folder;
        let beside = self.links.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let content = &self.links.library.project.content;
        let path = path.trim_matches(['"', '\'']);
        let roots = [beside, content, "", "_includes", "src/_includes", "docs/snippets"];
        let candidates = roots.map(|root| super::links::join(root, path));
        let found = candidates.iter().find(|path| path.contains('.') && folder.contains(path));
        let text = found.and_then(|path| Some((path, folder.text(path)?)));
        let usable =
            |(path, _): &(&String, String)| self.depth < MAX_INCLUDES && super::is_text(path);
        let Some((path, text)) = text.filter(usable) else {
            return super::todo::block("an included file that is missing or not text", source);
        };
        self.count("includes");
        let body = super::matter::split(&text).body;
        let links = Links { file: path, ..self.links };
        let inner = Passage { links, tally: self.tally, depth: self.depth + 1 };
        let body = template::joined(&body);
        inner.blocks(&body.lines().collect::<Vec<_>>())
    }
}

/// Writes an indented listing as a fenced one.
fn indented_code(lines: &[&str], out: &mut Vec<String>) -> usize {
    let inside = |line: &&&str| indent(line) >= 4 || line.trim().is_empty();
    let mut length = lines.iter().take_while(inside).count();
    while lines[length - 1].trim().is_empty() {
        length -= 1;
    }
    let code: Vec<&str> =
        lines[..length].iter().map(|line| line.get(4..).unwrap_or_default()).collect();
    out.extend(fence::listing("text", &code));
    length
}

/// Whether a line begins an item of a list.
fn is_list_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let numbered = digits.len() < line.len() && digits.starts_with(['.', ')']);
    numbered
        || line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("+ ")
        || line.starts_with("[^")
        || line.starts_with(": ")
        || line.starts_with("-\t")
        || line.starts_with("*\t")
}

/// Returns how many columns a line is indented.
pub(super) fn indent(line: &str) -> usize {
    let space = |c: &char| matches!(c, ' ' | '\t');
    line.chars().take_while(space).map(|c| if c == '\t' { 4 } else { 1 }).sum()
}

/// Adds lines that belong to an item of a list.
pub(super) fn push_indented(lines: Vec<String>, columns: usize, out: &mut Vec<String>) {
    let margin = " ".repeat(columns);
    out.extend(
        lines.into_iter().map(
            |line| {
                if line.is_empty() { line } else { format!("{margin}{line}") }
            },
        ),
    );
}

/// Puts a fenced div around lines, with more colons than any inside.
pub(super) fn div(attributes: &str, inner: Vec<String>) -> Vec<String> {
    let colons = |line: &String| line.trim_start().bytes().take_while(|&byte| byte == b':').count();
    let most = inner.iter().map(colons).max().unwrap_or(0).max(2);
    let mark = ":".repeat(most + 1);
    let mut lines = vec![String::new(), format!("{mark} {attributes}")];
    lines.extend(inner);
    lines.push(mark);
    lines.push(String::new());
    lines
}

/// Takes the label of a formula, `(\#eq:growth)` or `\label{eq:growth}`, out of its line.
fn without_label(line: &str, label: &mut String) -> String {
    for (opening, closing) in [("(\\#", ')'), ("\\label{", '}')] {
        let Some((before, rest)) = line.split_once(opening) else { continue };
        let Some((name, after)) = rest.split_once(closing) else { continue };
        *label = format!(" {{#{}}}", labels::clean(name));
        return format!("{}{after}", before.trim_end());
    }
    line.to_owned()
}
