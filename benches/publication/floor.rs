//! The floor: what any publisher of these briefs must do, and nothing else.
//!
//! Files are read, parsed by pulldown-cmark, turned into strings, and written: as many
//! files and bytes as Quipu writes, on as many threads.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use rayon::prelude::*;

use crate::outcome::Outcome;

/// Reads, parses and renders the briefs in `briefs`; writes each with `bytes` bytes into `out`,
/// or nothing if `bytes` is 0.
pub(crate) fn publish(briefs: &Path, out: &Path, bytes: usize) -> Outcome<()> {
    let paths = fs::read_dir(briefs)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    let lengths = paths.par_iter().map(|path| {
        let mut page = html(&fs::read_to_string(path)?);
        let length = page.len();
        if bytes > 0 {
            // What Quipu's pages have beyond this one.
            page.extend(std::iter::repeat_n(' ', bytes.saturating_sub(length)));
            let folder = out.join(path.file_stem().unwrap_or_default());
            fs::create_dir(&folder)?;
            fs::write(folder.join("index.html"), page)?;
        }
        Ok(length)
    });
    let total: usize = lengths.collect::<Outcome<Vec<_>>>()?.iter().sum();
    if total == 0 {
        return Err("the floor rendered nothing".into());
    }
    Ok(())
}

/// Renders Markdown with as little as makes a page: elements, text, addresses.
fn html(text: &str) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut out = String::with_capacity(text.len() * 2);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                out.push_str("<a href=\"");
                escape(&mut out, &dest_url);
                out.push_str("\">");
            }
            Event::Start(tag) => element(&mut out, "<", tag.to_end()),
            Event::End(tag) => element(&mut out, "</", tag),
            Event::Text(text) | Event::Code(text) => escape(&mut out, &text),
            Event::FootnoteReference(name) => {
                out.push_str("<a href=\"#note-");
                escape(&mut out, &name);
                out.push_str("\"></a>");
            }
            _ => out.push('\n'),
        }
    }
    out
}

fn element(out: &mut String, open: &str, tag: TagEnd) {
    let name = match tag {
        TagEnd::Heading(_) => "h2",
        TagEnd::Paragraph => "p",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::Table => "table",
        TagEnd::TableHead | TagEnd::TableRow => "tr",
        TagEnd::TableCell => "td",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Link => "a",
        _ => "div",
    };
    out.push_str(open);
    out.push_str(name);
    out.push('>');
}

fn escape(out: &mut String, text: &str) {
    let mut done = 0;
    for (place, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[done..place]);
        out.push_str(entity);
        done = place + 1;
    }
    out.push_str(&text[done..]);
}
