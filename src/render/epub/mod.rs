//! A document as a book for e-readers: EPUB 3.
//!
//! ```text
//! Document ──> RENDER::EPUB ──> title, opening, chapters, back matter as XHTML
//!                          └──> package.opf, nav.xhtml, pictures ──> .epub ──> commit
//! ```
//!
//! A book is read in the order in which its parts stand, by eye or by ear: numbers are text, notes
//! follow the block that calls them, charts are pictures with their words and their values. It reads the
//! tree, as the other renderers do, and looks as `styles/epub.css` of the theme says.

mod inline;
mod package;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use crate::base::escape::{escaped, push_text};
use crate::base::files::Bytes;
use crate::language::{Word, Words};
use crate::render::list_word;
use crate::render::office::{Archive, ArchiveError};
use crate::render::pdf::PdfSettings;
use crate::theme::Theme;
use crate::tree::{Chapter, DatasetUse, Document, Figure, FigureForm, Inline};
use text::Writer;

/// What a book is made with, besides its document.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    /// The document.
    pub document: &'a Document,
    /// What is printed beside it, as in the PDF.
    pub settings: &'a PdfSettings<'a>,
    /// The interface words of its language.
    pub words: &'a Words,
    /// The colours and letters of its charts.
    pub theme: &'a Theme,
    /// Its style sheet.
    pub style: &'a str,
    /// Its ISBN or DOI, as an address or URN; empty if it has neither.
    pub identifier: &'a str,
    /// Returns the bytes of a picture, by its path below `content/`.
    pub picture: &'a dyn Fn(&str) -> Option<Bytes>,
}

/// A finished book.
#[derive(Debug)]
pub struct Epub {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it says, before it is compressed.
    pub text: String,
}

/// One file of the text.
struct Part {
    /// Its name, such as `chapter-1`.
    name: String,
    /// Its title as text.
    title: String,
    /// Its body.
    body: String,
}

/// What the parts of a book say, and where.
#[derive(Default)]
struct Places {
    /// The names of the parts, by the anchors in them.
    anchors: BTreeMap<String, String>,
    /// The charts that are shown, by their places in the document.
    charts: BTreeSet<usize>,
    /// The pictures that are shown, by their paths below `content/`: their paths in the book, and their bytes.
    pictures: BTreeMap<String, (String, Bytes)>,
}

/// Makes a book of a document.
///
/// # Errors
/// Returns the reason for which a part cannot be packed.
pub fn render(source: Source<'_>) -> Result<Epub, ArchiveError> {
    // The first round finds where the anchors are, the second links to them.
    let mut places = Places::default();
    parts(source, &mut places);
    let parts = parts(source, &mut places);
    let mut archive = Archive::default();
    archive.add_stored("mimetype", "application/epub+zip");
    let mut text = String::new();
    let mut add = |path: &str, content: String| {
        text.push_str(&content);
        archive.add(path, content);
    };
    add("META-INF/container.xml", package::CONTAINER.to_owned());
    add("EPUB/package.opf", package::package(source, &parts, &places));
    add("EPUB/nav.xhtml", package::navigation(source, &parts, &places));
    add("EPUB/style.css", source.style.to_owned());
    for part in &parts {
        add(&format!("EPUB/{}.xhtml", part.name), package::page(source, &part.title, &part.body));
    }
    let theme = source.theme;
    for &chart in &places.charts {
        let Some(drawing) = source.document.drawings.get(chart) else { continue };
        let svg = theme.tokens.picture(&drawing.print, &theme.charts.typeface);
        add(&format!("EPUB/{}", chart_path(chart)), svg);
    }
    for (path, bytes) in places.pictures.into_values() {
        archive.add_stored(format!("EPUB/{path}"), bytes.to_vec());
    }
    Ok(Epub { bytes: archive.finish()?, text })
}

/// Returns the path of a chart in the book.
fn chart_path(chart: usize) -> String {
    format!("charts/{}.svg", chart + 1)
}

