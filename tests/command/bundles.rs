//! Bundles: texts and data that come out together, and what is said of them before.

use std::process::Command;

use crate::support::{Publication, QUIPU, Run, brief, files, run};

/// A second before and after nine o'clock in Bogotá on 1 December 2026.
const BEFORE: &str = "1796133599";
const AFTER: &str = "1796133600";

const BUNDLE: &str = "secretbundle:\n  publish_at: 2026-12-01 09:00 America/Bogota\n  texts: [briefs/secretplace, briefs/secretother]\n  data: [secretdata]\n";

fn publication() -> Publication {
    let publication = Publication::of_one_brief();
    publication.put(
        "quipu.yaml",
        "title: {en: Ports, es-419: Puertos}\nlanguages: [en, es-419]\nbase_url: https://example.org/\ndefault_audience: everybody\ntranslations: partial\n",
    );
    publication.put("content/audiences/everybody.yaml", "name: {en: Everybody, es-419: Todos}\n");
    publication.put(
        "content/audiences/cabinet.yaml",
        "name: {en: Cabinet, es-419: Gabinete}\nrestricted: true\n",
    );
    publication.put("content/briefs/port.es-419.md", brief("Un puerto", "Texto."));
    publication.put(
        "content/briefs/secretplace.md",
        brief("Secrettitle", "Secrettext: {{ secretdata[callao, 2025] }}."),
    );
    publication.put("content/briefs/secretother.md", brief("Secretother", "Secrettext."));
    publication.put(
        "content/data/secretdata.yaml",
        "title: Secretdata\npublish: true\nkey: port\nmeasure: {unit: ships}\ncolumns: {port: text, 2025: number}\nrows:\n- {port: callao, 2025: 4711}\n",
    );
    publication.put("content/bundles.yaml", BUNDLE);
    publication
}

fn build(publication: &Publication, now: &str, code: i32) -> Run {
    let mut command = Command::new(QUIPU);
    command.args(["build", "--no-pdf"]).current_dir(publication.root());
    run(command.env("SOURCE_DATE_EPOCH", now)).expect(code)
}

/// Returns the files of the open output that hold `text`, or have it in their names.
fn holding(publication: &Publication, text: &str) -> Vec<String> {
    let files = files(&publication.public()).into_iter();
    let holds = |path: &str, bytes: &[u8]| {
        path.to_lowercase().contains(text)
            || String::from_utf8_lossy(bytes).to_lowercase().contains(text)
    };
    files.filter(|(path, bytes)| holds(path, bytes)).map(|(path, _)| path).collect()
}

#[test]
fn all_of_a_bundle_comes_out_or_nothing() {
    let publication = publication();
    build(&publication, BEFORE, 0);
    for secret in ["secret", "4711", "2026-12-01", "calendar"] {
        assert_eq!(holding(&publication, secret), Vec::<String>::new(), "{secret}");
    }
    build(&publication, AFTER, 0);
    for path in [
        "briefs/secretplace/index.html",
        "briefs/secretother/index.html",
        "data/secretdata/index.html",
    ] {
        assert!(publication.public().join(path).is_file(), "{path}");
    }
    publication.put(
        "content/briefs/secretother.md",
        brief("Secretother", "Secrettext.").replace("date:", "status: review\ndate:"),
    );
    let told = build(&publication, AFTER, 0).stderr;
    assert!(told.contains("warning[Q217]: the bundle `secretbundle` waits for `briefs/secretother`, which is in review"), "{told}");
    assert_eq!(holding(&publication, "secret"), Vec::<String>::new());
}

#[test]
fn what_is_out_cannot_use_data_that_come_out_later() {
    let publication = publication();
    publication
        .put("content/briefs/port.md", brief("A port", "{{ secretdata[callao, 2025] }} ships."));
    let told = build(&publication, BEFORE, 1).stderr;
    assert!(told.contains("`secretdata` comes out later, with its bundle"), "{told}");
}

#[test]
fn the_calendar_says_what_is_announced_and_nothing_else() {
    let publication = publication();
    publication.put(
        "content/bundles.yaml",
        format!("{BUNDLE}  announce: {{en: Announcedwords, es-419: Palabrasanunciadas}}\n"),
    );
    build(&publication, BEFORE, 0);
    assert_eq!(holding(&publication, "secret"), Vec::<String>::new());
    let site = files(&publication.public());
    let page = |path: &str| String::from_utf8_lossy(&site[path]).into_owned();
    assert!(
        page("releases/index.html")
            .contains("December 1, 2026, 09:00 (America/Bogota)</time> Announcedwords")
    );
    assert!(page("es-419/releases/index.html").contains("Palabrasanunciadas"));
    let calendar = page("releases/calendar.ics");
    assert!(
        calendar.contains("DTSTART:20261201T140000Z\r\nSUMMARY:Ports: Announcedwords\r\n"),
        "{calendar}"
    );
    build(&publication, AFTER, 0);
    assert_eq!(holding(&publication, "announcedwords"), Vec::<String>::new());
}

#[test]
fn named_readers_get_a_bundle_before() {
    let publication = publication();
    publication.put("content/bundles.yaml", format!("{BUNDLE}  before: [cabinet]\n"));
    build(&publication, BEFORE, 0);
    assert_eq!(holding(&publication, "secret"), Vec::<String>::new());
    let own = files(&publication.root().join("public-cabinet"));
    let page = String::from_utf8_lossy(&own["briefs/secretplace/index.html"]);
    assert!(page.contains("Confidential until December 1, 2026, 09:00 (America/Bogota)"), "{page}");
    assert!(page.contains("4,711"), "{page}");
    // A release has nothing of it, and neither has what is read later of that.
    let mut command = Command::new(QUIPU);
    command.args(["release", "one"]).current_dir(publication.root());
    publication.put("content/audit.yaml", "allowed: 10\n");
    run(command.env("SOURCE_DATE_EPOCH", BEFORE)).expect(0);
    build(&publication, AFTER, 0);
    let kept = files(&publication.public().join("releases/one"));
    assert!(kept.keys().any(|path| path.starts_with("briefs/")), "{:?}", kept.keys());
    assert!(
        kept.values()
            .all(|bytes| !String::from_utf8_lossy(bytes).to_lowercase().contains("secret"))
    );
}
