//! Line by line: which paragraphs were returned, in which order, and what changed in each.

use std::collections::BTreeSet;
use std::ops::Range;

use super::changes::{Comparison, Edit, tampered};
use super::docx::{Paragraph, Returned, TrackedChange};
use super::groups::{Group, groups, is_empty, moved, text};
use super::looks::heading_level;
use super::markdown::{separator, whole_lines};
use super::today::{Found, Today};
use super::verify::{reads_alike, says_the_same};
use super::{Comments, Kind, Proposal, Standing};
use crate::publication::Publication;
use crate::render::word::{ATOM, Line, LineKind, Sent};

/// Returns all that a document proposes.
pub(super) fn proposals(
    returned: &Returned,
    (name, comments): (&str, Comments),
    publication: &Publication,
) -> Vec<Proposal> {
    let sent = &returned.sent;
    let reading = Reading { returned, sent, name, comments, today: Today::new(sent, publication) };
    reading.proposals()
}

pub(super) struct Reading<'a> {
    pub(super) returned: &'a Returned,
    pub(super) sent: &'a Sent,
    name: &'a str,
    pub(super) comments: Comments,
    pub(super) today: Today<'a>,
}

impl<'a> Reading<'a> {
    fn proposals(&self) -> Vec<Proposal> {
        let (groups, leading) = groups(self.returned);
        let moved = moved(&groups);
        let mut proposals: Vec<_> =
            leading.into_iter().filter_map(|paragraph| self.leading(paragraph)).collect();
        for (place, group) in groups.iter().enumerate() {
            if moved.contains(&group.line) {
                proposals.extend(
                    self.moved(group, place.checked_sub(1).map(|before| groups[before].line)),
                );
            }
            proposals.extend(self.changed(group));
            proposals.extend(self.restyled(group));
            proposals.extend(self.emphasised(group));
            proposals.extend(self.pasted(group));
            proposals.extend(self.remarks(group));
        }
        let seen: BTreeSet<_> = groups
            .iter()
            .flat_map(|group| std::iter::once(group.line).chain(group.joined.iter().copied()))
            .collect();
        proposals.extend(self.other_remarks(&groups));
        let gone = (0..self.sent.lines.len()).filter(|line| !seen.contains(line));
        proposals.extend(gone.filter_map(|line| self.deleted(line, Vec::new())));
        proposals
    }

    /// Returns what became of the words of a line.
    fn changed(&self, group: &Group<'a>) -> Vec<Proposal> {
        let line = &self.sent.lines[group.line];
        let mut proposals: Vec<_> = tampered(&group.paragraphs, self.sent)
            .iter()
            .map(|change| self.locked(line, change))
            .collect();
        if group.joined.is_empty() {
            let (first, rest) = (group.paragraphs[0], &group.paragraphs[1..]);
            if rest.is_empty() && is_empty(first) && !line.pieces.is_empty() {
                let authors = docx_authors(first);
                proposals.extend(self.deleted(group.line, authors));
                return proposals;
            }
        } else {
            proposals.push(self.joined(group));
            return proposals;
        }
        let comparison = Comparison::new(line, self.sent);
        let head = |paragraph: &Paragraph| self.head(line, paragraph);
        let mut stretches = comparison.stretches(&group.paragraphs, &head);
        let are_written = stretches.iter().all(|stretch| stretch.edits.is_ok());
        if are_written && !reads_alike((line, self.sent), &stretches, &group.paragraphs) {
            let reason = "Markdown would read it differently: write it by hand";
            for stretch in &mut stretches {
                stretch.edits = Err(reason.to_owned());
            }
        }
        proposals.extend(stretches.into_iter().map(|stretch| {
            let kind = if stretch.before.is_empty() && stretch.after.starts_with('¶') {
                Kind::Insertion
            } else {
                Kind::Change
            };
            let edits = stretch.edits.and_then(|edits| {
                let whole = |edit| self.with_controls(edit);
                edits.into_iter().map(whole).collect::<Result<Vec<_>, String>>()
            });
            let proposal = Proposal {
                authors: stretch.authors,
                before: stretch.before,
                after: stretch.after,
                ..self.proposal(kind, line)
            };
            self.placed(line, proposal.named(self.name), edits)
        }));
        proposals
    }

