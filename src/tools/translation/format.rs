//! The formats in which translations are exchanged.

use super::private::Recipients;
use super::{Answer, docx, parcels, po, xliff};
use crate::base::diagnostic::{Code, Diagnostic, Problems, did_you_mean};
use crate::base::files::Bytes;
use crate::publication::Publication;
use crate::tools::review::Copy;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// XLIFF 1.2.
    Xliff,
    /// PO, the format of gettext.
    Po,
    /// A Word document: a table of blocks.
    Docx,
}

impl Format {
    /// Returns the extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Xliff => "xlf",
            Self::Po => "po",
            Self::Docx => "docx",
        }
    }
}

/// Makes a file for each language, or for one language, with all texts of the first language; what only a restricted
/// audience reads, if it is named.
pub fn export(
    publication: &Publication,
    (language, audience): (Option<&str>, Option<&str>),
    format: Format,
    problems: &mut Problems,
) -> Vec<(String, Bytes)> {
    let tags = publication.settings.tags().skip(1);
    let wanted: Vec<_> =
        tags.clone().filter(|tag| language.is_none_or(|one| one == *tag)).collect();
    if let Some(language) = language.filter(|_| wanted.is_empty()) {
        let message = format!("nothing is translated into `{language}`");
        let nearest = did_you_mean(language, tags);
        let hint = nearest.unwrap_or_else(|| "add it to `languages:`, after the first".to_owned());
        problems.push(
            Diagnostic::error_at_path(Code::BadLanguage, "quipu.yaml", message).with_hint(hint),
        );
    }
    if let Some(name) = audience
        && publication.audiences.iter().all(|known| known.id != name)
    {
        let known = publication.audiences.iter().map(|known| known.id.as_str());
        let message = format!("no audience is named `{name}`");
        let hint = did_you_mean(name, known).unwrap_or_else(|| {
            "name one of the files of `content/audiences/`, without its extension".to_owned()
        });
        problems.push(
            Diagnostic::error_at_path(Code::UnknownAudience, "content/audiences", message)
                .with_hint(hint),
        );
    }
    let shared = Recipients::new(publication, audience);
    let file = |tag: &str| {
        let parcels = parcels(publication, (tag, Some(&shared)), problems);
        let bytes = match format {
            Format::Xliff => xliff::write(&parcels),
            Format::Po => po::write(&parcels),
            Format::Docx => docx::write(&parcels).unwrap_or_default(),
        };
        (format!("translations.{tag}.{}", format.extension()), Bytes::from(bytes))
    };
    wanted.into_iter().map(file).collect()
}

/// Reads the translations in returned files.
pub fn answers(copies: &[Copy], problems: &mut Problems) -> Vec<Answer> {
    let mut answers = Vec::new();
    for copy in copies {
        let read = match (copy.name.rsplit('.').next(), std::str::from_utf8(&copy.bytes)) {
            (Some("docx"), _) => docx::read(&copy.bytes),
            (_, Err(_)) => Err("it is not UTF-8 text".to_owned()),
            (Some("po"), Ok(text)) => po::read(text),
            (_, Ok(text)) => xliff::read(text),
        };
        match read {
            Ok(read) => answers.extend(read),
            Err(reason) => {
                let message = format!("`{}` cannot be read back ({reason})", copy.name);
                problems.push(
                    Diagnostic::error_at_path(Code::UnexpectedFile, copy.name.as_str(), message)
                        .with_hint("give files that end in `.xlf`, `.po` or `.docx`"),
                );
            }
        }
    }
    answers
}
