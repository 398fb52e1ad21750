//! `quipu publish` to a folder and to a branch; `tests/targets` has storage and servers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Publication, brief, files, names, tool};

/// Makes a publication with a target.
fn with_target(target: &str) -> Publication {
    let publication = Publication::of_one_brief();
    let settings = format!("title: Ports\nlanguages: [en]\npublish:\n  live: {target}\n");
    publication.put("quipu.yaml", settings);
    publication
}

fn change(publication: &Publication, text: &str) {
    publication.put("content/briefs/port.md", brief("A port", text));
}

fn publish(publication: &Publication, options: &[&str], code: i32) -> String {
    let arguments: Vec<_> =
        ["publish", "live", "--no-pdf"].iter().chain(options).copied().collect();
    let run = publication.run(&arguments).expect(code);
    run.stdout + &run.stderr
}

/// Returns the files that a target shows.
fn shown(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&fs::canonicalize(folder.join("current")).unwrap())
}

/// Returns the files of the last build for a target.
fn built(publication: &Publication) -> BTreeMap<String, Vec<u8>> {
    let mut site = files(&publication.root().join(".quipu/site"));
    site.remove(".quipu.json");
    site
}

#[test]
fn a_folder_shows_one_release_after_another() {
    let publication = with_target("{to: folder, path: ../live, keep: 2}");
    let live = publication.beside("live");
    publish(&publication, &["--rollback"], 2);
    publish(&publication, &["--verify"], 2);
    let would = publish(&publication, &["--dry-run"], 0);
    assert!(would.contains("put     index.html") && !live.exists(), "{would}");
    publish(&publication, &[], 0);
    let one = built(&publication);
    assert_eq!(shown(&live), one);
    change(&publication, "Other text.");
    publish(&publication, &[], 0);
    let two = built(&publication);
    assert_ne!(one, two);
    assert_eq!(shown(&live), two);
    publish(&publication, &["--verify"], 0);
    publish(&publication, &["--rollback"], 0);
    assert_eq!(shown(&live), one);
    publish(&publication, &["--rollback"], 2);
    for text in ["Third.", "Fourth.", "Fifth."] {
        change(&publication, text);
        publish(&publication, &[], 0);
    }
    assert_eq!(names(&live.join("releases")).len(), 4, "two releases and their manifests");
}

#[test]
fn what_somebody_changed_is_found_and_put_right() {
    let publication = with_target("{to: folder, path: ../live}");
    publish(&publication, &[], 0);
    let page = publication.beside("live/current/index.html");
    fs::remove_file(&page).unwrap();
    fs::write(&page, "defaced").unwrap();
    let told = publish(&publication, &["--verify"], 1);
    assert!(told.contains("  index.html"), "{told}");
    publish(&publication, &[], 0);
    publish(&publication, &["--verify"], 0);
}

#[test]
fn a_folder_that_is_not_ours_is_left_alone() {
    let publication = with_target("{to: folder, path: ../live}");
    let live = publication.beside("live/current");
    fs::create_dir_all(&live).unwrap();
    fs::write(live.join("index.html"), "mine").unwrap();
    let told = publish(&publication, &[], 2);
    assert!(told.contains("contains files that Quipu did not put there"), "{told}");
    assert_eq!(fs::read_to_string(live.join("index.html")).unwrap(), "mine");
}

#[test]
fn mistakes_and_findings_are_not_published() {
    let publication = with_target("{to: folder, path: ../live}");
    publish(&publication, &[], 0);
    let one = built(&publication);
    change(&publication, "A citation of [@nobody].");
    publish(&publication, &[], 1);
    change(&publication, "There were 4,711 ships.");
    let told = publish(&publication, &[], 1);
    assert!(told.contains("error[Q601]"), "{told}");
    change(&publication, "Text of the brief.");
    publish(&publication, &["--drafts"], 2);
    assert_eq!(shown(&publication.beside("live")), one);
}

