//! `quipu lsp`: the publication as a language server, for editors.
//!
//! ```text
//! editor ──didChange──> texts as typed ──> load ──> bind ──> Analysis ──> diagnostics
//!        ──hover, completion, …─────────────────────────────────┘──────> answers
//! ```
//!
//! The server is thin: an `Analysis` is what `quipu check` would find if the files were as the editor
//! shows them, and every answer is read off the last one. Analyses are made on a thread of their own, so
//! that typing never waits.

mod analysis;
mod answer;
mod complete;
mod keys;
mod position;
mod work;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use lsp_server::{Connection, Message, Notification, Request, Response};
use lsp_types as lsp;
use lsp_types::notification::Notification as _;
use lsp_types::request::Request as _;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;

use answer::Question;
use work::Worker;

/// Why a server ended before the editor asked it to.
pub type Error = Box<dyn std::error::Error + Send + Sync>;

/// Speaks with an editor over the standard streams until it ends the session.
///
/// `root` is the folder that holds `quipu.yaml`; without one it is looked for above the folder and the
/// files that the editor opens.
///
/// # Errors
/// Returns what broke the protocol.
pub fn serve(root: Option<PathBuf>) -> Result<(), Error> {
    let (connection, threads) = Connection::stdio();
    let (id, parameters) = connection.initialize_start()?;
    let opened: lsp::InitializeParams = serde_json::from_value(parameters)?;
    let answer = serde_json::json!({
        "capabilities": capabilities(),
        "serverInfo": { "name": "quipu", "version": env!("CARGO_PKG_VERSION") },
    });
    connection.initialize_finish(id, answer)?;
    let folders = opened.workspace_folders.iter().flatten();
    let folder = folders
        .filter_map(|folder| position::path(&folder.uri))
        .find_map(|path| publication(&path));
    let mut server = Server {
        worker: Worker::start(connection.sender.clone()),
        root: root.map(|root| std::fs::canonicalize(&root).unwrap_or(root)).or(folder),
        open: BTreeMap::new(),
    };
    server.analyse();
    server.listen(&connection)?;
    drop(server);
    drop(connection);
    threads.join()?;
    Ok(())
}

/// Returns the folder with `quipu.yaml` at or above `path`.
fn publication(path: &Path) -> Option<PathBuf> {
    path.ancestors().find(|folder| folder.join("quipu.yaml").is_file()).map(Path::to_owned)
}

fn capabilities() -> lsp::ServerCapabilities {
    let triggers = ["{", "[", "@", ",", " "].map(str::to_owned).to_vec();
    lsp::ServerCapabilities {
        text_document_sync: Some(lsp::TextDocumentSyncKind::FULL.into()),
        hover_provider: Some(true.into()),
        definition_provider: Some(lsp::OneOf::Left(true)),
        references_provider: Some(lsp::OneOf::Left(true)),
        inlay_hint_provider: Some(lsp::OneOf::Left(true)),
        code_action_provider: Some(true.into()),
        completion_provider: Some(lsp::CompletionOptions {
            trigger_characters: Some(triggers),
            ..lsp::CompletionOptions::default()
        }),
        ..lsp::ServerCapabilities::default()
    }
}

/// What is known about an editor.
struct Server {
    worker: Worker,
    /// The folder with `quipu.yaml`, once it is known.
    root: Option<PathBuf>,
    /// The texts of open files as they are typed, by their paths below the root.
    open: BTreeMap<String, String>,
}

impl Server {
    fn listen(&mut self, connection: &Connection) -> Result<(), Error> {
        for message in &connection.receiver {
            match message {
                Message::Request(request) => connection.sender.send(self.answer(request).into())?,
                Message::Notification(notification)
                    if notification.method == lsp::notification::Exit::METHOD =>
                {
                    return Ok(());
                }
                Message::Notification(notification) => self.hear(notification),
                // The server needs none of the answers to its requests.
                Message::Response(_) => {}
            }
        }
        Ok(())
    }

