//! The examples of the `CommonMark` specification, which `./check` installs.
//!
//! What Quipu reads is written as the specification writes its HTML, and compared. Where the two
//! differ, [`DEVIATIONS`] says why.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use quipu::parts::markup::{BlockKind, Body, Inline, InlineKind, Item, plain_text};
use regex::Regex;

use crate::markdown::parse;

/// The examples that Quipu reads in another way on purpose, by their numbers, and the reason.
const DEVIATIONS: &[(&[usize], &str)] = &[
    (&[46, 55, 87, 106, 626], "dashes are set as such"),
    (&[126, 127, 128, 139, 237], "a listing that is not closed is a mistake"),
    (&[168, 475], "HTML that Markdown can express is read as Markdown"),
    (&[179, 183, 308, 309, 625], "comments are not printed"),
    (
        &[41, 488, 490, 491, 493, 494, 497, 508, 518, 519, 520],
        "what is meant for a link and is none is a mistake, not text",
    ),
    (&[545, 547], "a reference to a link that is not defined is a mistake"),
    (&[548, 590], "a link of a wiki is a mistake"),
    (&[602, 608, 611, 612], "bare addresses are links, as in GFM"),
    (&[606], "a name behind an `@` is a citation"),
    (&[44], "a break of MyST is a mistake"),
    (&[13], "a fixed space of Pandoc is a mistake"),
    (
        &[45, 63, 77, 93, 97, 216, 420, 421, 609, 618],
        "headings, items, lines and tags of other programs are mistakes",
    ),
    (&[358, 383, 384, 469, 474], "links of reStructuredText are mistakes"),
    (&[356], "asterisks in sums are told, since they vanish"),
    (&[143], "attributes of a listing are a mistake"),
    (&[379, 380, 391, 392, 470, 471, 522, 535], "asterisks that readers would see are a mistake"),
];

/// Returns the specification, if it is installed.
pub(crate) fn specification() -> Option<PathBuf> {
    let path = "target/validators/node_modules/commonmark-spec/spec.txt";
    Some(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).filter(|path| path.exists())
}

