//! Words that point to a table, a chart, a list or another text that the edition lacks.
//!
//! A reference such as `@tbl-name` is checked when it is bound; "the table below" is not, and stays when the
//! table is for other audiences. So each edition is read as its readers get it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use ecow::EcoString;

use super::lexicon::{Lexicon, Phrases};
use super::passage::{Passage, passages};
use super::scan;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::span::Span;
use crate::plan::Edition;
use crate::publication::Publication;
use crate::tree::{Document, FigureForm, Form, Line, lines, plain_text};

/// What words can point to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Table,
    Figure,
    List,
    Text,
}

impl Part {
    const ALL: [Self; 4] = [Self::Table, Self::Figure, Self::List, Self::Text];

    fn phrases(self, lexicon: &Lexicon) -> &Phrases {
        match self {
            Self::Table => &lexicon.tables,
            Self::Figure => &lexicon.figures,
            Self::List => &lexicon.lists,
            Self::Text => &lexicon.texts,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Table => "a table",
            Self::Figure => "a chart, map or picture",
            Self::List => "a list",
            Self::Text => "another text of the same report",
        }
    }
}

/// Returns a remark for each place whose words point to what an edition lacks.
pub(super) fn find(
    publication: &Publication,
    editions: &[(&Edition<'_>, Document)],
    lexicons: &BTreeMap<EcoString, Lexicon>,
) -> Vec<Diagnostic> {
    let mut lacking: BTreeMap<(Span, Part), (String, BTreeSet<&str>)> = BTreeMap::new();
    for (edition, document) in editions {
        let Some(lexicon) = lexicons.get(&edition.language.tag) else { continue };
        let has = parts(edition, document, editions);
        for part in Part::ALL.into_iter().filter(|part| !has.contains(part)) {
            for words in pointing(document, lexicon, part) {
                let in_passage = |passage: &Passage| {
                    let ranges = found(passage, lexicon, part);
                    let stands = |range: &Range<usize>| passage.text[range.clone()] == words;
                    passage.place(ranges.into_iter().find(stands)?, &publication.files)
                };
                let place = passages(edition.manuscript).iter().find_map(in_passage);
                let place = place.unwrap_or_else(|| Span::start_of(edition.manuscript.file));
                let (_, audiences) =
                    lacking.entry((place, part)).or_insert_with(|| (words, BTreeSet::new()));
                audiences.insert(&edition.site.audience.id);
            }
        }
    }
    lacking.into_iter().map(|((span, part), found)| remark(span, part, &found)).collect()
}

fn remark(span: Span, part: Part, (words, audiences): &(String, BTreeSet<&str>)) -> Diagnostic {
    let audiences: Vec<_> = audiences.iter().map(|id| format!("`{id}`")).collect();
    let (part, readers) = (part.name(), audiences.join(", "));
    let message = format!("`{words}` points to {part}, but there is none for {readers}");
    Diagnostic::warning(Code::LacksPart, span, message).with_hint(
        "keep the words for those who have it, `[…]{audience=\"…\"}`, or refer to it by its name, such as `@tbl-name`",
    )
}

/// Returns what an edition has.
fn parts(
    edition: &Edition<'_>,
    document: &Document,
    editions: &[(&Edition<'_>, Document)],
) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    let mut tables_of_charts = 0;
    for line in document.lines() {
        match line {
            Line::Figure(figure) if figure.form == FigureForm::Figure => {
                parts.insert(Part::Figure);
                let body = lines(std::slice::from_ref(&figure.body));
                tables_of_charts +=
                    body.iter().filter(|line| matches!(line, Line::Table(_))).count();
            }
            // The table that says what a chart draws stands behind it.
            Line::Table(_) if tables_of_charts > 0 => tables_of_charts -= 1,
            Line::Figure(_) | Line::Table(_) => {
                parts.extend([Part::Table, Part::List]);
            }
            Line::List => {
                parts.insert(Part::List);
            }
            Line::Text(_) => {}
        }
    }
    let is_neighbour = |other: &Edition<'_>| {
        let is_near = other.site.audience.id == edition.site.audience.id
            && other.site.language.tag == edition.site.language.tag;
        let is_in = other.chapters.iter().any(|chapter| chapter.id == edition.manuscript.id)
            || other.manuscript.id == edition.manuscript.id;
        is_near && is_in && other.form() == Form::Report && other.chapters.len() > 1
    };
    if editions.iter().any(|(other, _)| is_neighbour(other)) {
        parts.insert(Part::Text);
    }
    parts
}

/// Returns the words of a document's own text that point to a part; chapters have editions of their own.
fn pointing(document: &Document, lexicon: &Lexicon, part: Part) -> Vec<String> {
    let top = document.key_messages.iter().chain([&document.finding]);
    let mut texts: Vec<_> = top.map(|line| plain_text(line)).collect();
    texts.extend(lines(&document.body).into_iter().filter_map(|line| match line {
        Line::Text(content) => Some(plain_text(content)),
        Line::Figure(_) | Line::Table(_) | Line::List => None,
    }));
    let mut words = Vec::new();
    for text in &texts {
        let passage = Passage::of(text);
        let ranges = found(&passage, lexicon, part);
        words.extend(ranges.into_iter().map(|range| text[range].to_owned()));
    }
    words
}

/// Returns where phrases stand in a passage that point to a part.
fn found(passage: &Passage, lexicon: &Lexicon, part: Part) -> Vec<Range<usize>> {
    scan::phrases(passage, lexicon, part.phrases(lexicon), &Phrases::new())
}
