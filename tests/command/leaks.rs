//! Ways in which something for some readers once reached others, or could: a small publication for each, with
//! marks in what is not for the public. Either nothing of it is in the public's files, or it is refused.

mod data;
mod found;
mod texts;

use std::path::Path;

use crate::marks::marks_in;
use crate::support::{Publication, files};

/// What becomes of a publication.
enum Fate {
    /// It is built, and the public reads no mark.
    Kept,
    /// It is refused, with this code.
    Refused(&'static str),
}
use Fate::{Kept, Refused};
use data::DATA;
use found::FOUND;
use texts::TEXTS;

/// A way: what it is called, the files that it adds, and what becomes of them.
type Way = (&'static str, &'static [(&'static str, &'static str)], Fate);

/// Makes a publication of a way, with what all of them have.
fn publication(files: &[(&str, &str)]) -> Publication {
    let publication = Publication::empty();
    let all = [
        (
            "quipu.yaml",
            "title: Ports\nlanguages: [en]\ndefault_audience: public\nbase_url: https://example.org\n",
        ),
        ("content/audiences/public.yaml", "name: The public\n"),
        ("content/audiences/council.yaml", "name: The council\n"),
        (
            "content/briefs/open.md",
            "---\ntitle: A\nfinding: It is so.\ndate: 2026-01-02\n---\n\nAll read this.\n",
        ),
    ];
    for (path, text) in all.iter().chain(files) {
        publication.put(path, text);
    }
    publication
}

/// Returns what is wrong with a way; none if it comes to what it should.
fn fault((name, files, fate): &Way) -> Option<String> {
    let publication = publication(files);
    let run = publication.run(&["build"]);
    match fate {
        Refused(code) if run.code == Some(1) && run.stderr.contains(code) => None,
        Refused(_) => Some(format!("{name}: {:?}, {}", run.code, run.stderr)),
        Kept if run.code != Some(0) => Some(format!("{name}: refused, {}", run.stderr)),
        Kept => {
            let is_open = |path: &str| !path.contains("for/council/");
            let mut found = marks_in(&publication.public(), &is_open);
            found.extend(traces_in(&publication.public(), &is_open));
            (!found.is_empty()).then(|| format!("{name}: {found:?}"))
        }
    }
}

/// What is no mark and says more than it may: digits that are rounded away, and the number of a second heading.
const TRACES: &[&str] = &["1.7361", "budget-cuts-2"];

/// Returns the traces in some files.
fn traces_in(folder: &Path, is_read: &dyn Fn(&str) -> bool) -> Vec<(String, String)> {
    let files = files(folder).into_iter().filter(|(path, _)| is_read(path));
    let found = files.flat_map(|(path, bytes)| {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let found = TRACES.iter().filter(move |trace| text.contains(**trace));
        found.map(move |trace| ((*trace).to_owned(), path.clone()))
    });
    found.collect()
}

#[test]
fn what_outsiders_found_is_kept_or_refused() {
    let faults: Vec<_> = FOUND.iter().filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn nothing_takes_another_way() {
    let all = DATA.iter().chain(TEXTS);
    let faults: Vec<_> = all.filter_map(fault).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}
