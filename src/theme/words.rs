//! The interface words of a theme in one language, from the files of all layers.

use super::{BASE, Theme};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::Files;
use crate::language::{COPY, Words, is_related};

/// Reads the words of the language `tag`: those of its own files first, then those of its relatives.
pub(super) fn read(theme: &Theme, tag: &str, files: &Files, problems: &mut Problems) -> Words {
    let name = format!("words/{tag}.ftl");
    let names = std::iter::once(name.clone()).chain(relatives(theme, tag, files));
    let found: Vec<_> = names.flat_map(|name| theme.stack(&name, files)).collect();
    let found: Vec<_> = found.into_iter().map(|id| (id, files.get(id))).collect();
    if found.is_empty() {
        let message = format!("the theme has no words for `{tag}`");
        let diagnostic = Diagnostic::error_at_path(Code::MissingWord, "quipu.yaml", message);
        problems.push(diagnostic.with_hint(format!("write `templates/{name}`; {COPY}")));
    }
    Words::new(tag, &found, problems)
}

/// Returns the files of the variants of a language, which supply what its own files lack: first that of the
/// language which the tag narrows down, then those of the program, then those of other variants.
fn relatives(theme: &Theme, tag: &str, files: &Files) -> Vec<String> {
    let names = theme.texts("words", files).into_keys();
    let tags = names.filter_map(|name| name.strip_suffix(".ftl"));
    let mut tags: Vec<_> = tags.filter(|other| *other != tag && is_related(tag, other)).collect();
    let is_parent = |other: &str| tag.strip_prefix(other).is_some_and(|rest| rest.starts_with('-'));
    let is_ours = |other: &str| files.find(&format!("{BASE}words/{other}.ftl")).is_some();
    tags.sort_by_key(|other| (!is_parent(other), !is_ours(other)));
    tags.into_iter().map(|other| format!("words/{other}.ftl")).collect()
}
