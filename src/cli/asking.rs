//! The commands that answer questions about the publication.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use quipu::diagnostic::Code;
use quipu::limits::counted;

use crate::cli::REFUSED;
use crate::cli::arguments::{DiffArguments, MessageFormat, TraceFormat};
use crate::cli::building::{in_memory, source_date};
use crate::cli::console::{err, out};
use crate::cli::problems::{fail, print_diagnostics, report};

pub(super) fn translations(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::translations(root) {
        Ok((diagnostics, files)) => {
            print_diagnostics(&diagnostics, &files, format);
            if format == MessageFormat::Human {
                err!("{} in translations", counted(diagnostics.len(), "finding"));
            }
            let is_due = diagnostics.iter().any(quipu::translation::is_due);
            if is_due { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS }
        }
        Err(failure) => report(failure, format),
    }
}

pub(super) fn accept_translations(
    root: &Path,
    paths: &[String],
    format: MessageFormat,
) -> ExitCode {
    match quipu::accept_translations(root, paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(failure, format),
    }
}

pub(super) fn audit(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::audit(root) {
        Ok((audit, files)) => {
            print_diagnostics(&audit.diagnostics, &files, format);
            if format == MessageFormat::Human {
                let allowed = audit.allowed_claims.map(|allowed| format!(", {allowed} allowed"));
                let claims = format!(
                    "{} unchecked{}",
                    counted(audit.claims, "claim"),
                    allowed.unwrap_or_default()
                );
                err!("{}, {} allowed; {claims}", counted(audit.findings, "finding"), audit.allowed);
            }
            if audit.passes() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) }
        }
        Err(failure) => report(failure, format),
    }
}

/// Prints the numbers of closed data that editions print: a line each, or an object.
pub(super) fn released(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::released(root) {
        Ok(found) => {
            let mut counts: BTreeMap<quipu::DisclosureKind, usize> = BTreeMap::new();
            for disclosure in &found {
                *counts.entry(disclosure.kind).or_default() += 1;
                if format == MessageFormat::Human {
                    let quipu::Disclosure { path, line, text, expression, .. } = disclosure;
                    let readers = disclosure.readers.join(", ");
                    let figure = match disclosure.figure.as_str() {
                        "" => String::new(),
                        figure => format!(" in {figure}"),
                    };
                    out!("{path}:{line}: {text}{figure} ({expression}): {readers}\n");
                } else {
                    out!("{}\n", serde_json::to_string(disclosure).unwrap_or_default());
                }
            }
            if format == MessageFormat::Human {
                counts.entry(quipu::DisclosureKind::Number).or_default();
                let counts = counts.into_iter();
                let counts: Vec<_> =
                    counts.map(|(kind, count)| counted(count, kind.noun())).collect();
                err!("{} of closed data published", counts.join(", "));
            }
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, format),
    }
}

pub(super) fn trace(query: &str, root: &Path, format: TraceFormat) -> ExitCode {
    let (format, on_failure) = match format {
        TraceFormat::Human => (quipu::trace::Format::Human, MessageFormat::Human),
        TraceFormat::Json => (quipu::trace::Format::Json, MessageFormat::Json),
    };
    match quipu::trace(root, query) {
        Ok((trace, files)) => {
            out!("{}", quipu::trace::render(&trace, &files, format));
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, on_failure),
    }
}

/// Prints what two sites or releases tell readers differently.
pub(super) fn diff(arguments: &DiffArguments) -> ExitCode {
    let format = match arguments.message_format {
        TraceFormat::Human => quipu::trace::Format::Human,
        TraceFormat::Json => quipu::trace::Format::Json,
    };
    match differences(arguments, format) {
        Ok(text) => {
            out!("{text}");
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

/// Says what differs, or drafts what corrections say of it.
fn differences(
    arguments: &DiffArguments,
    format: quipu::trace::Format,
) -> Result<String, ExitCode> {
    let DiffArguments { publication: root, before, after, notice, .. } = arguments;
    let is_release = |name: &str| quipu::compare::is_release(root, name);
    // What was released is compared with what would be, unless something else is named.
    let after = after.as_deref().or_else(|| (!is_release(before)).then_some("public"));
    let needs_today = *notice || is_release(before) || after.is_some_and(is_release);
    let today = needs_today.then(|| quipu::load_all(root)).transpose();
    let today = today.map_err(|failure| report(failure, MessageFormat::Human))?;
    let today = today.map(|(publication, _)| publication);
    let [before, after] =
        [Some(before.as_str()), after].map(|name| side(root, name, today.as_ref()));
    let comparison = quipu::compare::compare(before?, after?);
    let Some(today) = today.filter(|_| *notice) else {
        return Ok(quipu::compare::render(&comparison, format));
    };
    let moment = source_date().map_err(|message| fail(&message))?;
    let day = moment.unwrap_or_else(Timestamp::now).to_zoned(TimeZone::UTC).date();
    Ok(quipu::compare::draft(&comparison, &quipu::compare::names(&today), day))
}

/// Returns one of the two sites: that in a folder, that of a release, or the present one, without a name.
fn side(
    root: &Path,
    name: Option<&str>,
    today: Option<&quipu::Publication>,
) -> Result<quipu::compare::Site, ExitCode> {
    let options = in_memory(root).map_err(|message| fail(&message))?;
    let made = match (name, today) {
        (None, _) => quipu::compare::made(&options),
        (Some(name), Some(today)) if quipu::compare::is_release(root, name) => {
            quipu::compare::released(&options, name, today)
        }
        (Some(folder), _) if !Path::new(folder).is_dir() => {
            let message = format!("`{folder}` is neither the folder of a built site nor a release");
            return Err(fail(&message));
        }
        (Some(folder), _) => {
            return quipu::compare::read(Path::new(folder))
                .map_err(|error| fail(&format!("the sites cannot be compared ({error})")));
        }
    };
    made.map_err(|failure| report(failure, MessageFormat::Human))
}

pub(super) fn explain(code: Option<&str>) -> ExitCode {
    let Some(id) = code else {
        for code in Code::ALL {
            out!("{code}  {}\n", code.title());
        }
        return ExitCode::SUCCESS;
    };
    let Some(code) = Code::from_id(id) else {
        return fail(&format!("no diagnostic has the code `{id}`; `quipu explain` lists them"));
    };
    out!("{code}: {}\n\n{}\n", code.title(), code.explanation());
    ExitCode::SUCCESS
}
