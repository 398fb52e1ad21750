//! The files that repositories and registries ask for when a report is deposited or gets its DOI:
//! Zenodo, `DataCite`, Crossref. They are written, but not sent.

use std::fmt::Write as _;

use serde_json::{Map, Value as Json, json};

use super::{Author, CitableWork};
use crate::base::escape::escaped;
use crate::publication::identifier::Scheme;

/// A report, with the data that are asked for besides its reference.
#[derive(Debug, Clone, Copy)]
pub struct Deposit<'a> {
    /// How it is cited.
    pub work: &'a CitableWork,
    /// The name of its licence; empty if it has none.
    pub licence_name: &'a str,
    /// The address of its licence; empty if it has none.
    pub licence_url: &'a str,
    /// Its subjects.
    pub subjects: &'a [ecow::EcoString],
    /// The address of the person responsible for deposits; empty if there is none.
    pub contact: &'a str,
}

impl Deposit<'_> {
    /// Renders `.zenodo.json`.
    pub fn zenodo(&self) -> String {
        let work = self.work;
        let mut fields = Map::new();
        let mut add = |key: &str, value: Json| fields.insert(key.to_owned(), value);
        add("title", work.title.as_str().into());
        add("upload_type", "publication".into());
        add("publication_type", "report".into());
        add("publication_date", work.iso().into());
        add("description", escaped(&work.summary).into());
        add("creators", work.authors.iter().map(zenodo_creator).collect());
        add("access_right", "open".into());
        if let Some(licence) = creative_commons(self.licence_url) {
            add("license", licence.into());
        }
        if !self.subjects.is_empty() {
            add("keywords", self.subjects.iter().map(ecow::EcoString::as_str).collect());
        }
        if let Some(code) = three_letters(&work.language) {
            add("language", code.into());
        }
        for (key, value) in [
            ("doi", &work.doi),
            ("imprint_publisher", &work.publisher),
            ("imprint_isbn", &work.isbn),
        ] {
            if !value.is_empty() {
                add(key, value.as_str().into());
            }
        }
        let page =
            json!({"identifier": work.address, "relation": "isIdenticalTo", "scheme": "url"});
        add("related_identifiers", json!([page]));
        format!("{:#}\n", Json::Object(fields))
    }

    /// Renders the metadata of the `DataCite` schema, version 4, as JSON.
    pub fn datacite(&self) -> String {
        let work = self.work;
        let mut fields = Map::new();
        let mut add = |key: &str, value: Json| fields.insert(key.to_owned(), value);
        add("schemaVersion", "http://datacite.org/schema/kernel-4".into());
        add("types", json!({"resourceTypeGeneral": "Report", "resourceType": "Policy report"}));
        if !work.doi.is_empty() {
            add("doi", work.doi.as_str().into());
        }
        add("url", work.address.as_str().into());
        add("titles", json!([{"title": work.title.as_str(), "lang": work.language.as_str()}]));
        add("creators", work.authors.iter().map(datacite_creator).collect());
        add("publisher", json!({"name": work.publisher.as_str()}));
        add("publicationYear", work.date.map(|date| date.year).into());
        add("dates", json!([{"date": work.iso(), "dateType": "Issued"}]));
        add("language", work.language.as_str().into());
        if !work.summary.is_empty() {
            let text = work.summary.as_str();
            add("descriptions", json!([{"description": text, "descriptionType": "Abstract"}]));
        }
        let subjects = self.subjects.iter().map(|subject| json!({"subject": subject.as_str()}));
        add("subjects", subjects.collect());
        if !self.licence_name.is_empty() {
            let licence = json!({"rights": self.licence_name, "rightsUri": self.licence_url});
            add("rightsList", json!([licence]));
        }
        let mut others = Vec::new();
        for (kind, value) in [("ISBN", &work.isbn), ("ISSN", &work.issn)] {
            if !value.is_empty() {
                others.push(
                    json!({"alternateIdentifier": value.as_str(), "alternateIdentifierType": kind}),
                );
            }
        }
        add("alternateIdentifiers", others.into());
        format!("{:#}\n", Json::Object(fields))
    }

    /// Renders the `report-paper` that Crossref accepts; none for a report without a DOI, or if
    /// there is no address to which Crossref may write.
    pub fn crossref(&self) -> Option<String> {
        let work = self.work;
        if work.doi.is_empty() || self.contact.is_empty() {
            return None;
        }
        let publisher = escaped(&work.publisher);
        let date = work.iso().replace('-', "");
        let mut out = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <doi_batch xmlns=\"http://www.crossref.org/schema/5.3.1\" version=\"5.3.1\">\n<head>\n\
             <doi_batch_id>{}</doi_batch_id>\n<timestamp>{date:0<14}</timestamp>\n<depositor>\n\
             <depositor_name>{publisher}</depositor_name>\n<email_address>{}</email_address>\n\
             </depositor>\n<registrant>{publisher}</registrant>\n</head>\n<body>\n<report-paper>\n\
             <report-paper_metadata language=\"{}\">\n<contributors>\n",
            escaped(&work.key),
            escaped(self.contact),
            work.language.split('-').next().unwrap_or_default()
        );
        for (index, author) in work.authors.iter().enumerate() {
            contributor(author, index, &mut out);
        }
        let _ = write!(
            out,
            "</contributors>\n<titles>\n<title>{}</title>\n</titles>\n{}",
            escaped(&work.title),
            publication_date(work)
        );
        if !work.isbn.is_empty() {
            let _ = writeln!(out, "<isbn media_type=\"electronic\">{}</isbn>", escaped(&work.isbn));
        }
        let _ = write!(
            out,
            "<publisher>\n<publisher_name>{publisher}</publisher_name>\n</publisher>\n<doi_data>\n\
             <doi>{}</doi>\n<resource>{}</resource>\n</doi_data>\n</report-paper_metadata>\n\
             </report-paper>\n</body>\n</doi_batch>\n",
            escaped(&work.doi),
            escaped(&work.address)
        );
        Some(out)
    }
}

