//! Advice that can be followed without thinking: where a message has one word to write in the place of
//! what it underlines, that word is written, and the message must be gone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use quipu::diagnostic::{Diagnostic, Place, meant};
use quipu::explain::Explain;
use quipu::files::Files;
use quipu::parts::Span;
use quipu::{Drafts, Failure, Options, Output, Pdfs, Stale};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::cases;

/// The fewest pieces of advice that the cases give: fewer mean that this test looks past them.
const FEWEST: usize = 40;

/// A problem that advice is given for: where, what, and what to write there.
struct Advice {
    path: String,
    span: Span,
    message: String,
    word: String,
}

/// Follows all advice that the cases of mistakes give, one at a time.
pub(crate) fn hold_when_followed() {
    let mut report = String::new();
    let mut count = 0;
    for case in cases() {
        let name = case.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with("bad-") {
            continue;
        }
        let home = TempDir::new().unwrap();
        let root = home.path().join("publication");
        copy(&case, &root);
        for advice in advice(&root) {
            count += 1;
            let path = root.join(&advice.path);
            let text = fs::read_to_string(&path).unwrap();
            let mut changed = text.clone();
            changed.replace_range(advice.span.range(), &advice.word);
            fs::write(&path, &changed).unwrap();
            let (problems, files) = problems(&root);
            let stays = |found: &Diagnostic| {
                found.message == advice.message
                    && matches!(found.place, Place::Text(span)
                        if *files.get(span.file).path == *advice.path && span.start == advice.span.start)
            };
            if problems.iter().any(stays) {
                let _ = writeln!(report, "{name}: {}: `{}`", advice.message, advice.word);
            }
            fs::write(&path, text).unwrap();
        }
    }
    assert!(report.is_empty(), "advice that fails when followed:\n{report}");
    assert!(count >= FEWEST, "only {count} pieces of advice were followed");
}

fn copy(case: &Path, root: &Path) {
    for entry in WalkDir::new(case).into_iter().filter_map(Result::ok) {
        let below = entry.path().strip_prefix(case).unwrap();
        if below.starts_with("expected") || !entry.file_type().is_file() {
            continue;
        }
        let to: PathBuf = root.join(below);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(entry.path(), to).unwrap();
    }
    let settings = root.join("quipu.yaml");
    if !settings.exists() {
        fs::write(settings, "title: Case\nlanguages: [en]\n").unwrap();
    }
}

/// Returns the advice that names one word for a place.
fn advice(root: &Path) -> Vec<Advice> {
    let (problems, files) = problems(root);
    let mut seen = BTreeSet::new();
    let advice = problems.iter().filter_map(|problem| {
        let Place::Text(span) = problem.place else { return None };
        let [hint] = problem.hints.as_slice() else { return None };
        let [word] = meant(hint)[..] else { return None };
        // A file that was joined from several, or made, is not there to be changed.
        let path = files.get(span.file).path.to_string();
        let is_typed = fs::read_to_string(root.join(&path))
            .is_ok_and(|text| text == files.get(span.file).text);
        (is_typed && span.end > span.start && seen.insert((path.clone(), span.start)))
            .then(|| Advice { path, span, message: problem.message.clone(), word: word.to_owned() })
    });
    advice.collect()
}

fn problems(root: &Path) -> (Vec<Diagnostic>, Files) {
    let options = Options {
        root: root.to_owned(),
        output: Output::Nowhere,
        base_url: None,
        drafts: Drafts::Shown,
        pdfs: Pdfs::Skipped,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: quipu::Time::EPOCH,
        results: quipu::Results::Fresh,
    };
    match quipu::build(&options, &|_, _| {}) {
        Ok(_) => (Vec::new(), Files::default()),
        Err(Failure::Refused(diagnostics, files)) => (diagnostics, files),
        Err(Failure::Io(path, error)) => panic!("{}: {error}", path.display()),
    }
}
