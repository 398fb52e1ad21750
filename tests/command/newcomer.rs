//! The publication that a stranger made on the first day, from the guide alone: two languages, two
//! audiences, a theme and templates of its own. It took 463 lines once.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use crate::support::{Publication, REPOSITORY};

/// The lines that it may have, half of those that it had.
const MOST_LINES: usize = 231;

/// The lines that each file of an audience's looks may have.
const MOST_LINES_OF_A_PART: usize = 15;

#[test]
fn half_the_lines_make_the_same_publication() {
    let source = Path::new(REPOSITORY).join("tests/newcomer");
    let publication = Publication::empty();
    let (mut lines, mut parts) = (0, 0);
    for entry in WalkDir::new(&source).into_iter().filter_map(Result::ok) {
        if !entry.file_type().is_file() {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let path = entry.path().strip_prefix(&source).unwrap().to_str().unwrap();
        lines += text.lines().count();
        if path.starts_with("templates/") {
            parts += 1;
            assert!(text.lines().count() <= MOST_LINES_OF_A_PART, "{path}");
        }
        publication.put(path, text);
    }
    assert!(lines <= MOST_LINES, "{lines} lines");
    assert_eq!(parts, 6, "cover, masthead and call to action, in pages and in print");

    publication.build::<&str>(&[]);
    let pages = |path: &str| fs::read_to_string(publication.public().join(path)).unwrap();
    let (council, public) =
        (pages("for/council/briefs/landings/index.html"), pages("briefs/landings/index.html"));
    for own in ["We answer within a week", "Fisheries desk · council"] {
        assert!(council.contains(own), "{own}");
        assert!(!public.contains(own), "{own}");
    }
    let pdfs = WalkDir::new(publication.public()).into_iter().filter_map(Result::ok);
    let pdfs = pdfs.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "pdf"));
    assert_eq!(pdfs.count(), 16);
}
