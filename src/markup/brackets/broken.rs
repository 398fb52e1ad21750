//! Brackets that are meant as a link or an image, and are neither here: links of other programs, links
//! that are not defined, addresses that cannot be read.

use pulldown_cmark::{Event, Tag};

use super::Brackets;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::markup::foreign;
use crate::markup::parse::Parser;

/// How far the end of an address is looked for, in bytes: browsers take no longer ones for granted. Without it, a line of
/// many brackets would be told once for each of them.
const LONGEST_ADDRESS: usize = 2048;

/// Returns the address that alone stands before a closing bracket.
fn lone_address(text: &str) -> Option<&str> {
    let (address, _) = text.split_once(')')?;
    let is_one = !address.is_empty() && !address.contains(char::is_whitespace);
    let endings =
        [".md", ".pdf", ".html", ".xlsx", ".csv", ".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif"];
    let is_address = address.starts_with("http")
        || address.starts_with("mailto:")
        || endings.iter().any(|ending| address.split('#').next().unwrap_or("").ends_with(ending));
    (is_one && is_address).then_some(address)
}

/// Says how to write an address with a space in it.
fn spaced_address(address: &str) -> String {
    let Some((first, rest)) = address.split_once(' ') else {
        return format!("put it in angle brackets: `(<{address}>)`");
    };
    if rest.trim_start().starts_with('=') {
        return format!("write the width behind it: `({first}){{width=50%}}`");
    }
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    if is_web && first.ends_with("//") {
        return format!("delete the space: `({first}{})`", rest.trim_start());
    }
    // A host has a point and no space; what follows a whole address is its title.
    let is_title = rest.starts_with(char::is_uppercase) && !rest.contains(['/', '.', '"']);
    if is_web && is_title {
        return format!("put the title in quotes: `({first} \"{rest}\")`");
    }
    format!("put it in angle brackets: `(<{address}>)`")
}

impl Parser<'_, '_> {
    /// Reports text that is meant as a link or an image and is neither; returns whether it was
    /// skipped.
    pub(super) fn is_broken_link(&mut self, brackets: &Brackets) -> bool {
        if self.is_spaced_note(brackets) {
            return true;
        }
        let behind = &self.text[brackets.outer.end..];
        let inner = &self.text[brackets.inner.clone()];
        // The inner brackets are a pair that fills the outer one.
        let is_wiki_link = self.brackets.get(&self.at) == Some(&(brackets.close - 1))
            && self.events[brackets.close - 1].1.end == brackets.inner.end
            && !inner.contains('@');
        if is_wiki_link {
            let hint = if self.text[brackets.outer.clone()].starts_with('!') {
                "write `![Caption](../images/file.png){alt=\"…\"}` for a picture"
            } else {
                "write `[text](file.md)`, or `\\[\\[` for the brackets themselves"
            };
            let span = self.span(&brackets.outer);
            self.problems.push(foreign::refusal(span, "a wiki link", hint));
            self.at = brackets.close + 1;
            return true;
        }
        if self.is_foreign_link(brackets) {
            return true;
        }
        if behind.starts_with('(') {
            self.refuse_address(brackets);
        }
        if let Some(address) = behind.strip_prefix(" (").and_then(lone_address) {
            let whole = brackets.outer.start..brackets.outer.end + " ()".len() + address.len();
            let inner = &self.text[brackets.inner.clone()];
            let sign = if self.text[whole.clone()].starts_with('!') { "!" } else { "" };
            let hint = format!("delete the space: `{sign}[{inner}]({address})`");
            self.report(
                Code::ForeignSyntax,
                &whole,
                "this is no link, because of the space between text and address",
                &hint,
            );
            return false;
        }
        let Some(&second) = self.brackets.get(&(brackets.close + 1)) else { return false };
        let label = &self.text[brackets.outer.end + 1..self.events[second].1.start];
        if !behind.starts_with('[') || label.starts_with(['^', '@', '-']) {
            return false;
        }
        let name = if label.is_empty() { &self.text[brackets.inner.clone()] } else { label };
        self.report(
            Code::BrokenLink,
            &(brackets.outer.start..self.events[second].1.end),
            format!("no link is defined for `[{name}]`"),
            &format!("write `[text](address)`, or add a line `[{name}]: address`"),
        );
        self.at = second + 1;
        true
    }

