//! References as text, in the styles that journals and universities ask for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use hayagriva::Entry;
use hayagriva::archive::ArchivedStyle;
use hayagriva::types::{
    ChunkedString, Date, EntryType, FormatString, Person, Publisher, QualifiedUrl, StringChunk,
};
use url::Url;

use super::narrow::{Shape, narrow};
use super::{Author, CitableWork, Day, Kind};
use crate::bind::cite::{self, Locales, Style};
use crate::language::Language;
use crate::tree::Inlines;

/// The styles: their common names, and their files.
const STYLES: [(&str, ArchivedStyle); 3] = [
    ("APA", ArchivedStyle::AmericanPsychologicalAssociation),
    ("Chicago", ArchivedStyle::ChicagoAuthorDate),
    ("MLA", ArchivedStyle::ModernLanguageAssociation),
];

/// The styles, ready for use.
#[derive(Debug)]
pub struct Styles {
    whole: Vec<Style>,
    /// The styles, narrowed for works of each shape.
    narrow: Mutex<BTreeMap<Shape, Arc<[Style]>>>,
}

impl Styles {
    /// Unpacks the styles and the terms of all languages.
    pub fn new(locales: &Locales) -> Self {
        let whole = Style::archived(STYLES.map(|(_, style)| style), locales);
        Self { whole, narrow: Mutex::default() }
    }

    /// Formats a work in each style: what the style is called, and the reference.
    pub fn format(&self, work: &CitableWork, language: &Language) -> Vec<(&'static str, Inlines)> {
        let entry = entry(work);
        let styles = self.of(Shape::of(&entry));
        let texts = styles.iter().map(|style| cite::work(&entry, style, language));
        STYLES.iter().map(|(name, _)| *name).zip(texts).collect()
    }

    fn of(&self, shape: Shape) -> Arc<[Style]> {
        let mut known = self.narrow.lock().unwrap_or_else(PoisonError::into_inner);
        let narrowed = || self.whole.iter().map(|style| style.map(|csl| narrow(csl, shape)));
        Arc::clone(known.entry(shape).or_insert_with(|| narrowed().collect()))
    }
}

/// Returns a work in Hayagriva's terms.
fn entry(work: &CitableWork) -> Entry {
    let kind = match work.kind {
        Kind::Report | Kind::Brief => EntryType::Report,
        // Hayagriva knows no datasets.
        Kind::Dataset => EntryType::Web,
    };
    let mut entry = Entry::new(&work.key, kind);
    entry.set_title(verbatim(&work.title));
    if !work.authors.is_empty() {
        entry.set_authors(work.authors.iter().map(person).collect());
    }
    if let Some(day) = work.date {
        entry.set_date(date(day));
    }
    if !work.publisher.is_empty() {
        entry.set_publisher(Publisher::new(Some(verbatim(&work.publisher)), None));
    }
    if let Ok(url) = Url::parse(&work.address) {
        entry.set_url(QualifiedUrl::new(url, None));
    }
    if !work.doi.is_empty() {
        entry.set_doi(work.doi.to_string());
    }
    entry
}

/// Returns a text whose capitals and signs no style changes.
fn verbatim(text: &str) -> FormatString {
    FormatString { value: ChunkedString(vec![StringChunk::verbatim(text)]), short: None }
}

fn person(author: &Author) -> Person {
    let (name, given_name) = match &author.parts {
        Some((family, given)) => (family.to_string(), Some(given.to_string())),
        None => (author.name.to_string(), None),
    };
    Person { name, given_name, prefix: None, suffix: None, comma_suffix: false, alias: None }
}

/// Hayagriva counts months and days from zero.
fn date(day: Day) -> Date {
    let from_zero = |part: Option<i8>| part.and_then(|part| u8::try_from(part - 1).ok());
    Date {
        month: from_zero(day.month),
        day: from_zero(day.day),
        ..Date::from_year(i32::from(day.year))
    }
}

#[cfg(test)]
mod tests {
    use super::{STYLES, Style, Styles};
    use crate::bind::cite;
    use crate::language::Language;
    use crate::render::reference::{Author, CitableWork, Day, Kind};

    fn author(name: &str, parts: Option<(&str, &str)>) -> Author {
        let parts = parts.map(|(family, given)| (family.into(), given.into()));
        Author { name: name.into(), parts, orcid: None, ror: None }
    }

    fn works() -> Vec<CitableWork> {
        let authors = [
            vec![],
            vec![author("Ministry of Trade", None)],
            vec![author("Ana Ruiz", Some(("Ruiz", "Ana María"))), author("CAF", None)],
            vec![author("Li Wei", Some(("Li", "Wei"))); 4],
            vec![author("Ana Ruiz", Some(("Ruiz", "Ana"))); 22],
        ];
        let dates = [
            None,
            Some(Day { year: 2024, month: None, day: None }),
            Some(Day { year: 2024, month: Some(5), day: Some(31) }),
        ];
        let titles = ["What banks lend", "Who pays?", "“Debt”: A Second Look at the IMF's case."];
        let mut works = Vec::new();
        for (authors, (date, title)) in authors.iter().flat_map(|authors| {
            let pairs = dates.iter().flat_map(|date| titles.map(|title| (*date, title)));
            pairs.map(move |pair| (authors, pair))
        }) {
            for (doi, publisher) in [("", ""), ("10.1000/182", "Office of Studies")] {
                for kind in [Kind::Report, Kind::Brief, Kind::Dataset] {
                    works.push(CitableWork {
                        kind,
                        key: "work".to_owned(),
                        title: title.into(),
                        authors: authors.clone(),
                        date,
                        publisher: publisher.into(),
                        series: "Series".into(),
                        issn: "".into(),
                        isbn: "".into(),
                        doi: doi.into(),
                        address: "https://example.org/a/".to_owned(),
                        pdf: String::new(),
                        language: "en".into(),
                        summary: "".into(),
                    });
                }
            }
        }
        works
    }

    #[test]
    fn narrow_styles_say_what_whole_ones_say() {
        let locales = crate::bind::cite::Locales::default();
        let whole = Style::archived(STYLES.map(|(_, style)| style), &locales);
        let narrow = Styles::new(&locales);
        for tag in ["en", "es-419"] {
            let language: Language = tag.parse().expect("a language that Quipu knows");
            for work in works() {
                let entry = super::entry(&work);
                let said: Vec<_> =
                    whole.iter().map(|style| cite::work(&entry, style, &language)).collect();
                let narrowed: Vec<_> =
                    narrow.format(&work, &language).into_iter().map(|(_, text)| text).collect();
                assert_eq!(said, narrowed, "{work:?}");
            }
        }
    }
}
