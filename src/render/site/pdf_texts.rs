//! What the PDF of an edition prints besides its document.

use std::collections::BTreeMap;

use ecow::EcoString;

use super::SitePages;
use super::frame::mark;
use crate::language::Word;
use crate::plan::Edition;
use crate::render::pdf::PdfSettings;
use crate::tree::Document;

/// The texts that the PDF of an edition prints besides its document.
#[derive(Debug)]
pub struct PdfTexts<'a> {
    paper: &'static str,
    cover: &'a str,
    imprint: EcoString,
    logo: &'a str,
    logo_alt: EcoString,
    publication: &'a str,
    publisher: &'a str,
    licence_name: &'a str,
    licence_url: &'a str,
    root: &'a str,
    site: String,
    address: String,
    cite_text: String,
    draft: String,
    audience_name: EcoString,
    edition_text: String,
    decimal_sign: String,
    colon: &'static str,
    comma: &'static str,
    semicolon: &'static str,
}

impl SitePages<'_> {
    /// Returns what marks an edition that is sensitive or not out; nothing for others.
    pub(super) fn mark(&self, edition: &Edition<'_>) -> String {
        mark(edition, self.words)
    }
}

impl PdfTexts<'_> {
    /// Returns the texts as Typst reads them.
    pub fn settings(&self) -> PdfSettings<'_> {
        PdfSettings {
            form: "",
            paper: self.paper,
            cover: self.cover,
            imprint: &self.imprint,
            logo: self.logo,
            logo_alt: &self.logo_alt,
            publication: self.publication,
            publisher: self.publisher,
            licence_name: self.licence_name,
            licence_url: self.licence_url,
            address: &self.address,
            cite_text: &self.cite_text,
            draft: &self.draft,
            audience_name: &self.audience_name,
            edition_text: &self.edition_text,
            root: self.root,
            site: &self.site,
            decimal_sign: &self.decimal_sign,
            colon: self.colon,
            comma: self.comma,
            semicolon: self.semicolon,
        }
    }
}

impl<'a> SitePages<'a> {
    /// Returns the interface words that take no arguments.
    pub fn plain_words(&self) -> &BTreeMap<String, String> {
        &self.parts.words
    }

    /// Collects what the PDF of an edition prints besides its document.
    pub fn pdf_texts(&self, edition: &Edition<'_>, document: &Document) -> PdfTexts<'a> {
        let audience = edition.site.audience;
        let base = self.library.base_url;
        let licence = self.site.projection.settings.licence.as_ref();
        let projection = self.site.projection;
        let logo = projection.settings.logo.as_ref();
        // One that is not there was reported.
        let is_there = |path: &str| {
            let path = format!("content/{path}");
            projection.files.find(&path).is_some() || projection.assets.contains_key(&path)
        };
        let picture = logo.map(|logo| &*logo.print.as_ref().unwrap_or(&logo.light).value);
        let cover = projection.settings.cover.as_ref().map(|cover| &*cover.value);
        let imprint = projection.settings.imprint.as_ref();
        let name = audience.name.as_ref().map(|name| name.text(&self.site.language.tag));
        let audience_name = name.unwrap_or_default();
        // The default audience's PDF is nobody's in particular: others that read alike share it.
        let is_particular = !self.site.is_default();
        let edition_text = if is_particular {
            self.words.get(Word::EditionOf { audience: &audience_name }).into()
        } else {
            String::new()
        };
        PdfTexts {
            paper: edition.paper().name(),
            cover: cover.filter(|path| is_there(path)).unwrap_or_default(),
            imprint: imprint.map(|text| text.text(&self.site.language.tag)).unwrap_or_default(),
            logo: picture.filter(|path| is_there(path)).unwrap_or_default(),
            logo_alt: logo.map(|logo| logo.alt.text(&self.site.language.tag)).unwrap_or_default(),
            publication: &self.parts.title,
            publisher: &self.parts.publisher,
            licence_name: &self.parts.licence_name,
            licence_url: licence.and_then(|licence| licence.url.as_deref()).unwrap_or_default(),
            root: base,
            site: self.full(&self.prefix),
            address: if base.is_empty() {
                String::new()
            } else {
                format!("{base}{}", edition.address)
            },
            cite_text: self.cite_text(edition, document),
            draft: self.mark(edition),
            audience_name,
            edition_text,
            decimal_sign: self.site.language.decimal_sign(),
            colon: self.words.colon(),
            comma: self.words.comma(),
            semicolon: self.words.semicolon(),
        }
    }
}
