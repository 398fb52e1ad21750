//! The order of a project's texts, if its settings give one.

use serde_json::{Map, Value};

use super::folder::Folder;
use super::project::Kind;
use super::value;

/// Returns the texts in reading order, as paths below the root without extension.
pub(super) fn read(
    kind: Kind,
    settings: &Map<String, Value>,
    content: &str,
    folder: &Folder,
) -> Vec<String> {
    let mut order = Vec::new();
    match kind {
        Kind::Quarto => {
            for path in ["book.chapters", "book.appendices", "website.sidebar", "website.navbar"] {
                collect(value::at(settings, path), &mut order);
            }
        }
        Kind::Bookdown => {
            collect(settings.get("rmd_files"), &mut order);
            if order.is_empty() {
                order = alphabetical(folder);
            }
        }
        Kind::Myst => {
            let toc = format!("{content}_toc.yml");
            let toc = folder.text(&toc).and_then(|text| toc_of(&text));
            collect(toc.as_ref().or(value::at(settings, "project.toc")), &mut order);
        }
        Kind::Mkdocs => collect(settings.get("nav"), &mut order),
        Kind::Hugo | Kind::Zola | Kind::Jekyll | Kind::Eleventy | Kind::Markdown | Kind::Word => {}
    }
    let mut seen = std::collections::BTreeSet::new();
    let order = order.into_iter().map(|path| format!("{content}{}", stem(&path)));
    order.filter(|path| seen.insert(path.clone())).collect()
}

/// Returns the texts that a project calls appendices, as paths below the root without extension.
pub(super) fn appendices(settings: &Map<String, Value>, content: &str) -> Vec<String> {
    let mut order = Vec::new();
    collect(value::at(settings, "book.appendices"), &mut order);
    order.into_iter().map(|path| format!("{content}{}", stem(&path))).collect()
}

/// The table of contents of Jupyter Book is a mapping, and in its older form a list.
fn toc_of(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

/// Collects the names of files in the order in which they occur, at any depth.
fn collect(value: Option<&Value>, order: &mut Vec<String>) {
    match value {
        Some(Value::String(text)) if is_path(text) => order.push(text.clone()),
        Some(Value::Array(items)) => items.iter().for_each(|item| collect(Some(item), order)),
        Some(Value::Object(map)) => {
            for (key, value) in map {
                match value {
                    // A heading of a navigation is not a file; without an extension, only values of
                    // these keys are files.
                    Value::String(text)
                        if matches!(key.as_str(), "file" | "root" | "part" | "href") =>
                    {
                        if is_path(text) || matches!(key.as_str(), "file" | "root") {
                            order.push(text.clone());
                        }
                    }
                    value => collect(Some(value), order),
                }
            }
        }
        _ => {}
    }
}

fn is_path(text: &str) -> bool {
    !text.contains("://") && super::is_text(text)
}

fn alphabetical(folder: &Folder) -> Vec<String> {
    let at_root = folder.paths().filter(|path| !path.contains('/') && super::is_text(path));
    let mut order: Vec<_> = at_root.map(str::to_owned).collect();
    order.sort_by_key(|path| !path.eq_ignore_ascii_case("index.rmd"));
    order
}

/// Returns a path without its extension, if it has that of a text.
pub(super) fn stem(path: &str) -> &str {
    match path.rsplit_once('.') {
        Some((stem, _)) if super::is_text(path) => stem,
        _ => path,
    }
}
