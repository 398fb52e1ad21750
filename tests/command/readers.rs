//! What the outputs of a publication with open and restricted readers say: each to its readers, and nothing to others.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use crate::marks::marks_in;
use crate::support::{Publication, files, tool};

/// How sensitive what the cabinet reads is.
const SENSITIVITY: &str = "Sealed for the cabinet";

/// What only the cabinet reads.
const SECRET: &str = "The north reservoir will be sold to a bank in spring";

const TEXT: &str =
    "---\ntitle: Open\nfinding: It is open.\ndate: 2026-01-02\n---\n\nWords for all.\n";

/// Makes a publication for everybody, the council and the cabinet, whose editions are restricted.
fn publication() -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    publication.put("content/audiences/public.yaml", "name: All\n");
    publication.put("content/audiences/council.yaml", "name: Council\n");
    let cabinet = format!(
        "name: Cabinet\nrestricted: true\nsensitivity: {SENSITIVITY}\nformats: [html, pdf, epub, docx]\nsummaries: true\n"
    );
    publication.put("content/audiences/cabinet.yaml", cabinet);
    publication.put("content/briefs/open.md", TEXT);
    publication
}

const TOWNS: &str = "title: Towns\nkey: town\ncolumns: {town: text, people: number}\nrows:\n  - {town: Ayo, people: 320}\n  - {town: Iray, people: 210}\n";

#[test]
fn all_that_the_cabinet_reads_says_how_sensitive_it_is() {
    let publication = publication();
    publication.put("content/data/towns.yaml", TOWNS);
    publication.put("content/entities.yaml", "ana: {name: Ana}\n");
    publication
        .put("content/sources.yaml", "lee: {type: report, title: T, author: Lee, date: 2020}\n");
    publication.put(
        "content/registers/risks.yaml",
        "title: Risks\nentry: Risk\nprefix: risk\ndate: 2026-01-02\npages: true\nfields: {name: {type: text, required: true}}\nviews: [{title: All, list: [name]}]\nentries: [{id: flood, name: Flood}]\n",
    );
    let chart = "```chart\nid: fig-towns\nform: bar\ntitle: Towns\ndata: towns\ncolumns: people\nalt: Two bars.\n```\n";
    let text = TEXT.replace("date:", "authors: [Ana]\ntags: [water]\ndate:");
    publication.put("content/briefs/open.md", format!("{text}\nAs @lee says.\n\n{chart}"));
    publication.put("content/pages/about.md", TEXT);
    publication.put(
        "content/reports/all.md",
        "---\ntitle: Report\nfinding: F.\ndate: 2026-01-02\nbriefs: [open]\n---\n\nOpening.\n",
    );
    publication.build(&[""; 0]);
    let cabinet = publication.root().join("public-cabinet");
    let mut lacking = Vec::new();
    let mut kinds = BTreeSet::new();
    for (path, bytes) in files(&cabinet) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let extension = path.rsplit('.').next().unwrap_or_default().to_owned();
        let pages: Vec<String> = match extension.as_str() {
            "html" | "md" => vec![text],
            "txt" if path == "llms.txt" => vec![text],
            "pdf" => {
                let mut read = Command::new("pdftotext");
                let text = tool("poppler-utils", read.arg(cabinet.join(&path)).arg("-")).stdout;
                text.trim_end_matches('\u{c}').split('\u{c}').map(str::to_owned).collect()
            }
            "epub" => crate::marks::packed(&bytes, ".xhtml"),
            "docx" => crate::marks::packed(&bytes, "word/quipu-header.xml"),
            _ => continue,
        };
        assert!(!pages.is_empty(), "{path} has nothing to read");
        // A page that only leads to another says nothing at all.
        let is_bare = |page: &String| page.contains("http-equiv=\"refresh\"");
        let says = |page: &String| page.replace('\n', " ").contains(SENSITIVITY) || is_bare(page);
        lacking.extend(
            pages
                .iter()
                .enumerate()
                .filter(|(_, page)| !says(page))
                .map(|(number, _)| format!("{path}, {number}")),
        );
        kinds.insert(extension);
    }
    assert!(lacking.is_empty(), "nothing says it in {lacking:#?}");
    assert_eq!(kinds.len(), 6, "{kinds:?}");
    // Nobody else is told that there is something sensitive.
    let open = files(&publication.public());
    let told = open.iter().find(|(_, bytes)| String::from_utf8_lossy(bytes).contains(SENSITIVITY));
    assert!(told.is_none(), "{:?}", told.map(|(path, _)| path));
}

