//! A session: a plan, with everything that binding its editions needs.
//!
//! ```text
//! load ──> project ──> plan ──> SESSION ──> Document ──> render, audit, trace, explain
//! ```
//!
//! [`Session::document`] is the only place where projection, plan, theme, words and citation style
//! meet. Whatever needs an edition asks here: builds, commands that only read, tests and benches,
//! so what one of them sees is what the others publish.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use blake3::Hash;
use rayon::prelude::*;

use crate::base::diagnostic::{Checked, Diagnostic, Problems};
use crate::base::digest::Digest;
use crate::base::span::FileId;
use crate::bind::cite::{Locales, Style};
use crate::bind::generated::SiteBinder;
use crate::bind::{self, Charts, Headlines, Resources};
use crate::data::register::Register;
use crate::language::{Language, Words};
use crate::plan::{self, Edition, Plan, Site};
use crate::projection::{Projection, Shelf};
use crate::publication;
use crate::render::reference::Styles;
use crate::theme::Theme;
use crate::tree::{Document, Form};

/// The citation style of a theme.
const STYLE: &str = "styles/author-date.csl";

/// What the documents of a session are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To be read: charts are drawn, citations are set by the theme's style.
    Reading,
    /// To be read by those who write: as for readers, but that no browser keeps what pages load.
    Preview,
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
    /// The file of the style; none if works are named by their keys.
    style_file: Option<FileId>,
    /// The hash of all that it was read from, if that is known.
    pub(crate) key: Option<Hash>,
    /// Which state of the publication's files it was read from, if that is known.
    ground: Option<Hash>,
    /// What is wrong with it.
    problems: Problems,
}

/// The presentations of sessions, for those to come.
#[derive(Debug, Default)]
pub(crate) struct Presentations {
    known: Mutex<Vec<Arc<Presentation>>>,
    unpacked: Arc<Unpacked>,
}

/// What the program brings for citations, the same for all publications; unpacked when first asked for.
#[derive(Debug, Default)]
struct Unpacked {
    locales: Locales,
    /// The styles of references to the publication itself.
    references: OnceLock<Styles>,
}

/// How many presentations are kept of other states of the files: as many as the publication has audiences, or more.
const MOST_KEPT: usize = 16;

impl Presentations {
    /// Returns presentations that share nothing with these but what the program brings: for another publication.
    #[must_use]
    pub(crate) fn afresh(&self) -> Self {
        Self { known: Mutex::default(), unpacked: Arc::clone(&self.unpacked) }
    }

    /// Returns the presentation of an audience; none if its theme lacks words or a style that can be read, which is
    /// reported.
    fn of(
        &self,
        projection: &Projection,
        purpose: Purpose,
        problems: &mut Problems,
    ) -> Option<Arc<Presentation>> {
        let key = key(projection, purpose);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(presentation) =
            known.iter().find(|presentation| key.is_some() && presentation.key == key)
        {
            problems.extend(presentation.problems.clone());
            return Some(Arc::clone(presentation));
        }
        let mut found = Problems::default();
        let theme = Theme::new(&projection.audience, projection, &mut found);
        problems.extend(found.clone());
        if theme.words.len() != projection.settings.languages.len() {
            return None;
        }
        let style_file = match purpose {
            Purpose::Inspection => None,
            Purpose::Reading | Purpose::Preview => Some(theme.text(STYLE, &projection.files)?),
        };
        let ground = projection.ground;
        let of_same_file =
            |other: &&Arc<Presentation>| other.ground == ground && other.style_file == style_file;
        let style = match (known.iter().find(of_same_file), style_file) {
            (Some(other), _) => Arc::clone(&other.style),
            (None, None) => Arc::new(Style::keys()),
            (None, Some(file)) => {
                let style = Style::read(
                    file,
                    &projection.files,
                    &projection.sources,
                    &self.unpacked.locales,
                );
                Arc::new(problems.keep(style)?)
            }
        };
        let presentation =
            Arc::new(Presentation { theme, style, style_file, key, ground, problems: found });
        if known.len() >= MOST_KEPT {
            known.retain(|other| other.ground == ground);
        }
        known.push(Arc::clone(&presentation));
        Some(presentation)
    }
}

/// Returns the hash of all that a presentation is read from; none if nothing is kept of the publication.
fn key(projection: &Projection, purpose: Purpose) -> Option<Hash> {
    let mut digest = Digest::default();
    digest.part(projection.ground?.as_bytes()).part(&projection.audience.id);
    digest.part([u8::from(purpose == Purpose::Inspection), u8::from(purpose == Purpose::Preview)]);
    for file in projection.files.all() {
        digest.part([u8::from(file.text.is_empty())]);
    }
    projection.assets.keys().for_each(|path| _ = digest.part(path));
    Some(digest.hash())
}

