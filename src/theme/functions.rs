//! The functions that the Typst files of a publication define: each part must define its own, and
//! every definition must be used.

use std::collections::BTreeMap;

use typst::syntax::{SyntaxKind, SyntaxNode, parse};

use super::BASE;
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};

/// What `main.typ` takes from a theme.
const THEME: &[&str] = &["report", "brief", "page", "blocks", "inlines"];

/// Checks a file; `name` is its path below its layer, such as `parts/cover.typ`.
pub(super) fn check(file: FileId, name: &str, files: &Files, problems: &mut Problems) {
    let root = parse(&files.get(file).text);
    // Typst reports syntax errors itself, when it sets a document.
    if root.diagnosis().errors {
        return;
    }
    let Some((folder, stem)) = name.trim_end_matches(".typ").split_once('/') else { return };
    let wanted: &[&str] = match folder {
        "pdf" if stem == "theme" => THEME,
        // Other files in this folder are for the files that import them.
        "pdf" => return,
        _ => &[stem],
    };
    let definitions = definitions(&root, file, problems);
    let mut uses = BTreeMap::new();
    count(&root, &mut uses);
    let is_made =
        folder == "pdf" || definitions.iter().any(|(name, _)| name == stem) || imports(&root, stem);
    if !is_made {
        let span = definitions.first().map_or(Span::start_of(file), |(_, span)| *span);
        let message = format!("the file does not define `{stem}`");
        let hint = format!(
            "write `#let {stem}(…) = …`; `quipu templates eject {stem}.typ` copies the current one"
        );
        problems.push(Diagnostic::error(Code::NoEffect, span, message).with_hint(hint));
        return;
    }
    for (name, span) in &definitions {
        let is_used =
            wanted.contains(&name.as_str()) || uses.get(name).is_some_and(|times| *times > 1);
        if !is_used {
            let has_part = files.find(&format!("{BASE}parts/{name}.typ")).is_some();
            let hint = match (folder, has_part) {
                (_, true) => format!("to replace the part, write `parts/{name}.typ` in this layer"),
                ("pdf", false) => {
                    "use it in `report`, `brief`, `page`, `blocks` or `inlines`, or delete it"
                        .to_owned()
                }
                _ => format!("use it in `{stem}`, or delete it"),
            };
            let message = format!("nothing uses `{name}`");
            problems.push(Diagnostic::error(Code::NoEffect, *span, message).with_hint(hint));
        }
    }
}

/// Returns what a file defines, with the places; reports its rules, which apply to nothing.
fn definitions(root: &SyntaxNode, file: FileId, problems: &mut Problems) -> Vec<(String, Span)> {
    let mut definitions = Vec::new();
    let mut offset = 0;
    for node in root.children() {
        let span = Span::new(file, offset, offset + node.len());
        offset += node.len();
        match node.kind() {
            SyntaxKind::LetBinding => definitions.extend(defined(node).map(|name| (name, span))),
            SyntaxKind::SetRule | SyntaxKind::ShowRule => problems.push(
                Diagnostic::error(
                    Code::NoEffect,
                    span,
                    "a rule at the top level of this file applies to nothing",
                )
                .with_hint("move it into the function to whose content it applies"),
            ),
            _ => {}
        }
    }
    definitions
}

/// Returns the name that a binding defines; none for a pattern.
fn defined(node: &SyntaxNode) -> Option<String> {
    let node = node
        .children()
        .find(|child| matches!(child.kind(), SyntaxKind::Ident | SyntaxKind::Closure))?;
    if node.kind() == SyntaxKind::Ident {
        return Some(node.leaf_text().to_string());
    }
    node.children()
        .find(|child| child.kind() == SyntaxKind::Ident)
        .map(|name| name.leaf_text().to_string())
}

/// Counts how often each name occurs in a file.
fn count(node: &SyntaxNode, uses: &mut BTreeMap<String, usize>) {
    if matches!(node.kind(), SyntaxKind::Ident | SyntaxKind::MathIdent) {
        *uses.entry(node.leaf_text().to_string()).or_default() += 1;
    }
    node.children().for_each(|child| count(child, uses));
}

/// Whether a file re-exports `name` from another one.
fn imports(root: &SyntaxNode, name: &str) -> bool {
    let imports = root.children().filter(|node| node.kind() == SyntaxKind::ModuleImport);
    let mut uses = BTreeMap::new();
    imports.for_each(|node| count(node, &mut uses));
    uses.contains_key(name)
}
