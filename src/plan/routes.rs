//! What is published where: the names of all folders and files of a site.
//!
//! Folders end in a slash, and stand below the root of a site unless it is said otherwise. Files that are
//! named alone stand in the folder of what they belong to.

use ecow::{EcoString, eco_format};

use crate::markup::slug;
use crate::tree::Form;

/// The page of a folder.
pub const PAGE: &str = "index.html";
/// The text of a page as Markdown, beside it.
pub const MARKDOWN: &str = "index.md";
/// The bound numbers of an edition, next to its page.
pub const NUMBERS: &str = "numbers.json";
/// The picture that stands for a page elsewhere, beside it.
pub const CARD: &str = "card.png";
/// The references to a work, next to its page, without their extensions.
pub const REFERENCE: &str = "cite";
/// The folder of the data of an edition's figures, next to its page.
pub const FIGURE_DATA: &str = "data/";
/// The newest texts of a site, or of a report.
pub const FEED: &str = "feed.xml";
/// The guide for programs that read the site.
pub const GUIDE: &str = "llms.txt";
/// What the site is called where it is installed.
pub const WEB_MANIFEST: &str = "site.webmanifest";
/// The page for an address that does not exist.
pub const NOT_FOUND: &str = "404.html";
/// The list of all pages, below the root of the publication.
pub const SITEMAP: &str = "sitemap.xml";
/// What crawlers may read, below the root of the publication.
pub const ROBOTS: &str = "robots.txt";
/// The file that describes all data of a language.
pub const DATA_PACKAGE: &str = "datapackage.json";
/// The same for catalogues of open data.
pub const DATA_CATALOGUE: &str = "dcat.jsonld";
/// The index of a search page, beside it.
pub const SEARCH_INDEX: &str = "index.js";
/// The script of sites that embed figures, among the files that pages load.
pub const EMBED_SCRIPT: &str = "embed.js";

/// The folder of the page of all sources.
pub const SOURCES: &str = "sources/";
/// The folder of the page of all registers, and of their pages.
pub const REGISTERS: &str = "registers/";
/// The folder of the page of all data.
pub const DATA: &str = "data/";
/// The folder of the page of all countries, organisations and people.
pub const ENTITIES: &str = "entities/";
/// The folder of the accessibility statement.
pub const ACCESSIBILITY: &str = "accessibility/";
/// The folder of the search page.
pub const SEARCH: &str = "search/";
/// The folder of the page of corrections.
pub const CORRECTIONS: &str = "corrections/";
/// The folder of the page of releases; that of the publication's root holds the earlier ones as well.
pub const RELEASES: &str = "releases/";

/// The name of the dates of what is announced, in that folder.
pub const CALENDAR: &str = "calendar.ics";
/// The folder of the files that pages load, below the root of the publication.
pub const ASSETS: &str = "assets/";

/// What the text of the front page is called among the pages of a publication.
pub const FRONT: &str = "index";

/// Returns the folder of a text, by its form and its name in addresses; that of the front page is the site itself.
pub fn text(form: Form, name: &str) -> EcoString {
    if form == Form::Page && name == FRONT {
        return EcoString::new();
    }
    match form {
        // Pages stand beside the folders of all others.
        Form::Page | Form::Profiles => eco_format!("{name}/"),
        Form::Report | Form::Brief | Form::Register | Form::Entry => {
            eco_format!("{}/{name}/", form.folder())
        }
    }
}

/// Returns the folder of an earlier release, below the root of the publication.
pub fn release(name: &str) -> String {
    format!("{RELEASES}{name}/")
}

/// Returns the folder of a subject.
pub fn topic(tag: &str) -> String {
    format!("topics/{}/", slug(tag))
}

/// Returns the folder of an author.
pub fn author(name: &str) -> String {
    format!("authors/{}/", slug(name))
}

/// Returns the folder of a country, an organisation or a person.
pub fn entity(id: &str) -> EcoString {
    eco_format!("{ENTITIES}{}/", slug(id))
}

/// Returns the folder of a dataset's page and files.
pub fn dataset(id: &str) -> EcoString {
    eco_format!("{DATA}{id}/")
}

/// Returns the folder of the files that the pages of one audience load, if it does not look like the first;
/// below the root of the publication.
pub fn assets_for(audience: &str) -> EcoString {
    eco_format!("{ASSETS}for/{audience}/")
}

/// Returns the name of a part of the list of all pages, by its number from 1.
pub fn sitemap_part(number: usize) -> String {
    format!("sitemap-{number}.xml")
}
