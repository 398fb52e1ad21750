//! Citations and bibliographies, formatted once for both outputs.
//!
//! Hayagriva is the CSL engine; what it returns becomes inline nodes of the
//! tree, so that the renderers escape it like any other text.

mod inlines;
mod style;

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use ecow::EcoString;
use hayagriva::archive::ArchivedStyle;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, CitePurpose,
    ElemChildren, Entry, LocatorPayload, RenderedCitation, SpecificLocator,
};

use self::inlines::inlines;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::files::Files;
use crate::base::span::{FileId, Span};
use crate::language::Language;
use crate::markup::{self, Cite, Manner};
use crate::publication::sources::Sources;
use crate::tree::{self, Inline, Inlines};

mod width;
mod year;

/// A citation style, with the terms of all languages.
#[derive(Debug)]
pub struct Style {
    /// None where works are named by their keys.
    csl: Option<IndependentStyle>,
    locales: Arc<[Locale]>,
}

/// The terms of all languages, which are unpacked when somebody first asks for them: that takes as long as
/// binding a thousand briefs.
#[derive(Debug, Default)]
pub struct Locales(OnceLock<Arc<[Locale]>>);

impl Locales {
    fn get(&self) -> Arc<[Locale]> {
        Arc::clone(self.0.get_or_init(|| hayagriva::archive::locales().into()))
    }
}

impl Style {
    /// Returns the style that names works by their keys, as authors do, for commands that
    /// answer authors: formatting takes longer than all else that binding does.
    pub fn keys() -> Self {
        Self { csl: None, locales: Arc::default() }
    }

    /// Reads the CSL file `file`; a publication without sources needs no terms.
    ///
    /// # Errors
    /// Reports a file that is not CSL, or whose macros cannot be followed.
    pub fn read(
        file: FileId,
        files: &Files,
        sources: &Sources,
        locales: &Locales,
    ) -> Result<Self, Diagnostic> {
        let text = &files.get(file).text;
        style::check(text, file)?;
        let locales = || if sources.is_empty() { Arc::default() } else { locales.get() };
        match IndependentStyle::from_xml(text) {
            Ok(csl) => Ok(Self { csl: Some(csl), locales: locales() }),
            Err(error) => {
                let message = format!("this is not an independent CSL style ({error})");
                Err(Diagnostic::error(Code::BadSource, Span::start_of(file), message).with_hint(
                    "take a style from the CSL repository that does not depend on another",
                ))
            }
        }
    }

    /// Unpacks styles that Hayagriva brings, which share the terms of all languages.
    pub fn archived<const N: usize>(styles: [ArchivedStyle; N], locales: &Locales) -> Vec<Self> {
        let locales = locales.get();
        let style = |style: ArchivedStyle| match style.get() {
            hayagriva::citationberg::Style::Independent(csl) => Some(csl),
            hayagriva::citationberg::Style::Dependent(_) => None,
        };
        styles.map(|name| Self { csl: style(name), locales: Arc::clone(&locales) }).into()
    }

    /// Returns the style with its rules changed, and the same terms.
    #[must_use]
    pub fn map(&self, change: impl Fn(IndependentStyle) -> IndependentStyle) -> Self {
        Self { csl: self.csl.clone().map(change), locales: Arc::clone(&self.locales) }
    }

    /// Returns the code of the terms for a language: its own, its main region's, or any of its regions'.
    fn locale(&self, language: &Language) -> LocaleCode {
        let base = language.tag.split('-').next().unwrap_or_default();
        let main = language.main_locale();
        let codes = || self.locales.iter().filter_map(|locale| locale.lang.as_ref());
        let exact = codes().find(|code| code.0 == *language.tag);
        let main = || codes().find(|code| code.0 == main);
        let any = || {
            codes().filter(|code| code.0.split('-').next() == Some(base)).min_by_key(|code| &code.0)
        };
        exact.or_else(main).or_else(any).cloned().unwrap_or_else(LocaleCode::en_us)
    }
}

/// The citations of one edition, collected in document order and then formatted together,
/// since a style may shorten, number or tell apart what is cited again.
#[derive(Debug, Default)]
pub struct Collector {
    requests: Vec<Vec<Cite>>,
}

