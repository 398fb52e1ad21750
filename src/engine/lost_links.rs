//! Links to pages of the publication, which PDFs have only if it has an address.

use std::collections::BTreeSet;

use super::{Build, Pdfs};
use crate::base::diagnostic::{Code, Diagnostic};
use crate::render::site::Summary;

impl Build<'_> {
    /// Says that PDFs have no links to pages, if the publication is to be published and has no address: once, at the first
    /// link.
    pub(super) fn lost_links(&self, summaries: &[Summary]) -> Option<Diagnostic> {
        if !self.base_url.is_empty() || self.pdfs != Pdfs::Made || self.release.is_some() {
            return None;
        }
        // Whoever only tries the program has nowhere to publish yet, and needs no address.
        let targets = self.session.plan.sites.first().map(|site| &site.projection.settings.targets);
        if targets.is_none_or(|targets| targets.values().all(|target| target.base_url.is_some())) {
            return None;
        }
        let printed = summaries.iter().filter(|summary| summary.print().is_some());
        let links: BTreeSet<_> = printed.filter_map(|summary| summary.site_link).collect();
        let first = *links.first()?;
        let message =
            "in PDFs, links to pages of the publication are plain text: it has no address";
        let hint = "write where it will be published in `quipu.yaml`, as in `base_url: https://example.org/`";
        Some(Diagnostic::warning(Code::LostLinks, first, message).with_hint(hint))
    }
}
