//! References in the formats of reference managers: BibTeX, RIS, CSL-JSON.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::{Author, CitableWork, Kind};

impl CitableWork {
    /// Renders it for BibTeX.
    pub fn bibtex(&self) -> String {
        let (form, of_publisher) = match self.kind {
            Kind::Report | Kind::Brief => ("techreport", "institution"),
            Kind::Dataset => ("misc", "publisher"),
        };
        let authors: Vec<_> = self.authors.iter().map(bibtex_name).collect();
        let mut out = format!("@{form}{{{},\n", self.key);
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = writeln!(out, "  {name} = {{{}}},", in_one_line(value));
            }
        };
        add("author", &authors.join(" and "));
        // A second pair of braces keeps the capitals.
        add("title", &format!("{{{}}}", latex(&self.title)));
        add(of_publisher, &latex(&self.publisher));
        if self.series != self.title {
            add("series", &latex(&self.series));
        }
        if let Some(date) = self.date {
            add("year", &date.year.to_string());
            add("month", &date.month.map(|month| month.to_string()).unwrap_or_default());
            add("date", &self.iso());
        }
        add("isbn", &self.isbn);
        add("issn", &self.issn);
        add("doi", &self.doi);
        add("url", &self.address);
        add("language", &self.language);
        out.push_str("}\n");
        out
    }

    /// Renders it as RIS, whose lines end with a carriage return and a line feed.
    pub fn ris(&self) -> String {
        let form = match self.kind {
            Kind::Report | Kind::Brief => "RPRT",
            Kind::Dataset => "DATA",
        };
        let mut out = format!("TY  - {form}\r\n");
        let mut add = |tag: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(out, "{tag}  - {}\r\n", in_one_line(value));
            }
        };
        for author in &self.authors {
            add("AU", &turned(author));
        }
        add("TI", &self.title);
        if self.series != self.title {
            add("T3", &self.series);
        }
        if let Some(date) = self.date {
            add("PY", &date.year.to_string());
            add("DA", &self.iso().replace('-', "/"));
        }
        add("PB", &self.publisher);
        add("SN", if self.isbn.is_empty() { &self.issn } else { &self.isbn });
        add("DO", &self.doi);
        add("UR", &self.address);
        add("L1", &self.pdf);
        add("LA", &self.language);
        add("AB", &self.summary);
        out.push_str("ER  - \r\n");
        out
    }

    /// Renders it as CSL-JSON, which citation managers and processors of CSL share.
    pub fn csl_json(&self) -> String {
        let form = match self.kind {
            Kind::Report | Kind::Brief => "report",
            Kind::Dataset => "dataset",
        };
        let mut item = Map::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                item.insert(name.to_owned(), value.into());
            }
        };
        add("id", &self.key);
        add("type", form);
        add("title", &self.title);
        if self.series != self.title {
            add("collection-title", &self.series);
        }
        add("publisher", &self.publisher);
        add("ISBN", &self.isbn);
        add("ISSN", &self.issn);
        add("DOI", &self.doi);
        add("URL", &self.address);
        add("language", &self.language);
        add("abstract", &self.summary);
        let authors: Vec<_> = self.authors.iter().map(csl_name).collect();
        item.insert("author".to_owned(), Json::Array(authors));
        if let Some(date) = self.date {
            item.insert("issued".to_owned(), json!({ "date-parts": [date.parts()] }));
        }
        format!("{:#}\n", json!([item]))
    }

    /// Returns the date as precisely as it is known, such as `2026-11`.
    pub fn iso(&self) -> String {
        let parts = self.date.map(super::Day::parts).unwrap_or_default();
        let parts: Vec<_> = parts.iter().map(|part| format!("{part:02}")).collect();
        parts.join("-")
    }
}

/// Returns a name in the form used for sorting: the family name first; that of an organisation
/// unchanged.
fn turned(author: &Author) -> String {
    match &author.parts {
        Some((family, given)) => format!("{family}, {given}"),
        None => author.name.to_string(),
    }
}

/// Returns a name for BibTeX, which would split the name of an organisation.
fn bibtex_name(author: &Author) -> String {
    let name = latex(&turned(author));
    if author.parts.is_some() { name } else { format!("{{{name}}}") }
}

fn csl_name(author: &Author) -> Json {
    match &author.parts {
        Some((family, given)) => json!({ "family": family.as_str(), "given": given.as_str() }),
        None => json!({ "literal": author.name.as_str() }),
    }
}

/// Returns a text without line breaks: each field is a line, and what follows a break would be another.
fn in_one_line(text: &str) -> String {
    // Fixed spaces join what belongs together, and end no line.
    let may_break = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    text.split(may_break).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a text escaped for LaTeX.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(character);
            }
            // BibTeX counts braces even where LaTeX prints them.
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            _ => out.push(character),
        }
    }
    out
}
