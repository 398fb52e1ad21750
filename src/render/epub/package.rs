//! What makes a book of the parts: its package file, its contents, the frame of its pages.

use std::fmt::Write as _;

use super::{Part, Places, Source, chart_path, title_text};
use crate::base::escape::{escaped, push_path};
use crate::language::Word;
use crate::tree::{Document, OutlineEntry};

/// Says where the package is.
pub(super) const CONTAINER: &str = concat!(
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
    "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n",
    "<rootfiles><rootfile full-path=\"EPUB/package.opf\" ",
    "media-type=\"application/oebps-package+xml\"/></rootfiles>\n</container>\n"
);

/// What readers with other senses find in a book, in the words of schema.org.
const ACCESS: &[(&str, &str)] = &[
    ("accessMode", "textual"),
    ("accessMode", "visual"),
    ("accessModeSufficient", "textual"),
    ("accessModeSufficient", "textual,visual"),
    ("accessibilityFeature", "alternativeText"),
    ("accessibilityFeature", "displayTransformability"),
    ("accessibilityFeature", "readingOrder"),
    ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"),
    ("accessibilityHazard", "none"),
];

/// Wraps a body into a page.
pub(super) fn page(source: Source<'_>, title: &str, body: &str) -> String {
    let Document { language, direction, .. } = source.document;
    // Readers may open a book at any of its parts.
    let mark = match source.settings.draft {
        "" => String::new(),
        mark => format!("<p class=\"draft\">{}</p>\n", escaped(mark)),
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\" dir=\"{direction}\">\n\
         <head>\n<title>{}</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n\
         <body>\n{mark}{body}</body>\n</html>\n",
        escaped(title)
    )
}

/// Writes the package: what the book is, of what files it consists, in which order they are read.
pub(super) fn package(source: Source<'_>, parts: &[Part], places: &Places) -> String {
    let Document { language, direction, .. } = source.document;
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\" \
         xml:lang=\"{language}\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n"
    );
    metadata(source, &mut out);
    out.push_str("</metadata>\n<manifest>\n");
    manifest(parts, places, &mut out);
    let _ = write!(out, "</manifest>\n<spine page-progression-direction=\"{direction}\">\n");
    for (index, part) in parts.iter().enumerate() {
        let _ = writeln!(out, "<itemref idref=\"{}\"/>", part.name);
        if index == 0 {
            out.push_str("<itemref idref=\"nav\"/>\n");
        }
    }
    out.push_str("</spine>\n</package>\n");
    out
}

fn metadata(source: Source<'_>, out: &mut String) {
    let Source { document, settings, words, .. } = source;
    let mut element = |name: &str, text: &str| {
        if !text.is_empty() {
            let _ = writeln!(out, "<dc:{name}>{}</dc:{name}>", escaped(text));
        }
    };
    element("title", &document.title_text);
    element("language", &document.language);
    document.authors.iter().for_each(|author| element("creator", author));
    element("publisher", settings.publisher);
    element("date", &document.date.iso);
    element("description", &document.finding_text);
    document.tags.iter().for_each(|tag| element("subject", tag));
    element("rights", settings.licence_name);
    element("source", settings.address);
    let _ =
        writeln!(out, "<dc:identifier id=\"id\">{}</dc:identifier>", escaped(&identifier(source)));
    let changed = document.updated.as_ref().unwrap_or(&document.date);
    let mut meta = |property: &str, text: &str| {
        let _ = writeln!(out, "<meta property=\"{property}\">{}</meta>", escaped(text));
    };
    meta("dcterms:modified", &format!("{}T00:00:00Z", changed.iso));
    for (name, value) in ACCESS {
        meta(&format!("schema:{name}"), value);
    }
    meta("schema:accessibilitySummary", &words.get(Word::EpubAccessibility));
    if !settings.licence_url.is_empty() {
        let url = escaped(settings.licence_url);
        let _ = writeln!(out, "<link rel=\"dcterms:license\" href=\"{url}\"/>");
    }
}

