//! The style sheets of a publication: whether browsers can read them, something loads them, and what they name exists.

use super::styles::Classes;
use super::{ADDED_STYLES, BASE, css, declarations};
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::files::{Files, TextFile};
use crate::base::span::{FileId, Span};

/// Returns what is wrong with a style sheet, whose name in `static/` is `name`; `classes` are those of the program and
/// its own.
pub(super) fn check(id: FileId, name: &str, classes: &Classes, files: &Files) -> Vec<Diagnostic> {
    let file = files.get(id);
    let mut problems: Vec<_> = unclosed((id, file)).into_iter().collect();
    problems.extend(declarations::check(id, &file.text));
    let is_programs = files.find(&format!("{BASE}static/{name}")).is_some();
    let mentions = |text: &str| text.contains(name);
    let mut loaders =
        ["themes", "templates"].into_iter().flat_map(|folder| files.in_folder(folder));
    if name != ADDED_STYLES
        && !is_programs
        && !loaders.any(|(other, file)| other != id && mentions(&file.text))
    {
        let hint = did_you_mean(name, [ADDED_STYLES]).unwrap_or_else(|| {
            format!("write the rules in `static/{ADDED_STYLES}`, or load the file in a template")
        });
        let message = "nothing loads this style sheet";
        problems
            .push(Diagnostic::error_at_path(Code::BadStyle, &*file.path, message).with_hint(hint));
    }
    if is_programs {
        return problems;
    }
    for class in css::classes(&file.text) {
        let is_written =
            |file: &TextFile| file.path.ends_with(".html") && file.text.contains(class.as_str());
        let mut pages = ["themes", "templates"].iter().flat_map(|folder| files.in_folder(folder));
        let Some(nearest) = classes.misspelt(&class) else { continue };
        if classes.declared.contains(&class) || pages.any(|(_, file)| is_written(file)) {
            continue;
        }
        let at = file.text.find(&format!(".{class}")).map_or(0, |at| at + 1);
        let span = Span::new(id, at, at + class.len());
        let message = format!("nothing has the class `{class}`");
        let hint = format!("did you mean `{nearest}`?");
        problems.push(Diagnostic::error(Code::BadStyle, span, message).with_hint(hint));
    }
    problems
}

/// Reports a bracket that is not closed, after which browsers read nothing more, or one too many.
fn unclosed((id, file): (FileId, &TextFile)) -> Option<Diagnostic> {
    let text = &*file.text;
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(character) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = match character {
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => css::quoted(rest, character),
            _ => character.len_utf8(),
        };
        match character {
            '{' => open.push(at),
            '}' if open.pop().is_none() => {
                let message = "this bracket closes nothing";
                let span = Span::new(id, at, at + 1);
                return Some(
                    Diagnostic::error(Code::BadStyle, span, message).with_hint("delete it"),
                );
            }
            _ => {}
        }
        at += length;
    }
    let at = open.pop()?;
    let message = "this bracket is not closed, and browsers leave out what follows";
    let span = Span::new(id, at, at + 1);
    Some(
        Diagnostic::error(Code::BadStyle, span, message)
            .with_hint("add `}` at the end of the rule"),
    )
}
