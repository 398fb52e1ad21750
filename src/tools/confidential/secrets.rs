//! Finds in the sources what an audience may not have, and replaces it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::closed::{self, Shown};
use super::included::Places;
use super::{beside, columns, lines};
use crate::base::files::{Files, Reading};
use crate::base::span::{FileId, Span};
use crate::markup::visit::{Calls, Visit};
use crate::markup::{Attributes, Block, BlockKind, Inline, InlineKind, says_nothing};
use crate::projection::Projection;
use crate::publication::Publication;
use crate::publication::audience::Condition;
use crate::publication::entity;
use crate::publication::restricted::Restriction;

/// How secrets are changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Variation {
    /// Each text is replaced by another of a different length.
    Other,
    /// Files, blocks and spans are removed where possible.
    Gone,
}

/// What is kept when a publication is varied: what some audiences may have.
pub(super) struct Kept<'a> {
    /// What is theirs.
    pub projections: &'a [&'a Projection],
    /// What they see of closed data.
    pub shown: &'a [&'a Shown],
}

/// Returns the files of a publication with other secrets, and how many were changed. Secret is what is not kept.
pub(super) fn vary(
    reading: &Reading,
    publication: &Publication,
    kept: &Kept<'_>,
    variation: Variation,
) -> (Reading, usize) {
    let projections = kept.projections;
    let mut varied = reading.clone();
    let named = publication.named(&|text| {
        let key = (text.form, text.id.clone());
        projections.iter().any(|projection| projection.works.contains_key(&key))
    });
    let mut places = Places::default();
    let mut count = 0;
    for (key, work) in &publication.works {
        for (tag, manuscript) in &work.manuscripts {
            if !manuscript.is_written() {
                continue;
            }
            let has = |projection: &&&Projection| {
                projection.works.get(key).is_some_and(|work| work.manuscript(tag).is_some())
            };
            let readers: Vec<_> =
                projections.iter().filter(has).map(|it| it.audience.id.as_str()).collect();
            // A text that others name would leave a mistake where they do.
            let is_removable = readers.is_empty() && !named.contains(key.1.as_str());
            if is_removable && variation == Variation::Gone {
                varied.texts.remove(manuscript.file);
                places.remove(manuscript, &publication.files);
                count += 1;
                continue;
            }
            let files = &publication.files;
            let is_secret = readers.is_empty();
            let (edits, shown) = (Edits::new(), BTreeSet::new());
            let mut search = Search {
                readers: &readers,
                is_secret,
                is_alone: false,
                names_divs: manuscript.profile.is_some(),
                files,
                variation,
                edits,
                shown,
            };
            manuscript.visit(&mut search);
            let mut own = search.edits.remove(&manuscript.file).unwrap_or_default();
            if is_secret {
                beside::move_times(&files.get(manuscript.file).text, &mut own);
            }
            count += own.len();
            let text = edited(&reading.texts.get(manuscript.file).text, &own);
            varied.texts.set(manuscript.file, text);
            places.add(manuscript, (search.edits, &search.shown), files);
        }
    }
    count += places.vary(&mut varied);
    count += vary_parts(&mut varied, publication, kept, variation);
    count += beside::vary_pictures(&mut varied, publication, projections, variation);
    let theirs: BTreeSet<_> = projections.iter().map(|it| it.audience.id.as_str()).collect();
    count += remove_templates(&mut varied, publication, &theirs);
    (varied, count)
}

/// Edits of a file, by the places of what they replace.
pub(super) type EditsOfFile = BTreeMap<(u32, u32), String>;

/// Edits of files.
pub(super) type Edits = BTreeMap<FileId, EditsOfFile>;

