//! What reviewers remark in the margin, and how that becomes remarks in the Markdown.

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::{Comparison, shown};
use super::docx::{Comment, Paragraph, PartKind};
use super::groups::Group;
use super::lines::Reading;
use super::verify::says_the_same;
use super::{Comments, Kind, Proposal, Standing};
use crate::render::word::{AUTHOR, Line, LineKind};

impl Reading<'_> {
    /// Returns the margin comments of reviewers on a line.
    pub(super) fn remarks(&self, group: &Group<'_>) -> Vec<Proposal> {
        let line = &self.sent.lines[group.line];
        let ids = comments(&group.paragraphs);
        let found = ids.iter().filter_map(|id| Some((id, self.returned.comments.get(*id)?)));
        let own = found.filter(|(_, comment)| comment.author != AUTHOR);
        own.map(|(id, comment)| self.remark(line, comment, commented(&group.paragraphs, id)))
            .collect()
    }

    /// Returns comments whose place is gone, and those on what no line of the text is.
    pub(super) fn other_remarks(&self, groups: &[Group<'_>]) -> Vec<Proposal> {
        let placed: BTreeSet<&str> = groups
            .iter()
            .flat_map(|group| {
                comments(&group.paragraphs).into_iter().chain(comments(&group.pasted))
            })
            .collect();
        let lost = self.returned.comments.iter().filter(|(id, _)| !placed.contains(id.as_str()));
        let lost = lost.filter(|(_, comment)| comment.author != AUTHOR);
        let open = |(_, comment): (&String, &Comment)| Proposal {
            authors: vec![comment.author.clone()],
            kind: Kind::Comment,
            path: String::new(),
            at: None,
            before: String::new(),
            after: comment.text.clone(),
            standing: Standing::Open("a comment whose place is not known: answer it".to_owned()),
            edits: Vec::new(),
        };
        lost.map(open).collect()
    }

    /// Returns the proposal to keep a comment; `words` are those that it is about, counted in units of the line.
    fn remark(&self, line: &Line, comment: &Comment, words: Option<Marked<'_>>) -> Proposal {
        let about = words.as_ref().map(|words| words.text.trim()).filter(|text| !text.is_empty());
        let proposal = Proposal {
            authors: vec![comment.author.clone()],
            before: about.map_or_else(|| shown(line, self.sent), str::to_owned),
            after: comment.text.clone(),
            ..self.proposal(Kind::Comment, line)
        };
        let open = |proposal: Proposal, reason: &str| Proposal {
            standing: Standing::Open(reason.to_owned()),
            ..proposal
        };
        if self.comments == Comments::Listed {
            return open(proposal, "a comment: answer it, or change the text");
        }
        if !matches!(line.kind, LineKind::Paragraph | LineKind::Heading) {
            return open(proposal, "a comment on what has no place for remarks: answer it");
        }
        let comparison = Comparison::new(line, self.sent);
        let marked = words.and_then(|words| comparison.range(&words.paragraphs, words.range));
        // Where the words themselves cannot be marked, the remark is on the whole line.
        let places = [marked, comparison.whole()].into_iter().flatten();
        let edits = places.map(|range| edits(range, comment));
        let edits = edits.filter(|edits| says_the_same((&line.text, line.start), self.sent, edits));
        let mut found = edits.map(|edits| self.placed(line, proposal.clone(), Ok(edits)));
        let first = found.next();
        if first.as_ref().is_none_or(|first| matches!(first.standing, Standing::Open(_))) {
            let ready = found.find(|other| other.standing == Standing::Ready);
            let reason = "a comment on what has no place for remarks: answer it";
            return ready.or(first).unwrap_or_else(|| open(proposal, reason));
        }
        first.unwrap_or(proposal)
    }
}

/// Returns what puts a remark around a range of a file.
fn edits(range: Range<usize>, comment: &Comment) -> Vec<(Range<usize>, String)> {
    let said = format!("{}: {}", comment.author, comment.text);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    // A value has no quote of the kind that it stands in.
    let quoted = if said.contains('"') && !said.contains('\'') {
        format!("'{said}'")
    } else {
        format!("\"{}\"", said.replace('"', "”"))
    };
    let (start, end) = (range.start, range.end);
    vec![(start..start, "[".to_owned()), (end..end, format!("]{{comment={quoted}}}"))]
}

/// Words that a comment is about.
pub(super) struct Marked<'a> {
    paragraphs: Vec<&'a Paragraph>,
    /// Their characters, counted through the present text of the paragraphs; all else counts as one.
    range: Range<usize>,
    text: String,
}

/// Returns the ids of comments that end in paragraphs.
fn comments<'a>(paragraphs: &[&'a Paragraph]) -> Vec<&'a str> {
    let parts = paragraphs.iter().flat_map(|paragraph| &paragraph.parts);
    let ids = parts.filter_map(|part| match &part.kind {
        PartKind::Comment(id) => Some(id.as_str()),
        PartKind::Text { .. }
        | PartKind::Atom { .. }
        | PartKind::Note
        | PartKind::CommentStart(_) => None,
    });
    ids.collect()
}

/// Returns the words between the marks of a comment; none if it begins elsewhere, or nowhere.
fn commented<'a>(paragraphs: &[&'a Paragraph], id: &str) -> Option<Marked<'a>> {
    let (mut at, mut start, mut text) = (0, None, String::new());
    for (number, paragraph) in paragraphs.iter().enumerate() {
        at += usize::from(number > 0);
        for part in &paragraph.parts {
            match &part.kind {
                PartKind::CommentStart(own) if own == id => start = Some(at),
                PartKind::Comment(own) if own == id => {
                    let paragraphs = paragraphs.to_vec();
                    return start.map(|start| Marked { paragraphs, range: start..at, text });
                }
                PartKind::CommentStart(_) | PartKind::Comment(_) => {}
                _ if part.is_deleted() => {}
                PartKind::Text { text: words, .. } => {
                    at += words.chars().count();
                    if start.is_some() {
                        text.push_str(words);
                    }
                }
                PartKind::Atom { text: words, .. } => {
                    at += 1;
                    if start.is_some() {
                        text.push_str(words);
                    }
                }
                PartKind::Note => at += 1,
            }
        }
    }
    None
}
