//! The formats of sites: all that a site has besides its texts.

use super::frame::Frame;
use super::{SiteFile, SitePages, Summary};
use crate::base::diagnostic::Diagnostic;
use crate::bind::generated::GeneratedPage;
use crate::language::Word;
use crate::plan::routes;
use crate::render::context::{NotFoundPage, PageKind};
use crate::render::format::Rendering;
use crate::tree::Form;

/// Makes the files of a format from the pages of a site, and from what is known of all editions, in the order of the
/// plan.
type Make = fn(&SitePages<'_>, &[Summary]) -> Rendering;

/// A format of sites.
#[derive(Debug, Clone, Copy)]
pub struct SiteFormat {
    /// Whether an earlier release has it, which is no place for searching, or for finding the way back.
    is_of_releases: bool,
    make: Make,
}

impl SiteFormat {
    const fn new(make: Make) -> Self {
        Self { is_of_releases: true, make }
    }

    const fn of_today(make: Make) -> Self {
        Self { is_of_releases: false, make }
    }

    /// Makes the files of a site; `summaries` are those of all editions of the plan, in its order.
    pub fn render(&self, pages: &SitePages<'_>, summaries: &[Summary]) -> Rendering {
        if self.is_of_releases || pages.library.release.is_none() {
            (self.make)(pages, summaries)
        } else {
            Rendering::default()
        }
    }
}

/// The formats that every build makes of each site, in their order.
#[expect(clippy::redundant_closure_for_method_calls, reason = "each line reads alike")]
pub const OF_SITES: [SiteFormat; 9] = [
    SiteFormat::new(|pages, summaries| pages.all_generated(summaries)),
    SiteFormat::of_today(|pages, _| pages.calendar().into()),
    SiteFormat::new(|pages, _| pages.register_outputs().into()),
    SiteFormat::new(|pages, _| pages.dataset_outputs().into()),
    SiteFormat::of_today(|pages, summaries| Rendering::of(pages.search(summaries))),
    SiteFormat::new(|pages, summaries| Rendering::of(pages.accessibility(summaries))),
    SiteFormat::new(|pages, summaries| pages.feeds(summaries).into()),
    SiteFormat::new(|pages, summaries| pages.guides(summaries).into()),
    SiteFormat::of_today(|pages, _| Rendering::of(pages.not_found())),
];

impl SitePages<'_> {
    /// Renders the pages that no author wrote.
    fn all_generated(&self, summaries: &[Summary]) -> Rendering {
        let facts: Vec<_> = summaries.iter().map(|summary| &summary.facts).collect();
        let is_made = |page: &&GeneratedPage<'_>| {
            self.library.release.is_none() || !page.fields.are_of_today()
        };
        let mut all = Rendering::default();
        for page in self.binder.pages(&facts, self.library.releases).iter().filter(is_made) {
            all.add(Rendering::of(self.generated(page, summaries)));
        }
        all
    }

    /// Renders the page for an address that does not exist, which an output has once.
    fn not_found(&self) -> Result<Option<SiteFile>, Diagnostic> {
        if !self.prefix.is_empty() {
            return Ok(None);
        }
        let mut frame = Frame::of_list(self, &self.prefix, []);
        frame.root = root_path(self.library.base_url);
        frame.home = format!("{}{}", frame.root, self.prefix);
        frame.canonical = None;
        let title = self.words.get(Word::NotFoundTitle);
        let reports = self.binder.listed(Form::Report);
        let context = NotFoundPage {
            site: &self.shared_site,
            words: &self.shared_words,
            page: frame.page(PageKind::NotFound, &title, ""),
            reports: reports.iter().map(|edition| self.page_link(edition, &frame)).collect(),
        };
        let text = self.fill("404.html", routes::NOT_FOUND, &context)?;
        Ok(Some(SiteFile::file(routes::NOT_FOUND.to_owned(), text)))
    }
}

/// Returns the path part of an address, for pages that may be shown anywhere.
pub(super) fn root_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}
