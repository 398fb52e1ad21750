//! Problems in the user's input, and how they reach the user.
//!
//! Every stage gathers [`Diagnostic`]s instead of stopping at the first, so one
//! run reports all that is wrong. A stage knows *what* is wrong and *where*;
//! [`render`] alone knows how a report looks. To add one, add a [`Code`] with its
//! explanation and raise it where the problem is seen.

mod checked;
mod code;
mod consequence;
mod kept;
mod profiles;
pub mod render;

pub use checked::Checked;
pub use code::Code;
pub use consequence::sift;
pub(crate) use kept::{Kept, kept};
pub use profiles::Profiles;

use ecow::EcoString;

use std::collections::BTreeMap;

use crate::base::limits::ALIKE;
use crate::base::span::{FileId, Span};

/// Whether a problem stops the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published.
    Error,
    /// It is published, and someone should look.
    Warning,
}

/// Where a problem is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// In the text of a file.
    Text(Span),
    /// A file or folder as a whole, by its path below the publication's root.
    Path(String),
}

/// A problem in the user's input, addressed to the user.
///
/// The message is one lowercase clause without a final period, with names in
/// backticks. Hints say what to write, or ask what was meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[must_use = "a diagnostic helps nobody until it is reported"]
pub struct Diagnostic {
    /// The place to underline.
    pub place: Place,
    /// Whether the build can go on.
    pub severity: Severity,
    /// What kind of problem it is.
    pub code: Code,
    /// What is wrong.
    pub message: String,
    /// Further places that matter, with what is there.
    pub related: Vec<(Span, String)>,
    /// What to try, most likely first.
    pub hints: Vec<String>,
    /// The missing name, if a missing name is the problem: a key, an id, a file. Whatever keeps
    /// that name from existing is the cause, from which this problem follows.
    pub lacks: Option<Box<EcoString>>,
    /// How many other problems follow from this one, and are not listed.
    pub more: u32,
    /// The entities in whose profiles it was found; empty for a text without profiles.
    pub profiles: Option<Box<Profiles>>,
}

impl Diagnostic {
    /// Returns the files that its places are in.
    pub(crate) fn files(&self) -> impl Iterator<Item = FileId> {
        let own = match &self.place {
            Place::Text(span) => Some(span.file),
            Place::Path(_) => None,
        };
        own.into_iter().chain(self.related.iter().map(|(span, _)| span.file))
    }

    /// Creates an error at `span`.
    pub fn error(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Place::Text(span), message)
    }

    /// Creates a warning at `span`.
    pub fn warning(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, Place::Text(span), message)
    }

    /// Creates an error about the file or folder at `path` as a whole.
    pub fn error_at_path(code: Code, path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, Place::Path(path.into()), message)
    }

    fn new(severity: Severity, code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            place,
            severity,
            code,
            message: message.into(),
            related: vec![],
            hints: vec![],
            lacks: None,
            more: 0,
            profiles: None,
        }
    }

    /// Makes it a warning.
    pub fn into_warning(self) -> Self {
        Self { severity: Severity::Warning, ..self }
    }

    /// States which missing name was asked for.
    pub fn lacking(mut self, name: impl Into<EcoString>) -> Self {
        self.lacks = Some(Box::new(name.into()));
        self
    }

    /// Adds a hint.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds a hint if there is one.
    pub fn with_hints(mut self, hints: impl IntoIterator<Item = String>) -> Self {
        self.hints.extend(hints);
        self
    }

    /// Adds another place that matters, such as the first of two definitions.
    pub fn with_related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// Returns the file that the problem is in, if it is in the text of one.
    pub fn file(&self) -> Option<FileId> {
        match &self.place {
            Place::Text(span) => Some(span.file),
            Place::Path(_) => None,
        }
    }
}

/// The problems found so far.
#[derive(Debug, Clone, Default)]
pub struct Problems(Vec<Diagnostic>);

