//! Where today's files have what was sent.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::base::files::Files;
use crate::publication::Publication;
use crate::publication::manuscript::Manuscript;
use crate::render::word::{Line, Seen, SeenLine, Sent};

/// The files that a document is from, as they are today.
pub(super) struct Today<'a> {
    sent: &'a Sent,
    files: &'a Files,
    /// What the readers of the document see of them.
    seen: Seen,
}

/// Where the text of a line is today: in a passage, from a byte of it.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub passage: &'a SeenLine,
    at: usize,
    /// Whether it is all of the passage.
    is_whole: bool,
}

impl<'a> Today<'a> {
    /// Finds what the readers of a document see of the publication.
    pub(super) fn new(sent: &'a Sent, publication: &'a Publication) -> Self {
        let texts = publication.works.values().flat_map(|work| work.manuscripts.values());
        let texts = texts.map(|text| -> &Manuscript { text });
        let files = &publication.files;
        Self { sent, files, seen: Seen::of(texts, files, &sent.audience) }
    }

    /// Returns the file of a line as it is.
    pub(super) fn text(&self, line: &Line) -> &str {
        self.files.find(&line.file).map_or("", |file| &self.files.get(file).text)
    }

    /// Returns where the text of a line is, if that is certain.
    ///
    /// # Errors
    /// Returns why it is not.
    pub(super) fn find(&self, line: &Line) -> Result<Found<'_>, String> {
        let gone = || format!("`{}` is no longer there", line.file);
        let file = self.files.find(&line.file).ok_or_else(gone)?;
        let passages = self.seen.of_file(file);
        let same: Vec<_> = passages
            .iter()
            .filter(|passage| passage.text == line.text && passage.lead == line.lead)
            .collect();
        let is_same = |other: &&Line| {
            other.file == line.file && other.text == line.text && other.lead == line.lead
        };
        let sent: BTreeSet<usize> =
            self.sent.lines.iter().filter(is_same).map(|other| other.start).collect();
        let number = sent.iter().position(|start| *start == line.start).unwrap_or_default();
        let whole = |passage| Found { passage, at: 0, is_whole: true };
        match same[..] {
            [passage] => return Ok(whole(passage)),
            _ if same.len() == sent.len() => {
                if let Some(passage) = same.get(number) {
                    return Ok(whole(passage));
                }
            }
            _ => {}
        }
        // Its author may have written more before or behind it.
        let longer = passages.iter().filter(|passage| passage.lead == line.lead);
        let mut longer = longer.flat_map(|passage| {
            let places = passage.text.match_indices(&line.text);
            places.map(move |(at, _)| Found { passage, at, is_whole: false })
        });
        match (longer.next(), longer.next()) {
            (Some(found), None) if !line.text.is_empty() => Ok(found),
            _ => Err("the author changed this since it was sent".to_owned()),
        }
    }

    /// Returns where a line begins in its file; none if that is not certain.
    pub(super) fn place(&self, line: &Line) -> Option<usize> {
        let found = self.find(line).ok()?;
        if found.is_whole {
            return Some(found.passage.place.start as usize);
        }
        let places = found.passage.written(found.at..found.at, self.files);
        places.ok()?.first().map(|place| place.start)
    }

    /// Returns the places in the file of a range of the record that is within a line.
    ///
    /// # Errors
    /// Returns why it must be changed by hand: its readers do not see all that stands there.
    pub(super) fn written(
        &self,
        line: &Line,
        found: Found<'_>,
        range: &Range<usize>,
    ) -> Result<Vec<Range<usize>>, String> {
        let at = |place: usize| (place + found.at).checked_sub(line.start);
        let range = at(range.start).zip(at(range.end)).ok_or_else(unseen)?;
        found.passage.written(range.0..range.1, self.files).map_err(|_| unseen())
    }

    /// Returns the place in the file of a paragraph or a heading.
    ///
    /// # Errors
    /// Returns why it must be changed by hand.
    pub(super) fn block(found: Found<'_>) -> Result<Range<usize>, String> {
        if !found.is_whole {
            return Err("the author changed this since it was sent".to_owned());
        }
        if found.passage.is_for_some() {
            return Err(unseen());
        }
        Ok(found.passage.place.range())
    }

    /// Returns what a control stands for, as its author wrote it.
    pub(super) fn atom(&self, number: usize) -> Option<String> {
        let (from, to) = self.sent.atoms.get(number)?.span?;
        let holds = |line: &&Line| {
            let has = line.pieces.contains(&crate::render::word::Piece::Atom { a: number });
            has && line.start <= from && to <= line.start + line.text.len()
        };
        let line = self.sent.lines.iter().find(holds)?;
        let found = self.find(line).ok()?;
        let seen = from - line.start + found.at..to - line.start + found.at;
        let place = found.passage.atom_written(&seen)?;
        self.text(line).get(place).map(str::to_owned)
    }
}

fn unseen() -> String {
    "a remark, or words for other readers, stand in it: write it by hand".to_owned()
}
