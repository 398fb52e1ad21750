//! The open data of a language as DCAT-AP 3, for catalogues of public data: JSON-LD.

use serde_json::{Map, Value as Json, json};

/// What the catalogue of a language states about itself.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue<'a> {
    /// Its full address.
    pub address: &'a str,
    /// The title of the publication.
    pub title: &'a str,
    /// What the publication is; its title if nobody says.
    pub description: &'a str,
    /// Who publishes it.
    pub publisher: &'a str,
    /// The address of its licence; empty if it has none.
    pub licence: &'a str,
    /// The tag of its language.
    pub language: &'a str,
}

/// A dataset of the catalogue.
#[derive(Debug, Clone)]
pub struct CatalogueRecord {
    /// Its name.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it is, or where it is from.
    pub description: String,
    /// What it describes: a day, month or year; empty if unknown.
    pub as_of: String,
    /// The full address of its page.
    pub page: String,
    /// The full address of its CSV file, without its extension.
    pub file: String,
    /// How many bytes the CSV file has.
    pub bytes: usize,
}

/// The vocabularies, by their prefixes.
fn context() -> Json {
    json!({
        "dcat": "http://www.w3.org/ns/dcat#",
        "dct": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "xsd": "http://www.w3.org/2001/XMLSchema#"
    })
}

impl Catalogue<'_> {
    /// Renders the catalogue with its datasets; none if there are no datasets, or no addresses.
    pub fn render(&self, records: &[CatalogueRecord]) -> Option<String> {
        if records.is_empty() || self.address.is_empty() {
            return None;
        }
        let mut catalogue = self.thing(self.address, "dcat:Catalog");
        let mut add = |key: &str, value: Json| catalogue.insert(key.to_owned(), value);
        add("@context", context());
        add("dct:title", self.text(self.title));
        add(
            "dct:description",
            self.text(if self.description.is_empty() { self.title } else { self.description }),
        );
        add("foaf:homepage", json!({"@id": self.address, "@type": "foaf:Document"}));
        add("dcat:dataset", records.iter().map(|record| self.dataset(record)).collect());
        Some(format!("{:#}\n", Json::Object(catalogue)))
    }

    /// Returns what catalogue and datasets have in common.
    fn thing(&self, id: &str, kind: &str) -> Map<String, Json> {
        let mut thing = Map::new();
        thing.insert("@id".to_owned(), id.into());
        thing.insert("@type".to_owned(), kind.into());
        if !self.publisher.is_empty() {
            let publisher = json!({"@type": "foaf:Agent", "foaf:name": self.text(self.publisher)});
            thing.insert("dct:publisher".to_owned(), publisher);
        }
        if let Some(language) = authority(self.language) {
            let id =
                format!("http://publications.europa.eu/resource/authority/language/{language}");
            let language = json!({"@id": id, "@type": "dct:LinguisticSystem"});
            thing.insert("dct:language".to_owned(), language);
        }
        thing
    }

    fn text(&self, text: &str) -> Json {
        json!({"@value": text, "@language": self.language})
    }

    fn dataset(&self, record: &CatalogueRecord) -> Json {
        let mut dataset = self.thing(&record.page, "dcat:Dataset");
        let mut add = |key: &str, value: Json| dataset.insert(key.to_owned(), value);
        add("dct:title", self.text(&record.title));
        let description =
            if record.description.is_empty() { &record.title } else { &record.description };
        add("dct:description", self.text(description));
        add("dct:identifier", record.id.as_str().into());
        add("dcat:landingPage", json!({"@id": record.page, "@type": "foaf:Document"}));
        let kind = match record.as_of.len() {
            4 => Some("xsd:gYear"),
            7 => Some("xsd:gYearMonth"),
            10 => Some("xsd:date"),
            _ => None,
        };
        if let Some(kind) = kind {
            add("dct:issued", json!({"@value": record.as_of, "@type": kind}));
        }
        let csv = self.distribution(record, ("csv", "CSV", "text/csv"));
        let rows = self.distribution(record, ("json", "JSON", "application/json"));
        add("dcat:distribution", json!([csv, rows]));
        Json::Object(dataset)
    }

    fn distribution(
        &self,
        record: &CatalogueRecord,
        (extension, format, media_type): (&str, &str, &str),
    ) -> Json {
        let address = format!("{}.{extension}", record.file);
        let mut distribution = Map::new();
        let mut add = |key: &str, value: Json| distribution.insert(key.to_owned(), value);
        add("@id", address.as_str().into());
        add("@type", "dcat:Distribution".into());
        add("dct:title", self.text(&format!("{} ({format})", record.title)));
        add("dcat:accessURL", json!({ "@id": record.page }));
        add("dcat:downloadURL", json!({ "@id": address }));
        let media_type = format!("http://www.iana.org/assignments/media-types/{media_type}");
        add("dcat:mediaType", json!({"@id": media_type, "@type": "dct:MediaType"}));
        let format = format!("http://publications.europa.eu/resource/authority/file-type/{format}");
        add("dct:format", json!({"@id": format, "@type": "dct:MediaTypeOrExtent"}));
        if extension == "csv" {
            let bytes = record.bytes.to_string();
            add("dcat:byteSize", json!({"@value": bytes, "@type": "xsd:nonNegativeInteger"}));
        }
        if !self.licence.is_empty() {
            add("dct:license", json!({"@id": self.licence, "@type": "dct:LicenseDocument"}));
        }
        Json::Object(distribution)
    }
}

/// Returns the code that the Publications Office of the European Union has for a language.
fn authority(tag: &str) -> Option<&'static str> {
    let codes = [
        ("ar", "ARA"),
        ("de", "DEU"),
        ("en", "ENG"),
        ("es", "SPA"),
        ("fr", "FRA"),
        ("pt", "POR"),
        ("ru", "RUS"),
        ("zh", "ZHO"),
    ];
    let language = tag.split('-').next()?;
    codes.iter().find(|(code, _)| *code == language).map(|(_, code)| *code)
}