impl Problems {
    /// Adds a problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Returns the problems, in the order in which they were found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// Adds problems.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.0.extend(diagnostics);
    }

    /// Keeps the value of a result, or else records the problem.
    pub fn keep<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|diagnostic| self.push(diagnostic)).ok()
    }

    /// Keeps the values of results, or else records all the problems.
    pub fn keep_all<T>(
        &mut self,
        results: impl IntoIterator<Item = Result<T, Diagnostic>>,
    ) -> Option<Vec<T>> {
        let kept: Vec<_> = results.into_iter().map(|result| self.keep(result)).collect();
        kept.into_iter().collect()
    }

    /// Marks all problems as found in the profile of an entity, if they were.
    #[must_use]
    pub fn of_profile(mut self, entity: Option<&EcoString>) -> Self {
        for problem in self.0.iter_mut().filter(|problem| problem.profiles.is_none()) {
            problem.profiles = entity.map(|entity| Box::new(Profiles::of(entity)));
        }
        self
    }

    /// Returns the first problem that stops the build, if there is one.
    pub fn first_error(&self) -> Option<&Diagnostic> {
        self.0.iter().find(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Whether any problem stops the build.
    pub fn has_errors(&self) -> bool {
        self.0.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Returns the problems in file order, each once.
    ///
    /// Two editions of a brief meet the same mistake, and so do the profiles of a thousand places;
    /// the author needs to read it once. Of those that are alike in one file, the first hundred are returned, and how many more there are.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0.sort();
        self.0.dedup();
        let mut sorted: Vec<Diagnostic> = Vec::new();
        let mut alike: BTreeMap<(Option<FileId>, Code), (usize, usize)> = BTreeMap::new();
        for diagnostic in profiles::merged(self.0) {
            let (count, last) = alike.entry((diagnostic.file(), diagnostic.code)).or_default();
            *count += 1;
            if *count <= ALIKE.most || diagnostic.file().is_none() {
                *last = sorted.len();
                sorted.push(diagnostic);
            }
        }
        let too_many = alike.values().filter(|(count, _)| *count > ALIKE.most);
        for &(count, last) in too_many {
            let message = format!("{} more of this kind follow in this file", count - ALIKE.most);
            if let Some(last) = sorted.get_mut(last).filter(|last| last.file().is_some()) {
                last.hints.push(message);
            }
        }
        sorted
    }
}

impl IntoIterator for Problems {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

/// How many names are compared with a wrong one.
const MOST_CANDIDATES: usize = 1_000;

/// From how many bytes on a name is no misspelt one.
const LONGEST_NAME: usize = 200;

/// Returns the hint "did you mean …?" if one of `candidates` is close to `name`.
pub fn did_you_mean<'a>(
    name: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let mut candidates: Vec<_> = candidates.into_iter().collect();
    let several: Vec<_> = name.split(',').map(str::trim).collect();
    if several.len() > 1 && several.iter().all(|part| candidates.contains(part)) {
        return Some(format!("a list has brackets: `[{}]`", several.join(", ")));
    }
    if name.len() > LONGEST_NAME {
        return None;
    }
    // Of very many, those that begin alike are enough: a file may have as many wrong names.
    if candidates.len() > MOST_CANDIDATES {
        let first = |text: &str| text.chars().next().map(|letter| letter.to_ascii_lowercase());
        let wanted = first(name);
        candidates.retain(|candidate| first(candidate) == wanted);
        candidates.truncate(MOST_CANDIDATES);
    }
    let wanted = name.to_lowercase();
    let similarity = |candidate: &str| {
        // Prefers, of two names that differ only in capitals, the one with the same capitals.
        let as_written = strsim::jaro_winkler(name, candidate);
        (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), as_written)
    };
    let rank = |left: (f64, f64), right: (f64, f64)| {
        left.0.total_cmp(&right.0).then(left.1.total_cmp(&right.1))
    };
    candidates
        .into_iter()
        .map(|candidate| (similarity(candidate), candidate))
        .filter(|((similarity, _), _)| *similarity > 0.75)
        .max_by(|left, right| rank(left.0, right.0).then(right.1.cmp(left.1)))
        .map(|(_, nearest)| format!("did you mean `{nearest}`?"))
}

/// Returns the suggestion of a hint in a form that can replace what was written.
pub fn meant(hint: &str) -> Vec<&str> {
    let Some(meant) = hint.strip_prefix("did you mean `") else { return vec![] };
    let Some(meant) = meant.strip_suffix("`?") else { return vec![] };
    meant.split("` or `").collect()
}
