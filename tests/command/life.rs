//! From draft to release: what is out when, and who says so.

use std::process::Command;

use crate::support::{Publication, QUIPU, Run, files, run};

/// A second before and after nine o'clock in Bogotá on 1 December 2026.
const BEFORE: &str = "1796133599";
const AFTER: &str = "1796133600";

fn embargoed(text: &str) -> String {
    format!(
        "---\ntitle: Embargoedtitle\nfinding: Embargoedfinding.\ndate: 2026-01-02\ntags: [embargoedtag]\nstatus: approved\n\
         publish_at: 2026-12-01 09:00 America/Bogota\n---\n\n{text}\n"
    )
}

fn build(publication: &Publication, now: &str, options: &[&str]) -> Run {
    let mut command = Command::new(QUIPU);
    command.arg("build").args(options).current_dir(publication.root());
    run(command.env("SOURCE_DATE_EPOCH", now)).expect(0)
}

/// Returns the files of the output that hold `text`, or have it in their names.
fn holding(publication: &Publication, text: &str) -> Vec<String> {
    let files = files(&publication.public()).into_iter();
    let holds = |path: &str, bytes: &[u8]| {
        path.to_lowercase().contains(text)
            || String::from_utf8_lossy(bytes).to_lowercase().contains(text)
    };
    files.filter(|(path, bytes)| holds(path, bytes)).map(|(path, _)| path).collect()
}

#[test]
fn a_text_comes_out_at_its_time_and_not_before() {
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/embargoedplace.md", embargoed("Embargoedtext."));
    publication
        .run(&["approve", "content/briefs/embargoedplace.md", "--by", "Ana Quispe"])
        .expect(0);
    build(&publication, BEFORE, &["--no-pdf"]);
    assert_eq!(holding(&publication, "embargoed"), Vec::<String>::new());
    build(&publication, BEFORE, &["--no-pdf", "--at", "2026-12-01T14:00:00Z"]);
    let page = files(&publication.public())["briefs/embargoedplace/index.html"].clone();
    assert!(String::from_utf8_lossy(&page).contains("Draft: not for publication"));
    build(&publication, AFTER, &["--no-pdf"]);
    let page = files(&publication.public())["briefs/embargoedplace/index.html"].clone();
    assert!(!String::from_utf8_lossy(&page).contains("Draft: not for publication"));
}

#[test]
fn an_edit_takes_the_approval_away() {
    let publication = Publication::of_one_brief();
    let path = "content/briefs/embargoedplace.md";
    publication.put(path, embargoed("Embargoedtext."));
    publication.run(&["approve", path, "--by", "Ana Quispe"]).expect(0);
    publication.put(path, embargoed("Embargoedtext, edited."));
    let told = build(&publication, AFTER, &["--no-pdf"]);
    assert!(
        told.stderr.contains("warning[Q216]: the text has changed since Ana Quispe approved it"),
        "{}",
        told.stderr
    );
    assert_eq!(holding(&publication, "embargoed"), Vec::<String>::new());
    publication.run(&["approve", path, "--by", "Ana Quispe"]).expect(0);
    // What moves a text on is no edit.
    publication.put(path, embargoed("Embargoedtext, edited.").replace("09:00", "08:00"));
    build(&publication, AFTER, &["--no-pdf"]);
    assert!(!holding(&publication, "embargoedtext").is_empty());
    publication.run(&["approve", "content/briefs/none.md", "--by", "Ana"]).expect(1);
}

#[test]
fn a_draft_holds_its_translations_back() {
    let publication = Publication::of_one_brief();
    publication.put(
        "quipu.yaml",
        "title: {en: Ports, es-419: Puertos}\nlanguages: [en, es-419]\ntranslations: partial\n",
    );
    publication.put(
        "content/briefs/plan.md",
        crate::support::brief("Plan", "Text.").replace("date:", "draft: true\ndate:"),
    );
    publication
        .put("content/briefs/plan.es-419.md", crate::support::brief("Embargoedtitle", "Texto."));
    publication.put("content/briefs/port.es-419.md", crate::support::brief("Un puerto", "Texto."));
    publication.build(&["--no-pdf"]);
    assert_eq!(holding(&publication, "embargoed"), Vec::<String>::new());
}

#[test]
fn status_says_what_comes_next_and_what_stands_in_the_way() {
    let publication = Publication::of_one_brief();
    let path = "content/briefs/plan.md";
    publication.put(path, embargoed("Text."));
    publication.run(&["approve", path, "--by", "Ana Quispe"]).expect(0);
    let status = |code| {
        let mut command = Command::new(QUIPU);
        command.args(["status"]).current_dir(publication.root());
        run(command.env("SOURCE_DATE_EPOCH", BEFORE)).expect(code)
    };
    let told = status(0).stdout;
    assert!(
        told.contains("next: 2026-12-01T09:00:00-05:00[America/Bogota]: content/briefs/plan.md"),
        "{told}"
    );
    assert!(told.contains("nothing stands in the way of a release"), "{told}");
    publication.put(
        "content/briefs/port.md",
        crate::support::brief("A port", "A number: 4,711 ships. [@nobody]"),
    );
    let told = status(1).stderr;
    assert!(told.contains("mistakes, which `quipu check` shows: 1"), "{told}");
}

#[test]
fn mistakes_in_the_life_of_a_text_are_reported() {
    #[track_caller]
    fn test(keys: &str, message: &str) {
        let publication = Publication::of_one_brief();
        publication.put(
            "content/briefs/plan.md",
            crate::support::brief("Plan", "Text.").replace("date:", &format!("{keys}\ndate:")),
        );
        let told = publication.run(&["check", "--no-pdf"]).expect(1).stderr;
        assert!(told.contains(message), "{keys}: {told}");
    }
    test("status: publishd", "`publishd` is not allowed here");
    test("status: review\ndraft: true", "`draft` and `status` cannot both be given");
    test("publish_at: 2026-12-01 09:00", "`2026-12-01 09:00` lacks a time zone");
    test("publish_at: tomorrow", "`tomorrow` is not a point in time");
    test("publish_at: 2026-12-01 09:00 America/Bogata", "did you mean `America/Bogota`?");
    test("status: withdrawn", "the key `notice` is missing");
}

#[test]
fn a_text_that_was_withdrawn_leaves_a_notice() {
    let publication = Publication::of_one_brief();
    let keys = "status: withdrawn\nnotice: Withdrawn since a figure was counted *twice*.\ndate:";
    publication.put(
        "content/briefs/plan.md",
        crate::support::brief("Plan", "Embargoedtext.").replace("date:", keys),
    );
    publication.build(&["--no-pdf"]);
    assert_eq!(holding(&publication, "embargoed"), Vec::<String>::new());
    let page = files(&publication.public())["briefs/plan/index.html"].clone();
    assert!(
        String::from_utf8_lossy(&page)
            .contains("Withdrawn since a figure was counted <em>twice</em>.")
    );
}
