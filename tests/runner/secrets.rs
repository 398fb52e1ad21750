//! Random publications whose secrets may not move a byte of anybody's edition.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use quipu::{Drafts, Pdfs, Time, confidential};
use tempfile::TempDir;

/// How many publications are made, unless `QUIPU_CASES` says more; 500 take some minutes, and moved
/// nothing either.
const CASES: u32 = 25;

/// Of how many publications one is compared with its PDFs as they are written.
const SAMPLED: u32 = 12;

/// Who may read a part of a text.
const READERS: [&str; 5] = [
    "",
    "{audience=\"council\"}",
    "{audience=\"press council\"}",
    "{not-audience=\"public\"}",
    "{audience=\"cabinet\"}",
];

/// Parts of texts; `@` becomes a number, so that ids differ.
const PARTS: [&str; 20] = [
    "A paragraph with *stress*, {{ flows[a, n] }} and more words.",
    "## Budget cuts\n\nText under a heading that recurs.",
    "A note.[^n@]",
    "| Head |\n|------|\n| {{ flows[b, n] }} |\n\n: A caption {#tbl-t@}",
    "As others say [@work-@, p. 4].",
    "- one\n- two with `code`",
    "```table\nid: tbl-d@\ntitle: Flows\ndata: flows\n```",
    "> A quotation [with a link](https://example.org/@).",
    "![A map](../images/map-@.svg){alt=\"A map of @\"}",
    "![A map](../images/f@/map.svg){alt=\"Another map\"}",
    "A [harbour]{term=\"port\"} is a harbour, and [@in-bib] says so.",
    "It has {{ closed[a, n] }} of {{ derived[a, twice] }} people.",
    "```chart\nid: fig-c@\ntitle: Drawn\nform: bar\ndata: flows\nrows: [a, b]\ncolumns: [id, n]\nalt: Bars\n```",
    "> [!NOTE]\n> An alert.\n\n1. One\n2. Two",
    "Listed are {{ listed[a, n] }}.\n\n```table\nid: tbl-l@\ntitle: Listed\ndata: listed\n```",
    "```chart\nid: fig-k@\ntitle: Closed\nform: bar\ndata: closed\nrows: [a, b]\ncolumns: [id, n]\nround: 0\nalt: Bars\n```",
    "Of $x^2$ and `code`.\n\n```text\nlisting @\n```",
    "{{< include ../includes/part.md >}}",
    "It [grew]{comment=\"since when?\"} and {{ choose(flows[a, n] > 8, rose, \"fell, a little\") }} to {{ total }}.",
    "::: {#fig-g@ layout-ncol=2}\n![One](../images/map-@.svg){alt=\"One\"}\n\n![Two](../images/f@/map.svg){alt=\"Two\"}\n\nBoth\n:::",
];

/// Who may read a part of a YAML file.
const KEYS: [&str; 4] =
    ["", ", audience: council", ", audience: [press, council]", ", audience: cabinet"];

/// What is for some beside the texts: who may read each, by their places in [`KEYS`], and what there is.
#[derive(Debug, Clone)]
struct Extras {
    readers: [usize; 12],
    has_words: bool,
    has_template: bool,
    has_picture: bool,
}