    /// Reports `[https://example.org text]` and `[text|https://example.org]` of wikis,
    /// `https://example.org[text]` of `AsciiDoc`, and `(https://example.org)[text]`; returns whether it was skipped.
    fn is_foreign_link(&mut self, brackets: &Brackets) -> bool {
        let is_web = |text: &str| text.starts_with("https://") || text.starts_with("http://");
        let inner = &self.text[brackets.inner.clone()];
        let org = inner.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let org = org.and_then(|rest| rest.split_once("][")).filter(|(address, text)| {
            !address.is_empty() && !address.contains(['[', ']']) && !text.contains(['[', ']'])
        });
        let start = brackets.outer.start;
        let near = self.text.floor_char_boundary(start.saturating_sub(LONGEST_ADDRESS));
        let before = self.text[near..start].rsplit(char::is_whitespace).next().unwrap_or_default();
        let followed = self.text[brackets.outer.end..].starts_with(['(', '[', ':', '{']);
        let wiki =
            inner.split_once(' ').filter(|(address, text)| is_web(address) && !text.is_empty());
        let barred = inner.split_once('|').filter(|(text, address)| {
            is_web(address) && !text.is_empty() && !address.contains(char::is_whitespace)
        });
        let reversed = before.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
        let reversed = reversed.filter(|address| is_web(address) && !inner.is_empty());
        let org_file;
        let (start, name, address, text) = if let Some((address, text)) = org {
            let address = address.trim_start_matches("file:").trim_start_matches("./");
            org_file = address
                .strip_suffix(".org")
                .filter(|_| !is_web(address))
                .map(|name| format!("{name}.md"));
            (
                brackets.outer.start,
                "a link of Org mode",
                org_file.as_deref().unwrap_or(address),
                text,
            )
        } else if let Some((address, text)) = wiki {
            (brackets.outer.start, "a link of a wiki", address, text)
        } else if let Some((text, address)) = barred {
            (brackets.outer.start, "a link of a wiki", address, text)
        } else if let Some(address) = reversed {
            let start = brackets.outer.start - before.len();
            (start, "no link: its text comes first, in square brackets", address, inner)
        } else if (is_web(before) || before.starts_with("mailto:")) && !inner.is_empty() {
            (brackets.outer.start - before.len(), "a link of AsciiDoc", before, inner)
        } else {
            return false;
        };
        if followed || text.contains(['[', '\n']) {
            return false;
        }
        let hint = format!("write `[{text}]({address})`");
        let span = self.span(&(start..brackets.outer.end));
        let message = format!("this is {name}");
        self.problems.push(Diagnostic::error(Code::ForeignSyntax, span, message).with_hint(hint));
        self.at = brackets.close + 1;
        true
    }

    /// Reports `[text](…)` that the Markdown parser did not accept as a link.
    fn refuse_address(&mut self, brackets: &Brackets) {
        let mut inside = self.events[self.at..brackets.close].iter();
        if inside.any(|(event, _)| matches!(event, Event::FootnoteReference(_))) {
            self.report(
                Code::BrokenLink,
                &brackets.outer,
                "a footnote is not possible in the text of a link or an image",
                "put it after: `[text](address)[^note]`",
            );
            return;
        }
        let mut inside = self.events[self.at..brackets.close].iter();
        if inside.any(|(event, _)| matches!(event, Event::Start(Tag::Link { .. }))) {
            self.report(
                Code::BrokenLink,
                &brackets.outer,
                "the text of a link cannot contain another link",
                "put one of the two behind the other",
            );
            return;
        }
        let start = brackets.outer.end + "(".len();
        let rest = &self.text[start..];
        // The tag itself is reported.
        if rest.starts_with("{%") {
            return;
        }
        let rest = &rest[..rest.floor_char_boundary(LONGEST_ADDRESS)];
        let line = rest.lines().next().unwrap_or_default();
        let (address, hint) = match line.split_once(')') {
            Some((address, _)) => (address, spaced_address(address)),
            None => (line, "close the address: `[text](address)`".to_owned()),
        };
        let end = start + address.len() + usize::from(address.len() < line.len());
        self.report(
            Code::BrokenLink,
            &(brackets.outer.start..end),
            format!("`({}` is not an address that a link can have", &line[..end - start]),
            &hint,
        );
    }
}
