//! Printing that survives a full disk and a reader that went away.
//!
//! `println!` panics where it cannot write. Here a reader that has enough, as in
//! `quipu build | head -n 1`, is no failure, and any other is told once, by the exit code too.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};

static HAS_FAILED: AtomicBool = AtomicBool::new(false);

/// Prints to standard output, as `print!` does.
macro_rules! out {
    ($($text:tt)*) => { $crate::cli::console::print(format_args!($($text)*)) };
}

/// Prints a line to standard error, as `eprintln!` does.
macro_rules! err {
    ($($text:tt)*) => { $crate::cli::console::tell(format_args!("{}\n", format_args!($($text)*))) };
}

pub(crate) use {err, out};

/// Prints `text` to standard output.
pub(crate) fn print(text: Arguments<'_>) {
    let mut stdout = io::stdout().lock();
    let Err(error) = stdout.write_fmt(text).and_then(|()| stdout.flush()) else { return };
    if error.kind() != ErrorKind::BrokenPipe && !HAS_FAILED.swap(true, Ordering::Relaxed) {
        err!("error: failed to print ({error})");
    }
}

/// Prints `text` to standard error; nobody is left to be told if that fails.
pub(crate) fn tell(text: Arguments<'_>) {
    let _ = io::stderr().lock().write_fmt(text);
}

/// Returns the exit code of the program: `code`, or `failed` if something could not be printed.
pub(crate) fn exit_code(code: ExitCode, failed: u8) -> ExitCode {
    if HAS_FAILED.load(Ordering::Relaxed) { ExitCode::from(failed) } else { code }
}
