//! The commands that send files out to other programs and take them back, and what each says.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use quipu::Failure;
use quipu::commit;
use quipu::diagnostic::Diagnostic;
use quipu::export::{self, ExportOrder, ReviewCopy};
use quipu::files::{Bytes, Files};
use quipu::review::{self, Choice, Copy};
use quipu::scaffold::Refusal;
use quipu::translation;

use crate::cli::arguments::{
    ExportArguments, ExportFormat, ReviewArguments, TraceFormat, TranslationCommand,
    TranslationFormat,
};
use crate::cli::building::source_date;

/// What a command did, and what someone should look at.
pub(crate) struct Said {
    /// What it did, a line each.
    pub text: String,
    /// What someone should look at.
    pub warnings: Vec<Diagnostic>,
    /// The texts that the warnings point into.
    pub files: Files,
}

/// Makes workbooks, documents or pictures.
pub(crate) fn export(arguments: &ExportArguments) -> Result<Said, Refusal> {
    let order = ExportOrder {
        root: &arguments.publication,
        format: match arguments.to {
            ExportFormat::Xlsx => export::Format::Xlsx,
            ExportFormat::Ods => export::Format::Ods,
            ExportFormat::Docx => export::Format::Docx,
            ExportFormat::Png => export::Format::Png,
        },
        name: arguments.name.as_deref(),
        audience: arguments.audience.as_deref(),
        review: if arguments.review { ReviewCopy::Asked } else { ReviewCopy::Unasked },
        language: arguments.language.as_deref(),
        at: now()?,
    };
    let exported = export::export(order).map_err(refusal)?;
    let default = arguments.publication.join("export");
    let text = put(arguments.out.as_deref().unwrap_or(&default), &exported.made)?;
    Ok(Said { text, warnings: exported.warnings, files: exported.files })
}

fn now() -> Result<Timestamp, Refusal> {
    let misuse = |message| Refusal::Misuse { message, hint: "leave the variable out".to_owned() };
    Ok(source_date().map_err(misuse)?.unwrap_or_else(Timestamp::now))
}

/// Lists what reviewers propose, and writes what the user wants of it.
pub(crate) fn review(arguments: &ReviewArguments) -> Result<String, Refusal> {
    let copies = copies(&arguments.files)?;
    let misuse = |error: review::ReviewError| match error {
        review::ReviewError::Failure(failure) => refusal(failure),
        error @ (review::ReviewError::Unreadable { .. }
        | review::ReviewError::UnknownNumber { .. }
        | review::ReviewError::NotReady { .. }) => {
            let hint = "`quipu review FILE` lists the proposals of a document from `quipu export --to docx`";
            Refusal::Misuse { message: error.to_string(), hint: hint.to_owned() }
        }
    };
    let comments =
        if arguments.comments { review::Comments::Kept } else { review::Comments::Listed };
    let review = review::review(&arguments.publication, &copies, comments).map_err(misuse)?;
    let format = match arguments.message_format {
        TraceFormat::Human => review::Format::Human,
        TraceFormat::Json => review::Format::Json,
    };
    let mut text = review::render(&review, format);
    if arguments.apply {
        let choice = match arguments.only.as_slice() {
            [] => Choice::Ready,
            numbers => Choice::Numbers(numbers.to_owned()),
        };
        let written = review::apply(&review, &choice).map_err(misuse)?;
        text.push_str(&overwrite(&arguments.publication, &written)?);
    }
    Ok(text.trim_end().to_owned())
}

/// Makes the files of translators, or takes them back.
pub(crate) fn translations(command: &TranslationCommand) -> Result<Said, Refusal> {
    match command {
        TranslationCommand::Export { to, language, audience, out, publication } => {
            let format = match to {
                TranslationFormat::Xliff => translation::Format::Xliff,
                TranslationFormat::Po => translation::Format::Po,
                TranslationFormat::Docx => translation::Format::Docx,
            };
            let wanted = (language.as_deref(), audience.as_deref());
            let made = quipu::export_translations(publication, wanted, format);
            let default = publication.join("export");
            let text = put(out.as_deref().unwrap_or(&default), &made.map_err(refusal)?)?;
            Ok(Said { text, warnings: Vec::new(), files: Files::default() })
        }
        TranslationCommand::Import { files, publication } => {
            let taken = quipu::import_translations(publication, &copies(files)?);
            let taken = taken.map_err(refusal)?;
            let text = overwrite(publication, &taken.written)?;
            Ok(Said { text, warnings: taken.warnings, files: taken.files })
        }
    }
}

/// Writes files that are the program's own into a folder.
fn put(folder: &Path, made: &[(String, Bytes)]) -> Result<String, Refusal> {
    commit::refresh(folder, made)?;
    let names = made.iter().map(|(name, _)| format!("wrote {}", folder.join(name).display()));
    Ok(names.collect::<Vec<_>>().join("\n"))
}

/// Replaces files of the publication.
fn overwrite(root: &Path, written: &BTreeMap<String, String>) -> Result<String, Refusal> {
    let mut lines = Vec::new();
    for (path, text) in written {
        let target = root.join(path);
        commit::replace(&target, text.as_bytes()).map_err(|error| Refusal::Io(target, error))?;
        lines.push(format!("wrote {path}"));
    }
    Ok(lines.join("\n"))
}

/// Reads files that came back.
fn copies(paths: &[PathBuf]) -> Result<Vec<Copy>, Refusal> {
    let copy = |path: &PathBuf| {
        let bytes = quipu::files::bytes(path).map_err(|error| Refusal::Io(path.clone(), error))?;
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
        Ok(Copy { name: name.into_owned(), bytes })
    };
    paths.iter().map(copy).collect()
}

fn refusal(failure: Failure) -> Refusal {
    match failure {
        Failure::Refused(diagnostics, files) => Refusal::Mistakes(diagnostics, files),
        Failure::Io(path, error) => Refusal::Io(path, error),
    }
}
