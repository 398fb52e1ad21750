//! The addresses that templates of a publication write, against the files that there are.

use std::collections::{BTreeMap, BTreeSet};

use super::{Build, Editions, Pdfs};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::span::Span;
use crate::plan::routes;
use crate::render::own_links::OwnLink;
use crate::render::site::SitePages;

/// Endings of files that only a build with PDFs makes.
const PRINTED: [&str; 4] = [".pdf", ".epub", ".docx", "/card.png"];

/// Endings of pictures and of what pages load, which belong into `static/`.
const LOADED: [&str; 9] =
    [".png", ".jpg", ".jpeg", ".svg", ".webp", ".gif", ".css", ".js", ".woff2"];

impl Build<'_> {
    /// Reports the addresses of templates that lead nowhere, each template's once for each address.
    pub(super) fn check_own_links(&self, sites: &[SitePages<'_>], problems: &mut Problems) {
        // A part of the editions says nothing of the others; an earlier release is as it was.
        let is_whole = !matches!(self.editions, Editions::Part) && self.only.is_none();
        // What is wrong already leaves out files.
        if !is_whole || self.release.is_some() || problems.has_errors() {
            return;
        }
        let links: Vec<_> = sites.iter().flat_map(SitePages::own_links).collect();
        if links.is_empty() {
            return;
        }
        let paths = self.claims.paths();
        let mut reported: BTreeMap<Span, OwnLink> = BTreeMap::new();
        for link in links {
            let is_earlier = !self.releases.is_empty() && link.target.starts_with("releases/");
            let is_printed = self.pdfs != Pdfs::Made
                && PRINTED.iter().any(|ending| link.target.ends_with(ending));
            if is_earlier || is_printed || leads(&link.target, &paths) {
                continue;
            }
            let first = reported.entry(link.span).or_insert_with(|| link.clone());
            // The page for addresses that do not exist is no good example.
            let rank = |link: &OwnLink| (link.page == routes::NOT_FOUND, link.page.clone());
            if rank(&link) < rank(first) {
                *first = link;
            }
        }
        problems.extend(reported.into_values().map(|link| diagnostic(&link, &paths)));
    }
}

/// Whether there is a page or a file at a path.
fn leads(target: &str, paths: &BTreeSet<String>) -> bool {
    let page = routes::PAGE;
    let names = [target.to_owned(), format!("{target}{page}"), format!("{target}/{page}")];
    names.iter().any(|name| paths.contains(name)) || paths.contains(&format!("{target}.html"))
}

fn diagnostic(link: &OwnLink, paths: &BTreeSet<String>) -> Diagnostic {
    let OwnLink { span, page, target } = link;
    let message = format!("nothing is at `{target}`, where this leads on the page `{page}`");
    let addresses: Vec<_> =
        paths.iter().map(|path| path.strip_suffix(routes::PAGE).unwrap_or(path)).collect();
    let last = |path: &str| path.trim_end_matches('/').rsplit('/').next().map(str::to_owned);
    let is_loaded = LOADED.iter().any(|ending| target.ends_with(ending));
    let same: Vec<_> =
        addresses.iter().filter(|path| !path.is_empty() && last(path) == last(target)).collect();
    let hint = if let [found] = same[..] {
        let statics = found.strip_prefix(routes::ASSETS);
        match statics {
            Some(name) => format!("write `{{{{ page.root }}}}{{{{ site.assets_path }}}}{name}`"),
            None => format!("did you mean `{found}`? Write `{{{{ page.root }}}}{found}`"),
        }
    } else if is_loaded {
        let name = last(target).unwrap_or_default();
        format!(
            "put the file into `templates/static/`, and write `{{{{ page.root }}}}{{{{ site.assets_path }}}}{name}`"
        )
    } else {
        let near = did_you_mean(target, addresses.iter().copied().filter(|path| !path.is_empty()));
        near.unwrap_or_else(|| {
            let top = addresses.iter().filter(|path| path.matches('/').count() == 1);
            let top: Vec<_> = top.filter(|path| path.ends_with('/')).collect();
            let names: Vec<_> = top.iter().take(8).map(|path| format!("`{path}`")).collect();
            format!("the pages at the root are {}", names.join(", "))
        })
    };
    Diagnostic::error(Code::TemplateLink, *span, message).with_hint(hint)
}
