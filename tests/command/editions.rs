//! Editions: originals that stand in for translations, and what an edition leaves out.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::support::{Publication, brief, files, tool};

const NOT_TRANSLATED: &str = "Este texto aún no está traducido";

fn half_translated(policy: &str) -> Publication {
    let publication = Publication::empty();
    let settings = "title: Ports\nlanguages: [en, es-419]\nbase_url: https://example.org\n";
    publication.put("quipu.yaml", format!("{settings}translations: {policy}\n"));
    publication.put("content/briefs/port.md", brief("A port", "Text of the brief."));
    publication.put("content/pages/about.md", brief("About us", "Text of the page."));
    publication
}

#[test]
fn an_original_that_stands_in_says_so() {
    let publication = half_translated("fallback");
    publication.build(&[] as &[&str]);
    let page = |path| fs::read_to_string(publication.public().join(path)).unwrap();
    let text = page("es-419/briefs/port/index.html");
    for expected in [
        "<html lang=\"es-419\"",
        NOT_TRANSLATED,
        "<h1><span lang=\"en\">A port</span></h1>",
        "<div class=\"prose\" lang=\"en\">",
        "<link rel=\"canonical\" href=\"https://example.org/briefs/port/\">",
        "href=\"../../../briefs/port/port.pdf\"",
    ] {
        assert!(text.contains(expected), "the page lacks `{expected}`:\n{text}");
    }
    assert!(!page("briefs/port/index.html").contains("hreflang=\"es-419\" href=\"http"));
    assert!(!publication.public().join("es-419/briefs/port/port.pdf").exists());
    let home = page("es-419/index.html");
    assert!(
        home.contains(
            "<span lang=\"en\">A port</span> <small class=\"foreign\" lang=\"en\">English</small>"
        ),
        "{home}"
    );
    assert!(home.contains("es-419/about/\" lang=\"en\">About us</a>"), "{home}");
}

#[test]
fn missing_translations_fail_where_the_settings_want_them() {
    for (policy, code) in [("complete", 1), ("partial", 0), ("fallback", 0)] {
        let publication = half_translated(policy);
        publication.run(&["translations"]).expect(code);
        // A language without any text is a mistake, unless the original stands in.
        let nothing = i32::from(policy != "fallback");
        publication.run(&["check", "--no-pdf"]).expect(nothing);
        publication.put("content/briefs/quay.md", crate::support::brief("A quay", "Text."));
        publication
            .put("content/briefs/quay.es-419.md", crate::support::brief("Un muelle", "Texto."));
        publication.run(&["check", "--no-pdf"]).expect(code);
    }
}

/// A word that stands wherever something can hide, for insiders only.
const SENTINEL: &str = "SENTINEL";

/// A brief with something for insiders in every part that can be for some readers only.
const HIDING_PLACES: &str = r#"---
title: A port
finding: "It opened[ SENTINEL-finding]{audience=insider}."
date: 2026-01-02
key_messages:
  - "It is new.[ SENTINEL-message]{audience=insider}"
---

All read this.[ SENTINEL-span]{audience=insider}[^all] [An *SENTINEL-stress* and `SENTINEL-code`]{audience=insider}

::: {audience="insider"}
SENTINEL-div [SENTINEL-term]{term=hidden} {{ hidden[row, n] }}[^insider]

## SENTINEL-heading {#SENTINEL-id}

