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
    let in_reports = with_others(editions);
    for (edition, document) in editions {
        let Some(lexicon) = lexicons.get(&edition.language.tag) else { continue };
        let mut has = parts(document);
        if in_reports.contains(&of_report(edition, &edition.manuscript.id)) {
            has.insert(Part::Text);
        }
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

/// A text for the readers of a report: audience, language and the text's id.
type OfReport<'e> = (&'e str, &'e str, &'e str);

fn of_report<'e>(edition: &'e Edition<'_>, id: &'e str) -> OfReport<'e> {
    (&edition.site.audience.id, &edition.site.language.tag, id)
}

/// Returns the reports of several texts, with these texts.
fn with_others<'e>(editions: &'e [(&Edition<'_>, Document)]) -> BTreeSet<OfReport<'e>> {
    let reports = editions.iter().map(|(edition, _)| *edition);
    let reports =
        reports.filter(|edition| edition.form() == Form::Report && edition.chapters.len() > 1);
    let texts = reports.flat_map(|report| {
        let chapters = report.chapters.iter().map(|chapter| &chapter.id);
        chapters.chain([&report.manuscript.id]).map(|id| of_report(report, id))
    });
    texts.collect()
}

/// Returns what a document has.
fn parts(document: &Document) -> BTreeSet<Part> {
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
