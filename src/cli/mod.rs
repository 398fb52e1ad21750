//! The command `quipu`: arguments, printing and the exit code.

mod arguments;
mod authoring;
mod console;
mod editorial;
mod exchange;
mod publishing;
mod revising;
mod sharding;
mod watchdog;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{CommandFactory, Parser};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use quipu::base::diagnostic::{Code, Diagnostic, render};
use quipu::base::files::Files;
use quipu::publication::life::Time;
use quipu::tools::explain::Explain;
use quipu::tools::scaffold::Refusal;
use quipu::{Built, Drafts, EditionFigures, Failure, Options, Output, Pdfs, Stale};

use console::{err, out};

use arguments::{
    Arguments, BuildArguments, CheckArguments, Command, Deny, Destination, EditionsArguments,
    MessageFormat, TraceFormat,
};
use exchange::Said;

/// The input has mistakes.
const REFUSED: u8 = 1;
/// The command was used wrongly, or the system refused.
const FAILED: u8 = 2;

/// Does what the command line says.
pub(crate) fn execute() -> ExitCode {
    // Clap itself exits with 2 on bad usage.
    console::exit_code(run_command(Arguments::parse().command), FAILED)
}

fn run_command(command: Command) -> ExitCode {
    match command {
        Command::Build(arguments) => match (&arguments.shard, &arguments.store) {
            (Some(wanted), Some(store)) => sharding::build(&arguments.check, (*wanted, store)),
            _ => build(&arguments),
        },
        Command::Join(arguments) => sharding::join(&arguments),
        Command::Check { check, confidential: true } => confidential(&check),
        Command::Check { check, confidential: false } => run(&check, Output::Nowhere),
        Command::Serve(arguments) => serve(&arguments),
        Command::Lsp { publication } => match quipu::tools::lsp::serve(publication) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => fail(&format!("the editor cannot be understood ({error})")),
        },
        Command::Publish(arguments) => publishing::publish(&arguments),
        Command::Status(arguments) => editorial::status(&arguments),
        Command::Approve { text, by, publication } => editorial::approve(&publication, &text, &by),
        Command::Editions(arguments) => editions(&arguments),
        Command::Translations { command: Some(command), .. } => {
            tell(exchange::translations(&command))
        }
        Command::Translations { command: None, publication, accept, message_format } => {
            match accept {
                Some(paths) => accept_translations(&publication, &paths, message_format),
                None => translations(&publication, message_format),
            }
        }
        Command::Audit { publication, released: true, message_format } => {
            released(&publication, message_format)
        }
        Command::Audit { publication, released: false, message_format } => {
            audit(&publication, message_format)
        }
        Command::Data { command } => revising::data(&command),
        Command::Trace { query, publication, message_format } => {
            trace(&query, &publication, message_format)
        }
        Command::Diff { before, after, message_format } => diff(&before, &after, message_format),
        Command::Import { project, to, date, no_pdf } => {
            let pdfs = if no_pdf { Pdfs::Skipped } else { Pdfs::Made };
            say(authoring::import(&project, to.as_deref(), date, pdfs))
        }
        Command::Export(arguments) => tell(exchange::export(&arguments)),
        Command::Review(arguments) => say(exchange::review(&arguments)),
        Command::Init { folder, empty, from } => say(authoring::init(&folder, empty, from)),
        Command::New(arguments) => say(authoring::new(&arguments)),
        Command::Templates(arguments) => say(authoring::templates(&arguments)),
        Command::Schema { kind, out } => say(authoring::schema(kind.as_deref(), out.as_deref())),
        Command::Explain { code } => explain(code.as_deref()),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "quipu", &mut script);
            out!("{}", String::from_utf8_lossy(&script));
            ExitCode::SUCCESS
        }
        Command::Man => {
            let mut page = Vec::new();
            match manual(&mut page) {
                Ok(()) => out!("{}", String::from_utf8_lossy(&page)),
                Err(error) => return fail(&format!("failed to write the manual page ({error})")),
            }
            ExitCode::SUCCESS
        }
    }
}

