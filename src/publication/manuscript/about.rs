//! How a text came to be: its version, thanks, who paid for it, what it does not say.

use ecow::EcoString;

use crate::base::diagnostic::Problems;
use crate::base::yaml::{self, Holding, Mapping, Shape};
use crate::language::Word;
use crate::markup::{Inline, Options, WrittenLine};

/// The keys that hold paragraphs, in the order in which they are printed.
const KEYS: [(&str, Word<'static>); 3] = [
    ("acknowledgements", Word::Acknowledgements),
    ("funding", Word::Funding),
    ("disclaimer", Word::Disclaimer),
];

/// What a paragraph says in another language.
pub(super) const PARAGRAPHS: &Shape = &[("text", Holding::Words), ("holds", Holding::Free)];

/// What the front matter says of how a text came to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct About {
    /// The version, such as `1.2`.
    pub version: Option<EcoString>,
    /// Paragraphs of each kind that the front matter has.
    pub statements: Vec<Statement>,
}

/// Paragraphs of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The interface word that is their heading.
    pub heading: Word<'static>,
    /// The paragraphs.
    pub paragraphs: Vec<Vec<Inline>>,
}

impl About {
    /// Returns all paragraphs.
    pub fn lines(&self) -> impl Iterator<Item = &Vec<Inline>> {
        self.statements.iter().flat_map(|statement| &statement.paragraphs)
    }

    /// Keeps the paragraphs for which `keep` returns true, which may take out of them what an audience may not have.
    pub fn retain(&mut self, mut keep: impl FnMut(&mut Vec<Inline>) -> bool) {
        self.statements.retain_mut(|statement| {
            statement.paragraphs.retain_mut(&mut keep);
            !statement.paragraphs.is_empty()
        });
    }

    /// Whether the front matter has paragraphs of this kind.
    pub fn has(&self, heading: Word<'_>) -> bool {
        self.statements.iter().any(|statement| statement.heading == heading)
    }
}

/// The same as it was written.
#[derive(Debug, Default)]
pub(super) struct WrittenAbout {
    version: Option<EcoString>,
    statements: Vec<(Word<'static>, Vec<WrittenLine>)>,
}

impl WrittenAbout {
    pub(super) fn read(mapping: &mut Mapping<'_>, problems: &mut Problems) -> Self {
        let version = mapping.optional("version", problems, yaml::text);
        let written = KEYS.iter().filter_map(|(key, heading)| {
            let node = mapping.get(key)?;
            Some((*heading, WrittenLine::list(node, problems)))
        });
        Self { version, statements: written.collect() }
    }

    pub(super) fn parse(self, options: &Options<'_>, problems: &mut Problems) -> About {
        let statement = |(heading, lines): (Word<'static>, Vec<WrittenLine>)| {
            let lines = lines.into_iter().map(|line| line.parse(options, problems));
            Statement { heading, paragraphs: lines.collect() }
        };
        let statements = self.statements.into_iter().map(statement).collect();
        About { version: self.version, statements }
    }
}
