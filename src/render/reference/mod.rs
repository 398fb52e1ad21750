//! References to the publication's own works: how others cite a report, a brief or a dataset.
//!
//! ```text
//! Edition, Dataset ──> REFERENCE ──> text in three styles, BibTeX, RIS, CSL-JSON
//! ```
//!
//! A work's authors are names. One that an entity of `content/entities.yaml` has is a person if the entity
//! says what of it is the family name, and an organisation if not. Any other name stays as it is written.

pub mod deposit;
mod files;
mod narrow;
mod style;

use ecow::EcoString;
use jiff::civil::Date;

use crate::publication::Publication;
use crate::publication::entity::{Entities, one_line};

pub use style::Styles;

/// A work of the publication, as others cite it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitableWork {
    /// What it is.
    pub kind: Kind,
    /// Its key in a list of works: letters, digits and dashes.
    pub key: String,
    /// Its title, as plain text.
    pub title: EcoString,
    /// Its authors, in order; the publisher if there are none.
    pub authors: Vec<Author>,
    /// The date of publication, as precisely as it is known; none if it is unknown.
    pub date: Option<Day>,
    /// Who publishes it; empty if no publisher is named.
    pub publisher: EcoString,
    /// The title of the whole publication.
    pub series: EcoString,
    /// The ISSN of the whole publication; empty if it has none.
    pub issn: EcoString,
    /// Its ISBN; empty if it has none.
    pub isbn: EcoString,
    /// Its DOI; empty if it has none.
    pub doi: EcoString,
    /// Its full address; empty if the publication does not know its own.
    pub address: String,
    /// The full address of its PDF; empty if it has none.
    pub pdf: String,
    /// Its language.
    pub language: EcoString,
    /// What it says, in a sentence; empty if there is no description.
    pub summary: EcoString,
}

/// The kinds of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A report.
    Report,
    /// A brief.
    Brief,
    /// A dataset.
    Dataset,
}

/// A day, a month or a year.
#[expect(clippy::struct_field_names, reason = "a day of a month is called a day")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// The year.
    pub year: i16,
    /// The month, from 1, and the day; each none if unknown.
    pub month: Option<i8>,
    /// The day of the month, from 1.
    pub day: Option<i8>,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl Day {
    /// Reads a day, month or year as datasets write it; none for other texts.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = parts.next()?.parse().ok()?;
        let mut part = || parts.next().and_then(|part| part.parse().ok());
        Some(Self { year, month: part(), day: part() })
    }

    /// Returns its parts, the year first.
    fn parts(self) -> Vec<i16> {
        let rest = [self.month, self.day].into_iter().map_while(|part| part.map(i16::from));
        std::iter::once(self.year).chain(rest).collect()
    }
}

/// An author, as catalogues need names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name as it is printed.
    pub name: EcoString,
    /// The family name and the rest of the name; none for an organisation.
    pub parts: Option<(EcoString, EcoString)>,
    /// The ORCID of a person; none if unknown.
    pub orcid: Option<EcoString>,
    /// The ROR of an organisation; none if unknown.
    pub ror: Option<EcoString>,
}

impl Author {
    /// Finds out what is known about a name, in the language `tag`.
    pub fn new(name: &EcoString, entities: &Entities, tag: &str) -> Self {
        let entity = entities.named(name);
        let Some(entity) = entity else {
            return Self { name: name.clone(), parts: None, orcid: None, ror: None };
        };
        let name = entity.name.text(tag);
        let parts = entity.family.as_ref().map(|family| {
            let family = family.text(tag);
            let given = name.replacen(family.as_str(), "", 1);
            (family, one_line(&given))
        });
        Self { name, parts, orcid: entity.orcid.clone(), ror: entity.ror.clone() }
    }
}

/// Returns the authors of a work: those that are named, or else its publisher.
pub fn authors(names: &[EcoString], publication: &Publication, tag: &str) -> Vec<Author> {
    let author = |name: &EcoString| Author::new(name, &publication.entities, tag);
    if names.is_empty() {
        let publisher = publication.settings.publisher.as_ref();
        return publisher.map(|publisher| author(&publisher.text(tag))).into_iter().collect();
    }
    names.iter().map(author).collect()
}
