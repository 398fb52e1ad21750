//! Results of earlier builds in `.quipu/store`.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use walkdir::WalkDir;

use crate::support::{Publication, QUIPU, brief, files};

/// Returns the files of a store that hold PDFs.
fn objects(publication: &Publication) -> Vec<PathBuf> {
    let folder = publication.root().join(".quipu/store/pdf");
    let entries = WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Returns what a build makes that keeps nothing and uses nothing.
pub(crate) fn cold(publication: &Publication) -> std::collections::BTreeMap<String, Vec<u8>> {
    let folder = publication.beside("cold");
    publication.build(&["--fresh", "--quiet", "--out", folder.to_str().unwrap()]);
    files(&folder)
}

/// Builds, and fails if the output is not that of a cold build.
#[track_caller]
pub(crate) fn build_like_cold(publication: &Publication) {
    let run = publication.build(&["--quiet"]);
    assert_eq!(run.stderr, "");
    assert!(files(&publication.public()) == cold(publication), "other bytes than a cold build");
}

pub(crate) fn two_briefs() -> Publication {
    let publication = Publication::of_one_brief();
    publication.put("content/briefs/other.md", brief("Other", "Another text."));
    publication
}

#[test]
fn only_what_changed_is_set_again() {
    let publication = two_briefs();
    build_like_cold(&publication);
    let before = objects(&publication);
    assert_eq!(before.len(), 2);
    publication.put("content/briefs/other.md", brief("Other", "A text that changed."));
    build_like_cold(&publication);
    let after = objects(&publication);
    assert_eq!(after.iter().filter(|path| !before.contains(path)).count(), 1);
    // What it was is still there.
    publication.put("content/briefs/other.md", brief("Other", "Another text."));
    build_like_cold(&publication);
    assert_eq!(objects(&publication), after);
}

#[test]
fn nothing_is_kept_of_a_fresh_build() {
    let publication = Publication::of_one_brief();
    publication.build(&["--fresh"]);
    assert!(!publication.root().join(".quipu").exists());
}

#[test]
fn the_store_is_closed_to_others_and_to_version_control() {
    let publication = Publication::of_one_brief();
    publication.build(&["--quiet"]);
    assert_eq!(publication.text(".quipu/.gitignore"), "/.gitignore\n/site*/\n/store/\n");
    assert!(publication.text(".quipu/store/CACHEDIR.TAG").starts_with("Signature: 8a477f59"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let folder = fs::metadata(publication.root().join(".quipu/store")).unwrap();
        assert_eq!(folder.permissions().mode() & 0o077, 0);
    }
}

#[test]
fn what_is_damaged_is_replaced() {
    let publication = two_briefs();
    build_like_cold(&publication);
    let whole: Vec<_> =
        objects(&publication).into_iter().map(|path| (fs::read(&path).unwrap(), path)).collect();
    // A build of what has not changed would not look at them.
    let build_anew = || {
        fs::remove_dir_all(publication.public()).unwrap();
        // Nor would one that finds the texts whole.
        fs::remove_dir_all(publication.root().join(".quipu/store/text")).unwrap();
        build_like_cold(&publication);
    };
    for at in [0, 4, 20, 45, 300, 5_000] {
        for (bytes, path) in &whole {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x40;
            fs::write(path, damaged).unwrap();
        }
        build_anew();
        for (bytes, path) in &whole {
            assert!(fs::read(path).unwrap() == *bytes, "a bit of byte {at} was trusted");
        }
    }
    for (bytes, path) in &whole {
        fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
    }
    build_anew();
    // Each has the other's name.
    fs::write(&whole[0].1, &whole[1].0).unwrap();
    fs::write(&whole[1].1, &whole[0].0).unwrap();
    build_anew();
    for (bytes, path) in &whole {
        assert!(fs::read(path).unwrap() == *bytes, "another's result was trusted");
    }
}

#[test]
fn the_picture_that_a_pdf_shows_counts() {
    let publication = Publication::of_one_brief();
    let picture = |colour: &str| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\" width=\"9\" height=\"9\"><rect width=\"9\" height=\"9\" fill=\"{colour}\"/></svg>"
        )
    };
    publication.put("content/images/seal.svg", picture("#010203"));
    for name in ["port", "other"] {
        let text = if name == "port" { "![A seal](/images/seal.svg)" } else { "Text." };
        publication.put(&format!("content/briefs/{name}.md"), brief(name, text));
    }
    let read =
        || -> Vec<_> { objects(&publication).iter().map(|path| fs::read(path).unwrap()).collect() };
    build_like_cold(&publication);
    let before = read();
    publication.put("content/images/seal.svg", picture("#040506"));
    build_like_cold(&publication);
    // It is in the place of the old one; the other was not set again.
    let after = read();
    assert_eq!(before.len(), 2);
    let same = before.iter().zip(&after).filter(|(before, after)| before == after).count();
    assert_eq!((after.len(), same), (2, 1));
}

