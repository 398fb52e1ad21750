//! Random input in the shape of ours: whatever comes, there is a report or a site, and no crash.
//!
//! Each target writes its inputs to `target/fuzz/<name>`, where the last one is left if the
//! program aborts. `QUIPU_FUZZ_SECONDS` says how long each runs (2); inputs that once
//! did harm become cases of `tests/suite`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use quipu::explain::Explain;
use quipu::{BuildOptions, Drafts, Failure, Output, Pdfs, Stale};

/// The targets, by name.
pub(crate) const TESTS: &[(&str, fn())] = &[
    ("markdown", markdown),
    ("front_matter", front_matter),
    ("dataset", dataset),
    ("csv", csv),
    ("parquet", parquet),
    ("expression", expression),
    ("picture", picture),
    ("settings", settings),
    ("lists", lists),
    ("template", template),
    ("word", word),
];

/// The longest that one small input may take, on a machine that others use as well.
const SLOW: Duration = Duration::from_secs(5);

const HEAD: &str = "---\ntitle: T\nfinding: F.\ndate: 2026-01-02\n---\n\n";
const DATA: &str = "title: Ports\nmeasure: {unit: calls}\nkey: port\ncolumns:\n  port: {type: text, title: Port}\n  \
                    calls: {type: number, title: Calls}\nrows: ports.csv\n";

/// Parts of Markdown, ours and others'.
const MARKS: &[&str] = &[
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "[^a]",
    "[^a]: ",
    "[^b]: x[^a]\n",
    "{",
    "}",
    "{{",
    "}}",
    "{{ ports[a, calls] }}",
    "{.callout-note}",
    "{#id}",
    "{audience=\"public\"}",
    ":::",
    "::: {.claim}\n",
    "\n:::\n",
    "\n\n",
    "\n",
    "    ",
    "  ",
    "- ",
    "1. ",
    "> ",
    "# ",
    "## ",
    "|",
    "|-|-|\n",
    "\n| a | b |\n|---|---|\n",
    "[@key, p. 3]",
    "@fig-a",
    "<b>",
    "<!--",
    "-->",
    "$x$",
    "\\",
    "é",
    "漢",
    "\u{200b}",
    "\u{202e}",
    "\r\n",
    "\t",
    ": d",
    "```chart\nform: bar\ntitle: T\ndata: ports\nalt: A\n```\n",
    "```table\ndata: ports\ntitle: T\n```\n",
    "text ",
    "\"",
    "'",
    "--",
    "...",
];

/// Parts of YAML, of the kinds of files that there are.
const LINES: &[&str] = &[
    "title: T",
    "title: {en: T}",
    "key: port",
    "columns:",
    "  port: {type: text}",
    "  calls: {type: number}",
    "rows:",
    "  - {port: a, calls: 1}",
    "  - [a, 1]",
    "a: &a [1, 2]",
    "b: *a",
    "<<: *a",
    "- x",
    "? x",
    "x:",
    "  y:",
    "    z: |",
    "      t",
    "measure: {unit: USD, scale: million}",
    "source: s",
    "checks: [{sum: a}]",
    "languages: [en, es-419]",
    "date: 2026-02-30",
    "finding: \"*F*\"",
    "audience: public",
    "'",
    "\"",
    "{",
    "}",
    "[",
    "]",
    "#",
    "---",
    "...",
    "\t",
    "!!binary x",
    "~",
    "1e999",
    "0x1F",
    "publish: {a: {to: s3}}",
    "base_url: https://example.org",
];

const CELLS: &[&str] = &[
    "port,calls\n",
    "a,1\n",
    "b,\n",
    "c,x\n",
    ",",
    "\n",
    "\"",
    "\"\"",
    ";",
    "\t",
    "1,2,3\n",
    "1.000,5",
    "−3",
    "12%",
    "é",
    "\u{feff}",
    "\r",
    "#N/A",
    " ",
];

const TOKENS: &[&str] = &[
    "ports",
    "[",
    "]",
    "a",
    "b",
    ", ",
    "calls",
    "sum(",
    "change(",
    "share(",
    ")",
    "(",
    "+",
    "-",
    "*",
    "/",
    "1",
    "2.5",
    "@alliance",
    "..",
    "|",
    " bn",
    " round 1",
    "\"",
    "ignore missing",
    "%",
    "99999999999999999999999999999",
    "é",
    " ",
];

