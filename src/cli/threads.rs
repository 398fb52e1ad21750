//! The threads that a command works on: whether the system gives them is tried before anything is done, so that one
//! that gives none is told in a message.

use std::error::Error as _;
use std::io;
use std::sync::{Arc, Mutex, mpsc};
use std::thread;

use super::arguments::Command;

/// How many threads a command starts beside those that do its work: what watches it, what shows how far it is, what
/// reads deep YAML.
const OTHERS: usize = 4;

/// Starts the threads that all work is spread over, as many as the command asks for, or else one for each processor.
///
/// # Errors
/// Says that the system gives too few.
pub(super) fn start(command: &Command) -> Result<(), String> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs(command).map_or(0, usize::from));
    if let Err(error) = pool.build_global()
        && error.source().is_some_and(<dyn std::error::Error>::is::<io::Error>)
    {
        return Err(refused(&error));
    }
    // PDFs have threads of their own.
    let wanted = rayon::current_num_threads() + OTHERS;
    try_threads(wanted).map_err(|error| refused(&error))
}

/// Tries whether the system gives so many threads at a time.
fn try_threads(count: usize) -> io::Result<()> {
    // Each waits until the sender is gone.
    let (sender, receiver) = mpsc::channel::<()>();
    let receiver = Arc::new(Mutex::new(receiver));
    let mut tried = Vec::new();
    for _ in 0..count {
        let receiver = Arc::clone(&receiver);
        let wait = move || drop(receiver.lock().map(|receiver| receiver.recv()));
        match thread::Builder::new().spawn(wait) {
            Ok(thread) => tried.push(thread),
            Err(error) => return Err(error),
        }
    }
    drop(sender);
    for thread in tried {
        drop(thread.join());
    }
    Ok(())
}

fn refused(error: &dyn std::fmt::Display) -> String {
    format!("failed to start a thread ({error}); is the number of processes limited?")
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
