//! Resolving pictures: each is a file of the publication that pages can show, and has a description.

use ecow::EcoString;

use crate::base::address::is_elsewhere;
use crate::base::diagnostic::{Code, Diagnostic};
use crate::base::limits::LINE_BYTES;
use crate::base::span::{Span, Spanned};
use crate::bind::Binder;
use crate::bind::attributes::{Owner, percent};
use crate::markup::{Picture, plain_text};
use crate::publication::localized::markup_in;
use crate::publication::picture;
use crate::tree::Image;

impl<'a> Binder<'a, '_> {
    /// Resolves a picture; none if there is nothing to show.
    pub(in crate::bind) fn image(&mut self, picture: &'a Picture) -> Option<Image> {
        self.check_attributes(&picture.attributes, Owner::Image);
        let alt = self.alternative_text(picture);
        if is_elsewhere(&picture.path.value) {
            let message = "this image is not a file of the publication";
            self.problems.push(
                Diagnostic::error(Code::MissingImage, picture.path.span, message).with_hint(
                    "save it into `content/images/`, and name it there: pages load nothing from other sites, and PDFs contain their pictures",
                ),
            );
            return None;
        }
        let path = self.resolve(&picture.path.value, picture.path.span);
        let path = self.problems.keep(path)?;
        let publication = self.resources.publication;
        let is_picture = path.starts_with("content/images/") && self.has_file(&path);
        if !is_picture {
            let missing = self.missing_picture(&path, picture.path.span);
            self.problems.push(missing);
            return None;
        }
        if let Some(fault) = publication.broken_pictures.get(&path) {
            self.problems.push(
                Diagnostic::error(Code::BadPicture, picture.path.span, format!("`{path}` {fault}"))
                    .with_hint(fault.hint()),
            );
            return None;
        }
        let bytes = publication.assets.get(&path);
        let size = bytes.and_then(|bytes| picture::size(bytes));
        let is_photograph = bytes.is_some_and(|bytes| picture::is_photographic_png(bytes));
        let folder = self.edition.site.holder(&path, self.resources.plan).pictures();
        let path = path.strip_prefix("content/").unwrap_or(&path).into();
        let width = picture.attributes.value("width").and_then(|width| percent(&width.value));
        let title = picture.title.clone();
        Some(Image { path, folder, alt, title, width, size, is_photograph })
    }

    /// Returns what a picture says to those who cannot see it; reports one that says nothing.
    fn alternative_text(&mut self, picture: &Picture) -> EcoString {
        let alt = match picture.attributes.value("alt") {
            Some(alt) => alt.value.clone(),
            None if picture.attributes.id.is_none() => plain_text(&picture.caption).into(),
            None => EcoString::new(),
        };
        let hint = "write a shorter one: `![Caption](file.png){alt=\"…\"}`";
        self.problems.keep(LINE_BYTES.check(alt.len(), picture.path.span, hint));
        if let Some(alt) = picture.attributes.value("alt") {
            self.problems.extend(markup_in(&alt.value, alt.span));
        }
        let is_misspelt = |(name, _): &(Spanned<EcoString>, Spanned<EcoString>)| {
            name.value != "alt" && name.value.to_lowercase().contains("alt")
        };
        // A mark says as little of a picture as nothing.
        if !picture.attributes.values.iter().any(is_misspelt)
            && !alt.chars().any(char::is_alphanumeric)
        {
            let message = "this image has no alternative text";
            self.problems.push(
                Diagnostic::error(Code::MissingAlt, picture.path.span, message)
                    .with_hint("write what it shows: `![Caption](file.png){alt=\"…\"}`"),
            );
        }
        alt
    }

    fn missing_picture(&self, path: &str, span: Span) -> Diagnostic {
        let publication = self.resources.publication;
        let pictures = publication.files.in_folder("content/images").map(|(_, file)| &*file.path);
        let pictures = pictures.chain(publication.assets.keys().map(String::as_str));
        let pictures = pictures.filter(|path| path.starts_with("content/images/"));
        let hint = self
            .nearest_path(path, span, pictures)
            .unwrap_or_else(|| "put it into `content/images/`".to_owned());
        let message = format!("there is no image `{path}`");
        Diagnostic::error(Code::MissingImage, span, message).lacking(path).with_hint(hint)
    }
}
