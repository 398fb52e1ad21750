//! Input that is hostile or too large.

use std::fmt::Write;
use std::fs::{self, File};
use std::time::{Duration, Instant};

use crate::support::{Publication, brief};

#[cfg(unix)]
#[test]
fn links_that_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let publication = Publication::of_one_brief();
    let secret = publication.beside("secret.md");
    fs::write(&secret, brief("Secret", "Not for the public.")).unwrap();
    fs::create_dir(publication.beside("folder")).unwrap();
    let briefs = publication.root().join("content/briefs");
    symlink(&secret, briefs.join("absolute.md")).unwrap();
    symlink("../../../secret.md", briefs.join("relative.md")).unwrap();
    symlink(publication.beside("folder"), briefs.join("folder")).unwrap();
    symlink("nowhere.md", briefs.join("dangling.md")).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    for name in ["absolute.md", "relative.md", "folder", "dangling.md"] {
        let message = format!("error[Q003]: `content/briefs/{name}` is a link");
        assert!(run.stderr.contains(&message), "nothing on {name}: {}", run.stderr);
    }
    assert!(!run.stderr.contains("Not for the public"), "{}", run.stderr);
    assert!(!publication.public().exists());
}

#[cfg(unix)]
#[test]
fn links_within_the_publication_are_followed() {
    let publication = Publication::of_one_brief();
    let link = publication.root().join("content/briefs/same.md");
    std::os::unix::fs::symlink("port.md", link).unwrap();
    publication.build(&["--no-pdf"]);
    assert!(publication.public().join("briefs/same/index.html").is_file());
}

#[cfg(unix)]
#[test]
fn a_content_folder_elsewhere_is_refused() {
    let publication = Publication::of_one_brief();
    let elsewhere = publication.beside("elsewhere");
    fs::rename(publication.root().join("content"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, publication.root().join("content")).unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("error[Q003]"), "{}", run.stderr);
}

#[test]
fn an_alias_bomb_is_stopped_soon() {
    let publication = Publication::of_one_brief();
    let mut bomb = String::from("a: &a [x, x, x, x, x, x, x, x, x, x]\n");
    for (before, now) in ('a'..='y').zip('b'..='z') {
        let aliases = vec![format!("*{before}"); 10].join(", ");
        let _ = writeln!(bomb, "{now}: &{now} [{aliases}]");
    }
    publication.put("content/data/bomb.yaml", &bomb);
    publication.put("content/sources.yaml", &bomb);
    publication.put("content/entities.yaml", &bomb);
    publication.put("content/briefs/bomb.md", format!("---\n{bomb}---\n"));
    let start = Instant::now();
    let run = publication.run(&["check"]).expect(1);
    assert_eq!(run.stderr.matches("error[Q107]").count(), 4, "{}", run.stderr);
    assert!(start.elapsed() < Duration::from_secs(20), "it took {:?}", start.elapsed());
}

#[test]
fn deep_nesting_is_no_crash() {
    #[track_caller]
    fn test(path: &str, text: &str, code: i32) {
        let publication = Publication::of_one_brief();
        publication.put(path, text);
        let run = publication.run(&["check", "--no-pdf", "--message-format", "json"]);
        let start: String = run.stdout.chars().take(300).collect();
        assert_eq!(run.code, Some(code), "{path}: {start}{}", run.stderr);
    }

    let nested = |text: &str| brief("Nested", text);
    let sum = |open: &str, close: &str| {
        nested(&format!("{{{{ {}1{} }}}}", open.repeat(5_000), close.repeat(5_000)))
    };
    test("content/briefs/quotes.md", &nested(&">".repeat(2_000)), 1);
    test("content/briefs/lists.md", &nested(&"1. ".repeat(2_000)), 1);
    test("content/briefs/divs.md", &nested(&"::: {.callout-note}\n\n".repeat(2_000)), 1);
    test("content/briefs/mixed.md", &nested(&"> - ".repeat(1_000)), 1);
    test(
        "content/briefs/images.md",
        &nested(&format!("{}a{}", "![".repeat(500), "](b)".repeat(500))),
        1,
    );
    test(
        "content/briefs/stress.md",
        &nested(&format!("{}a{}", "*a __b ".repeat(500), " c__ d*".repeat(500))),
        1,
    );
    test("content/briefs/open.md", &nested(&"*a **b ".repeat(5_000)), 0);
    test("content/briefs/brackets.md", &nested(&"[".repeat(20_000)), 0);
    test("content/briefs/round.md", &sum("(", ")"), 1);
    test("content/briefs/signs.md", &sum("- ", ""), 1);
    test("content/briefs/chain.md", &sum("1 + ", ""), 1);
    test("content/data/deep.yaml", &format!("a: {}", "[".repeat(50_000)), 1);
}

#[test]
fn file_beyond_a_gibibyte() {
    let publication = Publication::of_one_brief();
    publication.put("content/data/big.csv", "");
    // The file has a length and no content, so that it takes no room.
    let file = File::options().write(true).open(publication.root().join("content/data/big.csv"));
    file.unwrap().set_len((1 << 30) + 1).unwrap();
    let run = publication.run(&["check"]).expect(1);
    assert!(
        run.stderr.contains("error[Q004]: `content/data/big.csv` has more than 1 GiB"),
        "{}",
        run.stderr
    );
}

#[test]
fn hidden_files_are_left_alone() {
    let publication = Publication::of_one_brief();
    publication.put("content/.git/config", "x");
    publication.put("content/briefs/.port.md.swp", "x");
    publication.build(&["--no-pdf"]);
}
