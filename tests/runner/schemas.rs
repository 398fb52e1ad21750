//! The schemas of `quipu schema` against the readers: the same keys, nothing more, nothing less.
//!
//! A reader names all its keys when it meets one that nobody could have meant. So each row
//! puts such a key into one mapping, and what the program then says is compared with the
//! properties of the schema at the same place.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use quipu::Failure;
use quipu::diagnostic::Code;
use quipu::schema::Kind;
use serde_json::Value as Json;
use tempfile::TempDir;

/// The tests, by name.
pub(crate) const TESTS: &[(&str, fn())] =
    &[("have_the_keys_of_the_readers", have_the_keys_of_the_readers)];

/// A key that is near no other.
const ALIEN: &str = "zzzzzzzzzz";

/// A file with the alien key in one mapping, and where its schema describes that mapping.
struct Row {
    kind: &'static str,
    pointer: &'static str,
    path: &'static str,
    text: &'static str,
}

const fn row(
    kind: &'static str,
    pointer: &'static str,
    path: &'static str,
    text: &'static str,
) -> Row {
    Row { kind, pointer, path, text }
}

const ROWS: &[Row] = &[
    row("settings", "", "quipu.yaml", "title: T\nlanguages: [en]\nzzzzzzzzzz: 1\n"),
    row(
        "settings",
        "/properties/licence",
        "quipu.yaml",
        "title: T\nlanguages: [en]\nlicence: {zzzzzzzzzz: 1}\n",
    ),
    row("dataset", "", "content/data/d.yaml", "zzzzzzzzzz: 1\n"),
    row(
        "dataset",
        "/properties/derive",
        "content/data/d.yaml",
        "title: T\nkey: k\ncolumns: {k: text}\nderive:\n  zzzzzzzzzz: 1\n",
    ),
    row("dataset", "/$defs/measure", "content/data/d.yaml", "measure: {zzzzzzzzzz: 1}\n"),
    row(
        "dataset",
        "/properties/source/anyOf/1",
        "content/data/d.yaml",
        "source: {url: https://example.org/d.csv, zzzzzzzzzz: 1}\n",
    ),
    row(
        "register",
        "/$defs/source/anyOf/1",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: text}\nsource: {zzzzzzzzzz: 1}\nentries: []\n",
    ),
    row(
        "dataset",
        "/properties/columns/additionalProperties/anyOf/1",
        "content/data/d.yaml",
        "title: T\nkey: a\ncolumns: {a: {zzzzzzzzzz: 1}}\nrows: []\n",
    ),
    row(
        "dataset",
        "/$defs/converted",
        "content/data/d.yaml",
        "measure: {from: {zzzzzzzzzz: 1}, to: {unit: USD}}\n",
    ),
    row(
        "entities",
        "/additionalProperties/properties/members/anyOf/1/items/anyOf/1",
        "content/entities.yaml",
        "a: {name: A, members: [{zzzzzzzzzz: 1}]}\n",
    ),
    row(
        "manuscript",
        "/$defs/index",
        "content/briefs/b.md",
        "---\ntitle: T\nfinding: F\ndate: 2026-11-20\nfor: a\nindex: {zzzzzzzzzz: 1}\n---\n",
    ),
    row(
        "manuscript",
        "/$defs/figure",
        "content/briefs/b.md",
        "---\ntitle: T\nfinding: F\ndate: 2026-11-20\nfor: a\nindex: {figures: {zzzzzzzzzz: 1}}\n---\n",
    ),
    row("audience", "", "content/audiences/a.yaml", "zzzzzzzzzz: 1\n"),
    row(
        "audience",
        "/properties/budgets",
        "content/audiences/a.yaml",
        "budgets: {zzzzzzzzzz: 1}\n",
    ),
    row(
        "audience",
        "/$defs/budget",
        "content/audiences/a.yaml",
        "budgets: {brief: {zzzzzzzzzz: 1}}\n",
    ),
    row("entities", "/additionalProperties", "content/entities.yaml", "a: {zzzzzzzzzz: 1}\n"),
    row("glossary", "/additionalProperties", "content/glossary.yaml", "a: {zzzzzzzzzz: 1}\n"),
    row("values", "/additionalProperties/anyOf/1", "content/values.yaml", "a: {zzzzzzzzzz: 1}\n"),
    row(
        "bundles",
        "/additionalProperties",
        "content/bundles.yaml",
        "a: {publish_at: 2026-12-01 09:00 America/Bogota, zzzzzzzzzz: 1}\n",
    ),
    row("corrections", "/items", "content/corrections.yaml", "- {zzzzzzzzzz: 1}\n"),
    row("audit", "", "content/audit.yaml", "zzzzzzzzzz: 1\n"),
    row("audit", "/properties/waivers/items", "content/audit.yaml", "waivers: [{zzzzzzzzzz: 1}]\n"),
    row("theme", "", "themes/t/theme.yaml", "zzzzzzzzzz: 1\n"),
    row(
        "theme",
        "/properties/contrast/items",
        "themes/t/theme.yaml",
        "contrast: [{zzzzzzzzzz: 1}]\n",
    ),
    row("manuscript", "", "content/briefs/b.md", "---\nzzzzzzzzzz: 1\n---\n"),
    row("manuscript", "", "content/pages/b.md", "---\nzzzzzzzzzz: 1\n---\n"),
    row(
        "manuscript",
        "/$defs/line/anyOf/1",
        "content/briefs/b.md",
        "---\ntitle: {zzzzzzzzzz: 1}\n---\n",
    ),
    row("report", "", "content/reports/b.md", "---\nzzzzzzzzzz: 1\n---\n"),
    row(
        "report",
        "/properties/drawing",
        "content/reports/b.md",
        "---\ntitle: T\ndrawing: {zzzzzzzzzz: 1}\n---\n",
    ),
    row("register", "", "content/registers/r.yaml", "prefix: r\nzzzzzzzzzz: 1\n"),
    row(
        "register",
        "/properties/fields/additionalProperties/anyOf/1",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: {zzzzzzzzzz: 1}}\nentries: []\n",
    ),
    row(
        "register",
        "/properties/block",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: text}\nblock: {zzzzzzzzzz: 1}\nentries: []\n",
    ),
    row(
        "register",
        "/properties/views/items",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: text}\nviews: [{zzzzzzzzzz: 1}]\nentries: []\n",
    ),
    row(
        "register",
        "/properties/views/items/properties/matrix",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: text}\nviews: [{title: V, matrix: {zzzzzzzzzz: 1}}]\nentries: []\n",
    ),
    row(
        "register",
        "/$defs/remark/anyOf/1",
        "content/registers/r.yaml",
        "prefix: r\ntitle: R\nentry: E\ndate: 2026-01-01\nfields: {a: text, for: list of remark}\nentries: [{id: x, a: y, for: [{zzzzzzzzzz: 1}]}]\n",
    ),
];

