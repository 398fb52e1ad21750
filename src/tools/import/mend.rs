//! The last step: whatever Quipu still refuses is shown as it was written, so that the publication
//! builds.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::Path;

use super::{glyphs, matter, todo};
use crate::base::diagnostic::{Code, Diagnostic, Place, Severity};
use crate::base::files::Files;
use crate::data::vintage::Stale;
use crate::engine::Pdfs;
use crate::engine::commit;
use crate::engine::load::Failure;
use crate::engine::run::{BuildOptions, Output};
use crate::projection::Drafts;
use crate::tools::explain::Explain;
use crate::tools::scaffold::Refusal;

/// How often the publication is checked; errors that hide behind others appear one after the other.
const ROUNDS: usize = 12;

/// After this many rounds, a whole text is shown as it was written.
const PATIENCE: usize = 8;

/// A text that could not be converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unbuilt {
    /// The file, below the publication's root.
    pub path: String,
    /// Why: the program's message.
    pub reason: String,
}

/// What is wrong at a place.
#[derive(Debug)]
struct Fault {
    start: usize,
    code: Code,
    message: String,
}

/// Checks the publication in `root`, and changes `texts` and its files until it builds.
///
/// # Errors
/// Returns the first I/O error, or mistakes that are in none of the texts.
pub(super) fn mend(
    root: &Path,
    texts: &mut BTreeMap<String, String>,
    pdfs: Pdfs,
) -> Result<Vec<Unbuilt>, Refusal> {
    let mut unbuilt: Vec<Unbuilt> = Vec::new();
    for round in 0..ROUNDS {
        let Some((diagnostics, files)) = check(root, pdfs)? else { return Ok(unbuilt) };
        let mut faults: BTreeMap<String, Vec<Fault>> = BTreeMap::new();
        for diagnostic in
            diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error)
        {
            let (path, fault) = fault(diagnostic, &files);
            faults.entry(path).or_default().push(fault);
        }
        let mut changed = false;
        for (path, found) in faults {
            let Some(text) = texts.get_mut(&path) else { continue };
            let mended = if round + 1 < PATIENCE { mended(text, &found) } else { String::new() };
            let mended = if mended.is_empty() || mended == *text {
                let reason =
                    found.first().map(|fault| format!("{}: {}", fault.code.id(), fault.message));
                unbuilt.push(Unbuilt { path: path.clone(), reason: reason.unwrap_or_default() });
                whole(text, unbuilt.iter().filter(|other| other.path == path).count() > 1)
            } else {
                mended
            };
            changed |= mended != *text;
            *text = mended;
            let file = root.join(&path);
            commit::replace(&file, text.as_bytes()).map_err(|error| Refusal::Io(file, error))?;
        }
        if !changed {
            return Err(Refusal::Mistakes(diagnostics, files));
        }
    }
    Ok(unbuilt)
}

/// Makes everything without writing anything; returns the mistakes if there are any.
fn check(root: &Path, pdfs: Pdfs) -> Result<Option<(Vec<Diagnostic>, Files)>, Refusal> {
    let options = BuildOptions {
        root: root.to_owned(),
        output: Output::Nowhere,
        base_url: None,
        drafts: Drafts::Shown,
        pdfs,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: crate::publication::life::Time::EPOCH,
        results: crate::engine::store::Results::Fresh,
    };
    match crate::engine::run::build(&options, &|_, _| {}) {
        Ok(_) => Ok(None),
        Err(Failure::Refused(diagnostics, files)) => Ok(Some((diagnostics, files))),
        Err(Failure::Io(path, error)) => Err(Refusal::Io(path, error)),
    }
}

fn fault(diagnostic: &Diagnostic, files: &Files) -> (String, Fault) {
    let message = diagnostic.message.clone();
    match &diagnostic.place {
        Place::Text(span) => {
            let fault = Fault { start: span.range().start, code: diagnostic.code, message };
            (files.get(span.file).path.to_string(), fault)
        }
        Place::Path(path) => (path.clone(), Fault { start: 0, code: diagnostic.code, message }),
    }
}

