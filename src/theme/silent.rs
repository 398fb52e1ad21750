//! Templates of parts and blocks that never print what their authors write, which would vanish from the page or the
//! PDF.

use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};

/// The parts that hold text of authors, each with the field of `node` that has it.
const TEXTS: &[(&str, &str)] = &[
    ("parts/callout", "blocks"),
    ("parts/figure", "body"),
    ("parts/key-figure", "blocks"),
    ("parts/quote", "blocks"),
    ("parts/sources-differ", "claims"),
];

/// Reports a template that does not print the text of what it shows; `name` is its path below its layer, such as
/// `blocks/appeal.html`.
pub(super) fn check(file: FileId, name: &str, files: &Files, problems: &mut Problems) {
    let Some((stem, extension)) = name.rsplit_once('.') else { return };
    let part = TEXTS.iter().find(|(part, _)| *part == stem).map(|(_, field)| *field);
    let Some(field) = part.or_else(|| stem.starts_with("blocks/").then_some("body")) else {
        return;
    };
    let text = &files.get(file).text;
    // What goes to another template as a whole is printed there, or by the one of the layer below.
    let name_alone = stem.rsplit('/').next().unwrap_or(stem);
    let used = text.replacen(&format!("{name_alone}(node"), "", 1);
    if used.contains(field) || hands_on(&used) {
        return;
    }
    let message = format!("`{name}` never prints `node.{field}`, the text of the author");
    let hint = if extension == "html" {
        format!("write `{{{{ node.{field} }}}}` where the text stands")
    } else {
        format!("write `node.{field}` where the text stands")
    };
    problems
        .push(Diagnostic::error(Code::MissingText, Span::start_of(file), message).with_hint(hint));
}

/// Whether a template gives its node to another one.
fn hands_on(text: &str) -> bool {
    ["include ", "extends ", "(node)", "(node,", "..node", "node: node"]
        .iter()
        .any(|sign| text.contains(sign))
}
