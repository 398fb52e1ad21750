//! Reviews: what reviewers changed in Word documents, brought back to the Markdown.
//!
//! ```text
//! review.docx ──docx──> Returned ──lines──> Stretch ──place──> Proposal ──apply──> Markdown
//! (several)             paragraphs          what changed       where it belongs    files
//!                       with changes        line by line       today
//! ```
//!
//! A document carries what was sent ([`Sent`](crate::render::word::Sent)), so tracking of changes need not be on: what came
//! back is compared with what went out. Nothing is guessed and nothing is lost. A change is *ready*
//! if its place in today's file is certain and what it would write reads as the document does;
//! it is a *conflict* if the author changed the place since, or two reviewers want different
//! things there; and it is *open* if only a person can do it, such as a change of a bound number.
//!
//! Start reading at [`review`].

mod apply;
mod changes;
pub(crate) mod docx;
mod edits;
mod groups;
mod lines;
mod looks;
mod markdown;
mod place;
mod remarks;
mod report;
mod today;
mod token;
mod verify;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use crate::base::files::Files;
use crate::engine::load::{Failure, load_all};

pub use report::{Format, render};

/// A returned document: its name and its bytes.
#[derive(Debug, Clone)]
pub struct Copy {
    /// The name of the file.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A change that a reviewer proposes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Who proposes it: names of reviewers, or the name of the file if it names nobody.
    pub authors: Vec<String>,
    /// What it is.
    pub kind: Kind,
    /// The file that it is about; empty for what no author wrote.
    pub path: String,
    /// Its first byte in the file as it is today, if that is known.
    pub at: Option<usize>,
    /// What was there.
    pub before: String,
    /// The present text, or the text of a comment.
    pub after: String,
    /// Whether it can be written.
    pub standing: Standing,
    /// What to write into the file as it is today; empty unless it is ready.
    edits: Vec<(Range<usize>, String)>,
}

impl Proposal {
    /// Returns the words that it puts marks around; none if it does anything else.
    fn marks(&self) -> Option<Range<usize>> {
        match self.edits.as_slice() {
            [(open, _), (close, _)]
                if matches!(self.kind, Kind::Comment | Kind::Format)
                    && open.is_empty()
                    && close.is_empty() =>
            {
                Some(open.start..close.start)
            }
            _ => None,
        }
    }
}

/// What a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Other words.
    Change,
    /// A block that is gone.
    Deletion,
    /// A block that is new.
    Insertion,
    /// A block that was moved.
    Move,
    /// Other emphasis, or another style of a paragraph.
    Format,
    /// A remark in the margin.
    Comment,
    /// A bound number, citation or term whose text was changed although it is locked.
    Locked,
}

impl Kind {
    /// Returns its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Deletion => "deletion",
            Self::Insertion => "insertion",
            Self::Move => "move",
            Self::Format => "format",
            Self::Comment => "comment",
            Self::Locked => "locked",
        }
    }
}

/// Whether a proposal can be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It can.
    Ready,
    /// Only after a decision; why.
    Conflict(String),
    /// Not by the program; why.
    Open(String),
}

/// What came back.
#[derive(Debug)]
pub struct Review {
    /// The proposals, in the order of files and places.
    pub proposals: Vec<Proposal>,
    /// The files of the publication as they are.
    pub files: Files,
}

/// What to do with margin comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// They are listed, for a person to answer.
    Listed,
    /// They become remarks in the Markdown, `[words]{comment="…"}`, which only drafts show.
    Kept,
}

/// Which proposals are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// All that are ready.
    Ready,
    /// Those with these numbers, from 1.
    Numbers(Vec<usize>),
}

/// Reads what reviewers of the publication in `root` sent back.
///
/// # Errors
/// Returns the name of a file that is no document that Quipu sent, with what is wrong with it,
/// or the first I/O error.
pub fn review(root: &Path, copies: &[Copy], comments: Comments) -> Result<Review, ReviewError> {
    // What is wrong with the publication is no matter of reviewers.
    let (publication, _) = load_all(root).map_err(ReviewError::Failure)?;
    let mut proposals = Vec::new();
    for copy in copies {
        let returned = docx::read(&copy.bytes)
            .map_err(|reason| ReviewError::Unreadable { name: copy.name.clone(), reason })?;
        proposals.extend(lines::proposals(&returned, (&copy.name, comments), &publication));
    }
    let proposals = place::settle(proposals);
    Ok(Review { proposals, files: publication.files })
}

/// Returns the files that change when proposals are written, by their paths, with their new texts.
///
/// # Errors
/// Returns a number that no proposal has, or one whose proposal is not ready, and why.
pub fn apply(review: &Review, choice: &Choice) -> Result<BTreeMap<String, String>, ReviewError> {
    let chosen = match choice {
        Choice::Ready => review
            .proposals
            .iter()
            .filter(|proposal| proposal.standing == Standing::Ready)
            .collect(),
        Choice::Numbers(numbers) => {
            numbers.iter().map(|&number| chosen(review, number)).collect::<Result<Vec<_>, _>>()?
        }
    };
    Ok(apply::apply(&chosen, &review.files))
}

fn chosen(review: &Review, number: usize) -> Result<&Proposal, ReviewError> {
    let proposal = number.checked_sub(1).and_then(|index| review.proposals.get(index));
    let proposal =
        proposal.ok_or(ReviewError::UnknownNumber { number, count: review.proposals.len() })?;
    match &proposal.standing {
        Standing::Ready => Ok(proposal),
        Standing::Conflict(reason) | Standing::Open(reason) => {
            Err(ReviewError::NotReady { number, reason: reason.clone() })
        }
    }
}

/// Why a review cannot be read or written.
#[derive(Debug)]
pub enum ReviewError {
    /// The publication cannot be read.
    Failure(Failure),
    /// A file is no document that Quipu sent.
    Unreadable {
        /// The file.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// No proposal has this number.
    UnknownNumber {
        /// The number.
        number: usize,
        /// How many proposals there are.
        count: usize,
    },
    /// The proposal with this number cannot be written.
    NotReady {
        /// The number.
        number: usize,
        /// Why.
        reason: String,
    },
}

impl std::fmt::Display for ReviewError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Failure(Failure::Io(path, error)) => {
                write!(formatter, "failed to use `{}` ({error})", path.display())
            }
            Self::Failure(Failure::Refused(..)) => {
                formatter.write_str("the publication has mistakes")
            }
            Self::Unreadable { name, reason } => {
                write!(formatter, "`{name}` cannot be read back ({reason})")
            }
            Self::UnknownNumber { number, count } => {
                write!(formatter, "there is no proposal {number}; there are {count}")
            }
            Self::NotReady { number, reason } => {
                write!(formatter, "proposal {number} cannot be written ({reason})")
            }
        }
    }
}

impl std::error::Error for ReviewError {}