#[test]
fn exports_that_say_what_is_for_others_are_refused() {
    let publication = publication();
    publication.put("content/data/towns.yaml", TOWNS);
    let open = TEXT.replace("date:", "key_messages: [One., Two., Three.]\ndate:");
    let text = format!(
        "{open}\n{{{{ sum(towns[*, people]) }}}}\n\n::: {{audience=\"cabinet\"}}\n{SECRET}.\n:::\n"
    );
    publication.put("content/briefs/open.md", text);
    for format in ["docx", "xlsx", "ods"] {
        publication.run(&["export", "--to", format]).expect(0);
    }
    let words = std::fs::read_to_string(
        std::path::Path::new(crate::support::REPOSITORY).join("themes/default/words/en.ftl"),
    )
    .unwrap();
    // Words that documents and workbooks print.
    for (format, word) in [
        ("docx", "key-messages ="),
        ("xlsx", "workbook-one-table ="),
        ("ods", "workbook-one-table ="),
    ] {
        let line = words.lines().find(|line| line.starts_with(word)).unwrap();
        publication.put("templates/words/en.ftl", words.replace(line, &format!("{word} {SECRET}")));
        let run = publication.run(&["export", "--to", format, "--out", "../planted"]).expect(1);
        assert!(run.stderr.contains("error[Q451]"), "{format}: {}", run.stderr);
        assert!(!publication.beside("planted").exists(), "{format} was written");
        // Those who may read it can have it.
        publication
            .run(&["export", "--to", format, "--audience", "cabinet", "--out", "../theirs"])
            .expect(0);
    }
}

const BASIN: &str = "\
---
title: '{{ @this }}: rivers'
finding: '{{ @this }} has {{ gauges[@this, 2025] }} stations.'
date: 2026-01-02
for: 'gauges[*]'
index: {title: Basins, finding: A page each.}
---

Of {{ @this }}.

