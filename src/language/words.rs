//! Interface words: what the program itself says to readers, in Fluent.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use super::word::{Argument, Declaration, Kind, Word};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::files::TextFile;
use crate::base::span::{FileId, Span};

/// Counts that cover every plural of each language, with the categories of such numbers: Arabic has six, for these.
const COUNTS: [(usize, &str); 7] =
    [(0, "zero"), (1, "one"), (2, "two"), (3, "few"), (5, "few"), (11, "many"), (100, "other")];

/// Stands for a text when messages are tested.
const SAMPLE: &str = "\u{2021}";

/// The messages of one language; all that the program needs are there and not empty.
pub struct Words {
    bundle: FluentBundle<Arc<FluentResource>>,
    ids: Vec<String>,
    signs: LineSigns,
    /// The messages that take no arguments, once they were asked for: all pages of a site have them.
    plain: OnceLock<BTreeMap<String, String>>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Words").field("ids", &self.ids).finish_non_exhaustive()
    }
}

/// The signs between the parts of a line, each with the spaces that its language wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct LineSigns {
    /// Between a name and what it names.
    colon: &'static str,
    /// Between parts that belong together.
    comma: &'static str,
    /// Between parts that may have commas.
    semicolon: &'static str,
}

impl LineSigns {
    fn of(tag: &str) -> Self {
        let (colon, comma, semicolon) = match tag.split('-').next() {
            Some("zh") => ("：", "，", "；"),
            Some("ja") => ("：", "、", "；"),
            Some("fr") => ("\u{a0}: ", ", ", "\u{202f}; "),
            Some("ar" | "fa" | "ur" | "ps" | "ckb") => (": ", "، ", "؛ "),
            _ => (": ", ", ", "; "),
        };
        Self { colon, comma, semicolon }
    }
}

