//! The interface words of the default theme, held to the table of the program.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quipu::parts::Word;

/// The beginnings of messages that a language may lack.
const OPTIONAL: &[&str] = &[
    "audit-",
    "currency-",
    "number-word-",
    "number-ordinal-",
    "money-",
    "number-ten-thousand",
    "number-hundred-million",
    "number-million-million",
    "number-thousand-in-full",
];

/// Each file of words has the messages of [`Word`], and no others but optional ones.
pub(crate) fn files_have_them_all() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/words");
    let wanted: BTreeSet<_> = Word::ids().collect();
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let ids = text.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
        let ids = ids.filter(|id| id.starts_with(|c: char| c.is_ascii_lowercase()));
        let optional = |id: &&str| OPTIONAL.iter().any(|family| id.starts_with(family));
        let found: BTreeSet<_> = ids.filter(|id| !optional(id)).collect();
        let lacking: Vec<_> = wanted.difference(&found).collect();
        let unknown: Vec<_> = found.difference(&wanted).collect();
        assert!(
            lacking.is_empty() && unknown.is_empty(),
            "{} lacks {lacking:?} and has {unknown:?}",
            path.display()
        );
        files += 1;
    }
    assert!(files > 2, "the theme has words for {files} languages");
}

/// A theme that adds words of its own has them in all languages of the program.
pub(crate) fn themes_have_theirs_in_all_languages() {
    let themes = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let names = |folder: &Path| -> BTreeSet<_> {
        let entries = fs::read_dir(folder.join("words")).into_iter().flatten();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    };
    let all = names(&themes.join("default"));
    let mut found = 0;
    for theme in fs::read_dir(themes).unwrap() {
        let folder = theme.unwrap().path();
        let own = names(&folder);
        assert!(own.is_empty() || own == all, "{} has words in {own:?}", folder.display());
        found += usize::from(!own.is_empty());
    }
    assert!(found > 1, "{found} themes have words");
}