#[test]
fn a_branch_has_a_commit_for_each_release() {
    let git = |folder: &Path, arguments: &[&str]| {
        tool("git", Command::new("git").arg("-C").arg(folder).args(arguments)).expect(0).stdout
    };
    let publication = with_target("{to: git, remote: ../pages.git, branch: pages}");
    let repository = publication.beside("pages.git");
    fs::create_dir(&repository).unwrap();
    git(&repository, &["init", "--quiet", "--bare"]);
    publish(&publication, &[], 0);
    let one = built(&publication);
    publish(&publication, &[], 0);
    change(&publication, "Other text.");
    publish(&publication, &[], 0);
    assert_eq!(git(&repository, &["log", "--format=%s", "pages"]).lines().count(), 2);
    publish(&publication, &["--verify"], 0);
    publish(&publication, &["--rollback"], 0);
    let page = git(&repository, &["show", "pages:briefs/port/index.html"]);
    assert_eq!(page.as_bytes(), one["briefs/port/index.html"]);

    // Somebody else moves the branch.
    let clone = publication.beside("clone");
    let repository_path = repository.display().to_string();
    tool(
        "git",
        Command::new("git")
            .args(["clone", "--quiet", "--branch", "pages", &repository_path])
            .arg(&clone),
    )
    .expect(0);
    fs::write(clone.join("index.html"), "defaced").unwrap();
    let commit =
        ["-c", "user.name=X", "-c", "user.email=x@example.org", "commit", "--quiet", "-am", "x"];
    git(&clone, &commit);
    git(&clone, &["push", "--quiet", "origin", "pages"]);
    publish(&publication, &["--verify"], 1);
    publish(&publication, &[], 0);
    publish(&publication, &["--verify"], 0);

    // A branch of somebody's own.
    git(&clone, &["push", "--quiet", "origin", "--delete", "pages"]);
    git(&clone, &["checkout", "--quiet", "--orphan", "own"]);
    git(&clone, &["rm", "--quiet", "-rf", "."]);
    fs::write(clone.join("own.txt"), "own").unwrap();
    git(&clone, &["add", "."]);
    git(
        &clone,
        &["-c", "user.name=X", "-c", "user.email=x@example.org", "commit", "--quiet", "-m", "own"],
    );
    git(&clone, &["push", "--quiet", "origin", "own:pages"]);
    let told = publish(&publication, &[], 2);
    assert!(told.contains("contains files that Quipu did not put there"), "{told}");
}

#[test]
fn targets_are_read_with_care() {
    let publication = Publication::of_one_brief();
    let told = publication.run(&["publish", "live"]).expect(2).stderr;
    assert!(told.contains("no targets"), "{told}");
    let publication = with_target("{to: git, remote: 'https://me:secret@example.org/a.git'}");
    let told = publish(&publication, &[], 1);
    assert!(told.contains("the address contains a password"), "{told}");
    let publication = with_target("{to: rsync, address: host, path: '/srv/$(reboot)'}");
    let told = publish(&publication, &[], 1);
    assert!(told.contains("with a special meaning for shells"), "{told}");
}

#[cfg(unix)]
#[test]
fn killed_publishes_leave_one_release_whole() {
    use std::process::Stdio;
    use std::time::Duration;
    let publication = with_target("{to: folder, path: ../live}");
    publish(&publication, &[], 0);
    let one = built(&publication);
    change(&publication, "Other text.");
    publication.run(&["build", "--no-pdf", "--out", ".quipu/site"]).expect(0);
    let two = built(&publication);
    for pause in 0..25 {
        change(&publication, if pause % 2 == 0 { "Other text." } else { "Text of the brief." });
        let mut child = Command::new(crate::support::QUIPU)
            .args(["publish", "live", "--no-pdf"])
            .current_dir(publication.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(4 * pause));
        let _ = child.kill();
        child.wait().unwrap();
        let live = shown(&publication.beside("live"));
        assert!(live == one || live == two, "killed after {} ms: not whole", 4 * pause);
        publish(&publication, &["--verify"], 0);
    }
    change(&publication, "Other text.");
    publish(&publication, &[], 0);
    assert_eq!(shown(&publication.beside("live")), two);
    let left: Vec<_> = names(&publication.beside("live/releases"));
    assert!(left.iter().all(|name| !name.starts_with('.')), "{left:?}");
}