impl Words {
    /// Reads the Fluent files of the language `tag`, the most specific first.
    ///
    /// Files later in the list serve the messages that the earlier ones lack. Each of [`Word`]
    /// must be there and print the values that it is given: those that do not are errors, so that
    /// nothing is published with them.
    pub fn new(tag: &str, files: &[(FileId, &TextFile)], problems: &mut Problems) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![tag.parse().unwrap_or_default()]);
        // The marks that isolate arguments for mixed directions would be in the
        // way of searching and copying; no message of ours mixes directions.
        bundle.set_use_isolating(false);
        let mut words =
            Self { bundle, ids: Vec::new(), signs: LineSigns::of(tag), plain: OnceLock::new() };
        let mut readable = true;
        for (id, file) in files {
            readable &= words.add(*id, file, problems);
        }
        words.ids.sort();
        words.ids.dedup();
        // What a file lacks may be in a part of it that cannot be read.
        if readable {
            words.prove(tag, files, problems);
        }
        words
    }

    /// Adds the messages of a file that are not there yet; returns whether the file is valid
    /// Fluent.
    fn add(&mut self, id: FileId, file: &TextFile, problems: &mut Problems) -> bool {
        let (resource, errors) = match FluentResource::try_new(file.text.to_string()) {
            Ok(resource) => (resource, Vec::new()),
            Err(partial) => partial,
        };
        problems.extend(errors.iter().map(|error| {
            let span = Span::new(id, error.pos.start, error.pos.end);
            Diagnostic::error(Code::BadWords, span, format!("this is not valid Fluent ({error})"))
                .with_hint("write `key = text`, one message per line")
        }));
        for entry in resource.entries() {
            if let Entry::Message(message) = entry {
                self.ids.push(message.id.name.to_owned());
            }
        }
        // A message that an earlier file has is not added again; the errors say so.
        let _ = self.bundle.add_resource(Arc::new(resource));
        errors.is_empty()
    }

    /// Reports the program's words that are missing or unusable.
    fn prove(&self, tag: &str, files: &[(FileId, &TextFile)], problems: &mut Problems) {
        let (found, missing): (Vec<&Declaration>, Vec<&Declaration>) =
            Word::ALL.iter().partition(|word| self.bundle.has_message(word.id));
        let Some((first, _)) = files.first() else { return };
        let first = Span::start_of(*first);
        if !missing.is_empty() {
            let ids: Vec<_> = missing.iter().map(|word| word.id).collect();
            let message = lacking(tag, &ids);
            let hint = lines_of(&ids).unwrap_or_else(|| COPY.to_owned());
            problems.push(Diagnostic::error(Code::MissingWord, first, message).with_hint(hint));
        }
        for word in found {
            if let Err(fault) = self.try_out(*word) {
                let span = place(word.id, files).unwrap_or(first);
                problems.push(fault.diagnostic(word.id, span));
            }
        }
    }

    /// Formats a message with values of all kinds.
    fn try_out(&self, word: Declaration) -> Result<(), Fault> {
        for (count, form) in COUNTS {
            let value = |&(name, kind): &(&'static str, Kind)| match kind {
                Kind::Text => (name, Argument::Text(SAMPLE)),
                Kind::Count => (name, Argument::Count(count)),
                Kind::Form => (name, Argument::Form(form)),
            };
            let values: Vec<_> = word.values.iter().map(value).collect();
            let mut errors = Vec::new();
            let text = self.format(word.id, &values, &mut errors).unwrap_or_default();
            if let Some(error) = errors.first() {
                return Err(Fault::Unusable(error.to_string()));
            }
            if text.trim().is_empty() {
                return Err(Fault::Empty);
            }
            let texts = word.values.iter().filter(|(_, kind)| *kind == Kind::Text);
            let names: Vec<_> = texts.map(|(name, _)| *name).collect();
            if text.matches(SAMPLE).count() < names.len() {
                return Err(Fault::Unsaid(names));
            }
        }
        Ok(())
    }

    /// Returns a word of the program.
    pub fn get(&self, word: Word<'_>) -> Cow<'_, str> {
        // It was checked when the words were read; if it was missing, nothing is published.
        self.format(word.id(), &word.values(), &mut Vec::new()).unwrap_or(Cow::Borrowed(word.id()))
    }

    /// Returns what stands between a name and what it names, with the spaces that the language wants.
    pub fn colon(&self) -> &'static str {
        self.signs.colon
    }

    /// Returns what stands between parts that belong together, such as a quantity and its unit.
    pub fn comma(&self) -> &'static str {
        self.signs.comma
    }

    /// Returns what stands between parts that may have commas themselves.
    pub fn semicolon(&self) -> &'static str {
        self.signs.semicolon
    }

    /// Returns a word of the program that ends with a colon, and the space between it and the text that it names.
    pub fn before_text(&self, word: Word<'_>) -> (Cow<'_, str>, &'static str) {
        let name = self.get(word);
        // A full-width colon brings its own.
        let space = if name.ends_with(self.signs.colon) { "" } else { " " };
        (name, space)
    }

    /// Returns the message `id`, if the language has it: number words, currency signs, word lists
    /// of the audit.
    pub fn find(&self, id: &str, values: &[(&str, Argument<'_>)]) -> Option<String> {
        self.format(id, values, &mut Vec::new()).map(Cow::into_owned)
    }

    fn format(
        &self,
        id: &str,
        values: &[(&str, Argument<'_>)],
        errors: &mut Vec<fluent_bundle::FluentError>,
    ) -> Option<Cow<'_, str>> {
        let pattern = self.bundle.get_message(id)?.value()?;
        if values.is_empty() {
            return Some(self.bundle.format_pattern(pattern, None, errors));
        }
        let mut arguments = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            match value {
                Argument::Text(text) | Argument::Form(text) => {
                    arguments.set(*name, FluentValue::from(*text));
                }
                Argument::Count(count) => {
                    arguments.set(*name, FluentValue::from(*count));
                }
            }
        }
        let text = self.bundle.format_pattern(pattern, Some(&arguments), errors);
        Some(Cow::Owned(text.into_owned()))
    }

    /// Returns the ids of the messages that begin with `prefix`, in alphabetical order.
    pub fn ids<'w>(&'w self, prefix: &'w str) -> impl Iterator<Item = &'w str> + 'w {
        let start = self.ids.partition_point(|id| id.as_str() < prefix);
        self.ids[start..].iter().map(String::as_str).take_while(move |id| id.starts_with(prefix))
    }

    /// Returns the messages that take no arguments, by id, for templates.
    pub fn plain(&self) -> &BTreeMap<String, String> {
        self.plain.get_or_init(|| self.without_arguments())
    }

    fn without_arguments(&self) -> BTreeMap<String, String> {
        // Errors were reported for missing messages; templates need not report them again.
        let stand_ins = Word::ALL.iter().filter(|word| word.values.is_empty());
        let mut plain: BTreeMap<_, _> =
            stand_ins.map(|word| (word.id.to_owned(), word.id.to_owned())).collect();
        for id in &self.ids {
            let mut errors = Vec::new();
            let text = self.format(id, &[], &mut errors).map(Cow::into_owned);
            plain.extend(text.filter(|_| errors.is_empty()).map(|text| (id.clone(), text)));
        }
        plain
    }
}

