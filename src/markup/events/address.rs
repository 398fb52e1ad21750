//! Links, pictures, and the addresses of both.

use std::ops::Range;

use ecow::EcoString;
use pulldown_cmark::TagEnd;

use crate::base::diagnostic::Code;
use crate::base::limits::ADDRESS_BYTES;
use crate::base::span::Spanned;
use crate::base::stray;
use crate::base::yaml;
use crate::markup::mask::is_masked;
use crate::markup::parse::{Parser, Until};
use crate::markup::{Inline, InlineKind, Link, Picture, address, foreign};

impl Parser<'_, '_> {
    /// Adds a bare address in the text, as a link unless it is in one.
    pub(super) fn bare_address(&mut self, range: &Range<usize>, out: &mut Vec<Inline>) {
        let span = self.span(range);
        let address = unescaped(&self.text[range.clone()]);
        if self.text[range.end..].starts_with("{{") {
            self.refuse_number_in_address(range);
        }
        let is_of_slack = self.text[..range.start].ends_with('<')
            && (address.contains('|') || self.text[range.end..].starts_with('|'));
        if is_of_slack {
            let first = address.split('|').next().unwrap_or_default();
            let hint = format!("write `[text]({first})`");
            let place = range.start - 1..range.end;
            self.report(Code::ForeignSyntax, &place, "this is a link of Slack", &hint);
        }
        if let Err(found) = ADDRESS_BYTES.check(address.len(), span, "shorten it") {
            return self.problems.push(found);
        }
        let text = Inline { span, kind: InlineKind::Text(address.as_str().into()) };
        if self.open_links > 0 {
            return out.push(text);
        }
        let target = address::target(&address).into();
        let link = Link { target, title: EcoString::new(), content: vec![text] };
        out.push(Inline { span, kind: InlineKind::Link(Box::new(link)) });
    }

    pub(super) fn image(
        &mut self,
        path: &str,
        title: &str,
        range: &Range<usize>,
    ) -> Option<InlineKind> {
        let caption = self.inlines(Until::Tag(TagEnd::Image));
        let attributes = self.attributes_behind(range.end);
        let path = Spanned::new(self.address(path, range)?, self.span(range));
        let title = self.address(title, range)?;
        Some(InlineKind::Image(Box::new(Picture { path, title, caption, attributes })))
    }

    pub(super) fn link(
        &mut self,
        url: &str,
        title: &str,
        range: &Range<usize>,
        out: &mut Vec<Inline>,
    ) {
        self.open_links += 1;
        let content = self.inlines(Until::Tag(TagEnd::Link));
        self.open_links -= 1;
        let target = self.address(url, range);
        match target.and_then(|target| Some((target, self.address(title, range)?))) {
            Some((target, title)) => {
                let kind = InlineKind::Link(Box::new(Link { target, title, content }));
                out.push(Inline { span: self.span(range), kind });
            }
            None => out.extend(content),
        }
    }

    /// Returns an address or a title, or reports a bound number in it, whose braces would reach
    /// the reader.
    fn address(&mut self, address: &str, range: &Range<usize>) -> Option<EcoString> {
        // What is hidden from the parser stands there as such a character.
        if !is_masked(address)
            && let Some(found) = yaml::unprintable(address, self.span(range))
        {
            self.problems.push(found);
            return None;
        }
        if stray::find(address).is_some() {
            self.report(
                Code::StrayAttributes,
                range,
                "the address or title of a link or an image cannot have parts for some readers only",
                "put the whole link into `[…]{audience=\"…\"}`",
            );
            return None;
        }
        if !is_masked(address) && !address.contains("{{") {
            return Some(address.into());
        }
        self.refuse_number_in_address(range);
        None
    }

    fn refuse_number_in_address(&mut self, range: &Range<usize>) {
        let source = &self.text[range.clone()];
        if let Some(at) = source.find("{{<").or_else(|| source.find("{{%")) {
            let hint = foreign::shortcode_hint(&source[at..]);
            let span = self.span(range);
            let hint = hint.unwrap_or("write the address itself");
            self.problems.push(foreign::refusal(span, "a Hugo or Quarto shortcode", hint));
            return;
        }
        self.report(
            Code::MisplacedNumber,
            range,
            "a bound number is not possible in an address",
            "write the address out; the text of the link can contain a bound number",
        );
    }
}

/// Returns `text` without the backslashes that escape signs.
fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let escapes =
            character == '\\' && characters.peek().is_some_and(char::is_ascii_punctuation);
        unescaped.extend(if escapes { characters.next() } else { Some(character) });
    }
    unescaped
}
