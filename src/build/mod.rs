//! The pipeline with its work spread over threads: from a loaded publication to its files.

mod claims;
mod editions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::audience::Audience;
use crate::bind::{self, Charts, Headline, Resources};
use crate::cite::Style;
use crate::commit::{CommitError, Stage};
use crate::diagnostic::Problems;
use crate::files::Bytes;
use crate::plan::{Edition, Plan};
use crate::proof::Guard;
use crate::publication::Publication;
use crate::render::pdf::{self, PdfRenderer};
use crate::render::site::{Library, Output, SitePages, SiteParts, Summary};
use crate::render::templates::Templates;
use crate::theme::Theme;
pub(crate) use claims::Claims;
use claims::Maker;
use editions::{Workshop, figures};

/// Whether PDFs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdfs {
    /// They are.
    Made,
    /// Only pages are made.
    Skipped,
}

/// What a build makes, in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// The editions, in the order of the plan.
    pub editions: Vec<EditionFigures>,
    /// How many pages were rendered.
    pub pages: usize,
    /// How many PDFs were set.
    pub pdfs: usize,
    /// How many numbers were bound to data.
    pub numbers: usize,
}

/// One edition, in numbers.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct EditionFigures {
    /// What it is an edition of, such as `report china`.
    pub work: String,
    /// The audience.
    pub audience: String,
    /// The language.
    pub language: String,
    /// How many words it has.
    pub words: usize,
    /// How many pages its PDF has, if one was made.
    pub pages: Option<usize>,
    /// How many numbers it binds.
    pub numbers: usize,
    /// How many numbered figures and tables it has.
    pub figures: usize,
    /// How many entries of registers, such as recommendations, it speaks of.
    pub entries: usize,
    /// How much of its budget it uses, in per cent, if it has one: the tightest of its limits.
    pub budget_used: Option<usize>,
}

/// Where finished files go.
#[derive(Debug)]
pub(crate) enum Sink {
    /// To the output folder.
    Stage(Stage),
    /// Nowhere: everything is made and checked, and nothing written.
    Nowhere,
}

impl Sink {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<(), CommitError> {
        match self {
            Self::Stage(stage) => stage.put(path, bytes),
            Self::Nowhere => Ok(()),
        }
    }
}

/// What one build reads and where it writes.
pub(crate) struct Build<'a> {
    pub publication: &'a Publication,
    pub plan: &'a Plan<'a>,
    pub base_url: &'a str,
    pub pdfs: Pdfs,
    pub sink: &'a Sink,
    /// Which files of the output there are so far.
    pub claims: Claims,
    /// Looks at each text before it is written.
    pub guard: &'a Guard<'a>,
    /// Told how many steps are finished, and how many there are.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// What holds for one audience.
struct Look {
    theme: Theme,
    templates: Option<Templates>,
    pdf: Option<PdfRenderer>,
    /// The files that its pages load, by name.
    statics: BTreeMap<String, Bytes>,
    /// Where these files stand below the root, with a slash at its end.
    folder: String,
}

