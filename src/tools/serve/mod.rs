//! `quipu serve`: the publication in a browser, made again at each save.
//!
//! ```text
//! files ──notify──> the pages that are looked at ──HTTP──> browser
//!                        └──> all files, in the background ──> what is wrong elsewhere, counts
//! ```
//!
//! Nothing is written but what is kept for later. Pages that a browser shows are made at once, others in the background
//! or when they are asked for; a PDF when a browser asks for it, so that it never delays a page. What fails leaves the
//! last good pages in place, and the browser shows what is wrong above them.

mod checks;
mod http;
mod inspect;
mod making;
mod watch;

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::net::{IpAddr, TcpListener};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::base::diagnostic::render::{self, Format};
use crate::base::digest::Digest;
use crate::base::files::Bytes;
use crate::data::vintage::Stale;
use crate::engine::Pdfs;
use crate::engine::load::Failure;
use crate::engine::preview::{MadeFiles, PreviewMemory};
use crate::engine::run::{BuildOptions, Output};
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
    /// Whether drafts are shown at the beginning.
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

/// What browsers get now.
#[derive(Debug, Default)]
struct Shown {
    /// The last good files, all of them.
    files: Arc<MadeFiles>,
    /// Files that were made since, and of which change they are.
    ahead: BTreeMap<String, (u64, Bytes)>,
    /// Of which change the pages are that are looked at.
    looked: u64,
    /// Of which change all files are, or what is wrong with it.
    whole: u64,
    /// Counts the times that files changed.
    version: u64,
    /// The pages that were asked for last, the last one first.
    viewed: Vec<String>,
    /// What is wrong with the texts as they are; empty if nothing is.
    problems: String,
    /// How many warnings there were the last time.
    warnings: usize,
    /// What there is to look at; none before it was counted.
    counts: Option<Counts>,
    /// Counts what browsers are told.
    news: u64,
}

/// How many pages are made first: that of a text, and the same beside it in another language.
const VIEWED: usize = 2;

impl Shown {
    /// Returns the newest file at a path, and of which change it is.
    fn file(&self, path: &str) -> Option<(u64, &Bytes)> {
        let ahead = self.ahead.get(path).map(|(of, bytes)| (*of, bytes));
        ahead.or_else(|| Some((self.whole, self.files.get(path)?)))
    }

    /// Takes a file that was made of a change; returns whether it differs from what was there.
    fn take(&mut self, path: String, of: u64, bytes: Bytes) -> bool {
        let differs = self.file(&path).is_none_or(|(_, known)| *known != bytes);
        self.ahead.insert(path, (of, bytes));
        differs
    }

    /// Returns a hash of the files that all pages load to look as they do.
    fn styles(&self) -> String {
        let mut digest = Digest::default();
        let ahead = self.ahead.keys().chain(self.files.keys());
        let sheets: BTreeSet<_> = ahead.filter(|path| http::extension(path) == "css").collect();
        for path in sheets {
            digest.part(path).part(self.file(path).map_or(&[][..], |(_, bytes)| bytes));
        }
        digest.hash().to_hex()[..16].to_owned()
    }

    /// Notes that a page is looked at.
    fn view(&mut self, path: &str) {
        self.viewed.retain(|other| other != path);
        self.viewed.insert(0, path.to_owned());
        self.viewed.truncate(VIEWED);
    }
}

/// What the threads of a server share.
struct Server {
    serving: Serving,
    memory: PreviewMemory,
    shown: Mutex<Shown>,
    changed: Condvar,
    /// Counts the changes of the publication's files; the first is that they are there.
    saved: AtomicU64,
    /// Whether drafts are shown now.
    has_drafts: AtomicBool,
    /// How many pages the PDFs have that were made, by their paths.
    pdf_pages: Mutex<BTreeMap<String, usize>>,
}

impl Server {
    fn shown(&self) -> MutexGuard<'_, Shown> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until something holds of what is shown.
    fn wait_until(&self, holds: impl Fn(&Shown) -> bool) -> MutexGuard<'_, Shown> {
        let waited = self.changed.wait_while(self.shown(), |shown| !holds(shown));
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the number of the last change.
    fn saved(&self) -> u64 {
        self.saved.load(Ordering::SeqCst)
    }

    /// Counts a change: of a file, or of what is shown.
    fn change(&self) {
        // Whoever waits looks at this with the lock in its hands.
        let shown = self.shown();
        self.saved.fetch_add(1, Ordering::SeqCst);
        drop(shown);
        self.changed.notify_all();
    }

    /// Whether drafts are shown.
    fn drafts(&self) -> Drafts {
        if self.has_drafts.load(Ordering::SeqCst) { Drafts::Shown } else { Drafts::Hidden }
    }

    /// Shows drafts from now on, or hides them.
    fn show_drafts(&self, shown: bool) {
        if self.has_drafts.swap(shown, Ordering::SeqCst) != shown {
            self.change();
        }
    }

    fn options(&self) -> BuildOptions {
        let now = jiff::Timestamp::now();
        BuildOptions {
            root: self.serving.root.clone(),
            pdfs: Pdfs::Skipped,
            output: Output::Memory,
            base_url: None,
            drafts: self.drafts(),
            explain: Explain::Unasked,
            today: None,
            stale: Stale::Warned,
            time: Time { now, at: now },
            results: Results::Kept,
        }
    }
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
    let address = server.local_addr()?.to_string();
    let shared = Server {
        has_drafts: AtomicBool::new(serving.drafts == Drafts::Shown),
        pdf_pages: Mutex::default(),
        serving,
        memory: PreviewMemory::default(),
        shown: Mutex::default(),
        changed: Condvar::new(),
        saved: AtomicU64::new(1),
    };
    tell(Notice::Listening(&format!("http://{address}/")));
    std::thread::scope(|scope| {
        scope.spawn(|| changes.follow(&shared));
        scope.spawn(|| shared.keep_looking(tell));
        scope.spawn(|| shared.keep_making(tell));
        scope.spawn(|| shared.keep_counting());
        scope.spawn(|| http::answer(&server, &shared, scope));
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
