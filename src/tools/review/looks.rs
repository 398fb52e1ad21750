//! What reviewers changed of how words and paragraphs look: emphasis, and what a paragraph is.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::changes::Comparison;
use super::docx::Paragraph;
use super::groups::Group;
use super::lines::Reading;
use super::today::Today;
use super::token::{self, Token};
use super::verify::says_the_same;
use super::{Kind, Proposal, Standing};
use crate::render::word::{Line, LineKind};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Text,
    Heading(usize),
    Item,
    Quote,
}

impl Role {
    /// Returns the role of paragraphs of a style.
    fn of(style: &str, is_item: bool) -> Self {
        let name = style.to_lowercase();
        match heading_level(&name) {
            Some(level) => Self::Heading(level),
            None if is_item || name.starts_with("list") => Self::Item,
            None if matches!(name.as_str(), "quote" | "intense quote") => Self::Quote,
            None => Self::Text,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Heading(level) => format!("a heading of level {level}"),
            Self::Item => "an item of a list".to_owned(),
            Self::Quote => "a quotation".to_owned(),
        }
    }
}

/// Returns the level of a heading, by the name of its style.
pub(super) fn heading_level(style: &str) -> Option<usize> {
    style.to_lowercase().strip_prefix("heading")?.trim().parse().ok()
}

impl Reading<'_> {
    /// Returns what reviewers made of a paragraph by giving it another style.
    pub(super) fn restyled(&self, group: &Group<'_>) -> Option<Proposal> {
        let line = &self.sent.lines[group.line];
        let paragraph = group.paragraphs[0];
        if line.kind == LineKind::Program || line.style.is_empty() || paragraph.in_table {
            return None;
        }
        let style = self.returned.style(paragraph);
        // What had no number and no bullet has none by its style either.
        let before = Role::of(&line.style, false);
        let after = Role::of(style, paragraph.is_item && !style.is_empty());
        if before == after {
            return None;
        }
        let proposal = Proposal {
            before: format!("{}: {}", before.name(), super::changes::shown(line, self.sent)),
            after: after.name(),
            ..self.proposal(Kind::Format, line)
        };
        let is_plain = line.kind == LineKind::Paragraph
            && before == Role::Text
            && line.lead.is_empty()
            && !line.is_note;
        let head = self.head(line, paragraph);
        if !is_plain || head.is_empty() {
            let reason = "the paragraph has another style: mark it by hand".to_owned();
            return Some(Proposal { standing: Standing::Open(reason), ..proposal });
        }
        let found = match self.today.find(line) {
            Err(reason) => {
                return Some(Proposal { standing: Standing::Conflict(reason), ..proposal });
            }
            Ok(found) => found,
        };
        let place = Today::block(found).and_then(|place| {
            let written = self.today.text(line).get(place.clone()).unwrap_or_default();
            let reason = || "the paragraph has several lines: mark it by hand".to_owned();
            if written.contains('\n') { Err(reason()) } else { Ok(place) }
        });
        Some(match place {
            Err(reason) => Proposal { standing: Standing::Open(reason), ..proposal },
            Ok(place) => Proposal { edits: vec![(place.start..place.start, head)], ..proposal },
        })
    }

    /// Returns which words of a line reviewers emphasised, or no longer want emphasised.
    pub(super) fn emphasised(&self, group: &Group<'_>) -> Vec<Proposal> {
        let line = &self.sent.lines[group.line];
        if line.kind == LineKind::Program {
            return Vec::new();
        }
        let comparison = Comparison::new(line, self.sent);
        let found = comparison.looks(&group.paragraphs).into_iter();
        found.map(|change| self.emphasis(line, &comparison, &change)).collect()
    }

    fn emphasis(&self, line: &Line, comparison: &Comparison<'_>, change: &Look) -> Proposal {
        let said = |(bold, italic): (bool, bool)| match (bold, italic) {
            (true, true) => "bold and italic",
            (true, false) => "bold",
            (false, true) => "italic",
            (false, false) => "plain",
        };
        let proposal = Proposal {
            before: change.text.clone(),
            after: format!("{} instead of {}", said(change.after), said(change.before)),
            ..self.proposal(Kind::Format, line)
        };
        let edits = comparison.placed(change.units.clone()).and_then(|range| {
            let edits = marks(line, range, (change.before, change.after))?;
            says_the_same((&line.text, line.start), self.sent, &edits).then_some(edits)
        });
        let is_text = matches!(line.kind, LineKind::Paragraph | LineKind::Heading);
        if let Some(edits) = edits.filter(|_| is_text) {
            self.placed(line, proposal, Ok(edits))
        } else {
            let reason = "other emphasis: mark it by hand".to_owned();
            Proposal { standing: Standing::Open(reason), ..proposal }
        }
    }
}

