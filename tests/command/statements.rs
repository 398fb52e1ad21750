//! What a change of data does to the words of the first publication.

use std::path::Path;

use crate::support::{Publication, copy};

/// The sentences, titles, annotations and descriptions that say of 2015 that money went back: each is
/// named by its file and a few of the words that no longer fit.
const BROKEN: &[(&str, &str)] = &[
    ("content/briefs/alliance/members.md", "swung to"),
    ("content/briefs/alliance/members.es-419.md", "cayó a"),
    ("content/briefs/china/money.md", "less than nothing"),
    ("content/briefs/china/money.md", "Peru drops to"),
    ("content/briefs/china/money.md", "[lost]"),
    ("content/briefs/china/money.md", "For the bloc as a whole"),
    ("content/briefs/china/money.md", "Below zero"),
    ("content/briefs/china/money.md", "The neighbours' line peaks"),
    ("content/briefs/china/money.es-419.md", "Perú cae a"),
    ("content/briefs/china/money.es-419.md", "La línea de los vecinos"),
    ("content/briefs/china/money.zh-Hans.md", "则为负值"),
    ("content/briefs/china/money.zh-Hans.md", "流出"),
    ("content/briefs/china/money.zh-Hans.md", "跌破零"),
    ("content/briefs/china/money.zh-Hans.md", "大多是矮柱"),
];

#[test]
fn a_changed_cell_breaks_each_sentence_whose_words_no_longer_fit() {
    let publication = Publication::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "templates"] {
        copy(&root.join(folder), &publication.root().join(folder));
    }
    let settings = std::fs::read_to_string(root.join("quipu.yaml")).unwrap();
    publication.put("quipu.yaml", settings);
    let data = publication.text("content/data/ofdi.yaml");
    let (before, after) = ("2014: 45.07, 2015: -177.76", "2014: 45.07, 2015: 177.76");
    assert!(data.contains(before), "Peru's row is another");
    publication.put("content/data/ofdi.yaml", data.replace(before, after));
    let run = publication.run(&["check", "--no-pdf", "--message-format", "json"]).expect(1);
    let broken: Vec<&str> =
        run.stdout.lines().chain(run.stderr.lines()).filter(|line| line.contains("Q343")).collect();
    for (file, words) in BROKEN {
        let text = publication.text(file);
        let line = text.lines().position(|line| line.contains(words)).unwrap() + 1;
        let here = |found: &&&str| {
            found.contains(&format!("\"{file}\"")) && found.contains(&format!("\"line\":{line},"))
        };
        assert!(broken.iter().any(|found| here(&found)), "{file}:{line}: {words}\n{broken:#?}");
    }
}
