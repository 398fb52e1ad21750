//! The commands that make the publication, or look at what they would make.

use std::cell::Cell;
use std::io::{self, IsTerminal};
use std::process::ExitCode;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use quipu::Time;
use quipu::explain::Explain;
use quipu::limits::counted;
use quipu::{BuildOptions, Built, Drafts, EditionFigures, Failure, Output, Pdfs, Results, Stale};

use crate::cli::arguments::{
    BuildArguments, CheckArguments, Deny, Destination, EditionsArguments, ExplainWhat,
    MessageFormat,
};
use crate::cli::console::{err, out};
use crate::cli::problems::{fail, print_diagnostics, print_problems, refuse, report};
use crate::cli::{REFUSED, arguments, console, watchdog};

/// Returns where a build writes: `out` as the user typed it.
pub(super) fn output(check: &CheckArguments, out: &[Destination]) -> Output {
    let default = check.publication.join("public");
    let (named, open): (Vec<_>, Vec<_>) =
        out.iter().cloned().partition(|destination| destination.audience.is_some());
    let folder = open.into_iter().next_back().map_or(default, |destination| destination.folder);
    let named = named.into_iter().filter_map(|to| Some((to.audience?, to.folder))).collect();
    Output::Folder(folder, named)
}

pub(super) fn build(arguments: &BuildArguments) -> ExitCode {
    let explain = match arguments.explain {
        Some(ExplainWhat::Numbers) => Explain::Asked,
        Some(ExplainWhat::Why) => Explain::Why,
        None => Explain::Unasked,
    };
    make(
        &arguments.check,
        (output(&arguments.check, &arguments.out), explain),
        |built, output, elapsed, check| {
            let format = match check.message_format {
                MessageFormat::Json => quipu::explain::Format::Json,
                MessageFormat::Human | MessageFormat::Github => quipu::explain::Format::Human,
            };
            match explain {
                Explain::Asked => {
                    out!("{}", quipu::explain::render(built.explanation.as_ref(), format));
                }
                Explain::Why => {
                    out!("{}", quipu::explain::render_why(built.remade.as_deref(), format));
                }
                Explain::Unasked => {}
            }
            summarise(built, output, elapsed, check);
        },
    )
}

pub(super) fn run(arguments: &CheckArguments, output: Output) -> ExitCode {
    make(arguments, (output, Explain::Unasked), summarise)
}

/// Reports only the problems that were not there at a revision.
pub(super) fn changed(arguments: &CheckArguments, revision: &str) -> ExitCode {
    use quipu::changed::NotKnown;
    let options = match options(arguments, Output::Nowhere, Explain::Unasked) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    let bar = progress_bar(arguments);
    let brought = quipu::changed::changed(&options, revision, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    let brought = match brought {
        Ok(brought) => brought,
        Err(NotKnown::Build(failure)) => return report(failure, arguments.message_format),
        Err(NotKnown::Git(error)) => {
            let hint = error.hint.map(|hint| format!("\n  = help: {hint}")).unwrap_or_default();
            return fail(&format!("{}{hint}", error.message));
        }
    };
    print_problems(&brought.new, &brought.files, arguments);
    if !arguments.quiet {
        let new = counted(brought.new.len(), "new problem");
        err!("{new} since {revision}; {} there before", brought.old);
    }
    if brought.has_errors() { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS }
}

/// Proves that no edition changes with what its audience may not have.
pub(super) fn confidential(arguments: &CheckArguments) -> ExitCode {
    let drafts = if arguments.drafts { Drafts::Shown } else { Drafts::Hidden };
    let time = match time(arguments) {
        Ok(time) => time,
        Err(message) => return fail(&message),
    };
    match quipu::confidential::check(&arguments.publication, drafts, time, Pdfs::Described) {
        Ok((compared, moved, files)) => {
            print_diagnostics(&moved, &files, arguments.message_format);
            if !moved.is_empty() {
                return ExitCode::from(REFUSED);
            }
            if !arguments.quiet {
                out!(
                    "{} passages and files are withheld from {} audiences; replacing them changed none of {} files\n",
                    compared.secrets,
                    compared.audiences,
                    compared.files
                );
            }
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, arguments.message_format),
    }
}

/// Compares the files of each edition with each other.
pub(super) fn outputs(arguments: &CheckArguments) -> ExitCode {
    let options = match options(arguments, Output::Memory, Explain::Unasked) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    let bar = progress_bar(arguments);
    let checked = quipu::outputs::check(&options, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match checked {
        Ok((compared, differences, files)) => {
            print_diagnostics(&differences, &files, arguments.message_format);
            if !differences.is_empty() {
                return ExitCode::from(REFUSED);
            }
            if !arguments.quiet {
                out!(
                    "{} passages are the same in the {} files of {} editions\n",
                    compared.passages,
                    compared.files,
                    compared.editions
                );
            }
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, arguments.message_format),
    }
}

/// Serves the publication until the user stops it.
pub(super) fn serve(arguments: &arguments::ServeArguments) -> ExitCode {
    use quipu::serve::{Notice, Serving};
    let serving = Serving {
        root: arguments.publication.clone(),
        address: arguments.address,
        port: arguments.port,
        drafts: if arguments.drafts { Drafts::Shown } else { Drafts::Hidden },
        editor: arguments.editor.clone(),
    };
    let tell = |notice: Notice<'_>| match notice {
        Notice::Listening(address) => {
            out!("serving {address} (Ctrl+C ends it)\n");
            if arguments.open && open::that_detached(address).is_err() {
                out!("no browser could be started; open the address yourself\n");
            }
        }
        Notice::Made(time) => out!("built in {:.2} s\n", time.as_secs_f64()),
        Notice::Refused(problems) => console::tell(format_args!("{problems}")),
    };
    match quipu::serve::serve(serving, &tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            fail(&format!("failed to serve `{}` ({error})", arguments.publication.display()))
        }
    }
}

