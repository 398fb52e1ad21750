//! A session: a plan, with everything that binding its editions needs.
//!
//! ```text
//! load ──> project ──> plan ──> SESSION ──> Document ──> render, audit, trace, explain
//! ```
//!
//! [`Session::document`] is the only place where projection, plan, theme, words and citation style
//! meet. Whatever needs an edition asks here: builds, commands that only read, tests and benches,
//! so what one of them sees is what the others publish.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Checked, Code, Diagnostic, Place, Problems};
use crate::bind::cite::Style;
use crate::bind::{self, Charts, Headline, Resources};
use crate::language::Words;
use crate::plan::{self, Edition, Plan, Site};
use crate::projection::{Projection, Shelf};
use crate::theme::Theme;
use crate::tree::Document;

/// The citation style of a theme.
const STYLE: &str = "styles/author-date.csl";

/// What the documents of a session are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be read: charts are drawn, citations are set by the theme's style.
    Reading,
    /// To be looked at by the program: charts have their values only, works are named by their keys.
    Inspection,
}

/// How the editions of one audience are presented: in which theme, with which style of citations.
#[derive(Debug)]
pub struct Presentation {
    /// The theme.
    pub theme: Theme,
    /// The citation style.
    style: Arc<Style>,
}

/// The editions of one output, and what they are bound with.
#[derive(Debug)]
pub struct Session<'a> {
    /// Which editions there are.
    pub plan: Plan<'a>,
    purpose: Purpose,
    /// One for each projection, in the order of the shelf.
    presentations: Vec<Presentation>,
}

impl<'a> Session<'a> {
    /// Plans the editions of a shelf and reads the themes of its audiences; none if a theme lacks words
    /// or a style that can be read, which is reported.
    pub fn new(shelf: &'a Shelf, purpose: Purpose, problems: &mut Problems) -> Option<Self> {
        let plan = plan::plan(shelf).report(problems);
        let mut styles = Vec::new();
        let presentations: Vec<_> = shelf
            .projections
            .iter()
            .map(|projection| presentation(projection, purpose, &mut styles, problems))
            .collect();
        let presentations = presentations.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Self { plan, purpose, presentations })
    }

    /// Returns how the editions of a site look.
    pub fn presentation(&self, site: Site<'_>) -> &Presentation {
        &self.presentations[site.shelved]
    }

    /// Returns the words of a language, as the default audience reads them.
    pub fn words(&self, tag: &str) -> Option<&Words> {
        self.presentations.first()?.theme.words.get(tag)
    }

    /// Returns the citation style of a site.
    pub fn style(&self, site: Site<'_>) -> &Style {
        &self.presentation(site).style
    }

    /// Binds an edition. The document is whole only if there are no errors; none if its language has no words.
    pub fn document(&self, edition: &Edition<'a>) -> Checked<Option<Document>> {
        let Some(resources) = self.resources(edition) else { return Checked::default() };
        let Checked { value, problems: found } = bind::bind(edition, resources);
        let found = found.of_profile(edition.subject.entity()).into_iter();
        let mut problems = Problems::default();
        problems.extend(found.map(|diagnostic| of_part(diagnostic, edition)));
        Checked { value: Some(value), problems }
    }

    /// Binds all editions, in the order of the plan.
    pub fn documents(&self, problems: &mut Problems) -> Vec<(&Edition<'a>, Document)> {
        let bind = |edition| (edition, self.document(edition));
        let bound: Vec<_> = self.plan.editions.par_iter().map(bind).collect();
        let mut documents = Vec::with_capacity(bound.len());
        for (edition, bound) in bound {
            let document = bound.report(problems);
            documents.extend(document.map(|document| (edition, document)));
        }
        documents
    }

    /// Binds the titles and findings of all editions, in the order of the plan.
    pub(crate) fn headlines(&self) -> Vec<Headline> {
        let headline = |edition: &Edition<'a>| {
            let resources = self.resources(edition);
            resources.map(|resources| bind::headline(edition, resources)).unwrap_or_default()
        };
        self.plan.editions.par_iter().map(headline).collect()
    }

    fn resources<'s>(&'s self, edition: &'s Edition<'a>) -> Option<Resources<'s>> {
        let presentation = self.presentation(edition.site);
        Some(Resources {
            publication: edition.site.projection,
            plan: &self.plan,
            words: presentation.theme.words.get(&edition.language.tag)?,
            style: &presentation.style,
            theme: &presentation.theme,
            charts: match self.purpose {
                Purpose::Reading => Charts::Drawn,
                Purpose::Inspection => Charts::Undrawn,
            },
        })
    }
}

/// Reads the theme and style of an audience; `styles` are those that were read before, by their files.
fn presentation(
    projection: &Projection,
    purpose: Purpose,
    styles: &mut Vec<(crate::base::span::FileId, Arc<Style>)>,
    problems: &mut Problems,
) -> Option<Presentation> {
    let theme = Theme::new(&projection.audience, projection, problems);
    if theme.words.len() != projection.settings.languages.len() {
        return None;
    }
    if purpose == Purpose::Inspection {
        return Some(Presentation { theme, style: Arc::new(Style::keys()) });
    }
    let file = theme.text(STYLE, &projection.files)?;
    if let Some((_, style)) = styles.iter().find(|(other, _)| *other == file) {
        return Some(Presentation { theme, style: Arc::clone(style) });
    }
    let style = Style::read(file, &projection.files, &projection.sources);
    let style = Arc::new(problems.keep(style)?);
    styles.push((file, Arc::clone(&style)));
    Some(Presentation { theme, style })
}

/// Tells of a name that nothing has in an edition, and something in others, that it is for some.
fn of_part(diagnostic: Diagnostic, edition: &Edition<'_>) -> Diagnostic {
    let is_unknown = matches!(
        diagnostic.code,
        Code::UnknownDataset
            | Code::UnknownRow
            | Code::UnknownColumn
            | Code::UnknownTerm
            | Code::UnknownRegister
            | Code::UnknownEntry
            | Code::UnknownSource
    );
    let name = diagnostic.message.rsplit('`').nth(1).unwrap_or_default();
    let (true, &Place::Text(span)) = (is_unknown, &diagnostic.place) else { return diagnostic };
    if !edition.site.projection.withholds_part(name) {
        return diagnostic;
    }
    let message = format!("`{name}` is restricted, and this is also read by others");
    Diagnostic::error(Code::HiddenReference, span, message).with_hint(
        "put this between `::: {audience=\"…\"}` and `:::`, or in `[…]{audience=\"…\"}`, for those who may read both",
    )
}