/// Returns what names the book: its ISBN or DOI, its address, or a UUID made of what it is.
fn identifier(source: Source<'_>) -> String {
    let Source { document, settings, identifier, .. } = source;
    if !identifier.is_empty() {
        return identifier.to_owned();
    }
    if !settings.address.is_empty() {
        return settings.address.to_owned();
    }
    let name = [settings.publication, &document.id, &document.language, settings.edition_text];
    let hash = blake3::hash(name.join("\n").as_bytes());
    let hex = hash.to_hex();
    let digits = hex.as_str();
    // The eighth version is for hashes of one's own choice.
    format!(
        "urn:uuid:{}-{}-8{}-8{}-{}",
        &digits[..8],
        &digits[8..12],
        &digits[13..16],
        &digits[17..20],
        &digits[20..32]
    )
}

fn manifest(parts: &[Part], places: &Places, out: &mut String) {
    let mut item = |id: &str, path: &str, media_type: &str, more: &str| {
        let mut href = String::new();
        push_path(&mut href, path);
        let _ =
            writeln!(out, "<item id=\"{id}\" href=\"{href}\" media-type=\"{media_type}\"{more}/>");
    };
    item("nav", "nav.xhtml", "application/xhtml+xml", " properties=\"nav\"");
    item("style", "style.css", "text/css", "");
    for part in parts {
        let has_formulas = part.body.contains("<math");
        let more = if has_formulas { " properties=\"mathml\"" } else { "" };
        item(&part.name, &format!("{}.xhtml", part.name), "application/xhtml+xml", more);
    }
    for &chart in &places.charts {
        item(&format!("chart-{}", chart + 1), &chart_path(chart), "image/svg+xml", "");
    }
    for (index, (path, _)) in places.pictures.values().enumerate() {
        item(&format!("picture-{}", index + 1), path, media_type(path), "");
    }
}

/// Returns the media type of a picture by its name.
fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "svg" => "image/svg+xml",
        _ => "image/png",
    }
}

/// Writes the contents: the parts, and the sections in them.
pub(super) fn navigation(source: Source<'_>, parts: &[Part], places: &Places) -> String {
    let title = escaped(&source.words.get(Word::Contents));
    let mut out =
        format!("<nav epub:type=\"toc\" role=\"doc-toc\" id=\"toc\">\n<h1>{title}</h1>\n<ol>\n");
    for part in parts {
        let _ = write!(out, "<li><a href=\"{}.xhtml\">{}</a>", part.name, escaped(&part.title));
        let sections = sections(source.document, part, places);
        if !sections.is_empty() {
            out.push_str("\n<ol>\n");
            for entry in sections {
                let text = title_text(&entry.title, &entry.id);
                let text = format!("{} {text}", entry.number);
                let mut id = String::new();
                push_path(&mut id, &entry.id);
                let text = escaped(text.trim());
                let _ = writeln!(out, "<li><a href=\"{}.xhtml#{id}\">{text}</a></li>", part.name);
            }
            out.push_str("</ol>\n");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</nav>\n");
    page(source, &source.words.get(Word::Contents), &out)
}

/// Returns the sections of a part that contents list: those of its highest level.
fn sections<'a>(document: &'a Document, part: &Part, places: &Places) -> Vec<&'a OutlineEntry> {
    let is_chapter = |entry: &OutlineEntry| document.chapters.iter().any(|it| it.id == entry.id);
    let inside: Vec<_> = document
        .outline
        .iter()
        .filter(|entry| places.anchors.get(entry.id.as_str()) == Some(&part.name))
        .filter(|entry| !is_chapter(entry))
        .collect();
    let highest = inside.iter().map(|entry| entry.level).min();
    inside.into_iter().filter(|entry| Some(entry.level) == highest).collect()
}