const SHAPES: &[&str] = &[
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">",
    "</svg>",
    "<g>",
    "</g>",
    "<g id=\"a\">",
    "<use href=\"#a\"/>",
    "<rect width=\"9\" height=\"9\"/>",
    "<rect fill=\"url(#a)\"/>",
    "<script>",
    "<style>",
    "</style>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&lt;",
    "&a;",
    "<!DOCTYPE svg [<!ENTITY a \"b\">]>",
    "<text>x</text>",
    "<path d=\"M0 0L9 9e9\"/>",
    "<image href=\"data:image/png;base64,AAAA\"/>",
    "transform=\"scale(1e9)\"",
    "<",
    ">",
    "\"",
];

/// Parts of templates of pages.
const TAGS: &[&str] = &[
    "{{ page.title }}",
    "{{ document.body }}",
    "{{ site",
    "{{",
    "}}",
    "{% if page.draft %}",
    "{% else %}",
    "{% endif %}",
    "{% for item in document.outline %}",
    "{% for item in item %}",
    "{% endfor %}",
    "{% block main %}",
    "{% endblock main %}",
    "{% extends \"base.html\" %}",
    "{% include \"parts/masthead.html\" %}",
    "{% include \"brief.html\" %}",
    "{% set x = 1 %}",
    "{# x #}",
    " | upper",
    " | replace(from=\"a\", to=\"b\")",
    "[0]",
    ".x",
    "1 / 0",
    "9223372036854775807 + 1",
    "<p>",
    "\"",
    "%}",
    "é",
    "\n",
];

/// Parts of a Word document.
const XML: &[&str] = &[
    "<w:p>",
    "</w:p>",
    "<w:r>",
    "</w:r>",
    "<w:t>text</w:t>",
    "<w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"99\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:tbl>",
    "</w:tbl>",
    "<w:tr>",
    "</w:tr>",
    "<w:tc>",
    "</w:tc>",
    "<w:tcPr><w:gridSpan w:val=\"99999999\"/><w:vMerge/></w:tcPr>",
    "<w:ins w:author=\"A\">",
    "</w:ins>",
    "<w:del w:author=\"A\">",
    "</w:del>",
    "<w:hyperlink r:id=\"rId1\">",
    "</w:hyperlink>",
    "<w:footnoteReference w:id=\"1\"/>",
    "<w:sdt>",
    "</w:sdt>",
    "<w:br/>",
    "<m:oMath>",
    "</m:oMath>",
    "&lt;",
    "&x;",
    "<",
    "]]>",
    "é",
];

/// Joins up to `most` of the parts, some of them many times over.
fn made_of(parts: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let times = prop_oneof![8 => Just(1_usize), 1 => 2..20_usize, 1 => 50..200_usize];
    let part = (prop::sample::select(parts), times).prop_map(|(part, times)| part.repeat(times));
    prop::collection::vec(part, 0..most).prop_map(|parts| parts.concat())
}

fn markdown() {
    run("markdown", made_of(MARKS, 40), |text| {
        vec![("content/briefs/a.md", format!("{HEAD}{text}"))]
    });
}

fn front_matter() {
    let lines = prop::collection::vec(prop::sample::select(LINES), 0..12);
    run("front_matter", lines.prop_map(|lines| lines.join("\n")), |text| {
        vec![("content/briefs/a.md", format!("---\ntitle: T\n{text}\n---\n\nText.\n"))]
    });
}

fn dataset() {
    let lines = prop::collection::vec(prop::sample::select(LINES), 0..25);
    run("dataset", lines.prop_map(|lines| lines.join("\n")), |text| {
        vec![("content/data/ports.yaml", text)]
    });
}

fn csv() {
    run("csv", made_of(CELLS, 40), |text| vec![("content/data/ports.csv", text)]);
}

/// Changes some bytes of files that are right.
fn parquet() {
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/suite/data-parquet/content/data");
    let read = |name: &str| fs::read(folder.join(name).with_extension("parquet")).unwrap();
    let files = ["ports", "delta", "gzip"].map(read).to_vec();
    let changes = prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8);
    let changed = (prop::sample::select(files), changes).prop_map(|(mut bytes, changes)| {
        for (index, byte) in changes {
            let at = index.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    });
    let ports = fs::read(folder.join("ports.yaml")).unwrap();
    run("parquet", changed, |bytes| {
        vec![("content/data/ports.parquet", bytes), ("content/data/ports.yaml", ports.clone())]
    });
}

fn expression() {
    run("expression", made_of(TOKENS, 25), |text| {
        vec![("content/briefs/a.md", format!("{HEAD}{{{{ {text} }}}}\n"))]
    });
}

fn picture() {
    run("picture", made_of(SHAPES, 25), |text| {
        let shown = format!("{HEAD}![P](../images/a.svg){{alt=\"P\"}}\n");
        vec![("content/images/a.svg", text), ("content/briefs/a.md", shown)]
    });
}

