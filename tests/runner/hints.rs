//! Advice that can be followed without thinking: where a message says what to write in the place of
//! what it underlines, or to delete it, that is done, and the message must be gone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use quipu::diagnostic::{Diagnostic, Place, meant};
use quipu::explain::Explain;
use quipu::files::Files;
use quipu::parts::Span;
use quipu::{BuildOptions, Drafts, Failure, Output, Pdfs, Stale};
use tempfile::TempDir;
use walkdir::WalkDir;

use crate::cases;

/// The fewest pieces of advice that the cases give: fewer mean that this test looks past them.
const FEWEST: usize = 80;

/// A problem that advice is given for: where, what, and what to do there.
struct Advice {
    path: String,
    span: Span,
    message: String,
    remedy: Remedy,
}

/// What a hint says to do.
#[derive(Debug)]
enum Remedy {
    /// To write this in the place of what is underlined.
    Word(String),
    /// To write this in the place of the line.
    Line(String),
    /// To delete what is underlined.
    Nothing,
}

impl Remedy {
    /// Reads a hint; none if it takes thinking to follow it.
    fn of(hint: &str) -> Option<Self> {
        if let [word] = meant(hint)[..] {
            return Some(Self::Word(word.to_owned()));
        }
        let whole = |lead: &str| {
            let text = hint.strip_prefix(lead)?.strip_suffix('`')?;
            (!text.contains(['`', '…'])).then(|| text.to_owned())
        };
        let is_deleted = hint == "delete it" || hint.starts_with("delete it: ");
        whole("put the text in quotes: `")
            .map(Self::Line)
            .or_else(|| whole("write `").map(Self::Word))
            .or_else(|| is_deleted.then_some(Self::Nothing))
    }

    /// Does it in `text`, where `span` is underlined.
    fn follow(&self, text: &mut String, span: Span) {
        match self {
            Self::Word(word) => text.replace_range(span.range(), word),
            Self::Nothing => text.replace_range(span.range(), ""),
            Self::Line(line) => {
                let start = text[..span.range().start].rfind('\n').map_or(0, |at| at + 1);
                let end = text[start..].find('\n').map_or(text.len(), |at| start + at);
                let margin = text[start..end].len() - text[start..end].trim_start().len();
                text.replace_range(start + margin..end, line);
            }
        }
    }
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
            advice.remedy.follow(&mut changed, advice.span);
            fs::write(&path, &changed).unwrap();
            let (problems, files) = problems(&root);
            let stays = |found: &Diagnostic| {
                found.message == advice.message
                    && matches!(found.place, Place::Text(span)
                        if *files.get(span.file).path == *advice.path && span.start == advice.span.start)
            };
            if problems.iter().any(stays) {
                let _ = writeln!(report, "{name}: {}: {:?}", advice.message, advice.remedy);
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

/// Returns the advice that names what to do at a place.
fn advice(root: &Path) -> Vec<Advice> {
    let (problems, files) = problems(root);
    let mut seen = BTreeSet::new();
    let advice = problems.iter().filter_map(|problem| {
        let Place::Text(span) = problem.place else { return None };
        let [hint] = problem.hints.as_slice() else { return None };
        let remedy = Remedy::of(hint)?;
        // A file that was joined from several, or made, is not there to be changed.
        let path = files.get(span.file).path.to_string();
        let is_typed = fs::read_to_string(root.join(&path))
            .is_ok_and(|text| text == files.get(span.file).text);
        (is_typed && span.end > span.start && seen.insert((path.clone(), span.start)))
            .then(|| Advice { path, span, message: problem.message.clone(), remedy })
    });
    advice.collect()
}

fn problems(root: &Path) -> (Vec<Diagnostic>, Files) {
    let options = BuildOptions {
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