/// Returns the text with invalid parts shown as they were written.
fn mended(text: &str, faults: &[Fault]) -> String {
    let body = text.len() - matter::split(text).body.len();
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    let mut front = BTreeSet::new();
    if let Some(text) = faults.iter().find_map(|fault| glyphs::replaced(text, &fault.message)) {
        return text;
    }
    for fault in faults {
        if fault.start < body {
            front.insert(line_at(text, fault.start));
            continue;
        }
        let (range, replacement) = if fault.code == Code::UnknownSource {
            (fault.start..fault.start, "\\".to_owned())
        } else {
            shown(text, block_at(text, body, fault.start), fault)
        };
        edits.entry(range.start).or_insert((range, replacement));
    }
    let mut out = String::new();
    let mut at = 0;
    for (range, replacement) in edits.into_values().filter(|(range, _)| range.end <= text.len()) {
        if range.start < at {
            continue;
        }
        out.push_str(&text[at..range.start]);
        out.push_str(&replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    if front.is_empty() { out } else { plain_front(&out, &front) }
}

/// Returns the lines of a block as they were written, in a box, with their place.
fn shown(text: &str, range: Range<usize>, fault: &Fault) -> (Range<usize>, String) {
    let reason = format!("{}: {}", fault.code.id(), fault.message);
    let source: Vec<&str> = text[range.clone()].trim_end_matches('\n').lines().collect();
    let margin = source.first().map_or(0, |line| super::passage::indent(line));
    let mut lines = Vec::new();
    super::passage::push_indented(todo::block(&reason, &source), margin, &mut lines);
    (range, lines.join("\n") + "\n")
}

fn line_at(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count()
}

/// Reduces titles and findings to words; other lines of front matter become comments.
fn plain_front(text: &str, lines: &BTreeSet<usize>) -> String {
    let plain = |(index, line): (usize, &str)| {
        if !lines.contains(&index) || line.starts_with("---") {
            return line.to_owned();
        }
        match line.split_once(": ").filter(|(key, _)| matches!(*key, "title" | "finding")) {
            Some((key, value)) => {
                let plain: String =
                    value.chars().filter(|c| !"\\{}[]*_`<>@#^~|$\"%=+".contains(*c)).collect();
                let written = value.trim_matches('"');
                // What is refused even so is something that only letters cannot be.
                let value = if plain == written { words(&plain) } else { plain };
                let value = if value.trim().is_empty() { "Untitled" } else { value.trim() };
                format!("{key}: {}", matter::quoted(value))
            }
            None => format!("# {line}"),
        }
    };
    text.lines().enumerate().map(plain).collect::<Vec<_>>().join("\n") + "\n"
}

/// Returns the letters and digits of a title, and the spaces between its words.
fn words(title: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || c.is_whitespace();
    let words: String = title.chars().map(|c| if is_word(c) { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the lines between empty lines that contain `offset`, and a listing as a whole.
fn block_at(text: &str, body: usize, offset: usize) -> Range<usize> {
    let mut start = body;
    let mut at = body;
    let mut fence: Option<String> = None;
    for line in text[body..].split_inclusive('\n') {
        let trimmed = line.trim();
        let end = at + line.len();
        if let Some(run) = &fence {
            if trimmed.starts_with(run.as_str()) && trimmed.trim_start_matches('`').is_empty() {
                fence = None;
                if offset < end {
                    return start..end;
                }
                start = end;
            }
        } else if trimmed.is_empty() || trimmed.starts_with(":::") {
            if offset < at {
                return start..at;
            }
            // If a single mark is invalid, only the mark is shown.
            if offset < end {
                return at..end;
            }
            start = end;
        } else if trimmed.starts_with("```") {
            if offset < at {
                return start..at;
            }
            start = at;
            fence = Some(trimmed.chars().take_while(|&c| c == '`').collect());
        }
        at = end;
    }
    start..text.len()
}

/// Shows a whole text as it was written; if even that is refused, without its unusual characters.
fn whole(text: &str, is_second: bool) -> String {
    let body = matter::split(text).body;
    let front = &text[..text.len() - body.len()];
    let source: Vec<String> = body
        .lines()
        .map(|line| {
            let is_shown = |c: &char| !is_second || c.is_ascii_graphic() || c.is_alphanumeric();
            line.chars().map(|c| if is_shown(&c) { c } else { ' ' }).collect()
        })
        .collect();
    let source: Vec<&str> = source.iter().map(String::as_str).collect();
    let lines = todo::block("the whole text", &source);
    format!("{front}\n{}\n", lines.join("\n"))
}