fn extras() -> impl Strategy<Value = Extras> {
    let there = any::<bool>;
    let all = (prop::array::uniform12(0..KEYS.len()), there(), there(), there());
    all.prop_map(|(readers, has_words, has_template, has_picture)| Extras {
        readers,
        has_words,
        has_template,
        has_picture,
    })
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Returns a text of the council that uses what only the council has.
fn council_text(extras: &Extras) -> String {
    let is_theirs = |at: usize| extras.readers[at] < 3;
    let mut body = String::from("The council reads this.");
    for (at, text) in [
        (2, " Of {{ whole[a, n] }}."),
        (3, " Of {{ file[a, n] }}."),
        (4, " A [bad bank]{term=\"bad\"}."),
        (5, " As in [@some, p. 3]."),
        (7, " See [@step-two]."),
    ] {
        body.push_str(if is_theirs(at) { text } else { "" });
    }
    format!(
        "---\ntitle: Of the council\nfinding: It has one.\ndate: 2026-01-02\naudience: [council]\naliases: [briefs/old-council/]\n---\n\n{body}\n"
    )
}

/// Writes a text with a profile of each of three places, in two languages; the last is for some, and so is what one
/// of the others has of its own.
fn write_profiles(root: &Path, [entity, own, part]: [&str; 3]) {
    let put = |path: &str, text: &str| put(root, path, text);
    put(
        "content/data/places.yaml",
        &format!(
            "title: Places\nkey: id\npublish: true\ncolumns: {{id: entity, n: number}}\n\
             rows:\n  - {{id: peru, n: 3}}\n  - {{id: chile, n: 4}}\n  - {{id: narnia, n: 9{entity}}}\n"
        ),
    );
    let condition = |readers: &str| {
        let names = readers.trim_start_matches(", audience: ").trim_matches(['[', ']']);
        if names.is_empty() {
            String::new()
        } else {
            format!(" audience=\"{}\"", names.replace(',', ""))
        }
    };
    let (own, part) = (condition(own), condition(part));
    let head = |first: &str| {
        format!(
            "---\ntitle: 'Of {{{{ @this }}}}'\nfinding: '{{{{ @this }}}} has {{{{ places[@this, n] }}}}.'\n{first}index: {{title: All, finding: All of them.}}\n---\n"
        )
    };
    for (tag, first) in [("", "date: 2026-01-02\nfor: 'places[*]'\n"), (".es-419", "")] {
        let text = format!(
            "\n## Who {{#sec-who}}\n\nThey do.\n\n::: {{#more{part}}}\nMore is said{tag}.\n:::\n"
        );
        let text = if part.is_empty() {
            text.replace("#more", "#more .details title=\"More\"")
        } else {
            text
        };
        put(&format!("content/briefs/place{tag}.md"), &(head(first) + &text));
        put(
            &format!("content/briefs/place/narnia{tag}.md"),
            &format!("Winter without an end{tag}.\n"),
        );
        let replaced = format!("::: {{replaces=\"sec-who\"{own}}}\nPeru alone does{tag}.\n:::\n");
        put(&format!("content/briefs/place/peru{tag}.md"), &replaced);
    }
}

/// Writes what is for some beside the texts, and a text of the council that uses what the council has.
fn write_extras(root: &Path, extras: &Extras) {
    let put = |path: &str, text: &str| put(root, path, text);
    let [row, column, whole, file, term, source, entity, entry, line, value, own, part] =
        extras.readers.map(|at| KEYS[at]);
    write_profiles(root, [entity, own, part]);
    put(
        "content/values.yaml",
        &format!(
            "total: sum(flows[a + b, n])\nhidden: {{value: 'sum(closed[a + b, n])', about: Some know it{value}}}\n"
        ),
    );
    put(
        "content/data/flows.yaml",
        &format!(
            "title: Flows\nkey: id\npublish: true\nmeasure: {{quantity: flow, unit: USD}}\nnotes: [Open., {{en: For some{row}}}]\n\
             columns: {{id: text, n: number, debt: {{type: number{column}}}}}\n\
             rows: [{{id: a, n: 12, debt: 3}}, {{id: b, n: 7}}, {{id: c, n: 5, debt: 2{row}}}, {{id: d, n: 6, debt: 9{row}}}]\n"
        ),
    );
    write_data(root, [whole, file], line);
    put(
        "content/glossary.yaml",
        &format!(
            "port: {{term: Harbour, definition: Where ships lie.}}\nbad: {{term: Bad bank, definition: It buys debts{term}}}\n"
        ),
    );
    put(
        "content/entities.yaml",
        &format!(
            "peru: {{name: Peru}}\nchile: {{name: Chile}}\nnarnia: {{name: Narnia{entity}}}\nmordor: {{name: Mordor, audience: cabinet}}\n"
        ),
    );
    put(
        "content/sources.bib",
        "@book{in-bib, title = {In a bibliography}, author = {Doe, Jo}, year = {2018}}\n",
    );
    put(
        "content/registers/steps.yaml",
        &format!(
            "title: Steps\nprefix: step\nentry: Step\ndate: 2026-01-02\nfields:\n  text: line\n  owner: {{type: text{column}}}\n  for: list of remark\n\
             block: {{label: text}}\nentries:\n  - {{id: one, text: Open, owner: Ana, for: [briefs/open, briefs/plan]}}\n  - {{id: two, text: Shut, owner: Luis{entry}}}\n"
        ),
    );
    put("content/briefs/council.md", &council_text(extras));
    put(
        "content/briefs/plan.md",
        "---\ntitle: A plan\nfinding: It is secret.\ndate: 2026-01-02\ndraft: true\n---\n\nNobody reads this.\n",
    );
    put(
        "content/includes/part.md",
        "Part of several.\n\n::: {audience=\"council\"}\nOf the council.\n:::\n\nAnd[ more]{audience=\"press\"} of it.\n",
    );
    let some =
        format!("some: {{type: book, title: Some, author: \"Roe, Al\", date: 2001{source}}}\n");
    let sources = fs::read_to_string(root.join("content/sources.yaml")).unwrap();
    put("content/sources.yaml", &(sources + &some));
    if extras.has_words {
        put("templates/audiences/council/words/en.ftl", "home = The council's home\n");
    }
    if extras.has_template {
        put(
            "templates/audiences/council/html/brief.html",
            "{% extends \"themes/default/html/brief.html\" %}\n{% block related %}Of the council.{% endblock related %}\n",
        );
    }
    if extras.has_picture {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"/>";
        put("content/images/unused/map.svg", svg);
    }
}

/// Writes datasets of which the whole or some lines are for some.
fn write_data(root: &Path, [whole, file]: [&str; 2], line: &str) {
    let put = |path: &str, text: &str| put(root, path, text);
    let head = |readers: &str| readers.trim_start_matches(", ").to_owned();
    put(
        "content/data/whole.yaml",
        &format!(
            "title: Whole\n{}\npublish: true\nkey: id\ncolumns: {{id: text, n: number}}\nrows: [{{id: a, n: 441}}]\n",
            head(whole)
        ),
    );
    put("content/data/file.csv", "id,n\na,5551\nb,6\n");
    put(
        "content/data/file.yaml",
        &format!(
            "title: File\n{}\npublish: true\nkey: id\ncolumns: {{id: text, n: number}}\nrows: file.csv\n",
            head(file)
        ),
    );
    put(
        "content/data/closed.yaml",
        "title: Closed\nkey: id\npublish: false\nnotes: [A note.]\ncolumns: {id: text, n: number, debt: number, remark: text}\nrows:\n  \
         - {id: z, n: 8, debt: 4, remark: First}\n  - {id: a, n: 31, debt: 4, remark: Said}\n  - {id: b, n: 2.04, debt: 5, remark: More}\n  - {id: c, n: 7, debt: 6, remark: Least}\n",
    );
    let cell = if line.is_empty() {
        "*"
    } else {
        line.trim_start_matches(", audience: ").trim_matches(['[', ']'])
    };
    put(
        "content/data/listed.csv",
        &format!("id,n,audience\nz,6,\"{cell}\"\na,1,*\nb,5,\"{cell}\"\nc,7,*\n"),
    );
    put(
        "content/data/listed.yaml",
        "title: Listed\nkey: id\npublish: true\ncolumns: {id: text, n: number}\nrows: listed.csv\n",
    );
    put(
        "content/data/derived.yaml",
        "title: Derived\nkey: id\nderive: {from: closed}\ncolumns:\n  id: text\n  twice: {type: number, value: 'n * 2'}\n",
    );
}

/// A part, who reads it, and whether a span in its midst is for others.
type Part = (usize, usize, usize);

fn parts() -> impl Strategy<Value = Vec<Part>> {
    prop::collection::vec((0..PARTS.len(), 0..READERS.len(), 0..READERS.len()), 1..7)
}

/// The parts of a brief, who reads the whole, and how far it is, by its place in [`STAGES`].
type Brief = (Vec<Part>, usize, usize);

/// How far a text is; what is not here is out.
const STAGES: [&str; 5] = [
    "draft: true\n",
    "status: review\n",
    "publish_at: 2099-12-01 09:00 America/Bogota\n",
    "status: withdrawn\nnotice: Counted twice.\n",
    // Its time has come.
    "publish_at: 1961-12-01 09:00 America/Bogota\n",
];

/// Briefs of all kinds.
fn briefs() -> impl Strategy<Value = Vec<Brief>> {
    prop::collection::vec((parts(), 0..3_usize, 0..9_usize), 2..5)
}

fn write(root: &Path, briefs: &[Brief]) {
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en, es-419]\ntranslations: partial\ndefault_audience: public\nbase_url: https://example.org\n",
    );
    for audience in ["public", "press", "council"] {
        put(&format!("content/audiences/{audience}.yaml"), &format!("name: The {audience}\n"));
    }
    put("content/audiences/cabinet.yaml", "name: The cabinet\nrestricted: true\n");
    let mut sources = String::new();
    for number in 0..40 {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
        put(&format!("content/images/map-{number}.svg"), svg);
        put(&format!("content/images/f{number}/map.svg"), svg);
        let _ = writeln!(
            sources,
            "work-{number}: {{type: book, title: Work, author: \"Doe, Jo\", date: 2019}}"
        );
    }
    put("content/sources.yaml", &sources);
    let mut number = 0;
    for (index, (parts, readers, stage)) in briefs.iter().enumerate() {
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
        let draft = STAGES.get(*stage).copied().unwrap_or_default();
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
    let number = std::cell::Cell::new(0);
    let result = runner.run(&(briefs(), extras()), |(briefs, extras)| {
        let folder = TempDir::new().unwrap();
        write(folder.path(), &briefs);
        write_extras(folder.path(), &extras);
        number.set(number.get() + 1);
        let is_sampled = number.get() % SAMPLED == 1;
        let pdfs = if is_sampled { Pdfs::Made } else { Pdfs::Described };
        let (compared, moved, _) =
            confidential::check(folder.path(), Drafts::Hidden, Time::EPOCH, pdfs)
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
