//! The publication in `reach/` has a mark in everything that is not for everybody: in ids, names of files and columns,
//! attributes, formulas, notes, words, templates, evidence. `reach/readers.txt` says who may read each mark.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::marks::marks_in;
use crate::support::{Publication, REPOSITORY, copy};

/// The fewest marks: fewer mean that the publication lost something.
const FEWEST: usize = 550;

/// The mark in the council's own word for key messages.
const WORD: &str = "zqx0006q";

/// Returns who may read each mark.
fn readers(home: &Path) -> BTreeMap<String, String> {
    let table = std::fs::read_to_string(home.join("readers.txt")).unwrap();
    let lines = table.lines().filter_map(|line| line.split_once(' '));
    let row = |(mark, rest): (&str, &str)| {
        (mark.to_owned(), rest.split(':').next().unwrap_or_default().to_owned())
    };
    lines.map(row).collect()
}

#[test]
fn marks_reach_their_readers_alone() {
    let home = Path::new(REPOSITORY).join("tests/command/reach");
    let readers = readers(&home);
    assert!(readers.len() > FEWEST);
    let publication = Publication::empty();
    copy(&home, &publication.root());
    publication.delete("readers.txt");
    publication.run(&["release", "first"]).expect(0);
    publication.build(&[""; 0]);
    for format in ["docx", "xlsx", "ods"] {
        publication
            .run(&["export", "--to", format, "--out", &format!("for-all/{format}")])
            .expect(0);
    }
    let is_councils = |path: &str| path.contains("for/council/");
    // Documents of texts that are under review are for reviewers.
    let is_unreviewed = |path: &str| !path.contains("review-") && !path.contains("late-");
    let cabinet = readers
        .keys()
        .find(|mark| publication.root().join(format!("public-cabinet{mark}")).exists());
    let cabinet = publication.root().join(format!("public-cabinet{}", cabinet.unwrap()));
    let council = marks_in(&publication.public(), &is_councils);
    let all = [
        ("nobody", marks_in(&publication.public(), &|path| !is_councils(path))),
        ("nobody", marks_in(&publication.root().join("for-all"), &is_unreviewed)),
        ("council", council.clone()),
        ("cabinet", marks_in(&cabinet, &|_| true)),
    ];
    let mut wrong = Vec::new();
    for (reader, found) in all {
        let may_read = |mark: &String| reader != "nobody" && readers[mark].contains(reader);
        wrong.extend(found.into_iter().filter(|(mark, _)| !may_read(mark)));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // An audience's PDF has its own words.
    assert!(council.iter().any(|(mark, path)| mark == WORD && path.ends_with("/open.pdf")));
    let council: BTreeSet<_> = council.iter().map(|(mark, _)| mark).collect();
    assert!(council.len() > 200, "the council reads {} marks", council.len());
}

#[test]
fn what_they_stand_in_moves_nothing() {
    let publication = Publication::empty();
    copy(&Path::new(REPOSITORY).join("tests/command/reach"), &publication.root());
    publication.delete("readers.txt");
    publication.run(&["check", "--confidential"]).expect(0);
}