/// The formatted citations of an edition.
#[derive(Debug, Default)]
pub struct Formatting {
    /// One text per citation, in the order in which they were collected.
    pub citations: Vec<Inlines>,
    /// The works cited, in the order of the style.
    pub bibliography: Vec<tree::BibliographyEntry>,
}

impl Collector {
    /// Adds a citation and returns its number.
    pub fn add(&mut self, cites: Vec<Cite>) -> usize {
        self.requests.push(cites);
        self.requests.len() - 1
    }

    /// Formats all citations. Works that no source has were reported before.
    pub fn format(&self, sources: &Sources, style: &Style, language: &Language) -> Formatting {
        if self.requests.is_empty() {
            return Formatting::default();
        }
        let Some(csl) = &style.csl else { return self.keys() };
        let locale = style.locale(language);
        let locators: Vec<Vec<_>> = self
            .requests
            .iter()
            .map(|cites| cites.iter().map(|cite| markup::locator(&cite.locator)).collect())
            .collect();
        let request = |items: Vec<_>| {
            CitationRequest::new(items, csl, Some(locale.clone()), &style.locales, None)
        };
        let mut driver = BibliographyDriver::new();
        let ordered = self.in_order(sources, style, language);
        if !ordered.is_empty() {
            let first = ordered.iter().map(|work| CitationItem::new(*work, None, None, true, None));
            driver.citation(request(first.collect()));
        }
        for (cites, locators) in self.requests.iter().zip(&locators) {
            let items = cites.iter().zip(locators).filter_map(|(cite, locator)| {
                let work = &sources.get(&cite.key).ok()?.entry;
                let locator = locator
                    .as_ref()
                    .map(|(kind, text)| SpecificLocator(*kind, LocatorPayload::Str(text.as_str())));
                Some(CitationItem::new(work, locator, None, false, purpose(cite.manner)))
            });
            driver.citation(request(items.collect()));
        }
        let rendered = driver.finish(BibliographyRequest::new(csl, Some(locale), &style.locales));
        let own = rendered.citations.iter().skip(usize::from(!ordered.is_empty()));
        let bibliography =
            rendered.bibliography.iter().flat_map(|bibliography| &bibliography.items);
        let bibliography: Vec<_> = bibliography
            .map(|item| tree::BibliographyEntry {
                key: item.key.as_str().into(),
                id: anchor(&item.key),
                content: inlines(&item.content, &[]),
            })
            .collect();
        let citations = own.zip(&self.requests);
        let written = |(text, cites): (&RenderedCitation, &Vec<Cite>)| {
            let content = citation(&text.citation, cites, &bibliography);
            let content = with_title(content, cites, sources);
            if language.has_full_width_signs() { width::full(content) } else { content }
        };
        let citations = citations.map(written).collect();
        Formatting { citations, bibliography }
    }

