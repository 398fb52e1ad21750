//! Releases: what was published stays readable, and what was changed since is said.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{Publication, QUIPU, brief, files};

const DATA: &str = "title: Ships\nkey: port\nmeasure: {unit: ships}\ncolumns: {port: text, 2025: number}\nrows:\n- {port: callao, 2025: FIGURE}\n";

/// Makes a publication with a number, and an address.
fn publication() -> Publication {
    let publication = Publication::of_one_brief();
    publication
        .put("quipu.yaml", "title: Ports\nlanguages: [en]\nbase_url: https://example.org/ports\n");
    publication.put(
        "content/briefs/port.md",
        brief("A port", "There were {{ ships[callao, 2025] }} ships."),
    );
    publication.put("content/audit.yaml", "allowed: 10\n");
    put_figure(&publication, "41");
    publication
}

fn put_figure(publication: &Publication, figure: &str) {
    publication.put("content/data/ships.yaml", DATA.replace("FIGURE", figure));
}

fn page(publication: &Publication, path: &str) -> String {
    fs::read_to_string(publication.public().join(path)).unwrap_or_default()
}

/// Returns the paths of the output that hold `text`.
fn holding(publication: &Publication, text: &str) -> Vec<String> {
    let files = files(&publication.public()).into_iter();
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(text);
    files.filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect()
}

