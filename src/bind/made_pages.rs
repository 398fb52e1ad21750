//! Links to pages that Quipu makes of files other than texts: of datasets, of the bibliography, of topics.

use ecow::{EcoString, eco_format};

use super::Binder;
use super::cite;
use crate::base::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::base::reads;
use crate::base::span::Span;
use crate::markup::slug;
use crate::plan::catalogue;
use crate::tree::Target;

impl Binder<'_, '_> {
    /// Returns the target of a link to a file of data or to the list of sources; nothing for other files.
    pub(super) fn made_page(
        &self,
        path: &str,
        fragment: &str,
        span: Span,
    ) -> Option<Result<Target, Diagnostic>> {
        if path == "content/sources.yaml" || path == "content/sources.bib" {
            return Some(self.source_page(fragment, span));
        }
        let id = path.strip_prefix("content/data/")?.strip_suffix(".yaml")?;
        let (plan, site) = (self.resources.plan, self.edition.site);
        self.resources.publication.datasets.get(id)?;
        Some(catalogue::target(id, site, plan).ok_or_else(|| {
            let message = format!("the dataset `{id}` has no page here");
            Diagnostic::error(Code::BrokenLink, span, message)
                .with_hint(format!("write `publish: true` in `{path}`, or delete the link"))
        }))
    }

    /// Returns the target of a link to the bibliography, or to a work in it.
    fn source_page(&self, key: &str, span: Span) -> Result<Target, Diagnostic> {
        let publication = self.resources.publication;
        let path = EcoString::from("sources/");
        if key.is_empty() {
            return Ok(Target::Page { path, fragment: EcoString::new() });
        }
        reads::note_named(reads::Kind::Source, &key.into());
        if publication.uses.sources.contains(key) {
            return Ok(Target::Page { path, fragment: cite::anchor(key) });
        }
        let hint = did_you_mean(key, publication.uses.sources.iter().map(EcoString::as_str));
        let message = format!("the bibliography has no work `{key}`");
        Err(Diagnostic::error(Code::BrokenLink, span, message).with_hint(
            hint.unwrap_or_else(|| "it lists what a text cites: cite the work".to_owned()),
        ))
    }

    /// Returns the target of a link to a topic, `topic:fisheries`.
    pub(super) fn topic(&self, name: &str, span: Span) -> Result<Target, Diagnostic> {
        let (plan, site) = (self.resources.plan, self.edition.site);
        let wanted = slug(name);
        let tags = || plan.of_site(site).flat_map(|edition| &edition.manuscript.tags);
        if tags().any(|tag| slug(tag) == wanted) {
            let path = eco_format!("topics/{wanted}/");
            return Ok(Target::Page { path, fragment: EcoString::new() });
        }
        let hint = did_you_mean(name, tags().map(EcoString::as_str))
            .unwrap_or_else(|| "topics are what texts have as `tags:`".to_owned());
        Err(Diagnostic::error(Code::BrokenLink, span, format!("no text has the topic `{name}`"))
            .with_hint(hint))
    }
}
