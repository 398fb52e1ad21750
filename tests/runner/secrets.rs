//! Random publications whose secrets may not move a byte of anybody's edition.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quipu::Drafts;
use quipu::tools::confidential;
use tempfile::TempDir;

/// How many publications are made, unless `QUIPU_CASES` says more; 500 take ten minutes, and moved
/// nothing either.
const CASES: u32 = 25;

/// Who may read a part of a text.
const READERS: [&str; 5] = [
    "",
    "{audience=\"council\"}",
    "{audience=\"press council\"}",
    "{not-audience=\"public\"}",
    "{audience=\"cabinet\"}",
];

/// Parts of texts; `@` becomes a number, so that ids differ.
const PARTS: [&str; 9] = [
    "A paragraph with *stress*, {{ flows[a, n] }} and more words.",
    "## Budget cuts\n\nText under a heading that recurs.",
    "A note.[^n@]",
    "| Head |\n|------|\n| {{ flows[b, n] }} |\n\n: A caption {#tbl-t@}",
    "As others say [@work-@, p. 4].",
    "- one\n- two with `code`",
    "```table\nid: tbl-d@\ntitle: Flows\ndata: flows\n```",
    "> A quotation [with a link](https://example.org/@).",
    "![A map](../images/map-@.svg){alt=\"A map of @\"}",
];

/// A part, who reads it, and whether a span in its midst is for others.
type Part = (usize, usize, usize);

fn parts() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec((0..PARTS.len(), 0..READERS.len(), 0..READERS.len()), 1..7)
}

/// Briefs, each with the readers of the whole, and whether it is a draft.
fn briefs() -> impl Strategy<Value = Vec<(Vec<Part>, usize, bool)>> {
    prop::collection::vec((parts(), 0..3_usize, prop::bool::weighted(0.15)), 2..5)
}

fn write(root: &Path, briefs: &[(Vec<Part>, usize, bool)]) {
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    for audience in ["public", "press", "council"] {
        put(&format!("content/audiences/{audience}.yaml"), &format!("name: The {audience}\n"));
    }
    put("content/audiences/cabinet.yaml", "name: The cabinet\nrestricted: true\n");
    put(
        "content/data/flows.yaml",
        "title: Flows\nkey: id\nmeasure: {quantity: flow, unit: USD}\ncolumns: {id: text, n: number, debt: {type: number, audience: council}}\nrows: [{id: a, n: 12, debt: 3}, {id: b, n: 7}, {id: c, n: 5, debt: 2, audience: [press, council]}]\n",
    );
    let mut sources = String::new();
    for number in 0..40 {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
        put(&format!("content/images/map-{number}.svg"), svg);
        let _ = writeln!(
            sources,
            "work-{number}: {{type: book, title: Work, author: \"Doe, Jo\", date: 2019}}"
        );
    }
    put("content/sources.yaml", &sources);
    let mut number = 0;
    for (index, (parts, readers, is_draft)) in briefs.iter().enumerate() {
        let mut body = String::new();
        let mut notes = String::new();
        for &(part, readers, of_span) in parts {
            let text = PARTS[part].replace('@', &number.to_string());
            if part == 2 {
                let _ = writeln!(notes, "\n[^n{number}]: The note {number}.");
            }
            number += 1;
            let span = match READERS[of_span] {
                "" => String::new(),
                condition => format!("\n\nAll read this[ and some read {number}]{condition}."),
            };
            let _ = match READERS[readers] {
                "" => writeln!(body, "\n{text}{span}"),
                condition => writeln!(body, "\n::: {condition}\n{text}{span}\n:::"),
            };
        }
        let audience = ["", "audience: [council]\n", "audience: [press, cabinet, council]\n"];
        let draft = if *is_draft { "draft: true\n" } else { "" };
        let tags = format!("tags: [topic-{}]\n", index % 2);
        put(
            &format!("content/briefs/b{index}.md"),
            &format!(
                "---\ntitle: 'Brief {index}[ of some]{}'\nfinding: It is so.\ndate: 2026-01-02\n{tags}{}{draft}---\n{body}{notes}",
                match READERS[index % READERS.len()] {
                    "" => "{audience=\"public press\"}",
                    condition => condition,
                },
                audience[*readers],
            ),
        );
    }
    put(
        "content/briefs/open.md",
        "---\ntitle: Open\nfinding: It is open.\ndate: 2026-01-02\n---\n\nAll read this.\n",
    );
    put(
        "content/reports/all.md",
        "---\ntitle: All\nfinding: All of it.\ndate: 2026-01-02\nbriefs: [open, b0, b1]\n---\n\nAn opening.\n",
    );
}

/// Nobody's edition moves when what it may not hold does; and most of the publications have secrets.
pub(crate) fn move_nothing() {
    let cases = std::env::var("QUIPU_CASES").ok().and_then(|number| number.parse().ok());
    let cases = cases.unwrap_or(CASES);
    let mut runner = TestRunner::new_with_rng(
        Config { cases, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(
            proptest::test_runner::RngAlgorithm::ChaCha,
        ),
    );
    let secrets = std::cell::Cell::new(0);
    let result = runner.run(&briefs(), |briefs| {
        let folder = TempDir::new().unwrap();
        write(folder.path(), &briefs);
        let (compared, moved, _) = confidential::check(folder.path(), Drafts::Hidden)
            .map_err(|failure| TestCaseError::fail(format!("cannot be built: {failure:?}")))?;
        secrets.set(secrets.get() + compared.secrets);
        let moved: Vec<_> = moved.into_iter().map(|diagnostic| diagnostic.message).collect();
        prop_assert!(moved.is_empty(), "{moved:#?}");
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    assert!(secrets.get() > cases as usize, "the publications have too few secrets");
}
