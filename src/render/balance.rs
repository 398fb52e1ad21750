//! Whether each element of a page is opened and closed, and which template is at fault if one is not.
//!
//! A template alone does not say: one part may open what another closes, and what stands behind a condition may be
//! right. So the finished page is read. If something is wrong with it, it is made once more with marks before the
//! tags of the publication's own templates ([`marked`]), which say where each tag is from.

use std::fmt::Write as _;

use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::html_tags::{HtmlSource, HtmlTag, TagKind, tags};
use crate::base::span::{FileId, Span};

/// What opens and closes the mark of a tag: signs that no text may have.
const MARK: [char; 2] = ['\u{FDD0}', '\u{FDD1}'];

/// Elements without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose end tag may be left out.
const OPTIONAL: [&str; 18] = [
    "body", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rp", "rt",
    "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Elements that end a paragraph.
const BLOCKS: [&str; 32] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "table",
    "ul",
];

/// Puts a mark before each tag of a template: the number of the template and where the tag stands.
pub(super) fn marked(template: &str, number: usize) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut start = 0;
    for tag in tags(template, HtmlSource::Template) {
        let at = tag.range.start;
        out.push_str(&template[start..at]);
        let _ = write!(out, "{}{number}:{at}{}", MARK[0], MARK[1]);
        start = at;
    }
    out.push_str(&template[start..]);
    out
}

/// A template of the publication's own.
#[derive(Debug)]
pub(super) struct OwnTemplate {
    /// Its file.
    pub(super) file: FileId,
    /// The name by which Tera knows it.
    pub(super) name: String,
    /// Its text, as Tera reads it.
    pub(super) text: String,
}

/// Where a tag of a page is from: the number of a template of the publication's own, and the place in it.
type TagOrigin = Option<(usize, usize)>;

/// Returns what the mark before a tag says.
fn origin(page: &str, tag: &HtmlTag) -> TagOrigin {
    let before = page[..tag.range.start].strip_suffix(MARK[1])?;
    let (_, mark) = before.rsplit_once(MARK[0])?;
    let (number, at) = mark.split_once(':')?;
    Some((number.parse().ok()?, at.parse().ok()?))
}

/// Whether something is wrong with the elements of a page.
pub(super) fn is_broken(page: &str) -> bool {
    !ElementReading::of(page).faults.is_empty()
}

/// Returns what is wrong with a page that is made with marks, whose numbers are those of `templates`. None if it is
/// nothing that one of them wrote.
pub(super) fn fault(page: &str, templates: &[OwnTemplate]) -> Option<Diagnostic> {
    let reading = ElementReading::of(page);
    reading.faults.iter().find_map(|fault| reading.diagnostic(fault, templates))
}

/// Returns what is wrong with a template without conditions that makes a part of a text: it is whole in itself, and
/// can be read as it is written.
pub(super) fn fault_of(file: FileId, text: &str) -> Option<Diagnostic> {
    let template = OwnTemplate { file, name: String::new(), text: text.to_owned() };
    fault(&marked(text, 0), &[template])
}

/// A mistake, by the numbers of tags.
#[derive(Debug, Clone)]
enum ElementFault {
    /// What these tags open is not closed where an element around them is, by the second tag; at the end of the page
    /// if there is none.
    Unclosed(Vec<usize>, Option<usize>),
    /// This tag closes nothing; a paragraph was ended before by the second one.
    Stray(usize, Option<usize>),
}

/// A page being read.
struct ElementReading<'p> {
    page: &'p str,
    tags: Vec<HtmlTag>,
    /// The tags whose elements are open.
    open: Vec<usize>,
    /// Pairs of tags that open and close an element.
    pairs: Vec<(usize, usize)>,
    /// What ended the last paragraph that has no end tag yet.
    cut: Option<usize>,
    faults: Vec<ElementFault>,
}

impl<'p> ElementReading<'p> {
    fn of(page: &'p str) -> Self {
        let tags = tags(page, HtmlSource::Page);
        let (open, pairs, faults) = (Vec::new(), Vec::new(), Vec::new());
        let mut reading = Self { page, tags, open, pairs, cut: None, faults };
        for index in 0..reading.tags.len() {
            match reading.tags[index].kind {
                TagKind::Close => reading.close(index),
                // Browsers see the slash in drawings and formulas only.
                TagKind::SelfClosed if reading.is_drawn(index) => {}
                TagKind::Open | TagKind::SelfClosed => reading.start(index),
            }
        }
        let left = reading.unclosed_from(0);
        if !left.is_empty() {
            reading.faults.push(ElementFault::Unclosed(left, None));
        }
        reading
    }

    fn name(&self, tag: usize) -> &str {
        &self.tags[tag].name
    }

    /// Whether a tag is in a drawing or a formula, or begins one.
    fn is_drawn(&self, tag: usize) -> bool {
        let mut around = self.open.iter().copied().chain([tag]);
        around.any(|open| matches!(self.name(open), "svg" | "math"))
    }

    fn start(&mut self, tag: usize) {
        if VOID.contains(&self.name(tag)) {
            return;
        }
        while let Some(&last) = self.open.last()
            && ends(self.name(tag), self.name(last))
        {
            self.open.pop();
            if self.name(last) == "p" {
                self.cut = Some(tag);
            }
        }
        self.open.push(tag);
    }

