//! The pages' templates of all layers under the names by which they find each other.
//!
//! A template is known by its path. In its text, `below.html` is the template of its own name in the
//! layer below. Tera knows names only by what they are, not by who asks, so each such template has an
//! alias, which takes its place in the text. It is as long as what it replaces: places stay true.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::base::files::Files;
use crate::base::span::FileId;
use crate::theme::Theme;

/// The name of the layer below, in a template of pages.
const BELOW: &str = "below.html";

/// The folders whose templates are for pages.
const FOLDERS: [&str; 3] = ["html", "parts", "blocks"];

/// The templates, and whose aliases are whose.
#[derive(Debug, Default)]
pub(super) struct Layered<'a> {
    /// Names and texts. Those of the first layer come last, so that its components replace those of
    /// others.
    pub(super) templates: Vec<(String, Cow<'a, str>)>,
    /// The paths of the templates by their aliases.
    pub(super) aliases: BTreeMap<String, String>,
}

impl<'a> Layered<'a> {
    /// Collects the templates of a theme.
    pub(super) fn new(theme: &Theme, files: &'a Files) -> Self {
        let mut layered = Self::default();
        for folder in FOLDERS {
            let texts = theme.texts(folder, files);
            for name in texts.keys().filter(|name| name.strip_suffix(".html").is_some()) {
                layered.add(&theme.stack(&format!("{folder}/{name}"), files), files);
            }
        }
        layered
    }

    /// Adds the templates of one name, the one that serves first.
    fn add(&mut self, stack: &[FileId], files: &'a Files) {
        let mut below: Option<String> = None;
        for (place, &id) in stack.iter().enumerate().rev() {
            let file = files.get(id);
            // What includes a part ends its line.
            let is_page = file.path.contains("/html/");
            let text = if is_page { &*file.text } else { file.text.trim_end_matches('\n') };
            let text = match &below {
                Some(alias) if names_below(text) => Cow::Owned(replaced(text, alias)),
                _ => Cow::Borrowed(text),
            };
            let above = place.checked_sub(1).map(|above| files.get(stack[above]));
            below = above.filter(|above| names_below(&above.text)).map(|_| {
                let alias = format!("~{:04}.html", self.aliases.len());
                self.aliases.insert(alias.clone(), file.path.to_string());
                self.templates.insert(0, (alias.clone(), text.clone()));
                alias
            });
            self.templates.push((file.path.to_string(), text));
        }
    }
}

/// Finds the files that Tera speaks of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places<'a> {
    pub(super) files: &'a Files,
    pub(super) aliases: &'a BTreeMap<String, String>,
}

impl Places<'_> {
    /// Returns the file with a path or an alias.
    pub(super) fn find(&self, name: &str) -> Option<FileId> {
        self.files.find(self.aliases.get(name).map_or(name, String::as_str))
    }
}

/// Whether a template reaches for the one below.
fn names_below(text: &str) -> bool {
    ['"', '\''].iter().any(|quote| text.contains(&format!("{quote}{BELOW}{quote}")))
}

/// Puts an alias as long as [`BELOW`] in its place.
fn replaced(text: &str, alias: &str) -> String {
    let quoted = |text: &str, quote: &str| {
        text.replace(&format!("{quote}{BELOW}{quote}"), &format!("{quote}{alias}{quote}"))
    };
    quoted(&quoted(text, "\""), "'")
}
