//! What was found or refused, in the format that was asked for.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal};
use std::process::ExitCode;

use quipu::Failure;
use quipu::diagnostic::{Code, Diagnostic, Severity, render};
use quipu::files::Files;
use quipu::scaffold::Refusal;

use crate::cli::arguments::{CheckArguments, MessageFormat};
use crate::cli::console::{err, out};
use crate::cli::exchange::Said;
use crate::cli::{FAILED, REFUSED, console};

/// Prints what a command did after what someone should look at, or why it did nothing.
pub(super) fn tell(said: Result<Said, Refusal>) -> ExitCode {
    say(said.map(|said| {
        print_diagnostics(&said.warnings, &said.files, MessageFormat::Human);
        said.text
    }))
}

/// Prints why nothing was done, and returns the exit code that says so.
pub(super) fn report(failure: Failure, format: MessageFormat) -> ExitCode {
    match failure {
        Failure::Refused(diagnostics, files) => {
            print_diagnostics(&diagnostics, &files, format);
            refuse(&diagnostics, format)
        }
        Failure::Io(path, error) => fail(&format!("failed to use `{}` ({error})", path.display())),
    }
}

/// Prints the problems of a build or check, or how many there are.
pub(super) fn print_problems(
    diagnostics: &[Diagnostic],
    files: &Files,
    arguments: &CheckArguments,
) {
    if arguments.summary {
        console::tell(format_args!("{}", render::summary(diagnostics, files)));
    } else {
        print_diagnostics(diagnostics, files, arguments.message_format);
    }
}

/// How many problems of one kind people are shown; programs get all of them.
pub(super) const SHOWN_OF_KIND: usize = 50;

/// Returns the first problems of each kind, and how many of which kinds are left out.
pub(super) fn shown(diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, BTreeMap<Code, usize>) {
    let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
    let mut is_shown = |code: Code| {
        let count = counts.entry(code).or_default();
        *count += 1;
        *count <= SHOWN_OF_KIND
    };
    let shown = diagnostics.iter().filter(|problem| is_shown(problem.code)).cloned().collect();
    let left_out = counts.into_iter().filter(|(_, count)| *count > SHOWN_OF_KIND);
    (shown, left_out.map(|(code, count)| (code, count - SHOWN_OF_KIND)).collect())
}

pub(super) fn print_diagnostics(diagnostics: &[Diagnostic], files: &Files, format: MessageFormat) {
    let format = match format {
        MessageFormat::Human if io::stderr().is_terminal() => render::Format::Styled,
        MessageFormat::Human => render::Format::Plain,
        MessageFormat::Json => render::Format::Json,
        MessageFormat::Github => render::Format::Github,
    };
    // Programs read standard output; people watch standard error.
    match format {
        render::Format::Styled | render::Format::Plain => {
            let (shown, left_out) = shown(diagnostics);
            console::tell(format_args!("{}", render::render(&shown, files, format)));
            for (code, count) in left_out {
                err!("{count} more of {code}; `quipu check --summary` counts them by file.\n");
            }
        }
        render::Format::Json | render::Format::Github => {
            out!("{}", render::render(diagnostics, files, format));
        }
    }
}

pub(super) fn refuse(diagnostics: &[Diagnostic], format: MessageFormat) -> ExitCode {
    if format == MessageFormat::Human {
        // Warnings alone would stop nothing, unless they were asked to.
        let errors: Vec<_> =
            diagnostics.iter().filter(|found| found.severity == Severity::Error).collect();
        let stopping = if errors.is_empty() { diagnostics.iter().collect() } else { errors };
        let count = stopping.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        let code = stopping.first().map_or("Q001", |found| found.code.id());
        err!("{count} {noun}; nothing was published. `quipu explain {code}` explains the first.");
    }
    ExitCode::from(REFUSED)
}

/// Prints what a command says, or why it did nothing.
pub(super) fn say(said: Result<String, Refusal>) -> ExitCode {
    match said {
        Ok(text) => {
            out!("{text}\n");
            ExitCode::SUCCESS
        }
        Err(Refusal::Misuse { message, hint }) => fail(&format!("{message}\n  = help: {hint}")),
        Err(Refusal::Mistakes(diagnostics, files)) => {
            print_diagnostics(&diagnostics, &files, MessageFormat::Human);
            ExitCode::from(REFUSED)
        }
        Err(refusal @ Refusal::Io(..)) => fail(&refusal.to_string()),
    }
}

pub(super) fn fail(message: &str) -> ExitCode {
    err!("error: {message}");
    ExitCode::from(FAILED)
}