/// Writes one manual page for all commands, each with its options.
fn manual(out: &mut impl Write) -> io::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let page = clap_mangen::Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    for command in command.get_subcommands().filter(|command| command.get_name() != "help") {
        writeln!(out, ".SH \"QUIPU {}\"", command.get_name().to_uppercase())?;
        let about = command.get_long_about().or(command.get_about());
        writeln!(out, "{}\n", about.map(ToString::to_string).unwrap_or_default())?;
        let mut options = Vec::new();
        let page = clap_mangen::Man::new(command.clone());
        page.render_synopsis_section(&mut options)?;
        page.render_options_section(&mut options)?;
        page.render_extra_section(&mut options)?;
        // What is a section of a page of its own is a part of the command's here.
        out.write_all(String::from_utf8_lossy(&options).replace(".SH ", ".SS ").as_bytes())?;
    }
    page.render_extra_section(out)?;
    page.render_version_section(out)
}

/// Returns where a build writes: `out` as the user typed it.
fn output(check: &CheckArguments, out: &[Destination]) -> Output {
    let default = check.publication.join("public");
    let (named, open): (Vec<_>, Vec<_>) =
        out.iter().cloned().partition(|destination| destination.audience.is_some());
    let folder = open.into_iter().next_back().map_or(default, |destination| destination.folder);
    let named = named.into_iter().filter_map(|to| Some((to.audience?, to.folder))).collect();
    Output::Folder(folder, named)
}

fn build(arguments: &BuildArguments) -> ExitCode {
    let explain = if arguments.explain { Explain::Asked } else { Explain::Unasked };
    make(
        &arguments.check,
        (output(&arguments.check, &arguments.out), explain),
        |built, output, elapsed, check| {
            if explain == Explain::Asked {
                let format = match check.message_format {
                    MessageFormat::Json => quipu::tools::explain::Format::Json,
                    MessageFormat::Human | MessageFormat::Github => {
                        quipu::tools::explain::Format::Human
                    }
                };
                out!("{}", quipu::tools::explain::render(built.explanation.as_ref(), format));
            }
            summarise(built, output, elapsed, check);
        },
    )
}

fn run(arguments: &CheckArguments, output: Output) -> ExitCode {
    make(arguments, (output, Explain::Unasked), summarise)
}

/// Proves that no edition changes with what its audience may not have.
fn confidential(arguments: &CheckArguments) -> ExitCode {
    let drafts = if arguments.drafts { Drafts::Shown } else { Drafts::Hidden };
    match quipu::tools::confidential::check(&arguments.publication, drafts) {
        Ok((compared, moved, files)) => {
            print_diagnostics(&moved, &files, arguments.message_format);
            if !moved.is_empty() {
                return ExitCode::from(REFUSED);
            }
            if !arguments.quiet {
                out!(
                    "{} passages and files are withheld from {} audiences; other words in their place moved none of {} files\n",
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

/// Serves the publication until the user stops it.
fn serve(arguments: &arguments::ServeArguments) -> ExitCode {
    use quipu::tools::serve::{Notice, Serving};
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
                out!("open it in a browser: none could be started\n");
            }
        }
        Notice::Made(time) => out!("made in {:.2} s\n", time.as_secs_f64()),
        Notice::Refused(problems) => console::tell(format_args!("{problems}")),
    };
    match quipu::tools::serve::serve(serving, &tell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            fail(&format!("failed to serve `{}` ({error})", arguments.publication.display()))
        }
    }
}

/// Prints the matrix of editions: a table, or for programs an object a line.
fn editions(arguments: &EditionsArguments) -> ExitCode {
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
        Some(entity) => fail(&format!("no profile is of `{entity}`")),
        None => done,
    }
}