    /// Returns an edit with its controls as their author wrote them: a number that was moved stays bound.
    fn with_controls(&self, edit: Edit) -> Result<(Range<usize>, String), String> {
        let mut parts = edit.text.split(ATOM);
        let mut text = parts.next().unwrap_or_default().to_owned();
        for (part, atom) in parts.zip(edit.atoms) {
            let written = self.today.atom(atom);
            text += &written.ok_or("it contains something whose source is not known")?;
            text += part;
        }
        Ok((edit.range, text))
    }

    /// Moves the edits of a proposal to where today's file has the line.
    pub(super) fn placed(
        &self,
        line: &Line,
        proposal: Proposal,
        edits: Result<Vec<(Range<usize>, String)>, String>,
    ) -> Proposal {
        let edits = match edits {
            Ok(edits)
                if line.kind == LineKind::Yaml
                    && edits.iter().any(|(_, text)| is_yaml_sign(text)) =>
            {
                let reason =
                    "it is in YAML, where these characters have a meaning: write it by hand"
                        .to_owned();
                return Proposal { standing: Standing::Open(reason), ..proposal };
            }
            Ok(edits) => edits,
            Err(reason) => return Proposal { standing: Standing::Open(reason), ..proposal },
        };
        let found = match self.today.find(line) {
            Err(reason) => return Proposal { standing: Standing::Conflict(reason), ..proposal },
            Ok(found) => found,
        };
        let written = match &edits[..] {
            [(open, before), (close, after)] if open.is_empty() && close.is_empty() => {
                let words = open.start..close.start;
                self.around(line, found, &words, [before.clone(), after.clone()])
            }
            _ => {
                let written = edits.into_iter().map(|edit| self.written(line, found, edit));
                written.collect::<Result<Vec<_>, String>>().map(|edits| edits.concat())
            }
        };
        match written {
            Err(reason) => Proposal { standing: Standing::Open(reason), ..proposal },
            Ok(edits) => {
                let at = edits.iter().map(|(range, _)| range.start).min();
                Proposal { at, edits, ..proposal }
            }
        }
    }

    /// Returns what an edit of a line writes into today's file.
    fn written(
        &self,
        line: &Line,
        found: Found<'_>,
        (range, text): (Range<usize>, String),
    ) -> Result<Vec<(Range<usize>, String)>, String> {
        // A new block is put after the whole block, including its marks and attributes.
        let is_end = range.start == line.start + line.text.trim_end().len();
        if is_end && range.is_empty() && text.starts_with('\n') {
            let end = found.passage.place.end as usize;
            return Ok(vec![(end..end, text)]);
        }
        let places = self.today.written(line, found, &range)?;
        let texts = std::iter::once(text).chain(std::iter::repeat(String::new()));
        Ok(places.into_iter().zip(texts).collect())
    }

    /// Returns what puts marks around words in today's file.
    fn around(
        &self,
        line: &Line,
        found: Found<'_>,
        words: &Range<usize>,
        [before, after]: [String; 2],
    ) -> Result<Vec<(Range<usize>, String)>, String> {
        let places = self.today.written(line, found, words)?;
        let hand = || "marks cannot stand around these words: write it by hand".to_owned();
        let (first, last) = places.first().zip(places.last()).ok_or_else(hand)?;
        let edits = vec![(first.start..first.start, before), (last.end..last.end, after)];
        let place = found.passage.place.range();
        let text = self.today.text(line).get(place.clone()).unwrap_or_default();
        let is_same = says_the_same((text, place.start), self.sent, &edits);
        is_same.then_some(edits).ok_or_else(hand)
    }

