//! Watching the folders of a publication.

use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::Server;
use crate::base::files;

/// How long nothing more must happen before pages are made: editors save in several steps.
const QUIET: Duration = Duration::from_millis(4);

/// How long a flood of changes is waited for at most: pages move while a branch is checked out.
const PATIENCE: Duration = Duration::from_millis(200);

/// What changes in a publication, from the moment that it is watched.
pub(super) struct Changes {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
}

impl Changes {
    /// Begins to watch the publication at `root`.
    ///
    /// # Errors
    /// Returns the system's reason if the folder cannot be watched.
    pub(super) fn of(root: &Path) -> io::Result<Self> {
        let (send, events) = mpsc::channel();
        let mut watcher = notify::recommended_watcher(send).map_err(io::Error::other)?;
        // The folder itself is watched for `quipu.yaml`, and for folders that come and go.
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(io::Error::other)?;
        watch_folders(&mut watcher, root);
        Ok(Self { watcher, events })
    }

    /// Notes whenever a file of the publication changes.
    pub(super) fn follow(mut self, server: &Server) {
        let root = &server.serving.root;
        while next_change(&self.events, root) {
            watch_folders(&mut self.watcher, root);
            server.change();
        }
    }
}

/// Watches the folders of the publication that there are; one that is watched already stays so.
fn watch_folders(watcher: &mut RecommendedWatcher, root: &Path) {
    for folder in files::folders(root).into_iter().filter(|folder| folder.is_dir()) {
        // A folder that vanished between the two steps is watched when it comes back.
        let _ = watcher.watch(&folder, RecursiveMode::Recursive);
    }
}

/// Waits for changes, and for the end of a flood of them; false when there will be no more.
fn next_change(events: &Receiver<notify::Result<Event>>, root: &Path) -> bool {
    loop {
        let Ok(event) = events.recv() else { return false };
        if !concerns(&event, root) {
            continue;
        }
        let begun = Instant::now();
        while begun.elapsed() < PATIENCE && events.recv_timeout(QUIET).is_ok() {}
        return true;
    }
}

/// Whether an event is about a file of the publication.
fn concerns(event: &notify::Result<Event>, root: &Path) -> bool {
    // After an error of the watcher nobody knows what changed.
    let Ok(event) = event else { return true };
    if matches!(event.kind, EventKind::Access(_)) {
        return false;
    }
    let folders = files::folders(root);
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    event.paths.iter().any(|path| {
        let is_settings = path.file_name().is_some_and(|name| name == "quipu.yaml");
        is_settings || folders.iter().any(|folder| absolute(path).starts_with(absolute(folder)))
    })
}
