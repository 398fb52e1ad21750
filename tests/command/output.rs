//! The output folder: never lost, never half new, and the same from everywhere.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Publication, QUIPU, brief, copy, files, names, run};

/// Returns the sizes and places on disk that show whether a file was written again.
#[cfg(unix)]
fn marks(folder: &Path) -> BTreeMap<String, (u64, i64, i64)> {
    use std::os::unix::fs::MetadataExt;
    let mark = |name: &String| {
        let data = fs::metadata(folder.join(name)).unwrap();
        (data.ino(), data.mtime(), data.mtime_nsec())
    };
    files(folder).keys().map(|name| (name.clone(), mark(name))).collect()
}

fn add_briefs(publication: &Publication, count: usize) {
    let text = "Text of several words that fill a line or two of the page. ".repeat(400);
    for number in 0..count {
        let text = format!("## A section\n\n{text}\n\n## Another\n\n{text}");
        let path = format!("content/briefs/many/{number}.md");
        publication.put(&path, brief(&format!("Brief {number}"), &text));
    }
}

/// Returns what lies beside the output folder and was left by a build.
fn leftovers(publication: &Publication) -> Vec<String> {
    names(&publication.root()).into_iter().filter(|name| name.contains(".quipu-")).collect()
}

#[test]
fn foreign_output() {
    let publication = Publication::of_one_brief();
    let mine = publication.beside("mine");
    fs::create_dir_all(mine.join("deep")).unwrap();
    fs::write(mine.join("deep/thesis.txt"), "years of work").unwrap();
    let run = publication.run(&["build", "--no-pdf", "--out", mine.to_str().unwrap()]).expect(1);
    assert!(
        run.stderr.contains("error[Q005]") && run.stderr.contains("deep/thesis.txt"),
        "{}",
        run.stderr
    );
    assert_eq!(files(&mine), BTreeMap::from([("deep/thesis.txt".into(), b"years of work".into())]));
    assert_eq!(names(mine.parent().unwrap()), ["mine", "publication"]);
}

#[test]
fn a_foreign_file_in_our_own_output_is_kept() {
    let publication = Publication::of_one_brief();
    publication.build(&["--no-pdf"]);
    fs::write(publication.public().join("CNAME"), "example.org").unwrap();
    let before = files(&publication.public());
    let run = publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(run.stderr.contains("Q005") && run.stderr.contains("CNAME"), "{}", run.stderr);
    assert_eq!(files(&publication.public()), before);
}

#[test]
fn a_file_in_the_place_of_the_output_is_kept() {
    let publication = Publication::of_one_brief();
    publication.put("public", "a file");
    publication.run(&["build", "--no-pdf"]).expect(1);
    assert_eq!(fs::read_to_string(publication.public()).unwrap(), "a file");
}

#[test]
fn a_failed_build_leaves_the_last_good_output() {
    let publication = Publication::of_one_brief();
    publication.build::<&str>(&[]);
    let before = files(&publication.public());
    publication.put("content/briefs/port.md", brief("Changed", "Good."));
    publication.put("content/briefs/zebra.md", brief("Broken", "{{ none[a, b] }}"));
    publication.run(&["build"]).expect(1);
    assert!(files(&publication.public()) == before, "the output has changed");
    assert_eq!(leftovers(&publication), [""; 0]);
}

#[test]
fn a_template_that_fails_late_leaves_the_last_good_output() {
    let publication = Publication::of_one_brief();
    publication.build(&["--no-pdf"]);
    let before = files(&publication.public());
    publication.put("templates/html/sources.html", "{{ nothing.here }}");
    publication.put("templates/html/404.html", "{{ nothing.here }}");
    publication.run(&["build", "--no-pdf"]).expect(1);
    assert!(files(&publication.public()) == before, "the output has changed");
    assert_eq!(leftovers(&publication), [""; 0]);
}

#[cfg(unix)]
#[test]
fn unchanged_files_are_not_written_again() {
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/other.md", brief("Other", "Text."));
    publication.build::<&str>(&[]);
    let before = marks(&publication.public());
    publication.put("content/briefs/other.md", brief("Other", "Text that changed."));
    publication.build::<&str>(&[]);
    let after = marks(&publication.public());
    let changed: Vec<_> = after
        .iter()
        .filter(|(name, mark)| before.get(*name) != Some(mark))
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(changed.contains(&"briefs/other/index.html"), "{changed:?}");
    let allowed = |name: &&str| {
        let lists = [".quipu.json", "index.html", "search/index.js"];
        name.starts_with("briefs/other/") || lists.contains(name)
    };
    let others: Vec<_> = changed.iter().filter(|name| !allowed(name)).collect();
    assert!(others.is_empty(), "written again without need: {others:?}");
    assert_eq!(before["briefs/port/port.pdf"], after["briefs/port/port.pdf"]);
}

