//! Marks in all that leaves the author's machine beside a build: what shards join to, what targets get, what
//! is exported, and the state that outputs keep of themselves.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use crate::marks::marks_in;
use crate::sentinels::{Marks, publication};
use crate::support::{Publication, QUIPU, Run, run};

/// A time before the embargoed text comes out.
const NOW: &str = "1796133600";

fn call(publication: &Publication, arguments: &[&str]) -> Run {
    let mut command = Command::new(QUIPU);
    command.args(arguments).current_dir(publication.root()).env("SOURCE_DATE_EPOCH", NOW);
    run(&mut command).expect(0)
}

/// Returns the marks in a folder, but for what only the council reads there.
fn open_marks(folder: &Path) -> BTreeSet<(String, String)> {
    let is_open = |path: &str| !path.contains("for/council/");
    marks_in(folder, &is_open)
}

#[track_caller]
fn has_none(folder: &Path) {
    assert!(folder.exists(), "{} was not made", folder.display());
    let found = open_marks(folder);
    assert!(found.is_empty(), "in {}: {found:#?}", folder.display());
}

fn sentinels() -> Publication {
    publication(&mut Marks::default())
}

#[test]
fn shards_join_to_outputs_that_say_nothing() {
    let publication = sentinels();
    for shard in ["1/2", "2/2"] {
        call(&publication, &["build", "--shard", shard, "--store", "../store"]);
    }
    call(&publication, &["join", "--out", "../joined", "--store", "../store"]);
    has_none(&publication.beside("joined"));
    let cabinet = open_marks(&publication.beside("joined-cabinet"));
    assert!(cabinet.len() > 30, "the cabinet reads {} marks", cabinet.len());
}

#[test]
fn targets_get_what_is_their_readers() {
    let publication = sentinels();
    let settings = publication.text("quipu.yaml");
    publication.put(
        "quipu.yaml",
        settings + "publish:\n  live: {to: folder, path: ../live}\n  closed: {to: folder, path: ../closed, audience: cabinet}\n",
    );
    publication.put("content/audit.yaml", "allowed: 1000\nclaims: 1000\n");
    call(&publication, &["publish", "live", "--no-pdf"]);
    // The record of a release names the files of the council's editions, which are in the same output.
    has_none(&std::fs::canonicalize(publication.beside("live").join("current")).unwrap());
    has_none(&publication.root().join(".quipu/site"));
    call(&publication, &["publish", "closed", "--no-pdf"]);
    let cabinet = open_marks(&publication.beside("closed"));
    let open = publication.root().join(".quipu/site");
    let council = marks_in(&open, &|path| path.contains("for/council/"));
    let council: BTreeSet<_> = council.into_iter().map(|(mark, _)| mark).collect();
    let both: Vec<_> = cabinet.iter().filter(|(mark, _)| council.contains(mark)).collect();
    assert!(both.is_empty(), "the cabinet reads what is the council's: {both:?}");
    assert!(cabinet.len() > 30, "the cabinet reads {} marks", cabinet.len());
}

#[test]
fn exports_are_one_audience_s() {
    let publication = sentinels();
    for format in ["xlsx", "ods", "docx"] {
        call(&publication, &["export", "--to", format, "--out", "../exported"]);
        call(
            &publication,
            &["export", "--to", format, "--audience", "council", "--out", "../council"],
        );
    }
    // Those who write export texts that are not out as well.
    call(&publication, &["build", "--no-pdf"]);
    let of_council = marks_in(&publication.public(), &|path| path.contains("for/council/"));
    let of_council: BTreeSet<_> = of_council.into_iter().map(|(mark, _)| mark).collect();
    let exported = open_marks(&publication.beside("exported"));
    let found: Vec<_> = exported.iter().filter(|(mark, _)| of_council.contains(mark)).collect();
    assert!(found.is_empty(), "exports for the public say {found:?}");
    let council = open_marks(&publication.beside("council"));
    assert!(council.len() > 50, "the council reads {} marks", council.len());
}

#[test]
fn differences_of_open_outputs_say_nothing() {
    let publication = sentinels();
    call(&publication, &["build", "--no-pdf"]);
    publication.put(
        "content/briefs/more.md",
        "---\ntitle: More\nfinding: There is more.\ndate: 2026-01-02\n---\n\nOpen.\n\n::: {audience=\"council\"}\nFor zqx9990q.\n:::\n",
    );
    call(&publication, &["build", "--no-pdf", "--out", "../after"]);
    let of_council = |folder: &Path| folder.join("for/council");
    let (before, after) = (publication.public(), publication.beside("after"));
    for folder in [&before, &after] {
        std::fs::remove_dir_all(of_council(folder)).unwrap();
    }
    let after = after.to_string_lossy().into_owned();
    let found = publication.run(&["diff", "public", &after]);
    let said = found.stdout + &found.stderr;
    assert!(said.contains("more") && crate::marks::marks(said.as_bytes()).is_empty(), "{said}");
}