pub(crate) fn examples_are_kept() {
    let text = std::fs::read_to_string(specification().unwrap()).unwrap();
    let expected: BTreeSet<usize> =
        DEVIATIONS.iter().flat_map(|(numbers, _)| numbers.iter().copied()).collect();
    let mut report = String::new();
    for (number, (markdown, html)) in (1..).zip(examples(&text)) {
        let (body, problems) = parse(&markdown);
        let made = rendered(&body);
        let differs = !problems.is_empty() || comparable(&made) != comparable(&html);
        if differs != expected.contains(&number) {
            let _ = write!(
                report,
                "--- {number}: {}\n{markdown}--- CommonMark:\n{html}--- Quipu:\n{made}{}\n",
                if differs { "differs" } else { "does not differ any more" },
                problems.join("\n")
            );
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// Returns the examples, Markdown and HTML.
fn examples(text: &str) -> Vec<(String, String)> {
    let fence = "`".repeat(32);
    let opening = format!("{fence} example\n");
    let examples = text.split(opening.as_str()).skip(1).map(|part| {
        let (example, _) = part.split_once(&format!("\n{fence}")).unwrap();
        let (markdown, html) = example.split_once("\n.").unwrap_or(("", example));
        let typed = |text: &str| text.replace('→', "\t");
        (typed(markdown) + "\n", typed(html.trim_start_matches('\n')) + "\n")
    });
    examples.collect()
}

/// Returns `html` without what the two write differently and means the same.
fn comparable(html: &str) -> String {
    let spaces =
        Regex::new(r"\s*(</?(?:li|ul|ol|p|blockquote|pre|h[1-6]|hr)(?: [^>]*)?/?>)\s*").unwrap();
    let plain = spaces
        .replace_all(html, "$1")
        .replace(['“', '”'], "&quot;")
        .replace(['‘', '’'], "'")
        .replace('…', "...")
        .replace('"', "&quot;");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(crate) fn rendered(body: &Body) -> String {
    let mut html = Html(String::new());
    for block in &body.blocks {
        html.block(&block.kind);
    }
    html.0
}

struct Html(String);

impl Html {
    fn block(&mut self, block: &BlockKind) {
        match block {
            BlockKind::Heading { level, content, .. } => {
                self.element(&format!("h{level}"), |html| html.inlines(content));
            }
            BlockKind::Paragraph(content) => self.element("p", |html| html.inlines(content)),
            BlockKind::Quote(blocks) => {
                self.element("blockquote", |html| blocks.iter().for_each(|b| html.block(&b.kind)));
            }
            BlockKind::List { start, tight, items } => self.list(*start, *tight, items),
            BlockKind::Code { language, text } => {
                self.0.push_str("<pre><code");
                if !language.is_empty() {
                    let _ = write!(self.0, " class=\"language-{}\"", escaped(language));
                }
                let end = if text.is_empty() { "" } else { "\n" };
                let _ = writeln!(self.0, ">{}{end}</code></pre>", escaped(text));
            }
            BlockKind::Rule => self.0.push_str("<hr />\n"),
            BlockKind::Picture(picture) => {
                let image = InlineKind::Image(picture.clone());
                self.element("p", |html| html.inline(&image));
            }
            BlockKind::RawHtml(html) => self.0.push_str(html),
            other => {
                let _ = write!(self.0, "{other:?}");
            }
        }
    }

    fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.0, "<{name}>");
        content(self);
        let _ = writeln!(self.0, "</{}>", name.split(' ').next().unwrap_or_default());
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &[Item]) {
        let name = match start {
            None => "ul".to_owned(),
            Some(1) => "ol".to_owned(),
            Some(start) => format!("ol start=\"{start}\""),
        };
        self.element(&name, |html| {
            for item in items {
                html.element("li", |html| {
                    for block in &item.blocks {
                        match &block.kind {
                            BlockKind::Paragraph(content) if tight => {
                                html.inlines(content);
                                html.0.push('\n');
                            }
                            other => html.block(other),
                        }
                    }
                });
            }
        });
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(&inline.kind);
        }
    }

    fn inline(&mut self, inline: &InlineKind) {
        match inline {
            InlineKind::Text(text) => self.0.push_str(&escaped(text)),
            InlineKind::Code(text) => {
                let _ = write!(self.0, "<code>{}</code>", escaped(text));
            }
            InlineKind::Emphasis(content) => self.enclosed("em", content),
            InlineKind::Strong(content) => self.enclosed("strong", content),
            InlineKind::Link(link) => {
                let _ = write!(self.0, "<a href=\"{}\"", address(&link.target));
                self.title(&link.title);
                self.0.push('>');
                self.inlines(&link.content);
                self.0.push_str("</a>");
            }
            InlineKind::Image(picture) => {
                let alt = escaped(&plain_text(&picture.caption));
                let path = address(&picture.path.value);
                let _ = write!(self.0, "<img src=\"{path}\" alt=\"{alt}\"");
                self.title(&picture.title);
                self.0.push_str(" />");
            }
            InlineKind::LineBreak => self.0.push_str("<br />\n"),
            InlineKind::RawHtml(html) => self.0.push_str(html),
            other => {
                let _ = write!(self.0, "{other:?}");
            }
        }
    }

    fn enclosed(&mut self, name: &str, content: &[Inline]) {
        let _ = write!(self.0, "<{name}>");
        self.inlines(content);
        let _ = write!(self.0, "</{name}>");
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            let _ = write!(self.0, " title=\"{}\"", escaped(title));
        }
    }
}

fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;")
}

/// Encodes an address as the specification's examples do.
fn address(address: &str) -> String {
    let mut encoded = String::new();
    for byte in address.bytes() {
        match byte {
            b'&' => encoded.push_str("&amp;"),
            b'%' | b'!' | b'#'..=b';' | b'=' | b'?'..=b'Z' | b'_' | b'a'..=b'z' | b'~' => {
                encoded.push(char::from(byte));
            }
            _ => {
                let _ = write!(encoded, "%{byte:02X}");
            }
        }
    }
    encoded
}