#[test]
fn a_release_stays_readable_at_its_own_address() {
    let publication = publication();
    publication.put(
        "content/briefs/plan.md",
        brief("Secretplan", "Secretword.").replace("date:", "draft: true\ndate:"),
    );
    publication.put(
        "content/reports/ports.md",
        brief("Ports", "Text.").replace("date:", "briefs: [port, plan]\ndate:"),
    );
    publication.run(&["release", "2026-11"]).expect(0);
    put_figure(&publication, "42");
    publication.build(&["--no-pdf"]);
    assert!(page(&publication, "briefs/port/index.html").contains(">42<"));
    let old = page(&publication, "releases/2026-11/briefs/port/index.html");
    assert!(old.contains(">41<") && !old.contains(">42<"), "{old}");
    for said in [
        "You are reading release 2026-11 of ",
        "href=\"../../../../briefs/port/\"",
        "<link rel=\"canonical\" href=\"https://example.org/ports/briefs/port/\">",
        "<meta name=\"robots\" content=\"noindex\">",
    ] {
        assert!(old.contains(said), "{said}\n{old}");
    }
    for list in ["sitemap.xml", "search/index.js", "feed.xml"] {
        assert!(!page(&publication, list).contains("releases/2026-11/"), "{list}");
    }
    assert!(page(&publication, "releases/index.html").contains("href=\"../releases/2026-11/\""));
    // What was a draft is not part of it.
    let stored = files(&publication.root().join("releases"));
    assert!(stored.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Secretword")));
    // What did not change is stored once.
    let before = stored.len();
    publication.run(&["release", "2026-12"]).expect(0);
    assert_eq!(files(&publication.root().join("releases")).len(), before + 2);
    publication.build(&["--no-pdf"]);
    assert!(
        page(&publication, "releases/2026-11/index.html")
            .contains("A newer release has replaced it.")
    );
    assert!(!page(&publication, "releases/2026-12/index.html").contains("A newer release"));
    // The same input gives the same bytes, also without results of earlier builds.
    let first = files(&publication.public());
    publication.build(&["--no-pdf", "--fresh"]);
    assert!(files(&publication.public()) == first);
}

#[test]
fn what_differs_between_releases_is_told_by_their_names() {
    let publication = publication();
    publication.run(&["release", "one"]).expect(0);
    put_figure(&publication, "42");
    publication.run(&["release", "two"]).expect(0);
    let told = publication.run(&["diff", "one", "two"]).expect(0).stdout;
    assert!(told.contains("41 -> 42"), "{told}");
    put_figure(&publication, "43");
    let told = publication.run(&["diff", "two"]).expect(0).stdout;
    assert!(told.contains("42 -> 43"), "{told}");
    publication.run(&["diff", "three"]).expect(2);
}

#[test]
fn a_headline_figure_is_known_by_its_id() {
    let publication = publication();
    let put = |body: &str| publication.put("content/briefs/port.md", brief("A port", body));
    put("::: {.key-figure #calls}\n**{{ ships[callao, 2025] }}** ships called.\n:::");
    publication.run(&["release", "one"]).expect(0);
    put_figure(&publication, "42");
    put(
        "::: {.key-figure #calls}\n**{{ ships[callao, 2025] * 2 }}** is how many came and went.\n:::",
    );
    let told = publication.run(&["diff", "one"]).expect(0).stdout;
    assert!(told.contains("  41 -> 84  #calls  "), "{told}");
    let told = publication.run(&["diff", "one", "--notice"]).expect(0).stdout;
    assert!(told.contains("# 41 -> 84 #calls "), "{told}");
    publication.build(&["--no-pdf"]);
    let numbers = page(&publication, "briefs/port/numbers.json");
    assert!(numbers.contains("{\"id\":\"calls\",\"text\":\"84\""), "{numbers}");
    assert!(page(&publication, "briefs/port/index.html").contains("id=\"calls\""));
    put("Nothing is left of it.");
    let told = publication.run(&["build", "--no-pdf"]).expect(0).stderr;
    assert!(
        told.contains(
            "warning[Q015]: the headline figure `#calls`, which the release `one` has, is gone"
        ),
        "{told}"
    );
    publication.run(&["release", "two"]).expect(0);
    let told = publication.run(&["build", "--no-pdf"]).expect(0).stderr;
    assert!(!told.contains("Q015"), "{told}");
}

#[test]
fn releases_are_those_of_a_fresh_build() {
    let publication = publication();
    publication.run(&["release", "one"]).expect(0);
    put_figure(&publication, "42");
    publication.run(&["release", "two"]).expect(0);
    publication.build::<&str>(&[]);
    put_figure(&publication, "43");
    publication.build::<&str>(&[]);
    let kept = files(&publication.public());
    publication.build(&["--fresh"]);
    assert!(files(&publication.public()) == kept);
    // What pages of a release say of today's is part of it.
    publication.put(
        "content/briefs/port.md",
        brief("A port", "Text.").replace("date:", "draft: true\ndate:"),
    );
    publication.put("content/briefs/other.md", brief("Other", "{{ ships[callao, 2025] }} ships."));
    publication.build::<&str>(&[]);
    let kept = files(&publication.public());
    publication.build(&["--fresh"]);
    assert!(files(&publication.public()) == kept);
}

#[test]
fn a_correction_of_today_is_in_releases_that_were_made_before() {
    let publication = publication();
    publication.run(&["release", "2026-11"]).expect(0);
    publication.build(&["--quiet"]);
    publication.put(
        "content/corrections.yaml",
        "- {text: briefs/port, date: 2026-02-01, kind: correction, what: There were fewer.}\n",
    );
    crate::store::build_like_cold(&publication);
    let old = page(&publication, "releases/2026-11/briefs/port/index.html");
    assert!(old.contains("There were fewer."), "{old}");
}

#[test]
fn a_name_is_used_once() {
    let publication = publication();
    publication.run(&["release", "2026-11"]).expect(0);
    let before = files(&publication.root().join("releases"));
    put_figure(&publication, "42");
    let told = publication.run(&["release", "2026-11"]).expect(1).stderr;
    assert!(told.contains("error[Q013]: there is already a release `2026-11`"), "{told}");
    for name in ["../x", "a b", "objects", ""] {
        publication.run(&["release", name]).expect(1);
    }
    assert!(files(&publication.root().join("releases")) == before);
}

#[test]
fn what_could_not_be_published_is_not_released() {
    let publication = publication();
    publication.put("content/audit.yaml", "allowed: 0\n");
    publication.put("content/briefs/port.md", brief("A port", "There were 4,711 ships."));
    publication.run(&["release", "2026-11"]).expect(1);
    publication.put("content/audit.yaml", "allowed: 10\n");
    let approved = brief("A port", "Text.")
        .replace("date:", "status: approved\npublish_at: 2026-01-02T09:00:00Z\ndate:");
    publication.put("content/briefs/port.md", &approved);
    publication.put("content/briefs/other.md", brief("Other", "{{ ships[callao, 2025] }} ships."));
    let told = publication.run(&["release", "2026-11"]).expect(1).stderr;
    assert!(
        told.contains("error[Q216]: nobody has approved the text, so the release would lack it"),
        "{told}"
    );
    assert!(!publication.root().join("releases").exists());
    publication.run(&["approve", "content/briefs/port.md", "--by", "Ana Quispe"]).expect(0);
    publication.run(&["release", "2026-11"]).expect(0);
}

#[test]
fn a_damaged_release_is_no_release() {
    let publication = publication();
    publication.run(&["release", "2026-11"]).expect(0);
    publication.build(&["--no-pdf"]);
    let before = files(&publication.public());
    let objects = publication.root().join("releases/objects");
    let object =
        files(&objects).into_iter().find(|(_, bytes)| bytes.ends_with(b"41}\n")).unwrap().0;
    fs::write(objects.join(&object), b"other").unwrap();
    let told = publication.run(&["build", "--no-pdf"]).expect(1).stderr;
    assert!(
        told.contains(
            "error[Q012]: `content/data/ships.yaml` of the release `2026-11` is missing or damaged"
        ),
        "{told}"
    );
    assert!(files(&publication.public()) == before);
}

#[test]
fn corrections_only_grow() {
    let publication = publication();
    let first = "- {text: briefs/port, date: 2026-11-02, kind: correction, what: Firstnotice}\n";
    publication.put("content/corrections.yaml", first);
    publication.run(&["release", "2026-11"]).expect(0);
    publication.put("content/corrections.yaml", first.replace("Firstnotice", "Othernotice"));
    let told = publication.run(&["build", "--no-pdf"]).expect(1).stderr;
    assert!(told.contains("error[Q014]: the notice of 2026-11-02 on `briefs/port`"), "{told}");
    publication.delete("content/corrections.yaml");
    publication.run(&["build", "--no-pdf"]).expect(1);
    let more = format!(
        "- {{text: briefs/port, date: 2026-11-03, kind: retraction, what: Secondnotice}}\n{first}"
    );
    publication.put("content/corrections.yaml", more);
    publication.build(&["--no-pdf"]);
    // Readers of the old page are told, too.
    assert!(page(&publication, "releases/2026-11/briefs/port/index.html").contains("Secondnotice"));
}

#[test]
fn what_became_restricted_or_was_withdrawn_is_in_no_earlier_release() {
    let publication = publication();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\ndefault_audience: everybody\n");
    publication.put("content/audiences/everybody.yaml", "name: Everybody\n");
    publication.put("content/audiences/cabinet.yaml", "name: Cabinet\nrestricted: true\n");
    publication.put("content/briefs/mine.md", brief("Mine", "Secretword of a mine."));
    publication.put("content/briefs/well.md", brief("Well", "Wrongword of a well."));
    publication.run(&["release", "2026-11"]).expect(0);
    publication.put(
        "content/briefs/mine.md",
        brief("Mine", "Secretword of a mine.").replace("date:", "audience: cabinet\ndate:"),
    );
    publication.put(
        "content/briefs/well.md",
        brief("Well", "Wrongword of a well.")
            .replace("date:", "status: withdrawn\nnotice: Noticeword.\ndate:"),
    );
    publication.put(
        "content/corrections.yaml",
        "- {text: briefs/mine, date: 2026-11-02, kind: update, what: Secretnotice}\n\
         - {text: briefs/port, date: 2026-11-02, kind: update, what: Cabinetnotice, audience: cabinet}\n\
         - {text: briefs/port, date: 2026-11-02, kind: update, what: Opennotice}\n",
    );
    publication.build(&[""; 0]);
    for secret in ["Secretword", "Wrongword", "Secretnotice", "Cabinetnotice"] {
        assert_eq!(holding(&publication, secret), Vec::<String>::new(), "{secret}");
    }
    assert!(page(&publication, "releases/2026-11/briefs/well/index.html").contains("Noticeword"));
    assert!(page(&publication, "releases/2026-11/briefs/port/index.html").contains("Opennotice"));
    let own = files(&publication.root().join("public-cabinet"));
    let own = |path: &str| String::from_utf8_lossy(&own[path]).into_owned();
    assert!(own("releases/2026-11/briefs/mine/index.html").contains("Secretword"));
    assert!(own("briefs/port/index.html").contains("Cabinetnotice"));
    publication.run(&["check", "--confidential"]).expect(0);
}

#[test]
fn a_killed_release_is_none_or_whole() {
    let publication = publication();
    for number in 0..40 {
        publication.put(&format!("content/briefs/many/{number}.md"), brief("A brief", "Text."));
    }
    publication.run(&["release", "first"]).expect(0);
    let whole = files(&publication.root().join("releases"));
    for delay in 0..12 {
        let name = format!("r{delay}");
        put_figure(&publication, &format!("{}", 100 + delay));
        let mut child = Command::new(QUIPU)
            .args(["release", &name])
            .current_dir(publication.root())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(60 * delay));
        child.kill().unwrap();
        child.wait().unwrap();
        let now = files(&publication.root().join("releases"));
        assert!(whole.iter().all(|(path, bytes)| now.get(path) == Some(bytes)));
        publication.run(&["check", "--no-pdf"]).expect(0);
    }
    publication.run(&["release", "last"]).expect(0);
    let left = files(&publication.root().join("releases")).into_keys();
    let litter: Vec<_> =
        left.filter(|path| path.contains(".unfinished") || path.contains(".lock")).collect();
    assert_eq!(litter, Vec::<String>::new());
}

#[test]
fn two_releases_at_once_are_both_whole() {
    let publication = publication();
    let release = |name: &str| {
        let mut command = Command::new(QUIPU);
        command.args(["release", name]).current_dir(publication.root());
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let mut children = ["one", "two", "one"].map(release);
    let codes = children.each_mut().map(|child| child.wait().unwrap().code());
    assert!(codes.contains(&Some(0)), "{codes:?}");
    publication.run(&["release", "three"]).expect(0);
    publication.build(&["--no-pdf"]);
}
