//! Bibliographies: BibTeX becomes `content/sources.yaml`.

use std::collections::BTreeSet;

use hayagriva::Library;
use hayagriva::io;

use super::folder::Folder;
use super::{has_extension, trial};
use crate::publication::sources;

/// The sources of a project.
#[derive(Debug, Default)]
pub(super) struct Bibliography {
    /// The keys.
    pub keys: BTreeSet<String>,
    /// `content/sources.yaml`; empty if there is no source.
    pub yaml: String,
    /// The files that cannot be read, and why.
    pub unreadable: Vec<(String, String)>,
}

/// Reads all bibliographies of a project; of two works with one key, the first is kept.
pub(super) fn read(folder: &Folder) -> Bibliography {
    let mut bibliography = Bibliography::default();
    let mut library = Library::new();
    for path in folder.paths().filter(|path| has_extension(path, &["bib", "bibtex"])) {
        let Some(text) = folder.text(path) else { continue };
        let (text, refused) = sources::bounded(&text);
        let refused = refused.into_iter().map(|(name, reason)| format!("{name}: {reason}"));
        bibliography.unreadable.extend(refused.map(|reason| (path.to_owned(), reason)));
        // `A, and B` has one comma too many for a list of people.
        let text = text.replace(", and ", " and ");
        match io::from_biblatex_str(&text) {
            Ok(found) => add(&mut bibliography, &mut library, &found),
            // One invalid entry spoils the file, so each is read by itself.
            Err(_) => {
                for part in entries(&text) {
                    let found = io::from_biblatex_str(&part);
                    let reason = match found {
                        Ok(found) => {
                            add(&mut bibliography, &mut library, &found);
                            continue;
                        }
                        Err(errors) => errors.first().map(ToString::to_string).unwrap_or_default(),
                    };
                    let name = part.trim().lines().next().unwrap_or_default();
                    bibliography.unreadable.push((path.to_owned(), format!("{name} {reason}")));
                }
            }
        }
    }
    bibliography.finish(&mut library);
    bibliography
}

impl Bibliography {
    /// Writes the sources, without those that Quipu refuses.
    fn finish(&mut self, library: &mut Library) {
        const PATH: &str = "content/sources.yaml";
        if library.is_empty() {
            return;
        }
        self.yaml = io::to_yaml_str(library).unwrap_or_default();
        let refused = trial::refused(std::iter::once((PATH, self.yaml.as_str())));
        for refused in &refused {
            let key = refused.message.split('`').nth(1).unwrap_or_default();
            if library.remove(key).is_some() {
                self.keys.remove(key);
                self.unreadable.push((PATH.to_owned(), refused.message.clone()));
            }
        }
        if !refused.is_empty() {
            self.yaml = io::to_yaml_str(library).unwrap_or_default();
        }
    }
}

/// Adds the works whose keys are new.
fn add(bibliography: &mut Bibliography, library: &mut Library, found: &Library) {
    for entry in found.iter() {
        if bibliography.keys.insert(entry.key().to_owned()) {
            library.push(entry);
        }
    }
}

/// Splits a bibliography into its entries, each preceded by all abbreviations.
fn entries(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split("\n@").collect();
    let is_string =
        |part: &&&str| part.trim_start_matches('@').to_lowercase().starts_with("string");
    let strings = parts.iter().filter(is_string).map(|part| part.trim_start_matches('@'));
    let strings = strings.map(|part| ["@", part].concat()).collect::<Vec<_>>().join("\n");
    let others = parts.iter().filter(|part| !is_string(part) && part.contains('{'));
    others.map(|part| format!("@{}\n{strings}", part.trim_start_matches('@'))).collect()
}
