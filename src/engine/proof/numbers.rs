//! Bound numbers of texts, as their readers get them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use ecow::EcoString;

use crate::base::diagnostic::Problems;
use crate::base::span::Span;
use crate::data::evaluate::evaluate;
use crate::data::expression::{Binding, parse};
use crate::data::print::{self, Locale};
use crate::language::Words;
use crate::publication::Publication;

/// Prints bound numbers before any edition is bound, with the program's own words.
#[derive(Debug)]
pub(super) struct Numbers<'p> {
    publication: &'p Publication,
    /// The words of the languages; most publications have nothing that needs them.
    words: OnceLock<BTreeMap<EcoString, Words>>,
}

impl<'p> Numbers<'p> {
    pub(super) fn new(publication: &'p Publication) -> Self {
        Self { publication, words: OnceLock::new() }
    }

    /// Returns a number as a text in the language `tag` prints it; none if it differs between
    /// editions of the text, or cannot be computed.
    pub(super) fn text(&self, binding: &Binding, tag: &str) -> Option<EcoString> {
        let Publication { settings, values, entities, .. } = self.publication;
        let language = settings.languages.iter().find(|language| language.tag == *tag)?;
        let words = self.words.get_or_init(|| words(self.publication)).get(tag)?;
        let found = evaluate(&binding.expression, self.publication.data()).ok()?;
        let locale = Locale { language, words };
        print::print(&found.value, values.formats(binding), entities, locale).ok()
    }

    /// Whether a text is how a number is computed: that names data, which say themselves who may read them.
    pub(super) fn is_computation(text: &str, place: Span) -> bool {
        let written = || format!("{OPENING} {text} {CLOSING}");
        text.contains('[') && parse(&written(), place).is_ok()
    }

    /// Returns the text of a file as it is, and if it has bound numbers, as it reads in each language.
    pub(super) fn printed<'t>(&self, text: &'t str, file: Span) -> Vec<Cow<'t, str>> {
        let mut all = vec![Cow::Borrowed(text)];
        if text.contains(OPENING) {
            let languages = &self.publication.settings.languages;
            all.extend(
                languages.iter().map(|language| self.filled(text, file, &language.tag).into()),
            );
        }
        all
    }

    /// Returns a text with its bound numbers as the language `tag` prints them; what cannot be read or computed
    /// stays as it is.
    fn filled(&self, text: &str, file: Span, tag: &str) -> String {
        let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
        while let Some(start) = rest.find(OPENING)
            && let Some(length) = rest[start..].find(CLOSING)
        {
            let (before, from) = rest.split_at(start);
            let (written, after) = from.split_at(length + CLOSING.len());
            let binding = parse(written, file).ok();
            let number = binding.and_then(|binding| self.text(&binding, tag));
            filled.push_str(before);
            filled.push_str(number.as_deref().unwrap_or(written));
            rest = after;
        }
        filled + rest
    }
}

/// What bound numbers begin and end with.
const OPENING: &str = "{{";
const CLOSING: &str = "}}";

fn words(publication: &Publication) -> BTreeMap<EcoString, Words> {
    let files = &publication.files;
    let tags = publication.settings.languages.iter().map(|language| &language.tag);
    let read = |tag: &EcoString| {
        let id = files.find(&format!("themes/default/words/{tag}.ftl"))?;
        // What is wrong with words is reported where themes are read.
        let words = Words::new(tag, &[(id, files.get(id))], &mut Problems::default());
        Some((tag.clone(), words))
    };
    tags.filter_map(read).collect()
}
