//! Originals that stand in for translations: marked wherever they are shown.

use super::SitePages;
use super::frame::Frame;
use crate::language::Word;
use crate::plan::Edition;

/// Returns the language of an edition's text; empty if it is that of its site.
pub(super) fn foreign_tag<'e>(edition: &'e Edition<'_>) -> &'e str {
    if edition.is_fallback() { &edition.language.tag } else { "" }
}

/// Wraps markup of an edition's text into an element that names its language, if that is not
/// the language of the pages around it.
pub(super) fn marked(html: String, element: &str, edition: &Edition<'_>) -> String {
    let tag = foreign_tag(edition);
    if tag.is_empty() || html.is_empty() {
        return html;
    }
    format!("<{element} lang=\"{tag}\">{html}</{element}>")
}

impl<'a> SitePages<'a> {
    /// Returns the title of an edition for lists, with the name of its language where that is
    /// not the language of the list.
    pub(super) fn title(&self, edition: &Edition<'a>, frame: &Frame<'_, '_>) -> String {
        let label = self.renderer(frame.roots()).label(&self.headline(edition).title);
        if !edition.is_fallback() {
            return label;
        }
        let (tag, name) = (&edition.language.tag, self.language_name(edition));
        let mark = format!(" <small class=\"foreign\" lang=\"{tag}\">{name}</small>");
        marked(label, "span", edition) + &mark
    }

    /// Returns what tells readers that the original stands in for a translation; empty if none does.
    pub(super) fn foreign_text(&self, edition: &Edition<'a>) -> String {
        if !edition.is_fallback() {
            return String::new();
        }
        let name = self.language_name(edition);
        self.words.get(Word::NotTranslated { language: &name }).into()
    }

    fn language_name(&self, edition: &Edition<'a>) -> String {
        let words = self.theme.words.get(&edition.language.tag);
        words.map(|words| words.get(Word::LanguageName).into()).unwrap_or_default()
    }
}
