//! References as text, in the styles that journals and universities ask for.

use hayagriva::Entry;
use hayagriva::archive::ArchivedStyle;
use hayagriva::types::{
    ChunkedString, Date, EntryType, FormatString, Person, Publisher, QualifiedUrl, StringChunk,
};
use url::Url;

use super::{Author, Day, Kind, Reference};
use crate::cite::{self, Style};
use crate::language::Language;
use crate::tree::Inlines;

/// The styles: what they are called everywhere, and their files.
const STYLES: [(&str, ArchivedStyle); 3] = [
    ("APA", ArchivedStyle::AmericanPsychologicalAssociation),
    ("Chicago", ArchivedStyle::ChicagoAuthorDate),
    ("MLA", ArchivedStyle::ModernLanguageAssociation),
];

/// The styles, ready to be used.
#[derive(Debug)]
pub struct Styles(Vec<(&'static str, Style)>);

impl Styles {
    /// Unpacks the styles and the terms of all languages.
    pub fn new() -> Self {
        let named = Style::archived(STYLES.map(|(_, style)| style));
        Self(STYLES.iter().map(|(name, _)| *name).zip(named).collect())
    }

    /// Formats a work in each style: what the style is called, and the reference.
    pub fn format(&self, work: &Reference, language: &Language) -> Vec<(&'static str, Inlines)> {
        let entry = entry(work);
        let format =
            |(name, style): &(&'static str, Style)| (*name, cite::work(&entry, style, language));
        self.0.iter().map(format).collect()
    }
}

impl Default for Styles {
    fn default() -> Self {
        Self::new()
    }
}

/// Returns a work as Hayagriva has it.
fn entry(work: &Reference) -> Entry {
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