/// Replaces what the parts of files say that nobody may have for whom something is kept, what closed datasets say of
/// themselves and in cells that nobody sees; rows and entries are also taken away, and written twice.
fn vary_parts(
    varied: &mut Reading,
    publication: &Publication,
    kept: &Kept<'_>,
    variation: Variation,
) -> usize {
    let mut edits = Edits::new();
    let is_secret = |part: &&Restriction| {
        !kept.projections.iter().any(|it| part.readers.admits(&it.audience.id))
    };
    let files = &publication.files;
    let mut rows = BTreeMap::new();
    let mut said = beside::texts_of_closed_data(publication);
    let entities = files.find(entity::PATH);
    for part in publication.restrictions.iter().filter(is_secret) {
        // Other words would name no entity: what is for others would have a mistake, and its pages would be gone.
        let is_entity = entities.is_some_and(|file| part.named_in(file).is_some());
        let names = |text: &str| !is_entity && publication.entities.find(text).is_some();
        said.extend(part.texts.iter().filter(|(text, _)| !names(text)).cloned());
        let is_named = part.texts.iter().any(|(text, _)| names(text));
        let lines = part.removable().filter_map(|start| lines::of(start, files));
        rows.extend(lines.map(|line| (line, !is_named && is_repeatable(line, files))));
    }
    for (text, span) in said {
        // A text over several lines would have to be written as one.
        if files.text(span).trim_matches(['"', '\'']) == text {
            let is_number = text.starts_with(|c: char| c.is_ascii_digit());
            let other = if is_number { format!("9{text}") } else { other(&text) };
            edits.entry(span.file).or_default().insert((span.start, span.end), other);
        }
    }
    let movable = closed::movable(publication, kept.shown);
    for (span, other) in movable.cells {
        edits.entry(span.file).or_default().insert((span.start, span.end), other);
    }
    if variation == Variation::Gone {
        columns::take_away(publication, &is_secret, &mut edits);
    }
    rows.extend(movable.rows);
    vary_rows(varied, &rows, &mut edits, variation);
    let count = edits.values().map(BTreeMap::len).sum();
    for (file, edits) in edits {
        let text = edited(&varied.texts.get(file).text, &edits);
        varied.texts.set(file, text);
    }
    count
}

/// Whether some lines can be there twice: the items of lists and the rows of tables, but not the keys of mappings.
fn is_repeatable(line: Span, files: &Files) -> bool {
    let is_yaml = files.get(line.file).path.strip_suffix(".yaml").is_some();
    !is_yaml || files.text(line).trim_start().starts_with('-')
}

/// Adds edits that take rows away, or write those a second time that can be there twice, with other words than the
/// first.
fn vary_rows(
    varied: &Reading,
    rows: &BTreeMap<Span, bool>,
    edits: &mut Edits,
    variation: Variation,
) {
    let mut by_file: BTreeMap<FileId, BTreeMap<usize, usize>> = BTreeMap::new();
    let is_gone = variation == Variation::Gone;
    for (row, _) in rows.iter().filter(|(_, doubles)| is_gone || **doubles) {
        by_file.entry(row.file).or_default().insert(row.start as usize, row.end as usize);
    }
    for (file, lines) in by_file {
        let text = &varied.texts.get(file).text;
        let of_file = edits.entry(file).or_default();
        for lines in lines::removable(text, &lines) {
            let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
            let (start, end) = (at(lines.start), at(lines.end));
            if is_gone {
                of_file.insert((start, end), String::new());
                continue;
            }
            // What was written twice before ends where this begins.
            let inside = of_file.range((start, 0)..(end, 0)).filter(|((_, to), _)| *to > start);
            let inside: Vec<_> = inside.collect();
            let twice = inside.iter().map(|&(&(from, to), replacement)| {
                let is_number =
                    replacement.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
                let again =
                    if is_number { replacement.clone() } else { format!("{replacement} again") };
                ((from - start, to - start), again)
            });
            let twice = edited(&text[lines], &twice.collect());
            // A row whose key stays the same would be a mistake.
            if !inside.is_empty() && twice.ends_with('\n') {
                of_file.insert((end, end), twice);
            }
        }
    }
}

