//! The pages at former addresses of texts, which redirect readers.

use super::{SiteFile, SitePages};
use crate::base::escape::escaped;
use crate::plan::Edition;

impl SitePages<'_> {
    /// Renders the pages that lead to an edition from the addresses that it had.
    pub fn redirects(&self, edition: &Edition<'_>) -> Vec<SiteFile> {
        let paths = self.library.session.plan.redirects(edition);
        paths.map(|path| SiteFile::file(path.to_string(), self.redirect(edition, &path))).collect()
    }

    /// Renders the page at `path` that leads to an edition. It works without JavaScript and without a
    /// server that knows of it.
    fn redirect(&self, edition: &Edition<'_>, path: &str) -> String {
        let root = "../".repeat(path.matches('/').count());
        let root = if root.is_empty() { "./" } else { &root };
        let url = escaped(&format!("{root}{}", edition.address));
        let base = self.library.base_url;
        let canonical = match base {
            "" => String::new(),
            _ => format!(
                "<link rel=\"canonical\" href=\"{}\">\n",
                escaped(&format!("{base}{}", edition.address))
            ),
        };
        let title = escaped(&self.headline(edition).title_text);
        format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n\
             {canonical}<meta http-equiv=\"refresh\" content=\"0; url={url}\">\n</head>\n\
             <body>\n<p><a href=\"{url}\">{title}</a></p>\n</body>\n</html>\n",
            edition.language.tag
        )
    }
}