fn zenodo_creator(author: &Author) -> Json {
    let name = match &author.parts {
        Some((family, given)) => format!("{family}, {given}"),
        None => author.name.to_string(),
    };
    match &author.orcid {
        Some(orcid) => json!({"name": name, "orcid": orcid.as_str()}),
        None => json!({ "name": name }),
    }
}

fn datacite_creator(author: &Author) -> Json {
    let mut creator = Map::new();
    let mut add = |key: &str, value: Json| creator.insert(key.to_owned(), value);
    match &author.parts {
        Some((family, given)) => {
            add("name", format!("{family}, {given}").into());
            add("nameType", "Personal".into());
            add("familyName", family.as_str().into());
            add("givenName", given.as_str().into());
        }
        // Nothing says whether a name that no entity has is that of a person.
        None => _ = add("name", author.name.as_str().into()),
    }
    let known =
        [("ORCID", "https://orcid.org", &author.orcid), ("ROR", "https://ror.org", &author.ror)];
    let identifiers: Vec<_> = known
        .into_iter()
        .filter_map(|(scheme, site, id)| {
            let id = format!("{site}/{}", id.as_ref()?);
            Some(json!({"nameIdentifier": id, "nameIdentifierScheme": scheme, "schemeUri": site}))
        })
        .collect();
    if !identifiers.is_empty() {
        add("nameIdentifiers", identifiers.into());
    }
    Json::Object(creator)
}

fn contributor(author: &Author, index: usize, out: &mut String) {
    let sequence = if index == 0 { "first" } else { "additional" };
    let role = format!("sequence=\"{sequence}\" contributor_role=\"author\"");
    let Some((family, given)) = &author.parts else {
        let name = escaped(&author.name);
        let _ = writeln!(out, "<organization {role}>{name}</organization>");
        return;
    };
    let _ = write!(
        out,
        "<person_name {role}>\n<given_name>{}</given_name>\n<surname>{}</surname>\n",
        escaped(given),
        escaped(family)
    );
    if let Some(orcid) = &author.orcid {
        let _ = writeln!(out, "<ORCID>{}</ORCID>", Scheme::Orcid.address(orcid));
    }
    out.push_str("</person_name>\n");
}

fn publication_date(work: &CitableWork) -> String {
    let Some(date) = work.date else { return String::new() };
    let mut out = String::from("<publication_date media_type=\"online\">\n");
    for (name, part) in [("month", date.month), ("day", date.day)] {
        if let Some(part) = part {
            let _ = writeln!(out, "<{name}>{part:02}</{name}>");
        }
    }
    let _ = write!(out, "<year>{}</year>\n</publication_date>\n", date.year);
    out
}

/// Returns the name that repositories use for a Creative Commons licence, such as `cc-by-4.0`.
fn creative_commons(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("creativecommons.org/")?;
    let mut parts = rest.split('/');
    match (parts.next()?, parts.next()?, parts.next()?) {
        ("licenses", kind, version) => Some(format!("cc-{kind}-{version}")),
        ("publicdomain", "zero", version) => Some(format!("cc0-{version}")),
        _ => None,
    }
}

/// Returns the ISO 639-2 code of the languages that the program contains words for.
fn three_letters(tag: &str) -> Option<&'static str> {
    let codes = [
        ("ar", "ara"),
        ("de", "deu"),
        ("en", "eng"),
        ("es", "spa"),
        ("fr", "fra"),
        ("pt", "por"),
        ("ru", "rus"),
        ("zh", "zho"),
    ];
    let language = tag.split('-').next()?;
    codes.iter().find(|(code, _)| *code == language).map(|(_, code)| *code)
}