/// Writes the parts in reading order.
fn parts<'a>(source: Source<'a>, places: &mut Places) -> Vec<Part> {
    let Source { document, words, .. } = source;
    let mut parts = vec![title_page(source, places)];
    parts.extend(document.lists.iter().filter_map(|form| list(source, *form, places)));
    parts.extend(opening(source, places));
    for (index, chapter) in document.chapters.iter().enumerate() {
        parts.push(chapter_part(source, chapter, index, places));
    }
    let mut part = |name: &str, word: Word<'_>, role: &str, write: &dyn Fn(&mut Writer<'a, '_>)| {
        let title = words.get(word).to_string();
        let mut writer = Writer::new(source, places, name);
        writer.open_part(role, "");
        writer.element("h1", "", &title);
        write(&mut writer);
        parts.push(writer.close_part(name, title));
    };
    if !document.glossary.is_empty() {
        part("glossary", Word::Glossary, "glossary", &|writer| {
            writer.glossary(&document.glossary);
        });
    }
    if !document.bibliography.is_empty() {
        part("references", Word::Bibliography, "bibliography", &|writer| {
            writer.bibliography(&document.bibliography);
        });
    }
    if document.annex.iter().any(|dataset| !remarks(dataset, words).is_empty()) {
        part("data", Word::DataNotes, "appendix", &|writer| data_notes(writer, source));
    }
    if !document.about.is_empty() {
        part("about", Word::AboutText, "afterword", &|writer| writer.definitions(&document.about));
    }
    part("imprint", Word::Imprint, "colophon", &|writer| imprint(writer, source));
    parts
}

fn title_page(source: Source<'_>, places: &mut Places) -> Part {
    let Source { document, settings, .. } = source;
    let mut writer = Writer::new(source, places, "title");
    writer.open_part("titlepage", "");
    writer.element("p", "series", settings.publication);
    writer.out.push_str("<h1>");
    writer.label(&document.title);
    writer.out.push_str("</h1>\n");
    writer.line("p", "finding", &document.finding);
    writer.element("p", "authors", &document.authors.join(" · "));
    let edition = [document.date.text.as_str(), settings.edition_text];
    let edition = edition.into_iter().filter(|text| !text.is_empty());
    writer.element("p", "date", &edition.collect::<Vec<_>>().join(" · "));
    for note in &document.corrections {
        writer.element("p", "correction", &note.line());
    }
    if let Some(cover) = &document.cover {
        writer.out.push_str("<figure>\n");
        writer.chart_picture(cover.drawing, &cover.alt);
        writer.line("figcaption", "", &cover.caption);
        writer.out.push_str("</figure>\n");
    }
    writer.close_part("title", document.title_text.to_string())
}

/// Writes the list of figures or tables that a report asks for; none if it has none of them.
fn list(source: Source<'_>, form: FigureForm, places: &mut Places) -> Option<Part> {
    let figures = source.document.listed(form);
    if figures.is_empty() {
        return None;
    }
    let (name, role) = match form {
        FigureForm::Figure => ("figures", "loi"),
        FigureForm::Table => ("tables", "lot"),
    };
    let title = source.words.get(list_word(form)).to_string();
    let mut writer = Writer::new(source, places, name);
    writer.open_part(role, "");
    writer.element("h1", "", &title);
    writer.out.push_str("<ol class=\"exhibits\">\n");
    for figure in figures {
        writer.out.push_str("<li>");
        if figure.id.is_empty() {
            push_entry(&mut writer.out, figure);
        } else {
            writer.anchor_link(&figure.id, "", |writer| push_entry(&mut writer.out, figure));
        }
        writer.out.push_str("</li>\n");
    }
    writer.out.push_str("</ol>\n");
    Some(writer.close_part(name, title))
}

fn push_entry(out: &mut String, figure: &Figure) {
    out.push_str("<span class=\"number\">");
    push_text(out, &figure.label);
    out.push_str("</span> ");
    push_text(out, &crate::tree::plain_text(&figure.title));
}