/// Removes the templates of audiences that are not among `theirs`.
fn remove_templates(
    varied: &mut Reading,
    publication: &Publication,
    theirs: &BTreeSet<&str>,
) -> usize {
    let mut count = 0;
    let open = publication.audiences.iter().filter(|it| !theirs.contains(it.id.as_str()));
    for audience in open {
        let folder = format!("templates/audiences/{}/", audience.id);
        let files: Vec<FileId> = varied.texts.below(&folder).map(|(id, _)| id).collect();
        count += files.len();
        for file in files {
            varied.texts.remove(file);
        }
        varied.assets.retain(|path, _| !path.starts_with(&folder));
    }
    count
}

/// A walk over a manuscript that changes what may not be read.
struct Search<'k> {
    /// The audiences that may read on.
    readers: &'k [&'k str],
    /// Whether none of them may read the current part.
    is_secret: bool,
    /// Whether the current node is all that an item, a quotation or a line has, which would be left empty without it: an
    /// edition has nothing there, while an author who left it empty would have meant that.
    is_alone: bool,
    /// Whether parts of profiles may name divs, which would be a mistake without them.
    names_divs: bool,
    /// The files, those that are included among them.
    files: &'k Files,
    variation: Variation,
    edits: Edits,
    /// The files that something stands in.
    shown: BTreeSet<FileId>,
}

impl Search<'_> {
    /// Whether what has these attributes is withheld from all readers.
    fn withholds(&self, attributes: &Attributes) -> bool {
        let condition = Condition::of_attributes(attributes);
        self.is_secret || !self.readers.iter().any(|reader| condition.admits(reader))
    }

    /// Returns the text of the file that a node stands in.
    fn text(&self, span: Span) -> &str {
        &self.files.get(span.file).text
    }

    fn replace(&mut self, file: FileId, (start, end): (usize, usize), text: String) {
        let at = |offset| u32::try_from(offset).unwrap_or(u32::MAX);
        self.edits.entry(file).or_default().insert((at(start), at(end)), text);
    }

    /// Whether a part is removed completely. One that calls a footnote is not, because the note
    /// would be left without a call, which is a mistake of its own.
    fn takes_away(&self, walk: impl FnOnce(&mut Calls)) -> bool {
        let mut calls = Calls::default();
        walk(&mut calls);
        self.variation == Variation::Gone && !self.is_alone && calls.labels.is_empty()
    }

    /// Takes a span away, with its attributes, which stand behind its place, and with the space before
    /// it, where one would be left at the end of a line or beside another.
    fn remove_span(&mut self, span: Span) {
        let Some((start, end)) = self.place(span, "[") else { return };
        let text = self.text(span);
        let rest = text.get(end..).unwrap_or_default();
        let attributes = rest.strip_prefix('{').and_then(|rest| rest.find('}'));
        let end = end + attributes.map_or(0, |at| at + 2);
        let after = text.get(end..).and_then(|rest| rest.chars().next());
        let gap = after.is_none_or(|next| next.is_whitespace() || matches!(next, '\'' | '"'));
        let before = text.get(..start).is_some_and(|text| text.ends_with(' '));
        self.replace(span.file, (start - usize::from(gap && before), end), String::new());
    }

    /// Returns where a node stands that begins with `head`: texts of front matter that are quoted stand
    /// one byte behind the place of their scalar.
    fn place(&self, span: Span, head: &str) -> Option<(usize, usize)> {
        let (start, end) = (span.start as usize, span.end as usize);
        let shift = [0, 1].into_iter().find(|shift| {
            let rest = self.text(span).get(start + shift..);
            rest.is_some_and(|rest| rest.starts_with(head))
        })?;
        Some((start + shift, end + shift))
    }
}