    pub(super) fn proposal(&self, kind: Kind, line: &Line) -> Proposal {
        Proposal {
            authors: Vec::new(),
            kind,
            path: line.file.clone(),
            at: self.today.place(line),
            before: String::new(),
            after: String::new(),
            standing: Standing::Ready,
            edits: Vec::new(),
        }
        .named(self.name)
    }

    fn locked(&self, line: &Line, change: &super::changes::Tampered) -> Proposal {
        let atom = &self.sent.atoms[change.atom];
        let cells = if atom.cells.is_empty() {
            String::new()
        } else {
            format!(", from {}", atom.cells.join(", "))
        };
        let source = format!("`{}`{cells}", atom.source);
        let reason = format!("the {} is {source}: change it there", atom.kind.noun());
        Proposal {
            before: atom.text.clone(),
            after: change.text.clone(),
            standing: Standing::Open(reason),
            ..self.proposal(Kind::Locked, line)
        }
    }

    /// Returns what a new paragraph begins with in Markdown.
    pub(super) fn head(&self, line: &Line, paragraph: &Paragraph) -> String {
        if let Some(level) = heading_level(self.returned.style(paragraph)) {
            // In a report, the title of a chapter is a heading of the first level.
            let is_chapter =
                self.sent.work.starts_with("reports/") && line.file.contains("briefs/");
            let level = if is_chapter { level.max(2) } else { level + 1 };
            return format!("{} ", "#".repeat(level.min(6)));
        }
        if paragraph.is_item { "- ".to_owned() } else { String::new() }
    }

    /// Returns the deletion of a line; none for what the author did not write.
    fn deleted(&self, number: usize, authors: Vec<String>) -> Option<Proposal> {
        let line = &self.sent.lines[number];
        let shown = super::changes::shown(line, self.sent);
        if shown.trim().is_empty() || line.kind == LineKind::Program {
            return None;
        }
        let mut proposal = Proposal { before: shown, ..self.proposal(Kind::Deletion, line) };
        if !authors.is_empty() {
            proposal.authors = authors;
        }
        if !matches!(line.kind, LineKind::Paragraph | LineKind::Heading) {
            let reason = "delete its table, figure or key by hand".to_owned();
            return Some(Proposal { standing: Standing::Open(reason), ..proposal });
        }
        let found = match self.today.find(line) {
            Err(reason) => {
                return Some(Proposal { standing: Standing::Conflict(reason), ..proposal });
            }
            Ok(found) => found,
        };
        if found.passage.is_remarked() {
            let reason = "a remark stands in it: delete it by hand".to_owned();
            return Some(Proposal { standing: Standing::Open(reason), ..proposal });
        }
        Some(match Today::block(found) {
            Err(reason) => Proposal { standing: Standing::Open(reason), ..proposal },
            Ok(place) => {
                let range = whole_lines(self.today.text(line), place.start, place.end);
                Proposal { edits: vec![(range, String::new())], ..proposal }
            }
        })
    }

    /// Returns the proposal to merge several paragraphs into one.
    fn joined(&self, group: &Group<'a>) -> Proposal {
        let lines = std::iter::once(group.line).chain(group.joined.iter().copied());
        let before: Vec<_> =
            lines.map(|line| super::changes::shown(&self.sent.lines[line], self.sent)).collect();
        let after: Vec<_> = group.paragraphs.iter().map(|paragraph| text(paragraph)).collect();
        let reason = "paragraphs were joined: join them by hand".to_owned();
        Proposal {
            before: before.join("¶"),
            after: after.concat(),
            standing: Standing::Open(reason),
            ..self.proposal(Kind::Change, &self.sent.lines[group.line])
        }
    }