#[test]
fn two_builds_at_once_share_a_store() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    for number in 0..12 {
        let text = brief(&format!("Brief {number}"), "Text of the brief.");
        publication.put(&format!("content/briefs/{number}.md"), text);
    }
    let start = |out: &str| {
        let folder = publication.beside(out);
        let mut command = Command::new(QUIPU);
        command.args(["build", "--quiet", "--out", folder.to_str().unwrap()]);
        command.current_dir(publication.root()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let builds = [start("one"), start("two"), start("three")];
    for build in builds {
        let output = build.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let cold = cold(&publication);
    for out in ["one", "two", "three"] {
        assert!(files(&publication.beside(out)) == cold, "{out} has other bytes");
    }
    build_like_cold(&publication);
}

#[test]
fn a_killed_build_leaves_nothing_that_is_trusted() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", crate::support::SETTINGS);
    for number in 0..20 {
        let text = brief(&format!("Brief {number}"), "Text of the brief.");
        publication.put(&format!("content/briefs/{number}.md"), text);
    }
    // Each time it is killed when more has been kept than the last time.
    for wanted in [1, 6, 12] {
        let mut command = Command::new(QUIPU);
        command.args(["build", "--quiet", "--jobs", "1"]).current_dir(publication.root());
        let mut build = command.stderr(Stdio::null()).spawn().unwrap();
        while objects(&publication).len() < wanted && build.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        build.kill().unwrap();
        build.wait().unwrap();
    }
    // What a write leaves that was cut off.
    let folder = objects(&publication)[0].parent().unwrap().to_owned();
    let bytes = fs::read(&objects(&publication)[0]).unwrap();
    fs::write(folder.join(".tmpAbCdEf"), &bytes[..100]).unwrap();
    let yesterday = SystemTime::now() - Duration::from_hours(24);
    let left = fs::File::options().append(true).open(folder.join(".tmpAbCdEf")).unwrap();
    left.set_modified(yesterday).unwrap();
    build_like_cold(&publication);
    assert!(!folder.join(".tmpAbCdEf").exists(), "what was left behind is still there");
}

#[test]
fn a_store_that_cannot_be_used_stops_no_build() {
    let publication = Publication::of_one_brief();
    // A file where the folder should be: a refusal on every system.
    publication.put(".quipu", "a note");
    let run = publication.build(&["--quiet"]);
    assert!(
        run.stderr.starts_with("warning[Q011]: results cannot be kept for later builds"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stderr.matches("Q011").count(), 1, "{}", run.stderr);
    assert!(files(&publication.public()) == cold(&publication));
    assert_eq!(publication.text(".quipu"), "a note");
    let run = publication.build(&["--quiet", "--fresh"]);
    assert_eq!(run.stderr, "");
}

/// No file may be larger than a few kilobytes, as on a disk that is nearly full.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_stops_no_build() {
    let publication = Publication::of_one_brief();
    let mut command = Command::new("sh");
    // The signal that says so is ignored, and the write refused.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" check --quiet";
    command.args(["-c", script, QUIPU]).current_dir(publication.root());
    let run = crate::support::run(&mut command).expect(0);
    assert!(run.stderr.contains("warning[Q011]"), "{}", run.stderr);
    assert_eq!(objects(&publication).len(), 0, "half of a result was kept");
    build_like_cold(&publication);
}

#[cfg(unix)]
#[test]
fn a_store_that_is_only_read_serves() {
    use std::os::unix::fs::PermissionsExt;
    let publication = two_briefs();
    publication.build(&["--quiet"]);
    let before = objects(&publication);
    let allow = |mode| {
        for entry in WalkDir::new(publication.root().join(".quipu")).contents_first(mode == 0o555) {
            let entry = entry.unwrap();
            if entry.file_type().is_dir() {
                fs::set_permissions(entry.path(), fs::Permissions::from_mode(mode)).unwrap();
            }
        }
    };
    allow(0o555);
    publication.put("content/briefs/other.md", brief("Other", "A text that changed."));
    let run = publication.run(&["build", "--quiet"]).expect(0);
    let is_superior = objects(&publication).len() > before.len();
    allow(0o755);
    // Nothing is closed to the user who is everybody's superior.
    assert!(is_superior || run.stderr.contains("warning[Q011]"), "{}", run.stderr);
    assert!(files(&publication.public()) == cold(&publication));
}

#[test]
fn a_build_of_what_has_not_changed_does_nothing() {
    let publication = two_briefs();
    publication.build::<&str>(&[]);
    let said = |run: &crate::support::Run| run.stdout.trim_end().ends_with("; nothing had changed");
    assert!(said(&publication.build::<&str>(&[])));
    // Whatever it depends on counts: a file of the output, an option, a text, a name.
    fs::remove_file(publication.public().join("index.html")).unwrap();
    assert!(!said(&publication.build::<&str>(&[])));
    assert!(publication.public().join("index.html").is_file());
    assert!(said(&publication.build::<&str>(&[])));
    assert!(!said(&publication.build(&["--base-url", "https://example.org/"])));
    assert!(!said(&publication.build::<&str>(&[])));
    publication.put("content/briefs/other.md", brief("Other", "A text that changed."));
    assert!(!said(&publication.build::<&str>(&[])));
    assert!(said(&publication.build::<&str>(&[])));
    fs::rename(
        publication.root().join("content/briefs/other.md"),
        publication.root().join("content/briefs/moved.md"),
    )
    .unwrap();
    assert!(!said(&publication.build::<&str>(&[])));
    assert!(files(&publication.public()) == cold(&publication));
    publication.put("public/briefs/moved/index.html", "what somebody wrote");
    assert!(!said(&publication.build::<&str>(&[])));
    assert!(files(&publication.public()) == cold(&publication));
}

#[test]
fn what_waits_for_its_time_comes_out_though_nothing_changed() {
    let publication = Publication::of_one_brief();
    let text = brief("Later", "Text.").replacen(
        "---\n",
        "---\npublish_at: 2026-03-01 09:00 America/Bogota\n",
        1,
    );
    publication.put("content/briefs/later.md", text);
    let at = |seconds: &str| {
        let mut command = Command::new(QUIPU);
        command.args(["build", "--no-pdf"]).current_dir(publication.root());
        command.env("SOURCE_DATE_EPOCH", seconds);
        crate::support::run(&mut command).expect(0).stdout.contains("nothing had changed")
    };
    // SOURCE_DATE_EPOCH is a day too, so the option for the day is the same only on that day.
    let page = publication.public().join("briefs/later/index.html");
    assert!(!at("1772370000") && !page.exists());
    assert!(at("1772370001"));
    assert!(!at("1772373601") && page.exists());
    assert!(at("1772373602"));
}

#[test]
fn only_what_a_change_brought_is_said() {
    let publication = two_briefs();
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Ana", "-c", "user.email=ana@example.org"]);
        let output = command.args(arguments).current_dir(publication.root()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    publication.put("content/briefs/other.md", brief("Other", "An old mistake: {{ none[a] }}"));
    git(&["init", "--quiet"]);
    git(&["add", "--all"]);
    git(&["commit", "--quiet", "--message", "As it was"]);
    let check = |revision: &str| publication.run(&["check", "--no-pdf", "--changed", revision]);
    let run = check("HEAD").expect(0);
    assert_eq!(run.stderr.trim(), "0 new problems since HEAD; 1 there before");
    publication.put(
        "content/briefs/other.md",
        brief("Other", "A line more.\n\nAn old mistake: {{ none[a] }}"),
    );
    publication.put("content/briefs/port.md", brief("A port", "A new one: [@nobody]"));
    let run = check("HEAD").expect(1);
    assert!(
        run.stderr.contains("error[Q401]") && !run.stderr.contains("none[a]"),
        "{}",
        run.stderr
    );
    let run = check("no-such-branch").expect(2);
    assert!(run.stderr.contains("`no-such-branch` cannot be compared with"), "{}", run.stderr);
    assert_eq!(publication.text("content/briefs/port.md"), brief("A port", "A new one: [@nobody]"));
}