/// The editions of one output, and what they are bound with.
#[derive(Debug)]
pub struct Session<'a> {
    /// Which editions there are.
    pub plan: Plan<'a>,
    purpose: Purpose,
    /// One for each projection, in the order of the shelf.
    presentations: Vec<Arc<Presentation>>,
    unpacked: Arc<Unpacked>,
}

impl<'a> Session<'a> {
    /// Plans the editions of a shelf and reads the themes of its audiences; none if a theme lacks words
    /// or a style that can be read, which is reported.
    pub fn new(shelf: &'a Shelf, purpose: Purpose, problems: &mut Problems) -> Option<Self> {
        Self::again(shelf, purpose, &Presentations::default(), problems)
    }

    /// Opens a session as [`Session::new`] does, with the presentations of earlier ones as long as they stand.
    pub(crate) fn again(
        shelf: &'a Shelf,
        purpose: Purpose,
        known: &Presentations,
        problems: &mut Problems,
    ) -> Option<Self> {
        let plan = plan::plan(shelf).report(problems);
        let projections = shelf.projections.iter();
        let presentations: Vec<_> =
            projections.map(|projection| known.of(projection, purpose, problems)).collect();
        let presentations = presentations.into_iter().collect::<Option<Vec<_>>>()?;
        Some(Self { plan, purpose, presentations, unpacked: Arc::clone(&known.unpacked) })
    }

    /// Returns how the editions of a site are presented.
    pub fn presentation(&self, site: Site<'_>) -> &Presentation {
        &self.presentations[site.shelved]
    }

    /// Returns the styles of references to the publication itself.
    pub(crate) fn references(&self) -> &Styles {
        let Unpacked { locales, references } = &*self.unpacked;
        references.get_or_init(|| Styles::new(locales))
    }

    /// Returns what its documents are for.
    pub(crate) fn purpose(&self) -> Purpose {
        self.purpose
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
        let Some(resources) = self.resources(edition.site, edition.language) else {
            return Checked::default();
        };
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
    pub(crate) fn headlines(&self) -> Headlines {
        let headline = |edition: &Edition<'a>| {
            let resources = self.resources(edition.site, edition.language);
            resources.map(|resources| bind::headline(edition, resources)).unwrap_or_default()
        };
        Headlines::new(self.plan.editions.par_iter().map(headline).collect())
    }

    /// Returns a register as the readers of a site see its lines of Markdown, for its files; none if no page shows it.
    pub(crate) fn printed_register(&self, site: Site<'_>, id: &str) -> Option<Register> {
        let register = site.projection.registers.get(id)?;
        let page = self.plan.nearest(site, Form::Register, id)?;
        let resources = self.resources(page.site, page.language)?;
        Some(bind::printed_register(page, resources, register))
    }

    /// Returns what binds the pages of a site that no author wrote; none if its language has no words.
    ///
    /// `headlines` are those of all editions of the plan, in its order.
    pub(crate) fn site_binder<'s>(
        &'s self,
        site: Site<'s>,
        headlines: &'s Headlines,
    ) -> Option<SiteBinder<'s>> {
        Some(SiteBinder::new(site, self.resources(site, site.language)?, headlines))
    }

    /// Returns what texts of a site are bound with in a language; none if it has no words.
    fn resources<'s>(&'s self, site: Site<'s>, language: &Language) -> Option<Resources<'s>> {
        let presentation = self.presentation(site);
        Some(Resources {
            publication: site.projection,
            plan: &self.plan,
            words: presentation.theme.words.get(&language.tag)?,
            style: &presentation.style,
            theme: &presentation.theme,
            charts: match self.purpose {
                Purpose::Reading | Purpose::Preview => Charts::Drawn,
                Purpose::Inspection => Charts::Undrawn,
            },
        })
    }
}

/// Tells of a name that nothing has in an edition, and something in others, that it is for some.
fn of_part(diagnostic: Diagnostic, edition: &Edition<'_>) -> Diagnostic {
    let withheld = |name: &str| edition.site.projection.withheld_part(name);
    let hint = "put this between `::: {audience=\"…\"}` and `:::`, or in `[…]{audience=\"…\"}`, for those who may read both";
    publication::of_part(diagnostic, withheld, hint)
}
