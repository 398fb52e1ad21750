//! What `quipu new dataset --from` writes about files as offices publish them, and what it then reads.
//!
//! Each file of `tests/describe/files` becomes a dataset without an edit; `expected/` holds its
//! description and its rows as the publication offers them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use quipu::diagnostic::render;
use quipu::explain::Explain;
use quipu::scaffold::{self, Kind, Name, StarterOrder};
use quipu::{BuildOptions, Drafts, Failure, Output, Pdfs, Stale};
use tempfile::TempDir;

use crate::case;

/// Describes each file, and compares.
pub(crate) fn files_are_read_without_an_edit() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/describe");
    let mut made = BTreeMap::new();
    for entry in fs::read_dir(folder.join("files")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let (description, rows) = describe(&path);
        made.insert(format!("{name}.yaml"), description);
        made.insert(format!("{name}.rows.csv"), rows);
    }
    case::compare(&folder.join("expected"), &made).unwrap_or_else(|report| panic!("{report}"));
}

/// Makes a publication of one file, and returns the description and the rows that it publishes.
fn describe(file: &Path) -> (String, String) {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content/briefs")).unwrap();
    fs::write(root.join("quipu.yaml"), "title: Files\nlanguages: [en]\n").unwrap();
    let brief = "---\ntitle: All\nfinding: All.\ndate: 2026-01-01\n---\nAll.\n\n```table\ntitle: All\ndata: all\n```\n";
    fs::write(root.join("content/briefs/all.md"), brief).unwrap();
    let name = Name::new(Kind::Dataset, "all").unwrap();
    let date = jiff::civil::date(2026, 3, 2);
    scaffold::make(&StarterOrder { root, kind: Kind::Dataset, name, date, from: Some(file) })
        .unwrap_or_else(|refusal| panic!("{}: {refusal}", file.display()));
    build(root);
    let read = |path: &str| fs::read_to_string(root.join(path)).unwrap();
    (read("content/data/all.yaml"), read("public/data/all/all.csv"))
}

fn build(root: &Path) {
    let options = BuildOptions {
        root: root.to_owned(),
        output: Output::Folder(root.join("public"), BTreeMap::new()),
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
        Ok(_) => {}
        Err(Failure::Refused(problems, files)) => {
            panic!("{}", render::render(&problems, &files, render::Format::Plain))
        }
        Err(Failure::Io(path, error)) => panic!("{}: {error}", path.display()),
    }
}
