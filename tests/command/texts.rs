//! Texts as Markdown, read back by a parser of Markdown and compared with their pages.

use std::fs;
use std::path::Path;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

use crate::sites::{Site, everything, pages, repository};

/// What a text says, as a reader of Markdown sees it.
#[derive(Default)]
struct Read {
    headings: Vec<String>,
    tables: usize,
    text: String,
}

fn read(markdown: &str) -> Read {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut read = Read::default();
    let mut heading = None;
    for event in Parser::new_ext(markdown, options | Options::ENABLE_TASKLISTS) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => read.headings.extend(heading.take()),
            Event::Start(Tag::Table(_)) => read.tables += 1,
            Event::Text(text) | Event::Code(text) => {
                read.text.push_str(&text);
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            _ => {}
        }
    }
    read
}

/// Returns the headings of the text of a page.
fn headings(page: &str) -> Vec<String> {
    let text = page.split("<div class=\"prose\"").nth(1).unwrap();
    let text = text.split("<section class=\"back-matter").next().unwrap();
    // The lists of texts on the front page stand beside its text.
    let text = text.split("<section class=\"cards").next().unwrap();
    let parts = text.split("<h").skip(1).filter(|part| {
        part.starts_with(|c: char| c.is_ascii_digit()) && part[1..].starts_with([' ', '>'])
    });
    parts.map(|part| plain(part.split("</h").next().unwrap())).collect()
}

/// Returns the text of markup whose first tag has begun.
fn plain(markup: &str) -> String {
    let texts = markup.split('<').filter_map(|part| part.split_once('>'));
    let text: String = texts.map(|(_, text)| text).collect();
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")];
    entities.iter().fold(text, |text, (entity, sign)| text.replace(entity, sign))
}

/// Whether all of `parts` stand in `whole`, in their order.
fn in_order(parts: &[String], whole: &[String]) -> bool {
    let mut rest = whole.iter();
    parts.iter().all(|part| rest.any(|other| other == part))
}

#[track_caller]
fn compare(page: &Path) -> bool {
    // Pages of single figures stand beside the text that shows them.
    if !page.ends_with("index.html") {
        return false;
    }
    let Ok(markdown) = fs::read_to_string(page.with_file_name("index.md")) else { return false };
    let html = fs::read_to_string(page).unwrap();
    // Pages that no author wrote say more in their Markdown, where templates set parts; cases of the
    // suite hold it.
    let kinds = ["brief", "report", "page", "register", "entry", "profiles"];
    if !kinds.iter().any(|kind| html.contains(&format!("<body class=\"{kind}\""))) {
        return false;
    }
    let read = read(&markdown);
    let name = page.display();
    let wanted = headings(&html);
    // Notes in headings are read with them.
    let is_plain = !html.contains("<h2><sup") && !wanted.iter().any(|text| text.contains('\n'));
    assert!(
        !is_plain || in_order(&wanted, &read.headings),
        "{name}: {wanted:?} {:?}",
        read.headings
    );
    let prose = html.split("<div class=\"prose\"").nth(1).unwrap();
    let prose = prose.split("<section class=\"back-matter").next().unwrap();
    assert_eq!(read.tables, prose.matches("<table").count(), "{name}: tables");
    if let Ok(numbers) = fs::read_to_string(page.with_file_name("numbers.json")) {
        let numbers: Value = serde_json::from_str(&numbers).unwrap();
        // Drawings stand in the Markdown by their alternative texts.
        let all = numbers["numbers"].as_array().unwrap();
        for number in all.iter().filter(|number| number["figure"].is_null()) {
            let text = number["text"].as_str().unwrap();
            assert!(read.text.contains(text), "{name}: {text} is nowhere");
        }
    }
    true
}

fn compare_all(site: &Site) {
    let compared = pages(&site.public()).iter().filter(|page| compare(page)).count();
    assert!(compared > 3, "{}: {compared} texts", site.name);
}

#[test]
fn everything_is_the_same_as_markdown() {
    compare_all(everything());
}

#[test]
fn the_repository_is_the_same_as_markdown() {
    compare_all(repository());
}
