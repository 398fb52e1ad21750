//! Data and sources are tried before they are written, and whatever Quipu refuses is left out.

use crate::base::diagnostic::{Place, Problems, Severity};
use crate::base::files::Reading;
use crate::{publication, theme};

/// Something that was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refused {
    /// The file.
    pub path: String,
    /// What the program says.
    pub message: String,
}

/// Reads a publication of only these files, and returns what is refused.
pub(super) fn refused<'a>(files: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<Refused> {
    let mut reading = Reading::default();
    reading.texts.add("quipu.yaml", "title: Trial\nlanguages: [en]\n");
    for (path, text) in files {
        reading.texts.add(path, text.to_owned());
    }
    theme::add_embedded(&mut reading);
    let mut problems = Problems::default();
    let files = match publication::load(reading, &mut problems) {
        Ok(publication) => publication.files,
        Err(unloadable) => unloadable.files,
    };
    let errors = problems.into_sorted().into_iter();
    let errors = errors.filter(|diagnostic| diagnostic.severity == Severity::Error);
    let refused = errors.map(|diagnostic| Refused {
        path: match &diagnostic.place {
            Place::Text(span) => files.get(span.file).path.to_string(),
            Place::Path(path) => path.clone(),
        },
        message: diagnostic.message,
    });
    refused.collect()
}