fn print_editions(editions: &[&EditionFigures], format: MessageFormat) {
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

fn row(edition: &EditionFigures) -> String {
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

fn translations(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::translations(root) {
        Ok((diagnostics, files)) => {
            print_diagnostics(&diagnostics, &files, format);
            if format == MessageFormat::Human {
                err!("{} findings in translations", diagnostics.len());
            }
            let is_due = diagnostics.iter().any(quipu::tools::translation::is_due);
            if is_due { ExitCode::from(REFUSED) } else { ExitCode::SUCCESS }
        }
        Err(failure) => report(failure, format),
    }
}

fn accept_translations(root: &Path, paths: &[String], format: MessageFormat) -> ExitCode {
    match quipu::accept_translations(root, paths) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => report(failure, format),
    }
}

fn audit(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::audit(root) {
        Ok((audit, files)) => {
            print_diagnostics(&audit.diagnostics, &files, format);
            if format == MessageFormat::Human {
                let allowed = audit.allowed_claims.map(|allowed| format!(", {allowed} allowed"));
                let claims =
                    format!("{} claims unchecked{}", audit.claims, allowed.unwrap_or_default());
                err!("{} findings, {} allowed; {claims}", audit.findings, audit.allowed);
            }
            if audit.passes() { ExitCode::SUCCESS } else { ExitCode::from(REFUSED) }
        }
        Err(failure) => report(failure, format),
    }
}

/// Prints the numbers of closed data that editions print: a line each, or an object.
fn released(root: &Path, format: MessageFormat) -> ExitCode {
    match quipu::released(root) {
        Ok(found) => {
            for number in &found {
                if format == MessageFormat::Human {
                    let quipu::tools::audit::released::Release {
                        path, line, text, expression, ..
                    } = number;
                    let readers = number.readers.join(", ");
                    let figure = match number.figure.as_str() {
                        "" => String::new(),
                        figure => format!(" in {figure}"),
                    };
                    out!("{path}:{line}: {text}{figure} ({expression}): {readers}\n");
                } else {
                    out!("{}\n", serde_json::to_string(number).unwrap_or_default());
                }
            }
            if format == MessageFormat::Human {
                err!("{} numbers of closed data are released", found.len());
            }
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, format),
    }
}

/// Prints what a command did after what somebody should look at, or why it did nothing.
fn tell(said: Result<Said, Refusal>) -> ExitCode {
    say(said.map(|said| {
        print_diagnostics(&said.warnings, &said.files, MessageFormat::Human);
        said.text
    }))
}

fn trace(query: &str, root: &Path, format: TraceFormat) -> ExitCode {
    let (format, on_failure) = match format {
        TraceFormat::Human => (quipu::tools::trace::Format::Human, MessageFormat::Human),
        TraceFormat::Json => (quipu::tools::trace::Format::Json, MessageFormat::Json),
    };
    match quipu::trace(root, query) {
        Ok((trace, files)) => {
            out!("{}", quipu::tools::trace::render(&trace, &files, format));
            ExitCode::SUCCESS
        }
        Err(failure) => report(failure, on_failure),
    }
}

/// Prints what two sites tell readers differently.
fn diff(before: &Path, after: &Path, format: TraceFormat) -> ExitCode {
    let format = match format {
        TraceFormat::Human => quipu::tools::trace::Format::Human,
        TraceFormat::Json => quipu::tools::trace::Format::Json,
    };
    for folder in [before, after] {
        if !folder.is_dir() {
            return fail(&format!("`{}` is no folder of a built site", folder.display()));
        }
    }
    match quipu::tools::compare::compare(before, after) {
        Ok(comparison) => {
            out!("{}", quipu::tools::compare::render(&comparison, format));
            ExitCode::SUCCESS
        }
        Err(error) => fail(&format!("the sites cannot be compared ({error})")),
    }
}

/// Builds, and prints what `summarise` makes of it unless the user wants quiet.
fn make(
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
fn options(
    arguments: &CheckArguments,
    output: Output,
    explain: Explain,
) -> Result<Options, String> {
    if let Some(jobs) = arguments.jobs {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
        pool.map_err(|error| format!("failed to start {jobs} threads ({error})"))?;
    }
    watchdog::start(Duration::from_secs(arguments.timeout.into()));
    Ok(Options {
        root: arguments.publication.clone(),
        output,
        base_url: arguments.base_url.clone(),
        drafts: if arguments.drafts { Drafts::Shown } else { Drafts::Hidden },
        pdfs: if arguments.no_pdf { Pdfs::Skipped } else { Pdfs::Made },
        explain,
        today: today(arguments)?,
        stale: arguments.deny.map_or(Stale::Warned, |Deny::Stale| Stale::Denied),
        time: time(arguments)?,
    })
}

/// Returns the time of the build: the clock's, which nothing asks for but texts that wait for theirs,
/// or that of the build around this one.
fn time(arguments: &CheckArguments) -> Result<Time, String> {
    let now = source_date()?.unwrap_or_else(Timestamp::now);
    Ok(Time { now, at: arguments.at.unwrap_or(now) })
}

/// Returns the day that the user, or the build around this one, takes for today.
fn today(arguments: &CheckArguments) -> Result<Option<Date>, String> {
    if arguments.today.is_some() {
        return Ok(arguments.today);
    }
    Ok(source_date()?.map(|moment| moment.to_zoned(TimeZone::UTC).date()))
}

/// Returns the moment that the build around this one gives to all that it builds.
#[expect(clippy::disallowed_methods, reason = "options are made here, and this variable is one")]
fn source_date() -> Result<Option<Timestamp>, String> {
    const VARIABLE: &str = "SOURCE_DATE_EPOCH";
    let Ok(seconds) = std::env::var(VARIABLE) else { return Ok(None) };
    let moment = seconds.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    let moment = moment
        .ok_or_else(|| format!("`{VARIABLE}` is `{seconds}`, not a number of seconds since 1970"));
    moment.map(Some)
}

/// Prints why nothing was done, and returns the exit code that says so.
fn report(failure: Failure, format: MessageFormat) -> ExitCode {
    match failure {
        Failure::Refused(diagnostics, files) => {
            print_diagnostics(&diagnostics, &files, format);
            refuse(&diagnostics, format)
        }
        Failure::Io(path, error) => fail(&format!("failed to use `{}` ({error})", path.display())),
    }
}

/// A bar on a terminal; elsewhere nothing, since the summary says it all in one line.
fn progress_bar(arguments: &CheckArguments) -> ProgressBar {
    let hidden = arguments.quiet || !io::stderr().is_terminal();
    let target = if hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
    let bar = ProgressBar::with_draw_target(None, target);
    let style = ProgressStyle::with_template("{spinner} {pos}/{len} editions {wide_bar} {elapsed}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

/// Prints the problems of a build or check, or how many there are.
fn print_problems(diagnostics: &[Diagnostic], files: &Files, arguments: &CheckArguments) {
    if arguments.summary {
        console::tell(format_args!("{}", render::summary(diagnostics, files)));
    } else {
        print_diagnostics(diagnostics, files, arguments.message_format);
    }
}

/// How many problems of one kind people are shown; programs get all of them.
const SHOWN_OF_KIND: usize = 50;

/// Returns the first problems of each kind, and how many of which kinds are left out.
fn shown(diagnostics: &[Diagnostic]) -> (Vec<Diagnostic>, BTreeMap<Code, usize>) {
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

fn print_diagnostics(diagnostics: &[Diagnostic], files: &Files, format: MessageFormat) {
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

fn refuse(diagnostics: &[Diagnostic], format: MessageFormat) -> ExitCode {
    if format == MessageFormat::Human {
        let count = diagnostics.len();
        let noun = if count == 1 { "problem" } else { "problems" };
        let code = diagnostics.first().map_or("Q001", |diagnostic| diagnostic.code.id());
        err!(
            "{count} {noun}; nothing was published. `quipu explain {code}` says more of the first."
        );
    }
    ExitCode::from(REFUSED)
}

fn summarise(built: &Built, output: &Output, elapsed: Duration, arguments: &CheckArguments) {
    let made = &built.made;
    let seconds = elapsed.as_secs_f64();
    let what = match output {
        Output::Folder(folder, _) => format!("published to {}", folder.display()),
        Output::Nowhere | Output::Memory { .. } => "checked".to_owned(),
    };
    let line = format!(
        "{what}: {} editions, {} pages, {} PDFs, {} numbers bound, {} warnings, {seconds:.2} s",
        made.editions.len(),
        made.pages,
        made.pdfs,
        made.numbers,
        built.warnings.len(),
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
            "{} files written, {} unchanged, {} removed",
            changes.written,
            changes.unchanged,
            changes.removed
        );
    }
}

fn explain(code: Option<&str>) -> ExitCode {
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

/// Prints what a command says, or why it did nothing.
fn say(said: Result<String, Refusal>) -> ExitCode {
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

fn fail(message: &str) -> ExitCode {
    err!("error: {message}");
    ExitCode::from(FAILED)
}
