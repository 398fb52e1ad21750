//! Interface words: what the program itself says to readers, in Fluent.

use std::collections::BTreeMap;
use std::sync::Arc;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use fluent_syntax::ast::Entry;

use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::files::TextFile;
use crate::span::{FileId, Span};

/// The messages that the program itself asks for; templates may ask for more.
const REQUIRED: &[&str] = &[
    "language-name",
    "label-figure",
    "label-table",
    "reference-figure",
    "reference-table",
    "reference-section",
    "reference-chapter",
    "reference-entry",
    "evidence-for",
    "evidence-against",
    "entry-history",
    "entry-sources",
    "entry-not-stated",
    "sources-differ",
    "callout-note",
    "callout-tip",
    "callout-important",
    "callout-warning",
    "callout-caution",
    "number-percent",
    "number-percentage-points",
    "number-money",
    "number-thousand",
    "number-million",
    "number-billion",
    "unit-percent",
    "unit-percentage-points",
    "unit-thousand",
    "unit-million",
    "unit-billion",
    "missing-value",
    "yes",
    "no",
];

/// The messages of one language.
pub struct Words {
    bundle: FluentBundle<Arc<FluentResource>>,
    ids: Vec<String>,
}

impl std::fmt::Debug for Words {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Words").field("ids", &self.ids).finish_non_exhaustive()
    }
}

/// A value that a message is given.
#[derive(Debug, Clone, Copy)]
pub enum Argument<'a> {
    /// A text.
    Text(&'a str),
    /// A count, which may choose a plural.
    Count(usize),
}

impl Words {
    /// Reads the Fluent files of the language `tag`, the most specific first.
    ///
    /// Files later in the list serve the messages that the earlier ones lack.
    pub fn new(tag: &str, files: &[(FileId, &TextFile)], problems: &mut Problems) -> Option<Self> {
        let locale = tag.parse().ok()?;
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The marks that isolate arguments for mixed directions would be in the
        // way of searching and copying; no message of ours mixes directions.
        bundle.set_use_isolating(false);
        let mut ids = Vec::new();
        for (id, file) in files {
            let resource = match FluentResource::try_new(file.text.to_string()) {
                Ok(resource) => resource,
                Err((resource, errors)) => {
                    problems.extend(errors.iter().map(|error| {
                        let span = Span::new(*id, error.pos.start, error.pos.end);
                        Diagnostic::error(
                            Code::BadWords,
                            span,
                            format!("this is not Fluent ({error})"),
                        )
                        .with_hint("write `key = text`, one message a line")
                    }));
                    resource
                }
            };
            for entry in resource.entries() {
                if let Entry::Message(message) = entry {
                    ids.push(message.id.name.to_owned());
                }
            }
            // A message that an earlier file has already is not taken again.
            let _ = bundle.add_resource(Arc::new(resource));
        }
        ids.sort();
        ids.dedup();
        Some(Self { bundle, ids })
    }

    /// Reports the messages that the program asks for and the files lack.
    ///
    /// `at` is the place of the problem: the most specific of the files.
    pub fn check(&self, tag: &str, at: Span, problems: &mut Problems) {
        for id in REQUIRED.iter().filter(|id| !self.bundle.has_message(id)) {
            let message = format!("the words for `{tag}` lack the message `{id}`");
            problems.push(
                Diagnostic::error(Code::MissingWord, at, message)
                    .with_hint(format!("add a line `{id} = …`")),
            );
        }
    }

    /// Returns the message `id`; [`Words::check`] has seen to it that there is one.
    pub fn get(&self, id: &str) -> String {
        self.with(id, &[])
    }

    /// Returns the message `id` with its arguments filled in.
    pub fn with(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.find(id, arguments).unwrap_or_default()
    }

    /// Returns the message `id`, if there is one.
    pub fn find(&self, id: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        let pattern = self.bundle.get_message(id)?.value()?;
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            match value {
                Argument::Text(text) => values.set(*name, FluentValue::from(*text)),
                Argument::Count(count) => values.set(*name, FluentValue::from(*count)),
            }
        }
        let mut errors = Vec::new();
        Some(self.bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned())
    }

    /// Returns the ids of the messages that begin with `prefix`, in alphabetical order.
    pub fn ids<'w>(&'w self, prefix: &'w str) -> impl Iterator<Item = &'w str> + 'w {
        let start = self.ids.partition_point(|id| id.as_str() < prefix);
        self.ids[start..].iter().map(String::as_str).take_while(move |id| id.starts_with(prefix))
    }

    /// Returns the messages that take no arguments, by id, for templates.
    pub fn plain(&self) -> BTreeMap<String, String> {
        let mut errors = Vec::new();
        let mut plain = BTreeMap::new();
        for id in &self.ids {
            let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value())
            else {
                continue;
            };
            errors.clear();
            let text = self.bundle.format_pattern(pattern, None, &mut errors);
            if errors.is_empty() {
                plain.insert(id.clone(), text.into_owned());
            }
        }
        plain
    }
}
