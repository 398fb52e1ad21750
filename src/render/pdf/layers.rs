//! The Typst files of all layers under the names by which they find each other.
//!
//! ```text
//! /theme.typ, /kit.typ …                 the files of `pdf/`, side by side
//! /parts/cover.typ                       the part that serves
//! /parts/cover.typ -> /parts/cover/part.typ, /parts/cover/below.typ -> …
//!                                        where it reaches for the one below
//! ```
//!
//! `#import "below.typ"` is the file of the same name in the layer below. Typst looks for it beside
//! the file that asks, so a file that asks has a folder of its own, and stands in it as `part.typ`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::files::Files;
use crate::base::span::FileId;
use crate::theme::Theme;

/// The name of the layer below, in a Typst file.
const BELOW: &str = "below.typ";

/// The file that has the functions of the publication's own blocks.
const OWN_BLOCKS: &str = "own-blocks.typ";

/// A Typst file.
#[derive(Debug)]
pub(super) enum Text {
    /// A file of a layer.
    Written(FileId),
    /// What the program writes.
    Made(String),
}

/// Returns the Typst files of a theme by their paths.
pub(super) fn sources(theme: &Theme, files: &Files) -> BTreeMap<String, Text> {
    let mut sources = BTreeMap::new();
    for folder in ["pdf", "parts", "blocks"] {
        let texts = theme.texts(folder, files);
        for name in texts.keys().filter(|name| name.strip_suffix(".typ").is_some()) {
            let stack = theme.stack(&format!("{folder}/{name}"), files);
            let path =
                if folder == "pdf" { (*name).to_owned() } else { format!("{folder}/{name}") };
            add(&mut sources, &path, &stack, files);
        }
    }
    sources.insert(OWN_BLOCKS.to_owned(), Text::Made(own_blocks(theme)));
    sources
}

/// Writes the dictionary of the publication's own blocks.
fn own_blocks(theme: &Theme) -> String {
    let names = theme.blocks.iter().filter(|(_, looks)| looks.print).map(|(name, _)| name);
    let mut imports = String::new();
    let mut entries = String::new();
    for name in names {
        let _ = writeln!(imports, "#import \"/blocks/{name}.typ\": {name}");
        let _ = write!(entries, "{name}: {name}, ");
    }
    let entries = if entries.is_empty() { ":" } else { &entries };
    format!("{imports}#let own-blocks = ({entries})\n")
}

/// Adds the files of one name, the one that serves first.
fn add(sources: &mut BTreeMap<String, Text>, path: &str, stack: &[FileId], files: &Files) {
    let Some((&file, below)) = stack.split_first() else { return };
    let is_asking = files.get(file).text.contains(&format!("\"{BELOW}\""));
    if !is_asking || below.is_empty() {
        sources.insert(path.to_owned(), Text::Written(file));
        return;
    }
    let folder = path.trim_end_matches(".typ");
    let name = folder.rsplit('/').next().unwrap_or(folder);
    sources.insert(path.to_owned(), Text::Made(format!("#import \"{name}/part.typ\": *\n")));
    sources.insert(format!("{folder}/part.typ"), Text::Written(file));
    add(sources, &format!("{folder}/{BELOW}"), below, files);
}

/// Returns the name of the file of `pdf/` that a file in a folder of its own means by `path`.
pub(super) fn shared_name(path: &str) -> Option<&str> {
    path.rsplit_once('/').map(|(_, name)| name)
}
