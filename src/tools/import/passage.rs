//! The blocks of a text: what other programs mark up, in Quipu's marks.
//!
//! Lines are taken from the top. A construct (a fence, a div, an admonition, a template's tag) takes as
//! many as belong to it, its inside is translated in the same way, and it is put in the place where it was.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::columns::{self, Indented, dedent, indent, quoted};
use super::construct::Construct;
use super::fence::{self, Fence};
use super::links::Links;
use super::project::Kind;
use super::{admonition, enclosed, kramdown, labels, tables, template, todo};

/// How often each kind of construct was converted.
pub(super) type Tally = RefCell<BTreeMap<&'static str, usize>>;

/// A text, or a part of one, that is being converted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Passage<'a> {
    /// What its links lead to.
    pub links: Links<'a>,
    /// What was translated.
    pub tally: &'a Tally,
    /// The text that includes this one.
    pub outer: Option<&'a Passage<'a>>,
}

impl Passage<'_> {
    /// Counts a converted construct of this kind.
    pub(super) fn count(&self, kind: &'static str) {
        *self.tally.borrow_mut().entry(kind).or_default() += 1;
    }

    /// Converts the lines of a text.
    pub(super) fn blocks(&self, lines: &[&str]) -> Vec<String> {
        let listings = columns::listings(lines);
        let mut out: Vec<String> = Vec::new();
        let mut at = 0;
        while at < lines.len() {
            let run = listings[at..].iter().take_while(|&&kind| kind == listings[at]).count();
            at += match listings[at] {
                Indented::No => self.block(&lines[at..], &mut out),
                Indented::Alone => {
                    let code: Vec<String> =
                        lines[at..at + run].iter().map(|line| dedent(line, 4)).collect();
                    let code: Vec<&str> = code.iter().map(String::as_str).collect();
                    out.extend(fence::listing("text", &code));
                    run
                }
                Indented::Inside => {
                    out.extend(lines[at..at + run].iter().map(|line| (*line).to_owned()));
                    run
                }
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
            return comment(lines, out);
        }
        if let Some(length) = enclosed::translate(self, lines, out) {
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
            out.push(todo::mark(&format!(
                "an abbreviation, for the glossary: {short}, {}",
                long.trim()
            )));
            return Some(1);
        }
        let is_contents = ["* TOC", "- TOC", "1. TOC"].contains(&line);
        if is_contents && lines.get(1).is_some_and(|next| next.contains("toc")) {
            return Some(2);
        }
        if let Some(length) = kramdown::block(lines, out) {
            return Some(length);
        }
        if let Some(length) = self.obsidian_comment(lines, out) {
            return Some(length);
        }
        if line.starts_with("<<< ") {
            out.extend(todo::block("an included file of another program", &lines[..1]));
            return Some(1);
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

    /// Converts a comment of Obsidian over several lines.
    fn obsidian_comment(&self, lines: &[&str], out: &mut Vec<String>) -> Option<usize> {
        let rest = lines[0].trim().strip_prefix("%%")?;
        if self.links.library.project.kind != Kind::Markdown || rest.contains("%%") {
            return None;
        }
        let end = lines[1..].iter().position(|line| line.trim_end().ends_with("%%"))? + 1;
        let text = lines[..=end].join("\n");
        let inside: Vec<&str> = text.trim().trim_matches('%').trim().lines().collect();
        out.extend(super::figure::comment(&inside));
        Some(end + 1)
    }

    /// Whether a line marks something that Quipu says elsewhere, or not at all.
    fn mark(&self, line: &str) -> bool {
        let line = line.trim_end();
        let target = line.strip_prefix('(').and_then(|rest| rest.strip_suffix(")="));
        let is_target = target.is_some_and(|name| !name.contains(char::is_whitespace));
        let is_title = line.starts_with(labels::TITLE_MARK);
        let contents =
            ["[TOC]", "[[_TOC_]]", "{:toc}", "{: .no_toc }", "{:.no_toc}", "${toc}", "[[toc]]"];
        let breaks = ["\\newpage", "\\pagebreak", "\\clearpage", "\\tableofcontents", "\\appendix"];
        let kramdown = line.starts_with("{:") && line.find('}') == Some(line.len() - 1);
        if contents.contains(&line) || breaks.contains(&line) {
            self.count("tables of contents and page breaks, which Quipu makes itself");
            return true;
        }
        is_target || is_title || kramdown
    }

    /// Converts a quotation, which may contain anything.
    fn quotation(&self, lines: &[&str], out: &mut Vec<String>) -> usize {
        let inner: Vec<String> = lines.iter().map_while(|line| quoted(line)).collect();
        let length = inner.len();
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
            out.extend(todo::block("LaTeX", &lines[..=last]));
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
        let (_, length) = Construct::of_div(lines)?;
        let margin = indent(lines[0]);
        let own: Vec<String> = lines[..length].iter().map(|line| dedent(line, margin)).collect();
        let own: Vec<&str> = own.iter().map(String::as_str).collect();
        let (construct, _) = Construct::of_div(&own)?;
        push_indented(self.construct(&construct, &own), margin, out);
        Some(length)
    }

    /// Whether the lines are from this file, or from one that it includes.
    fn is_within(&self, path: &str) -> bool {
        self.links.file == path || self.outer.is_some_and(|outer| outer.is_within(path))
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
        let usable = |(path, _): &(&String, String)| !self.is_within(path) && super::is_text(path);
        let Some((path, text)) = text.filter(usable) else {
            return todo::block(
                "an included file that is missing, not text, or this text itself",
                source,
            );
        };
        self.count("includes");
        let body = super::matter::split(&text).body;
        let links = Links { file: path, ..self.links };
        let inner = Passage { links, tally: self.tally, outer: Some(self) };
        let body = template::joined(&body);
        inner.blocks(&body.lines().collect::<Vec<_>>())
    }
}

/// Copies a comment; what nothing closes, browsers hide to the end.
fn comment(lines: &[&str], out: &mut Vec<String>) -> usize {
    let end = lines.iter().position(|line| line.contains("-->"));
    let Some(end) = end else {
        let text = lines.join("\n");
        let inside = text.trim_start().trim_start_matches("<!--");
        out.extend(super::figure::comment(&inside.lines().collect::<Vec<_>>()));
        out.push(todo::mark("a comment that nothing closes"));
        return lines.len();
    };
    out.extend(lines[..=end].iter().map(|line| (*line).to_owned()));
    end + 1
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
