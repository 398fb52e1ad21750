//! All that a site has beside its texts: generated pages, data, feeds, and the page for an address that does
//! not exist.

use super::frame::Frame;
use super::{Output, SitePages, Summary};
use crate::base::diagnostic::{Diagnostic, Problems};
use crate::language::Word;
use crate::plan::routes;
use crate::render::context::{NotFoundPage, PageKind};
use crate::tree::Form;

impl SitePages<'_> {
    /// Renders all that the site has beside its texts.
    ///
    /// `summaries` are those of all editions of the plan, in its order.
    pub fn lists(&self, summaries: &[Summary], problems: &mut Problems) -> Vec<Output> {
        let mut outputs = Vec::new();
        let facts: Vec<_> = summaries.iter().map(|summary| &summary.facts).collect();
        for page in self.binder.pages(&facts) {
            outputs.extend(problems.keep(self.generated(&page, summaries)).into_iter().flatten());
        }
        outputs.extend(self.register_outputs());
        outputs.extend(self.dataset_outputs());
        if self.library.release.is_none() {
            outputs.extend(problems.keep(self.search(summaries)).into_iter().flatten());
        }
        outputs.extend(problems.keep(self.accessibility(summaries)).into_iter().flatten());
        if self.library.release.is_none() {
            outputs.extend(problems.keep(self.corrections()).into_iter().flatten());
            outputs.extend(problems.keep(self.releases()).into_iter().flatten());
        }
        outputs.extend(self.feeds(summaries));
        outputs.extend(self.guides(summaries));
        if self.prefix.is_empty() && self.library.release.is_none() {
            outputs.extend(problems.keep(self.not_found()));
        }
        outputs
    }

    fn not_found(&self) -> Result<Output, Diagnostic> {
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
        let text = self.fill("404.html", &context)?;
        Ok(Output::file(routes::NOT_FOUND.to_owned(), text))
    }
}

/// Returns the path part of an address, for pages that may be shown anywhere.
fn root_path(base_url: &str) -> String {
    let path = base_url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    path.map_or_else(|| "/".to_owned(), |(_, path)| format!("/{path}"))
}