impl<'a> Visit<'a> for Search<'_> {
    fn block(&mut self, block: &'a Block) {
        let before = self.is_secret;
        self.shown.insert(block.span.file);
        if let BlockKind::Div(attributes, _) = &block.kind {
            self.is_secret = self.withholds(attributes);
        }
        // Divs that parts of profiles stand in are in no file.
        let text = self.text(block.span).get(block.span.start as usize..).unwrap_or_default();
        let is_made =
            matches!(block.kind, BlockKind::Div(..)) && !text.trim_start().starts_with(':');
        let is_named = is_made || self.names_divs && block.id().is_some();
        if self.is_secret && !before && !is_named && self.takes_away(|calls| calls.block(block)) {
            let end = end(block, self.text(block.span));
            self.replace(block.span.file, (block.span.start as usize, end), String::new());
        } else {
            for line in block.lines() {
                self.inlines(line);
            }
            for blocks in block.children() {
                self.is_alone = blocks.len() == 1;
                self.blocks(blocks);
                self.is_alone = false;
            }
        }
        self.is_secret = before;
    }

    fn inlines(&mut self, inlines: &'a [Inline]) {
        let said = inlines.iter().filter(|inline| !says_nothing(std::slice::from_ref(inline)));
        let is_single = said.count() == 1;
        for inline in inlines {
            self.is_alone = is_single;
            self.inline(inline);
        }
        self.is_alone = false;
    }

    fn inline(&mut self, inline: &'a Inline) {
        let before = self.is_secret;
        if let InlineKind::Span(span) = &inline.kind {
            self.is_secret = self.withholds(&span.attributes);
        }
        if self.is_secret && !before && self.takes_away(|calls| calls.inline(inline)) {
            self.remove_span(inline.span);
        } else if let InlineKind::Text(text) = &inline.kind {
            if self.is_secret && !text.trim().is_empty() {
                let place = self.place(inline.span, text);
                if let Some(place) = place {
                    self.replace(inline.span.file, place, other(text));
                }
            }
        } else {
            self.inlines(inline.kind.content());
        }
        self.is_secret = before;
    }
}

/// Returns where a block ends in the text of its file. The place of a div is its first line; the line
/// of colons that closes it is the first one behind what stands in it.
fn end(block: &Block, text: &str) -> usize {
    let own = block.span.end as usize;
    if !matches!(block.kind, BlockKind::Div(..)) {
        return own;
    }
    // What is included ends in another file.
    let inside = block.children().into_iter().flatten();
    let inside = inside.filter(|inner| inner.span.file == block.span.file);
    let inside = inside.map(|inner| end(inner, text)).max();
    let mut at = inside.unwrap_or(own).max(own);
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        if line.trim_start().starts_with(":::") {
            break;
        }
    }
    at
}

/// Returns other words than `text`, and more of them, with its spaces at both ends. Different texts become different
/// ones, as names have to be, and the same text the same.
pub(super) fn other(text: &str) -> String {
    let count = text.split_whitespace().count();
    let words = ["alder", "birch", "cedar", "dogwood", "elder", "fir", "gorse"];
    let words: Vec<_> = words.iter().copied().cycle().take(2 * count).collect();
    let start = if text.starts_with(char::is_whitespace) { " " } else { "" };
    let end = if text.ends_with(char::is_whitespace) { " " } else { "" };
    let own: String = blake3::hash(text.trim().as_bytes()).as_bytes()[..4]
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15].map(|four| char::from(b'a' + four)))
        .collect();
    format!("{start}{} {own}{end}", words.join(" "))
}

/// Returns `text` with the edits made; of nested edits, only the outer one is made.
pub(super) fn edited(text: &str, edits: &EditsOfFile) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut edits: Vec<_> = edits.iter().collect();
    edits.sort_by_key(|((start, end), _)| (*start, Reverse(*end)));
    for (&(start, end), replacement) in edits {
        let range: Range<usize> = start as usize..end as usize;
        if range.start < done {
            continue;
        }
        out.push_str(text.get(done..range.start).unwrap_or_default());
        out.push_str(replacement);
        done = range.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    out
}
