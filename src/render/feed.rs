//! Feeds: what is new, for programs that people follow sites with, as Atom (RFC 4287).

use std::fmt::Write as _;

use ecow::EcoString;
use jiff::civil::Date;

use crate::base::escape::{push_attribute, push_text, push_url};

/// A feed. All addresses are full.
#[derive(Debug)]
pub struct Feed<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it is of, in one sentence; empty if nothing is said.
    pub subtitle: &'a str,
    /// The language of its title.
    pub language: &'a str,
    /// Its own address.
    pub address: String,
    /// The page that it belongs to.
    pub page: String,
    /// Who publishes it; its title, if nobody is named.
    pub author: &'a str,
    /// The terms of its texts; empty if none are said.
    pub rights: &'a str,
    /// Its texts, the newest first.
    pub entries: Vec<FeedItem<'a>>,
}

/// A text in a feed.
#[derive(Debug)]
pub struct FeedItem<'a> {
    /// Its title.
    pub title: &'a str,
    /// What it found; empty if nothing is said.
    pub summary: EcoString,
    /// The language of both.
    pub language: &'a str,
    /// Its page, which names it for good.
    pub address: String,
    /// Its PDF; none if it has none.
    pub pdf: Option<String>,
    /// The authors, in order.
    pub authors: Vec<&'a str>,
    /// The subjects.
    pub topics: Vec<&'a str>,
    /// The day of publication.
    pub published: Date,
    /// The day of the last change, or of publication.
    pub updated: Date,
}

impl Feed<'_> {
    /// Renders the feed; none if it has no text, since a feed must say when it changed.
    pub fn render(&self) -> Option<String> {
        let updated = self.entries.iter().map(|item| item.updated).max()?;
        let mut xml = Xml(String::with_capacity(1024 * self.entries.len()));
        xml.0.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
        xml.0.push_str("<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"");
        push_text(&mut xml.0, self.language);
        xml.0.push_str("\">\n");
        xml.element("title", self.title);
        xml.element("subtitle", self.subtitle);
        xml.element("id", &self.address);
        xml.link("self", "application/atom+xml", &self.address);
        xml.link("alternate", "text/html", &self.page);
        xml.moment("updated", updated);
        let author = if self.author.is_empty() { self.title } else { self.author };
        xml.person(author);
        xml.element("rights", self.rights);
        xml.element("generator", super::GENERATOR);
        for item in &self.entries {
            xml.item(item);
        }
        xml.0.push_str("</feed>\n");
        Some(xml.0)
    }
}

/// The XML so far.
struct Xml(String);

impl Xml {
    /// Writes an element with a text; nothing for an empty one.
    fn element(&mut self, name: &str, text: &str) {
        if text.is_empty() {
            return;
        }
        let _ = write!(self.0, "<{name}>");
        push_text(&mut self.0, text);
        let _ = writeln!(self.0, "</{name}>");
    }

    fn link(&mut self, relation: &str, media_type: &str, address: &str) {
        let _ = write!(self.0, "<link rel=\"{relation}\" type=\"{media_type}\" href=\"");
        push_url(&mut self.0, address);
        self.0.push_str("\"/>\n");
    }

    /// Days have no time of day; the one of Greenwich's midnight is as good as any.
    fn moment(&mut self, name: &str, day: Date) {
        let _ = writeln!(self.0, "<{name}>{day}T00:00:00Z</{name}>");
    }

    fn person(&mut self, name: &str) {
        self.0.push_str("<author>");
        self.element("name", name);
        self.0.push_str("</author>\n");
    }

    fn item(&mut self, item: &FeedItem<'_>) {
        self.0.push_str("<entry xml:lang=\"");
        push_text(&mut self.0, item.language);
        self.0.push_str("\">\n");
        self.element("title", item.title);
        self.element("id", &item.address);
        self.link("alternate", "text/html", &item.address);
        if let Some(pdf) = &item.pdf {
            self.link("related", "application/pdf", pdf);
        }
        self.moment("published", item.published);
        self.moment("updated", item.updated);
        for author in &item.authors {
            self.person(author);
        }
        for topic in &item.topics {
            self.0.push_str("<category term=\"");
            push_attribute(&mut self.0, topic);
            self.0.push_str("\"/>\n");
        }
        self.element("summary", &item.summary);
        self.0.push_str("</entry>\n");
    }
}