    fn hear(&mut self, notification: Notification) {
        let Notification { method, params } = notification;
        let heard = match method.as_str() {
            lsp::notification::DidOpenTextDocument::METHOD => {
                parameters(params).map(|opened: lsp::DidOpenTextDocumentParams| {
                    self.set(&opened.text_document.uri, Some(opened.text_document.text));
                })
            }
            lsp::notification::DidChangeTextDocument::METHOD => {
                parameters(params).map(|changed: lsp::DidChangeTextDocumentParams| {
                    let text = changed.content_changes.into_iter().next_back();
                    self.set(&changed.text_document.uri, text.map(|change| change.text));
                })
            }
            lsp::notification::DidCloseTextDocument::METHOD => {
                parameters(params).map(|closed: lsp::DidCloseTextDocumentParams| {
                    self.set(&closed.text_document.uri, None);
                })
            }
            // Files that are not open may depend on it: derived ones, and those of other programs.
            lsp::notification::DidSaveTextDocument::METHOD
            | lsp::notification::DidChangeWatchedFiles::METHOD => Some(()),
            _ => None,
        };
        if heard.is_some() {
            self.analyse();
        }
    }

    /// Takes the text of a file as it is typed; none once it is closed.
    fn set(&mut self, uri: &lsp::Uri, text: Option<String>) {
        let Some(path) = position::path(uri) else { return };
        if self.root.is_none() {
            self.root = publication(&path);
        }
        let Some(name) = self.name(&path) else { return };
        match text {
            Some(text) => _ = self.open.insert(name, text),
            None => _ = self.open.remove(&name),
        }
    }

    /// Returns the name of a file of the publication, with forward slashes.
    fn name(&self, path: &Path) -> Option<String> {
        let below = path.strip_prefix(self.root.as_ref()?).ok()?;
        let parts = below.components().map(|part| part.as_os_str().to_string_lossy());
        Some(parts.collect::<Vec<_>>().join("/"))
    }

    fn analyse(&self) {
        if let Some(root) = &self.root {
            self.worker.ask(root.clone(), self.open.clone());
        }
    }

    fn answer(&self, request: Request) -> Response {
        let Request { id, method, params } = request;
        let result = match method.as_str() {
            // The session is over; the editor says when to leave.
            lsp::request::Shutdown::METHOD => None,
            lsp::request::HoverRequest::METHOD => self.at(params, |question| question.hover()),
            lsp::request::GotoDefinition::METHOD => {
                self.at(params, |question| question.definitions())
            }
            lsp::request::References::METHOD => {
                self.at(params, |question| Some(question.references()))
            }
            lsp::request::Completion::METHOD => self.complete(params),
            lsp::request::InlayHintRequest::METHOD => self.inlays(params),
            lsp::request::CodeActionRequest::METHOD => self.actions(params),
            _ => {
                let code = lsp_server::ErrorCode::MethodNotFound as i32;
                return Response::new_err(id, code, format!("`{method}` is not supported"));
            }
        };
        Response::new_ok(id, result.unwrap_or(Json::Null))
    }

    /// Answers a question about a place in a file.
    fn at<T: serde::Serialize>(
        &self,
        params: Json,
        ask: impl Fn(Question<'_>) -> Option<T>,
    ) -> Option<Json> {
        let place: lsp::TextDocumentPositionParams = parameters(params)?;
        let analysis = self.worker.latest()?;
        let name = self.name(&position::path(&place.text_document.uri)?)?;
        let question = Question::new(&analysis, &name, place.position)?;
        serde_json::to_value(ask(question)?).ok()
    }

    fn complete(&self, params: Json) -> Option<Json> {
        let place: lsp::CompletionParams = parameters(params)?;
        let place = place.text_document_position;
        // Names do not change while someone types, so the last analysis is good enough.
        let analysis = self.worker.last()?;
        let name = self.name(&position::path(&place.text_document.uri)?)?;
        let text = self.open.get(&name)?;
        let offset = position::offset(text, place.position);
        serde_json::to_value(complete::complete(&analysis, &name, (text, offset))).ok()
    }

    fn inlays(&self, params: Json) -> Option<Json> {
        let wanted: lsp::InlayHintParams = parameters(params)?;
        let analysis = self.worker.latest()?;
        let name = self.name(&position::path(&wanted.text_document.uri)?)?;
        serde_json::to_value(answer::inlays(&analysis, &name, wanted.range)).ok()
    }

    fn actions(&self, params: Json) -> Option<Json> {
        let wanted: lsp::CodeActionParams = parameters(params)?;
        let analysis = self.worker.latest()?;
        let name = self.name(&position::path(&wanted.text_document.uri)?)?;
        serde_json::to_value(answer::actions(&analysis, &name, wanted.range)).ok()
    }
}

/// Reads the parameters of a message; if they cannot be read, nothing was asked.
fn parameters<T: DeserializeOwned>(params: Json) -> Option<T> {
    serde_json::from_value(params).ok()
}