    /// Returns the works in the order of the bibliography, if two of them may need letters behind their
    /// year: letters follow the order in which works are cited first. None for styles that number.
    fn in_order<'s>(
        &self,
        sources: &'s Sources,
        style: &Style,
        language: &Language,
    ) -> Vec<&'s Entry> {
        let Some(csl) = style.csl.as_ref().filter(|csl| csl.citation.disambiguate_add_year_suffix)
        else {
            return Vec::new();
        };
        let keys: BTreeSet<_> =
            self.requests.iter().flatten().map(|cite| &cite.key.value).collect();
        let cites = self.requests.iter().flatten();
        let mut works: Vec<&Entry> = Vec::new();
        for cite in cites.filter(|cite| keys.contains(&cite.key.value)) {
            let Ok(source) = sources.get(&cite.key) else { continue };
            if !works.iter().any(|work| work.key() == source.entry.key()) {
                works.push(&source.entry);
            }
        }
        let year = |work: &Entry| work.date().map(|date| date.year);
        let names = |work: &Entry| {
            work.authors()
                .map(|persons| persons.iter().map(|it| it.name.clone()).collect::<Vec<_>>())
        };
        let alike = |(at, one): (usize, &&Entry)| {
            works[..at].iter().any(|other| year(other) == year(one) && names(other) == names(one))
        };
        if !works.iter().enumerate().any(alike) {
            return Vec::new();
        }
        let locale = style.locale(language);
        let mut driver = BibliographyDriver::new();
        let items = works.iter().map(|work| CitationItem::new(*work, None, None, false, None));
        driver.citation(CitationRequest::new(
            items.collect(),
            csl,
            Some(locale.clone()),
            &style.locales,
            None,
        ));
        let listed = driver.finish(BibliographyRequest::new(csl, Some(locale), &style.locales));
        let items = listed.bibliography.iter().flat_map(|listed| &listed.items);
        items.filter_map(|item| works.iter().find(|work| work.key() == item.key).copied()).collect()
    }

    /// Names all works by their keys.
    fn keys(&self) -> Formatting {
        let key = |cite: &Cite| cite.key.value.to_string();
        let citation = |cites: &Vec<Cite>| {
            let keys: Vec<_> = cites.iter().map(key).collect();
            vec![Inline::text(format!("[{}]", keys.join("; ")))]
        };
        let keys: BTreeSet<_> =
            self.requests.iter().flatten().map(|cite| &cite.key.value).collect();
        let entry = |key: &EcoString| tree::BibliographyEntry {
            key: key.clone(),
            id: anchor(key),
            content: Vec::new(),
        };
        Formatting {
            citations: self.requests.iter().map(citation).collect(),
            bibliography: keys.into_iter().map(entry).collect(),
        }
    }
}

/// Formats one work as a bibliography lists it; nothing for a style that names works by their keys.
pub fn work(entry: &Entry, style: &Style, language: &Language) -> Inlines {
    let Some(csl) = &style.csl else { return Inlines::new() };
    let locale = style.locale(language);
    let item = CitationItem::new(entry, None, None, false, None);
    let mut driver = BibliographyDriver::new();
    driver.citation(CitationRequest::new(
        vec![item],
        csl,
        Some(locale.clone()),
        &style.locales,
        None,
    ));
    let request = BibliographyRequest::new(csl, Some(locale), &style.locales);
    let rendered = driver.finish(request).bibliography;
    let items = rendered.iter().flat_map(|bibliography| &bibliography.items);
    items.flat_map(|item| inlines(&item.content, &[])).collect()
}

/// Returns the anchor of a work in the bibliography.
pub fn anchor(key: &str) -> EcoString {
    format!("source-{key}").into()
}

/// Returns what a citation is for, if it is not in brackets.
fn purpose(manner: Manner) -> Option<CitePurpose> {
    match manner {
        Manner::Parenthetical => None,
        Manner::Narrative => Some(CitePurpose::Prose),
        Manner::YearOnly => Some(CitePurpose::Year),
    }
}

fn citation(
    children: &ElemChildren,
    cites: &[Cite],
    bibliography: &[tree::BibliographyEntry],
) -> Inlines {
    let mut content = inlines(children, cites);
    if let [cite] = cites
        && cite.manner == Manner::YearOnly
        && let Some(entry) = bibliography.iter().find(|entry| entry.key == cite.key.value)
    {
        content = year::with_letter(content, &tree::plain_text(&entry.content));
    }
    // A year alone still has brackets, which the style leaves out around it.
    if cites.iter().any(|cite| cite.manner == Manner::YearOnly) {
        content.insert(0, Inline::text("("));
        content.push(Inline::text(")"));
    }
    content
}

/// Puts the title before a citation in the sentence of a work that names no author.
fn with_title(mut content: Inlines, cites: &[Cite], sources: &Sources) -> Inlines {
    if let [cite] = cites
        && cite.manner == Manner::Narrative
        && let Ok(source) = sources.get(&cite.key)
        && source.entry.authors().is_none_or(<[_]>::is_empty)
        && let Some(title) = source.entry.title()
        && tree::plain_text(&content).trim_start().starts_with('(')
    {
        content.insert(0, Inline::text(format!("{title} ")));
    }
    content
}
