//! Which paragraphs were returned for each line, and which lines were moved.

use std::collections::{BTreeMap, BTreeSet};

use super::docx::{Paragraph, PartKind, Returned, TrackedChange};

/// A line as it was returned: the paragraph with its bookmark, and those after it that have none.
pub(super) struct Group<'a> {
    pub line: usize,
    /// Further lines that were merged into it by deleting their ends.
    pub joined: Vec<usize>,
    pub paragraphs: Vec<&'a Paragraph>,
    /// The cells of tables that were pasted after it.
    pub pasted: Vec<&'a Paragraph>,
}

/// Gathers the paragraphs of each line; and those with text that stand before the first line of the text or of the
/// footnotes.
pub(super) fn groups(returned: &Returned) -> (Vec<Group<'_>>, Vec<&Paragraph>) {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut leading = Vec::new();
    let mut seen = BTreeSet::new();
    let mut joins_next = false;
    let mut in_note = false;
    let mut notes = notes(returned).into_iter().peekable();
    for paragraph in &returned.paragraphs {
        let note = notes.next_if(|_| paragraph.in_note && !is_bare(paragraph));
        let lines: Vec<_> = paragraph
            .lines
            .iter()
            .copied()
            .chain(note.filter(|_| paragraph.lines.is_empty()))
            .filter(|line| *line < returned.sent.lines.len() && seen.insert(*line))
            .collect();
        // The text ends where the footnotes begin.
        let before = groups.last_mut().filter(|_| in_note == paragraph.in_note);
        in_note = paragraph.in_note;
        match (lines.split_first(), before) {
            // The end of the paragraph before was deleted as a tracked change.
            (Some((first, rest)), Some(group)) if joins_next => {
                group.joined.push(*first);
                group.joined.extend(rest);
                group.paragraphs.push(paragraph);
            }
            (Some((&line, rest)), _) => {
                groups.push(Group {
                    line,
                    joined: rest.to_vec(),
                    paragraphs: vec![paragraph],
                    pasted: Vec::new(),
                });
            }
            (None, Some(group)) if paragraph.in_table && !group.paragraphs[0].in_table => {
                group.pasted.push(paragraph);
            }
            (None, Some(group)) if !is_empty(paragraph) => group.paragraphs.push(paragraph),
            (None, None) if !is_empty(paragraph) => leading.push(paragraph),
            (None, _) => {}
        }
        joins_next = paragraph.joined_by.is_some() && !is_gone(paragraph);
    }
    (groups, leading)
}

/// Returns the lines of footnotes, if as many were returned: some programs keep no bookmarks in
/// footnotes.
fn notes(returned: &Returned) -> Vec<usize> {
    let lines = returned.sent.lines.iter().enumerate();
    let notes: Vec<_> = lines.filter(|(_, line)| line.is_note).map(|(number, _)| number).collect();
    let count = returned
        .paragraphs
        .iter()
        .filter(|paragraph| paragraph.in_note && !is_bare(paragraph))
        .count();
    if count == notes.len() { notes } else { Vec::new() }
}

/// Returns the lines that stand elsewhere than they were sent: all but the longest run that is
/// still in order. Footnotes stand in the order of their calls, which is Word's affair.
pub(super) fn moved(groups: &[Group<'_>]) -> BTreeSet<usize> {
    let in_text = groups.iter().filter(|group| !group.paragraphs[0].in_note);
    let lines: Vec<_> = in_text.map(|group| group.line).collect();
    // For each place, the longest run in order that ends there, and the place before it.
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(lines.len());
    // The place where the best run of each length ends, by its last line.
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (place, &line) in lines.iter().enumerate() {
        let before = ends.range(..line).next_back().map(|(_, &place)| place);
        let length = before.map_or(1, |before| best[before].0 + 1);
        best.push((length, before));
        ends.insert(line, place);
        // Runs that end later and are not longer cannot be better.
        let later: Vec<_> = ends
            .range(line + 1..)
            .take_while(|&(_, &other)| best[other].0 <= length)
            .map(|(&line, _)| line)
            .collect();
        for line in later {
            ends.remove(&line);
        }
    }
    let mut kept = BTreeSet::new();
    let mut place = (0..best.len()).max_by_key(|&place| best[place].0);
    while let Some(at) = place {
        kept.insert(lines[at]);
        place = best[at].1;
    }
    lines.into_iter().filter(|line| !kept.contains(line)).collect()
}

/// Whether a paragraph never contained anything, as in the lines that separate footnotes.
fn is_bare(paragraph: &Paragraph) -> bool {
    paragraph.parts.is_empty() && paragraph.lines.is_empty()
}

/// Whether a paragraph is empty now.
pub(super) fn is_empty(paragraph: &Paragraph) -> bool {
    text(paragraph).trim().is_empty()
        && !paragraph.parts.iter().any(|part| {
            !matches!(part.change, TrackedChange::Deleted(_))
                && matches!(part.kind, PartKind::Atom { .. } | PartKind::Note)
        })
}

/// Whether a paragraph was deleted as a whole.
fn is_gone(paragraph: &Paragraph) -> bool {
    is_empty(paragraph) && !paragraph.parts.is_empty()
}

/// Returns the present text of a paragraph.
pub(super) fn text(paragraph: &Paragraph) -> String {
    let kept =
        paragraph.parts.iter().filter(|part| !matches!(part.change, TrackedChange::Deleted(_)));
    kept.map(|part| match &part.kind {
        PartKind::Text { text, .. } | PartKind::Atom { text, .. } => text.as_str(),
        PartKind::Note | PartKind::CommentStart(_) | PartKind::Comment(_) => "",
    })
    .collect()
}
