//! The last step: whatever Quipu still refuses is shown as it was written, so that the publication
//! builds.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use super::edits::Edits;
use super::original::Originals;
use super::{glyphs, literal, matter, todo};
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
    end: usize,
    code: Code,
    message: String,
}

/// Checks the publication in `root`, and changes `texts` and its files until it builds.
///
/// # Errors
/// Returns the first I/O error, or mistakes that are in none of the texts.
pub(super) fn mend(
    root: &Path,
    (texts, originals): (&mut BTreeMap<String, String>, &Originals),
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
            let original = |block: &str| originals.of(&path, block);
            let mended =
                if round + 1 < PATIENCE { mended(text, &found, &original) } else { String::new() };
            let mended = if mended.is_empty() || mended == *text {
                let reason =
                    found.first().map(|fault| format!("{}: {}", fault.code.id(), fault.message));
                unbuilt.push(Unbuilt { path: path.clone(), reason: reason.unwrap_or_default() });
                let is_second = unbuilt.iter().filter(|other| other.path == path).count() > 1;
                whole(text, originals.whole(&path), is_second)
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
            let (start, end) = (span.range().start, span.range().end);
            let fault = Fault { start, end, code: diagnostic.code, message };
            (files.get(span.file).path.to_string(), fault)
        }
        Place::Path(path) => {
            (path.clone(), Fault { start: 0, end: 0, code: diagnostic.code, message })
        }
    }
}

/// Returns the text with invalid parts shown as they were written.
fn mended(text: &str, faults: &[Fault], original: &dyn Fn(&str) -> String) -> String {
    let body = text.len() - matter::split(text).body.len();
    let mut edits: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
    let mut front = BTreeMap::new();
    if let Some(text) = faults.iter().find_map(|fault| glyphs::replaced(text, &fault.message)) {
        return text;
    }
    for fault in faults {
        if fault.start < body {
            front.insert(line_at(text, fault.start), fault.message.clone());
            continue;
        }
        let (range, replacement) = if fault.code == Code::UnknownSource {
            unknown_source(text, fault)
        } else if fault.message.contains("a comment") && fault.end <= text.len() {
            let range = fault.start..fault.end;
            let reason =
                format!("a comment in another notation: {}", one_line(&text[range.clone()]));
            (range, todo::mark(&reason))
        } else {
            let range = block_at(text, body, fault.start);
            if is_in_box(&text[..range.start]) {
                legible(text, range)
            } else {
                shown(text, range, (fault, original))
            }
        };
        edits.entry(range.start).or_insert((range, replacement));
    }
    let mut all = Edits::default();
    for (range, replacement) in edits.into_values().filter(|(range, _)| range.end <= text.len()) {
        all.put(range, replacement);
    }
    let out = all.apply(text);
    if front.is_empty() { out } else { plain_front(&out, &front) }
}

/// Turns the mark of a citation into a sign, since the bibliography lacks its source.
fn unknown_source(text: &str, fault: &Fault) -> (Range<usize>, String) {
    let start = if text[..fault.start].ends_with('@') { fault.start - 1 } else { fault.start };
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.' | '/' | '+');
    let key = text[start..].strip_prefix('@').unwrap_or_default();
    let key = &key[..key.find(|c| !is_key(c)).unwrap_or(key.len())];
    let key = key.trim_end_matches(['.', ':']);
    let mark = todo::mark(&format!("a source that the bibliography lacks: {key}"));
    let end = start + usize::from(text[start..].starts_with('@')) + key.len();
    (start..end, format!("\\{}{mark}", &text[start..end]))
}

/// Returns the lines of a block as they were written, in a box, with their place.
fn shown(
    text: &str,
    range: Range<usize>,
    (fault, original): (&Fault, &dyn Fn(&str) -> String),
) -> (Range<usize>, String) {
    let reason = format!("{}: {}", fault.code.id(), fault.message);
    let source = original(text[range.clone()].trim_end_matches('\n'));
    let source: Vec<&str> = source.lines().collect();
    let margin = text[range.clone()].lines().next().map_or(0, super::columns::indent);
    let mut lines = Vec::new();
    super::passage::push_indented(todo::block(&reason, &source), margin, &mut lines);
    (range, lines.join("\n") + "\n")
}

/// Whether a text ends where the listing of a box begins.
fn is_in_box(before: &str) -> bool {
    let mut lines = before.lines().rev().filter(|line| !line.trim().is_empty());
    lines
        .find(|line| !line.trim_start().starts_with("<!--"))
        .is_some_and(|line| line.trim_start().starts_with(":::") && line.ends_with(todo::BOX))
}

/// Returns a listing without the signs that not even a listing can show.
fn legible(text: &str, range: Range<usize>) -> (Range<usize>, String) {
    let is_shown = |c: char| c.is_ascii_graphic() || c.is_ascii_whitespace() || c.is_alphanumeric();
    let plain = text[range.clone()].chars().map(|c| if is_shown(c) { c } else { '?' });
    let plain = plain.collect();
    (range, plain)
}

/// Returns a text on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn line_at(text: &str, offset: usize) -> usize {
    text[..offset.min(text.len())].matches('\n').count()
}

/// Reduces titles and findings to words, and lists what they were; other lines of front matter become
/// comments.
fn plain_front(text: &str, lines: &BTreeMap<usize, String>) -> String {
    let plain = |(index, line): (usize, &str)| {
        let Some(message) = lines.get(&index).filter(|_| !line.starts_with("---")) else {
            return line.to_owned();
        };
        match line.split_once(": ").filter(|(key, _)| matches!(*key, "title" | "finding")) {
            Some((key, value)) => {
                let (value, mark) = value.split_once(" # <!--").unwrap_or((value, ""));
                let mark = match mark {
                    "" => todo::mark(&format!("{message}, in the {key}: {value}")),
                    mark => format!("<!--{mark}"),
                };
                let text = serde_json::from_str(value).unwrap_or_else(|_| value.to_owned());
                let value = words(&literal::plain(&text));
                let value = if value.is_empty() { "Untitled" } else { &value };
                format!("{key}: {} # {mark}", matter::quoted(value))
            }
            None => format!("# {line} {}", todo::mark(message)),
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
fn whole(text: &str, original: Option<&str>, is_second: bool) -> String {
    let body = matter::split(text).body;
    let front = &text[..text.len() - body.len()];
    let source: Vec<String> = original
        .unwrap_or(&body)
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