::: {#council audience=\"council\"}
Of the council zqx9002q.
:::

## Who pays {#sec-pays}

All pay zqx9001q.
";

#[test]
fn parts_of_profiles_have_their_readers() {
    let publication = publication();
    publication.put(
        "content/entities.yaml",
        "parana: {name: Parana}\norinoco: {name: Orinoco}\nzqx9003q: {name: Zqx9004q, aliases: [Zqx9005q], audience: cabinet}\n",
    );
    publication.put(
        "content/data/gauges.yaml",
        "title: Gauges\nkey: basin\ncolumns: {basin: entity, \"2025\": number}\nrows:\n  - {basin: parana, \"2025\": 3}\n  - {basin: orinoco, \"2025\": 4}\n  - {basin: zqx9003q, \"2025\": 5, audience: cabinet}\n",
    );
    publication.put("content/briefs/basin.md", BASIN);
    publication.put(
        "content/briefs/basin/parana.md",
        "::: {replaces=\"sec-pays\" audience=\"council\"}\nThe council pays zqx9006q.\n:::\n\n::: {replaces=\"council\"}\nInstead of that zqx9007q.\n:::\n",
    );
    publication.put("content/briefs/basin/zqx9003q.md", "Of its own zqx9008q.\n");
    publication.build(&["--no-pdf"]);
    let open = marks_in(&publication.public(), &|path| !path.contains("for/council/"));
    let open: BTreeSet<_> = open.into_iter().map(|(mark, _)| mark).collect();
    assert_eq!(open, BTreeSet::from(["zqx9001q".to_owned()]));
    // A part for some takes nothing away from others.
    let page = |folder: &str| publication.text(&format!("{folder}/briefs/basin/parana/index.md"));
    assert!(page("public").contains("zqx9001q"), "{}", page("public"));
    let council = page("public/for/council");
    assert!(!council.contains("zqx9001q") && council.contains("zqx9006q"), "{council}");
    // What stands instead of a part for some is for the same.
    assert!(!council.contains("zqx9002q") && council.contains("zqx9007q"), "{council}");
    let cabinet = marks_in(&publication.root().join("public-cabinet"), &|_| true);
    for mark in ["zqx9001q", "zqx9003q", "zqx9004q", "zqx9008q"] {
        assert!(cabinet.iter().any(|(found, _)| found == mark), "the cabinet lacks {mark}");
    }
    publication.run(&["check", "--confidential", "--no-pdf"]).expect(0);
}

#[test]
fn what_is_for_others_leaves_nothing_empty() {
    let publication = publication();
    let theirs = "[zqx9010q]{audience=\"cabinet\"}";
    let body = format!(
        "- one\n- {theirs}\n- *{theirs}*\n- three\n\nTerm\n: Definition\n\n{theirs}\n: {theirs}\n\n> {theirs}\n\n\
         A **{theirs}** b [{theirs}](https://example.org) c[^a].\n\n\
         | a | b |\n|---|---|\n| 1 | 2 |\n| {theirs} | {theirs} |\n\n\
         ```chart\nid: fig-a\nform: bar\ntitle: Towns\ndata: towns\ncolumns: people\nalt: Two bars.\n\
         annotations: [{{at: Ayo, text: '{theirs}'}}]\nreferences: [{{value: 300, label: '{theirs}'}}]\n```\n\n\
         [^a]: {theirs}\n"
    );
    let front =
        format!("key_messages: ['One.', '{theirs}', 'Two.', 'Three.']\nfunding: '{theirs}'\ndate:");
    let text = TEXT.replace("date:", &front) + "\n" + &body;
    publication.put("content/data/towns.yaml", TOWNS);
    publication.put("content/briefs/open.md", &text);
    publication.build(&["--no-pdf"]);
    let with = files(&publication.public());
    let plain = text
        .replace("- [zqx9010q]{audience=\"cabinet\"}\n- *[zqx9010q]{audience=\"cabinet\"}*\n", "")
        .replace(&format!("\n\n{theirs}\n: {theirs}"), "")
        .replace(&format!("> {theirs}\n\n"), "")
        .replace(&format!(" **{theirs}**"), "")
        .replace(&format!(" [{theirs}](https://example.org)"), "")
        .replace("[^a].", ".")
        .replace(&format!("| {theirs} | {theirs} |\n"), "")
        .replace(&format!("annotations: [{{at: Ayo, text: '{theirs}'}}]\n"), "")
        .replace(&format!("references: [{{value: 300, label: '{theirs}'}}]\n"), "")
        .replace(&format!("[^a]: {theirs}\n"), "")
        .replace(&format!(" '{theirs}',"), "")
        .replace(&format!("funding: '{theirs}'\n"), "");
    assert!(!plain.contains("zqx"), "{plain}");
    publication.put("content/briefs/open.md", &plain);
    publication.run(&["build", "--no-pdf", "--out", "../plain"]).expect(0);
    let without = files(&publication.beside("plain"));
    let page = |files: &BTreeMap<String, Vec<u8>>, path: &str| {
        String::from_utf8_lossy(&files[path]).into_owned()
    };
    for path in
        ["briefs/open/index.html", "briefs/open/index.md", "for/council/briefs/open/index.md"]
    {
        is_same(&page(&with, path), &page(&without, path));
    }
}

#[track_caller]
fn is_same(with: &str, without: &str) {
    let differing = with.lines().zip(without.lines()).find(|(one, other)| one != other);
    assert!(with == without, "{differing:?}");
}

#[test]
fn what_is_for_others_moves_no_file() {
    let publication = publication();
    let row = "  - {town: Sealed, people: 998, audience: cabinet}\n";
    publication.put("content/data/towns.yaml", format!("{TOWNS}{row}"));
    publication.put("content/briefs/open.md", format!("{TEXT}\n{{{{ sum(towns[*, people]) }}}}\n"));
    publication.run(&["check", "--confidential", "--no-pdf"]).expect(0);
    // The council shares the files of data with everybody, as without that row.
    publication.build(&["--no-pdf"]);
    assert!(!publication.public().join("for/council/data/towns/towns.csv").exists());
}
