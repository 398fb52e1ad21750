//! The record of what each translation was made from.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::base::diagnostic::Problems;
use crate::base::files::Files;
use crate::base::yaml::{self, Mapping, Node};

/// Where the record stands.
pub const PATH: &str = "content/translations.yaml";

const HEAD: &str = "\
# What each translation was made from, block by block. Quipu writes this file:
# `quipu translations` compares it with the originals, `--accept` brings it up to date.
";

/// What each translation was made from, by its path.
#[derive(Debug, Clone, Default)]
pub struct TranslationRecord {
    by_path: BTreeMap<String, Vec<Recorded>>,
}

/// A block as it was when it was translated.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The hash of its text.
    pub hash: String,
    /// Its text.
    pub text: String,
}

/// Returns the hash of a block's text, short enough to read.
pub(super) fn hash(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

impl TranslationRecord {
    /// Reads the record; a publication without one has an empty one.
    pub fn read(files: &Files, problems: &mut Problems) -> Self {
        let mut record = Self::default();
        let Some(file) = files.find(PATH) else { return record };
        let whole = files.whole(file);
        let Some(node) = problems.keep(yaml::parse(files, whole)) else { return record };
        let Some(mapping) = problems.keep(Mapping::new(&node)) else { return record };
        for (path, blocks) in mapping.entries() {
            let blocks = yaml::list(blocks, problems, |node| Ok(node.clone()));
            let blocks = blocks.iter().filter_map(|node| recorded(node, problems));
            record.by_path.insert(path.name.clone(), blocks.collect());
        }
        record
    }

    /// Returns the blocks that the translation at `path` was made from.
    pub fn get(&self, path: &str) -> Option<&[Recorded]> {
        self.by_path.get(path).map(Vec::as_slice)
    }

    /// Sets the blocks that the translation at `path` was made from.
    pub(super) fn set<'a>(&mut self, path: &str, blocks: impl Iterator<Item = &'a str>) {
        let blocks = blocks.map(|text| Recorded { hash: hash(text), text: text.to_owned() });
        self.by_path.insert(path.to_owned(), blocks.collect());
    }

    /// Returns the record as the text of its file.
    pub fn write(&self) -> String {
        let mut out = HEAD.to_owned();
        for (path, blocks) in &self.by_path {
            let _ = writeln!(out, "{path}:");
            for block in blocks {
                // JSON strings are YAML strings, whatever the text holds.
                let text = serde_json::Value::from(block.text.as_str());
                let _ = writeln!(out, "  - {{hash: \"{}\", text: {text}}}", block.hash);
            }
        }
        out
    }
}

fn recorded(node: &Node, problems: &mut Problems) -> Option<Recorded> {
    let mut mapping = problems.keep(Mapping::new(node))?;
    let hash = mapping.required("hash", problems, yaml::text);
    let text = mapping.optional("text", problems, yaml::markdown);
    mapping.finish(problems);
    Some(Recorded {
        hash: hash?.into(),
        text: text.map(|text| text.value.into()).unwrap_or_default(),
    })
}