/// Prints the matrix of editions: a table, or for programs an object a line.
pub(super) fn editions(arguments: &EditionsArguments) -> ExitCode {
    let entity = arguments.entity.as_deref();
    let found = Cell::new(true);
    let done = make(&arguments.check, (Output::Nowhere, Explain::Unasked), |built, _, _, check| {
        let all = built.made.editions.iter();
        let wanted: Vec<_> =
            all.filter(|edition| entity.is_none_or(|entity| edition.is_of(entity))).collect();
        found.set(!wanted.is_empty() || entity.is_none());
        if found.get() {
            print_editions(&wanted, check.message_format);
        }
    });
    match entity.filter(|_| !found.get()) {
        Some(entity) => fail(&format!("no profile for `{entity}`")),
        None => done,
    }
}

pub(super) fn print_editions(editions: &[&EditionFigures], format: MessageFormat) {
    let is_human = format == MessageFormat::Human;
    if is_human {
        out!(
            "{:<40} {:<12} {:<8} {:>6} {:>6} {:>8} {:>8} {:>8} {:>7}\n",
            "edition",
            "audience",
            "language",
            "words",
            "pages",
            "numbers",
            "figures",
            "entries",
            "budget"
        );
    }
    for edition in editions {
        if is_human {
            out!("{}\n", row(edition));
        } else {
            out!("{}\n", serde_json::to_string(edition).unwrap_or_default());
        }
    }
}

pub(super) fn row(edition: &EditionFigures) -> String {
    let optional = |number: Option<usize>, unit| {
        number.map_or("–".to_owned(), |number| format!("{number}{unit}"))
    };
    format!(
        "{:<40} {:<12} {:<8} {:>6} {:>6} {:>8} {:>8} {:>8} {:>7}",
        edition.work,
        edition.audience,
        edition.language,
        edition.words,
        optional(edition.pages, ""),
        edition.numbers,
        edition.figures,
        edition.entries,
        optional(edition.budget_used, " %"),
    )
}