impl Build<'_> {
    /// Makes all files. They are whole only if no error was added to `problems`.
    ///
    /// # Errors
    /// Returns the first file that the system refused to write.
    pub(crate) fn run(&self, problems: &mut Problems) -> Result<Made, CommitError> {
        let looks = self.looks(problems);
        let style = self.style(&looks, problems);
        let speaks =
            |look: &Look| look.theme.words.len() == self.publication.settings.languages.len();
        let (Some(style), true) = (style, looks.iter().all(speaks)) else {
            return Ok(Made::default());
        };
        let headlines = self.headlines(&looks, &style);
        let library = Library {
            publication: self.publication,
            plan: self.plan,
            headlines: &headlines,
            base_url: self.base_url,
        };
        let parts: Vec<_> = self
            .plan
            .sites
            .iter()
            .map(|&site| {
                let look = self.look(&looks, site.audience);
                SiteParts::new(site, library, (&look.theme, &look.folder), &style)
            })
            .collect();
        let Some(sites) = self.sites(&looks, library, &parts, problems) else {
            return Ok(Made::default());
        };
        let workshop = Workshop { looks: &looks, sites: &sites, style: &style };
        let summaries = self.editions(workshop, problems)?;
        let lists = self.lists(&sites, &summaries, problems)?;
        self.assets(&looks, problems)?;
        let pdfs = summaries.iter().filter_map(|summary| Some(&summary.pdf.as_ref()?.address));
        let editions = self.plan.editions.iter().zip(&summaries);
        Ok(Made {
            editions: editions.map(|(edition, summary)| figures(edition, summary)).collect(),
            pages: self.plan.editions.len() + lists,
            pdfs: pdfs.collect::<BTreeSet<_>>().len(),
            numbers: summaries.iter().map(|summary| summary.numbers).sum(),
        })
    }

    /// Puts a file at `path` if no other is there.
    fn put(
        &self,
        path: &str,
        bytes: &[u8],
        maker: Maker,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        match problems.keep(self.claims.claim(path, maker)) {
            Some(()) => self.sink.put(path, bytes),
            None => Ok(()),
        }
    }

    /// Puts a text at `path` if no other is there, after a look at it.
    fn put_text(
        &self,
        path: &str,
        text: &str,
        maker: Maker,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        self.guard.look(path, text.as_bytes());
        self.put(path, text.as_bytes(), maker, problems)
    }

    fn looks(&self, problems: &mut Problems) -> Vec<Look> {
        let fonts = pdf::fonts(self.publication);
        let files = &self.publication.files;
        let mut looks: Vec<Look> = Vec::new();
        for audience in &self.publication.audiences {
            let theme = Theme::new(audience, self.publication, problems);
            let templates = problems.keep(Templates::new(&theme, files));
            let pdf = match self.pdfs {
                Pdfs::Made => PdfRenderer::new(&theme, self.publication, Arc::clone(&fonts)),
                Pdfs::Skipped => None,
            };
            let statics = theme.statics(self.publication);
            // Audiences that look alike share one style sheet, and with it the reader's cache.
            let twin = looks.iter().find(|look| look.statics == statics);
            let folder = match twin {
                Some(twin) => twin.folder.clone(),
                None if looks.is_empty() => "assets/".to_owned(),
                None => format!("assets/for/{}/", audience.id),
            };
            looks.push(Look { theme, templates, pdf, statics, folder });
        }
        looks
    }

    fn look<'l>(&self, looks: &'l [Look], audience: &Audience) -> &'l Look {
        let position = self.publication.audiences.iter().position(|other| other.id == audience.id);
        &looks[position.unwrap_or(0)]
    }

    fn style(&self, looks: &[Look], problems: &mut Problems) -> Option<Style> {
        let files = &self.publication.files;
        let file = looks.first()?.theme.text("styles/author-date.csl", files)?;
        problems.keep(Style::read(file, files, &self.publication.sources))
    }

    fn resources<'r>(
        &'r self,
        look: &'r Look,
        style: &'r Style,
        edition: &Edition<'_>,
    ) -> Option<Resources<'r>> {
        Some(Resources {
            publication: self.publication,
            plan: self.plan,
            words: look.theme.words.get(&edition.language.tag)?,
            style,
            theme: &look.theme,
            charts: Charts::Drawn,
        })
    }

    fn headlines(&self, looks: &[Look], style: &Style) -> Vec<Headline> {
        let headline = |edition: &Edition<'_>| {
            let look = self.look(looks, edition.site.audience);
            let resources = self.resources(look, style, edition);
            resources.map(|resources| bind::headline(edition, resources)).unwrap_or_default()
        };
        self.plan.editions.par_iter().map(headline).collect()
    }

    fn sites<'s>(
        &'s self,
        looks: &'s [Look],
        library: Library<'s>,
        parts: &'s [SiteParts],
        problems: &mut Problems,
    ) -> Option<Vec<SitePages<'s>>> {
        let mut sites = Vec::new();
        for (&site, parts) in self.plan.sites.iter().zip(parts) {
            let look = self.look(looks, site.audience);
            let templates = look.templates.as_ref()?;
            sites.push(problems.keep(SitePages::new(
                site,
                library,
                parts,
                &look.theme,
                templates,
            ))?);
        }
        Some(sites)
    }

    /// Renders and writes the pages that list documents; returns how many there are.
    fn lists(
        &self,
        sites: &[SitePages<'_>],
        summaries: &[Summary],
        problems: &mut Problems,
    ) -> Result<usize, CommitError> {
        let mut count = 0;
        for pages in sites {
            for Output { path, text } in pages.lists(summaries, problems) {
                self.put_text(&path, &text, Maker::Program, problems)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// Writes what pages need beside themselves: the style sheet, fonts, pictures and files.
    fn assets(&self, looks: &[Look], problems: &mut Problems) -> Result<(), CommitError> {
        let folders: BTreeMap<_, _> =
            looks.iter().map(|look| (&look.folder, &look.statics)).collect();
        for (folder, statics) in folders {
            for (name, bytes) in statics {
                self.put(&format!("{folder}{name}"), bytes, Maker::Program, problems)?;
            }
        }
        for (path, bytes) in &self.publication.assets {
            self.copy(path, bytes, problems)?;
        }
        for (_, file) in self.publication.files.in_folder("content/images") {
            self.copy(&file.path, file.text.as_bytes(), problems)?;
        }
        Ok(())
    }

    /// Copies a file to where readers find it: pictures to `images/`, those of `static/` to the root.
    fn copy(&self, path: &str, bytes: &[u8], problems: &mut Problems) -> Result<(), CommitError> {
        let below = path.strip_prefix("content/").unwrap_or_default();
        let name = match below.strip_prefix("static/") {
            Some(name) => name,
            None if below.starts_with("images/") => below,
            None => return Ok(()),
        };
        self.put(name, bytes, Maker::Copied(path.to_owned()), problems)
    }
}
