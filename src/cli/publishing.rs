//! `quipu publish`: what it prints, and its exit code.

use std::collections::BTreeMap;
use std::process::ExitCode;

use quipu::commit::{OURS, add_ours};
use quipu::explain::Explain;
use quipu::target::{Outcome, PublishError, PublishTarget, find};
use quipu::{Output, Unpublished, Way};

use crate::cli::REFUSED;
use crate::cli::arguments::{MessageFormat, PublishArguments};
use crate::cli::building::{options, progress_bar};
use crate::cli::console::{err, out};
use crate::cli::problems::{fail, print_diagnostics, report};

/// Where a publication is built for its targets, in that folder.
const SITE: &str = "site";

/// How many paths are named where there are many.
const NAMED: usize = 10;

pub(crate) fn publish(arguments: &PublishArguments) -> ExitCode {
    let root = &arguments.check.publication;
    let format = arguments.check.message_format;
    let (publication, problems) = match quipu::load_all(root) {
        Ok(loaded) => loaded,
        Err(failure) => return report(failure, format),
    };
    if problems.has_errors() {
        let refused = quipu::Failure::Refused(problems.into_sorted(), publication.files);
        return report(refused, format);
    }
    let target = match find(&publication.settings.targets, &arguments.target) {
        Ok(target) => target.below(root),
        Err(message) => return fail(&message),
    };
    drop(publication);
    if arguments.verify {
        verify(&target, &arguments.target)
    } else if arguments.rollback {
        roll_back(&target, &arguments.target)
    } else {
        send(arguments, &target)
    }
}

fn send(arguments: &PublishArguments, target: &PublishTarget) -> ExitCode {
    let check = &arguments.check;
    if check.drafts && !target.is_preview {
        return fail(&format!(
            "drafts cannot be published to `{}`\n  = help: mark a target for previews with `preview: true`",
            arguments.target
        ));
    }
    // What is built for targets is no part of the publication's history.
    let ours = check.publication.join(OURS);
    if let Err(error) = add_ours(&ours) {
        return fail(&format!("failed to write into `{}` ({error})", ours.display()));
    }
    let site = Output::Folder(ours.join(SITE), BTreeMap::new());
    let mut options = match options(check, site, Explain::Unasked) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    let own = target.base_url.as_ref().map(ToString::to_string);
    options.base_url = options.base_url.or(own);
    let way = if arguments.dry_run { Way::Compare } else { Way::Send };
    let bar = progress_bar(check);
    let sent = quipu::publish(&options, target, way, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match sent {
        Ok((outcome, built)) => {
            print_diagnostics(&built.warnings, &built.files, check.message_format);
            summarise(&outcome, arguments);
            ExitCode::SUCCESS
        }
        Err(Unpublished::Build(failure)) => report(failure, check.message_format),
        Err(Unpublished::Target(error)) => refuse(&error),
    }
}

fn summarise(outcome: &Outcome, arguments: &PublishArguments) {
    let Outcome { release, changes } = outcome;
    if arguments.dry_run {
        for path in &changes.put {
            out!("put     {path}\n");
        }
        for path in &changes.remove {
            out!("remove  {path}\n");
        }
    }
    let what = if arguments.dry_run { "would publish" } else { "published" };
    let (put, unchanged, removed) = (changes.put.len(), changes.unchanged, changes.remove.len());
    let line = format!(
        "{what} release {release} to {}: files changed: {put}, unchanged: {unchanged}, removed: {removed}",
        arguments.target
    );
    if arguments.check.message_format == MessageFormat::Human {
        out!("{line}\n");
    } else {
        err!("{line}");
    }
}

fn verify(target: &PublishTarget, name: &str) -> ExitCode {
    match target.verify() {
        Ok((live, differing)) if differing.is_empty() => {
            let (release, count) = (&live.release, live.files.len());
            out!("release {release} is live at {name}: files: {count}, each as published\n");
            ExitCode::SUCCESS
        }
        Ok((live, differing)) => {
            let count = differing.len();
            err!("error: files at {name} that differ from release {}: {count}", live.release);
            for path in differing.iter().take(NAMED) {
                err!("  {path}");
            }
            if count > NAMED {
                err!("  and {} more", count - NAMED);
            }
            err!("  = help: publish again to restore what was changed");
            ExitCode::from(REFUSED)
        }
        Err(error) => refuse(&error),
    }
}

fn roll_back(target: &PublishTarget, name: &str) -> ExitCode {
    match target.roll_back() {
        Ok(release) => {
            out!("release {release} is live again at {name}\n");
            ExitCode::SUCCESS
        }
        Err(error) => refuse(&error),
    }
}

fn refuse(error: &PublishError) -> ExitCode {
    let hint = error.hint.as_ref().map(|hint| format!("\n  = help: {hint}"));
    fail(&format!("{error}{}", hint.unwrap_or_default()))
}
