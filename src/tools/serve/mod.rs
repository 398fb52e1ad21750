//! `quipu serve`: the publication in a browser, rebuilt at each save.
//!
//! ```text
//! files ──notify──> build in memory ──> the last good files ──HTTP──> browser
//!                        └─> problems ───────────────events──────────> overlay
//! ```
//!
//! Nothing is written. Pages are made at once; a PDF when a browser asks for it, on a thread of its
//! own, so that it never delays a page. A build that fails leaves the last good pages in place, and
//! the browser shows what is wrong above them.

mod checks;
mod http;
mod inspect;
mod watch;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::diagnostic::render::{self, Format};
use crate::base::files::Bytes;
use crate::data::vintage::Stale;
use crate::engine::Pdfs;
use crate::engine::load::Failure;
use crate::engine::run::{Options, Output, build};
use crate::engine::store::Results;
use crate::projection::Drafts;
use crate::publication::life::Time;
use crate::tools::explain::Explain;
use checks::Counts;
use watch::Changes;

/// How many ports are tried, from the one that was asked for.
const PORTS: u16 = 20;

/// What is served, and where.
#[derive(Debug, Clone)]
pub struct Serving {
    /// The folder that holds `quipu.yaml`.
    pub root: PathBuf,
    /// The address to listen at: this machine alone, unless the user sets another.
    pub address: IpAddr,
    /// The port; the next free one if it is taken.
    pub port: u16,
    /// Whether drafts are shown.
    pub drafts: Drafts,
    /// How an editor opens a place: an address with `{path}`, `{line}` and `{column}` in it.
    pub editor: String,
}

/// What the user is told.
#[derive(Debug)]
pub enum Notice<'a> {
    /// The publication can be read at this address.
    Listening(&'a str),
    /// It was made again, in this time.
    Made(Duration),
    /// It has mistakes, as text that ends with a newline; the last good pages stay.
    Refused(&'a str),
}

/// The files of an output, by their paths.
type Made = BTreeMap<String, Bytes>;

/// What browsers get now.
#[derive(Debug, Default)]
struct Shown {
    /// The last good files.
    files: Arc<Made>,
    /// Counts the times that they changed.
    version: u64,
    /// Whether only style sheets changed the last time.
    only_styles: bool,
    /// What is wrong with the texts as they are; empty if nothing is.
    problems: String,
    /// Counts the times that pages were made, whether they changed or not.
    made: u64,
    /// How many warnings there were the last time.
    warnings: usize,
    /// What there is to look at; none before it was counted.
    counts: Option<Counts>,
    /// Counts what browsers are told.
    news: u64,
}

/// What the threads of a server share.
struct Preview {
    serving: Serving,
    shown: Mutex<Shown>,
    changed: Condvar,
}

impl Preview {
    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes the pages again; tells browsers, and whoever reads `tell`, what came of it.
    fn refresh(&self, tell: &dyn Fn(Notice<'_>)) {
        let start = std::time::Instant::now();
        let built = build(&self.options(None), &|_, _| ());
        let mut shown = self.shown();
        match built {
            Ok(built) => {
                let before = Arc::clone(&shown.files);
                let differing = differing(&before, &built.files_in_memory);
                let was_wrong = !shown.problems.is_empty();
                shown.only_styles = !was_wrong
                    && !differing.is_empty()
                    && differing.iter().all(|path| http::extension(path) == "css");
                shown.version += u64::from(was_wrong || !differing.is_empty());
                shown.files = Arc::new(built.files_in_memory);
                shown.problems = String::new();
                shown.warnings = built.warnings.len();
                shown.made += 1;
                tell(Notice::Made(start.elapsed()));
            }
            Err(failure) => {
                shown.problems = describe(failure);
                shown.only_styles = false;
                shown.version += 1;
                tell(Notice::Refused(&shown.problems));
            }
        }
        shown.news += 1;
        drop(shown);
        self.changed.notify_all();
    }

    /// Makes the PDF at `path`; none if there is no such edition, or if it has mistakes.
    fn pdf(&self, path: &str) -> Option<Bytes> {
        let built = build(&self.options(Some(path.to_owned())), &|_, _| ()).ok()?;
        built.files_in_memory.get(path).cloned()
    }

    fn options(&self, pdf: Option<String>) -> Options {
        let now = jiff::Timestamp::now();
        Options {
            root: self.serving.root.clone(),
            pdfs: if pdf.is_some() { Pdfs::Made } else { Pdfs::Skipped },
            output: Output::Memory { pdf },
            base_url: None,
            drafts: self.serving.drafts,
            explain: Explain::Unasked,
            today: None,
            stale: Stale::Warned,
            time: Time { now, at: now },
            results: Results::Kept,
        }
    }
}

/// Returns the paths at which two outputs differ.
fn differing<'m>(before: &'m Made, after: &'m Made) -> Vec<&'m str> {
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    paths.filter(|path| before.get(*path) != after.get(*path)).map(String::as_str).collect()
}

fn describe(failure: Failure) -> String {
    match failure {
        Failure::Refused(diagnostics, files) => render::render(&diagnostics, &files, Format::Plain),
        Failure::Io(path, error) => format!("failed to read `{}` ({error})\n", path.display()),
    }
}

/// Serves a publication until the process ends; `tell` hears what happens.
///
/// # Errors
/// Returns the system's reason if no port can be had or the folder cannot be watched.
pub fn serve(serving: Serving, tell: &(dyn Fn(Notice<'_>) + Sync)) -> io::Result<()> {
    let server = listen(&serving)?;
    // What is saved while the pages are made for the first time is made after them.
    let changes = Changes::of(&serving.root)?;
    let preview = Preview { serving, shown: Mutex::default(), changed: Condvar::new() };
    preview.refresh(tell);
    let address = server.local_addr()?.to_string();
    tell(Notice::Listening(&format!("http://{address}/")));
    std::thread::scope(|scope| {
        scope.spawn(|| changes.follow(&preview, tell));
        scope.spawn(|| preview.keep_counting());
        scope.spawn(|| http::answer(&server, &preview, scope));
    });
    Ok(())
}

/// Listens at the port, or at the next one that is free.
fn listen(serving: &Serving) -> io::Result<TcpListener> {
    let mut refused = None;
    for port in serving.port..=serving.port.saturating_add(PORTS) {
        match TcpListener::bind((serving.address, port)) {
            Ok(server) => return Ok(server),
            Err(error) => refused = refused.or(Some(error)),
        }
    }
    Err(refused.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}