    /// Returns the proposal to add a paragraph before all that was sent.
    fn leading(&self, paragraph: &Paragraph) -> Option<Proposal> {
        let lines = &self.sent.lines;
        let first = lines.iter().find(|line| line.is_note == paragraph.in_note).or(lines.first())?;
        let reason = "it stands before everything that was sent: write it by hand".to_owned();
        let authors = paragraph.parts.iter().filter_map(|part| match &part.change {
            TrackedChange::Inserted(author) => Some(author.clone()),
            TrackedChange::None | TrackedChange::Deleted(_) => None,
        });
        let authors: BTreeSet<_> = authors.filter(|author| !author.is_empty()).collect();
        let mut proposal = Proposal {
            after: text(paragraph),
            standing: Standing::Open(reason),
            ..self.proposal(Kind::Insertion, first)
        };
        if !authors.is_empty() {
            proposal.authors = authors.into_iter().collect();
        }
        Some(proposal)
    }

    /// Returns the proposal to add a table, which a person must type.
    fn pasted(&self, group: &Group<'a>) -> Option<Proposal> {
        let cells: Vec<_> = group.pasted.iter().map(|cell| text(cell)).collect();
        let reason = "a new table: write it into the Markdown, or bind it to data".to_owned();
        (!cells.is_empty()).then(|| Proposal {
            after: cells.join(" | "),
            standing: Standing::Open(reason),
            ..self.proposal(Kind::Insertion, &self.sent.lines[group.line])
        })
    }

    /// Returns the proposal to move a block: after the line `before`.
    fn moved(&self, group: &Group<'a>, before: Option<usize>) -> Option<Proposal> {
        let line = &self.sent.lines[group.line];
        if line.kind == LineKind::Program {
            return None;
        }
        let target = before.map(|before| &self.sent.lines[before]);
        let after =
            target.map(|target| super::changes::shown(target, self.sent)).unwrap_or_default();
        let proposal = Proposal {
            before: super::changes::shown(line, self.sent),
            after: format!("after: {after}"),
            ..self.proposal(Kind::Move, line)
        };
        let open = |reason: &str| Standing::Open(reason.to_owned());
        let is_block = |line: &Line| matches!(line.kind, LineKind::Paragraph | LineKind::Heading);
        let Some(target) = target.filter(|target| is_block(target) && is_block(line)) else {
            return Some(Proposal { standing: open("move it by hand"), ..proposal });
        };
        if target.file != line.file {
            return Some(Proposal {
                standing: open("it moved to another file: move it by hand"),
                ..proposal
            });
        }
        let places = self.today.find(line).and_then(|from| Ok((from, self.today.find(target)?)));
        let (from, to) = match places {
            Err(reason) => {
                return Some(Proposal { standing: Standing::Conflict(reason), ..proposal });
            }
            Ok(places) => places,
        };
        let places = Today::block(from).and_then(|from| Ok((from, Today::block(to)?)));
        let (from, to) = match places {
            Err(reason) => return Some(Proposal { standing: Standing::Open(reason), ..proposal }),
            Ok(places) => places,
        };
        let file = self.today.text(line);
        let range = whole_lines(file, from.start, from.end);
        // An item is moved with its mark.
        let lead = file[..from.start].rfind('\n').map_or(0, |at| at + 1).max(range.start);
        let head = file.get(lead..from.start).unwrap_or_default();
        let Some(text) = separator(target, head) else {
            return Some(Proposal { standing: open("move it by hand"), ..proposal });
        };
        let edits = vec![(range, String::new()), (to.end..to.end, text + &file[from])];
        Some(Proposal { edits, ..proposal })
    }
}

impl Proposal {
    /// Names the file where it names no reviewer.
    fn named(mut self, name: &str) -> Self {
        if self.authors.is_empty() {
            self.authors.push(name.to_owned());
        }
        self
    }
}

fn is_yaml_sign(text: &str) -> bool {
    text.contains(['"', '\'', '\\', '\n', '#']) || text.contains(": ")
}

fn docx_authors(paragraph: &Paragraph) -> Vec<String> {
    let parts = paragraph.parts.iter().filter_map(|part| match &part.change {
        TrackedChange::Deleted(author) => Some(author.clone()),
        TrackedChange::None | TrackedChange::Inserted(_) => None,
    });
    parts.collect::<BTreeSet<_>>().into_iter().collect()
}
