//! `quipu status`, `quipu approve` and `quipu release`: what they print.

use std::path::Path;
use std::process::ExitCode;

use quipu::Output;
use quipu::explain::Explain;
use quipu::status::{StatusReport, TextStatus};

use crate::cli::REFUSED;
use crate::cli::arguments::{CheckArguments, MessageFormat};
use crate::cli::building::{options, progress_bar};
use crate::cli::console::{err, out};
use crate::cli::problems::{fail, print_diagnostics, report};

/// Prints how far the texts are; the exit code says whether anything stands in the way of a release.
pub(crate) fn status(arguments: &CheckArguments) -> ExitCode {
    let format = arguments.message_format;
    let options = match options(arguments, Output::Nowhere, Explain::Unasked) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    match quipu::status::status(&options) {
        Ok((found, files)) => {
            print_diagnostics(&found.due, &files, format);
            if format == MessageFormat::Human {
                print(&found);
            } else {
                for text in &found.texts {
                    out!("{}\n", serde_json::to_string(text).unwrap_or_default());
                }
            }
            let is_blocked = found.mistakes > 0 || found.findings.is_some();
            if is_blocked { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS }
        }
        Err(failure) => report(failure, format),
    }
}

fn print(found: &StatusReport) {
    let width = found.texts.iter().map(|text| text.path.len()).max().unwrap_or(0).max(4);
    out!("{:<width$}  {:<9}  {:<40}  approved by\n", "text", "status", "out");
    for TextStatus { path, status, is_out, publish_at, approved_by } in &found.texts {
        let out = match publish_at {
            _ if *is_out => "yes",
            Some(moment) => moment.as_str(),
            None => "no",
        };
        let line = format!("{path:<width$}  {status:<9}  {out:<40}  {}", approved_by.join(", "));
        out!("{}\n", line.trim_end());
    }
    if let Some((moment, texts)) = found.next() {
        out!("next: {moment}: {}\n", texts.join(", "));
    }
    match (found.mistakes, found.findings) {
        (0, None) => out!("nothing stands in the way of a release\n"),
        (0, Some(findings)) => {
            err!("in the way of a release: findings, which `quipu audit` shows: {findings}");
        }
        (mistakes, _) => {
            err!("in the way of a release: mistakes, which `quipu check` shows: {mistakes}");
        }
    }
}

/// Signs a text.
pub(crate) fn approve(publication: &Path, text: &str, by: &str) -> ExitCode {
    match quipu::approve(publication, text, by) {
        Ok(approval) => {
            let (path, by, hash) = (&approval.text.value, &approval.by, &approval.hash);
            out!("{by} approved {path} as it is ({hash})\n");
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, MessageFormat::Human),
    }
}

/// Freezes what is published now.
pub(crate) fn release(name: &str, arguments: &CheckArguments) -> ExitCode {
    let format = arguments.message_format;
    let options = match options(arguments, Output::Nowhere, Explain::Unasked) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    let bar = progress_bar(arguments);
    let frozen = quipu::freeze(&options, name, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match frozen {
        Ok(frozen) => {
            print_diagnostics(&frozen.warnings, &frozen.files, format);
            let (all, new) = (frozen.release.files.len(), frozen.new);
            err!("released {name}: {all} files, {new} of them new in releases/");
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, format),
    }
}
