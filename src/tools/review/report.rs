//! Proposals as people and programs read them.

use std::fmt::Write as _;

use serde_json::json;

use super::{Proposal, Review, Standing};
use crate::base::limits::counted;

/// How proposals are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}

/// The longest text that is shown whole.
const LONGEST: usize = 160;

/// Prints the proposals of a review, each with its number.
pub fn render(review: &Review, format: Format) -> String {
    let mut out = String::new();
    for (index, proposal) in review.proposals.iter().enumerate() {
        match format {
            Format::Human => human(&mut out, index + 1, proposal, review),
            Format::Json => {
                let _ = writeln!(out, "{}", object(index + 1, proposal, review));
            }
        }
    }
    if format == Format::Human {
        let count = |wanted: fn(&Standing) -> bool| {
            review.proposals.iter().filter(|proposal| wanted(&proposal.standing)).count()
        };
        let ready = count(|standing| *standing == Standing::Ready);
        let conflicts = count(|standing| matches!(standing, Standing::Conflict(_)));
        let open = count(|standing| matches!(standing, Standing::Open(_)));
        let _ = writeln!(
            out,
            "{}: {ready} ready, {conflicts} in conflict, {open} to do by hand",
            counted(review.proposals.len(), "proposal")
        );
    }
    out
}

fn human(out: &mut String, number: usize, proposal: &Proposal, review: &Review) {
    let authors = proposal.authors.join(", ");
    let _ = writeln!(
        out,
        "{number}. {} by {authors} at {}",
        proposal.kind.name(),
        place(proposal, review)
    );
    if !proposal.before.is_empty() {
        let _ = writeln!(out, "   - {}", short(&proposal.before));
    }
    if !proposal.after.is_empty() {
        let _ = writeln!(out, "   + {}", short(&proposal.after));
    }
    match &proposal.standing {
        Standing::Ready => {}
        Standing::Conflict(reason) => _ = writeln!(out, "   conflict: {reason}"),
        Standing::Open(reason) => _ = writeln!(out, "   open: {reason}"),
    }
}

fn object(number: usize, proposal: &Proposal, review: &Review) -> serde_json::Value {
    let (standing, reason) = match &proposal.standing {
        Standing::Ready => ("ready", None),
        Standing::Conflict(reason) => ("conflict", Some(reason)),
        Standing::Open(reason) => ("open", Some(reason)),
    };
    json!({
        "number": number,
        "kind": proposal.kind.name(),
        "authors": proposal.authors,
        "place": place(proposal, review),
        "before": proposal.before,
        "after": proposal.after,
        "standing": standing,
        "reason": reason,
    })
}

/// Returns the place of a proposal as file, line and column.
fn place(proposal: &Proposal, review: &Review) -> String {
    let file = review.files.find(&proposal.path);
    match (file, proposal.at) {
        (Some(file), Some(at)) => {
            let (line, column) = review.files.get(file).line_column(at);
            format!("{}:{line}:{column}", proposal.path)
        }
        _ if proposal.path.is_empty() => "a text of the program".to_owned(),
        _ => proposal.path.clone(),
    }
}

/// Returns a text on one line, its middle left out if it is long.
fn short(text: &str) -> String {
    let text = text.replace('\n', "⏎");
    let count = text.chars().count();
    if count <= LONGEST {
        return text;
    }
    let start: String = text.chars().take(LONGEST / 2).collect();
    let end: String = text.chars().skip(count - LONGEST / 2).collect();
    format!("{start} … {end}")
}
