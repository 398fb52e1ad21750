//! The thread on which analyses are made.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use lsp_server::{Message, Notification};
use lsp_types as lsp;
use lsp_types::notification::Notification as _;
use lsp_types::request::Request as _;
use serde::Serialize;

use super::analysis::Analysis;

/// How long an answer waits for the analysis of the latest text: an editor without an answer for
/// longer appears to hang.
const PATIENCE: Duration = Duration::from_secs(5);

/// The way to the editor.
type Sender = crossbeam_channel::Sender<Message>;

/// The state that the server and its thread share.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// What is to be analysed next.
    asked: Option<(PathBuf, BTreeMap<String, String>)>,
    /// The number of requests.
    wanted: usize,
    /// The last request that an analysis answers.
    made: usize,
    last: Option<Arc<Analysis>>,
    ended: bool,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes analyses one after the other, always of the latest texts.
pub(super) struct Worker {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Starts the thread; it tells the editor what is wrong after each analysis.
    pub(super) fn start(sender: Sender) -> Self {
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let thread = std::thread::spawn(move || work(&theirs, &sender));
        Self { shared, thread: Some(thread) }
    }

    /// Asks for an analysis of the publication in `root`, with the texts that are open in the editor.
    pub(super) fn ask(&self, root: PathBuf, open: BTreeMap<String, String>) {
        let mut state = self.shared.state();
        state.asked = Some((root, open));
        state.wanted += 1;
        drop(state);
        self.shared.changed.notify_all();
    }

    /// Returns the last analysis, which may be of earlier texts.
    pub(super) fn last(&self) -> Option<Arc<Analysis>> {
        self.shared.state().last.clone()
    }

    /// Returns the analysis of the latest texts, if it is ready soon; otherwise the one before.
    pub(super) fn latest(&self) -> Option<Arc<Analysis>> {
        let state = self.shared.state();
        let waiting = |state: &mut State| state.made < state.wanted;
        let waited = self.shared.changed.wait_timeout_while(state, PATIENCE, waiting);
        waited.unwrap_or_else(PoisonError::into_inner).0.last.clone()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.shared.state().ended = true;
        self.shared.changed.notify_all();
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to do.
            _ = thread.join();
        }
    }
}

fn work(shared: &Shared, sender: &Sender) {
    let mut told = BTreeSet::new();
    loop {
        let idle = |state: &mut State| state.asked.is_none() && !state.ended;
        let state = shared.changed.wait_while(shared.state(), idle);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.ended {
            return;
        }
        let (asked, number) = (state.asked.take(), state.wanted);
        drop(state);
        let Some((root, open)) = asked else { continue };
        let analysis = Arc::new(Analysis::new(&root, &open));
        tell(&analysis, &mut told, sender);
        let mut state = shared.state();
        state.last = Some(analysis);
        state.made = number;
        drop(state);
        shared.changed.notify_all();
    }
}

/// Tells the editor the problems in each file, and that files with earlier problems no longer have
/// any.
fn tell(analysis: &Analysis, told: &mut BTreeSet<String>, sender: &Sender) {
    let mut problems = analysis.problems();
    for path in std::mem::take(told) {
        problems.entry(path).or_default();
    }
    for (path, diagnostics) in problems {
        let Some(uri) = analysis.uri(&path) else { continue };
        if !diagnostics.is_empty() {
            told.insert(path);
        }
        let parameters = lsp::PublishDiagnosticsParams { uri, diagnostics, version: None };
        send(sender, lsp::notification::PublishDiagnostics::METHOD, parameters);
    }
    let refresh = lsp_server::Request {
        id: lsp_server::RequestId::from("inlays".to_owned()),
        method: lsp::request::InlayHintRefreshRequest::METHOD.to_owned(),
        params: serde_json::Value::Null,
    };
    // If the editor is gone, the session ends by itself.
    _ = sender.send(refresh.into());
}

fn send(sender: &Sender, method: &str, parameters: impl Serialize) {
    _ = sender.send(Notification::new(method.to_owned(), parameters).into());
}