fn have_the_keys_of_the_readers() {
    for row in ROWS {
        let Row { kind, pointer, text, .. } = row;
        assert!(text.contains(ALIEN));
        let schema = Kind::from_name(kind).unwrap().schema();
        let described =
            schema.pointer(pointer).unwrap_or_else(|| panic!("{kind} has no {pointer}"));
        let mut properties = keys(&described["properties"]);
        // What is for some is left out before the readers of these files see it.
        if ["dataset", "register", "glossary", "entities", "values", "corrections"].contains(kind) {
            properties.remove("audience");
        }
        assert_eq!(properties, known_keys(row), "{kind} at `{pointer}`: schema, then reader");
        assert_eq!(described["additionalProperties"], Json::Bool(false), "{kind} at `{pointer}`");
    }
}

fn keys(properties: &Json) -> BTreeSet<String> {
    properties.as_object().unwrap().keys().cloned().collect()
}

/// Returns the keys that the program says it knows, beside the alien one.
fn known_keys(row: &Row) -> BTreeSet<String> {
    let folder = TempDir::new().unwrap();
    let settings = "title: T\nlanguages: [en]\n";
    let settings =
        if row.kind == "theme" { format!("{settings}theme: t\n") } else { settings.to_owned() };
    put(folder.path(), "quipu.yaml", &settings);
    put(folder.path(), row.path, row.text);
    let (diagnostics, _) = match quipu::audit(folder.path()) {
        Err(Failure::Refused(diagnostics, files)) => (diagnostics, files),
        other => panic!("{}: {:?} was accepted: {:?}", row.path, row.text, other.is_ok()),
    };
    let unknown = diagnostics
        .iter()
        .find(|found| found.code == Code::UnknownKey && found.message.contains(ALIEN));
    let unknown = unknown.unwrap_or_else(|| panic!("no unknown key in {:?}", row.text));
    let hint = &unknown.hints[0];
    let listed = hint.strip_prefix("the keys here are ").unwrap_or_else(|| panic!("{hint}"));
    listed.split(", ").map(|key| key.trim_matches('`').to_owned()).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