    fn close(&mut self, tag: usize) {
        let name = self.name(tag);
        let is_paragraph = name == "p";
        let place = self.open.iter().rposition(|&open| self.name(open) == name);
        let unclosed = place.map(|place| self.unclosed_from(place + 1)).unwrap_or_default();
        // Browsers look for what these end within the elements around them only.
        let is_near = OPTIONAL.contains(&name) && !matches!(name, "html" | "body");
        match place {
            Some(place) if unclosed.is_empty() || !is_near => {
                self.pairs.push((self.open[place], tag));
                self.open.truncate(place);
                if !unclosed.is_empty() {
                    self.faults.push(ElementFault::Unclosed(unclosed, Some(tag)));
                }
            }
            Some(_) | None => {
                let cut = self.cut.take_if(|_| is_paragraph);
                self.faults.push(ElementFault::Stray(tag, cut));
            }
        }
    }

    /// Returns the tags from a place on whose elements are open and need an end tag.
    fn unclosed_from(&self, place: usize) -> Vec<usize> {
        let open = self.open[place..].iter().copied();
        open.filter(|&open| !OPTIONAL.contains(&self.name(open))).collect()
    }

    /// Returns the tag at which to report a fault, with what to say; none if no template of the publication's own
    /// wrote it.
    fn diagnostic(&self, fault: &ElementFault, templates: &[OwnTemplate]) -> Option<Diagnostic> {
        let origin = |tag: usize| origin(self.page, &self.tags[tag]);
        let file = |tag: usize| origin(tag).map(|(number, _)| number);
        let (names, end): (Vec<&str>, usize) = match fault {
            ElementFault::Unclosed(open, end) => {
                let names = open.iter().chain(end).map(|&tag| self.name(tag));
                (names.collect(), end.unwrap_or(self.tags.len()))
            }
            ElementFault::Stray(tag, _) => (vec![self.name(*tag)], *tag),
        };
        // A template that closes what another one opened, or leaves open what another one closes, is at fault even if
        // the mistake is noticed later.
        let mut crossing = self.pairs.iter().rev().filter(|&&(open, close)| {
            close <= end && file(open) != file(close) && names.contains(&self.name(open))
        });
        let crossed = crossing.find_map(|&(open, close)| match fault {
            ElementFault::Stray(..) => origin(close).map(|_| close),
            ElementFault::Unclosed(..) => origin(open).map(|_| open),
        });
        let own = |tag: &usize| origin(*tag).is_some();
        let place = crossed.or_else(|| match fault {
            ElementFault::Unclosed(open, end) => {
                open.iter().copied().find(own).or_else(|| (*end).filter(own))
            }
            ElementFault::Stray(tag, _) => Some(*tag).filter(own),
        })?;
        let (number, at) = origin(place)?;
        let template = templates.get(number)?;
        let written = tags(&template.text, HtmlSource::Template);
        let tag = written.into_iter().find(|tag| tag.range.start == at)?;
        let span = Span::new(template.file, at, tag.range.end);
        let (message, hint) = self.words(place, fault);
        Some(Diagnostic::error(Code::TemplateMarkup, span, message).with_hint(hint))
    }

    /// Says what is wrong with a tag, and what to do.
    fn words(&self, place: usize, fault: &ElementFault) -> (String, String) {
        let tag = &self.tags[place];
        let name = &tag.name;
        if tag.kind == TagKind::SelfClosed {
            let message = format!("`<{name}/>` opens an element that nothing closes");
            return (message, format!("write `<{name}></{name}>`: in HTML, the slash is ignored"));
        }
        if tag.kind == TagKind::Open {
            let message = format!("`<{name}>` is never closed");
            return (message, format!("write `</{name}>` where it ends"));
        }
        if let ElementFault::Stray(_, Some(cut)) = fault {
            let cut = self.name(*cut);
            let message = format!("`</p>` closes nothing: `<{cut}>` has ended the paragraph");
            let hint =
                "write `<div>` and `</div>` in place of `<p>` and `</p>` around other blocks";
            return (message, hint.to_owned());
        }
        if VOID.contains(&name.as_str()) {
            let message = format!("`</{name}>` closes nothing: `<{name}>` has no end tag");
            return (message, format!("delete it, or write `<{name}>`"));
        }
        if let ElementFault::Unclosed(open, Some(end)) = fault
            && *end == place
            && let Some(open) = open.last()
        {
            let open = self.name(*open);
            let message = format!("`</{name}>` stands where `<{open}>` is still open");
            return (message, format!("close `{open}` first, or delete the tag"));
        }
        let message = format!("`</{name}>` closes nothing that its template opens");
        (message, format!("delete it, or write `<{name}>` where the element begins"))
    }
}

/// Whether an element ends another one whose end tag may be left out.
fn ends(next: &str, open: &str) -> bool {
    let parts = ["tbody", "thead", "tfoot"];
    match open {
        "p" => BLOCKS.contains(&next),
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "rt" | "rp" => matches!(next, "rt" | "rp"),
        "td" | "th" => matches!(next, "td" | "th" | "tr") || parts.contains(&next),
        "tr" | "colgroup" => next == "tr" || parts.contains(&next),
        "thead" | "tbody" | "tfoot" => parts.contains(&next),
        "option" => matches!(next, "option" | "optgroup"),
        "optgroup" => next == "optgroup",
        "head" => next == "body",
        _ => false,
    }
}
