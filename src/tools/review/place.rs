//! Changes by several reviewers: the same change is proposed once, different changes in one place
//! are a conflict.

use std::ops::Range;

use super::{Kind, Proposal, Standing};

/// Sorts proposals by file and place, joins those that agree, and marks those that do not.
pub(super) fn settle(proposals: Vec<Proposal>) -> Vec<Proposal> {
    let mut settled: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        match settled.iter_mut().find(|other| is_same(other, &proposal)) {
            Some(other) => {
                for author in proposal.authors {
                    if !other.authors.contains(&author) {
                        other.authors.push(author);
                    }
                }
            }
            None => settled.push(proposal),
        }
    }
    settled.sort_by(|left, right| {
        let key = |proposal: &Proposal| {
            (proposal.path.clone(), proposal.at.unwrap_or(usize::MAX), proposal.kind)
        };
        key(left).cmp(&key(right))
    });
    let clashes: Vec<_> = (0..settled.len()).map(|number| clash(number, &settled)).collect();
    for (proposal, clash) in settled.iter_mut().zip(clashes) {
        if let Some(reason) = clash {
            proposal.standing = Standing::Conflict(reason);
            proposal.edits.clear();
        }
    }
    settled
}

/// Whether two reviewers propose the same.
fn is_same(left: &Proposal, right: &Proposal) -> bool {
    left.kind != Kind::Comment
        && left.kind == right.kind
        && left.path == right.path
        && left.at == right.at
        && left.before == right.before
        && left.after == right.after
        && left.edits == right.edits
}

/// Returns why a proposal cannot be written with the others, if it cannot.
fn clash(number: usize, proposals: &[Proposal]) -> Option<String> {
    let own = &proposals[number];
    if own.standing != Standing::Ready {
        return None;
    }
    // Comments do not conflict with each other, nor with words beside theirs.
    if own.kind == Kind::Comment {
        return covered(number, proposals);
    }
    let others = proposals.iter().enumerate().filter(|(other, proposal)| {
        *other != number
            && proposal.path == own.path
            && proposal.standing == Standing::Ready
            && proposal.kind != Kind::Comment
    });
    let clashes = |other: &Proposal| {
        let nest = own.marks().is_some() && other.marks().is_some();
        own.edits.iter().any(|(left, _)| {
            other.edits.iter().any(|(right, _)| {
                let touch = left.is_empty() && right.is_empty() && left.start == right.start;
                let overlap = left.start < right.end && right.start < left.end;
                // An insertion inside of what another deletes, or at either end of what it replaces.
                let inside = |point: &Range<usize>, range: &Range<usize>| {
                    point.is_empty() && range.start < point.start && point.start < range.end
                };
                // What is done to a block is done to where it was.
                let goes = |kind: Kind| matches!(kind, Kind::Move | Kind::Deletion);
                let at = |point: &Range<usize>, range: &Range<usize>| {
                    point.is_empty() && !range.is_empty() && point.start == range.start
                };
                let gone =
                    (goes(other.kind) && at(left, right)) || (goes(own.kind) && at(right, left));
                (touch && !nest) || overlap || inside(left, right) || inside(right, left) || gone
            })
        }) || crosses(own, other)
    };
    let mut found = others.filter(|(_, other)| clashes(other)).peekable();
    found.peek()?;
    let numbers: Vec<_> = found.map(|(other, _)| (other + 1).to_string()).collect();
    Some(format!("it conflicts with {} here", numbers.join(", ")))
}

/// Returns why a comment cannot be kept with the other proposals: its words are gone.
fn covered(number: usize, proposals: &[Proposal]) -> Option<String> {
    let own = &proposals[number];
    let others = proposals.iter().enumerate().filter(|(_, other)| {
        other.path == own.path && other.standing == Standing::Ready && other.kind != Kind::Comment
    });
    let is_inside = |other: &Proposal| {
        own.edits.iter().any(|(point, _)| {
            other
                .edits
                .iter()
                .any(|(range, _)| range.start < point.start && point.start < range.end)
        })
    };
    let numbers: Vec<_> = others
        .filter(|(_, other)| is_inside(other))
        .map(|(other, _)| (other + 1).to_string())
        .collect();
    (!numbers.is_empty()).then(|| format!("its words are changed by {}", numbers.join(", ")))
}

/// Whether the marks of two proposals would stand across each other.
fn crosses(left: &Proposal, right: &Proposal) -> bool {
    let (Some(left), Some(right)) = (left.marks(), right.marks()) else { return false };
    let across = |left: &Range<usize>, right: &Range<usize>| {
        left.start < right.start && right.start < left.end && left.end < right.end
    };
    across(&left, &right) || across(&right, &left)
}
