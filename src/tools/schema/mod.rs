//! JSON Schemas of the files that authors write, for editors that complete and check YAML.
//!
//! The schemas are YAML themselves, beside this file, since people keep them; programs get
//! them as JSON. What the readers accept and what the schemas say is compared by the tests
//! `schemas::*` of the suite, key by key.

use std::path::Path;

use serde_json::{Map, Value as Json};

use crate::base::files::Bytes;
use crate::engine::commit::{self, CommitError};

/// The dialect of the schemas, which editors know.
const DIALECT: &str = "http://json-schema.org/draft-07/schema#";

/// What several schemas share.
const DEFINITIONS: &str = include_str!("definitions.yaml");

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The name of the schema, such as `dataset`.
    pub name: &'static str,
    /// The files that it describes, as a pattern below the publication's folder.
    pub files: &'static str,
    text: &'static str,
}

/// All kinds of files that have a schema.
pub const KINDS: &[Kind] = &[
    Kind { name: "settings", files: "quipu.yaml", text: include_str!("settings.yaml") },
    Kind { name: "dataset", files: "content/data/**/*.yaml", text: include_str!("dataset.yaml") },
    Kind {
        name: "register",
        files: "content/registers/**/*.yaml",
        text: include_str!("register.yaml"),
    },
    Kind {
        name: "audience",
        files: "content/audiences/*.yaml",
        text: include_str!("audience.yaml"),
    },
    Kind { name: "entities", files: "content/entities.yaml", text: include_str!("entities.yaml") },
    Kind { name: "glossary", files: "content/glossary.yaml", text: include_str!("glossary.yaml") },
    Kind { name: "values", files: "content/values.yaml", text: include_str!("values.yaml") },
    Kind {
        name: "corrections",
        files: "content/corrections.yaml",
        text: include_str!("corrections.yaml"),
    },
    Kind { name: "bundles", files: "content/bundles.yaml", text: include_str!("bundles.yaml") },
    Kind { name: "audit", files: "content/audit.yaml", text: include_str!("audit.yaml") },
    Kind { name: "theme", files: "themes/*/theme.yaml", text: include_str!("theme.yaml") },
    Kind {
        name: "manuscript",
        files: "content/{briefs,pages}/**/*.md",
        text: include_str!("manuscript.yaml"),
    },
    Kind { name: "report", files: "content/reports/**/*.md", text: include_str!("report.yaml") },
];

impl Kind {
    /// Returns the kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        KINDS.iter().find(|kind| kind.name == name).copied()
    }

    /// Returns the schema.
    pub fn schema(self) -> Json {
        let Json::Object(own) = read(self.text) else { return Json::Null };
        let mut schema = Map::new();
        schema.insert("$schema".to_owned(), DIALECT.into());
        schema.extend(own);
        let Json::Object(shared) = read(DEFINITIONS) else { return Json::Null };
        let definitions = schema.entry("$defs").or_insert_with(|| Json::Object(Map::new()));
        if let Json::Object(definitions) = definitions {
            definitions.extend(shared);
        }
        Json::Object(schema)
    }

    /// Returns the schema as the text of a file.
    pub fn text(self) -> String {
        format!("{:#}\n", self.schema())
    }

    /// Returns the name of the schema's file.
    pub fn file_name(self) -> String {
        format!("{}.schema.json", self.name)
    }
}

/// Reads one of our own files, which the tests read as well.
fn read(text: &str) -> Json {
    serde_yaml::from_str(text).unwrap_or_default()
}

/// Writes all schemas into `folder`, and returns how many there are.
///
/// # Errors
/// Returns the first file that the system refuses.
pub fn write(folder: &Path) -> Result<usize, CommitError> {
    let files = KINDS.iter().map(|kind| (kind.file_name(), Bytes::from(kind.text().into_bytes())));
    let files: Vec<_> = files.collect();
    commit::refresh(folder, &files)?;
    Ok(files.len())
}
