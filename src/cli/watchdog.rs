//! Ends the program if a PDF or a page takes too much time or memory.

use std::io;
use std::process;
use std::thread;
use std::time::Duration;

use quipu::resident_memory;
use quipu::watch::{Product, RunningWork, overdue};

use crate::cli::FAILED;
use crate::cli::console::err;

/// The memory that a build may take, in bytes, before the PDF or page that is longest at work is blamed.
const MAX_MEMORY: u64 = 8 << 30;

/// How often the watchdog looks.
const PERIOD: Duration = Duration::from_millis(100);

/// Watches until the program ends.
///
/// # Errors
/// Returns why the system gives no thread for it.
pub(crate) fn start(limit: Duration) -> io::Result<()> {
    let watch = move || {
        loop {
            thread::sleep(PERIOD);
            if let Some(work) = overdue(limit) {
                end(&work, &format!("takes more than {} seconds", limit.as_secs()));
            }
            if resident_memory().is_some_and(|bytes| bytes > MAX_MEMORY)
                && let Some(work) = overdue(PERIOD)
            {
                end(&work, &format!("takes more than {} GB of memory", MAX_MEMORY >> 30));
            }
        }
    };
    thread::Builder::new().spawn(watch).map(|_| ())
}

fn end(work: &RunningWork, what: &str) -> ! {
    match &work.product {
        Product::Pdf(text) => err!("error[Q503]: the PDF of `{text}` {what}"),
        Product::Page(template) => err!("error[Q502]: a page of the template `{template}` {what}"),
    }
    if work.templates.is_empty() {
        err!("  = help: split it into two texts, or give it more time with `--timeout`");
    } else {
        let templates = work.templates.join("`, `");
        err!("  = help: look for a loop that grows in `{templates}`");
        err!("  = help: or give it more time with `--timeout`");
    }
    err!("nothing was published");
    // Threads that run a template cannot be stopped; the stage is removed by the next build.
    process::exit(i32::from(FAILED))
}
