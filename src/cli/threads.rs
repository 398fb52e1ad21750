//! The threads that a command works on: they are started before anything is done, so that a system that
//! gives none is told in a message.

use std::error::Error as _;
use std::io;
use std::thread;

use super::arguments::Command;

/// Starts them, as many as the command asks for, or else one for each processor.
///
/// # Errors
/// Says that the system refused one.
pub(super) fn start(command: &Command) -> Result<(), String> {
    let jobs = jobs(command);
    let refused = |error: &dyn std::fmt::Display| {
        let wanted = jobs.map_or_else(|| "a thread".to_owned(), |jobs| format!("{jobs} threads"));
        format!("failed to start {wanted} ({error}); is the number of processes limited?")
    };
    // Others are started one by one.
    let probe = thread::Builder::new().spawn(|| ()).map(|probe| probe.join());
    if let Err(error) = probe {
        return Err(refused(&error));
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.map_or(0, usize::from));
    match pool.build_global() {
        Err(error) if error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>) => {
            Err(refused(&error))
        }
        // Nobody else starts it.
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Returns how many threads the command asks for.
fn jobs(command: &Command) -> Option<u16> {
    let check = match command {
        Command::Build(arguments) => &arguments.check,
        Command::Join(arguments) => &arguments.check,
        Command::Publish(arguments) => &arguments.check,
        Command::Editions(arguments) => &arguments.check,
        Command::Check { check, .. } | Command::Release { check, .. } | Command::Status(check) => {
            check
        }
        _ => return None,
    };
    check.jobs
}
