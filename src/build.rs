//! The pipeline with its work spread over threads: from a loaded publication to its files.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use typst::comemo;

use crate::audience::Audience;
use crate::bind::{self, Headline, Resources};
use crate::cite::Style;
use crate::commit::{CommitError, Stage};
use crate::diagnostic::{Code, Diagnostic, Problems};
use crate::files::Bytes;
use crate::plan::{Edition, Plan};
use crate::publication::Publication;
use crate::render::pdf::{self, Context, PdfRenderer};
use crate::render::site::{Library, Output, PdfSummary, SitePages, SiteParts, Summary};
use crate::render::templates::Templates;
use crate::span::Span;
use crate::theme::Theme;
use crate::tree::Document;

/// How many documents are set before Typst's memory of old ones is cleared. Ages count
/// for the whole process, so one place clears, between batches.
const BATCH: usize = 24;

/// For how many batches Typst remembers what was not used again.
const REMEMBERED_BATCHES: usize = 2;

/// Whether PDFs are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pdfs {
    /// They are.
    Made,
    /// Only pages are made.
    Skipped,
}

/// What a build makes, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many editions were bound.
    pub editions: usize,
    /// How many pages were rendered.
    pub pages: usize,
    /// How many PDFs were set.
    pub pdfs: usize,
    /// How many numbers were bound to data.
    pub numbers: usize,
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
    /// Called after each finished edition.
    pub progress: &'a (dyn Fn() + Sync),
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
    pub(crate) fn run(&self, problems: &mut Problems) -> Result<Totals, CommitError> {
        let looks = self.looks(problems);
        let style = self.style(&looks, problems);
        let speaks =
            |look: &Look| look.theme.words.len() == self.publication.settings.languages.len();
        let (Some(style), true) = (style, looks.iter().all(speaks)) else {
            return Ok(Totals::default());
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
            return Ok(Totals::default());
        };
        let summaries = self.editions(&looks, &sites, &style, problems)?;
        let lists = self.lists(&sites, &summaries, problems)?;
        self.assets(&looks)?;
        Ok(Totals {
            editions: self.plan.editions.len(),
            pages: self.plan.editions.len() + lists,
            pdfs: summaries.iter().filter(|summary| summary.pdf.is_some()).count(),
            numbers: summaries.iter().map(|summary| summary.numbers).sum(),
        })
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
            words: look.theme.words.get(&edition.site.language.tag)?,
            style,
            classes: &look.theme.classes,
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

    /// Binds, renders and writes the editions, batch by batch.
    fn editions(
        &self,
        looks: &[Look],
        sites: &[SitePages<'_>],
        style: &Style,
        problems: &mut Problems,
    ) -> Result<Vec<Summary>, CommitError> {
        let mut summaries = Vec::with_capacity(self.plan.editions.len());
        let batch = match self.pdfs {
            Pdfs::Made => BATCH,
            Pdfs::Skipped => self.plan.editions.len().max(1),
        };
        for editions in self.plan.editions.chunks(batch) {
            let finish = |edition: &Edition<'_>| {
                let mut found = Problems::default();
                let summary = self.edition(edition, looks, sites, style, &mut found);
                (self.progress)();
                (summary, found)
            };
            for (summary, found) in editions.par_iter().map(finish).collect::<Vec<_>>() {
                problems.extend(found);
                summaries.push(summary?);
            }
            comemo::evict(REMEMBERED_BATCHES);
        }
        Ok(summaries)
    }

    fn edition(
        &self,
        edition: &Edition<'_>,
        looks: &[Look],
        sites: &[SitePages<'_>],
        style: &Style,
        problems: &mut Problems,
    ) -> Result<Summary, CommitError> {
        let look = self.look(looks, edition.site.audience);
        let pages = &sites[edition.site.index];
        let Some(resources) = self.resources(look, style, edition) else {
            return Ok(Summary::default());
        };
        let document = bind::bind(edition, resources, problems);
        let mut summary = Summary {
            words: document.words,
            numbers: document.ledger.len(),
            pdf: None,
            cited: document.bibliography.iter().map(|entry| entry.key.clone()).collect(),
        };
        // A document with holes is not worth setting, and would be refused once more.
        if problems.has_errors() {
            return Ok(summary);
        }
        if let Some(renderer) = look.pdf.as_ref().filter(|_| edition.has_pdf()) {
            summary.pdf = self.pdf(edition, &document, renderer, pages, problems)?;
        }
        check_budget(edition, &summary, problems);
        if let Some(Output { path, text }) =
            problems.keep(pages.document(edition, &document, &summary))
        {
            self.sink.put(&path, text.as_bytes())?;
        }
        Ok(summary)
    }

    fn pdf(
        &self,
        edition: &Edition<'_>,
        document: &Document,
        renderer: &PdfRenderer,
        pages: &SitePages<'_>,
        problems: &mut Problems,
    ) -> Result<Option<PdfSummary>, CommitError> {
        let chapters = edition.chapters.iter().map(|chapter| chapter.file);
        let manuscripts: Vec<_> = [edition.manuscript.file].into_iter().chain(chapters).collect();
        let context = Context { files: &self.publication.files, manuscripts: &manuscripts };
        let texts = pages.pdf_texts(edition, document);
        match renderer.render(document, &texts.settings(), pages.plain_words(), context) {
            Ok(pdf) => {
                self.sink.put(&edition.pdf_address(), &pdf.bytes)?;
                Ok(Some(PdfSummary { pages: pdf.pages, bytes: pdf.bytes.len() }))
            }
            Err(diagnostics) => {
                problems.extend(diagnostics);
                Ok(None)
            }
        }
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
                self.sink.put(&path, text.as_bytes())?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// Writes what pages need beside themselves: the style sheet, fonts, pictures and files.
    fn assets(&self, looks: &[Look]) -> Result<(), CommitError> {
        let Publication { files, assets, .. } = self.publication;
        let folders: BTreeMap<_, _> =
            looks.iter().map(|look| (&look.folder, &look.statics)).collect();
        for (folder, statics) in folders {
            for (name, bytes) in statics {
                self.sink.put(&format!("{folder}{name}"), bytes)?;
            }
        }
        for (path, bytes) in assets {
            if let Some(name) = path.strip_prefix("content/static/") {
                self.sink.put(name, bytes)?;
            } else if let Some(name) = path.strip_prefix("content/images/") {
                self.sink.put(&format!("images/{name}"), bytes)?;
            }
        }
        for (_, file) in files.in_folder("content/images") {
            let name = file.path.trim_start_matches("content/");
            self.sink.put(name, file.text.as_bytes())?;
        }
        Ok(())
    }
}

/// Reports an edition that is longer than its audience allows.
fn check_budget(edition: &Edition<'_>, summary: &Summary, problems: &mut Problems) {
    let audience = edition.site.audience;
    let Some(budget) = audience.budgets.get(&edition.manuscript.form) else { return };
    let pages = summary.pdf.map(|pdf| pdf.pages);
    let limits =
        [("words", budget.max_words, Some(summary.words)), ("pages", budget.max_pages, pages)];
    for (what, limit, actual) in limits {
        let (Some(limit), Some(actual)) = (limit, actual) else { continue };
        if actual <= limit.value {
            continue;
        }
        let (over, allowed) = (actual - limit.value, limit.value);
        let (id, tag) = (&audience.id, &edition.site.language.tag);
        let message = format!(
            "the edition for `{id}` in `{tag}` has {actual} {what}, {over} more than its budget of {allowed}"
        );
        problems.push(
            Diagnostic::error(Code::OverBudget, Span::start_of(edition.manuscript.file), message)
                .with_related(limit.span, "the budget is set here")
                .with_hint("shorten it, hide blocks with `not-audience`, or raise the budget"),
        );
    }
}
