//! All editions of a publication, bound and not rendered: what `trace` and `audit` read.
//!
//! ```text
//! load ──> plan ──> BOUND ──> trace, audit
//!                   bind each edition, write nothing
//! ```

use rayon::prelude::*;

use crate::bind::{self, Charts, Resources};
use crate::cite::Style;
use crate::diagnostic::{Diagnostic, Problems};
use crate::language::Words;
use crate::plan::{Edition, Plan};
use crate::publication::Publication;
use crate::theme::Theme;
use crate::tree::Document;

/// The citation style, among the files of a theme.
const AUTHOR_DATE: &str = "styles/author-date.csl";

/// What editions are bound with beside the publication: the words of its themes, and a style
/// that names works by their keys.
#[derive(Debug)]
pub struct Voices {
    /// One theme for each audience, in the publication's order.
    themes: Vec<Theme>,
    style: Style,
}

impl Voices {
    /// Reads the words of all themes.
    pub fn new(publication: &Publication, problems: &mut Problems) -> Self {
        let theme = |audience| Theme::new(audience, publication, problems);
        Self { themes: publication.audiences.iter().map(theme).collect(), style: Style::keys() }
    }

    /// Returns the words of a language, as the default audience reads them.
    pub fn words(&self, tag: &str) -> Option<&Words> {
        self.themes.first()?.words.get(tag)
    }

    /// Reads the style in which readers meet citations, that of the default audience.
    ///
    /// # Errors
    /// Reports a style that is none.
    pub fn citation_style(&self, publication: &Publication) -> Result<Style, Diagnostic> {
        let files = &publication.files;
        let file = self.themes.first().and_then(|theme| theme.text(AUTHOR_DATE, files));
        file.map_or_else(
            || Ok(Style::keys()),
            |file| Style::read(file, files, &publication.sources),
        )
    }

    /// Binds the editions of a plan, in its order; those in a language without words are left out.
    pub fn bind<'a>(
        &self,
        plan: &'a Plan<'a>,
        publication: &Publication,
        problems: &mut Problems,
    ) -> Vec<(&'a Edition<'a>, Document)> {
        let bind = |edition: &'a Edition<'a>| {
            let mut found = Problems::default();
            let document = self.edition(edition, plan, publication, &mut found);
            (edition, document, found)
        };
        let mut documents = Vec::with_capacity(plan.editions.len());
        for (edition, document, found) in plan.editions.par_iter().map(bind).collect::<Vec<_>>() {
            problems.extend(found);
            documents.extend(document.map(|document| (edition, document)));
        }
        documents
    }

    /// Binds one edition; none if its language has no words.
    pub(crate) fn edition(
        &self,
        edition: &Edition<'_>,
        plan: &Plan<'_>,
        publication: &Publication,
        problems: &mut Problems,
    ) -> Option<Document> {
        let id = &edition.site.audience.id;
        let position = publication.audiences.iter().position(|audience| audience.id == *id)?;
        let theme = self.themes.get(position)?;
        let words = theme.words.get(&edition.language.tag)?;
        let resources = Resources {
            publication,
            plan,
            words,
            style: &self.style,
            theme,
            charts: Charts::Undrawn,
        };
        Some(bind::bind(edition, resources, problems))
    }
}