/// Why a message cannot be used.
enum Fault {
    /// It prints nothing.
    Empty,
    /// It leaves out one of these values.
    Unsaid(Vec<&'static str>),
    /// Fluent refuses it.
    Unusable(String),
}

impl Fault {
    fn diagnostic(&self, id: &str, span: Span) -> Diagnostic {
        let (message, hint) = match self {
            Self::Empty => (format!("the message `{id}` is empty"), "write a text".to_owned()),
            Self::Unsaid(names) => {
                let values: Vec<_> = names.iter().map(|name| format!("`{{ ${name} }}`")).collect();
                let values = values.join(" and ");
                (format!("the message `{id}` does not use {values}"), format!("include {values}"))
            }
            Self::Unusable(error) => (
                format!("the message `{id}` cannot be printed ({error})"),
                "use only the values that the built-in message uses".to_owned(),
            ),
        };
        Diagnostic::error(Code::BadWords, span, message).with_hint(hint)
    }
}

/// Reports the messages that a language lacks.
pub(crate) fn lacking(tag: &str, ids: &[&str]) -> String {
    let names: Vec<_> = ids.iter().map(|id| format!("`{id}`")).collect();
    let noun = if ids.len() == 1 { "message" } else { "messages" };
    format!("the words for `{tag}` lack {} {noun}: {}", ids.len(), names.join(", "))
}

/// The English words of the program.
const ENGLISH: &str = include_str!("../../themes/default/words/en.ftl");

/// How many words a hint lists with their lines.
const MOST_LINES: usize = 20;

/// Returns the English lines of the words that a language lacks, as a hint; none if they are many.
pub(crate) fn lines_of(ids: &[&str]) -> Option<String> {
    if ids.len() > MOST_LINES {
        return None;
    }
    let mut lines = Vec::new();
    for id in ids {
        let is_it = |line: &&str| {
            line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let mut rest = ENGLISH.lines().skip_while(|line| !is_it(line));
        lines.push(rest.next()?);
        lines.extend(rest.take_while(|line| line.starts_with([' ', '}'])));
    }
    Some(format!("add these lines to the file, translated:\n{}", lines.join("\n")))
}

/// How to get the words that a language lacks.
pub(crate) const COPY: &str =
    "`quipu templates eject words/en.ftl` copies the English messages to `templates/words/en.ftl`";

/// Returns where a message stands in the first file that has it.
fn place(id: &str, files: &[(FileId, &TextFile)]) -> Option<Span> {
    files.iter().find_map(|(file, text)| {
        let is_it = |line: &str| {
            line.strip_prefix(id).is_some_and(|rest| rest.trim_start().starts_with('='))
        };
        let mut start = 0;
        for line in text.text.split_inclusive('\n') {
            if is_it(line) {
                return Some(Span::new(*file, start, start + id.len()));
            }
            start += line.len();
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::LineSigns;

    #[test]
    fn signs_have_the_spaces_of_their_language() {
        let colons =
            ["en", "es-419", "fr", "fr-CA", "zh-Hans", "ja"].map(|it| LineSigns::of(it).colon);
        assert_eq!(colons, [": ", ": ", "\u{a0}: ", "\u{a0}: ", "：", "："]);
        let commas = ["en", "ar", "zh-Hans", "ja"].map(|it| LineSigns::of(it).comma);
        assert_eq!(commas, [", ", "، ", "，", "、"]);
    }
}
