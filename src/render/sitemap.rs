//! Sitemaps: which pages search engines should know, when they changed, and in which languages they are.
//!
//! The format is that of <https://www.sitemaps.org>, with the alternates of
//! <https://developers.google.com/search/docs/specialty/international/localized-versions>.

use std::fmt::Write as _;

use jiff::civil::Date;
use percent_encoding::{CONTROLS, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::base::escape::push_url;
use crate::plan::routes;

/// The most pages of one file. The standard has 50,000 and 50 MB, which alternates in many languages reach
/// earlier.
const MOST: usize = 20_000;

/// A page in a sitemap. All addresses are full.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Its address.
    pub address: String,
    /// The day of its last change; none if nobody knows.
    pub modified: Option<Date>,
    /// The same page in all languages, this one included, each with its tag; empty if there is one.
    pub alternates: Vec<(String, String)>,
}

/// Renders the sitemaps of a site whose root has the address `base`: names and texts.
pub fn render(base: &str, mut pages: Vec<Listing>) -> Vec<(String, String)> {
    pages.sort_by(|one, other| one.address.cmp(&other.address));
    if pages.len() <= MOST {
        return vec![(routes::SITEMAP.to_owned(), urls(&pages))];
    }
    let mut index = String::from(HEAD);
    index.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    let mut files = Vec::new();
    for (number, part) in pages.chunks(MOST).enumerate() {
        let name = routes::sitemap_part(number + 1);
        index.push_str("<sitemap>");
        element(&mut index, "loc", &format!("{base}{name}"));
        day(&mut index, part.iter().filter_map(|page| page.modified).max());
        index.push_str("</sitemap>\n");
        files.push((name, urls(part)));
    }
    index.push_str("</sitemapindex>\n");
    files.push((routes::SITEMAP.to_owned(), index));
    files
}

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

fn urls(pages: &[Listing]) -> String {
    let mut xml = String::from(HEAD);
    xml.push_str("<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for page in pages {
        xml.push_str("<url>");
        element(&mut xml, "loc", &page.address);
        day(&mut xml, page.modified);
        for (language, address) in &page.alternates {
            let _ = write!(xml, "\n<xhtml:link rel=\"alternate\" hreflang=\"{language}\" href=\"");
            push_ascii(&mut xml, address);
            xml.push_str("\"/>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Writes an address in ASCII, as the standard wants it.
fn push_ascii(xml: &mut String, address: &str) {
    push_url(xml, &utf8_percent_encode(address, CONTROLS).to_string());
}

fn element(xml: &mut String, name: &str, address: &str) {
    let _ = write!(xml, "<{name}>");
    push_ascii(xml, address);
    let _ = write!(xml, "</{name}>");
}

fn day(xml: &mut String, day: Option<Date>) {
    if let Some(day) = day {
        let _ = write!(xml, "<lastmod>{day}</lastmod>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_pages_need_several_files() {
        let page = |number: usize| Listing {
            address: format!("https://example.org/{number:05}/"),
            modified: None,
            alternates: Vec::new(),
        };
        let files = render("https://example.org/", (0..=MOST).map(page).collect());
        let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["sitemap-1.xml", "sitemap-2.xml", "sitemap.xml"]);
        assert_eq!(files[0].1.matches("<url>").count(), MOST);
        assert_eq!(files[1].1.matches("<url>").count(), 1);
        assert!(files[2].1.contains("<loc>https://example.org/sitemap-2.xml</loc>"));
    }
}
