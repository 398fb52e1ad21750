//! Explaining a build: the sentences, figures and PDFs that a change of data affected.
//!
//! ```text
//! numbers.json of the last build ──┐
//! ledgers of this build ───────────┴──> EXPLAIN ──> report
//! hashes of both ──────────────────┘
//! ```
//!
//! The last build's output says what readers had before; nothing else is kept between
//! builds. Numbers are matched by their expression and how often it came before on their
//! page, so that text may move around them.
//!
//! Start reading at [`explain`].

mod report;
mod why;

use std::collections::{BTreeMap, HashMap};

use ecow::EcoString;
use serde::Deserialize;

pub use report::{Format, render};
pub use why::render_why;

use crate::base::files::Files;
use crate::engine::commit::{Movement, StagedOutput};
use crate::engine::session::Session;
use crate::plan::Edition;
use crate::plan::routes;
use crate::tools::trace::{Printing, Sentences};
use crate::tree::{Document, LedgerEntry, LedgerPlace};

/// Whether a build says what it changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// It compares its output with that of the last build.
    Asked,
    /// It says of what has changed each file was made again.
    Why,
    /// It does not look.
    Unasked,
}

/// What a build changed for readers.
#[derive(Debug, Default)]
pub struct Explanation {
    /// The numbers that changed, in the order of the files.
    pub moves: Vec<Move>,
    /// The PDFs that changed, by path.
    pub pdfs: Vec<(String, Movement)>,
}

/// A number that reads differently, in all editions that print it.
#[derive(Debug)]
pub struct Move {
    /// The file in which the author wrote it.
    pub file: String,
    /// The line there, if the number is still there.
    pub line: Option<usize>,
    /// The expression, or the cell that a figure shows.
    pub expression: EcoString,
    /// The number as it was printed; none if it is new.
    pub before: Option<EcoString>,
    /// The number as it is printed; none if it is gone.
    pub after: Option<EcoString>,
    /// The sentence as it was printed, or the label and title of the figure.
    pub sentence: EcoString,
    /// Whether a figure shows it.
    pub in_figure: bool,
    /// The editions that print it.
    pub editions: Vec<Printing>,
}

/// The parts of a `numbers.json` that are read.
#[derive(Debug, Deserialize)]
struct OldLedger {
    edition: OldEdition,
    numbers: Vec<OldNumber>,
}

impl OldLedger {
    /// Returns the content of a `numbers.json` of this document.
    fn of((document, audience): (&Document, &str), files: &Files) -> Self {
        let number = |entry: &LedgerEntry| OldNumber {
            text: entry.text.clone(),
            expression: entry.expression.clone(),
            figure: figure(entry),
            file: files.get(entry.span.file).path.to_string(),
        };
        Self {
            edition: OldEdition { audience: audience.into(), language: document.language.clone() },
            numbers: document.ledger.iter().map(number).collect(),
        }
    }
}

#[derive(Debug, Deserialize)]
struct OldEdition {
    audience: EcoString,
    language: EcoString,
}

#[derive(Debug, Clone, Deserialize)]
struct OldNumber {
    text: EcoString,
    expression: EcoString,
    figure: Option<EcoString>,
    file: String,
}

/// Identifies a number on a page: figure, expression, and its position among equal ones.
pub(crate) type PassageKey = (Option<EcoString>, EcoString, usize);

/// Changes that are one to the author, by place and wording.
type Moves = BTreeMap<
    (String, Option<usize>, EcoString, Option<EcoString>, Option<EcoString>, EcoString),
    Move,
>;

/// Compares what is staged with what is published; none if nothing was published before.
pub fn explain(stage: &StagedOutput, session: &Session<'_>, files: &Files) -> Option<Explanation> {
    let moved = stage.moved()?;
    let plan = &session.plan;
    let editions: HashMap<_, _> =
        plan.editions.iter().map(|edition| (edition.address.as_str(), edition)).collect();
    let mut moves = Moves::new();
    let mut pdfs = Vec::new();
    for (path, movement) in moved {
        if has_extension(&path, "pdf") {
            pdfs.push((path, movement));
        } else if let Some(address) = path.strip_suffix(routes::NUMBERS) {
            let old = stage.published(&path).and_then(|bytes| serde_json::from_slice(&bytes).ok());
            // Mistakes were reported when the edition was built.
            let edition = editions.get(address);
            let new = edition.and_then(|edition| session.document(edition).value);
            let audience = edition.map(|edition| &*edition.site.audience.id).unwrap_or_default();
            let page = Page { address, audience, files };
            page.compare(old.as_ref(), new.as_ref(), &mut moves);
        }
    }
    Some(Explanation { moves: moves.into_values().collect(), pdfs })
}