#[test]
fn what_is_no_longer_made_is_gone() {
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/old.md", brief("Old", "Text."));
    publication.put("content/static/notes/old.txt", "notes");
    publication.build::<&str>(&[]);
    assert!(publication.public().join("briefs/old/old.pdf").is_file());
    assert!(publication.public().join("notes/old.txt").is_file());
    publication.delete("content/briefs/old.md");
    publication.delete("content/static/notes/old.txt");
    publication.build::<&str>(&[]);
    assert!(!publication.public().join("briefs/old").exists());
    assert!(!publication.public().join("notes").exists());
    assert!(publication.public().join("briefs/port/port.pdf").is_file());
}

/// Waits until a build has both its lock and its stage, which it makes one after the other.
fn wait_for_stage(publication: &Publication) {
    let start = Instant::now();
    while leftovers(publication).len() < 2 {
        assert!(start.elapsed() < Duration::from_mins(1), "no build has begun to write");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_killed_build_leaves_the_last_good_output() {
    let publication = Publication::of_one_brief();
    publication.build::<&str>(&[]);
    let before = files(&publication.public());
    add_briefs(&publication, 60);
    let mut child = Command::new(QUIPU)
        .arg("build")
        .current_dir(publication.root())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for_stage(&publication);
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert_eq!(status.code(), None, "the build ended before it could be killed");
    assert!(files(&publication.public()) == before, "the output has changed");
    assert_eq!(leftovers(&publication).len(), 2, "a killed build leaves its stage and its lock");

    publication.build(&["--no-pdf"]);
    assert_eq!(leftovers(&publication), [""; 0]);
    assert!(publication.public().join("briefs/many/59/index.html").is_file());
}

#[test]
fn one_build_at_a_time() {
    let publication = Publication::of_one_brief();
    let lock = File::create(publication.root().join(".public.quipu-lock")).unwrap();
    lock.lock().unwrap();
    let run = publication.run(&["build", "--no-pdf"]).expect(2);
    assert!(run.stderr.contains("another build is writing here"), "{}", run.stderr);
    publication.run(&["build", "--no-pdf", "--out", "beside"]).expect(0);
    drop(lock);
    publication.build(&["--no-pdf"]);
}

#[test]
fn the_same_bytes_with_any_jobs_and_from_any_folder() {
    let first = Publication::empty();
    copy(&Path::new(crate::support::REPOSITORY).join("tests/suite/everything"), &first.root());
    let second = Publication::empty();
    let elsewhere = second.root().join("quite/another/folder");
    copy(&first.root(), &elsewhere);

    first.build(&["--jobs", "1"]);
    let alone = files(&first.public());
    first.build(&["--jobs", "4", "--out", "again"]);
    assert_same(&alone, &files(&first.root().join("again")));
    let mut far = Command::new(QUIPU);
    far.args(["build", "--out", "site"]).arg(&elsewhere).current_dir(second.root());
    run(far.env("TZ", "Asia/Tokyo").env("LANG", "de_DE.UTF-8")).expect(0);
    assert_same(&alone, &files(&second.root().join("site")));
    assert!(
        alone.keys().any(|name| Path::new(name).extension().is_some_and(|end| end == "pdf")),
        "no PDF was compared"
    );
}

#[track_caller]
fn assert_same(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert_eq!(one.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    let differing: Vec<_> =
        one.iter().filter(|(name, bytes)| other[*name] != **bytes).map(|(name, _)| name).collect();
    assert!(differing.is_empty(), "{differing:?}");
}

#[test]
fn output_among_the_sources_is_refused() {
    let publication = Publication::of_one_brief();
    let run = publication.run(&["build", "--no-pdf", "--out", "content/out"]).expect(1);
    assert!(run.stderr.contains("error[Q005]"), "{}", run.stderr);
    assert!(!publication.root().join("content/out").exists());
}

#[test]
fn files_of_registers_hold_what_readers_see() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\n");
    publication.put(
        "content/sources.yaml",
        "xu:\n  type: book\n  title: Seas\n  author: Xu\n  date: 2019\n",
    );
    publication.put(
        "content/registers/risks.yaml",
        "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\nfields:\n  name: {type: text, title: Risk}\n  \
         gist: {type: line, title: Gist}\n  n: {type: number, title: N}\nblock: {label: name}\nentries:\n  \
         - {id: flood, name: Flood, n: 4, gist: \"Of *all* {{ risks[flood, n] }} the worst [@xu, p. 3].\"}\n",
    );
    publication.put("content/briefs/a.md", brief("A", "See @risk-flood."));
    publication.build(&["--no-pdf"]).expect(0);
    for file in ["risks.csv", "risks.json"] {
        let text = publication.text(&format!("public/registers/risks/{file}"));
        assert!(text.contains("Of all 4 the worst (Xu 2019, p.\u{a0}3)."), "{file}: {text}");
    }
}