> SENTINEL-quotation with a [SENTINEL-link](https://example.org/SENTINEL)

![SENTINEL-caption](../images/sentinel-file.svg){alt="SENTINEL-alt"}

| SENTINEL-head |
|---------------|
| SENTINEL-cell |

: SENTINEL-table {#tbl-SENTINEL}

```table
id: tbl-data
title: SENTINEL-data-title
data: hidden
note: SENTINEL-data-note
```

```text
SENTINEL-listing
```

::: {.callout-note title="SENTINEL-callout"}
SENTINEL-callout-text
:::
:::

| Year                                  |
|---------------------------------------|
| 2016[ SENTINEL-in-cell]{audience=insider} |

[^all]: A note.[ SENTINEL-in-note]{audience=insider}
[^insider]: SENTINEL-note
"#;

fn with_hiding_places() -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    publication.put("content/audiences/public.yaml", "name: Public\nglossary: open\n");
    publication.put(
        "content/audiences/hurried.yaml",
        "name: In a hurry\nsections: opening\npaper: letter\n",
    );
    publication.put("content/audiences/insider.yaml", "name: Insiders\n");
    publication.put("content/briefs/port.md", HIDING_PLACES);
    publication.put(
        "content/briefs/SENTINEL-brief.md",
        brief("SENTINEL-title", "SENTINEL-text").replace(
            "date:",
            "audience: insider\ntags: [SENTINEL-topic]\nauthors: [SENTINEL-author]\ndate:",
        ),
    );
    publication.put(
        "content/briefs/SENTINEL-draft.md",
        brief("SENTINEL-draft", "SENTINEL-draft").replace("date:", "draft: true\ndate:"),
    );
    publication.put("content/entities.yaml", "row: {name: SENTINEL-entity}\n");
    publication.put(
        "content/glossary.yaml",
        "hidden: {term: SENTINEL-term, definition: SENTINEL-definition}\n",
    );
    publication.put(
        // A dataset is open unless it says otherwise.
        "content/data/hidden.yaml",
        "title: SENTINEL-dataset\npublish: false\nkey: id\nnotes: [SENTINEL-data-remark]\nlicence: SENTINEL-licence\ncolumns: {id: {type: entity, title: SENTINEL-column}, n: {type: number}}\nrows: [{id: row, n: 12345}]\n",
    );
    let drawing = r#"<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>"#;
    publication.put("content/images/sentinel-file.svg", drawing);
    publication
}

/// All that may be written in one folder for its readers holds nothing of a restricted audience, not
/// even its name; its own folder stands beside, with editions at the addresses of a site of their own.
#[test]
fn a_restricted_audience_has_an_output_of_its_own() {
    let publication = with_hiding_places();
    publication
        .put("content/audiences/insider.yaml", "name: SENTINEL-insiders\nrestricted: true\n");
    publication.run(&["build", "--no-pdf"]).expect(0);
    let restricted = publication.root().join("public-insider");
    for (name, bytes) in files(&publication.public()) {
        for word in ["SENTINEL", "sentinel", "insider"] {
            assert!(!name.contains(word), "`{word}` is in the name {name}");
            assert!(!contains(&bytes, word), "`{word}` is in {name}");
        }
    }
    let page = std::fs::read_to_string(restricted.join("briefs/port/index.html")).unwrap();
    assert!(page.contains("SENTINEL-div"), "{page}");
    assert!(restricted.join("images/sentinel-file.svg").exists());
    assert!(!page.contains("for/"), "the edition links to another audience's");

    publication.run(&["build", "--no-pdf", "--out", "insider=aside"]).expect(0);
    assert!(publication.root().join("aside/index.html").exists());
}

/// The program's own proof, of all that can be hidden in a text and of the repository: a difference would be
/// reported as Q459.
#[test]
fn no_edition_changes_with_what_it_may_not_hold() {
    let publication = with_hiding_places();
    let run = publication.run(&["check", "--confidential"]).expect(0);
    assert!(run.stdout.contains("withheld from 3 audiences"), "{}", run.stdout);
    assert!(!run.stderr.contains("Q459"), "{}", run.stderr);
}

/// Returns all that a file says: that of a PDF unpacked, with its text as readers get it.
fn said(path: &Path, bytes: &[u8]) -> Vec<u8> {
    if path.extension().is_none_or(|extension| extension != "pdf") {
        return bytes.to_vec();
    }
    let unpacked = Command::new("qpdf")
        .args(["--qdf", "--object-streams=disable"])
        .arg(path)
        .arg("-")
        .output();
    let mut all = unpacked.unwrap().stdout;
    assert!(!all.is_empty(), "qpdf unpacks nothing of {}", path.display());
    for arguments in [&["-meta"][..], &["-struct-text"], &["-dests"], &[]] {
        let run = tool("poppler-utils", Command::new("pdfinfo").args(arguments).arg(path));
        all.extend(run.stdout.into_bytes());
    }
    let text = tool("poppler-utils", Command::new("pdftotext").arg(path).arg("-")).expect(0);
    all.extend(text.stdout.into_bytes());
    all
}

fn contains(bytes: &[u8], text: &str) -> bool {
    let wide: Vec<_> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let hexadecimal: Vec<_> = wide.iter().map(|byte| format!("{byte:02X}")).collect();
    let hexadecimal = hexadecimal.concat();
    let forms = [text.as_bytes(), &wide, hexadecimal.as_bytes()];
    forms
        .iter()
        .any(|form| bytes.windows(form.len()).any(|window| window.eq_ignore_ascii_case(form)))
}

#[test]
fn what_an_edition_leaves_out_is_in_none_of_its_files() {
    let publication = with_hiding_places();
    publication.build(&[] as &[&str]);
    let public = publication.public();
    let mut seen = 0;
    for (name, bytes) in files(&public) {
        let is_insiders = name.starts_with("for/insider/");
        let holds = contains(&said(&public.join(&name), &bytes), SENTINEL);
        assert!(is_insiders || !(holds || name.contains(SENTINEL)), "`{name}` holds a sentinel");
        seen += usize::from(is_insiders && holds);
    }
    // The page of the brief, its numbers, its PDF; the page and PDF of the other; lists.
    assert!(seen >= 6, "insiders lack what is theirs: {seen} files have it");
}

#[test]
fn chinese_without_a_font_is_a_clear_error() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: 港口\nlanguages: [zh-Hans]\n");
    publication.put("content/briefs/port.md", brief("港口", "港口已经开放。"));
    let run = publication.run(&["check"]);
    // Machines that have a font for Chinese use it.
    if run.code != Some(0) {
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        for expected in ["error[Q503]", "add a font that has it to `fonts/`"] {
            assert!(run.stderr.contains(expected), "{}", run.stderr);
        }
    }
}

#[test]
fn the_matrix_of_editions_is_for_programs_too() {
    let publication = Publication::of_one_brief();
    let run = publication.run(&["editions", "--no-pdf", "--message-format", "json"]).expect(0);
    let edition: serde_json::Value = serde_json::from_str(run.stdout.trim()).unwrap();
    assert_eq!(edition["work"], "brief port");
    for field in ["words", "pages", "numbers", "figures", "entries", "budget_used"] {
        assert!(edition.get(field).is_some(), "`{field}` is missing: {edition}");
    }
}
