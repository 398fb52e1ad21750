//! Files of an output that are not pages: those of the theme, pictures and their narrower copies.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::{AudienceRenderer, Build};
use crate::base::diagnostic::{Code, Diagnostic, Problems};
use crate::base::digest::Digest;
use crate::engine::claims::Maker;
use crate::engine::commit::CommitError;
use crate::plan::Site;
use crate::plan::routes;
use crate::publication::Publication;
use crate::publication::audience::AudienceAccess;
use crate::publication::picture;
use crate::render::sitemap::{self, Listing};

impl Build<'_> {
    /// Writes what search engines ask for: the sitemap of the pages for everybody, and `robots.txt`. An
    /// output for one audience asks them to stay away.
    pub(super) fn maps(
        &self,
        listings: Vec<Listing>,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let Some(site) = self.audiences().next() else { return Ok(()) };
        let is_open = site.audience.access == AudienceAccess::Open;
        let mut robots = String::from("User-agent: *\n");
        robots.push_str(if is_open { "Allow: /\n" } else { "Disallow: /\n" });
        if is_open && !listings.is_empty() {
            let _ = writeln!(robots, "\nSitemap: {}{}", self.base_url, routes::SITEMAP);
            for (name, text) in sitemap::render(self.base_url, listings) {
                self.put(&name, text.as_bytes(), Maker::Program, problems)?;
            }
        }
        // An author's own says what it says.
        if site.projection.assets.contains_key("content/static/robots.txt") {
            return Ok(());
        }
        self.put(routes::ROBOTS, robots.as_bytes(), Maker::Program, problems)
    }

    /// Writes what pages need besides themselves: the style sheet, fonts, pictures and files.
    pub(super) fn assets(
        &self,
        audience_renderers: &[AudienceRenderer<'_>],
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let folders: BTreeMap<_, _> = audience_renderers
            .iter()
            .map(|renderer| (&renderer.folder, renderer.statics))
            .collect();
        for (folder, statics) in folders {
            for (name, bytes) in statics {
                self.put(&format!("{folder}{name}"), bytes, Maker::Program, problems)?;
            }
        }
        for site in self.audiences() {
            let Publication { assets, files, .. } = &**site.projection;
            let assets = assets.iter().map(|(path, bytes)| (path.as_str(), &**bytes));
            let pictures = files.in_folder("content/images");
            let texts = pictures.map(|(_, file)| (&*file.path, file.text.as_bytes()));
            for (path, bytes) in assets.chain(texts) {
                self.copy(path, bytes, site, problems)?;
            }
        }
        Ok(())
    }

    /// Writes the narrower copies of a picture beside it.
    pub(super) fn narrow_copies(
        &self,
        path: &str,
        name: &str,
        bytes: &[u8],
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let is_photograph = picture::is_photographic_png(bytes);
        for copy in picture::copies(name, picture::size(bytes), is_photograph) {
            let mut digest = Digest::default();
            digest.part("narrow").part(bytes).part(copy.media_type).part(copy.width.to_le_bytes());
            let narrow = self.store.picture(&mut digest, || picture::write(bytes, &copy));
            let Some(narrow) = narrow else {
                let message = format!("`{path}` cannot be decoded");
                let problem = Diagnostic::error_at_path(Code::BadPicture, path, message);
                problems.push(problem.with_hint("it may be damaged: copy or export it again"));
                break;
            };
            self.put(&copy.path, &narrow, Maker::Copied(path.to_owned()), problems)?;
        }
        Ok(())
    }

    /// Copies a file to where readers find it: pictures to `images/`, those of `static/` to the root.
    pub(super) fn copy(
        &self,
        path: &str,
        bytes: &[u8],
        site: Site<'_>,
        problems: &mut Problems,
    ) -> Result<(), CommitError> {
        let below = path.strip_prefix("content/").unwrap_or_default();
        let holder = site.holder(path, &self.session.plan);
        let name = match below.strip_prefix("static/") {
            Some(name) if site.is_default() => name.to_owned(),
            // The default audience's copy serves all.
            None if below.starts_with("images/") && holder.index == site.index => {
                format!("{}{below}", site.pictures())
            }
            _ => return Ok(()),
        };
        if below.starts_with("images/") {
            self.narrow_copies(path, &name, bytes, problems)?;
        }
        self.put(&name, bytes, Maker::Copied(path.to_owned()), problems)
    }
}