/// Words that look otherwise than they were sent.
pub(super) struct Look {
    units: Range<usize>,
    text: String,
    /// Whether they were bold and italic.
    before: (bool, bool),
    after: (bool, bool),
}

impl Comparison<'_> {
    /// Returns the words that are the same and look otherwise, as long stretches as there are.
    fn looks(&self, paragraphs: &[&Paragraph]) -> Vec<Look> {
        let mut new = token::returned(paragraphs);
        token::recover(&mut new, self.line, self.sent);
        let before: Vec<_> = self.old.iter().map(|old| old.token.clone()).collect();
        let after: Vec<_> = new.iter().map(|new| new.token.clone()).collect();
        let operations = capture_diff_slices(Algorithm::Myers, &before, &after);
        let equal = operations.iter().filter(|operation| operation.tag() == DiffTag::Equal);
        let mut found: Vec<Look> = Vec::new();
        let mut last = None;
        for (old, now) in equal.flat_map(|same| same.old_range().zip(same.new_range())) {
            let Token::Text(text) = &before[old] else { continue };
            let is_word = text.chars().any(char::is_alphanumeric);
            let (own, other) = (self.old[old].look, new[now].look);
            if !is_word {
                continue;
            }
            if own == other {
                last = None;
                continue;
            }
            if let Some(look) = found
                .last_mut()
                .filter(|look| last.is_some() && (look.before, look.after) == (own, other))
            {
                look.units.end = self.old[old].units.end;
                look.text = token::show(before[last.unwrap_or(old)..=old].iter(), self.sent);
            } else {
                last = Some(old);
                let units = self.old[old].units.clone();
                found.push(Look { units, text: text.clone(), before: own, after: other });
            }
        }
        found
    }
}

/// Returns what puts marks around words, or takes those away that are around them.
fn marks(
    line: &Line,
    range: Range<usize>,
    (before, after): ((bool, bool), (bool, bool)),
) -> Option<Vec<(Range<usize>, String)>> {
    let sign =
        |(bold, italic): (bool, bool)| "*".repeat(2 * usize::from(bold) + usize::from(italic));
    let (start, end) = (range.start, range.end);
    let (bold, italic) = (after.0 && !before.0, after.1 && !before.1);
    let is_less = (before.0 && !after.0) || (before.1 && !after.1);
    if !is_less {
        let mark = sign((bold, italic));
        return Some(vec![(start..start, mark.clone()), (end..end, mark)]);
    }
    if bold || italic {
        return None;
    }
    let gone = sign((before.0 && !after.0, before.1 && !after.1));
    let left = line.text.get(..start.checked_sub(line.start)?)?;
    let right = line.text.get(end.checked_sub(line.start)?..)?;
    let other = gone.replace('*', "_");
    let mark = [gone, other]
        .into_iter()
        .find(|mark| left.ends_with(mark.as_str()) && right.starts_with(mark.as_str()))?;
    let length = mark.len();
    Some(vec![(start - length..start, String::new()), (end..end + length, String::new())])
}
