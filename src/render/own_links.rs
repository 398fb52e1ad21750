//! The addresses that the templates of a publication write themselves, and where they lead.
//!
//! Most addresses of a page are made by the program, which knows that they lead somewhere. Those that a template
//! puts together from `{{ page.root }}` and letters of its own are found again on the finished pages, since only
//! there it is known where they lead; once all files are made, each must be that of one of them.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex::Regex;

use super::balance::OwnTemplate;
use crate::base::html_tags::{HtmlSource, tags};
use crate::base::span::Span;
use crate::plan::routes::NOT_FOUND;

/// Attributes that hold an address.
const ADDRESSES: [&str; 6] = ["action", "data", "href", "poster", "src", "srcset"];

/// An address in a template.
#[derive(Debug)]
struct WrittenLink {
    /// What it can be on pages.
    pattern: Regex,
    /// Where it stands.
    span: Span,
}

/// The addresses that the templates of a publication write.
#[derive(Debug, Default)]
pub(super) struct OwnLinks(Vec<WrittenLink>);

/// Where such an address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnLink {
    /// The place in the template.
    pub span: Span,
    /// The page on which it was met first, by its path below the root of the output.
    pub page: String,
    /// Its path below the root of the output.
    pub target: String,
}

/// The addresses of templates that were met on pages so far.
#[derive(Debug, Default)]
pub(super) struct MetLinks(Mutex<BTreeMap<(Span, String), String>>);

impl OwnLinks {
    /// Finds them in the templates.
    pub(super) fn new(templates: &[OwnTemplate]) -> Self {
        let mut links = Vec::new();
        for template in templates {
            for tag in tags(&template.text, HtmlSource::Template) {
                for attribute in &tag.attributes {
                    let name = template.text[attribute.name.clone()].to_ascii_lowercase();
                    let Some(range) = attribute.value.clone() else { continue };
                    if !ADDRESSES.contains(&name.as_str()) {
                        continue;
                    }
                    let value = template.text[range.clone()].trim();
                    let value = if name == "srcset" {
                        value.split([' ', ',']).next().unwrap_or_default()
                    } else {
                        value
                    };
                    let Some(pattern) = pattern(value) else { continue };
                    links.push(WrittenLink {
                        pattern,
                        span: Span::new(template.file, range.start, range.end),
                    });
                }
            }
        }
        Self(links)
    }

    /// Notes those that a page has; `path` is that of the page, `root` the path at which the output is served.
    pub(super) fn note(&self, page: &str, (path, root): (&str, &str), met: &MetLinks) {
        if self.0.is_empty() {
            return;
        }
        for tag in tags(page, HtmlSource::Page) {
            for attribute in &tag.attributes {
                if !ADDRESSES.contains(&&page[attribute.name.clone()]) {
                    continue;
                }
                let Some(value) = attribute.value.clone().map(|range| &page[range]) else {
                    continue;
                };
                for written in self.0.iter().filter(|written| written.pattern.is_match(value)) {
                    if let Some(target) = target(value, path, root) {
                        let mut met = met.0.lock().unwrap_or_else(PoisonError::into_inner);
                        let page = met.entry((written.span, target));
                        let page = page.or_insert_with(|| path.to_owned());
                        // The order in which pages are made is not always the same, and the page for addresses that
                        // do not exist is no good example.
                        if (path == NOT_FOUND, path) < (*page == NOT_FOUND, page.as_str()) {
                            path.clone_into(page);
                        }
                    }
                }
            }
        }
    }
}

impl MetLinks {
    /// Returns the addresses, in their order in the templates.
    pub(super) fn all(&self) -> Vec<OwnLink> {
        let met = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let link = |((span, target), page): (&(Span, String), &String)| OwnLink {
            span: *span,
            page: page.clone(),
            target: target.clone(),
        };
        met.iter().map(link).collect()
    }
}

/// Returns what an address can be on pages; none if it is the program's, or leads out of the publication.
fn pattern(value: &str) -> Option<Regex> {
    let mut pattern = String::from("^(?s)");
    let mut letters = String::new();
    let mut rest = value;
    while let Some(open) = rest.find("{{").into_iter().chain(rest.find("{%")).min() {
        letters.push_str(&rest[..open]);
        pattern.push_str(&regex::escape(&rest[..open]));
        pattern.push_str(".*?");
        let close = if rest[open..].starts_with("{{") { "}}" } else { "%}" };
        rest = rest[open..].split_once(close).map_or("", |(_, rest)| rest);
    }
    letters.push_str(rest);
    pattern.push_str(&regex::escape(rest));
    pattern.push('$');
    let is_outside = value.starts_with("//") || has_scheme(value);
    let path = letters.split(['#', '?']).next().unwrap_or_default();
    // A page of the program's with a part of it, or a file whose name and ending are put together.
    let is_own = path.chars().any(char::is_alphanumeric);
    (is_own && !is_outside).then(|| Regex::new(&pattern).ok()).flatten()
}

/// Whether an address begins with a scheme, such as `mailto:`.
fn has_scheme(value: &str) -> bool {
    let scheme = value.split_once(':').map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Returns the path below the root of the output at which an address of a page leads; none if it leads out of it.
fn target(value: &str, path: &str, root: &str) -> Option<String> {
    let value = value.replace("&amp;", "&");
    let value = value.split(['#', '?']).next().unwrap_or_default();
    if value.is_empty() || value.starts_with("//") || has_scheme(value) {
        return None;
    }
    if let Some(below) = value.strip_prefix('/') {
        let below = format!("/{below}");
        return below.strip_prefix(root).map(str::to_owned);
    }
    let folder = path.rfind('/').map_or("", |slash| &path[..slash]);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut is_folder = true;
    for part in value.split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    let mut target = parts.join("/");
    if is_folder && !target.is_empty() {
        target.push('/');
    }
    Some(target)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets() {
        #[track_caller]
        fn test(value: &str, expected: Option<&str>) {
            let found = target(value, "es/briefs/case/index.html", "/site/");
            assert_eq!(found.as_deref(), expected, "for {value:?}");
        }

        test("../../about/", Some("es/about/"));
        test("../../../x.png?v=1#a", Some("x.png"));
        test("numbers.json", Some("es/briefs/case/numbers.json"));
        test("/site/briefs/", Some("briefs/"));
        test("/elsewhere/", None);
        test("../../../../x", None);
        test("mailto:a@example.org", None);
        test("#top", None);
    }

    #[test]
    fn patterns() {
        assert!(pattern("{{ page.root }}{{ item.path }}").is_none());
        assert!(pattern("{{ item.url }}#q-x").is_none());
        assert!(pattern("https://example.org/").is_none());
        assert!(pattern("{{ page.root }}about/").is_some_and(|it| it.is_match("../about/")));
    }
}
