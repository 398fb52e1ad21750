//! What is prepared once for all pages of an audience: templates, and the files that pages load.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use blake3::Hash;

use crate::base::diagnostic::{Diagnostic, Problems};
use crate::base::files::Bytes;
use crate::engine::session::{Presentation, Purpose};
use crate::projection::Projection;
use crate::render::fields;
use crate::render::pdf::PdfRenderer;
use crate::render::raster;
use crate::render::templates::Templates;
use crate::theme::{self, ICON, STYLESHEET, Theme};

/// What is prepared for one presentation.
#[derive(Debug, Default)]
pub(crate) struct Prepared {
    pages: OnceLock<PageParts>,
    pdfs: OnceLock<Arc<PdfParts>>,
}

/// What PDFs are set with.
#[derive(Debug)]
pub(crate) struct PdfParts {
    /// None if a template has a name that Typst cannot use, which was reported.
    pub(crate) renderer: Option<PdfRenderer>,
    /// The families of the theme that no font has.
    pub(crate) missing: Vec<Diagnostic>,
}

/// What pages are made with.
#[derive(Debug)]
pub(crate) struct PageParts {
    /// The templates; none if one cannot be read.
    pub(crate) templates: Option<Templates>,
    /// The files that pages load, by name.
    pub(crate) statics: BTreeMap<String, Bytes>,
    /// The mark of the style sheet, always the same in a preview.
    pub(crate) stylesheet: String,
    problems: Problems,
}

impl Prepared {
    /// Returns what pages are made with; what is wrong with that is added to `problems`.
    pub(crate) fn pages(
        &self,
        theme: &Theme,
        (projection, purpose): (&Projection, Purpose),
        problems: &mut Problems,
    ) -> &PageParts {
        let parts = self.pages.get_or_init(|| PageParts::new(theme, projection, purpose));
        problems.extend(parts.problems.clone());
        parts
    }

    /// Returns what PDFs are set with, which `make` prepares if nothing is yet.
    pub(crate) fn pdfs(&self, make: impl FnOnce() -> PdfParts) -> Arc<PdfParts> {
        Arc::clone(self.pdfs.get_or_init(|| Arc::new(make())))
    }
}

impl PageParts {
    fn new(theme: &Theme, projection: &Projection, purpose: Purpose) -> Self {
        let mut problems = Problems::default();
        let is_refused = fields::check(theme, &projection.files, &mut problems);
        let mut statics = theme.statics(projection);
        let icon = theme.text(&format!("static/{ICON}"), &projection.files);
        let icon = icon.map(|file| &*projection.files.get(file).path).unwrap_or_default();
        if icon.starts_with(theme::BASE) {
            raster::use_logo(&mut statics);
        }
        problems.keep(raster::add_icons(&mut statics, icon));
        let stamps = match purpose {
            Purpose::Reading | Purpose::Inspection => theme::stamp(&mut statics),
            // Browsers keep nothing, and a page stays as it is when a style sheet changes.
            Purpose::Preview => statics.keys().map(|name| (name.clone(), "0".to_owned())).collect(),
        };
        let templates = (!is_refused)
            .then(|| Templates::new(theme, &projection.files, &stamps))
            .and_then(|templates| problems.keep(templates));
        let stylesheet = stamps.get(STYLESHEET).cloned().unwrap_or_default();
        Self { templates, statics, stylesheet, problems }
    }
}

/// What is prepared for the presentations of sessions, for those to come.
#[derive(Debug, Default)]
pub(crate) struct Preparations(Mutex<Vec<(Hash, Arc<Prepared>)>>);

/// For how many presentations that is kept.
const MOST: usize = 12;

impl Preparations {
    /// Returns what is prepared for a presentation: nothing yet if it is new, or if it is not known of what it is.
    pub(crate) fn of(&self, presentation: &Presentation) -> Arc<Prepared> {
        let Some(key) = presentation.key else { return Arc::default() };
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, prepared)) = known.iter().find(|(other, _)| *other == key) {
            return Arc::clone(prepared);
        }
        if known.len() >= MOST {
            known.remove(0);
        }
        let prepared = Arc::default();
        known.push((key, Arc::clone(&prepared)));
        prepared
    }
}
