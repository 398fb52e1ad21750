//! One case: produced, compared in both directions, or accepted.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

use similar::TextDiff;
use walkdir::WalkDir;

use crate::produce::produce;

/// Files by their paths below a folder, with forward slashes.
pub(crate) type Texts = BTreeMap<String, String>;

/// The longest difference that is shown of one file, in lines.
const SHOWN: usize = 60;

/// Checks the case in `folder`, or rewrites what it expects if `QUIPU_BLESS` is set.
///
/// # Errors
/// Says which files differ and how.
pub(crate) fn check(folder: &Path) -> Result<(), String> {
    compare(&folder.join("expected"), &produce(folder)?)
}

/// Compares what was made with what a folder holds, or rewrites that if `QUIPU_BLESS` is set.
///
/// # Errors
/// Says which files differ and how.
pub(crate) fn compare(expectations: &Path, made: &Texts) -> Result<(), String> {
    if env::var_os("QUIPU_BLESS").is_some() {
        bless(expectations, made);
    }
    let expected = read_all(expectations);
    let mut report = String::new();
    for name in expected.keys().chain(made.keys().filter(|name| !expected.contains_key(*name))) {
        match (expected.get(name), made.get(name)) {
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => _ = writeln!(report, "{}", difference(name, one, other)),
            (Some(_), None) => _ = writeln!(report, "`expected/{name}` is no longer made"),
            (None, Some(text)) => _ = writeln!(report, "`expected/{name}` is missing:\n{text}"),
            (None, None) => {}
        }
    }
    if report.is_empty() {
        return Ok(());
    }
    Err(format!("{report}\nto accept this, set QUIPU_BLESS=1 and read the difference in git"))
}

fn difference(name: &str, expected: &str, made: &str) -> String {
    let diff = TextDiff::from_lines(expected, made);
    let header = (format!("expected/{name}"), format!("made/{name}"));
    let text = diff.unified_diff().context_radius(2).header(&header.0, &header.1).to_string();
    let shown: Vec<_> = text.lines().take(SHOWN).collect();
    shown.join("\n")
}

fn bless(folder: &Path, made: &Texts) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (name, text) in made {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Returns the texts of all files below `folder`; none if it is not there.
pub(crate) fn read_all(folder: &Path) -> Texts {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let read = |path: &Path| {
        let below = path.strip_prefix(folder).unwrap();
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        (parts.join("/"), fs::read_to_string(path).unwrap())
    };
    files.map(|entry| read(entry.path())).collect()
}
