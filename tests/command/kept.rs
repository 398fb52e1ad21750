//! Texts that builds take from the store as they were made, and why they make them again.

use std::fs;

use walkdir::WalkDir;

use crate::store::{build_like_cold, cold, two_briefs};
use crate::support::{Publication, brief, files};

/// Returns which files were made again, each with what had changed.
fn made_again(run: &crate::support::Run) -> Vec<(String, String)> {
    let lines = run.stdout.lines().filter_map(|line| line.strip_prefix('/'));
    let pairs = lines.filter_map(|line| line.split_once("  "));
    pairs.map(|(file, changed)| (file.to_owned(), changed.to_owned())).collect()
}

#[test]
fn a_text_is_made_again_if_what_it_read_has_changed() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    publication.put("content/briefs/port.md", brief("A port", "## Cranes\n\nText."));
    publication.put("content/briefs/link.md", brief("A link", "See [the cranes](port.md#cranes)."));
    publication.put("content/briefs/other.md", brief("Other", "Another text."));
    let all = publication.build(&["--explain=why"]);
    assert!(all.stdout.contains(" of 3 texts"), "{}", all.stdout);
    let build = || {
        let run = publication.build(&["--explain=why"]);
        assert!(files(&publication.public()) == cold(&publication), "other bytes: {}", run.stdout);
        made_again(&run)
    };
    // A link reads where it leads to.
    publication.put("content/briefs/port.md", brief("A port", "## Cranes\n\nText that changed."));
    let made = build();
    assert!(made.iter().all(|(_, changed)| changed == "content/briefs/port.md"), "{made:?}");
    let is_made = |made: &[(String, String)], path: &str| made.iter().any(|(file, _)| file == path);
    assert!(is_made(&made, "briefs/port/port.pdf") && is_made(&made, "briefs/link/index.html"));
    assert!(!is_made(&made, "briefs/other/index.html"), "{made:?}");
    // What all pages may say of a text counts for all.
    publication.put("content/briefs/other.md", brief("Its new name", "Another text."));
    let made = build();
    assert!(is_made(&made, "briefs/port/index.html"), "{made:?}");
    let front = "front matter of content/briefs/other.md";
    assert!(made.iter().all(|(_, changed)| changed.contains(front)), "{made:?}");
    // So does a template, and no more than that.
    publication.put("templates/parts/kind.html", "<p class=\"kind\">A kind</p>\n");
    let made = build();
    assert!(!made.is_empty(), "{made:?}");
    assert!(made.iter().all(|(_, changed)| changed == "templates/parts/kind.html"), "{made:?}");
    // A mistake is not kept.
    publication.put("content/briefs/other.md", brief("Its new name", "{{ nothing[a] }}"));
    publication.run(&["build", "--quiet"]).expect(1);
    publication.put("content/briefs/other.md", brief("Its new name", "Another text."));
    assert_eq!(build(), []);
}

#[test]
fn a_damaged_text_is_made_again() {
    let publication = two_briefs();
    build_like_cold(&publication);
    let folder = publication.root().join(".quipu/store/text");
    let texts = || -> Vec<_> {
        let entries = WalkDir::new(&folder).into_iter().filter_map(Result::ok);
        entries
            .filter(|entry| entry.file_type().is_file())
            .map(walkdir::DirEntry::into_path)
            .collect()
    };
    assert_eq!(texts().len(), 2);
    for at in [50, 400, 20_000] {
        for path in texts() {
            let mut bytes = fs::read(&path).unwrap();
            bytes[at] ^= 0x20;
            fs::write(&path, bytes).unwrap();
        }
        fs::remove_dir_all(publication.public()).unwrap();
        let run = publication.build(&["--explain=why"]);
        assert!(run.stdout.contains(" of 2 texts"), "{}", run.stdout);
        assert!(files(&publication.public()) == cold(&publication));
    }
}