/// Compares the editions of two versions of a publication, which have the same addresses; `files` are
/// the texts of the newer one.
pub fn between(
    before: &[(&Edition<'_>, &Document)],
    after: &[(&Edition<'_>, &Document)],
    files: &Files,
) -> Explanation {
    let old: HashMap<&str, _> =
        before.iter().map(|(edition, document)| (&*edition.address, *document)).collect();
    let mut moves = Moves::new();
    for &(edition, new) in after {
        let (address, audience) = (&*edition.address, &*edition.site.audience.id);
        let old = old.get(address).map(|old| OldLedger::of((old, audience), files));
        Page { address, audience, files }.compare(old.as_ref(), Some(new), &mut moves);
    }
    Explanation { moves: moves.into_values().collect(), pdfs: Vec::new() }
}

fn has_extension(path: &str, extension: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, found)| found == extension)
}

/// A page whose numbers are compared.
struct Page<'a> {
    address: &'a str,
    /// The audience's identifier; empty if there is no such page any more.
    audience: &'a str,
    files: &'a Files,
}

impl Page<'_> {
    fn compare(&self, old: Option<&OldLedger>, new: Option<&Document>, moves: &mut Moves) {
        let mut before = keyed(old.map_or(&[][..], |old| &old.numbers), |number| {
            (number.figure.clone(), number.expression.clone())
        });
        let entries = new.map_or(&[][..], |new| &new.ledger);
        let mut after: Vec<_> = keyed(entries, |entry| (figure(entry), entry.expression.clone()))
            .into_iter()
            .map(|(key, index)| (index, before.remove(&key)))
            .collect();
        after.sort_unstable();
        if let Some(new) = new {
            self.changed(&after, old, new, moves);
        }
        for index in before.into_values() {
            let Some(old) = old else { continue };
            let number = &old.numbers[index];
            let gone = Move {
                file: number.file.clone(),
                line: None,
                expression: number.expression.clone(),
                before: Some(number.text.clone()),
                after: None,
                sentence: number.figure.clone().unwrap_or_default(),
                in_figure: number.figure.is_some(),
                editions: Vec::new(),
            };
            let Page { address, .. } = self;
            let OldEdition { audience, language } = &old.edition;
            add(
                gone,
                Printing {
                    audience: audience.clone(),
                    language: language.clone(),
                    address: (*address).into(),
                    anchor: EcoString::new(),
                },
                moves,
            );
        }
    }

    /// Adds the numbers of a page that are new or different; `matched` are their places in the new
    /// ledger and in the old one.
    fn changed(
        &self,
        matched: &[(usize, Option<usize>)],
        old: Option<&OldLedger>,
        new: &Document,
        moves: &mut Moves,
    ) {
        let text = |index: usize| old.map(|old| old.numbers[index].text.clone());
        let earlier: HashMap<_, _> = matched
            .iter()
            .filter_map(|&(index, old)| Some((index, old.and_then(text)?)))
            .filter(|(index, text)| new.ledger[*index].text != *text)
            .collect();
        let sentences = Sentences::with(new, &earlier);
        for &(index, old) in matched {
            let entry = &new.ledger[index];
            let before = old.and_then(text);
            if before.as_ref() == Some(&entry.text) {
                continue;
            }
            let file = self.files.get(entry.span.file);
            let found = Move {
                file: file.path.to_string(),
                line: Some(file.line_column(entry.span.start as usize).0),
                expression: entry.expression.clone(),
                before,
                after: Some(entry.text.clone()),
                sentence: sentences.around(index, entry),
                in_figure: figure(entry).is_some(),
                editions: Vec::new(),
            };
            add(
                found,
                Printing {
                    audience: self.audience.into(),
                    language: new.language.clone(),
                    address: self.address.into(),
                    anchor: entry.anchor(index),
                },
                moves,
            );
        }
    }
}

/// Adds a change, or adds the edition to the same change in other editions.
fn add(found: Move, printing: Printing, moves: &mut Moves) {
    let key = (
        found.file.clone(),
        found.line,
        found.expression.clone(),
        found.before.clone(),
        found.after.clone(),
        found.sentence.clone(),
    );
    moves.entry(key).or_insert(found).editions.push(printing);
}

fn figure(entry: &LedgerEntry) -> Option<EcoString> {
    match &entry.place {
        LedgerPlace::Text => None,
        LedgerPlace::Figure { label, .. } => Some(label.clone()),
    }
}

/// Returns the places of numbers by what identifies them.
pub(crate) fn keyed<T>(
    numbers: &[T],
    name: impl Fn(&T) -> (Option<EcoString>, EcoString),
) -> BTreeMap<PassageKey, usize> {
    let mut counts: HashMap<_, usize> = HashMap::new();
    let mut key = |number: &T| {
        let (figure, expression) = name(number);
        let count = counts.entry((figure.clone(), expression.clone())).or_default();
        *count += 1;
        (figure, expression, *count)
    };
    numbers.iter().enumerate().map(|(index, number)| (key(number), index)).collect()
}
