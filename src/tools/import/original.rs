//! What a text said before it was converted, to show it as it was.

use std::collections::BTreeMap;

use super::library::Library;
use super::{literal, todo};

/// The texts as the project has them, by their new paths.
#[derive(Debug, Default)]
pub(super) struct Originals {
    texts: BTreeMap<String, Original>,
}

#[derive(Debug)]
struct Original {
    body: String,
    /// Whether it comes from Word, so that its marks were never typed.
    is_of_word: bool,
}

impl Originals {
    /// Records the texts of a project.
    pub(super) fn new(library: &Library<'_>) -> Self {
        let texts = library.documents.iter().map(|document| {
            let is_of_word = library.folder.is_made(&document.from);
            (document.to.clone(), Original { body: document.body.clone(), is_of_word })
        });
        Self { texts: texts.collect() }
    }

    /// Returns the whole of a text.
    pub(super) fn whole(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(|original| original.body.as_str())
    }

    /// Returns a block as it was: the paragraph of the same words; without one, the block without the marks of
    /// the import.
    pub(super) fn of(&self, path: &str, block: &str) -> String {
        let (without, comments) = todo::without_comments(block);
        let wanted = words(&without);
        let original = self.texts.get(path);
        let paragraph = original.and_then(|original| {
            let mut paragraphs = original.body.split("\n\n").map(|text| text.trim_matches('\n'));
            let paragraph =
                paragraphs.find(|text| words(&todo::without_comments(text).0) == wanted)?;
            Some(if original.is_of_word {
                paragraph.lines().map(literal::plain).collect::<Vec<_>>().join("\n")
            } else {
                paragraph.to_owned()
            })
        });
        // Comments that the block has are not those of the import alone.
        let comments: Vec<String> =
            comments.into_iter().filter(|comment| comment.contains("TODO import: ")).collect();
        let text = paragraph.unwrap_or(without);
        [text.trim_end(), &comments.concat()].concat()
    }
}

/// Returns the letters and digits of a text.
fn words(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).collect()
}