fn settings() {
    let lines = prop::collection::vec(prop::sample::select(LINES), 0..15);
    run("settings", lines.prop_map(|lines| lines.join("\n")), |text| vec![("quipu.yaml", text)]);
}

fn lists() {
    let lines = prop::collection::vec(prop::sample::select(ENTRIES), 0..15);
    run("lists", lines.prop_map(|lines| lines.join("\n")), |text| {
        vec![("content/corrections.yaml", text.clone()), ("content/bundles.yaml", text)]
    });
}

fn template() {
    run("template", made_of(TAGS, 25), |text| vec![("templates/html/brief.html", text)]);
}

fn word() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz/word");
    let strategy = made_of(XML, 30);
    repeat(&folder, &strategy, |text| {
        let document = format!("<w:document {SPACES}><w:body>{text}</w:body></w:document>");
        let mut archive = quipu::parts::office::Archive::default();
        archive.add("[Content_Types].xml", CONTENT_TYPES);
        archive.add("_rels/.rels", RELATIONS);
        archive.add("word/document.xml", document);
        let (from, to) = (folder.join("text.docx"), folder.join("made"));
        fs::create_dir_all(&folder).unwrap();
        let _ = fs::remove_dir_all(&to);
        fs::write(&from, archive.finish().unwrap()).unwrap();
        let today = jiff::civil::date(2026, 1, 2);
        let request = quipu::Request { from: &from, to: &to, today, pdfs: Pdfs::Skipped };
        // A document that is none is refused.
        let _ = quipu::import(&request);
    });
}

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
                      xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
                      xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";

const CONTENT_TYPES: &str = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
    <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

const RELATIONS: &str = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
    <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>";

/// Lines of the lists of corrections and bundles.
const ENTRIES: &[&str] = &[
    "- text: briefs/a",
    "- {text: briefs/a, date: 2026-01-02, kind: correction, what: W}",
    "- {text: briefs/a, date: 2026-01-02, kind: update, what: {en: W}, audience: public}",
    "  date: 2026-01-02",
    "  kind: retraction",
    "  what: W",
    "one:",
    "one: {publish_at: 2026-01-02T09:00:00Z, texts: [briefs/a], data: [ports]}",
    "  publish_at: 2026-01-02 09:00 America/Bogota",
    "  publish_at: 9999-12-31T23:59:59Z",
    "  texts: [briefs/a, briefs/a]",
    "  texts: briefs/",
    "  data: ports",
    "  before: [x]",
    "  announce: {en: A}",
    "two: ~",
    "- ~",
    "[",
    "}",
    "\"",
];

/// Tries random inputs until the time is up; they are left in `folder` if one does harm.
fn repeat<I>(folder: &Path, strategy: &impl Strategy<Value = I>, attempt: impl Fn(I)) {
    let _ = fs::remove_dir_all(folder);
    let seconds = env::var("QUIPU_FUZZ_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    let time = Duration::from_secs(seconds.unwrap_or(2));
    let mut runner = TestRunner::default();
    let start = Instant::now();
    while start.elapsed() < time {
        let input = strategy.new_tree(&mut runner).unwrap().current();
        let began = Instant::now();
        attempt(input);
        assert!(began.elapsed() < SLOW, "it took {:?}: see {}", began.elapsed(), folder.display());
    }
    let _ = fs::remove_dir_all(folder);
}

/// Builds publications of random files until the time is up.
fn run<I, B: AsRef<[u8]>>(
    name: &str,
    strategy: impl Strategy<Value = I>,
    files: impl Fn(I) -> Vec<(&'static str, B)>,
) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/fuzz").join(name);
    repeat(&root, &strategy, |input| {
        let own = files(input);
        let common = [
            ("quipu.yaml", "title: T\nlanguages: [en]\n".to_owned()),
            ("content/briefs/a.md", format!("{HEAD}Text.\n")),
            ("content/data/ports.yaml", DATA.to_owned()),
            ("content/data/ports.csv", "port,calls\na,1\nb,2\n".to_owned()),
        ];
        let common = common.iter().map(|(path, text)| (path, text.as_bytes()));
        for (path, bytes) in common.chain(own.iter().map(|(path, bytes)| (path, bytes.as_ref()))) {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        check(root.clone());
    });
}

fn check(root: PathBuf) {
    let options = BuildOptions {
        root,
        output: Output::Nowhere,
        base_url: None,
        drafts: Drafts::Hidden,
        pdfs: Pdfs::Skipped,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: quipu::Time::EPOCH,
        results: quipu::Results::Fresh,
    };
    match quipu::build(&options, &|_, _| {}) {
        Ok(_) | Err(Failure::Refused(..)) => {}
        Err(Failure::Io(path, error)) => panic!("{}: {error}", path.display()),
    }
}
