//! The bibliography: `content/sources.yaml`, in Hayagriva's format.

use std::collections::BTreeMap;

use ecow::EcoString;
use hayagriva::Entry;

use crate::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::files::Files;
use crate::span::{FileId, Span, Spanned};
use crate::yaml::{self, Mapping};

/// Stands for the dollar sign while Hayagriva has a text, for which it would begin a formula.
pub const DOLLAR_STAND_IN: char = '\u{E024}';
const DOLLAR: &str = "\u{E024}";

/// All sources of a publication, by key.
#[derive(Debug, Default)]
pub struct Sources {
    by_key: BTreeMap<EcoString, Source>,
}

/// A work that can be cited.
#[derive(Debug)]
pub struct Source {
    /// The place of its key.
    pub span: Span,
    /// The work.
    pub entry: Entry,
}

impl Sources {
    /// Reads `sources.yaml`, reporting each entry that cannot be read.
    pub fn read(file: FileId, files: &Files, problems: &mut Problems) -> Self {
        let text = &files.get(file).text;
        let whole = Span::new(file, 0, text.len());
        let Some(node) = problems.keep(yaml::parse(files, whole)) else { return Self::default() };
        let Some(mapping) = problems.keep(Mapping::new(&node)) else { return Self::default() };
        let entries = mapping.entries();
        let ends = entries.iter().skip(1).map(|(key, _)| key.span.start).chain([whole.end]);
        let mut by_key = BTreeMap::new();
        for ((key, _), end) in entries.iter().zip(ends) {
            // Hayagriva reads whole libraries; given one entry at a time, it finds
            // the mistakes of each.
            let text = text[key.span.start as usize..end as usize].replace('$', DOLLAR);
            match hayagriva::io::from_yaml_str(&text) {
                Ok(library) => {
                    by_key.extend(library.into_iter().map(|entry| {
                        (EcoString::from(&key.name), Source { span: key.span, entry })
                    }));
                }
                Err(error) => problems.push(bad_source(&key.name, key.span, &error.to_string())),
            }
        }
        Self { by_key }
    }

    /// Returns the source with this key.
    ///
    /// # Errors
    /// Reports a key that no source has.
    pub fn get(&self, key: &Spanned<EcoString>) -> Result<&Source, Diagnostic> {
        self.by_key.get(&key.value).ok_or_else(|| {
            let hint = did_you_mean(&key.value, self.by_key.keys().map(EcoString::as_str));
            let add =
                format!("add `{}: {{type: …, title: …}}` to `content/sources.yaml`", key.value);
            let message = format!("no source has the key `{}`", key.value);
            Diagnostic::error(Code::UnknownSource, key.span, message)
                .with_hints([hint.unwrap_or(add)])
        })
    }

    /// Returns all sources, by key.
    pub fn iter(&self) -> impl Iterator<Item = (&EcoString, &Source)> {
        self.by_key.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_key.is_empty()
    }
}

fn bad_source(key: &str, span: Span, reason: &str) -> Diagnostic {
    let reason = reason.split(" at line ").next().unwrap_or(reason);
    // The list of all types that there are says less than the hint.
    let reason = reason.split(", expected one of").next().unwrap_or(reason);
    let reason = reason.strip_prefix(&format!("{key}: ")).unwrap_or(reason);
    Diagnostic::error(
        Code::BadSource,
        span,
        format!("the source `{key}` cannot be read ({reason})"),
    )
    .with_hint("an entry has at least `type` and `title`; Hayagriva's file format lists the rest")
}
