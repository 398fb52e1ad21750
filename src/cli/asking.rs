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
            let mut counts: BTreeMap<quipu::ReleaseKind, usize> = BTreeMap::new();
            for release in &found {
                *counts.entry(release.kind).or_default() += 1;
                if format == MessageFormat::Human {
                    let quipu::Release { path, line, text, expression, .. } = release;
                    let readers = release.readers.join(", ");
                    let figure = match release.figure.as_str() {
                        "" => String::new(),
                        figure => format!(" in {figure}"),
                    };
                    out!("{path}:{line}: {text}{figure} ({expression}): {readers}\n");
                } else {
                    out!("{}\n", serde_json::to_string(release).unwrap_or_default());
                }
            }
            if format == MessageFormat::Human {
                counts.entry(quipu::ReleaseKind::Number).or_default();
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
    let root = &arguments.publication;
    let is_release = is_release(root, &arguments.before);
    let after = arguments.after.clone();
    // What was released is compared with what would be, unless something else is named.
    let after = after.or_else(|| (!is_release).then(|| "public".to_owned()));
    let sites = side(root, Some(&arguments.before))
        .and_then(|before| Ok((before, side(root, after.as_deref())?)));
    match sites {
        Ok((before, after)) => {
            let comparison = quipu::compare::compare(before, after);
            if arguments.notice {
                let day = match source_date() {
                    Ok(moment) => moment.unwrap_or_else(Timestamp::now).to_zoned(TimeZone::UTC),
                    Err(message) => return fail(&message),
                };
                out!("{}", quipu::compare::draft(&comparison, day.date()));
            } else {
                out!("{}", quipu::compare::render(&comparison, format));
            }
            ExitCode::SUCCESS
        }
        Err(code) => code,
    }
}

fn is_release(root: &Path, name: &str) -> bool {
    !Path::new(name).is_dir() && root.join("releases").join(format!("{name}.yaml")).is_file()
}

/// Returns one of the two sites: that in a folder, that of a release, or the present one, without a name.
fn side(root: &Path, name: Option<&str>) -> Result<quipu::compare::Site, ExitCode> {
    match name.filter(|name| !is_release(root, name)) {
        Some(folder) if !Path::new(folder).is_dir() => {
            let message = format!("`{folder}` is neither the folder of a built site nor a release");
            Err(fail(&message))
        }
        Some(folder) => quipu::compare::read(Path::new(folder))
            .map_err(|error| fail(&format!("the sites cannot be compared ({error})"))),
        None => {
            let options = in_memory(root).map_err(|message| fail(&message))?;
            quipu::compare::made(&options, name)
                .map_err(|failure| report(failure, MessageFormat::Human))
        }
    }
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