/// Builds, and prints what `summarise` makes of it unless the user wants quiet.
pub(super) fn make(
    arguments: &CheckArguments,
    (output, explain): (Output, Explain),
    summarise: impl Fn(&Built, &Output, Duration, &CheckArguments),
) -> ExitCode {
    let options = match options(arguments, output, explain) {
        Ok(options) => options,
        Err(message) => return fail(&message),
    };
    let start = Instant::now();
    let bar = progress_bar(arguments);
    let result = quipu::build(&options, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match result {
        Ok(built) => {
            print_problems(&built.warnings, &built.files, arguments);
            if !arguments.quiet {
                summarise(&built, &options.output, start.elapsed(), arguments);
            }
            ExitCode::SUCCESS
        }
        Err(Failure::Refused(diagnostics, files)) => {
            print_problems(&diagnostics, &files, arguments);
            if arguments.quiet {
                return ExitCode::from(REFUSED);
            }
            refuse(&diagnostics, arguments.message_format)
        }
        Err(failure) => report(failure, arguments.message_format),
    }
}

/// Prepares the program for a build, and returns what the build depends on.
pub(super) fn options(
    arguments: &CheckArguments,
    output: Output,
    explain: Explain,
) -> Result<BuildOptions, String> {
    watchdog::start(Duration::from_secs(arguments.timeout.into()))
        .map_err(|error| format!("failed to start a thread ({error})"))?;
    Ok(BuildOptions {
        root: arguments.publication.clone(),
        output,
        base_url: arguments.base_url.clone(),
        drafts: if arguments.drafts { Drafts::Shown } else { Drafts::Hidden },
        pdfs: if arguments.no_pdf { Pdfs::Skipped } else { Pdfs::Made },
        explain,
        today: today(arguments)?,
        stale: arguments.deny.map_or(Stale::Warned, |Deny::Stale| Stale::Denied),
        time: time(arguments)?,
        results: if arguments.fresh { Results::Fresh } else { Results::Kept },
    })
}

/// Returns the options of a build of pages that is compared and thrown away.
pub(super) fn in_memory(root: &std::path::Path) -> Result<BuildOptions, String> {
    let now = source_date()?.unwrap_or_else(Timestamp::now);
    Ok(BuildOptions {
        root: root.to_owned(),
        output: Output::Memory,
        base_url: None,
        drafts: Drafts::Hidden,
        pdfs: Pdfs::Skipped,
        explain: Explain::Unasked,
        today: None,
        stale: Stale::Warned,
        time: Time { now, at: now },
        results: Results::Fresh,
    })
}

/// Returns the time of the build: the clock's, which nothing asks for but texts that wait for theirs,
/// or that of the build around this one.
pub(super) fn time(arguments: &CheckArguments) -> Result<Time, String> {
    let now = source_date()?.unwrap_or_else(Timestamp::now);
    Ok(Time { now, at: arguments.at.unwrap_or(now) })
}

/// Returns the day that the user, or the build around this one, takes for today.
pub(super) fn today(arguments: &CheckArguments) -> Result<Option<Date>, String> {
    if arguments.today.is_some() {
        return Ok(arguments.today);
    }
    Ok(source_date()?.map(|moment| moment.to_zoned(TimeZone::UTC).date()))
}

/// Returns the moment that the build around this one gives to all that it builds.
#[expect(clippy::disallowed_methods, reason = "options are made here, and this variable is one")]
pub(super) fn source_date() -> Result<Option<Timestamp>, String> {
    const VARIABLE: &str = "SOURCE_DATE_EPOCH";
    let Ok(seconds) = std::env::var(VARIABLE) else { return Ok(None) };
    let moment = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let moment = moment
        .ok_or_else(|| format!("`{VARIABLE}` is `{seconds}`, not a number of seconds since 1970"));
    moment.map(Some)
}

/// A bar on a terminal; elsewhere nothing, since the summary says it all in one line.
pub(super) fn progress_bar(arguments: &CheckArguments) -> ProgressBar {
    let hidden = arguments.quiet || !io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    let style = ProgressStyle::with_template("{spinner} {pos}/{len} editions {wide_bar} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

pub(super) fn summarise(
    built: &Built,
    output: &Output,
    elapsed: Duration,
    arguments: &CheckArguments,
) {
    let made = &built.made;
    let seconds = elapsed.as_secs_f64();
    let what = match output {
        Output::Folder(folder, _) => format!("published to {}", folder.display()),
        Output::Nowhere | Output::Memory => "checked".to_owned(),
    };
    let line = format!(
        "{what}: {}, {}, {}, {} bound, {}, {seconds:.2} s{}",
        counted(made.editions.len(), "edition"),
        counted(made.pages, "page"),
        counted(made.pdfs, "PDF"),
        counted(made.numbers, "number"),
        counted(built.warnings.len(), "warning"),
        if built.is_unchanged { "; nothing had changed" } else { "" },
    );
    // In the formats for programs, standard output is theirs.
    if arguments.message_format == MessageFormat::Human {
        out!("{line}\n");
    } else {
        err!("{line}");
    }
    if arguments.verbose {
        let changes = built.changes;
        err!(
            "{} written, {} unchanged, {} removed",
            counted(changes.written, "file"),
            changes.unchanged,
            changes.removed
        );
    }
}