/// Writes the key messages and the opening text; none if there are neither.
fn opening(source: Source<'_>, places: &mut Places) -> Option<Part> {
    let Source { document, words, .. } = source;
    let messages = &document.key_messages;
    if messages.is_empty() && document.body.is_empty() {
        return None;
    }
    let mut writer = Writer::new(source, places, "opening");
    writer.open_part("introduction", "");
    let title = if messages.is_empty() {
        document.title_text.to_string()
    } else {
        words.get(Word::KeyMessages).to_string()
    };
    writer.element("h1", "", &title);
    if !messages.is_empty() {
        writer.out.push_str("<ol class=\"key-messages\">\n");
        for message in messages {
            writer.line("li", "", message);
        }
        writer.out.push_str("</ol>\n");
    }
    writer.depth = 1;
    writer.blocks(&document.body);
    Some(writer.close_part("opening", title))
}

fn chapter_part(source: Source<'_>, chapter: &Chapter, index: usize, places: &mut Places) -> Part {
    let name = format!("chapter-{}", index + 1);
    let mut writer = Writer::new(source, places, &name);
    writer.open_part("chapter", &chapter.id);
    writer.out.push_str("<h1>");
    if !chapter.number.is_empty() {
        writer.out.push_str("<span class=\"number\">");
        push_text(&mut writer.out, &chapter.number);
        writer.out.push_str("</span> ");
    }
    writer.inlines(&chapter.title);
    writer.out.push_str("</h1>\n");
    writer.line("p", "finding", &chapter.finding);
    writer.write_notes();
    writer.blocks(&chapter.body);
    let title = crate::tree::plain_text(&chapter.title);
    writer.close_part(&name, format!("{} {title}", chapter.number).trim().to_owned())
}

/// Returns what readers must know of a dataset, each with what it is.
fn remarks(dataset: &DatasetUse, words: &Words) -> Vec<(String, String)> {
    let several = |word, texts: &[ecow::EcoString]| {
        texts.iter().map(move |text| (word, text.to_string())).collect::<Vec<_>>()
    };
    let mut remarks = Vec::new();
    if !dataset.inferred.is_empty() {
        remarks.push((Word::DatasetInferred, dataset.inferred.join(words.comma())));
    }
    remarks.extend(several(Word::DatasetDiscrepancies, &dataset.discrepancies));
    remarks.extend(several(Word::DatasetCaveats, &dataset.caveats));
    remarks.into_iter().map(|(word, text)| (words.get(word).to_string(), text)).collect()
}

fn data_notes(writer: &mut Writer<'_, '_>, source: Source<'_>) {
    for dataset in &source.document.annex {
        let remarks = remarks(dataset, source.words);
        if remarks.is_empty() {
            continue;
        }
        writer.element("h2", "", &dataset.title);
        for (term, text) in remarks {
            writer.out.push_str("<p><em>");
            push_text(&mut writer.out, &term);
            writer.out.push_str("</em>");
            push_text(&mut writer.out, source.words.colon());
            push_text(&mut writer.out, &text);
            writer.out.push_str("</p>\n");
        }
    }
}

/// Writes how to cite, licence, address, publisher, and what the book does for those who do not see it.
fn imprint(writer: &mut Writer<'_, '_>, source: Source<'_>) {
    let Source { settings, words, .. } = source;
    let link = |url: &str, text: &str| match url {
        "" => escaped(text),
        _ => format!("<a href=\"{}\">{}</a>", escaped(url), escaped(text)),
    };
    let licence = format!(
        "{}. {}",
        link(settings.licence_url, settings.licence_name),
        escaped(&words.get(Word::LicenceTerms))
    );
    let lines = [
        (Word::HowToCite, escaped(settings.cite_text)),
        (Word::Licence, if settings.licence_name.is_empty() { String::new() } else { licence }),
        (Word::Address, link(settings.address, settings.address)),
        (Word::PublishedBy, escaped(settings.publisher)),
        (Word::Accessibility, escaped(&words.get(Word::EpubAccessibility))),
    ];
    writer.out.push_str("<dl>\n");
    for (word, text) in lines.iter().filter(|(_, text)| !text.is_empty()) {
        writer.element("dt", "", &words.get(*word));
        writer.out.push_str("<dd>");
        writer.out.push_str(text);
        writer.out.push_str("</dd>\n");
    }
    writer.out.push_str("</dl>\n");
}

/// Returns the text of a title, or of `name` if the title has none.
fn title_text(inlines: &[Inline], name: &str) -> String {
    let text = crate::tree::plain_text(inlines);
    if text.is_empty() { name.to_owned() } else { text.into() }
}
