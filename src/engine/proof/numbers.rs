//! Bound numbers of texts, as their readers get them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use ecow::EcoString;

use crate::base::diagnostic::Problems;
use crate::data::evaluate::evaluate;
use crate::data::expression::Binding;
use crate::data::print::{self, Speech};
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
        let speech = Speech { language, words };
        print::print(&found.value, values.formats(binding), entities, speech).ok()
    }
}

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
