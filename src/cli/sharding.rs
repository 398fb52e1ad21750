//! `quipu build --shard` and `quipu join`: what they print, and their exit codes.

use std::process::ExitCode;
use std::time::Instant;

use quipu::explain::Explain;
use quipu::shard::{self, Count, Exchange, NotMade, Program, Wanted};
use quipu::target::{Defaults, ObjectStorage, PublishError};
use quipu::{Failure, Output};

use crate::cli::arguments::{CheckArguments, JoinArguments, MessageFormat};
use crate::cli::building::{options, output, progress_bar, summarise};
use crate::cli::console::err;
use crate::cli::problems::{fail, print_problems, report};

/// Makes the shard of this task.
pub(crate) fn build(check: &CheckArguments, (wanted, store): (Wanted, &str)) -> ExitCode {
    let start = Instant::now();
    let prepared = options(check, Output::Nowhere, Explain::Unasked)
        .and_then(|options| Ok((options, shard::number(wanted, &variable)?, program()?)));
    let (options, shard, program) = match prepared {
        Ok(prepared) => prepared,
        Err(message) => return fail(&message),
    };
    let store = match open(store) {
        Ok(store) => store,
        Err(error) => return refuse(&error),
    };
    let bar = progress_bar(check);
    let exchange = Exchange { store: &store, program: &program };
    let done = shard::make(&options, shard, exchange, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match done {
        Ok(done) => {
            print_problems(&done.warnings, &done.texts, check);
            if !check.quiet && check.message_format == MessageFormat::Human {
                let (editions, files) = (done.editions, done.files);
                if done.was_there {
                    err!(
                        "shard {shard} is already in the store: {editions} editions, {files} files"
                    );
                } else {
                    let time = start.elapsed().as_secs_f64();
                    err!("shard {shard}: {editions} editions, {files} files, {time:.2} s");
                }
            }
            ExitCode::SUCCESS
        }
        Err(not_made) => tell(not_made, check),
    }
}

/// Joins the shards of a run.
pub(crate) fn join(arguments: &JoinArguments) -> ExitCode {
    let check = &arguments.check;
    let prepared = options(check, output(check, &arguments.out), Explain::Unasked)
        .and_then(|options| Ok((options, program()?)));
    let (options, program) = match prepared {
        Ok(prepared) => prepared,
        Err(message) => return fail(&message),
    };
    let store = match open(&arguments.store) {
        Ok(store) => store,
        Err(error) => return refuse(&error),
    };
    let count = arguments.shards.map_or(Count::Recorded, Count::Given);
    let start = Instant::now();
    let bar = progress_bar(check);
    let exchange = Exchange { store: &store, program: &program };
    let joined = shard::join(&options, count, exchange, &|finished, all| {
        bar.set_length(all as u64);
        bar.set_position(finished as u64);
    });
    bar.finish_and_clear();
    match joined {
        Ok(built) => {
            print_problems(&built.warnings, &built.files, check);
            if !check.quiet {
                summarise(&built, &options.output, start.elapsed(), check);
            }
            ExitCode::SUCCESS
        }
        Err(not_made) => tell(not_made, check),
    }
}

fn tell(not_made: NotMade, check: &CheckArguments) -> ExitCode {
    match not_made {
        NotMade::Build(Failure::Refused(diagnostics, files)) if check.summary => {
            print_problems(&diagnostics, &files, check);
            ExitCode::from(crate::cli::REFUSED)
        }
        NotMade::Build(failure) => report(failure, check.message_format),
        NotMade::Store(error) => refuse(&error),
    }
}

fn refuse(error: &PublishError) -> ExitCode {
    let hint = error.hint.as_ref().map(|hint| format!("\n  = help: {hint}")).unwrap_or_default();
    fail(&format!("{error}{hint}"))
}

fn open(address: &str) -> Result<ObjectStorage, PublishError> {
    let endpoint = variable("AWS_ENDPOINT_URL_S3").or_else(|| variable("AWS_ENDPOINT_URL"));
    let region = variable("AWS_REGION").or_else(|| variable("AWS_DEFAULT_REGION"));
    ObjectStorage::open(address, &Defaults { endpoint, region })
}

#[expect(clippy::disallowed_methods, reason = "schedulers speak to tasks by the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Returns this program: the hash of its file tells it from all others that have its version.
fn program() -> Result<Program, String> {
    let path = std::env::current_exe();
    let bytes = path.and_then(|path| quipu::files::bytes(&path));
    let bytes =
        bytes.map_err(|error| format!("failed to read the program's own file ({error})"))?;
    let version = format!("quipu {}", env!("CARGO_PKG_VERSION"));
    Ok(Program { version, hash: quipu::shard::hash(&bytes) })
}
