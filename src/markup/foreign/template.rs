//! Templates of other programs in double braces, which are no bound numbers: `{{ page.title }}`,
//! `{{#include file.rs}}`, `{{ youtube(id="x") }}`, `{{Cite book|title=X}}`.

use std::sync::LazyLock;

use regex::Regex;

use super::named;
use super::pattern;
use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;

/// A picture, as in `{{wiki:boat.png?200|A boat}}`.
const PICTURE: &str = r"^:?[\w:.-]+\.(?i:png|jpe?g|gif|svg|webp)(?:\?[\w&=]+)?\s*(?:\|.*)?$";

/// What is in the braces, and what it is; the first that fits counts.
static TEMPLATES: LazyLock<[(Regex, &str); 6]> = LazyLock::new(|| {
    [
        (pattern(r"^[#/>!^&*{](?:.|\n)*$"), "a tag of Handlebars or mdBook"),
        (pattern(PICTURE), "a picture of DokuWiki"),
        (pattern(r"^(?:[.$]|[A-Za-z_]\w*\.)[A-Za-z_.$]"), "a variable of another program"),
        (pattern(r"^[\w.-]+\(\s*\w+\s*=[^=]"), "a shortcode of Zola"),
        (
            pattern(r"^(?:\[\[|(?:embed|query|renderer|cloze|video|youtube|tweet) )"),
            "a macro of Logseq or Roam",
        ),
        (pattern(r"^\p{L}[\p{L}\d_-]*(?: [\p{L}\d_-]+)*\s*\|[^|\]]*="), "a template of a wiki"),
    ]
});

/// Returns the diagnostic for double braces, at `span`, that are a template of another program.
pub(in crate::markup) fn refusal(source: &str, span: Span) -> Option<Diagnostic> {
    let inner = source.trim_start_matches('{').trim_end_matches('}');
    let inner = if source.starts_with("{{{") { &source[2..] } else { inner.trim() };
    let (_, name) = TEMPLATES.iter().find(|(pattern, _)| pattern.is_match(inner))?;
    let word = inner.trim_start_matches(['#', '/', '>', ' ']);
    let word = if name.starts_with("a picture") { "image" } else { word };
    let hint = named::hint(&format!("{{{{{word}")).unwrap_or(
        "write what it would print, or `\\{{` for the braces themselves; a bound number is written `{{ dataset[row, column] }}`",
    );
    Some(super::refusal(span, name, hint))
}
